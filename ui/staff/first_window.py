"""The clerk's window as it is shown at once: its frame and the list, before anything is read."""

from ui.staff.frame_views import PlacesView
from ui.staff.start_screen import StartScreen
from ui.staff.start_views import LIST_TITLE, PLACES, StartView
from ui.staff.window import StaffWindow
from ui.widgets.rail import Place


def first_window(town: str, user: str) -> StaffWindow:
    """A window that a `StaffPresenter` takes over; what comes later fills it without moving it."""
    window = StaffWindow(town, user)
    places = (Place(title, key=f"Alt {number}") for number, title in enumerate(PLACES, start=1))
    window.set_places(PlacesView(LIST_TITLE, tuple(places)))
    screen = StartScreen()
    screen.show_view(StartView("", "", ()))
    window.show_screen(screen)
    return window
