"""The shape of `resources/procedures/<letter>.toml` as written, before anything is compiled.

A town's own file has the same entries under `[[procedure]]`, and under `[[override]]` what it
changes in ours.
"""

from datetime import date

import msgspec

from counter_app.model.attachment import AttachmentState
from counter_app.model.calendar import Roll
from counter_app.procedures.conditions import Scope
from counter_app.procedures.procedure import (
    AppealTo,
    Applicant,
    ChildAllowanceRates,
    GrantNotice,
    NumberClass,
    OutcomeKind,
)


class OutcomeEntry(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    kind: OutcomeKind
    reason: str
    when: str = ""
    note: str = ""
    brief: str = ""


class AttachmentEntry(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    title: str
    state: AttachmentState
    replaced_by: str = ""
    note: str = ""
    when: str = ""


class DeadlineEntry(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    counted: str
    days: int | None = None
    days_from_town: str = ""
    years: int | None = None
    until: date | None = None
    month_end_of: str = ""
    monthly_from_town: str = ""  # the town's cut-off, a day of every month
    counted_from: str = ""
    otherwise_from: str = ""  # when the first is not known
    counted_otherwise: str = ""  # how it is counted then, where that is said in other words
    also_from: str = ""  # the day some count from; both are shown where they differ
    not_before: date | None = None  # counted from this day when the other is earlier
    capped_days: int | None = None  # a second term: the earlier of the two ends it
    capped_from: str = ""
    count_first: bool = False
    roll: Roll = Roll.FORWARD
    hard: bool = False
    lost: str = ""
    lost_by: str = ""


class RequestEntry(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    kind: str
    items: tuple[str, ...]
    slots: int = 0


class ProcedureEntry(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """A `[[procedure]]`, or what it is after the changes that hold on a day."""

    id: str
    title: str
    executor: str
    basis: str
    scope: Scope
    when: str
    applicant: Applicant
    number: NumberClass
    source: tuple[str, ...]
    verified: bool
    to_confirm: tuple[str, ...] = ()
    done_here: bool = False
    short: str = ""
    reason: str = ""
    outcome: tuple[OutcomeEntry, ...] = ()
    forms: tuple[str, ...] = ()
    timing: str = ""
    returns: str = ""
    appeal_to: AppealTo | None = None
    notice: GrantNotice | None = None
    in_force_from: date | None = None
    in_force_to: date | None = None
    attachment: tuple[AttachmentEntry, ...] = ()
    deadline: DeadlineEntry | None = None
    request: RequestEntry | None = None


class ChangeKeys(msgspec.Struct, kw_only=True, frozen=True):
    """What a `[[procedure.change]]` or `[[override]]` says besides the fields it replaces."""

    since: date | None = None
    until: date | None = None
    off: bool = False
    because: str = ""


class CatalogueFile(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """One file: its edition, its procedures (each checked by itself), and 児童手当's amounts."""

    edition: str
    procedure: tuple[dict[str, object], ...] = ()
    child_allowance: ChildAllowanceRates | None = None


class TownEdition(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """`[catalogue]` of a town's file: its own edition, and ours that it was written for."""

    edition: str
    written_for: str


class WishEntry(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """A `[[wish]]`: one more thing that can be asked for at the counter."""

    value: str
    words: str


class TownCatalogueFile(msgspec.Struct, kw_only=True, frozen=True):
    """What a town's file says of the catalogue; everything else in it belongs to `Town`."""

    catalogue: TownEdition | None = None
    override: tuple[dict[str, object], ...] = ()
    procedure: tuple[dict[str, object], ...] = ()
    wish: tuple[WishEntry, ...] = ()
