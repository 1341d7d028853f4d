"""An adult, a child, a household that moves, and what the standard catalogue finds for it."""

from dataclasses import replace
from datetime import date

from counter_app.model.facts import Answer, FactValue
from counter_app.model.names import PersonName
from counter_app.model.people import (
    Address,
    CardFacts,
    HealthInsurance,
    Household,
    Member,
    PensionRecord,
    Sex,
)
from counter_app.model.town import load_town
from counter_app.procedures.catalogue import standard_catalogue
from counter_app.procedures.determination import Determination, determine
from counter_app.procedures.procedure import OutcomeKind

TOWN = load_town()
CATALOGUE = standard_catalogue()
MOVED = date(2026, 3, 28)
FILED = date(2026, 4, 3)
NEW = Address("乙県", "南郡Y町", "大字上原1番地")
OLD = Address("甲県", "X市", "本町一丁目1番")
ADULT = Member(
    id="1",
    name=PersonName("試　一", "シ　ハジメ"),
    birth=date(1990, 1, 15),
    sex=Sex.MALE,
    relation="世帯主",
    health=HealthInsurance.EMPLOYEE,
    pension=PensionRecord(2),
    card=CardFacts(held=True),
)


def child(birth: date, **changes: object) -> Member:
    """A child of the adult, whose insurance is the adult's."""
    made = replace(
        ADULT,
        id="2",
        birth=birth,
        relation="子",
        health=HealthInsurance.EMPLOYEE_DEPENDANT,
        pension=None,
        card=CardFacts(held=False),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def household(*members: Member, moved: date = MOVED, planned: date = MOVED) -> Household:
    """A household that comes from another prefecture."""
    return Household(
        members=members,
        new_address=NEW,
        old_address=OLD,
        old_head="試　一",
        old_prefecture="甲県",
        planned_move_out=planned,
        moved_on=moved,
        from_party="city.x",
    )


def found(
    of: Household, *answers: tuple[str, str, FactValue], on: date = FILED
) -> dict[str, Determination]:
    """What was found, by procedure; an answer is (fact, member or "", value)."""
    made = determine(
        CATALOGUE,
        of,
        tuple(Answer(fact, member, value) for fact, member, value in answers),
        filed_on=on,
        town=TOWN,
    )
    return {d.procedure.id: d for d in made}


def outcome(
    procedure: str, of: Household, *answers: tuple[str, str, FactValue], on: date = FILED
) -> OutcomeKind:
    """What was found of one procedure."""
    determination = found(of, *answers, on=on).get(procedure)
    return OutcomeKind.NOT_HERE if determination is None else determination.outcome
