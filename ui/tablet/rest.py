"""A moment of rest (押し間違い防止): a page that has just come takes no press yet.

A trembling hand taps twice. The second tap would fall on whatever lies at the same place of the
next page: turn a page unread, or answer a question nobody has seen.
"""

from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QWidget

REST_MS: Final = 500
"""Longer than two taps of one movement, shorter than it takes to read anything."""
_TAKEN: Final = frozenset(
    (
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonDblClick,
        QEvent.Type.MouseButtonRelease,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TouchEnd,
        QEvent.Type.TabletPress,
        QEvent.Type.TabletMove,
        QEvent.Type.TabletRelease,
    )
)


class Rest(QWidget):
    """Lies over a window, unseen, and swallows finger, pen and mouse until the rest is over."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(REST_MS)
        self._clock.timeout.connect(self.hide)
        self.hide()

    def begin(self) -> None:
        """Cover the window, from now on for `REST_MS`."""
        self.setGeometry(self._window.rect())
        self.raise_()
        self.show()
        self._clock.start()

    def event(self, event: QEvent) -> bool:
        if event.type() in _TAKEN:
            event.accept()
            return True
        return super().event(event)
