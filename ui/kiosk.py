"""Kiosk: a window without a frame, full screen, that nobody passing by can close."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget


class Kiosk:
    """How a window is shown, and whether it may be closed. `on_top` keeps others behind it."""

    def __init__(self, window: QWidget, *, on_top: bool = False) -> None:
        self._window, self._on_top = window, on_top
        self._may_close = True

    def set(self, on: bool) -> None:
        window = self._window
        self._may_close = not on
        shown = window.isVisible()
        window.setWindowFlag(Qt.WindowType.FramelessWindowHint, on)
        window.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint, on and self._on_top)
        window.setWindowFlag(Qt.WindowType.WindowCloseButtonHint, not on)
        if on:
            window.showFullScreen()
        elif shown:
            window.showNormal()

    def allow_close(self) -> None:
        """Let the application itself end a kiosk."""
        self._may_close = True

    def answer(self, event: QCloseEvent) -> None:
        """Accept or refuse a wish to close."""
        if self._may_close:
            event.accept()
        else:
            event.ignore()
