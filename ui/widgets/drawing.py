"""The few strokes all painted parts share: text, boxes, icons, and the mix-in that scales.

Everything here is in px at 100 % text; `Painted` scales the painter, so no drawing code ever
multiplies by the text scale.
"""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from resources.loader import data_file
from ui import theme
from ui.theme import Family, colour, metrics, plain_font

if TYPE_CHECKING:
    _Mixed = QWidget
else:
    _Mixed = object

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
TOP_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


class Icon(StrEnum):
    """The line icons (20 × 20); the value is the file in resources/icons."""

    CHECK = "check"
    CROSS = "cross"
    BAR = "bar"
    RING = "ring"
    OK_RING = "okring"
    INFO = "info"
    HELP = "help"
    ALERT = "alert"
    DOCUMENT = "doc"
    BENT_ARROW = "link"
    PERSON = "person"
    PEOPLE = "people"
    CARD = "card"
    LOCK = "lock"
    SHIELD = "shield"
    MAIL = "mail"
    MAIL_FAILED = "mailx"
    MAIL_WAITS = "mailw"
    MAIL_ARRIVED = "mailc"
    UNDO = "undo"
    SEARCH = "search"
    BARCODE = "barcode"
    EYE_OFF = "eyeoff"
    PLUS = "plus"
    DOWN = "down"
    RIGHT = "right"
    LEFT = "left"
    PRINT = "print"
    PEN = "pen"
    SEND = "send"
    CLOCK = "clock"
    SCAN = "scan"
    LIST = "list"
    CHART = "chart"
    PHONE = "phone"
    FLAME = "flame"
    BOLT = "bolt"
    CAR = "car"
    DROP = "drop"
    HOME = "home"
    GLOBE = "globe"
    SCALES = "scales"
    BACKSPACE = "backsp"
    WAIT = "wait"
    FLAG = "flag"
    GRIP = "grip"


@contextmanager
def scaled_painter(widget: QWidget) -> Iterator[tuple[QPainter, QRectF]]:
    """A painter on a widget and the widget's box, both in px at 100 % text."""
    painter = QPainter(widget)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    at = theme.factor(widget)
    painter.scale(at, at)
    try:
        yield painter, QRectF(0, 0, widget.width() / at, widget.height() / at)
    finally:
        painter.end()


class Painted(_Mixed):
    """Mix-in for a widget that draws itself in px at 100 % text.

    Put it before the Qt class: `class Clock(Painted, QWidget)`. The widget gives `natural_size`
    and `draw`; the mix-in scales, sizes and follows a change of the text scale. The Qt class gives
    a screen reader the role: `QLabel` for what is only read, `QProgressBar` for a share,
    `QAbstractButton` for what is pressed.
    """

    def natural_size(self) -> QSizeF:
        """Size the part wants, px at 100 %."""
        raise NotImplementedError

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        """Paint into `size` (px at 100 %)."""
        raise NotImplementedError

    @property
    def factor(self) -> float:
        return theme.factor(self)

    def sizeHint(self) -> QSize:  # noqa: N802
        size, at = self.natural_size(), self.factor
        return QSize(math.ceil(size.width() * at), math.ceil(size.height() * at))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        with scaled_painter(self) as (painter, box):
            self.draw(painter, box.size())

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.ParentChange):
            self.updateGeometry()
            self.update()


def text_width(
    text: str, size: float = 16, bold: bool = False, family: Family = Family.TEXT
) -> float:
    """Advance width of one line, px at 100 %."""
    return metrics(size, bold, family).horizontalAdvance(text)


def draw_text(
    painter: QPainter,
    rect: QRectF,
    text: str,
    size: float = 16,
    ink: str = theme.INK,
    *,
    bold: bool = False,
    family: Family = Family.TEXT,
    align: Qt.AlignmentFlag = LEFT,
    wrap: bool = False,
    elide: bool = False,
    strike: bool = False,
) -> None:
    """One text in one style. Elides only when asked to, and then with 「…」 at the end."""
    font = plain_font(size, bold, family)
    if strike:
        font = type(font)(font)
        font.setStrikeOut(True)
    painter.setFont(font)
    painter.setPen(colour(ink))
    if elide:
        text = metrics(size, bold, family).elidedText(
            text, Qt.TextElideMode.ElideRight, rect.width() + 0.5
        )
    flags = int(align.value) | int(
        (Qt.TextFlag.TextWrapAnywhere if wrap else Qt.TextFlag.TextSingleLine).value
    )
    painter.drawText(rect, flags | int(Qt.TextFlag.TextDontClip.value), text)


