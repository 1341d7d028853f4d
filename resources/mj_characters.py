"""Which MJ character (文字情報基盤) a registered character is, and what it is easily mistaken for.

IPAmj Mincho names its glyphs by their MJ number, so the font itself is the table.
"""

import struct
from functools import cache

from resources.variation_sequences import character_map

FAMILY = "IPAmj Mincho"
_FIRST_SELECTOR, _LAST_SELECTOR = 0xE0100, 0xE01EF
_STANDARD_NAMES = 258
"""Names below this index are the Macintosh set, not in the table (OpenType `post`, format 2)."""


@cache
def _glyph_names() -> tuple[tuple[int, ...], tuple[bytes, ...]]:
    """Name index of each glyph, and the names, from the font's `post` table."""
    characters = character_map(FAMILY)
    if characters is None:
        return (), ()
    start, length = characters.tables["post"]
    data = characters.data[start : start + length]
    (count,) = struct.unpack_from(">H", data, 32)
    indices = struct.unpack_from(f">{count}H", data, 34)
    names = []
    at = 34 + 2 * count
    while at < len(data):
        size = data[at]
        names.append(data[at + 1 : at + 1 + size])
        at += 1 + size
    return indices, tuple(names)


def mj_number(character: str) -> str:
    """`MJ026190` for 邉 with its selector; "" when the font has no MJ glyph for it."""
    characters = character_map(FAMILY)
    glyph = characters.glyph(character[0], character[1:2]) if characters is not None else None
    return _name(glyph) if glyph is not None else ""


def has_shape(character: str) -> bool:
    """Whether the font has the very shape asked for: a base with its selector, or an ideograph.

    Letters and signs are other fonts' business. True where the font is not installed.
    """
    characters = character_map(FAMILY)
    if characters is None or not (character[1:2] or _is_ideograph(character)):
        return True
    return characters.glyph(character[0], character[1:2]) is not None


def _is_ideograph(character: str) -> bool:
    code = ord(character[0])
    return 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x3FFFF


def similar_sequences(character: str) -> tuple[tuple[str, str], ...]:
    """Every registered shape of the same base character: (character with selector, MJ number)."""
    characters = character_map(FAMILY)
    if characters is None:
        return ()
    base = character[0]
    found: dict[str, str] = {}
    for selector in range(_FIRST_SELECTOR, _LAST_SELECTOR + 1):
        glyph = characters.glyph(base, chr(selector))
        if glyph is not None:
            found.setdefault(_name(glyph), base + chr(selector))
    if not found:
        number = mj_number(base)
        return ((base, number),) if number else ()
    return tuple((sequence, number) for number, sequence in found.items() if number)


def _name(glyph: int) -> str:
    indices, names = _glyph_names()
    if glyph >= len(indices) or indices[glyph] < _STANDARD_NAMES:
        return ""
    name = names[indices[glyph] - _STANDARD_NAMES].decode("ascii")
    return name.upper() if name.startswith("mj") else ""
