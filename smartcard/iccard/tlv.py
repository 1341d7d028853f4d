"""Data objects of the card's files: BER with two-byte tags, long lengths written `82 hh ll`.

The card writes every length of 128 or more in three bytes, even below 256 (so this is not DER);
long addresses reach it. Reading is strict: every byte must belong to an object or, at the end of a
file, to a filler of `FF` or `00`; a missing or empty field is an error, never an empty string.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

Buffer = bytes | bytearray | memoryview


class MalformedObjectError(ValueError):
    """The bytes are not a well-formed data object. The message never quotes them."""


@dataclass(frozen=True, slots=True)
class DataObject:
    """A tag (two bytes) and its value, a view of the buffer it was read from."""

    tag: int
    value: memoryview = field(repr=False)


def encode(tag: int, value: Buffer) -> bytes:
    """One object as bytes. `tag` has two bytes; up to 65,535 bytes of value."""
    _check_tag(tag)
    if len(value) < 0x80:
        length = bytes((len(value),))
    elif len(value) <= 0xFFFF:
        length = b"\x82" + len(value).to_bytes(2, "big")
    else:
        raise MalformedObjectError("a value is too long")
    return tag.to_bytes(2, "big") + length + bytes(value)


def total_length(start: Buffer) -> int:
    """Length in bytes of the object that begins here, header included; the value may be cut off."""
    offset, length = _header(memoryview(start))
    return offset + length


def read_file(content: Buffer) -> DataObject:
    """The one object of a file; after it only filler may stand."""
    view = memoryview(content)
    found, rest = _read(view)
    if len(rest) and rest != b"\xff" * len(rest) and rest != b"\x00" * len(rest):
        raise MalformedObjectError("bytes follow the object")
    return found


def read_objects(content: Buffer) -> tuple[DataObject, ...]:
    """All objects of a template; every byte must belong to one."""
    view = memoryview(content)
    objects: list[DataObject] = []
    while len(view):
        found, view = _read(view)
        objects.append(found)
    return tuple(objects)


def require(objects: Iterable[DataObject], tag: int) -> memoryview:
    """The value with this tag: exactly one, not empty."""
    values = [found.value for found in objects if found.tag == tag]
    if len(values) != 1 or not len(values[0]):
        raise MalformedObjectError(f"object {tag:04X} is missing, doubled or empty")
    return values[0]


def _check_tag(tag: int) -> None:
    high, low = tag >> 8, tag & 0xFF
    if not 0 <= tag <= 0xFFFF or high & 0x1F != 0x1F or low & 0x80:
        raise MalformedObjectError("not a two-byte tag")


def _header(view: memoryview) -> tuple[int, int]:
    """Offset of the value and its length."""
    if len(view) < 3:
        raise MalformedObjectError("an object is cut off")
    _check_tag(view[0] << 8 | view[1])
    first = view[2]
    if first < 0x80:
        return 3, first
    size = first & 0x7F
    if size not in (1, 2) or len(view) < 3 + size:
        raise MalformedObjectError("a length is not understood")
    return 3 + size, int.from_bytes(view[3 : 3 + size], "big")


def _read(view: memoryview) -> tuple[DataObject, memoryview]:
    offset, length = _header(view)
    if len(view) < offset + length:
        raise MalformedObjectError("an object is cut off")
    value = view[offset : offset + length]
    return DataObject(view[0] << 8 | view[1], value), view[offset + length :]
