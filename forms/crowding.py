"""Rows for a place that cannot grow: step by step smaller, then running on, never cut.

The place of an address in the window of an envelope is as tall as the window. Its rows share it:
what one value does not take is there for the others.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from forms.cells_values import sizes
from forms.layout_model import LEAST, Block, Cell, Row
from forms.sheet import POINT

_STEP = 0.5
_LEADING = 1.02
_APART = "\u3000"


@lru_cache(maxsize=64)
def tighter(block: Block) -> tuple[tuple[Row, ...], ...]:
    """The rows of a block in versions that take less and less height.

    All values keep their least sizes as long as there is another way: first the base sizes come
    down in steps of 0.5 pt to the least of each, then a row that `joins` runs on in the row above
    (方書 behind the address, the address behind the postcode). Only then do the least sizes give
    way, to 9 pt. Room between the rows stays `slack` for what is left over.
    """
    texts = [cell for row in block.rows for cell in row.cells if cell.kind == "text"]
    if not texts:
        return ()
    largest = max(sizes(cell)[0] for cell in texts)
    least = max(sizes(cell)[1] for cell in texts)
    joins = sum(row.joins for row in block.rows)
    return tuple(
        tuple(_sized(row, size) for row in _joined(block.rows, count))
        for size in _down(largest)
        for count in (range(joins + 1) if size <= least else (0,))
    )


def _down(size: float) -> Iterator[float]:
    while size >= LEAST:
        yield size
        size -= _STEP


def _sized(row: Row, size: float) -> Row:
    """The row with no text larger than `size` and no taller than a line of it."""
    cells = tuple(_smaller(cell, size) if cell.kind == "text" else cell for cell in row.cells)
    lines = [cell.size * cell.leading * POINT for cell in cells if cell.kind == "text"]
    return replace(row, cells=cells, height=max(lines)) if lines else row


def _smaller(cell: Cell, size: float) -> Cell:
    base, least = sizes(cell)
    return replace(
        cell, size=min(base, size), least=min(least, size), leading=_LEADING, dense=True, grow=True
    )


def _joined(rows: tuple[Row, ...], count: int) -> tuple[Row, ...]:
    """The last `count` joining rows behind those above them, without the room between."""
    joining = [row for row in rows if row.joins]
    wanted = joining[len(joining) - count :]
    made: list[Row] = []
    for row in rows:
        if row not in wanted:
            made.append(row)
            continue
        while made[-1].slack:
            made.pop()
        made[-1] = _behind(made[-1], row)
    return tuple(made)


def _behind(row: Row, more: Row) -> Row:
    """One row of both; its text is that of the first cell, a space, that of the second."""
    pairs = zip(row.cells, more.cells, strict=True)
    return replace(row, cells=tuple(_one(first, second) for first, second in pairs))


def _one(first: Cell, second: Cell) -> Cell:
    words = _APART.join((_template(first), _template(second)))
    base, least = sizes(second)
    return replace(second, value="", text=words, size=base, least=least, face="mincho")


def _template(cell: Cell) -> str:
    return f"{{{cell.value}|}}" if cell.value else cell.text
