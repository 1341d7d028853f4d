"""Every worked date of the rules: the day a term ends, an age is reached, a year is counted."""

from dataclasses import replace
from datetime import date

import pytest

from counter_app.model.calendar import (
    ONE_DAY,
    Roll,
    age_on,
    age_reached_on,
    day_of_month_from,
    era_text,
    fy_end,
    last_day,
    last_day_of_years,
    legal_age,
    residence_day,
    school_grade,
    taxed_here,
    year_age,
)
from counter_app.model.people import Household
from counter_app.model.town import load_town
from counter_app.procedures.catalogue import standard_catalogue
from counter_app.procedures.deadlines import Deadline
from counter_app.procedures.determination import Determination, determine
from counter_app.procedures.household_file import HouseholdFile, read_household_file
from resources.loader import data_file

TOWN = load_town()
OFFICE = TOWN.office


def file(name: str) -> HouseholdFile:
    return read_household_file(data_file("examples", f"{name}.json"))


def determined(household: Household, filed_on: date) -> dict[str, Determination]:
    """H2's answers for a household of the same people."""
    answers = file("h2").answers
    found = determine(standard_catalogue(), household, answers, filed_on=filed_on, town=TOWN)
    return {d.procedure.id: d for d in found}


def moving(planned: date, moved_on: date | None = None) -> Household:
    """Household H2 with other days: the planned one, and the real one where it differs."""
    return replace(file("h2").household, planned_move_out=planned, moved_on=moved_on or planned)


def due(procedure: str, filed_on: date, household: Household) -> Deadline:
    found = determined(household, filed_on)[procedure].deadline
    assert found is not None
    return found


# --- the worked dates --------------------------------------------------------------------------


def test_moved_in_on_saturday_28_march_the_notice_is_due_on_monday_13_april() -> None:
    found = due("A1", date(2026, 4, 3), moving(date(2026, 3, 28)))
    assert found.unrolled == date(2026, 4, 11)  # Saturday
    assert found.day == date(2026, 4, 13)
    assert not found.missed(date(2026, 4, 13))
    assert found.missed(date(2026, 4, 14))


def test_planned_for_28_march_the_card_route_ends_on_27_april() -> None:
    planned = date(2026, 3, 28)
    assert OFFICE.day_limit(planned, 30) == date(2026, 4, 27)
    found = due("A2", date(2026, 4, 20), moving(planned, date(2026, 4, 18)))
    assert found.day == date(2026, 4, 27)  # the other term would end on 7 May


def test_the_card_route_ends_with_the_earlier_of_its_two_terms() -> None:
    late = moving(date(2026, 3, 1), date(2026, 3, 28))
    assert due("A2", date(2026, 3, 31), late).day == date(2026, 3, 31)
    assert "A2" not in determined(late, date(2026, 4, 1))
    early = moving(date(2026, 3, 28), date(2026, 3, 20))
    assert due("A2", date(2026, 4, 3), early).day == date(2026, 4, 3)
    assert "A2" not in determined(early, date(2026, 4, 6))


def test_filed_on_13_april_the_card_is_good_until_13_july_and_the_law_says_the_11th() -> None:
    found = due("A4", date(2026, 4, 13), moving(date(2026, 3, 30)))
    assert found.unrolled == date(2026, 7, 11)  # Saturday; the notice day is day 1
    assert found.day == date(2026, 7, 13)
    assert not found.missed(date(2026, 7, 13))
    assert found.missed(date(2026, 7, 14))
    not_counting_it = last_day(date(2026, 4, 13), 90)
    assert not_counting_it == date(2026, 7, 12)  # Sunday
    assert OFFICE.open_day_from(not_counting_it) == date(2026, 7, 13)


def test_planned_for_30_march_the_child_allowance_is_due_on_tuesday_14_april() -> None:
    household = moving(date(2026, 3, 30))
    in_time = due("C1", date(2026, 4, 14), household)
    assert in_time.day == in_time.unrolled == date(2026, 4, 14)
    assert in_time.hard
    assert in_time.lost.startswith("今日出せば4月分から。4月15日以降は5月分から")
    a_day_late = due("C1", date(2026, 4, 15), household)
    assert a_day_late.missed(date(2026, 4, 15))
    assert a_day_late.lost.startswith("今日出せば5月分から。期限を過ぎたので、4月分")


