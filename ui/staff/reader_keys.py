"""Digits that may be a person's answer or the beginning of what a bar code reader types."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QKeyEvent

_ONE_READER = 300
"""Milliseconds between two keys above which they are not one reader's."""


class AnswerDigits:
    """Remembers digits that were taken as an answer, until another key shows whose they were."""

    def __init__(self) -> None:
        self._digits = ""
        self._at = 0
        self._undo: Callable[[], object] | None = None

    def keep(self, event: QKeyEvent, undo: Callable[[], object]) -> None:
        """A digit answered; `undo` gives the answer that stood before."""
        if not self._digits or event.timestamp() - self._at > _ONE_READER:
            self._digits, self._undo = "", undo
        self._digits += event.text()
        self._at = event.timestamp()

    def taken_back(self, event: QKeyEvent) -> str:
        """A reader's character came: the digits directly before it, their answer undone."""
        digits, self._digits = self._digits, ""
        undo, self._undo = self._undo, None
        if undo is None or event.timestamp() - self._at > _ONE_READER:
            return ""
        undo()
        return digits


class HeldKey(QObject):
    """Keeps a typed character back until it is known to be a person's: a reader's next comes soon.

    For what cannot be undone without leaving a trace, as an entry in a record.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._typed = ""
        self._act: Callable[[], object] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_ONE_READER)
        self._timer.timeout.connect(self._go)

    def hold(self, typed: str, act: Callable[[], object] | None = None) -> str:
        """Keep it, and do `act` when nothing follows; else all that was typed is a reader's."""
        if self._timer.isActive():
            self._timer.stop()
            whole, self._typed, self._act = self._typed + typed, "", None
            return whole
        self._typed, self._act = typed, act
        self._timer.start()
        return ""

    def _go(self) -> None:
        act, self._act = self._act, None
        self._typed = ""
        if act is not None:
            act()
