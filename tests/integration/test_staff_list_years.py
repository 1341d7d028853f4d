"""The clerk's list over a store of years: what is read, what is shown, and when."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from counter_app.failures import CounterError, FailureCode
from counter_app.model.commitment import Act, Actor, Commitment
from counter_app.model.message import DeliveryState
from counter_app.model.reception import Reception, ReceptionState
from counter_app.model.town import load_town
from localdb.store import SqlStore
from tests import localdb_samples as samples
from tests.localdb_samples import NOW, TODAY
from tests.staff_presenter_kit import Counter, Key, sandbox_counter, to_row
from ui.staff.steps.start_step import ListReader
from ui.staff.words.start import MOST_ROWS, ReceptionList

LONG_AGO = NOW - timedelta(days=400)
YESTERDAY = NOW - timedelta(days=1)
MINE, THEIRS = Actor.INITIATOR, Actor.EXECUTOR


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    with samples.opened(tmp_path) as opened:
        yield opened


@pytest.fixture
def reader(store: SqlStore) -> ListReader:
    return ListReader(store, load_town(), "佐伯")


@pytest.fixture
def counter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter]:
    """A counter whose store counts as large, whatever is in it."""
    monkeypatch.setattr("ui.desk.reading.AT_ONCE", -1)
    with sandbox_counter(tmp_path) as made:
        made.settled()
        yield made


def opened_at(at: datetime) -> Reception:
    return samples.reception(opened_at=at, filed_on=at.date())


def committed(at: datetime, number: str) -> Reception:
    return replace(opened_at(at), state=ReceptionState.COMMITTED, number=number, committed_at=at)


def acted(commitment: Commitment, *acts: tuple[Act, Actor]) -> Commitment:
    for act, actor in acts:
        commitment = commitment.act(act, actor, by="中村", at=NOW)
    return commitment


def done(reception: Reception) -> Commitment:
    steps = ((Act.PROMISE, THEIRS), (Act.DECLARE, THEIRS), (Act.ACCEPT, MINE))
    return acted(samples.commitment(reception.id), *steps)


def shown(read: ReceptionList) -> dict[str, list[str]]:
    """Ids of the rows by the title of their group."""
    return {g.title: [row.id for row in g.rows] for g in read.view(0, "", "").groups}


def test_each_reception_stands_in_its_group_however_long_ago_it_began(
    store: SqlStore, reader: ListReader
) -> None:
    left_open = opened_at(LONG_AGO)
    finished = committed(LONG_AGO, "0227-001")
    waiting = committed(LONG_AGO, "0227-002")
    declined = committed(LONG_AGO, "0227-003")
    today = committed(NOW, "0403-001")
    abandoned = replace(opened_at(NOW), state=ReceptionState.ABANDONED)
    with store.unit() as unit:
        for each in (left_open, finished, waiting, declined, today, abandoned):
            unit.add_reception(each)
        unit.add_commitment(done(finished))
        unit.add_commitment(done(waiting))
        unit.add_commitment(acted(samples.commitment(waiting.id), (Act.PROMISE, THEIRS)))
        unit.add_commitment(acted(samples.commitment(declined.id), (Act.DECLINE, THEIRS)))
        unit.add_commitment(done(today))
    expected = {
        "対応が必要": [declined.id],
        "進行中": [left_open.id],
        "返事待ち": [waiting.id],
        "今日終わった受付": [today.id],
    }
    read = reader.read(TODAY)
    assert shown(read) == expected
    words = {row.id: row.words for g in read.view(0, "", "").groups for row in g.rows}
    assert words[waiting.id] == "約束 2／2"
    assert words[declined.id].endswith("ガスの使用開始")
    assert shown(reader.read(TODAY)) == expected


def test_a_late_message_of_an_ended_commitment_is_shown_and_counted(
    store: SqlStore, reader: ListReader
) -> None:
    old = committed(LONG_AGO, "0227-001")
    ended = done(old)
    queued = samples.message(ended)
    with store.unit() as unit:
        unit.add_reception(old)
        unit.add_commitment(ended)
        unit.enqueue(queued)
    assert shown(reader.read(TODAY)) == {}
    assert reader.read(TODAY).places(0, "").second == "送信待ち 1件"
    with store.unit() as unit:
        unit.release_message(queued.id, DeliveryState.FAILED, NOW)
    assert shown(reader.read(TODAY)) == {"対応が必要": [old.id]}


def test_a_visit_is_announced_until_a_reception_takes_it_and_again_when_that_is_undone(
    store: SqlStore, reader: ListReader
) -> None:
    used, coming = samples.certificate(), samples.certificate()
    before = replace(committed(LONG_AGO, "0227-001"), transfer_id=used.id)
    visit = opened_at(YESTERDAY)
    with store.unit() as unit:
        unit.save_transfer(used, pushed=True, at=LONG_AGO)
        unit.save_transfer(coming, pushed=True, at=NOW)
        unit.add_reception(before)
        unit.add_reception(visit)

    def announced() -> list[str]:
        return shown(reader.read(TODAY)).get("来庁予定", [])

    assert announced() == announced() == [f"announced:{coming.id}"]
    with store.unit() as unit:
        visit = unit.save_reception(replace(visit, transfer_id=coming.id))
    assert announced() == announced() == []
    with store.unit() as unit:
        visit = unit.save_reception(replace(visit, transfer_id=""))
    assert announced() == [f"announced:{coming.id}"]
    taken = replace(visit, transfer_id=coming.id, number="0403-001", committed_at=NOW)
    with store.unit() as unit:
        unit.save_reception(replace(taken, state=ReceptionState.CLOSED))
    assert announced() == []
    assert shown(reader.read(TODAY + timedelta(days=30))) == {}


def test_what_was_given_up_today_stands_last_with_its_reason_and_is_gone_tomorrow(
    store: SqlStore, reader: ListReader
) -> None:
    given_up = replace(
        opened_at(YESTERDAY),
        state=ReceptionState.ABANDONED,
        abandoned_at=NOW,
        abandoned_for="誤って開いた",
    )
    before = replace(given_up, id="0" * 32, reference="00000000", abandoned_at=YESTERDAY)
    ended = committed(NOW, "0403-001")
    with store.unit() as unit:
        for each in (given_up, before, ended):
            unit.add_reception(each)
        unit.add_commitment(done(ended))
    read = reader.read(TODAY)
    expected = {"今日終わった受付": [ended.id], "今日やめた受付": [given_up.id]}
    assert shown(read) == expected
    view = read.view(6, "", "")
    assert {g.title: [row.id for row in g.rows] for g in view.groups} == expected
    assert view.groups[1].rows[0].words == "誤って開いた"
    assert [place.count for place in read.places(0, "").places] == [2, 2, 0, 0, 0, 0, 2]
    assert view.sub == "今日の受付 1件・終わり 1件"
    assert shown(reader.read(TODAY + timedelta(days=1))) == {}


def test_a_reception_committed_days_after_it_was_opened_ends_among_today_s(
    store: SqlStore, reader: ListReader
) -> None:
    long = opened_at(LONG_AGO)
    with store.unit() as unit:
        unit.add_reception(long)
    assert shown(reader.read(TODAY)) == {"進行中": [long.id]}
    ended = replace(long, state=ReceptionState.COMMITTED, number="0403-001", committed_at=NOW)
    with store.unit() as unit:
        unit.save_reception(ended)
        unit.add_commitment(done(ended))
    assert shown(reader.read(TODAY)) == {"今日終わった受付": [long.id]}


def test_more_rows_than_anybody_looks_through_are_counted_and_found(
    store: SqlStore, reader: ListReader
) -> None:
    many = [committed(LONG_AGO + timedelta(minutes=n), f"{n:04d}-001") for n in range(103)]
    with store.unit() as unit:
        for each in many:
            unit.add_reception(each)
            unit.add_commitment(samples.commitment(each.id))
    read = reader.read(TODAY)
    view = read.view(0, "", "")
    (group,) = view.groups
    assert group.count == 103
    assert [row.id for row in group.rows] == [r.id for r in reversed(many)][:MOST_ROWS]
    assert view.sub.endswith(f"区分ごとにはじめの {MOST_ROWS}件")
    (found,) = read.view(0, "", "0000-001").groups
    assert [row.id for row in found.rows] == [many[0].id]


# --- in the background ----------------------------------------------------------------------------


def test_a_large_store_is_read_while_the_window_goes_on(counter: Counter) -> None:
    start = counter.staff.start
    counter.open()
    mine = counter.reception.id
    counter.press(Key.Key_F2)
    counter.settled()
    assert start.receptions is not None
    assert mine in shown(start.receptions)["進行中"]
    to_row(counter, mine)
    counter.press(Key.Key_F5)
    counter.settled()
    assert start.selected == mine
    assert counter.session.background.busy == 0
    counter.press(Key.Key_Return)
    counter.wait(lambda: counter.session.is_at(mine))


def test_the_list_says_that_it_is_being_read_before_it_is_there(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = counter.staff.start
    monkeypatch.setattr(start, "_list", None)
    seen: list[str] = []
    monkeypatch.setattr(start.screen, "show_view", lambda view: seen.append(view.sub))
    counter.staff.refresh()
    counter.settled()
    assert seen[0] == "読んでいます"
    assert seen[-1].startswith("今日の受付")


def test_a_list_that_cannot_be_read_stays_under_the_banner(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = counter.staff.start
    before = start.receptions

    def fail(_: object) -> ReceptionList:
        raise CounterError(FailureCode.HUB_UNREACHABLE, "試験")

    with monkeypatch.context() as broken:
        broken.setattr(start._reader, "read", fail)
        counter.press(Key.Key_F5)
        counter.wait(lambda: counter.problem == FailureCode.HUB_UNREACHABLE.value)
        counter.settled()
    assert start.receptions is before
