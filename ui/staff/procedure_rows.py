"""Rows of determinations (05): department once, chip, title, whose, clock, papers."""

from typing import Final

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent

from ui import theme
from ui.staff.reason_panel import standing_chip
from ui.staff.work_views import ProcedureRowView, Standing
from ui.theme import Width
from ui.widgets.chip import draw_chip
from ui.widgets.clock import draw_clock
from ui.widgets.drawing import draw_text
from ui.widgets.rows import Column, GroupedList, RowState, columns
from ui.widgets.words import Run, draw_runs, runs_height, runs_width

_WIDE: Final = (
    Column("担当課", 106),
    Column("判定", 108),
    Column("手続"),
    Column("だれの", 88),
    Column("期限", 120),
    Column("添付・理由", 132),
)
_NARROW: Final = _WIDE[:5]
_SMALL: Final = (_WIDE[1], _WIDE[2], _WIDE[4])
COLUMNS: Final = {Width.WIDE: _WIDE, Width.NARROW: _NARROW, Width.SMALL: _SMALL}
_SELECTORS: Final = range(0xE0100, 0xE01F0)


class ProcedureRows:
    """Paints a determination (37 high, more where a text takes two lines); its department once."""

    def __init__(self) -> None:
        self.columns: tuple[Column, ...] = _WIDE
        self.width = 784.0  # of a row, px at 100 %

    def key(self, row: ProcedureRowView) -> str:
        return row.id

    def height(self, row: ProcedureRowView) -> float:
        cells = self.cells(QRectF(0, 0, self.width, 37))
        high = [runs_height(_title(row), cells["手続"].width(), 16, 1.25)]
        for head, words in (("だれの", row.who), ("添付・理由", row.papers)):
            if head in cells:
                high.append(runs_height(_cell(words), cells[head].width(), 14, 1.3))
        return max(37.0, max(high) + 12)

    def spoken(self, row: ProcedureRowView) -> str:
        chip = standing_chip(row.standing, row.postponed).text
        due = row.due
        if row.deadline is not None:
            hard = "取り返せない期限" if row.deadline.hard else "期限"
            due = f"{hard} {row.deadline.words}"
        return "、".join(filter(None, (row.department, chip, row.title, row.who, due, row.papers)))

    def line_left(self, row: ProcedureRowView, state: RowState) -> float:
        return self.columns[0].width if self.columns[0].title == "担当課" else 0

    def cells(self, rect: QRectF) -> dict[str, QRectF]:
        """The inside of each column of a row."""
        placed = columns(rect.width(), self.columns)
        return {
            column.title: QRectF(rect.left() + x + 8, rect.top(), width - 14, rect.height())
            for column, (x, width) in zip(self.columns, placed, strict=True)
        }

    def focus_rect(self, row: ProcedureRowView, rect: QRectF) -> QRectF | None:
        """The rings stand around the title, as the row fills its list."""
        cell = self.cells(rect)["手続"]
        title = _title(row)
        width = min(runs_width(title, 16), cell.width())
        high = max(24.0, runs_height(title, cell.width(), 16, 1.25) + 4)
        return QRectF(cell.left() - 3, cell.center().y() - high / 2, width + 6, high)

    def paint(
        self, painter: QPainter, rect: QRectF, row: ProcedureRowView, state: RowState
    ) -> None:
        cells = self.cells(rect)
        middle = rect.center().y()
        if state.first and (cell := cells.get("担当課")) is not None:
            place = QRectF(cell.left(), cell.top(), cell.width() + 8, 36)
            draw_text(painter, place, row.department, 14, bold=True)
        chip = standing_chip(row.standing, row.postponed)
        draw_chip(painter, cells["判定"].left(), middle, chip)
        _draw_runs(painter, cells["手続"], _title(row), 16, 1.25)
        if (cell := cells.get("だれの")) is not None:
            _draw_runs(painter, cell, _cell(row.who), 14, 1.3)
        cell = cells["期限"]
        if row.deadline is not None:
            draw_clock(painter, cell.left(), middle, row.deadline)
        else:
            _draw_runs(painter, cell, _cell(row.due), 14, 1.3)
        if (cell := cells.get("添付・理由")) is not None:
            _draw_runs(painter, cell, _cell(row.papers), 14, 1.3)


def _title(row: ProcedureRowView) -> tuple[Run, ...]:
    """Bold and dark where something is to be filed."""
    applies = row.standing is Standing.APPLIES
    return (Run(row.title, applies, ink=theme.INK if applies else theme.INK_2_RESIDENT),)


def _cell(words: str) -> tuple[Run, ...]:
    """A short text; one with a variation selector in its true glyphs."""
    name = any(ord(character) in _SELECTORS for character in words)
    return (Run(words or "—", name=name),)


def _draw_runs(
    painter: QPainter, cell: QRectF, runs: tuple[Run, ...], size: float, leading: float
) -> None:
    """Draw a text in the middle of its cell, on two lines where one does not hold it."""
    high = runs_height(runs, cell.width(), size, leading)
    place = QRectF(cell.left(), cell.center().y() - high / 2, cell.width(), high)
    draw_runs(painter, place, runs, size, leading=leading)


class ProcedureList(GroupedList[ProcedureRowView]):
    """The list; Enter is left to the pane's primary button, and rows know how wide they are."""

    def __init__(self, painter: ProcedureRows) -> None:
        super().__init__("手続", painter)
        self._look = painter

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def measure(self) -> None:
        """Lay the rows out anew for the width there is."""
        width = self.viewport().width() / theme.factor(self)
        if self._look.width != width:
            self._look.width = width
            self.scheduleDelayedItemsLayout()
            QTimer.singleShot(0, self, self._keep_in_view)

    def _keep_in_view(self) -> None:
        self.scrollTo(self.currentIndex())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.measure()
        if event.size().height() < event.oldSize().height():
            QTimer.singleShot(0, self, self._keep_in_view)
