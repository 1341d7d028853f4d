"""A reason or a content in the decision panel: several lines, without giving up Enter and Esc."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from ui import theme
from ui.widgets.arrange import Label
from ui.widgets.fields import NoteField

REASON_MOST: Final = 800
"""Characters of a reason: with its breaks they stay on one page of the notice (35 lines of 34)."""
_BREAKS_MOST: Final = 10
_NEAR: Final = 0.125
"""Share of the room that is left when the field begins to say how much."""


class PlainNote(NoteField):
    """Enter is the pane's primary, Shift and Enter makes a line, Esc leaves.

    Near its end the field says how many of its `most` characters are left, past it that it is too
    long; nothing that was typed or pasted is cut off.
    """

    taken = Signal()
    left = Signal()

    def __init__(self, label: str, lines: int = 2, most: int = REASON_MOST) -> None:
        super().__init__(label, required=True, lines=lines)
        self._most = most
        self._room = Label("", 14, ink=theme.INK_2)
        self._head.add(self._room)
        self.edit.installEventFilter(self)
        self.changed.connect(self._say_room)

    @property
    def fault(self) -> str:
        """Why what is written cannot stand on a notice; "" when it can."""
        written = self.value().strip()
        if not written:
            return "理由を書いてください"
        if len(written) > self._most:
            return f"{self._most}字までです（いま{len(written)}字）"
        if written.count("\n") > _BREAKS_MOST:
            return f"改行は{_BREAKS_MOST}回までです"
        if any(ord(character) < 0x20 and character != "\n" for character in written):
            return "印刷できない文字が入っています"
        return ""

    def _say_room(self) -> None:
        """How much room is left, once it gets little; at once when there is none."""
        room = self._most - len(self.value().strip())
        self._room.setText(f"あと {room}字" if 0 <= room <= self._most * _NEAR else "")
        self.edit.setAccessibleDescription(self._room.text())
        if room < 0:
            self.set_error(self.fault)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.taken.emit()
                return True
            if plain and event.key() == Qt.Key.Key_Escape:
                self.left.emit()
                return True
        return super().eventFilter(watched, event)
