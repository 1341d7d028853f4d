"""Every kind of household: whole, partial, joining, beside another, returning, from abroad."""

from dataclasses import replace
from datetime import date

import pytest

from counter_app.model.facts import Answer, Answers
from counter_app.model.people import ForeignStatus, Household, Member, MoveKind
from counter_app.model.town import load_town
from counter_app.procedures.catalogue import standard_catalogue
from counter_app.procedures.determination import Determination, determine
from counter_app.procedures.household_file import HouseholdFile, read_household_file
from counter_app.procedures.procedure import OutcomeKind
from resources.loader import data_file

CATALOGUE = standard_catalogue()
TOWN = load_town()
APPLIES, GUIDE = OutcomeKind.APPLIES, OutcomeKind.GUIDE
DEEMED, NOTHING = OutcomeKind.DEEMED, OutcomeKind.NOTHING_TO_FILE


def file(name: str) -> HouseholdFile:
    return read_household_file(data_file("examples", f"{name}.json"))


def with_answers(answers: Answers, *new: Answer) -> Answers:
    asked = {(a.fact, a.member) for a in new}
    return (*(a for a in answers if (a.fact, a.member) not in asked), *new)


def determined(
    household: Household, answers: Answers, on: date = date(2026, 4, 3)
) -> dict[str, Determination]:
    """By id; of a row with several determinations the first."""
    found = determine(CATALOGUE, household, answers, filed_on=on, town=TOWN)
    return {d.procedure.id: d for d in reversed(found)}


def papers(determination: Determination) -> list[str]:
    return [a.title for a in determination.attachments]


# --- whole, partial, joining, beside another -----------------------------------------------------


def test_a_whole_household_makes_a_new_one_and_needs_no_notice_of_its_change() -> None:
    given = file("h2")
    found = determined(given.household, given.answers)
    assert found["A3"].outcome is NOTHING
    assert "新しい世帯" in found["A3"].reason
    assert "B2" not in found
    assert "契約の住所" in found["F9"].reason


def test_a_part_of_a_household_makes_a_contract_of_its_own() -> None:
    given = file("h2")
    found = determined(replace(given.household, whole=False), given.answers)
    assert found["A3"].outcome is NOTHING
    assert "新しい契約" in found["F9"].reason


def test_who_joins_a_household_changes_it_and_takes_its_insurance_number() -> None:
    given = file("h7")
    found = determined(given.household, given.answers)
    assert (found["A1"].outcome, found["A3"].outcome) == (APPLIES, APPLIES)
    assert "町の世帯に入ります" in found["A1"].reason
    assert "町にある世帯に入る" in found["A3"].reason
    assert "新しい世帯" not in found["A3"].reason
    assert found["B2"].outcome is APPLIES
    assert "記号番号" in found["B2"].reason
    assert found["E7"].outcome is APPLIES
    assert "人数" in found["E7"].reason
    assert not {"E6", "F1", "F2", "F12"} & set(found)
    assert "家族の契約" in found["F9"].reason


def test_who_joins_and_becomes_the_head_changes_the_head_too() -> None:
    given = file("h7")
    (son,) = given.household.members
    taking_over = replace(given.household, members=(replace(son, relation="世帯主"),))
    found = determined(taking_over, given.answers)
    assert found["A3"].outcome is APPLIES
    assert "世帯主も代わる" in found["A3"].reason
    assert "世帯主も代わる" not in determined(given.household, given.answers)["A3"].reason
    due = found["A3"].deadline
    assert due is not None
    assert due.day == date(2026, 4, 13)


def test_a_household_without_national_insurance_needs_no_change_of_it() -> None:
    given = file("h7")
    answers = with_answers(given.answers, Answer("existing_national", "", False))
    found = determined(given.household, answers)
    assert "B2" not in found
    assert found["B1"].outcome is APPLIES


def test_a_separate_household_at_the_familys_address_stays_separate() -> None:
    """世帯分離: its own head and insurance, but the family's contracts and a count of heads."""
    given = file("h2")
    answers = with_answers(
        given.answers, Answer("home", "", "family"), Answer("sewer", "", "by_heads")
    )
    found = determined(given.household, answers)
    assert found["A3"].outcome is NOTHING
    assert found["B1"].outcome is APPLIES
    assert "B2" not in found
    assert found["E7"].outcome is APPLIES
    assert not {"E6", "F1", "F2", "F3"} & set(found)
    assert "家族の家" in found["F9"].reason


# --- returning -----------------------------------------------------------------------------------


def test_who_returns_gets_the_earlier_codes_and_else_the_same_list() -> None:
    given = file("h2")
    new = determined(given.household, given.answers)
    back = determined(replace(given.household, returning=True), given.answers)
    assert set(new) == set(back)
    assert "住民票コードと宛名番号は前のもの" in back["A1"].reason
    assert "前のもの" not in new["A1"].reason
    assert {i: d.outcome for i, d in new.items()} == {i: d.outcome for i, d in back.items()}


# --- from abroad ---------------------------------------------------------------------------------


def registered_at(household: Household, address: str) -> Household:
    """The household with its family register (本籍) at a place."""
    members = tuple(
        m if m.register is None else replace(m, register=replace(m.register, address=address))
        for m in household.members
    )
    return replace(household, members=members)


