"""The box that waits for the bar code reader (06, 07): it types the number and Enter."""

from typing import Final

from PySide6.QtCore import QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.staff.pile_views import ScanView
from ui.theme import Family
from ui.widgets.chip import Mark, draw_mark
from ui.widgets.drawing import Icon, Painted, draw_box, draw_icon, draw_text, text_width

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_HYPHENS: Final = "ー−‐"
"""What a Japanese input method may make of the hyphen."""


class ScanBox(Painted, QWidget):
    """Waits for the bar code reader, which types the number and Enter; typing it works as well.

    `scanned` gives the text. It asks for no input method, and takes what one makes all the same:
    full-width characters, as keys or as words it commits.
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

    @property
    def begun(self) -> bool:
        """Whether a number is half read."""
        return bool(self._typed)

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
        scan = self._scan
        # alone it stands in the middle, as the icon does
        first = QRectF(46, 9 if scan is not None else 20, size.width() - 58, 22)
        if self._typed:
            draw_text(painter, first, self._typed, 16, bold=True, family=Family.FIGURES)
        else:
            draw_text(painter, first, "バーコードを読んでください", 16, bold=True)
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

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:  # noqa: N802
        committed = event.commitString().strip()
        if committed and all(map(_may_be_in_number, committed)):
            self._typed += committed
            self.update()
        event.accept()

    def begin_with(self, characters: str) -> None:
        """Characters of the reader that came before it was known to be the reader."""
        self._typed += characters
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusOutEvent(event)
        self._typed = ""
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self.setFocus(Qt.FocusReason.MouseFocusReason)


def is_typed(event: QKeyEvent) -> bool:
    """Whether a key is a character a bar code may hold: printable ASCII but the space, or its
    full-width form.
    """
    control = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    text = event.text()
    return bool(text) and all(map(_may_be_in_number, text)) and not event.modifiers() & control


def _may_be_in_number(character: str) -> bool:
    full_width = "！" <= character <= "～"
    return "!" <= character <= "~" or full_width or character in _HYPHENS
