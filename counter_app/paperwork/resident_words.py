"""The words of the sheets a resident takes home, as data: `resources/texts/<tag>/next.toml`."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache

import msgspec

from resources.loader import data_file


@dataclass(frozen=True, slots=True)
class ResidentWords:
    """How a resident would say one procedure; the file says what each is for."""

    title: str = ""
    joins: str = ""
    joined: str = ""
    covered: str = ""
    pending: str = ""
    task: str = ""
    first: str = ""
    bring: str = ""
    place: str = ""
    coming: str = ""
    along: str = ""
    advised: bool = False
    advised_first: str = ""
    advised_place: str = ""
    visit: bool = False
    at_once: bool = False
    silent: bool = False
    handed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Gloss:
    """The column in the resident's language: its head, how days are said, words by procedure."""

    title: str
    head: str
    coming_head: str
    nothing: str  # where no step is left
    weekdays: tuple[str, ...]  # Monday first
    months: tuple[str, ...]
    day: str  # with {weekday}, {day}, {month}
    by: str  # with {day}
    soon: str
    arranging: str
    appointment: str
    errand: str  # with {papers}
    timed: str = "{day}, {time}"
    join: str = ", "
    task: dict[str, str] = field(default_factory=dict)
    paper: dict[str, str] = field(default_factory=dict)
    coming: dict[str, str] = field(default_factory=dict)

    def listed(self, things: Iterable[str]) -> str:
        """「the dog tag, the tickets」, each once."""
        return self.join.join(dict.fromkeys(things))

    def said_day(self, day: date) -> str:
        """「Mon 6 April」"""
        weekday, month = self.weekdays[day.weekday()], self.months[day.month - 1]
        return self.day.format(weekday=weekday, day=day.day, month=month)


_NOTHING = ResidentWords()
_BREAK, _MAY_END = "|", "\u200b"
"""How a file marks, in a language without spaces, where a line may end; and U+200B for it."""


def resident_words(procedure_id: str) -> ResidentWords:
    """The words of a procedure; all empty when the file has none."""
    return _japanese().get(procedure_id, _NOTHING)


@cache
def _japanese() -> dict[str, ResidentWords]:
    written = tomllib.loads(data_file("texts", "ja", "next.toml").read_text("utf-8"))
    known = set(ResidentWords.__dataclass_fields__)
    for procedure_id, words in written.items():
        unknown = set(words) - known
        if unknown:
            raise ValueError(f"next.toml [{procedure_id}]: {sorted(unknown)}")
    return msgspec.convert(written, dict[str, ResidentWords])


@cache
def gloss_of(language: str) -> Gloss | None:
    """The gloss of a language (BCP 47 tag), None for Japanese and where there is none yet."""
    path = data_file("texts", language, "next.toml")
    if language.startswith("ja") or not path.is_file():
        return None
    written = path.read_text("utf-8").replace(_BREAK, _MAY_END)
    return msgspec.convert(tomllib.loads(written), Gloss)
