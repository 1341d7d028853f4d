"""What the list of receptions (01) shows."""

from dataclasses import dataclass

from ui.widgets.chip import Chip
from ui.widgets.clock import Deadline

LIST_TITLE = "受付一覧"
PLACES = (
    "すべて",
    "自分の担当",
    "対応が必要",
    "進行中",
    "来庁予定",
    "返事待ち",
    "今日終わった受付",
)
"""What the rail of the list leads to, from top to bottom (Alt+1 …)."""


@dataclass(frozen=True, slots=True)
class ReceptionRowView:
    """One reception of the list. A protected one shows neither name nor place (`hidden`)."""

    id: str
    when: str
    name: str
    size: str  # 「5人」
    kind: str
    step: int  # 1–6
    step_title: str
    words: str
    from_place: str = ""
    chip: Chip | None = None
    deadline: Deadline | None = None
    due: str = ""  # a plain date where no clock runs
    hidden: bool = False
    kana: str = ""  # by which the row is found, without spaces; "" of a protected one


@dataclass(frozen=True, slots=True)
class ReceptionGroupView:
    """A group of the list; `count` may be more than the rows that are loaded."""

    title: str
    rows: tuple[ReceptionRowView, ...]
    count: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class StartView:
    """The list of receptions (01). `nothing` stands where the rows would, when there is none."""

    title: str
    sub: str
    groups: tuple[ReceptionGroupView, ...]
    selected: str = ""
    search: str = ""
    nothing: str = ""
    news: str = ""  # what an inquiry brought
