"""A household nobody sent, typed and begun (紙の転出証明書・国外から)."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from counter_app.failures import CounterError
from counter_app.model.by_hand import MoveFault, MoveField, TypedMove, move_faults
from counter_app.model.member_details import MemberField
from counter_app.model.member_faults import MemberFault
from counter_app.model.people import MoveKind
from ui.background import Failure
from ui.staff.by_hand_screen import ByHandScreen
from ui.staff.by_hand_views import ByHandDraft, ByHandView
from ui.staff.session import Session
from ui.staff.steps.household_step import NO_DAY


class ByHandStep(QObject):
    """Connects the page to intake; what was typed stays until the reception has begun."""

    stopped = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.screen = ByHandScreen()
        self._view = self._empty()
        self.screen.started.connect(self._start)
        self.screen.stopped.connect(self.stopped)

    def begin(self) -> None:
        """The page is opened: nothing is typed yet."""
        self._view = self._empty()
        self.screen.begin(self._view)

    def show(self) -> None:
        """Show again what was typed, with what is wrong in general."""
        self._view = replace(self._view, problem=self._session.problem)
        self.screen.show_view(self._view)

    def _empty(self) -> ByHandView:
        session = self._session
        return ByHandView(session.place.town.place, session.now().date())

    def _start(self, draft: ByHandDraft) -> None:
        session = self._session
        move = self._here(draft.move)
        on = session.now().date()
        moved, person = move_faults(move, on)
        moved, person = _unread(draft, moved, person)
        self._view = replace(self._view, on=on, faults=moved, person_faults=person)
        if moved or person:
            self.show()
            return
        try:
            reception = session.intake.start_by_hand(move)
        except CounterError as failure:
            session.fail(Failure(failure, None))
            return
        session.take(reception)
        session.go_to(reception.step)

    def _here(self, move: TypedMove) -> TypedMove:
        """The new address is one of this town."""
        town = self._session.place.town
        new = replace(
            move.new_address,
            prefecture=town.prefecture,
            municipality=f"{town.district}{town.name}",
        )
        return replace(move, new_address=new)


def _unread(
    draft: ByHandDraft, moved: tuple[MoveFault, ...], person: tuple[MemberFault, ...]
) -> tuple[tuple[MoveFault, ...], tuple[MemberFault, ...]]:
    """Words that are no day are told from an empty field."""
    move = draft.move
    days = {
        MoveField.PLANNED: bool(draft.planned_words)
        and move.planned_move_out is None
        and move.kind is not MoveKind.FROM_ABROAD,
        MoveField.MOVED_ON: bool(draft.moved_on_words) and move.moved_on is None,
    }
    told = {fault.field: fault for fault in moved}
    told |= {field: MoveFault(field, NO_DAY) for field, wrong in days.items() if wrong}
    people = {fault.field: fault for fault in person}
    if draft.birth_words and move.first.birth is None:
        people[MemberField.BIRTH] = MemberFault(MemberField.BIRTH, NO_DAY)
    return (
        tuple(told[field] for field in MoveField if field in told),
        tuple(people[field] for field in MemberField if field in people),
    )
