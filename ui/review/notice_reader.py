"""The notice of a refusal, or to the court: drawn before it is allowed, issued once it is."""

from collections.abc import Callable

from counter_app.model.commitment import Commitment
from counter_app.ports import Proposal, StoredDocument
from counter_app.review import PROPOSED, ItemKind
from ui.background import Background, Failure, Task
from ui.desk.notice_pages import NO_NOTICE, NoticePages, issue, preview
from ui.review.queue_words import Entry
from ui.review.views import NoticeView
from ui.workplace import Workplace

_HIDDEN = "氏名と住所が入っています。氏名を見ると（Alt V）、ここに出ます。"
_AS_PRINTED = "この形で出ます。理由・根拠・教示（審査請求と訴え）を確かめてください。"
_TO_COURT = "この形で出ます。届出人の述べた理由を確かめてください。過料は裁判所が決めます。"
_TITLES = {
    ItemKind.REFUSAL: "却下の通知書",
    ItemKind.COURT_NOTICE: "届出期間経過通知書（簡易裁判所あて）",
}
_OWN_PAPER = "この手続の通知書は、担当課の様式で出します。"


class NoticeReader:
    """Draws in the background; each proposal once."""

    def __init__(
        self,
        place: Workplace,
        supervisor: str,
        background: Background,
        changed: Callable[[], None],
        failed: Callable[[Failure], None],
    ) -> None:
        self._place, self._supervisor, self._background = place, supervisor, background
        self._changed, self._failed = changed, failed
        self._drawn: dict[str, NoticePages] = {}
        self._drawing: set[str] = set()

    def view(
        self, entry: Entry, proposals: tuple[Proposal, ...], *, hidden: bool
    ) -> NoticeView | None:
        """What stands beside a proposal; None for every other row."""
        kind = entry.first.kind
        if kind not in PROPOSED:
            return None
        proposal_id = entry.first.id.partition(":")[2]
        proposal = next((p for p in proposals if p.id == proposal_id), None)
        if proposal is None:
            return None
        if hidden:
            return NoticeView(_TITLES[kind], _HIDDEN, page_key="hidden")
        found = self._drawn.get(proposal.id)
        if found is None:
            self._draw(proposal)
            return NoticeView(_TITLES[kind], "通知書を作っています。", page_key="drawing")
        if not found.pages:
            return NoticeView(_TITLES[kind], _OWN_PAPER)
        checked = _TO_COURT if kind is ItemKind.COURT_NOTICE else _AS_PRINTED
        return NoticeView(found.title, checked, found.pages, proposal.id)

    def _draw(self, proposal: Proposal) -> None:
        if proposal.id in self._drawing:
            return
        self._drawing.add(proposal.id)
        place = self._place

        def draw(_: Task[NoticePages]) -> NoticePages:
            with place.store.view() as unit:
                commitment = unit.commitment(proposal.commitment_id)
            return preview(place, commitment, proposal.content)

        def drawn(pages: NoticePages) -> None:
            self._drawing.discard(proposal.id)
            self._drawn[proposal.id] = pages
            self._changed()

        def failed(failure: Failure) -> None:
            self._drawing.discard(proposal.id)
            self._drawn[proposal.id] = NO_NOTICE
            self._failed(failure)

        self._background.run(draw, drawn, failed)

    def issue(
        self,
        commitment: Commitment,
        done: Callable[[], None],
        failed: Callable[[Failure], None],
    ) -> None:
        """The notice of a refusal that was allowed; one that is there is not made again."""
        place, who = self._place, self._supervisor

        def make(_: Task[StoredDocument | None]) -> StoredDocument | None:
            return issue(place, commitment, who, "review")

        self._background.run(make, lambda _: done(), failed)
