"""Compares the oracle with the catalogue over generated households, in as many processes as asked.

`python -m tests.oracle.compare --households 1000000 --processes 2`
"""

import argparse
import gc
import multiprocessing
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from counter_app.model.facts import Fact
from counter_app.model.people import Source
from counter_app.procedures.catalogue import Catalogue, standard_catalogue
from counter_app.procedures.deadlines import deadline
from counter_app.procedures.determination import determine
from counter_app.procedures.procedure import DeadlineRule, Outcome, OutcomeKind
from tests.oracle.catalogue_side import CatalogueSide, Values
from tests.oracle.households import Filing, Generator, towns
from tests.oracle.oracle import days_of, expected, guardian, papers_of
from tests.oracle.rows import APPLICANT, WITH_A_DEADLINE, Days, Due, due
from tests.oracle.rules import Said
from tests.oracle.situation import Situation

_TOLD = {"applies", "guide"}
_REPRESENTED_BELOW = 15
_EXAMPLES = 3


@dataclass(slots=True)
class Tally:
    """What a run found. `differences` counts by procedure and what each side said."""

    households: int = 0
    people: int = 0
    compared: int = 0
    evaluated: int = 0
    whole: int = 0
    rows: Counter[str] = field(default_factory=Counter)
    """How often each procedure (with its outcome) came up: a rule never met proves nothing."""
    differences: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    examples: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)

    def differ(self, row: str, product: str, oracle: str, example: str) -> None:
        key = (row, product, oracle)
        self.differences[key] += 1
        kept = self.examples.setdefault(key, [])
        if len(kept) < _EXAMPLES:
            kept.append(example)

    def add(self, other: "Tally") -> None:
        self.households += other.households
        self.people += other.people
        self.compared += other.compared
        self.evaluated += other.evaluated
        self.whole += other.whole
        self.rows += other.rows
        self.differences += other.differences
        for key, examples in other.examples.items():
            kept = self.examples.setdefault(key, [])
            kept.extend(examples[: _EXAMPLES - len(kept)])


