"""Finds where in a TOML file an entry stands, so that an error names file, line and column."""

import re
import tomllib
from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from counter_app.failures import CounterError, FailureCode
from counter_app.model.written_toml import how_miswritten, written_text

_STEP = re.compile(r"\.(\w+)|\[(\d+)\]")
_HEADER = re.compile(r"^\[\[?([\w.]+)\]\]?", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a file; line and column count from 1. `entry`: the id of what stands there."""

    file: str
    line: int
    column: int
    entry: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}"
        return f"{place} {self.entry}" if self.entry else place


@dataclass(frozen=True, slots=True)
class TomlSource:
    """A TOML file with its text, its content, and positions in it."""

    name: str
    text: str
    content: dict[str, object]

    @classmethod
    def read(cls, path: Path) -> "TomlSource":
        """Read a file. Raises CounterError CATALOGUE_FILE_UNREADABLE with line and column."""
        text = ""
        try:
            text = written_text(path)
            return cls(path.name, text, tomllib.loads(text))
        except (OSError, ValueError) as error:
            raise _unreadable(path.name, error, text) from error

    def block(self, table: str, index: int) -> "Block":
        """The `index`-th `[[table]]` (index from 0); the file's beginning when there is none."""
        return Block(self, 0, len(self.text), "").element(table, index)

    def entry(self, table: str, index: int) -> Position:
        """Where the header of the `index`-th `[[table]]` stands."""
        return self.block(table, index).position

    def key(self, table: str, index: int, key: str) -> Position:
        """Where a key of that entry stands; the header when the key is not written there."""
        return self.block(table, index).key(key)

    def value(self, table: str, index: int, key: str, value: str) -> Position:
        """Where the text of a string value begins, behind its opening quotes."""
        return self.block(table, index).value(key, value)

    def path(self, message: str) -> Position:
        """The place a validation message points to by its path, e.g. ``$.procedure[3].title``."""
        return Block(self, 0, len(self.text), "").path(message)

    def at(self, offset: int) -> Position:
        line = self.text.count("\n", 0, offset) + 1
        return Position(self.name, line, offset - (self.text.rfind("\n", 0, offset) + 1) + 1)


@dataclass(frozen=True, slots=True)
class Block:
    """A table of a file: `[[name]]`, `[name]`, or `{ … }` written in a line (`name` is empty)."""

    source: TomlSource
    start: int
    end: int
    name: str
    entry: str = ""
    """Id of the procedure it belongs to, named in every position."""

    @property
    def position(self) -> Position:
        return self._at(self.start)

    def named(self, entry: str) -> "Block":
        return replace(self, entry=entry)

    def has(self, key: str) -> bool:
        """Whether a key or a table of that name is written here."""
        return self._key(key) is not None

    def key(self, key: str) -> Position:
        """Where a key stands; the block's beginning when it is not written here."""
        found = self._key(key)
        return self._at(self.start if found is None else found)

    def value(self, key: str, value: str) -> Position:
        """Where the text of a string value begins, behind its opening quotes."""
        quoted = rf"(?<!\w){re.escape(key)}\s*=\s*(?:\"\"\"\n?|'''\n?|\"|'){re.escape(value)}"
        found = re.compile(quoted).search(self.source.text, self.start, self.end)
        return self._at(found.end() - len(value)) if found else self.key(key)

    def path(self, message: str) -> Position:
        """The place a validation message points to, from this block on: ``… - at `$.a[1].b` ``."""
        path = re.search(r"`\$([^`]*)`", message)
        steps = [(name, index) for name, index in _STEP.findall(path[1] if path else "")]
        unknown = re.search(r"(?:unknown|required) field `(\w+)`", message)
        block, here = self, self.position
        for place, (name, _) in enumerate(steps):
            index = steps[place + 1][1] if place + 1 < len(steps) else ""
            if name and index:
                here = block.key(name)
                inner = block.element(name, int(index))
            elif name:
                here = block.key(name)
                inner = block.element(name, 0)
            else:
                continue
            if inner.start != block.start:
                block, here = inner, inner.position if index else here
        return block.key(unknown[1]) if unknown and block.has(unknown[1]) else here

    def element(self, name: str, index: int) -> "Block":
        """The `index`-th table of that name; this block when it is not written here."""
        full = f"{self.name}.{name}" if self.name else name
        headers = self._headers()
        starts = [at for at, header in enumerate(headers) if header[1] == full]
        if index < len(starts):
            later = (at for at, h in headers[starts[index] + 1 :] if not h.startswith(f"{full}."))
            end = next(later, self.end)
            return Block(self.source, headers[starts[index]][0], end, full, self.entry)
        written = self._key(name)
        if written is None:
            return self
        opened = _braces(self.source.text, written, self.end)
        if index >= len(opened):
            return self
        start, end = opened[index]
        return Block(self.source, start, end, "", self.entry)

    def _key(self, key: str) -> int | None:
        text = self.source.text
        # What follows a table's header belongs to that table, also in the file as a whole.
        inner = (at for at, _ in self._headers() if at > self.start or not self.name)
        own_end = next(inner, self.end)
        found = re.compile(rf"(?<![\w.]){re.escape(key)}\s*=").search(text, self.start, own_end)
        if found is not None:
            return found.start()
        table = re.escape(f"{self.name}.{key}" if self.name else key)
        header = re.compile(rf"^\[\[?{table}\]", re.MULTILINE).search(text, self.start, self.end)
        return header.start() if header is not None else None

    def _headers(self) -> list[tuple[int, str]]:
        """Offset and dotted name of every table header in here."""
        headers = _headers(self.source.text)
        first = bisect_left(headers, (self.start, ""))
        return headers[first : bisect_left(headers, (self.end, ""))]

    def _at(self, offset: int) -> Position:
        return replace(self.source.at(offset), entry=self.entry)


@lru_cache(maxsize=64)
def _headers(text: str) -> list[tuple[int, str]]:
    return [(header.start(), header[1]) for header in _HEADER.finditer(text)]


def _braces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The spans of `{ … }` in the value that begins behind `start`, outermost ones."""
    found: list[tuple[int, int]] = []
    quote, opened, depth, lists = "", 0, 0, 0
    offset = text.index("=", start) + 1
    while offset < end:
        sign = text[offset]
        if quote:
            if sign == "\\" and quote == '"':
                offset += 1
            elif sign == quote:
                quote = ""
        elif sign in "\"'":
            quote = sign
        elif sign == "{":
            opened = offset if depth == 0 else opened
            depth += 1
        elif sign == "}":
            depth -= 1
            if depth == 0:
                found.append((opened, offset + 1))
        elif sign == "[":
            lists += 1
        elif sign == "]":
            lists -= 1
        if sign == "\n" and not lists and not depth and not quote:
            break
        offset += 1
    return found


def _unreadable(name: str, error: OSError | ValueError, text: str) -> CounterError:
    place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
    line, column = (place[1], place[2]) if place else (text.count("\n") + 1, 1)
    detail = f"{name}:{line}:{column} {how_miswritten(error, text)}。"
    return CounterError(FailureCode.CATALOGUE_FILE_UNREADABLE, detail)
