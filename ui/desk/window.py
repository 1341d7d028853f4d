"""The department's frame: the clerk's, with a wider side panel and what the department may see."""

from typing import Final

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout

from ui import theme
from ui.staff.side_parts import Line
from ui.staff.window import StaffWindow
from ui.theme import Width
from ui.widgets.arrange import Stack
from ui.widgets.rail import NavRail
from ui.widgets.words import Run, Words

_SIDE: Final[dict[Width, float]] = {Width.WIDE: 436, Width.NARROW: 404, Width.SMALL: 404}


class Scope(Stack):
    """At the foot of the rail: what this department sees, and what it does not."""

    def __init__(self, department: str) -> None:
        super().__init__(gap=0, margins=(20, 13, 12, 12))
        self.add(Line("この課が見られるもの", 14, bold=True))
        words = f"{department}の手続の項目だけ。世帯のほかの手続は出ません。"
        self.add(Words((Run(words),), 14, ink=theme.INK_2, leading=1.45))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, theme.colour(theme.LINE))
        painter.end()


class DeskWindow(StaffWindow):
    """The clerk's frame with the side panel 436 wide (404 in a narrow window)."""

    def __init__(self, town: str, user: str, department: str) -> None:
        self._department = department
        super().__init__(town, user, _SIDE)

    def show_scope(self) -> None:
        """Put the department's scope in place of what is saved; once the rail is there."""
        rail = self.findChild(NavRail)
        layout = rail.layout() if rail is not None else None
        if rail is None or rail.findChild(Scope) or not isinstance(layout, QVBoxLayout):
            return
        layout.insertWidget(layout.count() - 1, Scope(self._department))
        rail.foot.hide()
