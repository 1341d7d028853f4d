"""Cards, readers and vaults for the card tests: the sandbox's own parts, put together."""

import functools
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from cryptography import x509

from counter_app.failures import CounterError, FailureCode
from counter_app.ports import CardReading, PinKind
from counter_app.sandbox import jpki
from counter_app.sandbox.card_holder import TAKASHI, CardHolder, assemble
from counter_app.sandbox.virtual_reader import VirtualReader, missing_part
from iccard.channel import CALL_SECONDS
from iccard.reading import read_card
from iccard.simulator import Quirk, VirtualCard
from iccard.vault import PIN_SECONDS, Vault

NOW = datetime(2026, 4, 3, 9, 12, tzinfo=timezone(timedelta(hours=9)))
INDEX_KEY = bytes(range(32))


@functools.cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="counter-jpki-", ignore_cleanup_errors=True)


@functools.cache
def authority() -> jpki.Authority:
    return jpki.open_authority(Path(_folder().name), NOW)


@functools.cache
def identity(name: str = "takashi") -> jpki.CardIdentity:
    return jpki.card_identity(Path(_folder().name), name, authority(), TAKASHI.birth, NOW)


def card(
    holder: CardHolder = TAKASHI,
    *,
    quirks: frozenset[Quirk] = frozenset(),
    remove_at: int | None = None,
    empty_at: int | None = None,
    stall_at: int | None = None,
) -> VirtualCard:
    made = assemble(holder, identity(), authority(), quirks=quirks)
    made.script.remove_at = remove_at
    made.script.empty_at = empty_at
    made.script.stall_at = stall_at
    return made


def make_vault(
    reader: VirtualReader,
    *,
    call_seconds: float = CALL_SECONDS,
    now: datetime = NOW,
    trusted: jpki.Authority | None = None,
    authorities: Iterable[x509.Certificate] | None = None,
    pin_seconds: float = PIN_SECONDS,
) -> Vault:
    return Vault(
        reader.channel(call_seconds),
        blind_index_key=INDEX_KEY,
        authorities=authorities or [(trusted or authority()).certificate],
        clock=lambda: now,
        overlay=lambda pdf, boxes, digits: pdf + bytes([len(boxes), len(digits)]),
        pin_seconds=pin_seconds,
    )


def press(vault: Vault, kind: PinKind, digits: str) -> None:
    entry = vault.pin(kind)
    for digit in digits:
        entry.press(int(digit))


def read_whole(vault: Vault, holder: CardHolder = TAKASHI) -> CardReading:
    return read_card(
        vault,
        {
            PinKind.AUTHENTICATION: bytearray(holder.authentication_pin.encode() + b"\n"),
            PinKind.CARD_INFORMATION: bytearray(holder.card_information_pin.encode() + b"\n"),
        },
    )


@contextmanager
def fails(code: FailureCode) -> Iterator[pytest.ExceptionInfo[CounterError]]:
    with pytest.raises(CounterError) as caught:
        yield caught
    assert caught.value.code is code


def open_reader(kind: str) -> VirtualReader:
    """A reader of that kind. Skips only where the PC/SC packages are not installed."""
    if kind == "pcsc" and (missing := missing_part()) is not None:
        pytest.skip(f"PC/SC: {missing}")
    reader = VirtualReader(in_process=kind == "in-process")
    assert reader.kind == kind, reader.reason
    return reader


def prove(vault: Vault) -> None:
    """Present the card and prove who holds it."""
    vault.present()
    press(vault, PinKind.AUTHENTICATION, TAKASHI.authentication_pin)
    vault.verify_holder()
