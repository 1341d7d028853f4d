"""Cells that carry the form's own words: labels, bands, column heads, running text."""

from forms.fitting import Fitted, fit, wrap
from forms.fonts import Typeface, width
from forms.layout_model import LEAST, Cell
from forms.pen import Pen, refuse_too_long
from forms.sheet import MIDDLE, POINT, Box
from forms.tongues import face_of
from forms.values import Values

_LABEL_MARGIN = 2.2
_NUMBER_INDENT = 1.45  # ems
_BAND_MARGIN = 2.55
_BAND_REACH = 2.2  # ems a character, at most


def label(pen: Pen, cell: Cell, box: Box) -> None:
    """Grey cell with a spread label; a line break or `under` sets a second line."""
    pen.sheet.fill(box)
    size, face = cell.size or 9.5, Typeface(cell.face or "gothic")
    if "{" in cell.text:
        pen.note_all(cell.text, box)
        fitted = _filled_label(pen.values, cell)
        if fitted.height > box.height + 0.4:
            refuse_too_long(cell.where)
        pen.lines(box, fitted, face, align="centre")
        return
    widest = max(width(line, face) for line in cell.text.split("\n")) * size * POINT
    margin = min(cell.margin, max(_LABEL_MARGIN, (box.width - widest) / 2))
    inner = box.inset(margin, 0, margin)
    lines = (*cell.text.split("\n"), *((cell.under,) if cell.under else ()))
    pitch = size * 1.25 * POINT
    top = box.middle - pitch * len(lines) / 2
    for index, line in enumerate(lines):
        row = Box(inner.x, top + pitch * index, inner.width, pitch)
        alone = len(lines) == 1 or (index == 0 and bool(cell.under))
        if alone and cell.align in ("", "spread"):
            pen.spread(row, line, _narrowed(line, size, face, row.width), face)
        else:
            room = box.inset(1, 0, 1)
            row = Box(room.x, row.y, room.width, row.height)
            pen.line(row, line, _narrowed(line, size, face, row.width), face, align="centre")


def label_height(values: Values, cell: Cell) -> float:
    return _filled_label(values, cell).height + 0.6 if "{" in cell.text else 0.0


def _filled_label(values: Values, cell: Cell) -> Fitted:
    """A label with a value in it is not fixed: it shrinks and wraps like a value."""
    face = Typeface(cell.face or "gothic")
    return fit(values.filled(cell.text), face, cell.w - 1.6, cell.size or 9.5, 9, 1.25)


def head(pen: Pen, cell: Cell, box: Box) -> None:
    """Grey column head, centred; long words take two lines."""
    pen.sheet.fill(box)
    pen.note_all(cell.text, box)
    fitted = _head(pen.values, cell)
    pen.lines(box, fitted, face_of(pen.values, cell.face), align="centre")


def head_height(values: Values, cell: Cell) -> float:
    return _head(values, cell).height + 0.4 if "{" in cell.text else 0.0


def _head(values: Values, cell: Cell) -> Fitted:
    text, size = values.filled(cell.text), cell.size or 9
    if "\n" in text:
        return Fitted(size, tuple(text.split("\n")), 1.25)
    return fit(text, face_of(values, cell.face), cell.w - 0.8, size, LEAST, 1.2)


def band(pen: Pen, cell: Cell, box: Box) -> None:
    """Narrow grey cell with bold vertical words over the rows of a block."""
    pen.sheet.fill(box)
    size = cell.size or 9.5
    em = size * POINT
    count = len(cell.text)
    length = min(box.height - 2 * _BAND_MARGIN, count * _BAND_REACH * em)
    pitch = (length - em) / (count - 1) if count > 1 else 0.0
    if count > 1 and pitch < em:
        pitch = min(em * 1.02, (box.height - em - 0.4) / (count - 1))
    top = box.middle - pitch * (count - 1) / 2
    for index, character in enumerate(cell.text):
        x = box.x + (box.width - width(character, Typeface.BOLD) * em) / 2
        pen.sheet.text(x, top + pitch * index + MIDDLE * em, character, size, Typeface.BOLD)


def bar(pen: Pen, cell: Cell, box: Box) -> None:
    """Grey bar over a block: its name in bold, a sentence (`under`) behind it."""
    pen.sheet.fill(box)
    inner = box.inset(2, 0, 2)
    pen.line(inner, cell.text, 9.5, Typeface.BOLD)
    taken = max(width(cell.text, Typeface.BOLD) * 9.5 * POINT + 5.0, 12.0)
    if cell.under:
        size = fit(cell.under, Typeface.GOTHIC, inner.width - taken, 9.5, 9).size
        pen.line(inner.inset(taken), cell.under, size, Typeface.GOTHIC)


def title(pen: Pen, cell: Cell, box: Box) -> None:
    """Title of a notice: Mincho, letter-spaced, centred."""
    words = pen.values.filled(cell.text)
    size = fit(words, Typeface.MINCHO, box.width / 1.15, 18, 12).size
    spacing = 0.12 * size * POINT
    total = width(words, Typeface.MINCHO) * size * POINT + spacing * (len(words) - 1)
    base = box.middle + MIDDLE * size * POINT
    pen.sheet.text(
        box.x + (box.width - total) / 2, base, words, size, Typeface.MINCHO, spacing=spacing
    )


def heading(pen: Pen, cell: Cell, box: Box) -> None:
    """Bold heading over a list, a sentence (`under`) behind it."""
    pen.line(box, cell.text, 11.5, Typeface.BOLD)
    if cell.under:
        taken = width(cell.text, Typeface.BOLD) * 11.5 * POINT + 4
        pen.line(box.inset(taken, 0.4), cell.under, 9.5, Typeface.GOTHIC)


def note_height(values: Values, cell: Cell) -> float:
    fitted = _note(values, cell)
    return fitted.height + 2 * _note_margin(cell)


def note(pen: Pen, cell: Cell, box: Box) -> None:
    """Running text over as many lines as it takes; `{key}` is filled in."""
    fitted = _note(pen.values, cell)
    face = Typeface(cell.face or "gothic")
    size = fitted.size
    pitch = size * fitted.leading * POINT
    top = box.y + _note_margin(cell)
    if cell.align == "middle":
        top = box.middle - fitted.height / 2
    left = box.x + cell.inset
    if cell.number:
        pen.sheet.text(left, top + pitch / 2 + MIDDLE * size * POINT, cell.number, size, face)
        left += _NUMBER_INDENT * size * POINT
    for index, line in enumerate(fitted.lines):
        pen.sheet.text(left, top + pitch * (index + 0.5) + MIDDLE * size * POINT, line, size, face)
    pen.note(cell.value, box)
    pen.note_all(cell.text, box)


def _note(values: Values, cell: Cell) -> Fitted:
    size, face = cell.size or 10, Typeface(cell.face or "gothic")
    text = (values.text(cell.value) or "") if cell.value else values.filled(cell.text)
    room = cell.w - 2 * cell.inset - (_NUMBER_INDENT * size * POINT if cell.number else 0)
    return Fitted(size, wrap(text, face, room / (size * POINT)), cell.leading or 1.5)


def _note_margin(cell: Cell) -> float:
    return 1.2 if cell.rule else 0.0


def _narrowed(text: str, size: float, face: Typeface, room: float) -> float:
    """Labels are fixed words: the size goes down to 9 where the box is narrow."""
    while size > 9 and width(text, face) * size * POINT > room:
        size -= 0.5
    return size
