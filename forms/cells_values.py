"""Cells that carry data: text, names with their reading, dates in slots, digits in boxes."""

from counter_app.model.names import characters
from counter_app.ports import NumberBox
from forms.eras import era_year, weekday
from forms.fitting import Fitted, fit
from forms.fonts import Typeface, width
from forms.layout_model import Cell
from forms.pen import DROP, Pen, refuse_too_long
from forms.sheet import MIDDLE, POINT, Box
from forms.tongues import face_of
from forms.values import Values

_KANA_ROOM = 0.7  # the reading's em box and what is left above and below it, mm
_SLOT = 1.2
_UNIT = 9.0
_ERA_CHOICE = "明・大・昭・平・令"
_MASK = "＊"


def text(pen: Pen, cell: Cell, box: Box) -> None:
    """A value (`value`) or words with values in them (`text`), shrunk or wrapped to the cell."""
    words = _words(pen.values, cell)
    pen.note(cell.value, box)
    pen.note_all(cell.text, box)
    if words:
        face = _face(pen.values, cell)
        fitted = _fitted(words, face, cell)
        if fitted.height > box.height + 0.8 or _widest(fitted, face) > box.width + 0.1:
            refuse_too_long(cell.where)
        inner = box.inset(cell.inset, 0, cell.inset)
        single = cell.value and len(fitted.lines) == 1 and not cell.dense
        drop = DROP if single else 0.0
        pen.lines(inner, fitted, face, align=cell.align or "left", drop=drop)


def text_height(values: Values, cell: Cell) -> float:
    words = _words(values, cell)
    if not words or not cell.grow:
        return 0.0
    fitted = _fitted(words, _face(values, cell), cell)
    return fitted.height + (1.6 if cell.inset else 0.0) if len(fitted.lines) > 1 else 0.0


def _words(values: Values, cell: Cell) -> str:
    return (values.text(cell.value) or "") if cell.value else values.filled(cell.text)


def _face(values: Values, cell: Cell) -> Typeface:
    return face_of(values, cell.face, "mincho" if cell.value else "gothic")


def _fitted(words: str, face: Typeface, cell: Cell) -> Fitted:
    base, least = sizes(cell)
    room = cell.w - 2 * cell.inset
    return fit(words, face, room, base, least, cell.leading or 1.2, dense=cell.dense)


def sizes(cell: Cell) -> tuple[float, float]:
    """Base and least size of a `text` cell, pt."""
    base = cell.size or (12 if cell.value else 10)
    return base, cell.least or min(base, 10.5 if cell.value else 9)


def _widest(fitted: Fitted, face: Typeface) -> float:
    return max(width(line.rstrip(" \u3000"), face) for line in fitted.lines) * fitted.size * POINT


def name(pen: Pen, cell: Cell, box: Box) -> None:
    """Reading above a dashed rule, registered name below; `value` names the person."""
    kana, full = _name_parts(pen.values, cell)
    top, _ = _name_heights(kana, full)
    pen.sheet.line((box.x, box.y + top), (box.right, box.y + top), dashed=True)
    upper = Box(box.x + cell.inset, box.y, box.width - 2 * cell.inset, top)
    lower = Box(upper.x, box.y + top, upper.width, box.height - top)
    pen.note(f"{cell.value}.kana", Box(box.x, box.y, box.width, top))
    pen.note(f"{cell.value}.name", Box(box.x, lower.y, box.width, lower.height))
    for part, place in ((kana, upper), (full, lower)):
        if part:
            if (
                part.height > place.height + 0.8
                or _widest(part, Typeface.MINCHO) > place.width + 0.1
            ):
                refuse_too_long(cell.where)
            drop = DROP if part is full and len(part.lines) == 1 else 0.0
            pen.lines(place, part, Typeface.MINCHO, drop=drop)


def name_height(values: Values, cell: Cell) -> float:
    kana, full = _name_parts(values, cell)
    wrapped = any(part and len(part.lines) > 1 for part in (kana, full))
    return sum(_name_heights(kana, full)) if wrapped else 0.0


def reading_height(values: Values, cell: Cell) -> float:
    """Height of the reading's part, so that the labels beside it meet the dashed rule."""
    return _name_heights(*_name_parts(values, cell))[0]


def _name_parts(values: Values, cell: Cell) -> tuple[Fitted | None, Fitted | None]:
    kana, full = values.text(f"{cell.value}.kana"), values.text(f"{cell.value}.name")
    room = cell.w - 2 * cell.inset
    face = Typeface.MINCHO
    return (
        fit(kana, face, room, 10.5, 9, 1.25) if kana else None,
        fit(full, face, room, cell.size or 14, 11, 1.25) if full else None,
    )


def _name_heights(kana: Fitted | None, full: Fitted | None) -> tuple[float, float]:
    upper = max(5.0, kana.height + _KANA_ROOM if kana and len(kana.lines) > 1 else 0.0)
    lower = max(8.0, full.height + 1.6 if full and len(full.lines) > 1 else 0.0)
    return upper, lower