def test_from_abroad_the_passports_and_the_family_register_are_brought() -> None:
    given = file("h4")
    found = determined(registered_at(given.household, "甲県X市本町1番"), given.answers)
    assert "生年月日・性別・戸籍の表示" in found["A1"].reason
    assert papers(found["A1"]) == [
        "全員の旅券",
        "戸籍全部事項証明書、戸籍の附票",
        "続柄を証する文書と日本語の訳",
    ]
    assert not {"A2", "A4", "A5", "E4"} & set(found)
    assert {"B1", "B8", "C1", "C11", "C12"} <= set(found)


@pytest.mark.parametrize("place", ["乙県南郡Y町", "乙県Y町"])
def test_from_abroad_a_family_register_that_is_kept_here_is_not_brought(place: str) -> None:
    given = file("h4")
    found = determined(registered_at(given.household, f"{place}大字上原1番地"), given.answers)
    assert "戸籍全部事項証明書、戸籍の附票" not in papers(found["A1"])
    assert "全員の旅券" in papers(found["A1"])


def test_from_abroad_no_planned_day_is_counted_from() -> None:
    """Nobody was told of one; what stands in its place in the household is not looked at."""
    given = file("h4")
    moved = replace(given.household, planned_move_out=date(2026, 1, 1))
    due = determined(moved, given.answers)["C1"].deadline
    assert due is not None
    assert due.day == date(2026, 4, 12)
    assert due.counted == "転入した日の翌日から15日。"
    assert due.lost.startswith("今日出せば4月分から。")


def test_from_abroad_before_new_year_the_tax_is_levied_here() -> None:
    given = file("h4")
    moved = replace(
        given.household, moved_on=date(2025, 12, 26), planned_move_out=date(2025, 12, 26)
    )
    assert "この町に納めます" in determined(moved, given.answers, date(2026, 1, 6))["E4"].reason


# --- foreign members -----------------------------------------------------------------------------


def foreign_wife(status: str, *, joins: bool = False) -> tuple[Household, Answers]:
    """H2 with a wife from abroad who lived in X市 already."""
    given = file("h2")
    head, wife, *others = given.household.members
    lan: Member = replace(
        wife, register=None, foreign=ForeignStatus("ベトナム", status, date(2028, 3, 31))
    )
    return replace(
        given.household, members=(head, lan, *others), joins_existing=joins
    ), given.answers


def test_a_foreign_member_has_the_residence_card_written_by_the_notice_of_the_move() -> None:
    found = determined(*foreign_wife("日本人の配偶者等"))
    assert found["A10-1"].outcome is DEEMED
    assert found["A10-1"].members == ("2",)
    assert "続柄を証する文書と日本語の訳" not in papers(found["A1"])  # the register shows it
    assert "A12-1" in found  # of the grandmother, not of her
    assert "2" not in found["A12-1"].members
    assert "2" not in found["E13"].members  # no vote


def test_a_foreign_member_who_joins_a_household_proves_the_relation() -> None:
    found = determined(*foreign_wife("日本人の配偶者等", joins=True))
    assert "続柄を証する文書と日本語の訳" in papers(found["A1"])


@pytest.mark.parametrize(
    ("status", "card", "one_card"),
    [
        ("永住者", True, True),
        ("特別永住者", True, False),
        ("一時庇護許可者", False, False),
        ("仮滞在許可者", False, False),
        ("出生による経過滞在者", False, False),
        ("国籍喪失による経過滞在者", False, False),
    ],
)
def test_who_has_a_residence_card_and_who_may_have_the_one_card(
    status: str, card: bool, one_card: bool
) -> None:
    household, answers = foreign_wife(status)
    moved = replace(household, moved_on=date(2026, 6, 10), planned_move_out=date(2026, 6, 10))
    found = determined(moved, answers, date(2026, 6, 15))
    assert ("A10-1" in found) is card
    assert ("A10-2" in found) is one_card


def test_a_designated_activity_is_shown_for_the_national_insurance() -> None:
    one = papers(determined(*foreign_wife("特定活動"))["B1"])
    other = papers(determined(*foreign_wife("永住者"))["B1"])
    assert other == ["所得・課税証明書"]
    assert "活動の内容が分かる指定書" in one


# --- who files for whom --------------------------------------------------------------------------


def test_the_mother_in_her_parents_household_claims_what_single_parents_get() -> None:
    given = file("h3")
    mother, *children = given.household.members
    grandfather = replace(
        mother, id="9", relation="世帯主", birth=date(1955, 5, 5), child_allowance_recipient=False
    )
    members = (
        grandfather,
        replace(mother, relation="子"),
        *(replace(c, relation="子の子") for c in children),
    )
    answers = with_answers(
        given.answers,
        Answer("pension_link", "9", "linked"),
        Answer("care_level", "9", "none"),
        Answer("welfare_items", "9", ()),
    )
    found = determined(replace(given.household, members=members), answers)
    for procedure in ("C1", "C5", "C6-1"):
        assert found[procedure].applicants == (mother.id,)
        assert found[procedure].members == (mother.id,)
    assert found["C4"].applicants == (mother.id,)


def test_a_paper_certificate_and_a_living_card_keep_the_card() -> None:
    given = file("h2")
    on_paper = replace(given.household, kind=MoveKind.CERTIFICATE)
    found = determined(on_paper, given.answers)
    assert "A2" not in found
    assert found["A4"].outcome is APPLIES
    assert papers(found["A1"]) == ["転出証明書"]
