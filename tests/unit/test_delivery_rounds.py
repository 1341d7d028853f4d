"""Delivery: what a round does with a hub that is there, gone, refusing, or repeating itself."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from counter_app.bootstrap import wall_clock
from counter_app.delivery import FIRST_RETRY, LONGEST_RETRY, Delivery, retry_delay
from counter_app.dispatch import MESSAGE_LIFETIME, Dispatch
from counter_app.failures import CounterError, FailureCode
from counter_app.hub.without_keys import WithoutKeys
from counter_app.intake import Terminal
from counter_app.model.commitment import Act, ActContent, Commitment, Phase
from counter_app.model.message import (
    DeliveryState,
    InboundMessage,
    OutboundMessage,
    RefusedMessage,
    What,
)
from localdb.open import open_store
from localdb.store import SqlStore
from tests import kill_worker

TOWN = "town.y"
NOW = wall_clock()


class Hub:
    """A hub in memory: keeps what it is sent, gives what it is told to give."""

    def __init__(self) -> None:
        self.sent: list[OutboundMessage] = []
        self.waiting: list[InboundMessage | RefusedMessage] = []
        self.down = False
        self.refusing = False
        self.forgetful = False

    def send(self, message: OutboundMessage) -> None:
        if self.down:
            raise CounterError(FailureCode.HUB_UNREACHABLE)
        if self.refusing:
            raise CounterError(FailureCode.HUB_REFUSED)
        self.sent.append(message)

    def fetch(self, limit: int = 50) -> tuple[InboundMessage | RefusedMessage, ...]:
        if self.down:
            raise CounterError(FailureCode.HUB_UNREACHABLE)
        return tuple(self.waiting[:limit])

    def acknowledge(self, message_ids: tuple[str, ...]) -> None:
        if not self.forgetful:
            self.waiting = [m for m in self.waiting if m.id not in message_ids]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    with open_store(tmp_path, clock=wall_clock) as opened:
        yield opened


@pytest.fixture
def commitments(store: SqlStore) -> tuple[Commitment, ...]:
    """A committed reception with four requests to organisations."""
    reception = kill_worker.prepared()
    with store.unit() as unit:
        unit.add_reception(reception)
    dispatch = Dispatch(store, lambda: NOW, Terminal("佐伯", "窓口2"), TOWN)
    dispatch.commit(reception, kill_worker.tasks())
    with store.view() as unit:
        found = unit.commitments(reception_id=reception.id)
    return tuple(c for c in found if c.executor in kill_worker.ORGANISATIONS)


def reply(commitment: Commitment, act: Act = Act.PROMISE, number: str = "r1") -> InboundMessage:
    return InboundMessage(
        id=number,
        from_party=commitment.executor,
        to_party=TOWN,
        who=commitment.link_code,
        what=What(
            transaction=commitment.id,
            act=act,
            sequence=2,
            product=commitment.product,
            content=ActContent(reason="x"),
        ),
        in_reply_to="",
        sent_at=NOW,
    )


def phase(store: SqlStore, commitment: Commitment) -> Phase:
    with store.view() as unit:
        return unit.commitment(commitment.id).state.phase


def states(store: SqlStore) -> set[DeliveryState]:
    with store.view() as unit:
        return {q.state for q in unit.outbox()}


def test_a_round_delivers_what_waits_once(
    store: SqlStore, commitments: tuple[Commitment, ...]
) -> None:
    hub = Hub()
    delivery = Delivery(store, hub, TOWN)
    assert delivery.run_once(NOW).delivered == len(commitments)
    assert delivery.run_once(NOW + timedelta(hours=1)).delivered == 0
    assert {m.commitment_id for m in hub.sent} == {c.id for c in commitments}


@pytest.mark.parametrize("without_keys", [False, True])
def test_a_hub_that_is_down_is_tried_again_later_and_nothing_is_a_decline(
    store: SqlStore, commitments: tuple[Commitment, ...], without_keys: bool
) -> None:
    hub = Hub()
    hub.down = True
    unusable = CounterError(FailureCode.HUB_KEYS_UNUSABLE, "ファイル parties/identity.json")
    delivery = Delivery(store, WithoutKeys(unusable) if without_keys else hub, TOWN)
    report = delivery.run_once(NOW)
    assert (report.delivered, report.retried, report.reachable) == (0, len(commitments), False)
    assert states(store) == {DeliveryState.RESENDING}
    assert {phase(store, c) for c in commitments} == {Phase.REQUESTED}
    with store.view() as unit:
        (why,) = {queued.last_error for queued in unit.outbox()}
    assert why == ("HUB_KEYS_UNUSABLE" if without_keys else "HUB_UNREACHABLE")
    hub.down, delivery = False, Delivery(store, hub, TOWN)
    assert delivery.run_once(NOW).delivered == 0, "the next try has its time"
    assert delivery.run_once(NOW + LONGEST_RETRY).delivered == len(commitments)


def test_a_hub_down_for_three_days_drains_in_the_order_of_each_commitment(
    store: SqlStore, commitments: tuple[Commitment, ...]
) -> None:
    hub = Hub()
    hub.down = True
    delivery = Delivery(store, hub, TOWN)
    moment = NOW
    for _ in range(72 * 4):
        delivery.run_once(moment)
        moment += timedelta(minutes=15)
    hub.down = False
    Dispatch(store, lambda: moment, Terminal("佐伯", "窓口2"), TOWN).perform(
        commitments[0].id, Act.REVOKE_REQUEST, ActContent(reason="引越しの取りやめ")
    )
    while delivery.run_once(moment).delivered:
        moment += LONGEST_RETRY
    mine = [m.what.act for m in hub.sent if m.commitment_id == commitments[0].id]
    assert mine == [Act.REQUEST, Act.REVOKE_REQUEST]
    assert states(store) == {DeliveryState.DELIVERED}


def test_a_message_that_is_too_old_expires_without_being_sent(
    store: SqlStore, commitments: tuple[Commitment, ...]
) -> None:
    hub = Hub()
    Delivery(store, hub, TOWN).run_once(NOW + MESSAGE_LIFETIME)
    assert hub.sent == []
    assert states(store) == {DeliveryState.EXPIRED}
    assert {phase(store, c) for c in commitments} == {Phase.REQUESTED}


def test_what_the_hub_refuses_for_good_is_failed_and_waits_for_a_person(
    store: SqlStore, commitments: tuple[Commitment, ...]
) -> None:
    hub = Hub()
    hub.refusing = True
    assert Delivery(store, hub, TOWN).run_once(NOW).failed == len(commitments)
    assert states(store) == {DeliveryState.FAILED}


def test_a_reply_becomes_an_act_once_however_often_it_comes(
    store: SqlStore, commitments: tuple[Commitment, ...]
) -> None:
    hub = Hub()
    hub.forgetful = True
    hub.waiting = [reply(commitments[0])]
    delivery = Delivery(store, hub, TOWN)
    for _ in range(3):
        delivery.run_once(NOW)
    with store.view() as unit:
        acts = [r.act for r in unit.commitment(commitments[0].id).acts]
    assert acts == [Act.REQUEST, Act.PROMISE]


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (lambda m, others: replace(m, from_party=others[1].executor), "頼んでいない相手"),
        (lambda m, _: replace(m, who="00000000"), "別の人"),
        (lambda m, _: replace(m, what=replace(m.what, transaction="nobody")), "知らない依頼"),
        (lambda m, _: replace(m, what=replace(m.what, act=Act.ACCEPT)), "今の状態"),
    ],
    ids=["from another", "about another", "unknown", "not allowed"],
)
def test_a_reply_that_does_not_fit_is_put_aside_with_its_reason(
    store: SqlStore, commitments: tuple[Commitment, ...], wrong: object, reason: str
) -> None:
    assert callable(wrong)
    hub = Hub()
    hub.waiting = [wrong(reply(commitments[0]), commitments)]
    report = Delivery(store, hub, TOWN).run_once(NOW)
    assert report.refused == 1
    assert phase(store, commitments[0]) is Phase.REQUESTED
    with store.view() as unit:
        ((aside, _),) = unit.refused()
    assert reason in aside.reason


def test_waiting_doubles_up_to_ten_minutes_and_is_spread() -> None:
    delays = [retry_delay("m", n) for n in range(1, 40)]
    assert all(FIRST_RETRY <= d <= LONGEST_RETRY * 1.25 for d in delays)
    assert delays[-1] >= LONGEST_RETRY
    assert len({retry_delay(f"m{n}", 3) for n in range(50)}) > 10
