"""Every (state, act, actor) of the pattern: allowed ones lead where they should, others refuse."""

from datetime import UTC, datetime
from itertools import product

import pytest

from counter_app.failures import CounterError, FailureCode
from counter_app.model.commitment import (
    Act,
    Actor,
    Commitment,
    Coordination,
    ExecutorKind,
    Phase,
)

INITIATOR, EXECUTOR = Actor.INITIATOR, Actor.EXECUTOR

# Written out by hand from the pattern's description, independently of the table in the product.
STANDARD = {
    ("initial", "request", INITIATOR): "requested",
    ("requested", "promise", EXECUTOR): "promised",
    ("requested", "decline", EXECUTOR): "declined",
    ("declined", "request", INITIATOR): "requested",
    ("declined", "quit", INITIATOR): "quit",
    ("promised", "declare", EXECUTOR): "declared",
    ("declared", "accept", INITIATOR): "accepted",
    ("declared", "reject", INITIATOR): "rejected",
    ("rejected", "declare", EXECUTOR): "declared",
    ("rejected", "stop", EXECUTOR): "stopped",
}
REVOCABLE = {
    "revoke_request": (
        INITIATOR,
        "requested promised declined declared rejected accepted",
        "initial",
    ),
    "revoke_promise": (EXECUTOR, "promised declared rejected accepted", "requested"),
    "revoke_declare": (EXECUTOR, "declared rejected accepted", "promised"),
    "revoke_accept": (INITIATOR, "accepted", "declared"),
}

QUIET = [Coordination(phase) for phase in Phase]
PENDING = [
    Coordination(Phase(phase), Act(act))
    for act, (_, phases, _) in REVOCABLE.items()
    for phase in phases.split()
]


def expected(state: Coordination, act: Act, actor: Actor) -> Coordination | None:
    if state.revoking is not None:
        revoker, _, back = REVOCABLE[state.revoking.value]
        if actor is revoker or act.value not in ("allow", "refuse"):
            return None
        return Coordination(Phase(back) if act.value == "allow" else state.phase)
    if act.value in REVOCABLE:
        revoker, phases, _ = REVOCABLE[act.value]
        allowed = actor is revoker and state.phase.value in phases.split()
        return Coordination(state.phase, act) if allowed else None
    phase = STANDARD.get((state.phase.value, act.value, actor))
    return None if phase is None else Coordination(Phase(phase))


@pytest.mark.parametrize(
    ("state", "act", "actor"),
    list(product(QUIET + PENDING, Act, Actor)),
    ids=lambda value: getattr(value, "value", None) or f"{value.phase}-{value.revoking}",
)
def test_every_act_leads_where_the_pattern_says_or_is_refused(
    state: Coordination, act: Act, actor: Actor
) -> None:
    following = expected(state, act, actor)
    if following is None:
        with pytest.raises(CounterError) as refusal:
            state.after(act, actor)
        assert refusal.value.code is FailureCode.COMMITMENT_ACT_NOT_ALLOWED
    else:
        assert state.after(act, actor) == following
    assert state.allows(act, actor) is (following is not None)


def commitment() -> Commitment:
    return Commitment(
        id="c",
        reception_id="r",
        procedure_id="C1",
        title="児童手当",
        product="申請について決定された",
        link_code="YK4M7R20",
        executor_kind=ExecutorKind.DEPARTMENT,
        executor="dept.children",
    )


def test_the_state_is_a_fold_over_the_acts() -> None:
    at = datetime(2026, 4, 3, tzinfo=UTC)
    done = commitment()
    for act, actor in [
        (Act.REQUEST, INITIATOR),
        (Act.DECLINE, EXECUTOR),
        (Act.REQUEST, INITIATOR),
        (Act.PROMISE, EXECUTOR),
        (Act.DECLARE, EXECUTOR),
        (Act.REJECT, INITIATOR),
        (Act.DECLARE, EXECUTOR),
        (Act.ACCEPT, INITIATOR),
    ]:
        done = done.act(act, actor, by="x", at=at)
    assert done.state == Coordination(Phase.ACCEPTED)
    assert done.ended
    assert [r.sequence for r in done.acts] == list(range(1, 9))


def test_a_refused_act_leaves_the_commitment_as_it_was() -> None:
    at = datetime(2026, 4, 3, tzinfo=UTC)
    asked = commitment().act(Act.REQUEST, INITIATOR, by="x", at=at)
    with pytest.raises(CounterError):
        asked.act(Act.ACCEPT, INITIATOR, by="x", at=at)
    assert asked.state == Coordination(Phase.REQUESTED)
    assert len(asked.acts) == 1
