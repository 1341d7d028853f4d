"""Hands that tremble, rest and drag: real touch and pen events on the resident's window."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from tests.tablet_kit import Heard, primary, session, settle, tablet_window, tap, wait_for
from ui.tablet import samples
from ui.tablet.language_page import LanguagePage
from ui.tablet.look import TextSize
from ui.tablet.pen_events import pen, write
from ui.tablet.presenter import TabletPresenter
from ui.tablet.read_page import ReadPage
from ui.tablet.scrolling import TabletScroll
from ui.tablet.sign_page import SignPage
from ui.tablet.window import TabletWindow

LINE = (((200.0, 200.0), (260.0, 230.0), (300.0, 210.0)),)


@pytest.fixture(scope="module")
def made() -> Iterator[TabletWindow]:
    yield from tablet_window()


@pytest.fixture
def window(made: TabletWindow) -> TabletWindow:
    made.blank()
    made.forget_person()
    made.set_language("ja")
    return made


class Finger:
    """A finger on the screen, wherever the window has what it touches."""

    def __init__(self, window: TabletWindow) -> None:
        handle = window.windowHandle()
        assert handle is not None
        self._window, self._handle = window, handle
        self._device = QTest.createTouchDevice()
        window._rest.hide()  # the page has stood for a while

    def down(self, at: QPoint) -> None:
        QTest.touchEvent(self._handle, self._device).press(0, at, self._handle).commit()

    def move(self, at: QPoint) -> None:
        QTest.touchEvent(self._handle, self._device).move(0, at, self._handle).commit()

    def up(self, at: QPoint) -> None:
        QTest.touchEvent(self._handle, self._device).release(0, at, self._handle).commit()
        settle()


def middle(window: TabletWindow, button: QAbstractButton) -> QPoint:
    return button.mapTo(window, button.rect().center())


def to_the_pad(window: TabletWindow, heard: Heard) -> SignPage:
    tablet = TabletPresenter(window)
    tablet.sign(session("consent"), heard.pages.append, heard.signed.append, heard.stop)
    while isinstance(window.page, ReadPage):
        tap(primary(window))
    assert isinstance(window.page, SignPage)
    return window.page


def test_a_hand_that_rests_on_a_button_while_the_pen_writes_does_not_press_it(
    window: TabletWindow,
) -> None:
    heard = Heard()
    page = to_the_pad(window, heard)
    palm = Finger(window)
    page._palm._writing.setInterval(600_000)  # however slow the machine is
    write(page.pad, LINE)
    settle()
    for button in (page.clear, page.done, page.left[0]):
        before = sum(map(len, page.pad.strokes()))
        palm.down(middle(window, button))  # in the middle of the name
        write(page.pad, LINE)
        palm.up(middle(window, button))
        assert window.page is page
        assert sum(map(len, page.pad.strokes())) > before
    assert heard.signed == []
    page.pad.clear()
    write(page.pad, LINE)
    settle()
    page._palm._writing.stop()  # a moment goes by
    palm.down(middle(window, page.done))  # before the pen comes down again
    write(page.pad, LINE)
    palm.up(middle(window, page.done))
    assert heard.signed == []
    page._palm._writing.stop()
    page.done._lifted = None
    palm.down(middle(window, page.done))
    palm.up(middle(window, page.done))
    assert len(heard.signed) == 1


def test_a_finger_that_drags_a_list_chooses_nothing_in_it(window: TabletWindow) -> None:
    chosen: list[str] = []
    window.set_text_size(TextSize.LARGEST)
    window.ask_language(lambda: chosen.append(window.language))
    page = window.page
    assert isinstance(page, LanguagePage)
    finger = Finger(window)
    bar = page._place.verticalScrollBar()
    before = bar.value()
    finger.down(QPoint(300, 600))
    for y in range(588, 348, -24):
        finger.move(QPoint(300, y))
        QTest.qWait(8)
    finger.up(QPoint(300, 348))
    assert chosen == []
    assert window.page is page
    assert wait_for(lambda: bar.value() > before, 60_000)


@pytest.mark.parametrize(
    ("scene", "tag"),
    [("12d-tablet-sign-for-agreed", "fil"), ("10c-tablet-question", "es")],
)
def test_what_has_room_without_a_bar_is_shown_whole(
    window: TabletWindow, scene: str, tag: str
) -> None:
    window.set_language(tag)
    window.set_text_size(TextSize.LARGEST)
    window.show_page(samples.scenes()[scene])
    settle()
    page = window.page
    assert page is not None
    (place,) = page.findChildren(TabletScroll)
    assert not place.verticalScrollBar().isVisible()
    inside = place.widget()
    assert inside is not None
    assert inside.height() <= place.viewport().height()


def test_the_words_in_the_pad_are_whole_on_a_larger_screen(window: TabletWindow) -> None:
    window.resize(1920, 1080)
    window.set_language("fil")
    window.set_text_size(TextSize.LARGEST)
    window.show_page(samples.scenes()["12b-tablet-sign-empty"])
    settle()
    page = window.page
    assert isinstance(page, SignPage)
    hint = page._hint
    assert hint.height() >= hint.heightForWidth(hint.width()) - 1
    window.resize(1280, 800)
    settle()


def test_a_bounce_of_the_hand_makes_a_page_larger_once(window: TabletWindow) -> None:
    window.show_page(samples.scenes()["11-tablet-read"])
    settle()
    page = window.page
    assert isinstance(page, ReadPage)
    larger = page.sheet.larger
    middle = QPointF(larger.rect().center())
    zooms = []
    for when in (1000, 1200, 1800):
        for kind, at in ((QEvent.Type.MouseButtonPress, 0), (QEvent.Type.MouseButtonRelease, 50)):
            left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
            where = QPointF(larger.mapToGlobal(larger.rect().center()))
            event = QMouseEvent(kind, middle, where, left, left, none)
            event.setTimestamp(when + at)
            QApplication.sendEvent(larger, event)
        zooms.append(page.sheet.page.zoom)
    assert zooms[0] == zooms[1] < zooms[2]


def test_the_switch_at_the_side_of_the_pen_neither_writes_nor_breaks_a_line(
    window: TabletWindow,
) -> None:
    pad = to_the_pad(window, Heard()).pad
    tip, side, none = (Qt.MouseButton(n) for n in (1, 2, 0))
    press, move, lift = (
        QEvent.Type.TabletPress,
        QEvent.Type.TabletMove,
        QEvent.Type.TabletRelease,
    )
    stylus = pen()
    for at, (kind, button, held, pressure) in enumerate(
        (
            (press, side, side, 0.0),  # in the air
            (move, none, side, 0.0),
            (press, tip, tip | side, 0.5),
            (move, none, tip | side, 0.5),
            (lift, side, tip, 0.5),
            (move, none, tip, 0.5),
            (press, side, tip | side, 0.5),
            (move, none, tip | side, 0.5),
            (lift, tip, side, 0.0),
            (move, none, side, 0.0),
            (lift, side, none, 0.0),
        )
    ):
        place = QPointF(100 + 20 * at, 200)
        where = QPointF(pad.mapToGlobal(place))
        keys = Qt.KeyboardModifier.NoModifier
        event = QTabletEvent(
            kind, stylus, place, where, pressure, 0, 0, 0, 0, 0, keys, button, held
        )
        QApplication.sendEvent(pad, event)
    settle()
    assert [len(stroke) for stroke in pad.strokes()] == [5]
