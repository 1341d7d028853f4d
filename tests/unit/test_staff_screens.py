"""The clerk's screens 01–04 and 08: values in, signals out, by key alone."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QWidget

from counter_app.model.reception import Protection
from ui import theme
from ui.staff import samples, samples_household, samples_interview, samples_reception
from ui.staff.frame_views import ActionView, text
from ui.staff.household_screen import HouseholdScreen
from ui.staff.household_views import CheckView, HouseholdView
from ui.staff.interview_screen import InterviewScreen
from ui.staff.interview_views import FieldKind, FollowUpView, InterviewView
from ui.staff.reception_screen import ReceptionScreen
from ui.staff.reception_views import ReceptionView
from ui.staff.screen import StaffScreen
from ui.staff.start_screen import StartScreen
from ui.staff.start_views import StartView
from ui.staff.window import StaffWindow
from ui.widgets.arrange import Label
from ui.widgets.button import Button
from ui.widgets.card import CardState
from ui.widgets.name_edit import NameEdit
from ui.widgets.options import CheckBox, OptionCard

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
RECEPTION = samples_reception.RECEPTION
STOPPED = samples_reception.RECEPTION_STOPPED
HOUSEHOLD = samples_household.HOUSEHOLD
INTERVIEW = samples_interview.INTERVIEW
QUESTION = samples_interview.QUESTION


@pytest.fixture
def window(application: QApplication) -> Iterator[StaffWindow]:
    theme.set_text_scale(100)
    made = StaffWindow("Y町", "窓口2　佐伯")
    made.resize(1440, 900)
    yield made
    made.close()
    made.deleteLater()
    application.processEvents()


def opened(window: StaffWindow, screen: StaffScreen) -> None:
    window.show_screen(screen)
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window, 3000)
    focus = screen.first_focus()
    if focus is not None:
        focus.setFocus()
    QApplication.processEvents()


def press(window: QWidget, key: Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    target = QApplication.focusWidget() or window
    if modifier is None:
        QTest.keyClick(target, key)
    else:
        QTest.keyClick(target, key, modifier)
    QApplication.processEvents()


def heard(spy: QSignalSpy) -> list[list[object]]:
    return [spy.at(n) for n in range(spy.count())]


def button(inside: QWidget, words: str) -> QAbstractButton:
    found = [b for b in inside.findChildren(QAbstractButton) if b.text() == words]
    shown = [b for b in found if b.isVisibleTo(inside)]
    assert shown, f"no button {words}"
    return shown[0]


# --- 01 ---------------------------------------------------------------------------------------


def start(window: StaffWindow, view: StartView = samples.START) -> StartScreen:
    screen = StartScreen()
    screen.show_view(view)
    window.set_places(samples.PLACES)
    opened(window, screen)
    return screen


def test_arrows_choose_a_reception_and_enter_opens_it(window: StaffWindow) -> None:
    screen = start(window)
    selected, opens = QSignalSpy(screen.reception_selected), QSignalSpy(screen.reception_opened)
    press(window, Key.Key_Down)
    press(window, Key.Key_Return)
    wanted = samples.START.groups[2].rows[1].id
    assert heard(selected) == [[wanted]]
    assert heard(opens) == [[wanted]]


def test_the_button_of_the_list_opens_the_selected_reception(window: StaffWindow) -> None:
    screen = start(window)
    opens = QSignalSpy(screen.reception_opened)
    window.keys.findChildren(Button)[0].click()
    assert heard(opens) == [[samples.START.selected]]


def test_an_empty_list_opens_nothing_and_says_why(window: StaffWindow) -> None:
    screen = start(window, StartView("令和8年4月3日（金）", "今日の受付 0件", ()))
    opens = QSignalSpy(screen.reception_opened)
    press(window, Key.Key_Return)
    assert opens.count() == 0
    assert screen.buttons()[0].reason == "受付がありません"


def test_searching_filters_and_escape_comes_back_to_the_list(window: StaffWindow) -> None:
    screen = start(window)
    changed = QSignalSpy(screen.search_changed)
    press(window, Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, "04")
    press(window, Key.Key_Escape)
    assert [value[0] for value in heard(changed)] == ["0", "04", ""]
    assert not field.hasFocus()


def test_showing_the_list_again_keeps_what_is_selected(window: StaffWindow) -> None:
    screen = start(window)
    press(window, Key.Key_Down)
    changed = QSignalSpy(screen.reception_selected)
    screen.show_view(replace(samples.START, selected=""))
    opens = QSignalSpy(screen.reception_opened)
    press(window, Key.Key_Return)
    assert heard(opens) == [[samples.START.groups[2].rows[1].id]]
    assert changed.count() == 0


def test_the_ways_to_begin_are_pressed_by_key(window: StaffWindow) -> None:
    screen = start(window)
    new, paper = QSignalSpy(screen.new_reception), QSignalSpy(screen.paper_certificate)
    juki = QSignalSpy(screen.juki_request)
    for words in ("新しい受付", "紙の転出証明書", "住基ネットに照会"):
        button(screen, words).setFocus()
        press(window, Key.Key_Return)
    assert (new.count(), paper.count(), juki.count()) == (1, 1, 1)
    screen._list.setFocus()
    for key in (Key.Key_P, Key.Key_J):
        press(window, key, Qt.KeyboardModifier.AltModifier)
    assert (paper.count(), juki.count()) == (2, 2)


def test_a_list_without_rows_says_what_was_looked_for_until_there_are_some(
    window: StaffWindow,
) -> None:
    screen = start(window, samples.START_NOTHING)
    assert screen._empty.isVisible()
    assert screen._nothing.accessibleName().startswith("この一覧に「カトウ」に合う受付はありません")
    screen.show_view(samples.START)
    assert not screen._empty.isVisible()


def test_a_protected_reception_is_read_aloud_without_name_or_place(window: StaffWindow) -> None:
    row = samples.START.groups[1].rows[2]
    hidden = replace(row, name=samples.HEAD, from_place="")
    spoken = StartScreen()._rows.spoken(hidden)
    assert "渡" not in spoken
    assert "氏名を表示しません" in spoken


# --- 02, 08 -----------------------------------------------------------------------------------


def reception(window: StaffWindow, view: ReceptionView) -> ReceptionScreen:
    screen = ReceptionScreen()
    screen.show_view(view)
    window.set_rail(samples.RAIL_RECEPTION)
    opened(window, screen)
    return screen


def test_the_first_question_is_where_the_clerk_begins(window: StaffWindow) -> None:
    fresh = replace(RECEPTION, protection=Protection.UNASKED)
    screen = reception(window, fresh)
    cards = screen.findChildren(OptionCard)
    assert [card.isChecked() for card in cards] == [False, False, False]
    answered = QSignalSpy(screen.protection_answered)
    cards[0].setFocus()
    press(window, Key.Key_3)
    press(window, Key.Key_Left)
    assert heard(answered)[0] == [Protection.NOT_NOW]
    assert heard(answered)[-1] == [Protection.NO]


def test_a_digit_elsewhere_does_not_change_the_answer_about_protection(
    window: StaffWindow,
) -> None:
    screen = reception(window, RECEPTION)
    answered = QSignalSpy(screen.protection_answered)
    press(window, Key.Key_1)
    assert answered.count() == 0


def test_the_same_answer_is_shown_after_a_round_trip(window: StaffWindow) -> None:
    screen = reception(window, RECEPTION)
    for answer, at in ((Protection.YES, 0), (Protection.NO, 1), (Protection.NOT_NOW, 2)):
        screen.show_view(replace(RECEPTION, protection=answer))
        checked = [card.isChecked() for card in screen.findChildren(OptionCard)]
        assert checked == [n == at for n in range(3)]


def test_how_the_visitor_was_checked_is_told_whole(window: StaffWindow) -> None:
    screen = reception(window, RECEPTION)
    checked = QSignalSpy(screen.identity_checked)
    visitor, document = screen.findChildren(QComboBox)
    document.setFocus()
    press(window, Key.Key_Down)
    press(window, Key.Key_Down)
    photo = screen.findChild(CheckBox)
    assert photo is not None
    photo.setFocus()
    press(window, Key.Key_Space)
    assert visitor.currentText() == "世帯主 本人"
    assert heard(checked)[-1] == ["head", ("passport",), False]


def test_two_documents_are_asked_for_when_one_is_not_enough(window: StaffWindow) -> None:
    identity = replace(samples_reception.IDENTITY, needed=2, chosen=(), confirmed=False)
    screen = reception(window, replace(RECEPTION, identity=identity))
    checked = QSignalSpy(screen.identity_checked)
    combos = screen.findChildren(QComboBox)
    assert len(combos) == 3
    assert combos[1].currentIndex() == -1
    combos[1].setFocus()
    press(window, Key.Key_Down)
    assert checked.count() == 0
    combos[2].setFocus()
    press(window, Key.Key_Down)
    press(window, Key.Key_Down)
    wanted = ("individual_number_card", "driving_licence")
    assert heard(checked)[-1] == ["head", wanted, True]


def test_escape_stops_the_reading_of_a_card(window: StaffWindow) -> None:
    screen = reception(window, RECEPTION)
    cancelled = QSignalSpy(screen.card_cancelled)
    window.setFocus()
    press(window, Key.Key_Escape)
    assert cancelled.count() == 1


def test_enter_on_the_focused_button_stops_the_reading_too(window: StaffWindow) -> None:
    screen = reception(window, RECEPTION)
    cancelled, onward = QSignalSpy(screen.card_cancelled), QSignalSpy(screen.next_asked)
    press(window, Key.Key_Return)
    assert (cancelled.count(), onward.count()) == (1, 0)


def test_alt_n_goes_on_without_a_card_once(window: StaffWindow) -> None:
    screen = reception(window, RECEPTION)
    without = QSignalSpy(screen.without_card)
    press(window, Key.Key_N, ALT)
    screen.show_view(STOPPED)
    QApplication.processEvents()
    press(window, Key.Key_N, ALT)
    assert without.count() == 2


def test_f8_goes_on_only_when_nothing_is_missing(window: StaffWindow) -> None:
    view = replace(RECEPTION, can_go_on=False, missing="本人確認がまだです")
    screen = reception(window, view)
    onward = QSignalSpy(window.next_asked)
    press(window, Key.Key_F8)
    assert onward.count() == 0
    focused = QApplication.focusWidget()
    assert focused is screen.buttons()[-1]
    assert focused.accessibleDescription() == "本人確認がまだです"
    assert screen.note() == "本人確認がまだです"
    screen.show_view(RECEPTION)
    press(window, Key.Key_F8)
    assert onward.count() == 1


def test_the_problem_takes_the_focus_and_enter_tries_again(window: StaffWindow) -> None:
    screen = reception(window, STOPPED)
    chosen = QSignalSpy(screen.problem_action)
    press(window, Key.Key_Return)
    press(window, Key.Key_L, ALT)
    assert heard(chosen) == [["again"], ["later"]]


def test_the_problem_goes_when_it_is_over(window: StaffWindow) -> None:
    screen = reception(window, STOPPED)
    assert screen.problem_code == "CARD_REMOVED"
    screen.show_view(RECEPTION)
    QApplication.processEvents()
    assert screen.problem_code == ""
    assert not [b for b in screen.findChildren(Button) if b.text() == "もう一度読む"]


def test_a_folded_answer_opens_by_its_key(window: StaffWindow) -> None:
    screen = reception(window, STOPPED)
    assert not any(card.isVisible() for card in screen.findChildren(OptionCard))
    press(window, Key.Key_D, ALT)
    cards = screen.findChildren(OptionCard)
    assert all(card.isVisible() for card in cards)
    assert cards[1].hasFocus()
    press(window, Key.Key_H, ALT)
    assert screen.findChildren(QComboBox)[0].hasFocus()


def test_a_check_that_was_not_made_is_not_folded_under_a_failure(window: StaffWindow) -> None:
    view = replace(STOPPED, identity=replace(STOPPED.identity, confirmed=False))
    screen = reception(window, view)
    combos = screen.findChildren(QComboBox)
    assert combos
    assert all(combo.isVisible() for combo in combos[:2])
    assert not any(card.isVisible() for card in screen.findChildren(OptionCard))


def test_what_the_card_needs_next_is_on_enter(window: StaffWindow) -> None:
    screen = reception(window, RECEPTION)
    wrong = next(v for v in samples_reception.CARD_STATES if v.state is CardState.WRONG_PIN)
    screen.show_view(replace(RECEPTION, card=wrong))
    QApplication.processEvents()
    action = QSignalSpy(screen.card_action)
    window.setFocus()
    press(window, Key.Key_Return)
    assert heard(action) == [["again"]]


def test_a_locked_card_offers_its_reset_by_key(window: StaffWindow) -> None:
    screen = reception(window, RECEPTION)
    locked = next(v for v in samples_reception.CARD_STATES if v.state is CardState.LOCKED)
    screen.show_view(replace(RECEPTION, card=replace(locked, without_card=False)))
    QApplication.processEvents()
    action, without = QSignalSpy(screen.card_action), QSignalSpy(screen.without_card)
    press(window, Key.Key_I, ALT)
    press(window, Key.Key_N, ALT)
    assert heard(action) == [["reset"]]
    assert without.count() == 1


def test_the_progress_of_a_reading_does_not_take_the_focus_away(window: StaffWindow) -> None:
    screen = reception(window, RECEPTION)
    cancel = QApplication.focusWidget()
    assert isinstance(cancel, Button)
    for share in (0.7, 0.8, 0.9):
        card = replace(RECEPTION.card, progress=share)
        screen.show_view(replace(RECEPTION, card=card))
        QApplication.processEvents()
    assert QApplication.focusWidget() is cancel


# --- 03 ---------------------------------------------------------------------------------------


def household(window: StaffWindow, view: HouseholdView) -> HouseholdScreen:
    screen = HouseholdScreen()
    screen.show_view(view)
    window.set_rail(samples.RAIL_HOUSEHOLD)
    opened(window, screen)
    return screen


def test_a_provisional_reading_is_confirmed_by_key(window: StaffWindow) -> None:
    screen = household(window, HOUSEHOLD)
    confirmed, asked = QSignalSpy(screen.reading_confirmed), QSignalSpy(screen.correction_asked)
    press(window, Key.Key_Y, ALT)
    press(window, Key.Key_E, ALT)
    assert heard(confirmed) == [["5"]]
    assert heard(asked) == [["5"]]


def test_the_next_check_takes_the_place_of_the_one_confirmed(window: StaffWindow) -> None:
    screen = household(window, HOUSEHOLD)
    other = CheckView("2", text("美咲さんの続柄を確かめてください。"))
    screen.show_view(replace(HOUSEHOLD, checks=(other,)))
    QApplication.processEvents()
    confirmed = QSignalSpy(screen.reading_confirmed)
    press(window, Key.Key_Return)
    assert heard(confirmed) == [["2"]]
    screen.show_view(replace(HOUSEHOLD, checks=()))
    QApplication.processEvents()
    assert QApplication.focusWidget() is screen._list


def test_arrows_choose_a_member(window: StaffWindow) -> None:
    screen = household(window, replace(HOUSEHOLD, checks=()))
    selected = QSignalSpy(screen.member_selected)
    press(window, Key.Key_Down)
    press(window, Key.Key_End)
    assert heard(selected) == [["2"], ["5"]]


def test_a_member_who_stays_can_come_along_again(window: StaffWindow) -> None:
    screen = household(window, HOUSEHOLD)
    stays = QSignalSpy(screen.member_stays)
    press(window, Key.Key_X, ALT)
    first = replace(HOUSEHOLD.members[0], stays=True)
    screen.show_view(replace(HOUSEHOLD, members=(first, *HOUSEHOLD.members[1:])))
    assert button(screen, "この人も移る").isVisible()
    press(window, Key.Key_X, ALT)
    assert heard(stays) == [["1", True], ["1", False]]


def test_a_member_is_added_by_key(window: StaffWindow) -> None:
    screen = household(window, HOUSEHOLD)
    asked = QSignalSpy(screen.member_add_asked)
    press(window, Key.Key_A, ALT)
    assert asked.count() == 1


def test_backspace_in_a_name_takes_the_character_with_its_selector(window: StaffWindow) -> None:
    edit = samples_household.HOUSEHOLD_EDIT.edit
    assert edit is not None
    details = replace(edit.details, name="渡邉\U000e010f")
    screen = household(
        window, replace(samples_household.HOUSEHOLD_EDIT, edit=replace(edit, details=details))
    )
    saved = QSignalSpy(screen.member_saved)
    field = QApplication.focusWidget()
    assert isinstance(field, NameEdit)
    press(window, Key.Key_End)
    press(window, Key.Key_Backspace)
    assert field.text() == "渡"
    press(window, Key.Key_Return)
    assert saved.count() == 1
    assert saved.at(0)[0] == "5"
    assert saved.at(0)[1].details == replace(details, name="渡")


def test_escape_leaves_a_correction(window: StaffWindow) -> None:
    screen = household(window, samples_household.HOUSEHOLD_EDIT)
    cancelled = QSignalSpy(screen.correction_cancelled)
    press(window, Key.Key_Escape)
    assert cancelled.count() == 1
    screen.show_view(HOUSEHOLD)
    QApplication.processEvents()
    assert QApplication.focusWidget() is screen._list


# --- 04 ---------------------------------------------------------------------------------------


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


# --- 02 連絡先 ----------------------------------------------------------------------------------


def contact(window: StaffWindow, view: ReceptionView = RECEPTION) -> ReceptionScreen:
    """The first step with the form of telephone and language open."""
    screen = ReceptionScreen()
    screen.show_view(view)
    window.set_rail(samples.RAIL_RECEPTION)
    opened(window, screen)
    asked = QSignalSpy(screen.contact_asked)
    press(window, Key.Key_T, ALT)
    assert asked.count() == 1
    screen.show_view(replace(view, contact=replace(view.contact, editing=True)))
    QApplication.processEvents()
    return screen


def test_alt_t_opens_the_telephone_where_it_is_typed_and_enter_gives_it(
    window: StaffWindow,
) -> None:
    screen = contact(window)
    given = QSignalSpy(screen.contact_given)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    assert field.text() == "090-0000-0000"
    field.selectAll()
    QTest.keyClicks(field, "03-0000-0000")
    press(window, Key.Key_Return)
    assert heard(given) == [["03-0000-0000", False, "ja"]]


def test_f8_gives_the_number_that_is_being_typed_and_stays_while_it_is_none(
    window: StaffWindow,
) -> None:
    screen = contact(window)
    given, onward = QSignalSpy(screen.contact_given), QSignalSpy(screen.next_asked)
    QTest.keyClicks(QApplication.focusWidget() or screen, "9")
    press(window, Key.Key_F8)
    assert heard(given) == [["090-0000-00009", False, "ja"]]
    assert onward.count() == 0
    wrong = replace(samples_reception.CONTACT, editing=True, error="11桁の番号です。")
    screen.show_view(replace(RECEPTION, contact=wrong))
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    assert field.text() == "090-0000-00009"
    assert field.accessibleDescription() == "11桁の番号です。"


def test_no_telephone_and_a_language_are_chosen_by_key_and_escape_leaves_the_form(
    window: StaffWindow,
) -> None:
    screen = contact(window)
    given, left = QSignalSpy(screen.contact_given), QSignalSpy(screen.contact_left)
    press(window, Key.Key_Tab)
    press(window, Key.Key_Space)
    press(window, Key.Key_Tab)
    press(window, Key.Key_Down)
    press(window, Key.Key_Tab)
    press(window, Key.Key_Return)
    assert heard(given) == [["", True, "ja-x-easy"]]
    press(window, Key.Key_Escape)
    assert left.count() == 1
    screen.show_view(RECEPTION)
    assert screen.first_focus() is QApplication.focusWidget()


def test_an_announced_protection_says_why_no_is_not_the_answer(window: StaffWindow) -> None:
    screen = ReceptionScreen()
    screen.show_view(samples_reception.RECEPTION_PROTECTED)
    opened(window, screen)
    notes = [label for label in screen.findChildren(Label) if "支援措置の連絡" in label.text()]
    assert [label.isVisibleTo(screen) for label in notes] == [True]
