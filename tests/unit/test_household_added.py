"""What procedures, interview, forms and cards make of who was added to the household."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from counter_app.dispatch import missing
from counter_app.failures import CounterError, FailureCode
from counter_app.intake import Intake
from counter_app.model.attachment import AttachmentState
from counter_app.model.facts import Answer, FactValue
from counter_app.model.member_details import LONGEST_RELATION, MemberDetails
from counter_app.model.people import Arrival, Sex, Source
from counter_app.model.reception import Reception
from counter_app.paperwork.case_view import case_view
from counter_app.paperwork.sheets import needed_sheets
from counter_app.paperwork.values import Case
from counter_app.ports import CardReading, FourAttributes
from counter_app.procedures.catalogue import standard_catalogue
from counter_app.procedures.determination import Determination, determine
from counter_app.procedures.facts import FactKey
from counter_app.procedures.interview import next_question
from counter_app.procedures.procedure import OutcomeKind
from counter_app.sandbox.town_story import FILED_ON
from localdb.open import open_store
from localdb.store import SqlStore
from tests.forms_household import Data
from tests.forms_kit import RENDERER, assert_inside
from tests.household_kit import AT, DAUGHTER, TOWN, last, people, the_family, the_household
from tests.intake_kit import MINE, NoIssuing, NoNetwork


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    with open_store(tmp_path, clock=lambda: AT) as opened:
        yield opened


@pytest.fixture
def intake(store: SqlStore) -> Intake:
    return Intake(store, lambda: AT, NoNetwork(), NoIssuing(), MINE)


@pytest.fixture
def family(store: SqlStore) -> Reception:
    return the_family(store)


def reading(details: MemberDetails, sex: Sex | None = None) -> CardReading:
    assert details.birth is not None
    assert details.sex is not None
    attributes = FourAttributes(
        name=details.name.replace("\U000e010f", ""),
        address="甲県Ｘ市別の町１番",
        birth=details.birth,
        sex=sex or details.sex,
    )
    return CardReading(attributes, bytes(32), "01", 13, "in process", "reader", True)


@pytest.mark.parametrize("sex", [Sex.FEMALE, Sex.UNKNOWN])
def test_the_card_of_an_added_person_is_read_and_says_who_it_is(
    intake: Intake, family: Reception, sex: Sex
) -> None:
    added = intake.add_member(family, replace(DAUGHTER, sex=sex))
    read = intake.take_card(added, reading(DAUGHTER))
    member = last(read)
    assert [card.member_id for card in read.cards] == [member.id]
    assert member.card.held
    assert member.sex is Sex.FEMALE
    assert member.source("birth") is Source.CARD
    assert member.source("relation") is Source.ASKED
    assert member.unconfirmed


def test_the_card_of_another_sex_is_of_nobody(intake: Intake, family: Reception) -> None:
    added = intake.add_member(family, DAUGHTER)
    with pytest.raises(CounterError) as stop:
        intake.take_card(added, reading(DAUGHTER, Sex.MALE))
    assert stop.value.code is FailureCode.CARD_NOT_OF_HOUSEHOLD


ANSWERS: dict[str, FactValue] = {"insurance_asked": "national", "school_plan": "town"}
OF_ALL = (Answer("welfare_gate", "", False), Answer("national_continues", "", True))


def determined(reception: Reception, member: str = "") -> tuple[Determination, ...]:
    answers = tuple(Answer(fact, member, value) for fact, value in ANSWERS.items() if member)
    return determine(
        standard_catalogue(),
        people(reception),
        (*reception.known_answers, *OF_ALL, *answers),
        filed_on=FILED_ON,
        town=TOWN,
    )


def test_a_child_of_seven_goes_to_school_and_has_the_procedures_of_a_child(
    intake: Intake, family: Reception
) -> None:
    changed = intake.add_member(family, DAUGHTER)
    child = last(changed).id
    found = {d.procedure.id: d.outcome for d in determined(changed, child) if child in d.members}
    assert {found[p] for p in ("A1", "B1", "C4", "C17")} == {OutcomeKind.APPLIES}
    assert not {"C12", "C13", "C14", "B11", "B15"} & set(found)  # of babies, of the old
    birth = next(
        fact
        for d in determined(changed, child)
        if d.procedure.id == "C17" and child in d.members
        for fact in d.facts_used
        if fact.member == child and fact.id == "birth"
    )
    assert birth.source is Source.ASKED


def test_the_old_and_the_newborn_have_other_procedures(intake: Intake, family: Reception) -> None:
    old = intake.add_member(family, replace(DAUGHTER, birth=date(1948, 1, 2), relation="夫の母"))
    rows = {d.procedure.id for d in determined(old) if last(old).id in d.members}
    assert {"B11", "B15"} <= rows
    assert not {"C4", "C17", "B1"} & rows
    baby = intake.add_member(
        old, replace(DAUGHTER, birth=date(2026, 4, 1), arrival=Arrival.NEWBORN)
    )
    rows = {d.procedure.id for d in determined(baby) if last(baby).id in d.members}
    assert {"C4", "C12"} <= rows
    assert "C17" not in rows


def test_the_interview_asks_for_the_added_person_what_nobody_sent(
    intake: Intake, family: Reception
) -> None:
    changed = intake.add_member(family, DAUGHTER)
    child = last(changed).id
    asked: set[FactKey] = set()
    for _ in range(80):
        question = next_question(
            standard_catalogue(),
            people(changed),
            changed.known_answers,
            filed_on=FILED_ON,
            town=TOWN,
            postponed=asked,
        )
        if question is None or (question.fact, question.member) in asked:
            break
        asked.add((question.fact, question.member))
    assert ("insurance_asked", child) in asked


def test_the_sheets_name_the_added_person_and_go_on_to_another_page(
    intake: Intake, family: Reception
) -> None:
    changed = intake.add_member(family, DAUGHTER)
    child = last(changed).id
    case = Case(changed, people(changed), determined(changed, child), TOWN)
    view = case_view(case)
    assert view["member.count"] == 6
    assert view["member.6.name"] == DAUGHTER.name
    assert view["member.6.relation"] == "子"
    listed = {view[f"child.{n}.name"] for n in range(1, int(str(view["child.count"])) + 1)}
    assert DAUGHTER.name in listed
    rendered = RENDERER.render("A1", view, sheet=1, on=FILED_ON)
    five = case_view(replace(case, household=the_household()))
    assert rendered.pages == RENDERER.render("A1", five, sheet=1, on=FILED_ON).pages + 1


def test_a_card_that_was_only_told_of_has_to_be_brought_up_to_date_too(
    intake: Intake, family: Reception
) -> None:
    added = intake.add_member(family, replace(DAUGHTER, card_held=True))
    child = last(added)
    assert "A4" in {d.procedure.id for d in determined(added) if child.id in d.members}
    without = intake.correct_member(added, child.id, DAUGHTER)
    assert not last(without).card.held
    assert "A4" not in {d.procedure.id for d in determined(without) if child.id in d.members}


def papers_of_the_notice(reception: Reception) -> set[str]:
    """What the move-in notice still needs on paper."""
    notice = next(d for d in determined(reception) if d.procedure.id == "A1")
    return {a.title for a in notice.attachments if a.state is AttachmentState.ON_PAPER}


def test_the_notice_names_the_paper_until_it_was_seen(intake: Intake, family: Reception) -> None:
    before = papers_of_the_notice(family)
    added = intake.add_member(family, DAUGHTER)
    assert papers_of_the_notice(added) - before == {"転出証明書情報に載っていない人の転出証明書"}
    seen = intake.see_paper(added, last(added).id)
    assert papers_of_the_notice(seen) == before
    baby = replace(DAUGHTER, birth=date(2026, 4, 1), arrival=Arrival.NEWBORN)
    born = intake.add_member(seen, baby)
    assert papers_of_the_notice(born) - before == {"出生届の写し（生まれた子）"}


def test_a_household_without_a_head_is_not_committed(intake: Intake, family: Reception) -> None:
    assert "世帯主" not in missing(family, ())
    left = intake.remove_member(family, people(family).head.id)
    assert "世帯主" in missing(left, ())
    existing = replace(people(left), joins_existing=True)
    assert "世帯主" not in missing(replace(left, household=existing), ())


def test_the_longest_relation_stands_in_its_box_on_every_sheet(
    intake: Intake, family: Reception
) -> None:
    longest = "世" * LONGEST_RELATION
    changed = intake.add_member(family, replace(DAUGHTER, relation=longest))
    case = Case(changed, people(changed), determined(changed, last(changed).id), TOWN)
    rendered = set()
    for sheet in needed_sheets(case, RENDERER.forms()):
        made = RENDERER.render(sheet.form_id, sheet.data, sheet=1, on=FILED_ON)
        told: Data = {box.key: longest for box in made.fields if sheet.data.get(box.key) == longest}
        if told:
            assert_inside(made, told)
            rendered.add(sheet.form_id)
    assert {"A1", "B1", "C4"} <= rendered
