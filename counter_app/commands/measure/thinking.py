"""How long determination and the choice of the next question take for the story's family."""

from counter_app.commands.measure.figure import Figure, in_turn, timed
from counter_app.commands.measure.story import DAY, Story
from counter_app.procedures.determination import determine
from counter_app.procedures.interview import next_question


def measure_thinking(story: Story, rounds: int) -> tuple[Figure, ...]:
    """Milliseconds, with every answer given and with none."""
    household, catalogue, town = story.household, story.catalogue, story.town
    answers = story.case.reception.known_answers

    def all_known() -> None:
        determine(catalogue, household, answers, filed_on=DAY, town=town)

    def nothing_known() -> None:
        determine(catalogue, household, (), filed_on=DAY, town=town)

    def first_question() -> None:
        next_question(catalogue, household, (), filed_on=DAY, town=town)

    known, _ = in_turn(timed(all_known), timed(nothing_known), rounds)
    asking, unknown = in_turn(timed(first_question), timed(nothing_known), rounds)
    return (
        Figure(f"determination of {len(catalogue.procedures)} procedures, 5 people", "ms", known),
        Figure("next question", "ms", asking, unknown, "determination with nothing answered"),
    )
