"""What lies between the bars of the clerk's window: rail, main, side panel or drawer, and F6."""

from collections.abc import Mapping

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QWidget

from ui import theme
from ui.staff.focus_memory import FocusMemory
from ui.staff.screen import StaffScreen, first_focusable
from ui.staff.side_panel import SidePanel, Waiting
from ui.theme import Width
from ui.widgets.arrange import put_away
from ui.widgets.rail import NavRail, StepRail

_NO_LIMIT = 16777215


class Panes(QWidget):
    """Three columns; where there is little room the rail goes and the side panel is a drawer."""

    def __init__(self, side: Mapping[Width, float] | None = None) -> None:
        super().__init__()
        self._room = Width.WIDE
        self._screen: StaffScreen | None = None
        self._memory = FocusMemory()
        self.rail: StepRail | NavRail | None = None
        self.main = QStackedWidget()
        self._columns = QHBoxLayout(self)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(0)
        self._columns.addWidget(self.main, 1)
        self.side = SidePanel(self, side)
        self._columns.addWidget(self.side)
        self.side.hide()

    # --- what is shown --------------------------------------------------------------------------

    def put_rail(self, rail: StepRail | NavRail) -> None:
        """Another rail at the left; the former one is deleted."""
        if self.rail is not None:
            self._columns.removeWidget(self.rail)
            put_away(self.rail)
        self._columns.insertWidget(0, rail)
        self.rail = rail

    def put_screen(self, screen: StaffScreen) -> None:
        """A page in the middle, its panel at the side. The former one stays with its owner."""
        if self._screen is not None:
            self._screen.side_wanted.disconnect(self.want_side)
            self.side.show_content(None)
            self.main.removeWidget(self._screen)
            self._screen.setParent(None)
        self._screen = screen
        self.main.addWidget(screen)
        self.main.setCurrentWidget(screen)
        screen.show()
        screen.side_wanted.connect(self.want_side)
        self.side.show_content(screen.side)
        self.side.name(screen.drawer)

    @property
    def in_order(self) -> tuple[QWidget, ...]:
        """Rail, main, side: as they are read."""
        return (*([self.rail] if self.rail is not None else []), self.main, self.side)

    # --- room -----------------------------------------------------------------------------------

    def set_room(self, room: Width) -> None:
        self._room = room
        small = room is Width.SMALL
        self.side.set_room(room)
        if self.rail is not None:
            self.rail.set_room(room)
            self.rail.setVisible(not small)
            waiting = self.rail.findChild(Waiting)
            if waiting is not None:
                waiting.set_room(room)
        if small:
            if self._columns.indexOf(self.side) >= 0:
                self._columns.removeWidget(self.side)
                self.side.setMinimumWidth(0)
                self.side.setMaximumWidth(_NO_LIMIT)
                self.side.hide()
            self._place_drawer()
        else:
            if self._columns.indexOf(self.side) < 0:
                self._columns.addWidget(self.side)
            self.side.setFixedWidth(self.side.wanted_width())
            self.side.setVisible(self._has_side)
        if self._screen is not None:
            self._screen.set_room(room)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """The drawer keeps its edge."""
        super().resizeEvent(event)
        if self._room is Width.SMALL:
            self._place_drawer()

    @property
    def _has_side(self) -> bool:
        return self._screen is not None and self._screen.side is not None

    # --- from pane to pane ----------------------------------------------------------------------

    def next_pane(self) -> None:
        """F6: main → side → rail → main; at 200 % text it opens and closes the drawer."""
        if self._room is Width.SMALL:
            if self.drawer_open:
                self.close_drawer()
            elif self._has_side:
                self._open_drawer()
            return
        panes: list[QWidget] = [self.main, *([self.side] if self._has_side else [])]
        if self.rail is not None:
            panes.append(self.rail)
        focused = QApplication.focusWidget()
        at = next((i for i, pane in enumerate(panes) if focused and pane.isAncestorOf(focused)), -1)
        if at >= 0:
            self._memory.keep(panes[at])
        for step in range(1, len(panes) + 1):
            if self._enter(panes[(at + step) % len(panes)]):
                return

    def _enter(self, pane: QWidget) -> bool:
        entry = self.side.entry() if pane is self.side else first_focusable(pane)
        wanted = self._memory.part(pane) or entry
        if wanted is None:
            return False
        wanted.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    # --- the drawer -----------------------------------------------------------------------------

    @property
    def drawer_open(self) -> bool:
        return self._room is Width.SMALL and self.side.isVisible()

    def want_side(self, wanted: bool) -> None:
        """Open or close the drawer, where the side panel is one."""
        if self._room is Width.SMALL and wanted != self.side.isVisible():
            if wanted:
                self._open_drawer()
            else:
                self.close_drawer()

    def _open_drawer(self) -> None:
        self._memory.keep(self.main)
        self._place_drawer()
        self.side.show()
        self.side.raise_()
        self._enter(self.side)

    def close_drawer(self) -> None:
        self.side.hide()
        self._enter(self.main)

    def _place_drawer(self) -> None:
        whole = self.rect()
        width = min(self.side.wanted_width(), whole.width() - theme.scaled(60, self))
        self.side.setGeometry(QRect(whole.width() - width, 0, width, whole.height()))
