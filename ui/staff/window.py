"""The frame of the clerk's window: bars, rail, main, side panel or drawer, keys, cover page."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import (
    QCloseEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.staff.cover_page import CoverPage
from ui.staff.frame_views import PlacesView, RailView
from ui.staff.screen import StaffScreen, first_focusable, press, reading_order
from ui.staff.side_panel import SidePanel, Waiting
from ui.theme import Width
from ui.widgets.arrange import put_away
from ui.widgets.bars import KeyBar, Lamp, SystemBar
from ui.widgets.button import Button, Size
from ui.widgets.drawing import Icon
from ui.widgets.focus import FocusFrame
from ui.widgets.rail import NavRail, PlaceRow, StepRail, StepStrip

_STEPS: Final = 6
_PLACES: Final = 9


class _Middle(QWidget):
    """What lies between the bars; tells its size, so that the drawer keeps its edge."""

    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.resized.emit()


class StaffWindow(QWidget):
    """The clerk's window: one `StaffScreen` at a time; signals tell what the keys asked for."""

    step_chosen = Signal(int)
    place_chosen = Signal(int)
    next_asked = Signal()
    tablet_asked = Signal()
    handbook_asked = Signal(str)
    list_asked = Signal()
    new_asked = Signal()
    refresh_asked = Signal()
    back_asked = Signal()
    undo_asked = Signal()
    covered = Signal(bool)

    def __init__(self, town: str, user: str) -> None:
        super().__init__()
        self.setWindowTitle(f"ワンストップ窓口 {town}")
        self.setAutoFillBackground(True)
        self._screen: StaffScreen | None = None
        self._kiosk = False
        self._may_close = True
        self._room = Width.WIDE
        self._rail: StepRail | NavRail | None = None
        self._rail_view: RailView | None = None
        self._memory: dict[QWidget, QWidget] = {}
        self._shortcuts: list[QShortcut] = []
        self.bar = SystemBar(town, user)
        self.keys = KeyBar()
        self._strip = StepStrip()
        self._strip.hide()
        self._strip.drawer.connect(self.next_pane)
        self._main = QStackedWidget()
        self._middle = _Middle()
        self._middle.resized.connect(self._on_middle_resized)
        self._columns = QHBoxLayout(self._middle)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(0)
        self._columns.addWidget(self._main, 1)
        self._work = QWidget()
        rows = QVBoxLayout(self._work)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        for part in (self.bar, self._strip):
            rows.addWidget(part)
        rows.addWidget(self._middle, 1)
        rows.addWidget(self.keys)
        self._side = SidePanel(self._middle)
        self._columns.addWidget(self._side)
        self._side.hide()
        self._cover = CoverPage("ワンストップ窓口", town)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self._work)
        self._pages.addWidget(self._cover)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        whole.addWidget(self._pages)
        self.setMinimumSize(720, 450)
        self.bar.hide_asked.connect(lambda: self.cover(True))
        self._cover.returned.connect(lambda: self.cover(False))
        self._bind()
        theme.dress(self)
        self._frame = FocusFrame(self)
        self._fit()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(1440, 900)

    # --- what is shown ------------------------------------------------------------------------

    @property
    def screen_shown(self) -> StaffScreen | None:
        return self._screen

    def show_screen(self, screen: StaffScreen) -> None:
        """Show a page: its main, side, keys and buttons. The former one stays with its owner."""
        if screen is self._screen:
            self.set_keys()
            return
        if self._screen is not None:
            self._screen.bar_changed.disconnect(self.set_keys)
            self._screen.side_wanted.disconnect(self._want_side)
            for mine, its in self._forwarded(self._screen):
                its.disconnect(mine)
            self._side.show_content(None)
            self._main.removeWidget(self._screen)
            self._screen.setParent(None)
        self._screen = screen
        self._main.addWidget(screen)
        self._main.setCurrentWidget(screen)
        screen.show()
        screen.bar_changed.connect(self.set_keys)
        screen.side_wanted.connect(self._want_side)
        for mine, its in self._forwarded(screen):
            its.connect(mine)
        self._side.show_content(screen.side)
        self._side.name(screen.drawer)
        self._fit()
        self.set_keys()
        self._order()
        wanted = screen.first_focus()
        if wanted is None:
            wanted = self
        elif self._side.isAncestorOf(wanted):
            self._want_side(True)
        wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def _forwarded(self, screen: StaffScreen) -> tuple[tuple[SignalInstance, SignalInstance], ...]:
        return (
            (self.next_asked, screen.next_asked),
            (self.back_asked, screen.back_asked),
            (self.tablet_asked, screen.tablet_asked),
        )

    def set_rail(self, view: RailView) -> None:
        """The step rail: name plate, six steps, what is saved, undo."""
        self._rail_view = view
        if not isinstance(self._rail, StepRail):
            rail = StepRail(view.steps)
            rail.chosen.connect(self.step_chosen)
            self._put_rail(rail)
            self._rail = rail
        self._rail.show_plate(view.plate)
        self._rail.show_steps(view.steps, view.here)
        undo = None
        if view.undo:
            undo = Button("取り消す", size=Size.TINY, key="Ctrl Z", icon=Icon.UNDO)
            undo.clicked.connect(self.undo_asked)
        self._rail.show_saved(view.saved, view.second, undo)
        self._fit()

    def set_places(self, view: PlacesView) -> None:
        """The rail of the list of receptions."""
        self._rail_view = None
        if not isinstance(self._rail, NavRail):
            rail = NavRail(view.title, view.places)
            rail.chosen.connect(self.place_chosen)
            self._put_rail(rail)
            self._rail = rail
        self._rail.show_places(view.places)
        self._rail.select(view.here)
        self._rail.foot.show_saved(view.saved, view.second)
        layout = self._rail.layout()
        old = self._rail.findChild(Waiting)
        if old is not None:
            put_away(old)
        if view.waiting and isinstance(layout, QVBoxLayout):
            layout.insertWidget(layout.count() - 1, Waiting(view.waiting, view.waiting_second))
        self._fit()

    def set_bar(self, lamps: Sequence[Lamp], now: datetime) -> None:
        """Lines, devices and the clock (an aware time in the town's zone)."""
        self.bar.show_lamps(lamps)
        self.bar.show_time(now)

    def set_keys(self) -> None:
        """Ask the screen again for its keys, its buttons and what is missing."""
        if self._screen is None:
            return
        self.keys.show_keys(self._screen.keys())
        self.keys.show_note(self._screen.note())
        self.keys.show_actions(self._screen.buttons())
        self._show_strip()
        self._order()

    # --- cover and kiosk ----------------------------------------------------------------------

    def cover(self, on: bool) -> None:
        """Hide everything behind a calm page (F12), or come back to where the work stood."""
        if on == self.is_covered:
            return
        if on:
            focused = QApplication.focusWidget()
            if focused is not None and self._work.isAncestorOf(focused):
                self._memory[self._work] = focused
            self._pages.setCurrentWidget(self._cover)
            self._cover.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._pages.setCurrentWidget(self._work)
            back = self._memory.pop(self._work, None)
            if back is not None:
                back.setFocus(Qt.FocusReason.OtherFocusReason)
        for shortcut in self._shortcuts:
            shortcut.setEnabled(not on)
        self.covered.emit(on)

    @property
    def is_covered(self) -> bool:
        return self._pages.currentWidget() is self._cover

    def set_kiosk(self, on: bool) -> None:
        """Frameless full screen that nobody passing by can close."""
        self._kiosk = on
        self._may_close = not on
        shown = self.isVisible()
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint, on)
        self.setWindowFlag(Qt.WindowType.WindowCloseButtonHint, not on)
        if on:
            self.showFullScreen()
        elif shown:
            self.showNormal()

    def allow_close(self) -> None:
        """Let the application itself end a kiosk."""
        self._may_close = True

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        if self._may_close:
            event.accept()
        else:
            event.ignore()

    # --- keys -----------------------------------------------------------------------------------

    def _bind(self) -> None:
        self._key("F1", self._handbook)
        self._key("F2", self.list_asked.emit)
        self._key("F3", self.new_asked.emit)
        self._key("F5", self.refresh_asked.emit)
        self._key("F6", self.next_pane)
        self._key("F8", lambda: self._screen.go_on() if self._screen else None)
        self._key("F9", lambda: self._screen.tablet_asked.emit() if self._screen else None)
        self._key("F12", lambda: self.cover(True))
        self._key("Alt+Left", self._back)
        self._key("Ctrl+Z", self.undo_asked.emit)
        self._key("Ctrl+F", self._search)
        for number in range(_PLACES):
            self._key(f"Alt+{number + 1}", partial(self._number, number))
        QApplication.instance().focusChanged.connect(self._on_focus)  # type: ignore[union-attr]

    def _key(self, keys: str, act: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(act)
        self._shortcuts.append(shortcut)

    def _handbook(self) -> None:
        if self._screen is not None:
            self.handbook_asked.emit(self._screen.problem_code or self._screen.place)

    def _back(self) -> None:
        """Alt+←: the button 「戻る」 when there is one, else only the signal."""
        if self._drawer_open():
            self._close_drawer()
            return
        self.back_asked.emit()

    def _search(self) -> None:
        field = self._screen.search_field() if self._screen is not None else None
        if field is not None:
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            if isinstance(field, QLineEdit):
                field.selectAll()

    def _number(self, at: int) -> None:
        if isinstance(self._rail, NavRail):
            if at < len(self._rail.findChildren(PlaceRow)):
                self._rail.select(at)
                self.place_chosen.emit(at)
        elif self._rail_view is not None and at == self._rail_view.here and self._screen:
            self._screen.to_problem()
        elif at < _STEPS:
            self.step_chosen.emit(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Keys that the focused part had no use for: digits, Enter, Esc."""
        screen = self._screen
        if screen is None or self.is_covered:
            event.accept()
            return
        if screen.take_key(event):
            event.accept()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            button = screen.enter_button()
            if button is not None and not event.isAutoRepeat():
                press(button)
            event.accept()
        elif event.key() == Qt.Key.Key_Escape:
            if self._drawer_open():
                self._close_drawer()
            else:
                screen.stop()
            event.accept()
        else:
            super().keyPressEvent(event)

    def _on_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self._screen is not None and new.window() is self:
            self._screen.show_focused(new)

    def _on_middle_resized(self) -> None:
        if self._room is Width.SMALL:
            self._place_drawer()

    # --- panes ----------------------------------------------------------------------------------

    def next_pane(self) -> None:
        """F6: main → side → rail → main; at 200 % text it opens and closes the drawer."""
        if self._room is Width.SMALL:
            if self._drawer_open():
                self._close_drawer()
            elif self._has_side():
                self._open_drawer()
            return
        panes = [self._main, *([self._side] if self._has_side() else [])]
        if self._rail is not None:
            panes.append(self._rail)
        focused = QApplication.focusWidget()
        at = next((i for i, pane in enumerate(panes) if focused and pane.isAncestorOf(focused)), -1)
        if at >= 0 and focused is not None:
            self._memory[panes[at]] = focused
        for step in range(1, len(panes) + 1):
            if self._enter(panes[(at + step) % len(panes)]):
                return

    def _enter(self, pane: QWidget) -> bool:
        kept = self._memory.get(pane)
        if kept is not None and not (pane.isAncestorOf(kept) and kept.isVisible()):
            kept = None
        entry = self._side.entry() if pane is self._side else first_focusable(pane)
        wanted = kept or entry
        if wanted is None:
            return False
        wanted.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _has_side(self) -> bool:
        return self._screen is not None and self._screen.side is not None

    def _drawer_open(self) -> bool:
        return self._room is Width.SMALL and self._side.isVisible()

    def _open_drawer(self) -> None:
        focused = QApplication.focusWidget()
        if focused is not None and self._main.isAncestorOf(focused):
            self._memory[self._main] = focused
        self._place_drawer()
        self._side.show()
        self._side.raise_()
        self._enter(self._side)

    def _want_side(self, wanted: bool) -> None:
        if self._room is Width.SMALL and wanted != self._side.isVisible():
            if wanted:
                self._open_drawer()
            else:
                self._close_drawer()

    def _close_drawer(self) -> None:
        self._side.hide()
        self._enter(self._main)

    def _place_drawer(self) -> None:
        whole = self._middle.rect()
        width = min(self._side.wanted_width(), whole.width() - theme.scaled(60, self))
        self._side.setGeometry(QRect(whole.width() - width, 0, width, whole.height()))

    def _put_rail(self, rail: QWidget) -> None:
        if self._rail is not None:
            self._columns.removeWidget(self._rail)
            put_away(self._rail)
        self._columns.insertWidget(0, rail)

    # --- room -----------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_frame"):
            self._fit()

    def _fit(self) -> None:
        """Lay the frame out for the room there is."""
        self._room = room = theme.room(self.width(), self)
        small = room is Width.SMALL
        self.bar.set_room(room)
        self.keys.set_room(room)
        self._side.set_room(room)
        if self._rail is not None:
            self._rail.set_room(room)
            self._rail.setVisible(not small)
            waiting = self._rail.findChild(Waiting)
            if waiting is not None:
                waiting.set_room(room)
        self._show_strip()
        if small:
            if self._columns.indexOf(self._side) >= 0:
                self._columns.removeWidget(self._side)
                self._side.setMinimumWidth(0)
                self._side.setMaximumWidth(16777215)
                self._side.hide()
            self._place_drawer()
        else:
            if self._columns.indexOf(self._side) < 0:
                self._columns.addWidget(self._side)
            self._side.setFixedWidth(self._side.wanted_width())
            self._side.setVisible(self._has_side())
        if self._screen is not None:
            self._screen.set_room(room)

    def _show_strip(self) -> None:
        """The rail lying down, with the words of the drawer's button."""
        view, screen = self._rail_view, self._screen
        self._strip.setVisible(self._room is Width.SMALL and view is not None)
        if view is not None:
            drawer = screen.drawer if screen is not None and screen.side is not None else ""
            self._strip.show_strip(view.plate, view.steps, view.here, drawer)

    def _order(self) -> None:
        """Tab order is reading order: bar, rail, main, side, key bar."""
        parts: list[QWidget] = [self.bar, self._strip]
        if self._rail is not None:
            parts.append(self._rail)
        parts += [self._main, self._side, self.keys]
        last: QWidget | None = None
        for part in parts:
            for widget in reading_order(part):
                if last is not None:
                    QWidget.setTabOrder(last, widget)
                last = widget
