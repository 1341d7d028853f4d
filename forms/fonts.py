"""The typefaces of the forms: which glyph of which font draws each character of a text.

A variation sequence is one glyph, also above the Basic Multilingual Plane; what a face lacks stops
the form.
"""

import re
from dataclasses import replace
from enum import StrEnum
from functools import cache, lru_cache
from unicodedata import decomposition

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
