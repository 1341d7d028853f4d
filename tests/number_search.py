"""Searches everything a counter keeps for a number, in every dress it might wear.

Files are opened as what they are: streams of PDFs are inflated, databases are read row by row
(with the base directory's own key where they are encrypted), the rest is searched as it lies.
"""

import base64
import json
import re
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from sqlcipher3 import dbapi2

_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_PLACES = re.compile(rb"/Length \d+|startxref\s+\d+|/ByteRange ?\[[^\]]*\]|\d{10} \d{5} [nf]")
"""Numbers a PDF needs to find its own parts: they say nothing, and four digits meet by chance."""

_KANJI = {0x30 + value: sign for value, sign in enumerate("〇一二三四五六七八九")}
_WIDE = {digit: digit + 0xFF10 - 0x30 for digit in range(0x30, 0x3A)}


def dresses(digits: str) -> dict[str, bytes]:
    """The ways a number may be written, by name."""
    wide = digits.translate(_WIDE)
    grouped = [digits[at : at + 4] for at in range(0, len(digits), 4)]
    plain = digits.encode()
    found = {
        "ascii": plain,
        "full width": wide.encode(),
        "full width, UTF-16LE": wide.encode("utf-16-le"),
        "full width, CP932": wide.encode("cp932"),
        "UTF-16LE": digits.encode("utf-16-le"),
        "UTF-16BE": digits.encode("utf-16-be"),
        "UTF-32LE": digits.encode("utf-32-le"),
        "groups with space": " ".join(grouped).encode(),
        "groups with hyphen": "-".join(grouped).encode(),
        "groups with hyphen, full width": "－".join(grouped).translate(_WIDE).encode(),
        "hexadecimal": plain.hex().encode(),
        "hexadecimal, capitals": digits.encode("utf-16-be").hex().upper().encode(),
        "packed decimals": bytes.fromhex(digits),
        "whole number, 8 bytes": int(digits).to_bytes(8, "big"),
        "whole number, 8 bytes, little end first": int(digits).to_bytes(8, "little"),
        "kanji": digits.translate(_KANJI).encode(),
        "kanji, UTF-16LE": digits.translate(_KANJI).encode("utf-16-le"),
        "address of full width": quote(wide).encode(),
        "JSON escapes of full width": json.dumps(wide).strip('"').encode(),
        "marks of HTML": "".join(f"&#{ord(digit)};" for digit in digits).encode(),
        "reversed": plain[::-1],
        "JSON list": ",".join(digits).encode(),
    }
    for offset in range(3):
        found[f"base64 at {offset}"] = _base64_core(plain, offset)
    return {name: dress for name, dress in found.items() if len(dress) >= 6}


def pin_dresses(digits: str) -> dict[str, bytes]:
    """The ways a PIN may be written. Four digits alone are sought as a word, by `holds`."""
    wide = digits.translate(_WIDE)
    return {
        "ascii": digits.encode(),
        "full width": wide.encode(),
        "UTF-16LE": digits.encode("utf-16-le"),
        "UTF-16BE": digits.encode("utf-16-be"),
        "full width, UTF-16LE": wide.encode("utf-16-le"),
        "JSON list": f"[{','.join(digits)}]".encode(),
        "spaced": b" ".join(bytes([digit]) for digit in digits.encode()),
        "keys": ", ".join(digits).encode(),
    }


def _base64_core(plain: bytes, offset: int) -> bytes:
    """The part of a base64 text that depends on nothing around `plain`."""
    whole = base64.b64encode(bytes(offset) + plain)
    start = -(-offset * 4 // 3) if offset else 0
    return whole[start : (offset + len(plain)) * 4 // 3]


def holds(content: bytes, dress: bytes) -> bool:
    """Whether the content holds it; a short one of ASCII digits only as a word of its own."""
    if len(dress) > 4:
        return dress in content
    word = rb"(?<![0-9A-Za-z.+/_=-])%b(?![0-9A-Za-z.+/_=-])" % dress
    return re.search(word, content) is not None and not _is_noise(content)


def _is_noise(content: bytes) -> bool:
    """Whether it is encrypted as a whole: in megabytes of that any four digits meet by chance."""
    return len(content) > 4096 and len(zlib.compress(content, 1)) > 0.98 * len(content)


@dataclass(frozen=True, slots=True)
class Hit:
    """Where something was found, and in which dress."""

    place: str
    dress: str


def search(parts: Iterable[tuple[str, bytes]], *sought: dict[str, bytes]) -> tuple[list[Hit], int]:
    """All hits in named parts, and how many bytes were looked at."""
    hits: list[Hit] = []
    looked = 0
    for place, content in parts:
        looked += len(content)
        for dressed in sought:
            hits += [Hit(place, name) for name, dress in dressed.items() if holds(content, dress)]
    return hits, looked


def parts_of(place: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """A content as it lies; a PDF without its streams, and each of those inflated."""
    if not content.startswith(b"%PDF-"):
        yield place, content
        yield from _inflated(place, content)
        return
    yield place, _PLACES.sub(b"", _STREAM.sub(b"stream\nendstream", content))
    for index, match in enumerate(_STREAM.finditer(content)):
        try:
            yield f"{place}, stream {index}", zlib.decompressobj().decompress(match[1])
        except zlib.error:
            yield f"{place}, stream {index}", match[1]


def _inflated(place: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    if content[:2] in (b"x\x9c", b"x\x01", b"x\xda", b"x^"):
        yield f"{place}, inflated", zlib.decompressobj().decompress(content)


def parts_of_folder(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Everything below a base directory: names, files, and what the databases hold."""
    for path in sorted(folder.rglob("*")):
        place = str(path.relative_to(folder))
        yield f"name of {place}", place.encode()
        if not path.is_file():
            continue
        content = path.read_bytes()
        yield from parts_of(place, content)
        if content.startswith(b"SQLite format 3\0"):
            with closing(sqlite3.connect(path)) as database:
                yield from _rows(place, database)
        elif path.suffix == ".db":
            key = (path.parent / "keys" / "database.key").read_bytes()
            with closing(dbapi2.connect(str(path))) as database:
                database.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
                yield from _rows(place, database)


def _rows(place: str, database: sqlite3.Connection) -> Iterator[tuple[str, bytes]]:
    tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    for (table,) in tables:
        for index, row in enumerate(database.execute(f'SELECT * FROM "{table}"')):
            for value in row:
                content = value if isinstance(value, bytes) else str(value).encode()
                yield from parts_of(f"{place}, {table} {index}", content)
