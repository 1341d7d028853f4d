"""The catalogue with one small mistake in it, a thousand times over."""

import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from counter_app.failures import CounterError, FailureCode
from counter_app.model.calendar import Roll
from counter_app.procedures.catalogue import Catalogue
from counter_app.procedures.conditions import Condition, Language
from counter_app.procedures.procedure import (
    Applicant,
    DeadlineRule,
    NumberClass,
    OutcomeKind,
    Procedure,
)
from counter_app.procedures.toml_source import TomlSource
from counter_app.procedures.vocabulary import Vocabulary, load_vocabulary
from resources.loader import data_file
from tests.oracle.cel_mutants import mutated

_DAY = timedelta(days=1)
_OTHER_KIND = {
    OutcomeKind.APPLIES: OutcomeKind.GUIDE,
    OutcomeKind.GUIDE: OutcomeKind.NOTHING_TO_FILE,
    OutcomeKind.NOTHING_TO_FILE: OutcomeKind.DEEMED,
    OutcomeKind.DEEMED: OutcomeKind.APPLIES,
}
_STARTS = ("moved_on", "planned_move_out", "filed_on")
_TOWN_DAYS = ("child_medical_days", "moped_days")


@dataclass(frozen=True, slots=True)
class Mutant:
    """One mistake: where, what, and the rows as they are with it.

    `vocabulary` differs from the product's when a fact was mistaken; `rows` holds every version of
    a row that can turn out differently.
    """

    place: str  # "B1 when", "fact elderly"
    change: str
    rows: tuple[Procedure, ...]
    vocabulary: Vocabulary
    kind: str = "rule"  # "rule", "row" (its columns), "deadline", "paper", "days"
    text: str = ""


def row_mutants(catalogue: Catalogue) -> Iterator[Mutant]:
    """Mistakes in the entries themselves."""
    for procedure in catalogue.procedures:
        for version in procedure.versions:
            yield from _conditions(catalogue.vocabulary, version)
            yield from _outcomes(catalogue.vocabulary, version)
            if version.deadline is not None:
                for change, rule in _deadlines(version.deadline):
                    yield Mutant(
                        f"{version.id} deadline",
                        change,
                        (replace(version, deadline=rule),),
                        catalogue.vocabulary,
                        "deadline",
                    )
        yield from _columns(catalogue.vocabulary, procedure)
        yield from _in_force(catalogue.vocabulary, procedure)


def _compiled(language: Language, text: str, like: Condition) -> Condition | None:
    """The condition, or None for a text the catalogue would not be loaded with."""
    try:
        return language.condition(text, like.scope, like.position)
    except CounterError as refused:
        _only_invalid(refused)
        return None


def _only_invalid(refused: CounterError) -> None:
    """A text with a wrong type is found when the catalogue is loaded; anything else is a fault."""
    if refused.code is not FailureCode.CATALOGUE_CONDITION_INVALID:
        raise refused


def _conditions(vocabulary: Vocabulary, version: Procedure) -> Iterator[Mutant]:
    language = vocabulary.language
    for one in mutated(version.when.text):
        when = _compiled(language, one.text, version.when)
        if when is not None:
            changed = (replace(version, when=when),)
            yield Mutant(f"{version.id} when", one.change, changed, vocabulary, text=one.text)
    for place, outcome in enumerate(version.outcomes):
        for one in mutated(outcome.when.text) if outcome.when is not None else ():
            assert outcome.when is not None
            when = _compiled(language, one.text, outcome.when)
            if when is not None:
                outcomes = list(version.outcomes)
                outcomes[place] = replace(outcome, when=when)
                changed = (replace(version, outcomes=tuple(outcomes)),)
                where = f"{version.id} outcome {place + 1}"
                yield Mutant(where, one.change, changed, vocabulary, text=one.text)
    for place, paper in enumerate(version.attachments):
        for one in mutated(paper.when.text) if paper.when is not None else ():
            assert paper.when is not None
            when = _compiled(language, one.text, paper.when)
            if when is not None:
                papers = list(version.attachments)
                papers[place] = replace(paper, when=when)
                changed = (replace(version, attachments=tuple(papers)),)
                where = f"{version.id} paper {place + 1}"
                yield Mutant(where, one.change, changed, vocabulary, "paper", one.text)


