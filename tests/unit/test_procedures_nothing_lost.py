"""Households in which something unknown, or said at another person, once lost a procedure."""

from dataclasses import replace
from datetime import date

import pytest

from counter_app.model.attachment import AttachmentState
from counter_app.model.facts import Answer, FactValue
from counter_app.model.people import HealthInsurance, Household, Member, PensionRecord, Sex
from counter_app.procedures.determination import Determination, determine
from counter_app.procedures.interview import open_questions
from counter_app.procedures.procedure import OutcomeKind
from tests.determination_kit import ADULT, CATALOGUE, TOWN
from tests.determination_kit import household as from_afar

MOVED = date(2026, 10, 1)
FILED = date(2026, 10, 5)
APPLIES, GUIDE = OutcomeKind.APPLIES, OutcomeKind.GUIDE
Said = tuple[str, str, FactValue]


def person(ident: str, relation: str, birth: date, **changes: object) -> Member:
    return replace(ADULT, id=ident, relation=relation, birth=birth, **changes)  # type: ignore[arg-type]


def child(ident: str, relation: str = "子", birth: date = date(2016, 5, 1)) -> Member:
    health = HealthInsurance.EMPLOYEE_DEPENDANT
    return person(ident, relation, birth, health=health, pension=None)


def household(*members: Member, joins: bool = False) -> Household:
    return replace(from_afar(*members, moved=MOVED, planned=MOVED), joins_existing=joins)


def found(moving: Household, *said: Said) -> dict[str, list[Determination]]:
    """What is determined, row by row; of handbooks there are none unless it is said."""
    answers = tuple(Answer(*one) for one in (("welfare_gate", "", False), *said))
    lists: dict[str, list[Determination]] = {}
    for one in determine(CATALOGUE, moving, answers, filed_on=FILED, town=TOWN):
        lists.setdefault(one.procedure.id, []).append(one)
    return lists


def asked(moving: Household, *said: Said) -> tuple[tuple[str, str], ...]:
    answers = tuple(Answer(*one) for one in said)
    return open_questions(CATALOGUE, moving, answers, filed_on=FILED, town=TOWN)


def test_a_father_who_goes_back_to_his_children_claims_in_their_town() -> None:
    father = household(replace(ADULT, relation="夫", child_allowance_recipient=True), joins=True)
    back: tuple[Said, ...] = (("children_there", "", True), ("work", "1", "employee"))
    (claim,) = found(father, *back)["C1"]
    assert claim.outcome is APPLIES
    assert "入る世帯に、養っている子がいます" in claim.reason
    assert claim.deadline is not None
    assert "円" not in claim.deadline.lost  # of them no birth is known
    assert "C2" not in found(father, *back, ("children_elsewhere", "", False))


@pytest.mark.parametrize("relation", ["子の子", "甥", "世帯主"])
def test_children_without_a_parent_are_told_who_claims(relation: str) -> None:
    alone = household(child("1", relation), joins=relation != "世帯主")
    (claim,) = found(alone)["C1"]
    assert claim.outcome is GUIDE
    assert claim.members == ("1",)
    assert claim.forms == ()
    assert "親が一緒に移っていません" in claim.reason


def test_a_mother_in_her_sons_house_claims_for_his_brother() -> None:
    son = person("1", "世帯主", date(2001, 1, 1))
    mother = person("2", "母", date(1976, 1, 1), sex=Sex.FEMALE)
    said: tuple[Said, ...] = (("work", "2", "employee"), ("single_parent", "", True))
    lists = found(household(son, mother, child("3", "弟")), *said)
    assert [d.members for d in lists["C1"]] == [("2",)]
    assert lists["C5"][0].outcome is APPLIES
    father = person("4", "父", date(1974, 1, 1))
    four = household(son, mother, father, child("3", "弟"))
    assert "single_parent" not in {fact for fact, _ in asked(four)}


