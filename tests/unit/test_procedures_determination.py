"""The rules at their edges: the day before and the day after, this side and that."""

from dataclasses import replace
from datetime import date

import pytest

from counter_app.model.facts import Answer, FactValue
from counter_app.model.names import KanaStatus, PersonName
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
    facts = (("work", "1", "employee"), ("single_parent", "", False))
    assert outcome("C1", family, *facts, on=on) is expected


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
    answers += [("single_parent", "", False), ("welfare_gate", "", False)]
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
    facts: tuple[tuple[str, str, FactValue], ...] = (
        ("work", "1", "employee"),
        ("students_elsewhere", "", "none"),
        ("children_elsewhere", "", False),
    )
    assert "C3" in found(household(*people), *facts, ("supported", "2", True))
    assert "C3" not in found(household(*people), *facts, ("supported", "2", False))
    stepchild = (people[0], replace(people[1], relation="妻の子"), *people[2:])
    assert "C3" in found(household(*stepchild), *facts, ("supported", "2", True))
    daughter_in_law = (people[0], replace(people[1], relation="子の妻"), *people[2:])
    assert "C3" not in found(household(*daughter_in_law), *facts, ("supported", "2", True))
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


# --- what a resident would lose ---------------------------------------------------------------


def test_a_parent_who_leaves_the_children_behind_claims_in_the_new_town() -> None:
    """単身赴任: the certificate says who received, and the claim goes where the claimant lives."""
    father = replace(ADULT, child_allowance_recipient=True)
    facts: tuple[tuple[str, str, FactValue], ...] = (("work", "1", "employee"),)
    assert outcome("C1", household(father), *facts) is OutcomeKind.UNDECIDED
    away = found(household(father), *facts, ("children_elsewhere", "", True))
    assert away["C1"].outcome is away["C2"].outcome is OutcomeKind.APPLIES
    due = away["C1"].deadline
    assert due is not None
    assert due.lost == "今日出せば4月分から。4月13日以降は5月分からになり、4月分は出ません。"
    assert "C1" not in found(household(father), *facts, ("children_elsewhere", "", False))
    assert "C1" not in found(household(ADULT), *facts, ("children_elsewhere", "", True))
    typed = replace(household(ADULT), kind=MoveKind.CERTIFICATE, by_hand=True)
    assert "C1" in found(typed, *facts, ("children_elsewhere", "", True))


@pytest.mark.parametrize(
    ("here", "elsewhere", "students", "expected"),
    [
        (2, False, "one", OutcomeKind.APPLIES),
        (1, False, "two", OutcomeKind.APPLIES),
        (1, False, "one", OutcomeKind.NOT_HERE),
        (1, True, "one", OutcomeKind.APPLIES),
        (0, True, "one", OutcomeKind.GUIDE),  # whether they are three is asked
        (0, True, "two", OutcomeKind.APPLIES),
        (2, True, "none", OutcomeKind.NOT_HERE),
    ],
)
def test_a_student_who_lives_elsewhere_counts_toward_the_third_child(
    here: int, elsewhere: bool, students: str, expected: OutcomeKind
) -> None:
    father = replace(ADULT, birth=date(1980, 1, 15), child_allowance_recipient=True)
    children = [child(date(2012 + n, 6, 1), id=str(n + 2)) for n in range(here)]
    facts: tuple[tuple[str, str, FactValue], ...] = (
        ("work", "1", "employee"),
        ("children_elsewhere", "", elsewhere),
        ("students_elsewhere", "", students),
    )
    assert outcome("C3", household(father, *children), *facts) is expected


def test_a_young_parent_is_a_parent_and_no_child_of_the_allowance() -> None:
    mother = replace(ADULT, birth=date(2008, 9, 1), sex=Sex.FEMALE)
    facts: tuple[tuple[str, str, FactValue], ...] = (
        ("work", "1", "none"),
        ("single_parent", "", True),
        ("rearing_allowance_before", "", False),
        ("welfare_gate", "", False),
        ("facility", "2", "none"),
    )
    baby = child(date(2025, 12, 10))
    made = found(household(mother, baby), *facts)
    assert made["C1"].members == made["C1"].applicants == ("1",)
    assert made["C1"].deadline is not None
    assert "15,000円" in made["C1"].deadline.lost  # the baby's alone
    assert {"C5", "C6-2"} <= set(made)
    in_her_parents_house = replace(
        household(replace(mother, relation="子"), replace(baby, relation="子の子")),
        joins_existing=True,
    )
    assert found(in_her_parents_house, *facts)["C1"].members == ("1",)


