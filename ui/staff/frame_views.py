"""What the frame of the clerk's window shows: rail, places, buttons of a banner, a problem.

Worded values, nothing to compute and nothing of the store: the presenter makes them, a screen's
`show_view` takes them. Words are Japanese and final. A text with a registered name in it is a
tuple of `Run`s. Each screen's own values are in a module of their own, so that the first screen
loads no others.
"""

from dataclasses import dataclass

from ui.widgets.rail import Place, Plate, Step
from ui.widgets.words import Run

Text = tuple[Run, ...]


def text(*parts: str | Run) -> Text:
    """Runs from plain strings and runs."""
    return tuple(part if isinstance(part, Run) else Run(part) for part in parts)


@dataclass(frozen=True, slots=True)
class RailView:
    """The step rail: whose reception this is, six steps (`here` 0–5), what is saved."""

    plate: Plate
    steps: tuple[Step, ...]
    here: int
    saved: str = ""
    second: str = ""
    undo: bool = False  # 取り消す (Ctrl+Z) at the foot
    may_give_up: bool = False  # 受付をやめる (Ctrl+Q) at the foot


@dataclass(frozen=True, slots=True)
class PlacesView:
    """The rail of the list of receptions; `waiting` is the queue of the number tickets."""

    title: str
    places: tuple[Place, ...]
    here: int = 0
    waiting: str = ""
    waiting_second: str = ""
    saved: str = ""
    second: str = ""


@dataclass(frozen=True, slots=True)
class ActionView:
    """A button of a banner; `id` comes back in the signal. F keys, Enter, Esc are the window's."""

    id: str
    words: str
    key: str = ""
    primary: bool = False


@dataclass(frozen=True, slots=True)
class ProblemView:
    """Something stops the clerk (08), in the words of the handbook. `page` is the page, 「3-4」."""

    title: str
    code: str
    page: str
    happened: Text
    saved: Text
    now: Text
    actions: tuple[ActionView, ...] = ()


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """One entry of a drop-down: what comes back in a signal, and its words."""

    id: str
    words: str
