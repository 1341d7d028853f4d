"""The ten households: what must be determined of each, and what must not."""

from dataclasses import dataclass, replace
from datetime import date

import pytest

from counter_app.model.town import load_town
from counter_app.procedures.catalogue import standard_catalogue
from counter_app.procedures.determination import Determination, determine
from counter_app.procedures.household_file import HouseholdFile, read_household_file
from counter_app.procedures.procedure import AttachmentState, OutcomeKind
from resources.loader import data_file

TOWN = load_town()
CATALOGUE = standard_catalogue()


@dataclass(frozen=True)
class Expected:
    """Rows of the sheet; a prefix such as `D` stands for all of its rows."""

    must: str
    must_not: str


EXPECTED = {
    "h1": Expected("A1 A2 A4 A5 A8 F1 F2 E6 F9 F10", "B1 B7 B4 C D"),
    "h2": Expected(
        "A1 A2 A3 A4 A5 B1 B7 B11 B13 B15 B16 B17 C1 C4 C8 C11 C14 C17 E1 E5 E6 "
        "F1 F2 F3 F4 F5 F6 F7",
        "C6 D B4 B8 B12 C13 C15",
    ),
    "h3": Expected("C1 C4 C5 C6 C7 C17 C20 D2 D7", "B1"),
    "h4": Expected("A1 A10 A12 B1 B8 C1 C4 C11 C12", "A2 A4 E4"),
    "h5": Expected("A13 A6 A7", "A2 A4 A5"),
    "h6": Expected("A1 A2 A4 B4 B9 F1", "B1"),
    "h7": Expected("A1 A3 B2 E7", "F1 F2 E6"),
    "h8": Expected("A1 B19 B4", "B15 B16 B1 B11 F1 F9"),
    "h9": Expected("A1 C1 C4 C17", "B1 B8"),
    "h10": Expected("A1 A14 A7", "A2 A4 A5"),
}


def file(name: str) -> HouseholdFile:
    return read_household_file(data_file("examples", f"{name}.json"))


def determined(name: str, on: date | None = None) -> tuple[Determination, ...]:
    given = file(name)
    assert given.filed_on is not None
    return determine(
        CATALOGUE, given.household, given.answers, filed_on=on or given.filed_on, town=TOWN
    )


def only(determinations: tuple[Determination, ...], procedure: str) -> Determination:
    found = [d for d in determinations if d.procedure.id == procedure]
    assert len(found) == 1, [d.procedure.id for d in determinations]
    return found[0]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_what_must_appear_appears_and_nothing_that_must_not(name: str) -> None:
    rows = {d.procedure.row for d in determined(name)}
    assert set(EXPECTED[name].must.split()) <= rows
    for banned in EXPECTED[name].must_not.split():
        assert not [r for r in rows if r == banned or (len(banned) == 1 and r[0] == banned)]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_household_with_all_its_answers_leaves_nothing_undecided(name: str) -> None:
    assert not [d.procedure.id for d in determined(name) if d.outcome is OutcomeKind.UNDECIDED]


def test_the_five_people_of_h2_are_named_where_they_belong() -> None:
    found = determined("h2")
    whose = {(d.procedure.id, d.note): d.members for d in found}
    assert whose["B1", ""] == ("1", "2", "3", "4")
    assert whose["A4", ""] == ("1", "2")
    assert whose["A4", "後日"] == ("3",)
    assert whose["A5", ""] == ("1", "2")
    assert whose["B7", ""] == ("1", "2")
    assert whose["B11", ""] == whose["B16", ""] == whose["B17", ""] == ("5",)
    assert whose["C1", ""] == ("1",)
    assert whose["C4", ""] == ("3", "4")
    assert whose["C14", ""] == ("4",)
    assert whose["C17", ""] == ("3",)
    assert whose["C8", ""] == ("2",)
    assert whose["A1", ""] == ("1", "2", "3", "4", "5")


def test_the_outcomes_of_h2_are_those_of_the_law() -> None:
    found = {d.procedure.id: d.outcome for d in determined("h2")}
    assert found["B7"] is OutcomeKind.NOTHING_TO_FILE
    assert found["B11"] is found["B15"] is OutcomeKind.DEEMED
    assert found["C11"] is found["F4"] is OutcomeKind.GUIDE
    assert sum(d.outcome is OutcomeKind.APPLIES for d in determined("h2")) == 20


@pytest.mark.parametrize(
    ("procedure", "day", "hard"),
    [
        ("A1", date(2026, 4, 13), True),
        ("B1", date(2026, 4, 13), False),
        ("B13", date(2026, 4, 13), False),
        ("B16", date(2026, 4, 10), True),
        ("C1", date(2026, 4, 12), True),
        ("C4", date(2026, 4, 12), False),
        ("C14", date(2026, 4, 3), True),
        ("E5", date(2026, 4, 27), False),
    ],
)
def test_the_deadlines_of_h2(procedure: str, day: date, hard: bool) -> None:
    due = only(determined("h2"), procedure).deadline
    assert due is not None
    assert (due.day, due.hard) == (day, hard)
    assert 0.0 <= due.share_used <= 1.0


def test_continued_use_ends_ninety_days_from_the_notice() -> None:
    days = [d.deadline.day for d in determined("h2") if d.procedure.id == "A4" and d.deadline]
    assert days == [date(2026, 7, 1), date(2026, 7, 1)]


