"""One line of input as every field has it: Ctrl+Z is the window's while nothing was typed."""

from PySide6.QtCore import QEvent, QRectF
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit

from ui import theme
from ui.widgets.drawing import draw_box


class InputLine(QLineEdit):
    """One line of input; what cannot be changed here has a dashed edge."""

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
