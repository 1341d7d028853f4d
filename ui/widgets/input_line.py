"""One line of input as every field has it: one line, whatever was pasted, and its own Ctrl+Z."""

import re
from typing import Final

from PySide6.QtCore import QEvent, QRectF
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QValidator
from PySide6.QtWidgets import QLineEdit, QWidget

from ui import theme
from ui.widgets.drawing import draw_box

_BREAKS: Final = re.compile("[\t-\r\x85\u2028\u2029]+")
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060"
    "\u2066-\u2069\ufeff]+"
)
"""Control characters and marks that set the direction or forbid a break: nobody types them, and
nobody would see them in a name. Joiners and variation selectors are part of the letters."""


def _one_line(text: str) -> str:
    return _BREAKS.sub(" ", _UNSEEN.sub("", text))


class _OneLine(QValidator):
    """Takes everything, and makes one line of it."""

    def validate(self, text: str, at: int) -> tuple[QValidator.State, str, int]:
        """Qt counts `at` in UTF-16 units."""
        kept = _one_line(text)
        if kept != text:
            before = text.encode("utf-16-le", "surrogatepass")[: 2 * at]
            kept_before = _one_line(before.decode("utf-16-le", "surrogatepass"))
            at = len(kept_before.encode("utf-16-le", "surrogatepass")) // 2
        return QValidator.State.Acceptable, kept, at


class InputLine(QLineEdit):
    """One line of input; what cannot be changed here has a dashed edge.

    A cell of a table or a line of a letter brings its tab or its end of line along when it is
    pasted: that becomes a space, and what nobody could see is left out.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setValidator(_OneLine(self))

    def set_fixed(self) -> None:
        self.setReadOnly(True)
        self.setProperty("fixed", "true")

    def event(self, event: QEvent) -> bool:
        """Leave Ctrl+Z to the window while there is nothing to undo in the line itself."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Undo)
            and not self.isUndoAvailable()
        ):
            event.ignore()
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        super().paintEvent(event)
        if self.property("fixed"):
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            at = theme.factor(self)
            painter.scale(at, at)
            box = QRectF(0, 0, self.width() / at, self.height() / at)
            draw_box(painter, box, line=theme.LINE_STRONG, dashed=True)
            painter.end()
