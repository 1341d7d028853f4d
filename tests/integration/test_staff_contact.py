"""Telephone and language at step 1 by keys alone, and what is typed when F8 is pressed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from counter_app.model.contact import PhoneState
from counter_app.model.reception import Step
from counter_app.paperwork.case_view import case_view
from counter_app.paperwork.tasks import planned_tasks, receivers
from counter_app.procedures.questions import QuestionKind
from tests.staff_presenter_kit import ALT, CTRL, Counter, Key, sandbox_counter


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    with sandbox_counter(tmp_path) as made:
        made.settled()
        yield made


def type_phone(counter: Counter, number: str) -> None:
    """Alt+T and a number in place of the one that stands there; not confirmed yet."""
    counter.press(Key.Key_T, ALT)
    counter.press(Key.Key_A, CTRL)
    counter.write(number)


def phone_state(counter: Counter) -> PhoneState:
    """What is known of the telephone now."""
    return counter.reception.phone_state


def is_typing(counter: Counter) -> bool:
    return counter.staff.reception.screen._contact.editing


def test_the_announced_number_is_there_and_marked_until_the_clerk_confirms_it(
    counter: Counter,
) -> None:
    counter.received()
    assert counter.reception.phone == "090-0000-0000"
    assert phone_state(counter) is PhoneState.ANNOUNCED
    counter.press(Key.Key_T, ALT)
    counter.press(Key.Key_Return)
    assert not is_typing(counter)
    assert counter.reception.phone == "090-0000-0000"
    assert phone_state(counter) is PhoneState.ASKED
    assert counter.is_stored()
    counter.press(Key.Key_Z, CTRL)
    assert phone_state(counter) is PhoneState.ANNOUNCED


def test_a_corrected_number_reaches_the_papers_and_the_requests(counter: Counter) -> None:
    counter.received()
    type_phone(counter, "０８０－１２３４－５６７８")
    counter.press(Key.Key_Return)
    assert counter.reception.phone == "080-1234-5678"
    case = counter.session.case
    assert case is not None
    assert case_view(case)["filer.phone"] == "080-1234-5678"
    intake, reception = counter.session.intake, counter.reception
    for organisation in receivers(case):
        reception = intake.decide_consent(reception, organisation.id, True)
    tasks = planned_tasks(counter.place.case(reception), ())
    asked = [t for t in tasks if any("080-1234-5678" in value for _, value in t.fields)]
    assert asked
    assert not [t for t in tasks if any("090-0000-0000" in value for _, value in t.fields)]


def test_what_is_no_number_is_said_at_the_field_and_f8_stays(counter: Counter) -> None:
    counter.received()
    before = counter.reception
    type_phone(counter, "090-0000-000")
    counter.press(Key.Key_F8)
    assert counter.reception == before
    assert is_typing(counter)
    field = counter.window.focusWidget()
    assert field is not None
    assert "11桁" in field.accessibleDescription()
    assert counter.problem == ""
    counter.write("0")
    counter.press(Key.Key_F8)
    assert counter.reception.step is Step.HOUSEHOLD
    assert counter.reception.phone == "090-0000-0000"
    assert phone_state(counter) is PhoneState.ASKED


def test_no_telephone_is_an_answer_and_escape_changes_nothing(counter: Counter) -> None:
    counter.received()
    before = counter.reception
    type_phone(counter, "03")
    counter.press(Key.Key_Escape)
    assert not is_typing(counter)
    assert counter.reception == before
    counter.press(Key.Key_T, ALT)
    counter.press(Key.Key_Tab)
    counter.press(Key.Key_Space)
    counter.press(Key.Key_F8)
    assert counter.reception.phone == ""
    assert phone_state(counter) is PhoneState.NONE
    assert counter.reception.step is Step.HOUSEHOLD


def test_the_language_of_the_tablet_is_the_reception_s_and_the_clerk_s_is_the_tablet_s(
    counter: Counter,
) -> None:
    counter.open()
    chosen = counter.tablet.choose_language
    assert chosen is not None
    chosen("vi")
    assert counter.reception.language == "vi"
    assert phone_state(counter) is PhoneState.UNASKED
    assert counter.is_stored()
    counter.press(Key.Key_T, ALT)
    counter.press(Key.Key_Tab)
    counter.press(Key.Key_Space)
    counter.press(Key.Key_Tab)
    counter.press(Key.Key_Up)
    counter.press(Key.Key_F8)
    assert counter.reception.language == "ko"
    assert counter.tablet.language == "ko"


def test_a_language_chosen_over_finished_papers_leaves_them_as_they_are(counter: Counter) -> None:
    counter.received()
    for step in (Step.HOUSEHOLD, Step.INTERVIEW, Step.PROCEDURES, Step.DOCUMENTS):
        counter.session.go_to(step)
    counter.rendered()
    before = counter.reception
    chosen = counter.tablet.choose_language
    assert chosen is not None
    chosen("en")
    assert counter.reception.language == before.language == "ja"


# --- what is typed when F8 is pressed -------------------------------------------------------------


def to_question(counter: Counter, fact: str) -> None:
    """Answer until a question is open."""
    counter.received()
    counter.go_on(Step.HOUSEHOLD)
    counter.press(Key.Key_Y, ALT)
    counter.go_on(Step.INTERVIEW)
    for _ in range(80):
        inquiry = counter.staff.interview.inquiry
        assert inquiry is not None
        assert inquiry.question is not None
        if inquiry.question.fact == fact:
            assert inquiry.question.kind is not QuestionKind.MULTI
            return
        counter.answer_question()
    raise AssertionError(f"{fact} is not asked")


def test_f8_gives_the_answer_that_is_chosen_and_typed(counter: Counter) -> None:
    to_question(counter, "home")
    counter.press(Key.Key_1)
    field = counter.staff.interview.screen.question.field("phone")
    assert field is not None
    field.editor.setFocus()
    counter.write("0900")
    counter.press(Key.Key_F8)
    assert counter.reception.step is Step.PROCEDURES
    given = {a.fact: a.value for a in counter.reception.answers}
    assert given["home"] == "rent"
    assert given["phone"] == "0900"


def test_f8_saves_what_is_typed_of_a_member_before_the_next_step(counter: Counter) -> None:
    counter.received()
    counter.go_on(Step.HOUSEHOLD)
    counter.press(Key.Key_Y, ALT)
    household = counter.reception.household
    assert household is not None
    counter.staff.household.screen.correction_asked.emit(household.head.id)
    form = counter.staff.household.screen._form
    assert form is not None
    form.kana.editor.setFocus()
    counter.press(Key.Key_A, CTRL)
    counter.write("ワタナベ\u3000タカユキ")
    counter.press(Key.Key_F8)
    assert counter.reception.step is Step.INTERVIEW
    changed = counter.reception.household
    assert changed is not None
    assert changed.head.name.kana == "ワタナベ\u3000タカユキ"


def test_f8_stays_in_the_form_of_a_member_while_it_is_refused(counter: Counter) -> None:
    counter.received()
    counter.go_on(Step.HOUSEHOLD)
    household = counter.reception.household
    assert household is not None
    counter.staff.household.screen.correction_asked.emit(household.head.id)
    form = counter.staff.household.screen._form
    assert form is not None
    form.kana.editor.setFocus()
    counter.press(Key.Key_A, CTRL)
    counter.write("漢字")
    counter.press(Key.Key_F8)
    assert counter.reception.step is Step.HOUSEHOLD
    assert counter.reception.household == household
    assert form.kana.error
