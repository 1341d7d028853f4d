"""The catalogue (手続の一覧): every file of `resources/procedures`, with what the town changes."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

import msgspec

from counter_app.failures import CounterError
from counter_app.model.town import Town, load_town
from counter_app.procedures.catalogue_file import CatalogueFile
from counter_app.procedures.entry_compiler import compiled
from counter_app.procedures.facts import FactDeclaration
from counter_app.procedures.mistakes import entry_words, invalid_entry
from counter_app.procedures.procedure import ChildAllowanceRates, Procedure
from counter_app.procedures.questions import Interview, load_questions
from counter_app.procedures.toml_source import Position, TomlSource
from counter_app.procedures.town_changes import TownChanges, read_town_changes
from counter_app.procedures.vocabulary import Vocabulary, load_vocabulary
from counter_app.procedures.written_entry import Layer, WrittenEntry
from resources.loader import data_file

_OURS = re.compile(r"[A-F][0-9]{1,2}(?:-[0-9])?")
_TOWNS = re.compile(r"T[0-9]{1,3}(?:-[0-9])?")


@dataclass(frozen=True, slots=True)
class SwitchedOff:
    """An entry the town does not use, and why."""

    id: str
    because: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All procedures in the order of their files, the facts they speak of and the questions."""

    procedures: tuple[Procedure, ...]
    """Each entry once, as it is first; `in_force` gives them as they are on a day."""
    vocabulary: Vocabulary
    questions: Interview
    child_allowance: ChildAllowanceRates
    asked_by: dict[str, frozenset[str]]
    """Procedure id → the asked facts it can come to need."""
    switched_off: tuple[SwitchedOff, ...] = ()
    outdated: tuple[str, ...] = ()
    """Ids the town changed when the catalogue was of another edition."""

    def procedure(self, procedure_id: str) -> Procedure:
        """The entry as it is first. Raises KeyError."""
        for procedure in self.procedures:
            if procedure.id == procedure_id:
                return procedure
        raise KeyError(procedure_id)

    def in_force(self, on: date) -> tuple[Procedure, ...]:
        """The entries as they are on a day."""
        found = (procedure.as_of(on) for procedure in self.procedures)
        return tuple(procedure for procedure in found if procedure is not None)

    def unverified(self) -> tuple[Procedure, ...]:
        """What the town must confirm before going live."""
        return tuple(p for p in self.procedures if not all(v.verified for v in p.versions))

    def fact(self, fact_id: str) -> FactDeclaration:
        """Raises KeyError."""
        return self.vocabulary.declarations[fact_id]


def executor_of(procedure: Procedure, town: Town) -> tuple[str, str]:
    """Party id and name of who carries a procedure out.

    A `hub.<kind>` is the town's usual organisation of that kind; a body outside the hub has no
    party id.
    """
    kind, _, name = procedure.executor.partition(".")
    if kind == "hub":
        organisations = town.organisations_for(name)
        return (organisations[0].id, organisations[0].name) if organisations else ("", name)
    if kind == "outside":
        return "", name
    return procedure.executor, town.department(procedure.executor).name


@cache
def standard_catalogue() -> Catalogue:
    """The product's own catalogue, without what a town changes."""
    return load_catalogue(data_file("procedures"))


@cache
def town_catalogue(town_file: Path | None = None) -> Catalogue:
    """The catalogue as a town uses it; its file is that of `load_town` (default: Y町)."""
    path = town_file or data_file("town", "y.toml")
    if not read_town_changes(path).any and _has_all_executors(load_town(path)):
        return standard_catalogue()
    return load_catalogue(data_file("procedures"), path)


def _has_all_executors(town: Town) -> bool:
    """Whether everybody our catalogue sends something to is in the town's file."""
    here = {d.id for d in town.departments} | {f"hub.{o.kind}" for o in town.organisations}
    named = {p.executor for p in standard_catalogue().procedures}
    return {one for one in named if not one.startswith("outside.")} <= here


def load_catalogue(folder: Path, town_file: Path | None = None) -> Catalogue:
    """Read `facts.toml`, `questions.toml` and every other TOML file of a folder.

    Raises CounterError CATALOGUE_FILE_UNREADABLE (not TOML), CATALOGUE_ENTRY_INVALID (an entry is
    not as it has to be) or CATALOGUE_CONDITION_INVALID (a condition does not compile), each with
    file, line, column and the id of the entry; TOWN_FILE_INVALID for the rest of the town's file.
    """
    return _Loading(folder, town_file, None).catalogue()


def catalogue_mistakes(folder: Path, town_file: Path | None = None) -> tuple[CounterError, ...]:
    """Every mistake `load_catalogue` would stop at, one after the other."""
    found: list[CounterError] = []
    try:
        _Loading(folder, town_file, found).catalogue()
    except CounterError as error:
        found.append(error)
    return tuple(found)


