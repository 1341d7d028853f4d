"""`counter-app catalogue prove`: the catalogue proved over all the ways its facts can stand."""

import time
from pathlib import Path

from counter_app.commands.terminal import say, say_json
from counter_app.failures import CounterError, FailureCode
from counter_app.procedures.catalogue import town_catalogue
from counter_app.procedures.lattice import Proof, prove
from counter_app.settings import load_settings


def run_proof(basedir: Path, *, as_json: bool) -> int:
    """Prove the catalogue of this counter's town.

    Raises CATALOGUE_NOT_PROVED when something is found against it, and what loading the settings,
    the catalogue or the claims raises.
    """
    begun = time.monotonic()
    found = prove(town_catalogue(load_settings(basedir).town_file))
    if as_json:
        say_json(found)
    else:
        _say(found, time.monotonic() - begun)
    if not found.holds:
        raise CounterError(FailureCode.CATALOGUE_NOT_PROVED)
    return 0


def _say(found: Proof, seconds: float) -> None:
    say(
        f"{found.rules} rules with {found.outcomes} outcomes, {found.cases:,} cases,"
        f" {found.pairs} pairs that exclude each other ({seconds:.1f} s)",
        f"Bound: {found.bound}.",
        "",
    )
    parts: dict[str, list[str]] = {
        "never applies": found.never,
        "contradict": [
            f"{' + '.join(one.rows)}：{one.because} {_facts(one.facts)}"
            for one in found.contradictions
        ],
        "no answer": [
            f"{'・'.join(one.rows)}：{one.because} {_facts(one.facts)}" for one in found.unanswered
        ],
        "nobody asks": found.unasked,
        "question that never matters": found.idle_questions,
    }
    for title, lines in parts.items():
        say(f"{title}: {len(lines)}", *(f"  {line}" for line in lines))


def _facts(facts: tuple[tuple[str, object], ...]) -> str:
    return "、".join(f"{name}={value}" for name, value in facts)
