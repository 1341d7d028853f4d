"""The lines at a sandbox counter: a link code that comes later, a town that does not answer."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from shiboken6 import isValid

from counter_app.model.people import Household
from counter_app.model.reception import LinkedMember, Step
from tests.conftest import AnnouncedWarnings
from tests.staff_presenter_kit import ALT, CTRL, Counter, Key, sandbox_counter
from ui.staff.words.card import CardStage


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    """The town does not know 髙志 yet, and the certificate has arrived in advance."""
    with sandbox_counter(tmp_path, known=False) as made:
        yield made


def links_of(counter: Counter) -> tuple[LinkedMember, ...]:
    """The link codes of the reception as it is now."""
    return counter.reception.links


def household_of(counter: Counter) -> Household | None:
    """The household of the reception as it is now."""
    return counter.reception.household


def read_without_hub(counter: Counter) -> None:
    counter.sandbox.town.hub.stop()
    counter.received()


def test_the_hub_is_down_and_the_reception_goes_on_without_the_link_code(
    counter: Counter,
) -> None:
    read_without_hub(counter)
    assert counter.problem == ""
    assert counter.staff.reception.link_waits
    assert household_of(counter) is not None
    assert links_of(counter) == ()
    assert counter.is_stored()
    counter.go_on(Step.HOUSEHOLD)
    counter.go_on(Step.INTERVIEW)
    assert counter.answer_question()


def test_a_resident_who_asks_for_the_staff_is_seen_until_it_is_over(counter: Counter) -> None:
    call = counter.tablet.call_staff
    assert call is not None
    for called in (True, False):
        call(called)
        assert ("住民が呼んでいます" in counter.window.bar.accessibleDescription()) is called


def test_alt_r_asks_again_and_the_code_is_there_when_the_hub_is_back(counter: Counter) -> None:
    read_without_hub(counter)
    counter.press(Key.Key_R, ALT)
    counter.wait(lambda: not counter.session.busy)
    assert links_of(counter) == ()
    counter.sandbox.town.hub.start()
    counter.press(Key.Key_R, ALT)
    counter.wait(lambda: bool(links_of(counter)))
    assert links_of(counter)[0].issued
    assert not counter.staff.reception.link_waits
    assert counter.stage is CardStage.DONE
    assert counter.is_stored()


def test_the_code_is_asked_for_by_itself_after_a_while(counter: Counter) -> None:
    read_without_hub(counter)
    counter.go_on(Step.HOUSEHOLD)
    counter.sandbox.town.hub.start()
    counter.staff.reception.retry_link(at_once=False)
    assert not counter.session.card_thread.busy
    counter.clock.forward(seconds=21)
    counter.staff._on_beat()
    counter.wait(lambda: bool(links_of(counter)))
    assert counter.reception.step is Step.HOUSEHOLD
    assert counter.session.number_of == counter.reception.filer_id


def test_the_code_is_asked_for_once_more_before_the_commit(counter: Counter) -> None:
    read_without_hub(counter)
    for step in (Step.HOUSEHOLD, Step.INTERVIEW, Step.PROCEDURES, Step.DOCUMENTS):
        counter.go_on(step)
    counter.rendered()
    counter.wait(lambda: not counter.session.busy)
    assert "リンクコード" in counter.staff.documents.screen.note()
    counter.press(Key.Key_F8)
    assert counter.reception.number == ""
    counter.sandbox.town.hub.start()
    counter.press(Key.Key_4, ALT)
    counter.press(Key.Key_F8)
    counter.wait(lambda: bool(links_of(counter)))
    counter.wait(lambda: "リンクコード" not in counter.staff.documents.screen.note())


def test_a_card_whose_code_is_missing_can_be_read_again_later(counter: Counter) -> None:
    read_without_hub(counter)
    counter.press(Key.Key_F2)
    counter.sandbox.reader.remove()
    counter.sandbox.town.hub.start()
    counter.press(Key.Key_Return)
    counter.wait(lambda: counter.session.reception is not None)
    assert counter.reception.cards
    assert not counter.staff.reception.link_waits
    counter.read_card("takashi")
    assert len(counter.reception.cards) == 1
    assert links_of(counter)


def test_undoing_the_reading_forgets_the_code_that_was_still_to_come(counter: Counter) -> None:
    read_without_hub(counter)
    counter.sandbox.town.hub.start()
    counter.press(Key.Key_Z, CTRL)
    assert counter.reception.cards == ()
    assert not counter.staff.reception.link_waits
    counter.clock.forward(seconds=60)
    counter.staff._on_beat()
    counter.settled()
    assert links_of(counter) == ()


def test_a_code_that_comes_after_an_answer_survives_the_undoing_of_that_answer(
    counter: Counter,
) -> None:
    read_without_hub(counter)
    counter.go_on(Step.HOUSEHOLD)
    counter.press(Key.Key_Y, ALT)
    counter.sandbox.town.hub.start()
    counter.staff.reception.retry_link()
    counter.wait(lambda: bool(links_of(counter)))
    counter.press(Key.Key_Z, CTRL)
    assert counter.reception.confirmed_readings == ()
    assert links_of(counter)
    assert counter.is_stored()


def test_the_old_town_does_not_answer_and_enter_asks_again_without_a_pin(
    tmp_path: Path, announced: AnnouncedWarnings
) -> None:
    with sandbox_counter(tmp_path, pushed=False) as counter:
        counter.sandbox.town.juki.in_service = False
        counter.open()
        counter.check_identity()
        counter.lay_card("takashi")
        counter.type_pins("takashi")
        counter.wait(lambda: counter.problem.startswith("JUKI_"))
        assert household_of(counter) is None
        assert counter.is_stored()
        counter.sandbox.town.juki.in_service = True
        counter.press(Key.Key_Return)
        counter.wait(lambda: counter.stage is CardStage.DONE)
        assert counter.problem == ""
        assert household_of(counter) is not None
        assert links_of(counter)


def test_a_counter_that_ends_leaves_no_page_behind(tmp_path: Path) -> None:
    """Each page keeps pictures of sheets; a page that stays alive keeps them for good."""
    with sandbox_counter(tmp_path) as counter:
        pages = [step.screen for step in counter.staff._steps.values()]
        assert all(isValid(page) for page in pages)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not any(isValid(page) for page in pages)
