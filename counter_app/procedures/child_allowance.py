"""Amounts of the child allowance (児童手当, 児童手当法6条・8条) and what a late claim loses."""

from collections.abc import Iterable
from datetime import date

from counter_app.model.calendar import ONE_DAY, add_months, age_reached_on, last_day, year_age
from counter_app.procedures.procedure import ChildAllowanceRates

_DAYS = 15
"""児童手当法8条3項."""


def monthly_amount(
    births: Iterable[date],
    supported_births: Iterable[date],
    month: date,
    rates: ChildAllowanceRates,
) -> int:
    """Yen for one month, given as any day of it.

    `births` are the children of the household, `supported_births` those of 19 to 22 (school year)
    who only count toward the third. A child counts as below three up to the month in which it
    reaches three.
    """
    first = add_months(month, 0)
    counted = sorted(
        [birth for birth in births if year_age(birth, first) <= rates.paid_until_year_age]
        + [
            birth
            for birth in supported_births
            if rates.paid_until_year_age < year_age(birth, first) <= rates.counted_until_year_age
        ]
    )
    total = 0
    for place, birth in enumerate(counted, start=1):
        if year_age(birth, first) > rates.paid_until_year_age:
            continue
        if place >= 3:
            total += rates.third_and_later
        elif age_reached_on(birth, 3) >= first:
            total += rates.under_three
        else:
            total += rates.from_three
    return total


def first_paid_month(moved_out: date, limit: date, filed_on: date) -> date:
    """First day of the first paid month (8条2項・3項).

    Filed until `limit`: the month after the planned move-out; later: the month after filing.
    """
    return add_months(moved_out if filed_on <= limit else filed_on, 1)


def lost_months(moved_out: date, limit: date, filed_on: date) -> tuple[date, ...]:
    """The months that a claim filed on `filed_on` loses against one in time."""
    month = first_paid_month(moved_out, limit, limit)
    end = first_paid_month(moved_out, limit, filed_on)
    lost: list[date] = []
    while month < end:
        lost.append(month)
        month = add_months(month, 1)
    return tuple(lost)


def loss_sentence(
    births: tuple[date, ...],
    supported_births: tuple[date, ...],
    moved_out: date,
    limit: date,
    filed_on: date,
    rates: ChildAllowanceRates,
    *,
    in_yen: bool = True,
) -> str:
    """What filing today brings, and what filing late loses.

    Without `in_yen` the months alone: where some of the children's births are not known.
    """

    def words(months: tuple[date, ...]) -> str:
        said = f"{months[0].month}月分"
        if len(months) > 1:
            said += f"から{months[-1].month}月分まで"
        if not in_yen:
            return said
        total = sum(monthly_amount(births, supported_births, month, rates) for month in months)
        return f"{said} {total:,}円"

    today = first_paid_month(moved_out, limit, filed_on)
    sentence = f"今日出せば{today.month}月分から。"
    missed = lost_months(moved_out, limit, filed_on)
    if filed_on > limit:
        if not missed:
            return sentence
        return f"{sentence}期限を過ぎたので、{words(missed)}は出ません。"
    late = limit + ONE_DAY
    while not (lost := lost_months(moved_out, limit, late)):
        late = add_months(late, 1)  # a few days late within the same month lose nothing
    after = first_paid_month(moved_out, limit, late)
    return (
        f"{sentence}{late.month}月{late.day}日以降は{after.month}月分からになり、"
        f"{words(lost)}は出ません。"
    )


def newborn_sentence(births: tuple[date, ...]) -> str:
    """Until when children born after the move are claimed for from the month after their birth.

    Within 15 days from the day after the birth (児童手当法8条3項: a claim that could not be made
    before). Empty without such children.
    """
    if not births:
        return ""
    until = last_day(min(births), _DAYS)
    return (
        f"移ったあとに生まれた子の分は、{until.month}月{until.day}日までに請求すれば、"
        "生まれた月の翌月からです。"
    )