class _Loading:
    """One reading of a folder. With a list to collect them in, a mistake ends its entry alone."""

    def __init__(
        self, folder: Path, town_file: Path | None, collected: list[CounterError] | None
    ) -> None:
        self._folder = folder
        self._collected = collected
        self._changes = TownChanges.none()
        self._town: Town | None = None
        if town_file is not None:
            self._changes = read_town_changes(town_file)
            with self._part():
                self._town = load_town(town_file)
        self._entries: dict[str, WrittenEntry] = {}
        self._rates: ChildAllowanceRates | None = None

    def catalogue(self) -> Catalogue:
        vocabulary = load_vocabulary(self._folder / "facts.toml", self._changes.wishes)
        questions = load_questions(self._folder / "questions.toml", vocabulary)
        for path in sorted(self._folder.glob("*.toml")):
            if path.name not in {"facts.toml", "questions.toml"}:
                self._read(TomlSource.read(path))
        for block, entry_id, fields in self._changes.procedures:
            with self._part():
                layer = Layer(block, fields, edition=self._changes.edition)
                self._add(WrittenEntry(entry_id, "", (layer,)), _TOWNS)
        for mistake in self._changes.mistakes:
            with self._part():
                raise mistake
        for layer, entry_id in self._changes.overrides:
            with self._part():
                self._override(entry_id, layer)
        if self._rates is None:
            raise invalid_entry(
                Position(self._folder.name, 1, 1), "[child_allowance] がありません。"
            )
        procedures: list[Procedure] = []
        off: list[SwitchedOff] = []
        for entry in self._entries.values():
            with self._part():
                versions, dropped = self._versions(entry, vocabulary)
                off += dropped
                if versions:
                    procedures.append(replace(versions[0], later=tuple(versions[1:])))
        asked_by = {
            p.id: vocabulary.asked_beneath(frozenset().union(*(v.mentions for v in p.versions)))
            for p in procedures
        }
        for procedure_id, facts in asked_by.items():
            for fact in sorted(facts - {q.fact for q in questions.questions}):
                nowhere = Position("questions.toml", 1, 1, procedure_id)
                raise invalid_entry(nowhere, f"{fact} を聞く質問がありません。")
        return Catalogue(
            tuple(procedures),
            vocabulary,
            questions,
            self._rates,
            asked_by,
            tuple(off),
            self._outdated(),
        )

    @contextmanager
    def _part(self) -> Iterator[None]:
        try:
            yield
        except CounterError as error:
            if self._collected is None:
                raise
            self._collected.append(error)

    def _read(self, source: TomlSource) -> None:
        try:
            file = msgspec.convert(source.content, CatalogueFile)
        except msgspec.ValidationError as error:
            raise invalid_entry(source.path(str(error)), entry_words(str(error))) from error
        for index, fields in enumerate(file.procedure):
            entry_id = str(fields.get("id", ""))
            block = source.block("procedure", index).named(entry_id)
            with self._part():
                own = {key: value for key, value in fields.items() if key != "change"}
                layers = [Layer(block, own)]
                changes = fields.get("change", [])
                if not isinstance(changes, list):
                    raise invalid_entry(block.key("change"), "[[procedure.change]] で書きます。")
                for place, change in enumerate(changes):
                    layers.append(Layer.change(block.element("change", place), change))
                _apart(layers[1:])
                self._add(WrittenEntry(entry_id, file.edition, tuple(layers)), _OURS)
        self._rates = file.child_allowance or self._rates

    def _add(self, entry: WrittenEntry, form: re.Pattern[str]) -> None:
        block = entry.layers[0].block
        if not form.fullmatch(entry.id):
            towns = "（町の手続は T1, T2-1 のように書きます）" if form is _TOWNS else ""
            raise invalid_entry(block.key("id"), f"id の形ではありません{towns}。")
        if entry.id in self._entries:
            raise invalid_entry(block.key("id"), f"{entry.id} は二度書かれています。")
        self._entries[entry.id] = entry

    def _override(self, entry_id: str, layer: Layer) -> None:
        entry = self._entries.get(entry_id)
        if entry is None:
            parts = "、".join(part for part in self._entries if part.startswith(f"{entry_id}-"))
            split = f"この id の手続は {parts} に分かれています。" if parts and entry_id else ""
            raise invalid_entry(
                layer.block.key("id"), split or "この id の手続は一覧にありません。"
            )
        _apart([*(x for x in entry.layers[1:] if x.edition), layer])
        self._entries[entry_id] = replace(entry, layers=(*entry.layers, layer))

    def _versions(
        self, entry: WrittenEntry, vocabulary: Vocabulary
    ) -> tuple[list[Procedure], list[SwitchedOff]]:
        made: list[Procedure] = []
        off: list[SwitchedOff] = []
        for version in entry.versions():
            if version.off:
                off.append(SwitchedOff(entry.id, version.because))
                continue
            procedure = compiled(version, entry.edition, vocabulary, self._town)
            if procedure is not None:
                made.append(procedure)
        return made, off

    def _outdated(self) -> tuple[str, ...]:
        changed = (e for e in self._entries.values() if any(x.edition for x in e.layers))
        return tuple(e.id for e in changed if e.edition not in {"", self._changes.written_for})


def _apart(layers: list[Layer]) -> None:
    """No two changes of one entry may hold on the same day."""
    for place, layer in enumerate(layers):
        if any(layer.overlaps(earlier) for earlier in layers[:place]):
            raise invalid_entry(layer.block.position, "ほかの変更と、効く日が重なっています。")
