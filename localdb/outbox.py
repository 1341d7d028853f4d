"""The outbox (送信待ち) and the inbox: every message leaves once in effect and is taken in once."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, Row, Select, or_, select, update

from counter_app.model.message import (
    DeliveryState,
    OutboundMessage,
    QueuedMessage,
    RefusedMessage,
)
from localdb import codec, schema
from localdb.engine import insert
from localdb.part import Part

_outbox = schema.outbox
_ENQUEUE = _outbox.insert()

ON_ITS_WAY = (DeliveryState.WAITING, DeliveryState.RESENDING)
"""States in which a message may be claimed."""

IN_THE_WAY = (*ON_ITS_WAY, DeliveryState.HELD, DeliveryState.FAILED)
"""States in which a message keeps later ones of its commitment back.

A held or failed message may still be sent by a supervisor's decision, so nothing may overtake it;
one that was cancelled or has expired will never leave, so nothing waits for it.
"""


FARTHEST = timedelta(hours=1)
"""No lease and no retry reaches so far; what does was written by a clock since set back."""


class OutboxRows(Part):
    """Queued messages, claimed under a lease with a fencing number."""

    def enqueue(self, message: OutboundMessage, *, held: bool = False) -> None:
        """Queue a message; (commitment, act, sequence) is unique. A held one awaits its release."""
        self._connection.execute(
            _ENQUEUE,
            {
                "message_id": message.id,
                "reception_id": message.reception_id,
                "commitment_id": message.commitment_id,
                "act": message.what.act.value,
                "sequence": message.what.sequence,
                "state": DeliveryState.HELD if held else DeliveryState.WAITING,
                "attempts": 0,
                "next_attempt_at": message.created_at,
                "fencing": 0,
                "last_error": "",
                "value": codec.MESSAGE.encode(message),
            },
        )

    def claim_due(
        self, now: datetime, lease_until: datetime, limit: int = 20
    ) -> tuple[QueuedMessage, ...]:
        """Claim due messages until `lease_until`, oldest first, at most one of each commitment.

        A message is passed over while an earlier one of its commitment is undelivered, whatever
        holds that one back. A lease that has run out is claimed again under a higher fencing
        number. A time beyond `FARTHEST` has come: the clock was wrong when it was written.
        `attempts` counts the claims, the present one included.
        """
        claimed = []
        for row in self._connection.execute(_due(now).limit(limit)).all():
            self._connection.execute(
                update(_outbox)
                .where(_outbox.c.position == row.position)
                .values(lease_until=lease_until, fencing=row.fencing + 1, attempts=row.attempts + 1)
            )
            claimed.append(_queued(row, taken=1))
        return tuple(claimed)

    def record_delivery(
        self,
        message_id: str,
        fencing: int,
        state: DeliveryState,
        *,
        at: datetime,
        next_attempt_at: datetime | None = None,
        error: str = "",
    ) -> bool:
        """Write what became of a claimed message; False when a newer claim exists.

        A message that was held or cancelled while it was on its way stays so, unless it arrived:
        what the hub has cannot be called back.
        """
        stored = self._connection.execute(
            select(_outbox.c.state).where(
                _outbox.c.message_id == message_id, _outbox.c.fencing == fencing
            )
        ).scalar_one_or_none()
        if stored is None:
            return False
        decided = DeliveryState(stored) not in ON_ITS_WAY
        arrived = state is DeliveryState.DELIVERED
        changes: dict[str, object] = {"lease_until": None, "last_error": error}
        if arrived or not decided:
            changes["state"] = state
            changes["next_attempt_at"] = next_attempt_at or at
        if arrived:
            changes["delivered_at"] = at
        if stored != DeliveryState.DELIVERED:
            self._connection.execute(
                update(_outbox).where(_outbox.c.message_id == message_id).values(**changes)
            )
        return True

    def release_message(self, message_id: str, state: DeliveryState, now: datetime) -> None:
        """Set a message's state by a person's decision; WAITING makes it due at `now`.

        A delivered message stays delivered. Raises KeyError for an unknown id.
        """
        changed = self._connection.execute(
            update(_outbox)
            .where(_outbox.c.message_id == message_id, _outbox.c.state != DeliveryState.DELIVERED)
            .values(state=state, next_attempt_at=now)
        )
        if changed.rowcount == 0 and not self._known(message_id):
            raise KeyError(message_id)

    def _known(self, message_id: str) -> bool:
        query = select(_outbox.c.position).where(_outbox.c.message_id == message_id)
        return self._connection.scalar(query) is not None

    def outbox(
        self,
        *,
        reception_id: str | None = None,
        states: Collection[DeliveryState] | None = None,
    ) -> tuple[QueuedMessage, ...]:
        """All messages, those of one reception or in some states, in the order queued."""
        query = select(_outbox).order_by(_outbox.c.position)
        if reception_id is not None:
            query = query.where(_outbox.c.reception_id == reception_id)
        if states is not None:
            query = query.where(_outbox.c.state.in_(states))
        return tuple(_queued(row) for row in self._connection.execute(query))


def _due(now: datetime) -> "Select[Any]":
    """What may be claimed, oldest first.

    The one statement PostgreSQL needs otherwise: there, `.with_for_update(skip_locked=True)`.
    """
    earlier = _outbox.alias("earlier")
    blocked = (
        select(earlier.c.position)
        .where(
            earlier.c.commitment_id == _outbox.c.commitment_id,
            earlier.c.position < _outbox.c.position,
            earlier.c.state.in_(IN_THE_WAY),
        )
        .exists()
    )
    return (
        select(_outbox)
        .where(
            _outbox.c.state.in_(ON_ITS_WAY),
            _has_come(_outbox.c.next_attempt_at, now),
            or_(_outbox.c.lease_until.is_(None), _has_come(_outbox.c.lease_until, now)),
            ~blocked,
        )
        .order_by(_outbox.c.position)
    )


def _has_come(time: "Column[Any]", now: datetime) -> ColumnElement[bool]:
    return or_(time <= now, time > now + FARTHEST)


def _queued(row: "Row[Any]", taken: int = 0) -> QueuedMessage:
    return QueuedMessage(
        message=codec.MESSAGE.decode(row.value),
        state=DeliveryState(row.state),
        attempts=row.attempts + taken,
        next_attempt_at=row.next_attempt_at,
        fencing=row.fencing + taken,
        last_error=row.last_error,
        delivered_at=row.delivered_at,
    )


class InboxRows(Part):
    """Ids of messages taken in, and messages that were refused."""

    def register_inbound(self, from_party: str, message_id: str, at: datetime) -> bool:
        """True the first time; False for a message already taken in."""
        inserted = self._connection.execute(
            insert(schema.inbox)
            .values(from_party=from_party, message_id=message_id, received_at=at)
            .on_conflict_do_nothing()
        )
        return inserted.rowcount == 1

    def add_refused(self, refused: RefusedMessage, at: datetime) -> None:
        """Put a message aside with the reason; the same one twice is kept once."""
        self._connection.execute(
            insert(schema.refused_messages)
            .values(
                from_party=refused.from_party,
                message_id=refused.id,
                reason=refused.reason,
                received_at=at,
            )
            .on_conflict_do_nothing()
        )

    def refused(self) -> tuple[tuple[RefusedMessage, datetime], ...]:
        """Messages put aside with the time, in the order they came."""
        table = schema.refused_messages
        rows = self._connection.execute(select(table).order_by(table.c.position))
        return tuple(
            (
                RefusedMessage(id=row.message_id, from_party=row.from_party, reason=row.reason),
                row.received_at,
            )
            for row in rows
        )
