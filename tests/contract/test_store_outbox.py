"""The port's outbox and inbox: leases, fencing, order within a commitment, one effect each."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from counter_app.model.commitment import Act, Commitment
from counter_app.model.message import DeliveryState, OutboundMessage, QueuedMessage, RefusedMessage
from localdb.store import SqlStore
from tests.localdb_samples import NOW, commitment, message, opened, reception

LEASE = timedelta(seconds=60)
WAITING, RESENDING = DeliveryState.WAITING, DeliveryState.RESENDING
DELIVERED, FAILED = DeliveryState.DELIVERED, DeliveryState.FAILED


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    with opened(tmp_path) as store:
        yield store


def committed(store: SqlStore) -> Commitment:
    one = reception()
    made = commitment(one.id)
    with store.unit() as unit:
        unit.add_reception(one)
        unit.add_commitment(made)
    return made


def queue(store: SqlStore, *messages: OutboundMessage, held: bool = False) -> None:
    with store.unit() as unit:
        for one in messages:
            unit.enqueue(one, held=held)


def claim(store: SqlStore, now: datetime = NOW, limit: int = 20) -> tuple[QueuedMessage, ...]:
    with store.unit() as unit:
        return unit.claim_due(now, now + LEASE, limit)


def claimed_ids(store: SqlStore, now: datetime = NOW) -> list[str]:
    return [queued.message.id for queued in claim(store, now)]


def record(
    store: SqlStore, queued: QueuedMessage, state: DeliveryState, at: datetime = NOW
) -> bool:
    with store.unit() as unit:
        return unit.record_delivery(queued.message.id, queued.fencing, state, at=at)


def state_of(store: SqlStore, message_id: str) -> DeliveryState:
    with store.view() as view:
        return next(q.state for q in view.outbox() if q.message.id == message_id)


def test_a_clock_set_back_keeps_no_message_waiting_for_the_time_it_had(store: SqlStore) -> None:
    made, wrong = committed(store), NOW + timedelta(days=365)
    queue(store, message(made))
    (lost,) = claim(store, wrong)
    assert claimed_ids(store, wrong) == []
    (queued,) = claim(store)
    assert queued.fencing == lost.fencing + 1
    with store.unit() as unit:
        unit.record_delivery(
            queued.message.id, queued.fencing, RESENDING, at=wrong, next_attempt_at=wrong
        )
    assert claimed_ids(store) == [queued.message.id]


def test_a_queued_message_comes_back_as_it_was_and_counts_its_attempt(store: SqlStore) -> None:
    sent = message(committed(store))
    queue(store, sent)
    (queued,) = claim(store)
    assert queued.message == sent
    assert (queued.state, queued.attempts, queued.fencing) == (WAITING, 1, 1)


def test_messages_are_claimed_oldest_first_up_to_the_limit(store: SqlStore) -> None:
    sent = [message(committed(store)) for _ in range(4)]
    queue(store, *sent)
    assert [q.message.id for q in claim(store, limit=3)] == [one.id for one in sent[:3]]
    assert claimed_ids(store) == [sent[3].id]


def test_a_claimed_message_is_nobody_elses_until_its_lease_runs_out(store: SqlStore) -> None:
    sent = message(committed(store))
    queue(store, sent)
    (first,) = claim(store)
    assert claimed_ids(store, NOW + LEASE - timedelta(microseconds=1)) == []
    (second,) = claim(store, NOW + LEASE)
    assert (second.message.id, second.fencing, second.attempts) == (sent.id, first.fencing + 1, 2)


def test_the_result_of_a_worker_that_was_taken_for_dead_is_dropped(store: SqlStore) -> None:
    sent = message(committed(store))
    queue(store, sent)
    (slow,) = claim(store)
    (fresh,) = claim(store, NOW + LEASE)
    assert not record(store, slow, FAILED)
    assert state_of(store, sent.id) is WAITING
    assert record(store, fresh, DELIVERED)
    assert state_of(store, sent.id) is DELIVERED


def test_nothing_overtakes_an_undelivered_message_of_its_commitment(store: SqlStore) -> None:
    made = committed(store)
    request, again, accept = (
        message(made, 1),
        message(made, 3),
        message(made, 5, Act.ACCEPT),
    )
    other = message(committed(store))
    queue(store, request, again, accept, other)
    first, free = claim(store)
    assert (first.message.id, free.message.id) == (request.id, other.id)
    assert claimed_ids(store) == []
    record(store, first, RESENDING, at=NOW + timedelta(minutes=5))
    record(store, free, DELIVERED)
    assert claimed_ids(store) == []  # the request waits for its time, and so do the others
    (retried,) = claim(store, NOW + timedelta(minutes=5))
    assert retried.message.id == request.id
    record(store, retried, DELIVERED)
    assert claimed_ids(store, NOW + timedelta(minutes=5)) == [again.id]


@pytest.mark.parametrize(
    ("state", "lets_pass"),
    [
        (DeliveryState.HELD, False),
        (FAILED, False),
        (DeliveryState.CANCELLED, True),
        (DeliveryState.EXPIRED, True),
    ],
)
def test_a_message_that_may_still_leave_holds_back_what_follows(
    store: SqlStore, state: DeliveryState, lets_pass: bool
) -> None:
    made = committed(store)
    request, accept = message(made, 1), message(made, 3, Act.ACCEPT)
    queue(store, request, accept)
    with store.unit() as unit:
        unit.release_message(request.id, state, NOW)
    assert claimed_ids(store) == ([accept.id] if lets_pass else [])


def test_a_held_message_leaves_when_it_is_released(store: SqlStore) -> None:
    sent = message(committed(store))
    queue(store, sent, held=True)
    assert claimed_ids(store) == []
    later = NOW + timedelta(hours=2)
    with store.unit() as unit:
        unit.release_message(sent.id, WAITING, later)
    assert claimed_ids(store, later - timedelta(seconds=1)) == []
    assert claimed_ids(store, later) == [sent.id]


def test_a_retry_waits_for_its_time_and_remembers_why(store: SqlStore) -> None:
    sent = message(committed(store))
    queue(store, sent)
    (queued,) = claim(store)
    due = NOW + timedelta(seconds=5)
    with store.unit() as unit:
        assert unit.record_delivery(
            sent.id,
            queued.fencing,
            RESENDING,
            at=NOW,
            next_attempt_at=due,
            error="HUB_UNREACHABLE",
        )
        (row,) = unit.outbox()
        assert (row.state, row.next_attempt_at, row.last_error) == (
            RESENDING,
            due,
            "HUB_UNREACHABLE",
        )
    assert claimed_ids(store, NOW) == []
    assert claimed_ids(store, due) == [sent.id]


def test_a_delivered_message_knows_when_and_is_never_claimed_again(store: SqlStore) -> None:
    sent = message(committed(store))
    queue(store, sent)
    (queued,) = claim(store)
    arrived = NOW + timedelta(seconds=1)
    record(store, queued, DELIVERED, at=arrived)
    with store.unit() as unit:
        unit.release_message(sent.id, WAITING, NOW)
        (row,) = unit.outbox()
        assert (row.state, row.delivered_at) == (DELIVERED, arrived)
        assert unit.claim_due(NOW + timedelta(days=1), NOW + timedelta(days=2)) == ()


def test_a_message_stopped_on_its_way_stays_stopped_unless_it_arrived(store: SqlStore) -> None:
    lost, arrived = message(committed(store)), message(committed(store))
    queue(store, lost, arrived)
    first, second = claim(store)
    with store.unit() as unit:
        unit.release_message(lost.id, DeliveryState.CANCELLED, NOW)
        unit.release_message(arrived.id, DeliveryState.CANCELLED, NOW)
    assert record(store, first, RESENDING)
    assert record(store, second, DELIVERED)
    assert state_of(store, lost.id) is DeliveryState.CANCELLED
    assert state_of(store, arrived.id) is DELIVERED


def test_one_act_cannot_be_queued_twice(store: SqlStore) -> None:
    made = committed(store)
    queue(store, message(made, 1))
    with pytest.raises(IntegrityError):
        queue(store, message(made, 1))


def test_an_unknown_message_cannot_be_released_and_its_result_is_dropped(store: SqlStore) -> None:
    with store.unit() as unit:
        with pytest.raises(KeyError):
            unit.release_message("nobody", WAITING, NOW)
        assert not unit.record_delivery("nobody", 1, DELIVERED, at=NOW)


def test_the_outbox_is_listed_by_reception(store: SqlStore) -> None:
    first, second = message(committed(store)), message(committed(store))
    queue(store, first, second)
    with store.view() as view:
        assert [q.message for q in view.outbox()] == [first, second]
        assert [q.message for q in view.outbox(reception_id=second.reception_id)] == [second]


def test_a_message_is_taken_in_once_for_each_sender(store: SqlStore) -> None:
    with store.unit() as unit:
        assert unit.register_inbound("gas.midori", "m1", NOW)
        assert not unit.register_inbound("gas.midori", "m1", NOW)
        assert unit.register_inbound("power.aoba", "m1", NOW)
    with store.unit() as unit:
        assert not unit.register_inbound("gas.midori", "m1", NOW)


def test_refused_messages_are_kept_once_with_time_and_reason(store: SqlStore) -> None:
    forged = RefusedMessage(id="m1", from_party="gas.midori", reason="署名が合いません")
    replayed = RefusedMessage(id="m2", from_party="gas.midori", reason="期限切れです")
    with store.unit() as unit:
        unit.add_refused(forged, NOW)
        unit.add_refused(replayed, NOW + LEASE)
        unit.add_refused(forged, NOW + LEASE)
        assert unit.refused() == ((forged, NOW), (replayed, NOW + LEASE))
