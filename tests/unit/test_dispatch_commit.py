"""Dispatch: all or nothing, once, and nothing outside for a protected household."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from counter_app.bootstrap import wall_clock
from counter_app.dispatch import Dispatch, missing
from counter_app.failures import CounterError, FailureCode
from counter_app.intake import Terminal
from counter_app.model.commitment import ExecutorKind, Phase
from counter_app.model.document import DocumentState, document_digest
from counter_app.model.message import DeliveryState
from counter_app.model.reception import Protection, Reception, ReceptionState
from counter_app.ports import StoredDocument
from counter_app.review import ItemKind, Review, Verdict
from localdb.open import open_store
from localdb.store import SqlStore
from tests import kill_worker

TERMINAL = Terminal("佐伯", "窓口2")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    with open_store(tmp_path, clock=wall_clock) as opened:
        yield opened


def added(store: SqlStore, **changes: object) -> Reception:
    reception = replace(kill_worker.prepared(), **changes)  # type: ignore[arg-type]
    with store.unit() as unit:
        unit.add_reception(reception)
    return reception


def dispatch(store: SqlStore) -> Dispatch:
    return Dispatch(store, wall_clock, TERMINAL, "town.y")


def document(reception: Reception, state: DocumentState) -> StoredDocument:
    return StoredDocument(
        id="d1",
        reception_id=reception.id,
        sheet=1,
        number=f"{reception.reference}-01-1",
        form_id="A1",
        title="住民異動届",
        procedure_ids=("A1",),
        signer="m1",
        pages=1,
        digest=document_digest(b"x"),
        pdf=b"x",
        state=state,
    )


@pytest.mark.parametrize(
    ("changes", "phrase"),
    [
        ({"protection": Protection.UNASKED}, "支援措置"),
        ({"identity": None}, "本人確認"),
        ({"household": None}, "世帯"),
        ({"links": ()}, "リンクコード"),
    ],
    ids=["question", "identity", "household", "link code"],
)
def test_what_is_missing_stops_the_commit_and_changes_nothing(
    store: SqlStore, changes: dict[str, object], phrase: str
) -> None:
    reception = added(store, **changes)
    with pytest.raises(CounterError) as stop:
        dispatch(store).commit(reception, kill_worker.tasks())
    assert stop.value.code is FailureCode.DISPATCH_NOT_READY
    assert phrase in stop.value.detail
    with store.view() as unit:
        assert unit.commitments() == ()
        assert unit.outbox() == ()
        assert unit.reception(reception.id).state is ReceptionState.OPEN


def test_an_unsigned_sheet_stops_the_commit(store: SqlStore) -> None:
    reception = added(store)
    with store.unit() as unit:
        unit.save_document(document(reception, DocumentState.RENDERED))
    with pytest.raises(CounterError, match="署名 1枚"):
        dispatch(store).commit(reception, kill_worker.tasks())
    assert missing(reception, (document(reception, DocumentState.SEALED),)) == ()


def test_a_repeated_commit_gives_the_same_number_and_makes_nothing_twice(store: SqlStore) -> None:
    reception = added(store)
    first = dispatch(store).commit(reception, kill_worker.tasks())
    again = dispatch(store).commit(reception, kill_worker.tasks())
    assert again == first
    with store.view() as unit:
        assert len(unit.commitments()) == len(kill_worker.tasks())
        assert len(unit.outbox()) == len(kill_worker.ORGANISATIONS)


def test_numbers_of_a_day_count_up(store: SqlStore) -> None:
    numbers = [dispatch(store).commit(added(store), ()).number for _ in range(3)]
    assert [n[-3:] for n in numbers] == ["001", "002", "003"]


def test_a_stale_reception_cannot_be_committed(store: SqlStore) -> None:
    reception = added(store)
    with store.unit() as unit:
        unit.save_reception(replace(reception, phone="090-0000-0000"))
    with pytest.raises(CounterError) as stop:
        dispatch(store).commit(reception, kill_worker.tasks())
    assert stop.value.code is FailureCode.RECEPTION_CHANGED_ELSEWHERE


def test_a_reception_that_was_given_up_cannot_be_committed(store: SqlStore) -> None:
    reception = added(store, state=ReceptionState.ABANDONED, abandoned_for="誤って開いた")
    with pytest.raises(CounterError) as stop:
        dispatch(store).commit(reception, kill_worker.tasks())
    assert stop.value.code is FailureCode.RECEPTION_ABANDONED
    with store.view() as unit:
        assert unit.commitments() == ()


@pytest.mark.parametrize("answer", [Protection.YES, Protection.NOT_NOW])
def test_a_protected_household_sends_nothing_until_a_supervisor_releases_each_item(
    store: SqlStore, answer: Protection
) -> None:
    dispatch(store).commit(added(store, protection=answer), kill_worker.tasks())
    with store.view() as unit:
        assert {q.state for q in unit.outbox()} == {DeliveryState.HELD}
    with store.unit() as unit:
        assert unit.claim_due(wall_clock(), wall_clock()) == ()
    review = Review(store, wall_clock, "大塚")
    items = [i for i in review.waiting() if i.kind is ItemKind.RELEASE]
    assert {i.party for i in items} == set(kill_worker.ORGANISATIONS)
    assert len(items) == len(kill_worker.ORGANISATIONS)
    outside = next(i for i in items if i.party == "gas.midori")
    review.decide(outside, Verdict.ALLOW, "本人と確かめました")
    with store.view() as unit:
        waiting = [q for q in unit.outbox() if q.state is DeliveryState.WAITING]
    assert [q.message.to_party for q in waiting] == ["gas.midori"]


@pytest.mark.parametrize("answer", [Protection.YES, Protection.NOT_NOW, Protection.NO])
def test_departments_get_their_tasks_and_only_what_leaves_the_town_is_held(
    store: SqlStore, answer: Protection
) -> None:
    dispatch(store).commit(added(store, protection=answer), kill_worker.tasks())
    with store.view() as unit:
        commitments = unit.commitments()
    inside = [c for c in commitments if c.executor_kind is ExecutorKind.DEPARTMENT]
    outside = [c for c in commitments if c.executor_kind is ExecutorKind.ORGANISATION]
    assert [c.executor for c in inside] == list(kill_worker.DEPARTMENTS)
    assert not any(c.held for c in inside)
    assert {c.held for c in outside} == {answer is not Protection.NO}
    assert {c.state.phase for c in commitments} == {Phase.REQUESTED}


def test_a_clerk_cannot_release_their_own_case(store: SqlStore) -> None:
    dispatch(store).commit(added(store, protection=Protection.YES), kill_worker.tasks())
    review = Review(store, wall_clock, "佐伯")
    item = review.waiting()[0]
    assert not item.decidable
    with pytest.raises(CounterError) as stop:
        review.decide(item, Verdict.ALLOW, "理由")
    assert stop.value.code is FailureCode.REVIEW_OWN_CASE


def test_a_department_task_makes_no_message(store: SqlStore) -> None:
    inside = tuple(t for t in kill_worker.tasks() if t.executor_kind is ExecutorKind.DEPARTMENT)
    dispatch(store).commit(added(store), inside)
    with store.view() as unit:
        assert unit.outbox() == ()
        assert {c.state.phase for c in unit.commitments()} == {Phase.REQUESTED}
