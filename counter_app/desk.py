"""Desk (担当課): a department sees its tasks by link code and promises, declines or declares.

It sees exactly the fields its procedure carries, never the rest of the household. A refusal is
prepared here and performed only after a supervisor has read reason and 教示.

Lists and counts read how the department's open commitments stand; fields and acts are read of the
tasks that are shown, and nothing of what has ended unless it is searched for.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from counter_app.failures import CounterError, FailureCode
from counter_app.looks import TASKS_SEARCHED, searched_by
from counter_app.model.attachment import AwaitedPaper
from counter_app.model.calendar import fiscal_year
from counter_app.model.commitment import (
    NOTHING_MORE,
    Act,
    ActContent,
    Actor,
    Commitment,
    Coordination,
    Decision,
)
from counter_app.model.numbers import new_id
from counter_app.model.paper import scanned_number
from counter_app.paperwork.notices import LATE_REASON
from counter_app.paperwork.terms import NO_TERMS, Terms, terms_asked, terms_faults
from counter_app.ports import AuditEntry, Clock, Proposal, Standing, Store, StoredDocument, Unit
from counter_app.procedures.procedure import GrantNotice


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
    protected: bool = False  # 支援措置: name and address only by a recorded look
    papers: tuple[AwaitedPaper, ...] = ()  # what it was sent without, as it stands now

    @property
    def state(self) -> Coordination:
        return self.commitment.state


@dataclass(frozen=True, slots=True)
class TaskHead:
    """A task as far as it is needed to sort it, group it and count it."""

    standing: Standing
    days_left: int | None

    @property
    def id(self) -> str:
        return self.standing.commitment_id

    @property
    def state(self) -> Coordination:
        return self.standing.state


class Desk:
    """The use case of one officer."""

    def __init__(self, store: Store, clock: Clock, officer: Officer) -> None:
        self._store = store
        self._clock = clock
        self._officer = officer

    def heads(self) -> tuple[TaskHead, ...]:
        """Everything that is open with the department, late ones first, then by due day.

        Reads how the open commitments stand, neither fields nor acts.
        """
        with self._store.view() as unit:
            return self._heads(unit.standings(executor=self._officer.department, only_open=True))

    def search(self, words: str, most: int) -> tuple[TaskHead, ...]:
        """The newest `most` tasks, ended ones too, whose link code or reception number matches.

        Reads how those stand, found in the indexes of codes and numbers.
        """
        with self._store.view() as unit:
            found = unit.find_standings(self._officer.department, sought_code(words), most)
            return self._heads(found)

    def record_search(self, words: str) -> None:
        """A search among all the department's tasks began; recorded before anything is found.

        The record says by what was searched, never the words; a supervisor looks at it.
        """
        entry = self._entry(TASKS_SEARCHED, "")
        with self._store.unit() as unit:
            unit.audit(replace(entry, fields=(searched_by(words),)))

    def _heads(self, standings: tuple[Standing, ...]) -> tuple[TaskHead, ...]:
        today = self._clock().date()
        far = date.max
        shown = [s for s in standings if not s.held]
        shown.sort(key=lambda s: (s.ended, s.owed_on or far, s.commitment_id))
        return tuple(
            TaskHead(s, None if (due := s.owed_on) is None else (due - today).days) for s in shown
        )

    def tasks(self, ids: Collection[str] | None = None) -> tuple[DeskTask, ...]:
        """Tasks in full, late ones first, then by due day: those named, or all that are open."""
        department = self._officer.department
        with self._store.view() as unit:
            if ids is None:
                standings = unit.standings(executor=department, only_open=True)
            else:
                standings = unit.standings(executor=department, ids=ids)
            heads = self._heads(standings)
            commitments = {c.id: c for c in unit.commitments(ids=[head.id for head in heads])}
            waiting = {p.commitment_id for p in unit.proposals()}
            asked = {c.reception_id for c in commitments.values()}
            receptions = {r.id: r for r in unit.receptions(ids=asked)}
        return tuple(
            DeskTask(
                commitment=commitments[head.id],
                reception_number=receptions[head.standing.reception_id].number,
                due=head.standing.owed_on,
                days_left=head.days_left,
                waits_for_supervisor=head.id in waiting,
                protected=receptions[head.standing.reception_id].protected,
                papers=tuple(
                    paper
                    for paper in receptions[head.standing.reception_id].awaited
                    if head.id in paper.tasks
                ),
            )
            for head in heads
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

    def reveal(self, commitment_id: str, fields: tuple[str, ...] = ("name",)) -> tuple[str, ...]:
        """The names of the people one task of a protected reception is about.

        The look is recorded first, with the kinds of fields (`name`, `address`) that will be
        seen, and only then is anything given. A task of nobody in particular is the filer's.
        """
        with self._store.unit() as unit:
            commitment = self._own(unit, commitment_id)
            entry = self._entry("desk.reveal", commitment.reception_id)
            unit.audit(replace(entry, fields=fields))
        with self._store.view() as unit:
            reception = unit.reception(commitment.reception_id)
        household = reception.household
        concerned = commitment.members or (reception.filer_id,)
        members = household.members if household is not None else ()
        return tuple(m.name.shown for m in members if m.id in concerned)

    def next_reference(self) -> str:
        """The next number of a decision of this department: fiscal year and running number.

        Reads the highest number given and the proposals that wait.
        """
        prefix = f"{fiscal_year(self._clock().date())}-"
        department = self._officer.department
        with self._store.view() as unit:
            highest = unit.highest_number(department, prefix)
            prepared = [
                p
                for p in unit.proposals()
                if p.content.reference.startswith(prefix)
                and unit.commitment(p.commitment_id).executor == department
            ]
        used = [p.content.reference.removeprefix(prefix) for p in prepared]
        highest = max([highest, *(int(u) for u in used if u.isdecimal())])
        return f"{prefix}{highest + 1:04d}"

    def promise(self, commitment_id: str, expected_on: date | None = None) -> Commitment:
        """Take the application in (受理), with the day the decision is expected."""
        return self._perform(commitment_id, Act.PROMISE, ActContent(expected_on=expected_on))

    def decline(self, commitment_id: str, reason: str) -> Commitment:
        """Send it back (返戻・補正依頼); not a refusal of the application."""
        return self._perform(commitment_id, Act.DECLINE, ActContent(reason=reason))

    def grant(
        self,
        commitment_id: str,
        reference: str = "",
        details: tuple[tuple[str, str], ...] = (),
        *,
        notice: GrantNotice | None = None,
        terms: Terms = NO_TERMS,
    ) -> Commitment:
        """Declare that the application was decided and granted (認定).

        `notice` is the one its procedure comes back with, `terms` what that says beside the number
        and `details`. Raises DECISION_TERMS_REFUSED for terms the notice cannot stand for.
        """
        said = self._checked_terms(commitment_id, notice, terms)
        content = ActContent(
            decision=Decision.GRANTED, reference=reference, details=(*details, *said)
        )
        return self._perform(commitment_id, Act.DECLARE, content)

    def _checked_terms(
        self, commitment_id: str, notice: GrantNotice | None, terms: Terms
    ) -> tuple[tuple[str, str], ...]:
        """The terms as the declaration keeps them; () of a notice that asks for none."""
        with self._store.view() as unit:
            commitment = self._own(unit, commitment_id)
            household = unit.reception(commitment.reception_id).household
        asked = terms_asked(notice, household.moved_on) if household is not None else None
        if asked is None:
            return ()
        faults = terms_faults(asked, terms)
        if faults:
            raise CounterError(FailureCode.DECISION_TERMS_REFUSED, faults[0].words)
        return terms.details

    def prepare_refusal(self, commitment_id: str, reason: str, reference: str = "") -> Proposal:
        """Prepare a refusal (却下): a supervisor performs it after reading reason and 教示.

        For a late filing it is the notice to the court (住基法52条2項) that is prepared.
        """
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
            to_court = commitment.procedure_id == LATE_REASON
            what = "desk.prepare_court_notice" if to_court else "desk.prepare_refusal"
            unit.audit(self._entry(what, commitment.reception_id, reason))
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


def sought_code(words: str) -> str:
    """The part of a link code or number that is looked for, however it was typed: no hyphens."""
    return scanned_number(words).replace("-", "").replace(" ", "")