def test_the_child_allowance_does_not_wait_for_monday() -> None:
    """A right lost, not a notice: planned 27 March, the fifteenth day is Saturday 11 April."""
    household = moving(date(2026, 3, 27))
    found = due("C1", date(2026, 4, 3), household)
    assert found.day == found.unrolled == date(2026, 4, 11)
    assert found.missed(date(2026, 4, 12))


def test_the_care_level_does_not_wait_for_monday_either() -> None:
    found = due("B16", date(2026, 4, 3), moving(date(2026, 3, 28)))
    assert (found.day, found.unrolled) == (date(2026, 4, 10), date(2026, 4, 11))
    assert found.hard


def test_moved_forty_days_ago_the_notice_is_late_and_the_card_has_failed() -> None:
    moved = date(2026, 2, 26)
    filed = date(2026, 4, 7)
    assert (filed - moved).days == 40
    assert OFFICE.day_limit(moved, 14) == date(2026, 3, 12)
    assert OFFICE.day_limit(moved, 30) == date(2026, 3, 30)  # Saturday 28 rolls
    found = determined(moving(moved), filed)
    assert {"A14", "A7"} <= set(found)
    assert not {"A2", "A4", "A5"} & set(found)


@pytest.mark.parametrize(
    ("moved_on", "notice", "thirty"),
    [
        (date(2026, 3, 28), date(2026, 4, 13), date(2026, 4, 27)),
        (date(2026, 4, 18), date(2026, 5, 7), date(2026, 5, 18)),  # 2–6 May are closed
        (date(2026, 4, 20), date(2026, 5, 7), date(2026, 5, 20)),  # the 14th day is みどりの日
        (date(2026, 9, 5), date(2026, 9, 24), date(2026, 10, 5)),  # 19–23 September, in a row
        (date(2026, 12, 15), date(2027, 1, 4), date(2027, 1, 14)),  # 29 December to 3 January
        (date(2026, 12, 1), date(2026, 12, 15), date(2027, 1, 4)),
    ],
)
def test_terms_roll_over_weekends_holidays_and_the_towns_own_closing(
    moved_on: date, notice: date, thirty: date
) -> None:
    assert OFFICE.day_limit(moved_on, 14) == notice
    assert OFFICE.day_limit(moved_on, 30) == thirty


def test_a_town_that_closes_longer_at_new_year_rolls_further() -> None:
    closed = replace(OFFICE, closed_days=(date(2027, 1, 4),))
    assert closed.day_limit(date(2026, 12, 15), 14) == date(2027, 1, 5)


# --- ages --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("birth", "years", "reached"),
    [
        (date(2011, 4, 1), 15, date(2026, 3, 31)),
        (date(2011, 4, 2), 15, date(2026, 4, 1)),
        (date(2008, 2, 29), 18, date(2026, 2, 28)),
        (date(1961, 1, 1), 65, date(2025, 12, 31)),
        (date(2006, 4, 4), 20, date(2026, 4, 3)),
    ],
)
def test_an_age_is_reached_at_the_end_of_the_day_before(
    birth: date, years: int, reached: date
) -> None:
    assert age_reached_on(birth, years) == reached
    assert legal_age(birth, reached) == years
    assert legal_age(birth, reached - ONE_DAY) == years - 1


@pytest.mark.parametrize(
    ("birth", "year_of_fifteen", "year_of_eighteen"),
    [
        (date(2011, 3, 31), date(2026, 3, 31), date(2029, 3, 31)),
        (date(2011, 4, 1), date(2026, 3, 31), date(2029, 3, 31)),  # the earlier school year
        (date(2011, 4, 2), date(2027, 3, 31), date(2030, 3, 31)),
    ],
)
def test_the_first_31_march_after_an_age_is_a_year_earlier_for_1_april(
    birth: date, year_of_fifteen: date, year_of_eighteen: date
) -> None:
    assert fy_end(birth, 15) == year_of_fifteen
    assert fy_end(birth, 18) == year_of_eighteen


