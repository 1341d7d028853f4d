"""Runs the checks of the catalogue against its mutants and says which live on.

A mutant that lives on is held against the original over the whole lattice: where not one way the
facts can stand tells the two apart, it says the same in other words and is no mistake.
"""

import multiprocessing
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import product

from counter_app.model.facts import Fact, FactValue
from counter_app.model.people import Source
from counter_app.procedures.catalogue import standard_catalogue
from counter_app.procedures.conditions import Missing, Scope
from counter_app.procedures.deadlines import deadline
from counter_app.procedures.facts import Origin
from counter_app.procedures.lattice_tree import Tree, condition_tree, procedure_tree
from counter_app.procedures.procedure import Outcome, Procedure
from counter_app.procedures.vocabulary import Vocabulary
from tests.oracle.catalogue_side import CatalogueSide, Values
from tests.oracle.compare import says
from tests.oracle.households import Filing, Generator, towns
from tests.oracle.mutant_equivalence import Equivalence
from tests.oracle.mutants import (
    FactMistake,
    Mutant,
    boundary_days,
    changed_sums,
    fact_mistakes,
    fact_mutant,
    row_mutants,
)
from tests.oracle.oracle import expected, needs_paper
from tests.oracle.rows import APPLICANT, NUMBER, Days, Due, due, in_force, returns_word
from tests.oracle.rules import Said
from tests.oracle.situation import Situation

SAMPLE = 4_000
SEED = 26


@dataclass(slots=True)
class Survivors:
    """What a run found."""

    killed: Counter[str] = field(default_factory=Counter)
    """By the kind of mistake."""
    equivalent: list[str] = field(default_factory=list)
    alive: list[str] = field(default_factory=list)

    def add(self, other: "Survivors") -> None:
        self.killed += other.killed
        self.equivalent += other.equivalent
        self.alive += other.alive


@dataclass(frozen=True, slots=True)
class Example:
    """One household of the sample: what is known of it and what the oracle expects."""

    filing: Filing
    case: Situation
    household: Values
    people: dict[str, Values]
    expected: dict[tuple[str, str], Said]


class Checks:
    """The oracle's answers for the sample, against which each mutant is held."""

    def __init__(self) -> None:
        self.catalogue = standard_catalogue()
        side = CatalogueSide(self.catalogue)
        self.examples: list[Example] = []
        for filing in Generator(self.catalogue, SEED).filings(SAMPLE):
            town = towns()[filing.town]
            case = Situation(filing.household, filing.answers, filing.filed_on, town)
            household, people = side.values(filing, side.known(filing, town))
            self.examples.append(Example(filing, case, household, people, expected(case)))
        self.equivalence = Equivalence(self.catalogue)
        self.days = tuple(_days())
        self._mapped: dict[int, tuple[Vocabulary, dict[int, dict[str, Values]]]] = {}

    def kills(self, mutant: Mutant) -> bool:
        match mutant.kind:
            case "deadline":
                return any(self._deadline_differs(row) for row in mutant.rows)
            case "row":
                return any(self._columns_differ(row) for row in mutant.rows)
            case "days":
                return any(self._days_differ(row) for row in mutant.rows)
            case "paper":
                return any(self._papers_differ(row, mutant) for row in mutant.rows)
            case "fact":
                return self._fact_differs(mutant)
        return any(self._rule_differs(row, mutant.vocabulary) for row in mutant.rows)

    def _rule_differs(self, row: Procedure, vocabulary: Vocabulary) -> bool:
        tree = procedure_tree(vocabulary, row)
        return any(
            self._verdict_differs(row, tree, example, example.household, example.people)
            for example in self.examples
            if row.in_force(example.filing.filed_on)
        )

    def _verdict_differs(
        self,
        row: Procedure,
        tree: Tree[Outcome],
        example: Example,
        household: Values,
        people: dict[str, Values],
    ) -> bool:
        whose = people.items() if row.scope is Scope.PERSON else (("", household),)
        for member, values in whose:
            outcome = tree.of(values)
            said = example.expected.get((row.id, member))
            if isinstance(outcome, Missing):
                return True
            if outcome is None or said is None:
                if (outcome is None) is not (said is None):
                    return True
            elif not says(outcome.kind, outcome.reason, said):
                return True
        return False

    def _fact_differs(self, mutant: Mutant) -> bool:
        """Sum the households up on the changed facts, then ask every row that rests on them."""
        vocabulary = mutant.vocabulary
        changed = changed_sums(self.catalogue.vocabulary, vocabulary)
        sums = [
            (name, vocabulary.aggregates[name].origin, tree)
            for name in vocabulary.aggregates
            if name in changed
            for tree in (condition_tree(vocabulary, vocabulary.aggregates[name].of),)
        ]
        trees = [(row, procedure_tree(vocabulary, row)) for row in mutant.rows]
        for example in self.examples:
            household, people = example.household, example.people
            if sums:
                household = dict(household)
                people = {member: dict(values) for member, values in people.items()}
                for name, origin, tree in sums:
                    held = [tree.of(values) for values in people.values()]
                    if any(isinstance(one, Missing) for one in held):
                        return True
                    count = sum(one is True for one in held)
                    if name == "has_claimant" and not _claims(example, people, held):
                        return True
                    summed: FactValue = count > 0 if origin is Origin.ANY else count
                    household[name] = summed
                    for values in people.values():
                        values[name] = summed
            for row, rule in trees:
                if row.in_force(example.filing.filed_on) and self._verdict_differs(
                    row, rule, example, household, people
                ):
                    return True
            for row, _ in trees:
                if self._example_papers_differ(row, vocabulary, example, household, people):
                    return True
        return False

    def _papers_differ(self, row: Procedure, mutant: Mutant) -> bool:
        return any(
            self._example_papers_differ(
                row, mutant.vocabulary, example, example.household, example.people
            )
            for example in self.examples
        )

    def _example_papers_differ(
        self,
        row: Procedure,
        vocabulary: Vocabulary,
        example: Example,
        household: Values,
        people: dict[str, Values],
    ) -> bool:
        for place, paper in enumerate(row.attachments):
            if paper.when is None:
                continue
            tree = self._paper_tree(vocabulary, row, place)
            for member, values in (
                people.items() if row.scope is Scope.PERSON else (("", household),)
            ):
                if (row.id, member) in example.expected:
                    needed = needs_paper(row.id, paper.title, paper.state, example.case, member)
                    if tree.of(values) is not needed:
                        return True
        return False

    def _paper_tree(self, vocabulary: Vocabulary, row: Procedure, place: int) -> Tree[bool]:
        if self._papers_of is not row:
            self._papers_of = row
            self._paper_trees = {
                number: condition_tree(vocabulary, paper.when)
                for number, paper in enumerate(row.attachments)
                if paper.when is not None
            }
        return self._paper_trees[place]

    _papers_of: Procedure | None = None
    _paper_trees: dict[int, Tree[bool]]

    def _deadline_differs(self, row: Procedure) -> bool:
        assert row.deadline is not None
        for days, place in self.days:
            facts = {
                name: Fact(name, "", value.isoformat(), Source.JUKI)
                for name, value in (
                    ("moved_on", days.moved),
                    ("planned_move_out", days.planned),
                    ("filed_on", days.filed),
                    ("facility_start", days.first_use),
                )
                if value is not None
            }
            found = deadline(row.deadline, facts, filed_on=days.filed, town=towns()[place])
            told = Due(found.day, found.unrolled, found.hard) if found is not None else None
            if told != due(row.id, days):
                return True
        return False

    def _columns_differ(self, row: Procedure) -> bool:
        return row.applicant.value != APPLICANT[row.id] or row.number.value != NUMBER[row.id]

    def _days_differ(self, row: Procedure) -> bool:
        for day in boundary_days():
            version = row.as_of(day)
            if (version is not None) is not in_force(row.id, day):
                return True
            word = returns_word(row.id, day)
            if version is not None and word not in version.returns:
                return True
            if version is not None and not word and "マイナ保険証を持たない" in version.returns:
                return True
        return False


