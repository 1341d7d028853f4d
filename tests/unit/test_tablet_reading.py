"""Reading at the tablet: pages turned by a hand that trembles, enlarged, and found again."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.tablet_kit import NOW, Heard, button, primary, session, settle, start, tablet_window, tap
from ui.tablet.language_page import LanguagePage
from ui.tablet.look import TextSize
from ui.tablet.presenter import TabletPresenter
from ui.tablet.read_page import ReadPage
from ui.tablet.window import TabletWindow


@pytest.fixture
def window() -> Iterator[TabletWindow]:
    yield from tablet_window()


@pytest.fixture
def tablet(window: TabletWindow) -> TabletPresenter:
    window.set_language("ja")
    return TabletPresenter(window, lambda: NOW)


# --- reading and signing --------------------------------------------------------------------------


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
