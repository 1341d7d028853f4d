"""The text scale changed while the clerk's window is open: it stands as if opened at that scale."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from ui import theme
from ui.staff import samples, samples_reception
from ui.staff.first_window import first_window
from ui.staff.frame_views import PlacesView
from ui.staff.reception_screen import ReceptionScreen
from ui.staff.start_views import LIST_TITLE, PLACES
from ui.staff.window import StaffWindow
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
