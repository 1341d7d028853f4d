"""Papers of a case: asked and waiting, received, brought on paper after all."""

from dataclasses import replace
from datetime import date

import pytest

from counter_app.model.attachment import AttachmentState
from counter_app.model.facts import Answer, Answers
from counter_app.model.people import Arrival, Household, Source
from counter_app.model.town import load_town
from counter_app.procedures.attachments import questions_answered, recorded, reopened
from counter_app.procedures.catalogue import standard_catalogue
from counter_app.procedures.determination import Determination, determine
from counter_app.procedures.household_file import HouseholdFile, read_household_file
from counter_app.procedures.procedure import AttachmentRule
from resources.loader import data_file

CATALOGUE = standard_catalogue()
ASKED, RECEIVED = AttachmentState.ASKED, AttachmentState.RECEIVED
ON_PAPER, NOT_NEEDED = AttachmentState.ON_PAPER, AttachmentState.NOT_NEEDED
HANDED_IN = AttachmentState.HANDED_IN


def file(name: str) -> HouseholdFile:
    return read_household_file(data_file("examples", f"{name}.json"))


def rule(procedure: str, title: str) -> AttachmentRule:
    return next(a for a in CATALOGUE.procedure(procedure).attachments if a.title == title)


def found(household: Household, answers: Answers, procedure: str) -> Determination:
    made = determine(CATALOGUE, household, answers, filed_on=date(2026, 4, 3), town=load_town())
    return next(d for d in made if d.procedure.id == procedure)


def states(determination: Determination) -> dict[str, AttachmentState]:
    return {a.title: a.state for a in determination.attachments}


def with_answer(answers: Answers, answer: Answer) -> Answers:
    """As the reception keeps them: a later answer replaces the earlier one."""
    return (*(a for a in answers if a.fact != answer.fact), answer)


def test_an_inquiry_is_waiting_until_its_answer_is_recorded() -> None:
    given = file("h2")
    care = rule("B16", "受給資格証明書")
    before = found(given.household, given.answers, "B16")
    assert states(before) == {"受給資格証明書": ASKED}
    assert before.brief == "照会済・結果待ち"
    answer = recorded(given.answers, care, RECEIVED, Source.JUKI)
    after = found(given.household, with_answer(given.answers, answer), "B16")
    assert states(after) == {"受給資格証明書": RECEIVED}
    assert after.brief == "取得済"


def test_an_inquiry_without_an_answer_is_replaced_by_paper_and_the_paper_received() -> None:
    given = file("h2")
    care = rule("B16", "受給資格証明書")
    answers = with_answer(given.answers, recorded(given.answers, care, ON_PAPER, Source.JUKI))
    assert states(found(given.household, answers, "B16")) == {"受給資格証明書": ON_PAPER}
    answers = with_answer(answers, recorded(answers, care, RECEIVED, Source.PAPER))
    assert states(found(given.household, answers, "B16")) == {"受給資格証明書": RECEIVED}


def test_a_paper_that_is_handed_in_is_no_longer_to_be_brought() -> None:
    given = file("h2")
    answer = recorded(given.answers, rule("B13", "負担区分等証明書"), HANDED_IN, Source.PAPER)
    after = found(given.household, with_answer(given.answers, answer), "B13")
    assert states(after) == {"負担区分等証明書": HANDED_IN}
    assert after.brief == "紙で受取済"
    assert not any(paper.is_open for paper in after.attachments)


def test_a_paper_that_was_said_to_be_there_can_stand_as_at_first_again() -> None:
    given = file("h2")
    care = rule("B16", "受給資格証明書")
    answers = with_answer(given.answers, recorded(given.answers, care, ON_PAPER, Source.ASKED))
    answers = with_answer(answers, recorded(answers, care, HANDED_IN, Source.PAPER))
    assert states(found(given.household, answers, "B16")) == {"受給資格証明書": HANDED_IN}
    assert reopened(answers, care) == given.answers
    assert reopened(given.answers, care) == given.answers


