"""Review (監督者): one queue of everything that needs a person, and the whole story of a case.

Sorted by harm, then by time left. What waits is found among the open commitments, the messages
that did not arrive, the proposals and the refused messages; nothing that has ended is read.
A supervisor never decides on a case of their own (四つの目), and every decision has a reason and
stays: a later one is added, nothing is taken away. Where the town asks for it, a staff card
(職員カード) proves who decides.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from counter_app.failures import CounterError, FailureCode
from counter_app.looks import RECEPTIONS_SEARCHED, grouped, searched_by
from counter_app.model.message import DeliveryState
from counter_app.model.people import Household
from counter_app.model.staff import BY_NAME, Staff
from counter_app.paperwork.values import NeededSheet
from counter_app.ports import (
    AuditEntry,
    Clock,
    FormRendering,
    PrintOutcome,
    PrintQueue,
    ReviewDecision,
    StaffIdentity,
    StaffProof,
    Store,
    Unit,
)
from counter_app.review_items import (
    LOOKED_AT,
    NOT_ARRIVED,
    PROPOSED,
    Harm,
    ItemKind,
    Queue,
    ReviewItem,
    Verdict,
)
from counter_app.staff_proof import (
    CARD_REFUSED,
    card_fields,
    card_of,
    decision_statement,
    proved_member,
)
from counter_app.waiting import Waiting

__all__ = [
    "LOOKED_AT",
    "NOT_ARRIVED",
    "PROPOSED",
    "Harm",
    "ItemKind",
    "Queue",
    "Review",
    "ReviewItem",
    "StoryLine",
    "Verdict",
]


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
    card: StaffIdentity | None = None  # the staff card that proved who did it


class Review:
    """The use case of one supervisor. `staff` says whether a decision needs a staff card."""

    def __init__(self, store: Store, clock: Clock, supervisor: str, staff: Staff = BY_NAME) -> None:
        self._store = store
        self._clock = clock
        self._supervisor = supervisor
        self._staff = staff

    def waiting(self, reception_id: str | None = None) -> tuple[ReviewItem, ...]:
        """Everything that waits for a person, worst and most urgent first; or one reception's.

        Reads the commitments and receptions of what waits, and no others.
        """
        with self._store.view() as unit:
            seen = self._seen(unit)
            return seen.items(seen.heads(reception_id))[0]

    def queue(self, most: int, without: Collection[ItemKind] = ()) -> Queue:
        """The first `most` rows of what waits, but for the kinds in `without`.

        Counts all of it from how commitments stand; reads only what the rows speak of.
        """
        with self._store.view() as unit:
            seen = self._seen(unit)
            heads = seen.heads()
            rows = {head.row: head.kind for head in heads}
            counts = Counter(rows.values())
            first = dict.fromkeys(row for row, kind in rows.items() if kind not in without)
            chosen = set(list(first)[:most])
            items, receptions = seen.items([h for h in heads if h.row in chosen])
        return Queue(items, receptions, tuple(counts.items()))

    def _seen(self, unit: Unit) -> Waiting:
        return Waiting(unit, self._clock(), self._supervisor)

    def decide(
        self, item: ReviewItem, verdict: Verdict, reason: str, proof: StaffProof | None = None
    ) -> None:
        """Decide one item; reads its reception alone.

        `proof` is for `decision_statement(item.id, verdict.value, reason)`. Raises
        REVIEW_REASON_MISSING, REVIEW_OWN_CASE, REVIEW_ITEM_GONE when somebody else was quicker,
        STAFF_CARD_REQUIRED, or what `proved_member` raises; nothing changes then.
        """
        if not reason.strip():
            raise CounterError(FailureCode.REVIEW_REASON_MISSING)
        kind, _, target = item.id.partition(":")
        now = self._clock()
        who = self._decider(item, decision_statement(item.id, verdict.value, reason), proof, now)
        with self._store.unit() as unit:
            if not self._may_decide(unit, item, who):
                raise CounterError(FailureCode.REVIEW_OWN_CASE)
            if all(item.id != left.id for left in self._seen(unit).heads(item.reception_id)):
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
            elif item.kind in LOOKED_AT and verdict is Verdict.ALLOW:
                group = next(g for g in grouped(unit.owed_looks()) if g.id == item.id)
                unit.looked_at(group.places_until(item.since))
            unit.add_decision(ReviewDecision(item.id, verdict.value, reason, who, now, proof))
            unit.audit(
                AuditEntry(
                    at=now,
                    who=who,
                    terminal="review",
                    what=f"review.{verdict.value}.{_told_of(item)}",
                    case=item.reception_id,
                    reason=reason,
                    fields=card_fields(proof) if proof is not None else (),
                )
            )

    def story(self, reception_id: str, *, opened: bool = True) -> tuple[StoryLine, ...]:
        """The whole story of a case in order of time; looking at it is recorded.

        `opened` is False where it is read again while it stands open since it was recorded.
        Reads the commitments, messages, signatures and records of that reception alone.
        """
        with self._store.unit() as unit:
            if opened:
                looked = AuditEntry(
                    at=self._clock(),
                    who=self._supervisor,
                    terminal="review",
                    what="case.view",
                    case=reception_id,
                )
                unit.audit(looked)
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
                    reason=s.writing.record,
                )
                for s in unit.signatures(reception_id)
            ]
            lines += [
                StoryLine(
                    e.at,
                    "audit",
                    e.what,
                    e.who,
                    code=e.what,
                    reason=e.reason,
                    where=e.terminal,
                    card=card_of(e),
                )
                for e in unit.audit_entries(case=reception_id)
            ]
        return tuple(sorted(lines, key=lambda line: line.at))

    def record_search(self, words: str) -> None:
        """A search among all receptions began; recorded before anything is found.

        The record says by what was searched, never the words; another supervisor looks at it.
        """
        with self._store.unit() as unit:
            unit.audit(
                AuditEntry(
                    at=self._clock(),
                    who=self._supervisor,
                    terminal="review",
                    what=RECEPTIONS_SEARCHED,
                    fields=(searched_by(words),),
                )
            )

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

    def print_day(
        self, sheet: NeededSheet, name: str, renderer: FormRendering, printer: PrintQueue
    ) -> PrintOutcome:
        """Print the day report (日計表) under this job name; it is recorded, and not kept.

        Raises what the printer raises; nothing is recorded then.
        """
        now = self._clock()
        form = renderer.render(sheet.form_id, sheet.data, on=now.date())
        outcome = printer.print(form.pdf, name)
        with self._store.unit() as unit:
            unit.audit(
                AuditEntry(
                    at=now,
                    who=self._supervisor,
                    terminal="review",
                    what=f"day.print.{outcome.state}",
                    fields=(name,),
                )
            )
        return outcome

    # --- deciding -------------------------------------------------------------------------

    def _decider(
        self, item: ReviewItem, statement: bytes, proof: StaffProof | None, now: datetime
    ) -> str:
        """Who decides: by the staff card, or by the name at the window where the town has none.

        A card that is no proof is recorded before it is refused.
        """
        if proof is None:
            if self._staff.card_for_decisions:
                raise CounterError(FailureCode.STAFF_CARD_REQUIRED)
            return self._supervisor
        try:
            return proved_member(proof, self._staff, self._supervisor, statement, now).name
        except CounterError as refused:
            with self._store.unit() as unit:
                unit.audit(
                    AuditEntry(
                        at=now,
                        who=self._supervisor,
                        terminal="review",
                        what=CARD_REFUSED,
                        case=item.reception_id,
                        fields=(*card_fields(proof), refused.code.value),
                    )
                )
            raise

    def _may_decide(self, unit: Unit, item: ReviewItem, who: str) -> bool:
        """Four eyes, checked against the store, not against what the screen was given."""
        kind, _, target = item.id.partition(":")
        if kind == "proposal":
            proposal = next((p for p in unit.proposals() if p.id == target), None)
            if proposal is not None and proposal.by == who:
                return False
        if item.kind in LOOKED_AT:
            return all(
                group.first.who != who
                for group in grouped(unit.owed_looks())
                if group.id == item.id
            )
        if kind in ("release", "proposal", "revocation", "declined", "late"):
            return unit.reception(item.reception_id).clerk != who
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


def _told_of(item: ReviewItem) -> str:
    """What the record says was decided about."""
    if item.kind is ItemKind.COURT_NOTICE:
        return item.kind.value
    return item.id.partition(":")[0]
