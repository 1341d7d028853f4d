"""What stands in place of the page of 06 while there is no sheet: they are being made."""

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLabel, QSizePolicy

from ui import theme
from ui.widgets.drawing import CENTRE, Painted, draw_text


class SheetsAwaited(Painted, QLabel):
    """Calm words in the middle of the grey ground: what is under way, and a line below."""

    def __init__(self) -> None:
        super().__init__()
        self._words, self._below = "", ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)

    def show_words(self, words: str, below: str = "") -> None:
        self._words, self._below = words, below
        self.setAccessibleName(" ".join(filter(None, (words, below))))
        self.update()

    def natural_size(self) -> QSizeF:
        return QSizeF(200, 100)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        painter.fillRect(QRectF(0, 0, size.width(), size.height()), theme.colour(theme.LINE_SOFT))
        top = size.height() * 0.4 - 26
        title = QRectF(0, top, size.width(), 26)
        draw_text(painter, title, self._words, 18, theme.INK_STRONG, bold=True, align=CENTRE)
        below = QRectF(0, top + 30, size.width(), 21)
        draw_text(painter, below, self._below, 14, theme.INK_2, align=CENTRE)
