"""What a layout file says, as values: form, blocks, rows and cells on the millimetre grid."""

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

BODY_LEFT, BODY_RIGHT = 18.0, 198.0
BODY_TOP, BODY_BOTTOM = 26.0, 287.0
CONTINUED_TOP = 34.0
EDGE = 4.5
"""Nothing is printed nearer to the paper's edge than this (mm)."""
LEAST = 9.0
"""Nothing that a person must read is smaller (pt)."""


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """One cell. Which of the fields a kind reads is written beside the kind (`forms/cells.py`)."""

    kind: str
    x: float
    w: float
    line: int
    dy: float = 0.0
    h: float = 0.0  # 0: the row's height, or that of the spanned rows
    rows: int = 1  # 0: down to the end of the block
    when: str = ""
    rule: bool = True
    value: str = ""
    text: str = ""
    under: str = ""
    size: float = 0.0
    least: float = 0.0
    align: str = ""
    face: str = ""
    leading: float = 0.0
    inset: float = 2.0
    margin: float = 2.2
    choices: str = ""
    items: str = ""
    n: int = 0
    person: str = ""
    signer: str = ""
    western: str = ""
    blank: str = ""
    weekday: bool = False
    weight: float = 0.0
    number: str = ""
    grow: bool = True
    dense: bool = False  # as few lines as there can be (forms/crowding.py)

    @property
    def where(self) -> str:
        """What names this cell to a person: the key it is bound to, else its words."""
        return self.value or self.person or self.text


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """Cells side by side. `each` rows are drawn once for every entry of the block's list.

    `head` rows are repeated when the list goes on to another page. When the block would pass its
    `limit`, a `slack` row gives way and a row that `joins` may run on behind the one above.
    """

    height: float
    cells: tuple[Cell, ...]
    line: int
    above: float = 0.0
    when: str = ""
    each: bool = False
    head: bool = False
    slack: bool = False
    joins: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Rows in one frame. `y` set: stands there, else flows `gap` below the block before it.

    `limit` is the lowest a fixed block may reach (mm from the top), whatever its values; `beyond`
    is the flag that holds when they cannot stand above it. `own_page` begins a page; a block that
    `splits` goes on between its rows on the next one, others move there whole.
    """

    rows: tuple[Row, ...]
    line: int
    gap: float = 2.0
    y: float = 0.0
    frame: float = 0.5
    when: str = ""
    each: str = ""
    slots: int = 0
    blank_rows: int = 0
    unused: str = "plain"
    continues: bool = False
    every_page: bool = False
    keep: bool = False
    limit: float = 0.0
    beyond: str = ""
    own_page: bool = False
    splits: bool = False

    @property
    def left(self) -> float:
        return min(cell.x for row in self.rows for cell in row.cells)

    @property
    def right(self) -> float:
        return max(cell.x + cell.w for row in self.rows for cell in row.cells)


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """One form (帳票). `number_class` is that of 個人番号: never, by_law, optional, town.

    In force from `valid_from` to `valid_until`, both included. `source` says where its boxes come
    from; what nobody has compared with the town's own form is not `verified`. `background` is
    the town's blank form (PDF) in the layout's folder: title and rules are then its own.
    """

    id: str
    title: str
    edition: str
    valid_from: date
    number_class: str
    signature: str
    blocks: tuple[Block, ...]
    valid_until: date = date.max
    source: str = ""
    verified: bool = True
    background: str = ""
    basis: str = ""
    subtitle: str = ""
    short: str = ""  # a title for narrow lists
    style: str = "form"
    footer: str = ""
    title_size: float = 18.0
    basis_size: float = 9.0
    start: float = BODY_TOP
    continuation: str = ""
    continuation_when: str = ""
    is_continuation: bool = False
    starts_at: int = 1
    hides_protected: bool = False
    fill: bool = False

    def speaks_of(self, person: str) -> bool:
        """Whether a cell is bound to this person: one sheet is made for each of them."""
        cells = (cell for block in self.blocks for row in block.rows for cell in row.cells)
        return any(
            name == person or name.startswith(f"{person}.")
            for cell in cells
            for name in (cell.value, cell.person)
        )

    def top(self, *, first: bool) -> float:
        """Where the blocks begin: further pages of a signed form carry a sentence above."""
        if first and (self.style == "notice" or not self.is_continuation):
            return self.start
        return CONTINUED_TOP if self.signature != "none" else BODY_TOP + 2


@lru_cache(maxsize=4096)
def numbered(row: Row, n: int) -> Row:
    """The row for the n-th person or item: `{n}` in bindings and texts becomes the number."""
    return replace(
        row, cells=tuple(_numbered(cell, str(n)) for cell in row.cells), when=_put(row.when, str(n))
    )


def _numbered(cell: Cell, n: str) -> Cell:
    return replace(
        cell,
        when=_put(cell.when, n),
        value=_put(cell.value, n),
        text=_put(cell.text, n),
        under=_put(cell.under, n),
        items=_put(cell.items, n),
        choices=_put(cell.choices, n),
        person=_put(cell.person, n),
        western=_put(cell.western, n),
    )


def _put(text: str, n: str) -> str:
    return text.replace("{n}", n)