def test_to_reopen_one_paper_leaves_the_others_as_they_are() -> None:
    proof, care = rule("B13", "負担区分等証明書"), rule("B16", "受給資格証明書")
    answers: Answers = (recorded((), care, RECEIVED, Source.JUKI),)
    answers = with_answer(answers, recorded(answers, proof, RECEIVED, Source.PAPER))
    assert [a.value for a in reopened(answers, care)] == [("B13/負担区分等証明書",)]


def test_a_record_of_a_paper_is_no_answer_to_a_question() -> None:
    given = file("h2")
    answer = recorded(given.answers, rule("B13", "負担区分等証明書"), HANDED_IN, Source.PAPER)
    assert questions_answered((*given.answers, answer)) == len(given.answers)


def test_one_answer_of_two_leaves_the_row_waiting() -> None:
    given = file("h3")
    two = [a.rule for a in found(given.household, given.answers, "C5").attachments]
    assert [a.state for a in two] == [ASKED, ASKED]
    answers = with_answer(given.answers, recorded(given.answers, two[0], RECEIVED, Source.JUKI))
    assert found(given.household, answers, "C5").brief == "照会済・結果待ち"
    answers = with_answer(answers, recorded(answers, two[1], HANDED_IN, Source.PAPER))
    assert found(given.household, answers, "C5").brief == "すべて受取済"


def test_the_papers_of_two_procedures_are_recorded_one_beside_the_other() -> None:
    given = file("h2")
    proof = rule("B13", "負担区分等証明書")
    care = rule("B16", "受給資格証明書")
    answers = with_answer(given.answers, recorded(given.answers, care, RECEIVED, Source.JUKI))
    answers = with_answer(answers, recorded(answers, proof, RECEIVED, Source.PAPER))
    assert states(found(given.household, answers, "B16")) == {"受給資格証明書": RECEIVED}
    assert states(found(given.household, answers, "B13")) == {"負担区分等証明書": RECEIVED}
    assert states(found(given.household, answers, "B1"))["所得・課税証明書"] is ASKED


@pytest.mark.parametrize(
    ("procedure", "title", "state"),
    [
        ("B13", "負担区分等証明書", ASKED),  # brought by the person: never asked for
        ("B13", "負担区分等証明書", ON_PAPER),
        ("C1", "通帳の写し", RECEIVED),  # not needed
    ],
)
def test_a_step_no_paper_takes_is_refused(
    procedure: str, title: str, state: AttachmentState
) -> None:
    with pytest.raises(ValueError, match=title):
        recorded((), rule(procedure, title), state, Source.ASKED)


def test_what_was_received_stays_received() -> None:
    care = rule("B16", "受給資格証明書")
    answers = (recorded((), care, RECEIVED, Source.JUKI),)
    with pytest.raises(ValueError, match="received → on_paper"):
        recorded(answers, care, ON_PAPER, Source.JUKI)


def test_a_member_nobody_sent_owes_a_certificate_until_it_is_shown() -> None:
    given = file("h2")
    *others, last = given.household.members
    unsent = replace(last, arrival=Arrival.WITHOUT_CERTIFICATE)
    born = replace(others[-1], arrival=Arrival.NEWBORN)
    household = replace(given.household, members=(*others[:-1], born, unsent))
    papers = states(found(household, given.answers, "A1"))
    assert papers == {
        "転出証明書": RECEIVED,
        "転出証明書情報に載っていない人の転出証明書": ON_PAPER,
        "出生届の写し（生まれた子）": ON_PAPER,
    }
    shown = replace(
        household,
        members=(*others[:-1], replace(born, paper_seen=True), replace(unsent, paper_seen=True)),
    )
    assert states(found(shown, given.answers, "A1")) == {"転出証明書": RECEIVED}


def test_no_inquiry_is_made_where_nothing_is_applied_for() -> None:
    given = file("h3")
    advised = found(given.household, given.answers, "D8")  # 重度心身障害者医療費: only advice
    assert advised.procedure.attachments
    assert advised.attachments == ()
