"""Key hint (キーの箱): a small box that names the key of an action."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui import theme
from ui.theme import Family
from ui.widgets.drawing import CENTRE, Painted, draw_box, draw_line, draw_text, text_width

HEIGHT: Final = 22.0
ON_WHITE: Final = (theme.WHITE, theme.LINE_KEY, theme.INK_2_RESIDENT)
ON_PRIMARY: Final = (None, theme.TINT_LINE, theme.WHITE)
ON_NAVY: Final = (None, "#7096f8", theme.WHITE)
Look = tuple[str | None, str, str]
"""Fill, line and ink of the box."""


def key_width(key: str) -> float:
    """Width of the box, px at 100 %: at least 24, else the words and 5 each side."""
    return max(24.0, text_width(key, 14, family=Family.FIGURES) + 12)


def draw_key(painter: QPainter, x: float, middle: float, key: str, look: Look = ON_WHITE) -> float:
    """Draw the box with its left edge at `x`, centred on `middle`; answers its width."""
    fill, line, ink = look
    box = QRectF(x, middle - HEIGHT / 2, key_width(key), HEIGHT)
    draw_box(painter, box, fill=fill, line=line, radius=theme.RADIUS_SMALL)
    draw_line(
        painter,
        QPointF(box.left() + 2, box.bottom() - 1.3),
        QPointF(box.right() - 2, box.bottom() - 1.3),
        line,
        1.4,
    )
    draw_text(
        painter, box.adjusted(0, -1, 0, -1), key, 14, ink, family=Family.FIGURES, align=CENTRE
    )
    return box.width()


class KeyHint(Painted, QLabel):
    """One key, e.g. `KeyHint("Alt N")`; with `words` behind it as in the key bar."""

    def __init__(self, key: str, words: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self._words = words
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{words} {key}".strip())

    def natural_size(self) -> QSizeF:
        words = 7 + text_width(self._words, 14) if self._words else 0
        return QSizeF(key_width(self._key) + words, HEIGHT)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        used = draw_key(painter, 0, size.height() / 2, self._key)
        if self._words:
            rest = QRectF(used + 7, 0, size.width() - used - 7, size.height())
            draw_text(painter, rest, self._words, 14)
