"""What the commands write to the terminal: lines, tables in columns, JSON."""

import sys
import unicodedata
from collections.abc import Sequence

import msgspec

from counter_app import logs
from resources.variation_sequences import is_selector


def say(*lines: str) -> None:
    """Write lines to standard output."""
    for line in lines:
        sys.stdout.write(f"{line}\n")


def tell(line: str) -> None:
    """Write a line to standard error: progress and reasons, for a person."""
    logs.tell(line)


def say_json(value: object) -> None:
    """Write a value of plain parts and dataclasses as indented JSON."""
    text = msgspec.json.format(msgspec.json.encode(value), indent=2)
    sys.stdout.write(text.decode("utf-8") + "\n")


def say_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write rows under their heads; a Japanese character takes two columns."""
    widths = [max(columns(row[at]) for row in (heads, *rows)) for at in range(len(heads))]
    for row in (heads, tuple("-" * width for width in widths), *rows):
        cells = [_padded(cell, width) for cell, width in zip(row, widths, strict=True)]
        sys.stdout.write("  ".join(cells).rstrip() + "\n")


def columns(text: str) -> int:
    """How many columns of a terminal a text takes; a variation selector takes none."""
    return sum(
        0 if is_selector(sign) else 2 if unicodedata.east_asian_width(sign) in "WFA" else 1
        for sign in text
    )


def _padded(text: str, width: int) -> str:
    return text + " " * (width - columns(text))
