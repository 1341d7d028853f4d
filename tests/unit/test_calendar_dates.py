"""The town's dates: every worked date of the rules, and the properties they must keep."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.failures import CounterError, FailureCode
from counter_app.model.calendar import (
    ONE_DAY,
    ClosedSpan,
    MonthDay,
    OfficeCalendar,
    Roll,
    add_months,
    age_on,
    age_reached_on,
    era_of,
    era_text,
    from_era,
    fy_end,
    last_day,
    legal_age,
    month_day,
    residence_day,
    school_grade,
    short_day,
    weekday_name,
    year_age,
)
from counter_app.model.town import load_town

OFFICE = load_town().office
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
BIRTHS = st.dates(date(1900, 1, 1), date(2026, 12, 31))


def test_fourteen_days_from_a_saturday_roll_over_the_weekend() -> None:
    assert last_day(date(2026, 3, 28), 14) == date(2026, 4, 11)
    assert OFFICE.day_limit(date(2026, 3, 28), 14) == date(2026, 4, 13)


def test_thirty_days_of_the_special_move_in_end_on_an_open_monday() -> None:
    assert OFFICE.day_limit(date(2026, 3, 28), 30) == date(2026, 4, 27)


@pytest.mark.parametrize(
    ("count_first", "unrolled"), [(True, date(2026, 7, 11)), (False, date(2026, 7, 12))]
)
def test_ninety_days_of_continued_use_roll_to_the_same_monday_either_way(
    count_first: bool, unrolled: date
) -> None:
    filed = date(2026, 4, 13)
    assert last_day(filed, 90, count_first=count_first) == unrolled
    assert OFFICE.day_limit(filed, 90, count_first=count_first) == date(2026, 7, 13)


def test_fifteen_days_of_the_child_allowance_do_not_count_the_planned_day() -> None:
    assert OFFICE.day_limit(date(2026, 3, 30), 15, Roll.NONE) == date(2026, 4, 14)


def test_a_limit_handed_in_at_the_counter_is_drawn_back_to_an_open_day() -> None:
    assert OFFICE.day_limit(date(2026, 3, 28), 14, Roll.BACK) == date(2026, 4, 10)


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        (date(2026, 4, 3), True),
        (date(2026, 4, 4), False),  # Saturday
        (date(2026, 4, 29), False),  # 昭和の日
        (date(2026, 5, 6), False),  # 振替休日
        (date(2026, 12, 28), True),
        (date(2026, 12, 29), False),  # the town's own closing
        (date(2027, 1, 1), False),
        (date(2027, 1, 3), False),
        (date(2027, 1, 4), True),
    ],
)
def test_closed_days_are_weekends_holidays_and_the_ordinance(day: date, is_open: bool) -> None:
    assert OFFICE.is_open(day) is is_open


def test_a_limit_at_new_year_rolls_over_the_whole_closing() -> None:
    assert OFFICE.day_limit(date(2026, 12, 15), 14) == date(2027, 1, 4)


def test_open_days_are_counted_over_the_weekend() -> None:
    assert OFFICE.add_open_days(date(2026, 4, 3), 1) == date(2026, 4, 6)
    assert OFFICE.add_open_days(date(2026, 4, 3), 3) == date(2026, 4, 8)


def test_a_single_closed_day_is_closed() -> None:
    office = OfficeCalendar(closed_days=(date(2026, 4, 6),))
    assert office.open_day_from(date(2026, 4, 4)) == date(2026, 4, 7)


def test_a_closing_within_one_year_covers_its_days_alone() -> None:
    span = ClosedSpan(MonthDay.parse("08-13"), MonthDay.parse("08-15"))
    assert [span.covers(date(2026, 8, day)) for day in (12, 13, 15, 16)] == [
        False,
        True,
        True,
        False,
    ]


def test_an_age_is_reached_on_the_eve_of_the_birthday() -> None:
    birth = date(2008, 4, 1)
    assert age_reached_on(birth, 18) == date(2026, 3, 31)
    assert legal_age(birth, date(2026, 3, 30)) == 17
    assert legal_age(birth, date(2026, 3, 31)) == 18
    assert age_on(birth, date(2026, 3, 31)) == 17
    assert age_on(birth, date(2026, 4, 1)) == 18


def test_the_elderly_insurance_begins_on_the_birthday_itself() -> None:
    birth = date(1951, 4, 10)
    assert age_on(birth, date(2026, 4, 9)) == 74
    assert age_on(birth, date(2026, 4, 10)) == 75


def test_a_leap_day_child_reaches_an_age_on_28_february() -> None:
    assert age_reached_on(date(2020, 2, 29), 6) == date(2026, 2, 28)
    assert age_reached_on(date(2020, 2, 29), 8) == date(2028, 2, 28)


@pytest.mark.parametrize(
    ("birth", "on", "grade"),
    [
        (date(2019, 4, 1), date(2026, 3, 31), 1),  # born on 1 April: the earlier year
        (date(2019, 4, 2), date(2026, 3, 31), 0),
        (date(2019, 4, 2), date(2026, 4, 1), 1),
        (date(2018, 6, 12), date(2026, 4, 3), 2),
        (date(2018, 6, 12), date(2026, 3, 28), 1),
        (date(2011, 4, 1), date(2026, 4, 1), 10),
        (date(2011, 4, 2), date(2026, 4, 1), 9),
    ],
)
def test_school_years_begin_on_1_april_and_a_child_of_that_day_is_the_youngest(
    birth: date, on: date, grade: int
) -> None:
    assert school_grade(birth, on) == grade


def test_the_end_of_the_year_of_eighteen_moves_with_a_birthday_of_1_april() -> None:
    assert fy_end(date(2008, 4, 1), 18) == date(2026, 3, 31)
    assert fy_end(date(2008, 4, 2), 18) == date(2027, 3, 31)


@given(BIRTHS, DAYS, st.integers(1, 30))
def test_being_within_the_year_of_an_age_is_the_same_as_the_year_age(
    birth: date, on: date, years: int
) -> None:
    if on >= birth:
        assert (on <= fy_end(birth, years)) == (year_age(birth, on) <= years)


@given(BIRTHS, DAYS)
def test_the_age_by_law_is_the_age_in_speech_a_day_early(birth: date, on: date) -> None:
    if on > birth:
        assert age_on(birth, on) == legal_age(birth, on - ONE_DAY)
        assert age_on(birth, on) <= legal_age(birth, on) <= age_on(birth, on) + 1


@given(DAYS, st.integers(1, 400))
def test_a_rolled_limit_is_open_and_nothing_open_lies_between(start: date, days: int) -> None:
    unrolled = last_day(start, days)
    rolled = OFFICE.day_limit(start, days)
    assert OFFICE.is_open(rolled)
    between = (unrolled + timedelta(days=n) for n in range((rolled - unrolled).days))
    assert not any(OFFICE.is_open(day) for day in between)


def test_the_tax_year_follows_the_first_of_january() -> None:
    assert residence_day(date(2026, 5, 31)) == date(2025, 1, 1)
    assert residence_day(date(2026, 6, 1)) == date(2026, 1, 1)


def test_months_are_added_over_the_end_of_the_year() -> None:
    assert add_months(date(2026, 12, 28), 1) == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 4, 3), "令和8年4月3日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(1989, 1, 8), "平成元年1月8日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
        (date(1926, 12, 25), "昭和元年12月25日"),
        (date(1926, 12, 24), "大正15年12月24日"),
        (date(1912, 7, 30), "大正元年7月30日"),
        (date(1912, 7, 29), "明治45年7月29日"),
        (date(1873, 1, 1), "明治6年1月1日"),
    ],
)
def test_eras_change_on_their_day(day: date, text: str) -> None:
    assert era_text(day) == text
    era, year = era_of(day)
    assert from_era(era, year, day.month, day.day) == day


@pytest.mark.parametrize(
    ("era", "year", "month", "day"),
    [
        ("昭和", 64, 1, 8),
        ("平成", 31, 5, 1),
        ("大正", 15, 12, 25),
        ("令和", 1, 4, 30),
        ("平成", 0, 1, 1),
        ("平成", 2, 2, 30),
        ("慶応", 3, 1, 1),
    ],
)
def test_a_day_that_was_not_in_the_era_is_refused(
    era: str, year: int, month: int, day: int
) -> None:
    with pytest.raises(CounterError) as refused:
        from_era(era, year, month, day)
    assert refused.value.code is FailureCode.DATE_OUTSIDE_ERAS


def test_a_day_before_the_solar_calendar_has_no_era() -> None:
    with pytest.raises(CounterError) as refused:
        era_of(date(1872, 12, 31))
    assert refused.value.code is FailureCode.DATE_OUTSIDE_ERAS


def test_days_are_written_as_the_screens_say_them() -> None:
    assert short_day(date(2026, 4, 13)) == "4/13（月）"
    assert month_day(date(2026, 4, 12)) == "4月12日（日）"
    assert weekday_name(date(2026, 4, 3)) == "金"
