"""The child allowance: amounts by age and place, and the months a late claim loses."""

from datetime import date

import pytest

from counter_app.procedures.catalogue import standard_catalogue
from counter_app.procedures.child_allowance import (
    first_paid_month,
    loss_sentence,
    lost_months,
    monthly_amount,
)

RATES = standard_catalogue().child_allowance
APRIL = date(2026, 4, 1)


def test_five_children_with_a_student_bring_one_hundred_thousand_a_month() -> None:
    """Children of 20 (supported), 17, 14, 7 and 2: 10,000 and three times 30,000."""
    household = [date(2008, 7, 1), date(2011, 7, 1), date(2018, 7, 1), date(2023, 7, 1)]
    assert monthly_amount(household, [date(2005, 7, 1)], APRIL, RATES) == 100_000


def test_without_the_student_one_more_child_is_paid_at_the_lower_rate() -> None:
    household = [date(2008, 7, 1), date(2011, 7, 1), date(2018, 7, 1), date(2023, 7, 1)]
    assert monthly_amount(household, [], APRIL, RATES) == 80_000


@pytest.mark.parametrize(
    ("birth", "amount"),
    [
        (date(2025, 10, 10), 15_000),
        (date(2023, 4, 2), 15_000),  # three within April: still the month of two
        (date(2023, 4, 1), 10_000),  # three on 31 March
        (date(2018, 6, 12), 10_000),
        (date(2008, 4, 2), 10_000),  # 18 on 1 April: the year begins
        (date(2008, 4, 1), 0),  # 18 on 31 March: the year has ended
    ],
)
def test_the_amount_follows_the_age_in_the_month(birth: date, amount: int) -> None:
    assert monthly_amount([birth], [], APRIL, RATES) == amount


def test_a_student_over_twenty_two_does_not_count() -> None:
    children = [date(2012, 7, 1), date(2014, 7, 1)]
    assert monthly_amount(children, [date(2003, 7, 1)], APRIL, RATES) == 20_000
    assert monthly_amount(children, [date(2004, 7, 1)], APRIL, RATES) == 40_000


def test_filed_on_the_last_day_pays_from_april_and_a_day_later_from_may() -> None:
    planned, limit = date(2026, 3, 30), date(2026, 4, 14)
    assert first_paid_month(planned, limit, date(2026, 4, 14)) == date(2026, 4, 1)
    assert first_paid_month(planned, limit, date(2026, 4, 15)) == date(2026, 5, 1)
    assert lost_months(planned, limit, date(2026, 4, 14)) == ()
    assert lost_months(planned, limit, date(2026, 4, 15)) == (date(2026, 4, 1),)


def test_a_claim_late_but_in_the_same_month_loses_nothing() -> None:
    planned, limit = date(2026, 4, 2), date(2026, 4, 17)
    assert lost_months(planned, limit, date(2026, 4, 30)) == ()
    assert lost_months(planned, limit, date(2026, 5, 1)) == (date(2026, 5, 1),)
    births = (date(2018, 6, 12),)
    assert loss_sentence(births, (), planned, limit, date(2026, 4, 3), RATES) == (
        "今日出せば5月分から。5月1日以降は6月分からになり、5月分 10,000円は出ません。"
    )
    assert loss_sentence(births, (), planned, limit, date(2026, 4, 20), RATES) == (
        "今日出せば5月分から。"
    )


def test_months_already_lost_are_added_up() -> None:
    births = (date(2018, 6, 12), date(2022, 9, 20))
    said = loss_sentence(births, (), date(2026, 3, 28), date(2026, 4, 12), date(2026, 6, 2), RATES)
    assert said == (
        "今日出せば7月分から。期限を過ぎたので、4月分から6月分まで 60,000円は出ません。"
    )
