"""The rules of insurance, care and pension at their edges: the day before and the day after."""

from dataclasses import replace
from datetime import date

import pytest

from counter_app.model.facts import Answer, FactValue
from counter_app.model.people import CareRecord, HealthInsurance, MoveKind, PensionRecord, Sex
from counter_app.procedures.determination import determine
from counter_app.procedures.procedure import OutcomeKind
from tests.determination_kit import ADULT, CATALOGUE, FILED, TOWN, child, found, household, outcome


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
    facts = (
        ("national_continues", "", True),
        ("listed_facility", "", False),
        ("welfare_gate", "", False),
    )
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


def test_nobody_of_a_household_with_public_assistance_is_enrolled_in_an_insurance() -> None:
    elder = replace(
        ADULT, id="3", relation="母", birth=date(1945, 1, 1), health=HealthInsurance.ELDERLY
    )
    couple = (
        replace(ADULT, health=HealthInsurance.NATIONAL),
        replace(ADULT, id="2", relation="妻", sex=Sex.FEMALE, health=HealthInsurance.NATIONAL),
    )
    facts: tuple[tuple[str, str, FactValue], ...] = (
        ("national_continues", "", True),
        ("welfare_gate", "", True),
        ("welfare_items", "2", ()),
        ("welfare_items", "3", ()),
        ("listed_facility", "", False),
        ("carried_over", "", ("limit_certificate",)),
    )
    on_it = found(household(*couple, elder), *facts, ("welfare_items", "1", ("assistance",)))
    assert on_it["B1"].outcome is on_it["B11"].outcome is OutcomeKind.GUIDE
    assert on_it["B1"].members == ("1", "2")
    assert on_it["B1"].forms == ()
    assert "福祉課に確かめ" in on_it["B1"].reason
    assert on_it["D12"].members == ("1",)
    assert not {"B5", "B13"} & set(on_it)
    off = found(household(*couple, elder), *facts, ("welfare_items", "1", ()))
    assert off["B1"].outcome is OutcomeKind.APPLIES
    assert off["B11"].outcome is OutcomeKind.DEEMED
    assert {"B5", "B13"} <= set(off)


@pytest.mark.parametrize(
    ("relation", "before", "expected"),
    [
        ("子", 1, OutcomeKind.NOTHING_TO_FILE),  # a student on a parent's insurance is 1号 still
        ("妻", 3, OutcomeKind.NOT_HERE),
    ],
)
def test_a_dependant_of_twenty_keeps_the_kind_of_pension(
    relation: str, before: int, expected: OutcomeKind
) -> None:
    person = child(
        date(2005, 6, 1), relation=relation, pension=PensionRecord(before), sex=Sex.FEMALE
    )
    facts: tuple[tuple[str, str, FactValue], ...] = (
        ("pension_link", "2", "linked"),
        ("work", "2", "student"),
        ("welfare_gate", "", False),
    )
    assert outcome("B7", household(ADULT, person), *facts) is expected
    guided = outcome("B9", household(ADULT, person), *facts, ("carried_over", "", ()))
    assert guided is (OutcomeKind.GUIDE if before == 1 else OutcomeKind.NOT_HERE)
    off_work = replace(person, pension=PensionRecord(2))
    joins = outcome("B8", household(ADULT, off_work), *facts)
    assert joins is (OutcomeKind.APPLIES if relation == "子" else OutcomeKind.NOT_HERE)


def test_what_only_an_old_town_could_have_given_is_not_asked_from_abroad() -> None:
    elder = replace(ADULT, birth=date(1940, 1, 1), health=HealthInsurance.NONE)
    moved = replace(household(elder), kind=MoveKind.FROM_ABROAD)
    made = found(
        moved,
        ("welfare_gate", "", False),
        ("care_level", "1", "要介護2"),
        ("listed_facility", "", True),
        ("insurance_asked", "1", "none"),
    )
    assert made["B11"].outcome is OutcomeKind.DEEMED
    assert made["B11"].reason.startswith("国外から転入した75歳以上")
    assert not {"B4", "B13", "B16", "F10"} & set(made)


def test_an_elderly_person_in_a_facility_of_the_same_prefecture_tells_the_new_address() -> None:
    elder = replace(ADULT, birth=date(1940, 1, 1), health=HealthInsurance.ELDERLY)
    facts: tuple[tuple[str, str, FactValue], ...] = (
        ("listed_facility", "", True),
        ("welfare_gate", "", False),
    )
    near = found(replace(household(elder), old_prefecture="乙県"), *facts)
    assert near["B12"].outcome is OutcomeKind.DEEMED
    assert "B4" in near
    assert not {"B11", "B12", "B13"} & set(found(household(elder), *facts))


def test_who_joins_an_insured_house_without_its_insurance_files_nothing_with_it() -> None:
    joining = replace(household(replace(ADULT, relation="子")), joins_existing=True)
    answers = (("existing_national", "", True), ("welfare_gate", "", False))
    assert outcome("B2", joining, *answers) is OutcomeKind.NOTHING_TO_FILE
    as_head = replace(household(ADULT), joins_existing=True)
    assert found(as_head, *answers)["B2"].reason.startswith("国保の人がいる世帯の世帯主が代わる")
    insured = replace(
        household(replace(ADULT, relation="子", health=HealthInsurance.NATIONAL)),
        joins_existing=True,
    )
    assert outcome("B2", insured, *answers, ("national_continues", "", True)) is OutcomeKind.APPLIES
