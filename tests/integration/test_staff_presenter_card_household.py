"""A card read at a sandbox counter by keys alone, and the household it brings: kept, waited for."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from counter_app.model.reception import LinkedMember, Protection, Reception, Step
from counter_app.ports import CardReading
from tests.staff_presenter_kit import (
    ALT,
    CTRL,
    Counter,
    Key,
    reads_takashi,
    ready,
    sandbox_counter,
    to_row,
)
from ui.staff.words.card import CardStage


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    with sandbox_counter(tmp_path) as made:
        yield made


def links_of(counter: Counter) -> tuple[LinkedMember, ...]:
    """The link codes of the reception as it is now."""
    return counter.reception.links


def test_a_card_of_another_family_is_refused_once_and_not_asked_for_its_pin_again(
    counter: Counter,
) -> None:
    ready(counter)
    counter.read_card("takashi")
    household = counter.reception.household
    assert household is not None
    # 美咲 stays behind: her card belongs to nobody of this household any more.
    counter.go_on(Step.HOUSEHOLD)
    counter.staff.household.screen._list.setFocus()
    counter.press(Key.Key_Down)
    counter.press(Key.Key_X, ALT)
    left = counter.reception.household
    assert left is not None
    assert [m.name.given for m in household.members if m not in left.members] == ["美咲"]
    counter.press(Key.Key_1, ALT)
    counter.sandbox.reader.remove()
    counter.press(Key.Key_C, ALT)
    counter.lay_card("misaki")
    counter.type_pins("misaki")
    counter.wait(lambda: counter.problem == "CARD_NOT_OF_HOUSEHOLD")
    counter.tablet.shown = "blank"
    counter.press(Key.Key_Return)
    assert counter.stage is CardStage.WAITING
    counter.read_card("aoi")
    assert len(counter.reception.cards) == 2


def test_the_filer_may_stay_behind_and_nothing_of_that_card_is_left(counter: Counter) -> None:
    ready(counter)
    counter.read_card("takashi")
    counter.go_on(Step.HOUSEHOLD)
    filer = counter.reception.filer_id
    counter.press(Key.Key_X, ALT)
    household = counter.reception.household
    assert household is not None
    assert filer not in {m.id for m in household.members}
    assert counter.reception.cards == ()
    assert links_of(counter) == ()
    assert counter.reception.filer_id == ""
    assert counter.session.number_of == ""
    counter.press(Key.Key_1, ALT)
    assert counter.stage is CardStage.STOPPED
    counter.press(Key.Key_Z, CTRL)
    assert counter.reception.filer_id == filer
    assert counter.reception.step is Step.HOUSEHOLD
    assert counter.window.screen_shown is counter.staff.household.screen
    assert links_of(counter)
    assert counter.is_stored()


@pytest.fixture
def gate(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """The old town's answer waits until the gate is opened."""
    opened = Event()
    take_card = counter.session.intake.take_card

    def slow(reception: Reception, reading: CardReading) -> Reception:
        assert opened.wait(120)
        return take_card(reception, reading)

    monkeypatch.setattr(counter.session.intake, "take_card", slow)
    yield opened
    opened.set()


def reads_up_to_the_household(counter: Counter) -> None:
    counter.lay_card("takashi")
    counter.type_pins("takashi")
    counter.wait(lambda: counter.staff.reception.progress.share == 0.7)


def test_esc_in_the_middle_of_the_household_request_keeps_what_was_stored(
    counter: Counter, gate: Event
) -> None:
    ready(counter)
    reads_up_to_the_household(counter)
    counter.press(Key.Key_Escape)
    assert counter.stage is CardStage.STOPPED
    gate.set()
    counter.settled()
    assert counter.is_stored()
    assert counter.reception.household is not None
    assert counter.reception.links == ()
    assert counter.stage is CardStage.STOPPED
    counter.sandbox.reader.remove()
    counter.press(Key.Key_C, ALT)
    reads_takashi(counter)


def test_the_clerk_may_change_an_answer_while_the_household_is_asked_for(
    counter: Counter, gate: Event
) -> None:
    ready(counter)
    reads_up_to_the_household(counter)
    counter.staff.reception.screen._protection.first().setFocus()
    counter.press(Key.Key_3)
    assert counter.reception.protection is Protection.NOT_NOW
    gate.set()
    counter.wait(lambda: counter.stage is CardStage.DONE)
    assert counter.reception.protection is Protection.NOT_NOW
    assert counter.reception.household is not None
    assert counter.reception.links
    assert counter.is_stored()


def test_the_list_and_back_while_the_household_is_asked_for_loses_nothing(
    counter: Counter, gate: Event
) -> None:
    ready(counter)
    reads_up_to_the_household(counter)
    mine = counter.reception.id
    counter.press(Key.Key_F2)
    assert counter.session.reception is None
    to_row(counter, mine)
    counter.press(Key.Key_Return)
    counter.wait(lambda: counter.session.is_at(mine))
    gate.set()
    counter.settled()
    assert counter.reception.household is not None
    assert counter.is_stored()
    # The card still lies there and its code was not asked for: it is read once more.
    counter.wait(lambda: counter.tablet.shown == "pin")
    counter.type_pins("takashi")
    counter.wait(lambda: counter.stage is CardStage.DONE)
    assert counter.reception.links


def test_alt_n_gives_the_cards_that_were_not_brought_a_later_date(counter: Counter) -> None:
    ready(counter)
    counter.read_card("takashi")
    counter.press(Key.Key_N, ALT)
    later = {a.member for a in counter.reception.answers if a.value == "not_today"}
    assert counter.stage is CardStage.DONE
    household = counter.reception.household
    assert household is not None
    assert later == {
        m.id for m in household.members if m.card.held and m.id != counter.reception.filer_id
    }
    counter.go_on(Step.HOUSEHOLD)
    assert counter.session.number_of == counter.reception.filer_id
