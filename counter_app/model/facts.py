"""Facts a rule may use (事実): typed values with their source, per household and per person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from counter_app.model.people import Source

FactValue = str | bool | int | tuple[str, ...]
"""A date is its ISO text (2026-04-03), so that a value survives JSON; the catalogue knows types."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One known fact: whose it is (`member` empty: the household's), its value and source."""

    id: str
    member: str
    value: FactValue
    source: Source


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of the interview (聞き取り): which fact, whose, the value, and how it came."""

    fact: str
    member: str
    value: FactValue
    source: Source = Source.ASKED


Answers = tuple[Answer, ...]
FieldValue = str | bool | int | date | tuple[str, ...]
CaseView = Mapping[str, FieldValue]
"""What forms are filled from: flat dotted keys, lists counted from 1 (`member.2.name`)."""
