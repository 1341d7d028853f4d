"""`card read`: what it tells, what it never tells, and each way it may fail."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from counter_app.bootstrap import SandboxCounter
from counter_app.commands import card
from counter_app.failures import CounterError, FailureCode
from counter_app.sandbox.card_holder import TAKASHI, derive_number, make_card
from iccard.applications import FIRST_GENERATION
from iccard.simulator import VirtualCard
from tests.command_kit import Ran, command, process, refused
from tests.number_search import dresses, parts_of_folder, pin_dresses, search

PINS = f"{TAKASHI.authentication_pin}\n{TAKASHI.card_information_pin}\n".encode()
_PY = "YK4M7R20"


@pytest.fixture(scope="module")
def basedir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One counter for all: the virtual card's key is made once."""
    return tmp_path_factory.mktemp("counter")


def read(basedir: Path, stdin: bytes, holder: str = "takashi") -> tuple[int, str, str]:
    ran = process("--basedir", basedir, "card", "read", "--json", "--sandbox", holder, stdin=stdin)
    return ran.status, ran.out, ran.err


def test_a_card_is_read_and_neither_number_nor_pins_are_told_or_kept(basedir: Path) -> None:
    status, out, err = read(basedir, PINS)
    assert status == 0, err
    told = json.loads(out)
    assert told["attributes"] == {
        "name": TAKASHI.name,
        "address": TAKASHI.address,
        "birth": "1991-11-05",
        "sex": "male",
    }
    assert set(told) == {
        "attributes",
        "certificate_serial",
        "revocation_checked",
        "apdus",
        "channel",
        "reader",
        "link_code_known",
    }
    assert 12 <= told["apdus"] <= 14
    assert told["channel"] in ("pcsc", "in-process")
    assert told["link_code_known"] is False
    sought = (
        dresses(derive_number("takashi").decode()),
        pin_dresses(TAKASHI.authentication_pin),
        pin_dresses(TAKASHI.card_information_pin),
    )
    parts = [("out", out.encode()), ("err", err.encode()), *parts_of_folder(basedir)]
    assert search(parts, *sought)[0] == []


def test_after_an_import_the_link_code_is_known_and_still_not_told(
    basedir: Path, tmp_path: Path
) -> None:
    file = tmp_path / "links.csv"
    file.write_bytes(derive_number("misaki") + b"," + _PY.encode() + b"\n")
    assert command("links", "import", file, basedir=basedir).status == 0
    stdin = b"1618\n0577\n"
    status, out, err = read(basedir, stdin, "misaki")
    assert status == 0, err
    assert json.loads(out)["link_code_known"] is True
    assert _PY not in out + err


def test_without_json_the_same_is_told_in_words(basedir: Path) -> None:
    ran = process("--basedir", basedir, "card", "read", "--sandbox", "takashi", stdin=PINS)
    assert ran.status == 0, ran.err
    assert TAKASHI.name in ran.out
    assert "登録がありません" in ran.out


@pytest.mark.parametrize(
    ("stdin", "code", "says"),
    [
        (b"0000\n2718\n", "CARD_PIN_WRONG", "利用者証明用暗証番号が違います。あと2回"),
        (b"3141\n0000\n", "CARD_PIN_WRONG", "券面事項入力補助用暗証番号が違います。あと2回"),
        (b"3141\n", "CARD_PIN_WRONG", "券面事項入力補助用暗証番号が違います"),
        (b"", "CARD_PIN_FORMAT", "数字4けた"),
        (b"314\n2718\n", "CARD_PIN_FORMAT", "数字4けた"),
        (b"31415\n2718\n", "CARD_PIN_FORMAT", "数字4けた"),
        (b"3141" * 10_000 + b"\n2718\n", "CARD_PIN_FORMAT", "数字4けた"),
        ("３１４１\n2718\n".encode(), "CARD_PIN_FORMAT", "数字4けた"),
    ],
)
def test_a_pin_that_is_wrong_is_refused_in_words_without_it(
    basedir: Path, stdin: bytes, code: str, says: str
) -> None:
    status, out, err = read(basedir, stdin)
    assert (status, out) == (3, "")
    assert says in refused(Ran(status, out, err), code)
    assert "3141" not in err
    assert "2718" not in err


