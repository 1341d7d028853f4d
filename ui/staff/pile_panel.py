"""Checking in the printed pile (06): the bar code reader's box, and what is there or missing."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.staff.work_views import PileRowView, PileState, ScanView
from ui.theme import Family
from ui.widgets.chip import Mark, draw_mark, mark_width
from ui.widgets.drawing import Icon, Painted, draw_box, draw_icon, draw_line, draw_text, text_width
from ui.widgets.words import Run, draw_runs, runs_height

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PILE: Final = {
    PileState.THERE: Mark(Icon.CHECK, "束にあり", theme.OK_INK),
    PileState.MISSING: Mark(Icon.ALERT, "足りない", theme.ERROR_INK, bold=True),
    PileState.WAITS: Mark(Icon.CLOCK, "これから", theme.INK_2),
}


class ScanBox(Painted, QWidget):
    """Waits for the bar code reader, which types the number and Enter; typing it works as well.

    `scanned` gives the text. No input method: a reader types plain characters.
    """

    scanned = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._typed = ""
        self._scan: ScanView | None = None
        self.setObjectName("scan")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._speak()

    def show_scan(self, scan: ScanView | None) -> None:
        self._scan = scan
        self._speak()
        self.update()

    def _last(self) -> str:
        scan = self._scan
        if scan is None:
            return ""
        return "　".join(filter(None, ("直前", scan.number, scan.time)))

    def _speak(self) -> None:
        words = self._scan.words if self._scan is not None else ""
        self.setAccessibleName("バーコードを読んでください")
        self.setAccessibleDescription(f"{self._last()} {words}".strip())

    def natural_size(self) -> QSizeF:
        return QSizeF(240, 62)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        box = QRectF(0, 0, size.width(), size.height())
        draw_box(painter, box, fill=theme.TINT, line=theme.PRIMARY, width=2, dashed=True)
        draw_icon(painter, QRectF(14, 21, 20, 20), Icon.BARCODE, theme.INK)
        first = QRectF(46, 9, size.width() - 58, 22)
        if self._typed:
            draw_text(painter, first, self._typed, 16, bold=True, family=Family.FIGURES)
        else:
            draw_text(painter, first, "バーコードを読んでください", 16, bold=True)
        scan = self._scan
        if scan is None:
            return
        below = QRectF(46, 32, size.width() - 58, 21)
        last = self._last()
        draw_text(painter, below, last, 14, theme.INK_2)
        mark = Mark(Icon.CHECK, scan.words, theme.INK_2)
        if scan.fault:
            mark = Mark(Icon.ALERT, scan.words, theme.ERROR_INK, bold=True)
        if scan.words:
            draw_mark(painter, 46 + text_width(last + "　", 14), below.center().y(), mark)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if not self.type_key(event):
            super().keyPressEvent(event)

    def type_key(self, event: QKeyEvent) -> bool:
        """Take a key of the reader; False when it is none."""
        if event.key() in _ENTER and self._typed:
            typed, self._typed = self._typed, ""
            self.scanned.emit(typed)
        elif event.key() == Qt.Key.Key_Backspace and self._typed:
            self._typed = self._typed[:-1]
        elif event.key() == Qt.Key.Key_Escape and self._typed:
            self._typed = ""
        elif is_typed(event):
            self._typed += event.text()
        else:
            return False
        self.update()
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusOutEvent(event)
        self._typed = ""
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self.setFocus(Qt.FocusReason.MouseFocusReason)


def is_typed(event: QKeyEvent) -> bool:
    """Whether a key is a character a bar code may hold (printable ASCII without the space)."""
    control = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    text = event.text()
    return len(text) == 1 and "!" <= text <= "~" and not event.modifiers() & control


class PileRow(Painted, QWidget):
    """A printed sheet: its number, its title, and whether it is in the pile."""

    def __init__(self, view: PileRowView) -> None:
        super().__init__()
        self._view = view
        self.setAccessibleName(f"{view.number} {view.title} {_PILE[view.state].text}")
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def natural_size(self) -> QSizeF:
        return QSizeF(240, 30)

    def _title(self, width: float) -> tuple[float, float]:
        """Width and height of the title in a row of `width`."""
        room = width - 54 - 4 - mark_width(_PILE[self._view.state])
        return room, runs_height((Run(self._view.title),), room, 14, 1.35)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        return round(max(30.0, self._title(width / self.factor)[1] + 11) * self.factor)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        view, high = self._view, size.height()
        number = QRectF(4, 0, 40, high)
        draw_text(painter, number, view.number, 14, theme.INK_2, family=Family.FIGURES)
        mark = _PILE[view.state]
        left = size.width() - 4 - mark_width(mark)
        draw_mark(painter, left, high / 2, mark)
        room, tall = self._title(size.width())
        title = QRectF(48, (high - tall) / 2, room, tall)
        draw_runs(painter, title, (Run(view.title),), 14, leading=1.35)
        y = high - 0.5
        draw_line(painter, QPointF(0, y), QPointF(size.width(), y), theme.LINE_SOFT)