@pytest.mark.parametrize(
    ("birth", "on", "grade"),
    [
        (date(2019, 4, 1), date(2026, 4, 1), 2),  # of 1 April: already 小2
        (date(2019, 4, 2), date(2026, 4, 1), 1),
        (date(2020, 4, 1), date(2026, 4, 1), 1),  # the youngest of the new 小1
        (date(2020, 4, 2), date(2026, 4, 1), 0),
        (date(2020, 4, 1), date(2026, 3, 31), 0),
        (date(2018, 6, 12), date(2026, 3, 28), 1),
        (date(2018, 6, 12), date(2026, 4, 3), 2),
        (date(2010, 4, 2), date(2026, 3, 31), 9),
        (date(2011, 4, 1), date(2026, 4, 1), 10),
    ],
)
def test_compulsory_school_goes_from_the_first_april_after_six_to_fifteen(
    birth: date, on: date, grade: int
) -> None:
    assert school_grade(birth, on) == grade


def test_the_elderly_insurance_begins_on_the_75th_birthday_and_care_on_the_eve_of_the_65th() -> (
    None
):
    birth = date(1951, 3, 28)
    assert age_on(birth, date(2026, 3, 27)) == 74
    assert age_on(birth, date(2026, 3, 28)) == 75
    assert legal_age(birth, date(2026, 3, 27)) == 75  # the law of ages would begin a day early
    assert legal_age(date(1961, 3, 29), date(2026, 3, 28)) == 65


@pytest.mark.parametrize(
    ("birth", "elderly", "insured_for_care", "pension_ends"),
    [
        (date(1951, 3, 28), True, True, True),  # 75 on the day they moved
        (date(1951, 3, 29), False, True, True),
        (date(1961, 3, 29), False, True, True),  # 65 at the end of the day they moved
        (date(1961, 3, 30), False, False, True),
        (date(1966, 3, 29), False, False, True),  # 60 at the end of that day
        (date(1966, 3, 30), False, False, False),
    ],
)
def test_who_turns_an_age_on_the_day_of_the_move_is_counted_by_that_rule(
    birth: date, elderly: bool, insured_for_care: bool, pension_ends: bool
) -> None:
    given = file("h2")
    head, *others = given.household.members
    household = replace(given.household, members=(replace(head, birth=birth), *others))
    found = determine(
        standard_catalogue(), household, given.answers, filed_on=date(2026, 4, 3), town=TOWN
    )

    def concerned(procedure: str) -> bool:
        return any(head.id in d.members for d in found if d.procedure.id == procedure)

    assert concerned("B11") is elderly
    assert concerned("B1") is not elderly
    assert concerned("B15") is insured_for_care
    assert concerned("B7") is not pension_ends


def test_a_person_is_twenty_for_the_pension_on_the_eve_of_the_birthday() -> None:
    student = file("h6")
    person = replace(student.household.members[0], birth=date(2006, 3, 29))
    moved = replace(student.household, members=(person,))
    answers = tuple(
        replace(a, value=False) if a.fact == "parents_national" else a for a in student.answers
    )
    for birth, liable in ((date(2006, 3, 29), True), (date(2006, 3, 30), False)):
        household = replace(moved, members=(replace(person, birth=birth),))
        found = determine(
            standard_catalogue(), household, answers, filed_on=date(2026, 4, 3), town=TOWN
        )
        assert ("B8" in {d.procedure.id for d in found}) is liable


# --- years -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "switch_month", "day"),
    [
        (date(2026, 5, 31), 6, date(2025, 1, 1)),
        (date(2026, 6, 1), 6, date(2026, 1, 1)),
        (date(2026, 7, 31), 8, date(2025, 1, 1)),  # some towns' medical aid: January to July
        (date(2026, 8, 1), 8, date(2026, 1, 1)),
        (date(2026, 1, 1), 6, date(2025, 1, 1)),
    ],
)
def test_each_scheme_goes_over_to_this_years_first_of_january_in_its_month(
    on: date, switch_month: int, day: date
) -> None:
    assert residence_day(on, switch_month=switch_month) == day


