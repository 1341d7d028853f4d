"""Reads the JSON data of one form and turns each value into the kind its key has."""

import difflib
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec

from counter_app.failures import CounterError, FailureCode
from counter_app.model.facts import FieldValue
from counter_app.model.written_json import how_malformed, written_bytes
from forms.layout_checks import KeyBook
from forms.layout_source import read_source
from resources.loader import data_file

_CHOICES = re.compile(r"[a-z_]+(?:・[a-z_]+)*")
_PLACE = re.compile(r"(?<=\.)\d+(?=\.)")


def read_form_file(
    content: bytes, name: str, form_id: str, layouts: Path | None = None
) -> dict[str, FieldValue]:
    """The data as the renderer takes it: flat, dotted keys; dates as dates.

    Objects may nest (`{"head": {"name": …}}`) or not (`{"head.name": …}`); a list of objects is
    counted from 1 and gives its own length. `null` leaves a box blank. Raises FORM_FILE_INVALID
    with the key. `layouts` is the folder the form's layout comes from, else the product's own.
    """
    content = written_bytes(content)
    try:
        decoded = msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        form = how_malformed(error, content) or "JSON の書き方が違います"
        raise _invalid(name, form) from error
    if not isinstance(decoded, dict):
        raise _invalid(name, "いちばん外側は {…} です")
    book = KeyBook(read_source(data_file("form_layouts", "_keys.toml")))
    for path in sorted((layouts or data_file("form_layouts")).glob("[!_]*.toml")):
        layout = read_source(path)
        if layout.table.get("id") == form_id:
            book = book.extended(layout)
    data: dict[str, FieldValue] = {}
    for key, value in _flat(decoded, ""):
        if key in data:
            raise _invalid(name, f"{key}：二度書かれています")
        if value is not None:
            data[key] = _value(book, name, key, value)
    return data


def _flat(value: object, path: str) -> Iterator[tuple[str, object]]:
    """Every value with its dotted key."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list) and any(isinstance(inner, dict) for inner in value):
        yield f"{path}.count", len(value)
        for place, inner in enumerate(value, 1):
            yield from _flat(inner, f"{path}.{place}")
    else:
        yield path, value


def _value(book: KeyBook, name: str, key: str, value: object) -> FieldValue:
    kind = book.kind(key)
    if kind is None:
        raise _invalid(name, f"{key}：この項目はありません{_nearest(book, key)}")
    if kind == "text" and isinstance(value, str):
        return value
    if kind == "date" and isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise _invalid(name, f"{key}：日付は 2026-04-03 の形で書きます") from error
    if kind == "flag" and isinstance(value, bool):
        return value
    if kind == "number" and isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    if kind == "choice":
        return _choice(book, name, key, value)
    raise _invalid(name, f"{key}：{_EXPECTED[kind]}")


_EXPECTED = {
    "text": '文字（"…"）で書きます',
    "date": '日付は "2026-04-03" の形で書きます',
    "flag": "true か false です",
    "number": "0以上の整数です",
}


def _choice(book: KeyBook, name: str, key: str, value: object) -> FieldValue:
    """One choice, several, or yes and no; they must be among those the key book lists."""
    if isinstance(value, bool):
        return value
    chosen = [value] if isinstance(value, str) else value
    if not isinstance(chosen, list) or not all(isinstance(one, str) for one in chosen):
        raise _invalid(name, f"{key}：選択肢の名か、その並び（[…]）です")
    listed = book.meanings[_PLACE.sub("N", key)].split(" ")[-1]
    if _CHOICES.fullmatch(listed):
        for one in chosen:
            if one not in listed.split("・"):
                raise _invalid(name, f"{key}：{listed} のどれかです")
    return str(value) if isinstance(value, str) else tuple(str(one) for one in chosen)


def _nearest(book: KeyBook, key: str) -> str:
    """A hint for a key that was mistyped."""
    found = difflib.get_close_matches(_PLACE.sub("N", key), book.kinds, 1)
    return f"（{found[0]} ではありませんか）" if found else ""


def _invalid(name: str, detail: str) -> CounterError:
    return CounterError(FailureCode.FORM_FILE_INVALID, f"{name}：{detail}")
