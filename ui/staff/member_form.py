"""The form of 03 that corrects or adds a member: only what differs is typed."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from counter_app.model import calendar
from counter_app.model.member_details import FIELD_WORDS, MemberDetails, MemberField
from counter_app.model.member_faults import MemberFault
from counter_app.model.people import Arrival, Sex
from ui import theme
from ui.staff.household_views import MemberDraft, MemberEditView
from ui.staff.member_fields import BirthField, NameField, RadioField, RelationField
from ui.staff.nationality_fields import NationalityFields
from ui.staff.screen import into_view
from ui.staff.side_parts import side_title
from ui.widgets.arrange import Stack
from ui.widgets.button import Button, Kind, Size
from ui.widgets.fields import ChoiceField, TextField, parse_date
from ui.widgets.options import CheckBox
from ui.widgets.words import Run, Words

_SEXES: Final = {Sex.MALE: "男", Sex.FEMALE: "女", Sex.UNKNOWN: "未記入"}
_ARRIVALS: Final = {
    Arrival.WITHOUT_CERTIFICATE: "一緒に移った人",
    Arrival.NEWBORN: "生まれた子",
    Arrival.ON_PAPER: "紙にある人",
    Arrival.FROM_ABROAD: "国外からの人",
}
_NEEDED: Final = {
    Arrival.WITHOUT_CERTIFICATE: "要るもの：その人の転出証明書（住民票のある市区町村のもの）",
    Arrival.NEWBORN: "要るもの：出生届。住民票は出生届で記載します。",
    Arrival.ON_PAPER: "紙の転出証明書のとおりに入れます。",
    Arrival.FROM_ABROAD: "要るもの：旅券（入国の日）。外国人住民は在留カード。",
}
_ONLY_MOVERS: Final = "もうこの町に住民票のある人は、移る人ではないので加えません。"
_SPACES: Final = "姓と名のあいだは空白で分けます。Ctrl Z で戻せます。"


_Field = NameField | RadioField | TextField | ChoiceField


class MemberForm(Stack):
    """Correct or add a member. What was typed stays until the next value names another person."""

    done = Signal()
    cancelled = Signal()

    def __init__(self, view: MemberEditView) -> None:
        super().__init__(gap=10)
        self.member = view.id
        details = view.details
        self.add(_title(view))
        self.name = NameField(details.name)
        self.kana = TextField("振り仮名", details.kana, placeholder="全角の片仮名")
        self.birth = BirthField(view)
        sexes = tuple(_SEXES)
        chosen = sexes.index(details.sex) if details.sex is not None else -1
        self.sex = RadioField("性別", tuple(_SEXES.values()), chosen)
        self.relation = RelationField(details.relation)
        self._fields: dict[MemberField, _Field] = {
            MemberField.NAME: self.name,
            MemberField.KANA: self.kana,
            MemberField.BIRTH: self.birth,
            MemberField.SEX: self.sex,
            MemberField.RELATION: self.relation,
        }
        self.arrival: RadioField | None = None
        self.card: CheckBox | None = None
        if details.arrival is not Arrival.TRANSFER:
            self._arrivals = view.arrivals
            self.arrival = self._fields[MemberField.ARRIVAL] = self._asked_arrival(details.arrival)
            self.card = CheckBox("個人番号カードを持っている")
            self.card.setChecked(details.card_held)
        self.moved_on: TextField | None = None
        if view.moved_on is not None:
            self.moved_on = TextField("住み始めた日（世帯）", calendar.era_text(view.moved_on))
            self._fields[MemberField.MOVED_ON] = self.moved_on
        for field in self._fields.values():
            self.add(field)
        if self.card is not None:
            self.add(self.card)
        self.nationality = NationalityFields(details)
        self._fields.update(self.nationality.fields())
        self.add(self.nationality)
        self._card_held = details.card_held
        self.add(Words(_SPACES if view.id else f"{_ONLY_MOVERS}{_SPACES}", 14, ink=theme.INK_2))
        words = "これで直す" if view.id else "これで加える"
        self.save = Button(words, Kind.SECOND, Size.SMALL, key="Enter")
        cancel = Button("やめる", Kind.NEUTRAL, Size.SMALL, key="Esc")
        self.save.clicked.connect(self.done)
        cancel.clicked.connect(self.cancelled)
        row = Stack(self.save, cancel, across=True, gap=6)
        row.push()
        self.add(row)
        self.push()
        self.show_faults(view.faults)
        self._first = self.draft()

    def _asked_arrival(self, arrival: Arrival) -> RadioField:
        """Why the person is not in the certificate, and which paper is needed for that."""
        kinds = self._arrivals
        words = tuple(_ARRIVALS[kind] for kind in kinds)
        label = FIELD_WORDS[MemberField.ARRIVAL]
        if Arrival.WITHOUT_CERTIFICATE not in kinds:
            label = "転入の証明"
        field = RadioField(label, words, kinds.index(arrival))
        needed = Words(_NEEDED[arrival], 14, ink=theme.WARN_INK)
        field.insert(2, needed)
        for kind, option in zip(kinds, field.options, strict=True):
            option.toggled.connect(
                lambda on, kind=kind: needed.show_runs((Run(_NEEDED[kind]),)) if on else None
            )
        return field

    @property
    def touched(self) -> bool:
        """Whether anything was typed that is not saved yet."""
        return self.draft() != self._first

    def draft(self) -> MemberDraft:
        """What stands in the fields now."""
        birth, moved_on = self.birth.value(), self.moved_on.value() if self.moved_on else ""
        sex = self.sex.value()
        details = MemberDetails(
            self.name.edit.text(),
            self.kana.value(),
            parse_date(birth),
            tuple(_SEXES)[sex] if sex >= 0 else None,
            self.relation.words(),
            self._arrivals[self.arrival.value()] if self.arrival else Arrival.TRANSFER,
            self.card.isChecked() if self.card is not None else self._card_held,
            self.nationality.register(),
            self.nationality.foreign(),
        )
        until = self.nationality.until_words()
        return MemberDraft(details, birth.strip(), parse_date(moved_on), moved_on.strip(), until)

    def show_faults(self, faults: Sequence[MemberFault]) -> None:
        """Say at each field what is wrong there."""
        for field in self._fields.values():
            field.clear_error()
        for fault in faults:
            self._fields[fault.field].set_error(fault.words)

    def first(self, faults: Sequence[MemberFault] = ()) -> QWidget:
        """Where the focus goes when it opens: to the name, or to the first field that is wrong."""
        return self._fields[faults[0].field].editor if faults else self.name.edit

    def to_fault(self, faults: Sequence[MemberFault]) -> None:
        """Put the focus into the first field that is wrong."""
        if not faults:
            return
        field = self._fields[faults[0].field]
        self.first(faults).setFocus(Qt.FocusReason.OtherFocusReason)
        into_view(field)


def _title(view: MemberEditView) -> QWidget:
    if not view.id:
        return side_title("世帯員を加える")
    name = view.details.name.replace("\u3000", " ")
    return Words((Run(name, name=True), Run(" を直す", bold=True)), 18, leading=1.36)
