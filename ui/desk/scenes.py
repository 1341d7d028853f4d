"""The scenes of a department's window, ready to be pictured: `SCENES["30-desk"]()`."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt

from ui.desk import samples
from ui.desk.desk_screen import DeskScreen
from ui.desk.views import DeskView, Panel
from ui.desk.window import DeskWindow


def _window(
    view: Callable[[], DeskView], then: Callable[[DeskScreen], None] | None = None
) -> Callable[[], DeskWindow]:
    def make() -> DeskWindow:
        screen = DeskScreen()
        screen.show_view(view())
        made = DeskWindow("Y町", f"{samples.DEPARTMENT}　中村", samples.DEPARTMENT)
        made.set_places(samples.PLACES)
        made.show_scope()
        made.set_bar(samples.LAMPS, samples.NOW)
        made.show_screen(screen)
        if then is not None:
            then(screen)
        return made

    return make


def _at_number(screen: DeskScreen) -> None:
    """The cursor in the number of the decision, as drawn."""
    screen.decision.reference.edit.setFocus(Qt.FocusReason.OtherFocusReason)


def _refusing(screen: DeskScreen) -> None:
    screen.decision.choose(1)


SCENES: Final[dict[str, Callable[[], DeskWindow]]] = {
    "30-desk": _window(samples.deciding, _at_number),
    "30b-desk-refusal": _window(samples.deciding, _refusing),
    "30c-desk-promise": _window(samples.promising),
    "30d-desk-return": _window(lambda: samples.promising(Panel.RETURN)),
    "30e-desk-application": _window(samples.reading),
}
