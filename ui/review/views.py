"""What the supervisor's screens show: worded values, nothing to compute and nothing of the store.

One frozen dataclass a screen; the presenter makes them, `show_view` takes them. A protected
reception has no name and no address in any of these values until it was revealed.
"""

from dataclasses import dataclass, field
from enum import Enum

from PySide6.QtGui import QImage

from counter_app.review_items import Verdict
from ui.staff.frame_views import Text
from ui.staff.start_views import ReceptionRowView
from ui.widgets.chip import Chip, Mark
from ui.widgets.clock import Deadline
from ui.widgets.drawing import Icon
from ui.widgets.meters import Harm

# --- 20 what waits ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class QueueRowView:
    """One row of the queue. `since` stands where no clock runs.

    `sub` is what stands under the title, most needed first; the last parts give way to room.
    """

    key: str
    harm: Harm
    title: str
    sub: tuple[str, ...]
    deadline: Deadline | None = None
    since: str = ""
    held: bool = False
    asking: bool = False  # somebody was asked about it


@dataclass(frozen=True, slots=True)
class FilterView:
    """One check box of 「種類でしぼる」."""

    id: str
    words: str
    count: int
    on: bool


@dataclass(frozen=True, slots=True)
class DecisionView:
    """One thing to decide: what would go to whom, and how it stands."""

    id: str
    number: int
    title: str
    passes: str
    note: str
    chip: Chip
    open: bool


@dataclass(frozen=True, slots=True)
class VerdictWords:
    """What the three keys mean for this kind of item."""

    allow: str = "許す"
    stop: str = "止める"
    hold: str = "保留"

    def of(self, verdict: Verdict) -> str:
        return {Verdict.ALLOW: self.allow, Verdict.STOP: self.stop, Verdict.HOLD: self.hold}[
            verdict
        ]


@dataclass(frozen=True, slots=True)
class StoryRowView:
    """One line of the story: when, what, who."""

    time: str
    icon: Icon
    words: str
    who: str = ""


@dataclass(frozen=True, slots=True)
class StoryTabView:
    """One tab: いきさつ, 連絡, 書類, 見た人."""

    title: str
    rows: tuple[StoryRowView, ...]
    counted: bool = True


@dataclass(frozen=True, slots=True)
class NoticeView:
    """The notice that goes out when a refusal is allowed: its pages as they will print."""

    title: str
    note: str
    pages: tuple[QImage, ...] = field(default=(), compare=False)
    page_key: str = ""  # stands for the pages when two views are compared


class StaffCardStage(Enum):
    """Where laying down the staff card stands (職員カード)."""

    ASKED = "asked"  # a decision will ask for it
    WAITING = "waiting"
    READING = "reading"
    REFUSED = "refused"  # this card is no proof; another one is waited for
    FAILED = "failed"  # nothing is waited for any more
    DONE = "done"


@dataclass(frozen=True, slots=True)
class StaffCardView:
    """The box of the staff card. `code` and `page` are of the failure that is told."""

    stage: StaffCardStage
    title: str
    detail: str
    code: str = ""
    page: str = ""

    @property
    def under_way(self) -> bool:
        """Whether a decision waits for its card."""
        return self.stage in (
            StaffCardStage.WAITING,
            StaffCardStage.READING,
            StaffCardStage.REFUSED,
        )

    @property
    def takes_keys(self) -> bool:
        """Whether the box has the focus: Esc leaves, Enter tries again what failed."""
        return self.under_way or self.stage is StaffCardStage.FAILED


@dataclass(frozen=True, slots=True)
class CaseView:
    """The item that is selected, with the reception it belongs to."""

    key: str
    harm: Harm
    kind: str
    name: str  # "" while hidden, and where no person is concerned
    heading: str  # in place of the name
    line: str
    may: Chip
    may_decide: bool
    title: str
    sub: str
    decisions: tuple[DecisionView, ...]
    current: str
    words: VerdictWords
    hidden: bool = False
    revealed: str = ""  # the people, once they were looked at
    notice: NoticeView | None = None
    story: tuple[StoryTabView, ...] = ()
    card: StaffCardView | None = None  # None where decisions are made by name


@dataclass(frozen=True, slots=True)
class ReviewView:
    """確認待ち (20)."""

    sub: str
    rows: tuple[QueueRowView, ...]
    selected: str
    case: CaseView | None = None
    empty: str = ""


# --- 21 the day -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TileView:
    """A figure of the day."""

    title: str
    figure: str
    unit: str
    note: str


@dataclass(frozen=True, slots=True)
class HourView:
    """Receptions begun within one hour: average minutes at the counter, signing apart."""

    hour: int
    count: int
    before: float | None  # minutes until the signature, None when nothing was signed
    whole: float | None  # minutes until the commit, None when none was committed
    committed: int = 0


@dataclass(frozen=True, slots=True)
class OpenBarView:
    """What is still open with one party."""

    party: str
    late: int
    waiting: int
    working: int

    @property
    def total(self) -> int:
        return self.late + self.waiting + self.working


@dataclass(frozen=True, slots=True)
class ConcernView:
    """One line of 「気になるもの」; `key` is the row of the queue it opens."""

    key: str
    number: str
    title: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class DayView:
    """今日のようす (21)."""

    title: str
    sub: str
    day: str  # 「令和8年4月3日（金）」
    tiles: tuple[TileView, ...]
    hours: tuple[HourView, ...]
    parties: tuple[OpenBarView, ...]
    concerns: tuple[ConcernView, ...]
    later: bool  # whether there is a day after the one shown


# --- 受付を探す, 記録の点検 ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FindView:
    """受付を探す: receptions that match, and the story of the one that is selected."""

    sub: str
    search: str
    rows: tuple[ReceptionRowView, ...]
    selected: str
    heading: Text = ()
    story: tuple[StoryTabView, ...] = ()


@dataclass(frozen=True, slots=True)
class LogRowView:
    """One line of the record."""

    key: str
    time: str
    who: str
    what: str
    case: str


@dataclass(frozen=True, slots=True)
class LogView:
    """記録の点検: whether the chain of the record holds, and its latest lines."""

    sub: str
    result: str
    good: bool | None  # None while nothing was verified
    running: bool
    can_verify: bool
    rows: tuple[LogRowView, ...]
