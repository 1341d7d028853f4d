"""The port `Store` on who has taken which certificate, and on receptions by their state."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from counter_app.model.people import TransferCertificate
from counter_app.model.reception import Reception, ReceptionState
from localdb.store import SqlStore
from tests.localdb_samples import NOW, TODAY, certificate, opened, reception

LONG_AGO = NOW - timedelta(days=400)
OPEN, COMMITTED = ReceptionState.OPEN, ReceptionState.COMMITTED
CLOSED, ABANDONED = ReceptionState.CLOSED, ReceptionState.ABANDONED


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    with opened(tmp_path) as store:
        yield store


def committed(number: str, **changes: object) -> Reception:
    given: dict[str, object] = {"state": COMMITTED, "number": number, "committed_at": NOW}
    return reception(**(given | changes))


def stored(store: SqlStore, *receptions: Reception) -> None:
    with store.unit() as unit:
        for each in receptions:
            unit.add_reception(each)


def arrived(store: SqlStore, *certificates: TransferCertificate) -> None:
    with store.unit() as unit:
        for each in certificates:
            unit.save_transfer(each, pushed=True, at=NOW)


def untaken(store: SqlStore) -> list[str]:
    with store.view() as unit:
        return [c.id for c in unit.transfers(since=TODAY - timedelta(days=1), untaken=True)]


def taker(store: SqlStore, transfer_id: str) -> Reception | None:
    with store.view() as unit:
        return unit.taker(transfer_id)


@pytest.mark.parametrize("state", ReceptionState)
def test_receptions_are_found_by_their_state(store: SqlStore, state: ReceptionState) -> None:
    made = {
        OPEN: reception(),
        ABANDONED: reception(state=ABANDONED),
        COMMITTED: committed("0403-001"),
        CLOSED: committed("0403-002", state=CLOSED),
    }
    stored(store, *made.values())
    with store.view() as unit:
        assert unit.receptions(state=state) == (made[state],)


def test_receptions_are_found_by_the_day_of_their_commit(store: SqlStore) -> None:
    today = committed("0403-001")
    opened_before = committed("0403-002", opened_at=LONG_AGO, filed_on=LONG_AGO.date())
    year = timedelta(days=365)
    last_year = committed(
        "0403-001",
        opened_at=NOW - year,
        filed_on=TODAY - year,
        committed_at=NOW - year,
    )
    stored(store, today, opened_before, last_year, committed("0402-001"), reception())
    with store.view() as unit:
        assert {r.id for r in unit.receptions(committed_on=TODAY)} == {today.id, opened_before.id}
        assert [r.id for r in unit.receptions(committed_on=TODAY - year)] == [last_year.id]


@pytest.mark.parametrize("state", ReceptionState)
def test_a_certificate_is_taken_by_every_reception_but_one_that_was_given_up(
    store: SqlStore, state: ReceptionState
) -> None:
    one, other = certificate(), certificate()
    arrived(store, one, other)
    assert untaken(store) == [one.id, other.id]
    number = "" if state in (OPEN, ABANDONED) else "0403-001"
    visit = reception(state=state, number=number, transfer_id=one.id)
    stored(store, visit)
    if state is ABANDONED:
        assert untaken(store) == [one.id, other.id]
        assert taker(store, one.id) is None
    else:
        assert untaken(store) == [other.id]
        assert taker(store, one.id) == visit
    assert taker(store, other.id) is None


def test_an_open_reception_is_the_taker_before_one_that_has_ended(store: SqlStore) -> None:
    one = certificate()
    arrived(store, one)
    ended = committed("0403-001", transfer_id=one.id)
    visit = reception(transfer_id=one.id, opened_at=NOW + timedelta(hours=1))
    stored(store, ended, visit)
    assert taker(store, one.id) == visit
    with store.unit() as unit:
        unit.save_reception(replace(visit, state=ABANDONED))
    assert taker(store, one.id) == ended


def test_a_visit_of_last_year_is_not_announced_again(store: SqlStore) -> None:
    """Committed long before its certificate was sent a second time."""
    one = certificate()
    stored(store, committed("0403-001", filed_on=LONG_AGO.date(), transfer_id=one.id))
    arrived(store, one)
    assert untaken(store) == []
    assert taker(store, one.id) is not None


def test_a_reception_that_stood_open_for_long_is_still_the_taker(store: SqlStore) -> None:
    one = certificate()
    arrived(store, one)
    visit = reception(opened_at=LONG_AGO, filed_on=LONG_AGO.date(), transfer_id=one.id)
    stored(store, visit)
    assert untaken(store) == []
    assert taker(store, one.id) == visit
    weeks = timedelta(days=40)
    with store.unit() as unit:
        unit.save_reception(
            replace(
                visit,
                state=COMMITTED,
                number="0403-001",
                opened_at=NOW - weeks,
                filed_on=TODAY - weeks,
            )
        )
    assert untaken(store) == []
    assert taker(store, one.id) is not None


def test_only_certificates_that_came_lately_are_read(store: SqlStore) -> None:
    old, new = certificate(), certificate()
    with store.unit() as unit:
        unit.save_transfer(old, pushed=True, at=LONG_AGO)
        unit.save_transfer(new, pushed=True, at=NOW)
    with store.view() as unit:
        assert unit.transfers() == (old, new)
        assert unit.transfers(since=TODAY) == (new,)
        assert unit.transfers(untaken=True) == (old, new)
        assert unit.transfer(old.id) == old
        assert unit.transfer("nobody") is None
        assert unit.taker("nobody") is None
