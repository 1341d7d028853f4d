"""A thousand small mistakes in the catalogue: the checks find all but a few, which are named."""

import pytest

from counter_app.procedures.catalogue import standard_catalogue
from tests.oracle.cel_mutants import mutated
from tests.oracle.mutants import row_mutants
from tests.oracle.mutation_run import Checks, Survivors, run_all

LEAST = 500
SHARE_KILLED = 0.98


@pytest.fixture(scope="module")
def found() -> Survivors:
    return run_all(processes=2)


@pytest.mark.timeout(1200)
def test_the_checks_find_nearly_every_small_mistake(found: Survivors) -> None:
    killed = found.killed.total()
    total = killed + len(found.alive)
    assert total >= LEAST
    assert killed / total >= SHARE_KILLED, "\n".join(found.alive)


@pytest.mark.timeout(1200)
def test_every_kind_of_mistake_was_made(found: Survivors) -> None:
    assert set(found.killed) == {"rule", "fact", "deadline", "row", "days", "paper"}
    assert all(count >= 10 for count in found.killed.values())


def test_a_condition_is_mistaken_in_every_way() -> None:
    texts = {one.text for one in mutated("age >= 20 && !late || kind in ['a', 'b']")}
    assert {
        "age >= 21 && !late || kind in ['a', 'b']",
        "age > 20 && !late || kind in ['a', 'b']",
        "age >= 20 && late || kind in ['a', 'b']",
        "(kind in ['a', 'b'])",
        "(!late) || kind in ['a', 'b']",
        "age >= 20 && !late || kind in ['b']",
        "age >= 20 && !late || !(kind in ['a', 'b'])",
    } <= texts


def test_the_catalogue_as_it_is_passes_what_kills_its_mutants() -> None:
    checks = Checks()
    kinds: dict[str, bool] = {}
    originals = {p.id: p for p in standard_catalogue().procedures}
    for mutant in row_mutants(checks.catalogue):
        row = originals[mutant.rows[0].id]
        if mutant.kind in kinds or row.later:
            continue
        unchanged = type(mutant)(
            mutant.place, "none", (row,), mutant.vocabulary, mutant.kind, mutant.text
        )
        kinds[mutant.kind] = checks.kills(unchanged)
    assert kinds == dict.fromkeys(("rule", "deadline", "row", "paper", "days"), False)