class Comparison:
    """One catalogue beside the oracle."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.side = CatalogueSide(catalogue)
        self.tally = Tally()
        self._alike: dict[tuple[int, Said], bool] = {}
        self._due: dict[tuple[object, ...], Due | None] = {}
        self._rules: dict[date, dict[str, DeadlineRule | None]] = {}
        self._dates: dict[int, tuple[str, ...]] = {}

    def household(self, filing: Filing) -> None:
        """Compare one household: who gets which procedure, how, and until when."""
        tally = self.tally
        town = towns()[filing.town]
        case = Situation(filing.household, filing.answers, filing.filed_on, town)
        known = self.side.known(filing, town)
        household, people = self.side.values(filing, known)
        ours = self.side.decided(filing.filed_on, household, people)
        theirs = expected(case)
        rules = self._deadlines_on(filing.filed_on)
        days: dict[str, Days] = {}
        tally.households += 1
        tally.people += len(case.people)
        tally.compared += len(theirs)
        for key, said in theirs.items():
            outcome = ours.get(key)
            tally.rows[f"{key[0]} {said[0]}"] += 1
            if outcome is None:
                tally.differ(key[0], "not_here", said[0], described(filing, key[1]))
            elif not self.alike(outcome, said):
                tally.differ(key[0], outcome.reason, " ".join(said), described(filing, key[1]))
            elif said[0] in _TOLD and key[0] in rules:
                row, member = key
                if member not in days:
                    days[member] = days_of(case, member)
                values = people[member] if member else household
                told = self._due_of(row, rules[row], values, filing)
                reckoned = due(row, days[member])
                if told != reckoned:
                    tally.differ(row, str(told), str(reckoned), described(filing, member))
        for key in ours.keys() - theirs.keys():
            tally.differ(key[0], ours[key].kind.value, "not_here", described(filing, key[1]))

    def alike(self, outcome: Outcome, said: Said) -> bool:
        key = (id(outcome), said)
        found = self._alike.get(key)
        if found is None:
            found = self._alike[key] = says(outcome.kind, outcome.reason, said)
        return found

    def _due_of(
        self, row: str, rule: DeadlineRule | None, values: Values, filing: Filing
    ) -> Due | None:
        """The product's deadline, reckoned once for each way its dates can stand."""
        if rule is None:
            return None
        today = filing.filed_on if rule.monthly_from_town else None
        names = self._dates[id(rule)]
        key = (row, id(rule), filing.town, today, *(values.get(name) for name in names))
        if key not in self._due:
            facts = {
                name: Fact(name, "", values[name], Source.JUKI) for name in names if name in values
            }
            found = deadline(rule, facts, filed_on=filing.filed_on, town=towns()[filing.town])
            self._due[key] = Due(found.day, found.unrolled, found.hard) if found else None
        return self._due[key]

    def _deadlines_on(self, on: date) -> dict[str, DeadlineRule | None]:
        """The rows that have a deadline on either side, with the product's rule."""
        if on not in self._rules:
            procedures = self.catalogue.in_force(on)
            self._rules[on] = {
                p.id: p.deadline
                for p in procedures
                if p.deadline is not None or p.id in WITH_A_DEADLINE
            }
            for rule in self._rules[on].values():
                if rule is not None:
                    self._dates[id(rule)] = _dates(rule)
        return self._rules[on]

    def whole(self, filing: Filing) -> None:
        """Run the product's whole determination, nothing remembered, and compare all it says."""
        tally = self.tally
        town = towns()[filing.town]
        case = Situation(filing.household, filing.answers, filing.filed_on, town)
        theirs = expected(case)
        people = {person.id: person for person in case.people}
        head = filing.household.head.id
        tally.whole += 1
        for found in determine(
            self.catalogue,
            filing.household,
            filing.answers,
            filed_on=filing.filed_on,
            town=town,
        ):
            row = found.procedure.id
            of_person = (row, "") not in theirs
            named = found.members if of_person else ("",)
            for member in named:
                said = theirs.pop((row, member), None)
                if said is None or not says(found.outcome, found.reason, said):
                    tally.differ(row, found.outcome.value, str(said), described(filing, member))
            if found.outcome is OutcomeKind.APPLIES or found.outcome is OutcomeKind.GUIDE:
                ends = [d for m in named if (d := due(row, days_of(case, m))) is not None]
                earliest = min(ends, key=lambda d: d.day, default=None)
                ours = found.deadline
                told = Due(ours.day, ours.unrolled, ours.hard) if ours is not None else None
                if told != earliest:
                    tally.differ(row, str(told), str(earliest), described(filing, ""))
            match APPLICANT[row]:
                case "filer" | "head":
                    applicants = {head}
                case "members":
                    applicants = set(found.members)
                case "guardian":
                    applicants = {guardian(case)}
                case _:
                    applicants = {
                        guardian(case)
                        if age_for(people[m].member.birth, filing.filed_on) < _REPRESENTED_BELOW
                        else m
                        for m in found.members
                    }
            if set(found.applicants) != applicants:
                tally.differ(
                    row, str(found.applicants), str(sorted(applicants)), described(filing, "")
                )
            words = papers_of(row, case, found.members)
            if words is not None and found.outcome is OutcomeKind.GUIDE:
                words = words - {"課税証明書"}  # no inquiry where nothing is applied for
            titles = [a.title for a in found.attachments]
            if words is not None and (
                len(titles) != len(words) or not all(any(w in t for t in titles) for w in words)
            ):
                tally.differ(row, str(titles), str(sorted(words)), described(filing, ""))
            if row == "A1":
                received = any(a.state.value == "received" for a in found.attachments)
                if received is not (("A2", "") in expected(case)):
                    tally.differ(row, f"received {received}", "A2", described(filing, ""))
            if not found.facts_used and found.procedure.mentions:
                tally.differ(row, "no fact", "its grounds", described(filing, ""))
        for (row, member), said in theirs.items():
            tally.differ(row, "not_here", said[0], described(filing, member))


