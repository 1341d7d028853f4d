"""What the household's page (03) shows: members, a name's characters, what is corrected."""

from dataclasses import dataclass
from datetime import date

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
