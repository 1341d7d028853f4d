"""Source tag (出どころ): one character that says where a fact came from."""

from enum import Enum
from typing import Final

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui import theme
from ui.widgets.drawing import CENTRE, Painted, draw_box, draw_text, text_width

SIDE: Final = 20.0


class Source(Enum):
    """Where a fact came from: sign, words, fill, line, ink, dashed."""

    JUKI_NET = ("住", "住基ネット", theme.TINT, theme.PRIMARY, theme.PRIMARY_HOVER, False)
    CARD = ("カ", "カード", theme.INK_STRONG, theme.INK_STRONG, theme.WHITE, False)
    NOTICE = ("届", "予約の連絡", theme.WHITE, theme.LINE_STRONG, theme.INK, False)
    PAPER = ("書", "見せた書類", theme.WHITE, theme.INK_STRONG, theme.INK_STRONG, False)
    HEARD = ("聞", "聞き取り", theme.WHITE, theme.LINE_STRONG, theme.INK, True)

    @property
    def words(self) -> str:
        return self.value[1]


def draw_source(painter: QPainter, x: float, middle: float, source: Source) -> float:
    """Draw the tag with its left edge at `x`, centred on `middle`; answers its width (20)."""
    sign, _, fill, line, ink, dashed = source.value
    box = QRectF(x, middle - SIDE / 2, SIDE, SIDE)
    draw_box(painter, box, fill=fill, line=line, radius=3, dashed=dashed)
    draw_text(painter, box, sign, 14, ink, align=CENTRE)
    return SIDE


class SourceTag(Painted, QLabel):
    """One tag; with `words` the name of the source stands behind it (a legend)."""

    def __init__(
        self, source: Source, parent: QWidget | None = None, *, words: bool = False
    ) -> None:
        super().__init__(parent)
        self._source = source
        self._words = source.words if words else ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"出どころ {source.words}")
        self.setToolTip(source.words)

    def natural_size(self) -> QSizeF:
        return QSizeF(SIDE + (6 + text_width(self._words) if self._words else 0), 24)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        used = draw_source(painter, 0, size.height() / 2, self._source)
        if self._words:
            draw_text(painter, QRectF(used + 6, 0, size.width(), size.height()), self._words)
