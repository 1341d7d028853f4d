"""The interview of one household, played to its end: what is asked, and whether it is enough.

It goes as `interview.next_question` goes (first question, first person, of the facts an undecided
procedure waits for), with the conditions looked up in the trees of `lattice_tree`.
"""

import multiprocessing
from dataclasses import dataclass, field, replace

from counter_app.model.facts import Answers, FactValue
from counter_app.procedures.catalogue import Catalogue, standard_catalogue
from counter_app.procedures.conditions import FactType, Missing, Scope
from counter_app.procedures.facts import FactKey, Origin
from counter_app.procedures.lattice_tree import Tree, condition_tree
from counter_app.procedures.procedure import Outcome
from tests.oracle.catalogue_side import CatalogueSide, Values
from tests.oracle.compare import described
from tests.oracle.households import Filing, Generator, towns

_ALREADY_KNOWN = {"card_state", "facility_start"}
"""Said before the interview (the card at the reader) or filled in under an answer."""


@dataclass(frozen=True, slots=True)
class Played:
    """One interview: the questions in order, what came out, and what a fixed form would ask."""

    asked: tuple[FactKey, ...]
    outcomes: dict[tuple[str, str], Outcome]
    everything: int
    """Questions of a form that asks every question of every person."""
    sensible: int
    """Questions of a form that leaves out what age, sex and certificate rule out beforehand."""


