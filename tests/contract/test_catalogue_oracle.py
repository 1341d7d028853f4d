"""The catalogue beside its second writing in plain Python: the same of every household."""

from datetime import date, timedelta

import pytest

from counter_app.procedures.catalogue import standard_catalogue
from counter_app.procedures.procedure import Procedure
from tests.oracle import days
from tests.oracle.compare import Tally, compare
from tests.oracle.oracle import RULES
from tests.oracle.rows import APPLICANT, NUMBER, in_force, returns_word

HOUSEHOLDS = 50_000
WHOLE = 5_000
CATALOGUE = standard_catalogue()
rows = pytest.mark.parametrize("procedure", CATALOGUE.procedures, ids=lambda p: p.id)


@pytest.fixture(scope="module")
def tally() -> Tally:
    return compare(HOUSEHOLDS, WHOLE, processes=2, seed=20260403)


@pytest.mark.timeout(1200)
def test_no_household_turns_out_otherwise_than_the_rules_written_twice(tally: Tally) -> None:
    assert tally.households == HOUSEHOLDS
    assert tally.whole == WHOLE
    assert not tally.differences, list(tally.examples.items())[:3]


@pytest.mark.timeout(1200)
def test_every_rule_was_met_often_enough_to_say_something(tally: Tally) -> None:
    met = {row.split()[0] for row, count in tally.rows.items() if count >= 50}
    assert met == RULES


def test_every_entry_has_its_rule_and_every_rule_its_entry() -> None:
    assert {procedure.id for procedure in CATALOGUE.procedures} == RULES


@rows
def test_who_files_and_whether_the_number_is_carried_is_as_the_sheet_says(
    procedure: Procedure,
) -> None:
    for version in procedure.versions:
        assert version.applicant.value == APPLICANT[procedure.id]
        assert version.number.value == NUMBER[procedure.id]


@rows
def test_an_entry_is_in_force_on_the_days_of_the_law(procedure: Procedure) -> None:
    day = date(2026, 1, 1)
    while day < date(2026, 12, 31):
        version = procedure.as_of(day)
        assert (version is not None) is in_force(procedure.id, day)
        if version is not None:
            assert returns_word(procedure.id, day) in version.returns
        day += timedelta(1)


@pytest.mark.parametrize(
    ("birth", "on", "years"),
    [
        (date(2011, 4, 1), date(2026, 3, 31), 15),  # at the end of the day before
        (date(2011, 4, 2), date(2026, 3, 31), 14),
        (date(2008, 2, 29), date(2026, 2, 28), 18),
        (date(2008, 2, 29), date(2028, 2, 28), 20),
        (date(2026, 4, 1), date(2026, 3, 31), 0),
    ],
)
def test_the_second_reckoning_of_ages_knows_the_day_before(
    birth: date, on: date, years: int
) -> None:
    assert days.legal_age(birth, on) == years


def test_the_second_reckoning_rolls_as_the_worked_dates_do() -> None:
    assert days.next_open(date(2026, 3, 28) + timedelta(14)) == date(2026, 4, 13)
    assert days.next_open(date(2026, 3, 28) + timedelta(30)) == date(2026, 4, 27)
    assert days.next_open(date(2026, 4, 13) + timedelta(89)) == date(2026, 7, 13)
    assert days.next_open(date(2026, 12, 29)) == date(2027, 1, 4)
    assert days.open_before(date(2026, 4, 11)) == date(2026, 4, 10)
