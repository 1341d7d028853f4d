"""The list of determinations (05): values in, signals out, by key alone."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from tests.staff_work_kit import (
    ALT,
    Key,
    button,
    clerk_window,
    focused,
    heard,
    opened,
    press,
    settle,
    shut,
)
from ui.staff import (
    work_samples,
)
from ui.staff.frame_views import text
from ui.staff.paper_views import PaperStanding
from ui.staff.procedures_screen import ProceduresScreen
from ui.staff.reason_panel import FactLine
from ui.staff.window import StaffWindow
from ui.staff.work_views import ProceduresView, Standing
from ui.widgets.focus import FocusFrame

PROCEDURES = work_samples.PROCEDURES


@pytest.fixture
def window(application: QApplication) -> Iterator[StaffWindow]:
    made = clerk_window()
    yield made
    shut(made)


def procedures(window: StaffWindow, view: ProceduresView = PROCEDURES) -> ProceduresScreen:
    screen = ProceduresScreen()
    screen.show_view(view)
    opened(window, screen, work_samples.RAIL_PROCEDURES)
    return screen


def test_arrows_choose_a_procedure_and_tell_which(window: StaffWindow) -> None:
    screen = procedures(window)
    selected = QSignalSpy(screen.procedure_selected)
    press(window, Key.Key_Down)
    press(window, Key.Key_Up)
    names = [row.id for row in PROCEDURES.rows]
    at = names.index(PROCEDURES.selected)
    assert heard(selected) == [[names[at + 1]], [names[at]]]


def test_a_long_title_takes_two_lines(window: StaffWindow) -> None:
    first, second = PROCEDURES.rows[:2]
    long = replace(first, title="下水道・農業集落排水の使用開始・人数の届")
    screen = procedures(window, replace(PROCEDURES, rows=(long, second)))
    assert screen._rows.height(second) == 37
    assert screen._rows.height(long) > 50
    assert screen._list.visualRect(screen._list.model().index(0, 0)).height() > 50


def test_showing_the_same_rows_again_tells_nothing(window: StaffWindow) -> None:
    screen = procedures(window)
    selected = QSignalSpy(screen.procedure_selected)
    other = PROCEDURES.rows[0]
    screen.show_view(replace(PROCEDURES, selected=other.id))
    screen.show_view(PROCEDURES)
    assert selected.count() == 0


def test_enter_in_the_list_goes_to_the_next_step(window: StaffWindow) -> None:
    screen = procedures(window)
    on = QSignalSpy(screen.next_asked)
    press(window, Key.Key_Return)
    assert on.count() == 1


def test_a_step_that_cannot_go_on_says_what_is_missing(window: StaffWindow) -> None:
    screen = procedures(window, replace(PROCEDURES, can_go_on=False, missing="未定 2件"))
    on = QSignalSpy(screen.next_asked)
    press(window, Key.Key_F8)
    assert on.count() == 0
    assert screen.note() == "未定 2件"
    assert focused() is screen.buttons()[-1]


def test_alt_x_puts_off_what_is_selected_and_takes_it_back(window: StaffWindow) -> None:
    screen = procedures(window)
    asked = QSignalSpy(screen.postpone_asked)
    press(window, Key.Key_X, ALT)
    reason = replace(work_samples.REASON, postponed=True)
    screen.show_view(replace(PROCEDURES, reason=reason))
    press(window, Key.Key_X, ALT)
    assert heard(asked) == [[work_samples.REASON.id, True], [work_samples.REASON.id, False]]


def test_what_cannot_be_put_off_has_no_button_and_no_key(window: StaffWindow) -> None:
    reason = replace(work_samples.REASON, can_postpone=False)
    screen = procedures(window, replace(PROCEDURES, reason=reason))
    asked = QSignalSpy(screen.postpone_asked)
    press(window, Key.Key_X, ALT)
    assert asked.count() == 0
    assert screen.side is not None
    words = [b.text() for b in screen.side.findChildren(QAbstractButton)]
    assert "今日は出さない" not in words


def test_alt_a_adds_and_alt_s_sorts(window: StaffWindow) -> None:
    screen = procedures(window)
    added, sorted_ = QSignalSpy(screen.add_asked), QSignalSpy(screen.sort_asked)
    press(window, Key.Key_A, ALT)
    press(window, Key.Key_S, ALT)
    assert (added.count(), sorted_.count()) == (1, 1)


def test_the_tabs_filter_by_arrow(window: StaffWindow) -> None:
    screen = procedures(window)
    chosen = QSignalSpy(screen.filter_chosen)
    screen._tabs.setFocus()
    press(window, Key.Key_Right)
    press(window, Key.Key_Right)
    assert heard(chosen) == [["applies"], ["deemed"]]


def test_f1_opens_the_rules_of_the_procedure_that_is_shown(window: StaffWindow) -> None:
    view = replace(PROCEDURES, reason=replace(work_samples.REASON, handbook="procedure.C1"))
    screen = procedures(window, view)
    asked, by_button = QSignalSpy(window.handbook_asked), QSignalSpy(screen.handbook_asked)
    press(window, Key.Key_F1)
    assert screen.side is not None
    button(screen.side, "条文と規則").click()
    assert heard(asked) == heard(by_button) == [["procedure.C1"]]


def test_f6_reads_the_reason_and_its_words_are_spoken(window: StaffWindow) -> None:
    procedures(window)
    press(window, Key.Key_F6)
    spoken = focused().accessibleName()
    assert "公務員ではありません" in spoken
    assert "児童手当法" in spoken


def test_a_row_is_spoken_with_its_deadline(window: StaffWindow) -> None:
    screen = procedures(window)
    row = next(r for r in PROCEDURES.rows if r.id == PROCEDURES.selected)
    spoken = screen._rows.spoken(row)
    assert spoken.startswith("子育て支援課、該当、児童手当 認定請求、髙志")
    assert "取り返せない期限 4/12（日）" in spoken
    put_off = replace(row, postponed=True, standing=Standing.APPLIES)
    assert "後日" in screen._rows.spoken(put_off)


def test_a_new_reason_keeps_the_focus_in_the_side_panel(window: StaffWindow) -> None:
    screen = procedures(window)
    press(window, Key.Key_F6)
    screen.show_view(replace(PROCEDURES, reason=replace(work_samples.REASON, title="別の手続")))
    settle()
    assert screen.side is not None
    assert screen.side.isAncestorOf(focused())


def test_the_strip_of_cut_offs_leads_to_its_row(window: StaffWindow) -> None:
    screen = procedures(window)
    selected = QSignalSpy(screen.procedure_selected)
    strip = screen._cuts
    place = strip._cell(0, strip.size().toSizeF()).center().toPoint()
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=place)
    assert heard(selected) == [[PROCEDURES.cuts[0].id]]


def with_papers(window: StaffWindow) -> ProceduresScreen:
    view = replace(PROCEDURES, selected=work_samples.PAPERS.id, reason=work_samples.PAPERS)
    return procedures(window, view)


def test_alt_p_opens_the_first_paper_that_is_waited_for_and_a_digit_tells(
    window: StaffWindow,
) -> None:
    screen = with_papers(window)
    told = QSignalSpy(screen.paper_told)
    press(window, Key.Key_P, ALT)
    assert "受給資格証明書 → 前の市町村への照会 結果待ち" in focused().accessibleName()
    for key in (Key.Key_1, Key.Key_2, Key.Key_3, Key.Key_0):
        press(window, key)
    row, paper = work_samples.PAPERS.id, "B16/受給資格証明書"
    assert heard(told) == [
        [row, paper, "handed_in"],
        [row, paper, "received"],
        [row, paper, "on_paper"],
    ]


def test_a_paper_that_was_told_can_be_said_not_to_be_there_yet(window: StaffWindow) -> None:
    screen = with_papers(window)
    told = QSignalSpy(screen.paper_told)
    press(window, Key.Key_P, ALT)
    while "負担区分" not in focused().accessibleName():
        press(window, Key.Key_Tab)
    press(window, Key.Key_Return)
    press(window, Key.Key_0)
    press(window, Key.Key_1)  # it is that already
    assert heard(told) == [[work_samples.PAPERS.id, "B16/負担区分等証明書", ""]]


def test_the_buttons_of_a_paper_say_the_same_as_its_digits(window: StaffWindow) -> None:
    screen = with_papers(window)
    told = QSignalSpy(screen.paper_told)
    press(window, Key.Key_P, ALT)
    press(window, Key.Key_Tab)
    press(window, Key.Key_Return)
    press(window, Key.Key_3)
    assert [one[2] for one in heard(told)] == ["handed_in", "on_paper"]


def test_esc_hides_what_can_be_said_of_a_paper(window: StaffWindow) -> None:
    screen = with_papers(window)
    press(window, Key.Key_P, ALT)
    assert screen.side is not None
    choice = button(screen.side, "紙で受け取った")
    assert choice.isVisible()
    press(window, Key.Key_Tab)
    press(window, Key.Key_Escape)
    assert not choice.isVisible()
    assert "受給資格証明書" in focused().accessibleName()


def test_the_focus_stays_at_a_paper_whose_state_changed(window: StaffWindow) -> None:
    screen = with_papers(window)
    press(window, Key.Key_P, ALT)
    press(window, Key.Key_Tab)
    first, *others = work_samples.PAPERS.attachments
    came = replace(first, standing=PaperStanding.RECEIVED, recorded=True)
    reason = replace(work_samples.PAPERS, attachments=(came, *others))
    screen.show_view(replace(PROCEDURES, selected=reason.id, reason=reason))
    settle()
    assert focused().accessibleName() == "受給資格証明書 → 前の市町村への照会 届いた"


def test_what_can_be_said_of_a_paper_is_scrolled_into_view_with_its_frame(
    window: StaffWindow,
) -> None:
    window.resize(1280, 560)
    screen = with_papers(window)
    press(window, Key.Key_P, ALT)
    assert screen.side is not None
    last = button(screen.side, "紙で持ってきてもらう")
    assert last.visibleRegion().boundingRect().height() == last.height()
    frame = window.findChild(FocusFrame)
    assert frame is not None
    assert frame.target is focused()
    assert frame.rings.isVisible()


@pytest.mark.parametrize("width", [280, 304])
def test_a_long_label_of_a_fact_stands_in_one_line_over_its_value(
    window: StaffWindow, width: int
) -> None:
    short = FactLine("転出予定日", text("いいえ")).heightForWidth(width)
    assert FactLine("所得の高い親", text("いいえ")).heightForWidth(width) == short
    long = FactLine("国外からの転入", text("いいえ")).heightForWidth(width)
    assert short < long < 2 * short
    longer = FactLine("1歳になっていない子の母", text("いいえ"))
    assert longer.heightForWidth(width) == long
