"""The tablet as the clerk's side uses it: language and protection first, the last page, nothing."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from counter_app.model.reception import Protection
from counter_app.paperwork.papers import NextStep
from tests.tablet_kit import (
    NOW,
    Heard,
    ask_pin,
    button,
    is_white,
    picture,
    pin,
    primary,
    read_all,
    settle,
    shown,
    start,
    tablet_window,
    tap,
    wait_for,
)
from ui.tablet.buttons import LanguageButton
from ui.tablet.done_page import DonePage
from ui.tablet.language_page import LanguagePage
from ui.tablet.notice_page import NoticePage
from ui.tablet.pen_events import write
from ui.tablet.pin_page import PinPage
from ui.tablet.presenter import TabletPresenter
from ui.tablet.question_page import QuestionPage
from ui.tablet.read_page import ReadPage
from ui.tablet.reading_page import ReadingPage
from ui.tablet.rest import REST_MS
from ui.tablet.window import TabletWindow
from ui.widgets.signature import SignaturePad
from ui.workplace import ResidentTablet


@pytest.fixture
def window() -> Iterator[TabletWindow]:
    yield from tablet_window()


@pytest.fixture
def tablet(window: TabletWindow) -> TabletPresenter:
    window.set_language("ja")
    return TabletPresenter(window, lambda: NOW)


# --- the protocol and language first --------------------------------------------------------------


def test_the_presenter_is_the_tablet_the_clerks_side_expects(tablet: TabletPresenter) -> None:
    expected: ResidentTablet = tablet
    assert expected is tablet


def test_the_language_comes_before_the_first_question(window: TabletWindow) -> None:
    answers: list[Protection] = []
    TabletPresenter(window).ask_protection(answers.append)
    assert isinstance(window.page, LanguagePage)
    tap(button(window, "Tiếng Việt"))
    assert isinstance(window.page, QuestionPage)
    assert window.language == "vi"
    tap(button(window, "Không"))
    assert answers == [Protection.NO]


@pytest.mark.parametrize(
    ("words", "answer"),
    [("いる", Protection.YES), ("いない", Protection.NO), ("今は答えない", Protection.NOT_NOW)],
)
def test_each_answer_about_protection_is_told_and_leaves_the_same_page(
    tablet: TabletPresenter, window: TabletWindow, words: str, answer: Protection
) -> None:
    answers: list[Protection] = []
    tablet.ask_protection(answers.append)
    tap(button(window, "日本語"))
    tap(button(window, words))
    assert answers == [answer]
    page = window.page
    assert isinstance(page, NoticePage)
    left = picture(window)
    tablet.ask_protection(answers.append)
    tap(button(window, "日本語"))
    tap(button(window, "いない"))
    assert picture(window) == left


def test_no_answer_has_the_focus_before_it_was_given(
    tablet: TabletPresenter, window: TabletWindow
) -> None:
    tablet.ask_protection(lambda answer: None)
    tap(button(window, "日本語"))
    page = window.page
    assert isinstance(page, QuestionPage)
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window, 60_000)
    assert QApplication.focusWidget() not in page.answers


def test_an_answer_may_take_the_tablet_on_at_once(
    tablet: TabletPresenter, window: TabletWindow
) -> None:
    heard, entry = Heard(), pin()
    tablet.ask_protection(lambda answer: ask_pin(tablet, entry, heard))
    tap(button(window, "日本語"))
    tap(button(window, "いない"))
    assert isinstance(window.page, PinPage)


# --- a hand that trembles, a talk in between --------------------------------------------------


def test_a_double_tap_falls_on_nothing_of_the_next_page(window: TabletWindow) -> None:
    answers: list[Protection] = []
    TabletPresenter(window).ask_protection(answers.append)
    assert wait_for(lambda: window.childAt(640, 300) is not window._rest, 60_000)
    window._rest._clock.setInterval(600_000)  # a slow machine rests no shorter than the hand
    card = button(window, "English")
    at = card.mapTo(window, card.rect().center())
    handle = window.windowHandle()
    assert handle is not None
    for _ in range(3):
        QTest.mouseClick(handle, Qt.MouseButton.LeftButton, pos=at)
    settle()
    page = window.page
    assert isinstance(page, QuestionPage)
    assert answers == []
    window._rest._clock.setInterval(REST_MS)
    assert wait_for(lambda: not window._rest.isVisible(), 60_000)
    no = page.answers[1]
    QTest.mouseClick(handle, Qt.MouseButton.LeftButton, pos=no.mapTo(window, no.rect().center()))
    settle()
    assert answers == [Protection.NO]


def test_a_language_chosen_by_the_clerk_ends_the_question_for_it(window: TabletWindow) -> None:
    tablet = TabletPresenter(window)
    tablet.ask_protection(lambda answer: None)
    assert isinstance(window.page, LanguagePage)
    tablet.speak("ne")
    assert isinstance(window.page, QuestionPage)
    assert window.language == "ne"


# --- the end, and nothing -------------------------------------------------------------------------


def test_the_last_page_says_what_was_signed_and_closes_to_nothing(
    tablet: TabletPresenter, window: TabletWindow
) -> None:
    steps = (NextStep(NOW.date(), "9:00〜11:00", "ガスの開栓に立ち会う"),)
    tablet.show_done(4, steps)
    assert isinstance(window.page, DonePage)
    said = [w.accessibleName() for w in shown(window, QWidget)]
    assert "4件の書類に サインしました" in said
    assert "ガスの開栓に立ち会う" in said
    tap(button(window, "この画面を消す"))
    assert window.is_blank
    assert is_white(picture(window))
    assert window.language == ""


def test_a_reception_without_signatures_ends_without_a_count(
    tablet: TabletPresenter, window: TabletWindow
) -> None:
    tablet.show_done(0, ())
    said = [w.accessibleName() for w in shown(window, QWidget)]
    assert "手続きが おわりました" in said
    assert not any("サインしました" in words for words in said)


def offered(window: TabletWindow) -> bool:
    return any("書類を見る" in b.accessibleName() for b in shown(window, QWidget))


def test_signed_papers_can_be_seen_again_until_another_person_sits_down(
    tablet: TabletPresenter, window: TabletWindow
) -> None:
    heard = Heard()
    pad = start(tablet, heard, "consent")
    read_all(window)
    write(pad)
    settle()
    tap(primary(window))
    tablet.blank()  # the clerk's side has stored the act
    tablet.show_done(1, ())
    assert any("11:05" in w.accessibleName() for w in shown(window, QWidget))
    tap(button(window, "サインした書類を見る"))
    assert isinstance(window.page, ReadPage)
    tap(button(window, "もどる"))
    assert isinstance(window.page, DonePage)
    tablet.blank()
    tablet.new_person()
    window.set_language("ja")
    tablet.show_done(1, ())
    assert not offered(window)


def test_papers_that_were_not_signed_are_not_shown_as_signed(
    tablet: TabletPresenter, window: TabletWindow
) -> None:
    start(tablet, Heard(), "consent")
    tap(button(window, "もどる"))
    tap(button(window, "やめて 職員と話す"))
    tablet.blank()
    tablet.show_done(1, ())
    assert not offered(window)


def test_blank_is_white_and_keeps_no_widget_of_the_page(
    tablet: TabletPresenter, window: TabletWindow
) -> None:
    start(tablet, Heard(), "A1")
    settle()
    assert not is_white(picture(window))
    tablet.blank()
    assert is_white(picture(window))
    settle()
    assert is_white(picture(window))
    assert window.findChildren(ReadPage) == []
    assert window.findChildren(SignaturePad) == []


def test_the_ink_is_gone_when_the_tablet_goes_blank(
    tablet: TabletPresenter, window: TabletWindow
) -> None:
    pad = start(tablet, Heard(), "consent")
    read_all(window)
    write(pad)
    tablet.blank()
    assert pad.is_empty()


def test_reading_is_shown_while_nothing_is_asked(
    tablet: TabletPresenter, window: TabletWindow
) -> None:
    tablet.show_reading()
    assert isinstance(window.page, ReadingPage)
    assert not shown(window, LanguageButton)
