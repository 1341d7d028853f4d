"""Reads a page that our renderer wrote: its objects, its strings in place, its lines.

Knows only what our own writer writes (one flat file, streams deflated, one operation a line).
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

_OBJECT = re.compile(rb"(?<![0-9])(\d+) 0 obj\s*(.*?)\s*endobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_FONTS = re.compile(rb"/(F\d+) (\d+) 0 R")
_FAMILY = re.compile(rb"/BaseFont /[A-Z]{6}\+(\S+)")
_TO_UNICODE = re.compile(rb"/ToUnicode (\d+) 0 R")
_CONTENTS = re.compile(rb"/Contents (\d+) 0 R")
_MAPPED = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]+)>")
_TEXT = re.compile(r"^BT (\S+) (\S+) Td(?: (\S+) Tc)?(.*?)(?: 0 Tc)? ET$")
_SHOWN = re.compile(r"/(F\d+) (\S+) Tf <([0-9A-Fa-f]+)> Tj")


@dataclass(frozen=True, slots=True)
class Run:
    """A part of a line in one font: its name on the page, the size in points, what is shown."""

    font: str
    size: str
    units: tuple[str, ...]
    """Each letter with its selector, as the font codes it."""

    @property
    def text(self) -> str:
        return "".join(self.units)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: where it begins in points, extra space behind each letter, its runs."""

    x: str
    y: str
    spacing: str
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class PageContent:
    """One page: the file's objects (number → body) and the page's operations, line by line."""

    objects: dict[int, bytes]
    contents: int
    operations: tuple[str, ...]
    families: dict[str, str]
    """Font name on the page → its family, such as BIZUDGothic."""

    letters: dict[str, dict[str, str]]
    """Font name → code (four hexadecimal digits) → text."""

    def lines(self) -> Iterator[Line]:
        """Every line of text, in the order of drawing."""
        for operation in self.operations:
            placed = _TEXT.match(operation)
            if placed is not None:
                runs = tuple(self._run(*found) for found in _SHOWN.findall(placed[4]))
                yield Line(placed[1], placed[2], placed[3] or "", runs)

    def _run(self, font: str, size: str, codes: str) -> Run:
        lower = codes.lower()
        letters = self.letters[font]
        return Run(font, size, tuple(letters[lower[at : at + 4]] for at in range(0, len(lower), 4)))

    def drawings(self) -> tuple[str, ...]:
        """Every operation that is no text."""
        return tuple(line for line in self.operations if "BT " not in line)


def read_page(pdf: bytes) -> PageContent:
    """Read a document of one page. Raises ValueError for another."""
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
    page = next(body for body in objects.values() if b"/Type /Page\n" in body)
    found = _CONTENTS.search(page)
    if found is None or sum(b"/Type /Page\n" in body for body in objects.values()) != 1:
        raise ValueError("not a document of one page")
    contents = int(found[1])
    fonts = next(body for body in objects.values() if _FONTS.match(body.strip(b"<\n ")))
    families: dict[str, str] = {}
    letters: dict[str, dict[str, str]] = {}
    for name, number in _FONTS.findall(fonts):
        font = objects[int(number)]
        family, mapping = _FAMILY.search(font), _TO_UNICODE.search(font)
        assert family is not None
        assert mapping is not None
        families[name.decode()] = family[1].decode()
        letters[name.decode()] = {
            code.decode(): bytes.fromhex(text.decode()).decode("utf-16-be")
            for code, text in _MAPPED.findall(inflated(objects[int(mapping[1])]))
        }
    lines = inflated(objects[contents]).decode("ascii").splitlines()
    return PageContent(objects, contents, tuple(lines), families, letters)


def inflated(body: bytes) -> bytes:
    """What the stream of an object holds."""
    found = _STREAM.search(body)
    assert found is not None
    return zlib.decompressobj().decompress(found[1])
