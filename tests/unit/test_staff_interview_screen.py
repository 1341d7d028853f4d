"""The questions (04): values in, signals out, by key alone."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from counter_app.procedures.catalogue import standard_catalogue
from tests.staff_work_kit import ALT, Key, button, clerk_window, heard, opened, press, shut
from ui.staff import samples, samples_interview, samples_reception
from ui.staff.frame_views import ActionView, ChoiceView
from ui.staff.interview_screen import InterviewScreen
from ui.staff.interview_views import FieldKind, FollowUpView, InterviewView
from ui.staff.steps.interview_step import _given
from ui.staff.window import StaffWindow
from ui.staff.words.interview import Inquiry, _follow_up

INTERVIEW = samples_interview.INTERVIEW

QUESTION = samples_interview.QUESTION


@pytest.fixture
def window(application: QApplication) -> Iterator[StaffWindow]:
    made = clerk_window()
    yield made
    shut(made)


def interview(window: StaffWindow, view: InterviewView = INTERVIEW) -> InterviewScreen:
    screen = InterviewScreen()
    screen.show_view(view)
    window.set_rail(samples.RAIL_INTERVIEW)
    opened(window, screen)
    return screen


UNANSWERED = replace(
    INTERVIEW,
    question=replace(QUESTION, chosen=(), follow_up=(), deadline=None, deadline_words=""),
)


@pytest.mark.parametrize("digit", range(1, 5))
def test_a_digit_answers_the_question(window: StaffWindow, digit: int) -> None:
    screen = interview(window, UNANSWERED)
    chosen = QSignalSpy(screen.option_chosen)
    press(window, Key(Key.Key_0 + digit))
    assert heard(chosen) == [["childcare", digit - 1]]


@pytest.mark.parametrize("key", [Key.Key_0, Key.Key_5, Key.Key_9])
def test_a_digit_without_an_option_answers_nothing(window: StaffWindow, key: Key) -> None:
    screen = interview(window, UNANSWERED)
    chosen = QSignalSpy(screen.option_chosen)
    press(window, key)
    assert chosen.count() == 0


def test_a_digit_answers_from_the_side_panel_and_not_from_a_field(window: StaffWindow) -> None:
    screen = interview(window)
    chosen = QSignalSpy(screen.option_chosen)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    press(window, Key.Key_2)
    assert chosen.count() == 0
    assert field.text().endswith("2")
    press(window, Key.Key_F6)
    press(window, Key.Key_2)
    assert heard(chosen) == [["childcare", 1]]


def test_after_an_answer_the_empty_required_field_has_the_focus(window: StaffWindow) -> None:
    screen = interview(window, UNANSWERED)
    press(window, Key.Key_1)
    wanted = replace(QUESTION.follow_up[0], value="")
    question = replace(QUESTION, follow_up=(wanted, *QUESTION.follow_up[1:]))
    screen.show_view(replace(INTERVIEW, question=question))
    QApplication.processEvents()
    field = screen.question.field("childcare_from")
    assert field is not None
    assert field.editor.hasFocus()


def test_a_follow_up_day_is_told_as_a_date_however_it_is_typed(window: StaffWindow) -> None:
    screen = interview(window)
    given = QSignalSpy(screen.answer_given)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    field.selectAll()
    QTest.keyClicks(field, "R8.4.6")
    press(window, Key.Key_Tab)
    assert heard(given)[-1] == ["childcare_from", "4", "2026-04-06"]


def test_a_follow_up_choice_is_told_by_its_id(window: StaffWindow) -> None:
    screen = interview(window)
    given = QSignalSpy(screen.answer_given)
    field = screen.question.field("childcare_name")
    assert field is not None
    field.editor.setFocus()
    press(window, Key.Key_Down)
    assert heard(given) == [["childcare_name", "4", "aozora"]]


def test_typing_is_kept_while_other_values_are_shown(window: StaffWindow) -> None:
    screen = interview(window)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    field.selectAll()
    QTest.keyClicks(field, "R8")
    screen.show_view(replace(INTERVIEW, remaining="残り 最大 3問", outcomes=()))
    QApplication.processEvents()
    assert QApplication.focusWidget() is field
    assert field.text() == "R8"


def test_enter_goes_to_the_next_question_and_f8_to_the_next_step(window: StaffWindow) -> None:
    screen = interview(window)
    question, step = QSignalSpy(screen.next_question), QSignalSpy(window.next_asked)
    press(window, Key.Key_Return)
    assert (question.count(), step.count()) == (1, 0)
    press(window, Key.Key_F8)
    assert (question.count(), step.count()) == (1, 1)


def test_an_answer_is_taken_back(window: StaffWindow) -> None:
    screen = interview(window)
    back = QSignalSpy(screen.taken_back)
    button(screen, "取り消す").setFocus()
    press(window, Key.Key_Return)
    assert heard(back) == [["school", "3"]]


def test_a_question_is_put_off_or_sent_to_the_tablet_by_key(window: StaffWindow) -> None:
    screen = interview(window)
    later, tablet = QSignalSpy(screen.postponed), QSignalSpy(window.tablet_asked)
    press(window, Key.Key_L, ALT)
    press(window, Key.Key_F9)
    assert heard(later) == [["childcare"]]
    assert tablet.count() == 1


def test_a_group_of_questions_is_opened_by_key(window: StaffWindow) -> None:
    screen = interview(window)
    folds = QSignalSpy(screen.fold_opened)
    button(screen, "介護").setFocus()
    press(window, Key.Key_Return)
    button(screen, "車・バイク・犬").setFocus()
    press(window, Key.Key_Return)
    assert heard(folds) == [["care"], ["vehicles"]]


def test_the_focus_goes_to_the_next_question_when_it_comes(window: StaffWindow) -> None:
    screen = interview(window)
    dog = replace(
        QUESTION,
        id="dog",
        words="犬にマイクロチップが入っていますか",
        options=QUESTION.options[1:3],
        chosen=(),
        follow_up=(),
        deadline=None,
        answered=(),
    )
    screen.show_view(replace(INTERVIEW, question=dog))
    QApplication.processEvents()
    assert [card.digit for card in screen.question.cards] == [1, 2]
    assert screen.question.cards[0].hasFocus()


def test_several_answers_can_be_chosen_where_several_hold(window: StaffWindow) -> None:
    several = replace(UNANSWERED.question, several=True, chosen=(0, 2))  # type: ignore[type-var]
    screen = interview(window, replace(INTERVIEW, question=several))
    assert [c.isChecked() for c in screen.question.cards] == [True, False, True, False]
    chosen = QSignalSpy(screen.option_chosen)
    press(window, Key.Key_2)
    assert heard(chosen) == [["childcare", 1]]
    assert [c.isChecked() for c in screen.question.cards] == [True, True, True, False]


def test_when_no_question_is_left_enter_goes_on_to_the_procedures(window: StaffWindow) -> None:
    finished = replace(
        INTERVIEW, question=None, finished="聞き取りは終わりました。", remaining="残り 0問"
    )
    screen = interview(window, finished)
    onward = QSignalSpy(window.next_asked)
    window.setFocus()
    press(window, Key.Key_Return)
    assert onward.count() == 1
    hints = [hint.words for hint in screen.keys()]  # noqa: SIM118  not a dict
    assert "答える" not in hints


def test_what_is_wrong_is_said_at_the_question_and_at_the_field(window: StaffWindow) -> None:
    screen = interview(window)
    faulty = replace(QUESTION.follow_up[0], value="", error="通い始める日を入れてください。")
    question = replace(
        QUESTION,
        error="通い始める日がまだです。",
        follow_up=(faulty, *QUESTION.follow_up[1:]),
    )
    screen.show_view(replace(INTERVIEW, question=question))
    field = screen.question.field("childcare_from")
    assert field is not None
    assert field.error == "通い始める日を入れてください。"
    assert screen.question._error.text() == "＊通い始める日がまだです。"


def test_the_banner_of_a_problem_can_stand_on_every_screen(window: StaffWindow) -> None:
    screen = interview(window)
    problem = replace(
        samples_reception.CARD_PROBLEM,
        code="HUB_UNREACHABLE",
        actions=(ActionView("retry", "もう一度", "Enter", primary=True),),
    )
    screen.show_view(replace(INTERVIEW, problem=problem))
    QApplication.processEvents()
    acted, question = QSignalSpy(screen.problem_action), QSignalSpy(screen.next_question)
    window.setFocus()
    press(window, Key.Key_Return)
    assert heard(acted) == [["retry"]]
    assert question.count() == 0


def test_f8_in_a_field_tells_what_is_typed_before_the_next_step_opens(window: StaffWindow) -> None:
    screen = interview(window)
    order: list[tuple[str, ...]] = []
    screen.answer_given.connect(lambda fact, _, value: order.append((fact, str(value))))
    screen.next_asked.connect(lambda: order.append(("next",)))
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    field.selectAll()
    QTest.keyClicks(field, "R8.4.6")
    press(window, Key.Key_F8)
    assert order[-2:] == [("childcare_from", "2026-04-06"), ("next",)]


@pytest.mark.parametrize("key", [Key.Key_F8, Key.Key_Return])
def test_neither_f8_nor_enter_goes_on_over_what_is_no_day(window: StaffWindow, key: Key) -> None:
    screen = interview(window)
    given, onward = QSignalSpy(screen.answer_given), QSignalSpy(screen.next_asked)
    answered = QSignalSpy(screen.next_question)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    field.selectAll()
    QTest.keyClicks(field, "R8.4.31")
    press(window, key)
    assert (onward.count(), answered.count()) == (0, 0)
    assert heard(given)[-1] == ["childcare_from", "4", ""]
    wrong = screen.question.field("childcare_from")
    assert wrong is not None
    assert "この日はありません" in wrong.error
    assert field.hasFocus()


def test_a_word_in_a_follow_up_is_told_letter_by_letter(window: StaffWindow) -> None:
    word = FollowUpView("facility_name", "園の名前", FieldKind.TEXT, "若葉")
    question = replace(QUESTION, follow_up=(word,))
    screen = interview(window, replace(INTERVIEW, question=question))
    given = QSignalSpy(screen.answer_given)
    field = screen.question.field("facility_name")
    assert field is not None
    field.editor.setFocus()
    QTest.keyClicks(field.editor, "2")
    assert heard(given)[-1] == ["facility_name", "4", "若葉2"]
    press(window, Key.Key_F8)
    assert heard(given)[-1] == ["facility_name", "4", "若葉2"]


PAPERS = FollowUpView(
    "papers",
    "前の学校の書類",
    FieldKind.SEVERAL,
    choices=(ChoiceView("enrolment", "在学証明書"), ChoiceView("textbooks", "教科書給与証明書")),
)


def test_papers_are_checked_by_space_and_enter_goes_on(window: StaffWindow) -> None:
    screen = interview(window, replace(INTERVIEW, question=replace(QUESTION, follow_up=(PAPERS,))))
    given, on = QSignalSpy(screen.answer_given), QSignalSpy(screen.next_question)
    press(window, Key.Key_Space)
    press(window, Key.Key_Tab)
    press(window, Key.Key_Space)
    press(window, Key.Key_Return)
    assert [words for _, _, words in heard(given)] == ["enrolment", "enrolment textbooks"]
    assert on.count() == 1


def test_every_follow_up_gives_what_its_fact_accepts() -> None:
    catalogue = standard_catalogue()
    nobody = Inquiry(None, (), 0)
    for question in catalogue.questions.questions:
        for follow_up in question.follow_ups:
            declared = catalogue.vocabulary.declarations[follow_up.fact]
            view = _follow_up(catalogue, follow_up, nobody)
            written = {FieldKind.TEXT: "言葉", FieldKind.DATE: "2026-04-03"}
            words = written.get(view.kind) or " ".join(choice.id for choice in view.choices)
            assert declared.accepts(_given(follow_up, words)), follow_up.fact


def test_what_is_typed_stays_under_the_cursor_while_the_page_is_shown_anew(
    window: StaffWindow,
) -> None:
    typed = FollowUpView("name", "園の名前", FieldKind.TEXT)
    view = replace(INTERVIEW, question=replace(QUESTION, follow_up=(typed,)))
    screen = interview(window, view)
    line = window.focusWidget()
    assert isinstance(line, QLineEdit)
    QTest.keyClicks(line, "ab")
    press(window, Key.Key_Left)
    shown = replace(QUESTION, follow_up=(replace(typed, value="ab"),))
    screen.show_view(replace(view, question=shown))
    assert window.focusWidget() is line
    QTest.keyClicks(line, "x")
    assert line.text() == "axb"
