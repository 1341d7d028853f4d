"""The clerk's session: the reception that is open, its earlier values for undo, its case."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from counter_app.failures import CounterError
from counter_app.intake import Intake, Terminal
from counter_app.model.reception import Reception, ReceptionState, Step
from counter_app.paperwork.values import Case
from ui.background import Background, Failure
from ui.staff.views import ActionView, ProblemView
from ui.staff.words.common import bug_problem, clock_time, problem
from ui.workplace import ResidentTablet, Workplace


@dataclass(frozen=True, slots=True)
class Change:
    """One step that can be undone, in words for the foot of the rail."""

    before: Reception
    words: str


class Session(QObject):
    """What every step works on. Its signals say that something changed; steps show it anew."""

    changed = Signal()
    step_wanted = Signal(object)

    def __init__(
        self,
        place: Workplace,
        tablet: ResidentTablet,
        terminal: Terminal,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.place = place
        self.tablet = tablet
        self.terminal = terminal
        self.background = Background(self)
        self.reception: Reception | None = None
        self.history: list[Change] = []
        self.saved_at = ""
        self.problem: ProblemView | None = None
        self.number_of = ""
        """Member whose individual number the vault holds now; "" when it holds none."""
        self._case: Case | None = None
        self._intake: Intake | None = None

    @property
    def intake(self) -> Intake:
        if self._intake is None:
            self._intake = self.place.intake(self.terminal)
        return self._intake

    @property
    def open_reception(self) -> Reception:
        """The reception at hand. Steps are only shown while there is one."""
        assert self.reception is not None
        return self.reception

    @property
    def case(self) -> Case | None:
        """The reception with its procedures determined; None until the household is known."""
        if self.reception is None or self.reception.household is None:
            return None
        if self._case is None or self._case.reception != self.reception:
            self._case = self.place.case(self.reception)
        return self._case

    # --- changing -------------------------------------------------------------------------

    def take(self, reception: Reception) -> None:
        """Another reception is at hand: opened from the list, or new."""
        self.reception = reception
        self.history.clear()
        self.problem = None
        self._mark_saved()
        self.changed.emit()

    def keep(self, reception: Reception, words: str = "", *, undoable: bool = True) -> None:
        """A stored change of the reception at hand."""
        before = self.reception
        if before is not None and undoable and before.state is ReceptionState.OPEN:
            self.history.append(Change(before, words))
        self.reception = reception
        self.problem = None
        self._mark_saved()
        self.changed.emit()

    def apply(self, change: Callable[[Reception], Reception], words: str = "") -> bool:
        """Make a small change here and now; a failure is shown and nothing is lost."""
        try:
            changed = change(self.open_reception)
        except CounterError as failure:
            self.fail(Failure(failure, None))
            return False
        self.keep(changed, words)
        return True

    def undo(self) -> None:
        """Back to the value before the last change (Ctrl+Z), until the commit."""
        if not self.history or self.open_reception.state is not ReceptionState.OPEN:
            return
        change = self.history.pop()
        self.reception = self.intake.undo(self.open_reception, change.before)
        self._mark_saved()
        self.changed.emit()

    def go_to(self, step: Step) -> None:
        """Open a step of the reception at hand."""
        if self.reception is None:
            return
        if self.reception.step is not step and self.reception.state is ReceptionState.OPEN:
            self.reception = self.intake.go_to(self.reception, step)
            self._mark_saved()
        self.problem = None
        self.step_wanted.emit(step)

    # --- failing --------------------------------------------------------------------------

    def fail(self, failure: Failure, actions: tuple[ActionView, ...] = ()) -> None:
        """Show a failure in the words of the handbook until the next change."""
        if failure.error is None:
            self.problem = bug_problem(actions)
        else:
            self.problem = problem(failure.error.code, failure.error.detail, actions)
        self.changed.emit()

    def _mark_saved(self) -> None:
        self.saved_at = clock_time(self.now())

    def now(self) -> datetime:
        return self.place.clock()
