"""Signature pad (署名の枠): takes a pen, rejects palm and finger, keeps every point."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QImage,
    QInputDevice,
    QMouseEvent,
    QPainter,
    QPen,
    QPointingDevice,
    QResizeEvent,
    QTabletEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.theme import Family, colour
from ui.widgets.drawing import Icon, Painted, draw_box, draw_icon, draw_text
from ui.widgets.names import paint_name

WIDTH: Final = 760.0
HEIGHT: Final = 504.0
_NAME_OVER_ANOTHER: Final = 34.0
"""Largest name below the line where that of another hand stands under it."""
_MM_PER_PX: Final = 25.4 / 96


@dataclass(frozen=True, slots=True)
class PenPoint:
    """One point of a stroke.

    `x` and `y` in 1/100 mm from the pad's top left, `t` in ms since the first point of the
    signature, `pressure` 0 to 1, tilts in degrees (-60 to 60).
    """

    x: int
    y: int
    t: int
    pressure: float
    tilt_x: float
    tilt_y: float


Stroke = tuple[PenPoint, ...]


class SignaturePad(Painted, QWidget):
    """The frame 760 × 504 with a base line and the signer's name.

    `by` stands at the right under the line: who writes for the signer (代筆).
    Pen only: touch (the palm rests on the screen) is taken and dropped, the mouse counts only
    with `allow_mouse` (sandbox and demo without a tablet). `changed(bool)`: is anything drawn.
    """

    changed = Signal(bool)

    def __init__(
        self,
        hint: str,
        name: str = "",
        parent: QWidget | None = None,
        *,
        by: str = "",
        allow_mouse: bool = False,
        family: Family = Family.TEXT,
    ) -> None:
        super().__init__(parent)
        self._hint, self._name, self._by, self._family = hint, name, by, family
        self._allow_mouse = allow_mouse
        self._strokes: list[list[PenPoint]] = []
        self._name_px = 24.0
        self._pen_down = False
        self._outside = False
        self._start: int | None = None
        self._ink: QImage | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_TabletTracking, False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(" ".join(filter(None, ("署名の枠", name, by))))
        self.setAccessibleDescription(hint)

    def natural_size(self) -> QSizeF:
        return QSizeF(WIDTH, HEIGHT)

    def set_name_px(self, px: float) -> None:
        """Size of the signer's name below the line, px at 100 %."""
        self._name_px = px
        self.update()

    @property
    def by(self) -> str:
        """Who writes for the signer; empty when the signer does."""
        return self._by

    def strokes(self) -> tuple[Stroke, ...]:
        """What was drawn, stroke by stroke."""
        return tuple(tuple(stroke) for stroke in self._strokes if stroke)

    def is_empty(self) -> bool:
        return not any(self._strokes)

    def clear(self) -> None:
        """Take the signature away; nothing of it is kept."""
        self._strokes.clear()
        self._pen_down = self._outside = False
        self._start = None
        self._ink = None
        self.update()
        self.changed.emit(False)

    def tabletEvent(self, event: QTabletEvent) -> None:  # noqa: N802
        event.accept()
        device = event.pointingDevice()
        if device.pointerType() not in (
            QPointingDevice.PointerType.Pen,
            QPointingDevice.PointerType.Unknown,
        ):
            return  # the eraser end and the puck do not sign
        kind, tip = event.type(), Qt.MouseButton.LeftButton
        touches = bool(event.buttons() & tip) or event.pressure() > 0
        if kind == QEvent.Type.TabletPress and (
            not touches or (self._pen_down and event.button() != tip)
        ):
            return  # the switch at the side, which a hand that grips the pen presses in the air
        if kind == QEvent.Type.TabletRelease and event.buttons() & tip:
            return  # the switch again, while the tip goes on writing
        if kind == QEvent.Type.TabletMove and not touches:
            self._pen_down = False  # it was lifted where nobody told this pad
        self._take(
            event.type(),
            event.position(),
            int(event.timestamp()),
            event.pressure(),
            event.xTilt(),
            event.yTilt(),
        )

    def event(self, event: QEvent) -> bool:
        if event.type() in (
            QEvent.Type.TouchBegin,
            QEvent.Type.TouchUpdate,
            QEvent.Type.TouchEnd,
            QEvent.Type.TouchCancel,
        ):
            event.accept()  # taken here, so that no mouse press is made of a resting hand
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._take_mouse(QEvent.Type.TabletPress, event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._take_mouse(QEvent.Type.TabletMove, event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._take_mouse(QEvent.Type.TabletRelease, event)

    def _take_mouse(self, kind: QEvent.Type, event: QMouseEvent) -> None:
        event.accept()
        from_touch = event.source() != Qt.MouseEventSource.MouseEventNotSynthesized
        by_finger = event.device().type() == QInputDevice.DeviceType.TouchScreen
        if self._allow_mouse and not from_touch and not by_finger:
            self._take(kind, event.position(), int(event.timestamp()), 0.5, 0.0, 0.0)

    def _take(
        self,
        kind: QEvent.Type,
        at: QPointF,
        when: int,
        pressure: float,
        tilt_x: float,
        tilt_y: float,
    ) -> None:
        if kind == QEvent.Type.TabletPress:
            self._pen_down, self._outside = True, False
            self._strokes.append([])
        if not self._pen_down:
            return  # hovering
        if kind == QEvent.Type.TabletRelease:
            self._pen_down = False
        if not QRectF(self.rect()).contains(at):
            self._outside = True  # what cannot be seen is not signed
            return
        if self._outside:
            self._strokes.append([])
            self._outside = False
        if self._start is None:
            self._start = when
        hundredths = _MM_PER_PX * 100 / self.factor
        point = PenPoint(
            round(at.x() * hundredths),
            round(at.y() * hundredths),
            max(when - self._start, 0),
            round(pressure, 4),
            round(tilt_x, 1),
            round(tilt_y, 1),
        )
        first = not any(self._strokes)
        stroke = self._strokes[-1]
        stroke.append(point)
        self._draw_last(stroke)
        if first:
            self.changed.emit(True)

    def _draw_last(self, stroke: list[PenPoint]) -> None:
        """Add the newest piece to the picture of the ink, and repaint only there."""
        ratio = self.devicePixelRatioF()
        if self._ink is None:
            size = self.size() * ratio
            self._ink = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
            self._ink.setDevicePixelRatio(ratio)
            self._ink.fill(Qt.GlobalColor.transparent)
        painter = QPainter(self._ink)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dirty = self._segment(painter, stroke)
        painter.end()
        self.update(dirty.toAlignedRect())

    def _segment(self, painter: QPainter, stroke: list[PenPoint]) -> QRectF:
        at = self.factor
        px = at / (_MM_PER_PX * 100)
        last = stroke[-1]
        before = stroke[-2] if len(stroke) > 1 else last
        start, end = QPointF(before.x * px, before.y * px), QPointF(last.x * px, last.y * px)
        width = (4 + min(last.pressure, 1.0)) * at
        pen = QPen(colour(theme.PRIMARY_HOVER), width)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        if start == end:
            painter.drawPoint(end)
        else:
            painter.drawLine(start, end)
        return QRectF(start, end).normalized().adjusted(-width, -width, width, width)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._ink = None
        strokes, self._strokes = self._strokes, []
        for stroke in strokes:
            self._strokes.append([])
            for point in stroke:
                self._strokes[-1].append(point)
                self._draw_last(self._strokes[-1])

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        box = QRectF(0, 0, size.width(), size.height())
        draw_box(painter, box, fill=theme.WHITE, line=theme.INK_STRONG, width=3)
        ink = theme.INK_2_RESIDENT
        draw_icon(painter, QRectF(23, 18, 28, 28), Icon.PEN, ink)
        hint = QRectF(61, 15, size.width() - 80, 34)
        draw_text(painter, hint, self._hint, 22, ink, family=self._family)
        y = size.height() - 97
        pen = QPen(colour(theme.LINE_STRONG), 2)
        pen.setDashPattern([3, 2])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawLine(QPointF(43, y), QPointF(size.width() - 43, y))
        px = min(self._name_px, _NAME_OVER_ANOTHER) if self._by else self._name_px
        high = px * 1.2
        below = QRectF(43, y + 6 + 144 / px, size.width() - 86, high + 5)
        if self._by:
            by = min(px - 4, 26)
            under = QRectF(43, below.bottom() + 2, below.width(), by * 1.2)
            paint_name(painter, under, self._by, by, ink)
        self._draw_name(painter, below, ink, px)
        if self._ink is not None:
            at = self.factor
            painter.save()
            painter.scale(1 / at, 1 / at)
            painter.drawImage(QPointF(0, 0), self._ink)
            painter.restore()

    def _draw_name(self, painter: QPainter, rect: QRectF, ink: str, px: float) -> None:
        if self._name.isascii():
            draw_text(painter, rect, self._name, px - 2, ink, family=Family.LATIN)
        else:
            paint_name(painter, rect, self._name, px, ink)
