"""Checks a layout: nothing off the page, nothing overlapping, every binding known."""

import re
from collections.abc import Iterable

from forms.fonts import Typeface, width
from forms.layout_model import (
    BODY_BOTTOM,
    BODY_LEFT,
    BODY_RIGHT,
    EDGE,
    LEAST,
    Block,
    Cell,
    Layout,
    Row,
)
from forms.layout_source import Source
from forms.sheet import HEIGHT, POINT, WIDTH, Box
from forms.tongues import FACES
from forms.values import PLACE, keys_of

_KINDS_OF_KEY = ("text", "date", "choice", "flag", "number")
_NUMBER_WORDS = ("個人番号",)
_INDEX = re.compile(r"(?<=\.)(?:\d+|\{n\})(?=\.)")
_ALLOWED = {
    "date": ("date",),
    "day": ("date",),
    "options": ("choice", "flag", "text", "number"),
    "circle": ("choice", "flag", "text"),
    "matrix": ("choice",),
}


class KeyBook:
    """Every key a form may be bound to, and what kind of value it has."""

    def __init__(self, source: Source) -> None:
        self.kinds: dict[str, str] = {}
        self.meanings: dict[str, str] = {}
        people = source.table.get("people", [])
        person = source.table.get("person", {})
        keys = source.table.get("keys", {})
        assert isinstance(people, list)
        assert isinstance(person, dict)
        assert isinstance(keys, dict)
        for owner in people:
            for key, meaning in person.items():
                self._add(source, f"{owner}.{key}", str(meaning))
        for key, meaning in keys.items():
            self._add(source, key, str(meaning))

    def extended(self, source: Source) -> "KeyBook":
        """The book with the keys a layout file declares for itself."""
        own = source.table.get("keys")
        if not isinstance(own, dict):
            return self
        book = KeyBook.__new__(KeyBook)
        book.kinds, book.meanings = dict(self.kinds), dict(self.meanings)
        for key, meaning in own.items():
            book._add(source, key, str(meaning))
        return book

    def kind(self, key: str) -> str | None:
        return self.kinds.get(_INDEX.sub("N", key))

    def _add(self, source: Source, key: str, meaning: str) -> None:
        kind, _, words = meaning.partition(" ")
        if kind not in _KINDS_OF_KEY or not words:
            source.refuse(source.line_of(key), f"「{key}」は「種類 意味」の形で書きます")
        self.kinds[key], self.meanings[key] = kind, words


def check(layout: Layout, source: Source, book: KeyBook) -> None:
    """Refuse the layout at its first fault, with file and line."""
    if layout.number_class == "never":
        for words in _NUMBER_WORDS:
            if words in source.text or any(words in text for text in _texts(layout)):
                source.refuse(
                    source.line_of(words), f"number_class が never の帳票に「{words}」と書けません"
                )
    for block in layout.blocks:
        _check_block(block, source)
        _check_bindings(block, source, book)
        _check_beyond(block, layout, source)
    for template in (layout.basis, layout.subtitle, layout.title):
        _check_template(template, 1, source, book)


def _texts(layout: Layout) -> Iterable[str]:
    for block in layout.blocks:
        for row in block.rows:
            for cell in row.cells:
                yield from (cell.text, cell.under, cell.choices, cell.items)


def _check_block(block: Block, source: Source) -> None:
    fixed = block.y > 0
    left, right = (EDGE, WIDTH - EDGE) if fixed else (BODY_LEFT, BODY_RIGHT)
    top = block.y
    bottom = HEIGHT - EDGE if fixed else BODY_BOTTOM
    if block.slots and not block.each:
        source.refuse(block.line, "slots には each が要ります")
    if block.splits and any(cell.rows != 1 for row in block.rows for cell in row.cells):
        source.refuse(block.line, "splits の block の枠は、ほかの行にまたがりません")
    placed: list[tuple[Box, Cell]] = []
    y = top
    for index, row in enumerate(block.rows):
        if row.height <= 0:
            source.refuse(row.line, "height は正の数です")
        if row.each and not block.each:
            source.refuse(row.line, "each の行には block の each が要ります")
        if row.joins and not _can_join(row, block.rows[:index]):
            source.refuse(row.line, "joins の行と上の行には、同じ数の text だけを置きます")
        for cell in row.cells:
            box = _cell_box(cell, row, block, index, y)
            if cell.w <= 0 or cell.x < left - 0.01 or cell.x + cell.w > right + 0.01:
                source.refuse(
                    cell.line,
                    f"枠が用紙からはみ出します（x {cell.x:g}〜{cell.x + cell.w:g}、"
                    f"使えるのは {left:g}〜{right:g}）",
                )
            if cell.dy < 0 or (cell.h and cell.dy + cell.h > box.height + cell.dy + 0.01):
                source.refuse(cell.line, "枠が行からはみ出します")
            if cell.rows and index + cell.rows > len(block.rows):
                source.refuse(cell.line, f"rows = {cell.rows} は block の行の数を超えます")
            _check_overlap(placed, box, cell, source)
            placed.append((box, cell))
        y += row.height
    tall = block.y + sum(row.height * max(1, block.slots if row.each else 1) for row in block.rows)
    if tall > bottom + 0.01:
        source.refuse(
            block.line, f"block が用紙の下へはみ出します（{tall:g}、使えるのは {bottom:g} まで）"
        )


