"""Deadlines of procedures (期限): the day, how much of the term is used, what is lost after it."""

from dataclasses import dataclass
from datetime import date

from counter_app.model.calendar import (
    ONE_DAY,
    Roll,
    add_months,
    day_of_month_from,
    last_day,
    last_day_of_years,
)
from counter_app.model.facts import Fact
from counter_app.model.town import Town
from counter_app.procedures.procedure import DeadlineRule


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline. `day` is what the counter says, `unrolled` what the law counts to."""

    day: date
    unrolled: date
    hard: bool  # cannot be made good (取り返せない)
    counted: str  # how it is counted, in words
    lost: str  # what is lost after it, in words; may be empty
    counted_from: str  # fact id
    start: date
    share_used: float  # of the term, 0–1

    def missed(self, on: date) -> bool:
        """Whether it is over. A day that was drawn forward is not over before the law's day is."""
        return on > max(self.day, self.unrolled)


def deadline(
    rule: DeadlineRule, facts: dict[str, Fact], *, filed_on: date, town: Town
) -> Deadline | None:
    """Count a deadline; None when the day it counts from is not known."""
    counted_from = rule.counted_from or rule.month_end_of
    start = _date(facts, counted_from)
    if start is None and rule.otherwise_from:
        counted_from = rule.otherwise_from
        start = _date(facts, counted_from)
    if rule.until is not None or rule.monthly_from_town:
        start = filed_on
    if start is None:
        return None
    days = _days(rule, town)
    unrolled = _end(rule, start, days)
    capped = _date(facts, rule.capped_from)
    if capped is not None and rule.capped_days is not None:
        unrolled = min(unrolled, last_day(capped, rule.capped_days))
    day = town.office.rolled(unrolled, rule.roll)
    counted = counted_in_words(rule, town)
    if rule.counted_otherwise and counted_from == rule.otherwise_from:
        counted = rule.counted_otherwise
    if rule.roll is Roll.BACK and day != unrolled:
        counted += f"最後の日（{_month_day(unrolled)}）は役場が休みなので、その前の開庁日まで。"
    other = _date(facts, rule.also_from)
    if other is not None and other != start:
        also = town.office.rolled(_end(rule, other, days), rule.roll)
        counted += f"実際に移った日（{_month_day(other)}）から数えると{_month_day(also)}まで。"
    term = (day - start).days
    used = 1.0 if term <= 0 else min(max((filed_on - start).days / term, 0.0), 1.0)
    return Deadline(day, unrolled, rule.hard, counted, rule.lost, counted_from, start, used)


def counted_in_words(rule: DeadlineRule, town: Town) -> str:
    """How a deadline is counted, with the town's own number of days."""
    return rule.counted.format(days=_days(rule, town))


def _days(rule: DeadlineRule, town: Town) -> int:
    """The length in days; of a monthly cut-off the day of the month."""
    from_town = rule.days_from_town or rule.monthly_from_town
    return int(getattr(town, from_town)) if from_town else rule.days or 0


def _end(rule: DeadlineRule, start: date, days: int) -> date:
    if rule.until is not None:
        return rule.until
    if rule.monthly_from_town:
        return day_of_month_from(start, days)
    if rule.month_end_of:
        return add_months(start, 1) - ONE_DAY
    if rule.not_before is not None:
        start = max(start, rule.not_before)
    if rule.years is not None:
        return last_day_of_years(start, rule.years)
    return last_day(start, days, count_first=rule.count_first)


def _month_day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _date(facts: dict[str, Fact], name: str) -> date | None:
    fact = facts.get(name)
    return date.fromisoformat(str(fact.value)) if fact is not None else None
