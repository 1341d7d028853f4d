"""Lays blocks out on pages: rows grow with their values, lists go on to a 続紙, nothing is cut."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from forms.cells import KINDS
from forms.crowding import tighter
from forms.layout_model import BODY_BOTTOM, BODY_TOP, Block, Cell, Layout, Row, numbered
from forms.pen import refuse_too_long
from forms.values import Values

_FIT = 0.05
_STRETCH = 1.3
_BELOW_FIXED = 2.0
"""Between what stands fixed at the head of a page and what flows below it, mm."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row as it will be drawn: its number in the list, how tall, and whether it is unused."""

    row: Row
    height: float
    n: int = 0
    unused: bool = False


@dataclass(frozen=True, slots=True)
class PlacedBlock:
    """A block (or the part of it that fits a page) and where it begins (mm)."""

    block: Block
    y: float
    lines: tuple[Line, ...]

    @property
    def height(self) -> float:
        return sum(line.height for line in self.lines)

    @property
    def bottom(self) -> float:
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on one page, and by which layout its header is drawn."""

    layout: Layout
    blocks: tuple[PlacedBlock, ...]

    @property
    def bottom(self) -> float:
        flowing = [placed.bottom for placed in self.blocks if not placed.block.y]
        return max(flowing, default=BODY_TOP)


def arrange(layouts: Mapping[str, Layout], layout: Layout, values: Values) -> tuple[Page, ...]:
    """The pages of a form for these values."""
    pages: list[Page] = []
    first: dict[str, int] = {}
    now, turn = layout, 0
    while True:
        blocks = _blocks_of(now, first, turn, own=now is not layout)
        slots = _slots(blocks)
        for name in slots:
            first.setdefault(name, now.starts_at)
            if turn and now is layout:  # nothing else stands on this page
                slots[name] = max(slots[name], (values.count(name) or 0) - first[name] + 1)
        pages += _fitted(now, blocks, values, first, slots)
        for name, taken in slots.items():
            first[name] += taken
        left = {name for name in first if first[name] <= (values.count(name) or 0)}
        wanted = turn == 0 and layout.continuation_when and values.holds(layout.continuation_when)
        if not left and not wanted:
            return tuple(pages)
        turn += 1
        now = layouts[layout.continuation] if layout.continuation else layout


def _blocks_of(now: Layout, first: Mapping[str, int], turn: int, *, own: bool) -> tuple[Block, ...]:
    """All blocks of the first page and of a 続紙 with its own layout; after that the lists."""
    if turn == 0 or (own and turn == 1):
        return now.blocks
    return tuple(block for block in now.blocks if block.continues)


def _slots(blocks: tuple[Block, ...]) -> dict[str, int]:
    return {block.each: block.slots for block in blocks if block.slots}


def _fitted(
    now: Layout,
    blocks: tuple[Block, ...],
    values: Values,
    first: Mapping[str, int],
    slots: dict[str, int],
) -> list[Page]:
    """One page with as many slots as fit (changed in `slots`); else the blocks go over pages."""
    full = dict(slots)
    while True:
        pages = _paged(now, blocks, values, first, slots, trying=True)
        if len(pages) == 1:
            return [_filled(pages[0])] if now.fill else pages
        spare = {
            name: count - max(0, (values.count(name) or count) - first.get(name, 1) + 1)
            for name, count in slots.items()
            if count > 1
        }
        if not spare:
            slots.update(full)
            return _paged(now, blocks, values, first, slots)
        slots[max(spare, key=lambda name: (spare[name], slots[name]))] -= 1


def _paged(
    now: Layout,
    blocks: tuple[Block, ...],
    values: Values,
    first: Mapping[str, int],
    slots: Mapping[str, int],
    *,
    trying: bool = False,
) -> list[Page]:
    """The blocks page by page. While `trying`, a list too tall for any page may still shrink."""
    fixed = [
        PlacedBlock(block, block.y, _within_limit(block, values))
        for block in blocks
        if block.y and values.holds(block.when)
    ]
    foot = min((placed.y - 2 for placed in fixed if placed.block.every_page), default=BODY_BOTTOM)
    pages: list[list[PlacedBlock]] = [[]]
    again = now.top(first=False)
    y = now.top(first=all(place <= now.starts_at for place in first.values()))
    y = max([y, *(placed.bottom + _BELOW_FIXED for placed in fixed if placed.y < y)])
    flowing = [block for block in blocks if not block.y and values.holds(block.when)]
    for index, block in enumerate(flowing):
        lines = expanded(block, values, first.get(block.each, 1), slots.get(block.each, 0))
        if not lines:
            continue
        gap = block.gap if pages[-1] else 0.0
        height = sum(line.height for line in lines)
        after = _kept_height(flowing[index + 1 :], values) if block.keep else 0.0
        if y + gap + height + after <= foot + _FIT and not block.own_page:
            pages[-1].append(PlacedBlock(block, y + gap, lines))
            y += gap + height
            continue
        if _splits(block):
            y = _split(block, lines, pages, y + gap, (again, foot))
            continue
        shrinks = trying and slots.get(block.each, 0) > 1
        if height > foot - again + _FIT and not shrinks:
            refuse_too_long(_tallest(lines).where)
        pages.append([PlacedBlock(block, again, lines)])
        y = again + height
    for number, page in enumerate(pages):
        page += [placed for placed in fixed if placed.block.every_page or number == 0]
    return [Page(now, tuple(page)) for page in pages]


def fits(block: Block, values: Values) -> bool:
    """Whether a fixed block can hold its values above its `limit`, whatever it takes."""
    return _eased(block, values) is not None


def _within_limit(block: Block, values: Values) -> tuple[Line, ...]:
    """The rows of a fixed block, as loose as its limit lets them be; beyond it a value stops."""
    lines = _eased(block, values)
    if lines is None:
        refuse_too_long(_tallest(expanded(block, values, 1, 0)).where)
    return lines


def _eased(block: Block, values: Values) -> tuple[Line, ...] | None:
    """The first version of the rows that ends above the limit; slack takes what is left over."""
    lines = expanded(block, values, 1, 0)
    if not block.limit:
        return lines
    room = block.limit - block.y + _FIT
    if sum(line.height for line in lines) <= room:
        return lines
    versions = (block.rows, *tighter(block))
    if _within(versions[-1], block, values, room) is None:
        return None
    found = (_within(rows, block, values, room) for rows in versions)
    return next(lines for lines in found if lines is not None)


def _within(
    rows: tuple[Row, ...], block: Block, values: Values, room: float
) -> tuple[Line, ...] | None:
    """The rows with as much of their slack as there is room (mm); None when they are too tall."""
    lines = expanded(replace(block, rows=rows), values, 1, 0)
    spare = room - sum(line.height for line in lines if not line.row.slack)
    if spare < 0:
        return None
    slack = sum(line.height for line in lines if line.row.slack)
    factor = min(1.0, spare / slack) if slack else 1.0
    return tuple(
        replace(line, height=line.height * factor) if line.row.slack else line for line in lines
    )


def _filled(page: Page) -> Page:
    """Rows a little taller, so that the last block ends at the foot of the page."""
    flowing = [placed for placed in page.blocks if not placed.block.y]
    total = sum(placed.height for placed in flowing if placed.block.frame)
    factor = min(_STRETCH, 1 + (BODY_BOTTOM - page.bottom) / total)
    blocks, moved = [], 0.0
    for placed in page.blocks:
        if placed.block.y:
            blocks.append(placed)
            continue
        grown = placed
        if placed.block.frame:
            lines = tuple(replace(line, height=line.height * factor) for line in placed.lines)
            grown = PlacedBlock(placed.block, placed.y, lines)
        blocks.append(replace(grown, y=placed.y + moved))
        moved += grown.height - placed.height
    return Page(page.layout, tuple(blocks))


def _splits(block: Block) -> bool:
    return block.splits or (bool(block.each) and not block.slots)


def _split(
    block: Block,
    lines: tuple[Line, ...],
    pages: list[list[PlacedBlock]],
    y: float,
    limits: tuple[float, float],
) -> float:
    """Break a list between its entries; the heads are repeated on the next page.

    A block that `splits` breaks between its rows.
    """
    top, foot = limits
    heads = tuple(line for line in lines if line.row.head)
    head_height = sum(line.height for line in heads)
    part: list[Line] = []
    rows = [(line,) for line in lines] if block.splits else _groups(lines, heads)
    for group in rows:
        taken = sum(line.height for line in group)
        if part or y + head_height + taken > foot + _FIT:
            used = head_height + sum(line.height for line in part)
            if y + used + taken > foot + _FIT:
                if part:
                    pages[-1].append(PlacedBlock(block, y, heads + tuple(part)))
                if head_height + taken > foot - top + _FIT:
                    refuse_too_long(_tallest(group).where)
                pages.append([])
                part, y = [], top
        part += group
    placed = PlacedBlock(block, y, heads + tuple(part))
    pages[-1].append(placed)
    return placed.bottom


def _groups(lines: tuple[Line, ...], heads: tuple[Line, ...]) -> list[tuple[Line, ...]]:
    groups: dict[int, list[Line]] = {}
    for line in lines:
        if line not in heads:
            groups.setdefault(line.n, []).append(line)
    return [tuple(group) for group in groups.values()]


def _kept_height(following: list[Block], values: Values) -> float:
    """Room for what must stand with a heading: the next block's head and its first entry."""
    if not following:
        return 0.0
    lines = expanded(following[0], values, 1, 0)
    kept = 0.0
    for line in lines:
        kept += line.height
        if not line.row.head:
            break
    return kept + following[0].gap


