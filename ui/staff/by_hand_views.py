"""What the page shows that begins a reception of a household nobody sent (紙・国外から)."""

from dataclasses import dataclass
from datetime import date

from counter_app.model.by_hand import MoveFault, TypedMove
from counter_app.model.member_faults import MemberFault
from ui.staff.frame_views import ProblemView


@dataclass(frozen=True, slots=True)
class ByHandView:
    """The page: the town the household moves to, the day, and what was wrong with what stands."""

    town: str  # 乙県南郡Y町
    on: date
    faults: tuple[MoveFault, ...] = ()
    person_faults: tuple[MemberFault, ...] = ()
    problem: ProblemView | None = None


@dataclass(frozen=True, slots=True)
class ByHandDraft:
    """What stands on the page when the clerk presses Enter; words that are no day give None."""

    move: TypedMove
    planned_words: str
    moved_on_words: str
    birth_words: str
