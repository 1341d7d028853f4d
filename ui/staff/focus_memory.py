"""Where the focus stood in each pane, so that it comes back there; never a part that is gone."""

import weakref

from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid


class FocusMemory:
    """Remembers one part a pane. What was deleted, hidden or moved elsewhere is forgotten."""

    def __init__(self) -> None:
        self._kept: dict[int, weakref.ref[QWidget]] = {}

    def keep(self, pane: QWidget) -> None:
        """Remember what has the focus, when it is inside the pane."""
        focused = QApplication.focusWidget()
        if focused is not None and pane.isAncestorOf(focused):
            self._kept[id(pane)] = weakref.ref(focused)

    def part(self, pane: QWidget) -> QWidget | None:
        """The part to go back to, None when there is none any more."""
        kept = self._kept.get(id(pane))
        part = kept() if kept is not None else None
        if part is None or not isValid(part) or not pane.isAncestorOf(part):
            return None
        return part if part.isVisibleTo(pane) and part.isEnabled() else None
