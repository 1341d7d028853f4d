"""Input fields (入力欄): label with 必須 or 任意, the input, and its error in the line below."""

import re
from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QListView,
    QPlainTextEdit,
    QSizePolicy,
    QWidget,
)

from counter_app.failures import CounterError
from counter_app.model import calendar
from ui import theme
from ui.theme import Family
from ui.widgets.arrange import Label, Stack
from ui.widgets.input_line import InputLine
from ui.widgets.options import CheckBox

_ERAS = {"R": "令和", "H": "平成", "S": "昭和", "T": "大正", "M": "明治"}
_ERA_DATE = re.compile(
    r"(明治|大正|昭和|平成|令和|[MTSHR])\s*(\d+|元)\s*[年./-]\s*(\d+)\s*[月./-]\s*(\d+)"
)
_DATE = re.compile(r"(\d{4})\s*[年./-]?\s*(\d{1,2})\s*[月./-]?\s*(\d{1,2})")
_NARROWED = str.maketrans("０１２３４５６７８９．／－ＲＨＳＴＭ", "0123456789./-RHSTM")


def parse_date(text: str) -> date | None:
    """A day as clerks type it: 令和8年4月3日, R8.4.3, 2026-04-03, 20260403. None for no day."""
    plain = text.translate(_NARROWED).strip().upper().rstrip("日")
    found = _ERA_DATE.fullmatch(plain)
    try:
        if found is not None:
            era, year, month, day = found.groups()
            number = 1 if year == "元" else int(year)
            return calendar.from_era(_ERAS.get(era, era), number, int(month), int(day))
        found = _DATE.fullmatch(plain)
        return date(*map(int, found.groups())) if found is not None else None
    except (ValueError, CounterError):
        return None


class _Field(Stack):
    """Label above, input, error line below; the error is also the input's description."""

    changed = Signal()

    def __init__(
        self, label: str, editor: QWidget, required: bool | None, width: float | None
    ) -> None:
        super().__init__(gap=4)
        self._editor, self._width = editor, width
        self._needed = {True: "必須", False: "任意", None: ""}[required]
        self._head = Stack(across=True, gap=6)
        self._label = Label(label, 14, bold=True)
        self._head.add(self._label)
        if required is not None:
            ink = theme.ERROR if required else theme.INK_2
            self._head.add(Label(f"※{self._needed}", 14, ink=ink))
        self._head.push()
        self._head.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._error = Label("", 14, bold=True, ink=theme.ERROR_INK, wrap=True)
        self._error.hide()
        if label:
            self.add(self._head)
        self.add(editor)
        self.add(self._error)
        self.push()
        editor.setAccessibleName(f"{label} {self._needed}".strip())
        self._size()

    @property
    def editor(self) -> QWidget:
        """The input itself, for focus and tab order."""
        return self._editor

    def set_label(self, words: str) -> None:
        """Other words above the input, e.g. when it has become required."""
        self._label.setText(words)
        self._editor.setAccessibleName(f"{words} {self._needed}".strip())

    def set_error(self, words: str) -> None:
        """Say at the field what is wrong; ＊ is put before the words."""
        self._error.setText(f"＊{words}")
        self._error.show()
        self._mark(True)
        self._editor.setAccessibleDescription(words)

    def clear_error(self) -> None:
        self._error.hide()
        self._mark(False)
        self._editor.setAccessibleDescription("")

    @property
    def error(self) -> str:
        return self._error.text().removeprefix("＊") if self._error.isVisibleTo(self) else ""

    def _mark(self, faulty: bool) -> None:
        self._editor.setProperty("faulty", faulty)
        self._editor.style().unpolish(self._editor)
        self._editor.style().polish(self._editor)

    def _size(self) -> None:
        if self._width is not None:
            self._editor.setFixedWidth(theme.scaled(self._width, self))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.ParentChange):
            self._size()


class TextField(_Field):
    """One line of text. `family=Family.FIGURES` for numbers and codes; `line=NameEdit()` for a name
    in its true glyphs.
    """

    def __init__(
        self,
        label: str,
        text: str = "",
        required: bool | None = None,
        *,
        width: float | None = None,
        family: Family = Family.TEXT,
        read_only: bool = False,
        placeholder: str = "",
        line: InputLine | None = None,
    ) -> None:
        self.edit = InputLine(text) if line is None else line
        if line is None:
            self.edit.setFont(theme.plain_font(16, family=family))
        if read_only:
            self.edit.set_fixed()
        self.edit.setPlaceholderText(placeholder)
        super().__init__(label, self.edit, required, width)
        self.edit.textEdited.connect(self._on_edit)

    def value(self) -> str:
        return self.edit.text()

    def set_value(self, text: str) -> None:
        self.edit.setText(text)

    def _on_edit(self) -> None:
        self.clear_error()
        self.changed.emit()