def _outcomes(vocabulary: Vocabulary, version: Procedure) -> Iterator[Mutant]:
    for place, outcome in enumerate(version.outcomes):
        outcomes = list(version.outcomes)
        outcomes[place] = replace(outcome, kind=_OTHER_KIND[outcome.kind])
        changed = (replace(version, outcomes=tuple(outcomes)),)
        yield Mutant(f"{version.id} outcome {place + 1}", "kind changed", changed, vocabulary)
    for place in range(len(version.outcomes) - 2):
        outcomes = list(version.outcomes)
        outcomes[place], outcomes[place + 1] = outcomes[place + 1], outcomes[place]
        changed = (replace(version, outcomes=tuple(outcomes)),)
        yield Mutant(f"{version.id} outcome {place + 1}", "order swapped", changed, vocabulary)
    for place in range(len(version.outcomes) - 1):
        left = version.outcomes[:place] + version.outcomes[place + 1 :]
        changed = (replace(version, outcomes=left),)
        yield Mutant(f"{version.id} outcome {place + 1}", "dropped", changed, vocabulary)


def _deadlines(rule: DeadlineRule) -> Iterator[tuple[str, DeadlineRule]]:
    for off in (-1, 1):
        day = off * _DAY
        if rule.days is not None:
            yield f"days {off:+}", replace(rule, days=rule.days + off)
        if rule.years is not None:
            yield f"years {off:+}", replace(rule, years=rule.years + off)
        if rule.capped_days is not None:
            yield f"capped_days {off:+}", replace(rule, capped_days=rule.capped_days + off)
        if rule.until is not None:
            yield f"until {off:+}", replace(rule, until=rule.until + day)
        if rule.not_before is not None:
            yield f"not_before {off:+}", replace(rule, not_before=rule.not_before + day)
    if rule.capped_days is not None:
        yield "cap dropped", replace(rule, capped_days=None, capped_from="")
    if rule.not_before is not None:
        yield "not_before dropped", replace(rule, not_before=None)
    if rule.otherwise_from:
        yield "otherwise_from dropped", replace(rule, otherwise_from="")
        yield "counted_from dropped", replace(rule, counted_from=rule.otherwise_from)
    for other in _TOWN_DAYS:
        if rule.days_from_town and other != rule.days_from_town:
            yield f"days_from_town {other}", replace(rule, days_from_town=other)
    for roll in Roll:
        if roll is not rule.roll:
            yield f"roll {roll}", replace(rule, roll=roll)
    for start in _STARTS:
        if rule.counted_from and start != rule.counted_from:
            yield f"counted_from {start}", replace(rule, counted_from=start)
        if rule.month_end_of and start != rule.month_end_of:
            yield f"month_end_of {start}", replace(rule, month_end_of=start)
        if rule.capped_from and start != rule.capped_from:
            yield f"capped_from {start}", replace(rule, capped_from=start)
    if rule.days is not None or rule.days_from_town:
        yield "count_first", replace(rule, count_first=not rule.count_first)
    yield "hard", replace(rule, hard=not rule.hard)


def _columns(vocabulary: Vocabulary, procedure: Procedure) -> Iterator[Mutant]:
    applicants, numbers = tuple(Applicant), tuple(NumberClass)
    next_applicant = applicants[(applicants.index(procedure.applicant) + 1) % len(applicants)]
    next_number = numbers[(numbers.index(procedure.number) + 1) % len(numbers)]
    for change, row in (
        (f"applicant {next_applicant}", replace(procedure, applicant=next_applicant)),
        (f"number {next_number}", replace(procedure, number=next_number)),
    ):
        yield Mutant(f"{procedure.id}", change, (row,), vocabulary, "row")


def _in_force(vocabulary: Vocabulary, procedure: Procedure) -> Iterator[Mutant]:
    """The day a row or a change of it begins, or ends, off by one."""
    for off in (-_DAY, _DAY):
        first, last = procedure.in_force_from, procedure.versions[-1].in_force_to
        if first is not None:
            row = replace(procedure, in_force_from=first + off)
            yield Mutant(procedure.id, f"from {off.days:+}", (row,), vocabulary, "days")
        if last is not None and not procedure.later:
            row = replace(procedure, in_force_to=last + off)
            yield Mutant(procedure.id, f"to {off.days:+}", (row,), vocabulary, "days")
        if procedure.later:
            change = procedure.later[0]
            assert procedure.in_force_to is not None
            assert change.in_force_from is not None
            row = replace(
                procedure,
                in_force_to=procedure.in_force_to + off,
                later=(
                    replace(change, in_force_from=change.in_force_from + off),
                    *procedure.later[1:],
                ),
            )
            yield Mutant(procedure.id, f"change {off.days:+}", (row,), vocabulary, "days")


