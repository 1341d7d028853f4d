"""What stands around the blocks of every page: header, barcode, footer, fold marks."""

import re
from dataclasses import replace

from forms.barcode import QUIET, bars, sheet_reference
from forms.fitting import Fitted, fit, wrap
from forms.flow import Page
from forms.fonts import Typeface, width
from forms.layout_model import BODY_BOTTOM, BODY_LEFT, BODY_RIGHT, EDGE, Layout
from forms.pen import Pen, refuse_too_long
from forms.sheet import POINT, Box, Layer

_BARCODE_TOP, _BARCODE_HEIGHT = 8.6, 9.0
_HEADER_RULE = 25.4
_BASIS_BOTTOM, _BASIS_LOWEST = 13.9, 15.2
_BASIS_CLOSE = 1.08  # line height where the words above the title take three lines, ems
_FOOTER = 291.0
_LEAST_TITLE, _SUBTITLE = 12.0, 11.0  # pt
_TITLE_TOP, _SUBTITLE_TOP, _TITLE_HEIGHT = 14.7, 15.3, 9.0
_APART = 4.0  # mm between title and subtitle
_PARTS = re.compile("\u3000{2,}")
_FOLDS = (99.0, 198.0)
_FOLD_MARK = (4.5, 9.5)
_CONTINUED = "続紙"
_UNDER_SIGNATURE = "{}枚目の署名は、この続紙を含みます。"
_SIGNED_HERE = "この紙の署名は、1枚目からの紙をすべて含みます。"


def draw_header(pen: Pen, layout: Layout, sheet_number: int, *, signed_on: int) -> None:
    """Title at the left, barcode at the right; a notice has the barcode and the fold marks.

    Further pages say that they are under the signature, which stands on page `signed_on`.
    On a town's own blank form there is the barcode alone.
    """
    room = BODY_RIGHT - BODY_LEFT - _barcode(pen, sheet_number) - 6
    if layout.style == "notice":
        for y in _FOLDS:
            pen.sheet.line((_FOLD_MARK[0], y), (_FOLD_MARK[1], y), layer=Layer.FRAME)
        return
    if layout.background:
        return
    _draw_basis(pen, layout, room)
    continued = pen.page > 1 or layout.is_continuation
    signed = continued and layout.signature != "none"
    if signed:
        here = signed_on == pen.page > 1
        words = _SIGNED_HERE if here else _UNDER_SIGNATURE.format(signed_on)
        pen.sheet.text(BODY_LEFT, 31.3, words, 9.5)
    _draw_title(pen, layout, room, continued=signed)
    pen.sheet.line((BODY_LEFT, _HEADER_RULE), (BODY_RIGHT, _HEADER_RULE), 0.5, layer=Layer.FRAME)


def _draw_basis(pen: Pen, layout: Layout, room: float) -> None:
    """The words above the title: one line, else each of their parts on lines of its own."""
    words = pen.values.filled(layout.basis)
    if not words:
        return
    shown = fit(words, Typeface.GOTHIC, room, layout.basis_size, 9, 1.2)
    bottom = _BASIS_BOTTOM
    if len(shown.lines) > 1:
        parts = "\n".join(part for part in _PARTS.split(words) if part.strip())
        ems = room / (shown.size * POINT)
        shown = Fitted(shown.size, wrap(parts, Typeface.GOTHIC, ems, at_marks=True), 1.2)
        if shown.height > bottom - EDGE:
            shown = replace(shown, leading=_BASIS_CLOSE)
            bottom = EDGE + shown.height
    height = max(4.5, shown.height)
    if bottom > _BASIS_LOWEST:
        refuse_too_long(layout.basis)
    place = Box(BODY_LEFT, bottom - height, room, height)
    pen.lines(place, shown, Typeface.GOTHIC)
    pen.note_all(layout.basis, place)


