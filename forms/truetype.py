"""Reads glyphs and metrics of a TrueType file and cuts small fonts out of it for embedding.

Glyphs are read from the mapped file one by one; the 45 MB outline table of IPAmj Mincho is never
copied. A cut font numbers its glyphs anew, 0 being the missing-glyph form (ISO 32000-1 §9.7.4).
Instructions for coarse screens are left out: they are half of every glyph of IPAmj Mincho, and
print and tablet look the same without them.
"""

import struct
import sys
from array import array
from pathlib import Path

from resources.variation_sequences import CharacterMap

_WORDS, _SCALE, _MORE, _XY_SCALE, _TWO_BY_TWO = 0x1, 0x8, 0x20, 0x40, 0x80
_INSTRUCTED = 0x100


class TrueTypeFile:
    """One font file: which glyph, how wide, and the outlines."""

    def __init__(self, path: Path) -> None:
        self.map = CharacterMap(path)
        self._data = self.map.data
        self._tables = self.map.tables
        head = self._tables["head"][0]
        (self.units_per_em,) = struct.unpack_from(">H", self._data, head + 18)
        self.bounds = self._per_mille(struct.unpack_from(">4h", self._data, head + 36))
        (self._long_loca,) = struct.unpack_from(">h", self._data, head + 50)
        (self._advances,) = struct.unpack_from(">H", self._data, self._tables["hhea"][0] + 34)
        system = self._tables["OS/2"][0]
        self.ascent, self.descent = self._per_mille(
            struct.unpack_from(">2h", self._data, system + 68)
        )
        self._widths: dict[int, float] = {}

    def width(self, glyph: int) -> float:
        """Advance of a glyph in thousandths of the type size."""
        if glyph not in self._widths:
            advance, _ = self._metric(glyph)
            self._widths[glyph] = advance * 1000 / self.units_per_em
        return self._widths[glyph]

    def subset(self, glyphs: tuple[int, ...]) -> bytes:
        """A font file that holds these glyphs, in this order, and the parts they are made of."""
        order = [0, *glyphs]
        place = {glyph: index for index, glyph in enumerate(order)}
        outlines = []
        for glyph in order:  # grows while parts of composite glyphs are met
            outlines.append(self._renumbered(self._outline(glyph), place, order))
        return _assemble(self._rebuilt(order, outlines))

    def _per_mille(self, values: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(round(value * 1000 / self.units_per_em) for value in values)

    def _metric(self, glyph: int) -> tuple[int, int]:
        start = self._tables["hmtx"][0]
        if glyph < self._advances:
            advance, bearing = struct.unpack_from(">Hh", self._data, start + 4 * glyph)
            return advance, bearing
        (advance,) = struct.unpack_from(">H", self._data, start + 4 * (self._advances - 1))
        extra = start + 4 * self._advances + 2 * (glyph - self._advances)
        (bearing,) = struct.unpack_from(">h", self._data, extra)
        return advance, bearing

    def _outline(self, glyph: int) -> bytes:
        start = self._tables["loca"][0]
        if self._long_loca:
            first, last = struct.unpack_from(">LL", self._data, start + 4 * glyph)
        else:
            first, last = (
                2 * half for half in struct.unpack_from(">HH", self._data, start + 2 * glyph)
            )
        base = self._tables["glyf"][0]
        return self._data[base + first : base + last]

    def _renumbered(self, outline: bytes, place: dict[int, int], order: list[int]) -> bytes:
        """The outline with references to other glyphs pointing at their new numbers."""
        if len(outline) < 2:
            return outline
        if outline[0] < 0x80:  # contour count not negative: a simple glyph
            return _uninstructed(outline)
        changed = bytearray(outline)
        at, flags = 10, _MORE
        while flags & _MORE:
            flags, part = struct.unpack_from(">HH", changed, at)
            if part not in place:
                place[part] = len(order)
                order.append(part)
            struct.pack_into(">HH", changed, at, flags & ~_INSTRUCTED, place[part])
            at += 8 if flags & _WORDS else 6
            if flags & _SCALE:
                at += 2
            elif flags & _XY_SCALE:
                at += 4
            elif flags & _TWO_BY_TWO:
                at += 8
        return bytes(changed[:at])

    def _table(self, tag: str) -> bytes:
        start, length = self._tables[tag]
        return self._data[start : start + length]

    def _rebuilt(self, order: list[int], outlines: list[bytes]) -> dict[str, bytes]:
        offsets, parts, at = [0], [], 0
        for outline in outlines:
            padded = outline + bytes(-len(outline) % 4)
            parts.append(padded)
            at += len(padded)
            offsets.append(at)
        head = bytearray(self._table("head"))
        struct.pack_into(">h", head, 50, 1)
        struct.pack_into(">L", head, 8, 0)
        hhea = bytearray(self._table("hhea"))
        struct.pack_into(">H", hhea, 34, len(order))
        maxp = bytearray(self._table("maxp"))
        struct.pack_into(">H", maxp, 4, len(order))
        tables = {
            "glyf": b"".join(parts),
            "head": bytes(head),
            "hhea": bytes(hhea),
            "hmtx": b"".join(struct.pack(">Hh", *self._metric(glyph)) for glyph in order),
            "loca": struct.pack(f">{len(offsets)}L", *offsets),
            "maxp": bytes(maxp),
        }
        return dict(sorted(tables.items()))


def _uninstructed(outline: bytes) -> bytes:
    """A simple glyph without its instructions (OpenType §"glyf")."""
    (contours,) = struct.unpack_from(">h", outline)
    at = 10 + 2 * contours
    (length,) = struct.unpack_from(">H", outline, at)
    return outline[:at] + b"\0\0" + outline[at + 2 + length :]


def _checksum(table: bytes) -> int:
    words = array("I", table + bytes(-len(table) % 4))
    if sys.byteorder == "little":
        words.byteswap()
    return sum(words) & 0xFFFFFFFF


def _assemble(tables: dict[str, bytes]) -> bytes:
    """A font file from its tables (OpenType §"Organization of an OpenType Font")."""
    power = 1 << (len(tables).bit_length() - 1)
    header = struct.pack(
        ">LHHHH",
        0x00010000,
        len(tables),
        power * 16,
        power.bit_length() - 1,
        (len(tables) - power) * 16,
    )
    at = len(header) + 16 * len(tables)
    records, bodies = [], []
    for tag, table in tables.items():
        records.append(struct.pack(">4sLLL", tag.encode("ascii"), _checksum(table), at, len(table)))
        bodies.append(table + bytes(-len(table) % 4))
        at += len(bodies[-1])
    return b"".join([header, *records, *bodies])
