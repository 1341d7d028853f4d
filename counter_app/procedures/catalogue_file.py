"""The shape of `resources/procedures/<letter>.toml` as written, before anything is compiled."""

from datetime import date

import msgspec

from counter_app.model.calendar import Roll
from counter_app.procedures.conditions import Scope
from counter_app.procedures.procedure import (
    AppealTo,
    Applicant,
    AttachmentState,
    ChildAllowanceRates,
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
    until: date | None = None
    month_end_of: str = ""
    counted_from: str = ""
    otherwise_from: str = ""  # when the first is not known
    also_from: str = ""  # the day some count from; both are shown where they differ
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
    """A `[[procedure]]`."""

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
    done_here: bool = False
    short: str = ""
    reason: str = ""
    outcome: tuple[OutcomeEntry, ...] = ()
    forms: tuple[str, ...] = ()
    timing: str = ""
    returns: str = ""
    appeal_to: AppealTo | None = None
    in_force_from: date | None = None
    in_force_to: date | None = None
    attachment: tuple[AttachmentEntry, ...] = ()
    deadline: DeadlineEntry | None = None
    request: RequestEntry | None = None


class CatalogueFile(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """One file: its edition, its procedures, and for C the amounts of 児童手当."""

    edition: str
    procedure: tuple[ProcedureEntry, ...] = ()
    child_allowance: ChildAllowanceRates | None = None
