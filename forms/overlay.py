"""Draws an individual number into its boxes on a page that is about to be printed (個人番号の印字).

The digits live in the caller's buffer, in the one byte string that goes to the printer, and
nowhere else: the addition is composed with placeholders and only the glyph codes are put in, in
place, at the end. What is printed lies behind the signed document and outside its digest.
"""

from collections.abc import Sequence
from io import BytesIO

from counter_app.ports import NumberBox
from forms.fonts import Typeface
from forms.pdf_update import (
    POINTS_PER_MM,
    GlyphSet,
    PdfUpdate,
    add_to_page,
    dictionary,
    glyph_set,
    open_for_update,
    points_box,
    stream,
)

CELLS = 12

_MARK = b"/CounterNumberOverlay BMC"
_PLACEHOLDER = b"<0000> Tj"
_SIZE_POINTS = 12.0
_INSET_MM = 0.4  # leaves the 0.3 rules between the cells standing
_DIGIT_HEIGHT = 0.68  # of the size
_HEXADECIMAL = b"0123456789ABCDEF"


def draw_number(pdf: bytes, boxes: tuple[NumberBox, ...], digits: memoryview) -> bytes:
    """The page with twelve digits drawn into each box, cell by cell, over the masking asterisks.

    `digits` are 12 ASCII digits and are only read. The result is for the printer: it is never
    written to a file. Raises ValueError (which says nothing of the digits) for anything but 12
    digits or a box off the page, CounterError PDF_UNREADABLE.
    """
    if len(digits) != CELLS or any(not 0x30 <= digit <= 0x39 for digit in digits):
        raise ValueError("an individual number has twelve digits")
    if not boxes:
        return pdf
    page = _with_placeholders(pdf, boxes)
    try:
        place = len(pdf)
        for _ in range(len({box.page for box in boxes})):
            place = page.index(_MARK, place)
            end = page.index(b"EMC", place)
            cell = 0
            while (place := page.find(_PLACEHOLDER, place, end)) >= 0:
                page[place + 4] = _HEXADECIMAL[digits[cell % CELLS] - 0x30 + 1]
                cell += 1
            place = end
        return bytes(page)
    finally:
        page[:] = bytes(len(page))


def carries_number(pdf: bytes) -> bool:
    """Whether `draw_number` has been at this file; such a file must not be kept."""
    return _MARK in pdf


def _with_placeholders(pdf: bytes, boxes: tuple[NumberBox, ...]) -> bytearray:
    update = open_for_update(pdf)
    font = glyph_set(Typeface.MINCHO, "0123456789")
    embedded = font.embed(update)
    # The page's own drawing may leave any state behind, so it is put between q and Q.
    opening = update.add_object(stream(b"q\n", {}, compressed=False))
    for page in sorted({box.page for box in boxes}):
        # Pages may share their resources, and a second person's number may follow: one name each.
        name = f"CounterNumber{len(pdf)}p{page}"
        resources = dictionary({"Font": dictionary({name: embedded})})
        content = _cells(update, [box for box in boxes if box.page == page], font, name)
        drawing = update.add_object(stream(content, {}, compressed=False))
        add_to_page(update, page, before=opening, after=drawing, resources=resources)
    output = BytesIO()
    update.write(output)  # type: ignore[no-untyped-call]
    return bytearray(output.getbuffer())


def _cells(update: PdfUpdate, boxes: Sequence[NumberBox], font: GlyphSet, name: str) -> bytes:
    """Per cell: the asterisk covered, a digit centred. All digits of the font are equally wide."""
    lines = [b"Q q", _MARK, b"1 g"]
    inset = _INSET_MM * POINTS_PER_MM
    written = [b"0 g", b"BT", b"/%s %.1f Tf" % (name.encode("ascii"), _SIZE_POINTS)]
    for box in boxes:
        left, bottom, right, top = points_box(update, box.page, box.x, box.y, box.width, box.height)
        width = (right - left) / CELLS
        baseline = (bottom + top - _DIGIT_HEIGHT * _SIZE_POINTS) / 2
        for cell in range(CELLS):
            x = left + cell * width
            lines.append(
                b"%.2f %.2f %.2f %.2f re f"
                % (x + inset, bottom + inset, width - 2 * inset, top - bottom - 2 * inset)
            )
            start = x + (width - font.width("0") * _SIZE_POINTS / 1000) / 2
            written.append(b"1 0 0 1 %.2f %.2f Tm %s" % (start, baseline, _PLACEHOLDER))
    return b"\n".join([*lines, *written, b"ET", b"EMC", b"Q", b""])
