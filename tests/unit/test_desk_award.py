"""What a granted child allowance comes to, and the numbers and people of its notice."""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest

from counter_app.model.commitment import (
    Act,
    ActContent,
    Actor,
    Commitment,
    Decision,
    ExecutorKind,
)
from counter_app.model.facts import Answer
from counter_app.model.people import Household
from counter_app.model.reception import Reception
from counter_app.model.town import load_town
from counter_app.paperwork.notices import (
    Award,
    child_allowance_award,
    document_number,
    notice,
)
from counter_app.paperwork.values import Case
from counter_app.procedures.catalogue import standard_catalogue
from counter_app.procedures.determination import determine
from counter_app.procedures.household_file import read_household_file
from resources.loader import data_file

JST = timezone(timedelta(hours=9))
CATALOGUE = standard_catalogue()
TOWN = load_town()
FILE = read_household_file(data_file("examples", "h2.json"))


def case(filed_on: date = date(2026, 4, 3), household: Household = FILE.household) -> Case:
    reception = Reception(
        id="r",
        reference="8F3KQ7T2",
        opened_at=datetime(2026, 4, 3, 10, 12, tzinfo=JST),
        clerk="佐伯",
        counter="窓口2",
        filed_on=filed_on,
        household=household,
        filer_id=household.members[0].id,
        answers=FILE.answers,
    )
    found = determine(CATALOGUE, household, FILE.answers, filed_on=filed_on, town=TOWN)
    return Case(reception, household, found, TOWN)


def award(made: Case) -> Award:
    found = child_allowance_award(made, CATALOGUE)
    assert found is not None
    return found


def with_child_of(birth: date) -> Household:
    """The family with one more child."""
    children = [m for m in FILE.household.members if m.relation == "子"]
    baby = replace(children[0], id="9", birth=birth, card=replace(children[0].card, held=False))
    return replace(FILE.household, members=(*FILE.household.members, baby))


def test_two_children_of_three_and_more_bring_ten_thousand_each() -> None:
    found = award(case())
    assert (found.starts, found.amount) == (date(2026, 4, 1), 20_000)
    assert found.words == ("4月3日の請求は特例の期限（4月12日）の中。4月分から。10,000円 × 2人。")
    assert dict(found.details)["starts"] == "令和8年4月分から"


def test_a_claim_after_the_limit_starts_a_month_later() -> None:
    late = award(case(date(2026, 4, 13)))
    assert late.starts == date(2026, 5, 1)
    assert "の後。5月分から" in late.words


def test_the_third_child_brings_thirty_thousand_whatever_its_age() -> None:
    found = award(case(household=with_child_of(date(2025, 2, 1))))
    assert found.amount == 50_000
    details = dict(found.details)
    assert (details["child.3.category"], details["child.3.amount"]) == ("第3子以降", "30,000円")
    assert found.words.endswith("10,000円 × 2人 ＋ 30,000円 × 1人。")


def test_a_case_without_the_procedure_has_no_award() -> None:
    made = case()
    others = tuple(d for d in made.determinations if d.procedure.id != "C1")
    assert child_allowance_award(replace(made, determinations=others), CATALOGUE) is None


def test_what_the_case_does_not_tell_of_the_children_is_left_to_the_office() -> None:
    born_after_the_move = case(household=with_child_of(date(2026, 3, 30)))
    assert child_allowance_award(born_after_the_move, CATALOGUE) is None
    for fact, value in (("children_elsewhere", True), ("students_elsewhere", "one")):
        made = case()
        told = tuple(a for a in FILE.answers if a.fact != fact)
        reception = replace(made.reception, answers=(*told, Answer(fact, "", value)))
        assert child_allowance_award(replace(made, reception=reception), CATALOGUE) is None


@pytest.mark.parametrize(
    ("reference", "number"),
    [("2026-0123", "Y町子第123号"), ("45", "Y町子第45号"), ("2026-0000", "Y町子第0000号")],
)
def test_the_document_number_runs_with_the_decision(reference: str, number: str) -> None:
    assert document_number(TOWN, "dept.children", reference) == number


def claim(content: ActContent | None = None) -> Commitment:
    at = datetime(2026, 4, 3, 10, 50, tzinfo=JST)
    made = Commitment(
        id="c",
        reception_id="r",
        procedure_id="C1",
        title="児童手当 認定請求",
        product="決定された",
        link_code="YK4M7R20",
        executor_kind=ExecutorKind.DEPARTMENT,
        executor="dept.children",
        members=("1",),
    ).act(Act.REQUEST, Actor.INITIATOR, by="佐伯", at=at)
    made = made.act(Act.PROMISE, Actor.EXECUTOR, by="中村", at=at)
    if content is None:
        return made
    day = at.replace(day=20)
    return made.act(Act.DECLARE, Actor.EXECUTOR, by="中村", at=day, content=content)


def test_a_notice_of_the_allowance_is_about_the_children_and_carries_their_amounts() -> None:
    made = case()
    content = ActContent(
        decision=Decision.GRANTED, reference="2026-0123", details=award(made).details
    )
    sheet = notice(made, claim(content), content, "Y町子第123号")
    assert sheet is not None
    assert sheet.form_id == "C1-granted"
    assert sheet.data["decision.children"] == "2人"
    assert sheet.data["decision.decided_on"] == date(2026, 4, 20)
    assert sheet.data["child.2.amount"] == "10,000円"


def test_a_notice_before_the_decision_is_dated_by_the_day_it_would_be_decided() -> None:
    content = ActContent(decision=Decision.REFUSED, reason="要件に当たらない")
    sheet = notice(case(), claim(), content, "n", decided_on=date(2026, 4, 21))
    assert sheet is not None
    assert sheet.form_id == "C1-refused"
    assert sheet.data["decision.date"] == date(2026, 4, 21)
    assert sheet.data["decision.reason"] == "要件に当たらない"
    assert sheet.data["decision.subject"] == "渡邉\U000e010f 葵・渡邉\U000e010f 湊"


def test_a_procedure_without_a_form_prints_no_notice() -> None:
    content = ActContent(decision=Decision.GRANTED)
    assert notice(case(), replace(claim(content), procedure_id="C4"), content, "n") is None
