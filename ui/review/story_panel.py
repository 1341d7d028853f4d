"""The whole story of a reception: いきさつ, 連絡, 書類, 見た人 as tabs over a list of lines."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSizeF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.review.views import StoryRowView, StoryTabView
from ui.theme import Family
from ui.widgets.arrange import Label, Stack
from ui.widgets.drawing import Painted, draw_icon, draw_text, text_width
from ui.widgets.tabs import TabStrip
from ui.widgets.words import Run, draw_runs, runs_height

_TIME, _ICON, _GAP = 42.0, 18.0, 6.0


class StoryLine(Painted, QWidget):
    """One line: time, icon, what was done, by whom beneath."""

    def __init__(self, view: StoryRowView) -> None:
        super().__init__()
        self._view = view
        self.setAccessibleName(" ".join(filter(None, (view.time, view.words, view.who))))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def natural_size(self) -> QSizeF:
        return QSizeF(200, self._height(200))

    def _left(self) -> float:
        return _TIME + _GAP + _ICON + _GAP

    def _height(self, width: float) -> float:
        room = max(width - self._left(), 60)
        height = runs_height((Run(self._view.words),), room, 14, 1.4)
        if self._view.who:
            height += runs_height((Run(self._view.who),), room, 14, 1.45)
        return height + 15

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        return round(self._height(width / self.factor) * self.factor)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        view, left = self._view, self._left()
        room = size.width() - left
        time = QRectF(0, 7, _TIME, 20)
        draw_text(painter, time, view.time, 14, theme.INK_2, family=Family.FIGURES)
        draw_icon(painter, QRectF(_TIME + _GAP, 9, 16, 16), view.icon)
        words = (Run(view.words),)
        height = runs_height(words, room, 14, 1.4)
        draw_runs(painter, QRectF(left, 7, room, height), words, 14, leading=1.4)
        if view.who:
            rest = QRectF(left, 7 + height, room, size.height() - height)
            draw_runs(painter, rest, (Run(view.who),), 14, theme.INK_2, 1.45)
        line = QRectF(0, size.height() - 1, size.width(), 1)
        painter.fillRect(line, theme.colour(theme.LINE_SOFT))


class StoryTabs(TabStrip):
    """The tab strip set closer, so that four tabs stand in 251."""

    _PAD = 8.0

    def _edges(self) -> list[tuple[float, float]]:
        found, x = [], 0.0
        for words, count in self._tabs:
            width = text_width(words, 14, True) + 2 * self._PAD
            if count is not None:
                width += 4 + text_width(str(count), 14, family=Family.FIGURES)
            found.append((x, width))
            x += width
        return found

    def natural_size(self) -> QSizeF:
        x, width = self._edges()[-1] if self._tabs else (0, 0)
        return QSizeF(x + width, 36)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        edges = zip(self._edges(), self._tabs, strict=True)
        for at, ((x, width), (words, count)) in enumerate(edges):
            on = at == self.index
            ink = theme.PRIMARY if on else theme.INK
            used = text_width(words, 14, on)
            place = QRectF(x + self._PAD, 0, used, 34)
            draw_text(painter, place, words, 14, ink, bold=on)
            if count is not None:
                figure = QRectF(place.right() + 4, 0, 40, 34)
                draw_text(painter, figure, str(count), 14, ink, bold=on, family=Family.FIGURES)
            if on:
                bar = QRectF(x, size.height() - 3, width, 3)
                painter.fillRect(bar, theme.colour(theme.PRIMARY))


class StoryPanel(Stack):
    """Tabs over the lines of the one that is chosen. `chosen(index)` when the tab changes."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__(gap=0)
        self._views: tuple[StoryTabView, ...] = ()
        self._index = 0
        self._beside = True
        self._tabs = StoryTabs([("いきさつ", None)], size=14)
        self._tabs.chosen.connect(self._choose)
        self._head = Stack(self._tabs, across=True, gap=0)
        self._head.push()
        self._lines = Stack(gap=0, margins=(0, 4, 0, 0))
        self.add(self._head)
        self.add(self._lines)
        self.push()
        self.set_beside(True)

    def set_beside(self, beside: bool) -> None:
        """Beside the decision with a rule at its left, or under it."""
        self._beside = beside
        self.set_margins((17, 0, 0, 16) if beside else (0, 8, 0, 16))
        self.update()

    def show_story(self, views: Sequence[StoryTabView]) -> None:
        if tuple(views) == self._views:
            return
        self._views = tuple(views)
        self._index = min(self._index, max(len(self._views) - 1, 0))
        self._tabs.show_tabs(
            [(view.title, len(view.rows) if view.counted else None) for view in self._views]
        )
        self._show()

    def _choose(self, index: int) -> None:
        self._index = index
        self._show()
        self.chosen.emit(index)

    def _show(self) -> None:
        self._lines.clear()
        rows = self._views[self._index].rows if self._views else ()
        for row in rows:
            self._lines.add(StoryLine(row))
        if not rows:
            self._lines.add(Label("まだありません", 14, ink=theme.INK_2))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        line = theme.colour(theme.LINE)
        if self._beside:
            painter.fillRect(0, 0, 1, self.height(), line)
        y = self._head.geometry().bottom()
        painter.fillRect(self._head.x(), y, self._head.width(), 1, line)
        painter.end()
