"""The printed pile on 06 by keys alone: read, handed over, put right after jams and corrections."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from counter_app.model.paper import PaperState
from counter_app.model.reception import Step
from tests.paper_counter_kit import (
    Printer,
    correct,
    lines,
    numbers,
    other_household,
    paper_counter,
    papers,
    pile,
    print_all,
    read,
    rows,
    shown,
    state_of,
)
from tests.staff_presenter_kit import ALT, Counter, Key, shown_words
from ui.staff.pile_views import PileState


@pytest.fixture
def printer() -> Printer:
    return Printer()


@pytest.fixture
def counter(tmp_path: Path, printer: Printer) -> Iterator[Counter]:
    with paper_counter(tmp_path, printer) as made:
        yield made


def test_a_pile_is_read_sheet_by_sheet_and_handed_over(counter: Counter) -> None:
    print_all(counter)
    whole = numbers(counter)
    assert set(rows(counter).values()) == {PileState.WAITS}
    read(counter, whole[0], whole[2])
    assert rows(counter)[whole[1][9:]] is PileState.MISSING
    assert rows(counter)[whole[3][9:]] is PileState.WAITS
    counter.press(Key.Key_H, ALT)
    assert not lines(counter, "pile.handed_over"), "a pile that is not whole was handed over"
    assert set(numbers(counter)) == set(whole)
    read(counter, *whole[3:], whole[1])
    assert f"そろいました　{len(whole)}枚をお渡し" in shown_words(counter.window).replace(" ", "　")
    counter.press(Key.Key_H, ALT)
    assert set(numbers(counter, PaperState.HANDED_OVER)) == set(whole)
    assert set(rows(counter).values()) == {PileState.GIVEN}
    (line,) = lines(counter, "pile.handed_over")
    assert set(line.fields) == set(whole)


def test_what_does_not_belong_stands_in_red_until_it_is_out(counter: Counter) -> None:
    print_all(counter)
    whole = numbers(counter)
    other, stray = other_household(counter)
    read(counter, whole[0], stray, whole[0], "4912345678904", *whole[1:])
    opened = f"{other.opened_at:%H:%M} 窓口1"
    assert [row.words for row in shown(counter).wrong] == [
        f"別の受付（{opened}）の紙です。抜いてください",
        "二度目です。同じ紙が2枚ないか見てください",
        "書類番号ではありません。抜いてください",
    ]
    assert f"別の受付（{opened}）の紙です。抜いてください" in shown_words(counter.window)
    counter.press(Key.Key_H, ALT)
    assert not lines(counter, "pile.handed_over")
    for left in (2, 1, 0):
        counter.press(Key.Key_X, ALT)
        assert len(shown(counter).wrong) == left
    out = lines(counter, "pile.taken_out")
    assert [(e.reason, e.fields) for e in out] == [
        ("foreign", (stray,)),
        ("repeated", (whole[0],)),
        ("unreadable", ("",)),
    ]
    counter.press(Key.Key_H, ALT)
    assert set(numbers(counter, PaperState.HANDED_OVER)) == set(whole)


def test_a_correction_after_printing_leaves_old_paper_to_be_destroyed(counter: Counter) -> None:
    print_all(counter)
    old = correct(counter)
    assert state_of(counter, old) is PaperState.STALE
    assert [row.number for row in shown(counter).old] == [old[9:]]
    assert "古い紙　回収して廃棄" in shown_words(counter.window).replace(" ", "　")
    read(counter, old)
    assert [row.words for row in shown(counter).wrong] == ["訂正前の古い紙です。抜いてください"]
    assert shown(counter).old == ()
    counter.press(Key.Key_X, ALT)
    assert state_of(counter, old) is PaperState.DESTROYED
    assert shown(counter).wrong == ()
    assert [e.what for e in lines(counter, "paper.destroyed")] == ["paper.destroyed"]


def test_old_paper_that_never_lay_in_the_pile_is_destroyed_too(counter: Counter) -> None:
    print_all(counter)
    old = correct(counter)
    counter.press(Key.Key_X, ALT)
    assert state_of(counter, old) is PaperState.DESTROYED
    assert not lines(counter, "pile.taken_out")
    assert shown(counter).act == ""


def test_a_jam_is_settled_by_what_is_read_and_the_rest_is_printed_again(
    counter: Counter, printer: Printer
) -> None:
    printer.jam_after = 3
    print_all(counter)
    held = numbers(counter, PaperState.SPOOLED)
    assert len(held) > 2
    assert {rows(counter)[n[9:]] for n in held} == {PileState.UNSURE}
    assert counter.staff.documents.screen._panel.print_button is None, "it would come out twice"
    read(counter, held[0])
    assert state_of(counter, held[0]) is PaperState.PRINTED
    assert rows(counter)[held[0][9:]] is PileState.THERE
    counter.press(Key.Key_N, ALT)
    assert {state_of(counter, n) for n in held[1:]} == {PaperState.RENDERED}
    printer.jam_after = 99
    print_all(counter)
    assert not numbers(counter, PaperState.RENDERED)
    read(counter, *(n for n in numbers(counter) if n != held[0]))
    counter.press(Key.Key_H, ALT)
    assert len(numbers(counter, PaperState.HANDED_OVER)) == len(papers(counter))
    again = [papers(counter)[number].sent for number in held]
    assert again == [1, *[2] * (len(held) - 1)]


def test_readings_are_gone_when_the_reception_was_left_and_the_paper_is_not(
    counter: Counter,
) -> None:
    print_all(counter)
    whole = numbers(counter)
    read(counter, *whole[:3], "ZZZZZZZZ-01-1")
    assert len(pile(counter).numbers) == 3
    stored = papers(counter)
    at_hand = counter.reception
    counter.press(Key.Key_F2)
    counter.session.take(at_hand)
    counter.session.go_to(Step.DOCUMENTS)
    counter.rendered()
    assert pile(counter).numbers == ()
    assert shown(counter).wrong == ()
    assert papers(counter) == stored
    assert set(rows(counter).values()) == {PileState.WAITS}


def test_a_pile_is_read_again_from_its_first_sheet(counter: Counter) -> None:
    print_all(counter)
    whole = numbers(counter)
    read(counter, whole[0], whole[0], "ZZZZZZZZ-01-1")
    counter.press(Key.Key_U, ALT)
    assert pile(counter).numbers == ()
    assert [row.number for row in shown(counter).wrong] == ["ZZZZZZZZ-01-1"]
