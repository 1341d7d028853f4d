"""Moving what is larger than its place (スクロール): by finger, pen, keys, or a bar."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QInputDevice, QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QScroller, QWidget

from resources.loader import data_file
from ui import theme
from ui.tablet.look import Look, TextSize
from ui.widgets.arrange import Scroll

_DRAG: Final = 24.0
"""How far a pen moves before it drags: well over the trembling of a hand (about 8 px)."""
_THIN: Final = 14
_BROAD: Final = 56
"""Breadth of the bar; in larger text it has buttons at its ends, for those who cannot drag."""
_STEP: Final = 120


def bar_width(look: Look) -> int:
    """Breadth of a bar, px of this window."""
    return look.px(_THIN if look.size is TextSize.NORMAL else _BROAD)


def broad(look: Look, area: QAbstractScrollArea, view: QWidget, track: str = "transparent") -> None:
    """The bars as the tablet has them, and scrolling by finger and pen."""
    px = look.px
    edge = theme.WHITE if track == "transparent" else track
    large = look.size is not TextSize.NORMAL
    wide = bar_width(look)
    round_ = px(_THIN // 2)
    sheet = ""
    for bar, across, along in (("vertical", "width", "height"), ("horizontal", "height", "width")):
        ends = f"{wide}px" if large else "0"
        margin = f"{ends} 0 {ends} 0" if bar == "vertical" else f"0 {ends} 0 {ends}"
        sheet += (
            f"QScrollBar:{bar} {{ {across}: {wide}px; background: {track}; margin: {margin}; }}"
            f"QScrollBar::handle:{bar} {{ background: #767676; border: {px(2)}px solid {edge};"
            f" border-radius: {round_}px; min-{along}: {px(_BROAD)}px; }}"
        )
        if large:
            sheet += _ends(look, bar, across, along)
    area.setStyleSheet(sheet)
    for bar_ in (area.verticalScrollBar(), area.horizontalScrollBar()):
        bar_.setSingleStep(px(_STEP))
    QScroller.grabGesture(view, QScroller.ScrollerGestureType.TouchGesture)


def _ends(look: Look, bar: str, across: str, along: str) -> str:
    """The two buttons of a bar, each a target of its own."""
    side = look.px(_BROAD)
    icons = {"vertical": ("up", "down"), "horizontal": ("left", "right")}[bar]
    places = {"vertical": ("top", "bottom"), "horizontal": ("left", "right")}[bar]
    sheet = ""
    for end, icon, place in zip(("sub", "add"), icons, places, strict=True):
        picture = data_file("icons", f"{icon}.svg").as_posix()
        sheet += (
            f"QScrollBar::{end}-line:{bar} {{ {along}: {side - look.px(4)}px;"
            f" {across}: {side - look.px(4)}px; subcontrol-origin: margin;"
            f" subcontrol-position: {place}; background: {theme.WHITE};"
            f" border: {look.px(2)}px solid {theme.INK_2_RESIDENT};"
            f' border-radius: {look.px(8)}px; image: url("{picture}"); }}'
        )
    return sheet


class Drag(QObject):
    """Scrolls an area when a pen or mouse drags what lies in it; such a drag presses nothing.

    What a finger drags is moved by Qt's own scrolling, which lets the press go through: a flick
    over a list of languages would choose one.
    """

    def __init__(self, area: QAbstractScrollArea) -> None:
        super().__init__(area)
        self._area = area
        self._from: QPoint | None = None
        self._start = QPoint()
        self._dragging = False

    def watch(self, inside: QWidget) -> None:
        """Follow presses on this widget and on everything in it."""
        for widget in (inside, *inside.findChildren(QWidget)):
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if not isinstance(event, QMouseEvent) or not isinstance(watched, QWidget):
            return False
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress:
            self._from = event.globalPosition().toPoint()
            self._start = self._values()
            self._dragging = False
        elif kind == QEvent.Type.MouseMove and self._from is not None:
            return self._moved(watched, event)
        elif kind == QEvent.Type.MouseButtonRelease:
            was, self._dragging, self._from = self._dragging, False, None
            return was
        return False

    def _moved(self, watched: QWidget, event: QMouseEvent) -> bool:
        assert self._from is not None
        if not event.buttons() & Qt.MouseButton.LeftButton:
            self._from, self._dragging = None, False
            return False
        moved = event.globalPosition().toPoint() - self._from
        if not self._dragging:
            far = max(abs(moved.x()), abs(moved.y())) > theme.scaled(_DRAG, self._area)
            if not far or not self._can_move():
                return False
            self._dragging = True
            if isinstance(watched, QAbstractButton):
                watched.setDown(False)
        if event.device().type() != QInputDevice.DeviceType.TouchScreen:
            self._area.horizontalScrollBar().setValue(self._start.x() - moved.x())
            self._area.verticalScrollBar().setValue(self._start.y() - moved.y())
        return True

    def _values(self) -> QPoint:
        return QPoint(
            self._area.horizontalScrollBar().value(), self._area.verticalScrollBar().value()
        )

    def _can_move(self) -> bool:
        bars = (self._area.horizontalScrollBar(), self._area.verticalScrollBar())
        return any(bar.maximum() > bar.minimum() for bar in bars)


class TabletScroll(Scroll):
    """A place that scrolls, with a bar that is shown when there is more."""

    def __init__(self, look: Look, inside: QWidget) -> None:
        super().__init__(QWidget())
        # a viewport of ours: Qt's own was, once in thousands of pages, handed out as another object
        self._view = QWidget()
        self.setViewport(self._view)
        self.setWidget(inside)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        broad(look, self, self._view)
        self._drag = Drag(self)
        self._drag.watch(inside)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._fit()
        return super().event(event)

    def _fit(self) -> None:
        """No bar where all has room without one: Qt keeps a bar that its own breadth makes needed,
        and words that wrap beside it are cut.
        """
        room, inside = self.maximumViewportSize(), self.widget()
        high = 0
        if inside is not None:
            high = max(inside.heightForWidth(room.width()), inside.minimumSizeHint().height())
        needed = Qt.ScrollBarPolicy.ScrollBarAsNeeded
        none = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(needed if high > room.height() else none)
