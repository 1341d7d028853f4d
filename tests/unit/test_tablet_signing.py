"""Signing at the tablet: what is read before the pad is reached, and whose line counts."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice
from PySide6.QtTest import QTest

from counter_app.model.document import SignatureAct
from tests.tablet_kit import (
    NOW,
    Heard,
    button,
    picture,
    primary,
    read_all,
    session,
    settle,
    shown,
    start,
    tablet_window,
    tap,
)
from ui.tablet.look import TextSize
from ui.tablet.pen_events import SIGNATURE, pen, write
from ui.tablet.presenter import TabletPresenter
from ui.tablet.read_page import ReadPage
from ui.tablet.sign_page import SignPage
from ui.tablet.window import TabletWindow
from ui.widgets.signature import SignaturePad


@pytest.fixture
def window() -> Iterator[TabletWindow]:
    yield from tablet_window()


@pytest.fixture
def tablet(window: TabletWindow) -> TabletPresenter:
    window.set_language("ja")
    return TabletPresenter(window, lambda: NOW)


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


# --- a hand that trembles, a talk in between --------------------------------------------------


def test_ink_beyond_the_pad_is_not_signed_and_the_line_goes_on_inside(
    tablet: TabletPresenter, window: TabletWindow
) -> None:
    pad = start(tablet, Heard(), "consent")
    read_all(window)
    write(pad, (((700.0, 300.0), (750.0, 300.0), (900.0, 310.0), (720.0, 320.0), (690.0, 330.0)),))
    wide, high = 76000 * 25.4 / 96, 50400 * 25.4 / 96
    assert [len(stroke) for stroke in pad.strokes()] == [2, 3]
    assert all(0 <= p.x <= wide and 0 <= p.y <= high for s in pad.strokes() for p in s)