def name_label(pen: Pen, cell: Cell, box: Box) -> None:
    """The labels フリガナ and 氏名 of a `name` cell, parted by the same dashed rule."""
    pen.sheet.fill(box)
    top = reading_height(pen.values, _reading_cell(cell))
    pen.sheet.line((box.x, box.y + top), (box.right, box.y + top), dashed=True)
    inner = box.inset(2.2, 0, 2.2)
    pen.spread(Box(inner.x, box.y, inner.width, top), "フリガナ", 9, Typeface.GOTHIC)
    words = cell.text or "氏名"
    pen.spread(
        Box(inner.x, box.y + top, inner.width, box.height - top), words, 9.5, Typeface.GOTHIC
    )


def _reading_cell(cell: Cell) -> Cell:
    """The `name` cell beside this label: `n` is its width."""
    return Cell(kind="name", x=cell.x, w=float(cell.n or 200), line=cell.line, value=cell.value)


def date(pen: Pen, cell: Cell, box: Box) -> None:
    """Era and numbers right-aligned in slots before 年 月 日; blank: the eras to be circled."""
    day = pen.values.day(cell.value)
    pen.note(cell.value, box)
    if day is None:
        if not pen.on_blank_form:
            _blank_date(pen, cell, box)
        return
    if cell.western and pen.values.holds(cell.western):
        era, year = "", day.year
    else:
        era, year = era_year(day)
    size = cell.size or 12
    tail = f"({weekday(day)})" if cell.weekday else ""
    while _date_width(era, year, tail, size) > box.width - 1 and size > 10:
        size -= 0.5
    x = box.x + (box.width - _date_width(era, year, tail, size)) / 2
    base = box.middle + MIDDLE * size * POINT + DROP
    em = size * POINT
    if era:
        pen.sheet.text(x, base, era, size, Typeface.MINCHO)
        x += 2 * em
    shown = "元" if era and year == 1 else str(year)
    for number, unit in ((shown, "年"), (str(day.month), "月"), (str(day.day), "日")):
        slot = max(_SLOT, width(number, Typeface.MINCHO)) * em
        taken = width(number, Typeface.MINCHO) * em
        pen.sheet.text(x + slot - taken, base, number, size, Typeface.MINCHO)
        x += slot
        pen.sheet.text(x, base - 0.25, unit, _UNIT, Typeface.GOTHIC)
        x += _UNIT * POINT
    if tail:
        pen.sheet.text(x, base - 0.25, tail, _UNIT, Typeface.GOTHIC)


def _date_width(era: str, year: int, tail: str, size: float) -> float:
    em = size * POINT
    slots = 2 * _SLOT + max(_SLOT, 2.0 if year > 99 else 0.0)
    return (2 * em if era else 0) + slots * em + (3 + 2 * bool(tail)) * _UNIT * POINT


def _blank_date(pen: Pen, cell: Cell, box: Box) -> None:
    """Eras to circle and room for three numbers, under each other where the cell is narrow."""
    eras, size = cell.blank or _ERA_CHOICE, 9.0
    natural = width(eras, Typeface.GOTHIC) * size * POINT
    base = box.middle + MIDDLE * size * POINT
    left = box.x + 1.5 + natural
    if natural > box.width * 0.45 and box.height >= 10:
        pen.sheet.text(box.x + 1.5, base - 2.7, eras, size, Typeface.GOTHIC)
        base, left = base + 2.7, box.x + 4
    else:
        pen.sheet.text(box.x + 1.5, base, eras, size, Typeface.GOTHIC)
    gap = (box.right - 1.5 - left) / 3
    for index, word in enumerate("年月日", 1):
        x = left + gap * index - _UNIT * POINT
        pen.sheet.text(x, base, word, _UNIT, Typeface.GOTHIC)


def digits(pen: Pen, cell: Cell, box: Box) -> None:
    """Boxes of 5 × 7. For an individual number (`person`) they hold ＊ until the vault draws."""
    count = cell.n
    pitch = min(5.0, (box.width - 1) / count)
    height = min(7.0, box.height - 1)
    total = pitch * count
    left = box.x + (box.width - total if cell.align == "right" else (box.width - total) / 2)
    place = Box(left, box.middle - height / 2, total, height)
    grouped = count > 10
    for index in range(1, count):
        x = place.x + pitch * index
        heavy = grouped and index % 4 == 0
        pen.sheet.line((x, place.y), (x, place.bottom), 0.3 if heavy else 0.15, dashed=not heavy)
    pen.sheet.frame(place, 0.3, over=False)
    shown = pen.values.text(cell.value) if cell.value else None
    if cell.person and number_is_used(pen, cell.person):
        shown = _MASK * count
        pen.places.numbers.append(
            NumberBox(pen.page, place.x, place.y, place.width, place.height, cell.person)
        )
    pen.note(cell.value, place)
    if shown:
        boxed = characters(shown)
        if len(boxed) > count:
            refuse_too_long(cell.where)
        for index, character in enumerate(boxed):
            one = Box(place.x + pitch * index, place.y, pitch, place.height)
            pen.line(one, character, 12, Typeface.MINCHO, align="centre")


def number_is_used(pen: Pen, person: str) -> bool:
    """Whether the number is to be drawn: by law for a known person, else when the case says so."""
    if pen.number_class == "by_law":
        return pen.values.has(f"{person}.name")
    return pen.values.holds(f"{person}.number_used")
