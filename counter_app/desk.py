"""Desk (担当課): a department sees its tasks by link code and promises, declines or declares.

It sees exactly the fields its procedure carries, never the rest of the household. A refusal is
prepared here and performed only after a supervisor has read reason and 教示.
"""

from dataclasses import dataclass, replace
from datetime import date

from counter_app.model.calendar import fiscal_year
from counter_app.model.commitment import (
    NOTHING_MORE,
    Act,
    ActContent,
    Actor,
    Commitment,
    Decision,
    Phase,
)
from counter_app.model.numbers import new_id
from counter_app.ports import AuditEntry, Clock, Proposal, Store, StoredDocument, Unit


@dataclass(frozen=True, slots=True)
class Officer:
    """An officer of one department (担当者)."""

    name: str
    department: str  # "dept.children"


@dataclass(frozen=True, slots=True)
class DeskTask:
    """One task on the desk. `days_left` counts to the due day, negative when it is late."""

    commitment: Commitment
    reception_number: str
    due: date | None
    days_left: int | None
    waits_for_supervisor: bool


class Desk:
    """The use case of one officer."""

    def __init__(self, store: Store, clock: Clock, officer: Officer) -> None:
        self._store = store
        self._clock = clock
        self._officer = officer

    def tasks(self) -> tuple[DeskTask, ...]:
        """The department's tasks, late ones first, then by due day; ended ones last."""
        today = self._clock().date()
        with self._store.view() as unit:
            commitments = unit.commitments(executor=self._officer.department)
            waiting = {p.commitment_id for p in unit.proposals()}
            numbers = {c.reception_id: unit.reception(c.reception_id).number for c in commitments}
        tasks = [
            DeskTask(
                commitment=c,
                reception_number=numbers[c.reception_id],
                due=(due := _due(c)),
                days_left=None if due is None else (due - today).days,
                waits_for_supervisor=c.id in waiting,
            )
            for c in commitments
            if not c.held
        ]
        far = date.max
        return tuple(
            sorted(tasks, key=lambda t: (t.commitment.ended, t.due or far, t.commitment.id))
        )

    def open(self, commitment_id: str) -> Commitment:
        """Open one task; who looked is recorded."""
        with self._store.unit() as unit:
            commitment = self._own(unit, commitment_id)
            unit.audit(self._entry("desk.view", commitment.reception_id))
        return commitment

    def papers(self, commitment_id: str) -> tuple[StoredDocument, ...]:
        """The sheets that go with one task, and no others of the household; it is recorded."""
        with self._store.unit() as unit:
            commitment = self._own(unit, commitment_id)
            unit.audit(
                replace(
                    self._entry("desk.papers", commitment.reception_id), fields=commitment.sheets
                )
            )
            documents = unit.documents(commitment.reception_id)
        return tuple(d for d in documents if d.number in commitment.sheets)

    def next_reference(self) -> str:
        """The next number of a decision of this department: fiscal year and running number."""
        year = fiscal_year(self._clock().date())
        with self._store.view() as unit:
            commitments = unit.commitments(executor=self._officer.department)
            ours = {c.id for c in commitments}
            given = [r.content.reference for c in commitments for r in c.acts]
            given += [p.content.reference for p in unit.proposals() if p.commitment_id in ours]
        prefix = f"{year}-"
        used = [g.removeprefix(prefix) for g in given if g.startswith(prefix)]
        highest = max((int(u) for u in used if u.isdecimal()), default=0)
        return f"{prefix}{highest + 1:04d}"

    def promise(self, commitment_id: str, expected_on: date | None = None) -> Commitment:
        """Take the application in (受理), with the day the decision is expected."""
        return self._perform(commitment_id, Act.PROMISE, ActContent(expected_on=expected_on))

    def decline(self, commitment_id: str, reason: str) -> Commitment:
        """Send it back (返戻・補正依頼); not a refusal of the application."""
        return self._perform(commitment_id, Act.DECLINE, ActContent(reason=reason))

    def grant(
        self, commitment_id: str, reference: str = "", details: tuple[tuple[str, str], ...] = ()
    ) -> Commitment:
        """Declare that the application was decided and granted (認定)."""
        content = ActContent(decision=Decision.GRANTED, reference=reference, details=details)
        return self._perform(commitment_id, Act.DECLARE, content)

    def prepare_refusal(self, commitment_id: str, reason: str, reference: str = "") -> Proposal:
        """Prepare a refusal (却下): a supervisor performs it after reading reason and 教示."""
        content = ActContent(decision=Decision.REFUSED, reason=reason, reference=reference)
        with self._store.unit() as unit:
            commitment = self._own(unit, commitment_id)
            commitment.state.after(Act.DECLARE, Actor.EXECUTOR)
            proposal = Proposal(
                id=new_id(),
                commitment_id=commitment_id,
                act=Act.DECLARE,
                actor=Actor.EXECUTOR,
                content=content,
                by=self._officer.name,
                at=self._clock(),
            )
            unit.add_proposal(proposal)
            unit.audit(self._entry("desk.prepare_refusal", commitment.reception_id, reason))
        return proposal

    def answer_revocation(self, commitment_id: str, allow: bool, reason: str) -> Commitment:
        """Answer a withdrawal of the request (申請取下げ)."""
        act = Act.ALLOW if allow else Act.REFUSE
        return self._perform(commitment_id, act, ActContent(reason=reason))

    def _perform(
        self, commitment_id: str, act: Act, content: ActContent = NOTHING_MORE
    ) -> Commitment:
        with self._store.unit() as unit:
            commitment = self._own(unit, commitment_id)
            changed = commitment.act(
                act, Actor.EXECUTOR, by=self._officer.name, at=self._clock(), content=content
            )
            unit.append_act(commitment_id, changed.acts[-1])
            unit.audit(
                self._entry(f"commitment.{act.value}", commitment.reception_id, content.reason)
            )
        return changed

    def _own(self, unit: Unit, commitment_id: str) -> Commitment:
        """A commitment of this department. Raises KeyError for one of another."""
        commitment = unit.commitment(commitment_id)
        if commitment.executor != self._officer.department or commitment.held:
            raise KeyError(commitment_id)
        return commitment

    def _entry(self, what: str, case: str, reason: str = "") -> AuditEntry:
        return AuditEntry(
            at=self._clock(),
            who=self._officer.name,
            terminal=self._officer.department,
            what=what,
            case=case,
            reason=reason,
        )


def _due(commitment: Commitment) -> date | None:
    """The day the next act is owed: the promised day once promised, else the legal one."""
    promised = [
        r.content.expected_on
        for r in commitment.acts
        if r.act is Act.PROMISE and r.content.expected_on is not None
    ]
    if commitment.state.phase is Phase.PROMISED and promised:
        return promised[-1]
    return commitment.due