class _Combo(QComboBox):
    """A drop-down that the mouse wheel changes only while it has the focus."""

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class ChoiceField(_Field):
    """One of a short list."""

    def __init__(
        self,
        label: str,
        choices: Sequence[str],
        index: int = 0,
        required: bool | None = None,
        *,
        width: float | None = None,
    ) -> None:
        self.combo = _Combo()
        self.combo.addItems(list(choices))
        self.combo.setCurrentIndex(index)
        self.combo.setView(QListView())  # the style's own popup ignores the style sheet
        self.combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        super().__init__(label, self.combo, required, width)
        self.combo.activated.connect(lambda _: self._on_choice())

    def value(self) -> int:
        """Index of the choice."""
        return self.combo.currentIndex()

    def set_value(self, index: int) -> None:
        self.combo.setCurrentIndex(index)

    def _on_choice(self) -> None:
        self.clear_error()
        self.changed.emit()


class ChecksField(_Field):
    """Any of a few, each with its own check; none at first."""

    def __init__(
        self,
        label: str,
        choices: Sequence[str],
        chosen: Sequence[int] = (),
        required: bool | None = None,
    ) -> None:
        self.boxes = tuple(CheckBox(words) for words in choices)
        row = Stack(*self.boxes, across=True, gap=14)
        row.push()
        row.setFocusProxy(self.boxes[0])
        super().__init__(label, row, required, None)
        for at, box in enumerate(self.boxes):
            box.setAccessibleName(f"{label} {box.text()}")
            box.setChecked(at in chosen)
            box.toggled.connect(lambda _: self._on_check())

    def value(self) -> tuple[int, ...]:
        """Indices of what is checked."""
        return tuple(at for at, box in enumerate(self.boxes) if box.isChecked())

    def _on_check(self) -> None:
        self.clear_error()
        self.changed.emit()


class DateField(_Field):
    """A day: typed in any usual form, shown as 和暦, with the ISO date and weekday beside it.

    What is typed counts at once; it is written anew, or said to be no day, when the field is left.
    """

    def __init__(
        self,
        label: str,
        day: date | None = None,
        required: bool | None = None,
        *,
        width: float = 190,
    ) -> None:
        self.edit = InputLine()
        self.other = InputLine()
        self.other.setReadOnly(True)
        self.other.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.other.setProperty("tight", "true")
        self.other.setAccessibleName(f"{label} 西暦")
        self.other.setFont(theme.plain_font(16, family=Family.FIGURES))
        super().__init__(label, self.edit, required, width)
        self._pair = Stack(across=True, gap=8)
        self.insert(1 if label else 0, self._pair)
        self._pair.add(self.edit)
        self._pair.add(self.other)
        self._pair.push()
        self._day = day
        self._show()
        self._size()
        self.edit.editingFinished.connect(self.finish)
        self.edit.textEdited.connect(self._on_typed)

    def value(self) -> date | None:
        """The day as it is typed now, or None while that is none."""
        return self._day

    def set_value(self, day: date | None) -> None:
        """Show a day; one that is being typed just so keeps its form and its cursor."""
        if day == self._day and self.edit.hasFocus():
            return
        self._day = day
        self._show()

    def _show(self) -> None:
        day = self._day
        self.edit.setText(calendar.era_text(day) if day else "")
        self._show_other()

    def _show_other(self) -> None:
        day = self._day
        self.other.setText(f"{day.isoformat()}（{calendar.weekday_name(day)}）" if day else "")

    def _on_typed(self, text: str) -> None:
        self.clear_error()
        self._take(parse_date(text))

    def _take(self, day: date | None) -> None:
        if day != self._day:
            self._day = day
            self._show_other()
            self.changed.emit()

    def finish(self) -> bool:
        """The field is left, or the clerk goes on: False, with words at it, for what is no day."""
        text = self.edit.text()
        self._take(parse_date(text))
        if self._day is None and text.strip():
            self.set_error(
                "この日はありません。令和8年4月3日 や 2026-04-03 のように入れてください。"
            )
            return False
        self.clear_error()
        self._show()
        return True

    def _size(self) -> None:
        super()._size()
        if hasattr(self, "_pair"):
            self.other.setFixedWidth(theme.scaled(150, self))


class NoteField(_Field):
    """Several lines (a reason)."""

    def __init__(
        self, label: str, text: str = "", required: bool | None = None, *, lines: int = 2
    ) -> None:
        self.edit = QPlainTextEdit(text)
        self.edit.setTabChangesFocus(True)
        self._lines = lines
        super().__init__(label, self.edit, required, None)
        self.edit.textChanged.connect(self._on_edit)

    def value(self) -> str:
        return self.edit.toPlainText()

    def set_value(self, text: str) -> None:
        self.edit.setPlainText(text)

    def _size(self) -> None:
        self.edit.setFixedHeight(theme.scaled(self._lines * 24 + 16, self))

    def _on_edit(self) -> None:
        self.clear_error()
        self.changed.emit()
