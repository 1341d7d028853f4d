"""The printed pile on 07: one pile of both screens, and a visit that ends with paper left."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from counter_app.model.document import DocumentState
from counter_app.model.paper import PaperState
from counter_app.model.reception import ReceptionState
from tests.paper_counter_kit import (
    Printer,
    correct,
    lines,
    numbers,
    paper_counter,
    pile,
    print_all,
    read,
    state_of,
)
from tests.staff_presenter_kit import ALT, Counter, Key, shown_words


@pytest.fixture
def printer() -> Printer:
    return Printer()


@pytest.fixture
def counter(tmp_path: Path, printer: Printer) -> Iterator[Counter]:
    with paper_counter(tmp_path, printer) as made:
        yield made


def ended(counter: Counter) -> bool:
    """Whether the visit is over."""
    return counter.reception.state is ReceptionState.CLOSED


def committed(counter: Counter) -> None:
    """F8, and the slip is on paper."""
    counter.commit()
    counter.wait(
        lambda: any(e.fields for e in lines(counter, "document.issue")), "no slip was made"
    )
    counter.settled()


def test_the_visit_ends_with_one_pile_of_both_screens(counter: Counter) -> None:
    print_all(counter)
    first = numbers(counter)
    read(counter, *first[:2])
    committed(counter)
    assert len(pile(counter).numbers) == 2, "what was read on 06 counts on 07"
    counter.press(Key.Key_P, ALT)
    counter.settled()
    whole = numbers(counter)
    with counter.place.store.view() as unit:
        stored = unit.documents(counter.reception.id)
    pages = {d.form_id: d.pages for d in stored}
    assert len(whole) == len(first) + pages["slip"] + pages["next-steps"]
    read(counter, *(n for n in whole if n not in first[:2]))
    counter.press(Key.Key_H, ALT)
    assert set(numbers(counter, PaperState.HANDED_OVER)) == set(whole)
    counter.press(Key.Key_F8)
    counter.settled()
    assert ended(counter)
    assert not lines(counter, "pile.left_over")


def test_a_visit_with_paper_left_says_so_once_and_then_ends(counter: Counter) -> None:
    print_all(counter)
    old = correct(counter)
    counter.sign()
    print_all(counter)
    committed(counter)
    left = [*numbers(counter), old]
    counter.press(Key.Key_F8)
    counter.settled()
    words = f"お渡ししていない紙 {len(left) - 1}枚、廃棄していない古い紙 1枚があります。"
    assert words in shown_words(counter.window)
    assert not ended(counter)
    assert not lines(counter, "pile.left_over")
    counter.press(Key.Key_F8)
    counter.settled()
    assert ended(counter)
    (line,) = lines(counter, "pile.left_over")
    assert set(line.fields) == set(left)


def test_the_warning_goes_when_the_pile_has_changed(counter: Counter) -> None:
    print_all(counter)
    committed(counter)
    counter.press(Key.Key_F8)
    assert "お渡ししていない紙" in shown_words(counter.window)
    read(counter, *numbers(counter))
    counter.press(Key.Key_H, ALT)
    counter.settled()
    assert "お渡ししていない紙" not in shown_words(counter.window)
    counter.press(Key.Key_F8)
    counter.settled()
    assert ended(counter)


def test_a_jam_on_07_is_settled_there(counter: Counter, printer: Printer) -> None:
    print_all(counter)
    printer.jam_after = 0
    committed(counter)
    (held,) = numbers(counter, PaperState.SPOOLED)
    assert "未確認" in shown_words(counter.window)
    counter.press(Key.Key_N, ALT)
    assert state_of(counter, held) is PaperState.RENDERED
    printer.jam_after = 99
    counter.press(Key.Key_P, ALT)
    counter.settled()
    assert state_of(counter, held) is PaperState.PRINTED
    with counter.place.store.view() as unit:
        slip = next(d for d in unit.documents(counter.reception.id) if d.number == held)
    assert slip.state is DocumentState.PRINTED
