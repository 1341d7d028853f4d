"""The typefaces of the forms: shaping text into glyphs and embedding exactly those glyphs.

Written into the document as composite fonts (Type 0, Identity-H) so that a spread label is one
text object, a variation sequence is one glyph, and the extracted text is the source string, also
above the Basic Multilingual Plane.
"""

import hashlib
import re
import zlib
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


def shape(text: str, typeface: Typeface) -> tuple[Glyph, ...]:
    """The glyphs of a text. A character without its glyph stops the form; none is replaced."""
    glyphs = _glyphs(typeface)
    units = _units(text) if _COMBINED.search(text) else text
    shaped = [glyphs[unit] for unit in units]
    if _PAIRED.search(text):
        for place, glyph in enumerate(shaped[:-1]):
            pair = glyph.text + shaped[place + 1].text
            if glyph.width == _FULL and _PAIRED.match(pair):
                shaped[place] = replace(glyph, width=_FULL / 2, trim=_FULL / 2)
    return tuple(shaped)


def width(text: str, typeface: Typeface) -> float:
    """Width in ems, from the metrics of the fonts; a selector counts nothing."""
    return sum([glyph.width for glyph in shape(text, typeface)]) / 1000


def _units(text: str) -> list[str]:
    """What takes a glyph of its own: a base with its selector, then each mark."""
    units: list[str] = []
    for code in text:
        if units and is_selector(code):
            units[-1] += code
        else:
            units.append(code)
    return units


class EmbeddedFont:
    """The part of one font family that a document uses; codes are given in order of first use."""

    def __init__(self, family: str, name: str) -> None:
        self.name = name
        self._family = family
        self._codes: dict[str, str] = {}
        self._glyphs: list[Glyph] = []

    def shown(self, glyphs: list[Glyph]) -> str:
        """The operand and operator that show these glyphs."""
        known = self._codes
        codes = [known.get(glyph.text) or self.code(glyph) for glyph in glyphs]
        if not any(glyph.trim for glyph in glyphs):
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

    def add_objects(self, document: pdfdoc.PDFDocument) -> None:
        """Write font, metrics, outlines and the map back to text (ISO 32000-1 §9.7, §9.10.3)."""
        file = _file(self._family)
        glyphs = tuple(self._glyphs)
        numbers = tuple(glyph.number for glyph in glyphs)
        cut = _cut if self._family in _DATA_FAMILIES else _cut_labels
        compressed, length, mapping = cut(self._family, glyphs)
        tag = hashlib.sha256(repr(numbers).encode()).hexdigest()[:6]
        letters = "".join(chr(ord("A") + int(digit, 16)) for digit in tag)
        full_name = pdfdoc.PDFName(f"{letters}+{self._family.replace(' ', '')}")
        outlines = flate_stream(compressed, {"Length1": length})
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
        widths = " ".join(f"{glyph.width:.4g}" for glyph in self._glyphs)
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
                "W": f"[1 [{widths}]]",
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
                "ToUnicode": document.Reference(flate_stream(mapping), f"{self.name}.text"),
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


def _cut(family: str, glyphs: tuple[Glyph, ...]) -> tuple[bytes, int, bytes]:
    """Compressed outlines, their plain length, the compressed map back to text."""
    font = _file(family).subset(tuple(glyph.number for glyph in glyphs))
    return zlib.compress(font), len(font), _text_map(list(glyphs))


_cut_labels = lru_cache(maxsize=64)(_cut)
"""The words of a form repeat from sheet to sheet. Names do not, and are not kept."""


def flate_stream(compressed: bytes, entries: dict[str, int] | None = None) -> pdfdoc.PDFStream:
    """A stream object around bytes that are compressed already."""
    dictionary = pdfdoc.PDFDictionary({"Filter": "/FlateDecode", **(entries or {})})
    return pdfdoc.PDFStream(dictionary, compressed)
