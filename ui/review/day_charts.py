"""The two charts of the day: minutes by the hour, and what is still open with whom."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.review.views import HourView, OpenBarView, TileView
from ui.theme import Family, colour
from ui.widgets.drawing import CENTRE, RIGHT, Painted, draw_box, draw_line, draw_text, text_width

_LEFT, _BASE, _TOP = 36.0, 232.0, 22.0
_ROW = 33.0
_NAME, _TOTAL = 96.0, 34.0


def draw_hatch(painter: QPainter, rect: QRectF) -> None:
    """A bar that is told apart by its hatch (斜線), not by its colour alone."""
    if rect.height() <= 0:
        return
    path = QPainterPath()
    path.addRect(rect)
    painter.save()
    painter.fillRect(rect, colour(theme.WARN_GROUND))
    painter.setClipPath(path)
    painter.setPen(QPen(colour(theme.WARN_MARK), 2))
    x = rect.left() - rect.height()
    while x < rect.right():
        painter.drawLine(QPointF(x, rect.bottom()), QPointF(x + rect.height(), rect.top()))
        x += 6
    painter.restore()
    painter.setPen(QPen(colour(theme.WARN_INK), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))


class HourChart(Painted, QWidget):
    """Average minutes until the signature (hatched) and until the commit, hour by hour."""

    def __init__(self, target: int) -> None:
        super().__init__()
        self._target = target
        self._hours: tuple[HourView, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_hours(self, hours: Sequence[HourView]) -> None:
        self._hours = tuple(hours)
        said = [
            f"{h.hour}時台 {h.count}件 署名まで {_minutes(h.before)} 対応 {_minutes(h.whole)}"
            for h in self._hours
            if h.count
        ]
        self.setAccessibleName("時間帯ごとの時間。" + "、".join(said or ["受付はありません"]))
        self.update()

    def natural_size(self) -> QSizeF:
        return QSizeF(420, 276)

    def _highest(self) -> float:
        figures = [f for h in self._hours for f in (h.before, h.whole) if f is not None]
        top = max([float(self._target), *figures])
        return (int(top / 20) + (top % 20 > 0)) * 20.0

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        highest = self._highest()
        right = size.width()
        unit = (_BASE - _TOP) / highest
        step = 20 if highest <= 80 else 20 * (int(highest / 80) + 1)
        for minutes in range(0, int(highest) + 1, step):
            y = _BASE - minutes * unit
            ink = theme.LINE_STRONG if minutes == 0 else theme.LINE_SOFT
            draw_line(painter, QPointF(_LEFT, y), QPointF(right, y), ink)
            label = QRectF(0, y - 10, _LEFT - 6, 20)
            draw_text(painter, label, str(minutes), 14, align=RIGHT, family=Family.FIGURES)
        y = _BASE - self._target * unit
        pen = QPen(colour(theme.LINE_STRONG), 1)
        pen.setDashPattern([5, 4])
        painter.setPen(pen)
        painter.drawLine(QPointF(_LEFT, y), QPointF(right, y))
        words = QRectF(right - 120, y - 22, 120, 20)
        draw_text(painter, words, f"目標 {self._target}分", 14, align=RIGHT)
        column = (right - _LEFT) / max(len(self._hours), 1)
        for place, hour in enumerate(self._hours):
            self._column(painter, _LEFT + column * place, column, hour, unit, place == 0)

    def _column(
        self, painter: QPainter, x: float, width: float, hour: HourView, unit: float, first: bool
    ) -> None:
        middle = x + width / 2
        for left, wide, minutes, hatched in (
            (middle - 21, 18.0, hour.before, True),
            (middle - 1, 22.0, hour.whole, False),
        ):
            if minutes is None:
                continue
            bar = QRectF(left, _BASE - minutes * unit, wide, minutes * unit)
            if hatched:
                draw_hatch(painter, bar)
            else:
                painter.fillRect(bar, colour(theme.PRIMARY))
            figure = QRectF(left - 10, bar.top() - 20, wide + 20, 18)
            draw_text(painter, figure, str(round(minutes)), 14, align=CENTRE, family=Family.FIGURES)
        title = f"{hour.hour}時台" if first else str(hour.hour)
        family = Family.TEXT if first else Family.FIGURES
        name = QRectF(x - 6, _BASE + 5, width + 12, 18)
        draw_text(painter, name, title, 14, align=CENTRE, family=family)
        count = name.translated(0, 18)
        draw_text(painter, count, f"{hour.count}件", 14, theme.INK_2, align=CENTRE)


def _minutes(value: float | None) -> str:
    return "—" if value is None else f"{round(value)}分"


class OpenChart(Painted, QWidget):
    """One bar a party: late (red, white figure), waiting (dashed edge), at work (tint)."""

    def __init__(self) -> None:
        super().__init__()
        self._bars: tuple[OpenBarView, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, bars: Sequence[OpenBarView]) -> None:
        self._bars = tuple(bars)
        said = [
            f"{b.party} おくれ {b.late} 約束待ち {b.waiting} 作業中 {b.working}" for b in self._bars
        ]
        self.setAccessibleName("相手ごと。" + "、".join(said or ["残っている依頼はありません"]))
        self.updateGeometry()
        self.update()

    def natural_size(self) -> QSizeF:
        return QSizeF(300, max(len(self._bars), 1) * _ROW)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        if not self._bars:
            rect = QRectF(6, 0, size.width(), _ROW)
            draw_text(painter, rect, "残っている依頼はありません", 14, theme.INK_2)
            return
        room = size.width() - _NAME - _TOTAL - 24
        unit = min(20.0, room / max(bar.total for bar in self._bars))
        for place, bar in enumerate(self._bars):
            row = QRectF(0, place * _ROW, size.width(), _ROW)
            name = QRectF(6, row.top(), _NAME, _ROW)
            draw_text(painter, name, bar.party, 14)
            x = _NAME + 12
            top = row.top() + (_ROW - 22) / 2
            for count, look in ((bar.late, "late"), (bar.waiting, "wait"), (bar.working, "work")):
                if count:
                    wide = max(count * unit, 14)
                    _draw_part(painter, QRectF(x, top, wide, 22), count, look)
                    x += wide
            total = QRectF(size.width() - _TOTAL - 6, row.top(), _TOTAL, _ROW)
            draw_text(painter, total, str(bar.total), 14, align=RIGHT, family=Family.FIGURES)


def _draw_part(painter: QPainter, rect: QRectF, count: int, look: str) -> None:
    draw_swatch(painter, rect, look)
    ink = theme.WHITE if look == "late" else theme.PRIMARY_HOVER
    draw_text(
        painter,
        rect,
        str(count),
        14,
        ink,
        bold=look == "late",
        align=CENTRE,
        family=Family.FIGURES,
    )


def draw_swatch(painter: QPainter, rect: QRectF, look: str) -> None:
    """The look of a part: "late", "wait", "work", and "hatch", "solid" of the other chart."""
    if look == "hatch":
        draw_hatch(painter, rect)
        return
    fills = {
        "late": theme.ERROR_INK,
        "wait": theme.WHITE,
        "work": theme.TINT_2,
        "solid": theme.PRIMARY,
    }
    line = theme.ERROR_INK if look == "late" else theme.PRIMARY_HOVER
    pen = QPen(colour(line), 1)
    if look == "wait":
        pen.setDashPattern([3, 2])
    painter.setPen(pen)
    painter.setBrush(QBrush(QColor(fills[look])))
    painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))


class Swatch(Painted, QWidget):
    """One entry of a legend."""

    def __init__(self, look: str, words: str) -> None:
        super().__init__()
        self._look, self._words = look, words
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def natural_size(self) -> QSizeF:
        return QSizeF(24 + text_width(self._words, 14) + 1, 20)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        draw_swatch(painter, QRectF(0, 3, 18, 14), self._look)
        draw_text(painter, QRectF(24, 0, size.width() - 24, 20), self._words, 14)


class Tile(Painted, QWidget):
    """A figure of the day in its frame: title, figure and unit, a line beneath."""

    def __init__(self) -> None:
        super().__init__()
        self._view = TileView("", "", "", "")
        self._narrow = False
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_tile(self, view: TileView) -> None:
        self._view = view
        self.setAccessibleName(f"{view.title} {view.figure}{view.unit} {view.note}")
        self.update()

    def set_narrow(self, narrow: bool) -> None:
        self._narrow = narrow
        self.updateGeometry()
        self.update()

    def natural_size(self) -> QSizeF:
        return QSizeF(130, 92 if self._narrow else 104)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        view = self._view
        draw_box(painter, QRectF(0, 0, size.width(), size.height()), line=theme.LINE)
        left = 10.0 if self._narrow else 15.0
        room = size.width() - 2 * left
        draw_text(painter, QRectF(left, 8, room, 20), view.title, 14, theme.INK_2)
        px = 28 if self._narrow else 36
        figure = QRectF(left, 28, room, px * 1.2)
        draw_text(
            painter, figure, view.figure, px, theme.INK_STRONG, bold=True, family=Family.FIGURES
        )
        x = left + text_width(view.figure, px, True, Family.FIGURES) + 4
        unit = QRectF(x, figure.bottom() - 27, 40, 24)
        draw_text(painter, unit, view.unit, 16)
        note = QRectF(left, figure.bottom(), room, 20)
        draw_text(painter, note, view.note, 14, theme.INK_2, elide=True)
