"""The interfaces between the use cases and the outside: card, forms, store, hub, printer, clock."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from counter_app.model.facts import FieldValue
from counter_app.model.people import Sex

Clock = Callable[[], datetime]
"""The present moment, aware, in the town's zone (+09:00)."""


# --- card -----------------------------------------------------------------------------------


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
    """The four basic attributes (基本4情報) as the card's chip holds them; the address is the old one."""

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
    def pin(self, kind: PinKind) -> PinEntry: ...
    def verify_holder(self, *, confirmed_last_try: bool = False) -> None: ...
    def open_card_information(self) -> int: ...
    def read(self, *, confirmed_last_try: bool = False) -> CardReading: ...
    def encrypt_number_for(self, recipient_public_jwk: str, context: str) -> str: ...
    def draw_number(self, pdf: bytes, boxes: tuple[NumberBox, ...]) -> bytes: ...
    def release(self) -> None: ...


# --- forms ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SignatureBox:
    """Where a resident's signature goes: mm from the top left; `signer` names the role."""

    page: int
    x: float
    y: float
    width: float
    height: float
    signer: str


@dataclass(frozen=True, slots=True)
class FieldBox:
    """Where a value stands, for the highlight in the preview."""

    key: str
    page: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class FormSummary:
    """One form the renderer knows."""

    id: str
    title: str
    edition: str
    number_class: str


@dataclass(frozen=True, slots=True)
class RenderedForm:
    """A rendered form: the PDF as signed, its pages and where things stand on them."""

    form_id: str
    title: str
    edition: str
    pdf: bytes
    pages: int
    signature_boxes: tuple[SignatureBox, ...]
    number_boxes: tuple[NumberBox, ...]
    fields: tuple[FieldBox, ...]


class FormRendering(Protocol):
    """Draws forms (帳票) from layout files."""

    def forms(self) -> tuple[FormSummary, ...]: ...
    def render(
        self, form_id: str, data: Mapping[str, FieldValue], *, sheet: int = 1, on: date
    ) -> RenderedForm: ...


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page as pixels: `png` bytes, size in pixels, and SHA-256 of the pixels (hex)."""

    page: int
    width: int
    height: int
    png: bytes
    shown_digest: str


class PageImaging(Protocol):
    """Turns a PDF into the pictures a person sees."""

    def __call__(self, pdf: bytes, *, width_px: int) -> tuple[PageImage, ...]: ...


@dataclass(frozen=True, slots=True)
class PrintOutcome:
    """What the printer said: job id, state and where the sheet went."""

    job: str
    state: str  # "printed", "pending", "failed"
    where: str


class PrintQueue(Protocol):
    """A printer (IPP) or a folder. `job_name` is a sheet number, never personal data."""

    def print(self, pdf: bytes, job_name: str) -> PrintOutcome: ...
