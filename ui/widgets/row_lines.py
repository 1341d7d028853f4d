"""What a grouped list shows: groups of rows, the model that lays them flat, how they are drawn."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, Generic, Protocol, TypeVar

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui import theme
from ui.theme import Family, colour
from ui.widgets.chip import ChipKind, draw_chip
from ui.widgets.drawing import draw_line, draw_text, text_width

R = TypeVar("R")
_R_contra = TypeVar("_R_contra", contravariant=True)

_Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()


@dataclass(frozen=True, slots=True)
class RowState:
    """How a row stands: selected, with the list in focus, first or last of its group."""

    selected: bool = False
    focused: bool = False
    first: bool = False
    last: bool = False


class HeadingLook(StrEnum):
    """How the heading of a group is drawn."""

    BAND = "band"  # grey band
    PLAIN = "plain"  # bold words on white, low over a line
    ALERT = "alert"  # red chip
    NONE = "none"  # no heading row at all


_HEADING_HEIGHTS: Final = {
    HeadingLook.BAND: 33.0,
    HeadingLook.PLAIN: 34.0,
    HeadingLook.ALERT: 38.0,
    HeadingLook.NONE: 0.0,
}


@dataclass(frozen=True, slots=True)
class Group(Generic[R]):
    """Rows under one heading. `count` None shows no figure; `note` stands behind in grey."""

    title: str
    rows: Sequence[R]
    count: int | None = None
    note: str = ""
    look: HeadingLook = HeadingLook.BAND


class RowPainter(Protocol[_R_contra]):
    """What a screen gives for its rows. All lengths px at 100 %; the painter is scaled already."""

    def key(self, row: _R_contra) -> str:
        """What stays the same when the row's content changes."""

    def height(self, row: _R_contra) -> float:
        """Height of the row (37 procedures, 41 lists, 51 commitments, 56 desk, 66 members)."""

    def spoken(self, row: _R_contra) -> str:
        """The row in one sentence, for a screen reader."""

    def paint(self, painter: QPainter, rect: QRectF, row: _R_contra, state: RowState) -> None:
        """Draw the row. Ground, blue bar and lower line are drawn already."""

    def focus_rect(self, row: _R_contra, rect: QRectF) -> QRectF | None:
        """Where the focus frame stands; None = inside the whole row."""

    def line_left(self, row: _R_contra, state: RowState) -> float:
        """Where the lower line of the row begins (0, or after a column that is shown once)."""


@dataclass(slots=True)
class RowLine(Generic[R]):
    """One line of the model: a heading or a row."""

    group: Group[R]
    row: R | None = None
    first: bool = False
    last: bool = False
    widget: QWidget | None = field(default=None)


class RowLines(QAbstractListModel, Generic[R]):
    """Headings and rows in one flat model; only rows can be selected."""

    def __init__(self, painter: RowPainter[R], parent: QWidget) -> None:
        super().__init__(parent)
        self._painter = painter
        self.lines: list[RowLine[R]] = []

    def show(self, groups: Sequence[Group[R]]) -> None:
        self.beginResetModel()
        self.lines = []
        for group in groups:
            if group.look is not HeadingLook.NONE:
                self.lines.append(RowLine(group))
            end = len(group.rows) - 1
            self.lines.extend(
                RowLine(group, row, at == 0, at == end) for at, row in enumerate(group.rows)
            )
        self.endResetModel()

    def rowCount(self, parent: _Index = _ROOT) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.AccessibleTextRole or not index.isValid():
            return None
        line = self.lines[index.row()]
        return line.group.title if line.row is None else self._painter.spoken(line.row)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid() or self.lines[index.row()].row is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class RowDelegate(QStyledItemDelegate, Generic[R]):
    """Draws headings and the ground of rows, and has the painter draw the rest."""

    def __init__(self, view: QListView, lines: RowLines[R], painter: RowPainter[R]) -> None:
        super().__init__(view)
        self._view, self._lines, self._painter = view, lines, painter

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: N802
        line = self._lines.lines[index.row()]
        at = theme.factor(self._view)
        if line.widget is not None:
            return QSize(10, line.widget.sizeHint().height())
        heading = _HEADING_HEIGHTS[line.group.look]
        height = heading if line.row is None else self._painter.height(line.row)
        return QSize(10, round(height * at))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        line = self._lines.lines[index.row()]
        if line.widget is not None:
            return
        at = theme.factor(self._view)
        box: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(box.topLeft())
        painter.scale(at, at)
        rect = QRectF(0, 0, box.width() / at, box.height() / at)
        if line.row is None:
            _draw_heading(painter, rect, line.group)
        else:
            chosen = index.row() == self._view.currentIndex().row()
            state = RowState(chosen, chosen and self._view.hasFocus(), line.first, line.last)
            if chosen:
                painter.fillRect(rect, colour(theme.TINT))
                painter.fillRect(QRectF(0, 0, 4, rect.height()), colour(theme.PRIMARY))
            left = self._painter.line_left(line.row, state)
            y = rect.bottom() - 0.5
            draw_line(painter, QPointF(left, y), QPointF(rect.right(), y), theme.LINE_SOFT)
            self._painter.paint(painter, rect, line.row, state)
        painter.restore()


def _draw_heading(painter: QPainter, rect: QRectF, group: Group[R]) -> None:
    x, middle = 8.0, rect.center().y()
    count = "" if group.count is None else str(group.count)
    if group.look is HeadingLook.ALERT:
        x += draw_chip(painter, x, middle, ChipKind.ATTENTION.chip(f"{group.title} {count}")) + 12
    else:
        y = rect.bottom() - 0.5
        draw_line(painter, QPointF(0, y), QPointF(rect.right(), y), theme.LINE)
        if group.look is HeadingLook.BAND:
            painter.fillRect(rect.adjusted(0, 0, 0, -1), colour(theme.GROUND))
        else:
            rect = rect.adjusted(0, 8, 0, -2)
        x += _write(painter, x, rect, group.title, 14, theme.INK, bold=True) + 9
        if count:
            size = 16.0 if group.look is HeadingLook.BAND else 14.0
            x += _write(painter, x, rect, count, size, theme.INK, bold=True, figures=True) + 14
    _write(painter, x, rect, group.note, 14, theme.INK_2)


def _write(
    painter: QPainter,
    x: float,
    rect: QRectF,
    text: str,
    size: float,
    ink: str,
    *,
    bold: bool = False,
    figures: bool = False,
) -> float:
    family = Family.FIGURES if figures else Family.TEXT
    width = text_width(text, size, bold, family)
    place = QRectF(x, rect.top(), width, rect.height())
    draw_text(painter, place, text, size, ink, bold=bold, family=family)
    return width
