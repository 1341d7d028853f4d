"""Review (監督者): one queue of everything that needs a person, and the whole story of a case.

Sorted by harm, then by time left. What waits is found among the open commitments, the messages
that did not arrive, the proposals and the refused messages; nothing that has ended is read.
A supervisor never decides on a case of their own (四つの目), and every decision has a reason and
stays: a later one is added, nothing is taken away.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import IntEnum, StrEnum

from counter_app.failures import CounterError, FailureCode
from counter_app.model.commitment import Act, Commitment, Phase
from counter_app.model.message import DeliveryState, QueuedMessage, RefusedMessage
from counter_app.model.people import Household
from counter_app.model.reception import Reception
from counter_app.ports import (
    AuditEntry,
    Clock,
    Proposal,
    ReviewDecision,
    Standing,
    Store,
    Unit,
)

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
class _Head:
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


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One line of a case's story; `kind` is "act", "message", "document" or "audit".

    `code` is the act, the delivery state or the audited deed; `subject` what it was done to.
    """

    at: datetime
    kind: str
    text: str
    who: str
    code: str = ""
    subject: str = ""
    reason: str = ""
    where: str = ""


def _urgency(item: ReviewItem | _Head) -> tuple[int, date, datetime]:
    """Worst first, then what is due first, then what waits longest."""
    return -item.harm, item.due or date.max, item.since


