"""How fast the whole catalogue answers for a family of five, against what a counter can wait."""

from collections.abc import Callable
from statistics import median

from counter_app.commands.measure.figure import Figure, timed
from counter_app.commands.measure.story import DAY, Story
from counter_app.model.facts import Answers
from counter_app.procedures.determination import determine
from counter_app.procedures.interview import next_question

_MOST = 10.0
"""Milliseconds that are set for a list, and for a question: nobody notices them."""


def measure_catalogue(story: Story, rounds: int) -> tuple[Figure, ...]:
    """The list with every answer known, and the slowest question of the family's interview."""
    household, catalogue, town = story.household, story.catalogue, story.town
    answers = story.case.reception.known_answers

    def whole_list() -> None:
        determine(catalogue, household, answers, filed_on=DAY, town=town)

    slowest = max(_typical(_question_after(story, said), rounds) for said in _stages(answers))
    entries, people = len(catalogue.in_force(DAY)), len(household.members)
    return (
        _within(f"list of {entries} procedures, {people} people", _typical(whole_list, rounds)),
        _within(f"slowest next question, {people} people", slowest),
    )


def _within(name: str, milliseconds: float) -> Figure:
    return Figure(name, "ms", milliseconds, _MOST, "the time that is set", 1.0)


def _typical(work: Callable[[], None], rounds: int) -> float:
    measure = timed(work)
    return median(measure() for _ in range(rounds))


def _question_after(story: Story, said: Answers) -> Callable[[], None]:
    def ask() -> None:
        next_question(story.catalogue, story.household, said, filed_on=DAY, town=story.town)

    return ask


def _stages(answers: Answers) -> list[Answers]:
    """The interview with nothing said, with one answer, with two, and so on."""
    return [answers[:count] for count in range(len(answers) + 1)]
