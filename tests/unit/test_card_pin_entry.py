"""Typed digits live in one buffer, leave once, and are wiped after use or when time is up."""

import threading
from types import SimpleNamespace

import pytest

from counter_app.failures import FailureCode
from counter_app.ports import PinKind
from iccard.pin_entry import CAPACITY, TypedPin
from iccard.reading import type_line
from tests.card_support import fails


def typed(digits: str, lifetime: float = 60.0) -> TypedPin:
    entry = TypedPin(lifetime)
    for digit in digits:
        entry.press(int(digit))
    return entry


def test_the_digits_are_taken_once() -> None:
    entry = typed("0123")
    assert entry.length == 4
    assert entry.take() == b"0123"
    assert (entry.length, bytes(entry.take())) == (0, b"")


def test_a_digit_can_be_taken_back() -> None:
    entry = typed("19")
    entry.erase()
    entry.press(2)
    assert entry.take() == b"12"
    entry.erase()
    assert entry.length == 0


def test_clearing_leaves_nothing() -> None:
    entry = typed("1234")
    entry.clear()
    assert (entry.length, bytes(entry.take())) == (0, b"")


def test_more_keys_than_any_pin_has_are_not_mistaken_for_a_pin() -> None:
    assert typed("1" * 50).length == CAPACITY


@pytest.mark.parametrize("digit", [-1, 10, 48])
def test_only_digits_are_keys(digit: int) -> None:
    with pytest.raises(ValueError, match="digit"):
        TypedPin(60.0).press(digit)


def test_forgotten_digits_are_wiped_when_time_is_up() -> None:
    entry = typed("1234", lifetime=0.02)
    patience = threading.Event()
    for _ in range(500):
        if not entry.length:
            break
        patience.wait(0.01)
    assert (entry.length, bytes(entry.take())) == (0, b"")


def test_many_keys_share_one_timer() -> None:
    before = set(threading.enumerate())  # an earlier timer may end meanwhile
    entry = typed("314159")
    entry.erase()
    entry.press(0)
    assert len(set(threading.enumerate()) - before) == 1
    entry.clear()


def test_a_later_key_gives_the_digits_their_whole_life_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [0.0]
    monkeypatch.setattr("iccard.pin_entry.time", SimpleNamespace(monotonic=lambda: now[0]))
    entry = typed("1", lifetime=0.02)
    first = entry._timer
    assert first is not None
    now[0] = 0.015
    entry.press(2)
    now[0] = 0.02
    first.join(30)
    assert entry.length == 2
    now[0] = 0.05
    patience = threading.Event()
    for _ in range(500):
        if not entry.length:
            break
        patience.wait(0.01)
    assert entry.length == 0


def test_no_representation_shows_digits() -> None:
    assert repr(typed("1234")) == "TypedPin(****)"


def test_a_line_is_typed_without_its_end_and_wiped() -> None:
    entry, line = TypedPin(60.0), bytearray(b"3141\r\n")
    type_line(entry, PinKind.AUTHENTICATION, line)
    assert entry.take() == b"3141"
    assert not any(line)


@pytest.mark.parametrize(
    "line", [b"", b"\n", b"314\n", b"31415", b"31a1\n", b" 3141", "３１４１".encode()]
)
def test_a_line_that_is_no_pin_is_refused_and_wiped(line: bytes) -> None:
    entry, buffer = TypedPin(60.0), bytearray(line)
    with fails(FailureCode.CARD_PIN_FORMAT):
        type_line(entry, PinKind.AUTHENTICATION, buffer)
    assert entry.length == 0
    assert not any(buffer)
