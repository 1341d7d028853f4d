"""The queue of what waits: painted rows with harm, what and which reception, time left."""

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractScrollArea, QSizePolicy, QWidget

from ui import theme
from ui.review.views import QueueRowView
from ui.theme import Width
from ui.widgets.clock import draw_clock
from ui.widgets.drawing import Painted, draw_line, draw_text, text_width
from ui.widgets.meters import draw_harm
from ui.widgets.rows import RowState

_HARM, _GAP = 64.0, 10.0


class QueueRows:
    """Paints a row of the queue (66 high): harm, title over reception, clock."""

    def __init__(self) -> None:
        self.room = Width.WIDE

    @property
    def pad(self) -> float:
        return 20 if self.room is Width.WIDE else 14

    @property
    def clock(self) -> float:
        return 112 if self.room is Width.WIDE else 106

    def key(self, row: QueueRowView) -> str:
        return row.key

    def height(self, row: QueueRowView) -> float:
        return 66

    def spoken(self, row: QueueRowView) -> str:
        left = row.deadline.words if row.deadline is not None else row.since
        parts = (f"害の大きさ {row.harm.words}", row.title, *row.sub, left, _mark(row))
        return "、".join(filter(None, parts))

    def line_left(self, row: QueueRowView, state: RowState) -> float:
        return 0

    def focus_rect(self, row: QueueRowView, rect: QRectF) -> QRectF | None:
        return None

    def paint(self, painter: QPainter, rect: QRectF, row: QueueRowView, state: RowState) -> None:
        middle = rect.center().y()
        x = rect.left() + self.pad
        draw_harm(painter, x, middle - 4, row.harm)
        clock = rect.right() - self.pad - self.clock
        words = QRectF(x + _HARM + _GAP, rect.top() + 11, clock - _GAP - x - _HARM - _GAP, 23)
        draw_text(painter, words, row.title, 16, bold=True, elide=True)
        below = words.translated(0, 22)
        sub = _fitting(row.sub, below.width())
        draw_text(painter, below, sub, 14, theme.INK_2_RESIDENT, elide=True)
        if row.deadline is not None:
            draw_clock(painter, clock, middle, row.deadline)
        else:
            place = QRectF(clock, middle - 11, self.clock, 22)
            draw_text(painter, place, row.since, 14)
        if mark := _mark(row):
            place = QRectF(x, middle + 8, _HARM, 20)
            draw_text(painter, place, mark, 14, theme.INK_2)


def _mark(row: QueueRowView) -> str:
    """What was done about it, though it still waits."""
    if row.asking:
        return "問合せ中"
    return "保留" if row.held else ""


def _fitting(parts: tuple[str, ...], room: float) -> str:
    """As many of the parts as there is room for; the first stands in any case."""
    words = parts[0] if parts else ""
    for count in range(len(parts), 1, -1):
        whole = f"{parts[0]}　{'・'.join(parts[1:count])}"
        if text_width(whole, 14) <= room:
            return whole
    return words


class QueueHead(Painted, QWidget):
    """The heads over the queue (30 high); they end where its rows end, before the scroll bar."""

    def __init__(self, rows: QueueRows, beneath: QAbstractScrollArea) -> None:
        super().__init__()
        self._rows = rows
        self._beneath = beneath
        beneath.verticalScrollBar().rangeChanged.connect(self.update)
        self.setAccessibleName("害、なにを・どの受付、残り")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def natural_size(self) -> QSizeF:
        return QSizeF(200, 30)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        pad = self._rows.pad
        bar = (self._beneath.width() - self._beneath.viewport().width()) / self.factor
        clock = size.width() - bar - pad - self._rows.clock
        for x, words in ((pad, "害"), (pad + _HARM + _GAP, "なにを・どの受付"), (clock, "残り")):
            draw_text(painter, QRectF(x, 0, 140, 22), words, 14, theme.INK_2)
        y = size.height() - 0.5
        draw_line(painter, QPointF(0, y), QPointF(size.width(), y), theme.LINE_STRONG)
