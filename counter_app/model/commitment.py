"""Commitments (依頼): every task for a department and every request to an organisation.

The state of a commitment is a fold over its acts, after the complete DEMO transaction pattern
(Dietz): the standard pattern of request, promise, declare, accept with decline/quit and
reject/stop, and the four revocations, each answered by allow or refuse. An act the table does
not allow is refused. Where a message travels (delivery) is a different matter and never changes
this state by itself.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Self

from counter_app.failures import CounterError, FailureCode


class Act(StrEnum):
    """A coordination act (行為). The value is the act's name in hub messages."""

    REQUEST = "request"
    PROMISE = "promise"
    DECLINE = "decline"
    QUIT = "quit"
    DECLARE = "declare"
    ACCEPT = "accept"
    REJECT = "reject"
    STOP = "stop"
    REVOKE_REQUEST = "revoke_request"
    REVOKE_PROMISE = "revoke_promise"
    REVOKE_DECLARE = "revoke_declare"
    REVOKE_ACCEPT = "revoke_accept"
    ALLOW = "allow"
    REFUSE = "refuse"


class Actor(StrEnum):
    """Who performs an act: the initiator wants the product, the executor makes it."""

    INITIATOR = "initiator"
    EXECUTOR = "executor"


class Phase(StrEnum):
    """Where the conversation stands. QUIT and STOPPED are ends, like ACCEPTED."""

    INITIAL = "initial"
    REQUESTED = "requested"
    PROMISED = "promised"
    DECLINED = "declined"
    DECLARED = "declared"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    QUIT = "quit"
    STOPPED = "stopped"


_I, _E = Actor.INITIATOR, Actor.EXECUTOR

TRANSITIONS: dict[tuple[Phase, Act, Actor], Phase] = {
    (Phase.INITIAL, Act.REQUEST, _I): Phase.REQUESTED,
    (Phase.REQUESTED, Act.PROMISE, _E): Phase.PROMISED,
    (Phase.REQUESTED, Act.DECLINE, _E): Phase.DECLINED,
    (Phase.DECLINED, Act.REQUEST, _I): Phase.REQUESTED,
    (Phase.DECLINED, Act.QUIT, _I): Phase.QUIT,
    (Phase.PROMISED, Act.DECLARE, _E): Phase.DECLARED,
    (Phase.DECLARED, Act.ACCEPT, _I): Phase.ACCEPTED,
    (Phase.DECLARED, Act.REJECT, _I): Phase.REJECTED,
    (Phase.REJECTED, Act.DECLARE, _E): Phase.DECLARED,
    (Phase.REJECTED, Act.STOP, _E): Phase.STOPPED,
}
"""The standard pattern: (phase, act, actor) → next phase."""


@dataclass(frozen=True, slots=True)
class Revocation:
    """One revocation pattern: who may revoke, in which phases, and where an allowed one leads."""

    by: Actor
    phases: frozenset[Phase]
    leads_to: Phase


_FROM_DECLARED = frozenset({Phase.DECLARED, Phase.REJECTED, Phase.ACCEPTED})
_FROM_PROMISED = _FROM_DECLARED | {Phase.PROMISED}
_FROM_REQUESTED = _FROM_PROMISED | {Phase.REQUESTED, Phase.DECLINED}

REVOCATIONS: dict[Act, Revocation] = {
    Act.REVOKE_REQUEST: Revocation(_I, _FROM_REQUESTED, Phase.INITIAL),
    Act.REVOKE_PROMISE: Revocation(_E, _FROM_PROMISED, Phase.REQUESTED),
    Act.REVOKE_DECLARE: Revocation(_E, _FROM_DECLARED, Phase.PROMISED),
    Act.REVOKE_ACCEPT: Revocation(_I, frozenset({Phase.ACCEPTED}), Phase.DECLARED),
}
"""`X+` of the pattern ("in X or any later state") spelled out; the other side answers."""

ENDS = frozenset({Phase.ACCEPTED, Phase.QUIT, Phase.STOPPED})

UNDECIDED = frozenset({Phase.REQUESTED, Phase.PROMISED, Phase.DECLINED, Phase.REJECTED})
"""Phases in which the executor still works on it, and may want a paper that comes late."""


