"""Loads the layout files (`resources/form_layouts`): one TOML file is one form."""

import re
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path

from forms.background import Background, UnfitBackgroundError, read_background
from forms.cells import COMMON, KINDS
from forms.layout_checks import KeyBook, check
from forms.layout_model import Block, Cell, Layout, Row
from forms.layout_source import Source, read_source, refuse
from resources.loader import data_file, data_files

_FOLDER = "form_layouts"
_BLOCKS, _KEYS = "_blocks.toml", "_keys.toml"
_ROW_KEYS = frozenset({"height", "cells", "above", "when", "each", "head", "slack", "joins"})
_BLOCK_KEYS = frozenset(f.name for f in fields(Block)) - {"rows", "line"} | {"row", "use", "with"}
_LAYOUT_KEYS = frozenset(f.name for f in fields(Layout)) - {"blocks"} | {"block", "keys"}
_REQUIRED = ("id", "title", "edition", "valid_from", "number_class", "signature")
_NUMBER_CLASSES = ("never", "by_law", "optional", "town")
_SIGNATURES = ("none", "filer", "claimant", "subject")
_STYLES = ("form", "notice")
_UNUSED = ("plain", "grid")
_TYPES: dict[str, tuple[type, ...]] = {
    "float": (int, float), "int": (int,), "str": (str,), "bool": (bool,), "date": (date,)
}  # fmt: skip
_PARAMETER = re.compile(r"\$([a-z_]+)")


class LayoutLibrary:
    """All layouts of a folder, read and checked when the library is made.

    Two files of one id are two editions; `layouts` holds the newest of each form.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._shared_folder = data_file(_FOLDER)
        files = sorted(folder.glob("*.toml")) if folder else data_files(_FOLDER, ".toml")
        blocks = read_source(self._shared_folder / _BLOCKS)
        book = KeyBook(read_source(self._shared_folder / _KEYS))
        self._editions: dict[str, list[Layout]] = {}
        self._backgrounds: dict[Layout, Background] = {}
        for path in files:
            if path.name.startswith("_"):
                continue
            source = read_source(path)
            layout = _load(source, blocks, book)
            if layout.background:
                self._backgrounds[layout] = _background(source, path.parent, layout.background)
            editions = self._editions.setdefault(layout.id, [])
            if any(other.valid_from == layout.valid_from for other in editions):
                refuse(path.name, 1, f"帳票の番号「{layout.id}」が同じ日から二つあります")
            editions.append(layout)
            editions.sort(key=lambda edition: edition.valid_from)
        self.layouts = {form: editions[-1] for form, editions in self._editions.items()}
        for layout in self.layouts.values():
            _check_continuation(layout, self.layouts)

    def on(self, day: date) -> dict[str, Layout]:
        """The forms in use on a day, each in its newest edition of then."""
        return {
            form: in_use[-1]
            for form, editions in self._editions.items()
            if (in_use := [e for e in editions if e.valid_from <= day <= e.valid_until])
        }

    def background(self, layout: Layout) -> Background | None:
        """The town's blank form under a layout, None for a layout that draws all itself."""
        return self._backgrounds.get(layout)


def _background(source: Source, folder: Path, name: str) -> Background:
    """The PDF beside the layout. One elsewhere, or one that cannot lie under it, is refused."""
    line = source.line_of("background")
    if Path(name).name != name:
        source.refuse(line, "background は同じフォルダのファイルの名です")
    try:
        return read_background(folder / name)
    except UnfitBackgroundError as unfit:
        source.refuse(line, f"下敷きのPDF「{name}」が使えません：{unfit}")


def _check_continuation(layout: Layout, layouts: Mapping[str, Layout]) -> None:
    """Every list with places must have a sheet on which it goes on."""
    name = f"{layout.id}.toml"
    if layout.continuation and layout.continuation not in layouts:
        refuse(name, 1, f"続紙「{layout.continuation}」がありません")
    further = layouts[layout.continuation] if layout.continuation else layout
    goes_on = {block.each for block in further.blocks if block.continues and block.slots}
    for block in layout.blocks:
        if block.slots and block.each not in goes_on:
            refuse(name, block.line, f"「{block.each}」の続きを書く block（continues）がありません")


def _load(source: Source, blocks: Source, book: KeyBook) -> Layout:
    table = source.table
    _known(source, 1, table, _LAYOUT_KEYS, "帳票")
    for key in _REQUIRED:
        if key not in table:
            source.refuse(1, f"「{key}」がありません")
    _one_of(source, "number_class", table["number_class"], _NUMBER_CLASSES)
    _one_of(source, "signature", table["signature"], _SIGNATURES)
    _one_of(source, "style", table.get("style", "form"), _STYLES)
    plain = {key: value for key, value in table.items() if key not in ("block", "keys")}
    values = _typed(source, 1, plain, _field_types(Layout))
    raw_blocks = table.get("block")
    if not isinstance(raw_blocks, list) or not raw_blocks:
        source.refuse(1, "[[block]] が一つもありません")
    made = tuple(_block(source, index, raw, blocks) for index, raw in enumerate(raw_blocks))
    layout = Layout(blocks=made, **values)  # type: ignore[arg-type]  # types checked by _typed
    if layout.valid_until < layout.valid_from:
        source.refuse(source.line_of("valid_until"), "valid_until が valid_from より前です")
    check(layout, source, book.extended(source))
    return layout


