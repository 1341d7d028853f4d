"""Step 1 at a sandbox counter by keys alone: whatever the card does, the next tap works."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from counter_app.model.reception import Protection
from counter_app.sandbox.card_holder import CARD_HOLDERS, make_card
from iccard.simulator import PinFile, VirtualCard
from tests.staff_presenter_kit import ALT, Counter, Key, reads_takashi, ready, sandbox_counter
from ui.staff.words.card import CardStage
from ui.widgets.button import Button

TAKASHI = CARD_HOLDERS["takashi"]


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    with sandbox_counter(tmp_path) as made:
        yield made


def card_of(counter: Counter, holder: str) -> VirtualCard:
    folder = counter.place.settings.basedir / "sandbox" / "cards"
    return make_card(CARD_HOLDERS[holder], folder, counter.clock())


def lock(card: VirtualCard) -> None:
    """The card as it is after three wrong PINs elsewhere."""
    for application in card._applications:
        for file in application.files:
            if isinstance(file, PinFile):
                file.left = 0


def stage_of(counter: Counter) -> CardStage:
    """How far the card is now; asked anew after every key."""
    return counter.stage


def test_no_card_is_looked_at_before_the_first_question_is_answered(counter: Counter) -> None:
    counter.open(answer=None)
    counter.check_identity()
    # The list may have looked for a card a moment ago.
    counter.wait(lambda: not counter.session.card_thread.busy)
    counter.sandbox.put_card("takashi")
    counter.staff._on_beat()
    assert counter.reception.protection is Protection.UNASKED
    assert not counter.session.card_thread.busy
    counter.staff.reception.screen.first_focus().setFocus()  # type: ignore[union-attr]
    counter.press(Key.Key_2)
    counter.wait(lambda: counter.tablet.shown == "pin")


def test_a_card_that_was_forgotten_is_not_asked_for_its_pin_by_the_next_person(
    counter: Counter,
) -> None:
    counter.open()
    counter.lay_card("takashi")
    counter.open()  # the next household; the card still lies there
    counter.wait(lambda: counter.stage is CardStage.STOPPED)
    assert counter.tablet.shown == "blank"
    assert "置いたまま" in counter.staff.reception.progress.detail
    counter.press(Key.Key_C, ALT)  # the clerk has looked whose it is
    counter.wait(lambda: counter.tablet.shown == "pin")
    counter.sandbox.reader.remove()
    counter.open()
    counter.lay_card("misaki")  # another card asks at once


def test_a_wrong_pin_asks_again_and_says_how_many_tries_are_left(counter: Counter) -> None:
    ready(counter)
    counter.lay_card("takashi")
    counter.tablet.type_pin("9999")
    counter.wait(lambda: counter.stage is CardStage.WRONG_PIN)
    asked = counter.tablet.pin
    assert asked is not None
    assert (asked.wrong, asked.tries, asked.last_try) == (True, 2, False)
    assert counter.staff.reception.progress.tries == 2
    counter.type_pins("takashi")
    counter.wait(lambda: counter.stage is CardStage.DONE)


def test_the_last_try_is_asked_as_such_and_a_right_pin_goes_through(counter: Counter) -> None:
    ready(counter)
    counter.lay_card("takashi")
    for left in (2, 1):
        counter.tablet.type_pin("9999")
        counter.wait(lambda left=left: counter.staff.reception.progress.tries == left)  # type: ignore[misc]
    assert counter.tablet.pin is not None
    assert counter.tablet.pin.last_try
    counter.type_pins("takashi")
    counter.wait(lambda: counter.stage is CardStage.DONE)


def test_a_locked_pin_offers_the_reset_and_another_card_can_be_read(counter: Counter) -> None:
    ready(counter)
    counter.read_card("takashi")
    household = counter.reception.household
    assert household is not None
    misaki = next(m for m in household.members if m.name.given == "美咲")
    counter.sandbox.reader.remove()
    counter.press(Key.Key_C, ALT)
    counter.lay_card("misaki")
    for left in (2, 1):
        counter.tablet.type_pin("9999")
        counter.wait(lambda left=left: counter.staff.reception.progress.tries == left)  # type: ignore[misc]
    counter.tablet.type_pin("9999")
    counter.wait(lambda: stage_of(counter) is CardStage.LOCKED)
    assert counter.tablet.shown == "card locked"
    view = counter.staff.reception.screen
    words = [b.text() for b in view._card.buttons if isinstance(b, Button)]
    assert "美咲さんの初期化を加える" in words[0]
    counter.press(Key.Key_I, ALT)
    answers = {(a.fact, a.member): a.value for a in counter.reception.answers}
    assert answers["card_state", misaki.id] == "pin_unknown"
    assert stage_of(counter) is CardStage.STOPPED
    assert counter.tablet.shown == "blank"
    counter.sandbox.reader.remove()
    counter.press(Key.Key_C, ALT)
    counter.read_card("aoi")
    assert len(counter.reception.cards) == 2


def test_a_card_that_arrives_locked_is_said_before_any_pin_is_asked(counter: Counter) -> None:
    ready(counter)
    card = card_of(counter, "takashi")
    lock(card)
    counter.sandbox.reader.insert(card)
    counter.wait(lambda: counter.stage is CardStage.LOCKED)
    assert counter.tablet.pin is None
    counter.sandbox.reader.remove()
    counter.press(Key.Key_C, ALT)
    counter.read_card("misaki")


def test_a_removed_card_is_reported_and_the_next_tap_works(counter: Counter) -> None:
    ready(counter)
    counter.lay_card("takashi")
    counter.sandbox.reader.remove()
    counter.tablet.type_pin(TAKASHI.authentication_pin)
    counter.wait(lambda: counter.problem == "CARD_REMOVED")
    assert counter.stage is CardStage.FAILED
    assert counter.tablet.shown in ("blank", "card gone")  # as the PIN or a look met it
    counter.press(Key.Key_Return)
    reads_takashi(counter)


def test_a_card_taken_away_while_its_pin_is_typed_is_noticed_before_the_pin_is_sent(
    counter: Counter,
) -> None:
    ready(counter)
    counter.lay_card("takashi")
    typed = counter.tablet.pin
    assert typed is not None
    typed.entry.press(1)
    counter.staff._on_beat()
    typed.entered()  # while it is looked at: asked about afterwards, never lost
    counter.wait(
        lambda: typed.entry.length == 0 and counter.stage is CardStage.PIN,
        "a PIN of one digit was kept",
    )
    typed.entry.press(1)
    counter.sandbox.reader.remove()
    counter.staff._on_beat()
    counter.wait(lambda: counter.problem == "CARD_REMOVED")
    assert (counter.stage, counter.tablet.shown) == (CardStage.FAILED, "card gone")
    assert typed.entry.length == 0
    counter.press(Key.Key_Return)
    reads_takashi(counter)


def test_the_resident_gives_up_and_enter_reads_again(counter: Counter) -> None:
    ready(counter)
    counter.lay_card("takashi")
    assert counter.tablet.pin is not None
    counter.tablet.pin.given_up()
    assert counter.stage is CardStage.STOPPED
    counter.sandbox.reader.remove()
    counter.press(Key.Key_C, ALT)
    reads_takashi(counter)


def test_escape_stops_the_reading_and_what_the_tablet_still_says_counts_no_more(
    counter: Counter,
) -> None:
    ready(counter)
    counter.lay_card("takashi")
    late = counter.tablet.pin
    assert late is not None
    counter.press(Key.Key_Escape)
    assert counter.stage is CardStage.STOPPED
    assert counter.tablet.shown == "blank"
    late.entered()
    assert counter.stage is CardStage.STOPPED
    counter.sandbox.reader.remove()
    counter.press(Key.Key_C, ALT)
    reads_takashi(counter)


def test_f12_leaves_no_pin_on_the_tablet_and_coming_back_asks_anew(counter: Counter) -> None:
    ready(counter)
    counter.lay_card("takashi")
    counter.press(Key.Key_F12)
    assert counter.window.is_covered
    assert counter.tablet.shown == "blank"
    assert counter.stage is CardStage.WAITING
    counter.wait(lambda: not counter.session.card_thread.busy)
    assert counter.tablet.shown == "blank"
    counter.press(Key.Key_F12)
    counter.wait(lambda: counter.tablet.shown == "pin")
    counter.type_pins("takashi")
    counter.wait(lambda: counter.stage is CardStage.DONE)


def test_a_card_laid_down_at_the_list_opens_a_reception_but_not_a_forgotten_one(
    counter: Counter,
) -> None:
    counter.wait(lambda: counter.staff.start._reader_was_empty)
    counter.sandbox.put_card("takashi")
    counter.wait(lambda: counter.session.reception is not None)
    first = counter.reception.id
    assert counter.tablet.households == 0
    counter.press(Key.Key_F2)
    assert counter.tablet.households == 1, "whoever comes next chooses the language anew"
    for _ in range(2):
        counter.staff.start.watch()
        counter.wait(lambda: not counter.session.card_thread.busy)
    assert counter.session.reception is None
    counter.sandbox.reader.remove()
    counter.staff.start.watch()
    counter.wait(lambda: counter.staff.start._reader_was_empty)
    counter.sandbox.put_card("takashi")
    counter.wait(lambda: counter.session.reception is not None)
    assert counter.reception.id != first


def test_the_screen_never_keeps_a_focus_outside_the_window(counter: Counter) -> None:
    ready(counter)
    counter.lay_card("takashi")
    counter.press(Key.Key_Tab)
    focused = counter.window.focusWidget()
    assert focused is not None
    assert counter.window.isAncestorOf(focused)
    assert focused.isVisible()
    assert focused.focusPolicy() != Qt.FocusPolicy.NoFocus
