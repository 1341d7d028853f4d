"""What the household takes home is one page each, can be printed, and tells nothing it must not."""

import re

import pytest

from counter_app.model.facts import Answer
from counter_app.paperwork.papers import next_steps, slip
from counter_app.paperwork.values import Case, NeededSheet
from tests.forms_kit import RENDERER
from tests.paperwork_boxes import rendered
from tests.paperwork_kit import EXAMPLES, a_case, answered, committed, promised


def pages_of(case: Case, sheet: NeededSheet) -> int:
    return RENDERER.render(sheet.form_id, sheet.data, sheet=1, on=case.reception.filed_on).pages


@pytest.mark.parametrize("linked", ["linked", "not_linked"])
def test_the_papers_of_the_story_are_one_page_each(linked: str) -> None:
    case, commitments = committed(a_case("h2", answers=(Answer("pension_link", "2", linked),)))
    for settled in (commitments, answered(commitments, F2=promised)):
        assert pages_of(case, slip(case, settled)) == 1
        assert pages_of(case, next_steps(case, settled)) == 1


def test_the_slip_of_the_story_is_one_page_when_everyone_outside_is_asked_too() -> None:
    not_linked = (Answer("pension_link", "2", "not_linked"),)
    everyone = a_case("h2", answers=not_linked, consents=lambda kind: True)
    case, commitments = committed(everyone)
    assert pages_of(case, slip(case, commitments)) == 1


def test_with_english_beside_it_the_story_is_one_page_when_every_card_is_there() -> None:
    here = (Answer("card_state", "3", "here"),)
    case, commitments = committed(a_case("h2", answers=here, language="en"))
    assert pages_of(case, next_steps(case, commitments)) == 1


@pytest.mark.parametrize("name", EXAMPLES)
def test_under_protection_no_paper_that_goes_home_tells_of_anyone(name: str) -> None:
    for protected in (True, False):
        case, commitments = committed(a_case(name, protected=protected, language="en"))
        texts = [rendered(case, paper(case, commitments)) for paper in (slip, next_steps)]
        household = case.household
        words = {f"{m.name.given}さん" for m in household.members}
        words |= {m.name.text for m in household.members}
        # A given name of one character is part of other words (健 of 健康保険課).
        words |= {m.name.given for m in household.members if len(m.name.given) > 1}
        for address in (household.new_address, household.old_address):
            words |= {address.town, address.building, address.postcode}
        words = {re.sub(r"\s", "", word) for word in words if word}
        told = {word for word in words for text in texts if word in text}
        assert bool(told) is not protected
        assert not [text for text in texts if "支援措置" in text]


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_papers_that_go_home_can_be_printed(name: str, language: str) -> None:
    case, commitments = committed(a_case(name, language=language, confirmed=False))
    for paper in (slip(case, commitments), next_steps(case, commitments)):
        assert "0403-017" in rendered(case, paper)
