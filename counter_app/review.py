"""Review (監督者): one queue of everything that needs a person, and the whole story of a case.

Sorted by harm, then by time left. A supervisor never decides on a case of their own (四つの目),
and every decision has a reason and stays: a later one is added, nothing is taken away.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import IntEnum, StrEnum

from counter_app.failures import CounterError, FailureCode
from counter_app.model.commitment import Act, Commitment, Phase
from counter_app.model.message import DeliveryState, QueuedMessage
from counter_app.model.people import Household
from counter_app.model.reception import Reception
from counter_app.ports import AuditEntry, Clock, Proposal, ReviewDecision, Store, Unit

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


class Review:
    """The use case of one supervisor."""

    def __init__(self, store: Store, clock: Clock, supervisor: str) -> None:
        self._store = store
        self._clock = clock
        self._supervisor = supervisor

    def waiting(self) -> tuple[ReviewItem, ...]:
        """Everything that waits for a person, worst and most urgent first."""
        with self._store.view() as unit:
            return self._waiting(unit)

    def _waiting(self, unit: Unit) -> tuple[ReviewItem, ...]:
        receptions = {r.id: r for r in unit.receptions()}
        commitments = {c.id: c for c in unit.commitments()}
        items: list[ReviewItem] = []
        for commitment in commitments.values():
            items += self._of_commitment(commitment, receptions[commitment.reception_id])
        for message in unit.outbox():
            items += self._of_message(message, commitments, receptions)
        for proposal in unit.proposals():
            commitment = commitments[proposal.commitment_id]
            items.append(
                self._of_proposal(proposal, commitment, receptions[commitment.reception_id])
            )
        for put_aside, at in unit.refused():
            items.append(
                ReviewItem(
                    id=f"refused:{put_aside.id}",
                    kind=ItemKind.REFUSED_MESSAGE,
                    harm=Harm.HIGH,
                    title="受け付けなかった返事",
                    reception_id="",
                    reception_number="",
                    clerk="",
                    party=put_aside.from_party,
                    due=None,
                    since=at,
                    decidable=True,
                    detail=put_aside.reason,
                )
            )
        latest = {d.item: d for d in sorted(unit.decisions(), key=lambda d: d.at)}
        left = [
            replace(item, on_hold=_held_back(item, latest.get(item.id)))
            for item in items
            if not _settled(item, latest.get(item.id))
        ]
        far = date.max
        return tuple(sorted(left, key=lambda i: (-i.harm, i.due or far, i.since)))

    def decide(self, item: ReviewItem, verdict: Verdict, reason: str) -> None:
        """Decide one item.

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
            if all(item.id != left.id for left in self._waiting(unit)):
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
        """The whole story of a case in order of time; looking at it is recorded."""
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

    # --- what waits -----------------------------------------------------------------------

    def _about(
        self,
        item_id: str,
        kind: ItemKind,
        harm: Harm,
        commitment: Commitment,
        reception: Reception,
        *,
        since: datetime,
        detail: str,
        decidable: bool,
        clerk: str = "",
        passes: tuple[tuple[str, str], ...] | None = None,
    ) -> ReviewItem:
        """An item about a commitment; what would pass is told by labels alone."""
        return ReviewItem(
            id=item_id,
            kind=kind,
            harm=harm,
            title=commitment.title,
            reception_id=reception.id,
            reception_number=reception.number,
            clerk=clerk or reception.clerk,
            party=commitment.executor,
            due=commitment.due,
            since=since,
            decidable=decidable,
            detail=detail,
            passes=tuple(label for label, _ in (passes or commitment.fields)),
            protected=reception.protected,
            commitment_id=commitment.id,
        )

    def _of_commitment(self, commitment: Commitment, reception: Reception) -> list[ReviewItem]:
        state = commitment.state
        last = commitment.last
        since = last.at if last else reception.opened_at
        reason = last.content.reason if last else ""
        today = self._clock().date()
        found: list[ReviewItem] = []

        def add(prefix: str, kind: ItemKind, harm: Harm, detail: str) -> None:
            found.append(
                self._about(
                    f"{prefix}:{commitment.id}",
                    kind,
                    harm,
                    commitment,
                    reception,
                    since=since,
                    detail=detail,
                    decidable=reception.clerk != self._supervisor,
                )
            )

        if commitment.held:
            add("release", ItemKind.RELEASE, Harm.GRAVE, "支援措置のため止めています")
        if state.revoking is not None:
            add("revocation", ItemKind.REVOCATION, Harm.MEDIUM, reason)
        elif state.phase in (Phase.DECLINED, Phase.REJECTED):
            add("declined", ItemKind.DECLINED, Harm.HIGH, reason)
        elif state.phase is Phase.REQUESTED and not commitment.held:
            overdue = commitment.due is not None and commitment.due < today
            if self._clock() - since > PROMISE_WITHIN or overdue:
                add("late", ItemKind.CUT_OFF, Harm.MEDIUM, "約束がまだです")
        elif state.phase is Phase.PROMISED:
            expected = promised_day(commitment)
            if expected is not None and expected < today:
                days = (today - expected).days
                add("late", ItemKind.CUT_OFF, Harm.MEDIUM, f"決定が{days}日おくれ")
        return found

    def _of_message(
        self,
        queued: QueuedMessage,
        commitments: dict[str, Commitment],
        receptions: dict[str, Reception],
    ) -> list[ReviewItem]:
        failed = queued.state in (DeliveryState.FAILED, DeliveryState.EXPIRED)
        if not failed and queued.state is not DeliveryState.RESENDING:
            return []
        commitment = commitments[queued.message.commitment_id]
        tried_often = queued.attempts >= LATE_AFTER_ATTEMPTS
        return [
            self._about(
                f"message:{queued.message.id}",
                ItemKind.DELIVERY,
                Harm.HIGH if failed or tried_often else Harm.MEDIUM,
                commitment,
                receptions[commitment.reception_id],
                since=queued.message.created_at,
                detail="送れませんでした" if failed else f"再送 {queued.attempts}回",
                decidable=True,
                passes=queued.message.what.subject,
            )
        ]

    def _of_proposal(
        self, proposal: Proposal, commitment: Commitment, reception: Reception
    ) -> ReviewItem:
        return self._about(
            f"proposal:{proposal.id}",
            ItemKind.REFUSAL,
            Harm.HIGH,
            commitment,
            reception,
            since=proposal.at,
            detail=proposal.content.reason,
            decidable=self._supervisor not in (proposal.by, reception.clerk),
            clerk=proposal.by,
        )

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


def _settled(item: ReviewItem, decision: ReviewDecision | None) -> bool:
    """Whether a decision still covers what waits now; what happened after it waits anew.

    A message shows by its own state what became of it: sent again and late again, it is back.
    """
    if decision is None or decision.verdict == Verdict.HOLD or item.kind is ItemKind.DELIVERY:
        return False
    return decision.at >= item.since


def _held_back(item: ReviewItem, decision: ReviewDecision | None) -> bool:
    return decision is not None and decision.verdict == Verdict.HOLD and decision.at >= item.since


def promised(commitments: tuple[Commitment, ...]) -> int:
    """How many commitments came at least to a promise (約束 n／m)."""
    return sum(1 for c in commitments if any(r.act is Act.PROMISE for r in c.acts))
