"""How a paper of a case stands (添付): asked and waiting, received, or brought on paper after all.

The catalogue says how each paper stands when the reception begins. What comes of it is recorded
among the answers of the reception, so that it survives a restart and a change of the catalogue.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from counter_app.model.attachment import AttachmentState
from counter_app.model.facts import Answer, Answers, Fact
from counter_app.model.people import Source
from counter_app.procedures.facts import FactKey
from counter_app.procedures.procedure import AttachmentRule

_RECORDED = {
    AttachmentState.HANDED_IN: "attachments_handed_in",
    AttachmentState.RECEIVED: "attachments_received",
    AttachmentState.ON_PAPER: "attachments_on_paper",
}
"""Where each state is recorded; one that stands first is the later one of a paper."""
_MAY_BECOME = {
    AttachmentState.ASKED: {
        AttachmentState.RECEIVED,
        AttachmentState.HANDED_IN,
        AttachmentState.ON_PAPER,
    },
    AttachmentState.ON_PAPER: {AttachmentState.RECEIVED, AttachmentState.HANDED_IN},
    AttachmentState.RECEIVED: set[AttachmentState](),
    AttachmentState.HANDED_IN: set[AttachmentState](),
    AttachmentState.NOT_NEEDED: set[AttachmentState](),
}

PAPER_FACTS: Final = frozenset(_RECORDED.values())
"""What is recorded of papers; no question asks for it."""


def standing(rule: AttachmentRule, known: Mapping[FactKey, Fact]) -> AttachmentState:
    """How a paper stands now: what was recorded, else what the catalogue says."""
    for state, fact_id in _RECORDED.items():
        fact = known.get((fact_id, ""))
        if fact is not None and isinstance(fact.value, tuple) and rule.key in fact.value:
            return state
    return rule.state


def may_become(state: AttachmentState) -> frozenset[AttachmentState]:
    """What can come of a paper that stands so."""
    return frozenset(_MAY_BECOME[state])


def recorded(
    answers: Answers, rule: AttachmentRule, state: AttachmentState, source: Source
) -> Answer:
    """The answer that records what became of a paper, to be stored with the others.

    照会 that is answered is RECEIVED, a paper that is handed in HANDED_IN; a 照会 that is answered
    with 「なし」 becomes ON_PAPER. Raises ValueError for a step no paper takes: what was received
    stays so until it is `reopened`.
    """
    known = {(a.fact, a.member): Fact(a.fact, a.member, a.value, a.source) for a in answers}
    now = standing(rule, known)
    if state not in _MAY_BECOME[now]:
        raise ValueError(f"{rule.key}: {now.value} → {state.value}")
    fact_id = _RECORDED[state]
    before = known.get((fact_id, ""))
    keys = before.value if before is not None and isinstance(before.value, tuple) else ()
    return Answer(fact_id, "", (*keys, rule.key), source)


def reopened(answers: Answers, rule: AttachmentRule) -> Answers:
    """The answers without what was recorded of a paper: it stands as the catalogue says again."""
    return _without(answers, rule.key)


def _without(answers: Answers, paper: str) -> Answers:
    left: list[Answer] = []
    for answer in answers:
        value = answer.value
        if answer.fact in PAPER_FACTS and isinstance(value, tuple) and paper in value:
            kept = tuple(key for key in value if key != paper)
            left += [replace(answer, value=kept)] if kept else []
        else:
            left.append(answer)
    return tuple(left)


def noted(answers: Answers, key: str, state: AttachmentState, source: Source) -> Answers:
    """The answers with how a paper stands now, whatever was recorded of it before.

    For a paper of a committed reception, which is known by its key alone: the catalogue may have
    lost its rule since. `ASKED` is what stands when nothing is recorded.
    """
    left = _without(answers, key)
    fact_id = _RECORDED.get(state)
    if fact_id is None:
        return left
    before = next((a for a in left if (a.fact, a.member) == (fact_id, "")), None)
    keys = before.value if before is not None and isinstance(before.value, tuple) else ()
    kept = tuple(a for a in left if a is not before)
    return (*kept, Answer(fact_id, "", (*keys, key), source))


def questions_answered(answers: Answers) -> int:
    """How many answers were given to questions."""
    return sum(1 for answer in answers if answer.fact not in PAPER_FACTS)