def _claims(
    example: Example, people: dict[str, Values], held: "list[bool | Missing | None]"
) -> bool:
    """Whether the person who claims for the children is found, who files for them too."""
    claiming = [member for member, one in zip(people, held, strict=True) if one is True]
    return claiming == ([example.case.claimant] if example.case.claimant else [])


def _days() -> Iterator[tuple[Days, int]]:
    """Days for the deadlines: moves on every weekday and around holidays, in each town."""
    moves = [date(2026, 3, 16) + timedelta(off) for off in range(0, 30, 3)]
    moves += [date(2026, 3, 28), date(2026, 3, 31), date(2026, 4, 1), date(2026, 12, 15)]
    moves += [date(2026, 12, 18), date(2026, 4, 20), date(2026, 5, 31), date(2026, 1, 31)]
    for moved, planned_off, place in product(moves, (0, -18, 2, None), range(len(towns()))):
        town = towns()[place]
        for filed_off, first_use in ((6, None), (13, 9)):
            yield (
                Days(
                    moved,
                    moved + timedelta(planned_off) if planned_off is not None else None,
                    moved + timedelta(filed_off),
                    moved + timedelta(first_use) if first_use is not None else None,
                    town.child_medical_days,
                    town.moped_days,
                    town.nursery_cut_off_day,
                    town.office.closed_days,
                ),
                place,
            )


def run(part: int, of: int) -> Survivors:
    """Every `of`-th mutant from the `part`-th on."""
    checks = Checks()
    found = Survivors()
    work: list[Mutant | FactMistake] = [*row_mutants(checks.catalogue), *fact_mistakes()]
    for one in work[part::of]:
        mutant = fact_mutant(checks.catalogue, one) if isinstance(one, FactMistake) else one
        if mutant is None:
            continue
        if checks.kills(mutant):
            found.killed[mutant.kind] += 1
            continue
        line = f"{mutant.place}: {mutant.change}  {' '.join(mutant.text.split())}"
        (found.equivalent if checks.equivalence.shown(mutant) else found.alive).append(line)
    return found


def run_all(processes: int) -> Survivors:
    total = Survivors()
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        for found in pool.starmap(run, [(part, processes) for part in range(processes)]):
            total.add(found)
    return total
