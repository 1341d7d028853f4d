"""Ages, school years and closed days, reckoned a second time and in another way than the product.

Nothing here comes from the product's calendar: an age is read off the calendar of the following
day, a school year off its last day, a last day off a count of days.
"""

from datetime import date, timedelta
from functools import cache

import jpholiday

DAY = timedelta(days=1)


def birthdays_passed(birth: date, on: date) -> int:
    """Birthdays up to and with `on` (満年齢); someone of 29 February has them on 1 March."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def legal_age(birth: date, on: date) -> int:
    """Years complete when `on` ends (年齢計算ニ関スル法律): what the next day's calendar says."""
    return max(birthdays_passed(birth, on + DAY), 0)


def school_year_end(on: date) -> date:
    """The 31 March that closes the school year of `on`."""
    return date(on.year + (on.month > 3), 3, 31)


def years_in_school_year(birth: date, on: date) -> int:
    """The age a child comes to within the school year of `on`: 7 in 小1, 15 in 中3, 18 in 高3."""
    return legal_age(birth, school_year_end(on))


@cache
def closed(day: date, extra: tuple[date, ...]) -> bool:
    """Saturdays, Sundays, holidays, 29 December to 3 January, and days the town adds."""
    year_end = (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)
    return day.isoweekday() > 5 or year_end or day in extra or bool(jpholiday.is_holiday(day))


def next_open(day: date, extra: tuple[date, ...] = ()) -> date:
    """民法142条, 地方自治法4条の2④."""
    return next_open(day + DAY, extra) if closed(day, extra) else day


def open_before(day: date, extra: tuple[date, ...] = ()) -> date:
    """The last day at or before `day` on which the counter takes a paper."""
    return open_before(day - DAY, extra) if closed(day, extra) else day


def month_end(day: date) -> date:
    """The last day of the month of `day`."""
    return (day.replace(day=28) + 4 * DAY).replace(day=1) - DAY
