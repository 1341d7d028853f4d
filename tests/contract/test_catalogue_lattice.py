"""The catalogue over all the ways its facts can stand: nothing is found, and faults would be."""

import json
import shutil
from pathlib import Path

import pytest

from counter_app.failures import CounterError, FailureCode
from counter_app.procedures.catalogue import load_catalogue, standard_catalogue
from counter_app.procedures.lattice import Proof, lattice_of, prove
from resources.loader import data_file
from tests.command_kit import command
from tests.oracle.catalogue_side import CatalogueSide
from tests.oracle.households import Generator, towns


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copied = tmp_path / "procedures"
    shutil.copytree(data_file("procedures"), copied)
    return copied


def proved(folder: Path, file: str, good: str, bad: str) -> Proof:
    """The proof of a catalogue in which one piece of text was replaced."""
    path = folder / file
    text = path.read_text("utf-8")
    assert good in text
    path.write_text(text.replace(good, bad, 1), "utf-8")
    return prove(load_catalogue(folder))


def test_nothing_is_found_against_the_catalogue() -> None:
    found = prove(standard_catalogue())
    assert found.holds, found
    assert found.rules >= 100
    assert found.cases >= 5_000
    assert found.pairs >= 30


def test_a_rule_that_can_never_apply_is_found(folder: Path) -> None:
    found = proved(
        folder, "C.toml", 'when = "age_at_filing < 1"', 'when = "age_at_filing < 1 && grade >= 1"'
    )
    assert found.never == ["C12"]
    assert not found.holds


def test_an_outcome_that_can_never_come_is_found(folder: Path) -> None:
    found = proved(folder, "C.toml", "when = \"school_plan == 'private'\"", 'when = "grade >= 1"')
    assert [line.partition("：")[0] for line in found.never] == ["C17"] * len(found.never)
    assert found.never


def test_two_rows_that_contradict_are_found_with_the_facts_of_it(folder: Path) -> None:
    found = proved(
        folder, "facts.toml", 'value = "!elderly && insurance in', 'value = "insurance in'
    )
    assert {one.rows for one in found.contradictions} >= {("B1", "B11"), ("B1", "B12")}
    assert any(name == "civil_age_at_move" for name, _ in found.contradictions[0].facts)


def test_somebody_whom_no_row_answers_is_found(folder: Path) -> None:
    found = proved(folder, "facts.toml", "civil_age_at_move >= 75 ||", "civil_age_at_move >= 76 ||")
    assert found.holds  # 75 years old and not in the scheme: still asked for an insurance
    found = proved(folder, "A.toml", "|| !card_lives", "")
    assert {one.rows for one in found.unanswered} == {("A4", "A7", "A6")}
    assert ("card_valid", True) in found.unanswered[0].facts


def test_a_question_whose_answer_changes_nothing_is_found(folder: Path) -> None:
    found = proved(
        folder,
        "E.toml",
        "when = \"dog in ['no_chip', 'chip']\"",
        "when = \"dog in ['chip'] || true\"",
    )
    assert "dog" not in found.idle_questions  # the chip still parts form from guide
    path = folder / "E.toml"
    text = path.read_text("utf-8")
    path.write_text(
        text.replace("when = \"dog == 'chip' && chip_scheme_both\"", 'when = "chip_scheme_both"')
    )
    found = prove(load_catalogue(folder))
    assert found.idle_questions == ["dog"]


def test_a_claim_about_a_row_that_is_not_there_is_refused(tmp_path: Path) -> None:
    claims = tmp_path / "claims.toml"
    claims.write_text('[[exclusive]]\nrows = ["B1", "B99"]\nbecause = "—"\n', "utf-8")
    with pytest.raises(CounterError) as refused:
        prove(standard_catalogue(), claims)
    assert refused.value.code is FailureCode.CATALOGUE_ENTRY_INVALID
    assert refused.value.detail.startswith("claims.toml:2:1")


def test_no_household_lies_outside_the_lattice() -> None:
    catalogue = standard_catalogue()
    lattice, side = lattice_of(catalogue), CatalogueSide(catalogue)
    domains = {
        p.id: (p, lattice.domain(*(c.text for c in p.conditions))) for p in catalogue.procedures
    }
    seen: set[tuple[object, ...]] = set()
    for filing in Generator(catalogue, 8).filings(1_500):
        household, people = side.values(filing, side.known(filing, towns()[filing.town]))
        for procedure, domain in domains.values():
            whose = people.values() if procedure.scope.value == "person" else (household,)
            for values in whose:
                mentioned = {name: values[name] for name in procedure.mentions if name in values}
                apart = domain.told_apart(mentioned)
                key = (procedure.id, *apart.items())
                if key not in seen:
                    seen.add(key)
                    assert domain.holds_together(apart), (procedure.id, apart)
                    for name, value in apart.items():
                        assert value in domain.values(name), (procedure.id, name, value)


def test_the_command_proves_and_says_so_as_json(tmp_path: Path) -> None:
    done = command("catalogue", "prove", "--json", basedir=tmp_path)
    assert done.status == 0
    found = json.loads(done.out)
    assert found["contradictions"] == found["never"] == found["unanswered"] == []
    assert "ages 0 to" in found["bound"]
