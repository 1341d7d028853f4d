"""Focus frame (焦点の枠): two rings, yellow then black, around whatever has the focus in a window.

A style sheet cannot draw two rings. Qt's own `QFocusFrame` follows a widget natively through
layouts and scroll areas; here it is given our margins and our rings. A widget may say which part
of it has the focus (`focus_rect`, in its own coordinates) and that the rings lie inside
(`focus_inside`).
"""

from typing import Final

from PySide6.QtCore import QObject, QPoint, QRect, QRectF, Qt, Slot
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QFocusFrame,
    QProxyStyle,
    QStyle,
    QStyleHintReturn,
    QStyleOption,
    QWidget,
)
from shiboken6 import isValid

from ui import theme
from ui.theme import colour
from ui.widgets.drawing import draw_box

_OUTSIDE: Final = 6.0
"""2 of yellow, then 4 of black."""

_MARGINS: Final = (
    QStyle.PixelMetric.PM_FocusFrameHMargin,
    QStyle.PixelMetric.PM_FocusFrameVMargin,
)


class _FrameStyle(QProxyStyle):
    """Tells `QFocusFrame` how far outside the rings stand, and that they lie above the widget."""

    def pixelMetric(  # noqa: N802
        self,
        metric: QStyle.PixelMetric,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
    ) -> int:
        if metric in _MARGINS and isinstance(widget, _Rings):
            return widget.margin
        return super().pixelMetric(metric, option, widget)

    def styleHint(  # noqa: N802
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returned: QStyleHintReturn | None = None,
    ) -> int:
        if hint == QStyle.StyleHint.SH_FocusFrame_AboveWidget:
            return 1
        return super().styleHint(hint, option, widget, returned)


def _frame_style() -> _FrameStyle:
    """One style for all frames, owned by the application so that it goes before Qt does."""
    application = QApplication.instance()
    found = application.findChild(_FrameStyle) if application is not None else None
    if isinstance(found, _FrameStyle):
        return found
    style = _FrameStyle("Fusion")
    style.setParent(application)
    return style


class _Rings(QFocusFrame):
    """The two rings. Covers nothing but them, so what is under it is not painted again."""

    def __init__(self, host: QWidget) -> None:
        self.margin = 0
        super().__init__(host)
        self.inside = False
        self.at = 1.0
        self.setStyle(_frame_style())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.cut()

    def cut(self) -> None:
        """Leave the middle out."""
        inner = round((_OUTSIDE + 2 if self.inside else _OUTSIDE + 4) * self.at)
        whole = QRect(QPoint(0, 0), self.size())
        self.setMask(QRegion(whole) - QRegion(whole.adjusted(inner, inner, -inner, -inner)))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self.at, self.at)
        box = QRectF(0, 0, self.width() / self.at, self.height() / self.at)
        outer, inner = (0.0, 0.0) if self.inside else (12.0, 9.0)
        draw_box(painter, box, line=theme.FOCUS_BLACK, width=4, radius=outer)
        ring = QPainterPath()
        yellow = box.adjusted(4, 4, -4, -4)
        ring.addRoundedRect(yellow, inner, inner)
        hole = QPainterPath()
        least = max(inner - 2, 0)
        hole.addRoundedRect(yellow.adjusted(2, 2, -2, -2), least, least)
        painter.fillPath(ring.subtracted(hole), colour(theme.FOCUS_YELLOW))
        painter.end()


class FocusFrame(QObject):
    """Keeps the rings around the focus of one window. Make it once for each window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName(theme.FOCUS_FRAME)
        self._host = window
        self._focused: QWidget | None = None
        self._rings: _Rings | None = None
        self._marker: QWidget | None = None
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus)
        self._on_focus(None, QApplication.focusWidget())

    @property
    def target(self) -> QWidget | None:
        """The widget the frame stands around."""
        return self._focused

    @property
    def rings(self) -> QWidget:
        """The widget that draws the frame."""
        return self._living_rings()

    def _on_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        if not (isValid(self) and isValid(self._host)):
            return  # the window is going, and the focus moves while its children go
        if new is not None and (new.window() is not self._host or new is self._host):
            new = None
        self._focused = new
        self.follow()

    @Slot()
    def follow(self) -> None:
        """Stand where the focus is now. Lists call it when their current row moves."""
        widget, rings = self._focused, self._living_rings()
        if widget is None or not isValid(widget):
            rings.setWidget(None)  # type: ignore[arg-type]
            rings.hide()
            rings.setParent(self._host)
            return
        rings.at = theme.factor(self._host)
        rings.inside = bool(getattr(widget, "focus_inside", False))
        rings.margin = 0 if rings.inside else round(_OUTSIDE * rings.at)
        asked = getattr(widget, "focus_rect", None)
        place = widget if asked is None else self._marked(widget, asked())
        if rings.widget() is place:
            # the margin may have changed with the text scale: have the size taken anew
            rings.setWidget(None)  # type: ignore[arg-type]
        rings.setWidget(place)
        rings.cut()
        rings.update()

    def _marked(self, widget: QWidget, rect: QRect | QRectF) -> QWidget:
        """An empty child over the part of a widget that has the focus."""
        inside = widget.viewport() if isinstance(widget, QAbstractScrollArea) else widget
        if self._marker is None or not isValid(self._marker):
            self._marker = QWidget()
            self._marker.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self._marker.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        marker = self._marker
        if marker.parentWidget() is not inside:
            marker.setParent(inside)
        shown = rect.toRect() if isinstance(rect, QRectF) else QRect(rect)
        if inside is not widget:
            shown.translate(-inside.pos())
        marker.setGeometry(shown)
        marker.setVisible(not shown.isEmpty())
        return marker

    def _living_rings(self) -> _Rings:
        """The rings; made again when they went with the page they stood on."""
        if self._rings is None or not isValid(self._rings):
            self._rings = _Rings(self._host)
        return self._rings


def picture_focus(host: QWidget, widget: QWidget) -> None:
    """Stand rings round a widget that has no focus, where a picture shows several states."""
    rings = _Rings(host)
    rings.at = theme.factor(host)
    rings.margin = round(_OUTSIDE * rings.at)
    rings.setWidget(widget)
    rings.cut()


def follow_focus(widget: QWidget) -> None:
    """Have the frame look again where the focus of a widget is (its current row moved)."""
    frame = widget.window().findChild(FocusFrame)
    if isinstance(frame, FocusFrame) and frame.target is widget:
        frame.follow()
