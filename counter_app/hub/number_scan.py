"""The outgoing scanner: finds anything in a text that reads as an individual number (個人番号)."""

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote

from counter_app.hub.canonical import JsonValue
from counter_app.model.numbers import is_individual_number

_KANJI = {character: digit for digit, character in enumerate("〇一二三四五六七八九")} | {"零": 0}
_BETWEEN = frozenset(
    "\t-\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d\u30fc\uff70"  # hyphens
    "\u200b\u200c\u200d\u2060\ufeff"  # characters nobody sees
    "._·・．"
)
_MOST_BETWEEN = 3
_IDENTIFIER = re.compile(r"[0-9a-f]{32}")
_HEXADECIMAL = re.compile(r"(?:3[0-9]){12,}")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{16,}")


def holds_individual_number(value: JsonValue) -> bool:
    """Whether any text in `value`, keys included, holds twelve digits with a valid check digit.

    Digits count in ASCII, full-width, any other decimal script and kanji, with up to three
    spaces, hyphens, dots or invisible characters between two of them; also percent-encoded, as
    hexadecimal and as base64. Longer runs (供給地点特定番号 has 22 digits) are other numbers, and
    our own identifiers of 32 hexadecimal digits are left out.
    """
    return any(_suspicious(text) for text in _texts(value))


def _texts(value: JsonValue) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, int) and not isinstance(value, bool):
        yield str(value)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from _texts(item)


def _suspicious(text: str) -> bool:
    if _IDENTIFIER.fullmatch(text):
        return False
    forms = [text]
    if "%" in text:
        forms.append(unquote(text))
    forms += [bytes.fromhex(found).decode() for found in _HEXADECIMAL.findall(text)]
    forms += [decoded for found in _BASE64.findall(text) for decoded in _decoded(found)]
    return any(is_individual_number(run) for form in forms for run in _digit_runs(form))


def _decoded(token: str) -> Iterator[str]:
    standard = token.replace("-", "+").replace("_", "/")
    for start in range(4):  # letters before the code may have been taken for a part of it
        part = standard[start:]
        part = part[:-1] if len(part) % 4 == 1 else part
        try:
            yield base64.b64decode(part + "=" * (-len(part) % 4)).decode("latin-1")
        except binascii.Error:
            continue


def _digit_runs(text: str) -> Iterator[bytes]:
    run = bytearray()
    between = 0
    for character in text:
        digit = _KANJI.get(character, unicodedata.decimal(character, -1))
        if digit >= 0:
            run.append(0x30 + digit)
            between = 0
        elif run and between < _MOST_BETWEEN and _may_stand_between(character):
            between += 1
        else:
            yield bytes(run)
            run.clear()
            between = 0
    yield bytes(run)


def _may_stand_between(character: str) -> bool:
    return character in _BETWEEN or unicodedata.category(character) == "Zs"
