"""The list of receptions (01): values in, signals out, by key alone."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from counter_app.sandbox.town_story import FAMILY
from tests.paperwork_kit import NOW, TOWN
from tests.staff_work_kit import Key, button, clerk_window, heard, opened, press, shut
from ui.staff import samples
from ui.staff.start_screen import StartScreen
from ui.staff.start_views import StartView
from ui.staff.window import StaffWindow
from ui.staff.words.start import ReceptionList, nothing_words
from ui.widgets.button import Button


@pytest.fixture
def window(application: QApplication) -> Iterator[StaffWindow]:
    made = clerk_window()
    yield made
    shut(made)


def start(window: StaffWindow, view: StartView = samples.START) -> StartScreen:
    screen = StartScreen()
    screen.show_view(view)
    window.set_places(samples.PLACES)
    opened(window, screen)
    return screen


def test_arrows_choose_a_reception_and_enter_opens_it(window: StaffWindow) -> None:
    screen = start(window)
    selected, opens = QSignalSpy(screen.reception_selected), QSignalSpy(screen.reception_opened)
    press(window, Key.Key_Down)
    press(window, Key.Key_Return)
    wanted = samples.START.groups[2].rows[1].id
    assert heard(selected) == [[wanted]]
    assert heard(opens) == [[wanted]]


def test_the_button_of_the_list_opens_the_selected_reception(window: StaffWindow) -> None:
    screen = start(window)
    opens = QSignalSpy(screen.reception_opened)
    window.keys.findChildren(Button)[0].click()
    assert heard(opens) == [[samples.START.selected]]


def test_an_empty_list_opens_nothing_and_says_why(window: StaffWindow) -> None:
    screen = start(window, StartView("令和8年4月3日（金）", "今日の受付 0件", ()))
    opens = QSignalSpy(screen.reception_opened)
    press(window, Key.Key_Return)
    assert opens.count() == 0
    assert screen.buttons()[0].reason == "受付がありません"


def test_searching_filters_and_escape_comes_back_to_the_list(window: StaffWindow) -> None:
    screen = start(window)
    changed = QSignalSpy(screen.search_changed)
    press(window, Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, "04")
    press(window, Key.Key_Escape)
    assert [value[0] for value in heard(changed)] == ["0", "04", ""]
    assert not field.hasFocus()


def test_showing_the_list_again_keeps_what_is_selected(window: StaffWindow) -> None:
    screen = start(window)
    press(window, Key.Key_Down)
    changed = QSignalSpy(screen.reception_selected)
    screen.show_view(replace(samples.START, selected=""))
    opens = QSignalSpy(screen.reception_opened)
    press(window, Key.Key_Return)
    assert heard(opens) == [[samples.START.groups[2].rows[1].id]]
    assert changed.count() == 0


def test_the_ways_to_begin_are_pressed_by_key(window: StaffWindow) -> None:
    screen = start(window)
    new, paper = QSignalSpy(screen.new_reception), QSignalSpy(screen.paper_certificate)
    juki = QSignalSpy(screen.juki_request)
    for words in ("新しい受付", "紙の転出証明書", "住基ネットに照会"):
        button(screen, words).setFocus()
        press(window, Key.Key_Return)
    assert (new.count(), paper.count(), juki.count()) == (1, 1, 1)
    screen._list.setFocus()
    for key in (Key.Key_P, Key.Key_J):
        press(window, key, Qt.KeyboardModifier.AltModifier)
    assert (paper.count(), juki.count()) == (2, 2)


def test_a_list_without_rows_says_what_was_looked_for_until_there_are_some(
    window: StaffWindow,
) -> None:
    screen = start(window, samples.START_NOTHING)
    assert screen._empty.isVisible()
    assert screen._nothing.accessibleName().startswith("この一覧に「カトウ」に合う受付はありません")
    screen.show_view(samples.START)
    assert not screen._empty.isVisible()


def test_of_a_long_text_that_was_pasted_into_the_search_no_more_is_said_again_than_is_read() -> (
    None
):
    assert "「カトウ」に" in nothing_words(0, "カトウ")
    assert f"「{'あ' * 40}…」に" in nothing_words(0, "あ" * 10_000)


def test_a_protected_reception_is_read_aloud_without_name_or_place(window: StaffWindow) -> None:
    row = samples.START.groups[1].rows[2]
    hidden = replace(row, name=samples.HEAD, from_place="X市")
    spoken = StartScreen()._rows.spoken(hidden)
    assert "渡" not in spoken
    assert "X市" not in spoken
    assert "氏名を表示しません" in spoken


def test_an_announced_visit_under_protection_comes_to_the_list_without_its_old_town() -> None:
    for protected, place in ((False, FAMILY.old_address.municipality), (True, "")):
        coming = replace(FAMILY, protected=protected)
        made = ReceptionList((), (), (), (coming,), TOWN, "佐伯", NOW.date())
        (row,) = [r for group in made.view(0, "", "").groups for r in group.rows]
        assert (row.hidden, row.from_place) == (protected, place)