def says(kind: OutcomeKind, reason: str, said: Said) -> bool:
    """Whether an outcome is what the oracle says; a word after `!` must not be in its sentence."""
    expected_kind, word = said
    if word.startswith("!"):
        return kind.value == expected_kind and word[1:] not in reason
    return kind.value == expected_kind and word in reason


def _dates(rule: DeadlineRule) -> tuple[str, ...]:
    """The facts a deadline is reckoned from."""
    named = (rule.counted_from, rule.otherwise_from, rule.also_from, rule.month_end_of)
    return tuple(name for name in (*named, rule.capped_from) if name)


def age_for(birth: date, on: date) -> int:
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def described(filing: Filing, member: str) -> str:
    """A household in one line, for whoever looks into a difference."""
    home = filing.household
    people = "; ".join(
        f"{m.id} {m.relation} {m.birth} {m.sex.value} {m.health.value}"
        f" {m.pension.kind if m.pension else '-'} {m.care.level if m.care else '-'}"
        f" {'card ' + str(m.card.valid_until) if m.card.held else ''}"
        f" {m.foreign.status if m.foreign else ''}"
        for m in home.members
    )
    said = " ".join(
        f"{a.fact}@{a.member}={a.value}" for a in filing.answers if a.value not in ((),)
    )
    return (
        f"[{member}] filed {filing.filed_on} moved {home.moved_on} planned {home.planned_move_out}"
        f" {home.kind.value} joins={home.joins_existing} town {filing.town} | {people} | {said}"
    )


def run(seed: int, count: int, whole: int) -> Tally:
    """Compare `count` households of one seed, the first `whole` of them by determination too."""
    catalogue = standard_catalogue()
    comparison = Comparison(catalogue)
    gc.freeze()
    for number, filing in enumerate(Generator(catalogue, seed).filings(count)):
        comparison.household(filing)
        if number < whole:
            comparison.whole(filing)
    comparison.tally.evaluated = comparison.side.evaluated
    return comparison.tally


def compare(households: int, whole: int, processes: int, seed: int) -> Tally:
    """Share the households out; each process has its own seeds, so that none repeats another's."""
    shares = max(processes, 1)
    work = [
        (seed + place, households // shares + (place < households % shares), whole // shares)
        for place in range(shares)
    ]
    total = Tally()
    if shares == 1:
        total.add(run(*work[0]))
        return total
    with multiprocessing.get_context("spawn").Pool(shares) as pool:
        for tally in pool.starmap(run, work):
            total.add(tally)
    return total


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.oracle.compare", description=__doc__)
    parser.add_argument("--households", type=int, default=1_000_000)
    parser.add_argument("--whole", type=int, default=5_000, help="also by whole determination")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--seed", type=int, default=20260403)
    chosen = parser.parse_args(arguments)
    begun = time.monotonic()
    tally = compare(chosen.households, chosen.whole, chosen.processes, chosen.seed)
    out = sys.stdout
    out.write(
        f"{tally.households:,} households, {tally.people:,} people, {tally.compared:,} verdicts "
        f"compared ({tally.evaluated:,} evaluated, the rest looked up), {tally.whole:,} whole "
        f"determinations, {time.monotonic() - begun:.0f} s\n"
        f"differences: {tally.differences.total():,}\n"
    )
    for key, count in tally.differences.most_common(40):
        out.write(f"{count:>8,}  {' | '.join(key)}\n")
        for example in tally.examples[key]:
            out.write(f"          {example}\n")
    return 1 if tally.differences else 0


if __name__ == "__main__":
    sys.exit(main())