def draw_box(
    painter: QPainter,
    rect: QRectF,
    *,
    fill: str | None = None,
    line: str | None = None,
    width: float = 1,
    radius: float = theme.RADIUS,
    dashed: bool = False,
) -> None:
    """A rounded box whose border lies inside `rect`, as in CSS."""
    painter.setBrush(colour(fill) if fill else Qt.BrushStyle.NoBrush)
    if line is None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(rect, radius, radius)
        return
    pen = QPen(colour(line), width)
    if dashed:
        pen.setDashPattern([3 / width * 1.0, 2 / width * 1.0] if width <= 1 else [3, 2])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    half = width / 2
    inner = max(radius - half, 0)
    painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), inner, inner)


def draw_icon(
    painter: QPainter,
    rect: QRectF,
    icon: Icon,
    ink: str = theme.INK,
    stroke: float | None = None,
) -> None:
    """An icon filling `rect`; `stroke` in units of its 20 × 20 grid (heavier at 16 px)."""
    if stroke is None:
        stroke = 2.2 if rect.width() <= 16 else 1.9
    device = painter.device()
    ratio = device.devicePixelRatio() if device is not None else 1.0
    transform = painter.combinedTransform()
    side = max(1, round(rect.width() * transform.m11() * ratio))
    painter.drawPixmap(rect, _icon_pixmap(icon, ink, stroke, side), QRectF(0, 0, side, side))


_pixmaps: dict[tuple[str, str, float, int], QPixmap] = {}


def _icon_pixmap(icon: Icon, ink: str, stroke: float, side: int) -> QPixmap:
    key = (icon.value, ink, stroke, side)
    found = _pixmaps.get(key)
    if found is None:
        found = _pixmaps[key] = icon_pixmap(icon, ink, side, stroke)
    return found


def icon_pixmap(icon: Icon, ink: str, side: int, stroke: float = 1.9) -> QPixmap:
    """The icon drawn in a colour on a clear ground, `side` device px each way."""
    from PySide6.QtSvg import QSvgRenderer  # loaded with the first icon, not with the window

    text = data_file("icons", f"{icon.value}.svg").read_text(encoding="utf-8")
    text = text.replace('stroke="#333333"', f'stroke="{ink}"')
    text = text.replace('stroke-width="1.9"', f'stroke-width="{stroke}"')
    pixmap = QPixmap(side, side)
    pixmap.fill(QColor(0, 0, 0, 0))
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(0, 0, side, side))
    painter.end()
    return pixmap


def draw_barred_box(painter: QPainter, box: QRectF, ground: str, line: str, bar: str) -> None:
    """A rounded box with a bar, 6 wide, along its left edge."""
    draw_box(painter, box, fill=ground, line=line)
    whole = QPainterPath()
    whole.addRoundedRect(box, theme.RADIUS, theme.RADIUS)
    painter.setClipRect(QRectF(0, 0, 6, box.height()))
    painter.fillPath(whole, colour(bar))


def draw_line(painter: QPainter, start: QPointF, end: QPointF, ink: str, width: float = 1) -> None:
    """A straight rule."""
    painter.setPen(QPen(colour(ink), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    painter.drawLine(start, end)


class IconView(Painted, QWidget):
    """An icon as a widget; decoration, so it has no accessible name of its own."""

    def __init__(
        self,
        icon: Icon,
        side: float = 20,
        ink: str = theme.INK,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon, self._side, self._ink = icon, side, ink
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def natural_size(self) -> QSizeF:
        return QSizeF(self._side, self._side)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        rect = QRectF(0, (size.height() - self._side) / 2, self._side, self._side)
        draw_icon(painter, rect, self._icon, self._ink)
