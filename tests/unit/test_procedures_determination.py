"""The rules at their edges: the day before and the day after, this side and that."""

from dataclasses import replace
from datetime import date

import pytest

from counter_app.model.facts import Answer, FactValue
from counter_app.model.names import PersonName
from counter_app.model.people import (
    Address,
    CardFacts,
    CareRecord,
    HealthInsurance,
    Household,
    Member,
    MoveKind,
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
    determination = found(of, *answers, on=on).get(procedure)
    return OutcomeKind.NOT_HERE if determination is None else determination.outcome


@pytest.mark.parametrize(
    ("birth", "expected"),
    [
        (date(1951, 3, 28), OutcomeKind.DEEMED),  # 75 on the day of the move
        (date(1951, 3, 29), OutcomeKind.NOT_HERE),  # 75 the day after
    ],
)
def test_the_elderly_insurance_starts_on_the_75th_birthday(
    birth: date, expected: OutcomeKind
) -> None:
    elder = replace(ADULT, birth=birth, health=HealthInsurance.NATIONAL, pension=None)
    facts = (("national_continues", "", True), ("listed_facility", "", False))
    assert outcome("B11", household(elder), *facts) is expected
    joins = outcome("B1", household(elder), *facts)
    assert joins is (
        OutcomeKind.APPLIES if expected is OutcomeKind.NOT_HERE else OutcomeKind.NOT_HERE
    )


@pytest.mark.parametrize(
    ("birth", "expected"),
    [
        (date(1961, 3, 29), OutcomeKind.DEEMED),  # 65 is reached on the eve
        (date(1961, 3, 30), OutcomeKind.NOT_HERE),
    ],
)
def test_care_insurance_starts_on_the_eve_of_the_65th_birthday(
    birth: date, expected: OutcomeKind
) -> None:
    elder = replace(ADULT, birth=birth)
    assert outcome("B15", household(elder), ("listed_facility", "", False)) is expected


def test_a_town_with_a_care_form_of_its_own_asks_for_it() -> None:
    elder = replace(ADULT, birth=date(1950, 1, 1))
    made = determine(
        CATALOGUE,
        household(elder),
        (Answer("listed_facility", "", False),),
        filed_on=FILED,
        town=replace(TOWN, care_enrolment_form=True),
    )
    care = next(d for d in made if d.procedure.id == "B15")
    assert care.outcome is OutcomeKind.APPLIES
    assert care.forms == ("B15",)


@pytest.mark.parametrize(
    ("birth", "expected"),
    [
        (date(2006, 3, 29), OutcomeKind.APPLIES),  # 20 on the day of the move
        (date(2006, 3, 30), OutcomeKind.NOT_HERE),
        (date(1966, 3, 30), OutcomeKind.APPLIES),
        (date(1966, 3, 29), OutcomeKind.NOT_HERE),  # 60
    ],
)
def test_the_national_pension_is_for_those_from_20_to_59(
    birth: date, expected: OutcomeKind
) -> None:
    person = replace(ADULT, birth=birth, health=HealthInsurance.NONE, pension=None)
    facts: tuple[tuple[str, str, FactValue], ...] = (
        ("insurance_asked", "1", "none"),
        ("welfare_gate", "", False),
        ("work", "1", "none"),
    )
    assert outcome("B8", household(person), *facts) is expected


@pytest.mark.parametrize(
    ("birth", "on", "expected"),
    [
        (date(2008, 4, 1), date(2026, 3, 31), OutcomeKind.APPLIES),
        (date(2008, 4, 1), date(2026, 4, 1), OutcomeKind.NOT_HERE),
        (date(2008, 4, 2), date(2026, 4, 1), OutcomeKind.APPLIES),
    ],
)
def test_the_child_allowance_ends_with_the_school_year_of_eighteen(
    birth: date, on: date, expected: OutcomeKind
) -> None:
    family = household(ADULT, child(birth))
    assert outcome("C1", family, ("work", "1", "employee"), on=on) is expected


@pytest.mark.parametrize(
    ("birth", "on", "row"),
    [
        (date(2019, 4, 2), date(2026, 3, 31), "C19"),  # enters school tomorrow
        (date(2019, 4, 2), date(2026, 4, 1), "C17"),
        (date(2019, 4, 1), date(2026, 3, 31), "C17"),  # the youngest of the year before
        (date(2011, 4, 2), date(2026, 4, 1), "C17"),  # 中3
        (date(2011, 4, 1), date(2026, 4, 1), ""),  # has left compulsory school
    ],
)
def test_school_begins_and_ends_on_1_april(birth: date, on: date, row: str) -> None:
    rows = found(
        household(ADULT, child(birth)),
        ("school_plan", "2", "town"),
        ("facility", "2", "none"),
        on=on,
    )
    assert {"C17", "C19"} & set(rows) == ({row} if row else set())


@pytest.mark.parametrize(
    ("birth", "exempt", "expected"),
    [
        (date(2023, 4, 4), False, OutcomeKind.APPLIES),  # three on the eve of 4 April
        (date(2023, 4, 5), False, OutcomeKind.NOT_HERE),
        (date(2023, 4, 5), True, OutcomeKind.APPLIES),
    ],
)
def test_free_kindergarten_is_from_three_or_where_no_tax_is_paid(
    birth: date, exempt: bool, expected: OutcomeKind
) -> None:
    family = household(ADULT, child(birth))
    answers = (("facility", "2", "kindergarten"), ("tax_exempt", "", exempt))
    assert outcome("C14", family, *answers) is expected


def test_the_kindergarten_deadline_is_the_first_day_of_use() -> None:
    family = household(ADULT, child(date(2022, 9, 20)))
    made = found(family, ("facility", "2", "kindergarten"), ("facility_start", "2", "2026-05-01"))
    due = made["C14"].deadline
    assert due is not None
    assert due.day == date(2026, 5, 1)
    unknown = found(family, ("facility", "2", "kindergarten"))["C14"].deadline
    assert unknown is not None
    assert unknown.day == MOVED
    assert unknown.missed(FILED)


@pytest.mark.parametrize(
    ("moved", "planned", "on", "special"),
    [
        (MOVED, MOVED, date(2026, 4, 13), True),  # day 14, rolled over the weekend
        (MOVED, MOVED, date(2026, 4, 14), False),
        (date(2026, 4, 20), MOVED, date(2026, 4, 27), True),  # day 30 of the planned day
        (date(2026, 4, 20), MOVED, date(2026, 4, 28), False),
    ],
)
def test_the_special_move_in_ends_at_the_earlier_of_its_two_limits(
    moved: date, planned: date, on: date, special: bool
) -> None:
    rows = found(household(ADULT, moved=moved, planned=planned), on=on)
    assert ("A2" in rows) is special
    assert ("A4" in rows) is special
    assert ("A7" in rows) is not special


def test_being_late_brings_the_reason_form_only_after_fourteen_rolled_days() -> None:
    assert "A14" not in found(household(ADULT), on=date(2026, 4, 13))
    assert "A14" in found(household(ADULT), on=date(2026, 4, 14))


@pytest.mark.parametrize(
    ("valid_until", "row"), [(date(2026, 4, 3), "A4"), (date(2026, 4, 2), "A7")]
)
def test_a_card_is_good_through_its_last_day(valid_until: date, row: str) -> None:
    person = replace(ADULT, card=CardFacts(held=True, valid_until=valid_until))
    assert {"A4", "A7"} & set(found(household(person))) == {row}


def test_one_card_in_the_household_is_enough_for_all() -> None:
    with_child = household(replace(ADULT, card=CardFacts(held=False)), child(date(2018, 1, 1)))
    assert "A2" not in found(with_child)
    assert "A2" in found(household(ADULT, child(date(2018, 1, 1))))
    assert "A2" not in found(household(ADULT), ("card_state", "1", "lost"))


@pytest.mark.parametrize(
    ("age_birth", "gate", "expected"),
    [
        (date(1980, 1, 1), True, OutcomeKind.APPLIES),
        (date(1990, 1, 1), True, OutcomeKind.NOT_HERE),  # 36: no care insurance yet
        (date(1960, 1, 1), False, OutcomeKind.APPLIES),
    ],
)
def test_certified_care_is_carried_over_from_forty(
    age_birth: date, gate: bool, expected: OutcomeKind
) -> None:
    person = replace(ADULT, birth=age_birth)
    facts = (
        ("care_level", "1", "要支援1"),
        ("welfare_gate", "", gate),
        ("listed_facility", "", False),
        ("welfare_items", "1", ()),
    )
    assert outcome("B16", household(person), *facts) is expected


def test_a_level_in_the_certificate_needs_no_question() -> None:
    elder = replace(ADULT, birth=date(1947, 10, 2), care=CareRecord(insured=True, level="要介護2"))
    assert outcome("B16", household(elder, child(date(2018, 1, 1)))) is OutcomeKind.APPLIES


@pytest.mark.parametrize(("same", "row"), [(True, "B12"), (False, "B11")])
def test_the_prefecture_decides_how_the_elderly_are_enrolled(same: bool, row: str) -> None:
    elder = replace(ADULT, birth=date(1940, 1, 1), health=HealthInsurance.ELDERLY)
    moved = replace(household(elder), old_prefecture="乙県" if same else "甲県")
    rows = set(found(moved, ("listed_facility", "", False)))
    assert {"B11", "B12"} & rows == {row}
    assert ("B13" in rows) is not same


def test_from_abroad_the_insurance_is_asked_even_if_one_was_known() -> None:
    person = replace(ADULT, health=HealthInsurance.NATIONAL)
    moved = replace(household(person), kind=MoveKind.FROM_ABROAD)
    open_ones = found(moved, ("welfare_gate", "", False))
    assert open_ones["B1"].outcome is OutcomeKind.UNDECIDED
    assert open_ones["B1"].missing_facts == ("insurance_asked",)


def test_national_insurance_that_ends_is_asked_person_by_person() -> None:
    couple = (
        replace(ADULT, health=HealthInsurance.NATIONAL),
        replace(ADULT, id="2", relation="妻", sex=Sex.FEMALE, health=HealthInsurance.NATIONAL),
    )
    made = found(
        household(*couple),
        ("national_continues", "", False),
        ("insurance_asked", "1", "employee"),
        ("insurance_asked", "2", "national"),
    )
    assert made["B1"].members == ("2",)


@pytest.mark.parametrize(
    ("relations", "claimant", "expected"),
    [
        (("世帯主", "子"), "", ("1",)),  # one parent: nothing to ask
        (("世帯主", "妻", "子"), "2", ("2",)),
        (("世帯主", "子", "子の子"), "", ("2",)),  # the grandparent heads the household
        (("世帯主", "姪"), "", ("1",)),  # no parent named: the adult
    ],
)
def test_the_claimant_is_found_in_the_relations(
    relations: tuple[str, ...], claimant: str, expected: tuple[str, ...]
) -> None:
    people = [
        replace(
            ADULT,
            id=str(n),
            relation=relation,
            birth=date(2018, 1, 1) if n == len(relations) else date(1985, n, 1),
        )
        for n, relation in enumerate(relations, start=1)
    ]
    answers: list[tuple[str, str, FactValue]] = [
        ("work", str(n), "employee") for n in range(1, len(relations))
    ]
    if claimant:
        answers.append(("claimant", "", claimant))
    made = found(household(*people), *answers)
    assert made["C1"].outcome is OutcomeKind.APPLIES
    assert made["C1"].members == expected
    assert made["C4"].applicants == expected


def test_three_children_with_a_student_need_the_confirmation() -> None:
    people = (
        ADULT,
        child(date(2005, 6, 1), id="2"),
        child(date(2010, 6, 1), id="3"),
        child(date(2014, 6, 1), id="4"),
    )
    facts: tuple[tuple[str, str, FactValue], ...] = (("work", "1", "employee"),)
    assert "C3" in found(household(*people), *facts, ("supported", "2", True))
    assert "C3" not in found(household(*people), *facts, ("supported", "2", False))
    assert "C3" not in found(household(*people[:3]), *facts, ("supported", "2", True))


def test_a_chip_spares_the_form_only_where_both_towns_take_part() -> None:
    home = household(ADULT)
    assert outcome("E5", home, ("dog", "", "chip")) is OutcomeKind.APPLIES
    both = replace(TOWN, dog_chip_parties=("town.y", "city.x"))
    made = determine(CATALOGUE, home, (Answer("dog", "", "chip"),), filed_on=FILED, town=both)
    dog = next(d for d in made if d.procedure.id == "E5")
    assert dog.outcome is OutcomeKind.GUIDE


def test_protection_turns_every_request_into_a_guide_slip() -> None:
    facts: tuple[tuple[str, str, FactValue], ...] = (
        ("home", "", "rent"),
        ("welfare_gate", "", False),
        ("gas", "", "lp"),
        ("water", "", "supply"),
        ("vehicles", "", ("car",)),
    )
    requests = {"F1", "F2", "E6", "F6"}
    free = found(household(ADULT), *facts, ("protected", "", False))
    hidden = found(household(ADULT), *facts, ("protected", "", True))
    unasked = found(household(ADULT), *facts)
    assert {free[r].outcome for r in requests} == {OutcomeKind.APPLIES}
    assert {hidden[r].outcome for r in requests} == {OutcomeKind.GUIDE}
    assert {unasked[r].outcome for r in requests} == {OutcomeKind.UNDECIDED}
