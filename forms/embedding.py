"""Embeds exactly the glyphs that a document draws, with the map back to their text.

Written into the document as composite fonts (Type 0, Identity-H) so that a spread label is one
text object and the extracted text is the source string, also above the Basic Multilingual Plane.
"""

import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from reportlab.pdfbase import pdfdoc

from forms.glyphs import Glyph, font_of

_DATA_FAMILIES = frozenset({"IPAmj Mincho"})

_FAST = 1
"""Outlines hardly shrink any further (zlib level)."""


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
