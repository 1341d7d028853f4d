"""The text scale changed while the clerk's window is open: it stands as if opened at that scale."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from counter_app.failures import FailureCode
from ui import theme
from ui.staff import samples, samples_reception, work_samples
from ui.staff.first_window import first_window
from ui.staff.frame_views import PlacesView
from ui.staff.procedures_screen import ProceduresScreen
from ui.staff.reception_screen import ReceptionScreen
from ui.staff.start_views import LIST_TITLE, PLACES
from ui.staff.window import StaffWindow
from ui.staff.words.common import problem
from ui.widgets.rail import Place


def gone(window: StaffWindow) -> None:
    window.close()
    window.deleteLater()
    QApplication.processEvents()


def reception_window() -> StaffWindow:
    window = StaffWindow("Y町", "窓口2　佐伯")
    screen = ReceptionScreen()
    screen.show_view(samples_reception.RECEPTION)
    window.set_rail(samples.RAIL_RECEPTION)
    window.show_screen(screen)
    window.resize(1440, 900)
    window.show()
    settle()
    return window


def settle() -> None:
    for _ in range(3):
        QApplication.processEvents()


def places(window: QWidget) -> list[tuple[str, QRect]]:
    """Class and place of every visible part of the page and the side panel, scrolled to the top."""
    for area in window.findChildren(QScrollArea):
        area.verticalScrollBar().setValue(0)
    settle()
    return [
        (type(part).__name__, QRect(part.mapTo(window, part.rect().topLeft()), part.size()))
        for part in window.findChildren(QWidget)
        if part.isVisible() and type(part).__module__.startswith("ui.staff")
    ]


def test_in_large_text_the_pin_is_in_view_while_it_is_typed(application: QApplication) -> None:
    """The clerk ticked the identity and looks on: the card's state comes to them by itself."""
    theme.set_text_scale(200)
    waiting, asked = samples_reception.CARD_STATES[:2]
    window = reception_window()
    window.resize(1280, 800)
    screen = window.screen_shown
    assert isinstance(screen, ReceptionScreen)
    screen.show_view(replace(samples_reception.RECEPTION, card=waiting))
    screen._identity.first().setFocus()
    settle()
    screen.show_view(replace(samples_reception.RECEPTION, card=asked))
    settle()
    told = screen._card.told
    assert told.visibleRegion().boundingRect().height() == told.height()
    assert screen._identity.first().hasFocus()
    gone(window)


def test_in_large_text_three_rows_stand_under_a_banner(application: QApplication) -> None:
    theme.set_text_scale(200)
    window = StaffWindow("Y町", "窓口2　佐伯")
    screen = ProceduresScreen()
    failed = problem(FailureCode.RECEPTION_CHANGED_ELSEWHERE)
    screen.show_view(replace(work_samples.PROCEDURES, problem=failed))
    window.set_rail(work_samples.RAIL_PROCEDURES)
    window.show_screen(screen)
    window.resize(1280, 800)
    window.show()
    settle()
    rows = screen._list
    seen = rows.viewport().visibleRegion().boundingRect().height()
    assert seen >= 3 * rows.visualRect(rows.currentIndex()).height()
    assert rows.viewport().rect().contains(rows.visualRect(rows.currentIndex()))
    screen.show_view(work_samples.PROCEDURES)
    settle()
    assert screen._over.isVisible()
    gone(window)


@pytest.mark.parametrize("percent", [100, 110, 125, 200])
def test_changing_the_scale_ends_where_opening_at_it_would(
    application: QApplication, percent: int
) -> None:
    theme.set_text_scale(percent)
    fresh = reception_window()
    wanted = sorted(places(fresh), key=str)
    gone(fresh)
    theme.set_text_scale(150)
    window = reception_window()
    theme.set_text_scale(percent)
    settle()
    assert sorted(places(window), key=str) == wanted
    gone(window)


def test_the_list_fills_the_first_window_without_moving_it(application: QApplication) -> None:
    theme.set_text_scale(100)
    window = first_window("Y町", "窓口2　佐伯")
    window.resize(1440, 900)
    window.show()
    settle()
    before = places(window)
    counted = (Place(title, 3, f"Alt {n}") for n, title in enumerate(PLACES, start=1))
    window.set_places(PlacesView(LIST_TITLE, tuple(counted), saved="10:17 保存済み"))
    settle()
    assert places(window) == before
    gone(window)
