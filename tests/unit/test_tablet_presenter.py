"""The tablet as the clerk's side uses it, by real presses, keys and pen strokes."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QKeyEvent, QMouseEvent, QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from counter_app.model.document import SignatureAct
from counter_app.model.reception import Protection
from counter_app.paperwork.papers import NextStep
from counter_app.ports import PinKind
from iccard.pin_entry import TypedPin
from tests.tablet_kit import (
    Heard,
    button,
    is_white,
    picture,
    primary,
    session,
    settle,
    shown,
    tablet_window,
    tap,
    wait_for,
)
from ui.tablet.buttons import LanguageButton
from ui.tablet.done_page import DonePage
from ui.tablet.language_page import LanguagePage
from ui.tablet.look import TextSize
from ui.tablet.notice_page import NoticePage
from ui.tablet.pen_events import SIGNATURE, pen, write
from ui.tablet.pin_page import PinPage
from ui.tablet.presenter import TabletPresenter
from ui.tablet.question_page import QuestionPage
from ui.tablet.read_page import ReadPage
from ui.tablet.reading_page import ReadingPage
from ui.tablet.sign_page import SignPage
from ui.tablet.window import TabletWindow
from ui.widgets.signature import SignaturePad
from ui.workplace import ResidentTablet

NOW = datetime(2026, 4, 3, 11, 5, tzinfo=timezone(timedelta(hours=9)))
SECRET = (3, 1, 7, 9)


@pytest.fixture
def window() -> Iterator[TabletWindow]:
    yield from tablet_window()


@pytest.fixture
def tablet(window: TabletWindow) -> TabletPresenter:
    window.set_language("ja")
    return TabletPresenter(window, lambda: NOW)


def pin() -> TypedPin:
    return TypedPin(600.0)


def ask_pin(
    tablet: TabletPresenter,
    entry: TypedPin,
    heard: Heard,
    tries: int = 3,
    *,
    wrong: bool = False,
    last_try: bool = False,
) -> None:
    tablet.ask_pin(
        PinKind.AUTHENTICATION,
        entry,
        tries,
        heard.enter,
        heard.give_up,
        wrong=wrong,
        last_try=last_try,
    )
    settle()


def key(window: TabletWindow, digit: int) -> QWidget:
    page = window.page
    assert isinstance(page, PinPage)
    return next(k for k in page.pad.findChildren(QWidget) if k.accessibleName() == str(digit))


def start(tablet: TabletPresenter, heard: Heard, *forms: str) -> SignaturePad:
    """Begin to sign over these forms; answers the pad."""
    tablet.sign(session(*forms), heard.pages.append, heard.signed.append, heard.stop)
    settle()
    assert tablet.flow is not None
    return tablet.flow.pad


def read_all(window: TabletWindow) -> None:
    while isinstance(window.page, ReadPage):
        tap(primary(window))


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
    assert QTest.qWaitForWindowActive(window, 3000)
    assert QApplication.focusWidget() not in page.answers


def test_an_answer_may_take_the_tablet_on_at_once(
    tablet: TabletPresenter, window: TabletWindow
) -> None:
    heard, entry = Heard(), pin()
    tablet.ask_protection(lambda answer: ask_pin(tablet, entry, heard))
    tap(button(window, "日本語"))
    tap(button(window, "いない"))
    assert isinstance(window.page, PinPage)


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
    assert wait_for(lambda: not primary(window).ready, 3000)


def test_a_wrong_pin_is_said_with_words_and_the_tries_left(
    tablet: TabletPresenter, window: TabletWindow
) -> None:
    ask_pin(tablet, pin(), Heard(), 2, wrong=True)
    said = [w.accessibleName() for w in shown(window, QWidget)]
    assert "番号がちがいました。" in said
    assert any("あと2回" in words for words in said)


@pytest.mark.parametrize("words", ["やめる", "わからない・忘れた"])
def test_giving_up_wipes_what_was_typed(
    tablet: TabletPresenter, window: TabletWindow, words: str
) -> None:
    heard, entry = Heard(), pin()
    ask_pin(tablet, entry, heard)
    tap(key(window, 8))
    tap(button(window, words))
    assert (heard.given_up, heard.entered, entry.length) == (1, 0, 0)
    assert not isinstance(window.page, PinPage)


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


# --- reading and signing --------------------------------------------------------------------------


def test_pages_are_read_one_after_another_and_then_signed(
    tablet: TabletPresenter, window: TabletWindow
) -> None:
    heard = Heard()
    pad = start(tablet, heard, "A1", "consent")
    count = 0
    while isinstance(window.page, ReadPage):
        assert not shown(window, SignaturePad)
        count += 1
        tap(primary(window))
    assert heard.pages == list(range(count))
    assert count >= 2
    assert isinstance(window.page, SignPage)
    write(pad)
    settle()
    tap(primary(window))
    (strokes,) = heard.signed
    assert len(strokes) == len(SIGNATURE)


def test_the_strokes_make_an_act_of_signing(tablet: TabletPresenter, window: TabletWindow) -> None:
    heard = Heard()
    pad = start(tablet, heard, "consent")
    reading = session("consent")
    read_all(window)
    write(pad)
    settle()
    tap(primary(window))
    (strokes,) = heard.signed
    act = SignatureAct.over(
        tuple(page.shown for page in reading.pages),
        strokes,
        id="act",
        reference="8F3KQ7T2",
        signer_name=reading.signer_name,
        signed_at=NOW,
    )
    assert act.strokes == strokes
    times = [point.t for stroke in strokes for point in stroke.points]
    assert all(before <= after for before, after in pairwise(times))


def test_unread_pages_keep_the_pad_out_of_reach(
    tablet: TabletPresenter, window: TabletWindow
) -> None:
    heard = Heard()
    start(tablet, heard, "A1", "B1", "consent")
    tap(primary(window))
    tap(button(window, "もどる"))
    tap(button(window, "もどる"))
    tap(button(window, "続けて 読む"))
    for _ in range(2):
        tap(primary(window))
    assert isinstance(window.page, ReadPage)
    assert not shown(window, SignaturePad)
    read_all(window)
    assert isinstance(window.page, SignPage)
    assert set(heard.pages) == set(range(len(session("A1", "B1", "consent").pages)))


def test_signing_waits_for_a_line_and_a_dot_is_none(
    tablet: TabletPresenter, window: TabletWindow
) -> None:
    heard = Heard()
    pad = start(tablet, heard, "consent")
    read_all(window)
    done = primary(window)
    for _ in range(2):
        tap(done)
    QTest.keyClick(done, Qt.Key.Key_Return)
    QTest.keyClick(done, Qt.Key.Key_Space)
    assert heard.signed == []
    write(pad, (((200.0, 200.0), (200.0, 200.0)),))
    settle()
    assert not done.ready
    write(pad, (((200.0, 200.0), (260.0, 230.0)),))
    settle()
    assert done.ready


def test_mouse_and_finger_do_not_sign(tablet: TabletPresenter, window: TabletWindow) -> None:
    heard = Heard()
    pad = start(tablet, heard, "consent")
    read_all(window)
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(100, 300))
    QTest.mouseMove(pad, QPoint(200, 320))
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(300, 310))
    finger = QTest.createTouchDevice()
    QTest.touchEvent(pad, finger).press(0, QPoint(100, 100), pad).commit()
    QTest.touchEvent(pad, finger).move(0, QPoint(220, 180), pad).commit()
    QTest.touchEvent(pad, finger).release(0, QPoint(300, 200), pad).commit()
    settle()
    assert pad.is_empty()
    assert not primary(window).ready


def test_a_palm_on_the_screen_adds_nothing_to_the_pens_line(
    tablet: TabletPresenter, window: TabletWindow
) -> None:
    heard = Heard()
    pad = start(tablet, heard, "consent")
    read_all(window)
    palm = QTest.createTouchDevice()
    QTest.touchEvent(pad, palm).press(0, QPoint(500, 450), pad).press(
        1, QPoint(560, 470), pad
    ).commit()
    write(pad, (((200.0, 200.0), (260.0, 230.0), (300.0, 210.0)),))
    QTest.touchEvent(pad, palm).release(0, QPoint(500, 450), pad).release(
        1, QPoint(560, 470), pad
    ).commit()
    settle()
    assert len(pad.strokes()) == 1
    assert primary(window).ready


def test_the_eraser_end_does_not_sign(tablet: TabletPresenter, window: TabletWindow) -> None:
    pad = start(tablet, Heard(), "consent")
    read_all(window)
    able = QInputDevice.Capability.Position
    eraser = QPointingDevice(
        "eraser",
        9,
        QInputDevice.DeviceType.Stylus,
        QPointingDevice.PointerType.Eraser,
        able,
        1,
        1,
    )
    write(pad, (((200.0, 200.0), (260.0, 230.0)),), eraser)
    settle()
    assert pad.is_empty()


def test_the_words_over_the_pad_let_the_pen_through(
    tablet: TabletPresenter, window: TabletWindow
) -> None:
    pad = start(tablet, Heard(), "consent")
    read_all(window)
    assert pad.childAt(QPointF(200, 34).toPoint()) is None


def test_clearing_takes_the_ink_and_the_readiness_away(
    tablet: TabletPresenter, window: TabletWindow
) -> None:
    pad = start(tablet, Heard(), "consent")
    read_all(window)
    empty = picture(window)
    write(pad)
    settle()
    tap(button(window, "消して書き直す"))
    assert pad.is_empty()
    assert not primary(window).ready
    primary(window).setFocus()
    settle()
    assert picture(window) == empty


def test_the_ink_outlives_a_change_of_language_and_of_size(
    tablet: TabletPresenter, window: TabletWindow
) -> None:
    pad = start(tablet, Heard(), "consent")
    read_all(window)
    write(pad, device=pen())
    settle()
    before = pad.strokes()
    tap(button(window, "Language"))
    tap(button(window, "Tiếng Việt"))
    window.set_text_size(TextSize.LARGE)
    settle()
    assert isinstance(window.page, SignPage)
    assert pad.isVisible()
    assert pad.strokes() == before
    assert primary(window).ready


def test_reading_again_comes_back_to_the_ink(tablet: TabletPresenter, window: TabletWindow) -> None:
    heard = Heard()
    pad = start(tablet, heard, "consent")
    read_all(window)
    write(pad)
    settle()
    tap(button(window, "もう一度読む"))
    assert isinstance(window.page, ReadPage)
    read_all(window)
    assert not pad.is_empty()
    tap(primary(window))
    assert len(heard.signed) == 1


def test_stopping_is_asked_once_and_told(tablet: TabletPresenter, window: TabletWindow) -> None:
    heard = Heard()
    start(tablet, heard, "consent")
    tap(button(window, "もどる"))
    assert heard.stopped == 0
    tap(button(window, "やめて 職員と話す"))
    assert heard.stopped == 1
    assert heard.signed == []


def test_another_signer_chooses_a_language_first(
    tablet: TabletPresenter, window: TabletWindow
) -> None:
    heard = Heard()
    start(tablet, heard, "consent")
    tablet.sign(session("consent", signer="1"), heard.pages.append, heard.signed.append, heard.stop)
    assert isinstance(window.page, ReadPage)
    tablet.sign(session("consent", signer="2"), heard.pages.append, heard.signed.append, heard.stop)
    assert isinstance(window.page, LanguagePage)
    tap(button(window, "English"))
    assert isinstance(window.page, ReadPage)


def test_a_page_is_magnified_and_goes_back_to_its_size(
    tablet: TabletPresenter, window: TabletWindow
) -> None:
    start(tablet, Heard(), "A1")
    page = window.page
    assert isinstance(page, ReadPage)
    sizes = [page.sheet.page.zoom]
    for _ in range(3):
        tap(page.sheet.larger)
        sizes.append(page.sheet.page.zoom)
    assert sizes[0] < sizes[1] < sizes[2]
    assert sizes[3] == sizes[0]


def test_an_explanation_lights_its_field_alone(
    tablet: TabletPresenter, window: TabletWindow
) -> None:
    start(tablet, Heard(), "A1")
    page = window.page
    assert isinstance(page, ReadPage)
    for row in page.items[1:3]:
        row.setFocus()
        QTest.keyClick(row, Qt.Key.Key_Return)
        assert page.sheet.page.lit is row.item
    assert [row.isChecked() for row in page.items].count(True) == 1


# --- a hand that trembles, a talk in between --------------------------------------------------


def test_a_double_tap_falls_on_nothing_of_the_next_page(window: TabletWindow) -> None:
    answers: list[Protection] = []
    TabletPresenter(window).ask_protection(answers.append)
    assert wait_for(lambda: window.childAt(640, 300) is not window._rest, 3000)
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
    assert wait_for(lambda: not window._rest.isVisible(), 3000)
    no = page.answers[1]
    QTest.mouseClick(handle, Qt.MouseButton.LeftButton, pos=no.mapTo(window, no.rect().center()))
    settle()
    assert answers == [Protection.NO]


@pytest.mark.parametrize(("off", "turned"), [(8, True), (18, True), (60, False)])
def test_a_press_that_slips_off_counts_and_one_carried_away_does_not(
    tablet: TabletPresenter, window: TabletWindow, off: int, turned: bool
) -> None:
    heard = Heard()
    start(tablet, heard, "consent")
    forward = primary(window)
    QTest.mousePress(forward, Qt.MouseButton.LeftButton, pos=forward.rect().center())
    QTest.mouseRelease(forward, Qt.MouseButton.LeftButton, pos=QPoint(40, -off))
    settle()
    assert (heard.pages == [0]) is turned


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


def test_enter_held_down_turns_one_page(tablet: TabletPresenter, window: TabletWindow) -> None:
    heard = Heard()
    start(tablet, heard, "A1", "consent")
    for again in (False, True, True):
        held = QKeyEvent(
            QEvent.Type.KeyPress,
            Qt.Key.Key_Return,
            Qt.KeyboardModifier.NoModifier,
            "\r",
            again,
        )
        QApplication.sendEvent(primary(window), held)
    assert heard.pages == [0]


def test_ink_beyond_the_pad_is_not_signed_and_the_line_goes_on_inside(
    tablet: TabletPresenter, window: TabletWindow
) -> None:
    pad = start(tablet, Heard(), "consent")
    read_all(window)
    write(pad, (((700.0, 300.0), (750.0, 300.0), (900.0, 310.0), (720.0, 320.0), (690.0, 330.0)),))
    wide, high = 76000 * 25.4 / 96, 50400 * 25.4 / 96
    assert [len(stroke) for stroke in pad.strokes()] == [2, 3]
    assert all(0 <= p.x <= wide and 0 <= p.y <= high for s in pad.strokes() for p in s)


def test_a_reader_who_asked_the_staff_or_changed_the_text_is_where_they_were(
    tablet: TabletPresenter, window: TabletWindow
) -> None:
    start(tablet, Heard(), "A1")
    page = window.page
    assert isinstance(page, ReadPage)
    tap(page.sheet.larger)
    tap(page.items[4])
    sheet = page.sheet.page
    sheet.verticalScrollBar().setValue(sheet.verticalScrollBar().maximum() // 2)
    zoom, middle = sheet.zoom, sheet._middle_mm()
    tap(button(window, "職員に聞く"))
    tap(button(window, "もどる"))
    for size in (TextSize.NORMAL, TextSize.LARGE):
        window.set_text_size(size)
        settle()
        page = window.page
        assert isinstance(page, ReadPage)
        assert page.sheet.page.zoom == zoom
        assert page.sheet.page._middle_mm() == pytest.approx(middle, abs=4)
        assert page.sheet.page.lit == page.items[4].item


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
