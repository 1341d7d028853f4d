"""Commitments (07) and a line that is down (09): values in, signals out, by key alone."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from counter_app.model.message import DeliveryState
from tests.staff_work_kit import (
    ALT,
    Key,
    clerk_window,
    focused,
    heard,
    opened,
    press,
    settle,
    shut,
    words_of_keys,
)
from ui.staff import (
    work_samples,
    work_samples_dispatch,
    work_samples_plan,
)
from ui.staff.commitment_cards import SlotOption
from ui.staff.commitment_rows import CommitmentRow
from ui.staff.dispatch_screen import DispatchScreen
from ui.staff.window import StaffWindow
from ui.staff.work_views import (
    DispatchView,
)
from ui.widgets.button import Button
from ui.widgets.words import Words

DISPATCH = work_samples_dispatch.DISPATCH
HUB_DOWN = work_samples_dispatch.HUB_DOWN
DECLINED = work_samples_dispatch.DECLINED
GAS = DECLINED.id
SCHOOL = work_samples_dispatch.SCHOOL.id


@pytest.fixture
def window(application: QApplication) -> Iterator[StaffWindow]:
    made = clerk_window()
    yield made
    shut(made)


def dispatch(window: StaffWindow, view: DispatchView = DISPATCH) -> DispatchScreen:
    screen = DispatchScreen()
    screen.show_view(view)
    opened(window, screen, work_samples.RAIL_DISPATCH)
    return screen


def undecided() -> DispatchView:
    """The offer as it comes in: the resident has not said yet which time."""
    assert DECLINED.offer is not None
    row = replace(DECLINED, offer=replace(DECLINED.offer, chosen=-1))
    groups = (replace(DISPATCH.groups[0], rows=(row,)), *DISPATCH.groups[1:])
    return replace(DISPATCH, groups=groups)


def test_a_digit_chooses_a_time_and_enter_asks_again(window: StaffWindow) -> None:
    screen = dispatch(window, undecided())
    chosen, again = QSignalSpy(screen.slot_chosen), QSignalSpy(screen.asked_again)
    closed = QSignalSpy(screen.close_asked)
    assert isinstance(focused(), CommitmentRow)
    for _ in range(3):  # nothing is chosen beforehand: Enter alone asks for nothing
        press(window, Key.Key_Return)
    assert (chosen.count(), again.count()) == (0, 0)
    press(window, Key.Key_2)
    press(window, Key.Key_Return)
    assert heard(chosen) == [[GAS, 1]]
    assert heard(again) == [[GAS, 1]]
    assert closed.count() == 0


def test_a_digit_without_a_time_does_nothing(window: StaffWindow) -> None:
    screen = dispatch(window)
    chosen = QSignalSpy(screen.slot_chosen)
    press(window, Key.Key_4)
    assert chosen.count() == 0


def test_enter_on_a_chosen_time_asks_again(window: StaffWindow) -> None:
    screen = dispatch(window, undecided())
    again = QSignalSpy(screen.asked_again)
    slot = screen.findChildren(SlotOption)[2]
    slot.setFocus()
    press(window, Key.Key_Return)
    assert again.count() == 0
    press(window, Key.Key_Return)
    assert heard(again) == [[GAS, 2]]


def test_alt_q_and_alt_g_end_the_declined_request(window: StaffWindow) -> None:
    screen = dispatch(window)
    left, own = QSignalSpy(screen.quit_asked), QSignalSpy(screen.self_asked)
    for key in (Key.Key_Q, Key.Key_G):
        press(window, key, ALT)
        assert (left.count(), own.count()) == (key == Key.Key_G, 0)  # it cannot be taken back
        assert "もう一度" in focused().accessibleName()
        press(window, key, ALT)
    assert heard(left) == heard(own) == [[GAS]]


def test_a_time_that_is_chosen_calls_the_end_off(window: StaffWindow) -> None:
    screen = dispatch(window)
    left = QSignalSpy(screen.quit_asked)
    press(window, Key.Key_Q, ALT)
    press(window, Key.Key_2)
    press(window, Key.Key_Q, ALT)
    assert left.count() == 0


def test_a_decline_without_times_can_still_be_asked_again(window: StaffWindow) -> None:
    assert DECLINED.offer is not None
    row = replace(
        DECLINED,
        offer=replace(DECLINED.offer, slots=()),
    )
    groups = (replace(DISPATCH.groups[0], rows=(row,)), *DISPATCH.groups[1:])
    screen = dispatch(window, replace(DISPATCH, groups=groups))
    again = QSignalSpy(screen.asked_again)
    press(window, Key.Key_Return)  # from the row to the button
    assert again.count() == 0
    press(window, Key.Key_Return)
    assert heard(again) == [[GAS, -1]]


def test_live_news_keeps_the_chosen_time_and_the_focus(window: StaffWindow) -> None:
    screen = dispatch(window)
    press(window, Key.Key_3)
    outside = DISPATCH.groups[1]
    arrived = replace(
        outside.rows[1], delivery=DeliveryState.DELIVERED, delivery_words="", due="4/3 済"
    )
    fewer = (
        DISPATCH.groups[0],
        replace(outside, rows=(outside.rows[0], arrived)),
        replace(DISPATCH.groups[2], rows=DISPATCH.groups[2].rows[1:]),
    )
    screen.show_view(replace(DISPATCH, groups=fewer, promised=13))
    settle()
    assert focused().objectName() == "ask"
    again = QSignalSpy(screen.asked_again)
    press(window, Key.Key_Return)
    assert heard(again) == [[GAS, 2]]
    spoken = [row.accessibleName() for row in screen.findChildren(CommitmentRow)]
    assert any("電気の使用開始" in words and "送信 届いた" in words for words in spoken)


def test_another_offer_starts_with_no_time_chosen(window: StaffWindow) -> None:
    screen = dispatch(window)
    press(window, Key.Key_3)
    assert DECLINED.offer is not None
    offer = replace(DECLINED.offer, slots=("4月10日（金）9〜11時", "13〜15時"), chosen=-1)
    row = replace(DECLINED, offer=offer)
    groups = (replace(DISPATCH.groups[0], rows=(row,)), *DISPATCH.groups[1:])
    screen.show_view(replace(DISPATCH, groups=groups))
    settle()
    again = QSignalSpy(screen.asked_again)
    press(window, Key.Key_Return)
    assert again.count() == 0
    press(window, Key.Key_1)
    press(window, Key.Key_Return)
    assert heard(again) == [[GAS, 0]]


def test_arrows_move_over_all_groups_and_tell_which(window: StaffWindow) -> None:
    screen = dispatch(window)
    selected = QSignalSpy(screen.commitment_selected)
    first = screen.findChildren(CommitmentRow)[0]
    first.setFocus()
    for _ in range(3):
        press(window, Key.Key_Down)
    press(window, Key.Key_Up)
    press(window, Key.Key_End)
    names = [row.id for group in DISPATCH.groups for row in group.rows]
    wanted = [names[1], names[2], names[3], names[2], names[-1]]
    assert heard(selected) == [[name] for name in wanted]
    assert focused().accessibleName().startswith("国民健康保険の資格取得")


def test_a_row_says_its_acts_and_its_message_apart(window: StaffWindow) -> None:
    screen = dispatch(window)
    spoken = screen.findChildren(CommitmentRow)[0].accessibleName()
    assert "約束 お断り" in spoken
    assert "送信 届いた・返事あり" in spoken


def test_a_result_is_accepted_only_by_its_own_key(window: StaffWindow) -> None:
    screen = dispatch(window, replace(DISPATCH, selected=SCHOOL))
    accepted = QSignalSpy(screen.result_accepted)
    row = next(r for r in screen.findChildren(CommitmentRow) if r.view.id == SCHOOL)
    row.setFocus()
    press(window, Key.Key_Return)
    assert accepted.count() == 0
    assert focused().objectName() == "accept"
    press(window, Key.Key_Y, ALT)
    assert heard(accepted) == [[SCHOOL]]


def test_tab_goes_from_a_row_to_what_opened_under_it(window: StaffWindow) -> None:
    dispatch(window)
    row = next(r for r in window.findChildren(CommitmentRow) if r.view.id == SCHOOL)
    QTest.mouseClick(row, Qt.MouseButton.LeftButton)
    settle()
    press(window, Key.Key_Tab)
    assert focused().objectName() == "accept"
    press(window, Key.Key_Tab)
    assert focused().objectName() == "reject"


def test_a_result_goes_back_with_a_reason(window: StaffWindow) -> None:
    screen = dispatch(window, replace(DISPATCH, selected=SCHOOL))
    back = QSignalSpy(screen.result_rejected)
    press(window, Key.Key_J, ALT)
    field = focused()
    assert isinstance(field, QLineEdit)
    field.setText("学年が違う")
    press(window, Key.Key_Return)
    assert heard(back) == [[SCHOOL, "学年が違う"]]


def test_a_taking_back_needs_a_reason(window: StaffWindow) -> None:
    screen = dispatch(window, replace(DISPATCH, selected=SCHOOL))
    taken = QSignalSpy(screen.withdrawn)
    press(window, Key.Key_R, ALT)
    press(window, Key.Key_Return)
    assert taken.count() == 0
    field = focused()
    assert isinstance(field, QLineEdit)
    assert "理由" in field.accessibleDescription()
    field.setText("入学先が変わった")
    press(window, Key.Key_Return)
    assert heard(taken) == [[SCHOOL, "入学先が変わった"]]
    assert isinstance(focused(), CommitmentRow)


def test_escape_leaves_the_reason_and_nothing_happens(window: StaffWindow) -> None:
    screen = dispatch(window, replace(DISPATCH, selected=SCHOOL))
    taken = QSignalSpy(screen.withdrawn)
    press(window, Key.Key_R, ALT)
    press(window, Key.Key_Escape)
    assert isinstance(focused(), CommitmentRow)
    assert taken.count() == 0


def test_digits_in_the_reason_are_text(window: StaffWindow) -> None:
    screen = dispatch(window, replace(DISPATCH, selected=SCHOOL))
    chosen = QSignalSpy(screen.slot_chosen)
    press(window, Key.Key_R, ALT)
    press(window, Key.Key_2)
    field = focused()
    assert isinstance(field, QLineEdit)
    assert field.text() == "2"
    assert chosen.count() == 0


def test_what_has_ended_cannot_be_taken_back(window: StaffWindow) -> None:
    ended = replace(work_samples_dispatch.SCHOOL, can_withdraw=False)
    groups = (replace(DISPATCH.groups[2], rows=(ended,)),)
    screen = dispatch(window, replace(DISPATCH, groups=groups, selected=SCHOOL))
    press(window, Key.Key_R, ALT)
    assert not isinstance(focused(), QLineEdit)
    assert "取消し…" not in words_of_keys(screen).values()


def test_keys_show_all_print_and_close(window: StaffWindow) -> None:
    screen = dispatch(window)
    shown, printed = QSignalSpy(screen.show_all_asked), QSignalSpy(screen.print_asked)
    closed, tablet = QSignalSpy(screen.close_asked), QSignalSpy(window.tablet_asked)
    press(window, Key.Key_V, ALT)
    press(window, Key.Key_P, ALT)
    press(window, Key.Key_F9)
    press(window, Key.Key_F8)
    assert (shown.count(), tablet.count(), closed.count()) == (1, 1, 1)
    assert heard(printed) == [["next-steps"]]


def test_a_reception_that_cannot_be_closed_stays_open(window: StaffWindow) -> None:
    screen = dispatch(window, replace(DISPATCH, can_close=False, missing="送っています"))
    closed = QSignalSpy(screen.close_asked)
    press(window, Key.Key_F8)
    assert closed.count() == 0
    assert screen.note() == "送っています"


def test_while_the_hub_is_down_alt_r_tries_and_alt_p_prints(window: StaffWindow) -> None:
    screen = dispatch(window, HUB_DOWN)
    acted, closed = QSignalSpy(screen.degraded_action), QSignalSpy(screen.close_asked)
    assert focused().accessibleName() == "今すぐ試す"
    press(window, Key.Key_R, ALT)
    press(window, Key.Key_P, ALT)
    press(window, Key.Key_Return)
    assert heard(acted) == [["retry"], ["phone"], ["retry"]]
    press(window, Key.Key_F8)
    assert closed.count() == 1  # nothing is blocked


def test_f1_opens_the_page_of_the_line_that_is_down(window: StaffWindow) -> None:
    screen = dispatch(window, HUB_DOWN)
    asked = QSignalSpy(window.handbook_asked)
    press(window, Key.Key_F1)
    screen.show_view(DISPATCH)
    press(window, Key.Key_F1)
    assert heard(asked) == [["HUB_UNREACHABLE"], ["staff.dispatch"]]


def test_taking_back_has_another_key_while_alt_r_tries(window: StaffWindow) -> None:
    electricity = HUB_DOWN.groups[0].rows[1].id
    screen = dispatch(window, replace(HUB_DOWN, selected=electricity))
    taken = QSignalSpy(screen.withdrawn)
    assert words_of_keys(screen)["Alt W"] == "取消し…"
    press(window, Key.Key_W, ALT)
    field = focused()
    assert isinstance(field, QLineEdit)
    field.setText("別の会社にする")
    press(window, Key.Key_Return)
    assert heard(taken) == [[electricity, "別の会社にする"]]


def test_the_banner_goes_when_the_line_is_back(window: StaffWindow) -> None:
    screen = dispatch(window, HUB_DOWN)
    screen.show_view(DISPATCH)
    settle()
    words = [b.text() for b in screen.findChildren(Button) if b.isVisibleTo(screen)]
    assert "今すぐ試す" not in words
    assert focused().objectName() == "ask"
    taken = QSignalSpy(screen.degraded_action)
    press(window, Key.Key_R, ALT)
    assert taken.count() == 0
    assert isinstance(focused(), QLineEdit)


def side_tops(screen: DispatchScreen) -> dict[str, int]:
    """Where each text of the side panel stands, px from the top of the panel."""
    side = screen.side
    assert side is not None
    found = [w for w in side.findChildren(Words) if w.isVisible()]
    return {w.accessibleName(): w.mapTo(side, QPoint(0, 0)).y() for w in found}


def test_the_side_of_the_plan_begins_at_its_top(window: StaffWindow) -> None:
    screen = dispatch(window, work_samples_plan.PLAN)
    assert side_tops(screen)["これからの手続き"] == 0


def test_a_pile_that_is_not_there_leaves_no_room(window: StaffWindow) -> None:
    screen = dispatch(window, HUB_DOWN)
    without = side_tops(screen)["送信待ち　3"]
    screen.show_view(replace(HUB_DOWN, pile=work_samples_dispatch.PILE))
    settle()
    assert side_tops(screen)["送信待ち　3"] > without + 100
    screen.show_view(HUB_DOWN)
    settle()
    assert side_tops(screen)["送信待ち　3"] == without


def test_the_drawer_is_not_named_after_a_number_that_is_not_there(window: StaffWindow) -> None:
    screen = dispatch(window, work_samples_plan.PLAN)
    assert screen.drawer == "これからの手続き"
    screen.show_view(DISPATCH)
    assert screen.drawer == "受付番号"


def test_papers_that_are_still_made_are_said_in_their_place(window: StaffWindow) -> None:
    making = "受付票とこれからの手続きを作っています。"
    screen = dispatch(window, replace(DISPATCH, papers=(), making=making))
    assert {"渡す紙", making} <= side_tops(screen).keys()
    screen.show_view(DISPATCH)
    settle()
    assert making not in side_tops(screen)
