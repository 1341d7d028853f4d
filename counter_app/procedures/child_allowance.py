"""Amounts of the child allowance (児童手当, 児童手当法6条・8条) and what a late claim loses."""

from collections.abc import Iterable
from datetime import date

from counter_app.model.calendar import ONE_DAY, add_months, age_reached_on, year_age
from counter_app.procedures.procedure import ChildAllowanceRates


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
) -> str:
    """What filing today brings, and what filing late loses, in yen."""

    def yen(months: tuple[date, ...]) -> str:
        total = sum(monthly_amount(births, supported_births, month, rates) for month in months)
        return f"{total:,}円"

    def words(months: tuple[date, ...]) -> str:
        if len(months) == 1:
            return f"{months[0].month}月分"
        return f"{months[0].month}月分から{months[-1].month}月分まで"

    today = first_paid_month(moved_out, limit, filed_on)
    sentence = f"今日出せば{today.month}月分から。"
    missed = lost_months(moved_out, limit, filed_on)
    if filed_on > limit:
        if not missed:
            return sentence
        return f"{sentence}期限を過ぎたので、{words(missed)} {yen(missed)}は出ません。"
    late = limit + ONE_DAY
    while not (lost := lost_months(moved_out, limit, late)):
        late = add_months(late, 1)  # a few days late within the same month lose nothing
    after = first_paid_month(moved_out, limit, late)
    return (
        f"{sentence}{late.month}月{late.day}日以降は{after.month}月分からになり、"
        f"{words(lost)} {yen(lost)}は出ません。"
    )