def _draw_title(pen: Pen, layout: Layout, room: float, *, continued: bool) -> None:
    """Title and subtitle side by side: the title gives way first, then the subtitle."""
    title, subtitle = pen.values.filled(layout.title), pen.values.filled(layout.subtitle)
    if continued and _CONTINUED not in subtitle:
        subtitle += _CONTINUED
    beside = width(subtitle, Typeface.BOLD) * _SUBTITLE * POINT + _APART if subtitle else 0.0
    size = fit(title, Typeface.BOLD, max(room - beside, 1.0), layout.title_size, _LEAST_TITLE).size
    pen.line(Box(BODY_LEFT, _TITLE_TOP, room, _TITLE_HEIGHT), title, size, Typeface.BOLD)
    if subtitle:
        taken = width(title, Typeface.BOLD) * size * POINT + _APART
        shown = fit(subtitle, Typeface.BOLD, max(room - taken, 1.0), _SUBTITLE, 9, 1.2)
        place = Box(BODY_LEFT + taken, _SUBTITLE_TOP, room - taken, _TITLE_HEIGHT)
        if shown.height > place.height:
            refuse_too_long(layout.subtitle or layout.title)
        pen.lines(place, shown, Typeface.BOLD)
        pen.note_all(layout.subtitle, place)


def _reference(pen: Pen, sheet_number: int) -> str:
    reference = pen.values.text("case.reference")
    return sheet_reference(reference, sheet_number, pen.page) if reference else ""


def _barcode(pen: Pen, sheet_number: int) -> float:
    """Draw the barcode with its text; gives the width it takes. A blank form has none."""
    reference = _reference(pen, sheet_number)
    if not reference:
        return 50.0
    found, total = bars(reference)
    left = BODY_RIGHT - QUIET - total
    pen.sheet.bars(found, left, _BARCODE_TOP, _BARCODE_HEIGHT)
    below = Box(left, _BARCODE_TOP + _BARCODE_HEIGHT, total, 4.6)
    pen.line(below, reference, 9, Typeface.GOTHIC, align="centre")
    return total + 2 * QUIET


def draw_footer(pen: Pen, layout: Layout, sheet_number: int, total: int) -> None:
    """Form, edition · page n / m · 書類番号; on a town's own blank form the 書類番号 alone."""
    sheet, size = pen.sheet, 9.0
    if not layout.background:
        _draw_name_and_page(pen, layout, total, size)
    reference = _reference(pen, sheet_number)
    if reference:
        words = f"書類番号 {reference}"
        sheet.text(BODY_RIGHT - width(words, Typeface.GOTHIC) * size * POINT, _FOOTER, words, size)


def _draw_name_and_page(pen: Pen, layout: Layout, total: int, size: float) -> None:
    name = layout.footer or f"{layout.id} {layout.title.replace(' ', '')}"
    sheet = pen.sheet
    left = f"{name}\u3000{layout.edition}"
    sheet.text(BODY_LEFT, _FOOTER, left, size)
    number = f"{pen.page} / {total}"
    middle = (BODY_LEFT + BODY_RIGHT) / 2 - width(number, Typeface.GOTHIC) * size * POINT / 2
    after = BODY_LEFT + width(left, Typeface.GOTHIC) * size * POINT + 4
    sheet.text(max(middle, after), _FOOTER, number, size)


def draw_blank_below(pen: Pen, page: Page) -> None:
    """「以下余白」 under the last block of a partly filled page."""
    if page.layout.background:
        return
    signed = page.layout.signature != "none"
    continued = pen.page > 1 or page.layout.is_continuation
    if continued and signed and page.bottom < BODY_BOTTOM - 15:
        words = "以下余白"
        size, spacing = 11.0, 1.6
        total = width(words, Typeface.MINCHO) * size * POINT + spacing * (len(words) - 1)
        x = (BODY_LEFT + BODY_RIGHT - total) / 2
        pen.sheet.text(x, page.bottom + 10, words, size, Typeface.MINCHO, spacing=spacing)
