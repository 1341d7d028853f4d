"""The port `Store`: acts are appended one after another, and standings follow them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from counter_app.failures import CounterError, FailureCode
from counter_app.model.commitment import Act, ActContent, Actor, Commitment, Phase
from counter_app.ports import OpenFigures, Standing
from localdb.store import SqlStore
from tests.localdb_samples import NOW, TODAY, commitment, opened, reception


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    with opened(tmp_path) as store:
        yield store


def test_acts_are_appended_in_order_and_fold_to_the_state(store: SqlStore) -> None:
    one = reception()
    made = commitment(one.id)
    offered = ActContent(reason="その日は一杯です", expected_on=date(2026, 4, 6))
    declined = made.act(Act.DECLINE, Actor.EXECUTOR, by="gas.midori", at=NOW, content=offered)
    with store.unit() as unit:
        unit.add_reception(one)
        unit.add_commitment(made)
        unit.append_act(made.id, declined.acts[-1])
        assert unit.commitment(made.id) == declined
        assert unit.commitment(made.id).state.phase is Phase.DECLINED


def test_of_two_acts_for_one_place_the_second_is_refused(store: SqlStore) -> None:
    one = reception()
    made = commitment(one.id)
    promise = made.act(Act.PROMISE, Actor.EXECUTOR, by="gas.midori", at=NOW).acts[-1]
    decline = made.act(Act.DECLINE, Actor.EXECUTOR, by="gas.midori", at=NOW).acts[-1]
    with store.unit() as unit:
        unit.add_reception(one)
        unit.add_commitment(made)
        unit.append_act(made.id, promise)
    with pytest.raises(CounterError) as failure, store.unit() as unit:
        unit.append_act(made.id, decline)
    assert failure.value.code is FailureCode.COMMITMENT_CHANGED_ELSEWHERE
    with store.unit() as unit:
        assert unit.commitment(made.id).state.phase is Phase.PROMISED
        with pytest.raises(ValueError, match="gap"):
            unit.append_act(made.id, replace(decline, sequence=4))


def test_commitments_are_found_by_reception_and_by_executor(store: SqlStore) -> None:
    one, other = reception(), reception()
    gas, power = commitment(one.id), commitment(one.id, "power.aoba")
    others_gas = commitment(other.id)
    with store.unit() as unit:
        unit.add_reception(one)
        unit.add_reception(other)
        for made in (gas, power, others_gas):
            unit.add_commitment(made)
        assert unit.commitments() == (gas, power, others_gas)
        assert unit.commitments(reception_id=one.id) == (gas, power)
        assert unit.commitments(executor="gas.midori") == (gas, others_gas)
        assert unit.commitments(reception_id=one.id, executor="power.aoba") == (power,)


def test_a_hold_is_set_and_lifted(store: SqlStore) -> None:
    one = reception()
    made = replace(commitment(one.id), held=True)
    with store.unit() as unit:
        unit.add_reception(one)
        unit.add_commitment(made)
        assert unit.commitment(made.id).held
        unit.set_held(made.id, False)
        assert not unit.commitment(made.id).held


def test_a_commitment_without_its_reception_cannot_be_stored(store: SqlStore) -> None:
    with pytest.raises(IntegrityError), store.unit() as unit:
        unit.add_commitment(commitment("nobody"))


def accepted(made: Commitment) -> Commitment:
    """The commitment promised, declared and accepted."""
    promised = made.act(
        Act.PROMISE, Actor.EXECUTOR, by="x", at=NOW, content=ActContent(expected_on=TODAY)
    )
    declared = promised.act(
        Act.DECLARE, Actor.EXECUTOR, by="x", at=NOW, content=ActContent(reference="2026-0007")
    )
    return declared.act(Act.ACCEPT, Actor.INITIATOR, by="佐伯", at=NOW)


def test_a_standing_follows_every_act_and_the_hold(store: SqlStore) -> None:
    one = reception()
    made = commitment(one.id)
    with store.unit() as unit:
        unit.add_reception(one)
        unit.add_commitment(replace(made, acts=(), held=True))
        assert unit.standings(only_open=True) == ()
        for record in accepted(made).acts[:-1]:
            unit.append_act(made.id, record)
        unit.set_held(made.id, False)
        stored = unit.commitment(made.id)
        assert unit.standings() == (Standing.of(stored),)
        (standing,) = unit.standings(ids=[made.id], only_open=True)
        assert (standing.phase, standing.promised_on) == (Phase.DECLARED, TODAY)
        unit.append_act(made.id, accepted(made).acts[-1])
        assert unit.standings(only_open=True) == ()
        (ended,) = unit.standings(reception_ids=[one.id])
        assert ended.phase is Phase.ACCEPTED
        assert not ended.held


def test_an_act_the_state_does_not_allow_leaves_acts_and_standing_as_they_were(
    store: SqlStore,
) -> None:
    one = reception()
    made = commitment(one.id)
    with store.unit() as unit:
        unit.add_reception(one)
        unit.add_commitment(made)
    wrong = replace(accepted(made).acts[-1], sequence=2)
    with pytest.raises(CounterError) as failure, store.unit() as unit:
        unit.append_act(made.id, wrong)
    assert failure.value.code is FailureCode.COMMITMENT_ACT_NOT_ALLOWED
    with store.view() as unit:
        assert unit.commitment(made.id) == made
        assert unit.standings() == (Standing.of(made),)


def test_standings_are_asked_for_by_executor_and_state_in_the_order_made(store: SqlStore) -> None:
    one, other = reception(), reception()
    gas, power = commitment(one.id), commitment(one.id, "power.aoba")
    done, more = accepted(commitment(other.id)), commitment(other.id)
    with store.unit() as unit:
        for each in (one, other):
            unit.add_reception(each)
        for made in (gas, power, done, more):
            unit.add_commitment(made)

        def ids(found: tuple[Standing, ...]) -> list[str]:
            return [standing.commitment_id for standing in found]

        assert ids(unit.standings(executor="gas.midori")) == [gas.id, done.id, more.id]
        assert ids(unit.standings(executor="gas.midori", only_open=True)) == [gas.id, more.id]
        assert ids(unit.standings(only_open=True, limit=2)) == [gas.id, power.id]
        assert set(ids(unit.standings(reception_ids=[one.id]))) == {gas.id, power.id}
        assert unit.standings(reception_ids=()) == ()
        assert {c.id for c in unit.commitments(ids=(more.id, gas.id, "nobody"))} == {
            gas.id,
            more.id,
        }


def test_open_commitments_are_counted_by_party_without_the_held_ones(store: SqlStore) -> None:
    one = reception()
    late = replace(commitment(one.id), due=TODAY - timedelta(days=1))
    slow = commitment(one.id).act(
        Act.PROMISE, Actor.EXECUTOR, by="x", at=NOW, content=ActContent(expected_on=TODAY)
    )
    held = replace(commitment(one.id), held=True)
    with store.unit() as unit:
        unit.add_reception(one)
        for made in (late, slow, held, commitment(one.id), accepted(commitment(one.id))):
            unit.add_commitment(made)
        unit.add_commitment(commitment(one.id, "power.aoba"))
        assert set(unit.open_figures(TODAY)) == {
            OpenFigures("gas.midori", 1, 1, 1),
            OpenFigures("power.aoba", 0, 1, 0),
        }
        tomorrow = {f.executor: f.late for f in unit.open_figures(TODAY + timedelta(days=1))}
        assert tomorrow["gas.midori"] == 2


def test_the_highest_number_counts_only_numbers_that_run(store: SqlStore) -> None:
    one = reception()
    with store.unit() as unit:
        unit.add_reception(one)
        assert unit.highest_number("gas.midori", "2026-") == 0
        unit.add_commitment(accepted(commitment(one.id)))
        for reference in ("2026-0012", "2026-10000", "2026-0020補", "2027-0001", "2026-"):
            made = commitment(one.id).act(Act.PROMISE, Actor.EXECUTOR, by="x", at=NOW)
            unit.add_commitment(made)
            content = ActContent(reference=reference)
            given = made.act(Act.DECLARE, Actor.EXECUTOR, by="x", at=NOW, content=content)
            unit.append_act(made.id, given.acts[-1])
        assert unit.highest_number("gas.midori", "2026-") == 10_000
        assert unit.highest_number("gas.midori", "2027-") == 1
        assert unit.highest_number("power.aoba", "2026-") == 0


def test_a_department_s_search_finds_codes_and_numbers_and_no_names(store: SqlStore) -> None:
    one, other = reception(number="0403-017"), reception(number="0403-018")
    mine = commitment(one.id)
    newer = replace(commitment(other.id), link_code="ZZ4M7R2X")
    theirs = commitment(one.id, "power.aoba")
    with store.unit() as unit:
        for each in (one, other):
            unit.add_reception(each)
        for made in (mine, newer, theirs):
            unit.add_commitment(made)

        def found(words: str, limit: int = 9) -> list[str]:
            return [s.commitment_id for s in unit.find_standings("gas.midori", words, limit)]

        assert found("0403017") == [mine.id]
        assert found("04030") == [newer.id, mine.id]
        assert found("04030", 1) == [newer.id]
        assert found("zz4m") == [newer.id]
        assert found("髙志") == []
