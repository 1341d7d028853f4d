"""Step 2 at work: correct only what differs, confirm provisional readings, who does not move."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import QObject

from counter_app.model.names import KanaStatus, PersonName
from counter_app.model.numbers import new_id
from counter_app.model.people import Member, Sex, Source
from counter_app.model.reception import Reception, Step
from ui.staff.household_screen import HouseholdScreen
from ui.staff.household_views import MemberEditView
from ui.staff.session import Session
from ui.staff.words.household import household_view


class HouseholdStep(QObject):
    """Connects the household screen to intake."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.screen = HouseholdScreen()
        self._selected = ""
        self._edit: MemberEditView | None = None
        session.left.connect(self._forget)
        screen = self.screen
        screen.member_selected.connect(self._select)
        screen.reading_confirmed.connect(self._confirm)
        screen.correction_asked.connect(self._correct)
        screen.correction_cancelled.connect(self._cancel)
        screen.member_corrected.connect(self._corrected)
        screen.moved_on_corrected.connect(self._moved_on)
        screen.member_add_asked.connect(self._add)
        screen.member_stays.connect(self._stays)
        screen.next_asked.connect(lambda: session.go_to(Step.INTERVIEW))

    def show(self) -> None:
        reception = self._session.open_reception
        household = reception.household
        if household is None:
            return
        known = {m.id for m in household.members}
        if self._selected not in known:
            self._selected = reception.filer_id or household.head.id
        self.screen.show_view(
            household_view(
                reception,
                household,
                self._selected,
                edit=self._edit,
                problem=self._session.problem,
            )
        )

    def _forget(self) -> None:
        self._selected, self._edit = "", None

    def undone(self) -> None:
        """Ctrl+Z brought back another household: what is being typed may be of nobody in it."""
        self._edit = None

    def _select(self, member: str) -> None:
        if self._edit is not None and member != self._edit.id:
            self._edit = None
        self._selected = member
        self._session.changed.emit()

    def _confirm(self, member: str) -> None:
        session = self._session
        session.apply(lambda r: session.intake.confirm_reading(r, member), "振り仮名の確認")

    def _correct(self, member_id: str) -> None:
        household = self._session.open_reception.household
        assert household is not None
        member = household.member(member_id)
        self._selected = member_id
        self._edit = MemberEditView(
            member_id, member.name.text, member.name.kana, household.moved_on
        )
        self._session.changed.emit()

    def _cancel(self) -> None:
        self._edit = None
        self._session.changed.emit()

    def _corrected(self, member_id: str, name: str, kana: str) -> None:
        """The clerk's own reading counts as settled: it was asked of the person."""
        corrected = PersonName(name, kana, KanaStatus.FILED)
        if not name.strip() or not kana.strip():
            self._edit = MemberEditView(
                member_id,
                name,
                kana,
                None,
                name_error="" if name.strip() else "氏名を入れてください",
                kana_error="" if kana.strip() else "振り仮名を入れてください",
            )
            self._session.changed.emit()
            return

        def change(reception: Reception) -> Reception:
            household = reception.household
            assert household is not None
            if member_id:
                members = tuple(
                    replace(m, name=corrected) if m.id == member_id else m
                    for m in household.members
                )
            else:
                members = (*household.members, _added(corrected, reception.filed_on))
            return self._session.intake.change_household(
                reception, replace(household, members=members)
            )

        self._edit = None
        self._session.apply(change, "氏名の訂正")

    def _moved_on(self, day: date) -> None:
        session = self._session
        self._edit = None
        session.apply(lambda r: session.intake.set_moved_on(r, day), "住み始めた日")

    def _add(self) -> None:
        self._edit = MemberEditView("", "", "", None)
        self._session.changed.emit()

    def _stays(self, member_id: str, stays: bool) -> None:
        """A person who does not move leaves the household; undo brings the person back."""
        if not stays:
            return
        session = self._session

        def change(reception: Reception) -> Reception:
            household = reception.household
            assert household is not None
            members = tuple(m for m in household.members if m.id != member_id)
            changed = replace(household, members=members, whole=False)
            return session.intake.change_household(without(reception, member_id), changed)

        household = session.open_reception.household
        if household is not None and len(household.members) > 1:
            session.apply(change, "移らない人")
            if session.number_of == member_id:
                session.cards_undone.emit()


def without(reception: Reception, member_id: str) -> Reception:
    """The reception with nothing left that hangs on a person who does not move."""
    filer = reception.filer_id
    cards = tuple(c for c in reception.cards if c.member_id != member_id)
    if filer == member_id:
        filer = cards[0].member_id if cards else ""
    return replace(
        reception,
        filer_id=filer,
        cards=cards,
        links=tuple(x for x in reception.links if x.member_id != member_id),
        answers=tuple(a for a in reception.answers if a.member != member_id),
    )


def _added(name: PersonName, today: date) -> Member:
    """A person nobody sent: all the rest is asked for afterwards."""
    return Member(
        id=new_id(),
        name=name,
        birth=today,
        sex=Sex.UNKNOWN,
        relation="同居人",
        sources=(("name", Source.ASKED),),
    )
