"""受付をやめる by keys alone: from any step before the commit, never by accident, never undone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from counter_app.model.document import DocumentState
from counter_app.model.reception import Reception, ReceptionState, Step
from tests.staff_presenter_kit import ALT, CTRL, Counter, Key, sandbox_counter, shown_words, to_row
from ui.review.story_words import StoryWords
from ui.staff.words.card import CardStage


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    with sandbox_counter(tmp_path) as made:
        made.settled()
        yield made


def groups(counter: Counter) -> dict[str, list[str]]:
    """Ids of the rows by the title of their group, as the list stands now."""
    counter.press(Key.Key_F5)
    counter.settled()
    read = counter.staff.start.receptions
    assert read is not None
    return {g.title: [row.id for row in g.rows] for g in read.view(0, "", "").groups}


def asks(counter: Counter) -> bool:
    """Whether the page with the reasons is shown."""
    return counter.window.screen_shown is counter.staff.abandon.screen


def give_up(counter: Counter, digit: Key = Key.Key_1) -> Reception:
    """Ctrl+Q, a reason, Ctrl+Enter; gives the reception as it is stored then."""
    at = counter.reception.id
    counter.press(Key.Key_Q, CTRL)
    counter.press(digit)
    counter.press(Key.Key_Return, CTRL)
    counter.wait(lambda: counter.session.reception is None, "it was not given up")
    counter.settled()
    return counter.session.stored(at)


def test_a_visit_that_is_given_up_is_announced_again_and_begins_anew(counter: Counter) -> None:
    (announced,) = groups(counter)["来庁予定"]
    to_row(counter, announced)
    counter.press(Key.Key_Return)
    counter.wait(lambda: counter.session.reception is not None)
    first = counter.reception
    assert first.household is not None
    counter.press(Key.Key_2)
    gone = give_up(counter, Key.Key_2)
    assert gone.state is ReceptionState.ABANDONED
    assert gone.abandoned_for == "必要なものがなく出直し"
    found = groups(counter)
    assert found == {"来庁予定": [announced], "今日やめた受付": [first.id]}
    to_row(counter, announced)
    counter.press(Key.Key_Return)
    counter.wait(lambda: counter.session.reception is not None)
    assert counter.reception.id != first.id
    assert counter.reception.household == first.household


def test_a_reception_that_was_given_up_is_not_resumed(counter: Counter) -> None:
    counter.open()
    gone = give_up(counter, Key.Key_4)
    groups(counter)
    to_row(counter, gone.id)
    counter.press(Key.Key_Return)
    counter.wait(lambda: counter.problem == "RECEPTION_ABANDONED")
    assert counter.session.reception is None
    assert "誤って開いた" in shown_words(counter.staff.start.screen)
    assert counter.session.stored(gone.id) == gone
    counter.press(Key.Key_F3)
    assert counter.reception.id != gone.id
    assert counter.problem == ""


@pytest.mark.parametrize("keys", [(), (Key.Key_Return,), (Key.Key_F8,), (Key.Key_Tab,)])
def test_no_key_alone_gives_a_reception_up(counter: Counter, keys: tuple[Key, ...]) -> None:
    counter.open()
    before = counter.reception
    counter.press(Key.Key_Q, CTRL)
    assert asks(counter)
    for key in keys:
        counter.press(key)
    assert asks(counter)
    counter.press(Key.Key_F8)
    if Key.Key_Return not in keys:
        counter.press(Key.Key_Return, CTRL)
    counter.settled()
    assert asks(counter)
    assert counter.reception == before
    counter.press(Key.Key_Escape)
    assert counter.window.screen_shown is counter.staff.reception.screen
    assert counter.reception == before
    assert counter.is_stored()


def test_other_needs_a_word_and_keeps_it_in_the_record(counter: Counter) -> None:
    counter.open()
    at = counter.reception.id
    counter.press(Key.Key_Q, CTRL)
    counter.press(Key.Key_5)
    counter.press(Key.Key_Return, CTRL)
    counter.settled()
    assert asks(counter)
    assert "ひとこと書いて" in shown_words(counter.staff.abandon.screen) + (
        counter.staff.abandon.screen._note.error
    )
    counter.write("窓口の機械が止まった")
    counter.press(Key.Key_Return, CTRL)
    counter.wait(lambda: counter.session.reception is None)
    assert counter.session.stored(at).abandoned_for == "その他：窓口の機械が止まった"
    counter.settled()
    counter.open()
    counter.press(Key.Key_Q, CTRL)
    assert counter.staff.abandon.screen._note.value() == ""
    assert not counter.staff.abandon.screen.buttons()[-1].ready


def test_giving_up_lets_card_vault_and_tablet_go(counter: Counter) -> None:
    counter.received()
    assert counter.session.number_of
    households = counter.tablet.households
    give_up(counter)
    counter.wait(lambda: not counter.session.card_thread.busy)
    assert counter.session.number_of == ""
    assert counter.tablet.shown == "blank"
    assert counter.tablet.households == households + 1
    assert counter.stage is CardStage.WAITING


def test_a_pin_that_is_being_asked_for_stops_when_the_page_opens(counter: Counter) -> None:
    counter.open()
    counter.lay_card("takashi")
    counter.press(Key.Key_Q, CTRL)
    assert counter.tablet.shown == "blank"
    counter.press(Key.Key_Escape)
    counter.wait(lambda: counter.tablet.shown == "pin", "the card is not read anew")


def test_sheets_of_a_reception_that_was_given_up_are_void(counter: Counter) -> None:
    counter.received()
    counter.go_on(Step.HOUSEHOLD)
    counter.press(Key.Key_Y, ALT)
    counter.go_on(Step.INTERVIEW)
    counter.interview()
    counter.go_on(Step.PROCEDURES)
    counter.go_on(Step.DOCUMENTS)
    counter.rendered()
    made = len(counter.staff.documents.stored)
    gone = give_up(counter)
    with counter.place.store.view() as unit:
        sheets = unit.documents(gone.id, with_files=False)
        story = counter.place.review("大塚").story(gone.id)
    assert len(sheets) == made
    assert {sheet.state for sheet in sheets} == {DocumentState.VOID}
    words = StoryWords(counter.place.town, counter.clock())
    lines = [row.words for tab in words.tabs(story, sheets, hidden=False)[:1] for row in tab.rows]
    assert "受付をやめた：来庁者の都合で取りやめ" in lines


def test_a_committed_reception_has_no_way_out(counter: Counter) -> None:
    counter.received()
    counter.session.reception = counter.place.dispatch(counter.session.terminal).commit(
        counter.reception, ()
    )
    counter.staff._open(Step.DISPATCH)
    counter.press(Key.Key_Q, CTRL)
    assert not asks(counter)
