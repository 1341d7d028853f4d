"""The red strip over the determinations (05): cut-offs after which a right is lost."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Signal
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.staff.work_views import CutView
from ui.theme import Width
from ui.widgets.clock import clock_width, draw_clock
from ui.widgets.drawing import (
    RIGHT,
    Icon,
    Painted,
    draw_box,
    draw_icon,
    draw_line,
    draw_text,
    text_width,
)
from ui.widgets.words import Run, draw_runs, runs_height

_CUTS_SHOWN: Final = 4


class CutStrip(Painted, QWidget):
    """The hard cut-offs (取り返せない期限), soonest first; one line where there is little room."""

    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._cuts: tuple[CutView, ...] = ()
        self._today = 0
        self._room = Width.WIDE
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_cuts(self, cuts: tuple[CutView, ...], today: int) -> None:
        self._cuts, self._today = cuts, today
        spoken = "、".join(f"{c.deadline.words} {c.title} {c.who}".strip() for c in cuts)
        self.setAccessibleName(f"取り返せない期限 {len(cuts)}件 {spoken}")
        self.setVisible(bool(cuts))
        self.updateGeometry()
        self.update()

    def set_room(self, room: Width) -> None:
        self._room = room
        self.updateGeometry()
        self.update()

    def natural_size(self) -> QSizeF:
        return QSizeF(300, 36 if self._room is Width.SMALL else 58)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(0, self.heightForWidth(self.width()))

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        return round(self._high(width / self.factor) * self.factor)

    def _high(self, width: float) -> float:
        """58 while every title stands on one line."""
        if self._room is Width.SMALL:
            return 36
        room = self._cell(0, QSizeF(width, 58)).width() - 26
        titles = [runs_height((Run(c.title, True),), room, 16, 1.3) for c in self._shown()]
        return 37 + max([21.0, *titles])

    def _shown(self) -> tuple[CutView, ...]:
        return self._cuts[:_CUTS_SHOWN]

    def _head_width(self) -> float:
        return 130.0

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        box = QRectF(0, 0, size.width(), size.height())
        small = self._room is Width.SMALL
        draw_box(painter, box, fill=theme.ERROR_GROUND, line=theme.ERROR_LINE)
        if small:
            draw_icon(painter, QRectF(13, 10, 16, 16), Icon.ALERT, theme.ERROR_INK)
            rect = QRectF(39, 0, size.width() - 52, size.height())
            draw_text(painter, rect, self._in_one_line(), 16, theme.ERROR_INK, bold=True)
            return
        draw_icon(painter, QRectF(13, 11, 16, 16), Icon.ALERT, theme.ERROR_INK)
        more = len(self._cuts) > _CUTS_SHOWN
        below = f"期限　全{len(self._cuts)}件" if more else "期限"
        for words, x, y in (("取り返せない", 33.0, 9.0), (below, 13.0, 29.0)):
            rect = QRectF(x, y, 110, 20)
            draw_text(painter, rect, words, 14, theme.ERROR_INK, bold=True)
        for index, cut in enumerate(self._shown()):
            self._draw_cut(painter, self._cell(index, size), cut, index)

    def _in_one_line(self) -> str:
        rest = len(self._cuts) - self._today
        if not self._today:
            return f"取り返せない期限　{rest}件"
        return f"取り返せない期限　今日 {self._today}" + (f"・ほか {rest}" if rest else "")

    def _cell(self, index: int, size: QSizeF) -> QRectF:
        left = self._head_width()
        share = (size.width() - 1 - left) / max(len(self._shown()), 1)
        return QRectF(left + index * share, 1, share, size.height() - 2)

    def _draw_cut(self, painter: QPainter, cell: QRectF, cut: CutView, index: int) -> None:
        last = index == len(self._shown()) - 1
        draw_box(painter, cell, fill=theme.WHITE, radius=theme.RADIUS - 1 if last else 0)
        if last:
            painter.fillRect(cell.adjusted(0, 0, -10, 0), theme.colour(theme.WHITE))
        x = cell.left() + 0.5
        draw_line(painter, QPointF(x, cell.top()), QPointF(x, cell.bottom()), "#ffbbbb")
        draw_clock(painter, cell.left() + 13, cell.top() + 17, cut.deadline)
        room = cell.width() - 26
        wide = self._room is Width.WIDE
        who = text_width(cut.who, 14)
        if wide and clock_width(cut.deadline) + 6 + who <= room:
            rect = QRectF(cell.left() + 13, cell.top() + 6, room, 22)
            draw_text(painter, rect, cut.who, 14, align=RIGHT)
        rect = QRectF(cell.left() + 13, cell.top() + 28, room, cell.height() - 28)
        draw_runs(painter, rect, (Run(cut.title, True),), 16, leading=1.3)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        at = event.position() / self.factor
        size = QSizeF(self.width() / self.factor, self.height() / self.factor)
        for index, cut in enumerate(self._shown()):
            if self._room is not Width.SMALL and self._cell(index, size).contains(at):
                self.pressed.emit(cut.id)