def test_of_a_child_born_after_the_move_its_own_fifteen_days_are_told() -> None:
    born = child(date(2026, 3, 30))
    facts: tuple[tuple[str, str, FactValue], ...] = (
        ("work", "1", "employee"),
        ("single_parent", "", False),
    )
    own = "移ったあとに生まれた子の分は、4月14日までに請求すれば、生まれた月の翌月からです。"
    only = found(household(ADULT, born), *facts, on=date(2026, 4, 13))["C1"].deadline
    with_brother = found(
        household(ADULT, born, child(date(2018, 6, 12), id="3")), *facts, on=date(2026, 4, 13)
    )["C1"].deadline
    assert only is not None
    assert with_brother is not None
    assert only.lost == own
    assert with_brother.lost == (
        f"今日出せば5月分から。期限を過ぎたので、4月分 10,000円は出ません。{own}"
    )


def test_what_an_employer_pays_is_not_told_as_lost() -> None:
    family = household(ADULT, child(date(2018, 6, 12)))
    facts = (("work", "1", "public_servant"), ("single_parent", "", False))
    claim = found(family, *facts, on=date(2026, 4, 20))["C1"]
    assert claim.outcome is OutcomeKind.GUIDE
    assert claim.deadline is not None
    assert claim.deadline.lost == ""


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


def test_the_seal_is_for_whoever_of_fifteen_wants_it() -> None:
    wife = replace(ADULT, id="2", relation="妻", sex=Sex.FEMALE)
    wish = ("wishes", "", ("seal",))
    alone = found(household(ADULT, child(date(2018, 1, 1))), wish)["A8"]
    assert (alone.outcome, alone.members) == (OutcomeKind.APPLIES, ("1",))
    both = (("seal_wanted", "1", False), ("seal_wanted", "2", True))
    made = determine(
        CATALOGUE,
        household(ADULT, wife),
        tuple(Answer(*answer) for answer in (wish, *both)),
        filed_on=FILED,
        town=TOWN,
    )
    assert {(d.outcome, d.members) for d in made if d.procedure.id == "A8"} == {
        (OutcomeKind.APPLIES, ("2",)),
        (OutcomeKind.GUIDE, ("1",)),
    }


def test_the_pin_of_a_card_that_has_failed_is_not_set_anew() -> None:
    unknown = ("card_state", "1", "pin_unknown")
    assert {"A6", "A4"} <= set(found(household(ADULT), unknown))
    late = found(household(ADULT), unknown, on=date(2026, 4, 14))
    assert "A6" not in late
    assert "A7" in late


@pytest.mark.parametrize(
    ("status", "on", "shown"),
    [
        (KanaStatus.EX_OFFICIO, date(2026, 5, 25), False),
        (KanaStatus.EX_OFFICIO, date(2026, 5, 26), True),  # written ex officio: changed once
        (KanaStatus.FILED, date(2026, 5, 26), False),
    ],
)
def test_a_reading_written_ex_officio_can_be_changed_once(
    status: KanaStatus, on: date, shown: bool
) -> None:
    person = replace(ADULT, name=replace(ADULT.name, kana_status=status))
    assert bool({"A12-1", "A12-2"} & set(found(household(person), on=on))) is shown


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


@pytest.mark.parametrize(
    ("birth", "plan", "papers"),
    [
        (date(2018, 6, 12), "town", 2),
        (date(2019, 4, 10), "town", 0),  # in March still below school: no school can certify it
        (date(2018, 6, 12), "special_school", 0),
    ],
)
def test_papers_of_the_old_school_are_asked_of_who_went_to_one(
    birth: date, plan: str, papers: int
) -> None:
    made = found(household(ADULT, child(birth)), ("school_plan", "2", plan))
    assert len(made["C17"].attachments) == papers
    special = plan == "special_school"
    assert made["C17"].outcome is (OutcomeKind.GUIDE if special else OutcomeKind.APPLIES)
    assert ("県が学校を決め" in made["C17"].reason) is special
    assert "C18" not in made


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


def test_staying_at_the_old_nursery_is_told_as_the_last_open_day_of_the_month() -> None:
    family = household(ADULT, child(date(2023, 1, 1)), moved=date(2026, 2, 10))
    due = found(family, ("facility", "2", "stay"), on=date(2026, 2, 16))["C15"].deadline
    assert due is not None
    assert (due.day, due.unrolled) == (date(2026, 2, 27), date(2026, 2, 28))


def test_the_allowance_for_the_only_parent_is_held_though_no_question_of_it_was_asked() -> None:
    """児童扶養手当 of who is no single parent: with a disabled spouse, or raising a grandchild."""
    family = household(ADULT, replace(ADULT, id="3", relation="妻"), child(date(2018, 6, 12)))
    facts: tuple[tuple[str, str, FactValue], ...] = (
        ("welfare_gate", "", True),
        ("welfare_items", "1", ("child_rearing",)),
        ("welfare_items", "2", ()),
        ("welfare_items", "3", ()),
    )
    assert outcome("C6-1", family, *facts) is OutcomeKind.APPLIES
    assert outcome("C6-2", family, *facts) is OutcomeKind.NOT_HERE
