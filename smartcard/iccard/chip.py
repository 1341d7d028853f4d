"""A virtual card as a reader sees it: power, a script of what goes wrong, commands one by one.

What a card answers is its own affair: see `simulator` and `staff_card_simulator`.
"""

import threading
import time
from abc import ABC, abstractmethod
from dataclasses import dataclass, field

CONTACTLESS_ATR = bytes.fromhex("3B888001000005E0B381A1007F")
"""As a reader makes it up for a type B card; it identifies nothing."""
STALL_SECONDS = 30.0
_SIGNING = frozenset({0x2A, 0x87})
"""Instructions on which a card computes: PERFORM SECURITY OPERATION, GENERAL AUTHENTICATE."""


class CardGoneError(Exception):
    """The card left the reader while a command was under way."""


@dataclass(slots=True)
class Script:
    """What goes wrong, by number of the command since the card was put on the reader (from 1)."""

    remove_at: int | None = None
    empty_at: int | None = None
    stall_at: int | None = None
    stall: threading.Event = field(default_factory=threading.Event)
    """A stalled command waits for this event (or `STALL_SECONDS`)."""


@dataclass(frozen=True, slots=True)
class Latency:
    """Times of a slow card, in seconds, for measurements."""

    per_command: float = 0.0
    per_byte: float = 0.0
    per_signature: float = 0.0


class Chip(ABC):
    """A card of any kind. Not thread-safe: a reader sends one command at a time."""

    def __init__(self, *, latency: Latency | None = None, atr: bytes = CONTACTLESS_ATR) -> None:
        self._latency = latency
        self.atr = atr
        self.script = Script()
        self.commands = 0
        self._just_powered = False

    def inserted(self) -> None:
        """The card was put on a reader: the script counts from here."""
        self.commands = 0
        self.power_off()

    def power_on(self) -> bytes:
        """Give the answer to reset; the first command may fail on some cards."""
        self._just_powered = True
        self.reset()
        return self.atr

    @abstractmethod
    def reset(self) -> None:
        """A warm reset."""

    def power_off(self) -> None:
        """The power goes."""
        self.reset()

    def answer(self, wire: bytes | bytearray) -> bytearray:
        """The answer to a command, at least a status word. Raises `CardGoneError`."""
        self.commands += 1
        if self.commands == self.script.stall_at:
            self.script.stall.wait(STALL_SECONDS)
        if self.commands == self.script.remove_at:
            raise CardGoneError
        if self.commands == self.script.empty_at:
            return bytearray()
        first, self._just_powered = self._just_powered, False
        answer = self._process(wire, first=first)
        if self._latency is not None:
            signed = self._latency.per_signature if wire[1] in _SIGNING else 0.0
            sent = len(wire) + len(answer)
            time.sleep(self._latency.per_command + self._latency.per_byte * sent + signed)
        return answer

    @abstractmethod
    def _process(self, wire: bytes | bytearray, *, first: bool) -> bytearray:
        """What the chip makes of a command; `first` after power-up."""


def status(word: int) -> bytearray:
    """A status word as it is answered."""
    return bytearray(word.to_bytes(2, "big"))
