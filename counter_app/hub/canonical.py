"""Strict canonical JSON: one spelling per value, so that a signature covers exactly one meaning."""

import json
from typing import NoReturn, TypeAlias

import msgspec

JsonValue: TypeAlias = "bool | int | float | str | list[JsonValue] | dict[str, JsonValue] | None"
JsonObject: TypeAlias = dict[str, JsonValue]


class CanonicalJsonError(ValueError):
    """The bytes are not canonical JSON; the message is a Japanese reason."""


def canonical_bytes(value: object) -> bytes:
    """The one spelling: UTF-8, keys sorted, no spaces. Takes plain values and dataclasses."""
    return msgspec.json.encode(value, order="sorted")


def plain(value: object) -> JsonValue:
    """A dataclass as plain JSON values (dates as ISO 8601 text, tuples as lists)."""
    converted: JsonValue = msgspec.json.decode(canonical_bytes(value))
    return converted


def read_object(data: bytes, limit: int) -> JsonObject:
    """Read a canonical JSON object of at most `limit` bytes. Raises CanonicalJsonError.

    Refused besides bad JSON: a key that stands twice, NaN and infinities, fractions, nesting
    that exhausts the reader, and any other spelling of the same value.
    """
    value = read_loose_object(data, limit)
    if _spelled(value) != data:
        raise CanonicalJsonError("JSONの書き方が決まりと違います")
    return value


def read_loose_object(data: bytes, limit: int) -> JsonObject:
    """Like `read_object`, in any spelling: for bodies whose bytes nobody signed.

    Refused as well: half a character (a surrogate by itself), which no store takes.
    """
    if len(data) > limit:
        raise CanonicalJsonError("大きすぎます")
    try:
        value: JsonValue = json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_unique,
            parse_constant=_refuse_number,
            parse_float=_refuse_number,
        )
    except CanonicalJsonError:
        raise
    except (ValueError, RecursionError) as error:
        raise CanonicalJsonError("JSONとして読めません") from error
    if not isinstance(value, dict):
        raise CanonicalJsonError("JSONのオブジェクトではありません")
    if b"\\u" in data:  # in UTF-8 only an escape can write half a character
        _spelled(value)
    return value


def _spelled(value: JsonObject) -> bytes:
    try:
        return canonical_bytes(value)
    except (UnicodeEncodeError, ValueError, RecursionError) as error:
        raise CanonicalJsonError("JSONに書き直せない値があります") from error


def _unique(pairs: list[tuple[str, JsonValue]]) -> JsonObject:
    found: JsonObject = {}
    for key, value in pairs:
        if key in found:
            raise CanonicalJsonError("同じ項目が2度あります")
        found[key] = value
    return found


def _refuse_number(_: str) -> NoReturn:
    raise CanonicalJsonError("使えない数があります")
