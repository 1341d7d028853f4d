"""Room in the clerk's window: large text lays the rail down, and nothing is squeezed or hidden."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QAbstractSlider, QApplication

from counter_app.failures import FailureCode
from tests.staff_work_kit import ALT, Key, clerk_window, focus_in, opened, press, settle, shut
from ui import theme
from ui.staff import samples, samples_household, samples_interview, samples_reception
from ui.staff.error_panel import ErrorPanel
from ui.staff.frame_views import ActionView
from ui.staff.handbook_drawer import HandbookDrawer
from ui.staff.handbook_words import HandbookView
from ui.staff.household_screen import HouseholdScreen
from ui.staff.interview_screen import InterviewScreen
from ui.staff.reception_screen import ReceptionScreen
from ui.staff.screen import Page, StaffScreen
from ui.staff.start_screen import StartScreen
from ui.staff.window import StaffWindow
from ui.staff.words.common import problem
from ui.widgets.button import Button
from ui.widgets.input_line import InputLine
from ui.widgets.place_strip import PlaceStrip
from ui.widgets.rail import StepRail


@pytest.fixture
def window(application: QApplication) -> Iterator[StaffWindow]:
    made = clerk_window()
    made.set_bar(samples.LAMPS, samples.at(10, 17))
    yield made
    made.allow_close()
    shut(made)


def test_at_200_per_cent_the_rail_lies_down_and_f6_opens_the_drawer(window: StaffWindow) -> None:
    window.set_rail(samples.RAIL_INTERVIEW)
    screen = InterviewScreen()
    screen.show_view(samples_interview.INTERVIEW)
    opened(window, screen)
    rail = window.findChild(StepRail)
    assert rail is not None
    assert rail.isVisible()
    assert screen.side is not None
    assert screen.side.isVisible()
    theme.set_text_scale(200)
    QApplication.processEvents()
    assert (window.width(), window.height()) == (1440, 900)
    assert not rail.isVisible()
    assert not screen.side.isVisible()
    press(window, Key.Key_F6)
    assert screen.side.isVisible()
    press(window, Key.Key_Escape)
    assert not screen.side.isVisible()
    assert focus_in(screen)


def test_at_200_per_cent_the_places_of_the_list_lie_in_a_strip(window: StaffWindow) -> None:
    window.set_places(samples.PLACES)
    screen = StartScreen()
    screen.show_view(samples.START)
    opened(window, screen)
    strip = window.findChild(PlaceStrip)
    assert strip is not None
    assert not strip.isVisible()
    theme.set_text_scale(200)
    QApplication.processEvents()
    assert strip.isVisible()
    assert strip.accessibleName() == "受付一覧 すべて 16件"
    heard = QSignalSpy(window.place_chosen)
    press(window, Key.Key_4, ALT)
    assert strip.accessibleName() == "受付一覧 進行中 3件"
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(160, strip.height() // 2))
    assert [heard.at(n)[0] for n in range(heard.count())] == [3, 0]
    window.set_rail(samples.RAIL_INTERVIEW)
    assert not strip.isVisible()


def test_a_focused_input_is_whole_in_view_and_stays_where_the_clerk_scrolled(
    window: StaffWindow,
) -> None:
    theme.set_text_scale(200)
    window.set_rail(samples.RAIL_INTERVIEW)
    screen = InterviewScreen()
    screen.show_view(samples_interview.INTERVIEW)
    opened(window, screen)
    focused = QApplication.focusWidget()
    assert isinstance(focused, InputLine)
    page = next(p for p in screen.findChildren(Page) if p.isAncestorOf(focused))
    view = page.viewport()
    top = focused.mapTo(view, QPoint(0, 0)).y()
    assert 0 < top < top + focused.height() < view.height()
    bar = page.verticalScrollBar()
    bar.triggerAction(QAbstractSlider.SliderAction.SliderToMinimum)
    window.resize(1440, 880)
    QApplication.processEvents()
    QApplication.processEvents()
    assert bar.value() == 0


def test_a_banner_of_a_page_that_does_not_scroll_is_never_squeezed(window: StaffWindow) -> None:
    """At 200 % it scrolls in its share of the page, and its button is brought into view."""
    theme.set_text_scale(200, window)
    window.resize(1280, 800)
    screen = StaffScreen("5　書類・署名", scrolls=False)
    body = Button("書類")
    screen.body.add(body, 1)
    opened(window, screen)
    again = ActionView("again", "もう一度", "Enter", primary=True)
    screen.show_problem(problem(FailureCode.SIGNING_CONSENT_OPEN, "", (again,)))
    QApplication.processEvents()
    panel = screen.findChild(ErrorPanel)
    assert panel is not None
    assert panel.height() >= panel.heightForWidth(panel.width())
    assert panel.primary is not None
    panel.primary.setFocus()
    QApplication.processEvents()
    top = panel.primary.mapTo(window, QPoint(0, 0)).y()
    assert top + panel.primary.height() <= body.mapTo(window, QPoint(0, 0)).y()


def test_a_long_note_beside_a_question_wraps_and_widens_nothing(window: StaffWindow) -> None:
    question = samples_interview.INTERVIEW.question
    assert question is not None
    note = "勤め先の健康保険に入る人や、扶養に入る人がいるときは「いいえ」です"
    screen = InterviewScreen()
    screen.show_view(replace(samples_interview.INTERVIEW, question=replace(question, decides=note)))
    opened(window, screen)
    page = next(p for p in screen.findChildren(Page))
    inside = page.widget()
    assert inside is not None
    assert inside.width() <= page.viewport().width()


def test_typing_in_the_side_panel_opens_the_drawer(window: StaffWindow) -> None:
    theme.set_text_scale(200)
    window.set_rail(samples.RAIL_HOUSEHOLD)
    screen = HouseholdScreen()
    screen.show_view(samples_household.HOUSEHOLD)
    opened(window, screen)
    assert screen.side is not None
    assert not screen.side.isVisible()
    screen.show_view(samples_household.HOUSEHOLD_EDIT)
    QApplication.processEvents()
    assert screen.side.isVisible()
    assert focus_in(screen.side)
    screen.show_view(samples_household.HOUSEHOLD)
    QApplication.processEvents()
    assert not screen.side.isVisible()
    assert focus_in(screen)


@pytest.mark.parametrize("percent", [100, 200])
def test_a_banner_over_a_page_that_was_scrolled_away_is_seen(
    window: StaffWindow, percent: int
) -> None:
    theme.set_text_scale(percent)
    screen = HouseholdScreen()
    screen.show_view(samples_household.HOUSEHOLD)
    window.set_rail(samples.RAIL_HOUSEHOLD)
    window.resize(1280, 800)
    opened(window, screen)
    screen._kind.setFocus()
    settle()
    screen.show_problem(problem(FailureCode.DATABASE_DISK_FULL))
    settle()
    banner = screen.findChild(ErrorPanel)
    assert banner is not None
    seen = banner.visibleRegion().boundingRect()
    assert seen.top() == 0
    assert seen.height() > banner.height() / 2
    assert screen._kind.hasFocus()


def test_a_form_in_a_drawer_that_was_closed_has_the_focus_only_where_it_is_seen(
    window: StaffWindow,
) -> None:
    theme.set_text_scale(200)
    screen = ReceptionScreen()
    screen.show_view(samples_reception.RECEPTION_CONTACT)
    screen.contact_given.connect(lambda *_: None)  # what was typed is refused: it stays open
    window.set_rail(samples.RAIL_RECEPTION)
    opened(window, screen)
    for key, modifier in ((Key.Key_F8, None), (Key.Key_1, ALT), (Key.Key_T, ALT)):
        if screen.side is not None and screen.side.isVisible():
            press(window, Key.Key_F6)
        assert screen.side is not None
        assert not screen.side.isVisible()
        press(window, key, modifier)
        focused = window.focusWidget()
        assert isinstance(focused, InputLine)
        assert focused.isVisible()


def test_the_handbook_gives_the_focus_back_though_what_had_it_is_gone(window: StaffWindow) -> None:
    screen = HouseholdScreen()
    screen.show_view(samples_household.HOUSEHOLD)
    window.set_rail(samples.RAIL_HOUSEHOLD)
    opened(window, screen)
    drawer = HandbookDrawer(window)
    screen._kind.setFocus()
    drawer.open(HandbookView("2　世帯", "", ()))
    screen._kind.hide()
    press(window, Key.Key_Escape)
    assert not drawer.is_open
    assert focus_in(screen)
