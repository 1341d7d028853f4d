"""The port `Store`: receptions are counted, listed and found."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from counter_app.model.numbers import reception_number
from counter_app.model.reception import LinkedMember, Protection, Reception, ReceptionState
from localdb.store import SqlStore
from tests.localdb_samples import NOW, TODAY, opened, reception


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    with opened(tmp_path) as store:
        yield store


def test_a_saved_reception_has_the_next_version(store: SqlStore) -> None:
    one = reception()
    with store.unit() as unit:
        unit.add_reception(one)
        saved = unit.save_reception(replace(one, phone="090-0000-0000"))
        assert saved.version == 1
        assert unit.reception(one.id) == saved == replace(one, phone="090-0000-0000", version=1)


def test_numbers_of_a_day_count_from_one_and_each_day_begins_anew(store: SqlStore) -> None:
    with store.unit() as unit:
        assert [unit.next_reception_sequence(TODAY) for _ in range(3)] == [1, 2, 3]
        assert unit.next_reception_sequence(TODAY + timedelta(days=1)) == 1
    with store.unit() as unit:
        assert unit.next_reception_sequence(TODAY) == 4


def test_a_number_is_given_once_a_day_and_comes_again_next_year(store: SqlStore) -> None:
    number = reception_number(TODAY, 17)
    committed = reception(number=number, state=ReceptionState.COMMITTED)
    next_year = reception(number=number, filed_on=date(2027, 4, 3))
    with store.unit() as unit:
        unit.add_reception(committed)
        unit.add_reception(next_year)
    with pytest.raises(IntegrityError), store.unit() as unit:
        unit.add_reception(reception(number=number))


def test_receptions_come_in_the_order_opened_and_may_begin_at_a_day(store: SqlStore) -> None:
    late, early = reception(opened_at=NOW), reception(opened_at=NOW - timedelta(hours=1))
    old = reception(filed_on=date(2026, 4, 2), opened_at=NOW - timedelta(days=1))
    with store.unit() as unit:
        for one in (late, early, old):
            unit.add_reception(one)
        assert unit.receptions() == (old, early, late)
        assert unit.receptions(since=TODAY) == (early, late)


def test_receptions_are_found_by_number_time_name_kana_and_code_newest_first(
    store: SqlStore,
) -> None:
    first = reception(number="0403-017", links=(LinkedMember("m1", "YK4M7R20"),))
    later = reception(number="0403-018", opened_at=NOW + timedelta(hours=1))
    unnumbered = reception(opened_at=NOW + timedelta(hours=2))
    hidden = reception(number="0403-019", protection=Protection.YES)
    with store.unit() as unit:
        for one in (first, later, unnumbered, hidden):
            unit.add_reception(one)
        assert unit.find_receptions("0403-01", 2) == (later, *sorted_newest(first, hidden)[:1])
        assert unit.count_receptions("0403-01") == 3
        assert unit.find_receptions("-018", 9) == (later,)
        assert unit.find_receptions("11:15", 9) == (unnumbered,)
        assert unit.find_receptions("yk4m", 9) == (first,)
        assert hidden not in unit.find_receptions("髙志", 9)
        assert unit.count_receptions("髙志") == 3
        assert hidden not in unit.find_receptions("ワタナベタカシ", 9)
        assert unit.count_receptions("ワタナベタカシ") == 3
        assert unit.find_receptions(hidden.reference, 9) == (hidden,)
        assert unit.find_receptions("%", 9) == ()
        assert unit.count_receptions("") == 4
        unit.save_reception(replace(unnumbered, number="0403-020"))
        assert unit.find_receptions("11:15", 9) == ()
        assert unit.count_receptions("0403-020") == 1


def sorted_newest(*receptions: Reception) -> list[Reception]:
    return sorted(receptions, key=lambda r: (r.opened_at, r.id), reverse=True)


def test_receptions_of_one_day_begin_at_midnight_here(store: SqlStore) -> None:
    midnight = NOW.replace(hour=0, minute=0, second=0, microsecond=0)
    first, last = reception(opened_at=midnight), reception(opened_at=midnight.replace(hour=23))
    before = reception(opened_at=midnight - timedelta(microseconds=1))
    with store.unit() as unit:
        for one in (last, first, before):
            unit.add_reception(one)
        assert unit.receptions(opened_on=TODAY) == (first, last)
        assert unit.receptions(ids=(last.id, before.id, "nobody")) == (before, last)
        assert unit.receptions(ids=()) == ()
