"""The PIN typed at the tablet reaches the vault alone, whole, and only when it is sent."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from counter_app.ports import PinKind
from tests.tablet_kit import (
    NOW,
    Heard,
    ask_pin,
    button,
    key,
    pin,
    primary,
    settle,
    shown,
    tablet_window,
    tap,
    wait_for,
)
from ui.tablet.notice_page import NoticePage
from ui.tablet.pin_page import PinPage
from ui.tablet.presenter import TabletPresenter
from ui.tablet.question_page import QuestionPage
from ui.tablet.reading_page import ReadingPage
from ui.tablet.window import TabletWindow

SECRET = (3, 1, 7, 9)


@pytest.fixture
def window() -> Iterator[TabletWindow]:
    yield from tablet_window()


@pytest.fixture
def tablet(window: TabletWindow) -> TabletPresenter:
    window.set_language("ja")
    return TabletPresenter(window, lambda: NOW)


# --- PIN ------------------------------------------------------------------------------------------


def test_pressed_digits_reach_the_entry_and_only_the_entry(
    tablet: TabletPresenter, window: TabletWindow
) -> None:
    heard, entry = Heard(), pin()
    ask_pin(tablet, entry, heard)
    for digit in SECRET:
        tap(key(window, digit))
    assert entry.length == 4
    page = window.page
    assert page is not None
    held = [
        str(value)
        for widget in (window, page, *page.findChildren(QWidget))
        for value in vars(widget).values()
        if not callable(value) and not isinstance(value, QWidget)
    ]
    assert not any("3179" in value or "3, 1, 7, 9" in value for value in held)
    tap(primary(window))
    assert heard.entered == 1
    assert entry.take() == bytearray(b"3179")


def test_typed_digits_reach_the_entry_wherever_the_focus_is(
    tablet: TabletPresenter, window: TabletWindow
) -> None:
    heard, entry = Heard(), pin()
    ask_pin(tablet, entry, heard)
    for holder in (primary(window), key(window, 5), button(window, "やめる")):
        holder.setFocus()
        QTest.keyClick(holder, Qt.Key.Key_4)
    assert entry.length == 3
    QTest.keyClick(primary(window), Qt.Key.Key_Backspace)
    assert entry.length == 2
    QTest.keyClick(primary(window), Qt.Key.Key_Delete)
    assert entry.length == 0


def test_the_pin_is_sent_at_four_digits_and_not_before(
    tablet: TabletPresenter, window: TabletWindow
) -> None:
    heard, entry = Heard(), pin()
    ask_pin(tablet, entry, heard)
    for digit in SECRET[:3]:
        tap(key(window, digit))
        tap(primary(window))
        QTest.keyClick(primary(window), Qt.Key.Key_Return)
    assert heard.entered == 0
    assert primary(window).accessibleDescription() == "あと1つ"
    tap(key(window, SECRET[3]))
    assert primary(window).ready
    tap(primary(window))
    assert heard.entered == 1
    assert isinstance(window.page, ReadingPage)


def test_digits_the_vault_has_wiped_are_no_longer_shown_as_typed(
    tablet: TabletPresenter, window: TabletWindow
) -> None:
    entry = pin()
    ask_pin(tablet, entry, Heard())
    for digit in SECRET:
        tap(key(window, digit))
    entry.clear()
    assert wait_for(lambda: not primary(window).ready, 60_000)


def test_a_wrong_pin_is_said_with_words_and_the_tries_left(
    tablet: TabletPresenter, window: TabletWindow
) -> None:
    ask_pin(tablet, pin(), Heard(), 2, wrong=True)
    said = [w.accessibleName() for w in shown(window, QWidget)]
    assert "番号がちがいました。" in said
    assert any("あと2回" in words for words in said)


@pytest.mark.parametrize(
    ("words", "answered"),
    [("やめる", "ありがとうございます"), ("わからない・忘れた", "番号が分からなくても大丈夫です")],
)
def test_giving_up_wipes_what_was_typed_and_leaves_nobody_before_a_white_screen(
    tablet: TabletPresenter, window: TabletWindow, words: str, answered: str
) -> None:
    heard, entry = Heard(), pin()
    tablet.ask_pin(PinKind.AUTHENTICATION, entry, 3, heard.enter, tablet.blank)
    settle()
    tap(key(window, 8))
    tap(button(window, words))
    assert (heard.entered, entry.length) == (0, 0)
    assert isinstance(window.page, NoticePage)
    assert answered in [w.accessibleName() for w in shown(window, QWidget)]
    ask_pin(tablet, entry, heard)
    tap(button(window, words))
    assert heard.given_up == 1


def test_the_last_try_asks_once_more_before_it_is_sent(
    tablet: TabletPresenter, window: TabletWindow
) -> None:
    heard, entry = Heard(), pin()
    ask_pin(tablet, entry, heard, 1, last_try=True)
    for digit in SECRET:
        tap(key(window, digit))
    tap(primary(window))
    assert heard.entered == 0
    assert isinstance(window.page, QuestionPage)
    tap(button(window, "入れ直す"))
    assert isinstance(window.page, PinPage)
    assert entry.length == 0
    for digit in SECRET:
        tap(key(window, digit))
    tap(primary(window))
    tap(button(window, "この番号で 決定する"))
    assert heard.entered == 1
    assert entry.take() == bytearray(b"3179")


def test_the_last_try_is_not_sent_with_digits_that_were_wiped_meanwhile(
    tablet: TabletPresenter, window: TabletWindow
) -> None:
    heard, entry = Heard(), pin()
    ask_pin(tablet, entry, heard, 1, last_try=True)
    for digit in SECRET:
        tap(key(window, digit))
    tap(primary(window))
    entry.clear()
    tap(button(window, "この番号で 決定する"))
    assert heard.entered == 0
    assert isinstance(window.page, PinPage)


def test_the_last_try_can_be_left(tablet: TabletPresenter, window: TabletWindow) -> None:
    heard, entry = Heard(), pin()
    ask_pin(tablet, entry, heard, 1, last_try=True)
    for digit in SECRET:
        tap(key(window, digit))
    tap(primary(window))
    tap(button(window, "やめる"))
    assert (heard.entered, heard.given_up, entry.length) == (0, 1, 0)


def test_going_blank_wipes_digits_that_were_not_sent(
    tablet: TabletPresenter, window: TabletWindow
) -> None:
    entry = pin()
    ask_pin(tablet, entry, Heard())
    tap(key(window, 8))
    tablet.blank()
    assert entry.length == 0


def test_digits_that_were_sent_are_left_to_the_vault(
    tablet: TabletPresenter, window: TabletWindow
) -> None:
    entry = pin()
    ask_pin(tablet, entry, Heard())
    for digit in SECRET:
        tap(key(window, digit))
    tap(primary(window))
    tablet.blank()
    assert entry.length == 4


def test_another_language_keeps_what_was_typed(
    tablet: TabletPresenter, window: TabletWindow
) -> None:
    entry = pin()
    ask_pin(tablet, entry, Heard())
    tap(key(window, 8))
    tap(button(window, "Language"))
    tap(button(window, "English"))
    assert isinstance(window.page, PinPage)
    assert entry.length == 1
    assert primary(window).accessibleDescription() == "3 more"


# --- a hand that trembles, a talk in between --------------------------------------------------


def test_a_bounce_of_the_finger_is_one_digit_and_a_second_press_is_two(
    tablet: TabletPresenter, window: TabletWindow
) -> None:
    entry = pin()
    ask_pin(tablet, entry, Heard())
    four = key(window, 4)
    for when in (1000, 1120, 1600):
        for kind, held, at in (
            (QEvent.Type.MouseButtonPress, Qt.MouseButton.LeftButton, when),
            (QEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton, when + 40),
        ):
            middle = QPointF(four.rect().center())
            event = QMouseEvent(
                kind,
                middle,
                QPointF(four.mapToGlobal(four.rect().center())),
                Qt.MouseButton.LeftButton,
                held,
                Qt.KeyboardModifier.NoModifier,
            )
            event.setTimestamp(at)
            QApplication.sendEvent(four, event)
    assert entry.length == 2
