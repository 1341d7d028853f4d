"""How much is promised (07), at the right of the head."""

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.theme import Family
from ui.widgets.drawing import Painted, draw_text, text_width


class PromisedCount(Painted, QWidget):
    """「約束 12／15」 at the right of the head."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_count(0, 0)

    def show_count(self, done: int, total: int) -> None:
        self._words = (
            ("約束　", 14, theme.INK_2, False, Family.TEXT),
            (str(done), 24, theme.INK, True, Family.FIGURES),
            (f"／{total}", 16, theme.INK, False, Family.FIGURES),
        )
        self.setAccessibleName(f"約束 {done}／{total}")
        self.updateGeometry()
        self.update()

    def natural_size(self) -> QSizeF:
        wide = sum(
            text_width(words, px, bold, family) for words, px, _, bold, family in self._words
        )
        return QSizeF(wide + 1, 36)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        x = 0.0
        for words, px, ink, bold, family in self._words:
            wide = text_width(words, px, bold, family)
            rect = QRectF(x, 0, wide, size.height())
            draw_text(painter, rect, words, px, ink, bold=bold, family=family)
            x += wide
