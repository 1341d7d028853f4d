"""A determination in plain values and words, for JSON and for whoever prints a list."""

from dataclasses import dataclass
from datetime import date

from counter_app.model.calendar import era_text, short_day
from counter_app.model.facts import Fact, FactValue
from counter_app.model.people import Household
from counter_app.model.town import Town
from counter_app.procedures.catalogue import Catalogue, executor_of
from counter_app.procedures.conditions import FactType
from counter_app.procedures.determination import Determination


@dataclass(frozen=True, slots=True)
class PersonNamed:
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class FactReport:
    fact: str
    label: str
    member: str
    value: FactValue
    words: str
    source: str


@dataclass(frozen=True, slots=True)
class DeadlineReport:
    day: date
    shown: str  # 4/12（日）
    unrolled: date
    hard: bool
    missed: bool
    counted: str
    lost: str
    share_used: float


@dataclass(frozen=True, slots=True)
class AttachmentReport:
    title: str
    state: str
    state_words: str
    replaced_by: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeterminationReport:
    """One determination. `executor` is a party id, empty for a body outside the hub."""

    id: str
    row: str
    title: str
    outcome: str
    outcome_words: str
    executor: str
    executor_name: str
    members: tuple[PersonNamed, ...]
    applicants: tuple[PersonNamed, ...]
    reason: str
    brief: str
    basis: str
    edition: str
    facts: tuple[FactReport, ...]
    missing: tuple[str, ...]
    deadline: DeadlineReport | None
    timing: str
    forms: tuple[str, ...]
    number: str
    attachments: tuple[AttachmentReport, ...]
    returns: str
    request: str  # kind of organisation asked through the hub; empty when none
    source: tuple[str, ...]
    verified: bool


def fact_words(catalogue: Catalogue, household: Household, fact: Fact) -> str:
    """A fact's value as a person reads it: 和暦, a name, the words of a choice."""
    declared = catalogue.fact(fact.id)
    if declared.members and fact.value:
        return household.member(str(fact.value)).name.shown
    if declared.type is FactType.DATE:
        return era_text(date.fromisoformat(str(fact.value)))
    return declared.words(fact.value)


def report(
    determination: Determination,
    catalogue: Catalogue,
    household: Household,
    *,
    filed_on: date,
    town: Town,
) -> DeterminationReport:
    """Put one determination into plain values."""
    procedure = determination.procedure
    executor, executor_name = executor_of(procedure, town)
    due = determination.deadline

    def named(ids: tuple[str, ...]) -> tuple[PersonNamed, ...]:
        return tuple(PersonNamed(i, household.member(i).name.shown) for i in ids)

    return DeterminationReport(
        id=procedure.id,
        row=procedure.row,
        title=determination.title,
        outcome=determination.outcome.value,
        outcome_words=determination.outcome.label,
        executor=executor,
        executor_name=executor_name,
        members=named(determination.members),
        applicants=named(determination.applicants),
        reason=determination.reason,
        brief=determination.brief,
        basis=procedure.basis,
        edition=procedure.edition,
        facts=tuple(
            FactReport(
                fact.id,
                catalogue.fact(fact.id).label,
                fact.member,
                fact.value,
                fact_words(catalogue, household, fact),
                fact.source.value,
            )
            for fact in determination.facts_used
        ),
        missing=determination.missing_facts,
        deadline=DeadlineReport(
            due.day,
            short_day(due.day),
            due.unrolled,
            due.hard,
            due.missed(filed_on),
            due.counted,
            due.lost,
            round(due.share_used, 3),
        )
        if due is not None
        else None,
        timing=determination.timing,
        forms=determination.forms,
        number=procedure.number.value,
        attachments=tuple(
            AttachmentReport(a.title, a.state.value, a.state.label, a.replaced_by, a.note)
            for a in determination.attachments
        ),
        returns=procedure.returns,
        request=procedure.request.kind if procedure.request is not None else "",
        source=procedure.source,
        verified=procedure.verified,
    )
