"""People who are added to the household, corrected in it or do not move: what is stored."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from counter_app.failures import CounterError, FailureCode
from counter_app.intake import Intake
from counter_app.model.facts import Answer
from counter_app.model.member_details import MemberDetails, MemberField
from counter_app.model.member_faults import member_faults
from counter_app.model.names import KanaStatus
from counter_app.model.people import Arrival, Sex, Source
from counter_app.model.reception import Reception
from counter_app.sandbox.town_story import FAMILY, FILED_ON
from localdb.open import open_store
from localdb.store import SqlStore
from tests.household_kit import AT, DAUGHTER, audited, last, people, the_family
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


def test_an_added_person_is_told_by_mouth_and_unconfirmed_until_the_paper_was_seen(
    intake: Intake, store: SqlStore, family: Reception
) -> None:
    changed = intake.add_member(family, DAUGHTER)
    added = last(changed)
    assert MemberDetails.of(added) == DAUGHTER
    assert added.id not in {m.id for m in FAMILY.members}
    assert added.unconfirmed
    assert {added.source(f) for f in ("name", "kana", "birth", "sex", "relation")} == {Source.ASKED}
    assert added.source("card_held") is Source.ASKED
    assert people(changed).whole
    seen = intake.see_paper(changed, added.id)
    added = last(seen)
    assert not added.unconfirmed
    assert added.source("birth") is Source.PAPER
    assert added.source("relation") is Source.ASKED
    assert audited(store)[-2:] == ["household.add", "household.paper"]
    with store.view() as unit:
        assert unit.reception(family.id) == seen


def test_undo_brings_the_household_back_as_it_was(intake: Intake, family: Reception) -> None:
    changed = intake.add_member(family, DAUGHTER)
    undone = intake.undo(changed, family)
    assert people(undone) == people(family)


def test_spaces_are_put_right_and_letters_are_left_alone(intake: Intake, family: Reception) -> None:
    typed = replace(DAUGHTER, name=" 渡邉\U000e010f 陽菜\u3000", kana="ワタナベ  ヒナ")
    first = intake.add_member(family, typed)
    assert MemberDetails.of(last(first)) == DAUGHTER
    latin = replace(DAUGHTER, name="NGUYEN VAN A", kana="グエン ヴァン ア")
    added = last(intake.add_member(first, latin))
    assert added.name.text == "NGUYEN VAN A"
    assert added.name.kana == "グエン\u3000ヴァン\u3000ア"


def test_only_what_was_corrected_was_told_by_mouth(
    intake: Intake, store: SqlStore, family: Reception
) -> None:
    child = people(family).members[3]
    details = replace(
        MemberDetails.of(child), birth=date(2022, 9, 21), sex=Sex.FEMALE, relation="妻の子"
    )
    changed = intake.correct_member(family, child.id, details)
    now = people(changed).member(child.id)
    assert (now.birth, now.sex, now.relation) == (date(2022, 9, 21), Sex.FEMALE, "妻の子")
    told = {f for f in ("name", "kana", "birth", "sex", "relation") if now.source(f) != Source.JUKI}
    assert told == {"birth", "sex", "relation"}
    assert not now.unconfirmed
    assert [m.id for m in people(changed).members] == [m.id for m in people(family).members]
    with store.view() as unit:
        entry = unit.audit_entries()[-1]
    assert (entry.what, entry.fields) == ("household.correct", ("birth", "relation", "sex"))


def test_a_provisional_reading_is_settled_by_typing_it_and_by_nothing_else(
    intake: Intake, family: Reception
) -> None:
    mother = people(family).members[4]
    now = MemberDetails.of(mother)
    sex = intake.correct_member(family, mother.id, replace(now, relation="母"))
    assert people(sex).member(mother.id).name.kana_status is KanaStatus.PROVISIONAL
    typed = intake.correct_member(sex, mother.id, replace(now, kana="ヨシザキ\u3000シズ"))
    assert people(typed).member(mother.id).name.kana_status is KanaStatus.FILED


def test_of_what_came_so_from_the_old_town_nothing_is_said(
    intake: Intake, family: Reception
) -> None:
    odd = replace(FAMILY.members[4], name=replace(FAMILY.members[4].name, kana="よしざき"))
    household = replace(people(family), members=(*FAMILY.members[:4], odd))
    details = replace(MemberDetails.of(odd), relation="母")
    assert member_faults(household, details, on=FILED_ON, member_id=odd.id) == ()
    faults = member_faults(
        household, replace(details, kana="よしざき しず"), on=FILED_ON, member_id=odd.id
    )
    assert [fault.field for fault in faults] == [MemberField.KANA]


def test_nothing_is_stored_where_nothing_differs(
    intake: Intake, store: SqlStore, family: Reception
) -> None:
    before = audited(store)
    child = people(family).members[3]
    assert intake.correct_member(family, child.id, MemberDetails.of(child)) is family
    assert audited(store) == before


def test_a_correction_into_a_person_who_is_there_already_is_refused(
    intake: Intake, family: Reception
) -> None:
    aoi, minato = people(family).members[2:4]
    double = replace(MemberDetails.of(minato), name=aoi.name.text, birth=aoi.birth)
    with pytest.raises(CounterError) as stop:
        intake.correct_member(family, minato.id, double)
    assert stop.value.code is FailureCode.MEMBER_REFUSED


def test_another_kind_of_arrival_needs_another_paper(intake: Intake, family: Reception) -> None:
    baby = replace(DAUGHTER, birth=date(2026, 3, 20))
    added = intake.see_paper(
        (now := intake.add_member(family, baby)),
        last(now).id,
    )
    corrected = intake.correct_member(added, last(added).id, replace(baby, arrival=Arrival.NEWBORN))
    assert last(corrected).unconfirmed


def test_a_family_that_leaves_one_behind_does_not_move_as_a_whole(
    intake: Intake, family: Reception
) -> None:
    answered = intake.answer(
        family,
        Answer("claimant", "", "m2"),
        Answer("pregnant", "m2", True),
        Answer("dog", "", "no"),
    )
    left = intake.remove_member(answered, "m2")
    assert [m.id for m in people(left).members] == ["m1", "m3", "m4", "m5"]
    assert not people(left).whole
    assert left.answers == (Answer("dog", "", "no"),)


def test_taking_out_who_was_added_by_mistake_leaves_the_move_whole(
    intake: Intake, family: Reception
) -> None:
    added = intake.add_member(family, DAUGHTER)
    out = intake.remove_member(added, last(added).id)
    assert people(out).members == people(family).members
    assert people(out).whole


def test_who_was_taken_out_and_is_added_again_comes_back_as_the_old_town_sent_them(
    intake: Intake, family: Reception
) -> None:
    wife = people(family).members[1]
    left = intake.remove_member(family, wife.id)
    plain = MemberDetails(
        "渡邉 美咲", "ワタナベ ミサキ", wife.birth, wife.sex, "妻", Arrival.WITHOUT_CERTIFICATE
    )
    back = intake.add_member(left, plain)
    assert last(back) == wife
    assert people(back).whole


def test_one_who_comes_back_brings_no_second_head(intake: Intake, family: Reception) -> None:
    head, wife = people(family).members[:2]
    left = intake.remove_member(family, head.id)
    assert people(left).lacks_head
    now = intake.correct_member(left, wife.id, replace(MemberDetails.of(wife), relation="世帯主"))
    typed = replace(MemberDetails.of(head), relation="夫", arrival=Arrival.WITHOUT_CERTIFICATE)
    back = intake.add_member(now, typed)
    assert last(back).relation == "夫"
    assert last(back).source("relation") is Source.ASKED
    assert last(back).source("birth") is Source.JUKI
    assert [m.id for m in people(back).members if m.is_head] == [wife.id]
    assert people(back).whole
