"""The frame of the clerk's window: bars, rail, main, side panel or drawer, keys, cover page."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from ui import theme
from ui.kiosk import Kiosk
from ui.staff.cover_page import CoverableWork, CoverPage
from ui.staff.frame_views import PlacesView, RailView
from ui.staff.panes import Panes
from ui.staff.rail_contents import show_places, show_steps
from ui.staff.screen import StaffScreen, first_focusable, press
from ui.staff.window_keys import WindowKeys, chain_tab_order
from ui.theme import Width
from ui.widgets.bars import KeyBar, Lamp, SystemBar
from ui.widgets.button import Button
from ui.widgets.focus import FocusFrame
from ui.widgets.place_strip import PlaceStrip
from ui.widgets.rail import NavRail, PlaceRow, StepRail, StepStrip

_STEPS: Final = 6
_PLACES: Final = 9


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
    give_up_asked = Signal()
    covered = Signal(bool)

    def __init__(self, town: str, user: str, side: Mapping[Width, float] | None = None) -> None:
        """`side`: width of the panel at the right by room, px at 100 %; the usual when None."""
        super().__init__()
        self.setWindowTitle(f"ワンストップ窓口 {town}")
        self.setAutoFillBackground(True)
        self._screen: StaffScreen | None = None
        self._kiosk = Kiosk(self)
        self._room = Width.WIDE
        self._rail_view: RailView | None = None
        self._places_view: PlacesView | None = None
        self._shortcuts = WindowKeys(self)
        self.bar = SystemBar(town, user)
        self.keys = KeyBar()
        self._strip = StepStrip()
        self._strip.hide()
        self._place_strip = PlaceStrip()
        self._place_strip.hide()
        self._place_strip.chosen.connect(self._number)
        self._panes = Panes(side)
        self._strip.drawer.connect(self.next_pane)
        work = QWidget()
        rows = QVBoxLayout(work)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        for part in (self.bar, self._strip, self._place_strip, self._panes, self.keys):
            rows.addWidget(part, 1 if part is self._panes else 0)
        cover = CoverPage("ワンストップ窓口", town)
        self._pages = CoverableWork(work, cover, self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        whole.addWidget(self._pages)
        self.setMinimumSize(720, 450)
        self.bar.hide_asked.connect(lambda: self.cover(True))
        cover.returned.connect(lambda: self.cover(False))
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
            for mine, its in self._forwarded(self._screen):
                its.disconnect(mine)
        self._screen = screen
        self._panes.put_screen(screen)
        screen.bar_changed.connect(self.set_keys)
        for mine, its in self._forwarded(screen):
            its.connect(mine)
        self._fit()
        self.set_keys()
        self._order()
        self._first_focus().setFocus(Qt.FocusReason.OtherFocusReason)

    def _first_focus(self) -> QWidget:
        """Where the page begins, in its drawer too; the window where nothing takes the focus."""
        first = self._screen.first_focus() if self._screen is not None else None
        if first is not None and self._panes.side.isAncestorOf(first):
            self._panes.want_side(True)
        return first or self

    def _forwarded(self, screen: StaffScreen) -> tuple[tuple[SignalInstance, SignalInstance], ...]:
        return (
            (self.next_asked, screen.next_asked),
            (self.back_asked, screen.back_asked),
            (self.tablet_asked, screen.tablet_asked),
        )

    @property
    def rail(self) -> StepRail | NavRail | None:
        """The rail at the left: that of the steps, or that of the list of receptions."""
        return self._panes.rail

    def set_rail(self, view: RailView) -> None:
        """The step rail: name plate, six steps, what is saved, undo."""
        self._rail_view, self._places_view = view, None
        rail = self.rail
        if not isinstance(rail, StepRail):
            rail = StepRail(view.steps)
            rail.chosen.connect(self.step_chosen)
            self._panes.put_rail(rail)
        show_steps(rail, view, self.undo_asked.emit, self.give_up_asked.emit)
        self._fit()

    def set_places(self, view: PlacesView) -> None:
        """The rail of the list of receptions."""
        self._rail_view, self._places_view = None, view
        rail = self.rail
        if not isinstance(rail, NavRail):
            rail = NavRail(view.title, view.places)
            rail.chosen.connect(self.place_chosen)
            self._panes.put_rail(rail)
        show_places(rail, view)
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
        if self.focusWidget() is self:
            QTimer.singleShot(0, self, self._enter_page)

    def _enter_page(self) -> None:
        """The page opened before anything stood on it.

        Never to its primary button: the clerk has not seen it come, and an Enter too many would
        press it.
        """
        if self.focusWidget() is not self or self.is_covered:
            return
        first = self._first_focus()
        if not _does_the_work(first):
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- cover and kiosk ----------------------------------------------------------------------

    def cover(self, on: bool) -> None:
        """Hide everything behind a calm page (F12), or come back to where the work stood."""
        if on == self.is_covered:
            return
        if on:
            self._pages.cover()
        else:
            self._pages.uncover(self._first_focus)
        self._shortcuts.enable(not on)
        self.covered.emit(on)

    @property
    def is_covered(self) -> bool:
        return self._pages.is_covered

    def set_kiosk(self, on: bool) -> None:
        """Frameless full screen that nobody passing by can close."""
        self._kiosk.set(on)

    def allow_close(self) -> None:
        """Let the application itself end a kiosk."""
        self._kiosk.allow_close()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        self._kiosk.answer(event)

    # --- keys -----------------------------------------------------------------------------------

    def _bind(self) -> None:
        bind = self._shortcuts.bind
        bind("F1", self._handbook)
        bind("F2", self.list_asked.emit)
        bind("F3", self.new_asked.emit)
        bind("F5", self.refresh_asked.emit)
        bind("F6", self.next_pane)
        bind("F8", lambda: self._screen.go_on() if self._screen else None)
        bind("F9", lambda: self._screen.to_tablet() if self._screen else None)
        bind("F12", lambda: self.cover(True))
        bind("Alt+Left", self._back)
        bind("Ctrl+Z", self.undo_asked.emit)
        bind("Ctrl+Q", self.give_up_asked.emit)
        bind("Ctrl+F", self._search)
        for number in range(_PLACES):
            bind(f"Alt+{number + 1}", partial(self._number, number))
        QApplication.instance().focusChanged.connect(self._on_focus)  # type: ignore[union-attr]

    def next_pane(self) -> None:
        """F6: to the next pane, or open and close the drawer."""
        self._panes.next_pane()

    def _handbook(self) -> None:
        if self._screen is not None:
            self.handbook_asked.emit(self._screen.problem_code or self._screen.place)

    def _back(self) -> None:
        """Alt+←: the button 「戻る」 when there is one, else only the signal."""
        if self._panes.drawer_open:
            self._panes.close_drawer()
            return
        self.back_asked.emit()

    def _search(self) -> None:
        field = self._screen.search_field() if self._screen is not None else None
        if field is not None:
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if isinstance(field, QLineEdit):
            field.selectAll()

    def _number(self, at: int) -> None:
        rail = self.rail
        if isinstance(rail, NavRail):
            if at < len(rail.findChildren(PlaceRow)):
                rail.select(at)
                if self._places_view is not None:
                    self._places_view = replace(self._places_view, here=at)
                    self._show_strip()
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
            if self._panes.drawer_open:
                self._panes.close_drawer()
            else:
                screen.stop()
            event.accept()
        else:
            super().keyPressEvent(event)

    def _on_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        if new is None or self._screen is None or new.window() is not self:
            return
        self._screen.show_focused(new)
        if new is self._panes.side.page and old is not None and not old.isVisible():
            # What had the focus is gone, and Qt went on along the tab order out of the work.
            QTimer.singleShot(0, self, self._back_to_work)

    def _back_to_work(self) -> None:
        """To where the page begins, or its first part: 次へ must not lie under the next Enter."""
        screen = self._screen
        if screen is None or not self._panes.side.page.hasFocus():
            return
        wanted: QWidget | None = self._first_focus()
        if wanted in screen.buttons():
            wanted = first_focusable(screen.body)
        if wanted is not None:
            wanted.setFocus(Qt.FocusReason.OtherFocusReason)

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
        self.bar.set_room(room)
        self.keys.set_room(room)
        self._panes.set_room(room)
        self._show_strip()

    def _show_strip(self) -> None:
        """The rail lying down, with the words of the drawer's button."""
        view, screen = self._rail_view, self._screen
        self._strip.setVisible(self._room is Width.SMALL and view is not None)
        if view is not None:
            drawer = screen.drawer if screen is not None and screen.side is not None else ""
            self._strip.show_strip(view.plate, view.steps, view.here, drawer)
        places = self._places_view
        self._place_strip.setVisible(self._room is Width.SMALL and places is not None)
        if places is not None:
            self._place_strip.show_places(places.title, places.places, places.here)

    def _order(self) -> None:
        """Tab order is reading order: bar, rail, main, side, key bar."""
        chain_tab_order((self.bar, self._strip, *self._panes.in_order, self.keys))


def _does_the_work(part: QWidget) -> bool:
    """Whether Enter on the part does what the page is for."""
    return isinstance(part, Button) and part.primary
