"""What stands on a rendered sheet, and which of its boxes have nothing in them."""

import re
from collections.abc import Iterator

import pypdfium2 as pdfium

from counter_app.paperwork.values import Case, NeededSheet
from forms.layout_model import Block, Cell, Layout, Row, numbered
from forms.values import Values
from tests.forms_kit import RENDERER

_NOTHING = ("signature", "void", "name_label")
"""Kinds that hold no value of their own; the name stands in the cell beside its label."""


def missing(layout: Layout, values: Values) -> set[str]:
    """Keys bound to boxes that are drawn, not struck out, and have nothing in them."""
    found: set[str] = set()
    for block in layout.blocks:
        if not values.holds(block.when):
            continue
        for row, cell in _drawn(block, values):
            if values.holds(row.when) and values.holds(cell.when):
                found |= {key for key in _bound(cell, values) if not values.has(key)}
    return {re.sub(r"\.\d+(?=\.|$)", ".N", key) for key in found}


def _drawn(block: Block, values: Values) -> Iterator[tuple[Row, Cell]]:
    count = values.count(block.each) or 0
    for place, row in enumerate(block.rows):
        for cell in row.cells:
            if _struck_out(block, place, cell, values):
                continue
            for n in range(1, count + 1) if row.each else (0,):
                yield numbered(row, n), numbered(row, n).cells[row.cells.index(cell)]


def _struck_out(block: Block, place: int, cell: Cell, values: Values) -> bool:
    for above, row in enumerate(block.rows[: place + 1]):
        for void in row.cells:
            if void.kind != "void" or not values.holds(void.when):
                continue
            reach = void.rows or len(block.rows)
            inside = void.x <= cell.x and cell.x + cell.w <= void.x + void.w
            if inside and above + reach > place:
                return True
    return False


def _bound(cell: Cell, values: Values) -> Iterator[str]:
    if cell.kind == "name":
        yield from (f"{cell.value}.name", f"{cell.value}.kana")
        return
    if cell.kind in _NOTHING:
        return
    if cell.value:
        yield cell.value
    if cell.person:
        yield f"{cell.person}.name"
    for template in (cell.text, cell.under, cell.choices):
        yield from values.keys_in(template)


def rendered(case: Case, sheet: NeededSheet) -> str:
    """A sheet of a case on the day it is filed, as `text_of` reads it."""
    form = RENDERER.render(sheet.form_id, sheet.data, sheet=1, on=case.reception.filed_on)
    return text_of(form.pdf)


def text_of(pdf: bytes) -> str:
    """What stands on every page of a PDF, without spaces."""
    document = pdfium.PdfDocument(pdf)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return re.sub(r"\s", "", text)
