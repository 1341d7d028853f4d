"""The department's tasks: painted rows with link code, procedure, the four acts, the clock."""

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.desk.views import TaskRowView
from ui.theme import Family, Width
from ui.widgets.clock import draw_clock
from ui.widgets.drawing import CENTRE, Painted, draw_line, draw_text
from ui.widgets.nodes import draw_track
from ui.widgets.rows import RowState

_GAP = 10.0
_PAD = 8.0
_WIDTHS = {
    Width.WIDE: (104.0, 250.0, 104.0),
    Width.NARROW: (80.0, 212.0, 100.0),
    Width.SMALL: (104.0, 0.0, 104.0),
}
_ACTS = ("依頼", "約束", "決定", "受入")


class TaskRows:
    """Paints a task (56 high); the track gives way where there is little room."""

    def __init__(self) -> None:
        self.room = Width.WIDE

    def cells(self, rect: QRectF) -> tuple[QRectF, QRectF, QRectF, QRectF]:
        """Link code, procedure, track, clock."""
        code, track, clock = _WIDTHS[self.room]
        left, right = rect.left() + _PAD, rect.right() - _PAD
        first = QRectF(left, rect.top(), code, rect.height())
        last = QRectF(right - clock, rect.top(), clock, rect.height())
        middle = last.left() - (track + _GAP if track else 0)
        third = QRectF(middle, rect.top(), track, rect.height())
        x = first.right() + _GAP
        return first, QRectF(x, rect.top(), middle - _GAP - x, rect.height()), third, last

    def key(self, row: TaskRowView) -> str:
        return row.key

    def height(self, row: TaskRowView) -> float:
        return 56

    def spoken(self, row: TaskRowView) -> str:
        acts = "、".join(
            f"{act} {node.words}" for act, node in zip(_ACTS, row.track, strict=True) if node.words
        )
        due = f"期限 {row.deadline.words}" if row.deadline is not None else ""
        return "、".join(filter(None, (row.link_code, row.title, row.sub, acts, due)))

    def line_left(self, row: TaskRowView, state: RowState) -> float:
        return 0

    def focus_rect(self, row: TaskRowView, rect: QRectF) -> QRectF | None:
        return None

    def paint(self, painter: QPainter, rect: QRectF, row: TaskRowView, state: RowState) -> None:
        code, title, track, clock = self.cells(rect)
        middle = rect.center().y()
        draw_text(painter, code, row.link_code, 16, family=Family.FIGURES)
        above = QRectF(title.left(), rect.top() + 6, title.width(), 23)
        draw_text(painter, above, row.title, 16, bold=True, elide=True)
        draw_text(painter, above.translated(0, 22), row.sub, 14, theme.INK_2, elide=True)
        if track.width():
            place = QRectF(track.left(), rect.top() + 8, track.width(), 40)
            draw_track(painter, place, row.track)
        if row.deadline is not None:
            draw_clock(painter, clock.left(), middle, row.deadline)
        else:
            draw_text(painter, clock, "—", 14, theme.INK_2)


class TaskHead(Painted, QWidget):
    """The heads over the tasks (32 high)."""

    def __init__(self, rows: TaskRows) -> None:
        super().__init__()
        self._rows = rows
        self.setAccessibleName("、".join(("リンクコード", "手続", *_ACTS, "期限")))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def natural_size(self) -> QSizeF:
        return QSizeF(200, 32)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        whole = QRectF(0, 0, size.width() - 16, 32)
        code, title, track, clock = self._rows.cells(whole)
        draw_text(painter, code, "リンクコード", 14, theme.INK_2)
        draw_text(painter, title, "手続", 14, theme.INK_2)
        for place, act in enumerate(_ACTS if track.width() else ()):
            column = track.width() / len(_ACTS)
            cell = QRectF(track.left() + place * column, 0, column, 32)
            draw_text(painter, cell, act, 14, theme.INK_2, align=CENTRE)
        draw_text(painter, clock, "期限", 14, theme.INK_2)
        draw_line(painter, QPointF(0, 31.5), QPointF(whole.right(), 31.5), theme.LINE_STRONG)
