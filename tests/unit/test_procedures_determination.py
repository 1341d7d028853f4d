"""The rules of residence, cards and the rest at their edges: the day before and the day after."""

from dataclasses import replace
from datetime import date

import pytest

from counter_app.model.facts import Answer, FactValue
from counter_app.model.names import KanaStatus
from counter_app.model.people import CardFacts, Sex
from counter_app.procedures.determination import determine
from counter_app.procedures.procedure import OutcomeKind
from tests.determination_kit import (
    ADULT,
    CATALOGUE,
    FILED,
    MOVED,
    TOWN,
    child,
    found,
    household,
    outcome,
)


@pytest.mark.parametrize(
    ("moved", "planned", "on", "special"),
    [
        (MOVED, MOVED, date(2026, 4, 13), True),  # day 14, rolled over the weekend
        (MOVED, MOVED, date(2026, 4, 14), False),
        (date(2026, 4, 20), MOVED, date(2026, 4, 27), True),  # day 30 of the planned day
        (date(2026, 4, 20), MOVED, date(2026, 4, 28), False),
    ],
)
def test_the_special_move_in_ends_at_the_earlier_of_its_two_limits(
    moved: date, planned: date, on: date, special: bool
) -> None:
    rows = found(household(ADULT, moved=moved, planned=planned), on=on)
    assert ("A2" in rows) is special
    assert ("A4" in rows) is special
    assert ("A7" in rows) is not special


def test_being_late_brings_the_reason_form_only_after_fourteen_rolled_days() -> None:
    assert "A14" not in found(household(ADULT), on=date(2026, 4, 13))
    assert "A14" in found(household(ADULT), on=date(2026, 4, 14))


@pytest.mark.parametrize(
    ("valid_until", "row"), [(date(2026, 4, 3), "A4"), (date(2026, 4, 2), "A7")]
)
def test_a_card_is_good_through_its_last_day(valid_until: date, row: str) -> None:
    person = replace(ADULT, card=CardFacts(held=True, valid_until=valid_until))
    assert {"A4", "A7"} & set(found(household(person))) == {row}


def test_one_card_in_the_household_is_enough_for_all() -> None:
    with_child = household(replace(ADULT, card=CardFacts(held=False)), child(date(2018, 1, 1)))
    assert "A2" not in found(with_child)
    assert "A2" in found(household(ADULT, child(date(2018, 1, 1))))
    assert "A2" not in found(household(ADULT), ("card_state", "1", "lost"))


def test_a_chip_spares_the_form_only_where_both_towns_take_part() -> None:
    home = household(ADULT)
    assert outcome("E5", home, ("dog", "", "chip")) is OutcomeKind.APPLIES
    both = replace(TOWN, dog_chip_parties=("town.y", "city.x"))
    made = determine(CATALOGUE, home, (Answer("dog", "", "chip"),), filed_on=FILED, town=both)
    dog = next(d for d in made if d.procedure.id == "E5")
    assert dog.outcome is OutcomeKind.GUIDE


def test_protection_turns_every_request_into_a_guide_slip() -> None:
    facts: tuple[tuple[str, str, FactValue], ...] = (
        ("home", "", "rent"),
        ("welfare_gate", "", False),
        ("gas", "", "lp"),
        ("water", "", "supply"),
        ("vehicles", "", ("car",)),
    )
    requests = {"F1", "F2", "E6", "F6"}
    free = found(household(ADULT), *facts, ("protected", "", False))
    hidden = found(household(ADULT), *facts, ("protected", "", True))
    unasked = found(household(ADULT), *facts)
    assert {free[r].outcome for r in requests} == {OutcomeKind.APPLIES}
    assert {hidden[r].outcome for r in requests} == {OutcomeKind.GUIDE}
    assert {unasked[r].outcome for r in requests} == {OutcomeKind.UNDECIDED}


def test_the_seal_is_for_whoever_of_fifteen_wants_it() -> None:
    wife = replace(ADULT, id="2", relation="妻", sex=Sex.FEMALE)
    wish = ("wishes", "", ("seal",))
    alone = found(household(ADULT, child(date(2018, 1, 1))), wish)["A8"]
    assert (alone.outcome, alone.members) == (OutcomeKind.APPLIES, ("1",))
    both = (("seal_wanted", "1", False), ("seal_wanted", "2", True))
    made = determine(
        CATALOGUE,
        household(ADULT, wife),
        tuple(Answer(*answer) for answer in (wish, *both)),
        filed_on=FILED,
        town=TOWN,
    )
    assert {(d.outcome, d.members) for d in made if d.procedure.id == "A8"} == {
        (OutcomeKind.APPLIES, ("2",)),
        (OutcomeKind.GUIDE, ("1",)),
    }


def test_the_pin_of_a_card_that_has_failed_is_not_set_anew() -> None:
    unknown = ("card_state", "1", "pin_unknown")
    assert {"A6", "A4"} <= set(found(household(ADULT), unknown))
    late = found(household(ADULT), unknown, on=date(2026, 4, 14))
    assert "A6" not in late
    assert "A7" in late


@pytest.mark.parametrize(
    ("status", "on", "shown"),
    [
        (KanaStatus.EX_OFFICIO, date(2026, 5, 25), False),
        (KanaStatus.EX_OFFICIO, date(2026, 5, 26), True),  # written ex officio: changed once
        (KanaStatus.FILED, date(2026, 5, 26), False),
    ],
)
def test_a_reading_written_ex_officio_can_be_changed_once(
    status: KanaStatus, on: date, shown: bool
) -> None:
    person = replace(ADULT, name=replace(ADULT.name, kana_status=status))
    assert bool({"A12-1", "A12-2"} & set(found(household(person), on=on))) is shown
