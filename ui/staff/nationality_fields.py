"""Japanese or foreign resident in the form of 03: 本籍・筆頭者, or 国籍・在留資格・満了日."""

from collections.abc import Mapping

from counter_app.model import calendar
from counter_app.model.member_details import (
    FIELD_WORDS,
    RESIDENCE_STATUSES,
    MemberDetails,
    MemberField,
)
from counter_app.model.people import FamilyRegister, ForeignStatus
from ui.staff.member_fields import RadioField, WrittenChoice
from ui.widgets.arrange import Stack
from ui.widgets.fields import TextField, parse_date
from ui.widgets.name_edit import NameEdit

_WORDS = ("日本", "外国人住民")


class NationalityFields(Stack):
    """What the register says of nationality. Only the fields that go with the ring are shown."""

    def __init__(self, details: MemberDetails) -> None:
        super().__init__(gap=10)
        register, foreign = details.register, details.foreign
        self.ring = RadioField("国籍", _WORDS, int(foreign is not None))
        self.place = TextField(
            FIELD_WORDS[MemberField.REGISTER], register.address if register is not None else ""
        )
        head_words = FIELD_WORDS[MemberField.REGISTER_HEAD]
        head = NameEdit(register.head if register is not None else "", 18, name=head_words)
        self.head = TextField(head_words, line=head)
        self.nationality = TextField(
            FIELD_WORDS[MemberField.NATIONALITY],
            foreign.nationality if foreign is not None else "",
            placeholder="在留カードのとおり",
        )
        self.status = WrittenChoice(
            FIELD_WORDS[MemberField.STATUS],
            RESIDENCE_STATUSES,
            foreign.status if foreign is not None else "",
        )
        until = foreign.until if foreign is not None else None
        self.until = TextField(
            FIELD_WORDS[MemberField.UNTIL],
            calendar.era_text(until) if until is not None else "",
            placeholder="永住者などは空欄",
        )
        self._japanese = Stack(self.place, self.head, gap=10)
        self._foreign = Stack(self.nationality, self.status, self.until, gap=10)
        for part in (self.ring, self._japanese, self._foreign):
            self.add(part)
        for option in self.ring.options:
            option.toggled.connect(lambda _: self._show())
        self._show()

    def fields(self) -> Mapping[MemberField, TextField | WrittenChoice]:
        """Where a fault of each part is said."""
        return {
            MemberField.REGISTER: self.place,
            MemberField.REGISTER_HEAD: self.head,
            MemberField.NATIONALITY: self.nationality,
            MemberField.STATUS: self.status,
            MemberField.UNTIL: self.until,
        }

    @property
    def is_foreign(self) -> bool:
        return self.ring.value() == 1

    def register(self) -> FamilyRegister | None:
        place, head = self.place.value(), self.head.value()
        return FamilyRegister(place, head) if not self.is_foreign and (place or head) else None

    def foreign(self) -> ForeignStatus | None:
        if not self.is_foreign:
            return None
        words = self.nationality.value(), self.status.words()
        return ForeignStatus(*words, parse_date(self.until.value()))

    def until_words(self) -> str:
        """The day as it was typed, "" for none."""
        return self.until.value().strip() if self.is_foreign else ""

    def _show(self) -> None:
        self._japanese.setHidden(self.is_foreign)
        self._foreign.setVisible(self.is_foreign)