def test_line_ends_of_windows_are_taken(basedir: Path) -> None:
    status, _, err = read(basedir, PINS.replace(b"\n", b"\r\n"))
    assert status == 0, err


def test_an_empty_reader_is_told(basedir: Path) -> None:
    status, out, err = read(basedir, PINS, "shizu")
    refused(Ran(status, out, err), "CARD_ABSENT")
    assert "takashi・misaki・aoi" in err


def test_without_a_card_service_that_is_told(basedir: Path, tmp_path: Path) -> None:
    ran = process(
        "--basedir",
        basedir,
        "card",
        "read",
        stdin=PINS,
        PCSCLITE_CSOCK_NAME=str(tmp_path / "no-service"),
    )
    refused(ran, "CARD_SERVICE_DOWN")


def test_pins_are_no_arguments() -> None:
    ran = command("card", "read", "--sandbox", "takashi", "3141", "2718")
    assert ran.status == 2


# --- the last try -------------------------------------------------------------------------------


@contextmanager
def typed(content: bytes) -> Iterator[None]:
    """Standard input is a pipe that holds these lines."""
    inside, outside = os.pipe()
    os.write(outside, content)
    os.close(outside)
    before = sys.stdin
    with os.fdopen(inside) as sys.stdin:
        try:
            yield
        finally:
            sys.stdin = before


def worn_card(basedir: Path, sandbox: SandboxCounter, wrong: int) -> VirtualCard:
    """A card at which the authentication PIN was wrong so many times already."""
    made = make_card(TAKASHI, basedir / "sandbox" / "cards", sandbox.counter.clock())
    pin = made._pin(FIRST_GENERATION.jpki.aid, FIRST_GENERATION.jpki.pin.file)
    pin.left = pin.tries - wrong
    return made


@pytest.mark.parametrize(
    ("wrong", "options", "stdin", "code"),
    [
        (2, (), PINS, "CARD_LAST_TRY"),
        (2, ("--last-try",), PINS, ""),
        (2, ("--last-try",), b"0000\n2718\n", "CARD_PIN_LOCKED"),
        (3, (), PINS, "CARD_PIN_LOCKED"),
        (3, ("--last-try",), PINS, "CARD_PIN_LOCKED"),
    ],
)
def test_the_last_try_needs_the_residents_word(
    basedir: Path,
    monkeypatch: pytest.MonkeyPatch,
    wrong: int,
    options: tuple[str, ...],
    stdin: bytes,
    code: str,
) -> None:
    laid: list[VirtualCard] = []

    def put(sandbox: SandboxCounter, _: str) -> None:
        laid.append(worn_card(basedir, sandbox, wrong))
        sandbox.reader.insert(laid[0])

    monkeypatch.setattr(SandboxCounter, "put_card", put)
    with typed(stdin):
        ran = command("card", "read", "--sandbox", "takashi", *options, basedir=basedir)
    left = laid[0].pin_tries(FIRST_GENERATION.jpki.aid, FIRST_GENERATION.jpki.pin.file)
    if code:
        refused(ran, code)
        assert left == (1 if code == "CARD_LAST_TRY" else 0)
    else:
        assert ran.status == 0, ran.err
        assert left == 3


# --- the buffers of the PINs --------------------------------------------------------------------


def test_the_lines_are_wiped_whatever_happens() -> None:
    kept: list[bytearray] = []

    def fail() -> None:
        with typed(b"3141\n2718\n"), card._pins() as pins:
            kept.extend(pins.values())
            assert [bytes(line) for line in kept] == [b"3141", b"2718"]
            raise CounterError(FailureCode.SETTINGS_INVALID)

    with pytest.raises(CounterError):
        fail()
    assert [bytes(line) for line in kept] == [bytes(4), bytes(4)]


def test_one_line_serves_both_pins_in_buffers_of_their_own() -> None:
    with typed(b"3141"), card._pins() as pins:
        first, second = pins.values()
        assert first == second == b"3141"
        assert first is not second
