"""An answer with its digit (選択肢): ring, digit key and words in a box of 44."""

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractButton

from ui import theme
from ui.widgets.drawing import Painted, draw_box, draw_text, text_width
from ui.widgets.keyhint import draw_key, key_width
from ui.widgets.options import draw_radio


class DigitOption(Painted, QAbstractButton):
    """`size` is that of its words, `gap` stands between ring, key and words."""

    def __init__(self, words: str, digit: str, size: float = 16, gap: float = 10) -> None:
        super().__init__()
        self._digit, self._size, self._gap = digit, size, gap
        self.setText(words)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_type(self, size: float, gap: float) -> None:
        """Other type, where there is more or less room."""
        self._size, self._gap = size, gap
        self.updateGeometry()
        self.update()

    def natural_size(self) -> QSizeF:
        words = text_width(self.text(), self._size, True)
        return QSizeF(33 + key_width(self._digit) + 3 * self._gap + words + 2, 44)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        on = self.isChecked()
        box = QRectF(0, 0, size.width(), size.height())
        line = theme.PRIMARY if on else theme.LINE_STRONG
        draw_box(painter, box, fill=theme.TINT if on else theme.WHITE, line=line, width=1 + on)
        middle = size.height() / 2
        draw_radio(painter, 9, middle, on)
        x = 33 + self._gap
        x += draw_key(painter, x, middle, self._digit) + self._gap
        draw_text(painter, box.adjusted(x, 0, 0, 0), self.text(), self._size, bold=on)
