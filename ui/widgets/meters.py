"""Meters: answered questions, size of a harm (害の大きさ), progress of a reading."""

from enum import Enum

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QLabel, QProgressBar, QSizePolicy, QWidget

from ui import theme
from ui.theme import colour
from ui.widgets.drawing import Painted, draw_box, draw_text, text_width


class Meter(Painted, QProgressBar):
    """One bar 8 × 16 a question: answered filled, the open one thick-edged, the rest empty."""

    def __init__(
        self, answered: int, here: bool, total: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_count(answered, here, total)

    def show_count(self, answered: int, here: bool, total: int) -> None:
        self._count = (answered, here, total)
        self.setRange(0, max(total, 1))
        self.setValue(answered)
        self.setAccessibleName(f"答え {answered}、残り 最大{total - answered}問")
        self.updateGeometry()
        self.update()

    def natural_size(self) -> QSizeF:
        return QSizeF(self._count[2] * 10 - 2, 16)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        answered, here, total = self._count
        for at in range(total):
            box = QRectF(at * 10, (size.height() - 16) / 2, 8, 16)
            if at < answered:
                painter.fillRect(box, colour(theme.PRIMARY))
            elif at == answered and here:
                draw_box(painter, box, fill=theme.WHITE, line=theme.PRIMARY, width=2, radius=0)
            else:
                draw_box(painter, box, fill=theme.WHITE, line=theme.LINE_STRONG, radius=0)


class Harm(Enum):
    """How much harm waiting does: filled bars and words."""

    GRAVE = (4, "重大")
    HIGH = (3, "高")
    MIDDLE = (2, "中")
    LOW = (1, "低")

    @property
    def words(self) -> str:
        return self.value[1]


def draw_harm(painter: QPainter, x: float, middle: float, harm: Harm) -> float:
    """Four bars 4 wide, 6 to 15 high, then the words; answers the width."""
    filled, words = harm.value
    ink = theme.ERROR_INK if harm is Harm.GRAVE else theme.INK_2_RESIDENT
    bottom = middle + 7.5
    for at in range(4):
        height = 6 + 3 * at
        box = QRectF(x + at * 6, bottom - height, 4, height)
        if at < filled:
            painter.fillRect(box, colour(ink))
        else:
            draw_box(painter, box, fill=theme.WHITE, line=theme.LINE_STRONG, radius=0)
    width = text_width(words, 14, True)
    text = theme.ERROR_INK if harm is Harm.GRAVE else theme.INK
    draw_text(painter, QRectF(x + 28, middle - 12, width, 24), words, 14, text, bold=True)
    return 28 + width


class HarmBars(Painted, QLabel):
    """Size of a harm as a widget."""

    def __init__(self, harm: Harm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_harm(harm)

    def show_harm(self, harm: Harm) -> None:
        self._harm = harm
        self.setAccessibleName(f"害の大きさ {harm.words}")
        self.updateGeometry()
        self.update()

    def natural_size(self) -> QSizeF:
        return QSizeF(28 + text_width(self._harm.words, 14, True) + 1, 24)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        draw_harm(painter, 0, size.height() / 2, self._harm)


class ProgressBar(Painted, QProgressBar):
    """A bar 10 high, filled from the left; the words beside it say how far."""

    def __init__(self, share: float = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_share(share)

    def show_share(self, share: float) -> None:
        """Share done, 0 to 1."""
        self._share = min(max(share, 0.0), 1.0)
        self.setValue(round(self._share * 100))
        self.setAccessibleName(f"進み {round(self._share * 100)}％")
        self.update()

    def natural_size(self) -> QSizeF:
        return QSizeF(80, 10)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        top = (size.height() - 10) / 2
        box = QRectF(0, top, size.width(), 10)
        draw_box(painter, box, fill=theme.WHITE, line=theme.LINE_STRONG, radius=5)
        inside = QPainterPath()
        inside.addRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setClipRect(QRectF(0, 0, size.width() * self._share, size.height()))
        painter.fillPath(inside, colour(theme.PRIMARY))
