"""Deadlines of procedures (期限): the day, how much of the term is used, what is lost after it."""

from dataclasses import dataclass
from datetime import date

from counter_app.model.calendar import ONE_DAY, Roll, add_months, last_day
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
    rule: DeadlineRule, facts: dict[str, Fact], *, filed_on: date, town: Town, lost: str
) -> Deadline | None:
    """Count a deadline; None when the day it counts from is not known."""
    counted_from = rule.counted_from or rule.month_end_of
    start = _date(facts, counted_from)
    if start is None and rule.otherwise_from:
        counted_from = rule.otherwise_from
        start = _date(facts, counted_from)
    if rule.until is not None:
        unrolled, start = rule.until, filed_on
    elif start is None:
        return None
    elif rule.month_end_of:
        unrolled = add_months(start, 1) - ONE_DAY
    else:
        days = rule.days if rule.days is not None else int(getattr(town, rule.days_from_town))
        unrolled = last_day(start, days, count_first=rule.count_first)
    day = town.office.rolled(unrolled, rule.roll)
    counted = rule.counted
    if rule.roll is Roll.BACK and day != unrolled:
        last = f"{unrolled.month}月{unrolled.day}日"
        counted += f"最後の日（{last}）は役場が休みなので、その前の開庁日まで。"
    term = (day - start).days
    used = 1.0 if term <= 0 else min(max((filed_on - start).days / term, 0.0), 1.0)
    return Deadline(day, unrolled, rule.hard, counted, lost, counted_from, start, used)


def _date(facts: dict[str, Fact], name: str) -> date | None:
    fact = facts.get(name)
    return date.fromisoformat(str(fact.value)) if fact is not None else None
