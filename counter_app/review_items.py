"""What waits for a supervisor, as values: kinds, harm, items, the queue they stand in."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import Protocol

from counter_app.looks import LookGroup
from counter_app.model.message import DeliveryState
from counter_app.model.reception import Reception


class Harm(IntEnum):
    """How bad it is if nobody looks (害の大きさ): 重大, 高, 中, 低."""

    GRAVE = 4
    HIGH = 3
    MEDIUM = 2
    LOW = 1


class ItemKind(StrEnum):
    """What kind of thing waits (種類)."""

    RELEASE = "release"  # 支援措置の解除
    DELIVERY = "delivery"  # 届かない・遅れ
    DECLINED = "declined"  # お断り・差し戻し
    REFUSAL = "refusal"  # 却下の通知を出す前
    COURT_NOTICE = "court_notice"  # 簡易裁判所への通知を出す前（住基法52条2項）
    REVOCATION = "revocation"  # 取消し
    CUT_OFF = "cut_off"  # 期限が近い
    REFUSED_MESSAGE = "refused_message"  # 受け付けなかった返事
    REPRINT = "reprint"  # もう一度印刷
    SEARCH = "search"  # 受付なしの検索


class Verdict(StrEnum):
    """A supervisor's decision."""

    ALLOW = "allow"  # 許す
    STOP = "stop"  # 止める
    HOLD = "hold"  # 保留


PROPOSED = frozenset({ItemKind.REFUSAL, ItemKind.COURT_NOTICE})
"""What a department drafted: allowed, it is declared and its notice is made."""

LOOKED_AT = frozenset({ItemKind.REPRINT, ItemKind.SEARCH})
"""What is done and is looked at afterwards: 見ました, or 問い合わせる, which keeps it open."""

GROUPED = frozenset({ItemKind.RELEASE, ItemKind.DELIVERY, ItemKind.CUT_OFF})
"""What one reception has several of, and a person looks at together."""

NOT_ARRIVED = (DeliveryState.RESENDING, DeliveryState.FAILED, DeliveryState.EXPIRED)
"""States of a message that a person may have to look at."""


def row_of(kind: ItemKind, item_id: str, reception_id: str) -> str:
    """The row of the queue an item stands in."""
    return f"{kind.value}:{reception_id}" if kind in GROUPED else item_id


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One waiting item. `id` says what it is about; `decidable` is False for one's own case."""

    id: str
    kind: ItemKind
    harm: Harm
    title: str
    reception_id: str
    reception_number: str
    clerk: str
    party: str
    due: date | None
    since: datetime
    decidable: bool
    detail: str = ""
    passes: tuple[str, ...] = ()  # what the other side would get (渡るもの): labels, never values
    on_hold: bool = False
    protected: bool = False
    commitment_id: str = ""
    asking: bool = False  # 問い合わせ中
    looks: LookGroup | None = None

    @property
    def row(self) -> str:
        """The row of the queue it stands in, together with what is looked at with it."""
        return row_of(self.kind, self.id, self.reception_id)


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits, worst first, cut to the first rows; and how much there is in all.

    `receptions` are those the items speak of; `counts` has the rows of every kind that waits.
    """

    items: tuple[ReviewItem, ...] = ()
    receptions: tuple[Reception, ...] = ()
    counts: tuple[tuple[ItemKind, int], ...] = ()

    @property
    def rows(self) -> int:
        """How many rows wait in all, shown or not."""
        return sum(count for _, count in self.counts)

    def renewed(self, reception_id: str, now: tuple[ReviewItem, ...]) -> "Queue":
        """The queue with one reception's items as they are now, the others as they were."""
        fresh = {item.id: item for item in now}
        items = [
            fresh.pop(item.id, item)
            for item in self.items
            if item.reception_id != reception_id or item.id in fresh
        ]
        items = sorted([*items, *fresh.values()], key=urgency)
        counts = Counter(dict(self.counts))
        counts.subtract(Counter({item.row: item.kind for item in self.items}.values()))
        counts.update(Counter({item.row: item.kind for item in items}.values()))
        left = tuple((kind, count) for kind, count in counts.items() if count > 0)
        return Queue(tuple(items), self.receptions, left)


class Urgent(Protocol):
    """What has its place in the queue."""

    @property
    def harm(self) -> Harm: ...
    @property
    def due(self) -> date | None: ...
    @property
    def since(self) -> datetime: ...


def urgency(item: Urgent) -> tuple[int, date, datetime]:
    """Worst first, then what is due first, then what waits longest."""
    return -item.harm, item.due or date.max, item.since
