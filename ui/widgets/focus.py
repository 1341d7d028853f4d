"""Focus frame (焦点の枠): two rings, yellow then black, around whatever has the focus in a window.

A style sheet cannot draw two rings, so one overlay a window follows the focus. A widget may say
which part of it has the focus (`focus_rect`), and that the rings lie inside (`focus_inside`).
"""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QRegion
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget
from shiboken6 import isValid

from ui import theme
from ui.theme import colour
from ui.widgets.drawing import draw_box

_OUTSIDE: Final = 6.0
"""2 of yellow, then 4 of black."""

_MOVES: Final = (
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.ParentChange,
    QEvent.Type.LayoutRequest,
    QEvent.Type.UpdateRequest,
)


class FocusFrame(QWidget):
    """The overlay of one window. Make it once, after the window is built."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setObjectName("focusFrame")
        self._host = window
        self._focused: QWidget | None = None
        self._watched: list[QWidget] = []
        self._inside = False
        self._radius = 8.0
        self._waiting = False
        QApplication.instance().focusChanged.connect(self._on_focus)  # type: ignore[union-attr]
        self._on_focus(None, QApplication.focusWidget())

    @property
    def target(self) -> QWidget | None:
        """The widget the frame stands around."""
        return self._focused

    def _on_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        if not (isValid(self) and isValid(self._host)):
            return  # the window is going, and the focus moves while its children go
        if new is not None and (new.window() is not self._host or new is self._host):
            new = None
        self._unwatch()
        self._focused = new
        widget = new
        while widget is not None and widget is not self._host:
            widget.installEventFilter(self)
            self._watched.append(widget)
            widget = widget.parentWidget()
        self._host.installEventFilter(self)
        self._watched.append(self._host)
        self.follow()

    def _unwatch(self) -> None:
        for widget in self._watched:
            if isValid(widget):
                widget.removeEventFilter(self)
        self._watched.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() in _MOVES and not self._waiting:
            self._waiting = True
            QTimer.singleShot(0, self, self.follow)
        return False

    def follow(self) -> None:
        """Stand where the focus is now. Row lists call it when their current row moves."""
        self._waiting = False
        widget = self._focused
        if widget is None or not widget.isVisible():
            self.hide()
            return
        asked = getattr(widget, "focus_rect", None)
        rect: QRect = asked() if asked is not None else widget.rect()
        if rect.isEmpty():
            self.hide()
            return
        self._inside = bool(getattr(widget, "focus_inside", False))
        at = theme.factor(self._host)
        placed = QRect(widget.mapTo(self._host, rect.topLeft()), rect.size())
        grow = 0 if self._inside else round(_OUTSIDE * at)
        frame = placed.adjusted(-grow, -grow, grow, grow)
        self._radius = 0.0 if self._inside else 8.0
        self.setGeometry(frame)
        self._clip(frame, widget, grow)
        self.show()
        self.raise_()
        self.update()

    def _clip(self, frame: QRect, widget: QWidget, grow: int) -> None:
        """Cut at the edges of the scroll area the widget lies in, and leave its middle alone."""
        seen = QRect(QPoint(0, 0), frame.size())
        up = widget.parentWidget()
        while up is not None and up is not self._host:
            parent = up.parentWidget()
            if isinstance(parent, QAbstractScrollArea) and parent.viewport() is up:
                port = QRect(up.mapTo(self._host, QPoint(0, 0)), up.size())
                port = port.adjusted(-grow, -grow, grow, grow)
                seen &= port.translated(-frame.topLeft())
            up = parent
        inner = round((_OUTSIDE + 2 if self._inside else _OUTSIDE + 4) * theme.factor(self._host))
        hole = QRect(QPoint(0, 0), frame.size()).adjusted(inner, inner, -inner, -inner)
        self.setMask(QRegion(seen) - QRegion(hole))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        at = theme.factor(self._host)
        painter.scale(at, at)
        box = QRectF(0, 0, self.width() / at, self.height() / at)
        outer = 0.0 if self._inside else self._radius + _OUTSIDE - 2
        draw_box(painter, box, line=theme.FOCUS_BLACK, width=4, radius=outer)
        yellow = box.adjusted(4, 4, -4, -4)
        inner = 0.0 if self._inside else self._radius + 1
        path = QPainterPath()
        path.addRoundedRect(yellow, inner, inner)
        hole = QPainterPath()
        within = yellow.adjusted(2, 2, -2, -2)
        hole.addRoundedRect(within, max(inner - 2, 0), max(inner - 2, 0))
        painter.fillPath(path.subtracted(hole), colour(theme.FOCUS_YELLOW))
        painter.end()