def _tallest(lines: tuple[Line, ...]) -> Cell:
    row = max(lines, key=lambda line: line.height).row
    return max(row.cells, key=lambda cell: len(cell.text) + len(cell.value))


def expanded(block: Block, values: Values, first: int, slots: int) -> tuple[Line, ...]:
    """The rows of a block: entries, then unused places; blank ones when nothing is known."""
    count = values.count(block.each) if block.each else None
    if slots:
        if count is not None and first > max(count, 1):
            return ()
        last = first + slots - 1
    elif count is None:
        last = first + max(block.blank_rows, 1) - 1
    else:
        last = count
    lines: list[Line] = []
    done = False
    for row in block.rows:
        if not row.each:
            if values.holds(row.when):
                lines.append(Line(row, _height(row, values)))
            continue
        if done:
            continue
        done = True
        group = [each for each in block.rows if each.each]
        for n in range(first, last + 1):
            unused = count is not None and n > count
            for each in group:
                own = numbered(each, n)
                if unused:
                    lines.append(Line(own, own.height, n, True))
                elif values.holds(own.when):
                    lines.append(Line(own, _height(own, values), n))
    return tuple(lines)


def _height(row: Row, values: Values) -> float:
    """The row's own height, or what the tallest of its cells needs."""
    needed = row.height
    for cell in row.cells:
        if cell.rows != 1 or not values.holds(cell.when):
            continue
        if cell.h:
            needed = max(needed, row.height + sum(growths(row, cell, values).values()))
        else:
            needed = max(needed, KINDS[cell.kind].height(values, cell))
    return needed


def growths(row: Row, cell: Cell, values: Values) -> dict[Cell, float]:
    """By how much the parts stacked over and under a part (`h`) need more than they were given."""
    return {
        other: max(0.0, KINDS[other.kind].height(values, other) - other.h)
        for other in row.cells
        if other.h and other.x < cell.x + cell.w - 0.01 and cell.x < other.x + other.w - 0.01
    }
