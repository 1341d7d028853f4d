"""What is known of one household, bound so that conditions can be evaluated against it."""

from collections.abc import Mapping
from copy import copy

from cel_expr_python import cel

from counter_app.model.facts import Fact
from counter_app.procedures.conditions import CelValue, Condition, Missing, Scope, Truth
from counter_app.procedures.facts import FactKey, Origin, cel_value
from counter_app.procedures.vocabulary import Aggregate, Vocabulary


class World:
    """Known facts of a household and its people, with the aggregates that follow from them.

    Bindings are made when they are first needed, so that trying out one more fact is cheap.
    """

    def __init__(
        self, vocabulary: Vocabulary, known: Mapping[FactKey, Fact], members: tuple[str, ...]
    ) -> None:
        self.vocabulary = vocabulary
        self.known = known
        self.members = members
        self.holding: dict[str, tuple[str, ...]] = {}
        """Aggregate → the people it holds of."""
        self._order = {member: n for n, member in enumerate(("", *members))}
        self._unresolved: dict[str, tuple[str, str]] = {}
        self._household: dict[str, CelValue] = {}
        self._people: dict[str, dict[str, CelValue]] = {member: {} for member in members}
        self._activations: dict[str, cel.Activation] = {}
        for declared in vocabulary.declarations.values():
            if declared.default is not None:
                for values in self._people.values() if declared.scope is Scope.PERSON else ():
                    values[declared.id] = cel_value(declared.default, declared.type)
        for fact in known.values():
            self._set(fact)
        stale: set[str] = set()
        for aggregate in vocabulary.aggregates.values():
            if stale & aggregate.of.mentions:
                self._activations.clear()
                stale.clear()
            self._sum_up(aggregate)
            stale.add(aggregate.fact)
        self._activations.clear()

    def trying(self, fact: Fact) -> "World":
        """The world with one more fact."""
        known = {**self.known, (fact.id, fact.member): fact}
        if fact.id in self.vocabulary.summed_up:
            return World(self.vocabulary, known, self.members)
        trial = copy(self)
        trial.known = known
        if fact.member:
            trial._people = {**self._people, fact.member: dict(self._people[fact.member])}
            trial._activations = {
                m: bound for m, bound in self._activations.items() if m != fact.member
            }
        else:
            trial._household = dict(self._household)
            trial._activations = {}
        trial._set(fact)
        return trial

    def truth(self, condition: Condition, member: str = "") -> Truth:
        """Evaluate a condition for a person, or for the household when `member` is empty."""
        whose = member if condition.scope is Scope.PERSON else ""
        return condition.evaluate(self._activation(whose))

    def to_ask(self, missing: Missing, member: str) -> FactKey:
        """The asked fact, and whose, that stands behind a missing one."""
        fact = missing.fact
        if fact in self._unresolved:
            person, beneath = self._unresolved[fact]
            return self.to_ask(Missing(beneath), person)
        declared = self.vocabulary.declarations[fact]
        return fact, member if declared.scope is Scope.PERSON else ""

    def is_open(self, aggregate: str) -> bool:
        """Whether an aggregate waits for a fact of somebody."""
        return aggregate in self._unresolved

    def may_be_asked(self, fact: str, member: str) -> bool:
        """Whether it makes sense to ask, or may come to."""
        when = self.vocabulary.asked_when.get(fact)
        return when is None or self.truth(when, member) is not False

    def used(self, names: frozenset[str], members: tuple[str, ...]) -> tuple[Fact, ...]:
        """The known facts behind `names` for these people, in the order of their declaration.

        An aggregate is replaced by what makes it hold of the people it holds of; an age by the
        birth date; what is not worth showing is left out. Where nothing is left, because no
        question was needed, the ground is what made it needless.
        """
        found: dict[FactKey, Fact] = {}
        self._collect(names, members, found)
        if not found:
            limits = [when.uses for n, when in self.vocabulary.asked_when.items() if n in names]
            self._collect(frozenset().union(*limits), members, found)
        place, order = self.vocabulary.places, self._order
        return tuple(sorted(found.values(), key=lambda f: (place[f.id], order[f.member])))

    def _collect(
        self, names: frozenset[str], members: tuple[str, ...], found: dict[FactKey, Fact]
    ) -> None:
        for name in names:
            aggregate = self.vocabulary.aggregate(name)
            if aggregate is not None:
                people = self.holding.get(name, ())
                self._collect(aggregate.of.uses, people, found)
                continue
            declared = self.vocabulary.declarations[name]
            shown = declared.shown_as or name
            if not declared.shown:
                continue
            for member in members if declared.scope is Scope.PERSON else ("",):
                fact = self.known.get((shown, member))
                if fact is not None:
                    found[shown, member] = fact

    def _set(self, fact: Fact) -> None:
        values = self._people[fact.member] if fact.member else self._household
        values[fact.id] = cel_value(fact.value, self.vocabulary.declarations[fact.id].type)

    def _activation(self, member: str) -> cel.Activation:
        bound = self._activations.get(member)
        if bound is None:
            scope = Scope.PERSON if member else Scope.HOUSEHOLD
            values = {**self._household, **self._people[member]} if member else self._household
            bound = self._activations[member] = self.vocabulary.language.activation(scope, values)
        return bound

    def _sum_up(self, aggregate: Aggregate) -> None:
        holds: list[str] = []
        missing: tuple[str, str] | None = None
        for member in self.members:
            truth = aggregate.of.evaluate(self._activation(member))
            if truth is True:
                holds.append(member)
            elif isinstance(truth, Missing) and missing is None:
                missing = (member, truth.fact)
        self.holding[aggregate.fact] = tuple(holds)
        if aggregate.origin is Origin.ANY and (holds or missing is None):
            self._household[aggregate.fact] = bool(holds)
        elif aggregate.origin is Origin.COUNT and missing is None:
            self._household[aggregate.fact] = len(holds)
        elif missing is not None:
            self._unresolved[aggregate.fact] = missing
