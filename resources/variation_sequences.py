"""Reads which glyph a font has for a character, with or without its variation selector (IVS).

Qt draws no variation sequences and reportlab prints a box for each selector, so the windows and
the forms both ask here. The file is mapped into memory and searched in place: opening takes well
under a millisecond and nothing is built up front.
"""

import mmap
import struct
from functools import cache
from pathlib import Path

from resources.loader import font_file

_SELECTORS = ((0xFE00, 0xFE0F), (0xE0100, 0xE01EF))


def is_selector(character: str) -> bool:
    """Whether this code point only chooses the shape of the character before it."""
    code = ord(character)
    return any(low <= code <= high for low, high in _SELECTORS)


class CharacterMap:
    """The `cmap` table of one TrueType file: formats 4 and 12 for characters, 14 for sequences."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self.data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self.tables = _tables(self.data)
        self._glyphs: dict[str, int | None] = {}
        start = self.tables["cmap"][0]
        self._characters = -1
        self._sequences = -1
        best = -1
        for index in range(self._short(start + 2)):
            platform, _, offset = struct.unpack_from(">HHL", self.data, start + 4 + 8 * index)
            form = self._short(start + offset)
            if form == 14:
                self._sequences = start + offset
            elif form in (4, 12) and platform in (0, 3) and form > best:
                best, self._characters = form, start + offset
        if self._characters < 0:
            raise ValueError(f"{path.name}: no Unicode character map")
        self._wide = best == 12

    def glyph(self, character: str, selector: str = "") -> int | None:
        """Glyph number of a character (or of a character and its selector); None when absent.

        A sequence the font lists as its default form gives the glyph of the plain character.
        """
        key = character + selector
        if key not in self._glyphs:
            found = self._sequence(ord(character), ord(selector)) if selector else None
            self._glyphs[key] = found if selector else self._character(ord(character))
        return self._glyphs[key]

    def _short(self, at: int) -> int:
        return int.from_bytes(self.data[at : at + 2], "big")

    def _character(self, code: int) -> int | None:
        return self._in_groups(code) if self._wide else self._in_segments(code)

    def _in_groups(self, code: int) -> int | None:
        at = self._characters
        low, high = 0, int.from_bytes(self.data[at + 12 : at + 16], "big")
        while low < high:
            middle = (low + high) // 2
            first, last, glyph = struct.unpack_from(">LLL", self.data, at + 16 + 12 * middle)
            if code < first:
                high = middle
            elif code > last:
                low = middle + 1
            else:
                return int(glyph + code - first) or None
        return None

    def _in_segments(self, code: int) -> int | None:
        at = self._characters
        double = self._short(at + 6)
        for offset in range(0, double, 2):
            if code > self._short(at + 14 + offset):
                continue
            first = self._short(at + 16 + double + offset)
            if code < first:
                return None
            delta = self._short(at + 16 + 2 * double + offset)
            place = at + 16 + 3 * double + offset
            reach = self._short(place)
            if reach == 0:
                return (code + delta) & 0xFFFF or None
            glyph = self._short(place + reach + 2 * (code - first))
            return (glyph + delta) & 0xFFFF if glyph else None
        return None

    def _sequence(self, code: int, selector: int) -> int | None:
        if self._sequences < 0:
            return None
        at = self._sequences
        low, high = 0, int.from_bytes(self.data[at + 6 : at + 10], "big")
        while low < high:
            middle = (low + high) // 2
            record = at + 10 + 11 * middle
            found = int.from_bytes(self.data[record : record + 3], "big")
            if found == selector:
                default, other = struct.unpack_from(">LL", self.data, record + 3)
                if other and (glyph := self._listed(at + other, code)):
                    return glyph
                return (
                    self._character(code)
                    if default and self._is_default(at + default, code)
                    else None
                )
            low, high = (low, middle) if selector < found else (middle + 1, high)
        return None

    def _listed(self, at: int, code: int) -> int | None:
        low, high = 0, int.from_bytes(self.data[at : at + 4], "big")
        while low < high:
            middle = (low + high) // 2
            record = at + 4 + 5 * middle
            found = int.from_bytes(self.data[record : record + 3], "big")
            if found == code:
                return self._short(record + 3)
            low, high = (low, middle) if code < found else (middle + 1, high)
        return None

    def _is_default(self, at: int, code: int) -> bool:
        low, high = 0, int.from_bytes(self.data[at : at + 4], "big")
        while low < high:
            middle = (low + high) // 2
            record = at + 4 + 4 * middle
            first = int.from_bytes(self.data[record : record + 3], "big")
            if first <= code <= first + self.data[record + 3]:
                return True
            low, high = (low, middle) if code < first else (middle + 1, high)
        return False


def _tables(data: mmap.mmap) -> dict[str, tuple[int, int]]:
    """Offset and length of each table of the file."""
    (count,) = struct.unpack_from(">H", data, 4)
    found = {}
    for index in range(count):
        tag, _, offset, length = struct.unpack_from(">4sLLL", data, 12 + 16 * index)
        found[tag.decode("ascii")] = (offset, length)
    return found


@cache
def character_map(family: str) -> CharacterMap | None:
    """The map of a family of `FONT_FILES`, opened once; None when it is not installed."""
    path = font_file(family)
    return CharacterMap(path) if path else None
