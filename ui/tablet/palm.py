"""The hand that rests on the screen (手のひら): while the pen writes, a finger presses nothing."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QInputDevice, QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

REST_MS: Final = 1000
"""How long after the pen's last word: longer than a hand takes from one stroke to the next."""
_PEN: Final = (QEvent.Type.TabletPress, QEvent.Type.TabletMove, QEvent.Type.TabletRelease)
_PRESSES: Final = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)


class Palm(QObject):
    """Keeps a resting hand from pressing buttons: half a name would be signed, or wiped away.

    A press that a finger began before the pen came down is given up; the pen itself presses.
    """

    def __init__(self, page: QWidget, pad: QWidget) -> None:
        super().__init__(page)
        self._pad = pad
        self._buttons: tuple[QAbstractButton, ...] = ()
        self._writing = QTimer(self)
        self._writing.setSingleShot(True)
        self._writing.setInterval(REST_MS)
        pad.installEventFilter(self)

    def keep_from(self, buttons: Iterable[QAbstractButton]) -> None:
        """The buttons that are on the screen beside the pad."""
        self._buttons = tuple(buttons)
        for button in self._buttons:
            button.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        kind = event.type()
        if watched is self._pad:
            if kind in _PEN:
                self._writing.start()
            if kind == QEvent.Type.TabletPress:
                for button in self._buttons:
                    button.setDown(False)
            return False
        return (
            kind in _PRESSES
            and self._writing.isActive()
            and isinstance(event, QMouseEvent)
            and event.device().type() == QInputDevice.DeviceType.TouchScreen
        )