def _block(source: Source, index: int, raw: Mapping[str, object], shared: Source) -> Block:
    line = source.part("block", index)
    _known(source, line, raw, _BLOCK_KEYS, "block")
    used = raw.get("use")
    merged = dict(raw)
    parameters: object = {}
    if used is None:
        rows_source, header, header_index = source, "block", index
    else:
        base = shared.table.get(str(used))
        if not isinstance(base, dict):
            source.refuse(line, f"共通の block「{used}」はありません")
        if "row" in raw:
            source.refuse(line, "use と row は一緒に書けません")
        merged = {**base, **raw}
        rows_source, header, header_index = shared, str(used), 0
        parameters = raw.get("with", {})
    raw_rows = merged.get("row")
    if not isinstance(raw_rows, list) or not raw_rows:
        source.refuse(line, "[[block.row]] が一つもありません")
    if not isinstance(parameters, dict):
        source.refuse(line, "with は { 名前 = 値 } の形です")
    rows = []
    for place, raw_row in enumerate(raw_rows):
        row_line, cell_lines = rows_source.row(header, header_index, place)
        if used is not None:
            row_line, cell_lines = line, []
        rows.append(_row(source, row_line, cell_lines, _filled(source, line, raw_row, parameters)))
    own = {key: value for key, value in merged.items() if key not in ("row", "use", "with")}
    own = _filled(source, line, own, parameters)
    values = _typed(source, line, own, _field_types(Block))
    _one_of(source, "unused", own.get("unused", "plain"), _UNUSED, line)
    return Block(rows=tuple(rows), line=line, **values)  # type: ignore[arg-type]  # checked by _typed


def _row(source: Source, line: int, cell_lines: list[int], raw: Mapping[str, object]) -> Row:
    _known(source, line, raw, _ROW_KEYS, "row")
    raw_cells = raw.get("cells")
    if "height" not in raw or not isinstance(raw_cells, list) or not raw_cells:
        source.refuse(line, "row には height と cells が要ります")
    cells = []
    for index, raw_cell in enumerate(raw_cells):
        cell_line = cell_lines[index] if index < len(cell_lines) else line
        cells.append(_cell(source, cell_line, raw_cell))
    plain = {key: value for key, value in raw.items() if key != "cells"}
    values = _typed(source, line, plain, _field_types(Row))
    return Row(cells=tuple(cells), line=line, **values)  # type: ignore[arg-type]  # checked by _typed


def _cell(source: Source, line: int, raw: Mapping[str, object]) -> Cell:
    kind = KINDS.get(str(raw.get("kind")))
    if kind is None:
        source.refuse(line, f"cell の kind「{raw.get('kind')}」はありません")
    _known(source, line, raw, COMMON | kind.required | kind.optional, f"cell「{raw['kind']}」")
    for key in sorted(kind.required | {"x", "w"}):
        if key not in raw:
            source.refuse(line, f"cell「{raw['kind']}」に「{key}」がありません")
    values = _typed(source, line, raw, _field_types(Cell))
    return Cell(line=line, **values)  # type: ignore[arg-type]  # checked by _typed


def _filled(
    source: Source, line: int, raw: Mapping[str, object], parameters: Mapping[str, object]
) -> dict[str, object]:
    """A shared part with `$name` replaced by what the layout gives."""

    def put(value: object) -> object:
        if isinstance(value, str):
            return _PARAMETER.sub(lambda match: str(given(match[1])), value)
        if isinstance(value, list):
            return [put(item) for item in value]
        if isinstance(value, dict):
            return {key: put(item) for key, item in value.items()}
        return value

    def given(name: str) -> object:
        if name not in parameters:
            source.refuse(line, f"with に「{name}」がありません")
        return parameters[name]

    return {key: put(value) for key, value in raw.items()}


def _known(
    source: Source, line: int, raw: Mapping[str, object], known: frozenset[str], where: str
) -> None:
    for key in raw:
        if key not in known:
            at = next((n for n in _lines_from(source, line, key)), line)
            source.refuse(at, f"{where} に「{key}」という項目はありません")


def _lines_from(source: Source, line: int, key: str) -> list[int]:
    """Lines from `line` on where this key is set."""
    pattern = re.compile(rf"(?:^|[\s{{,]){re.escape(key)}\s*=")
    lines = source.text.splitlines()
    return [number for number in range(line, len(lines) + 1) if pattern.search(lines[number - 1])]


def _field_types(of: type) -> dict[str, str]:
    return {f.name: getattr(f.type, "__name__", str(f.type)) for f in fields(of)}


def _typed(
    source: Source, line: int, raw: Mapping[str, object], types: Mapping[str, str]
) -> dict[str, object]:
    for key, value in raw.items():
        wanted = _TYPES[types[key]]
        if not isinstance(value, wanted) or (isinstance(value, bool) and bool not in wanted):
            at = next(iter(_lines_from(source, line, key)), line)
            source.refuse(at, f"「{key}」の値の型が違います（{types[key]}）")
    return dict(raw)


def _one_of(
    source: Source, key: str, value: object, allowed: tuple[str, ...], line: int = 0
) -> None:
    if value not in allowed:
        source.refuse(line or source.line_of(key), f"「{key}」は {'・'.join(allowed)} のどれかです")
