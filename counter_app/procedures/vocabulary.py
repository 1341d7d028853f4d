"""Reads `facts.toml`: what every condition may speak of, and how each fact comes to be known."""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from counter_app.procedures.conditions import Condition, FactType, Language, Scope
from counter_app.procedures.facts import FactDeclaration, Origin
from counter_app.procedures.mistakes import entry_words, invalid_entry
from counter_app.procedures.toml_source import Position, TomlSource

WISHES = "wishes"
"""The fact that holds what is asked for at the counter; a town may add choices of its own."""


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A household's fact that sums up its people: any of them, or how many."""

    fact: str
    origin: Origin
    of: Condition


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All declared facts, the language they form, and the aggregates, each after those it needs."""

    declarations: dict[str, FactDeclaration]
    language: Language
    aggregates: dict[str, Aggregate]
    places: dict[str, int]
    """Fact → its place in the file."""
    asked_when: dict[str, Condition]
    """Asked fact → when it makes sense to ask."""
    summed_up: frozenset[str]
    """Facts that aggregates rest on."""

    def aggregate(self, fact: str) -> Aggregate | None:
        return self.aggregates.get(fact)

    def asked_beneath(self, names: frozenset[str]) -> frozenset[str]:
        """The asked facts that `names` rest on, through aggregates too."""
        found: set[str] = set()
        for name in names:
            aggregate = self.aggregate(name)
            if aggregate is not None:
                found |= self.asked_beneath(aggregate.of.mentions)
            elif self.declarations[name].origin is Origin.ASKED:
                found.add(name)
        return frozenset(found)


class FactEntry(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """A `[[fact]]` as written."""

    id: str
    scope: Scope
    type: FactType
    label: str
    origin: Origin
    choices: tuple[tuple[str, str], ...] = ()
    shown_as: str = ""
    shown: bool = True
    members: bool = False
    default: str | bool | int | None = None
    asked_when: str = ""
    otherwise: str = ""
    value: str = ""
    of: str = ""


class _FactFile(msgspec.Struct, forbid_unknown_fields=True):
    fact: tuple[FactEntry, ...]


def load_vocabulary(path: Path, wishes: tuple[tuple[str, str], ...] = ()) -> Vocabulary:
    """Read and check the declarations, in their order: a fact may rest on earlier ones alone.

    `wishes`: choices (value, words) that a town adds to the fact `wishes`.
    """
    source = TomlSource.read(path)
    try:
        entries = msgspec.convert(source.content, _FactFile).fact
    except msgspec.ValidationError as error:
        raise invalid_entry(source.path(str(error)), entry_words(str(error))) from error
    language = Language()
    declarations: dict[str, FactDeclaration] = {}
    aggregates: dict[str, Aggregate] = {}
    asked_when: dict[str, Condition] = {}
    for index, entry in enumerate(entries):
        here = source.entry("fact", index)
        if entry.id == WISHES:
            entry = msgspec.structs.replace(entry, choices=entry.choices + wishes)
        if entry.id in declarations:
            raise invalid_entry(here, f"{entry.id} は二度書かれています。")
        needed = {Origin.DERIVED: "value", Origin.ANY: "of", Origin.COUNT: "of"}.get(entry.origin)
        if needed is not None and not getattr(entry, needed):
            raise invalid_entry(here, f"{entry.id} に {needed} がありません。")
        declared = FactDeclaration(
            entry.id,
            entry.scope,
            entry.type,
            entry.label,
            entry.origin,
            entry.choices,
            entry.shown_as,
            entry.shown,
            entry.members,
            entry.default,
        )

        words = frozenset(value for value, _ in entry.choices)

        def at(key: str, text: str, index: int = index) -> Position:
            return source.value("fact", index, key, text)

        if entry.value:
            language.check(entry.value, entry.scope, entry.type, at("value", entry.value))
            language.declare(entry.id, entry.scope, entry.type, words)
            language.derive(entry.id, entry.value)
        elif entry.of:
            condition = language.condition(entry.of, Scope.PERSON, at("of", entry.of))
            language.declare(entry.id, entry.scope, entry.type, words)
            aggregates[entry.id] = Aggregate(entry.id, entry.origin, condition)
        elif entry.asked_when:
            when = language.condition(
                entry.asked_when, entry.scope, at("asked_when", entry.asked_when)
            )
            language.check(
                entry.otherwise, entry.scope, entry.type, at("otherwise", entry.otherwise)
            )
            language.declare(entry.id, entry.scope, entry.type, words)
            language.limit(entry.id, when.text, entry.otherwise)
            asked_when[entry.id] = when
        else:
            language.declare(entry.id, entry.scope, entry.type, words)
        declarations[entry.id] = declared
    places = {fact: place for place, fact in enumerate(declarations)}
    return Vocabulary(
        declarations,
        language,
        _by_depth(aggregates),
        places,
        asked_when,
        frozenset().union(*(a.of.mentions for a in aggregates.values())),
    )


def _by_depth(aggregates: dict[str, Aggregate]) -> dict[str, Aggregate]:
    """First those that rest on people alone, then those that rest on them, and so on.

    People are bound anew between the depths, so the fewer the changes of depth, the better.
    """
    depth: dict[str, int] = {}
    for name, aggregate in aggregates.items():
        depth[name] = 1 + max((depth[n] for n in aggregate.of.mentions if n in depth), default=0)
    return {name: aggregates[name] for name in sorted(aggregates, key=depth.__getitem__)}
