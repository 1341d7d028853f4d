"""The card and its vault (カード): the individual number stays behind them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from counter_app.model.people import Sex


class PinKind(StrEnum):
    """Which secret of the card is asked for (暗証番号の種類)."""

    AUTHENTICATION = "authentication"  # 利用者証明用
    CARD_INFORMATION = "card_information"  # 券面事項入力補助用


class PinEntry(Protocol):
    """Digits while the resident types them; they live in the vault and are wiped after use."""

    def press(self, digit: int) -> None: ...
    def erase(self) -> None: ...
    def clear(self) -> None: ...
    @property
    def length(self) -> int: ...


@dataclass(frozen=True, slots=True)
class CardPresented:
    """A card is on the reader and powered; no PIN has been used."""

    channel: str  # "pcsc" or "in-process"
    reader: str
    certificate_serial: str
    tries_left: int  # of the authentication PIN


@dataclass(frozen=True, slots=True)
class FourAttributes:
    """The four basic attributes (基本4情報) on the chip; the address is still the old one."""

    name: str
    address: str
    birth: date
    sex: Sex


@dataclass(frozen=True, slots=True)
class CardReading:
    """What leaves the vault after a reading. `blind_index` is HMAC-SHA-256 of P, 32 bytes."""

    attributes: FourAttributes
    blind_index: bytes
    certificate_serial: str
    apdus: int
    channel: str
    reader: str
    revocation_checked: bool


@dataclass(frozen=True, slots=True)
class NumberBox:
    """Where the vault draws P on a printed page: mm from the top left; `person` names whose."""

    page: int
    x: float
    y: float
    width: float
    height: float
    person: str


class CardVault(Protocol):
    """Card channel, PINs and the individual number; nothing of them leaves (設計 D3)."""

    def wait_for_card(self, seconds: float) -> bool: ...
    def present(self) -> CardPresented: ...
    def stays(self) -> None:
        """Raises CARD_REMOVED when the presented card is no longer there; asks the reader alone."""
        ...

    def pin(self, kind: PinKind) -> PinEntry: ...
    def verify_holder(self, *, confirmed_last_try: bool = False) -> None: ...
    def open_card_information(self) -> int: ...
    def read(self, *, confirmed_last_try: bool = False) -> CardReading: ...
    def encrypt_number_for(self, recipient_public_jwk: str, context: str) -> str: ...
    def draw_number(self, pdf: bytes, boxes: tuple[NumberBox, ...]) -> bytes: ...
    def release(self) -> None: ...
