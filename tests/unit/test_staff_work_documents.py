"""Sheets, signers, consent and the pile (06): values in, signals out, by key alone."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QWidget

from tests.staff_work_kit import (
    ALT,
    CTRL,
    Key,
    button,
    clerk_window,
    focused,
    half_typed,
    heard,
    opened,
    picture,
    press,
    settle,
    shut,
    typed,
)
from ui import theme
from ui.staff import (
    samples,
    work_samples,
    work_samples_documents,
)
from ui.staff.consent_panel import DecisionButton
from ui.staff.documents_screen import DocumentsScreen
from ui.staff.pile_views import PileState
from ui.staff.scan_box import ScanBox
from ui.staff.sheets_awaited import SheetsAwaited
from ui.staff.window import StaffWindow
from ui.staff.work_views import DocumentsView, SheetState
from ui.theme import Width
from ui.widgets.sheets import SheetPreview, Thumbnail


@pytest.fixture
def window(application: QApplication) -> Iterator[StaffWindow]:
    made = clerk_window()
    yield made
    shut(made)


def documents(window: StaffWindow, view: DocumentsView) -> DocumentsScreen:
    screen = DocumentsScreen()
    screen.show_view(view)
    opened(window, screen, work_samples.RAIL_DOCUMENTS)
    return screen


def test_page_keys_turn_the_sheets_from_anywhere(window: StaffWindow) -> None:
    view = work_samples_documents.documents({"consent": picture("#ff0000")})
    screen = documents(window, view)
    chosen = QSignalSpy(screen.sheet_selected)
    screen.pile.scan.setFocus()
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
    view = work_samples_documents.documents({"child-allowance": first})
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


def test_a_page_the_resident_turns_changes_the_chip_and_keeps_the_picture(
    window: StaffWindow,
) -> None:
    view = work_samples_documents.documents_before_signing()
    screen = documents(window, view)
    before = screen.findChildren(Thumbnail)
    sheets = tuple(replace(sheet, state=SheetState.READ) for sheet in view.sheets)
    assert sheets != view.sheets
    screen.show_view(replace(view, sheets=sheets))
    assert screen.findChildren(Thumbnail) == before
    assert all("読みました" in sheet.accessibleName() for sheet in before)
    others = tuple(replace(sheet, title="別の書類") for sheet in sheets)
    screen.show_view(replace(view, sheets=others))
    assert not set(screen.findChildren(Thumbnail)) & set(before)


def test_page_keys_stop_at_the_last_sheet(window: StaffWindow) -> None:
    view = replace(work_samples_documents.documents(), selected="care")
    screen = documents(window, view)
    chosen = QSignalSpy(screen.sheet_selected)
    press(window, Key.Key_PageDown)
    assert chosen.count() == 0


def test_the_sheets_are_one_tab_stop(window: StaffWindow) -> None:
    screen = documents(window, work_samples_documents.documents())
    stops = [
        sheet.text()
        for sheet in screen.findChildren(Thumbnail)
        if sheet.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert stops == ["児童手当 認定請求書"]


def test_a_reader_types_into_the_box_wherever_the_focus_is(window: StaffWindow) -> None:
    screen = documents(window, work_samples_documents.documents())
    scanned, stopped = QSignalSpy(screen.pile.scanned), QSignalSpy(screen.stop_tablet_asked)
    assert focused().objectName() == "tablet"
    typed(window, "8F3KQ7T2-03-1")
    typed(window, "8F3KQ7T2-10-1")
    assert heard(scanned) == [["8F3KQ7T2-03-1"], ["8F3KQ7T2-10-1"]]
    assert stopped.count() == 0


def test_a_number_half_read_survives_a_new_view(window: StaffWindow) -> None:
    screen = documents(window, work_samples_documents.documents())
    scanned = QSignalSpy(screen.pile.scanned)
    half_typed(window, "8F3K")
    view = work_samples_documents.documents()
    screen.show_view(replace(view, pile=work_samples_documents.PILE_WHOLE))
    settle()
    typed(window, "Q7T2-10-1")
    assert heard(scanned) == [["8F3KQ7T2-10-1"]]


def test_enter_in_an_empty_box_scans_nothing(window: StaffWindow) -> None:
    screen = documents(window, work_samples_documents.documents())
    scanned, on = QSignalSpy(screen.pile.scanned), QSignalSpy(screen.next_asked)
    screen.pile.scan.setFocus()
    press(window, Key.Key_Return)
    assert scanned.count() == 0
    assert on.count() == 0  # not ready: signatures are missing


def test_what_is_wrong_with_a_scan_is_spoken(window: StaffWindow) -> None:
    view = work_samples_documents.documents()
    pile = work_samples_documents.PILE
    assert pile.scan is not None
    fault = replace(pile.scan, words="別の受付の書類", fault=True)
    screen = documents(window, replace(view, pile=replace(pile, scan=fault)))
    box = screen._panel.findChild(ScanBox)
    assert box is not None
    assert "別の受付の書類" in box.accessibleDescription()


def test_tablet_keys_stop_and_send(window: StaffWindow) -> None:
    busy = work_samples_documents.documents()
    screen = documents(window, busy)
    stopped, sent = QSignalSpy(screen.stop_tablet_asked), QSignalSpy(window.tablet_asked)
    press(window, Key.Key_T, ALT)
    press(window, Key.Key_F9)
    screen.show_view(replace(busy, tablet_busy=False))
    press(window, Key.Key_T, ALT)
    assert screen.side is not None
    button(screen.side, "タブレットへ送る").click()
    assert (stopped.count(), sent.count()) == (1, 2)


def test_alt_keys_edit_and_print(window: StaffWindow) -> None:
    view = replace(work_samples_documents.documents(), signer="5", print_ready=6, selected="care")
    screen = documents(window, view)
    edited, printed = QSignalSpy(screen.edit_asked), QSignalSpy(screen.print_asked)
    press(window, Key.Key_E, ALT)
    press(window, Key.Key_P, ALT)
    assert heard(edited) == [["care"]]
    assert printed.count() == 1


def test_a_sheet_that_is_settled_is_not_corrected(window: StaffWindow) -> None:
    view = work_samples_documents.documents()
    settled = tuple(replace(sheet, can_edit=False) for sheet in view.sheets)
    screen = documents(window, replace(view, sheets=settled))
    edited = QSignalSpy(screen.edit_asked)
    press(window, Key.Key_E, ALT)
    assert edited.count() == 0


def test_a_signer_is_chosen_by_enter(window: StaffWindow) -> None:
    screen = documents(window, work_samples_documents.documents())
    chosen = QSignalSpy(screen.signer_selected)
    assert screen.side is not None
    button(screen.side, samples.MOTHER).setFocus()
    press(window, Key.Key_Return)
    assert heard(chosen) == [["5"]]


def test_zoom_tells_how_wide_the_page_has_become(window: StaffWindow) -> None:
    screen = documents(window, work_samples_documents.documents())
    zoomed = QSignalSpy(screen.zoomed)
    press(window, Key.Key_Plus, CTRL)
    press(window, Key.Key_Minus, CTRL)
    wide, back = (int(str(call[0])) for call in heard(zoomed))
    assert wide > back


def test_digits_decide_on_the_consent_and_nothing_is_chosen_before(window: StaffWindow) -> None:
    before = work_samples_documents.documents_before_signing()
    screen = documents(window, before)
    decided = QSignalSpy(screen.consent_decided)
    chosen = [
        b.accessibleName() for b in screen._panel.findChildren(DecisionButton) if b.isChecked()
    ]
    assert chosen == ["あおば電力 送る", "みどりガス 送る"]
    press(window, Key.Key_5)
    press(window, Key.Key_8)
    assert heard(decided) == [["water.nangun", True], ["vehicle.otsu", False]]


def test_a_bar_code_never_decides_on_the_consent(window: StaffWindow) -> None:
    before = work_samples_documents.documents_before_signing()
    pile = work_samples_documents.documents().pile
    screen = documents(window, replace(before, pile=pile))
    decided, scanned = QSignalSpy(screen.consent_decided), QSignalSpy(screen.pile.scanned)
    screen._sheets.focus_selected()
    typed(window, "8F3KQ7T2-03-1")
    assert decided.count() == 0
    assert heard(scanned) == [["8F3KQ7T2-03-1"]]
    screen._panel.findChildren(DecisionButton)[0].setFocus()
    press(window, Key.Key_6)
    assert heard(decided) == [["water.nangun", False]]


def test_a_decision_that_comes_back_keeps_the_focus_on_its_button(window: StaffWindow) -> None:
    before = work_samples_documents.documents_before_signing()
    screen = documents(window, before)
    press(window, Key.Key_5)
    rows = tuple(replace(row, decided=True) for row in before.consents)
    screen.show_view(replace(before, consents=rows))
    settle()
    assert focused().objectName() == "decision 5"


def test_other_sheets_do_not_show_the_consent(window: StaffWindow) -> None:
    before = work_samples_documents.documents_before_signing()
    screen = documents(window, before)
    press(window, Key.Key_PageUp)
    assert screen._panel.consent is None
    press(window, Key.Key_PageDown)
    assert screen._panel.consent is not None


def test_a_signed_consent_is_shown_and_cannot_be_changed(window: StaffWindow) -> None:
    view = replace(work_samples_documents.documents(), selected="consent")
    screen = documents(window, view)
    decided, scanned = QSignalSpy(screen.consent_decided), QSignalSpy(screen.pile.scanned)
    assert screen._panel.findChildren(DecisionButton) == []
    typed(window, "5")
    assert decided.count() == 0
    assert heard(scanned) == [["5"]]


def test_the_pile_says_what_is_missing(window: StaffWindow) -> None:
    view = work_samples_documents.documents()
    screen = documents(window, view)
    spoken = [w.accessibleName() for w in screen._panel.findChildren(QWidget)]
    assert "10-1 犬の登録事項変更届 足りない" in spoken
    pile = work_samples_documents.PILE
    there = tuple(replace(row, state=PileState.THERE) for row in pile.rows)
    screen.show_view(replace(view, pile=replace(pile, rows=there)))
    spoken = [w.accessibleName() for w in screen._panel.findChildren(QWidget)]
    assert not any("足りない" in words for words in spoken)


def test_while_the_sheets_are_made_the_page_says_so_and_nothing_can_be_pressed(
    window: StaffWindow,
) -> None:
    screen = documents(window, work_samples_documents.AWAITED)
    awaited, preview = screen.findChild(SheetsAwaited), screen.findChild(SheetPreview)
    assert awaited is not None
    assert preview is not None
    assert awaited.isVisible()
    assert awaited.accessibleName() == "書類を作っています できしだい、ここに出ます"
    assert not preview.isVisible()
    assert screen.note() == "書類を作っています"
    edited, sent = QSignalSpy(screen.edit_asked), QSignalSpy(screen.next_asked)
    press(window, Key.Key_E, ALT)
    press(window, Key.Key_F8)
    assert heard(edited) == []
    assert not screen.buttons()[1].ready
    assert heard(sent) == []
    screen.show_view(work_samples_documents.documents())
    settle()
    assert preview.isVisible()
    assert not awaited.isVisible()
    press(window, Key.Key_E, ALT)
    assert heard(edited) == [["child-allowance"]]


def page_shown(screen: DocumentsScreen) -> QImage | None:
    preview = screen.findChild(SheetPreview)
    assert preview is not None
    return preview._page.image


def test_the_page_of_a_former_reception_goes_while_sheets_are_made(window: StaffWindow) -> None:
    view = work_samples_documents.documents({"child-allowance": picture("#ff0000")})
    screen = documents(window, view)
    assert page_shown(screen) is not None
    screen.show_view(work_samples_documents.AWAITED)
    assert page_shown(screen) is None


def test_the_sheet_takes_the_focus_that_nothing_could_take_in_large_text(
    window: StaffWindow,
) -> None:
    theme.set_text_scale(200)
    screen = documents(window, work_samples_documents.AWAITED)
    screen.show_view(work_samples_documents.documents())
    settle()
    assert isinstance(focused(), Thumbnail)
    assert screen.room is Width.SMALL
    theme.set_text_scale(100)
