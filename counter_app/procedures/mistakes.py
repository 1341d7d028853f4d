"""Says in Japanese what is wrong with a catalogue, where the libraries say it in English."""

import difflib
import re
from collections.abc import Callable, Collection

from counter_app.failures import CounterError, FailureCode
from counter_app.procedures.toml_source import Position

_UNDECLARED = re.compile(r"undeclared reference to '(\w+)'")
_OVERLOAD = re.compile(r"found no matching overload for '([^']+)' applied to '\(([^)]*)\)'")
_SYNTAX = re.compile(r"Syntax error: (.*)", re.DOTALL)
_OPERATORS = {
    "_==_": "==",
    "_!=_": "!=",
    "_<_": "<",
    "_<=_": "<=",
    "_>_": ">",
    "_>=_": ">=",
    "_&&_": "&&",
    "_||_": "||",
    "!_": "!",
    "@in": "in",
    "_+_": "+",
    "_-_": "-",
    "_?_:_": "? :",
}
_KINDS = {
    "str": "文字",
    "string": "文字",
    "int": "整数",
    "bool": "true か false",
    "object": "表",
    "array": "並び",
    "date": "日付（2026-04-01）",
    "null": "なし",
    "float": "小数",
    "list(string)": "文字の並び",
}
_PATH = re.compile(r"at `\$([^`]*)`")
_ENTRY: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (r"Object missing required field `(\w+)`", lambda m: f"{m[1]} がありません。"),
    (r"Object contains unknown field `(\w+)`", lambda m: f"{m[1]} という項目はありません。"),
    (
        r"Invalid enum value '?([^' ]*)'?",
        lambda m: f"「{m[1]}」ではありません。決まった値から選びます。",
    ),
    (
        r"Expected `([^`]+)`, got `([^`]+)`",
        lambda m: f"{_kinds(m[1])}で書きます（書かれているのは{_kinds(m[2])}）。",
    ),
)


def entry_words(message: str) -> str:
    """What msgspec says of an entry, in Japanese."""
    path = _PATH.search(message)
    names = re.findall(r"\.(\w+)", path[1]) if path else []
    for pattern, said in _ENTRY:
        if found := re.search(pattern, message):
            about = f"{names[-1]} は" if names and "field `" not in message else ""
            return f"{about}{said(found)}"
    return f"値の形が違います（{message}）。"


def condition_words(message: str, known: Collection[str], of_people: Collection[str]) -> str:
    """What CEL says of a condition, in Japanese; its own words behind where they say more.

    `known`: the facts the condition may use; `of_people`: those a household's may not.
    """
    if found := _UNDECLARED.search(message):
        if found[1] in of_people and found[1] not in known:
            return f"{found[1]} は人ごとの事実なので、世帯の条件には使えません。"
        near = difflib.get_close_matches(found[1], known, 1)
        hint = f"（{near[0]} ではありませんか）" if near else ""
        return f"{found[1]} という事実はありません{hint}。"
    if found := _OVERLOAD.search(message):
        sides = "と".join(_KINDS.get(side.strip(), side.strip()) for side in found[2].split(", "))
        return f"{_OPERATORS.get(found[1], found[1])} は、{sides}には使えません。"
    if found := _SYNTAX.search(message):
        return f"条件の文法に誤りがあります（CEL：{found[1].strip()}）。"
    return f"条件を読めません（CEL：{message}）。"


def type_words(kind: str) -> str:
    """A type of CEL or msgspec as a person calls it."""
    return _KINDS.get(kind.lower(), kind)


def _kinds(types: str) -> str:
    named = [type_words(one.strip()) for one in types.split("|") if one.strip() != "null"]
    return "か".join(named) or type_words("null")


def invalid_entry(position: Position, detail: str) -> CounterError:
    """The one failure of an entry that is written, but not as an entry has to be."""
    return CounterError(FailureCode.CATALOGUE_ENTRY_INVALID, f"{position} {detail}")
