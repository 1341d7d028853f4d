"""A button for a hand that trembles (ふるえる手): a slip still presses, a bounce does not again."""

from typing import ClassVar

from PySide6.QtCore import QPoint
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractButton

from ui import theme


class Steady(QAbstractButton):
    """Put it where `QAbstractButton` would stand, and say how much a hand may tremble there."""

    slip: ClassVar[int]
    """How far a press may slip off and still count, px at 100 %; carried further away it ends."""
    bounce_ms: ClassVar[int]
    """A press so soon after the last one is the same movement of the hand."""

    _lifted: int | None = None

    def hitButton(self, position: QPoint) -> bool:  # noqa: N802
        slip = theme.scaled(self.slip, self)
        return self.rect().adjusted(-slip, -slip, slip, slip).contains(position)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self._lifted is None or event.timestamp() - self._lifted >= self.bounce_ms:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._lifted = int(event.timestamp())
        super().mouseReleaseEvent(event)
