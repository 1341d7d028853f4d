"""Whether a person went to a part with a key of their own, or the page put the focus there."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    _Mixed = QWidget
else:
    _Mixed = object

_OWN_KEYS: Final = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class Sought(_Mixed):
    """Mix-in for an answer that Enter gives only where the person went to it (Tab, arrow keys).

    Where the page put the focus there, an Enter too many would answer a question unread.
    """

    sought = False

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        self.sought = event.reason() in _OWN_KEYS
        super().focusInEvent(event)
