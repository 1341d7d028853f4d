"""Nothing (白い画面): what the tablet shows between two uses."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui import theme
from ui.theme import colour


class BlankPage(QWidget):
    """White, without bars, words or focus."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour(theme.WHITE))
        painter.end()
