"""Delivery (送信): carries queued messages to the hub and takes replies in, alone and for ever.

`run_once` is pure in time: it does what is due at `now` and returns. The thread around it only
repeats it. Whatever is killed in between is done again and has one effect: the hub knows our
message ids, and we know the ids of what we took in.
"""

import hashlib
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from counter_app.failures import CounterError, FailureCode
from counter_app.model.commitment import Actor
from counter_app.model.message import (
    DeliveryState,
    InboundMessage,
    QueuedMessage,
    RefusedMessage,
)
from counter_app.ports import AuditEntry, Clock, HubTransport, Store

LEASE = timedelta(seconds=60)
"""How long a claimed message belongs to one worker before another may take it over."""

FIRST_RETRY = timedelta(seconds=5)
LONGEST_RETRY = timedelta(minutes=10)

_TRY_LATER = frozenset({FailureCode.HUB_UNREACHABLE, FailureCode.HUB_KEYS_UNUSABLE})
"""What is no fault of a message: it waits until the hub, or our way to it, is there again."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What one round did. `reachable` is None when there was nothing to try."""

    delivered: int = 0
    retried: int = 0
    failed: int = 0
    received: int = 0
    refused: int = 0
    reachable: bool | None = None


def retry_delay(message_id: str, attempts: int) -> timedelta:
    """5 s doubling to 10 min, spread by up to a quarter: counters must not march in step."""
    # The cap on the exponent keeps a month of failures from overflowing a timedelta.
    delay = min(FIRST_RETRY * (1 << min(attempts - 1, 12)), LONGEST_RETRY)
    spread = hashlib.sha256(f"{message_id}|{attempts}".encode()).digest()[0] / 255
    return delay * (1 + spread / 4)


class Delivery:
    """The use case: one outbox worker of one store."""

    def __init__(self, store: Store, hub: HubTransport, town: str) -> None:
        self._store = store
        self._hub = hub
        self._town = town

    def run_once(self, now: datetime) -> DeliveryReport:
        """Send what is due, then take in what has arrived."""
        delivered = retried = failed = 0
        reachable: bool | None = None
        with self._store.unit() as unit:
            due = unit.claim_due(now, now + LEASE)
        state, error = DeliveryState.RESENDING, ""
        for queued in due:
            if reachable is not False:
                state, error = self._send(queued, now)
            if state is DeliveryState.RESENDING:
                reachable = False
                retried += 1
                self._retry(queued, now, error)
                continue
            reachable = True
            delivered += state is DeliveryState.DELIVERED
            failed += state is not DeliveryState.DELIVERED
        received, refused, answered = self._take_in(now) if reachable is not False else (0, 0, None)
        return DeliveryReport(
            delivered, retried, failed, received, refused, answered if due == () else reachable
        )

    def _send(self, queued: QueuedMessage, now: datetime) -> tuple[DeliveryState, str]:
        message = queued.message
        if message.not_after <= now:
            state, error = DeliveryState.EXPIRED, ""
        else:
            try:
                self._hub.send(message)
                state, error = DeliveryState.DELIVERED, ""
            except CounterError as refusal:
                if refusal.code in _TRY_LATER:
                    return DeliveryState.RESENDING, refusal.code.value
                state, error = DeliveryState.FAILED, refusal.code.value
        with self._store.unit() as unit:
            unit.record_delivery(message.id, queued.fencing, state, at=now, error=error)
        return state, error

    def _retry(self, queued: QueuedMessage, now: datetime, error: str) -> None:
        with self._store.unit() as unit:
            unit.record_delivery(
                queued.message.id,
                queued.fencing,
                DeliveryState.RESENDING,
                at=now,
                next_attempt_at=now + retry_delay(queued.message.id, queued.attempts),
                error=error,
            )

    def _take_in(self, now: datetime) -> tuple[int, int, bool]:
        received = refused = 0
        try:
            seen: set[str] = set()
            while new := [m for m in self._hub.fetch() if m.id not in seen]:
                for message in new:
                    taken = self._apply(message, now)
                    received += taken
                    refused += not taken
                seen.update(m.id for m in new)
                # A hub that ignores this shows nothing new next time, and the round ends.
                self._hub.acknowledge(tuple(m.id for m in new))
        except CounterError as failure:
            if failure.code not in _TRY_LATER:
                raise
            return received, refused, False
        return received, refused, True

    def _apply(self, message: InboundMessage | RefusedMessage, now: datetime) -> bool:
        """One transaction: remember the id, append the act. False when the message is put aside."""
        with self._store.unit() as unit:
            if not unit.register_inbound(message.from_party, message.id, now):
                return True
            if isinstance(message, RefusedMessage):
                unit.add_refused(message, now)
                return False
            try:
                commitment = unit.commitment(message.what.transaction)
            except KeyError:
                unit.add_refused(self._aside(message, "知らない依頼への返事です"), now)
                return False
            reason = ""
            if commitment.executor != message.from_party:
                reason = "頼んでいない相手からの返事です"
            elif commitment.link_code != message.who:
                reason = "別の人についての返事です"
            elif not commitment.state.allows(message.what.act, Actor.EXECUTOR):
                reason = "今の状態ではできない行為です"
            if reason:
                unit.add_refused(self._aside(message, reason), now)
                return False
            changed = commitment.act(
                message.what.act,
                Actor.EXECUTOR,
                by=message.from_party,
                at=message.sent_at,
                content=message.what.content,
                message_id=message.id,
            )
            unit.append_act(commitment.id, changed.acts[-1])
            unit.audit(
                AuditEntry(
                    at=now,
                    who=message.from_party,
                    terminal="hub",
                    what=f"commitment.{message.what.act.value}",
                    case=commitment.reception_id,
                )
            )
        return True

    @staticmethod
    def _aside(message: InboundMessage, reason: str) -> RefusedMessage:
        return RefusedMessage(id=message.id, from_party=message.from_party, reason=reason)


class DeliveryThread(threading.Thread):
    """Repeats `run_once` until told to stop. `wake` makes it look at once."""

    def __init__(
        self,
        delivery: Delivery,
        clock: Clock,
        every: float = 2.0,
        beside: Callable[[], None] | None = None,
    ) -> None:
        """`beside` is called after every round, e.g. to see whether the Juki-net answers."""
        super().__init__(name="delivery", daemon=True)
        self._delivery = delivery
        self._clock = clock
        self._beside = beside
        self._every = every
        self._wake = threading.Event()
        self._stopping = False
        self.last: DeliveryReport = DeliveryReport()

    def run(self) -> None:
        while not self._stopping:
            try:
                self.last = self._delivery.run_once(self._clock())
            except CounterError as failure:
                # Shown by the lamps and the review; the next round tries again.
                _log.warning("delivery round failed: %s", failure.code.value)
            if self._beside is not None:
                self._beside()
            self._wake.wait(self._every)
            self._wake.clear()

    def wake(self) -> None:
        self._wake.set()

    def stop(self) -> None:
        """Stop after the round that is under way."""
        self._stopping = True
        self._wake.set()
        if self.is_alive():
            self.join()
