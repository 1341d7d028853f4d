"""The clerk's screens 05, 06, 07 and 09: values in, signals out, by key alone."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QColor, QImage, QImageWriter
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from counter_app.model.message import DeliveryState
from counter_app.ports import PageImage
from ui import theme
from ui.staff import samples, work_samples
from ui.staff.commitment_cards import SlotOption
from ui.staff.commitment_rows import CommitmentRow
from ui.staff.dispatch_screen import DispatchScreen
from ui.staff.documents_screen import DocumentsScreen
from ui.staff.procedures_screen import ProceduresScreen
from ui.staff.screen import StaffScreen
from ui.staff.signers_panel import DecisionButton, ScanBox
from ui.staff.views import RailView
from ui.staff.window import StaffWindow
from ui.staff.work_views import DispatchView, DocumentsView, PileState, ProceduresView, Standing
from ui.widgets.button import Button
from ui.widgets.sheets import SheetPreview, Thumbnail

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
PROCEDURES = work_samples.PROCEDURES
DISPATCH = work_samples.DISPATCH
HUB_DOWN = work_samples.HUB_DOWN
GAS = work_samples.DECLINED.id
SCHOOL = work_samples.SCHOOL.id


@pytest.fixture(scope="module")
def application() -> QApplication:
    running = QApplication.instance() or QApplication(["tests"])
    assert isinstance(running, QApplication)
    theme.install(running)
    return running


@pytest.fixture
def window(application: QApplication) -> Iterator[StaffWindow]:
    theme.set_text_scale(100)
    made = StaffWindow("Y町", "窓口2　佐伯")
    made.resize(1440, 900)
    yield made
    made.close()
    made.deleteLater()
    application.processEvents()


def opened(window: StaffWindow, screen: StaffScreen, rail: RailView) -> None:
    window.set_rail(rail)
    window.set_bar(samples.LAMPS, samples.at(10, 35))
    window.show_screen(screen)
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window, 3000)
    focus = screen.first_focus()
    if focus is not None:
        focus.setFocus()
    settle()


def settle() -> None:
    for _ in range(4):
        QApplication.processEvents()


def press(window: QWidget, key: Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    target = QApplication.focusWidget() or window
    if modifier is None:
        QTest.keyClick(target, key)
    else:
        QTest.keyClick(target, key, modifier)
    settle()


def typed(window: QWidget, characters: str) -> None:
    """What a bar code reader does: characters, wherever the focus is, then Enter."""
    half_typed(window, characters)
    press(window, Key.Key_Return)


def half_typed(window: QWidget, characters: str) -> None:
    for character in characters:
        QTest.keyClicks(QApplication.focusWidget() or window, character)


def heard(spy: QSignalSpy) -> list[list[object]]:
    return [spy.at(n) for n in range(spy.count())]


def button(inside: QWidget, words: str) -> QAbstractButton:
    found = [b for b in inside.findChildren(QAbstractButton) if b.text() == words]
    shown = [b for b in found if b.isVisibleTo(inside)]
    assert shown, f"no button {words}"
    return shown[0]


def words_of_keys(screen: StaffScreen) -> dict[str, str]:
    hints = screen.keys()
    return {hint.key: hint.words for hint in hints}


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


# --- 05 ---------------------------------------------------------------------------------------


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


# --- 06 ---------------------------------------------------------------------------------------


def picture(ink: str) -> PageImage:
    image = QImage(42, 59, QImage.Format.Format_RGB32)
    image.fill(QColor(ink))
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    png = bytes(data.data())
    return PageImage(1, 42, 59, png, hashlib.sha256(png).hexdigest())


def documents(window: StaffWindow, view: DocumentsView) -> DocumentsScreen:
    screen = DocumentsScreen()
    screen.show_view(view)
    opened(window, screen, work_samples.RAIL_DOCUMENTS)
    return screen


def test_page_keys_turn_the_sheets_from_anywhere(window: StaffWindow) -> None:
    view = work_samples.documents({"consent": picture("#ff0000")})
    screen = documents(window, view)
    chosen = QSignalSpy(screen.sheet_selected)
    screen._panel.scan.setFocus()
    press(window, Key.Key_PageDown)
    assert heard(chosen) == [["consent"]]
    preview = screen.findChild(SheetPreview)
    assert preview is not None
    assert preview.accessibleName() == "書類の見本 同意書"
    assert preview._page.image is not None
    press(window, Key.Key_PageUp)
    assert heard(chosen)[-1] == ["child-allowance"]


def test_all_pages_of_a_sheet_lie_under_each_other(window: StaffWindow) -> None:
    first, second = picture("#ff0000"), picture("#0000ff")
    view = work_samples.documents({"child-allowance": first})
    sheets = tuple(
        replace(sheet, more=(second,)) if sheet.id == "child-allowance" else sheet
        for sheet in view.sheets
    )
    screen = documents(window, replace(view, sheets=sheets))
    image = screen._preview._page.image
    assert image is not None
    assert image.height() > 2 * first.height
    assert image.pixelColor(20, 10) == QColor("#ff0000")
    assert image.pixelColor(20, image.height() - 10) == QColor("#0000ff")


def test_page_keys_stop_at_the_last_sheet(window: StaffWindow) -> None:
    view = replace(work_samples.documents(), selected="care")
    screen = documents(window, view)
    chosen = QSignalSpy(screen.sheet_selected)
    press(window, Key.Key_PageDown)
    assert chosen.count() == 0


def test_the_sheets_are_one_tab_stop(window: StaffWindow) -> None:
    screen = documents(window, work_samples.documents())
    stops = [
        sheet.text()
        for sheet in screen.findChildren(Thumbnail)
        if sheet.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert stops == ["児童手当 認定請求書"]


def test_a_reader_types_into_the_box_wherever_the_focus_is(window: StaffWindow) -> None:
    screen = documents(window, work_samples.documents())
    scanned, stopped = QSignalSpy(screen.barcode_scanned), QSignalSpy(screen.stop_tablet_asked)
    assert focused().objectName() == "tablet"
    typed(window, "8F3KQ7T2-03-1")
    typed(window, "8F3KQ7T2-10-1")
    assert heard(scanned) == [["8F3KQ7T2-03-1"], ["8F3KQ7T2-10-1"]]
    assert stopped.count() == 0


def test_a_number_half_read_survives_a_new_view(window: StaffWindow) -> None:
    screen = documents(window, work_samples.documents())
    scanned = QSignalSpy(screen.barcode_scanned)
    half_typed(window, "8F3K")
    screen.show_view(replace(work_samples.documents(), pile_there=10))
    settle()
    typed(window, "Q7T2-10-1")
    assert heard(scanned) == [["8F3KQ7T2-10-1"]]


def test_enter_in_an_empty_box_scans_nothing(window: StaffWindow) -> None:
    screen = documents(window, work_samples.documents())
    scanned, on = QSignalSpy(screen.barcode_scanned), QSignalSpy(screen.next_asked)
    screen._panel.scan.setFocus()
    press(window, Key.Key_Return)
    assert scanned.count() == 0
    assert on.count() == 0  # not ready: signatures are missing


def test_what_is_wrong_with_a_scan_is_spoken(window: StaffWindow) -> None:
    view = work_samples.documents()
    assert view.scan is not None
    fault = replace(view.scan, words="別の受付の書類", fault=True)
    screen = documents(window, replace(view, scan=fault))
    box = screen._panel.findChild(ScanBox)
    assert box is not None
    assert "別の受付の書類" in box.accessibleDescription()


def test_tablet_keys_stop_and_send(window: StaffWindow) -> None:
    busy = work_samples.documents()
    screen = documents(window, busy)
    stopped, sent = QSignalSpy(screen.stop_tablet_asked), QSignalSpy(window.tablet_asked)
    press(window, Key.Key_T, ALT)
    press(window, Key.Key_F9)
    screen.show_view(replace(busy, tablet_busy=False))
    press(window, Key.Key_T, ALT)
    assert screen.side is not None
    button(screen.side, "タブレットへ送る").click()
    assert (stopped.count(), sent.count()) == (1, 2)


def test_alt_keys_edit_print_and_sign_for_someone(window: StaffWindow) -> None:
    view = replace(work_samples.documents(), signer="5", print_ready=6, selected="care")
    screen = documents(window, view)
    edited, printed = QSignalSpy(screen.edit_asked), QSignalSpy(screen.print_asked)
    instead = QSignalSpy(screen.sign_for_asked)
    press(window, Key.Key_E, ALT)
    press(window, Key.Key_P, ALT)
    press(window, Key.Key_K, ALT)
    assert heard(edited) == [["care"]]
    assert printed.count() == 1
    assert heard(instead) == [["5"]]


def test_a_sheet_that_is_settled_is_not_corrected(window: StaffWindow) -> None:
    view = work_samples.documents()
    settled = tuple(replace(sheet, can_edit=False) for sheet in view.sheets)
    screen = documents(window, replace(view, sheets=settled))
    edited = QSignalSpy(screen.edit_asked)
    press(window, Key.Key_E, ALT)
    assert edited.count() == 0


def test_a_signer_is_chosen_by_enter(window: StaffWindow) -> None:
    screen = documents(window, work_samples.documents())
    chosen = QSignalSpy(screen.signer_selected)
    assert screen.side is not None
    button(screen.side, samples.MOTHER).setFocus()
    press(window, Key.Key_Return)
    assert heard(chosen) == [["5"]]


def test_zoom_tells_how_wide_the_page_has_become(window: StaffWindow) -> None:
    screen = documents(window, work_samples.documents())
    zoomed = QSignalSpy(screen.zoomed)
    press(window, Key.Key_Plus, CTRL)
    press(window, Key.Key_Minus, CTRL)
    wide, back = (int(str(call[0])) for call in heard(zoomed))
    assert wide > back


def test_digits_decide_on_the_consent_and_nothing_is_chosen_before(window: StaffWindow) -> None:
    before = work_samples.documents_before_signing()
    screen = documents(window, before)
    decided = QSignalSpy(screen.consent_decided)
    chosen = [
        b.accessibleName() for b in screen._panel.findChildren(DecisionButton) if b.isChecked()
    ]
    assert chosen == ["あおば電力 送る", "みどりガス 送る"]
    press(window, Key.Key_5)
    press(window, Key.Key_8)
    assert heard(decided) == [["water.nangun", True], ["vehicle.otsu", False]]


def test_a_decision_that_comes_back_keeps_the_focus_on_its_button(window: StaffWindow) -> None:
    before = work_samples.documents_before_signing()
    screen = documents(window, before)
    press(window, Key.Key_5)
    rows = tuple(replace(row, decided=True) for row in before.consents)
    screen.show_view(replace(before, consents=rows))
    settle()
    assert focused().objectName() == "decision 5"


def test_other_sheets_do_not_show_the_consent(window: StaffWindow) -> None:
    before = work_samples.documents_before_signing()
    screen = documents(window, before)
    press(window, Key.Key_PageUp)
    assert screen._panel.consent is None
    press(window, Key.Key_PageDown)
    assert screen._panel.consent is not None


def test_a_signed_consent_is_shown_and_cannot_be_changed(window: StaffWindow) -> None:
    view = replace(work_samples.documents(), selected="consent")
    screen = documents(window, view)
    decided, scanned = QSignalSpy(screen.consent_decided), QSignalSpy(screen.barcode_scanned)
    assert screen._panel.findChildren(DecisionButton) == []
    typed(window, "5")
    assert decided.count() == 0
    assert heard(scanned) == [["5"]]


def test_the_pile_says_what_is_missing(window: StaffWindow) -> None:
    view = work_samples.documents()
    screen = documents(window, view)
    spoken = [w.accessibleName() for w in screen._panel.findChildren(QWidget)]
    assert "10-1 犬の登録事項変更届 足りない" in spoken
    there = tuple(replace(row, state=PileState.THERE) for row in view.pile)
    screen.show_view(replace(view, pile=there))
    spoken = [w.accessibleName() for w in screen._panel.findChildren(QWidget)]
    assert not any("足りない" in words for words in spoken)


# --- 07 ---------------------------------------------------------------------------------------


def dispatch(window: StaffWindow, view: DispatchView = DISPATCH) -> DispatchScreen:
    screen = DispatchScreen()
    screen.show_view(view)
    opened(window, screen, work_samples.RAIL_DISPATCH)
    return screen


def test_a_digit_chooses_a_time_and_enter_asks_again(window: StaffWindow) -> None:
    screen = dispatch(window)
    chosen, again = QSignalSpy(screen.slot_chosen), QSignalSpy(screen.asked_again)
    closed = QSignalSpy(screen.close_asked)
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
    screen = dispatch(window)
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
    press(window, Key.Key_Q, ALT)
    press(window, Key.Key_G, ALT)
    assert heard(left) == heard(own) == [[GAS]]


def test_a_decline_without_times_can_still_be_asked_again(window: StaffWindow) -> None:
    assert work_samples.DECLINED.offer is not None
    row = replace(work_samples.DECLINED, offer=replace(work_samples.DECLINED.offer, slots=()))
    groups = (replace(DISPATCH.groups[0], rows=(row,)), *DISPATCH.groups[1:])
    screen = dispatch(window, replace(DISPATCH, groups=groups))
    again = QSignalSpy(screen.asked_again)
    assert screen.enter_button() is not None
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


def test_another_offer_starts_with_its_first_time(window: StaffWindow) -> None:
    screen = dispatch(window)
    press(window, Key.Key_3)
    assert work_samples.DECLINED.offer is not None
    offer = replace(work_samples.DECLINED.offer, slots=("4月10日（金）9〜11時", "13〜15時"))
    row = replace(work_samples.DECLINED, offer=offer)
    groups = (replace(DISPATCH.groups[0], rows=(row,)), *DISPATCH.groups[1:])
    screen.show_view(replace(DISPATCH, groups=groups))
    settle()
    again = QSignalSpy(screen.asked_again)
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
    ended = replace(work_samples.SCHOOL, can_withdraw=False)
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


# --- 09 ---------------------------------------------------------------------------------------


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