def _can_join(row: Row, before: tuple[Row, ...]) -> bool:
    """Whether the texts of a row can stand behind those of the row above it."""
    above = next((other for other in reversed(before) if not other.slack), None)
    return (
        above is not None
        and len(above.cells) == len(row.cells)
        and all(cell.kind == "text" for cell in (*above.cells, *row.cells))
    )


def _cell_box(cell: Cell, row: Row, block: Block, index: int, y: float) -> Box:
    last = len(block.rows) if cell.rows == 0 else index + cell.rows
    spanned = sum(each.height for each in block.rows[index:last])
    return Box(cell.x, y + cell.dy, cell.w, cell.h or spanned - cell.dy)


def _check_overlap(placed: list[tuple[Box, Cell]], box: Box, cell: Cell, source: Source) -> None:
    if cell.kind == "void" or cell.when:
        return
    for other, other_cell in placed:
        if other_cell.kind == "void" or other_cell.when:
            continue
        if other_cell.kind == "empty" and not cell.rule and _inside(box, other):
            continue
        apart = (
            box.x >= other.right - 0.01
            or other.x >= box.right - 0.01
            or box.y >= other.bottom - 0.01
            or other.y >= box.bottom - 0.01
        )
        if not apart:
            source.refuse(cell.line, f"枠が {other_cell.line}行目の枠と重なります")


def _inside(box: Box, outer: Box) -> bool:
    """Whether a part without rules stands in an `empty` cell drawn around it."""
    return (
        box.x >= outer.x - 0.01
        and box.right <= outer.right + 0.01
        and box.y >= outer.y - 0.01
        and box.bottom <= outer.bottom + 0.01
    )


def _check_words(cell: Cell, source: Source) -> None:
    """The form's own words are fixed, so whether they fit is known when the file is read."""
    if cell.kind not in ("label", "head") or PLACE.search(cell.text):
        return
    face = Typeface(cell.face or "gothic")
    least = min(cell.size or LEAST, LEAST)
    for line in (*cell.text.split("\n"), cell.under):
        if width(line, face) * least * POINT > cell.w - 0.4:
            source.refuse(cell.line, f"「{line}」が幅 {cell.w:g} の枠に入りません")


def _check_bindings(block: Block, source: Source, book: KeyBook) -> None:
    _check_condition(block.when, block.line, source, book)
    _check_condition(block.beyond, block.line, source, book)
    if block.each:
        _check_key(f"{block.each}.count", block.line, source, book)
    for row in block.rows:
        _check_condition(row.when, row.line, source, book)
        for cell in row.cells:
            if cell.face and cell.face not in FACES:
                source.refuse(cell.line, f"face に「{cell.face}」はありません")
            _check_cell(cell, source, book)
            _check_words(cell, source)


def _check_beyond(block: Block, layout: Layout, source: Source) -> None:
    """What cannot stand in a limited block must stand in one that its flag brings."""
    if not block.beyond:
        return
    brought = (other for other in layout.blocks if block.beyond in keys_of(other.when))
    missing = _bound(block) - {key for other in brought for key in _bound(other)}
    if missing:
        source.refuse(
            block.line,
            f"{'・'.join(sorted(missing))} が枠に入らないときに書く block"
            f'（when = "{block.beyond}"）がありません',
        )


def _bound(block: Block) -> set[str]:
    """Every key whose value a block shows."""
    cells = [cell for row in block.rows for cell in row.cells]
    templates = {match[1] for cell in cells for match in PLACE.finditer(cell.text)}
    return templates | {cell.value for cell in cells if cell.value}


def _check_cell(cell: Cell, source: Source, book: KeyBook) -> None:
    if any(0 < size < LEAST for size in (cell.size, cell.least) if cell.kind != "check"):
        source.refuse(cell.line, f"字は {LEAST:g} ポイントより小さくしません")
    _check_condition(cell.when, cell.line, source, book)
    _check_condition(cell.western, cell.line, source, book)
    for template in (cell.text, cell.under, cell.choices):
        _check_template(template, cell.line, source, book)
    if cell.kind in ("name", "name_label"):
        if cell.value:
            _check_key(f"{cell.value}.name", cell.line, source, book)
            _check_key(f"{cell.value}.kana", cell.line, source, book)
    elif cell.value:
        kind = _check_key(cell.value, cell.line, source, book)
        allowed = _ALLOWED.get(cell.kind)
        if allowed and kind not in allowed:
            source.refuse(
                cell.line, f"項目「{cell.value}」の種類（{kind}）は {cell.kind} に合いません"
            )
    if cell.person:
        _check_key(f"{cell.person}.name", cell.line, source, book)
    if cell.kind == "details":
        for option in cell.items.split("|"):
            _check_key(option.partition(":")[2].strip(), cell.line, source, book)


def _check_template(template: str, line: int, source: Source, book: KeyBook) -> None:
    for match in PLACE.finditer(template):
        _check_key(match[1], line, source, book)


def _check_condition(condition: str, line: int, source: Source, book: KeyBook) -> None:
    for key in keys_of(condition):
        _check_key(key, line, source, book)


def _check_key(key: str, line: int, source: Source, book: KeyBook) -> str:
    kind = book.kind(key)
    if kind is None:
        source.refuse(
            line, f"項目「{key}」は知られていません（_keys.toml か [keys] に書いてください）"
        )
    return kind
