"""A rule as a tree of the facts it asks for: one path for each way its facts can stand.

A condition that lacks a fact says which (CEL absorbs what is unknown). Asking it again with that
fact bound, and again, gives a tree whose leaves are decided by what stands on their path alone:
whatever the other facts are, the rule says the same there. So the leaves are all cases of the rule,
and there are few of them where a product of all values would be millions.
"""

from collections.abc import Callable, Iterable, Mapping
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
Path = tuple[tuple[str, FactValue], ...]


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
    """A fact the rule needs next, and what follows from each of its values."""

    fact: str
    branches: "dict[FactValue, _Node[Result] | _Leaf[Result]]" = field(default_factory=dict)
    unknown: "dict[tuple[FactValue | None, ...], Result | Missing]" = field(default_factory=dict)


@dataclass(slots=True)
class _Leaf(Generic[Result]):
    result: Result


class Tree(Generic[Result]):
    """One rule, grown only as far as it has been asked."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        scope: Scope,
        mentions: frozenset[str],
        decide: Callable[[World], Result | Missing],
    ) -> None:
        self.mentions = mentions
        self.evaluated = 0
        self._vocabulary = vocabulary
        self._scope = scope
        self._order = sorted(mentions)
        self._decide = decide
        self._root = self._grown({})

    def of(self, values: Mapping[str, FactValue]) -> Result | Missing:
        """What the rule says when exactly these facts are known; a missing one if they are too few.

        `values` may hold facts the rule does not mention.
        """
        node = self._root
        while isinstance(node, _Node):
            value = values.get(node.fact)
            if value is None:
                return self._partly(node, values)
            after = node.branches.get(value)
            if after is None:
                after = self._branch(node, value, values)
            node = after
        return node.result

    def leaves(self, domain: "Domain") -> "Iterable[tuple[Path, Result]]":
        """Every path that can be reached, with its result; a fact that has no value is left out."""
        yield from self._leaves(self._root, (), domain)

    def _leaves(
        self, node: "_Node[Result] | _Leaf[Result]", path: Path, domain: "Domain"
    ) -> "Iterable[tuple[Path, Result]]":
        if isinstance(node, _Leaf):
            yield path, node.result
            return
        values = dict(path)
        for value in domain(node.fact, values, self._order):
            after = node.branches.get(value)
            if after is None:
                after = self._branch(node, value, {**values, node.fact: value})
            yield from self._leaves(after, (*path, (node.fact, value)), domain)

    def _branch(
        self, node: "_Node[Result]", value: FactValue, values: Mapping[str, FactValue]
    ) -> "_Node[Result] | _Leaf[Result]":
        bound: dict[str, FactValue] = {}
        step: _Node[Result] | _Leaf[Result] = self._root
        while isinstance(step, _Node):
            bound[step.fact] = values[step.fact]
            if step is node:
                break
            step = step.branches[values[step.fact]]
        grown = node.branches[value] = self._grown(bound)
        return grown

    def _grown(self, bound: dict[str, FactValue]) -> "_Node[Result] | _Leaf[Result]":
        self.evaluated += 1
        result = self._decide(PartialWorld(self._vocabulary, self._scope, bound))
        return _Node(result.fact) if isinstance(result, Missing) else _Leaf(result)

    def _partly(self, node: "_Node[Result]", values: Mapping[str, FactValue]) -> Result | Missing:
        """The fact needed first is unknown: what else is known may decide all the same."""
        key = tuple(values.get(name) for name in self._order)
        if key not in node.unknown:
            self.evaluated += 1
            known = {
                name: value
                for name, value in zip(self._order, key, strict=True)
                if value is not None
            }
            node.unknown[key] = self._decide(PartialWorld(self._vocabulary, self._scope, known))
        return node.unknown[key]


Domain = Callable[[str, Mapping[str, FactValue], list[str]], Iterable[FactValue]]
"""The values a fact can have beside what is already known on a path."""


def procedure_tree(vocabulary: Vocabulary, procedure: Procedure) -> Tree[Outcome | None]:
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
