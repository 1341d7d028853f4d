"""Grouped list (表): painted rows under headings, moved through by ↑↓, quick with a thousand rows.

The list keeps order, selection, keys and the reader's words; how a row looks is the screen's
`RowPainter`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSizeF,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QLabel, QListView, QSizePolicy, QWidget

from ui import theme
from ui.widgets.drawing import Painted, draw_line, draw_text
from ui.widgets.focus import follow_focus
from ui.widgets.row_lines import (
    Group,
    HeadingLook,
    RowDelegate,
    RowLine,
    RowLines,
    RowPainter,
    RowState,
)

__all__ = [
    "Column",
    "Group",
    "GroupedList",
    "HeadingLook",
    "RowPainter",
    "RowState",
    "TableHead",
    "columns",
]

R = TypeVar("R")


class GroupedList(QListView, Generic[R]):
    """The list. `selected(row)` when the row changes, `opened(row)` on Enter or double click.

    `show_groups` keeps the selection by the painter's key; widgets set with `set_widget` are gone
    after it and are set again by the screen.
    """

    selected = Signal(object)
    opened = Signal(object)

    def __init__(self, name: str, painter: RowPainter[R], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rows")
        self._own_viewport()
        self.setAccessibleName(name)
        self._painter = painter
        self._lines: RowLines[R] = RowLines(painter, self)
        self.setModel(self._lines)
        self.setItemDelegate(RowDelegate(self, self._lines, painter))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self._keep_gap()
        self.doubleClicked.connect(lambda index: self._open(index.row()))
        self.verticalScrollBar().valueChanged.connect(lambda _: self._refocus())

    def _own_viewport(self) -> None:
        """Made here, since PySide sets up every class of widget there is to name one of Qt's own:
        a twentieth of the time until the first window is shown.
        """
        viewport = QWidget()
        viewport.setBackgroundRole(QPalette.ColorRole.Base)
        viewport.setAutoFillBackground(True)
        self.setViewport(viewport)

    @property
    def focus_inside(self) -> bool:
        """The rings lie inside when the row itself has the focus."""
        row = self.current()
        return row is None or self._painter.focus_rect(row, QRectF(0, 0, 100, 40)) is None

    def line(self, at: int) -> RowLine[R]:
        return self._lines.lines[at]

    def rows(self) -> tuple[R, ...]:
        """All rows in order, without the headings."""
        return tuple(line.row for line in self._lines.lines if line.row is not None)

    def show_groups(self, groups: Sequence[Group[R]]) -> None:
        """Show these rows; the row that was selected stays selected if it is still there."""
        row = self.current()
        kept = None if row is None else self._painter.key(row)
        at = self.verticalScrollBar().value()
        self._lines.show(groups)
        if kept is None or not self.select(kept):
            self._go(self._step(-1, 1))
        self.verticalScrollBar().setValue(at)
        self._refocus()  # the row it stood on may be gone

    def current(self) -> R | None:
        """The selected row."""
        at = self.currentIndex().row()
        return self._lines.lines[at].row if 0 <= at < len(self._lines.lines) else None

    def select(self, key: str) -> bool:
        """Select the row with this key; False when there is none."""
        for at, line in enumerate(self._lines.lines):
            if line.row is not None and self._painter.key(line.row) == key:
                self._go(at)
                return True
        return False

    def set_widget(self, key: str, widget: QWidget) -> None:
        """Show a widget in place of a painted row (a declined commitment with its offers)."""
        for at, line in enumerate(self._lines.lines):
            if line.row is not None and self._painter.key(line.row) == key:
                line.widget = widget
                self.setIndexWidget(self._lines.index(at), widget)
                self._lines.dataChanged.emit(self._lines.index(at), self._lines.index(at))
                self.scheduleDelayedItemsLayout()

    def currentChanged(  # noqa: N802
        self,
        current: QModelIndex | QPersistentModelIndex,
        previous: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
        self._refocus()
        row = self.current()
        if row is not None:
            self.selected.emit(row)

    def focus_rect(self) -> QRect:
        """Where the focus frame stands: the painter's place in the row, or the row."""
        index = self.currentIndex()
        row = self.current()
        if row is None:
            return self.rect()
        box = self.visualRect(index)
        at = theme.factor(self)
        whole = QRectF(0, 0, box.width() / at, box.height() / at)
        place = self._painter.focus_rect(row, whole) or whole
        shown = QRect(
            round(box.left() + place.left() * at),
            round(box.top() + place.top() * at),
            round(place.width() * at),
            round(place.height() * at),
        )
        shown.translate(self.viewport().pos())
        return shown & self.viewport().geometry()

    def _refocus(self) -> None:
        if self.hasFocus():
            follow_focus(self)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._refocus()

    def _step(self, start: int, by: int) -> int:
        """The next line that is a row, from `start` in the direction of `by`; `start` when none."""
        at = start + by
        while 0 <= at < len(self._lines.lines):
            if self._lines.lines[at].row is not None:
                return at
            at += by
        return start

    def _go(self, at: int) -> None:
        if 0 <= at < len(self._lines.lines):
            index = self._lines.index(at)
            self.setCurrentIndex(index)
            heading = at > 0 and self._lines.lines[at - 1].row is None
            if heading:
                self.scrollTo(self._lines.index(at - 1))
            self.scrollTo(index)

    def _open(self, at: int) -> None:
        row = self._lines.lines[at].row if 0 <= at < len(self._lines.lines) else None
        if row is not None:
            self.opened.emit(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        at, key = self.currentIndex().row(), event.key()
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            event.ignore()  # Alt, Ctrl: the window's
        elif key == Qt.Key.Key_Down:
            self._go(self._step(at, 1))
        elif key == Qt.Key.Key_Up:
            self._go(self._step(at, -1))
        elif key == Qt.Key.Key_Home:
            self._go(self._step(-1, 1))
        elif key == Qt.Key.Key_End:
            self._go(self._step(len(self._lines.lines), -1))
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            by = 1 if key == Qt.Key.Key_PageDown else -1
            for _ in range(10):
                at = self._step(at, by)
            self._go(at)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(at)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusOutEvent(event)
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._keep_gap()
            self.scheduleDelayedItemsLayout()

    def _keep_gap(self) -> None:
        """Room between the rows and their scroll bar."""
        self.setViewportMargins(0, 0, theme.scaled(6, self), 0)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list: its head and its width (0 = takes what is left)."""

    title: str
    width: float = 0


def columns(width: float, wanted: Sequence[Column]) -> tuple[tuple[float, float], ...]:
    """Left edge and width of each column in a row of `width`; open columns share the rest."""
    left = width - sum(column.width for column in wanted)
    open_columns = sum(1 for column in wanted if not column.width)
    share = max(left / open_columns, 40) if open_columns else 0
    placed = []
    x = 0.0
    for column in wanted:
        placed.append((x, column.width or share))
        x += placed[-1][1]
    return tuple(placed)


class TableHead(Painted, QLabel):
    """The heads over a list (34 high); as wide as the list without its scroll bar."""

    def __init__(
        self, wanted: Sequence[Column], parent: QWidget | None = None, *, bar: float = 16
    ) -> None:
        super().__init__(parent)
        self._bar = bar
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_columns(wanted)

    def show_columns(self, wanted: Sequence[Column]) -> None:
        self._columns = tuple(wanted)
        self.setAccessibleName("、".join(column.title for column in wanted if column.title))
        self.update()

    def natural_size(self) -> QSizeF:
        return QSizeF(200, 34)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        width = size.width() - self._bar
        for column, (x, wide) in zip(self._columns, columns(width, self._columns), strict=True):
            rect = QRectF(x + 8, 0, wide - 8, 34)
            draw_text(painter, rect, column.title, 14, theme.INK_2)
        draw_line(painter, QPointF(0, 33.5), QPointF(width, 33.5), theme.LINE_STRONG)
