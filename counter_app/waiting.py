"""What waits for a supervisor (確認待ち): found among what is open, sorted, and read in full.

Finding and sorting reads how the open commitments stand, the messages that did not arrive, the
proposals, the refused messages and the decisions on these; nothing that has ended is read. Fields,
acts and receptions are read of the items asked for alone.
"""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import IntEnum, StrEnum

from counter_app.model.commitment import Act, Commitment, Phase
from counter_app.model.message import DeliveryState, QueuedMessage, RefusedMessage
from counter_app.model.reception import Reception
from counter_app.ports import Proposal, ReviewDecision, Standing, Unit

LATE_AFTER_ATTEMPTS = 3
"""A message that was tried this often is shown to a person."""

PROMISE_WITHIN = timedelta(days=2)
"""A request not promised for this long is shown to a person."""


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
    REVOCATION = "revocation"  # 取消し
    CUT_OFF = "cut_off"  # 期限が近い
    REFUSED_MESSAGE = "refused_message"  # 受け付けなかった返事


class Verdict(StrEnum):
    """A supervisor's decision."""

    ALLOW = "allow"  # 許す
    STOP = "stop"  # 止める
    HOLD = "hold"  # 保留


GROUPED = frozenset({ItemKind.RELEASE, ItemKind.DELIVERY, ItemKind.CUT_OFF})
"""What one reception has several of, and a person looks at together."""

NOT_ARRIVED = (DeliveryState.RESENDING, DeliveryState.FAILED, DeliveryState.EXPIRED)
"""States of a message that a person may have to look at."""