def test_whether_a_mother_is_alone_is_asked_in_her_parents_house_too() -> None:
    """Her brother is one of the head's children as she is; husband and wife are not asked."""
    head = person("1", "世帯主", date(1962, 1, 1))
    mother = person("2", "子", date(1990, 1, 1), sex=Sex.FEMALE)
    brother = person("3", "子", date(1993, 1, 1))
    house = (head, mother, child("4", "子の子"))
    said: tuple[Said, ...] = (("claimant", "", "2"),)
    assert ("single_parent", "") in asked(household(*house, brother), *said)
    husband = replace(brother, relation="子の夫")
    assert ("single_parent", "") not in asked(household(*house, husband), *said)


@pytest.mark.parametrize(
    ("row", "item"), [("C7", "special_child"), ("D7", "child_day")], ids=("allowance", "services")
)
def test_what_is_said_of_the_parent_is_looked_for_at_the_child(row: str, item: str) -> None:
    family = household(ADULT, child("2"))
    gate: Said = ("welfare_gate", "", True)
    of_parent = found(family, gate, ("welfare_items", "1", (item,)), ("welfare_items", "2", ()))
    of_child = found(family, gate, ("welfare_items", "1", ()), ("welfare_items", "2", (item,)))
    assert [(d.outcome, d.members, d.forms) for d in of_parent[row]] == [(GUIDE, ("1",), ())]
    assert "どの子" in of_parent[row][0].reason
    assert [(d.outcome, d.members, d.forms) for d in of_child[row]] == [(APPLIES, ("2",), (row,))]


def test_voluntary_insurance_is_no_employment() -> None:
    """任意継続: neither who has it is 2号 any more, nor the wife who depends on him 3号."""
    unknown = HealthInsurance.NONE
    husband = replace(ADULT, health=unknown)
    wife = person("2", "妻", date(1986, 1, 1), sex=Sex.FEMALE, health=unknown)
    wife = replace(wife, pension=PensionRecord(3))
    depends: Said = ("insurance_asked", "2", "employee_dependant")
    for insurance, due in (("voluntary", ("1", "2")), ("employee", None)):
        lists = found(household(husband, wife), ("insurance_asked", "1", insurance), depends)
        assert [d.members for d in lists.get("B8", [])] == ([due] if due else [])
        assert "B1" not in lists


def test_who_is_certified_before_65_tells_the_old_town_of_the_facility() -> None:
    alone = household(replace(ADULT, birth=date(1962, 1, 1)))
    said: tuple[Said, ...] = (
        ("welfare_gate", "", True),
        ("welfare_items", "1", ()),
        ("listed_facility", "", True),
    )
    certified = found(alone, *said, ("care_level", "1", "要介護3"))
    assert certified["B19"][0].outcome is GUIDE
    assert "B16" not in certified
    assert "B19" not in found(alone, *said, ("care_level", "1", "none"))


def test_well_water_in_the_public_sewer_is_charged_by_heads() -> None:
    said: tuple[Said, ...] = (("home", "", "own"), ("water", "", "well"), ("sewer", "", "public"))
    (sewer,) = found(household(ADULT), *said)["E7"]
    assert sewer.outcome is APPLIES
    assert sewer.forms == ("E7",)


def test_a_person_whose_sex_no_paper_tells_is_asked_too() -> None:
    unknown = replace(ADULT, sex=Sex.UNKNOWN)
    assert ("pregnant", "1") in asked(household(unknown))
    assert ("pregnant", "1") not in asked(household(ADULT))


def test_who_is_new_in_the_elderly_scheme_keeps_the_certificates() -> None:
    """障害認定 before 75 is proved by its own paper; a 特定疾病 certificate is applied for anew."""
    elder = replace(ADULT, birth=date(1960, 1, 1), health=HealthInsurance.ELDERLY, pension=None)
    said: tuple[Said, ...] = (
        ("listed_facility", "", False),
        ("carried_over", "", ("limit_certificate",)),
    )
    lists = found(household(elder), *said)
    assert lists["B5"][0].outcome is APPLIES
    papers = [(a.title, a.state) for a in lists["B13"][0].attachments]
    assert ("障害認定の証明書", AttachmentState.ON_PAPER) in papers
    here = replace(household(elder), old_prefecture=TOWN.prefecture)
    assert "B5" not in found(here, *said)
    older = replace(elder, birth=date(1940, 1, 1))
    assert len(found(household(older), *said)["B13"][0].attachments) == 1
