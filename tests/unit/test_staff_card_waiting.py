"""Waiting for a card at step 1: what lay there before is taken away without a word."""

import pytest

from counter_app.failures import CounterError, FailureCode
from counter_app.ports import CardPresented
from ui.background import Task
from ui.staff.steps.card_waiting import Laid, wait_for_card

WANTED = CardPresented("in-process", "reader", "B2", 3)


class Reader:
    """A vault whose reader tells one thing after the other: a card, none, or what went wrong."""

    def __init__(self, *told: CardPresented | FailureCode | None) -> None:
        self.told = list(told)

    def wait_for_card(self, seconds: float) -> bool:
        if self.told[0] is not None:
            return True
        self.told.pop(0)
        return False

    def present(self) -> CardPresented:
        told = self.told.pop(0)
        if isinstance(told, FailureCode):
            raise CounterError(told)
        assert told is not None
        return told

    def release(self) -> None:
        """Nothing is held."""


def waited(reader: Reader) -> Laid | None:
    task: Task[Laid | None] = Task(lambda _: None, lambda _: None)
    return wait_for_card(task, reader, {"A1"})  # type: ignore[arg-type]


@pytest.mark.parametrize("code", [FailureCode.CARD_REMOVED, FailureCode.CARD_ABSENT])
def test_a_card_that_lay_there_and_is_taken_away_as_it_is_looked_at_is_no_failure(
    code: FailureCode,
) -> None:
    assert waited(Reader(code, None, WANTED)) == Laid(WANTED, lay_there=False)


@pytest.mark.parametrize("told", [(None, FailureCode.CARD_REMOVED), (FailureCode.CARD_NO_ANSWER,)])
def test_a_card_that_was_laid_down_and_goes_too_early_is_told_and_so_is_a_fault(
    told: tuple[FailureCode | None, ...],
) -> None:
    with pytest.raises(CounterError) as caught:
        waited(Reader(*told))
    assert caught.value.code is told[-1]
