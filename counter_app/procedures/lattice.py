"""Proves the catalogue over all the ways its facts can stand (証明): what is found is a fault.

Rules and outcomes that can never come, rows that contradict each other, people whom no row answers,
and questions whatever answer to which changes nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from pathlib import Path

import msgspec

from counter_app.model.facts import FactValue
from counter_app.procedures.catalogue import Catalogue
from counter_app.procedures.conditions import Condition, Missing, Scope
from counter_app.procedures.facts import Origin
from counter_app.procedures.lattice_domains import BOUND, Lattice, RuleDomain
from counter_app.procedures.lattice_tree import Tree, Values, condition_tree, procedure_tree
from counter_app.procedures.mistakes import invalid_entry
from counter_app.procedures.procedure import Outcome, Procedure
from counter_app.procedures.toml_source import TomlSource
from resources.loader import data_file

_EXAMPLES = 3


class Exclusive(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Rows of which the same person, or household, gets one at most."""

    rows: tuple[str, ...]
    because: str


class Answered(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Whoever `when` holds of gets one of the rows at least."""

    scope: Scope
    when: str
    rows: tuple[str, ...]
    because: str


class _ProofFile(msgspec.Struct, forbid_unknown_fields=True):
    exclusive: tuple[Exclusive, ...] = ()
    answered: tuple[Answered, ...] = ()


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two rows together where one excludes the other, with facts under which it happens."""

    rows: tuple[str, str]
    because: str
    facts: tuple[tuple[str, FactValue], ...]


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Facts under which somebody gets none of the rows that should answer."""

    rows: tuple[str, ...]
    because: str
    facts: tuple[tuple[str, FactValue], ...]


@dataclass(slots=True)
class Proof:
    """What was gone through, and the faults; without faults the catalogue is proved."""

    bound: str = BOUND
    rules: int = 0
    outcomes: int = 0
    cases: int = 0
    """Leaves: ways the facts of single rules can stand."""
    pairs: int = 0
    never: list[str] = field(default_factory=list)
    contradictions: list[Contradiction] = field(default_factory=list)
    unanswered: list[Unanswered] = field(default_factory=list)
    unasked: list[str] = field(default_factory=list)
    """Facts a rule waits for that nobody can say: it would stay open."""
    idle_questions: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not (
            self.never
            or self.contradictions
            or self.unanswered
            or self.unasked
            or self.idle_questions
        )


def prove(catalogue: Catalogue, file: Path | None = None) -> Proof:
    """Go through the lattice; `file` has what excludes and answers what (default: ours).

    Raises CounterError CATALOGUE_FILE_UNREADABLE, CATALOGUE_ENTRY_INVALID or
    CATALOGUE_CONDITION_INVALID for a file that is not as it has to be.
    """
    return _Prover(catalogue, file or data_file("catalogue_proof.toml")).proof()


def lattice_of(catalogue: Catalogue) -> Lattice:
    """The lattice of a catalogue's facts, with the answers its questions offer."""
    questions = catalogue.questions.questions
    return Lattice(catalogue.vocabulary, {q.fact: q.options for q in questions if q.options})


class _Prover:
    """One run over the lattice."""

    def __init__(self, catalogue: Catalogue, file: Path) -> None:
        self.catalogue = catalogue
        self.lattice = lattice_of(catalogue)
        self.source = TomlSource.read(file)
        try:
            self.claims = msgspec.convert(self.source.content, _ProofFile)
        except msgspec.ValidationError as error:
            raise invalid_entry(self.source.path(str(error)), str(error)) from error
        self.trees: dict[int, Tree[Outcome]] = {}
        self.found = Proof()

    def proof(self) -> Proof:
        for procedure in self.catalogue.procedures:
            for version in procedure.versions:
                self._every_outcome(version)
        epochs = self._epochs()
        for place, exclusive in enumerate(self.claims.exclusive):
            self._known(exclusive.rows, "exclusive", place)
            for pair in combinations(exclusive.rows, 2):
                self._apart(pair, exclusive.because, epochs)
        for place, answered in enumerate(self.claims.answered):
            self._known(answered.rows, "answered", place)
            self._answers(answered, place, epochs)
        self._questions()
        return self.found

    def _tree(self, procedure: Procedure) -> Tree[Outcome]:
        if id(procedure) not in self.trees:
            tree = procedure_tree(self.catalogue.vocabulary, procedure)
            self.trees[id(procedure)] = tree
        return self.trees[id(procedure)]

    def _every_outcome(self, procedure: Procedure) -> None:
        """Each outcome, and each paper that depends on something, comes for somebody."""
        reached: set[int] = set()
        dependent = {
            place: condition_tree(self.catalogue.vocabulary, rule.when)
            for place, rule in enumerate(procedure.attachments)
            if rule.when is not None
        }
        papers = [rule.when.text for rule in procedure.attachments if rule.when is not None]
        domain = self.lattice.domain(*_texts(procedure), *papers)
        self.found.rules += 1
        self.found.outcomes += len(procedure.outcomes)
        for path, outcome in self._tree(procedure).leaves(domain):
            self.found.cases += 1
            if outcome is None:
                continue
            reached.add(id(outcome))
            for place in tuple(dependent):
                leaves = dependent[place].leaves(domain.given(path))
                if any(needed for _, needed in leaves):
                    del dependent[place]
        if not reached:
            self.found.never.append(procedure.id)
            return
        for outcome in procedure.outcomes:
            if id(outcome) not in reached:
                self.found.never.append(f"{procedure.id}：{outcome.reason}")
        for place in dependent:
            self.found.never.append(f"{procedure.id}：{procedure.attachments[place].title}")

    def _epochs(self) -> tuple[Mapping[str, Procedure], ...]:
        """The catalogue between one change of it and the next."""
        versions = [v for p in self.catalogue.procedures for v in p.versions]
        days = {v.in_force_from for v in versions if v.in_force_from is not None}
        earliest = min(days, default=date.min)
        return tuple(
            {p.id: p for p in self.catalogue.in_force(day)} for day in sorted({earliest, *days})
        )

    def _apart(
        self, rows: tuple[str, str], because: str, epochs: tuple[Mapping[str, Procedure], ...]
    ) -> None:
        """Whether two rows never come together."""
        seen: set[tuple[int, int]] = set()
        for epoch in epochs:
            one, other = (epoch.get(row) for row in rows)
            if one is None or other is None or (id(one), id(other)) in seen:
                continue
            seen.add((id(one), id(other)))
            self.found.pairs += 1
            domain = self.lattice.domain(*_texts(one), *_texts(other))
            together = (
                {**path, **more}
                for path, outcome in self._tree(one).leaves(domain)
                if outcome is not None
                for more, second in self._tree(other).leaves(domain.given(path))
                if second is not None
            )
            for facts in _first(together):
                self.found.contradictions.append(Contradiction(rows, because, tuple(facts.items())))

    def _answers(
        self, claim: Answered, place: int, epochs: tuple[Mapping[str, Procedure], ...]
    ) -> None:
        """Whether everybody a claim speaks of gets one of its rows."""
        position = self.source.value("answered", place, "when", claim.when)
        language = self.catalogue.vocabulary.language
        when = language.condition(claim.when, claim.scope, position)
        seen: set[tuple[int, ...]] = set()
        for epoch in epochs:
            rows = [epoch[row] for row in claim.rows if row in epoch]
            if tuple(id(row) for row in rows) in seen:
                continue
            seen.add(tuple(id(row) for row in rows))
            texts = [text for row in rows for text in _texts(row)]
            domain = self.lattice.domain(claim.when, *texts)
            for facts in _first(self._left_out(when, rows, domain)):
                self.found.unanswered.append(
                    Unanswered(claim.rows, claim.because, tuple(facts.items()))
                )

    def _left_out(
        self, when: Condition, rows: list[Procedure], domain: RuleDomain
    ) -> Iterator[Values]:
        for path, holds in condition_tree(self.catalogue.vocabulary, when).leaves(domain):
            if holds:
                yield from self._without(rows, path, domain)

    def _without(self, rows: list[Procedure], path: Values, domain: RuleDomain) -> Iterator[Values]:
        if not rows:
            yield path
            return
        for more, outcome in self._tree(rows[0]).leaves(domain.given(path)):
            if outcome is None:
                yield from self._without(rows[1:], {**path, **more}, domain)

    def _known(self, rows: tuple[str, ...], table: str, place: int) -> None:
        """A claim about a row the catalogue does not have proves nothing."""
        unknown = sorted(set(rows) - {p.id for p in self.catalogue.procedures})
        switched_off = {one.id for one in self.catalogue.switched_off}
        if set(unknown) - switched_off:
            raise invalid_entry(
                self.source.key(table, place, "rows"), f"{'・'.join(unknown)} はありません。"
            )

    def _questions(self) -> None:
        """Which questions can change something, and which facts nobody asks for."""
        vocabulary = self.catalogue.vocabulary
        deciding: set[str] = set()
        for procedure in self.catalogue.procedures:
            for version in procedure.versions:
                domain = self.lattice.domain(*_texts(version))
                deciding |= deciding_facts(self._tree(version), domain)
        grown = True
        while grown:
            before = len(deciding)
            for name, aggregate in vocabulary.aggregates.items():
                if name in deciding:
                    domain = self.lattice.domain(aggregate.of.text)
                    deciding |= deciding_facts(self.lattice.sums[name], domain)
            grown = len(deciding) > before
        asked = {question.fact for question in self.catalogue.questions.questions}
        self.found.idle_questions += sorted(asked - deciding)
        self.found.unasked += sorted(
            name
            for name in deciding - asked
            if vocabulary.declarations[name].origin is Origin.ASKED
        )


def deciding_facts(tree: "Tree[Outcome] | Tree[bool]", domain: RuleDomain) -> set[str]:
    """The facts of a rule by which its result can differ, everything else being equal."""
    found: set[str] = set()
    leaves = [
        (tuple(path.items()), result)
        for path, result in tree.leaves(domain)
        if not isinstance(result, Missing)
    ]
    _differing([(path, id(result)) for path, result in leaves], 0, found)
    return found


_Leaf = tuple[tuple[tuple[str, FactValue], ...], int]


def _differing(leaves: list[_Leaf], depth: int, found: set[str]) -> object:
    """A part of a tree in its shortest form; notes each fact whose values part the results."""
    path, result = leaves[0]
    if len(path) == depth:
        return result
    fact = path[depth][0]
    branches: dict[FactValue, list[_Leaf]] = {}
    for leaf in leaves:
        branches.setdefault(leaf[0][depth][1], []).append(leaf)
    shapes = {value: _differing(below, depth + 1, found) for value, below in branches.items()}
    distinct = set(shapes.values())
    if len(distinct) == 1:
        return distinct.pop()
    found.add(fact)
    return fact, tuple(shapes.items())


def _texts(procedure: Procedure) -> tuple[str, ...]:
    return tuple(condition.text for condition in procedure.conditions)


def _first(found: Iterator[Values]) -> Iterator[Values]:
    """A few examples are enough to see a fault."""
    for _, facts in zip(range(_EXAMPLES), found, strict=False):
        yield facts
