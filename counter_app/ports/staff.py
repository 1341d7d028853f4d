"""Proof by staff card (職員カード) of who decides; what is on the card is read behind this port."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class StaffIdentity:
    """Whom a card names: the staff number (職員番号) in its certificate. No name is on it."""

    staff_id: str
    certificate_serial: str  # hexadecimal, capitals


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffProof:
    """A staff card was on the reader at `proved_at` and signed for one statement.

    `nonce` (32 bytes) is what made its challenge fresh, `signature` the card's ECDSA signature
    (DER) and `certificate` the DER it holds under, so that the proof can be checked again later.
    """

    identity: StaffIdentity
    proved_at: datetime
    statement: bytes = field(repr=False)  # SHA-256 of what the card was laid down for
    nonce: bytes = field(repr=False)
    signature: bytes = field(repr=False)
    certificate: bytes = field(repr=False)


class StaffCards(Protocol):
    """The reader for staff cards. Calls come from one thread; each fails within two seconds."""

    def look(self) -> bool:
        """Whether a card lies on any reader now. What lies there counts no more: see below."""

    def wait_for_card(self, seconds: float) -> bool:
        """Whether within `seconds` a card was laid down since `look`; may block that long.

        True as long as it lies there. A card that was there before has to be laid down anew.
        """

    def prove(self, statement: bytes) -> StaffProof:
        """Have the card that was laid down sign for this statement, and take its power.

        Raises a code of the card or the reader; whose card it is, is not judged here.
        """

    def release(self) -> None:
        """Let the reader go; at any time."""