@pytest.mark.parametrize(
    ("moved_on", "filed_on", "here"),
    [
        (date(2025, 12, 28), date(2026, 1, 8), True),
        (date(2026, 1, 1), date(2026, 1, 8), True),
        (date(2026, 1, 2), date(2026, 1, 8), False),
        (date(2026, 3, 28), date(2026, 4, 3), False),
    ],
)
def test_the_tax_of_the_year_is_levied_where_one_lived_on_the_first_of_january(
    moved_on: date, filed_on: date, here: bool
) -> None:
    assert taxed_here(moved_on, filed_on) is here
    assert ("この町に納めます" in determined(moving(moved_on), filed_on)["E4"].reason) is here


@pytest.mark.parametrize(
    ("start", "years", "last"),
    [
        (date(2026, 4, 1), 2, date(2028, 4, 1)),
        (date(2026, 3, 31), 2, date(2028, 3, 31)),
        (date(2026, 2, 28), 2, date(2028, 2, 29)),  # begins on 1 March, ends before 1 March
        (date(2028, 2, 28), 2, date(2030, 2, 28)),  # begins on 29 February, which does not come
        (date(2026, 12, 31), 1, date(2027, 12, 31)),
    ],
)
def test_a_term_of_years_ends_before_its_first_day_comes_round(
    start: date, years: int, last: date
) -> None:
    assert last_day_of_years(start, years) == last


@pytest.mark.parametrize(
    ("filed_on", "day", "cut_off"),
    [
        (date(2026, 4, 3), 10, date(2026, 4, 10)),
        (date(2026, 4, 10), 10, date(2026, 4, 10)),
        (date(2026, 4, 11), 10, date(2026, 5, 10)),
        (date(2026, 12, 11), 10, date(2027, 1, 10)),
        (date(2026, 2, 3), 31, date(2026, 2, 28)),
    ],
)
def test_a_monthly_cut_off_is_the_next_one(filed_on: date, day: int, cut_off: date) -> None:
    assert day_of_month_from(filed_on, day) == cut_off


@pytest.mark.parametrize(
    ("filed_on", "told", "law"),
    [
        (date(2026, 4, 3), date(2026, 4, 10), date(2026, 4, 10)),
        (date(2026, 4, 13), date(2026, 5, 8), date(2026, 5, 10)),  # Sunday: the Friday before
    ],
)
def test_the_nurserys_cut_off_is_told_as_the_open_day_before(
    filed_on: date, told: date, law: date
) -> None:
    given = file("h5")
    found = determine(
        standard_catalogue(), given.household, given.answers, filed_on=filed_on, town=TOWN
    )
    deadline = next(d for d in found if d.procedure.id == "C13").deadline
    assert deadline is not None
    assert (deadline.day, deadline.unrolled) == (told, law)
    assert deadline.counted.startswith("毎月10日の締切まで。")


def test_the_office_opens_on_the_monday_after_the_sunday_the_one_card_begins() -> None:
    assert date(2026, 6, 14).weekday() == 6
    assert OFFICE.open_day_from(date(2026, 6, 14)) == date(2026, 6, 15)


def test_the_water_needs_its_open_days() -> None:
    friday = date(2026, 4, 3)
    assert OFFICE.add_open_days(friday, 3) == date(2026, 4, 8)
    assert OFFICE.add_open_days(friday, 5) == date(2026, 4, 10)
    assert OFFICE.add_open_days(date(2026, 4, 27), 7) == date(2026, 5, 12)  # over the holidays
    assert OFFICE.rolled(date(2026, 5, 3), Roll.BACK) == date(2026, 5, 1)


def test_the_age_of_a_year_is_the_same_all_the_year() -> None:
    birth = date(2008, 4, 1)  # of the school year that ends on 31 March 2026
    assert year_age(birth, date(2025, 4, 1)) == year_age(birth, date(2026, 3, 31)) == 18
    assert year_age(birth, date(2026, 4, 1)) == 19


def test_the_days_of_the_story_are_written_in_their_era() -> None:
    assert era_text(date(2026, 3, 28)) == "令和8年3月28日"
    assert era_text(date(1947, 10, 2)) == "昭和22年10月2日"
    assert era_text(date(2018, 6, 12)) == "平成30年6月12日"
