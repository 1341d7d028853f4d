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
from unicodedata import decomposition

from reportlab.pdfbase import pdfdoc

from counter_app.failures import CounterError, FailureCode
from forms.glyphs import Glyph, font_of
from forms.shaping import set_words
from resources.loader import font_file
from resources.variation_sequences import is_selector


class Typeface(StrEnum):
    """Labels are gothic, data and notices Mincho; the others are for glosses, by their script."""

    GOTHIC = "gothic"
    BOLD = "bold"
    MINCHO = "mincho"
    LATIN = "latin"
    LATIN_BOLD = "latin-bold"
    VIETNAMESE = "vietnamese"
    VIETNAMESE_BOLD = "vietnamese-bold"
    CHINESE = "chinese"
    KOREAN = "korean"
    KOREAN_BOLD = "korean-bold"
    THAI = "thai"
    THAI_BOLD = "thai-bold"
    DEVANAGARI = "devanagari"
    DEVANAGARI_BOLD = "devanagari-bold"
    MYANMAR = "myanmar"
    MYANMAR_BOLD = "myanmar-bold"


_ELSE = ("BIZ UDPGothic", "IPAmj Mincho")  # signs such as □, and a Japanese word in a gloss

_FAMILIES = {
    Typeface.GOTHIC: ("BIZ UDGothic", "IPAmj Mincho"),
    Typeface.BOLD: ("BIZ UDGothic Bold", "IPAmj Mincho"),
    Typeface.MINCHO: ("IPAmj Mincho",),
    Typeface.LATIN: ("BIZ UDPGothic", "Noto Sans", "IPAmj Mincho"),
    Typeface.LATIN_BOLD: ("BIZ UDPGothic Bold", "Noto Sans Bold", "IPAmj Mincho"),
    # BIZ UDPGothic has only some Vietnamese letters: a word would be set in two faces.
    Typeface.VIETNAMESE: ("Noto Sans", *_ELSE),
    Typeface.VIETNAMESE_BOLD: ("Noto Sans Bold", *_ELSE),
    Typeface.CHINESE: ("Droid Sans Fallback", "Noto Sans", *_ELSE),
    Typeface.KOREAN: ("NanumGothic", *_ELSE),
    Typeface.KOREAN_BOLD: ("NanumGothic Bold", *_ELSE),
    Typeface.THAI: ("Noto Sans Thai", "Noto Sans", *_ELSE),
    Typeface.THAI_BOLD: ("Noto Sans Thai Bold", "Noto Sans Bold", *_ELSE),
    Typeface.DEVANAGARI: ("Noto Sans Devanagari", "Noto Sans", *_ELSE),
    Typeface.DEVANAGARI_BOLD: ("Noto Sans Devanagari Bold", "Noto Sans Bold", *_ELSE),
    Typeface.MYANMAR: ("Noto Sans Myanmar", "Noto Sans", *_ELSE),
    Typeface.MYANMAR_BOLD: ("Noto Sans Myanmar Bold", "Noto Sans Bold", *_ELSE),
}
"""Where a character is looked for, in this order; what none of them has is a failure."""

_SHAPED = frozenset(
    {
        Typeface.THAI,
        Typeface.THAI_BOLD,
        Typeface.DEVANAGARI,
        Typeface.DEVANAGARI_BOLD,
        Typeface.MYANMAR,
        Typeface.MYANMAR_BOLD,
    }
)

SHAPED_FAMILIES = frozenset(_FAMILIES[typeface][0] for typeface in _SHAPED)

BY_WORDS = _SHAPED | {Typeface.KOREAN, Typeface.KOREAN_BOLD}
"""Scripts whose lines end at a space or at `shaping.BREAK` alone."""


_DATA_FAMILIES = frozenset({"IPAmj Mincho"})

_FAST = 1
"""Outlines hardly shrink any further (zlib level)."""

_FULL = 1000.0
_PAIRED = re.compile("[、。，．）」』】〕](?=[、。，．）」』】〕（「『【〔])")
_COMBINED = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef\u0300-\u036f\u3099\u309a]")
_WITH_MARKS = (range(0xC0, 0x250), range(0x1E00, 0x1F00), range(0x3041, 0x3100))
"""Latin and kana: the codes that stand for a letter and its marks in one."""


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
        found = self._found(character)
        if found is None:
            raise _missing(character)
        self[character] = found
        return found

    def has(self, character: str) -> bool:
        """Whether one glyph draws a base and what follows it."""
        return character in self or self._found(character) is not None

    def _found(self, character: str) -> Glyph | None:
        base, selector = character[0], character[1:]
        if len(selector) > 1 or (selector and not is_selector(selector)):
            base, selector = _in_one(character), ""
        for family in self._families if base else ():
            file = font_of(family)
            number = file.map.glyph(base, selector)
            if number is not None:
                return Glyph(family, number, file.width(number), character)
        return None


