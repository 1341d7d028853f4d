"""What the rails at the left show: the steps of a reception, or the places of the list."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout

from ui.staff.frame_views import PlacesView, RailView
from ui.staff.side_panel import Waiting
from ui.widgets.arrange import put_away
from ui.widgets.button import Button, Kind, Size
from ui.widgets.drawing import Icon
from ui.widgets.rail import NavRail, StepRail


def show_steps(
    rail: StepRail,
    view: RailView,
    undo: Callable[[], object],
    give_up: Callable[[], object],
) -> None:
    """Name plate, six steps, what is saved; buttons that undo and that give the reception up."""
    rail.show_plate(view.plate)
    rail.show_steps(view.steps, view.here)
    button = None
    if view.undo:
        button = Button("取り消す", size=Size.TINY, key="Ctrl Z", icon=Icon.UNDO)
        button.clicked.connect(undo)
    rail.show_saved(view.saved, view.second, button)
    way_out = None
    if view.may_give_up:
        way_out = Button("受付をやめる…", Kind.NEUTRAL, Size.TINY, key="Ctrl Q")
        way_out.clicked.connect(give_up)
    rail.show_way_out(way_out)


def show_places(rail: NavRail, view: PlacesView) -> None:
    """Places, the chosen one, what is saved, and the ticket queue at the foot."""
    rail.show_places(view.places)
    rail.select(view.here)
    rail.foot.show_saved(view.saved, view.second)
    layout = rail.layout()
    old = rail.findChild(Waiting)
    if old is not None:
        put_away(old)
    if view.waiting and isinstance(layout, QVBoxLayout):
        layout.insertWidget(layout.count() - 1, Waiting(view.waiting, view.waiting_second))
