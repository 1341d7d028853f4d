"""F1 at the clerk's window: the page opens, closes and gives the focus back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from counter_app.model.reception import Step
from tests.staff_presenter_kit import Counter, Key, sandbox_counter
from ui import theme


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    with sandbox_counter(tmp_path) as made:
        yield made


def focused() -> QWidget:
    """The part that has the focus now."""
    part = QApplication.focusWidget()
    assert part is not None
    return part


def is_open(counter: Counter) -> bool:
    """Whether the page is shown now; asked anew after every key."""
    return counter.staff.handbook.is_open


def test_f1_opens_the_page_of_the_place_and_f1_or_esc_closes_it(counter: Counter) -> None:
    handbook = counter.staff.handbook
    before = counter.window.focusWidget()
    for closing in (Key.Key_F1, Key.Key_Escape):
        counter.press(Key.Key_F1)
        assert is_open(counter)
        assert "受付一覧" in handbook._scroll.accessibleName()
        assert handbook.isAncestorOf(focused())
        counter.press(closing)
        assert not is_open(counter)
        assert counter.window.focusWidget() is before


def test_digits_and_enter_do_not_reach_the_screen_behind_the_page(counter: Counter) -> None:
    counter.open(answer=None)
    stored = counter.reception
    counter.press(Key.Key_F1)
    for key in (Key.Key_1, Key.Key_2, Key.Key_Return):
        counter.press(key)
    assert counter.reception == stored
    counter.press(Key.Key_Tab)
    assert counter.staff.handbook.isAncestorOf(focused())
    counter.press(Key.Key_Return)
    assert not is_open(counter)
    counter.press(Key.Key_2)
    assert counter.reception != stored


def test_a_failure_is_explained_under_the_page_its_banner_names(counter: Counter) -> None:
    counter.open()
    counter.check_identity()
    counter.lay_card("takashi")
    counter.sandbox.reader.remove()
    assert counter.tablet.pin is not None
    counter.tablet.type_pin("3141")
    counter.wait(lambda: counter.problem == "CARD_REMOVED")
    counter.press(Key.Key_F1)
    words = counter.staff.handbook.shown_text
    assert "CARD_REMOVED" in words
    assert counter.session.problem is not None
    assert counter.session.problem.page in words
    assert "今すること" in words


def test_f1_at_a_procedure_opens_its_law_and_its_rules(counter: Counter) -> None:
    counter.received()
    for step in (Step.HOUSEHOLD, Step.INTERVIEW, Step.PROCEDURES):
        counter.go_on(step)
    counter.press(Key.Key_F1)
    place = counter.staff.procedures.screen.place
    procedure = counter.place.catalogue.procedure(place)
    assert procedure.basis in counter.staff.handbook.shown_text
    counter.press(Key.Key_Escape)
    counter.staff.procedures.screen.handbook_asked.emit(place)
    assert is_open(counter)


def test_the_paper_certificate_says_what_this_counter_does_with_it(counter: Counter) -> None:
    counter.staff.start.screen.paper_certificate.emit()
    counter.press(Key.Key_F1)
    assert is_open(counter)
    assert "紙の転出証明書" in counter.staff.handbook.shown_text


def test_the_cover_and_another_screen_close_the_page(counter: Counter) -> None:
    counter.press(Key.Key_F1)
    counter.press(Key.Key_F12)
    assert not is_open(counter)
    counter.press(Key.Key_F12)
    counter.press(Key.Key_F1)
    counter.press(Key.Key_F3)
    assert not is_open(counter)
    counter.press(Key.Key_F1)
    counter.press(Key.Key_F2)
    assert not is_open(counter)


def test_at_twice_the_text_the_page_takes_the_whole_width(counter: Counter) -> None:
    theme.set_text_scale(200, counter.window)
    try:
        counter.press(Key.Key_F1)
        assert counter.staff.handbook.width() == counter.window.width()
    finally:
        theme.set_text_scale(100, counter.window)