def _row(kind: ItemKind, item_id: str, reception_id: str) -> str:
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

    @property
    def row(self) -> str:
        """The row of the queue it stands in, together with what is looked at with it."""
        return _row(self.kind, self.id, self.reception_id)


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
        items = sorted([*items, *fresh.values()], key=_urgency)
        counts = Counter(dict(self.counts))
        counts.subtract(Counter({item.row: item.kind for item in self.items}.values()))
        counts.update(Counter({item.row: item.kind for item in items}.values()))
        left = tuple((kind, count) for kind, count in counts.items() if count > 0)
        return Queue(tuple(items), self.receptions, left)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A waiting item as far as it is needed to sort it and to count it."""

    id: str
    kind: ItemKind
    harm: Harm
    since: datetime
    standing: Standing | None = None
    message: QueuedMessage | None = None
    proposal: Proposal | None = None
    refused: RefusedMessage | None = None
    on_hold: bool = False

    @property
    def due(self) -> date | None:
        return self.standing.due if self.standing is not None else None

    @property
    def reception_id(self) -> str:
        return self.standing.reception_id if self.standing is not None else ""

    @property
    def row(self) -> str:
        return _row(self.kind, self.id, self.reception_id)


def _urgency(item: ReviewItem | Head) -> tuple[int, date, datetime]:
    """Worst first, then what is due first, then what waits longest."""
    return -item.harm, item.due or date.max, item.since


class Waiting:
    """What waits at one moment, in one snapshot of the store, as one supervisor sees it."""

    def __init__(self, unit: Unit, now: datetime, supervisor: str) -> None:
        self._unit, self._now, self._supervisor = unit, now, supervisor

    def heads(self, reception_id: str | None = None) -> list[Head]:
        """What waits in its order, without what was decided; of one reception when it is named."""
        unit, now = self._unit, self._now
        today = now.date()
        if reception_id is None:
            standings = unit.standings_in_question(today=today, asked_before=now - PROMISE_WITHIN)
            messages = unit.outbox(states=NOT_ARRIVED)
        else:
            standings = unit.standings(reception_ids=[reception_id], only_open=True)
            messages = unit.outbox(reception_id=reception_id, states=NOT_ARRIVED)
        heads = [head for standing in standings for head in self._of_standing(standing)]
        proposals = unit.proposals()
        concerned = {m.message.commitment_id for m in messages}
        concerned |= {p.commitment_id for p in proposals}
        about = {s.commitment_id: s for s in unit.standings(ids=concerned)}
        heads += [_of_message(m, about[m.message.commitment_id]) for m in messages]
        heads += [
            Head(
                id=f"proposal:{proposal.id}",
                kind=ItemKind.REFUSAL,
                harm=Harm.HIGH,
                since=proposal.at,
                standing=about[proposal.commitment_id],
                proposal=proposal,
            )
            for proposal in proposals
            if reception_id in (None, about[proposal.commitment_id].reception_id)
        ]
        if not reception_id:
            heads += [
                Head(
                    id=f"refused:{put_aside.id}",
                    kind=ItemKind.REFUSED_MESSAGE,
                    harm=Harm.HIGH,
                    since=at,
                    refused=put_aside,
                )
                for put_aside, at in unit.refused()
            ]
        decided = sorted(unit.decisions(items=[h.id for h in heads]), key=lambda d: d.at)
        latest = {d.item: d for d in decided}
        left = [
            replace(head, on_hold=_held_back(head, latest.get(head.id)))
            for head in heads
            if not _settled(head, latest.get(head.id))
        ]
        return sorted(left, key=_urgency)

    def _of_standing(self, standing: Standing) -> list[Head]:
        since = standing.changed_at
        assert since is not None, "an open commitment has an act"
        found: list[Head] = []

        def add(prefix: str, kind: ItemKind, harm: Harm) -> None:
            item_id = f"{prefix}:{standing.commitment_id}"
            found.append(Head(id=item_id, kind=kind, harm=harm, since=since, standing=standing))

        if standing.held:
            add("release", ItemKind.RELEASE, Harm.GRAVE)
        now = self._now
        today = now.date()
        if standing.revoking is not None:
            add("revocation", ItemKind.REVOCATION, Harm.MEDIUM)
        elif standing.phase in (Phase.DECLINED, Phase.REJECTED):
            add("declined", ItemKind.DECLINED, Harm.HIGH)
        elif standing.phase is Phase.REQUESTED and not standing.held:
            overdue = standing.due is not None and standing.due < today
            if now - since > PROMISE_WITHIN or overdue:
                add("late", ItemKind.CUT_OFF, Harm.MEDIUM)
        elif standing.phase is Phase.PROMISED:
            expected = standing.promised_on
            if expected is not None and expected < today:
                add("late", ItemKind.CUT_OFF, Harm.MEDIUM)
        return found

    def items(self, heads: list[Head]) -> tuple[tuple[ReviewItem, ...], tuple[Reception, ...]]:
        """The items in full, with the receptions they speak of."""
        standings = [head.standing for head in heads if head.standing is not None]
        commitments = {
            c.id: c for c in self._unit.commitments(ids={s.commitment_id for s in standings})
        }
        receptions = {
            r.id: r for r in self._unit.receptions(ids={s.reception_id for s in standings})
        }
        items = tuple(
            _of_refused(head)
            if head.standing is None
            else self._about(
                head,
                commitments[head.standing.commitment_id],
                receptions[head.standing.reception_id],
            )
            for head in heads
        )
        return items, tuple(receptions.values())

    def _about(self, head: Head, commitment: Commitment, reception: Reception) -> ReviewItem:
        """An item about a commitment; what would pass is told by labels alone."""
        proposal, message = head.proposal, head.message
        passes = (message.message.what.subject if message else ()) or commitment.fields
        involved = {reception.clerk} if message is None else set()
        if proposal is not None:
            involved.add(proposal.by)
        return ReviewItem(
            id=head.id,
            kind=head.kind,
            harm=head.harm,
            title=commitment.title,
            reception_id=reception.id,
            reception_number=reception.number,
            clerk=proposal.by if proposal is not None else reception.clerk,
            party=commitment.executor,
            due=commitment.due,
            since=head.since,
            decidable=self._supervisor not in involved,
            detail=self._detail(head, commitment),
            passes=tuple(label for label, _ in passes),
            on_hold=head.on_hold,
            protected=reception.protected,
            commitment_id=commitment.id,
        )

    def _detail(self, head: Head, commitment: Commitment) -> str:
        if head.proposal is not None:
            return head.proposal.content.reason
        if head.message is not None:
            tries = head.message.attempts
            waits = head.message.state is DeliveryState.RESENDING
            return f"再送 {tries}回" if waits else "送れませんでした"
        if head.kind is ItemKind.RELEASE:
            return "支援措置のため止めています"
        if head.kind is not ItemKind.CUT_OFF:
            last = commitment.last
            return last.content.reason if last else ""
        expected = promised_day(commitment)
        if commitment.state.phase is Phase.REQUESTED or expected is None:
            return "約束がまだです"
        return f"決定が{(self._now.date() - expected).days}日おくれ"


def promised_day(commitment: Commitment) -> date | None:
    """The day the executor promised to be ready (約束の日), the latest promise counting."""
    days = [
        r.content.expected_on
        for r in commitment.acts
        if r.act is Act.PROMISE and r.content.expected_on is not None
    ]
    return days[-1] if days else None


def _of_message(queued: QueuedMessage, standing: Standing) -> Head:
    failed = queued.state is not DeliveryState.RESENDING
    tried_often = queued.attempts >= LATE_AFTER_ATTEMPTS
    return Head(
        id=f"message:{queued.message.id}",
        kind=ItemKind.DELIVERY,
        harm=Harm.HIGH if failed or tried_often else Harm.MEDIUM,
        since=queued.message.created_at,
        standing=standing,
        message=queued,
    )


def _of_refused(head: Head) -> ReviewItem:
    assert head.refused is not None
    return ReviewItem(
        id=head.id,
        kind=head.kind,
        harm=head.harm,
        title="受け付けなかった返事",
        reception_id="",
        reception_number="",
        clerk="",
        party=head.refused.from_party,
        due=None,
        since=head.since,
        decidable=True,
        detail=head.refused.reason,
        on_hold=head.on_hold,
    )


def _settled(item: Head, decision: ReviewDecision | None) -> bool:
    """Whether a decision still covers what waits now; what happened after it waits anew.

    A message shows by its own state what became of it: sent again and late again, it is back.
    """
    if decision is None or decision.verdict == Verdict.HOLD or item.kind is ItemKind.DELIVERY:
        return False
    return decision.at >= item.since


def _held_back(item: Head, decision: ReviewDecision | None) -> bool:
    return decision is not None and decision.verdict == Verdict.HOLD and decision.at >= item.since
