"""Messages of the hub (情報連携基盤): the four-tuple (FROM, TO, WHO, WHAT) and its delivery.

Delivery state is not coordination state: a message that is late or lost is never a decline.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from counter_app.model.commitment import NOTHING_MORE, Act, ActContent

SCHEMA_VERSION = "1"


class DeliveryState(StrEnum):
    """Where a message of ours is (送信の状態)."""

    HELD = "held"  # 止めている（支援措置・監督者の解除待ち）
    WAITING = "waiting"  # 待ち
    RESENDING = "resending"  # 再送
    DELIVERED = "delivered"  # 届いた
    FAILED = "failed"  # 失敗: the hub refused it for good
    EXPIRED = "expired"  # 期限切れ
    CANCELLED = "cancelled"  # 止めた


@dataclass(frozen=True, slots=True, kw_only=True)
class What:
    """WHAT: the part only sender and receiver can read. Never holds an individual number.

    `subject` is what the consent (同意) lists: field name → value.
    (transaction, act, sequence) is the idempotency key.
    """

    transaction: str
    act: Act
    sequence: int
    product: str
    content: ActContent = NOTHING_MORE
    subject: tuple[tuple[str, str], ...] = ()
    in_reply_to: str = ""
    consent: str = ""
    due: date | None = None
    schema: str = SCHEMA_VERSION


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboundMessage:
    """(FROM, TO, WHO, WHAT) as we send it. WHO is PY; the hub turns it into PW."""

    id: str
    from_party: str
    to_party: str
    who: str
    what: What
    created_at: datetime
    not_after: datetime
    reception_id: str
    commitment_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundMessage:
    """(FROM, TO, WHO, WHAT) as it reached us, both signatures verified. WHO is PY again."""

    id: str
    from_party: str
    to_party: str
    who: str
    what: What
    in_reply_to: str
    sent_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedMessage:
    """A message that failed a check: kept aside with the reason, never acted upon."""

    id: str
    from_party: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuedMessage:
    """A row of the outbox. `fencing` grows with every claim: a stale worker's result is dropped."""

    message: OutboundMessage
    state: DeliveryState
    attempts: int
    next_attempt_at: datetime
    fencing: int
    last_error: str = ""
    delivered_at: datetime | None = None
