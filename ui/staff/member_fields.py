"""The fields the forms of 03 are made of: names, rings, words chosen or written, days of birth."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QWidget

from counter_app.model import calendar
from counter_app.model.member_details import RELATIONS
from ui import theme
from ui.staff.household_views import MemberEditView
from ui.staff.side_parts import Line
from ui.widgets.arrange import Label, Stack
from ui.widgets.fields import ChoiceField, TextField, parse_date
from ui.widgets.input_line import InputLine
from ui.widgets.name_edit import NameEdit
from ui.widgets.options import RadioOption

_REACHED = Qt.FocusPolicy.StrongFocus


class NameField(Stack):
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


class RadioField(Stack):
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
        if 0 <= at < len(self.options):  # Tab leads to the answer that stands, not to the first
            for option in self.options:
                stands = option.isChecked()
                option.setFocusPolicy(_REACHED if stands else Qt.FocusPolicy.ClickFocus)

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


class WrittenChoice(ChoiceField):
    """The usual words to choose from with ↑ and ↓, or any other typed."""

    def __init__(self, label: str, usual: Sequence[str], words: str) -> None:
        super().__init__(label, usual)
        line = InputLine()
        line.setFont(theme.plain_font(16))
        line.setAccessibleName(label)
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
        self.combo.setEditText(words)
        line.setPlaceholderText("選ぶか、書く")
        line.textEdited.connect(lambda _: self.clear_error())

    def words(self) -> str:
        return self.combo.currentText()


class RelationField(WrittenChoice):
    """続柄."""

    def __init__(self, relation: str, label: str = "続柄") -> None:
        super().__init__(label, RELATIONS, relation)


class BirthField(TextField):
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
