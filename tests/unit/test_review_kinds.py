"""種類でしぼる where the rail lies down (200 % text): its key, its boxes, and the way back."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.staff_work_kit import ALT, Key, focused, heard, press, settle, shut
from ui import theme
from ui.review.decision_card import DecisionCard
from ui.review.review_screen import ReviewScreen
from ui.review.scenes import review_scenes
from ui.review.window import ReviewWindow
from ui.widgets.options import CheckBox
from ui.widgets.rail import NavRail


@pytest.fixture
def window(application: QApplication) -> Iterator[ReviewWindow]:
    theme.set_text_scale(200)
    made = review_scenes()["20-review"]()
    made.resize(1440, 900)
    made.show()
    made.activateWindow()
    assert QTest.qWaitForWindowActive(made, 60_000)
    settle()
    yield made
    theme.set_text_scale(100)
    shut(made)


def screen_of(window: ReviewWindow) -> ReviewScreen:
    screen = window.screen_shown
    assert isinstance(screen, ReviewScreen)
    return screen


def list_of(window: ReviewWindow) -> QWidget:
    return screen_of(window)._list


def test_alt_k_shows_the_kinds_and_space_takes_one_out(window: ReviewWindow) -> None:
    assert not window.filters.isVisible()
    press(window, Key.Key_K, ALT)
    assert window.filters.isVisible()
    assert not list_of(window).isVisible()
    changed = QSignalSpy(window.filters.changed)
    box = focused()
    assert isinstance(box, CheckBox)
    press(window, Key.Key_Space)
    ((kind, on),) = heard(changed)
    assert window.filters.box(str(kind)) is box
    assert on is False


def test_every_kind_comes_into_view_by_tab(window: ReviewWindow) -> None:
    press(window, Key.Key_K, ALT)
    page = screen_of(window)._kinds_page.viewport()
    boxes = window.filters.findChildren(CheckBox)
    for box in boxes:
        assert focused() is box
        assert page.rect().intersects(box.rect().translated(box.mapTo(page, box.rect().topLeft())))
        press(window, Key.Key_Tab)


def test_nothing_is_decided_while_the_item_is_out_of_sight(window: ReviewWindow) -> None:
    screen = screen_of(window)
    press(window, Key.Key_K, ALT)
    assert screen.buttons() == ()
    decided = QSignalSpy(screen.decided)
    for key in (Key.Key_A, Key.Key_S, Key.Key_H):
        press(window, key)
    assert heard(decided) == []
    assert window.filters.isVisible()
    assert screen.reason_error == ""


@pytest.mark.parametrize(
    ("key", "modifier"), [(Key.Key_Escape, Qt.KeyboardModifier.NoModifier), (Key.Key_K, ALT)]
)
def test_the_rows_come_back(
    window: ReviewWindow, key: Qt.Key, modifier: Qt.KeyboardModifier
) -> None:
    press(window, Key.Key_K, ALT)
    press(window, key, modifier)
    assert not window.filters.isVisible()
    assert focused() is list_of(window)
    assert len(screen_of(window).buttons()) == 3


def test_the_kinds_stand_in_the_rail_again_where_it_stands(window: ReviewWindow) -> None:
    press(window, Key.Key_K, ALT)
    theme.set_text_scale(100)
    settle()
    rail = window.rail
    assert isinstance(rail, NavRail)
    assert rail.isAncestorOf(window.filters)
    assert window.filters.isVisible()
    assert list_of(window).isVisible()
    assert len(screen_of(window).buttons()) == 3


def test_the_button_says_how_many_kinds_are_shown(window: ReviewWindow) -> None:
    screen_of(window).show_kinds(6, 8)
    assert screen_of(window)._kinds.text() == "種類でしぼる 6／8"


def test_with_no_row_left_the_window_has_the_keys_and_the_rows_when_some_come(
    window: ReviewWindow,
) -> None:
    screen = screen_of(window)
    view = screen.view
    assert view is not None
    screen.show_view(replace(view, rows=(), selected="", case=None))
    screen.to_queue()
    settle()
    assert window.focusWidget() is window
    screen.show_view(view)
    settle()
    assert list_of(window).hasFocus()


def test_a_digit_brings_what_it_chooses_into_view(window: ReviewWindow) -> None:
    assert list_of(window).hasFocus()
    press(window, Key.Key_3)
    card = window.focusWidget()
    assert isinstance(card, DecisionCard)
    assert card.isVisible()
    assert not list_of(window).isVisible()
    assert screen_of(window).first_focus().isVisible()  # back from another place, too
