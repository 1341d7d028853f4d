"""The rules of allowances, nurseries and schools at their edges: who claims, who counts, when."""

from dataclasses import replace
from datetime import date

import pytest

from counter_app.model.facts import FactValue
from counter_app.model.people import MoveKind, Sex
from counter_app.procedures.procedure import OutcomeKind
from tests.determination_kit import ADULT, FILED, MOVED, child, found, household, outcome


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
