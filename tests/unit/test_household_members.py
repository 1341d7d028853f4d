"""People who are added to the household, corrected in it, or do not move: what is refused, what is
stored, and what the procedures, forms and cards make of them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from counter_app.dispatch import missing
from counter_app.failures import CounterError, FailureCode
from counter_app.intake import Intake, Terminal
from counter_app.model.attachment import AttachmentState
from counter_app.model.facts import Answer, FactValue
from counter_app.model.member_details import LONGEST_RELATION, RELATIONS, MemberDetails, MemberField
from counter_app.model.member_faults import member_faults
from counter_app.model.names import KanaStatus
from counter_app.model.numbers import LinkCode, new_document_reference, new_id
from counter_app.model.people import Arrival, Household, Member, Sex, Source, TransferCertificate
from counter_app.model.reception import Reception
from counter_app.model.town import load_town
from counter_app.paperwork.case_view import case_view
from counter_app.paperwork.sheets import needed_sheets
from counter_app.paperwork.values import Case
from counter_app.ports import CardReading, FourAttributes
from counter_app.procedures.catalogue import standard_catalogue
from counter_app.procedures.determination import Determination, determine
from counter_app.procedures.facts import FactKey
from counter_app.procedures.interview import next_question
from counter_app.procedures.procedure import OutcomeKind
from counter_app.sandbox.town_story import FAMILY, FILED_ON
from forms.renderer import FormRenderer
from localdb.open import open_store
from localdb.store import SqlStore

TOWN = load_town()
AT = datetime.fromisoformat("2026-04-03T10:20:00+09:00")
DAUGHTER = MemberDetails(
    name="渡邉\U000e010f\u3000陽菜",
    kana="ワタナベ\u3000ヒナ",
    birth=date(2018, 9, 3),
    sex=Sex.FEMALE,
    relation="子",
    arrival=Arrival.WITHOUT_CERTIFICATE,
)
"""A child of seven who came along, without being in the certificate."""


class _NoNetwork:
    """A resident-record network nobody may need here."""

    def open(self) -> bool:
        raise AssertionError("the network is not asked")

    def arrived(self) -> tuple[TransferCertificate, ...]:
        return ()

    def taken(self, transfer_id: str) -> None:
        raise AssertionError(transfer_id)

    def request(self, attributes: FourAttributes) -> TransferCertificate:
        raise AssertionError("nothing is requested")

    def recipient_key(self) -> str:
        raise AssertionError("no number is sent")

    def deliver_number(self, acquisition: str, sealed: str) -> None:
        raise AssertionError("no number is sent")


class _NoCodes:
    """An issuing service nobody may need here."""

    def begin_acquisition(self) -> str:
        raise AssertionError("no code is asked for")

    def issued_code(self, acquisition: str) -> LinkCode | None:
        raise AssertionError("no code is asked for")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    with open_store(tmp_path, clock=lambda: AT) as opened:
        yield opened


@pytest.fixture
def intake(store: SqlStore) -> Intake:
    return Intake(store, lambda: AT, _NoNetwork(), _NoCodes(), Terminal("佐伯", "窓口2"))


def the_household() -> Household:
    return Household(
        members=FAMILY.members,
        new_address=FAMILY.new_address,
        old_address=FAMILY.old_address,
        old_head=FAMILY.old_head,
        old_prefecture=FAMILY.old_address.prefecture,
        planned_move_out=FAMILY.planned_move_out,
        moved_on=FAMILY.planned_move_out,
    )


@pytest.fixture
def family(store: SqlStore) -> Reception:
    """The family of five as its certificate brought it."""
    made = Reception(
        id=new_id(),
        reference=new_document_reference(),
        opened_at=AT,
        clerk="佐伯",
        counter="窓口2",
        filed_on=FILED_ON,
        transfer_id=FAMILY.id,
        household=the_household(),
    )
    with store.unit() as unit:
        unit.save_transfer(FAMILY, pushed=True, at=AT)
        unit.add_reception(made)
    return made


def people(reception: Reception) -> Household:
    assert reception.household is not None
    return reception.household


def last(reception: Reception) -> Member:
    return people(reception).members[-1]


def audited(store: SqlStore) -> list[str]:
    with store.view() as unit:
        return [entry.what for entry in unit.audit_entries()]


# --- what is refused ----------------------------------------------------------------------------

REFUSED = {
    "no name": ({"name": " \u3000"}, MemberField.NAME, "氏名を入れて"),
    "no kana": ({"kana": ""}, MemberField.KANA, "振り仮名を入れて"),
    "hiragana": ({"kana": "わたなべ\u3000ひな"}, MemberField.KANA, "片仮名"),
    "half-width kana": ({"kana": "ﾜﾀﾅﾍﾞ ﾋﾅ"}, MemberField.KANA, "片仮名"),
    "kanji as kana": ({"kana": "渡辺\u3000陽菜"}, MemberField.KANA, "片仮名"),
    "no birth": ({"birth": None}, MemberField.BIRTH, "生年月日を入れて"),
    "birth to come": ({"birth": date(2026, 4, 4)}, MemberField.BIRTH, "届出の日より後"),
    "131 years": ({"birth": date(1895, 4, 3)}, MemberField.BIRTH, "130歳"),
    "before the solar calendar": ({"birth": date(1867, 1, 1)}, MemberField.BIRTH, "130歳"),
    "born after they moved": (
        {"birth": date(2026, 3, 29)},
        MemberField.BIRTH,
        "生まれた子",
    ),
    "a newborn of one year": (
        {"birth": date(2025, 4, 3), "arrival": Arrival.NEWBORN},
        MemberField.BIRTH,
        "1歳",
    ),
    "no sex": ({"sex": None}, MemberField.SEX, "性別を選んで"),
    "no relation": ({"relation": "\u3000"}, MemberField.RELATION, "続柄を選ぶか"),
    "long relation": (
        {"relation": "子" * (LONGEST_RELATION + 1)},
        MemberField.RELATION,
        "字まで",
    ),
    "a second head": ({"relation": "世帯主"}, MemberField.RELATION, "世帯主はもういます"),
    "no reason": ({"arrival": Arrival.TRANSFER}, MemberField.ARRIVAL, "訳を選んで"),
    "already there": (
        {"name": "渡邉\u3000葵", "birth": date(2018, 6, 12)},
        MemberField.NAME,
        "もう世帯に",
    ),
}


@pytest.mark.parametrize(("typed", "field", "words"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_is_refused_at_its_field_and_nothing_changes(
    intake: Intake,
    store: SqlStore,
    family: Reception,
    typed: dict[str, object],
    field: MemberField,
    words: str,
) -> None:
    details = replace(DAUGHTER, **typed)  # type: ignore[arg-type]
    faults = member_faults(people(family), details, on=FILED_ON)
    assert [fault.field for fault in faults] == [field]
    assert words in faults[0].words
    before = audited(store)
    with pytest.raises(CounterError) as stop:
        intake.add_member(family, details)
    assert stop.value.code is FailureCode.MEMBER_REFUSED
    assert faults[0].words in stop.value.detail
    assert "渡邉" not in stop.value.detail
    with store.view() as unit:
        assert unit.reception(family.id) == family
    assert audited(store) == before


def test_every_field_that_is_wrong_is_told_in_the_order_of_the_form(family: Reception) -> None:
    nothing = MemberDetails("", "", None, None, "")
    faults = member_faults(people(family), nothing, on=FILED_ON)
    assert [fault.field for fault in faults] == [
        MemberField.NAME,
        MemberField.KANA,
        MemberField.BIRTH,
        MemberField.SEX,
        MemberField.RELATION,
        MemberField.ARRIVAL,
    ]


@pytest.mark.parametrize(
    "typed",
    [
        {"birth": date(1896, 4, 3)},
        {"birth": date(2026, 3, 28)},
        {"birth": date(2026, 4, 3), "arrival": Arrival.NEWBORN},
        {"birth": date(2025, 4, 4), "arrival": Arrival.NEWBORN},
        {"sex": Sex.UNKNOWN},
        {"kana": "ヴァン・ダー・ヒナー"},
        {"name": "渡邉\U000e010f\u3000葵"},
        {"birth": date(2018, 6, 12)},
        *({"relation": relation} for relation in RELATIONS if relation != "世帯主"),
        {"relation": "世帯主の子の妻の母"},
    ],
)
def test_what_is_rare_but_possible_is_taken(family: Reception, typed: dict[str, object]) -> None:
    details = replace(DAUGHTER, **typed)  # type: ignore[arg-type]
    assert member_faults(people(family), details, on=FILED_ON) == ()


def test_a_head_may_be_taken_once_the_former_one_is_none(intake: Intake, family: Reception) -> None:
    head, wife = people(family).members[:2]
    demoted = intake.correct_member(family, head.id, replace(MemberDetails.of(head), relation="夫"))
    assert people(demoted).lacks_head
    changed = intake.correct_member(
        demoted, wife.id, replace(MemberDetails.of(wife), relation="世帯主")
    )
    assert people(changed).head.id == wife.id
    assert not people(changed).lacks_head


# --- what is stored -----------------------------------------------------------------------------


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


# --- who does not move --------------------------------------------------------------------------


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


# --- downstream ---------------------------------------------------------------------------------


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
    rendered = FormRenderer().render("A1", view, sheet=1, on=FILED_ON)
    five = case_view(replace(case, household=the_household()))
    assert rendered.pages == FormRenderer().render("A1", five, sheet=1, on=FILED_ON).pages + 1


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
    renderer = FormRenderer()
    rendered = set()
    for sheet in needed_sheets(case, renderer.forms()):
        renderer.render(sheet.form_id, sheet.data, sheet=1, on=FILED_ON)
        rendered.add(sheet.form_id)
    assert {"A1", "B1", "C4"} <= rendered
