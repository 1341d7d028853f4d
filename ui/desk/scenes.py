"""The scenes of a department's window, ready to be pictured: `desk_scenes()["30-desk"]()`."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

from PySide6.QtCore import Qt

from counter_app.paperwork.terms import Terms
from counter_app.ports import PageImage
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


def _with_faults(screen: DeskScreen) -> None:
    """An end before the beginning and no content, as F8 finds them."""
    screen.decision.terms.set_terms(
        Terms(date(2026, 4, 3), date(2026, 4, 1), "", "施設等利用給付認定第1号")
    )
    screen.decision.faults()


def desk_scenes(
    pages: Mapping[str, PageImage] | None = None,
) -> dict[str, Callable[[], DeskWindow]]:
    """The scenes by the name of their picture; `pages` are pictures of sheets by their id.

    Without them the sheets are drawn empty.
    """
    found = pages or {}
    deciding = partial(samples.deciding, found.get("granted"))
    terms = partial(samples.terms, found.get("facility"))
    return {
        "30-desk": _window(deciding, _at_number),
        "30b-desk-refusal": _window(deciding, _refusing),
        "30c-desk-promise": _window(samples.promising),
        "30d-desk-return": _window(partial(samples.promising, Panel.RETURN)),
        "30e-desk-application": _window(partial(samples.reading, found.get("child-allowance"))),
        "30g-desk-printed": _window(partial(samples.printed, found.get("granted"))),
        "30h-desk-terms": _window(terms, _at_number),
        "30i-desk-terms-faults": _window(terms, _with_faults),
        "30j-desk-paper-came": _window(samples.paper_came),
        "30f-desk-notice": _window(partial(samples.looking, found.get("granted"))),
    }
