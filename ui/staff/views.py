"""What the clerk's screens show: worded values, nothing to compute and nothing of the store.

One frozen dataclass a screen; the presenter makes them, `show_view` takes them. Words are
Japanese and final. A text with a registered name in it is a tuple of `Run`s.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from counter_app.model.facts import FactValue
from counter_app.model.reception import Protection
from ui.widgets.card import CardState
from ui.widgets.chip import Chip
from ui.widgets.clock import Deadline
from ui.widgets.nodes import Node, NodeState
from ui.widgets.rail import Place, Plate, Step
from ui.widgets.source import Source
from ui.widgets.words import Run

Text = tuple[Run, ...]


def text(*parts: str | Run) -> Text:
    """Runs from plain strings and runs."""
    return tuple(part if isinstance(part, Run) else Run(part) for part in parts)


# --- the frame --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RailView:
    """The step rail: whose reception this is, six steps (`here` 0–5), what is saved."""

    plate: Plate
    steps: tuple[Step, ...]
    here: int
    saved: str = ""
    second: str = ""
    undo: bool = False  # 取り消す (Ctrl+Z) at the foot


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


# --- 01 the list of receptions ----------------------------------------------------------------


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


@dataclass(frozen=True, slots=True)
class ReceptionGroupView:
    """A group of the list; `count` may be more than the rows that are loaded."""

    title: str
    rows: tuple[ReceptionRowView, ...]
    count: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class StartView:
    """The list of receptions (01)."""

    title: str
    sub: str
    groups: tuple[ReceptionGroupView, ...]
    selected: str = ""
    search: str = ""


# --- 02 reception -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CardRowView:
    """A member and the card: read, not today, none."""

    member: str
    name: str
    relation: str
    chip: Chip
    words: str
    here: bool = False


@dataclass(frozen=True, slots=True)
class CardPanelView:
    """The card panel (02, 02b). `progress` 0–1 while data is read; `error` is said at the field."""

    state: CardState
    summary: str
    title: Text
    nodes: tuple[Node, ...]
    rows: tuple[CardRowView, ...]
    detail: str = ""
    progress: float | None = None
    progress_words: str = ""
    actions: tuple[ActionView, ...] = ()
    code: str = ""
    page: str = ""
    error: str = ""
    without_card: bool = True  # 「カードなしで進む」 at the right of the head

    @property
    def faulty(self) -> bool:
        return any(node.state is NodeState.REFUSED for node in self.nodes)


@dataclass(frozen=True, slots=True)
class IdentityView:
    """Who came and how that was checked. `chosen` are ids of `documents`, one or two of them."""

    visitors: tuple[ChoiceView, ...]
    documents: tuple[ChoiceView, ...]
    visitor: str = ""
    chosen: tuple[str, ...] = ()
    needed: int = 1
    photo_matched: bool = False
    confirmed: bool = False
    error: str = ""


@dataclass(frozen=True, slots=True)
class DeadlineRowView:
    """A deadline of this reception and what it is for."""

    deadline: Deadline
    words: str


@dataclass(frozen=True, slots=True)
class LogRowView:
    """One line of the record of checks (確認の記録)."""

    time: str
    title: str
    words: str
    who: str = ""


@dataclass(frozen=True, slots=True)
class TransferView:
    """The side panel of 02: the transfer certificate, deadlines, the record of checks."""

    title: str
    chip: Chip | None = None
    line: str = ""
    dates: tuple[tuple[str, str], ...] = ()
    deadlines: tuple[DeadlineRowView, ...] = ()
    log: tuple[LogRowView, ...] = ()
    foot: str = ""


@dataclass(frozen=True, slots=True)
class ReceptionView:
    """Step 1. `folded`: the answered parts are one row each (08). `missing`: 次へ waits for it."""

    protection: Protection
    identity: IdentityView
    card: CardPanelView
    transfer: TransferView
    chip: Chip | None = None
    folded: bool = False
    protection_words: str = ""
    identity_words: str = ""
    missing: str = ""
    can_go_on: bool = True
    problem: ProblemView | None = None


# --- 03 household -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SourcedView:
    """A worded fact and where it came from."""

    words: str
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class SummaryView:
    """One of the four facts over the member table: label, value with source, a line below."""

    label: str
    value: SourcedView
    below: str = ""
    figures: bool = False


@dataclass(frozen=True, slots=True)
class CheckView:
    """Something the clerk must confirm with the person (確かめること)."""

    member: str
    words: Text


@dataclass(frozen=True, slots=True)
class MemberRowView:
    """A member of the household. `provisional` marks a reading that is not settled (仮)."""

    id: str
    number: int
    name: str
    kana: str
    relation: SourcedView
    era_birth: SourcedView  # 平成3年11月5日
    iso_birth: str  # 1991-11-05・34歳
    facts: tuple[SourcedView, ...]
    card: str
    number_words: str
    name_source: Source | None = None
    has_card: bool = False
    provisional: bool = False
    stays: bool = False  # この人は移らない


@dataclass(frozen=True, slots=True)
class SimilarGlyphView:
    """A character that is easily mistaken for another, with its name in MJ文字情報."""

    character: str
    code: str


@dataclass(frozen=True, slots=True)
class GlyphView:
    """One character of a name, large: which it is, whether it prints, what resembles it."""

    character: str
    code: str
    points: str  # U+9089 E010F
    prints: bool = True
    similar: tuple[SimilarGlyphView, ...] = ()


@dataclass(frozen=True, slots=True)
class OriginView:
    """Where a group of facts came from, and whether the sources agree (or a plain value)."""

    label: str
    sources: tuple[Source, ...]
    words: str
    agrees: bool | None = None


@dataclass(frozen=True, slots=True)
class PersonView:
    """The selected member in the side panel of 03."""

    id: str
    name: str
    kana: str
    kana_words: str
    kana_source: Source | None = None
    glyph: GlyphView | None = None
    outside_name: str = ""
    outside_kana: str = ""
    origins: tuple[OriginView, ...] = ()


@dataclass(frozen=True, slots=True)
class MemberEditView:
    """The side panel while a member is corrected (直す) or added: only what differs is changed."""

    id: str  # "" for a new member
    name: str
    kana: str
    moved_on: date | None
    name_error: str = ""
    kana_error: str = ""
    moved_on_error: str = ""


@dataclass(frozen=True, slots=True)
class HouseholdView:
    """Step 2. `edit` replaces the person in the side panel while something is corrected."""

    sums: tuple[SummaryView, ...]
    members: tuple[MemberRowView, ...]
    selected: str = ""
    person: PersonView | None = None
    checks: tuple[CheckView, ...] = ()
    edit: MemberEditView | None = None
    missing: str = ""
    can_go_on: bool = True
    problem: ProblemView | None = None


# --- 04 interview -----------------------------------------------------------------------------


class FieldKind(StrEnum):
    """What a follow-up field takes."""

    DATE = "date"
    CHOICE = "choice"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class FollowUpView:
    """A field under the chosen option. `value` is an ISO date, a choice's id or text."""

    fact: str
    label: str
    kind: FieldKind
    value: str = ""
    required: bool = False
    choices: tuple[ChoiceView, ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True)