class Review:
    """The use case of one supervisor."""

    def __init__(self, store: Store, clock: Clock, supervisor: str) -> None:
        self._store = store
        self._clock = clock
        self._supervisor = supervisor

    def waiting(self, reception_id: str | None = None) -> tuple[ReviewItem, ...]:
        """Everything that waits for a person, worst and most urgent first; or one reception's.

        Reads the commitments and receptions of what waits, and no others.
        """
        with self._store.view() as unit:
            return self._items(unit, self._heads(unit, reception_id))[0]

    def queue(self, most: int, without: Collection[ItemKind] = ()) -> Queue:
        """The first `most` rows of what waits, but for the kinds in `without`.

        Counts all of it from how commitments stand; reads only what the rows speak of.
        """
        with self._store.view() as unit:
            heads = self._heads(unit)
            rows = {head.row: head.kind for head in heads}
            counts = Counter(rows.values())
            first = dict.fromkeys(row for row, kind in rows.items() if kind not in without)
            chosen = set(list(first)[:most])
            items, receptions = self._items(unit, [h for h in heads if h.row in chosen])
        return Queue(items, receptions, tuple(counts.items()))

    # --- what waits -----------------------------------------------------------------------

    def _heads(self, unit: Unit, reception_id: str | None = None) -> list[_Head]:
        """What waits in its order, without what was decided; of one reception when it is named."""
        now = self._clock()
        today = now.date()
        if reception_id is None:
            standings = unit.standings_in_question(today=today, asked_before=now - PROMISE_WITHIN)
            messages = unit.outbox(states=NOT_ARRIVED)
        else:
            standings = unit.standings(reception_ids=[reception_id], only_open=True)
            messages = unit.outbox(reception_id=reception_id, states=NOT_ARRIVED)
        heads = [head for standing in standings for head in self._of_standing(standing, now)]
        proposals = unit.proposals()
        concerned = {m.message.commitment_id for m in messages}
        concerned |= {p.commitment_id for p in proposals}
        about = {s.commitment_id: s for s in unit.standings(ids=concerned)}
        heads += [_of_message(m, about[m.message.commitment_id]) for m in messages]
        heads += [
            _Head(
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
                _Head(
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

    def _of_standing(self, standing: Standing, now: datetime) -> list[_Head]:
        since = standing.changed_at
        assert since is not None, "an open commitment has an act"
        found: list[_Head] = []

        def add(prefix: str, kind: ItemKind, harm: Harm) -> None:
            item_id = f"{prefix}:{standing.commitment_id}"
            found.append(_Head(id=item_id, kind=kind, harm=harm, since=since, standing=standing))

        if standing.held:
            add("release", ItemKind.RELEASE, Harm.GRAVE)
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

    def _items(
        self, unit: Unit, heads: list[_Head]
    ) -> tuple[tuple[ReviewItem, ...], tuple[Reception, ...]]:
        """The items in full, with the receptions they speak of."""
        standings = [head.standing for head in heads if head.standing is not None]
        commitments = {c.id: c for c in unit.commitments(ids={s.commitment_id for s in standings})}
        receptions = {r.id: r for r in unit.receptions(ids={s.reception_id for s in standings})}
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

    def _about(self, head: _Head, commitment: Commitment, reception: Reception) -> ReviewItem:
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

    def _detail(self, head: _Head, commitment: Commitment) -> str:
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
        return f"決定が{(self._clock().date() - expected).days}日おくれ"

    def decide(self, item: ReviewItem, verdict: Verdict, reason: str) -> None:
        """Decide one item; reads its reception alone.

        Raises REVIEW_REASON_MISSING, REVIEW_OWN_CASE, or REVIEW_ITEM_GONE when somebody else was
        quicker; nothing changes then.
        """
        if not reason.strip():
            raise CounterError(FailureCode.REVIEW_REASON_MISSING)
        kind, _, target = item.id.partition(":")
        now = self._clock()
        with self._store.unit() as unit:
            if not self._may_decide(unit, item):
                raise CounterError(FailureCode.REVIEW_OWN_CASE)
            if all(item.id != left.id for left in self._heads(unit, item.reception_id)):
                raise CounterError(FailureCode.REVIEW_ITEM_GONE)
            if kind == "release" and verdict is not Verdict.HOLD:
                self._release(unit, target, verdict, now)
            elif kind == "message" and verdict is not Verdict.HOLD:
                state = (
                    DeliveryState.WAITING if verdict is Verdict.ALLOW else DeliveryState.CANCELLED
                )
                unit.release_message(target, state, now)
            elif kind == "proposal" and verdict is not Verdict.HOLD:
                self._perform_proposal(unit, target, verdict)
            unit.add_decision(ReviewDecision(item.id, verdict.value, reason, self._supervisor, now))
            unit.audit(
                AuditEntry(
                    at=now,
                    who=self._supervisor,
                    terminal="review",
                    what=f"review.{verdict.value}.{kind}",
                    case=item.reception_id,
                    reason=reason,
                )
            )

    def story(self, reception_id: str) -> tuple[StoryLine, ...]:
        """The whole story of a case in order of time; looking at it is recorded.

        Reads the commitments, messages, signatures and records of that reception alone.
        """
        with self._store.unit() as unit:
            unit.audit(
                AuditEntry(
                    at=self._clock(),
                    who=self._supervisor,
                    terminal="review",
                    what="case.view",
                    case=reception_id,
                )
            )
            lines = [
                StoryLine(
                    r.at,
                    "act",
                    f"{c.title}｜{r.act.value}",
                    r.by,
                    code=r.act.value,
                    subject=c.title,
                    reason=r.content.reason,
                    where=c.executor,
                )
                for c in unit.commitments(reception_id=reception_id)
                for r in c.acts
            ]
            lines += [
                StoryLine(
                    q.delivered_at or q.message.created_at,
                    "message",
                    f"{q.message.to_party}｜{q.message.what.act.value}｜{q.state.value}",
                    "",
                    code=q.state.value,
                    subject=q.message.what.act.value,
                    where=q.message.to_party,
                )
                for q in unit.outbox(reception_id=reception_id)
            ]
            lines += [
                StoryLine(
                    s.signed_at,
                    "document",
                    f"署名 {len(s.pages)}ページ",
                    s.signer_name,
                    code="sign",
                    subject=str(len(s.pages)),
                )
                for s in unit.signatures(reception_id)
            ]
            lines += [
                StoryLine(
                    e.at, "audit", e.what, e.who, code=e.what, reason=e.reason, where=e.terminal
                )
                for e in unit.audit_entries(case=reception_id)
            ]
        return tuple(sorted(lines, key=lambda line: line.at))

    def reveal(self, reception_id: str) -> Household | None:
        """The people of a protected reception. Recorded first, and only then shown."""
        with self._store.unit() as unit:
            unit.audit(
                AuditEntry(
                    at=self._clock(),
                    who=self._supervisor,
                    terminal="review",
                    what="case.reveal",
                    case=reception_id,
                    fields=("name",),
                )
            )
        with self._store.view() as unit:
            return unit.reception(reception_id).household

    # --- deciding -------------------------------------------------------------------------

    def _may_decide(self, unit: Unit, item: ReviewItem) -> bool:
        """Four eyes, checked against the store, not against what the screen was given."""
        kind, _, target = item.id.partition(":")
        if kind == "proposal":
            proposal = next((p for p in unit.proposals() if p.id == target), None)
            if proposal is not None and proposal.by == self._supervisor:
                return False
        if kind in ("release", "proposal", "revocation", "declined", "late"):
            return unit.reception(item.reception_id).clerk != self._supervisor
        return True

    def _release(self, unit: Unit, commitment_id: str, verdict: Verdict, now: datetime) -> None:
        commitment = unit.commitment(commitment_id)
        state = DeliveryState.WAITING if verdict is Verdict.ALLOW else DeliveryState.CANCELLED
        if verdict is Verdict.ALLOW:
            unit.set_held(commitment_id, False)
        for queued in unit.outbox(reception_id=commitment.reception_id):
            if queued.message.commitment_id == commitment_id and queued.state is DeliveryState.HELD:
                unit.release_message(queued.message.id, state, now)

    def _perform_proposal(self, unit: Unit, proposal_id: str, verdict: Verdict) -> None:
        proposal = next(p for p in unit.proposals() if p.id == proposal_id)
        if verdict is Verdict.ALLOW:
            commitment = unit.commitment(proposal.commitment_id)
            changed = commitment.act(
                proposal.act,
                proposal.actor,
                by=proposal.by,
                at=self._clock(),
                content=proposal.content,
            )
            unit.append_act(commitment.id, changed.acts[-1])
        unit.remove_proposal(proposal_id)


def promised_day(commitment: Commitment) -> date | None:
    """The day the executor promised to be ready (約束の日), the latest promise counting."""
    days = [
        r.content.expected_on
        for r in commitment.acts
        if r.act is Act.PROMISE and r.content.expected_on is not None
    ]
    return days[-1] if days else None


def _of_message(queued: QueuedMessage, standing: Standing) -> _Head:
    failed = queued.state is not DeliveryState.RESENDING
    tried_often = queued.attempts >= LATE_AFTER_ATTEMPTS
    return _Head(
        id=f"message:{queued.message.id}",
        kind=ItemKind.DELIVERY,
        harm=Harm.HIGH if failed or tried_often else Harm.MEDIUM,
        since=queued.message.created_at,
        standing=standing,
        message=queued,
    )


def _of_refused(head: _Head) -> ReviewItem:
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


def _settled(item: _Head, decision: ReviewDecision | None) -> bool:
    """Whether a decision still covers what waits now; what happened after it waits anew.

    A message shows by its own state what became of it: sent again and late again, it is back.
    """
    if decision is None or decision.verdict == Verdict.HOLD or item.kind is ItemKind.DELIVERY:
        return False
    return decision.at >= item.since


def _held_back(item: _Head, decision: ReviewDecision | None) -> bool:
    return decision is not None and decision.verdict == Verdict.HOLD and decision.at >= item.since


def promised(commitments: tuple[Commitment, ...]) -> int:
    """How many commitments came at least to a promise (約束 n／m)."""
    return sum(1 for c in commitments if any(r.act is Act.PROMISE for r in c.acts))
