"""Cells to choose in: boxes with a tick, circled words, the matrix of what is sent to whom."""

from forms.fonts import Typeface, width
from forms.layout_model import Cell
from forms.pen import Pen, refuse_too_long
from forms.sheet import MIDDLE, POINT, Box, Sheet
from forms.values import Values

BOX = 3.3
_BOX_GAP = 1.0
_OPTION_GAP = 3.4


def tick_box(sheet: Sheet, x: float, middle: float, ticked: bool, side: float = BOX) -> None:
    """A drawn box, and a tick through it: neither font has the character."""
    top = middle - side / 2
    sheet.frame(Box(x, top, side, side), 0.2, over=False)
    if ticked:
        k = side / BOX
        points = ((x + 0.35 * k, top + 1.55 * k), (x + 1.25 * k, top + 2.75 * k), (x + 3.35 * k, top - 0.15 * k))
        sheet.polyline(points, 0.6)


def split_choices(choices: str) -> tuple[tuple[tuple[str, str], ...], ...]:
    """`key:words | key:words // key:words` as rows of (key, words); the spaces belong to the marks."""
    rows = []
    for row in choices.split("//"):
        pairs = []
        for option in row.split(" | "):
            key, _, words = option.strip().partition(":")
            pairs.append((key, words))
        rows.append(tuple(pairs))
    return tuple(rows)


def options(pen: Pen, cell: Cell, box: Box) -> None:
    """Box and words for each choice; `//` begins the next row."""
    chosen = pen.values.chosen(cell.value)
    pen.note(cell.value, box)
    rows = [
        tuple((key, pen.values.filled(words)) for key, words in row)
        for row in split_choices(cell.choices)
    ]
    size = cell.size or 10
    face = Typeface(cell.face or "gothic")
    gap = _OPTION_GAP
    while max(_row_width(row, size, face, gap) for row in rows) > box.width - cell.inset - 0.6:
        if gap > 1.4:
            gap -= 0.2
        elif size > 9:
            size -= 0.5
        else:
            refuse_too_long(cell)
    pitch = min(size * 1.65 * POINT, box.height / len(rows)) if len(rows) > 1 else box.height
    top = box.middle - pitch * len(rows) / 2
    for index, row in enumerate(rows):
        middle = top + pitch * (index + 0.5)
        x = box.x + cell.inset
        if cell.align == "centre":
            x = box.x + (box.width - _row_width(row, size, face, gap)) / 2
        for key, words in row:
            tick_box(pen.sheet, x, middle, key in chosen)
            x += BOX + _BOX_GAP
            strong = cell.weight > 0 and key in chosen
            pen.sheet.text(x, middle + MIDDLE * size * POINT, words, size, Typeface.BOLD if strong else face)
            x += width(words, face) * size * POINT + gap


def _row_width(row: tuple[tuple[str, str], ...], size: float, face: Typeface, gap: float) -> float:
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
    """One row of receiver × item: a dot where the item is sent. `items` are the columns."""
    columns = split_choices(cell.items)[0]
    step = box.width / len(columns)
    chosen = pen.values.chosen(cell.value)
    for index, (key, _) in enumerate(columns):
        x = box.x + step * index
        if index:
            pen.sheet.line((x, box.y), (x, box.bottom))
        if key in chosen:
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
                x + (step - em) / 2, top + pitch * place + MIDDLE * em, character, 9, Typeface.GOTHIC
            )


def check(pen: Pen, cell: Cell, box: Box) -> None:
    """A lone box for the reader to tick."""
    side = cell.size or 5.0
    tick_box(pen.sheet, box.x + (box.width - side) / 2, box.middle, False, side)


def choice_height(values: Values, cell: Cell) -> float:
    rows = len(split_choices(cell.choices))
    return rows * (cell.size or 10) * 1.5 * POINT if rows > 1 else 0.0
