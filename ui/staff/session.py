"""The clerk's session: the reception that is open, its earlier values for undo, its case."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from counter_app.failures import CounterError, FailureCode
from counter_app.intake import Intake, Terminal
from counter_app.model.reception import Reception, ReceptionState, Step
from counter_app.paperwork.values import Case
from ui.background import Background, Failure, Task
from ui.staff.frame_views import ActionView, ProblemView
from ui.staff.words.common import bug_problem, clock_time, problem
from ui.workplace import ResidentTablet, Workplace

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Change:
    """One step that can be undone, in words for the foot of the rail."""

    before: Reception
    words: str


class Session(QObject):
    """What every step works on. Its signals say that something changed; steps show it anew."""

    changed = Signal()
    step_wanted = Signal(object)
    left = Signal()
    """Another reception, or none, is at hand: whatever a step remembers of the former one goes."""
    cards_undone = Signal()
    """A card reading was taken back: nothing of that card may stay in the vault."""

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
        # The vault is called from one thread at a time, in the order in which it was asked.
        self.card_thread = Background(self, threads=1)
        self.reception: Reception | None = None
        self.history: list[Change] = []
        self.saved_at = ""
        self.problem: ProblemView | None = None
        self.number_of = ""
        """Member whose individual number the vault holds now; "" when it holds none."""
        self._storing: list[str] = []
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

    @property
    def can_undo(self) -> bool:
        """Whether Ctrl+Z has something to take back: until the commit, and not past a signature."""
        reception = self.reception
        return (
            bool(self.history)
            and reception is not None
            and reception.id not in self._storing
            and reception.state is ReceptionState.OPEN
        )

    def is_at(self, reception_id: str) -> bool:
        """Whether that reception is still the one at hand."""
        return self.reception is not None and self.reception.id == reception_id

    # --- changing -------------------------------------------------------------------------

    def take(self, reception: Reception) -> None:
        """Another reception is at hand: opened from the list, or new."""
        self.leave()
        self.reception = reception
        self._mark_saved()
        self.file_today()
        self.changed.emit()

    def file_today(self) -> bool:
        """Where another day has begun and nothing is signed, that day is the day of filing.

        Whether it moved: everything told by that day, sheets too, is to be made anew.
        """
        before = self.reception
        if (
            before is None
            or before.state is not ReceptionState.OPEN
            or before.filed_on >= self.now().date()
        ):
            return False
        try:
            self.reception = self._change(self.intake.file_today)
        except CounterError as failure:
            self.fail(Failure(failure, None))
            return False
        if self.reception.filed_on == before.filed_on:
            return False
        self._mark_saved()
        self.changed.emit()
        return True

    def leave(self) -> None:
        """No reception is at hand; what was open stays stored as it is."""
        self.reception = None
        self.history.clear()
        self.problem = None
        self.number_of = ""
        self.left.emit()

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
            changed = self._change(change)
        except CounterError as failure:
            self.fail(Failure(failure, None))
            return False
        self.keep(changed, words)
        return True

    def _change(self, change: Callable[[Reception], Reception]) -> Reception:
        """Our own work in the background may have stored a newer value a moment ago."""
        try:
            return change(self.open_reception)
        except CounterError as failure:
            at = self.open_reception.id
            ours = at in self._storing
            if failure.code is not FailureCode.RECEPTION_CHANGED_ELSEWHERE or not ours:
                raise
            self.reception = self.stored(at)
            return change(self.reception)

    def stored(self, reception_id: str) -> Reception:
        """The reception as the store has it now. Any thread."""
        with self.place.store.view() as unit:
            return unit.reception(reception_id)

    def undo(self) -> None:
        """Back to the value before the last change (Ctrl+Z), and to the step where it was made.

        What is no decision of the clerk's is not undone: a link code that was obtained for a card
        that stays read, and the consents that were put before the resident.
        """
        if not self.can_undo:
            return
        now = self.open_reception
        before = self.history[-1].before
        read = {card.member_id for card in before.cards}
        known = {link.member_id: link for link in (*before.links, *now.links)}
        links = tuple(link for member, link in known.items() if member in read)
        earlier = replace(before, links=links)
        if not before.consents:
            earlier = replace(earlier, consents=now.consents, wishes=now.wishes)
        try:
            undone = self.intake.undo(now, earlier)
        except CounterError as failure:
            self.fail(Failure(failure, None))
            return
        self.history.pop()
        self.reception = undone
        self.problem = None
        self._mark_saved()
        if {c.certificate_serial for c in now.cards} - {c.certificate_serial for c in undone.cards}:
            self.cards_undone.emit()
        self.step_wanted.emit(undone.step)

    def close_history(self) -> None:
        """A person signed: from here on a correction makes a new sheet, and Ctrl+Z goes no further
        back, since it would silently take the ground away under a signature.
        """
        self.history.clear()

    def go_to(self, step: Step) -> None:
        """Open a step of the reception at hand."""
        reception = self.reception
        if reception is None:
            return
        if reception.step is not step and reception.state is ReceptionState.OPEN:
            try:
                self.reception = self._change(lambda r: self.intake.go_to(r, step))
            except CounterError as failure:
                self.fail(Failure(failure, None))
                return
            self._mark_saved()
        self.problem = None
        self.step_wanted.emit(step)

    # --- off the GUI thread ---------------------------------------------------------------

    def run(
        self,
        work: "Callable[[Task[T]], T]",
        on_done: Callable[[T], None],
        on_failed: Callable[[Failure], None],
        *,
        on: Background | None = None,
    ) -> "Task[T]":
        """Work for the reception at hand; when the clerk has gone on to another, nobody waits."""
        at = self.open_reception.id

        def done(result: T) -> None:
            if self.is_at(at):
                on_done(result)

        def failed(failure: Failure) -> None:
            if self.is_at(at):
                on_failed(failure)

        return (on or self.background).run(work, done, failed)

    def store(
        self,
        work: Callable[[Reception], Reception],
        words: str,
        on_done: Callable[[Reception], None],
        on_failed: Callable[[Failure], None],
        *,
        on: Background | None = None,
        undoable: bool = True,
    ) -> None:
        """A slow change of the reception at hand. The clerk may change it meanwhile: it starts
        from what is stored, and what comes back is what is stored then.
        """
        at = self.open_reception.id
        self._storing.append(at)

        def attempt(_: Task[Reception]) -> Reception:
            work(self.stored(at))
            return self.stored(at)

        def twice(task: Task[Reception]) -> Reception:
            try:
                return attempt(task)
            except CounterError as failure:
                if failure.code is not FailureCode.RECEPTION_CHANGED_ELSEWHERE:
                    raise
                return attempt(task)

        def done(_: Reception) -> None:
            self._storing.remove(at)
            if self.is_at(at):
                latest = self.stored(at)
                self.keep(latest, words, undoable=undoable)
                on_done(latest)

        def failed(failure: Failure) -> None:
            self._storing.remove(at)
            if self.is_at(at):
                on_failed(failure)

        (on or self.background).run(twice, done, failed)

    @property
    def busy(self) -> bool:
        """Whether any work has not come back yet."""
        return bool(self.background.busy or self.card_thread.busy)

    def shut_down(self) -> None:
        """End the threads."""
        self.card_thread.shut_down()
        self.background.shut_down()

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
