"""The first step (02), its card that failed (08) and the telephone: values in, signals out."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit

from counter_app.model.reception import Protection
from tests.staff_work_kit import ALT, Key, clerk_window, heard, opened, press, shut
from ui.staff import samples, samples_reception
from ui.staff.reception_screen import ReceptionScreen
from ui.staff.reception_views import ReceptionView
from ui.staff.window import StaffWindow
from ui.widgets.arrange import Label
from ui.widgets.button import Button
from ui.widgets.card import CardState
from ui.widgets.options import CheckBox, OptionCard

RECEPTION = samples_reception.RECEPTION

STOPPED = samples_reception.RECEPTION_STOPPED


@pytest.fixture
def window(application: QApplication) -> Iterator[StaffWindow]:
    made = clerk_window()
    yield made
    shut(made)


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