def test_the_care_deadline_keeps_the_day_of_the_law_beside_the_open_one() -> None:
    due = only(determined("h2"), "B16").deadline
    assert due is not None
    assert due.unrolled == date(2026, 4, 11)
    assert due.missed(date(2026, 4, 12))
    assert not due.missed(date(2026, 4, 10))


def test_the_child_allowance_says_what_a_late_claim_loses() -> None:
    due = only(determined("h2"), "C1").deadline
    assert due is not None
    assert due.lost == (
        "今日出せば4月分から。4月13日以降は5月分からになり、4月分 20,000円は出ません。"
    )


def test_the_child_allowance_says_what_is_already_lost() -> None:
    due = only(determined("h2", date(2026, 4, 13)), "C1").deadline
    assert due is not None
    assert due.lost == "今日出せば5月分から。期限を過ぎたので、4月分 20,000円は出ません。"
    assert due.missed(date(2026, 4, 13))


def test_a_planned_day_unlike_the_real_one_shows_both_ends() -> None:
    given = file("h2")
    moved = replace(given.household, moved_on=date(2026, 3, 30))
    found = determine(CATALOGUE, moved, given.answers, filed_on=date(2026, 4, 3), town=TOWN)
    due = only(found, "C1").deadline
    assert due is not None
    assert due.day == date(2026, 4, 12)
    assert due.counted == (
        "転出予定日の翌日から15日。実際に移った日（3月30日）から数えると4月14日まで。"
    )


def test_the_town_sets_the_days_of_its_own_schemes() -> None:
    given = file("h2")
    town = replace(TOWN, child_medical_days=30)
    found = determine(
        CATALOGUE, given.household, given.answers, filed_on=date(2026, 4, 3), town=town
    )
    due = only(found, "C4").deadline
    assert due is not None
    assert due.day == date(2026, 4, 27)
    assert due.counted == "住み始めた日の翌日から30日。"


def test_the_towns_age_limit_decides_who_gets_child_medical_care() -> None:
    given = file("h9")
    town = replace(TOWN, child_medical_year_age=15)
    found = determine(
        CATALOGUE, given.household, given.answers, filed_on=date(2026, 4, 3), town=town
    )
    assert only(found, "C4").members == ("5",)
    assert only(determined("h9"), "C4").members == ("4", "5")


def test_the_facts_of_the_child_allowance_are_its_grounds_and_no_more() -> None:
    used = [(f.id, f.member, f.value) for f in only(determined("h2"), "C1").facts_used]
    assert used == [
        ("planned_move_out", "", "2026-03-28"),
        ("birth", "3", "2018-06-12"),
        ("birth", "4", "2022-09-20"),
        ("work", "1", "self_employed"),
        ("claimant", "", "1"),
    ]


def test_the_transfer_certificate_is_received_with_the_card_and_on_paper_without() -> None:
    with_card = only(determined("h2"), "A1").attachments
    late = only(determined("h10"), "A1").attachments
    abroad = only(determined("h4"), "A1").attachments
    assert [(a.title, a.state) for a in with_card] == [("転出証明書", AttachmentState.RECEIVED)]
    assert [(a.title, a.state) for a in late] == [("転出証明書", AttachmentState.ON_PAPER)]
    assert "続柄を証する文書と日本語の訳" in {a.title for a in abroad}


def test_the_civil_servant_is_sent_to_his_employer_without_a_form() -> None:
    found = only(determined("h9"), "C1")
    assert found.outcome is OutcomeKind.GUIDE
    assert "勤務先" in found.reason
    assert found.forms == ()


def test_protection_comes_first_and_nothing_goes_out_by_itself() -> None:
    found = determined("h5")
    assert found[0].procedure.id == "A13"
    assert not [
        d.procedure.id
        for d in found
        if d.outcome is OutcomeKind.APPLIES and d.procedure.request is not None
    ]


def test_a_child_below_fifteen_is_represented() -> None:
    later = next(d for d in determined("h2") if d.procedure.id == "A4" and d.note)
    assert later.members == ("3",)
    assert later.applicants == ("1",)
    assert only(determined("h2"), "C8").applicants == ("2",)


def test_the_law_that_changes_in_2026_gives_two_lists() -> None:
    before = {d.procedure.id for d in determined("h4", date(2026, 5, 25))}
    after = {d.procedure.id for d in determined("h4", date(2026, 5, 26))}
    assert "A12-1" in before
    assert "A12-2" not in before
    assert "A12-2" in after
    assert "A12-1" not in after


def test_the_registration_of_a_new_address_for_land_begins_in_april_2026() -> None:
    given = file("h2")
    owns = tuple(replace(a, value="own") if a.fact == "home" else a for a in given.answers)
    moved = replace(given.household, moved_on=date(2026, 3, 20), planned_move_out=date(2026, 3, 20))
    rows = {
        on: {d.procedure.id for d in determine(CATALOGUE, moved, owns, filed_on=on, town=TOWN)}
        for on in (date(2026, 3, 31), date(2026, 4, 1))
    }
    assert "F12" not in rows[date(2026, 3, 31)]
    assert "F12" in rows[date(2026, 4, 1)]
