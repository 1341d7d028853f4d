"""The town's dates (期間・年齢・学年・和暦): every rule about days is asked here, nowhere else."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from counter_app.failures import CounterError, FailureCode

WEEKDAYS = "月火水木金土日"
ONE_DAY = timedelta(days=1)


class Roll(StrEnum):
    """What becomes of a last day that falls on a closed day of the town (期間の末日)."""

    FORWARD = "forward"  # next open day: 民法142条, 地方自治法4条の2④
    NONE = "none"  # stays: the limit is a right lost, or it can be filed online on that day
    BACK = "back"  # stays by law, but can only be handed in at the counter: last open day before


def is_national_holiday(day: date) -> bool:
    """Whether a day is one of the national holidays (国民の祝日に関する法律)."""
    import jpholiday  # with the first day that is asked for, not with the first window

    return bool(jpholiday.is_holiday(day))


@dataclass(frozen=True, slots=True, order=True)
class MonthDay:
    """A day of every year, e.g. 12-29."""

    month: int
    day: int

    @classmethod
    def parse(cls, text: str) -> "MonthDay":
        """Read `"12-29"`. Raises ValueError."""
        month, day = (int(part) for part in text.split("-"))
        date(2000, month, day)
        return cls(month, day)


@dataclass(frozen=True, slots=True)
class ClosedSpan:
    """Days closed every year by the ordinance (休日を定める条例); may cross new year."""

    first: MonthDay
    last: MonthDay

    def covers(self, day: date) -> bool:
        here = MonthDay(day.month, day.day)
        if self.first <= self.last:
            return self.first <= here <= self.last
        return here >= self.first or here <= self.last


@dataclass(frozen=True, slots=True)
class OfficeCalendar:
    """Open and closed days (開庁日): weekends, national holidays, the ordinance's days."""

    closed_weekdays: tuple[int, ...] = (5, 6)  # Monday is 0
    closed_spans: tuple[ClosedSpan, ...] = ()
    closed_days: tuple[date, ...] = ()  # single days, e.g. a move of the office
    is_holiday: Callable[[date], bool] = is_national_holiday

    def is_open(self, day: date) -> bool:
        return not (
            day.weekday() in self.closed_weekdays
            or day in self.closed_days
            or any(span.covers(day) for span in self.closed_spans)
            or self.is_holiday(day)
        )

    def open_day_from(self, day: date) -> date:
        """`day` or the next open day after it."""
        while not self.is_open(day):
            day += ONE_DAY
        return day

    def open_day_until(self, day: date) -> date:
        """`day` or the last open day before it."""
        while not self.is_open(day):
            day -= ONE_DAY
        return day

    def add_open_days(self, day: date, count: int) -> date:
        """The `count`-th open day after `day`, e.g. the lead time of the water authority."""
        for _ in range(count):
            day = self.open_day_from(day + ONE_DAY)
        return day

    def rolled(self, day: date, roll: Roll) -> date:
        if roll is Roll.FORWARD:
            return self.open_day_from(day)
        if roll is Roll.BACK:
            return self.open_day_until(day)
        return day

    def day_limit(
        self, start: date, days: int, roll: Roll = Roll.FORWARD, *, count_first: bool = False
    ) -> date:
        """Last day of a period of `days` counted from `start` (民法140–142条).

        The first day is not counted unless a rule says 「〜の日から起算して」 (`count_first`).
        """
        return self.rolled(last_day(start, days, count_first=count_first), roll)


def last_day(start: date, days: int, *, count_first: bool = False) -> date:
    """Last day of a period before any closed day is looked at (民法140条, 141条)."""
    return start + timedelta(days=days - 1 if count_first else days)


def last_day_of_years(start: date, years: int) -> date:
    """Last day of a period of years, the first day not counted (民法140条, 143条).

    It begins on the day after `start` and ends on the day before that day's date comes round, or
    at the month's end when the month lacks that date.
    """
    begins = start + ONE_DAY
    try:
        return begins.replace(year=begins.year + years) - ONE_DAY
    except ValueError:  # 29 February in a common year
        return date(begins.year + years, 2, 28)


def day_of_month_from(start: date, day: int) -> date:
    """The next day with that number in its month, `start` itself included.

    In a month that is too short, its last day.
    """
    month = start.replace(day=1)
    while True:
        end = add_months(month, 1) - ONE_DAY
        found = month.replace(day=min(day, end.day))
        if found >= start:
            return found
        month = end + ONE_DAY


def age_reached_on(birth: date, years: int) -> date:
    """The day at whose end a person becomes `years` old: the day before the birthday.

    年齢計算ニ関スル法律, 民法143条. Born on 29 February: 28 February, in leap years too.
    """
    if (birth.month, birth.day) == (2, 29):
        return date(birth.year + years, 2, 28)
    return birth.replace(year=birth.year + years) - ONE_DAY


