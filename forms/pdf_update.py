"""Additions to a finished PDF: opens it for one incremental update and embeds a few glyphs.

The bytes of the finished document stay as they are and the addition stands behind them, so the
document as it was signed can be cut out of every later copy.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import groupby
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError

from counter_app.failures import CounterError, FailureCode
from forms.fonts import Typeface, shape
from forms.glyphs import Glyph, font_of

POINTS_PER_MM = 72 / 25.4


class PdfUpdate(IncrementalPdfFileWriter):
    """One incremental update that leaves the document's own metadata alone."""

    def _update_meta(self) -> None:
        """Writes no time of change and no producer: the seal carries the time, from our clock."""


def unreadable_pdf(detail: str) -> CounterError:
    """The failure for a file that is no PDF, is damaged, or is locked by a password."""
    return CounterError(FailureCode.PDF_UNREADABLE, detail)


def open_for_update(pdf: bytes) -> PdfUpdate:
    """Open a finished PDF to add to it. Raises CounterError PDF_UNREADABLE."""
    try:
        update = PdfUpdate(BytesIO(pdf))
        pages = page_count(update)
        encrypted = bool(update.prev.encrypted)
    except (PdfError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise unreadable_pdf("PDFとして読めません") from error
    if encrypted:
        raise unreadable_pdf("パスワードで保護されたPDFです")
    if pages < 1:
        raise unreadable_pdf("ページがありません")
    return update


def page_count(document: Any) -> int:
    """Number of pages of a document opened by pyHanko, for reading or for an update."""
    return int(document.root["/Pages"]["/Count"])


def page_object(document: Any, page: int) -> Any:
    """The dictionary of a page, counted from 1."""
    return document.find_page_for_modification(page - 1)[0].get_object()


def points_box(
    update: PdfUpdate, page: int, x: float, y: float, width: float, height: float
) -> tuple[float, float, float, float]:
    """Rectangle in PDF points (left, bottom, right, top) of a box in mm from the top left corner.

    `page` counts from 1. Raises ValueError for a page or a place that the document does not have.
    """
    if not 1 <= page <= page_count(update):
        raise ValueError(f"the document has no page {page}")
    node: Any = page_object(update, page)
    while "/MediaBox" not in node:
        node = node["/Parent"]
    left, bottom, right, top = (float(value) for value in node["/MediaBox"])
    box = (
        left + x * POINTS_PER_MM,
        top - (y + height) * POINTS_PER_MM,
        left + (x + width) * POINTS_PER_MM,
        top - y * POINTS_PER_MM,
    )
    if box[0] < left or box[1] < bottom or box[2] > right or box[3] > top:
        raise ValueError(f"a box leaves page {page}")
    return box


# --- objects: pyHanko is typed in parts only, so the untyped calls are made here ---------------


def _value(value: object) -> Any:
    """A PDF object for a number or for a name given as "/Name"; objects pass as they are."""
    if isinstance(value, generic.PdfObject):
        return value
    if isinstance(value, str) and value.startswith("/"):
        return pdf_name(value)
    if isinstance(value, int) or (isinstance(value, float) and value.is_integer()):
        return generic.NumberObject(value)  # type: ignore[no-untyped-call]
    if isinstance(value, float):
        return generic.FloatObject(value)  # type: ignore[no-untyped-call]
    raise TypeError("neither a number, a name nor a PDF object")


def dictionary(entries: Mapping[str, object]) -> Any:
    """A PDF dictionary from plain keys and from values as `_value` takes them."""
    named = {pdf_name("/" + key): _value(value) for key, value in entries.items()}
    return generic.DictionaryObject(named)  # type: ignore[no-untyped-call]


def array(*values: object) -> Any:
    """A PDF array of values as `_value` takes them."""
    return generic.ArrayObject([_value(value) for value in values])


def stream(data: bytes, entries: Mapping[str, object], *, compressed: bool = True) -> Any:
    """A PDF stream with the entries of its dictionary."""
    made = generic.StreamObject(dictionary(entries), stream_data=data)
    if compressed:
        made.compress()  # type: ignore[no-untyped-call]
    return made


def add_to_page(update: PdfUpdate, page: int, *, before: Any, after: Any, resources: Any) -> None:
    """Let a page (from 1) draw two added streams, one before and one after its own content."""
    update.add_stream_to_page(page - 1, before, prepend=True)  # type: ignore[no-untyped-call]
    update.add_stream_to_page(page - 1, after, resources=resources)  # type: ignore[no-untyped-call]


# --- glyphs -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class GlyphSet:
    """A font cut to the characters an addition draws, each with its selector if it has one.

    Measures in thousandths of the size.
    """

    family: str
    program: bytes
    characters: tuple[str, ...]
    widths: tuple[float, ...]
    bounds: tuple[int, ...]
    ascent: int
    descent: int

    def code(self, character: str) -> int:
        """Number of a character's glyph, from 1; written as four hexadecimal digits."""
        return self.characters.index(character) + 1

    def hexadecimal(self, characters: Iterable[str]) -> str:
        """The characters as the inside of a PDF hexadecimal string."""
        return "".join(f"{self.code(character):04X}" for character in characters)

    def width(self, characters: Iterable[str]) -> float:
        """Width of the characters, one after the other."""
        return sum(self.widths[self.code(character) - 1] for character in characters)

    def embed(self, update: PdfUpdate) -> Any:
        """Add the font to an update; returns the reference for a resource dictionary."""
        name = "/COUNTR+" + self.family.replace(" ", "")
        program = stream(self.program, {"Length1": len(self.program)})
        descriptor = dictionary(
            {
                "Type": "/FontDescriptor",
                "FontName": name,
                "Flags": 4,
                "FontBBox": array(*self.bounds),
                "ItalicAngle": 0,
                "Ascent": self.ascent,
                "Descent": self.descent,
                "CapHeight": self.ascent,
                "StemV": 80,
                "FontFile2": update.add_object(program),
            }
        )
        system = {
            "Registry": generic.pdf_string("Adobe"),
            "Ordering": generic.pdf_string("Identity"),
            "Supplement": 0,
        }
        descendant = dictionary(
            {
                "Type": "/Font",
                "Subtype": "/CIDFontType2",
                "BaseFont": name,
                "CIDSystemInfo": dictionary(system),
                "FontDescriptor": update.add_object(descriptor),
                "W": array(1, array(*self.widths)),
                "CIDToGIDMap": "/Identity",
            }
        )
        return update.add_object(
            dictionary(
                {
                    "Type": "/Font",
                    "Subtype": "/Type0",
                    "BaseFont": name,
                    "Encoding": "/Identity-H",
                    "DescendantFonts": array(update.add_object(descendant)),
                    "ToUnicode": update.add_object(stream(self._text_map(), {})),
                }
            )
        )

    def _text_map(self) -> bytes:
        """The way back from glyphs to text (ISO 32000-1 §9.10.3), for readers and searches."""
        lines = [
            f"<{self.code(c):04X}> <{c.encode('utf-16-be').hex().upper()}>" for c in self.characters
        ]
        return "\n".join(
            [
                "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
                "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
                "1 begincodespacerange <0000> <FFFF> endcodespacerange",
                f"{len(lines)} beginbfchar",
                *lines,
                "endbfchar endcmap CMapName currentdict /CMap defineresource pop end end",
            ]
        ).encode("ascii")


@cache
def glyph_set(typeface: Typeface, characters: str) -> GlyphSet:
    """The glyphs of `characters`, each once; made once.

    Raises CounterError FORM_FONT_MISSING or FORM_GLYPH_MISSING.
    """
    (run,) = glyph_runs(characters, typeface)
    return run.font


@dataclass(frozen=True, slots=True)
class GlyphRun:
    """A part of a text that one font draws."""

    font: GlyphSet
    characters: tuple[str, ...]


def glyph_runs(text: str, typeface: Typeface) -> tuple[GlyphRun, ...]:
    """A text in its fonts, part by part. Raises FORM_FONT_MISSING or FORM_GLYPH_MISSING."""
    runs = groupby(shape(text, typeface), key=lambda glyph: glyph.family)
    return tuple(_run(family, tuple(glyphs)) for family, glyphs in runs)


def _run(family: str, glyphs: tuple[Glyph, ...]) -> GlyphRun:
    file = font_of(family)
    once = {glyph.text: glyph for glyph in glyphs}
    font = GlyphSet(
        family,
        file.subset(tuple(glyph.number for glyph in once.values())),
        tuple(once),
        tuple(round(glyph.width + glyph.trim, 3) for glyph in once.values()),
        file.bounds,
        file.ascent,
        file.descent,
    )
    return GlyphRun(font, tuple(glyph.text for glyph in glyphs))
