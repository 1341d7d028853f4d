"""Deadline clock (期限の時計): a pie of the term already used, and the day in words."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui import theme
from ui.theme import colour
from ui.widgets.drawing import Painted, draw_text, text_width

HEIGHT: Final = 22.0
_UNIT: Final = 18 / 20  # the drawing is on a 20 grid, shown 18 px wide


@dataclass(frozen=True, slots=True)
class Deadline:
    """What a clock shows.

    `used` is the share of the term gone (0 to 1; 1 and more is past it, a full disc). `hard`
    marks a cut-off after which a right is lost (取り返せない期限).
    """

    words: str
    used: float
    hard: bool = False

    @property
    def ink(self) -> str:
        return theme.ERROR_INK if self.hard else theme.INK_2


def clock_width(deadline: Deadline, size: float = 14) -> float:
    return 24 + text_width(deadline.words, size, deadline.hard)


def draw_clock(
    painter: QPainter, x: float, middle: float, deadline: Deadline, size: float = 14
) -> float:
    """Draw pie and words from `x`, centred on `middle`; answers the width."""
    centre = QPointF(x + 9, middle)
    ring = 8.4 * _UNIT
    painter.setBrush(colour(theme.WHITE))
    painter.setPen(QPen(colour(deadline.ink), 2.2 * _UNIT))
    painter.drawEllipse(centre, ring, ring)
    pie = 5.6 * _UNIT
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(deadline.ink))
    if deadline.used >= 1:
        painter.drawEllipse(centre, pie, pie)
    else:
        share = max(deadline.used, 0.02)
        box = QRectF(centre.x() - pie, centre.y() - pie, 2 * pie, 2 * pie)
        painter.drawPie(box, 90 * 16, -round(share * 360 * 16))
    width = clock_width(deadline, size)
    words = QRectF(x + 24, middle - HEIGHT / 2, width - 24, HEIGHT)
    ink = theme.ERROR_INK if deadline.hard else theme.INK
    draw_text(painter, words, deadline.words, size, ink, bold=deadline.hard)
    return width


class Clock(Painted, QLabel):
    """One deadline as a widget."""

    def __init__(self, deadline: Deadline, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_deadline(deadline)

    def show_deadline(self, deadline: Deadline) -> None:
        self._deadline = deadline
        hard = "取り返せない期限 " if deadline.hard else "期限 "
        self.setAccessibleName(hard + deadline.words)
        self.updateGeometry()
        self.update()

    def natural_size(self) -> QSizeF:
        return QSizeF(clock_width(self._deadline) + 1, HEIGHT)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        draw_clock(painter, 0, size.height() / 2, self._deadline)
