"""What 受付をやめる shows: the reasons to choose from, and what becomes of the reception."""

from dataclasses import dataclass

from ui.staff.frame_views import ChoiceView, ProblemView
from ui.widgets.drawing import Icon


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """One thing that will be so afterwards."""

    icon: Icon
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class AbandonView:
    """`chosen` is the place of a reason, None before one is chosen; `error` belongs to the note."""

    reasons: tuple[ChoiceView, ...]
    outcomes: tuple[OutcomeView, ...]
    chosen: int | None = None
    note_label: str = ""
    error: str = ""
    busy: bool = False
    problem: ProblemView | None = None
