"""The officer at work: connects the department's window to desk, papers and notices."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from PySide6.QtCore import QObject, QTimer

from counter_app.desk import DeskTask, Officer
from counter_app.failures import CounterError
from counter_app.model.commitment import ActContent, Commitment, Decision
from counter_app.model.document import DocumentState
from counter_app.paperwork.notices import notice_form
from ui.background import Background, Failure, Task
from ui.desk import words
from ui.desk.desk_screen import DeskScreen
from ui.desk.handbook_pages import PAGES
from ui.desk.notice_pages import (
    NO_NOTICE,
    NoticePages,
    decision_of,
    issue,
    issued,
    pages_of,
    preview,
)
from ui.desk.prepared import Prepared, to_decide, told
from ui.desk.reading import Reading
from ui.desk.views import DeskView, PagesView, Panel, TaskGroupView, TaskView
from ui.desk.window import DeskWindow
from ui.staff.frame_views import ActionView, PlacesView, ProblemView
from ui.staff.handbook_drawer import HandbookDrawer
from ui.staff.handbook_words import handbook_view
from ui.staff.words.common import bug_problem, problem
from ui.widgets.bars import Lamp
from ui.widgets.rail import Place
from ui.workplace import Workplace

REFRESH_MS = 15_000
"""How often the tasks are read again while nobody does anything."""
DECIDED_WITHIN = timedelta(days=14)
"""Suggested time from promise to decision; the officer writes the day that holds."""

MOST_TASKS = 300
"""How many tasks are listed; more urgent ones stand first, a search finds the others."""

_AGAIN = ActionView("again", "もう一度", "Enter", primary=True)
_CLOSE = ActionView("close", "閉じる", "Alt C", primary=True)


@dataclass(frozen=True, slots=True)
class Seen:
    """What was read at one moment: the tasks listed, how many there are, the rail's figures.

    `guest` is the task at hand when it is listed though it stands elsewhere by now.
    """

    tasks: tuple[DeskTask, ...] = ()
    groups: tuple[TaskGroupView, ...] = ()
    guest: str = ""
    total: int = 0
    counts: tuple[int | None, ...] = (None,) * len(words.PLACES)
    read: bool = True  # False before the first reading has ended


class DeskPresenter(QObject):
    """One officer's window."""

    def __init__(
        self, place: Workplace, officer: Officer, *, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._place = place
        self._officer = officer
        self._desk = place.desk(officer)
        self._here = 0
        self._selected = ""
        self._opened = ""
        self._revealed: tuple[str, ...] = ()  # names of the task at hand, once looked at
        self._kept = ""  # stays in view after its act until the officer turns to another
        self._search = ""
        self._returning = False
        self._moving = False  # to another place or search: the first row is next
        self._seen = Seen(read=False)
        self._tasks: dict[str, DeskTask] = {}
        self._prepared: dict[tuple[str, int], Prepared] = {}
        self._preparing: set[tuple[str, int]] = set()
        self._pages: PagesView | None = None
        self._problem: ProblemView | None = None
        self._retry: Callable[[], None] | None = None
        self.background = Background(self)
        self._reading: Reading[Seen] = Reading(
            self.background, place.store, self._arrived, self._unread
        )
        name = place.town.department(officer.department).name
        self.window = DeskWindow(place.town.name, f"{name}　{officer.name}", name)
        self._name = name
        self.screen = DeskScreen()
        screen = self.screen
        screen.row_selected.connect(self._select)
        screen.search_changed.connect(self._look_for)
        screen.promise_asked.connect(self._promise)
        screen.return_asked.connect(self._return)
        screen.performed.connect(self._perform)
        screen.put_off.connect(self._put_off)
        screen.papers_asked.connect(self._show_papers)
        screen.names_asked.connect(self._show_names)
        screen.notice_asked.connect(self._show_notice)
        screen.pages_closed.connect(self._close_pages)
        screen.problem_action.connect(self._problem_action)
        self.window.place_chosen.connect(self._go)
        self.handbook = HandbookDrawer(self.window)
        self.window.handbook_asked.connect(self._handbook)
        self.window.refresh_asked.connect(self.refresh)
        self._show()
        self.refresh()
        self.window.show_screen(screen)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.refresh)
        self._timer.start(REFRESH_MS)

    def close(self) -> None:
        """End timer, background work and window."""
        self._timer.stop()
        self.background.shut_down()
        self.window.allow_close()
        self.window.close()

    # --- showing ----------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the tasks anew; those shown meanwhile stay and can be acted on."""
        here, search = self._here, self._search
        kept = "" if self._moving else self._kept or self._selected
        self._reading.begin(lambda: self._read(here, search, kept))

    def _read(self, here: int, search: str, kept: str) -> Seen:
        """In the background: how all that is open stands, and the tasks listed, in full."""
        heads = self._desk.heads()
        searching = bool(search.strip())
        listed = words.listed(
            self._desk.search(search, MOST_TASKS) if searching else heads,
            here,
            searching=searching,
        )
        ids = [head.id for head in listed[:MOST_TASKS]]
        tasks = self._desk.tasks([*ids, kept] if kept and kept not in ids else ids)
        here_now = {task.commitment.id for task in words.found(tasks, here, search)}
        shown = tuple(t for t in tasks if t.commitment.id in here_now | {kept})
        return Seen(
            shown,
            words.groups(shown, self._place.clock()),
            kept if kept not in here_now else "",
            len(listed),
            words.counts(heads),
        )

    def _arrived(self, seen: Seen) -> None:
        """Show it, with the task at hand wherever it stands by now: nothing slips under a key."""
        at_hand = None if self._moving else self._tasks.get(self._selected)
        if self._moving:
            self._selected = self._kept = ""
            self._moving = False
        self._tasks = {task.commitment.id: task for task in seen.tasks}
        if at_hand is not None and self._selected not in self._tasks:
            self._tasks[self._selected] = at_hand
            seen = self._with_tasks(replace(seen, guest=self._selected))
        self._seen = seen
        self._show()

    def _with_tasks(self, seen: Seen) -> Seen:
        """The rows of the tasks as they are now at hand."""
        tasks = tuple(self._tasks.values())
        return replace(seen, tasks=tasks, groups=words.groups(tasks, self._place.clock()))

    def _unread(self, failure: Failure) -> None:
        """A reading failed: what was read before stays in view under the banner."""
        self._tell(failure, (_CLOSE,))
        self._show()

    def _show(self) -> None:
        """Show what was read last."""
        now = self._place.clock()
        seen = self._seen
        groups = seen.groups
        shown = [row.key for group in groups for row in group.rows]
        if self._selected not in shown:
            self._selected = shown[0] if shown else ""
        view = self._task_view()
        busy = ""
        primary = ""
        if view is not None:
            task = self._tasks[view.key]
            form = self._form(task.commitment, view.panel)
            ready = self._prepared.get(_version(task.commitment))
            notice = None
            if view.notice is not None and ready is not None:
                notice = words.notice_state(issued=ready.issued is not None, printed=ready.printed)
            primary = words.primary(view.panel, notice=notice, form=form)
            if view.panel is Panel.DECIDE and ready is None:
                busy = "計算しています"
        empty = "" if shown or not seen.read else "この区分の依頼はありません。"
        sub = f"{max(seen.total, len(shown)):,}件・おくれと期限の順"
        if seen.total > MOST_TASKS:
            sub = f"{sub}・はじめの {len(shown)}件"
        self.screen.show_view(
            DeskView(
                sub if seen.read else "読んでいます",
                groups,
                self._selected,
                self._search,
                view,
                self._pages,
                empty,
                primary,
                busy,
            )
        )
        self.screen.show_problem(self._problem)
        places = tuple(
            Place(title, figure, f"Alt {number}")
            for number, (title, figure) in enumerate(
                zip(words.PLACES, seen.counts, strict=True), start=1
            )
        )
        self.window.set_places(PlacesView(self._name, places, self._here))
        self.window.show_scope()
        self.window.set_bar((Lamp("町の受付 つながっています"),), now)

    def _task_view(self) -> TaskView | None:
        task = self._tasks.get(self._selected)
        if task is None:
            return None
        if self._opened != self._selected:
            self._opened = self._selected
            self._returning = False
            self._revealed = ()
            self._desk.open(self._selected)
        panel = words.panel_of(task, returning=self._returning)
        form = self._form(task.commitment, panel)
        ready = None
        if panel in (Panel.DECIDE, Panel.TOLD):
            ready = self._prepared.get(_version(task.commitment))
            if ready is None:
                self._prepare(task, panel)
        return words.task_view(
            task,
            panel,
            expected=self._place.town.office.open_day_from(
                self._place.clock().date() + DECIDED_WITHIN
            ),
            reference=self._desk.next_reference() if panel is Panel.DECIDE else "",
            award=ready.award if ready is not None else None,
            form=form,
            notice=ready.pages if ready is not None else None,
            state=words.notice_state(
                issued=ready is not None and ready.issued is not None,
                printed=ready is not None and ready.printed,
            ),
            revealed=self._revealed,
        )

    def _form(self, commitment: Commitment, panel: Panel) -> str:
        decided = decision_of(commitment)
        granted = decided is None or panel is Panel.DECIDE
        return notice_form(
            self._place.catalogue.procedure(commitment.procedure_id),
            Decision.GRANTED if granted or decided is None else decided.decision,
        )

    # --- amounts and notices ------------------------------------------------------------------

    def _prepare(self, task: DeskTask, panel: Panel) -> None:
        """Work out the amount and draw the notice, once for each state of a task."""
        commitment, protected = task.commitment, task.protected
        version = _version(commitment)
        if version in self._preparing:
            return
        self._preparing.add(version)
        place, reference = self._place, self._desk.next_reference()

        def work(_: Task[Prepared]) -> Prepared:
            if panel is Panel.TOLD:
                return told(place, commitment, protected=protected)
            return to_decide(place, commitment, reference, protected=protected)

        def done(prepared: Prepared) -> None:
            self._preparing.discard(version)
            self._prepared[version] = prepared
            self._show()

        def failed(failure: Failure) -> None:
            self._preparing.discard(version)
            self._prepared[version] = Prepared(None, NO_NOTICE)
            self._fail(failure, (_CLOSE,))

        self.background.run(work, done, failed)

    def _issue(self, commitment: Commitment, *, protected: bool) -> None:
        """Make the notice of a decision that stands unless it is there, print it, show it.

        Of a protected reception it is not shown: that is a look of its own.
        """
        place, officer = self._place, self._officer

        def make(_: Task[tuple[NoticePages, bool]]) -> tuple[NoticePages, bool]:
            document = issue(place, commitment, officer.name, officer.department)
            if document is None:
                return NO_NOTICE, False
            documents = place.documents(officer.name, officer.department)
            printed = documents.print(document, place.printer)
            pages = NO_NOTICE if protected else pages_of(place, printed)
            return pages, printed.state is DocumentState.PRINTED

        def made(result: tuple[NoticePages, bool]) -> None:
            pages, printed = result
            self._prepared.pop(_version(commitment), None)
            if pages.pages:
                said = "印刷しました。郵送してください。" if printed else words.NOT_PRINTED
                self._pages = PagesView(f"issued:{commitment.id}", pages.title, said, pages.pages)
            self._show()
            self.refresh()

        def failed(failure: Failure) -> None:
            self._prepared.pop(_version(commitment), None)  # it may be made, yet not printed
            self._retry = lambda: self._issue(commitment, protected=protected)
            self._fail(failure, (_AGAIN,))

        self.background.run(make, made, failed)

    # --- what the officer does ----------------------------------------------------------------

    def _go(self, place: int) -> None:
        self._here, self._search, self._pages = place, "", None
        self._revealed = ()
        self.handbook.close()
        self._moving = True
        self._show()
        self.refresh()

    def _select(self, key: str) -> None:
        if key != self._selected:
            self._selected, self._kept, self._problem = key, "", None
            self._show()
            if self._seen.guest:
                self.refresh()

    def _look_for(self, text: str) -> None:
        """The rows of before stay until those that match are read."""
        self._search, self._moving = text, True
        self._revealed = ()
        self._show()
        self.refresh()

    def _return(self) -> None:
        self._returning = True
        self._show()
        self.screen.enter_side()

    def _put_off(self) -> None:
        if self._returning:
            self._returning = False
            self._show()

    def _promise(self) -> None:
        """P: take it in with the day that stands in the panel."""
        day = self.screen.decision.expected.value()
        self._act(lambda: self._desk.promise(self._selected, day))

    def _perform(self) -> None:
        """F8: what the panel is for."""
        task = self._tasks.get(self._selected)
        view = self.screen.task.view
        if task is None or view is None:
            return
        panel, decision = view.panel, self.screen.decision
        if panel is Panel.PROMISE:
            self._promise()
        elif panel is Panel.RETURN:
            reason = decision.returned.value().strip()
            self._act(lambda: self._desk.decline(self._selected, reason))
        elif panel is Panel.ANSWER:
            reason = decision.withdrawn.value().strip()
            allow = not decision.refusing
            self._act(lambda: self._desk.answer_revocation(self._selected, allow, reason))
        elif panel is Panel.DECIDE:
            self._decide(task)
        else:
            self._issue(task.commitment, protected=task.protected)

    def _decide(self, task: DeskTask) -> None:
        content = self._typed(task)
        key = task.commitment.id
        if content.decision is Decision.REFUSED:
            self._act(lambda: self._desk.prepare_refusal(key, content.reason, content.reference))
            return
        granted: list[Commitment] = []
        if self._act(
            lambda: granted.append(self._desk.grant(key, content.reference, content.details))
        ):
            self._issue(granted[0], protected=task.protected)

    def _typed(self, task: DeskTask) -> ActContent:
        """The decision as it stands in the panel."""
        decision = self.screen.decision
        reference = decision.reference.value().strip()
        if decision.refusing:
            reason = decision.reason.value().strip()
            return ActContent(decision=Decision.REFUSED, reason=reason, reference=reference)
        ready = self._prepared.get(_version(task.commitment))
        details: tuple[tuple[str, str], ...] = ()
        if ready is not None and ready.award is not None:
            starts = decision.starts.value().strip().removesuffix("分から")
            said = dict(ready.award.details) | {"starts": f"{starts}分から"}
            details = tuple(said.items())
        return ActContent(decision=Decision.GRANTED, reference=reference, details=details)

    def _act(self, act: Callable[[], object]) -> bool:
        """One act on the task at hand; a failure is shown and nothing is lost."""
        try:
            act()
        except CounterError as failure:
            self._fail(Failure(failure, None), (_CLOSE,))
            return False
        self._problem = self._pages = None
        self._returning = False
        self._kept = self._selected
        self._renew(self._kept)
        self._show()
        self.refresh()
        self.screen.to_list()
        return True

    def _renew(self, commitment_id: str) -> None:
        """What was just acted on is read at once; the next key finds it as it is now."""
        for task in self._desk.tasks([commitment_id]):
            self._tasks[commitment_id] = task
        self._seen = self._with_tasks(self._seen)

    # --- pages --------------------------------------------------------------------------------

    def _show_papers(self) -> None:
        """申請書を見る: the sheets of this task and no others."""
        task = self._tasks.get(self._selected)
        if task is None:
            return
        place, desk, commitment = self._place, self._desk, task.commitment

        def draw(_: Task[NoticePages]) -> NoticePages:
            papers = desk.papers(commitment.id)
            pages = [image for paper in papers for image in pages_of(place, paper).pages]
            title = "・".join(paper.title for paper in papers)
            return NoticePages("", title, tuple(pages))

        self._draw(draw, f"papers:{commitment.id}", "・".join(commitment.sheets))

    def _show_names(self) -> None:
        """氏名を見る: whom a task without sheets is about; recorded before it is shown."""
        try:
            self._revealed = self._desk.reveal(self._selected)
        except CounterError as failure:
            self._fail(Failure(failure, None), (_CLOSE,))
            return
        self._show()

    def _show_notice(self) -> None:
        """通知書を見る: the issued one, or as it would print with what is typed now.

        Of a protected reception each look is recorded before a page is drawn.
        """
        task = self._tasks.get(self._selected)
        view = self.screen.task.view
        if task is None or view is None:
            return
        place, desk, commitment = self._place, self._desk, task.commitment
        protected = task.protected
        if view.panel is Panel.DECIDE:
            content = self._typed(task)

            def as_typed(_: Task[NoticePages]) -> NoticePages:
                if protected:
                    desk.reveal(commitment.id, words.ON_A_NOTICE)
                return preview(place, commitment, content)

            self._draw(
                as_typed,
                f"preview:{commitment.id}:{content}",
                "まだ出していません",
                before_deciding=True,
            )
            return

        def stored(_: Task[NoticePages]) -> NoticePages:
            document = issued(place, commitment)
            if document is None:
                return NO_NOTICE
            if protected:
                desk.reveal(commitment.id, words.ON_A_NOTICE)
            return pages_of(place, document)

        self._draw(stored, f"notice:{commitment.id}", "出した通知書")

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
                self._pages = PagesView(key, pages.title, sub, pages.pages, before_deciding)
            else:
                self._pages = PagesView(key, "紙の様式", "画面で見られるページがありません")
            self._show()

        self.background.run(work, drawn, lambda failure: self._fail(failure, (_CLOSE,)))

    def _close_pages(self) -> None:
        self._pages = None
        self._show()

    def _handbook(self, at: str) -> None:
        """F1: the page of this place or of the failure that is shown."""
        if self.handbook.is_open:
            self.handbook.close()
            return
        page = PAGES.get(at)
        self.handbook.open(page or handbook_view(at, self._place.catalogue, self._place.town))

    # --- failing ------------------------------------------------------------------------------

    def _fail(self, failure: Failure, actions: tuple[ActionView, ...]) -> None:
        self._tell(failure, actions)
        self._show()
        self.refresh()

    def _tell(self, failure: Failure, actions: tuple[ActionView, ...]) -> None:
        if failure.error is None:
            self._problem = bug_problem(actions)
        else:
            self._problem = problem(failure.error.code, failure.error.detail, actions)

    def _problem_action(self, action: str) -> None:
        retry, self._retry = self._retry, None
        self._problem = None
        self._show()
        if action == "again" and retry is not None:
            retry()


def _version(commitment: Commitment) -> tuple[str, int]:
    """A task as it stands: every act makes another."""
    return commitment.id, len(commitment.acts)
