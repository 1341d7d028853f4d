"""What the interview (04) shows: the open question, what was answered, what comes of it."""

from dataclasses import dataclass
from enum import StrEnum

from counter_app.model.facts import FactValue
from ui.staff.frame_views import ChoiceView, ProblemView
from ui.widgets.chip import Chip
from ui.widgets.clock import Deadline


class FieldKind(StrEnum):
    """What a follow-up field takes."""

    DATE = "date"
    CHOICE = "choice"
    SEVERAL = "several"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class FollowUpView:
    """A field under the chosen option.

    `value` is an ISO date, a choice's id, the ids of several with a space between, or text.
    """

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
