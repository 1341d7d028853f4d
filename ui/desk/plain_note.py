"""A reason or a content in the decision panel: several lines, without giving up Enter and Esc."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from ui.widgets.fields import NoteField


class PlainNote(NoteField):
    """Enter is the pane's primary, Shift and Enter makes a line, Esc leaves."""

    taken = Signal()
    left = Signal()

    def __init__(self, label: str, lines: int = 2) -> None:
        super().__init__(label, required=True, lines=lines)
        self.edit.installEventFilter(self)

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
