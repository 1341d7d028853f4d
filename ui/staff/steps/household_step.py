"""Step 2 at work: correct only what differs, add who is missing, who does not move."""

from dataclasses import replace

from PySide6.QtCore import QObject

from counter_app.model.household_shape import HouseholdShape, shape_faults
from counter_app.model.member_details import MemberDetails, MemberField, changes
from counter_app.model.member_faults import MemberFault, member_faults
from counter_app.model.people import Arrival, Household
from counter_app.model.reception import Reception, Step
from ui.staff.household_screen import HouseholdScreen
from ui.staff.household_views import MemberDraft, MemberEditView, ShapeView
from ui.staff.session import Session
from ui.staff.words.household import arrivals_of, household_view, shape_view

NO_DAY = "この日はありません。令和8年3月28日 や 2026-03-28 のように入れてください。"
_NOT_YET = MemberFault(MemberField.MOVED_ON, "届出の日より後の日です。")
_EMPTY = MemberDetails("", "", None, None, "", Arrival.WITHOUT_CERTIFICATE)


class HouseholdStep(QObject):
    """Connects the household screen to intake."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.screen = HouseholdScreen()
        self._selected = ""
        self._edit: MemberEditView | None = None
        self._shape: ShapeView | None = None
        session.left.connect(self._forget)
        screen = self.screen
        screen.member_selected.connect(self._select)
        screen.reading_confirmed.connect(self._confirm)
        screen.correction_asked.connect(self._correct)
        screen.correction_cancelled.connect(self._cancel)
        screen.paper_seen.connect(self._see_paper)
        screen.member_saved.connect(self._saved)
        screen.member_add_asked.connect(self._add)
        screen.member_stays.connect(self._stays)
        screen.shape_asked.connect(self._ask_shape)
        screen.shape_cancelled.connect(self._cancel)
        screen.shape_saved.connect(self._shaped)
        screen.next_asked.connect(lambda: session.go_to(Step.INTERVIEW))

    def show(self) -> None:
        reception = self._session.open_reception
        household = reception.household
        if household is None:
            self._edit = self._shape = None
            return
        known = {m.id for m in household.members}
        if self._edit is not None and self._edit.id and self._edit.id not in known:
            self._edit = None
        if self._selected not in known:
            self._selected = reception.filer_id or household.head.id
        self.screen.show_view(
            household_view(
                reception,
                household,
                self._selected,
                edit=self._edit,
                shape=self._shape,
                problem=self._session.problem,
            )
        )

    def _forget(self) -> None:
        self._selected, self._edit, self._shape = "", None, None

    def undone(self) -> None:
        """Ctrl+Z brings back another household; only what is being typed stays open."""
        if not self.screen.typing:
            self._edit = self._shape = None

    def _select(self, member: str) -> None:
        """Another person is shown; a form with words that are not saved stays."""
        if self._edit is not None and member != self._edit.id and not self.screen.typing:
            self._edit = None
        self._selected = member
        self._session.changed.emit()

    def _confirm(self, member: str) -> None:
        session = self._session
        session.apply(lambda r: session.intake.confirm_reading(r, member), "振り仮名の確認")

    def _see_paper(self, member: str) -> None:
        session = self._session
        session.apply(lambda r: session.intake.see_paper(r, member), "書類の確認")

    def _correct(self, member_id: str) -> None:
        reception = self._session.open_reception
        household = reception.household
        assert household is not None
        self._open(
            MemberEditView(
                member_id,
                MemberDetails.of(household.member(member_id)),
                reception.filed_on,
                household.moved_on,
                arrivals=arrivals_of(household),
            )
        )

    def _add(self) -> None:
        reception = self._session.open_reception
        household = reception.household
        assert household is not None
        arrivals = arrivals_of(household)
        empty = replace(_EMPTY, arrival=arrivals[0])
        self._open(MemberEditView("", empty, reception.filed_on, arrivals=arrivals))

    # --- the household's shape ----------------------------------------------------------------

    def _ask_shape(self) -> None:
        """Open the panel, unless a form holds words that are not saved."""
        household = self._session.open_reception.household
        assert household is not None
        if not self.screen.typing:
            self._edit = None
            self._shape = shape_view(household)
        self._session.changed.emit()
        self.screen.to_form()

    def _shaped(self, shape: HouseholdShape) -> None:
        """Store what was said, or say at its field what is wrong with it."""
        session, asked = self._session, self._shape
        household = session.open_reception.household
        assert household is not None
        assert asked is not None
        faults = shape_faults(household, shape)
        if faults:
            self._shape = replace(asked, faults=faults)
        elif session.apply(lambda r: session.intake.shape_household(r, shape), "世帯のかたち"):
            self._shape = None
        session.changed.emit()

    def _open(self, edit: MemberEditView) -> None:
        """Open the form, unless another one holds words that are not saved."""
        if not self.screen.typing:
            self._edit, self._shape = edit, None
            self._selected = edit.id or self._selected
        self._session.changed.emit()
        self.screen.to_form()

    def _cancel(self) -> None:
        self._edit = self._shape = None
        self._session.changed.emit()

    def _saved(self, member_id: str, draft: MemberDraft) -> None:
        """Store what was typed, or say at its field what is wrong with it."""
        session, edit = self._session, self._edit
        reception = session.open_reception
        household = reception.household
        assert household is not None
        assert edit is not None
        details = draft.details.tidied()
        moved_on = draft.moved_on if draft.moved_on != household.moved_on else None
        faults = _faults(reception, household, member_id, draft)
        if faults:
            self._say(replace(edit, faults=faults))
            return
        if member_id and moved_on is None and not changes(household.member(member_id), details):
            self._cancel()
            return

        def change(reception: Reception) -> Reception:
            if moved_on is not None:
                reception = session.intake.set_moved_on(reception, moved_on)
            if member_id:
                return session.intake.correct_member(reception, member_id, details)
            return session.intake.add_member(reception, details)

        if not session.apply(change, "世帯員の訂正" if member_id else "世帯員の追加"):
            late = moved_on is not None and moved_on > reception.filed_on
            self._say(replace(edit, faults=(_NOT_YET,) if late else ()))
            return
        self._edit = None
        known = {m.id for m in household.members}
        now = session.open_reception.household
        assert now is not None
        self._selected = next((m.id for m in now.members if m.id not in known), self._selected)
        session.changed.emit()

    def _say(self, edit: MemberEditView) -> None:
        self._edit = edit
        self._session.changed.emit()

    def _stays(self, member_id: str, stays: bool) -> None:
        """A person who does not move leaves the household; undo brings the person back."""
        if not stays:
            return
        session = self._session
        household = session.open_reception.household
        if household is not None and len(household.members) > 1:
            session.apply(lambda r: session.intake.remove_member(r, member_id), "移らない人")
            if session.number_of == member_id:
                session.cards_undone.emit()


def _faults(
    reception: Reception, household: Household, member_id: str, draft: MemberDraft
) -> tuple[MemberFault, ...]:
    """What stands against the draft. Words that are no day are told from an empty field."""
    found = {
        fault.field: fault
        for fault in member_faults(
            replace(household, moved_on=draft.moved_on or household.moved_on),
            draft.details,
            on=reception.filed_on,
            member_id=member_id,
        )
    }
    unread = []
    if draft.birth_words and draft.details.birth is None:
        unread.append(MemberField.BIRTH)
    foreign = draft.details.foreign
    if draft.until_words and foreign is not None and foreign.until is None:
        unread.append(MemberField.UNTIL)
    if member_id and draft.moved_on is None:
        unread.append(MemberField.MOVED_ON)
    found |= {field: MemberFault(field, NO_DAY) for field in unread}
    return tuple(found[field] for field in MemberField if field in found)
