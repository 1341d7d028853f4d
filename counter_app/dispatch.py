"""Dispatch (依頼): one transaction turns a signed reception into commitments and queued messages.

The reception number exists only because that transaction committed; a caller that never saw the
answer repeats `commit` and gets the same number, because the reception id was made long before.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from counter_app.failures import CounterError, FailureCode
from counter_app.intake import Terminal
from counter_app.intake.record import refuse_abandoned
from counter_app.model.attachment import AwaitedPaper
from counter_app.model.commitment import (
    NOTHING_MORE,
    Act,
    ActContent,
    Actor,
    Commitment,
    ExecutorKind,
)
from counter_app.model.document import DocumentState
from counter_app.model.message import OutboundMessage, What
from counter_app.model.numbers import new_id, reception_number
from counter_app.model.reception import Protection, Reception, ReceptionState, Step
from counter_app.paperwork.values import PlannedTask
from counter_app.ports import AuditEntry, Clock, Store, StoredDocument, Unit

MESSAGE_LIFETIME = timedelta(days=30)
"""How long a message may wait for the hub before it counts as expired, never as declined."""

WITHOUT_LINK = "リンクコードなし：引継票で渡します"
"""Said of a reception whose departments are told on paper, and no organisation at all."""

_UNSIGNED = (DocumentState.RESERVED, DocumentState.RENDERED, DocumentState.SHOWN)


def missing(reception: Reception, documents: tuple[StoredDocument, ...]) -> tuple[str, ...]:
    """What still keeps a reception from being committed, as short Japanese phrases."""
    lacking: list[str] = []
    if reception.protection is Protection.UNASKED:
        lacking.append("支援措置の質問")
    if reception.identity is None:
        lacking.append("本人確認")
    if reception.household is None:
        lacking.append("世帯")
    elif reception.household.lacks_head:
        lacking.append("世帯主")
    elif reception.household.lacks_existing_head:
        lacking.append("今ある世帯の世帯主")
    elif not (reception.handed_over or reception.link_code(reception.filer_id)):
        lacking.append("リンクコード")
    unsigned = sum(1 for d in documents if d.signer and d.state in _UNSIGNED)
    if unsigned:
        lacking.append(f"署名 {unsigned}枚")
    return tuple(lacking)


def _passed(tasks: tuple[PlannedTask, ...], today: date) -> tuple[str, ...]:
    """Requests whose wished day passed while the reception stood open."""
    days = [(task.title, task.content.expected_on) for task in tasks]
    return tuple(f"{title}の日（過ぎました）" for title, day in days if day and day < today)


def _awaited(tasks: Iterable[tuple[str, PlannedTask]]) -> tuple[AwaitedPaper, ...]:
    """What is waited for, each paper once, with the ids of all tasks it goes with."""
    found: dict[str, AwaitedPaper] = {}
    for commitment_id, task in tasks:
        for paper in task.papers:
            known = found.get(paper.key, paper)
            days = [day for day in (known.due, paper.due) if day is not None]
            found[paper.key] = replace(
                known, tasks=(*known.tasks, commitment_id), due=min(days, default=None)
            )
    return tuple(found.values())


class Dispatch:
    """The use case; also the initiator's later acts on the same commitments."""

    def __init__(self, store: Store, clock: Clock, terminal: Terminal, town: str) -> None:
        self._store = store
        self._clock = clock
        self._terminal = terminal
        self._town = town

    def commit(self, reception: Reception, tasks: tuple[PlannedTask, ...]) -> Reception:
        """Commit: reception, commitments, acts, outbox rows and audit line, all or nothing.

        Of a reception without a link code (`Reception.handed_over`) departments are handed paper,
        and no organisation is asked: a message says by its link code whom it is about.

        Of a protected reception (支援措置) nothing leaves the town: every request to an
        organisation is held until a supervisor releases it. Departments get their tasks, since
        they have to set their own protection at once; those tell neither name nor address.

        Repeating it on a committed reception gives the stored one. Raises DISPATCH_NOT_READY with
        what is missing, RECEPTION_ABANDONED for one that was given up; nothing has changed then.
        """
        now = self._clock()
        with self._store.unit() as unit:
            stored = unit.reception(reception.id)
            refuse_abandoned(stored)
            if stored.state is not ReceptionState.OPEN:
                return stored
            lacking = missing(reception, unit.documents(reception.id))
            lacking += _passed(tasks, now.date())
            if lacking:
                raise CounterError(FailureCode.DISPATCH_NOT_READY, "・".join(lacking))
            made = [(new_id(), task) for task in tasks]
            sequence = unit.next_reception_sequence(now.date())
            committed = unit.save_reception(
                replace(
                    reception,
                    state=ReceptionState.COMMITTED,
                    step=Step.DISPATCH,
                    number=reception_number(now.date(), sequence),
                    committed_at=now,
                    awaited=_awaited(made),
                )
            )
            for commitment_id, task in made:
                outside = task.executor_kind is ExecutorKind.ORGANISATION
                commitment = Commitment(
                    id=commitment_id,
                    reception_id=reception.id,
                    procedure_id=task.procedure_id,
                    title=task.title,
                    product=task.product,
                    link_code=reception.link_code(task.applicant_id or reception.filer_id),
                    executor_kind=task.executor_kind,
                    executor=task.executor,
                    members=task.member_ids,
                    due=task.due,
                    sheets=task.sheets,
                    consent=task.consent,
                    held=reception.protected and outside,
                    fields=task.fields,
                )
                unit.add_commitment(commitment)
                self._append(unit, commitment, Act.REQUEST, task.content)
            why = WITHOUT_LINK if reception.handed_over else ""
            unit.audit(self._entry("dispatch.commit", reception.id, why))
        return committed

    def perform(
        self, commitment_id: str, act: Act, content: ActContent = NOTHING_MORE
    ) -> Commitment:
        """One act of ours as initiator (頼み直す, 取りやめる, 受け入れる, 差し戻す, 取消し …).

        For an organisation the act and its message are stored together.
        Raises COMMITMENT_ACT_NOT_ALLOWED.
        """
        with self._store.unit() as unit:
            commitment = unit.commitment(commitment_id)
            changed = self._append(unit, commitment, act, content)
            unit.audit(
                self._entry(f"commitment.{act.value}", commitment.reception_id, content.reason)
            )
        return changed

    def close(self, reception: Reception) -> Reception:
        """Close the visit; what is open waits for its replies (返事待ちにして終わる)."""
        with self._store.unit() as unit:
            closed = unit.save_reception(replace(reception, state=ReceptionState.CLOSED))
            unit.audit(self._entry("reception.close", reception.id))
        return closed

    def _append(
        self, unit: Unit, commitment: Commitment, act: Act, content: ActContent
    ) -> Commitment:
        outside = commitment.executor_kind is ExecutorKind.ORGANISATION
        message_id = new_id() if outside else ""
        now = self._clock()
        changed = commitment.act(
            act,
            Actor.INITIATOR,
            by=self._terminal.clerk,
            at=now,
            content=content,
            message_id=message_id,
        )
        record = changed.acts[-1]
        unit.append_act(commitment.id, record)
        if outside:
            what = What(
                transaction=commitment.id,
                act=act,
                sequence=record.sequence,
                product=commitment.product,
                content=content,
                subject=commitment.fields if act is Act.REQUEST else (),
                in_reply_to=commitment.last.message_id if commitment.last else "",
                consent=commitment.consent,
                due=commitment.due,
            )
            message = OutboundMessage(
                id=message_id,
                from_party=self._town,
                to_party=commitment.executor,
                who=commitment.link_code,
                what=what,
                created_at=now,
                not_after=now + MESSAGE_LIFETIME,
                reception_id=commitment.reception_id,
                commitment_id=commitment.id,
            )
            unit.enqueue(message, held=commitment.held)
        return changed

    def _entry(self, what: str, case: str, reason: str = "") -> AuditEntry:
        return AuditEntry(
            at=self._clock(),
            who=self._terminal.clerk,
            terminal=self._terminal.counter,
            what=what,
            case=case,
            reason=reason,
        )
