"""Finds where in a TOML file an entry stands, so that an error names file, line and column."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from counter_app.failures import CounterError, FailureCode


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a file; line and column count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class TomlSource:
    """A TOML file with its text, its content, and positions in it."""

    name: str
    text: str
    content: dict[str, object]

    @classmethod
    def read(cls, path: Path) -> "TomlSource":
        """Read a file. Raises CounterError CATALOGUE_FILE_UNREADABLE with line and column."""
        try:
            text = path.read_text("utf-8")
            return cls(path.name, text, tomllib.loads(text))
        except (OSError, ValueError) as error:
            place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
            where = f"{path.name}:{place[1]}:{place[2]}" if place else path.name
            raise CounterError(FailureCode.CATALOGUE_FILE_UNREADABLE, f"{where} {error}") from error

    def entry(self, table: str, index: int) -> Position:
        """Where the header of the `index`-th `[[table]]` stands (index from 0)."""
        return self._at(self._span(table, index)[0])

    def key(self, table: str, index: int, key: str) -> Position:
        """Where a key of that entry stands; the header when the key is not written there."""
        start, end = self._span(table, index)
        found = re.compile(rf"(?<![\w.]){re.escape(key)}\s*=").search(self.text, start, end)
        return self._at(found.start() if found else start)

    def value(self, table: str, index: int, key: str, value: str) -> Position:
        """Where the text of a string value begins, behind its opening quotes."""
        start, end = self._span(table, index)
        quoted = rf"(?<!\w){re.escape(key)}\s*=\s*(?:\"\"\"\n?|'''\n?|\"|'){re.escape(value)}"
        found = re.compile(quoted).search(self.text, start, end)
        return self._at(found.end() - len(value)) if found else self.key(table, index, key)

    def path(self, message: str) -> Position:
        """The place a validation message points to by its path, e.g. ``$.procedure[3].title``."""
        step = re.search(r"\$\.(\w+)\[(\d+)\]((?:\.\w+|\[\d+\])*)", message)
        if step is None:
            return Position(self.name, 1, 1)
        keys = re.findall(r"\.(\w+)", step[3]) or re.findall(r"unknown field `(\w+)`", message)
        table, index = step[1], int(step[2])
        return self.key(table, index, keys[-1]) if keys else self.entry(table, index)

    def _span(self, table: str, index: int) -> tuple[int, int]:
        headers = [
            found.start()
            for found in re.finditer(rf"^\[\[{re.escape(table)}\]\]", self.text, re.MULTILINE)
        ]
        headers.append(len(self.text))
        return (headers[index], headers[index + 1]) if index + 1 < len(headers) else (0, 0)

    def _at(self, offset: int) -> Position:
        line = self.text.count("\n", 0, offset) + 1
        return Position(self.name, line, offset - (self.text.rfind("\n", 0, offset) + 1) + 1)
