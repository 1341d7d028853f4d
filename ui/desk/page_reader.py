"""The sheets of a task over the list: its application, its notice before and after it is issued."""

from collections.abc import Callable

from counter_app.desk import Desk, DeskTask, Officer
from counter_app.documents import ReprintReason
from counter_app.model.commitment import ActContent, Commitment
from counter_app.model.document import DocumentState
from counter_app.model.paper import PaperSheet, PaperState
from counter_app.ports import StoredDocument
from ui.background import Background, Failure, Task
from ui.desk import words
from ui.desk.notice_pages import NO_NOTICE, NoticePages, issue, issued, pages_of, preview
from ui.desk.views import PagesView
from ui.workplace import Workplace


def papers_title(papers: tuple[StoredDocument, ...], sheets: tuple[PaperSheet, ...]) -> str:
    """What the papers of a task are called; one that a correction replaced is told as such."""
    old = {sheet.document_id for sheet in sheets if sheet.state is PaperState.STALE}
    return "・".join(d.title + ("（古い紙）" if d.id in old else "") for d in papers)


class PageReader:
    """Draws pages in the background; `pages` is what lies over the list, None for nothing."""

    def __init__(
        self,
        place: Workplace,
        desk: Desk,
        officer: Officer,
        background: Background,
        changed: Callable[[], None],
        failed: Callable[[Failure], None],
    ) -> None:
        self._place, self._desk, self._officer = place, desk, officer
        self._background, self._changed, self._failed = background, changed, failed
        self.pages: PagesView | None = None

    def papers(self, task: DeskTask) -> None:
        """申請書を見る: the sheets of this task and no others."""
        place, desk, commitment = self._place, self._desk, task.commitment

        def draw(_: Task[NoticePages]) -> NoticePages:
            papers = desk.papers(commitment.id)
            pages = [image for paper in papers for image in pages_of(place, paper).pages]
            with place.store.view() as unit:
                sheets = unit.papers(commitment.reception_id)
            return NoticePages("", papers_title(papers, sheets), tuple(pages))

        self._draw(draw, f"papers:{commitment.id}", "・".join(commitment.sheets))

    def notice_as_typed(self, task: DeskTask, content: ActContent) -> None:
        """通知書を見る before the decision: as it would print with what is typed now.

        Of a protected reception each look is recorded before a page is drawn.
        """
        place, commitment = self._place, task.commitment

        def draw(_: Task[NoticePages]) -> NoticePages:
            self._record_look(task)
            return preview(place, commitment, content)

        key = f"preview:{commitment.id}:{content}"
        self._draw(draw, key, "まだ出していません", before_deciding=True)

    def notice_as_issued(self, task: DeskTask) -> None:
        """通知書を見る after it; recorded in the same way."""
        place, commitment = self._place, task.commitment

        def draw(_: Task[NoticePages]) -> NoticePages:
            document = issued(place, commitment)
            if document is None:
                return NO_NOTICE
            self._record_look(task)
            return pages_of(place, document)

        self._draw(draw, f"notice:{commitment.id}", "出した通知書")

    def _record_look(self, task: DeskTask) -> None:
        if task.protected:
            self._desk.reveal(task.commitment.id, words.ON_A_NOTICE)

    def _draw(
        self,
        work: Callable[[Task[NoticePages]], NoticePages],
        key: str,
        sub: str,
        *,
        before_deciding: bool = False,
    ) -> None:
        def drawn(pages: NoticePages) -> None:
            if pages.pages:
                self.pages = PagesView(key, pages.title, sub, pages.pages, before_deciding)
            else:
                self.pages = PagesView(key, "紙の様式", "画面で見られるページがありません")
            self._changed()

        self._background.run(work, drawn, self._failed)

    def issue(
        self,
        commitment: Commitment,
        *,
        protected: bool,
        why: ReprintReason | None,
        done: Callable[[], None],
        failed: Callable[[Failure], None],
    ) -> None:
        """Make the notice of a decision that stands unless it is there, print it, show it.

        One that is on paper is printed again only for a reason (`why`), which is recorded.
        Of a protected reception it is not shown: that is a look of its own.
        """
        place, officer = self._place, self._officer

        def make(_: Task[tuple[NoticePages, bool]]) -> tuple[NoticePages, bool]:
            document = issue(place, commitment, officer.name, officer.department)
            if document is None:
                return NO_NOTICE, False
            documents = place.documents(officer.name, officer.department)
            if document.state is DocumentState.PRINTED and why is not None:
                printed = documents.reprint(document, why, place.printer)
            else:
                printed = documents.print(document, place.printer)
            pages = NO_NOTICE if protected else pages_of(place, printed)
            return pages, printed.state is DocumentState.PRINTED

        def made(result: tuple[NoticePages, bool]) -> None:
            pages, printed = result
            if pages.pages:
                said = "印刷しました。郵送してください。" if printed else words.NOT_PRINTED
                self.pages = PagesView(f"issued:{commitment.id}", pages.title, said, pages.pages)
            done()

        self._background.run(make, made, failed)
