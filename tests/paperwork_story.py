"""The story's household committed, how its commitments are answered, and what its papers say."""

from datetime import date

from counter_app.model.commitment import Act, ActContent, Actor, Commitment, Slot
from counter_app.paperwork.papers import slip
from counter_app.paperwork.resident_words import resident_words
from counter_app.paperwork.steps_ahead import NextStep, steps_ahead
from counter_app.paperwork.values import Case
from tests.paperwork_kit import NOW, a_case, committed, promised

CASE, ASKED = committed(a_case("h2"))


def declined(commitment: Commitment) -> Commitment:
    """Another day is offered."""
    offer = ActContent(reason="空きがありません。", slots=(Slot(date(2026, 4, 8), "13〜15時"),))
    return commitment.act(Act.DECLINE, Actor.EXECUTOR, by="gas", at=NOW, content=offer)


def at_one(commitment: Commitment) -> Commitment:
    """Promised for one o'clock on 8 April."""
    return promised(commitment, date(2026, 4, 8), "13〜15時")


def finished(commitment: Commitment) -> Commitment:
    """Promised and declared."""
    done = promised(commitment)
    return done.act(Act.DECLARE, Actor.EXECUTOR, by="担当", at=NOW)


def step_for(case: Case, commitments: tuple[Commitment, ...], procedure: str) -> NextStep:
    """The step a procedure is part of."""
    return next(s for s in steps_ahead(case, commitments) if procedure in s.procedures)


def titles(case: Case, commitments: tuple[Commitment, ...], rows: str = "tasks") -> list[object]:
    """The titles of the rows of a slip."""
    data = slip(case, commitments).data
    count = data[f"{rows}.count"]
    assert isinstance(count, int)
    return [data[f"{rows}.{n}.title"] for n in range(1, count + 1)]


def state_of(procedure: str, commitments: tuple[Commitment, ...]) -> object:
    """What the slip of the story says of how a procedure stands."""
    data = slip(CASE, commitments).data
    title = resident_words(procedure).title
    number = titles(CASE, commitments).index(title) + 1
    return data[f"tasks.{number}.state"]