@dataclass(frozen=True, slots=True)
class Coordination:
    """Coordination state: the phase, and the revocation that waits for an answer, if any."""

    phase: Phase = Phase.INITIAL
    revoking: Act | None = None

    def after(self, act: Act, actor: Actor) -> Self:
        """The state after an act. Raises COMMITMENT_ACT_NOT_ALLOWED; nothing changes then."""
        following = self._following(act, actor)
        if following is None:
            raise CounterError(
                FailureCode.COMMITMENT_ACT_NOT_ALLOWED,
                f"「{self.phase.value}」の依頼に「{act.value}」はできません",
            )
        return following

    def allows(self, act: Act, actor: Actor) -> bool:
        return self._following(act, actor) is not None

    def _following(self, act: Act, actor: Actor) -> Self | None:
        if self.revoking is not None:
            pattern = REVOCATIONS[self.revoking]
            if actor is pattern.by or act not in (Act.ALLOW, Act.REFUSE):
                return None
            return type(self)(pattern.leads_to if act is Act.ALLOW else self.phase)
        revocation = REVOCATIONS.get(act)
        if revocation is not None:
            allowed = actor is revocation.by and self.phase in revocation.phases
            return type(self)(self.phase, act) if allowed else None
        phase = TRANSITIONS.get((self.phase, act, actor))
        return None if phase is None else type(self)(phase)


class Decision(StrEnum):
    """Result of an application (結果), an attribute of the one declare act."""

    GRANTED = "granted"  # 認定
    REFUSED = "refused"  # 却下
    PARTIAL = "partial"  # 一部


@dataclass(frozen=True, slots=True)
class Slot:
    """A time offered or wished for (日時): a day and a span such as 「13〜15時」."""

    day: date
    span: str


@dataclass(frozen=True, slots=True)
class ActContent:
    """What an act says besides its kind."""

    reason: str = ""
    slots: tuple[Slot, ...] = ()
    slot: Slot | None = None
    expected_on: date | None = None
    decision: Decision | None = None
    reference: str = ""  # number the executor gave: 認定番号, 予約番号
    details: tuple[tuple[str, str], ...] = ()


NOTHING_MORE = ActContent()
"""The content of an act that says only its kind."""


@dataclass(frozen=True, slots=True)
class ActRecord:
    """One act as it was performed. `sequence` counts from 1 within its commitment."""

    sequence: int
    act: Act
    actor: Actor
    by: str
    at: datetime
    content: ActContent = NOTHING_MORE
    message_id: str = ""


class ExecutorKind(StrEnum):
    """Who executes: a department of the town, or an organisation behind the hub."""

    DEPARTMENT = "department"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """A commitment and its acts. The product is worded as a decision, so that granting and
    refusing are one declare act and a decline means only that the request is not taken.
    """

    id: str
    reception_id: str
    procedure_id: str
    title: str
    product: str
    link_code: str  # PY of the person concerned
    executor_kind: ExecutorKind
    executor: str  # "dept.children", "gas.midori"
    members: tuple[str, ...] = ()
    due: date | None = None
    sheets: tuple[str, ...] = ()  # sheet numbers of the documents that go with it
    consent: str = ""  # id of the signed consent document
    held: bool = False  # waits for a supervisor's release (支援措置)
    fields: tuple[tuple[str, str], ...] = ()  # label, value: exactly what the executor may see
    acts: tuple[ActRecord, ...] = ()

    @property
    def state(self) -> Coordination:
        state = Coordination()
        for record in self.acts:
            state = state.after(record.act, record.actor)
        return state

    @property
    def ended(self) -> bool:
        state = self.state
        return state.phase in ENDS and state.revoking is None

    def act(
        self,
        act: Act,
        actor: Actor,
        *,
        by: str,
        at: datetime,
        content: ActContent | None = None,
        message_id: str = "",
    ) -> Self:
        """The commitment with one more act. Raises COMMITMENT_ACT_NOT_ALLOWED."""
        self.state.after(act, actor)
        record = ActRecord(
            len(self.acts) + 1, act, actor, by, at, content or NOTHING_MORE, message_id
        )
        return replace(self, acts=(*self.acts, record))

    @property
    def last(self) -> ActRecord | None:
        return self.acts[-1] if self.acts else None