# --- facts -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FactMistake:
    """A changed text of `facts.toml`, before anything is compiled."""

    fact: str
    key: str
    change: str
    old: str
    new: str


def fact_mistakes() -> tuple[FactMistake, ...]:
    """Mistakes in what facts are made of and when they are asked for."""
    source = TomlSource.read(data_file("procedures", "facts.toml"))
    entries = source.content["fact"]
    assert isinstance(entries, list)
    return tuple(
        FactMistake(entry["id"], key, one.change, entry[key], one.text)
        for entry in entries
        for key in ("value", "of", "asked_when", "otherwise")
        if key in entry
        for one in mutated(entry[key])
    )


def fact_mutant(catalogue: Catalogue, mistake: FactMistake) -> Mutant | None:
    """The catalogue's rows on the changed facts; None where it would not be loaded."""
    path = data_file("procedures", "facts.toml")
    text = path.read_text("utf-8")
    begin = re.search(rf'^id = "{mistake.fact}"$', text, re.MULTILINE)
    assert begin is not None
    key = re.compile(rf"^{mistake.key} = ", re.MULTILINE).search(text, begin.end())
    assert key is not None
    at = text.index(mistake.old, key.end())
    with tempfile.TemporaryDirectory() as folder:
        changed = Path(folder, "facts.toml")
        changed.write_text(text[:at] + mistake.new + text[at + len(mistake.old) :], "utf-8")
        try:
            vocabulary = load_vocabulary(changed)
        except CounterError as refused:
            _only_invalid(refused)
            return None
    rows = tuple(
        _on_other_facts(version, vocabulary)
        for procedure in catalogue.procedures
        for version in procedure.versions
        if _rests_on(catalogue.vocabulary, vocabulary, version)
    )
    return Mutant(
        f"fact {mistake.fact} {mistake.key}",
        mistake.change,
        rows,
        vocabulary,
        "fact",
        mistake.new,
    )


def unfolded(vocabulary: Vocabulary, text: str) -> str:
    """A text with all it stands on, sums of the household too."""
    expanded = vocabulary.language.expand(text)
    beneath = [
        unfolded(vocabulary, vocabulary.aggregates[name].of.text)
        for name in sorted(vocabulary.language.names(expanded))
        if name in vocabulary.aggregates
    ]
    return "\n".join((expanded, *beneath))


def changed_sums(ours: Vocabulary, other: Vocabulary) -> set[str]:
    """What a household sums up otherwise when a fact was mistaken."""
    return {
        name
        for name, aggregate in ours.aggregates.items()
        if unfolded(ours, aggregate.of.text) != unfolded(other, other.aggregates[name].of.text)
    }


def _rests_on(ours: Vocabulary, other: Vocabulary, version: Procedure) -> bool:
    papers = [paper.when for paper in version.attachments if paper.when is not None]
    return any(
        unfolded(ours, condition.text) != unfolded(other, condition.text)
        for condition in (*version.conditions, *papers)
    )


def _on_other_facts(version: Procedure, vocabulary: Vocabulary) -> Procedure:
    def again(condition: Condition | None) -> Condition | None:
        if condition is None:
            return None
        return vocabulary.language.condition(condition.text, condition.scope, condition.position)

    when = again(version.when)
    assert when is not None
    return replace(
        version,
        when=when,
        outcomes=tuple(replace(o, when=again(o.when)) for o in version.outcomes),
        attachments=tuple(replace(a, when=again(a.when)) for a in version.attachments),
    )


def boundary_days() -> tuple[date, ...]:
    """Days around every change of the law the sheet knows."""
    turns = ("2025-04-01", "2026-04-01", "2026-05-26", "2026-06-14", "2026-08-01")
    return tuple(date.fromisoformat(d) + off * _DAY for d in turns for off in (-2, -1, 0, 1))
