"""Reads a layout file and remembers on which line each block, row and cell stands."""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from counter_app.failures import CounterError, FailureCode

TomlValue = str | int | float | bool | list["TomlValue"] | dict[str, "TomlValue"] | object

_TOKEN = re.compile(
    r'"""(?:.|\n)*?"""|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*'
    r"|^[ \t]*\[\[?[ \t]*(?P<header>[A-Za-z0-9_.\-]+)[ \t]*\]\]?"
    r"|(?P<mark>[\[\]{}])",
    re.MULTILINE,
)


@dataclass(slots=True)
class Source:
    """A layout file: its table and where the parts begin. Lines count from 1."""

    name: str
    table: dict[str, object]
    text: str
    _headers: list[tuple[str, int]] = field(default_factory=list)
    _cells: list[list[int]] = field(default_factory=list)

    def part(self, header: str, index: int) -> int:
        """Line of the index-th `[[header]]` (or `[header]`)."""
        found = [line for name, line in self._headers if name == header]
        return found[index] if index < len(found) else 1

    def row(self, block: str, block_index: int, row: int) -> tuple[int, list[int]]:
        """Line of a row and of each of its cells."""
        seen, rows = -1, -1
        for (name, line), cells in zip(self._headers, self._cells, strict=True):
            if name == block:
                seen, rows = seen + 1, -1
            elif name == f"{block}.row" and seen == block_index:
                rows += 1
                if rows == row:
                    return line, cells
        return self.part(block, block_index), []

    def line_of(self, words: str) -> int:
        """First line that contains these words; 1 when none does."""
        for number, line in enumerate(self.text.splitlines(), 1):
            if words in line:
                return number
        return 1

    def refuse(self, line: int, message: str) -> NoReturn:
        refuse(self.name, line, message)


def refuse(name: str, line: int, message: str) -> NoReturn:
    """Stop at a fault in a layout file, naming file and line."""
    raise CounterError(FailureCode.FORM_LAYOUT_INVALID, f"{name} {line}行目: {message}")


def read_source(path: Path) -> Source:
    """Read and parse a TOML file. A file that is not TOML or not UTF-8 is refused with its line."""
    try:
        text = path.read_bytes().decode("utf-8")
        table = tomllib.loads(text)
    except UnicodeDecodeError:
        refuse(path.name, 1, "UTF-8 の文字ではありません")
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        refuse(path.name, int(found[1]) if found else 1, "TOML の書き方に誤りがあります")
    source = Source(path.name, table, text)
    _scan(source)
    return source


def _scan(source: Source) -> None:
    square = curly = 0
    line, at = 1, 0
    for token in _TOKEN.finditer(source.text):
        line += source.text.count("\n", at, token.start())
        at = token.start()
        if token["header"] and square == 0:
            start = source.text[token.start() :]
            skipped = len(start) - len(start.lstrip())
            source._headers.append((token["header"], line + start[:skipped].count("\n")))
            source._cells.append([])
        elif token["header"]:
            square += token[0].count("[") - token[0].count("]")
        elif token["mark"] in ("[", "]"):
            square += 1 if token["mark"] == "[" else -1
        elif token["mark"] == "{":
            curly += 1
            if square == 1 and curly == 1 and source._cells:
                source._cells[-1].append(line)
        elif token["mark"] == "}":
            curly -= 1
