"""The port `Store`: a unit is whole or nothing, and nobody overwrites what they have not read."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError, StatementError

from counter_app.failures import CounterError, FailureCode
from counter_app.model.numbers import LinkCode
from counter_app.ports import Store
from localdb.store import SqlStore
from tests.localdb_samples import (
    NAME,
    NOW,
    TODAY,
    certificate,
    commitment,
    entry,
    message,
    opened,
    reception,
)


class PowerCut(Exception):
    """Something went wrong in the middle of a unit."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    with opened(tmp_path) as store:
        yield store


def test_the_store_is_the_port(store: SqlStore) -> None:
    port: Store = store
    with port.unit() as unit:
        assert unit.receptions() == ()


def test_what_a_unit_wrote_is_there_in_the_next_and_after_opening_again(tmp_path: Path) -> None:
    one = reception()
    made = commitment(one.id)
    with opened(tmp_path) as store:
        with store.unit() as unit:
            unit.add_reception(one)
            unit.add_commitment(made)
        with store.unit() as unit:
            assert unit.reception(one.id) == one
    with opened(tmp_path) as store, store.unit() as unit:
        assert unit.reception(one.id) == one
        assert unit.commitments() == (made,)


def test_an_exception_undoes_everything_the_unit_wrote(store: SqlStore) -> None:
    one = reception()
    made = commitment(one.id)
    with store.unit() as unit:
        before = [e.what for e in unit.audit_entries()]

    def interrupted() -> None:
        with store.unit() as unit:
            unit.add_reception(one)
            unit.next_reception_sequence(TODAY)
            unit.add_commitment(made)
            unit.enqueue(message(made))
            unit.register_inbound("gas.midori", "m1", NOW)
            unit.add_link(bytes(32), LinkCode("YK4M7R20"))
            unit.save_transfer(certificate(), pushed=True, at=NOW)
            unit.audit(entry())
            raise PowerCut

    with pytest.raises(PowerCut):
        interrupted()
    with store.unit() as unit:
        assert unit.receptions() == ()
        assert unit.commitments() == ()
        assert unit.outbox() == ()
        assert unit.transfers() == ()
        assert unit.find_link(bytes(32)) is None
        assert [e.what for e in unit.audit_entries()] == before
        assert unit.next_reception_sequence(TODAY) == 1
        assert unit.register_inbound("gas.midori", "m1", NOW)


def test_a_unit_inside_a_unit_is_told_at_once(store: SqlStore) -> None:
    with store.unit(), pytest.raises(RuntimeError, match="inside a unit"), store.unit():
        pass


def test_a_view_sees_the_last_commit_and_cannot_write(store: SqlStore) -> None:
    one, other = reception(), reception()
    with store.unit() as unit:
        unit.add_reception(one)
    with store.unit() as unit:
        unit.add_reception(other)
        with store.view() as view:
            assert view.receptions() == (one,)
    with pytest.raises(CounterError) as failure, store.view() as view:
        view.add_reception(reception())
    assert failure.value.code is FailureCode.DATABASE_READ_ONLY
    with store.unit() as unit:
        unit.add_reception(reception())
        assert len(unit.receptions()) == 3


def test_of_two_who_read_the_same_version_the_second_is_refused(store: SqlStore) -> None:
    one = reception()
    with store.unit() as unit:
        unit.add_reception(one)
    with store.unit() as unit:
        mine = theirs = unit.reception(one.id)
    with store.unit() as unit:
        unit.save_reception(replace(theirs, phone="090-0000-0000"))

    def overwrite() -> None:
        with store.unit() as unit:
            unit.audit(entry())
            unit.save_reception(replace(mine, phone="080-0000-0000"))

    with pytest.raises(CounterError) as failure:
        overwrite()
    assert failure.value.code is FailureCode.RECEPTION_CHANGED_ELSEWHERE
    assert one.reference in failure.value.detail
    with store.unit() as unit:
        assert unit.reception(one.id).phone == "090-0000-0000"
        assert "reception.opened" not in [e.what for e in unit.audit_entries()]


def test_an_unknown_id_is_a_key_error(store: SqlStore) -> None:
    with store.unit() as unit:
        for ask in (unit.reception, unit.commitment, unit.document, unit.remove_proposal):
            with pytest.raises(KeyError):
                ask("nobody")
        with pytest.raises(KeyError):
            unit.set_held("nobody", True)


def test_a_broken_constraint_says_nothing_of_the_household(store: SqlStore) -> None:
    one = reception()
    with store.unit() as unit:
        unit.add_reception(one)
    with pytest.raises(IntegrityError) as error, store.unit() as unit:
        unit.add_reception(one)
    assert NAME not in str(error.value)
    assert "receptions" in str(error.value)


def test_threads_that_count_up_at_once_lose_no_number(store: SqlStore) -> None:
    taken: list[int] = []

    def count() -> None:
        for _ in range(20):
            with store.unit() as unit:
                taken.append(unit.next_reception_sequence(TODAY))

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == list(range(1, 81))


def test_two_programs_that_read_and_then_write_lose_no_change(tmp_path: Path) -> None:
    one = reception()
    with opened(tmp_path) as store, store.unit() as unit:
        unit.add_reception(one)

    def append(store: SqlStore) -> None:
        for _ in range(20):
            with store.unit() as unit:
                read = unit.reception(one.id)
                unit.save_reception(replace(read, phone=read.phone + "1"))

    with opened(tmp_path) as first, opened(tmp_path) as second:
        threads = [threading.Thread(target=append, args=(each,)) for each in (first, second)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with first.view() as view:
            assert view.reception(one.id).phone == "1" * 40


def test_a_time_without_its_zone_is_refused(store: SqlStore) -> None:
    with pytest.raises(ValueError, match="zone"), store.unit() as unit:
        unit.audit(replace(entry(), at=NOW.replace(tzinfo=None)))
    with pytest.raises(StatementError, match="zone"), store.unit() as unit:
        unit.add_reception(reception(opened_at=NOW.replace(tzinfo=None)))
