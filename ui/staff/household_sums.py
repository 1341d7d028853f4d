"""The four facts over the member table (03), each with its source, and what the tags mean."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, QSizeF
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from ui import theme
from ui.staff.household_views import SummaryView
from ui.theme import Family
from ui.widgets.arrange import put_away
from ui.widgets.drawing import Painted, draw_box, draw_text, scaled_painter, text_width
from ui.widgets.source import Source, draw_source
from ui.widgets.words import Run, draw_runs, last_line_width, runs_height, runs_width


class _Sum(Painted, QLabel):
    """A fact over the table: label, value with its source, a line below; wraps, never cuts."""

    def __init__(self, view: SummaryView) -> None:
        super().__init__()
        self._view = view
        self._value = (Run(view.value.words),)
        source = view.value.source.words if view.value.source is not None else ""
        self.setAccessibleName(f"{view.label} {view.value.words} {view.below}".strip())
        self.setAccessibleDescription(f"出どころ {source}" if source else "")
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def _tag(self) -> float:
        return 26 if self._view.value.source is not None else 0

    def natural_size(self) -> QSizeF:
        family = Family.FIGURES if self._view.figures else Family.TEXT
        width = max(
            runs_width(self._value) + self._tag,
            text_width(self._view.below, 14, family=family),
            text_width(self._view.label, 14),
        )
        return QSizeF(width + 1, 63)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        hint = self.sizeHint()
        hint.setWidth(round(min(self.natural_size().width(), 150) * self.factor))
        return hint

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        at = self.factor
        room = max(width / at - self._tag, 60)
        below = runs_height((Run(self._view.below),), width / at, 14, 1.45)
        return round((20.3 + runs_height(self._value, room, 16, 1.4) + below) * at)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        view, width = self._view, size.width()
        draw_text(painter, QRectF(0, 0, width, 20), view.label, 14, theme.INK_2)
        room = QRectF(0, 20.3, max(width - self._tag, 60), 80)
        high = draw_runs(painter, room, self._value, 16, theme.INK, 1.4)
        if view.value.source is not None:
            x = last_line_width(self._value, room.width(), 16) + 6
            draw_source(painter, min(x, width - 20), 20.3 + high - 11, view.value.source)
        below = (Run(view.below, figures=view.figures),)
        rect = QRectF(0, 20.3 + high, width, 60)
        draw_runs(painter, rect, below, 14, theme.INK_2, 1.45)


class Sums(QWidget):
    """The four facts in a frame: beside each other, or two by two where it is narrow."""

    def __init__(self) -> None:
        super().__init__()
        self._cells: list[_Sum] = []
        self._wide = True
        self._grid = QGridLayout(self)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def show_sums(self, views: Sequence[SummaryView]) -> None:
        for cell in self._cells:
            put_away(cell)
        self._cells = [_Sum(view) for view in views]
        self._place()
        self._choose()

    def _choose(self) -> None:
        """Beside each other only where nothing has to wrap for it."""
        needed = sum(cell.sizeHint().width() for cell in self._cells)
        spare = theme.scaled(34 + 6 * max(len(self._cells) - 1, 0), self)
        wide = needed + spare <= max(self.width(), 1)
        if wide != self._wide:
            self._wide = wide
            self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._choose()

    def _place(self) -> None:
        across, down = (17, 15) if self._wide else (17, 11)
        margins = [theme.scaled(side, self) for side in (across, down, across, down)]
        self._grid.setContentsMargins(*margins)
        self._grid.setHorizontalSpacing(theme.scaled(6 if self._wide else 16, self))
        self._grid.setVerticalSpacing(theme.scaled(6, self))
        for column in range(7):
            self._grid.setColumnStretch(column, 0)
        for index, cell in enumerate(self._cells):
            self._grid.removeWidget(cell)
            if self._wide:
                self._grid.addWidget(cell, 0, 2 * index)
                if index:
                    self._grid.setColumnStretch(2 * index - 1, 1)
            else:
                self._grid.addWidget(cell, index // 2, index % 2)
                self._grid.setColumnStretch(index % 2, 1)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._place()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        with scaled_painter(self) as (painter, box):
            draw_box(painter, box, fill=theme.WHITE, line=theme.LINE)


class Legend(Painted, QLabel):
    """What the tags of sources mean."""

    def __init__(self) -> None:
        super().__init__()
        self._sources: tuple[Source, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_sources(papers=False)

    def show_sources(self, *, papers: bool) -> None:
        """The usual ones, and that of papers which were shown where there are any."""
        self._sources = tuple(s for s in Source if papers or s is not Source.PAPER)
        words = "、".join(source.words for source in self._sources)
        self.setAccessibleName(f"出どころ {words}")
        self.updateGeometry()
        self.update()

    def natural_size(self) -> QSizeF:
        widths = (25 + text_width(source.words, 14) for source in self._sources)
        return QSizeF(sum(widths) + 12 * (len(self._sources) - 1), 25)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        x, middle = 0.0, size.height() / 2
        for source in self._sources:
            x += draw_source(painter, x, middle, source) + 5
            width = text_width(source.words, 14)
            draw_text(painter, QRectF(x, 0, width, 25), source.words, 14, theme.INK_2)
            x += width + 12
