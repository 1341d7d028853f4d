"""A procedure of the catalogue (手続) and the words that describe it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from counter_app.model.attachment import AttachmentState
from counter_app.model.calendar import Roll
from counter_app.procedures.conditions import Condition, Scope


class OutcomeKind(StrEnum):
    """What a determination says of a procedure (判定)."""

    APPLIES = "applies"  # 該当
    DEEMED = "deemed"  # みなし: covered by another notice
    NOTHING_TO_FILE = "nothing_to_file"  # 届出不要
    GUIDE = "guide"  # 案内のみ
    UNDECIDED = "undecided"  # 未定
    NOT_HERE = "not_here"  # 該当なし

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    OutcomeKind.APPLIES: "該当",
    OutcomeKind.DEEMED: "みなし",
    OutcomeKind.NOTHING_TO_FILE: "届出不要",
    OutcomeKind.GUIDE: "案内のみ",
    OutcomeKind.UNDECIDED: "未定",
    OutcomeKind.NOT_HERE: "該当なし",
}


class NumberClass(StrEnum):
    """Whether the usual form carries the individual number (個人番号)."""

    NEVER = "never"
    BY_LAW = "by_law"
    MAY_BE_BLANK = "may_be_blank"
    TOWN = "town"  # by the town's ordinance (独自利用条例)


class Applicant(StrEnum):
    """Who files (届出人・申請者)."""

    FILER = "filer"  # whoever stands at the counter
    HEAD = "head"  # 世帯主
    SELF = "self"  # the person; below 15 the guardian
    MEMBERS = "members"  # the persons the determination names, e.g. the claimant
    GUARDIAN = "guardian"  # 保護者


class AppealTo(StrEnum):
    """Whom a refusal is appealed to (審査請求をする先, 行政不服審査法4条)."""

    MAYOR = "mayor"  # 処分庁に上級行政庁がないとき
    GOVERNOR = "governor"  # 法定受託事務 (地方自治法255条の2)
    GOVERNOR_FIRST = "governor_first"  # and no suit before (障害者総合支援法97条・105条)
    CARE_BOARD = "care_board"  # 介護保険審査会, and no suit before (介護保険法183条・196条)
    SCHOOL_BOARD = "school_board"  # 教育委員会, which has none above it


class GrantNotice(StrEnum):
    """Form of the notice that tells of a granted application (認定通知・決定通知)."""

    CHILD_ALLOWANCE = "C1-granted"
    FACILITY_BENEFIT = "C14-granted"
    SCHOOL = "C17-notice"
    DECISION = "granted"  # of whatever procedure has no form of its own


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """One way a procedure can turn out: the first whose condition holds is taken.

    Compared by identity: each belongs to one place of the catalogue.
    """

    kind: OutcomeKind
    reason: str
    when: Condition | None
    note: str = ""  # tells two outcomes of one kind apart: 「後日」
    brief: str = ""  # the reason in a few words, for a cell of a table


@dataclass(frozen=True, slots=True)
class AttachmentRule:
    """A paper, what replaced it, its state when the reception begins, and when it concerns.

    `key`: under which a case records that it was received, or is brought on paper after all.
    """

    key: str
    title: str
    state: AttachmentState
    replaced_by: str
    note: str
    when: Condition | None


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """How a deadline is counted: by one of the six lengths that stand first."""

    counted: str
    days: int | None
    days_from_town: str
    years: int | None
    until: date | None
    month_end_of: str
    monthly_from_town: str
    counted_from: str
    otherwise_from: str
    counted_otherwise: str
    also_from: str
    not_before: date | None
    capped_days: int | None
    capped_from: str
    count_first: bool
    roll: Roll
    hard: bool
    lost: str
    lost_by: str


@dataclass(frozen=True, slots=True)
class HubRequest:
    """A request to an organisation: its kind, what would be sent, how many slots are offered.

    It always needs the resident's consent toward that organisation (個人情報保護法69条).
    """

    kind: str
    items: tuple[str, ...]
    slots: int


@dataclass(frozen=True, slots=True)
class ChildAllowanceRates:
    """Monthly amounts of 児童手当 in yen, and which children count."""

    in_force_from: date
    under_three: int
    from_three: int
    third_and_later: int
    paid_until_year_age: int
    counted_until_year_age: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """One row of the catalogue. `executor`: `dept.*`, `hub.<kind>` or `outside.<name>`.

    Where the law (or the town's rule) changes on a day, `later` holds the same row as it is from
    then on, each with its own days in force.
    """

    id: str
    title: str
    executor: str
    basis: str
    edition: str
    scope: Scope
    when: Condition
    outcomes: tuple[Outcome, ...]
    applicant: Applicant
    number: NumberClass
    forms: tuple[str, ...]
    timing: str
    returns: str
    appeal_to: AppealTo | None  # None: unknown, so the product prints no refusal of it
    notice: GrantNotice | None  # None: what comes back is no notice that the product prints
    attachments: tuple[AttachmentRule, ...]
    deadline: DeadlineRule | None
    request: HubRequest | None
    source: tuple[str, ...]
    verified: bool
    short: str  # a shorter title for narrow places, "" where the title is short enough
    done_here: bool  # the counter itself does it before commit: no task for a department
    in_force_from: date | None
    in_force_to: date | None
    to_confirm: tuple[str, ...] = ()  # what the town must confirm before going live
    because: str = ""  # why the town changed it; empty where it is ours
    later: tuple["Procedure", ...] = ()

    @property
    def versions(self) -> tuple["Procedure", ...]:
        """The row on every day, in the order of the days."""
        return (self, *self.later)

    def as_of(self, on: date) -> "Procedure | None":
        """The row as it is on a day; None when it is not in force."""
        return next((v for v in self.versions if v.in_force(on)), None)

    @property
    def short_title(self) -> str:
        return self.short or self.title

    @property
    def row(self) -> str:
        """The id of the row of the sheet: `A12` for the split rows `A12-1` and `A12-2`."""
        return self.id.partition("-")[0]

    def in_force(self, on: date) -> bool:
        """Whether this very version holds on a day."""
        return (self.in_force_from is None or self.in_force_from <= on) and (
            self.in_force_to is None or on <= self.in_force_to
        )

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """`when` and the outcomes' conditions: all that decides it."""
        return (self.when, *(o.when for o in self.outcomes if o.when is not None))

    @property
    def mentions(self) -> frozenset[str]:
        """Facts (and aggregates) it rests on, derived ones unfolded."""
        return frozenset().union(*(c.mentions for c in self.conditions))
