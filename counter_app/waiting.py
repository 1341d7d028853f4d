"""What waits for a supervisor (確認待ち): found among what is open, sorted, and read in full.

Finding and sorting reads how the open commitments stand, the messages that did not arrive, the
proposals, the refused messages and the decisions on these; nothing that has ended is read. Fields,
acts and receptions are read of the items asked for alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from counter_app.looks import LookGroup, grouped
from counter_app.model.commitment import Act, Commitment, Phase
from counter_app.model.message import DeliveryState, QueuedMessage, RefusedMessage
from counter_app.model.reception import Reception
from counter_app.paperwork.notices import LATE_REASON
from counter_app.ports import Proposal, ReviewDecision, Standing, Unit
from counter_app.review_items import (
    LOOKED_AT,
    NOT_ARRIVED,
    Harm,
    ItemKind,
    ReviewItem,
    Verdict,
    row_of,
    urgency,
)

LATE_AFTER_ATTEMPTS = 3
"""A message that was tried this often is shown to a person."""

PROMISE_WITHIN = timedelta(days=2)
"""A request not promised for this long is shown to a person."""


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
    looks: LookGroup | None = None
    on_hold: bool = False
    asking: bool = False

    @property
    def due(self) -> date | None:
        if self.looks is not None:
            return self.looks.due
        return self.standing.due if self.standing is not None else None

    @property
    def reception_id(self) -> str:
        if self.looks is not None:
            return self.looks.first.case
        return self.standing.reception_id if self.standing is not None else ""

    @property
    def row(self) -> str:
        return row_of(self.kind, self.id, self.reception_id)


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
        sent = self._released(standings)
        heads = [head for standing in standings for head in self._of_standing(standing, sent)]
        proposals = unit.proposals()
        concerned = {m.message.commitment_id for m in messages}
        concerned |= {p.commitment_id for p in proposals}
        about = {s.commitment_id: s for s in unit.standings(ids=concerned)}
        to_court = self._to_court(proposals)
        heads += [_of_message(m, about[m.message.commitment_id]) for m in messages]
        heads += [
            Head(
                id=f"proposal:{proposal.id}",
                kind=ItemKind.COURT_NOTICE if proposal.id in to_court else ItemKind.REFUSAL,
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
        heads += [
            _of_looks(group)
            for group in grouped(unit.owed_looks())
            if reception_id in (None, group.first.case)
        ]
        decided = sorted(unit.decisions(items=[h.id for h in heads]), key=lambda d: d.at)
        latest = {d.item: d for d in decided}
        left = [
            replace(
                head,
                on_hold=_held_back(head, latest.get(head.id)),
                asking=_asks(head, latest.get(head.id)),
            )
            for head in heads
            if not _settled(head, latest.get(head.id))
        ]
        return sorted(left, key=urgency)

    def _to_court(self, proposals: tuple[Proposal, ...]) -> set[str]:
        """Those that refuse nobody anything: the court is to hear of a late filing."""
        asked = self._unit.commitments(ids={p.commitment_id for p in proposals})
        late = {c.id for c in asked if c.procedure_id == LATE_REASON}
        return {p.id for p in proposals if p.commitment_id in late}

    def _released(self, standings: Iterable[Standing]) -> dict[str, datetime]:
        """When those asked too long ago were released, by commitment: they are asked since then."""
        asked = [s.commitment_id for s in standings if s.phase is Phase.REQUESTED and not s.held]
        decisions = self._unit.decisions(items=[f"release:{each}" for each in asked])
        return {d.item.partition(":")[2]: d.at for d in sorted(decisions, key=lambda d: d.at)}

    def _of_standing(self, standing: Standing, released: Mapping[str, datetime]) -> list[Head]:
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
            asked = released.get(standing.commitment_id, since)
            if now - asked > PROMISE_WITHIN or overdue:
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
        concerned = {head.reception_id for head in heads if head.reception_id}
        receptions = {r.id: r for r in self._unit.receptions(ids=concerned)}
        items = []
        for head in heads:
            if head.looks is not None:
                items.append(self._to_look_at(head, receptions.get(head.reception_id)))
            elif head.standing is None:
                items.append(_of_refused(head))
            else:
                commitment = commitments[head.standing.commitment_id]
                items.append(self._about(head, commitment, receptions[commitment.reception_id]))
        return tuple(items), tuple(receptions.values())

    def _to_look_at(self, head: Head, reception: Reception | None) -> ReviewItem:
        """What somebody did; nobody looks at their own."""
        assert head.looks is not None
        done = head.looks.first
        return ReviewItem(
            id=head.id,
            kind=head.kind,
            harm=head.harm,
            title="",
            reception_id=head.reception_id,
            reception_number=reception.number if reception is not None else "",
            clerk=done.who,
            party=done.terminal,
            due=head.due,
            since=head.since,
            decidable=self._supervisor != done.who,
            on_hold=head.on_hold,
            protected=reception is not None and reception.protected,
            asking=head.asking,
            looks=head.looks,
        )

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


def _of_looks(group: LookGroup) -> Head:
    kind, harm = ItemKind.REPRINT, Harm.MEDIUM
    if group.is_search:
        kind, harm = ItemKind.SEARCH, Harm.LOW
    return Head(id=group.id, kind=kind, harm=harm, since=group.last_at, looks=group)


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
    if item.kind in LOOKED_AT:
        return False  # what was looked at is owed no more, what is asked about stays
    return decision.at >= item.since


def _held_back(item: Head, decision: ReviewDecision | None) -> bool:
    return decision is not None and decision.verdict == Verdict.HOLD and decision.at >= item.since


def _asks(item: Head, decision: ReviewDecision | None) -> bool:
    stopped = decision is not None and decision.verdict == Verdict.STOP
    return item.kind in LOOKED_AT and stopped
