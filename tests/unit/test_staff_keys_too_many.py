"""A hurried hand: an Enter too many, a Tab, F2 in the middle, lose nothing and answer nothing."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QWidget

from counter_app.model.by_hand import MoveFault, MoveField
from counter_app.model.reception import Protection
from tests.staff_work_kit import Key, clerk_window, focused, heard, opened, press, settle, shut
from ui import theme
from ui.staff import (
    samples,
    samples_interview,
    samples_reception,
    work_samples,
    work_samples_documents,
)
from ui.staff.by_hand_screen import ByHandScreen
from ui.staff.by_hand_views import ByHandView
from ui.staff.consent_panel import DecisionButton
from ui.staff.documents_screen import DocumentsScreen
from ui.staff.interview_screen import InterviewScreen
from ui.staff.interview_views import OutcomeView
from ui.staff.member_fields import RadioField
from ui.staff.outcome_list import OutcomeRow
from ui.staff.reception_screen import ReceptionScreen
from ui.staff.screen import StaffScreen
from ui.staff.window import StaffWindow
from ui.widgets.banner import Notice
from ui.widgets.button import Button, Kind
from ui.widgets.clock import Deadline, clock_width
from ui.widgets.drawing import text_width
from ui.widgets.fold import Fold
from ui.widgets.options import OptionCard


@pytest.fixture
def window(application: QApplication) -> Iterator[StaffWindow]:
    made = clerk_window()
    yield made
    shut(made)


def first_question() -> ReceptionScreen:
    screen = ReceptionScreen()
    view = replace(
        samples_reception.RECEPTION,
        protection=Protection.UNASKED,
        can_go_on=False,
        missing="最初の質問がまだです",
    )
    screen.show_view(view)
    return screen


def interview() -> InterviewScreen:
    screen = InterviewScreen()
    question = samples_interview.INTERVIEW.question
    assert question is not None
    asked = replace(question, chosen=(), follow_up=(), deadline=None, deadline_words="")
    screen.show_view(replace(samples_interview.INTERVIEW, question=asked))
    return screen


@pytest.mark.parametrize(
    ("made", "arrow"), [(first_question, Key.Key_Right), (interview, Key.Key_Down)]
)
def test_an_enter_too_many_answers_no_question(
    window: StaffWindow, made: Callable[[], ReceptionScreen | InterviewScreen], arrow: Key
) -> None:
    screen = made()
    opened(window, screen, samples.RAIL_RECEPTION)
    answered = QSignalSpy(
        screen.protection_answered if isinstance(screen, ReceptionScreen) else screen.option_chosen
    )
    at = focused()
    assert isinstance(at, OptionCard)
    press(window, Key.Key_Return)
    press(window, Key.Key_Return)
    assert answered.count() == 0
    at.setFocus()
    press(window, arrow)  # the clerk goes to an answer: there Enter gives it
    assert focused() is not at
    press(window, Key.Key_Return)
    assert answered.count() == 1


def test_the_first_question_keeps_the_focus_under_an_enter(window: StaffWindow) -> None:
    screen = first_question()
    opened(window, screen, samples.RAIL_RECEPTION)
    answered = QSignalSpy(screen.protection_answered)
    press(window, Key.Key_Return)
    press(window, Key.Key_2)
    assert heard(answered) == [[Protection.NO]]


def test_a_group_that_is_opened_gives_the_focus_to_its_question(window: StaffWindow) -> None:
    screen = interview()
    opened(window, screen, samples.RAIL_INTERVIEW)
    row = screen.findChildren(Fold)[0]
    row.setFocus(Qt.FocusReason.TabFocusReason)
    view = screen._view
    assert view is not None
    assert view.question is not None
    other = replace(view.question, id="vehicles", options=view.question.options[:2])
    screen.show_view(replace(view, question=other, before=(), after=()))
    assert isinstance(focused(), OptionCard)


def test_tab_leads_to_the_ring_that_stands_and_enter_changes_none(window: StaffWindow) -> None:
    field = RadioField("性別", ("男", "女", "未記入"), 1)
    screen = StaffScreen("性別")
    screen.body.add(field)
    opened(window, screen, samples.RAIL_HOUSEHOLD)
    assert focused() is field.options[1]
    press(window, Key.Key_Return)
    assert field.value() == 1
    press(window, Key.Key_Right)
    assert (focused(), field.value()) == (field.options[2], 2)


def test_the_focus_never_falls_on_the_side_panel(window: StaffWindow) -> None:
    screen = StaffScreen("受付")
    stays, goes = Button("残る"), Button("消える")
    screen.body.add(stays)
    screen.body.add(goes)
    screen.side = QWidget()
    opened(window, screen, samples.RAIL_RECEPTION)
    goes.setFocus()
    goes.hide()
    settle()
    assert focused() is stays


def test_a_page_that_fills_later_takes_the_focus_but_not_on_its_primary(
    window: StaffWindow,
) -> None:
    screen = StaffScreen("依頼")
    opened(window, screen, samples.RAIL_RECEPTION)
    window.setFocus()
    asks = Button("頼み直す", Kind.PRIMARY)
    screen.body.add(asks)
    screen.bar_changed.emit()
    settle()
    assert focused() is window
    asks.hide()
    row = Button("水道の使用開始")
    screen.body.add(row)
    screen.bar_changed.emit()
    settle()
    assert focused() is row


def test_f9_leads_to_the_consent_that_is_still_to_be_given(window: StaffWindow) -> None:
    view = work_samples_documents.documents()
    asked = tuple(replace(row, decided=None) for row in view.consents)
    screen = DocumentsScreen()
    view = replace(view, consents=asked, consent_locked=False, tablet_busy=False, can_send=False)
    screen.show_view(view)
    opened(window, screen, work_samples.RAIL_DOCUMENTS)
    sent, turned = QSignalSpy(screen.tablet_asked), QSignalSpy(screen.sheet_selected)
    decided = QSignalSpy(screen.consent_decided)
    hints = screen.keys()
    assert "同意を聞く" in [hint.words for hint in hints]
    press(window, Key.Key_F9)
    assert (sent.count(), heard(turned)) == (0, [["consent"]])
    assert isinstance(focused(), DecisionButton)
    press(window, Key.Key_Return)  # nobody said 送る yet
    assert decided.count() == 0
    given = tuple(replace(row, decided=True) for row in asked)
    screen.show_view(replace(view, consents=given, can_send=True))
    press(window, Key.Key_F9)
    assert sent.count() == 1


@pytest.fixture
def by_hand(window: StaffWindow) -> ByHandScreen:
    screen = ByHandScreen()
    screen.begin(ByHandView("乙県南郡Y町", date(2026, 4, 3)))
    opened(window, screen, samples.RAIL_RECEPTION)
    return screen


def test_what_is_typed_by_hand_is_left_only_when_asked_twice(
    window: StaffWindow, by_hand: ByHandScreen
) -> None:
    left = QSignalSpy(by_hand.stopped)
    by_hand._name.edit.setText("谷口　健")
    by_hand._name.edit.setFocus()
    press(window, Key.Key_Escape)
    assert left.count() == 0
    assert any("まだ保存していません" in n.accessibleName() for n in by_hand.findChildren(Notice))
    by_hand._name.edit.setText("谷口　健一")
    press(window, Key.Key_Escape)  # more was typed since: told once more
    assert left.count() == 0
    press(window, Key.Key_Escape)
    assert left.count() == 1


def test_an_empty_page_is_left_at_once(window: StaffWindow, by_hand: ByHandScreen) -> None:
    left = QSignalSpy(by_hand.stopped)
    press(window, Key.Key_2)
    press(window, Key.Key_Escape)
    assert left.count() == 1


def test_a_mended_field_stays_mended_when_the_page_is_shown_again(
    window: StaffWindow, by_hand: ByHandScreen
) -> None:
    """Lists that are read meanwhile, F5 and F12 show the page anew."""
    fault = MoveFault(MoveField.NEW_TOWN, "町名・番地を入れてください。")
    view = ByHandView("乙県南郡Y町", date(2026, 4, 3), faults=(fault,))
    by_hand.started.connect(lambda _: by_hand.show_view(view))
    press(window, Key.Key_F8)
    field = by_hand._move[MoveField.NEW_TOWN]
    assert field.editor.accessibleDescription()
    field.clear_error()
    by_hand._name.edit.setFocus()
    by_hand.show_view(view)
    assert not field.editor.accessibleDescription()
    assert focused() is by_hand._name.edit
    press(window, Key.Key_F8)
    assert field.editor.accessibleDescription()


def test_a_long_name_and_its_clock_have_lines_of_their_own(application: QApplication) -> None:
    deadline = Deadline("4/15（水）", 0.1, hard=True)
    name = "NGUYEN THI PHUONG THAO ALEXANDRIA BARTHOLOMEW　町民課"
    row = OutcomeRow(OutcomeView("住民異動届（転入）", None, name, deadline))
    width = round(max(text_width("BARTHOLOMEW", 14) * 3, clock_width(deadline)))
    one = OutcomeRow(OutcomeView("住民異動届（転入）", None, "町民課", deadline))
    lines = (row.heightForWidth(width) - one.heightForWidth(width)) / theme.factor(row)
    assert lines >= 2 * 20
