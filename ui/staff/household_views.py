"""What the household's page (03) shows: members, a name's characters, what is corrected."""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final

from counter_app.model.household_shape import HouseholdShape, ShapeFault
from counter_app.model.member_details import MemberDetails
from counter_app.model.member_faults import MemberFault
from counter_app.model.people import Arrival, MoveKind
from ui.staff.frame_views import ProblemView, Text
from ui.widgets.source import Source


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


class CheckKind(Enum):
    """What is to be confirmed."""

    READING = "reading"
    PAPER = "paper"
    HEAD = "head"
    SHAPE = "shape"

    @property
    def yes(self) -> str:
        """The words of its button; "" where nothing can be said yes to here."""
        return _YES.get(self, "")


_YES: Final = {CheckKind.READING: "これでよい", CheckKind.PAPER: "書類を見た"}


@dataclass(frozen=True, slots=True)
class CheckView:
    """Something the clerk must confirm with the person (確かめること)."""

    member: str
    words: Text
    kind: CheckKind = CheckKind.READING


@dataclass(frozen=True, slots=True)
class MemberRowView:
    """A member of the household. `provisional` marks a reading that is not settled (仮).

    `needed` is the paper that is missing for a person nobody sent (未確認).
    """

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
    needed: str = ""


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
    """The side panel while a member is corrected (直す) or added: only what differs is changed.

    `details` is what stands in the fields at first; `faults` what was wrong with what was typed.
    """

    id: str  # "" for a new member
    details: MemberDetails
    on: date  # the day of the filing: ages are of this day
    moved_on: date | None = None  # the household's day; None while a member is added
    faults: tuple[MemberFault, ...] = ()
    arrivals: tuple[Arrival, ...] = (Arrival.WITHOUT_CERTIFICATE, Arrival.NEWBORN)
    """Why a person who was not sent may stand here."""


@dataclass(frozen=True, slots=True)
class ShapeView:
    """The side panel while it is said how the household moves (世帯のかたち).

    `members` are id and given name; `kinds` what the household can come as.
    """

    shape: HouseholdShape
    members: tuple[tuple[str, str], ...]
    kinds: tuple[MoveKind, ...]
    faults: tuple[ShapeFault, ...] = ()


@dataclass(frozen=True, slots=True)
class MemberDraft:
    """What stands in the form when the clerk presses Enter. Words that are no day give None."""

    details: MemberDetails
    birth_words: str
    moved_on: date | None
    moved_on_words: str
    until_words: str = ""


@dataclass(frozen=True, slots=True)
class HouseholdView:
    """Step 2. `edit` or `shape` replace the person in the side panel while they are open."""

    sums: tuple[SummaryView, ...]
    members: tuple[MemberRowView, ...]
    selected: str = ""
    person: PersonView | None = None
    checks: tuple[CheckView, ...] = ()
    edit: MemberEditView | None = None
    shape: ShapeView | None = None
    missing: str = ""
    can_go_on: bool = True
    problem: ProblemView | None = None
    sub: str = "転出証明書情報とカードの内容です。違うところだけ直します。"
