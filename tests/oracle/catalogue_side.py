"""What the product's catalogue says of a household, at a speed that allows a million of them.

Facts are derived by the product anew for every household. Its conditions are evaluated by the
product too, but once for each way the facts they ask for can stand (`lattice_tree`).
"""

from datetime import date

from counter_app.model.facts import Fact, FactValue
from counter_app.model.town import Town
from counter_app.procedures.catalogue import Catalogue
from counter_app.procedures.conditions import Missing, Scope
from counter_app.procedures.facts import FactKey, Origin, known_facts
from counter_app.procedures.lattice_tree import Tree, condition_tree, procedure_tree
from counter_app.procedures.procedure import Outcome, Procedure
from tests.oracle.households import Filing

Values = dict[str, FactValue]
ProcedureTrees = list[tuple[str, Tree[Outcome]]]


class Undecided(AssertionError):
    """A procedure stayed open although every question has been answered."""


class CatalogueSide:
    """The catalogue, with its verdicts remembered."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        vocabulary = catalogue.vocabulary
        self.defaults: Values = {
            name: declared.default
            for name, declared in vocabulary.declarations.items()
            if declared.default is not None
        }
        self.sums = [
            (name, aggregate.origin, condition_tree(vocabulary, aggregate.of))
            for name, aggregate in vocabulary.aggregates.items()
        ]
        self.trees: dict[int, Tree[Outcome]] = {}
        self._by_day: dict[date, tuple[ProcedureTrees, ProcedureTrees]] = {}

    @property
    def evaluated(self) -> int:
        """How often a condition really was evaluated."""
        of_rows = sum(tree.evaluated for tree in self.trees.values())
        return of_rows + sum(tree.evaluated for _, _, tree in self.sums)

    def known(self, filing: Filing, town: Town) -> dict[FactKey, Fact]:
        return known_facts(
            filing.household,
            filing.answers,
            self.catalogue.vocabulary.declarations,
            filed_on=filing.filed_on,
            town=town,
        )

    def values(
        self, filing: Filing, known: dict[FactKey, Fact]
    ) -> tuple[Values, dict[str, Values]]:
        """The household's facts with its sums, and each person's with the household's."""
        household = self.defaults.copy()
        people: dict[str, Values] = {member.id: {} for member in filing.household.members}
        for (name, whose), fact in known.items():
            (people[whose] if whose else household)[name] = fact.value
        whole = {member: {**household, **own} for member, own in people.items()}
        for name, origin, tree in self.sums:
            holding = 0
            for values in whole.values():
                holds = tree.of(values)
                if isinstance(holds, Missing):
                    raise Undecided(f"{name}: {holds.fact}")
                holding += bool(holds)
            household[name] = summed = holding > 0 if origin is Origin.ANY else holding
            for values in whole.values():
                values[name] = summed
        return household, whole

    def verdicts(
        self, filing: Filing, known: dict[FactKey, Fact]
    ) -> dict[tuple[str, str], Outcome]:
        """(procedure, member or "") → outcome; what does not concern them is left out."""
        return self.decided(filing.filed_on, *self.values(filing, known))

    def decided(
        self, on: date, household: Values, people: dict[str, Values]
    ) -> dict[tuple[str, str], Outcome]:
        """The same from the values."""
        of_household, of_people = self.trees_on(on)
        found: dict[tuple[str, str], Outcome] = {}
        for row, tree in of_household:
            outcome = tree.of(household)
            if outcome is not None:
                found[row, ""] = outcome if type(outcome) is Outcome else _open(row, outcome)
        for member, values in people.items():
            for row, tree in of_people:
                outcome = tree.of(values)
                if outcome is not None:
                    found[row, member] = (
                        outcome if type(outcome) is Outcome else _open(row, outcome)
                    )
        return found

    def tree(self, procedure: Procedure) -> Tree[Outcome]:
        found = self.trees.get(id(procedure))
        if found is None:
            found = procedure_tree(self.catalogue.vocabulary, procedure)
            self.trees[id(procedure)] = found
        return found

    def trees_on(self, on: date) -> tuple[ProcedureTrees, ProcedureTrees]:
        found = self._by_day.get(on)
        if found is None:
            procedures = self.catalogue.in_force(on)
            household, people = (
                [(p.id, self.tree(p)) for p in procedures if p.scope is scope]
                for scope in (Scope.HOUSEHOLD, Scope.PERSON)
            )
            found = self._by_day[on] = (household, people)
        return found


def _open(row: str, outcome: Outcome | Missing) -> Outcome:
    raise Undecided(f"{row}: {outcome}")
