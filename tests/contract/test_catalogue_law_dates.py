"""Days on which the law changes inside 2026: one household on two days gives two lists."""

from dataclasses import replace
from datetime import date

import pytest

from counter_app.model.calendar import ONE_DAY
from counter_app.model.facts import Answer, Answers
from counter_app.model.people import Household
from counter_app.model.town import load_town
from counter_app.procedures.catalogue import standard_catalogue
from counter_app.procedures.determination import determine
from counter_app.procedures.household_file import read_household_file
from resources.loader import data_file

CATALOGUE = standard_catalogue()
TOWN = load_town()
Said = tuple[str, str, str, str, str]


def listed(household: Household, answers: Answers, on: date) -> set[Said]:
    """Everything a resident is told on a day: procedure, outcome, reason, papers, what comes."""
    moved = replace(household, moved_on=on - 3 * ONE_DAY, planned_move_out=on - 3 * ONE_DAY)
    found = determine(CATALOGUE, moved, answers, filed_on=on, town=TOWN)
    return {
        (d.procedure.id, d.outcome.value, d.reason, d.procedure.returns, ",".join(d.members))
        for d in found
    }


def everybody() -> tuple[Household, Answers]:
    """A household that every change of 2026 concerns.

    Two from Viet Nam, one of them with a reading that is not settled, a Japanese one likewise,
    one of the elderly from another prefecture, in a house of their own.
    """
    abroad = read_household_file(data_file("examples", "h4.json")).household
    given = read_household_file(data_file("examples", "h2.json"))
    foreign = replace(abroad.members[1], id="6")
    household = replace(given.household, members=(*given.household.members, foreign))
    answers = tuple(replace(a, value="own") if a.fact == "home" else a for a in given.answers)
    return household, (*answers, Answer("insurance_asked", "6", "national"))


@pytest.mark.parametrize(
    ("day", "goes", "comes"),
    [
        (date(2026, 4, 1), set[str](), {"F12"}),  # 不動産登記法76条の5
        (date(2026, 5, 26), {"A12-1"}, {"A12-2"}),  # 振り仮名の職権記載
        (date(2026, 6, 14), set[str](), {"A10-2"}),  # 特定在留カード
        (date(2026, 8, 1), {"B11"}, {"B11"}),  # 後期の資格確認書: another paper comes back
    ],
)
def test_the_list_changes_on_the_day_and_in_nothing_else(
    day: date, goes: set[str], comes: set[str]
) -> None:
    household, answers = everybody()
    before, after = listed(household, answers, day - ONE_DAY), listed(household, answers, day)
    if day == date(2026, 4, 1):  # the school year changes on the same day
        schooling = {"C4", "C11", "C17", "C19", "C20", "C21"}
        before = {one for one in before if one[0] not in schooling}
        after = {one for one in after if one[0] not in schooling}
    assert {one[0] for one in before - after} == goes
    assert {one[0] for one in after - before} == comes


def test_a_day_without_a_change_changes_nothing() -> None:
    household, answers = everybody()
    assert listed(household, answers, date(2026, 4, 21)) == listed(
        household, answers, date(2026, 4, 22)
    )


def test_the_elderly_get_a_certificate_until_july_and_only_some_from_august() -> None:
    household, answers = everybody()
    told = {
        on: next(one for one in listed(household, answers, on) if one[0] == "B11")
        for on in (date(2026, 7, 31), date(2026, 8, 1))
    }
    assert told[date(2026, 7, 31)][3] == "資格確認書"
    assert "マイナ保険証を持たない人" in told[date(2026, 8, 1)][2]
    assert "資格情報のお知らせ" in told[date(2026, 8, 1)][3]


def test_within_one_prefecture_too_another_certificate_comes_back_from_august() -> None:
    household, answers = everybody()
    near = replace(household, old_prefecture=TOWN.prefecture)
    told = {
        on: next(one for one in listed(near, answers, on) if one[0] == "B12")[3]
        for on in (date(2026, 7, 31), date(2026, 8, 1))
    }
    assert "マイナ保険証" not in told[date(2026, 7, 31)]
    assert "マイナ保険証" in told[date(2026, 8, 1)]


@pytest.mark.parametrize(
    ("moved_on", "last_day"),
    [
        (date(2026, 3, 28), date(2028, 3, 31)),  # before the duty: two years from its first day
        (date(2026, 3, 31), date(2028, 3, 31)),
        (date(2026, 4, 1), date(2028, 4, 1)),
        (date(2026, 12, 28), date(2028, 12, 28)),
    ],
)
def test_the_two_years_for_the_register_of_land(moved_on: date, last_day: date) -> None:
    household, answers = everybody()
    moved = replace(household, moved_on=moved_on, planned_move_out=moved_on)
    on = max(moved_on, date(2026, 4, 3))
    found = determine(CATALOGUE, moved, answers, filed_on=on, town=TOWN)
    due = next(d for d in found if d.procedure.id == "F12").deadline
    assert due is not None
    assert due.day == due.unrolled == last_day


def test_the_day_the_readings_are_written_is_told_until_it_comes() -> None:
    household, answers = everybody()
    found = determine(CATALOGUE, household, answers, filed_on=date(2026, 5, 25), town=TOWN)
    due = next(d for d in found if d.procedure.id == "A12-1").deadline
    assert due is not None
    assert due.day == date(2026, 5, 25)
    assert not due.missed(date(2026, 5, 25))


def test_no_entry_is_in_force_twice_on_a_day() -> None:
    for on in (date(2026, 7, 31), date(2026, 8, 1), date(2027, 4, 1)):
        ids = [p.id for p in CATALOGUE.in_force(on)]
        assert len(ids) == len(set(ids))
