"""The clerk's window at work: which screen is shown, the rail, the lamps, the window's keys."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, QTimer

from counter_app.failures import CounterError
from counter_app.intake import Terminal
from counter_app.model.reception import Reception, ReceptionState, Step
from ui.own_faults import OwnFaults
from ui.staff.frame_views import ProblemView, RailView
from ui.staff.handbook_drawer import HandbookDrawer
from ui.staff.handbook_words import handbook_view
from ui.staff.screen import StaffScreen
from ui.staff.session import Session
from ui.staff.steps.abandon_step import AbandonStep
from ui.staff.steps.by_hand_step import ByHandStep
from ui.staff.steps.dispatch_step import DispatchStep
from ui.staff.steps.documents_step import DocumentsStep
from ui.staff.steps.household_step import HouseholdStep
from ui.staff.steps.interview_step import InterviewStep
from ui.staff.steps.procedures_step import ProceduresStep
from ui.staff.steps.reception_step import ReceptionStep
from ui.staff.steps.start_step import StartStep
from ui.staff.window import StaffWindow
from ui.staff.words.common import clock_time, problem
from ui.staff.words.filing import filing_line
from ui.staff.words.frame import STEPS, Progress, lamps, rail, saved_line
from ui.widgets.arrange import put_away
from ui.workplace import ResidentTablet, Workplace

BEAT_MILLISECONDS = 1000
"""How often clock, lamps and replies on the screen are brought up to date."""


_BEFORE = {
    Step.HOUSEHOLD: Step.RECEPTION,
    Step.INTERVIEW: Step.HOUSEHOLD,
    Step.PROCEDURES: Step.INTERVIEW,
    Step.DOCUMENTS: Step.PROCEDURES,
    Step.DISPATCH: Step.DOCUMENTS,
}


class _AtWork(Protocol):
    """A step of the counter: its screen, and how it is shown anew."""

    @property
    def screen(self) -> StaffScreen: ...
    def show(self) -> None: ...


class StaffPresenter(QObject):
    """Owns the window, its seven screens and the session. A window already open is taken over."""

    def __init__(
        self,
        place: Workplace,
        tablet: ResidentTablet,
        terminal: Terminal,
        window: StaffWindow | None = None,
    ) -> None:
        super().__init__()
        self.session = Session(place, tablet, terminal, self)
        self.window = window or StaffWindow(
            place.town.name, f"{terminal.counter}　{terminal.clerk}"
        )
        self.start = StartStep(self.session)
        self.reception = ReceptionStep(self.session)
        self.household = HouseholdStep(self.session)
        self.interview = InterviewStep(self.session)
        self.procedures = ProceduresStep(self.session)
        self.documents = DocumentsStep(self.session)
        self.dispatch = DispatchStep(self.session, self.documents)
        self.abandon = AbandonStep(self.session)
        self.by_hand = ByHandStep(self.session)
        self._giving_up = self._typing = False
        self._steps: dict[Step, _AtWork] = {
            Step.RECEPTION: self.reception,
            Step.HOUSEHOLD: self.household,
            Step.INTERVIEW: self.interview,
            Step.PROCEDURES: self.procedures,
            Step.DOCUMENTS: self.documents,
            Step.DISPATCH: self.dispatch,
        }
        self.handbook = HandbookDrawer(self.window)
        self._shown: Step | None = None
        self._rail: RailView | None = None
        self._hub_lost = ""
        self._called = False
        self._day = self.session.now().date()
        session, window = self.session, self.window
        tablet.on_help(self._resident_called)
        session.changed.connect(self.refresh)
        session.step_wanted.connect(self._open)
        window.step_chosen.connect(self._jump)
        window.place_chosen.connect(self._place)
        window.back_asked.connect(self._back)
        window.list_asked.connect(self._list)
        window.new_asked.connect(self._new)
        window.refresh_asked.connect(self._renew)
        window.undo_asked.connect(self._undo)
        window.give_up_asked.connect(self._give_up)
        self.abandon.stayed.connect(self._stay)
        self.abandon.given_up.connect(self.to_list)
        window.handbook_asked.connect(self._handbook)
        self.procedures.rules_asked.connect(self._handbook)
        self.start.paper_asked.connect(self._type_household)
        self.by_hand.stopped.connect(self.to_list)
        window.covered.connect(self._covered)
        self._beat = QTimer(self)
        self._beat.setInterval(BEAT_MILLISECONDS)
        self._beat.timeout.connect(self._on_beat)
        self._faults = OwnFaults(session.fail)
        self.to_list()
        self._beat.start()

    # --- where we are ---------------------------------------------------------------------

    def to_list(self) -> None:
        """F2: the list of receptions; an open one stays stored as it is."""
        self._leave()
        self.handbook.close()
        self._shown = None
        self._giving_up = self._typing = False
        self.window.show_screen(self.start.screen)
        self.refresh()
        self.start.collect()

    def _list(self) -> None:
        if self._may_leave():
            self.to_list()

    def _may_leave(self) -> bool:
        """Whether what is typed on the page, and stored nowhere, may go; it says so once."""
        page = self.window.screen_shown
        return page is None or page.may_leave()

    def _new(self) -> None:
        if not self._may_leave():
            return
        self._leave()
        self.start.open_new()

    def _type_household(self) -> None:
        """紙の転出証明書・国外から: a page of its own; no card that is laid down ends it."""
        self._leave()
        self.start.stop_watching()
        self.handbook.close()
        self._shown, self._typing = None, True
        self.by_hand.begin()
        self.window.show_screen(self.by_hand.screen)
        self.refresh()

    def _leave(self) -> None:
        """Nothing of the reception stays in the vault, on the reader or on the tablet."""
        if self.session.reception is not None:
            self.session.leave()
            self.session.tablet.new_person()
        self.session.tablet.blank()

    def _open(self, step: Step) -> None:
        if self._shown is Step.RECEPTION and step is not Step.RECEPTION:
            self.reception.leave()
        if self._shown is Step.DOCUMENTS and step is not Step.DOCUMENTS:
            self.documents.leave()
        self.start.stop_watching()
        self.handbook.close()
        self._giving_up = self._typing = False
        self._shown = step
        at_work = self._steps[step]
        shown = self._shown_on(at_work.screen, at_work.show)
        self.window.show_screen(at_work.screen)
        if not shown:
            pass  # its screen says why; what would come next needs the same
        elif step is Step.RECEPTION:
            self.reception.open()
        elif step is Step.DOCUMENTS:
            self.reception.retry_link()
            self.documents.prepare()
        elif step is Step.DISPATCH:
            if self.session.open_reception.state is ReceptionState.OPEN:
                self.reception.retry_link()
            self.dispatch.open()
        self.refresh()

    def _jump(self, at: int) -> None:
        """Alt+1…6: any step whose ground is laid; after commit only the last."""
        reception = self.session.reception
        if reception is None:
            return
        wanted = STEPS[at]
        if reception.state is not ReceptionState.OPEN:
            wanted = Step.DISPATCH
        elif at > 0 and reception.household is None:
            return
        if self._may_leave():
            self.session.go_to(wanted)

    def _back(self) -> None:
        """Alt+← and 「戻る」: the step before; after the commit there is none."""
        if self._giving_up:
            self._stay()
            return
        if self._typing:
            self._list()
            return
        before = _BEFORE.get(self._shown) if self._shown is not None else None
        reception = self.session.reception
        if before is None or reception is None or reception.state is not ReceptionState.OPEN:
            return
        if self._may_leave():
            self.session.go_to(before)

    def _give_up(self) -> None:
        """Ctrl+Q: 受付をやめる, from any step before the commit; what asks the resident stops."""
        reception = self.session.reception
        if reception is None or reception.state is not ReceptionState.OPEN or self._giving_up:
            return
        self.reception.leave()
        self.documents.leave()
        self.handbook.close()
        self.session.problem = None
        self._giving_up = True
        self.abandon.begin()
        self.window.show_screen(self.abandon.screen)
        self.refresh()

    def _stay(self) -> None:
        """Back to the step where the clerk was."""
        if self._shown is not None:
            self._open(self._shown)

    def _place(self, at: int) -> None:
        self.start.choose_place(at)

    def _covered(self, covered: bool) -> None:
        """F12 hides both screens (画面を隠す); what asked the resident begins anew afterwards."""
        self.reception.hide(covered)
        if covered:
            self.handbook.close()
            self.start.stop_watching()
            self.documents.leave()
            self.session.tablet.blank()
            return
        self.refresh()
        if self._shown is Step.RECEPTION and not self._giving_up:
            self.reception.open()

    def _renew(self) -> None:
        """F5: all as it is stored now; in the list also what the old towns have sent."""
        if self._shown is None:
            self.session.problem = None
            self.start.collect()
        self.refresh()

    def _undo(self) -> None:
        if self.session.can_undo and not self._giving_up:
            self.interview.undone()
            self.household.undone()
            self.documents.leave()  # nobody signs sheets that are drawn anew
            self.session.undo()

    # --- the handbook -----------------------------------------------------------------------

    def _handbook(self, at: str) -> None:
        """F1: the page of this place, of a failure code, or of a procedure."""
        if self.handbook.is_open:
            self.handbook.close()
            return
        place = self.session.place
        self.handbook.open(handbook_view(at, place.catalogue, place.town))

    # --- showing --------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the screen, the rail and the lamps anew; behind the cover all stays as it was."""
        if self.window.is_covered:
            return
        session = self.session
        if session.reception is None or self._shown is None:
            self.start.show()
            self._rail = None
            if self.start.receptions is not None:
                saved = f"{clock_time(session.now())} 保存済み"
                self.window.set_places(self.start.receptions.places(self.start.place, saved))
            self.start.screen.show_problem(session.problem or self._network_fault())
            if self._typing:
                self.by_hand.show()
        else:
            at_work = self.abandon if self._giving_up else self._steps[self._shown]
            for show in (at_work.show, partial(self._show_rail, session.reception)):
                self._shown_on(at_work.screen, show)
            at_work.screen.show_line(filing_line(session.reception, session.now().date()))
        self._show_lamps()

    def _network_fault(self) -> ProblemView | None:
        """On the list for as long as it lasts; receptions go on."""
        fault = self.session.place.network_fault()
        return None if fault is None else problem(fault.code, fault.detail)

    def _shown_on(self, screen: StaffScreen, show: Callable[[], None]) -> bool:
        """Whether a step could be shown; else its screen says what of the counter is not there."""
        try:
            show()
        except CounterError as failure:
            screen.show_problem(problem(failure.code, failure.detail))
            return False
        return True

    def _show_rail(self, reception: Reception) -> None:
        session = self.session
        view = rail(
            reception,
            session.case,
            Progress(
                self.interview.left,
                self.documents.stored,
                self.dispatch.commitments,
                self.dispatch.queue,
                halted=session.problem is not None,
            ),
            saved_line(reception, session.saved_at, session.now().date()),
            undo=session.can_undo,
        )
        if self._giving_up:
            view = replace(view, may_give_up=False)
        if view != self._rail:
            self._rail = view
            self.window.set_rail(view)

    def _resident_called(self, called: bool) -> None:
        """「職員に聞く」 on the tablet: a lamp, until the resident or the clerk goes on."""
        self._called = called
        self._show_lamps()

    def _show_lamps(self) -> None:
        session = self.session
        hub = session.place.hub_reachable()
        if hub is False and not self._hub_lost:
            self._hub_lost = clock_time(session.now())
        elif hub is not False:
            self._hub_lost = ""
        self.window.set_bar(
            lamps(
                juki=session.place.juki_open(),
                hub=hub,
                keys=session.place.network_fault() is None,
                since=self._hub_lost,
                devices=self.start.reader_fault,
                called=self._called,
            ),
            session.now(),
        )

    def _on_new_day(self) -> None:
        """Midnight with a reception open: it is filed today, unless somebody signed already."""
        today = self.session.now().date()
        if self._day == today or (self._shown is not None and self.documents.busy):
            return
        self._day = today
        if self.session.file_today() and self._shown in (Step.DOCUMENTS, Step.DISPATCH):
            self.documents.leave()
            self.documents.prepare()
        self.refresh()

    def _on_beat(self) -> None:
        self._show_lamps()
        self._on_new_day()
        if self._shown is Step.RECEPTION:
            self.reception.look()
        if self._shown is Step.DISPATCH:
            self.dispatch.look()
        elif self._shown is None:
            if not self.window.is_covered and not self._typing:
                self.start.watch()
        elif self.session.place.hub_reachable() is not False:
            self.reception.retry_link(at_once=False)

    def close(self) -> None:
        """End: card given back, tablet blank, threads joined."""
        self._beat.stop()
        self._faults.end()
        self._leave()
        self.session.shut_down()
        self.window.allow_close()
        self.window.close()
        for page in (*self._steps.values(), self.start, self.abandon, self.by_hand):
            # A page off the screen has no parent, and its signals keep us: nobody else ends it.
            put_away(page.screen)
        # It still knows the page it shows, and would look at it when the style is set anew.
        self.window.deleteLater()
