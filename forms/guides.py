"""Guides for who places boxes on a form (升目と欄の名): a 10 mm grid, each box with its key."""

from forms.blocks import cell_box
from forms.flow import Page, PlacedBlock
from forms.layout_model import Cell
from forms.sheet import FAINT, HEIGHT, WIDTH, Box, Sheet
from forms.values import Values

_STEP = 10
_NAMED = ("name", "name_label")


def draw_guides(sheet: Sheet, page: Page, values: Values) -> None:
    """Millimetres along the edges, then every box with the key it is bound to, else its kind."""
    for x in range(_STEP, int(WIDTH), _STEP):
        sheet.guide(Box(x, 0, 0.01, HEIGHT), colour=FAINT)
        sheet.guide(Box(x, 0.5, _STEP, 3), str(x), FAINT)
    for y in range(_STEP, int(HEIGHT), _STEP):
        sheet.guide(Box(0, y, WIDTH, 0.01), colour=FAINT)
        sheet.guide(Box(0.5, y, _STEP, 3), str(y), FAINT)
    for placed in page.blocks:
        _draw_block(sheet, placed, values)


def _draw_block(sheet: Sheet, placed: PlacedBlock, values: Values) -> None:
    tops = [placed.y]
    for line in placed.lines:
        tops.append(tops[-1] + line.height)
    for index, line in enumerate(placed.lines):
        for cell in line.row.cells:
            box = cell_box(values, cell, index, placed.lines, tops)
            sheet.guide(box.inset(0.3, 0.3, 0.3, 0.3), _name(cell))


def _name(cell: Cell) -> str:
    if cell.kind in _NAMED:
        return f"{cell.value}.name" if cell.value else ""
    return cell.value or cell.person or ("" if cell.text else cell.kind)
