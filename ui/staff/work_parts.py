"""Buttons and answers that stand beside each other and wrap where there is no room."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.widgets.words import Run, Words


def flowing(runs: Sequence[Run] | str, size: float = 14) -> Words:
    """Wrapping text that is only as high as its width asks, however long its one line would be."""
    words = Words(runs, size)
    policy = words.sizePolicy()
    policy.setVerticalPolicy(QSizePolicy.Policy.Preferred)
    words.setSizePolicy(policy)
    return words


class Wrapped(QWidget):
    """Widgets beside each other; what has no room goes to the next line. Gaps in px at 100 %."""

    def __init__(self, *widgets: QWidget, gap: float = 8, line_gap: float = 8) -> None:
        super().__init__()
        self._gap, self._line_gap = gap, line_gap
        self._inside: list[QWidget] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        for widget in widgets:
            self.add(widget)

    def add(self, widget: QWidget) -> None:
        widget.setParent(self)
        self._inside.append(widget)
        widget.show()
        self.updateGeometry()

    def widgets(self) -> tuple[QWidget, ...]:
        return tuple(self._inside)

    def _places(self, width: int) -> tuple[list[QRect], int]:
        """Where each widget stands in a row of `width` (device-independent px), and the height."""
        gap, below = theme.scaled(self._gap, self), theme.scaled(self._line_gap, self)
        places: list[QRect] = []
        x = y = high = 0
        for widget in self._inside:
            hint = widget.sizeHint()
            wide = min(hint.width(), max(width, 1))
            if x and x + wide > width:
                x, y, high = 0, y + high + below, 0
            tall = widget.heightForWidth(wide) if widget.hasHeightForWidth() else hint.height()
            places.append(QRect(x, y, wide, tall))
            x, high = x + wide + gap, max(high, tall)
        return places, y + high

    def sizeHint(self) -> QSize:  # noqa: N802
        hints = [widget.sizeHint() for widget in self._inside]
        gaps = theme.scaled(self._gap, self) * max(len(hints) - 1, 0)
        wide = sum(hint.width() for hint in hints) + gaps
        return QSize(wide, max((hint.height() for hint in hints), default=0))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        hints = [widget.minimumSizeHint() for widget in self._inside]
        return QSize(
            max((hint.width() for hint in hints), default=0),
            max((hint.height() for hint in hints), default=0),
        )

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        return self._places(width)[1]

    def _arrange(self) -> None:
        places, _ = self._places(self.width())
        for widget, place in zip(self._inside, places, strict=True):
            widget.setGeometry(place)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        """What inside asks for another size is placed anew."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self._arrange()
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.ParentChange):
            self.updateGeometry()
            self._arrange()
