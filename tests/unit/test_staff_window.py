"""The frame of the clerk's window: keys, panes, cover, kiosk, and the order of Tab."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from shiboken6 import delete

from tests.staff_work_kit import ALT, CTRL, Key, clerk_window, focus_in, opened, press, shut
from ui.staff import samples, samples_household, samples_interview, samples_reception
from ui.staff.frame_views import RailView
from ui.staff.household_screen import HouseholdScreen
from ui.staff.interview_screen import InterviewScreen
from ui.staff.reception_screen import ReceptionScreen
from ui.staff.screen import StaffScreen
from ui.staff.start_screen import StartScreen
from ui.staff.window import StaffWindow
from ui.widgets.button import Button
from ui.widgets.rail import NavRail, StepRail


@pytest.fixture
def window(application: QApplication) -> Iterator[StaffWindow]:
    made = clerk_window()
    made.set_bar(samples.LAMPS, samples.at(10, 17))
    yield made
    made.allow_close()
    shut(made)


def reception() -> ReceptionScreen:
    screen = ReceptionScreen()
    screen.show_view(samples_reception.RECEPTION)
    return screen


def covered(window: StaffWindow) -> bool:
    return window.is_covered


WINDOW_KEYS: list[tuple[Key, Qt.KeyboardModifier | None, str]] = [
    (Key.Key_F2, None, "list_asked"),
    (Key.Key_F3, None, "new_asked"),
    (Key.Key_F5, None, "refresh_asked"),
    (Key.Key_F8, None, "next_asked"),
    (Key.Key_F9, None, "tablet_asked"),
    (Key.Key_Left, ALT, "back_asked"),
    (Key.Key_Z, CTRL, "undo_asked"),
]


@pytest.mark.parametrize(("key", "modifier", "name"), WINDOW_KEYS, ids=lambda v: str(v))
def test_every_window_key_tells_what_it_asks(
    window: StaffWindow, key: Key, modifier: Qt.KeyboardModifier | None, name: str
) -> None:
    window.set_rail(samples.RAIL_RECEPTION)
    opened(window, reception())
    heard = QSignalSpy(getattr(window, name))
    press(window, key, modifier)
    assert heard.count() == 1


def test_the_handbook_opens_at_the_place_or_at_the_failure(window: StaffWindow) -> None:
    window.set_rail(samples.RAIL_RECEPTION)
    screen = reception()
    opened(window, screen)
    heard = QSignalSpy(window.handbook_asked)
    press(window, Key.Key_F1)
    screen.show_view(samples_reception.RECEPTION_STOPPED)
    press(window, Key.Key_F1)
    assert [heard.at(n)[0] for n in range(2)] == ["staff.reception", "CARD_REMOVED"]


def test_alt_and_a_number_goes_to_that_step(window: StaffWindow) -> None:
    window.set_rail(samples.RAIL_RECEPTION)
    opened(window, reception())
    heard = QSignalSpy(window.step_chosen)
    for key in (Key.Key_2, Key.Key_6, Key.Key_7):
        press(window, key, ALT)
    assert [heard.at(n)[0] for n in range(heard.count())] == [1, 5]


def test_alt_and_the_open_step_goes_to_the_problem(window: StaffWindow) -> None:
    window.set_rail(samples.RAIL_STOPPED)
    screen = ReceptionScreen()
    screen.show_view(samples_reception.RECEPTION_STOPPED)
    opened(window, screen)
    window.keys.findChildren(Button)[0].setFocus()
    heard = QSignalSpy(window.step_chosen)
    press(window, Key.Key_1, ALT)
    assert heard.count() == 0
    focused = QApplication.focusWidget()
    assert isinstance(focused, Button)
    assert focused.text() == "もう一度読む"


def test_alt_and_a_number_chooses_a_place_on_the_list(window: StaffWindow) -> None:
    window.set_places(samples.PLACES)
    screen = StartScreen()
    screen.show_view(samples.START)
    opened(window, screen)
    heard = QSignalSpy(window.place_chosen)
    press(window, Key.Key_7, ALT)
    press(window, Key.Key_8, ALT)
    assert [heard.at(n)[0] for n in range(heard.count())] == [6]


def test_f6_goes_round_the_panes_and_remembers_where_it_was(window: StaffWindow) -> None:
    window.set_rail(samples.RAIL_HOUSEHOLD)
    screen = HouseholdScreen()
    screen.show_view(samples_household.HOUSEHOLD)
    opened(window, screen)
    start = QApplication.focusWidget()
    assert focus_in(screen)
    press(window, Key.Key_F6)
    assert screen.side is not None
    side = QApplication.focusWidget()
    assert side is not None
    assert side.isAncestorOf(screen.side) or focus_in(screen.side)
    press(window, Key.Key_F6)
    rail = window.findChild(StepRail)
    assert rail is not None
    assert focus_in(rail)
    press(window, Key.Key_F6)
    assert QApplication.focusWidget() is start


def test_ctrl_z_in_a_changed_field_undoes_the_typing_and_not_the_reception(
    window: StaffWindow,
) -> None:
    window.set_places(samples.PLACES)
    screen = StartScreen()
    screen.show_view(samples.START)
    opened(window, screen)
    press(window, Key.Key_F, CTRL)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    heard = QSignalSpy(window.undo_asked)
    QTest.keyClicks(field, "0402")
    press(window, Key.Key_Z, CTRL)
    assert heard.count() == 0
    assert field.text() != "0402"
    field.clear()
    field.setText("")
    press(window, Key.Key_Z, CTRL)
    assert heard.count() == 1


def test_the_cover_hides_the_work_and_lets_no_key_through(window: StaffWindow) -> None:
    window.set_rail(samples.RAIL_RECEPTION)
    screen = reception()
    opened(window, screen)
    before = QApplication.focusWidget()
    heard = QSignalSpy(window.covered)
    asked = QSignalSpy(window.list_asked)
    cancelled = QSignalSpy(screen.card_cancelled)
    without = QSignalSpy(screen.without_card)
    press(window, Key.Key_F12)
    assert covered(window)
    assert not screen.isVisible()
    press(window, Key.Key_F2)
    press(window, Key.Key_Escape)
    press(window, Key.Key_N, ALT)
    assert (asked.count(), cancelled.count(), without.count()) == (0, 0, 0)
    press(window, Key.Key_F12)
    assert not covered(window)
    assert QApplication.focusWidget() is before
    press(window, Key.Key_F12)
    press(window, Key.Key_Return)
    assert not covered(window)
    assert [heard.at(n)[0] for n in range(heard.count())] == [True, False, True, False]


def test_a_kiosk_window_stays_until_the_application_ends_it(window: StaffWindow) -> None:
    opened(window, reception())
    window.set_kiosk(True)
    QApplication.processEvents()
    assert window.windowFlags() & Qt.WindowType.FramelessWindowHint
    assert not window.close()
    press(window, Key.Key_F4, ALT)
    assert window.isVisible()
    window.allow_close()
    assert window.close()


def test_a_screen_that_was_left_tells_the_window_nothing_more(window: StaffWindow) -> None:
    first, second = reception(), InterviewScreen()
    second.show_view(samples_interview.INTERVIEW)
    window.set_rail(samples.RAIL_RECEPTION)
    opened(window, first)
    opened(window, second)
    heard = QSignalSpy(window.next_asked)
    first.next_asked.emit()
    assert heard.count() == 0
    second.next_asked.emit()
    assert heard.count() == 1
    assert window.screen_shown is second


def test_the_rail_changes_between_list_and_steps(window: StaffWindow) -> None:
    window.set_places(samples.PLACES)
    window.show()
    assert window.findChild(NavRail) is not None
    window.set_rail(samples.RAIL_RECEPTION)
    QApplication.processEvents()
    rail = window.findChild(StepRail)
    assert rail is not None
    assert rail.isVisible()
    shown = [nav for nav in window.findChildren(NavRail) if nav.isVisible()]
    assert shown == []


def test_the_undo_at_the_foot_of_the_rail_asks_the_same_as_ctrl_z(window: StaffWindow) -> None:
    window.set_rail(samples.RAIL_INTERVIEW)
    screen = InterviewScreen()
    screen.show_view(samples_interview.INTERVIEW)
    opened(window, screen)
    heard = QSignalSpy(window.undo_asked)
    undo = next(b for b in window.findChildren(Button) if b.accessibleName() == "取り消す")
    undo.click()
    assert heard.count() == 1


def tab_stops(window: StaffWindow) -> list[QWidget]:
    """Every part that Tab reaches, in the order of pressing it."""
    stops: list[QWidget] = []
    for _ in range(80):
        press(window, Key.Key_Tab)
        focused = QApplication.focusWidget()
        assert focused is not None
        if focused in stops:
            break
        stops.append(focused)
    return stops


@pytest.mark.parametrize(
    "make",
    [
        lambda: (reception(), samples.RAIL_RECEPTION),
        lambda: (_household(), samples.RAIL_HOUSEHOLD),
        lambda: (_interview(), samples.RAIL_INTERVIEW),
    ],
    ids=["reception", "household", "interview"],
)
def test_tab_reads_rail_then_main_then_side_then_keys(
    window: StaffWindow, make: Callable[[], tuple[StaffScreen, RailView]]
) -> None:
    screen, rail_view = make()
    window.set_rail(rail_view)
    opened(window, screen)
    stops = tab_stops(window)
    rail = window.findChild(StepRail)
    assert rail is not None

    def zone(part: QWidget) -> int:
        for number, pane in enumerate((window.bar, rail, screen)):
            if pane.isAncestorOf(part):
                return number
        if window.keys.isAncestorOf(part):
            return 4
        return 3

    zones = [zone(part) for part in stops]
    turn = zones.index(min(zones))
    around = zones[turn:] + zones[:turn]
    assert around == sorted(around)
    assert set(around) == {0, 1, 2, 3, 4}


def _household() -> HouseholdScreen:
    screen = HouseholdScreen()
    screen.show_view(samples_household.HOUSEHOLD)
    return screen


def _interview() -> InterviewScreen:
    screen = InterviewScreen()
    screen.show_view(samples_interview.INTERVIEW)
    return screen


def test_coming_back_from_the_cover_finds_a_place_when_the_former_one_is_gone(
    window: StaffWindow,
) -> None:
    screen = reception()
    window.set_rail(samples.RAIL_RECEPTION)
    opened(window, screen)
    gone = QLineEdit()
    screen.body.add(gone)
    gone.show()
    gone.setFocus()
    assert QApplication.focusWidget() is gone
    press(window, Key.Key_F12)
    assert covered(window)
    delete(gone)
    press(window, Key.Key_F12)
    assert not covered(window)
    assert QApplication.focusWidget() is screen.first_focus()


def test_f6_finds_a_place_in_a_pane_whose_former_one_is_gone(window: StaffWindow) -> None:
    screen = reception()
    window.set_rail(samples.RAIL_RECEPTION)
    opened(window, screen)
    gone = QLineEdit()
    screen.body.add(gone)
    gone.show()
    gone.setFocus()
    rail = window.rail
    assert rail is not None
    while not focus_in(rail):
        press(window, Key.Key_F6)
    delete(gone)
    while not focus_in(screen):
        press(window, Key.Key_F6)
