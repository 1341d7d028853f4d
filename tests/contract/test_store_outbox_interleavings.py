"""Whatever two workers, a supervisor and the clock do in turn, the outbox keeps its promises."""

import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from counter_app.model.commitment import Commitment
from counter_app.model.message import DeliveryState, QueuedMessage
from localdb.outbox import IN_THE_WAY, ON_ITS_WAY
from localdb.store import SqlStore
from tests.localdb_samples import NOW, commitment, message, opened, reception

LEASE = timedelta(seconds=60)
RESULTS = st.sampled_from(
    [
        DeliveryState.DELIVERED,
        DeliveryState.RESENDING,
        DeliveryState.FAILED,
        DeliveryState.EXPIRED,
    ]
)
DECISIONS = st.sampled_from([DeliveryState.WAITING, DeliveryState.HELD, DeliveryState.CANCELLED])


@dataclass
class Expected:
    """What the test itself knows of one message."""

    commitment: int
    state: DeliveryState
    due: int  # seconds after NOW
    leased_until: int = 0
    claims: int = 0


@dataclass
class Ledger:
    """The messages in the order they were queued."""

    messages: dict[str, Expected] = field(default_factory=dict)

    def claimable(self, now: int) -> list[str]:
        blocked: set[int] = set()
        free = []
        for name, one in self.messages.items():
            if (
                one.commitment not in blocked
                and one.state in ON_ITS_WAY
                and one.due <= now
                and one.leased_until <= now
            ):
                free.append(name)
            if one.state in IN_THE_WAY:
                blocked.add(one.commitment)
        return free


def prepared() -> tuple[Path, list[Commitment]]:
    """A base directory with three commitments, made once and copied for every run."""
    folder = Path(tempfile.mkdtemp(prefix="localdb-template-"))
    one = reception()
    made = [commitment(one.id) for _ in range(3)]
    with opened(folder) as store, store.unit() as unit:
        unit.add_reception(one)
        for each in made:
            unit.add_commitment(each)
    return folder, made


class Outbox(RuleBasedStateMachine):
    """Two workers with stores of their own, as two programs would have them."""

    template: Path
    commitments: list[Commitment]

    @initialize()
    def open_twice(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="localdb-run-"))
        shutil.copytree(self.template, self.folder, dirs_exist_ok=True)
        self.workers: list[SqlStore] = [opened(self.folder), opened(self.folder)]
        self.ledger = Ledger()
        self.claims: list[QueuedMessage] = []
        self.now = 0
        self.sequence = 0

    @rule(commitment=st.integers(0, 2), held=st.booleans(), worker=st.integers(0, 1))
    def enqueue(self, commitment: int, held: bool, worker: int) -> None:
        self.sequence += 1
        created = NOW + timedelta(seconds=self.now)
        sent = message(self.commitments[commitment], self.sequence, created_at=created)
        with self.workers[worker].unit() as unit:
            unit.enqueue(sent, held=held)
        state = DeliveryState.HELD if held else DeliveryState.WAITING
        self.ledger.messages[sent.id] = Expected(commitment, state, self.now)

    @rule(worker=st.integers(0, 1), limit=st.integers(1, 4))
    def claim(self, worker: int, limit: int) -> None:
        now = NOW + timedelta(seconds=self.now)
        expected = self.ledger.claimable(self.now)[:limit]
        with self.workers[worker].unit() as unit:
            claimed = unit.claim_due(now, now + LEASE, limit)
        assert [queued.message.id for queued in claimed] == expected
        for queued in claimed:
            one = self.ledger.messages[queued.message.id]
            one.claims += 1
            one.leased_until = self.now + int(LEASE.total_seconds())
            assert queued.fencing == queued.attempts == one.claims
        self.claims += claimed

    @precondition(lambda self: self.claims)
    @rule(data=st.data(), result=RESULTS, wait=st.integers(0, 90), worker=st.integers(0, 1))
    def record(self, data: st.DataObject, result: DeliveryState, wait: int, worker: int) -> None:
        queued = data.draw(st.sampled_from(self.claims))
        one = self.ledger.messages[queued.message.id]
        now = NOW + timedelta(seconds=self.now)
        with self.workers[worker].unit() as unit:
            taken = unit.record_delivery(
                queued.message.id,
                queued.fencing,
                result,
                at=now,
                next_attempt_at=now + timedelta(seconds=wait),
            )
        assert taken == (queued.fencing == one.claims)
        if not taken or one.state is DeliveryState.DELIVERED:
            return
        one.leased_until = 0
        if result is DeliveryState.DELIVERED or one.state in ON_ITS_WAY:
            one.state, one.due = result, self.now + wait

    @precondition(lambda self: self.ledger.messages)
    @rule(data=st.data(), decision=DECISIONS, worker=st.integers(0, 1))
    def decide(self, data: st.DataObject, decision: DeliveryState, worker: int) -> None:
        name = data.draw(st.sampled_from(list(self.ledger.messages)))
        with self.workers[worker].unit() as unit:
            unit.release_message(name, decision, NOW + timedelta(seconds=self.now))
        one = self.ledger.messages[name]
        if one.state is not DeliveryState.DELIVERED:
            one.state, one.due = decision, self.now

    @rule(seconds=st.integers(1, 90))
    def wait(self, seconds: int) -> None:
        self.now += seconds

    @invariant()
    def both_see_what_was_expected(self) -> None:
        for worker in getattr(self, "workers", ()):
            with worker.view() as view:
                found = [(queued.message.id, queued.state) for queued in view.outbox()]
            assert found == [(name, one.state) for name, one in self.ledger.messages.items()]

    def teardown(self) -> None:
        for worker in getattr(self, "workers", ()):
            worker.close()
        if hasattr(self, "folder"):
            shutil.rmtree(self.folder)


def test_the_outbox_keeps_its_promises_in_every_interleaving() -> None:
    template, commitments = prepared()
    Outbox.template, Outbox.commitments = template, commitments
    try:
        run_state_machine_as_test(
            Outbox,
            settings=settings(
                max_examples=40,
                stateful_step_count=40,
                deadline=None,
                suppress_health_check=[HealthCheck.too_slow],
            ),
        )
    finally:
        shutil.rmtree(template)
