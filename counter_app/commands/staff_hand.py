"""The hand that lays the sandbox's staff card down: nobody can reach its virtual reader."""

from typing import Final

from PySide6.QtCore import QObject, QTimer

from counter_app.bootstrap import SandboxCounter
from ui.background import Background, Failure
from ui.review.staff_card_dialogue import StaffCardDialogue

_LOOK_MS: Final = 300
_PAUSE: Final = 5
"""Looks until the card is laid down: long enough to read what the window asks for."""


class StaffHand(QObject):
    """Lays the card of `name` down when the window asks for it, and takes it away after."""

    def __init__(
        self, sandbox: SandboxCounter, name: str, dialogue: StaffCardDialogue, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._sandbox, self._name, self._dialogue = sandbox, name, dialogue
        self._asked = 0
        self._lies = self._moving = False
        self.background = Background(self, threads=1)
        timer = QTimer(self)
        timer.timeout.connect(self._look)
        timer.start(_LOOK_MS)

    def _look(self) -> None:
        if self._moving:
            return
        if self._lies and not self._dialogue.view.under_way:
            self._move(lies=False)
        elif self._dialogue.listens and not self._lies:
            self._asked += 1
            if self._asked >= _PAUSE:
                self._move(lies=True)
        else:
            self._asked = 0

    def _move(self, *, lies: bool) -> None:
        """Off the GUI thread: the reader takes a moment to notice."""
        self._moving = True

        def moved(_: None) -> None:
            self._moving, self._lies, self._asked = False, lies, 0

        def failed(failure: Failure) -> None:
            raise RuntimeError("the virtual reader does not notice the card") from failure.bug

        if lies:
            self.background.run(lambda _: self._sandbox.put_staff_card(self._name), moved, failed)
        else:
            self.background.run(lambda _: self._sandbox.reader.remove(), moved, failed)
