"""The typefaces of the forms: shaping text into glyphs and embedding exactly those glyphs.

Written into the document as composite fonts (Type 0, Identity-H) so that a spread label is one
text object, a variation sequence is one glyph, and the extracted text is the source string, also
above the Basic Multilingual Plane.
"""

import hashlib
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache

from reportlab.pdfbase import pdfdoc

from counter_app.failures import CounterError, FailureCode
from forms.truetype import TrueTypeFile
from resources.loader import font_file
from resources.variation_sequences import is_selector


class Typeface(StrEnum):
    """Labels are gothic, data and notices Mincho; the proportional face is for Latin glosses."""

    GOTHIC = "gothic"
    BOLD = "bold"
    MINCHO = "mincho"
    LATIN = "latin"
    LATIN_BOLD = "latin-bold"


_FAMILIES = {
    Typeface.GOTHIC: ("BIZ UDGothic", "IPAmj Mincho"),
    Typeface.BOLD: ("BIZ UDGothic Bold", "IPAmj Mincho"),
    Typeface.MINCHO: ("IPAmj Mincho",),
    Typeface.LATIN: ("BIZ UDPGothic", "Noto Sans", "IPAmj Mincho"),
    Typeface.LATIN_BOLD: ("BIZ UDPGothic Bold", "Noto Sans Bold", "IPAmj Mincho"),
}
"""Where a character is looked for, in this order; what none of them has is a failure."""


_DATA_FAMILIES = frozenset({"IPAmj Mincho"})

_FAST = 1
"""Outlines hardly shrink any further (zlib level)."""

_FULL = 1000.0
_PAIRED = re.compile("[、。，．）」』】〕](?=[、。，．）」』】〕（「『【〔])")
_COMBINED = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")


@dataclass(frozen=True, slots=True)
class Glyph:
    """One drawn character: its font family, glyph number, width (‰ of the size) and source text.

    `trim` is taken off behind it: a closing mark before another mark keeps half its width
    (JIS X 4051).
    """

    family: str
    number: int
    width: float
    text: str
    trim: float = 0.0


@cache
def _file(family: str) -> TrueTypeFile:
    path = font_file(family)
    if path is None:
        raise CounterError(FailureCode.FORM_FONT_MISSING, f"書体「{family}」が見つかりません")
    return TrueTypeFile(path)


class _Glyphs(dict[str, Glyph]):
    """Glyphs of a typeface by character (with its selector), looked up once."""

    def __init__(self, typeface: Typeface) -> None:
        super().__init__()
        self._families = tuple(
            family
            for family in _FAMILIES[typeface]
            if not family.startswith("Noto") or font_file(family) is not None
        )

    def __missing__(self, character: str) -> Glyph:
        for family in self._families:
            file = _file(family)
            number = file.map.glyph(character[0], character[1:])
            if number is not None:
                found = self[character] = Glyph(family, number, file.width(number), character)
                return found
        codes = "+".join(f"U+{ord(code):04X}" for code in character)
        raise CounterError(FailureCode.FORM_GLYPH_MISSING, f"この書体にない字です: {codes}")


@cache
def _glyphs(typeface: Typeface) -> _Glyphs:
    return _Glyphs(typeface)


@lru_cache(maxsize=4096)
def shape(text: str, typeface: Typeface) -> tuple[Glyph, ...]:
    """The glyphs of a text. A character without its glyph stops the form; none is replaced.

    A value is measured and drawn several times while its form is made; `forget` is called then.
    """
    glyphs = _glyphs(typeface)
    units = _units(text) if _COMBINED.search(text) else text
    shaped = [glyphs[unit] for unit in units]
    if _PAIRED.search(text):
        for place, glyph in enumerate(shaped[:-1]):
            pair = glyph.text + shaped[place + 1].text
            if glyph.width == _FULL and _PAIRED.match(pair):
                shaped[place] = replace(glyph, width=_FULL / 2, trim=_FULL / 2)
    return tuple(shaped)


@lru_cache(maxsize=4096)
def width(text: str, typeface: Typeface) -> float:
    """Width in ems, from the metrics of the fonts; a selector counts nothing."""
    return sum([glyph.width for glyph in shape(text, typeface)]) / 1000


def forget() -> None:
    """Keep no text of a form that is finished."""
    shape.cache_clear()
    width.cache_clear()


def _units(text: str) -> list[str]:
    """What takes a glyph of its own: a base with its selector, then each mark."""
    units: list[str] = []
    for code in text:
        if units and is_selector(code):
            units[-1] += code
        else:
            units.append(code)
    return units


@dataclass(frozen=True, slots=True)
class FontStart:
    """What a form's own words take of one family: its glyphs in order, ready to be embedded."""

    family: str
    glyphs: tuple[Glyph, ...]
    codes: dict[str, str]
    parts: "_FontParts"


@dataclass(frozen=True, slots=True)
class _FontParts:
    """Compressed outlines, their plain length, the compressed map to text, widths, name tag."""

    outlines: bytes
    length: int
    text_map: bytes
    widths: str
    tag: str