class InterviewSide:
    """Plays interviews with one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.side = CatalogueSide(catalogue)
        vocabulary = catalogue.vocabulary
        self._order = {q.fact: place for place, q in enumerate(catalogue.questions.questions)}
        self._scope = {name: d.scope for name, d in vocabulary.declarations.items()}
        self._asked_when = {
            fact: condition_tree(vocabulary, condition)
            for fact, condition in vocabulary.asked_when.items()
        }

    def play(self, filing: Filing) -> Played:
        """Ask until nothing can change any more, answering as the household would."""
        table = _Table(self, filing)
        everything, sensible = table.fixed_form()
        asked: list[FactKey] = []
        while (key := table.next_question()) is not None:
            asked.append(key)
            table.answer(key)
        return Played(tuple(asked), table.outcomes, everything, sensible)

    def place(self, key: FactKey, members: list[str]) -> tuple[int, int]:
        fact, member = key
        return self._order[fact], members.index(member) if member else -1


class _Table:
    """The state of one interview."""

    def __init__(self, owner: InterviewSide, filing: Filing) -> None:
        self.owner = owner
        self.members = [member.id for member in filing.household.members]
        self.outcomes: dict[tuple[str, str], Outcome] = {}
        self._answers = {(a.fact, a.member): a for a in filing.answers}
        side = owner.side
        start = replace(filing, answers=known_before(side, filing))
        self._household: Values = side.defaults.copy()
        self._people: dict[str, Values] = {member: {} for member in self.members}
        for (name, whose), fact in side.known(start, towns()[filing.town]).items():
            (self._people[whose] if whose else self._household)[name] = fact.value
        self._people = {m: {**self._household, **own} for m, own in self._people.items()}
        self._unresolved: dict[str, FactKey] = {}
        self._sum_up()
        household, people = side.trees_on(filing.filed_on)
        self._open: dict[tuple[str, str], tuple[Tree[Outcome], FactKey]] = {}
        for row, tree in household:
            self._decide(row, "", tree)
        for member in self.members:
            for row, tree in people:
                self._decide(row, member, tree)

    def next_question(self) -> FactKey | None:
        waiting = {key for _, key in self._open.values()}
        return min(waiting, key=lambda key: self.owner.place(key, self.members), default=None)

    def answer(self, key: FactKey) -> None:
        fact, member = key
        value = self._value(key)
        for whose in (member,) if member else self.members:
            self._people[whose][fact] = value
        if not member:
            self._household[fact] = value
        summed_up = fact in self.owner.catalogue.vocabulary.summed_up
        if summed_up:
            self._sum_up()
        for (row, whose), (tree, _) in tuple(self._open.items()):
            if summed_up or (fact in tree.mentions and member in {"", whose}):
                self._decide(row, whose, tree)

    def fixed_form(self) -> tuple[int, int]:
        """How long a form would be that asks everything, and one that knows the certificate."""
        everything = sensible = 0
        for question in self.owner.catalogue.questions.questions:
            fact = question.fact
            if fact in _ALREADY_KNOWN:
                continue
            of_person = self.owner.catalogue.fact(fact).scope is Scope.PERSON
            when = self.owner._asked_when.get(fact)
            for member in self.members if of_person else ("",):
                values = self._people[member] if member else self._household
                everything += 1
                ruled_out = when is not None and when.of(values) is False
                sensible += fact not in values and not ruled_out
        return everything, sensible

    def _value(self, key: FactKey) -> FactValue:
        answer = self._answers.get(key)
        if answer is not None:
            return answer.value
        declared = self.owner.catalogue.fact(key[0])
        return () if declared.type is FactType.STRINGS else "none"

    def _decide(self, row: str, member: str, tree: Tree[Outcome]) -> None:
        found = tree.of(self._people[member] if member else self._household)
        if isinstance(found, Missing):
            self._open[row, member] = (tree, self._to_ask(found.fact, member))
            return
        self._open.pop((row, member), None)
        if found is not None:
            self.outcomes[row, member] = found

    def _to_ask(self, fact: str, member: str) -> FactKey:
        while fact in self._unresolved:
            beneath, member = self._unresolved[fact]
            fact = beneath
        return fact, member if self.owner._scope[fact] is Scope.PERSON else ""

    def _sum_up(self) -> None:
        """As `World` sums up: any as soon as one is found, a count when all are known."""
        self._unresolved.clear()
        for name, origin, tree in self.owner.side.sums:
            held = [(member, tree.of(self._people[member])) for member in self.members]
            holding = sum(one is True for _, one in held)
            missing = [(one.fact, member) for member, one in held if isinstance(one, Missing)]
            if origin is Origin.ANY and (holding or not missing):
                self._set(name, holding > 0)
            elif origin is Origin.COUNT and not missing:
                self._set(name, holding)
            else:
                self._unresolved[name] = missing[0]

    def _set(self, name: str, value: FactValue) -> None:
        self._household[name] = value
        for values in self._people.values():
            values[name] = value


def known_before(side: CatalogueSide, filing: Filing) -> Answers:
    """What is said before the interview; a correction of the certificate is said then too."""
    certificate = side.known(replace(filing, answers=()), towns()[filing.town])
    return tuple(
        a for a in filing.answers if a.fact in _ALREADY_KNOWN or (a.fact, a.member) in certificate
    )


@dataclass(slots=True)
class Economy:
    """Many interviews together."""

    households: int = 0
    asked: int = 0
    everything: int = 0
    sensible: int = 0
    short: list[str] = field(default_factory=list)
    """Households for which the answers asked for were not enough."""

    def add(self, other: "Economy") -> None:
        self.households += other.households
        self.asked += other.asked
        self.everything += other.everything
        self.sensible += other.sensible
        self.short += other.short


def run(seed: int, count: int) -> Economy:
    """Play the interviews of one seed and hold each list against the one with all facts known."""
    inquiry = InterviewSide(standard_catalogue())
    found = Economy()
    for filing in Generator(inquiry.catalogue, seed).filings(count):
        played = inquiry.play(filing)
        found.households += 1
        found.asked += len(played.asked)
        found.everything += played.everything
        found.sensible += played.sensible
        town = towns()[filing.town]
        all_known = inquiry.side.verdicts(filing, inquiry.side.known(filing, town))
        if all_known != played.outcomes:
            rows = sorted(
                f"{row}@{member}"
                for (row, member) in all_known.keys() | played.outcomes.keys()
                if all_known.get((row, member)) is not played.outcomes.get((row, member))
            )
            found.short.append(f"{' '.join(rows)} {described(filing, '')}")
    return found


def run_all(households: int, processes: int, seed: int) -> Economy:
    total = Economy()
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        shares = [(seed + part, households // processes) for part in range(processes)]
        for found in pool.starmap(run, shares):
            total.add(found)
    return total
