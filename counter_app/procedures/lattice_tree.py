"""A rule as a tree of the facts it asks for: one path for each way its facts can stand.

A condition that lacks a fact says which (CEL absorbs what is unknown). Asking it again with that
fact bound, and again, gives a tree whose leaves are decided by what stands on their path alone:
whatever the other facts are, the rule says the same there. So the leaves are all cases of the rule,
and there are few of them where a product of all values would be millions.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from counter_app.model.facts import FactValue
from counter_app.procedures.conditions import CelValue, Condition, Missing, Scope, Truth
from counter_app.procedures.determination import verdict
from counter_app.procedures.facts import FactKey, cel_value
from counter_app.procedures.procedure import Outcome, Procedure
from counter_app.procedures.vocabulary import Vocabulary
from counter_app.procedures.world import World

Result = TypeVar("Result")
Values = Mapping[str, FactValue]
Path = Mapping[str, FactValue]
"""The facts asked for on the way to a leaf, with their values."""


class PartialWorld(World):
    """A world in which only some facts are bound, sums of the household among them."""

    def __init__(self, vocabulary: Vocabulary, scope: Scope, values: Values) -> None:
        bound: dict[str, CelValue] = {
            name: cel_value(value, vocabulary.declarations[name].type)
            for name, value in values.items()
        }
        self._bound = vocabulary.language.activation(scope, bound)

    def truth(self, condition: Condition, member: str = "") -> Truth:
        return condition.evaluate(self._bound)

    def to_ask(self, missing: Missing, member: str) -> FactKey:
        return missing.fact, ""


@dataclass(slots=True)
class _Node(Generic[Result]):
    """The fact a rule needs next and what follows from each value; without a fact, its result."""

    fact: str
    result: Result | None = None
    branches: "dict[FactValue, _Node[Result]]" = field(default_factory=dict)
    unknown: "dict[tuple[FactValue | None, ...], Result | Missing | None]" = field(
        default_factory=dict
    )


class Tree(Generic[Result]):
    """One rule, grown only as far as it has been asked."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        scope: Scope,
        mentions: frozenset[str],
        decide: Callable[[World], Result | Missing | None],
    ) -> None:
        self.mentions = mentions
        self.evaluated = 0
        self._vocabulary = vocabulary
        self._scope = scope
        self._order = sorted(mentions)
        self._decide = decide
        self._root = self._grown({})

    def of(self, values: Mapping[str, FactValue]) -> Result | Missing | None:
        """What the rule says when exactly these facts are known; a missing one if they are too few.

        `values` may hold facts the rule does not mention.
        """
        node = self._root
        try:
            while node.fact:
                node = node.branches[values[node.fact]]
        except KeyError:
            if node.fact not in values:
                return self._partly(node, values)
            self._branch(node, values)
            return self.of(values)
        return node.result

    def leaves(self, domain: "Domain") -> "Iterator[tuple[Path, Result | None]]":
        """Every path the domain allows, with its result."""
        yield from self._leaves(self._root, {}, domain)

    def _leaves(
        self, node: _Node[Result], path: dict[str, FactValue], domain: "Domain"
    ) -> "Iterator[tuple[Path, Result | None]]":
        if not node.fact:
            yield path, node.result
            return
        for value in domain(node.fact, path):
            longer = {**path, node.fact: value}
            after = node.branches.get(value) or self._branch(node, longer)
            yield from self._leaves(after, longer, domain)

    def _branch(self, node: _Node[Result], values: Values) -> _Node[Result]:
        """Grow what follows at a node from the value its fact has."""
        bound: dict[str, FactValue] = {}
        step = self._root
        while step is not node:
            bound[step.fact] = values[step.fact]
            step = step.branches[values[step.fact]]
        bound[node.fact] = values[node.fact]
        grown = node.branches[values[node.fact]] = self._grown(bound)
        return grown

    def _grown(self, bound: Values) -> _Node[Result]:
        result = self._decided(bound)
        return _Node(result.fact) if isinstance(result, Missing) else _Node("", result)

    def _partly(self, node: _Node[Result], values: Values) -> Result | Missing | None:
        """The fact needed first is unknown: what else is known may decide all the same."""
        key = tuple(values.get(name) for name in self._order)
        if key not in node.unknown:
            known = dict(zip(self._order, key, strict=True))
            node.unknown[key] = self._decided(
                {name: value for name, value in known.items() if value is not None}
            )
        return node.unknown[key]

    def _decided(self, bound: Values) -> Result | Missing | None:
        self.evaluated += 1
        return self._decide(PartialWorld(self._vocabulary, self._scope, bound))


Domain = Callable[[str, Values], Iterable[FactValue]]
"""The values a fact can have beside what stands on a path already."""


def procedure_tree(vocabulary: Vocabulary, procedure: Procedure) -> Tree[Outcome]:
    """How a procedure turns out for one person, or for the household."""

    def decide(world: World) -> Outcome | Missing | None:
        found = verdict(world, procedure, "")
        return Missing(found[0]) if isinstance(found, tuple) else found

    return Tree(vocabulary, procedure.scope, procedure.mentions, decide)


def condition_tree(vocabulary: Vocabulary, condition: Condition) -> Tree[bool]:
    """Whether a condition holds."""
    return Tree(
        vocabulary, condition.scope, condition.mentions, lambda world: world.truth(condition)
    )
