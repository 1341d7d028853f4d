"""The household (03): values in, signals out, by key alone."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication

from tests.staff_work_kit import ALT, Key, button, clerk_window, heard, opened, press, shut
from ui.staff import samples, samples_household
from ui.staff.frame_views import text
from ui.staff.household_screen import HouseholdScreen
from ui.staff.household_views import CheckView, HouseholdView
from ui.staff.window import StaffWindow
from ui.widgets.name_edit import NameEdit

HOUSEHOLD = samples_household.HOUSEHOLD


@pytest.fixture
def window(application: QApplication) -> Iterator[StaffWindow]:
    made = clerk_window()
    yield made
    shut(made)


def household(window: StaffWindow, view: HouseholdView) -> HouseholdScreen:
    screen = HouseholdScreen()
    screen.show_view(view)
    window.set_rail(samples.RAIL_HOUSEHOLD)
    opened(window, screen)
    return screen


def test_a_provisional_reading_is_confirmed_by_key(window: StaffWindow) -> None:
    screen = household(window, HOUSEHOLD)
    confirmed, asked = QSignalSpy(screen.reading_confirmed), QSignalSpy(screen.correction_asked)
    press(window, Key.Key_Y, ALT)
    press(window, Key.Key_E, ALT)
    assert heard(confirmed) == [["5"]]
    assert heard(asked) == [["5"]]


def test_the_next_check_takes_the_place_of_the_one_confirmed(window: StaffWindow) -> None:
    screen = household(window, HOUSEHOLD)
    other = CheckView("2", text("美咲さんの続柄を確かめてください。"))
    screen.show_view(replace(HOUSEHOLD, checks=(other,)))
    QApplication.processEvents()
    confirmed = QSignalSpy(screen.reading_confirmed)
    press(window, Key.Key_Return)
    assert heard(confirmed) == [["2"]]
    screen.show_view(replace(HOUSEHOLD, checks=()))
    QApplication.processEvents()
    assert QApplication.focusWidget() is screen._list


def test_arrows_choose_a_member(window: StaffWindow) -> None:
    screen = household(window, replace(HOUSEHOLD, checks=()))
    selected = QSignalSpy(screen.member_selected)
    press(window, Key.Key_Down)
    press(window, Key.Key_End)
    assert heard(selected) == [["2"], ["5"]]


def test_a_member_who_stays_can_come_along_again(window: StaffWindow) -> None:
    screen = household(window, HOUSEHOLD)
    stays = QSignalSpy(screen.member_stays)
    press(window, Key.Key_X, ALT)
    first = replace(HOUSEHOLD.members[0], stays=True)
    screen.show_view(replace(HOUSEHOLD, members=(first, *HOUSEHOLD.members[1:])))
    assert button(screen, "この人も移る").isVisible()
    press(window, Key.Key_X, ALT)
    assert heard(stays) == [["1", True], ["1", False]]


def test_a_member_is_added_by_key(window: StaffWindow) -> None:
    screen = household(window, HOUSEHOLD)
    asked = QSignalSpy(screen.member_add_asked)
    press(window, Key.Key_A, ALT)
    assert asked.count() == 1


def test_backspace_in_a_name_takes_the_character_with_its_selector(window: StaffWindow) -> None:
    edit = samples_household.HOUSEHOLD_EDIT.edit
    assert edit is not None
    details = replace(edit.details, name="渡邉\U000e010f")
    screen = household(
        window, replace(samples_household.HOUSEHOLD_EDIT, edit=replace(edit, details=details))
    )
    saved = QSignalSpy(screen.member_saved)
    field = QApplication.focusWidget()
    assert isinstance(field, NameEdit)
    press(window, Key.Key_End)
    press(window, Key.Key_Backspace)
    assert field.text() == "渡"
    press(window, Key.Key_Return)
    assert saved.count() == 1
    assert saved.at(0)[0] == "5"
    assert saved.at(0)[1].details == replace(details, name="渡")


def test_escape_leaves_a_correction(window: StaffWindow) -> None:
    screen = household(window, samples_household.HOUSEHOLD_EDIT)
    cancelled = QSignalSpy(screen.correction_cancelled)
    press(window, Key.Key_Escape)
    assert cancelled.count() == 1
    screen.show_view(HOUSEHOLD)
    QApplication.processEvents()
    assert QApplication.focusWidget() is screen._list
