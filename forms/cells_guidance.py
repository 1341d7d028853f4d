"""Cells of the sheets the resident takes home: large dates, what to bring, the gloss."""

from forms.eras import weekday
from forms.fitting import Fitted, fit, wrap
from forms.fonts import Typeface, width
from forms.layout_model import Cell
from forms.pen import Pen
from forms.sheet import MIDDLE, POINT, Box
from forms.tongues import tongue_of
from forms.values import Values

_TAG = 15.4  # width of もちもの and the blank behind it, mm


def day(pen: Pen, cell: Cell, box: Box) -> None:
    """Day in large figures, weekday in words, then the time or まで (`under`); undated: `text`."""
    when = pen.values.day(cell.value)
    after = _after(pen.values, cell)
    pen.note(cell.value, box)
    pen.note_all(cell.under, box)
    if when is None:
        pen.note_all(cell.text, box)
        words = pen.values.filled(cell.text)
        fitted = fit(words, Typeface.BOLD, box.width - 4, 20, 12)
        pen.lines(box, fitted, Typeface.BOLD, align="centre")
        return
    parts = ((str(when.month), 26.0), ("月", 13.0), (str(when.day), 26.0), ("日", 13.0))
    total = sum(width(text, Typeface.BOLD) * size * POINT for text, size in parts)
    x = box.x + (box.width - total) / 2
    base = box.middle + (1.0 if not after else 1.7 - after.height / 2)
    for text, size in parts:
        pen.sheet.text(x, base, text, size, Typeface.BOLD)
        x += width(text, Typeface.BOLD) * size * POINT
    weekday_box = Box(box.x, base + 1.6, box.width, 5.8)
    pen.line(weekday_box, f"{weekday(when)}曜日", 11, Typeface.GOTHIC, align="centre")
    if after:
        lower = Box(box.x + 1, weekday_box.bottom, box.width - 2, after.height)
        pen.lines(lower, after, Typeface.BOLD, align="centre")


def day_height(values: Values, cell: Cell) -> float:
    if values.day(cell.value) is None:
        words = values.filled(cell.text)
        return fit(words, Typeface.BOLD, cell.w - 4, 20, 12).height + 3
    after = _after(values, cell)
    return 20 + (after.height if after else 0.0)


def _after(values: Values, cell: Cell) -> Fitted | None:
    words = values.filled(cell.under)
    return fit(words, Typeface.BOLD, cell.w - 2, 11.5, 9, 1.45) if words else None


def details(pen: Pen, cell: Cell, box: Box) -> None:
    """A task in bold, then lines of a tag and what it says; only what is known is drawn."""
    title, rows = _details(pen.values, cell)
    x, y = box.x + 3, box.y + 3
    for line in title.lines:
        y = _advance(pen, x, y, line, title.size, Typeface.BOLD, 1.35)
    y += 1.2
    for tag, lines in rows:
        pen.sheet.text(x, y + 2.95 + MIDDLE * 10 * POINT, tag, 10, Typeface.GOTHIC)
        for line in lines:
            pen.sheet.text(x + _TAG, y + 2.95 + MIDDLE * 11 * POINT, line, 11, Typeface.GOTHIC)
            y += 5.9
    pen.note(cell.value, box)
    for _, key in _items(cell):
        pen.note(key, box)


def details_height(values: Values, cell: Cell) -> float:
    title, rows = _details(values, cell)
    return (
        3
        + len(title.lines) * title.size * 1.35 * POINT
        + 1.2
        + 5.9 * sum(len(r) for _, r in rows)
        + 2
    )


def _details(values: Values, cell: Cell) -> tuple[Fitted, list[tuple[str, tuple[str, ...]]]]:
    room = cell.w - 5
    title = fit(values.text(cell.value) or "", Typeface.BOLD, room, 14, 12)
    rows = []
    for tag, key in _items(cell):
        words = values.text(key)
        if words:
            rows.append(
                (tag, wrap(words, Typeface.GOTHIC, (room - _TAG) / (11 * POINT), at_marks=True))
            )
    return title, rows


def _items(cell: Cell) -> tuple[tuple[str, str], ...]:
    """`tag:key | tag:key` as pairs."""
    parts = (option.strip().partition(":") for option in cell.items.split("|"))
    return tuple((tag, key) for tag, _, key in parts)


def gloss(pen: Pen, cell: Cell, box: Box) -> None:
    """The same in the resident's language: first line bold, the rest below it."""
    tongue = tongue_of(pen.values)
    first, rest = _gloss(pen.values, cell)
    x, y = box.x + 3, box.y + 3
    for line in first.lines:
        y = _advance(pen, x, y, line, first.size, tongue.bold, first.leading)
    for line in rest.lines:
        y = _advance(pen, x, y, line, rest.size, tongue.regular, rest.leading)
    pen.note(cell.value, box)


def gloss_height(values: Values, cell: Cell) -> float:
    first, rest = _gloss(values, cell)
    return 3 + first.height + rest.height + 2


def _gloss(values: Values, cell: Cell) -> tuple[Fitted, Fitted]:
    tongue = tongue_of(values)
    head, _, body = (values.text(cell.value) or "").partition("\n")
    room = cell.w - 4.4
    lines = wrap(body, tongue.regular, room / (9.5 * POINT)) if body else ()
    leading = tongue.leading
    return fit(head, tongue.bold, room, 10.5, 9, leading + 0.02), Fitted(9.5, lines, leading)


def _advance(
    pen: Pen, x: float, y: float, line: str, size: float, face: Typeface, leading: float
) -> float:
    pitch = size * leading * POINT
    pen.sheet.text(x, y + pitch / 2 + MIDDLE * size * POINT, line, size, face)
    return y + pitch