def legal_age(birth: date, on: date) -> int:
    """Years reached by the end of `on` (年齢計算ニ関スル法律): 1 more on the eve of a birthday."""
    years = on.year - birth.year
    while age_reached_on(birth, years + 1) <= on:
        years += 1
    while years > 0 and age_reached_on(birth, years) > on:
        years -= 1
    return max(years, 0)


def age_on(birth: date, on: date) -> int:
    """Years as people say them (満年齢): 1 more on the birthday itself.

    Also the count of 後期高齢者医療, which begins on the 75th birthday (高確法50条, 52条).
    """
    return legal_age(birth, on - ONE_DAY)


def fy_end(birth: date, years: int) -> date:
    """The first 31 March after reaching `years` (「…歳に達する日以後の最初の3月31日」).

    A child born on 1 April reaches an age on 31 March, and so belongs to the earlier year.
    """
    reached = age_reached_on(birth, years)
    march = date(reached.year, 3, 31)
    return march if reached <= march else date(reached.year + 1, 3, 31)


def fiscal_year(day: date) -> int:
    """The year from 1 April to 31 March that holds `day` (年度)."""
    return day.year if day.month >= 4 else day.year - 1


def year_age(birth: date, on: date) -> int:
    """The age k for which `on` lies in the year that ends with `fy_end(birth, k)`.

    `on <= fy_end(birth, k)` is the same as `year_age(birth, on) <= k`. 3歳児クラス is 4, 小1 is 7.
    """
    end = date(fiscal_year(on) + 1, 3, 31)
    return max(legal_age(birth, end), 0)


def school_grade(birth: date, on: date) -> int:
    """Grade of compulsory school (学校教育法17条): 1–6 小学校, 7–9 中学校; 0 and below: not yet."""
    return year_age(birth, on) - 6


def add_months(day: date, months: int) -> date:
    """The first day of the month `months` after that of `day`."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def residence_day(on: date, *, switch_month: int = 6) -> date:
    """1 January whose town holds the tax data in use at `on` (賦課期日, 地方税法39条・318条).

    A scheme goes over to this year's data in a month of its own: 国保税 and most others in June,
    when the tax of the year is set; some towns' medical aid in August.
    """
    return date(on.year if on.month >= switch_month else on.year - 1, 1, 1)


def taxed_here(moved_on: date, filed_on: date) -> bool:
    """Whether this town levies the 住民税 of the year in which the notice is filed (賦課期日)."""
    return moved_on <= date(filed_on.year, 1, 1)


# --- 和暦 ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Era:
    """An era (元号) and its first and last day."""

    name: str
    first: date
    last: date


ERAS = (
    Era("明治", date(1873, 1, 1), date(1912, 7, 29)),  # solar calendar from 明治6年
    Era("大正", date(1912, 7, 30), date(1926, 12, 24)),
    Era("昭和", date(1926, 12, 25), date(1989, 1, 7)),
    Era("平成", date(1989, 1, 8), date(2019, 4, 30)),
    Era("令和", date(2019, 5, 1), date.max),
)
_FIRST_YEAR = {"明治": 1868, "大正": 1912, "昭和": 1926, "平成": 1989, "令和": 2019}


def era_of(day: date) -> tuple[str, int]:
    """Era and year of a day. Raises CounterError DATE_OUTSIDE_ERAS before 1873."""
    for era in reversed(ERAS):
        if era.first <= day:
            return era.name, day.year - _FIRST_YEAR[era.name] + 1
    raise _outside_eras(f"{day.isoformat()} は和暦で書けません。")


def from_era(era: str, year: int, month: int, day: int) -> date:
    """A date given in an era. Raises CounterError DATE_OUTSIDE_ERAS when no such day was in it."""
    for known in ERAS:
        if known.name == era and year >= 1:
            try:
                found = date(_FIRST_YEAR[era] + year - 1, month, day)
            except ValueError:
                break
            if known.first <= found <= known.last:
                return found
    raise _outside_eras(f"{era}{year}年{month}月{day}日という日はありません。")


def _outside_eras(detail: str) -> CounterError:
    return CounterError(FailureCode.DATE_OUTSIDE_ERAS, detail)


def era_text(day: date) -> str:
    """`令和8年4月3日`; the first year of an era is 元年."""
    name, year = era_of(day)
    return f"{name}{'元' if year == 1 else year}年{day.month}月{day.day}日"


def weekday_name(day: date) -> str:
    """One character: 月 … 日."""
    return WEEKDAYS[day.weekday()]


def short_day(day: date) -> str:
    """`4/13（月）`, as clocks on screen say it."""
    return f"{day.month}/{day.day}（{weekday_name(day)}）"


def month_day(day: date) -> str:
    """`4月13日（月）`."""
    return f"{day.month}月{day.day}日（{weekday_name(day)}）"
