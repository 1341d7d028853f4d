"""The keys of the clerk's window: function keys and Alt keys, off while the window is covered."""

from collections.abc import Callable, Iterable

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ui.staff.screen import reading_order


class WindowKeys:
    """Keys that work wherever the focus is in the window; holding one down presses it once."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._bound: list[QShortcut] = []

    def bind(self, keys: str, act: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self._window)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(act)
        self._bound.append(shortcut)

    def enable(self, on: bool) -> None:
        for shortcut in self._bound:
            shortcut.setEnabled(on)


def chain_tab_order(parts: Iterable[QWidget]) -> None:
    """Tab order is reading order, through these parts one after the other."""
    last: QWidget | None = None
    for part in parts:
        for widget in reading_order(part):
            if last is not None:
                QWidget.setTabOrder(last, widget)
            last = widget
