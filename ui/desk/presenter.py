"""The officer at work: connects the department's window to desk, papers and notices."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from counter_app.desk import DeskTask, Officer
from counter_app.documents import ReprintReason
from counter_app.failures import CounterError, FailureCode
from counter_app.looks import SearchTrail
from counter_app.model.commitment import ActContent, Commitment, Decision
from counter_app.paperwork.notices import Award
from ui.background import Background, Failure
from ui.desk.desk_screen import DeskScreen
from ui.desk.grouping import PLACES
from ui.desk.handbook_pages import PAGES
from ui.desk.page_reader import PageReader
from ui.desk.task_list import TaskList
from ui.desk.task_shown import TaskShown
from ui.desk.views import DeskView, Panel
from ui.desk.window import DeskWindow
from ui.own_faults import OwnFaults
from ui.staff.frame_views import ActionView, PlacesView, ProblemView
from ui.staff.handbook_drawer import HandbookDrawer
from ui.staff.handbook_words import handbook_view
from ui.staff.words.common import bug_problem, problem
from ui.widgets.bars import Lamp
from ui.widgets.rail import Place
from ui.workplace import Workplace

REFRESH_MS = 15_000
"""How often the tasks are read again while nobody does anything."""

_AGAIN = ActionView("again", "もう一度", "Enter", primary=True)
_CLOSE = ActionView("close", "閉じる", "Alt C", primary=True)


class DeskPresenter(QObject):
    """One officer's window."""

    def __init__(
        self, place: Workplace, officer: Officer, *, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._place = place
        self._desk = place.desk(officer)
        self._trail = SearchTrail()
        self._problem: ProblemView | None = None
        self._acts: dict[str, int] = {}  # of the task that is shown
        self._retry: Callable[[], None] | None = None
        self.background = Background(self)
        background, desk = self.background, self._desk
        self._list = TaskList(desk, place.clock, background, place.store, self._show, self._unread)
        self._shown = TaskShown(place, desk, background, self._show, self._fail)
        self._reader = PageReader(place, desk, officer, background, self._show, self._fail)
        self._name = name = place.town.department(officer.department).name
        self.window = DeskWindow(place.town.name, f"{name}　{officer.name}", name)
        self.screen = DeskScreen()
        self._connect()
        self.handbook = HandbookDrawer(self.window)
        self._show()
        self.refresh()
        self.window.show_screen(self.screen)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.refresh)
        self._timer.start(REFRESH_MS)
        self._faults = OwnFaults(self._unread)

    def _connect(self) -> None:
        screen, window = self.screen, self.window
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
        window.place_chosen.connect(self._go)
        window.handbook_asked.connect(self._handbook)
        window.refresh_asked.connect(self.refresh)

    def close(self) -> None:
        """End timer, background work and window."""
        self._timer.stop()
        self._faults.end()
        self.background.shut_down()
        self.window.allow_close()
        self.window.close()

    # --- showing ----------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the tasks anew; those shown meanwhile stay and can be acted on."""
        self._list.refresh()

    def _unread(self, failure: Failure) -> None:
        """A reading failed: what was read before stays in view under the banner."""
        self._tell(failure)
        self._show()

    def _show(self) -> None:
        """Show what was read last."""
        self._list.settle()
        seen, task = self._list.seen, self._list.at_hand
        view = None
        try:
            view = self._shown.view(task)
        except CounterError as failure:  # the look could not be recorded
            self._tell(Failure(failure, None))
        primary = busy = ""
        if task is not None and view is not None:
            primary, busy = self._shown.primary(task, view)
        shown, begun = self.screen.task.view, self.screen.decision.reason_begun
        self.screen.show_view(
            DeskView(
                seen.sub(),
                seen.groups,
                self._list.selected,
                self._list.search,
                view,
                self._reader.pages,
                "" if seen.groups or not seen.read else self._nothing(),
                primary,
                busy,
            )
        )
        if begun and shown is not None and view is not None and task is not None:
            acted = self._acts.get(task.commitment.id) not in (None, len(task.commitment.acts))
            if acted and shown.key == view.key and shown.panel is not view.panel:
                self._tell_of_reason(begun)
        self._acts = {task.commitment.id: len(task.commitment.acts)} if task is not None else {}
        self.screen.show_problem(self._problem)
        figures = enumerate(zip(PLACES, seen.counts, strict=True), start=1)
        places = tuple(Place(title, count, f"Alt {at}") for at, (title, count) in figures)
        self.window.set_places(PlacesView(self._name, places, self._list.here))
        self.window.show_scope()
        self.window.set_bar((Lamp("町の受付 つながっています"),), self._place.clock())

    def _nothing(self) -> str:
        if self._list.search.strip():
            return "見つかりません。リンクコードか受付番号の一部でも探せます。"
        return "この区分の依頼はありません。"

    def _tell_of_reason(self, begun: str) -> None:
        """Somebody else acted on the task a reason was begun for: said, with the words."""
        self.screen.decision.forget_reasons()
        told = f"書いていた理由：「{begun}」"
        self._problem = problem(FailureCode.COMMITMENT_ACT_NOT_ALLOWED, told, (_CLOSE,))

    # --- what the officer does ----------------------------------------------------------------

    def _go(self, place: int) -> None:
        self._list.go(place)
        self._trail.begins("")
        self._reader.pages = None
        self._shown.hide()
        self.handbook.close()
        self._show()
        self.refresh()

    def _select(self, key: str) -> None:
        if key != self._list.selected:
            left = self._list.select(key)
            self._problem = None
            self._show()
            if left:
                self.refresh()

    def _look_for(self, text: str) -> None:
        """The rows of before stay until those that match are read; a new search is recorded."""
        if self._trail.begins(text.strip()):
            try:
                self._desk.record_search(text)
            except CounterError as failure:
                self._fail(Failure(failure, None))
                return
        self._list.look_for(text)
        self._shown.hide()
        self._show()
        self.refresh()

    def _return(self) -> None:
        self._shown.returning = True
        self._show()
        self.screen.enter_side()

    def _put_off(self) -> None:
        if self._shown.returning:
            self._shown.returning = False
            self._show()

    def _promise(self) -> None:
        """P: take it in with the day that stands in the panel."""
        key, day = self._list.selected, self.screen.decision.expected.value()
        self._act(lambda: self._desk.promise(key, day))

    def _perform(self) -> None:
        """F8: what the panel is for."""
        task, view = self._list.at_hand, self.screen.task.view
        if task is None or view is None:
            return
        key, panel, decision = task.commitment.id, view.panel, self.screen.decision
        if panel is Panel.PROMISE:
            self._promise()
        elif panel is Panel.RETURN:
            reason = decision.returned.value().strip()
            self._act(lambda: self._desk.decline(key, reason))
        elif panel is Panel.ANSWER:
            reason = decision.withdrawn.value().strip()
            allow = not decision.refusing
            self._act(lambda: self._desk.answer_revocation(key, allow, reason))
        elif panel is Panel.DECIDE:
            self._decide(task)
        else:
            why = decision.why_again if view.reprints else None
            self._issue(task.commitment, protected=task.protected, why=why)

    def _decide(self, task: DeskTask) -> None:
        content, key = self._typed(task), task.commitment.id
        if content.decision is Decision.REFUSED:
            self._act(lambda: self._desk.prepare_refusal(key, content.reason, content.reference))
            return
        decision = self.screen.decision
        awarded, terms = decision.awarded(self._award(task)), decision.terms_written
        form = self._place.catalogue.procedure(task.commitment.procedure_id).notice
        granted: list[Commitment] = []

        def grant() -> None:
            made = self._desk.grant(key, content.reference, awarded, notice=form, terms=terms)
            granted.append(made)

        if self._act(grant):
            self._issue(granted[0], protected=task.protected)

    def _typed(self, task: DeskTask) -> ActContent:
        return self.screen.decision.content(self._award(task))

    def _award(self, task: DeskTask) -> Award | None:
        ready = self._shown.prepared(task.commitment)
        return ready.award if ready is not None else None

    def _act(self, act: Callable[[], object]) -> bool:
        """One act on the task at hand; a failure is shown and nothing is lost."""
        try:
            act()
        except CounterError as failure:
            self._fail(Failure(failure, None))
            return False
        self._problem = self._reader.pages = None
        self._shown.returning = False
        self.screen.decision.forget_reasons()
        self._list.acted()
        self._show()
        self.refresh()
        self.screen.to_list()
        return True

    def _issue(
        self, commitment: Commitment, *, protected: bool, why: ReprintReason | None = None
    ) -> None:
        """The notice of a decision that stands; asked for again when it failed."""

        def done() -> None:
            self._shown.forget(commitment)
            self._show()
            self.refresh()

        def failed(failure: Failure) -> None:
            self._shown.forget(commitment)  # it may be made, yet not printed
            self._retry = lambda: self._issue(commitment, protected=protected, why=why)
            self._fail(failure, (_AGAIN,))

        self._reader.issue(commitment, protected=protected, why=why, done=done, failed=failed)

    # --- pages --------------------------------------------------------------------------------

    def _show_papers(self) -> None:
        task = self._list.at_hand
        if task is not None:
            self._reader.papers(task)

    def _show_names(self) -> None:
        """氏名を見る: whom a task without sheets is about."""
        try:
            self._shown.reveal(self._list.selected)
        except CounterError as failure:
            self._fail(Failure(failure, None))
            return
        self._show()

    def _show_notice(self) -> None:
        """通知書を見る: the issued one, or as it would print with what is typed now."""
        task, view = self._list.at_hand, self.screen.task.view
        if task is None or view is None:
            return
        if view.panel is Panel.DECIDE:
            self._reader.notice_as_typed(task, self._typed(task))
        else:
            self._reader.notice_as_issued(task)

    def _close_pages(self) -> None:
        self._reader.pages = None
        self._show()

    def _handbook(self, at: str) -> None:
        """F1: the page of this place or of the failure that is shown."""
        if self.handbook.is_open:
            self.handbook.close()
            return
        page = PAGES.get(at)
        self.handbook.open(page or handbook_view(at, self._place.catalogue, self._place.town))

    # --- failing ------------------------------------------------------------------------------

    def _fail(self, failure: Failure, actions: tuple[ActionView, ...] = (_CLOSE,)) -> None:
        self._tell(failure, actions)
        self._show()
        self.refresh()

    def _tell(self, failure: Failure, actions: tuple[ActionView, ...] = (_CLOSE,)) -> None:
        if failure.error is None:
            self._problem = bug_problem(actions)
        else:
            code = failure.error.code
            # its detail names states of the machine, and the page says what they come to
            told = code is not FailureCode.COMMITMENT_ACT_NOT_ALLOWED
            self._problem = problem(code, failure.error.detail if told else "", actions)

    def _problem_action(self, action: str) -> None:
        retry, self._retry = self._retry, None
        self._problem = None
        self._show()
        if action == "again" and retry is not None:
            retry()
