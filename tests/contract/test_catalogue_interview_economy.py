"""The interview asks enough for the whole list, and far less than a fixed questionnaire."""

from dataclasses import replace

import pytest

from counter_app.procedures.catalogue import standard_catalogue
from counter_app.procedures.determination import determine
from counter_app.procedures.interview import next_question
from counter_app.procedures.procedure import OutcomeKind
from tests.oracle.households import Generator, towns
from tests.oracle.interview_side import Economy, InterviewSide, known_before, run_all

HOUSEHOLDS = 10_000
MOST = 0.6
CATALOGUE = standard_catalogue()


@pytest.fixture(scope="module")
def economy() -> Economy:
    return run_all(HOUSEHOLDS, processes=2, seed=4)


@pytest.mark.timeout(1200)
def test_what_is_asked_is_enough_for_the_list_with_all_facts_known(economy: Economy) -> None:
    assert economy.households == HOUSEHOLDS
    assert not economy.short, economy.short[:3]


@pytest.mark.timeout(1200)
def test_at_most_three_fifths_of_a_fixed_questionnaire_are_asked(economy: Economy) -> None:
    assert economy.asked <= MOST * economy.everything
    assert economy.asked < economy.sensible < economy.everything


def test_the_product_asks_these_questions_in_this_order_and_says_what_they_decide() -> None:
    inquiry = InterviewSide(CATALOGUE)
    for filing in Generator(CATALOGUE, 11).filings(40):
        said = {(a.fact, a.member): a for a in filing.answers}
        answers = known_before(inquiry.side, filing)
        town = towns()[filing.town]
        asked = []
        while (
            question := next_question(
                CATALOGUE, filing.household, answers, filed_on=filing.filed_on, town=town
            )
        ) is not None:
            assert question.decides
            assert question.options
            asked.append((question.fact, question.member))
            answers += (said[question.fact, question.member],)
        assert tuple(asked) == inquiry.play(filing).asked


def test_the_answers_asked_for_decide_every_procedure_on_shown_grounds() -> None:
    inquiry = InterviewSide(CATALOGUE)
    for filing in Generator(CATALOGUE, 12).filings(200):
        asked = set(inquiry.play(filing).asked)
        enough = known_before(inquiry.side, filing) + tuple(
            a for a in filing.answers if (a.fact, a.member) in asked
        )
        lists = [
            determine(
                CATALOGUE,
                one.household,
                one.answers,
                filed_on=one.filed_on,
                town=towns()[one.town],
            )
            for one in (filing, replace(filing, answers=enough))
        ]
        short = [[(d.procedure.id, d.outcome, d.members, d.reason) for d in one] for one in lists]
        assert short[0] == short[1]
        for found in lists[1]:
            assert found.outcome is not OutcomeKind.UNDECIDED
            assert found.facts_used or not found.procedure.mentions
