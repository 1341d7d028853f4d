"""Forms and pages (帳票): rendered and pictured."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from counter_app.model.facts import FieldValue
from counter_app.ports.card import NumberBox


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
    """Where a value stands, mm from the top left of its page: for what is explained beside it."""

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
    short: str = ""  # a title for narrow lists
    signature: str = "none"  # role that signs: "filer", "claimant", "subject", "none"
    per_person: bool = False  # the layout speaks of `subject`: one sheet for each person concerned


@dataclass(frozen=True, slots=True)
class RenderedForm:
    """A rendered form: the PDF as signed, its pages and where things stand on them.

    `fields` have a value; `blanks` are the boxes nothing is written in.
    """

    form_id: str
    title: str
    edition: str
    pdf: bytes
    pages: int
    signature_boxes: tuple[SignatureBox, ...]
    number_boxes: tuple[NumberBox, ...]
    fields: tuple[FieldBox, ...]
    blanks: tuple[FieldBox, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """What a document says and where, for the explanations beside its pages."""

    values: Mapping[str, FieldValue]
    fields: tuple[FieldBox, ...] = ()
    blanks: tuple[FieldBox, ...] = ()


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