class EmbeddedFont:
    """The part of one font family that a document uses; codes are given in order of first use.

    With `start`, the form's own words come first, so that they have the same codes in every
    document of the form. `beyond` tells that something else was shown.
    """

    def __init__(self, family: str, name: str, start: FontStart | None = None) -> None:
        self.name = name
        self.beyond = False
        self._family = family
        self._start = start
        self._codes: dict[str, str] = dict(start.codes) if start is not None else {}
        self._glyphs: list[Glyph] = list(start.glyphs) if start is not None else []
        self._last = f"{len(self._glyphs):04x}"

    def shown(self, glyphs: Sequence[Glyph]) -> str:
        """The operand and operator that show these glyphs."""
        known = self._codes
        codes = [known.get(glyph.text) or self.code(glyph) for glyph in glyphs]
        if max(codes) > self._last:
            self.beyond = True
        for glyph in glyphs:
            if glyph.trim:
                break
        else:
            return f"<{''.join(codes)}> Tj"
        parts = zip(codes, glyphs, strict=True)
        body = "".join(f"{code}> {g.trim:g} <" if g.trim else code for code, g in parts)
        return f"[<{body}>] TJ"

    def code(self, glyph: Glyph) -> str:
        """Two bytes in hexadecimal. The key is the text: one shape may stand for two characters."""
        found = self._codes.get(glyph.text)
        if found is None:
            if glyph.trim:
                glyph = replace(glyph, width=glyph.width + glyph.trim, trim=0.0)
            self._glyphs.append(glyph)
            found = self._codes[glyph.text] = f"{len(self._glyphs):04x}"
        return found

    def start(self) -> FontStart:
        """What was shown so far, as the start of another document's font."""
        glyphs = tuple(self._glyphs)
        return FontStart(self._family, glyphs, dict(self._codes), _cut(self._family, glyphs))

    def add_objects(self, document: pdfdoc.PDFDocument) -> None:
        """Write font, metrics, outlines and the map back to text (ISO 32000-1 §9.7, §9.10.3)."""
        file = _file(self._family)
        start = self._start
        if start is not None and len(start.glyphs) == len(self._glyphs):
            parts = start.parts
        else:
            cut = _cut if self._family in _DATA_FAMILIES else _cut_labels
            parts = cut(self._family, tuple(self._glyphs))
        full_name = pdfdoc.PDFName(f"{parts.tag}+{self._family.replace(' ', '')}")
        outlines = flate_stream(parts.outlines, {"Length1": parts.length})
        descriptor = pdfdoc.PDFDictionary(
            {
                "Type": "/FontDescriptor",
                "FontName": full_name,
                "Flags": 4,
                "FontBBox": pdfdoc.PDFArray(file.bounds),
                "ItalicAngle": 0,
                "Ascent": file.ascent,
                "Descent": file.descent,
                "CapHeight": file.ascent,
                "StemV": 80,
                "FontFile2": document.Reference(outlines, f"{self.name}.outlines"),
            }
        )
        descendant = pdfdoc.PDFDictionary(
            {
                "Type": "/Font",
                "Subtype": "/CIDFontType2",
                "BaseFont": full_name,
                "CIDSystemInfo": pdfdoc.PDFDictionary(
                    {
                        "Registry": pdfdoc.PDFString("Adobe"),
                        "Ordering": pdfdoc.PDFString("Identity"),
                        "Supplement": 0,
                    }
                ),
                "FontDescriptor": document.Reference(descriptor, f"{self.name}.descriptor"),
                "DW": 1000,
                "W": f"[1 [{parts.widths}]]",
                "CIDToGlyphMap": "/Identity",
            }
        )
        font = pdfdoc.PDFDictionary(
            {
                "Type": "/Font",
                "Subtype": "/Type0",
                "BaseFont": full_name,
                "Encoding": "/Identity-H",
                "DescendantFonts": pdfdoc.PDFArray(
                    [document.Reference(descendant, f"{self.name}.descendant")]
                ),
                "ToUnicode": document.Reference(flate_stream(parts.text_map), f"{self.name}.text"),
            }
        )
        fonts = document.idToObject["BasicFonts"].dict
        fonts[self.name] = document.Reference(font, f"{self.name}.font")


def _text_map(glyphs: list[Glyph]) -> bytes:
    """The compressed map from codes back to text."""
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        "1 begincodespacerange <0000> <ffff> endcodespacerange",
    ]
    for start in range(0, len(glyphs), 100):
        part = glyphs[start : start + 100]
        lines.append(f"{len(part)} beginbfchar")
        lines += [
            f"<{start + index:04x}> <{glyph.text.encode('utf-16-be').hex()}>"
            for index, glyph in enumerate(part, 1)
        ]
        lines.append("endbfchar")
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return zlib.compress("\n".join(lines).encode("ascii"))


def _cut(family: str, glyphs: tuple[Glyph, ...]) -> _FontParts:
    numbers = tuple(glyph.number for glyph in glyphs)
    font = _file(family).subset(numbers)
    digest = hashlib.sha256(repr(numbers).encode()).hexdigest()[:6]
    return _FontParts(
        zlib.compress(font, _FAST),
        len(font),
        _text_map(list(glyphs)),
        " ".join([f"{glyph.width:.4g}" for glyph in glyphs]),
        "".join(chr(ord("A") + int(digit, 16)) for digit in digest),
    )


_cut_labels = lru_cache(maxsize=64)(_cut)
"""The words of a form repeat from sheet to sheet. Names do not, and are not kept."""


def flate_stream(compressed: bytes, entries: dict[str, int] | None = None) -> pdfdoc.PDFStream:
    """A stream object around bytes that are compressed already."""
    dictionary = pdfdoc.PDFDictionary({"Filter": "/FlateDecode", **(entries or {})})
    return pdfdoc.PDFStream(dictionary, compressed)
