"""The form of 03 that corrects or adds a member: only what differs is typed."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from counter_app.model import calendar
from counter_app.model.members import RELATIONS, MemberDetails, MemberFault, MemberField
from counter_app.model.people import Arrival, Sex
from ui import theme
from ui.staff.household_views import MemberDraft, MemberEditView
from ui.staff.screen import Page
from ui.staff.side_parts import Line, side_title
from ui.widgets.arrange import Label, Stack
from ui.widgets.button import Button, Kind, Size
from ui.widgets.fields import ChoiceField, TextField, parse_date
from ui.widgets.input_line import InputLine
from ui.widgets.name_edit import NameEdit
from ui.widgets.options import CheckBox, RadioOption
from ui.widgets.words import Run, Words

_SEXES: Final = {Sex.MALE: "男", Sex.FEMALE: "女", Sex.UNKNOWN: "未記入"}
_ARRIVALS: Final = {
    Arrival.WITHOUT_CERTIFICATE: "一緒に移った人",
    Arrival.NEWBORN: "生まれた子",
}
_NEEDED: Final = {
    Arrival.WITHOUT_CERTIFICATE: "要るもの：その人の転出証明書（住民票のある市区町村のもの）",
    Arrival.NEWBORN: "要るもの：出生届。住民票は出生届で記載します。",
}
_ONLY_MOVERS: Final = "もうこの町に住民票のある人は、移る人ではないので加えません。"
_SPACES: Final = "姓と名のあいだは空白で分けます。Ctrl Z で戻せます。"


class _NameField(Stack):
    """The name in its true glyphs, with its error line."""

    def __init__(self, name: str) -> None:
        self.edit = NameEdit(name, 22, name="氏名")
        self._error = Label("", 14, bold=True, ink=theme.ERROR_INK, wrap=True)
        self._error.hide()
        super().__init__(Label("氏名", 14, bold=True), self.edit, self._error, gap=4)
        self.edit.textEdited.connect(self.clear_error)

    @property
    def editor(self) -> QWidget:
        return self.edit

    def set_error(self, words: str) -> None:
        self._show(words)

    def clear_error(self) -> None:
        self._show("")

    def _show(self, words: str) -> None:
        self._error.setText(f"＊{words}")
        self._error.setVisible(bool(words))
        self.edit.setAccessibleDescription(words)
        self.edit.setProperty("faulty", bool(words))
        self.edit.style().unpolish(self.edit)
        self.edit.style().polish(self.edit)


class _RadioField(Stack):
    """A few answers as rings beside each other, with an error line."""

    def __init__(self, label: str, words: Sequence[str], at: int) -> None:
        self.options = tuple(RadioOption(one) for one in words)
        self._error = Label("", 14, bold=True, ink=theme.ERROR_INK, wrap=True)
        self._error.hide()
        row = Stack(*self.options, across=True, gap=14)
        row.push()
        super().__init__(Label(label, 14, bold=True), row, self._error, gap=0)
        for place, option in enumerate(self.options):
            option.setAccessibleName(f"{label} {option.text()}")
            option.setChecked(place == at)
            option.toggled.connect(lambda _: self.clear_error())

    @property
    def editor(self) -> QWidget:
        return next((o for o in self.options if o.isChecked()), self.options[0])

    def value(self) -> int:
        """Index of the chosen ring, -1 for none."""
        return next((at for at, o in enumerate(self.options) if o.isChecked()), -1)

    def set_error(self, words: str) -> None:
        self._error.setText(f"＊{words}")
        self._error.show()
        for option in self.options:
            option.setAccessibleDescription(words)

    def clear_error(self) -> None:
        self._error.hide()
        for option in self.options:
            option.setAccessibleDescription("")


class _RelationField(ChoiceField):
    """続柄: the usual words to choose from with ↑ and ↓, or any other typed."""

    def __init__(self, relation: str) -> None:
        super().__init__("続柄", RELATIONS)
        line = InputLine()
        line.setFont(theme.plain_font(16))
        self.combo.setEditable(True)
        self.combo.setLineEdit(line)
        self.combo.setCompleter(None)  # type: ignore[arg-type]  # Qt takes none; its stub does not
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.combo.setMaxVisibleItems(12)
        self.combo.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.combo.setMinimumContentsLength(6)
        self.combo.setCurrentIndex(-1)
        self.combo.setEditText(relation)
        line.setPlaceholderText("選ぶか、書く")
        line.textEdited.connect(lambda _: self.clear_error())

    def words(self) -> str:
        return self.combo.currentText()


class _BirthField(TextField):
    """生年月日 in any usual form, with the other calendar and the age under it while typing."""

    def __init__(self, view: MemberEditView) -> None:
        day = view.details.birth
        era = calendar.era_text(day) if day is not None else ""
        super().__init__("生年月日", era, placeholder="H30.6.12　2018-06-12")
        self._on = view.on
        self._other = Line("", ink=theme.INK_2)
        self.insert(2, self._other)
        self.edit.textChanged.connect(self._show_other)
        self._show_other(era)

    def _show_other(self, words: str) -> None:
        day = parse_date(words)
        self._other.setVisible(day is not None)
        if day is None:
            return
        age = f"・{calendar.age_on(day, self._on)}歳" if day <= self._on else ""
        self._other.setText(f"{day.isoformat()}（{calendar.weekday_name(day)}）{age}")


_Field = _NameField | _RadioField | TextField | ChoiceField


class MemberForm(Stack):
    """Correct or add a member. What was typed stays until the next value names another person."""

    done = Signal()
    cancelled = Signal()

    def __init__(self, view: MemberEditView) -> None:
        super().__init__(gap=10)
        self.member = view.id
        details = view.details
        self.add(_title(view))
        self.name = _NameField(details.name)
        self.kana = TextField("振り仮名", details.kana, placeholder="全角の片仮名")
        self.birth = _BirthField(view)
        sexes = tuple(_SEXES)
        chosen = sexes.index(details.sex) if details.sex is not None else -1
        self.sex = _RadioField("性別", tuple(_SEXES.values()), chosen)
        self.relation = _RelationField(details.relation)
        self._fields: dict[MemberField, _Field] = {
            MemberField.NAME: self.name,
            MemberField.KANA: self.kana,
            MemberField.BIRTH: self.birth,
            MemberField.SEX: self.sex,
            MemberField.RELATION: self.relation,
        }
        self.arrival: _RadioField | None = None
        self.card: CheckBox | None = None
        if details.arrival is not Arrival.TRANSFER:
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
        self._card_held = details.card_held
        self.add(Words(_SPACES if view.id else f"{_ONLY_MOVERS}{_SPACES}", 14, ink=theme.INK_2))
        words = "これで直す" if view.id else "これで加える"
        self.save = Button(words, Kind.SECOND, Size.SMALL, key="Enter")
        cancel = Button("やめる", Kind.NEUTRAL, Size.SMALL, key="Esc")
        self.save.clicked.connect(self.done)
        cancel.clicked.connect(self.cancelled)
        row = Stack(self.save, cancel, across=True, gap=10)
        row.push()
        self.add(row)
        self.push()
        self.show_faults(view.faults)
        self._first = self.draft()

    def _asked_arrival(self, arrival: Arrival) -> _RadioField:
        """Why the person is not in the certificate, and which paper is needed for that."""
        kinds = tuple(_ARRIVALS)
        words = tuple(_ARRIVALS.values())
        field = _RadioField("転出証明書情報にない訳", words, kinds.index(arrival))
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
            tuple(_ARRIVALS)[self.arrival.value()] if self.arrival else Arrival.TRANSFER,
            self.card.isChecked() if self.card is not None else self._card_held,
        )
        return MemberDraft(details, birth.strip(), parse_date(moved_on), moved_on.strip())

    def show_faults(self, faults: Sequence[MemberFault]) -> None:
        """Say at each field what is wrong there."""
        for field in self._fields.values():
            field.clear_error()
        for fault in faults:
            self._fields[fault.field].set_error(fault.words)

    def to_fault(self, faults: Sequence[MemberFault]) -> None:
        """Put the focus into the first field that is wrong."""
        if not faults:
            return
        field = self._fields[faults[0].field]
        field.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        above = self.parentWidget()
        while above is not None and not isinstance(above, Page):
            above = above.parentWidget()
        if above is not None:
            above.show_part(field)


def _title(view: MemberEditView) -> QWidget:
    if not view.id:
        return side_title("世帯員を加える")
    name = view.details.name.replace("\u3000", " ")
    return Words((Run(name, name=True), Run(" を直す", bold=True)), 18, leading=1.36)