def _missing(character: str) -> CounterError:
    codes = "+".join(f"U+{ord(code):04X}" for code in character)
    return CounterError(FailureCode.FORM_GLYPH_MISSING, f"この書体にない字です: {codes}")


def can_set(typeface: Typeface) -> bool:
    """Whether this machine has the fonts of a typeface."""
    return all(font_file(family) is not None for family in _FAMILIES[typeface])


@cache
def _glyphs(typeface: Typeface) -> _Glyphs:
    return _Glyphs(typeface)


@lru_cache(maxsize=4096)
def shape(text: str, typeface: Typeface) -> tuple[Glyph, ...]:
    """The glyphs of a text. A character without its glyph stops the form; none is replaced.

    A value is measured and drawn several times while its form is made; `forget` is called then.
    """
    if typeface in _SHAPED:
        try:
            return set_words(text, _FAMILIES[typeface])
        except KeyError as error:
            raise _missing(error.args[0]) from error
    glyphs = _glyphs(typeface)
    units = _units(text, glyphs) if _COMBINED.search(text) else text
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


def _units(text: str, glyphs: _Glyphs) -> list[str]:
    """What takes a glyph of its own: a base with its selector or its marks, and any other mark."""
    units: list[str] = []
    for code in text:
        if units and (is_selector(code) or glyphs.has(units[-1] + code)):
            units[-1] += code
        else:
            units.append(code)
    return units


def _in_one(unit: str) -> str:
    """The code with the shape of a base and its marks, が for か and ゛; "" where there is none.

    Only the shape is taken from it: the text stays as it is written.
    """
    whole = unit[0]
    for mark in unit[1:]:
        whole = _letters_with_marks().get(whole + mark, "")
    return whole


@cache
def _letters_with_marks() -> dict[str, str]:
    """Base and mark → the code of both in one (Unicode, canonical decomposition)."""
    found = {}
    for code in (code for part in _WITH_MARKS for code in part):
        parts = decomposition(chr(code)).split()
        if len(parts) == 2 and not parts[0].startswith("<"):
            found["".join(chr(int(part, 16)) for part in parts)] = chr(code)
    return found


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

    def placed(self, glyphs: Sequence[Glyph], size: float) -> str:
        """What shows shaped glyphs, each at its own place, and the text that they are together.

        The text is told as a whole (ISO 32000-1 §14.9.4): a letter may be drawn before the one it
        follows.
        """
        words = "".join(glyph.text for glyph in glyphs)
        parts, row, rise = [], "", 0.0
        for glyph in glyphs:
            if glyph.rise != rise:
                parts.append(f"[{row}] TJ {glyph.rise * size / 1000:.3f} Ts")
                row, rise = "", glyph.rise
            code = self._code(f"{glyph.number} {glyph.text}", glyph)
            before = f"{-glyph.shift:.4g} " if glyph.shift else ""
            behind = glyph.shift + glyph.trim
            row += f"{before}<{code}>" + (f" {behind:.4g} " if behind else "")
        parts.append(f"[{row}] TJ{' 0 Ts' if rise else ''}")
        self.beyond = True
        told = f"feff{words.encode('utf-16-be').hex()}"
        return f"/Span <</ActualText <{told}>>> BDC {' '.join(parts)} EMC"

    def code(self, glyph: Glyph) -> str:
        """Two bytes in hexadecimal. The key is the text: one shape may stand for two characters."""
        return self._codes.get(glyph.text) or self._code(glyph.text, glyph)

    def _code(self, key: str, glyph: Glyph) -> str:
        found = self._codes.get(key)
        if found is None:
            if glyph.trim:
                glyph = replace(glyph, width=glyph.width + glyph.trim, trim=0.0)
            self._glyphs.append(glyph)
            found = self._codes[key] = f"{len(self._glyphs):04x}"
        return found

    def start(self) -> FontStart:
        """What was shown so far, as the start of another document's font."""
        glyphs = tuple(self._glyphs)
        return FontStart(self._family, glyphs, dict(self._codes), _cut(self._family, glyphs))

    def add_objects(self, document: pdfdoc.PDFDocument) -> None:
        """Write font, metrics, outlines and the map back to text (ISO 32000-1 §9.7, §9.10.3)."""
        file = font_of(self._family)
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
    coded = [(code, glyph.text) for code, glyph in enumerate(glyphs, 1) if glyph.text]
    for start in range(0, len(coded), 100):
        part = coded[start : start + 100]
        lines.append(f"{len(part)} beginbfchar")
        lines += [f"<{code:04x}> <{text.encode('utf-16-be').hex()}>" for code, text in part]
        lines.append("endbfchar")
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return zlib.compress("\n".join(lines).encode("ascii"))


def _cut(family: str, glyphs: tuple[Glyph, ...]) -> _FontParts:
    numbers = tuple(glyph.number for glyph in glyphs)
    font = font_of(family).subset(numbers)
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
