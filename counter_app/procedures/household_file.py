"""Household files (世帯ファイル): a household and its answers as JSON, read and described."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec

from counter_app.failures import CounterError, FailureCode
from counter_app.model.facts import Answers
from counter_app.model.people import Household
from counter_app.model.written_json import how_malformed, written_bytes


@dataclass(frozen=True, slots=True)
class HouseholdFile:
    """One household as a file: who moves, what was answered, and when they file if not today."""

    household: Household
    answers: Answers = ()
    filed_on: date | None = None


def read_household_file(path: Path) -> HouseholdFile:
    """Read a file. Raises CounterError HOUSEHOLD_FILE_INVALID."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _invalid(f"{path.name} を読めません。") from error
    return decode_household(data)


def decode_household(data: bytes) -> HouseholdFile:
    """Decode JSON. Raises CounterError HOUSEHOLD_FILE_INVALID with the place in the document."""
    data = written_bytes(data)
    try:
        file = msgspec.json.decode(data, type=HouseholdFile)
        written = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        form = how_malformed(error, data)
        raise _invalid(f"$：{form}。" if form else _in_japanese(str(error))) from error
    unknown = _unknown(written, msgspec.to_builtins(file), "$")
    if unknown:
        raise _invalid(f"{unknown}：この項目はありません。")
    members = [member.id for member in file.household.members]
    if not members:
        raise _invalid("$.household.members：一人もいません。")
    if len(set(members)) != len(members) or "" in members:
        raise _invalid("$.household.members：id が空か、重なっています。")
    heads = [place for place, member in enumerate(file.household.members) if member.is_head]
    if len(heads) > 1:
        raise _invalid(f"$.household.members[{heads[1]}].relation：世帯主が二人います。")
    asked = [(answer.fact, answer.member) for answer in file.answers]
    for place, question in enumerate(asked):
        if question in asked[:place]:
            raise _invalid(f"$.answers[{place}]：同じ答え（{question[0]}）が二度あります。")
    if file.filed_on is not None:
        require_born(file.household, file.filed_on)
    return file


def require_born(household: Household, day: date) -> None:
    """Nobody can be filed for before their birth. Raises CounterError HOUSEHOLD_FILE_INVALID."""
    for place, member in enumerate(household.members):
        if member.birth > day:
            raise _invalid(
                f"$.household.members[{place}].birth：{member.birth} は、"
                f"届け出る日（{day}）より後です。"
            )


def _unknown(written: object, read: object, path: str) -> str:
    """The path of the first key that was written but not read; a misspelt one must not be lost."""
    if isinstance(written, dict) and isinstance(read, dict):
        for key, value in written.items():
            if key not in read:
                return f"{path}.{key}"
            if found := _unknown(value, read[key], f"{path}.{key}"):
                return found
    elif isinstance(written, list) and isinstance(read, (list, tuple)):
        for place, (value, kept) in enumerate(zip(written, read, strict=True)):
            if found := _unknown(value, kept, f"{path}[{place}]"):
                return found
    return ""


def _invalid(detail: str) -> CounterError:
    return CounterError(FailureCode.HOUSEHOLD_FILE_INVALID, detail)


_WORDS = (
    (re.compile(r"Object missing required field `(\w+)`"), r"\1 がありません"),
    (re.compile(r"Expected `([^`]+)`, got `([^`]+)`"), r"\1 でなければなりませんが、\2 です"),
    (re.compile(r"Invalid enum value '?([^' ]*)'?"), r"\1 という値はありません"),
    (re.compile(r"Invalid RFC3339 encoded date"), "日付は 2026-04-03 の形で書きます"),
)


def _in_japanese(message: str) -> str:
    """`$.household.members[0].id：str でなければなりませんが、int です。`"""
    words, _, place = message.partition(" - at ")
    for pattern, said in _WORDS:
        words = pattern.sub(said, words)
    return f"{place.strip('`') or '$'}：{words}。"


def schema() -> dict[str, object]:
    """JSON Schema (2020-12) of a household file."""
    described = msgspec.json.schema(HouseholdFile)
    for shape in described["$defs"].values():
        if shape.get("type") == "object":
            shape["additionalProperties"] = False
    return described
