"""Cells to choose in: boxes with a tick, circled words, the matrix of what is sent to whom."""

from functools import lru_cache

from forms.fitting import wrap
from forms.fonts import Typeface, width
from forms.layout_model import Cell
from forms.pen import Pen
from forms.sheet import MIDDLE, POINT, Box, Sheet
from forms.values import Values, refuse_value

BOX = 3.3
_BOX_GAP = 1.0
_OPTION_GAP = 3.4
_LEAST = 9.0
_CONTINUED = "\n"
"""In place of a key: this line goes on with the words of the option above."""

_Row = tuple[tuple[str, str], ...]


def tick_box(sheet: Sheet, x: float, middle: float, ticked: bool, side: float = BOX) -> None:
    """A drawn box, and a tick through it: neither font has the character."""
    top = middle - side / 2
    sheet.frame(Box(x, top, side, side), 0.2, over=False)
    if ticked:
        k = side / BOX
        points = (
            (x + 0.35 * k, top + 1.55 * k),
            (x + 1.25 * k, top + 2.75 * k),
            (x + 3.35 * k, top - 0.15 * k),
        )
        sheet.polyline(points, 0.6)


@lru_cache(maxsize=1024)
def keys_of_choices(choices: str) -> frozenset[str]:
    """Every key that can be chosen."""
    return frozenset(key for row in split_choices(choices) for key, _ in row)


@lru_cache(maxsize=1024)
def split_choices(choices: str) -> tuple[_Row, ...]:
    """`key:words | key:words // key:words` as rows of (key, words)."""
    rows = []
    for row in choices.split("//"):
        pairs = []
        for option in row.split(" | "):
            key, _, words = option.strip().partition(":")
            pairs.append((key, words))
        rows.append(tuple(pairs))
    return tuple(rows)


def options(pen: Pen, cell: Cell, box: Box) -> None:
    """Box and words for each choice; `//` begins the next row, a row too wide takes several."""
    chosen = pen.values.chosen(cell.value)
    pen.note(cell.value, box)
    face = Typeface(cell.face or "gothic")
    size, gap, rows = _arranged(pen.values, cell)
    pitch = min(size * 1.65 * POINT, box.height / len(rows)) if len(rows) > 1 else box.height
    top = box.middle - pitch * len(rows) / 2
    for index, row in enumerate(rows):
        middle = top + pitch * (index + 0.5)
        x = box.x + cell.inset
        if cell.align == "centre":
            x = box.x + (box.width - _row_width(row, size, face, gap)) / 2
        for key, words in row:
            if key != _CONTINUED:
                tick_box(pen.sheet, x, middle, key in chosen)
            x += BOX + _BOX_GAP
            strong = Typeface.BOLD if cell.weight > 0 and key in chosen else face
            pen.sheet.text(x, middle + MIDDLE * size * POINT, words, size, strong)
            x += width(words, face) * size * POINT + gap


def choice_height(values: Values, cell: Cell) -> float:
    size, _, rows = _arranged(values, cell)
    return len(rows) * size * 1.5 * POINT if len(rows) > 1 else 0.0


def _arranged(values: Values, cell: Cell) -> tuple[float, float, list[_Row]]:
    """Size, gap and rows: closer first, then smaller, then over more rows, words and all."""
    face = Typeface(cell.face or "gothic")
    rows = [
        tuple((key, values.filled(words)) for key, words in row)
        for row in split_choices(cell.choices)
    ]
    size, gap, room = cell.size or 10, _OPTION_GAP, cell.w - cell.inset - 0.6
    while max(_row_width(row, size, face, gap) for row in rows) > room:
        if gap > 1.4:
            gap -= 0.2
        elif size > _LEAST:
            size -= 0.5
        else:
            return size, gap, [part for row in rows for part in _broken(row, size, face, room)]
    return size, gap, rows


def _broken(row: _Row, size: float, face: Typeface, room: float) -> list[_Row]:
    """One option a row, its words over as many lines as they take."""
    ems = (room - BOX - _BOX_GAP) / (size * POINT)
    if _row_width(row, size, face, 1.4) <= room:
        return [row]
    return [
        ((key if index == 0 else _CONTINUED, line),)
        for key, words in row
        for index, line in enumerate(wrap(words, face, ems))
    ]


def _row_width(row: _Row, size: float, face: Typeface, gap: float) -> float:
    words = sum(width(text, face) for _, text in row) * size * POINT
    return words + len(row) * (BOX + _BOX_GAP) + (len(row) - 1) * gap


def circle(pen: Pen, cell: Cell, box: Box) -> None:
    """Short words joined by ・, an ellipse around the chosen one."""
    chosen = pen.values.chosen(cell.value)
    pen.note(cell.value, box)
    size, face = cell.size or 10, Typeface.GOTHIC
    (pairs,) = split_choices(cell.choices)
    em = size * POINT
    lead = pen.values.filled(cell.text)
    joint = em
    total = sum(width(words, face) for _, words in pairs) * em + joint * (len(pairs) - 1)
    before = (width(lead, face) + 0.8) * em if lead else 0.0
    x = box.x + (box.width - total - before) / 2
    base = box.middle + MIDDLE * em
    if lead:
        pen.sheet.text(x, base, lead, size, face)
        x += before
    for index, (key, words) in enumerate(pairs):
        if index:
            dot = width("・", face) * em
            pen.sheet.text(x + (joint - dot) / 2, base, "・", size, face)
            x += joint
        taken = width(words, face) * em
        pen.sheet.text(x, base, words, size, face)
        if key in chosen:
            wide = taken + 1.9
            ring = Box(x + taken / 2 - wide / 2, box.middle - 2.7, wide, 5.4)
            pen.sheet.ellipse(ring, 0.4)
        x += taken


def matrix(pen: Pen, cell: Cell, box: Box) -> None:
    """One row of receiver × item: a dot where the item is sent. `items` are the columns.

    What has no column is refused: nothing may be agreed to that cannot be seen.
    """
    columns = split_choices(cell.items)[0]
    step = box.width / len(columns)
    chosen = pen.values.chosen(cell.value)
    listed = frozenset(part for key, _ in columns for part in key.split("+"))
    if chosen - listed:
        refuse_value(cell.value, f"様式の列にある項目（{'・'.join(sorted(listed))}）")
    for index, (key, _) in enumerate(columns):
        x = box.x + step * index
        if index:
            pen.sheet.line((x, box.y), (x, box.bottom))
        if chosen & set(key.split("+")):
            pen.sheet.disc(x + step / 2, box.middle, 1.6)
    pen.note(cell.value, box)


def matrix_head(pen: Pen, cell: Cell, box: Box) -> None:
    """The vertical heads of the matrix."""
    pen.sheet.fill(box)
    columns = split_choices(cell.items)[0]
    step = box.width / len(columns)
    em = 9 * POINT
    for index, (_, words) in enumerate(columns):
        x = box.x + step * index
        if index:
            pen.sheet.line((x, box.y), (x, box.bottom))
        pitch = max(1.02, 2.05 - 0.2 * len(words)) * em
        top = box.middle - pitch * (len(words) - 1) / 2
        for place, character in enumerate(words):
            pen.sheet.text(
                x + (step - em) / 2,
                top + pitch * place + MIDDLE * em,
                character,
                9,
                Typeface.GOTHIC,
            )


def check(pen: Pen, cell: Cell, box: Box) -> None:
    """A lone box for the reader to tick."""
    side = cell.size or 5.0
    tick_box(pen.sheet, box.x + (box.width - side) / 2, box.middle, False, side)
