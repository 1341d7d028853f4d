"""What the pages of the tablet show, as values."""

from dataclasses import dataclass

from PySide6.QtGui import QImage

from counter_app.model.writing import Hand
from counter_app.ports import PinKind
from ui.tablet.gloss_values import Said


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question with its answers, all alike to an onlooker. Texts are messages."""

    question: str
    lines: tuple[str, ...]
    answers: tuple[str, ...]
    step: int
    step_words: str


@dataclass(frozen=True, slots=True)
class PinView:
    """Which PIN is asked for, how often it may be entered, and whether the last was wrong."""

    kind: PinKind
    tries: int
    wrong: bool = False


@dataclass(frozen=True, slots=True)
class GlossPlace:
    """Where on a page a numbered explanation belongs: mm from the top left of the sheet.

    `mark` is the middle of its disc, `box` left, top, width, height of the field.
    """

    page: int
    mark: tuple[float, float]
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class GlossItem:
    """One numbered explanation: 「2 新しい住所　今住んでいる所です。」"""

    number: int
    title: str
    text: str
    place: GlossPlace
    values: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadView:
    """One page to read: picture, explanations, and which of how many. `again`: read before."""

    title: str  # in the resident's language
    japanese: str
    image: QImage
    items: tuple[GlossItem, ...]
    number: int
    total: int
    again: bool = False


@dataclass(frozen=True, slots=True)
class Covered:
    """A document the signature is for."""

    title: str
    japanese: str
    pages: int


@dataclass(frozen=True, slots=True)
class SignView:
    """Who signs, what for, and whose hand writes."""

    signer: str
    documents: tuple[Covered, ...]
    hand: Hand = Hand.SELF


@dataclass(frozen=True, slots=True)
class StepRow:
    """One thing that comes next: when (with its Japanese), what, and details line by line."""

    when: str
    when_japanese: str
    what: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DoneView:
    """What was signed, when (「11:05」, may be empty), and what comes next."""

    signed: int
    at: str
    rows: tuple[StepRow, ...]
    papers: bool  # whether the signed pages can be seen again