class OptionView:
    """An answer: its words and, at the right, what it brings (lines by newline)."""

    words: str
    effect: str = ""


@dataclass(frozen=True, slots=True)
class AnsweredView:
    """An answer given before in the same group; it can be taken back."""

    fact: str
    member: str
    who: str
    words: str


@dataclass(frozen=True, slots=True)
class QuestionView:
    """The open question. Several options may be chosen when `several`; digits choose 1–9."""

    id: str
    fact: str
    member: str
    topic: str
    progress: str
    person: str
    words: str
    options: tuple[OptionView, ...]
    chosen: tuple[int, ...] = ()
    several: bool = False
    answered: tuple[AnsweredView, ...] = ()
    follow_up: tuple[FollowUpView, ...] = ()
    deadline: Deadline | None = None
    deadline_words: str = ""
    decides: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class FoldView:
    """A group of questions as one row."""

    id: str
    title: str
    summary: str
    count: str
    done: bool = True


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """A procedure as the answers so far have it; `dropped` when an answer took it off."""

    title: str
    chip: Chip | None = None
    detail: str = ""
    deadline: Deadline | None = None
    new: bool = False
    dropped: bool = False


@dataclass(frozen=True, slots=True)
class OutcomeGroupView:
    """A heading of the side panel of 04 and its procedures."""

    title: str
    rows: tuple[OutcomeView, ...]


@dataclass(frozen=True, slots=True)
class InterviewView:
    """Step 3: only the questions that can still change an answer; the list as it stands."""

    answered: int
    total: int
    remaining: str  # 残り 最大 4問
    before: tuple[FoldView, ...]
    question: QuestionView | None
    after: tuple[FoldView, ...]
    counts: tuple[tuple[str, str], ...]  # (18, 該当)
    outcomes: tuple[OutcomeGroupView, ...]
    drawer: str = "手続"
    finished: str = ""  # said in place of a question when none is left
    problem: ProblemView | None = None


GivenAnswer = tuple[str, str, FactValue]
"""What `answer_given` carries: fact, member, value."""
