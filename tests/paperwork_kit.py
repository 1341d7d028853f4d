"""Cases of the example households for the tests of the paperwork, before and after commit."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

from counter_app.model.commitment import Act, ActContent, Actor, Commitment, Slot
from counter_app.model.facts import Answer, Answers
from counter_app.model.names import KanaStatus
from counter_app.model.reception import (
    CardRecord,
    Consent,
    IdentityCheck,
    Protection,
    Reception,
    ReceptionState,
    UtilityWish,
)
from counter_app.model.town import Town, load_town
from counter_app.paperwork.tasks import planned_tasks, receivers
from counter_app.paperwork.values import Case
from counter_app.procedures.catalogue import standard_catalogue
from counter_app.procedures.determination import determine
from counter_app.procedures.household_file import HouseholdFile, read_household_file
from resources.loader import data_file

JST = timezone(timedelta(hours=9))
TOWN = load_town()
EXAMPLES = tuple(f"h{n}" for n in range(1, 11))
NOW = datetime(2026, 4, 3, 10, 52, tzinfo=JST)


def example(name: str) -> HouseholdFile:
    return read_household_file(data_file("examples", f"{name}.json"))


def a_case(
    name: str,
    *,
    answers: Answers = (),
    protected: bool | None = None,
    language: str = "ja",
    visitor: str = "head",
    consents: Callable[[str], bool] = lambda kind: kind != "vehicle",
    town: Town = TOWN,
    postponed: tuple[str, ...] = (),
    file: HouseholdFile | None = None,
    confirmed: bool = True,
) -> Case:
    """An example household at the counter: identity checked, readings, consents, wishes settled."""
    file = file or example(name)
    given = {(a.fact, a.member): a for a in (*file.answers, *answers)}
    known = tuple(given.values())
    if protected is not None:
        known = tuple(a for a in known if a.fact != "protected")
        known += (Answer("protected", "", protected),)
    hidden = any(a.fact == "protected" and a.value is True for a in known)
    people = tuple(
        replace(m, name=replace(m.name, kana_status=KanaStatus.FILED))
        if m.name.kana_status is KanaStatus.PROVISIONAL and confirmed
        else m
        for m in file.household.members
    )
    file = replace(file, household=replace(file.household, members=people))
    filer = file.household.head
    papers = ("individual_number_card",) if filer.card.held else ("passport",)
    reception = Reception(
        id="r1",
        reference="8F3KQ7T2",
        opened_at=NOW,
        clerk="佐伯",
        counter="窓口2",
        filed_on=file.filed_on or NOW.date(),
        protection=Protection.YES if hidden else Protection.NO,
        identity=IdentityCheck(visitor, papers, True, "佐伯", NOW),
        phone="090-0000-0000",
        language=language,
        household=file.household,
        filer_id=filer.id,
        cards=(CardRecord(filer.id, "01", NOW, "in_process", "reader", 14, True),),
        answers=tuple(a for a in known if a.fact != "protected"),
        postponed=postponed,
    )
    return decided(_determined(reception, town), consents)


def _determined(reception: Reception, town: Town) -> Case:
    household = reception.household
    assert household is not None
    determinations = determine(
        standard_catalogue(),
        household,
        reception.known_answers,
        filed_on=reception.filed_on,
        town=town,
    )
    return Case(reception, household, determinations, town)


def decided(case: Case, consents: Callable[[str], bool]) -> Case:
    """The case with every consent decided and a start day for each organisation."""
    if case.reception.protected:
        return case
    organisations = receivers(case)
    start = date(2026, 4, 6)
    return replace(
        case,
        reception=replace(
            case.reception,
            consents=tuple(Consent(o.id, consents(o.kind)) for o in organisations),
            wishes=tuple(UtilityWish(o.id, start, o.slots[:2]) for o in organisations),
        ),
    )


def committed(case: Case) -> tuple[Case, tuple[Commitment, ...]]:
    """The case after its commit, with the commitments as they were asked."""
    reception = replace(
        case.reception,
        number="0403-017",
        committed_at=NOW,
        state=ReceptionState.COMMITTED,
    )
    commitments = tuple(
        Commitment(
            id=f"c{place}",
            reception_id=reception.id,
            procedure_id=task.procedure_id,
            title=task.title,
            product=task.product,
            link_code="YK4M7R20",
            executor_kind=task.executor_kind,
            executor=task.executor,
            members=task.member_ids,
            due=task.due,
            fields=task.fields,
        ).act(Act.REQUEST, Actor.INITIATOR, by="佐伯", at=NOW, content=task.content)
        for place, task in enumerate(planned_tasks(case, ()), start=1)
    )
    return replace(case, reception=reception), commitments


def promised(commitment: Commitment, on: date | None = None, span: str = "") -> Commitment:
    """The commitment after its executor promised it, by a day or with an appointment."""
    slot = Slot(on, span) if on is not None and span else None
    content = ActContent(expected_on=None if span else on, slot=slot)
    return commitment.act(Act.PROMISE, Actor.EXECUTOR, by="担当", at=NOW, content=content)


def answered(
    commitments: tuple[Commitment, ...], **how: Callable[[Commitment], Commitment]
) -> tuple[Commitment, ...]:
    """The commitments with those of the named procedures changed (`F2=…`)."""
    return tuple(how[c.procedure_id](c) if c.procedure_id in how else c for c in commitments)
