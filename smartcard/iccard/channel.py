"""What a way to a card offers, and what can go wrong on it."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from iccard.apdu import Command, Response

CALL_SECONDS = 1.5
RELEASE_SECONDS = 0.3
"""Bounds of one call and of letting go: together a failure is shown within two seconds."""


class Fault(StrEnum):
    """What can go wrong between us and the chip, whatever the reader interface."""

    NO_READER = "no reader"
    NO_CARD = "no card"
    UNKNOWN_CARD = "unknown card"
    REMOVED = "removed"
    EMPTY_ANSWER = "empty answer"
    READER_BUSY = "reader busy"
    SERVICE_DOWN = "service down"
    NO_ANSWER = "no answer"
    UNEXPECTED = "unexpected"


class ChannelFaultError(Exception):
    """A fault of the channel; `detail` names a reader or an error number, never data."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(f"{fault.value}: {detail}" if detail else fault.value)
        self.fault = fault
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Held:
    """A card on a reader; `count` is another one each time a card comes or goes there."""

    reader: str
    count: int


class CardChannel(Protocol):
    """A way to one card. All calls come from one thread and return within `CALL_SECONDS`.

    Every method raises `ChannelFaultError`; after `release` it may be connected again.
    """

    @property
    def kind(self) -> str:
        """`"pcsc"` or `"in-process"`."""

    @property
    def reader(self) -> str:
        """Name of the reader that holds the connected card; empty before."""

    @property
    def apdus(self) -> int:
        """Commands sent to the connected card since `connect`, that one's first included."""

    def wait_for_card(self, seconds: float) -> bool:
        """Whether a card lies on any reader within `seconds`. May take that long."""

    def wait_for_removal(self, seconds: float) -> bool:
        """Whether no card lies on any reader within `seconds`. May take that long."""

    def held(self) -> frozenset[Held]:
        """Where cards lie now. A card that is taken up and laid down again is another one."""

    def connect(self, first: Command, among: Collection[str] | None = None) -> None:
        """Power up the cards present, one by one; keep the first that does `first` (9000, 61xx).

        Looks on the readers `among` alone, on all with None. The connection is exclusive, and
        whatever an earlier program verified is forgotten.
        """

    def transmit(self, command: Command) -> Response:
        """Send one command to the connected card."""

    def release(self) -> None:
        """Take the power from the card and let the reader go. Never raises; may be called twice."""
