"""The scenes of the supervisor's window, ready to be pictured: `review_scenes()["20-review"]()`."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Final

from counter_app.ports import PageImage
from ui.review import samples, samples_day
from ui.review.day_screen import DayScreen
from ui.review.decision_card import ReasonField
from ui.review.find_screen import FindScreen
from ui.review.log_screen import LogScreen
from ui.review.review_screen import ReviewScreen
from ui.review.views import ReviewView
from ui.review.window import ReviewWindow
from ui.staff.screen import StaffScreen


def _window(
    screen: StaffScreen, here: int, now: datetime = samples.NOW, *, filters: bool = False
) -> ReviewWindow:
    made = ReviewWindow("Y町", "監督者　大塚")
    made.set_places(samples.places(here))
    made.show_filters(samples.FILTERS if filters else None)
    made.set_bar(samples.LAMPS, now)
    made.show_screen(screen)
    return made


def _queue(view: Callable[[], ReviewView]) -> Callable[[], ReviewWindow]:
    def make() -> ReviewWindow:
        screen = ReviewScreen()
        screen.show_view(view())
        return _window(screen, 0, filters=True)

    return make


def _staff_card(stage: str) -> Callable[[], ReviewWindow]:
    """The staff card laid down for a decision whose reason is written."""

    def make() -> ReviewWindow:
        screen = ReviewScreen()
        screen.show_view(samples.WAITING)
        reason = screen.findChild(ReasonField)
        if reason is not None:
            reason.set_value(samples.REASON)
        screen.show_view(samples.laid_down(stage))
        return _window(screen, 0, filters=True)

    return make


def _day() -> ReviewWindow:
    screen = DayScreen()
    screen.show_view(samples_day.DAY)
    return _window(screen, 1, samples_day.EVENING)


def _find() -> ReviewWindow:
    screen = FindScreen()
    screen.show_view(samples_day.FOUND)
    return _window(screen, 2)


def _record() -> ReviewWindow:
    screen = LogScreen()
    screen.show_view(samples_day.RECORD)
    return _window(screen, 3)


_EMPTY: Final = ReviewView("0件", (), "", None, "確かめるものはありません。")


def review_scenes(
    pages: Mapping[str, PageImage] | None = None,
) -> dict[str, Callable[[], ReviewWindow]]:
    """The scenes by the name of their picture; `pages` are pictures of sheets by their id.

    Without them the sheets are drawn empty.
    """
    refused = (pages or {}).get("refused")
    return {
        "20-review": _queue(lambda: samples.WAITING),
        "20b-review-own": _queue(lambda: samples.OWN),
        "20c-review-refusal": _queue(partial(samples.refusal, refused)),
        "20e-review-search": _queue(samples.search),
        "20d-review-empty": _queue(lambda: _EMPTY),
        **{f"20f-review-card-{stage}": _staff_card(stage) for stage in samples.CARDS},
        "21-day": _day,
        "22-find": _find,
        "23-record": _record,
    }
