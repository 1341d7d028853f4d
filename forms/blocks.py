"""Draws one placed block: cells, the rules between them, unused places, the frame over all."""

from forms.cells import KINDS
from forms.cells_marks import diagonal
from forms.flow import Line, PlacedBlock, growths
from forms.layout_model import Block, Cell
from forms.pen import Pen
from forms.sheet import Box, Layer
from forms.values import Values

_FIXED_WORDS = ("label", "head", "band")


class _Rules:
    """Inner rules, each drawn once, none under the frame, all of a block as one path."""

    def __init__(self, frame: Box) -> None:
        self._across = {round(frame.y, 2), round(frame.bottom, 2)}
        self._down = {round(frame.x, 2), round(frame.right, 2)}
        self.lines: dict[tuple[float, float, float, float], None] = {}

    def around(self, box: Box) -> None:
        x, y, right, bottom = (
            round(box.x, 2),
            round(box.y, 2),
            round(box.right, 2),
            round(box.bottom, 2),
        )
        for edge in (y, bottom):
            if edge not in self._across:
                self.lines[(x, edge, right, edge)] = None
        for edge in (x, right):
            if edge not in self._down:
                self.lines[(edge, y, edge, bottom)] = None


def draw_block(pen: Pen, placed: PlacedBlock) -> None:
    """All rows of the block from its place downwards."""
    block = placed.block
    frame = Box(block.left, placed.y, block.right - block.left, placed.height)
    rules = _Rules(frame)
    tops = [placed.y]
    for line in placed.lines:
        tops.append(tops[-1] + line.height)
    runs: list[tuple[float, float]] = []
    for index, line in enumerate(placed.lines):
        if line.row.above and index:
            left = min(cell.x for cell in line.row.cells)
            right = max(cell.x + cell.w for cell in line.row.cells)
            pen.sheet.line(
                (left, tops[index]), (right, tops[index]), line.row.above, layer=Layer.FRAME
            )
        if line.unused:
            _draw_unused(pen, block, line, index, placed.lines, tops, rules)
            if runs and _same(runs[-1][1], tops[index]):
                runs[-1] = (runs[-1][0], tops[index + 1])
            else:
                runs.append((tops[index], tops[index + 1]))
            continue
        for cell in line.row.cells:
            if pen.values.holds(cell.when):
                _draw_cell(
                    pen, block, cell, cell_box(pen.values, cell, index, placed.lines, tops), rules
                )
    for top, bottom in runs:
        left = _data_left(block)
        diagonal(pen, Box(left, top, frame.right - left, bottom - top))
    if block.frame:
        pen.sheet.rules(tuple(rules.lines))
        pen.sheet.frame(frame, block.frame)


def _draw_cell(pen: Pen, block: Block, cell: Cell, box: Box, rules: _Rules) -> None:
    if cell.rule and block.frame:
        rules.around(box)
    kind = KINDS[cell.kind]
    settled = kind.settled(pen.values, cell) if pen.drawings is not None else None
    if pen.drawings is None or settled is None:
        kind.draw(pen, cell, box)
        return
    known = pen.drawings.draw(pen.sheet, (cell, box, settled), lambda: kind.draw(pen, cell, box))
    if known and cell.value:
        pen.note(cell.value, box)


def cell_box(
    values: Values, cell: Cell, index: int, lines: tuple[Line, ...], tops: list[float]
) -> Box:
    """The cell's box: its row, or the rows it spans; a part of a row moves as the row grows."""
    line, top = lines[index], tops[index]
    if cell.rows != 1:
        last = len(lines) if cell.rows == 0 else min(index + cell.rows, len(lines))
        return Box(cell.x, top + cell.dy, cell.w, cell.h or tops[last] - top - cell.dy)
    if not cell.h:
        return Box(cell.x, top + cell.dy, cell.w, line.height - cell.dy)
    growth = growths(line.row, cell, values)
    spare = max(0.0, line.height - line.row.height - sum(growth.values()))
    above = sum(more for other, more in growth.items() if other.dy < cell.dy)
    return Box(cell.x, top + spare / 2 + cell.dy + above, cell.w, cell.h + growth[cell])


def _draw_unused(
    pen: Pen,
    block: Block,
    line: Line,
    index: int,
    lines: tuple[Line, ...],
    tops: list[float],
    rules: _Rules,
) -> None:
    """Number and outline of a place nobody takes; `grid` keeps its columns."""
    first_of_group = index == 0 or lines[index - 1].n != line.n
    if block.unused == "grid":
        for cell in line.row.cells:
            box = cell_box(pen.values, cell, index, lines, tops)
            rules.around(box)
            if cell.kind in _FIXED_WORDS:
                KINDS[cell.kind].draw(pen, cell, box)
        return
    if not first_of_group:
        return
    count = sum(1 for other in lines if other.n == line.n)
    left = _data_left(block)
    rules.around(Box(left, tops[index], block.right - left, tops[index + count] - tops[index]))
    for cell in line.row.cells:
        if cell.kind in _FIXED_WORDS and cell.x < left:
            box = cell_box(pen.values, cell, index, lines, tops)
            rules.around(box)
            KINDS[cell.kind].draw(pen, cell, box)


def _data_left(block: Block) -> float:
    """Where the entries of a list begin, right of their number."""
    row = next(row for row in block.rows if row.each)
    first = row.cells[0]
    return first.x + first.w if first.kind in _FIXED_WORDS else first.x


def _same(a: float, b: float) -> bool:
    return abs(a - b) < 0.05
