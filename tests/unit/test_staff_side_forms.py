"""Writing for someone and printing once more (06): small forms in the side panel, by key alone."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication

from counter_app.documents import ReprintReason
from counter_app.model.writing import Hand, Inability, Writing
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
    typed,
    write,
)
from ui import theme
from ui.staff import samples, work_samples, work_samples_dispatch, work_samples_documents
from ui.staff.dispatch_screen import DispatchScreen
from ui.staff.documents_screen import DocumentsScreen
from ui.staff.reprint_panel import ReprintPanel
from ui.staff.sign_for_panel import SignForPanel
from ui.staff.window import StaffWindow
from ui.staff.work_views import DocumentsView
from ui.widgets.options import OptionCard
from ui.widgets.words import Words


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


def sign_for(window: StaffWindow, view: DocumentsView | None = None) -> DocumentsScreen:
    """Alt+K while シヅ is next."""
    screen = documents(window, view or work_samples_documents.documents_to_sign_for())
    press(window, Key.Key_K, ALT)
    assert isinstance(screen.form, SignForPanel)
    return screen


def form_of(screen: DocumentsScreen) -> SignForPanel:
    form = screen.form
    assert isinstance(form, SignForPanel)
    return form


# --- 代わりに記名 -------------------------------------------------------------------------------


def test_a_clerk_who_writes_says_why_and_who_sees_it_by_key_alone(window: StaffWindow) -> None:
    screen = sign_for(window)
    asked = QSignalSpy(screen.sign_for_asked)
    press(window, Key.Key_1)
    press(window, Key.Key_5)
    write("大塚")
    press(window, Key.Key_Return)
    assert heard(asked) == [["5", Writing(Hand.BY_CLERK, "佐伯", "", Inability.HANDS, "", "大塚")]]
    assert screen.form is None


def test_an_attendant_is_named_with_what_they_are_to_the_signer(window: StaffWindow) -> None:
    screen = sign_for(window)
    asked = QSignalSpy(screen.sign_for_asked)
    press(window, Key.Key_4)
    write("右手を骨折")
    form_of(screen).choices()[1].cards[0].setFocus()
    press(window, Key.Key_6)
    write("渡邉\U000e010f　美咲")
    press(window, Key.Key_Tab)
    write("長女")
    press(window, Key.Key_Return)
    wanted = Writing(
        Hand.BY_ATTENDANT, "渡邉\U000e010f　美咲", "長女", Inability.OTHER, "右手を骨折"
    )
    assert heard(asked) == [["5", wanted]]


def test_nothing_is_chosen_beforehand_and_what_is_missing_is_said_where_it_belongs(
    window: StaffWindow,
) -> None:
    screen = sign_for(window)
    asked = QSignalSpy(screen.sign_for_asked)
    form = form_of(screen)
    why, who = form.choices()
    assert (why.index, who.index) == (None, None)
    form.go.setFocus()
    press(window, Key.Key_Return)
    assert (why.error, who.error) == ("選んでください。", "選んでください。")
    assert focused() is why.cards[0]
    press(window, Key.Key_2)
    press(window, Key.Key_5)
    assert (why.error, who.error) == ("", "")
    press(window, Key.Key_Return)
    assert focused() is form.witness.editor
    assert "別の職員" in form.witness.error
    write("佐伯")
    press(window, Key.Key_Return)
    assert "別の職員" in form.witness.error
    assert asked.count() == 0


def test_a_town_without_the_rule_asks_for_no_witness(window: StaffWindow) -> None:
    view = work_samples_documents.documents_to_sign_for()
    assert view.sign_for is not None
    screen = sign_for(window, replace(view, sign_for=replace(view.sign_for, witnessed=False)))
    asked = QSignalSpy(screen.sign_for_asked)
    press(window, Key.Key_3)
    press(window, Key.Key_5)
    press(window, Key.Key_Return)
    assert heard(asked) == [["5", Writing(Hand.BY_CLERK, "佐伯", "", Inability.AGE)]]


def test_esc_leaves_the_form_and_the_focus_comes_back(window: StaffWindow) -> None:
    screen = sign_for(window)
    asked = QSignalSpy(screen.sign_for_asked)
    press(window, Key.Key_1)
    press(window, Key.Key_Escape)
    assert screen.form is None
    assert focused().objectName() == "sign for"
    assert asked.count() == 0


def test_what_was_typed_stays_when_the_page_is_shown_anew(window: StaffWindow) -> None:
    screen = sign_for(window)
    press(window, Key.Key_1)
    press(window, Key.Key_5)
    write("大塚")
    view = work_samples_documents.documents_to_sign_for()
    screen.show_view(replace(view, pile=work_samples_documents.PILE_WHOLE))
    settle()
    assert form_of(screen).witness.value() == "大塚"
    press(window, Key.Key_K, ALT)
    assert form_of(screen).writing.witness == "大塚"


def test_a_form_for_someone_who_is_no_longer_next_is_put_away(window: StaffWindow) -> None:
    screen = sign_for(window)
    view = work_samples_documents.documents_to_sign_for()
    screen.show_view(replace(view, sign_for=None))
    settle()
    assert screen.form is None


def test_digits_in_a_field_are_words_and_a_reader_scans_nothing_meanwhile(
    window: StaffWindow,
) -> None:
    screen = sign_for(window)
    scanned = QSignalSpy(screen.pile.scanned)
    press(window, Key.Key_1)
    press(window, Key.Key_6)
    typed_in = form_of(screen)
    press(window, Key.Key_2)
    assert typed_in.attendant.value() == "2"
    assert typed_in.writing.reason is Inability.HANDS
    typed_in.choices()[0].cards[0].setFocus()
    typed(window, "A-B")
    assert scanned.count() == 0


def test_the_field_that_is_typed_in_is_scrolled_into_view(window: StaffWindow) -> None:
    screen = sign_for(window)
    window.resize(1280, 800)
    press(window, Key.Key_4)
    form_of(screen).choices()[1].cards[0].setFocus()
    press(window, Key.Key_6)
    press(window, Key.Key_Tab)
    field = form_of(screen).relation.editor
    assert focused() is field
    assert field.visibleRegion().boundingRect().height() == field.height()
    press(window, Key.Key_Tab)
    go = form_of(screen).go
    assert focused() is go
    assert go.visibleRegion().boundingRect().height() == go.height()


def test_while_nobody_waits_the_button_says_why(window: StaffWindow) -> None:
    view = replace(work_samples_documents.documents_to_sign_for(), sign_for=None, missing="")
    screen = documents(window, view)
    press(window, Key.Key_K, ALT)
    assert screen.form is None
    button = screen._panel.sign_for
    assert button is not None
    assert not button.ready
    assert button.accessibleDescription() == "署名はすべて済んでいます"


def test_the_form_names_the_signer(window: StaffWindow) -> None:
    form = form_of(sign_for(window))
    spoken = [part.accessibleName() for part in form.findChildren(Words)]
    assert samples.MOTHER in spoken


def open_forms(screen: DocumentsScreen) -> list[ReprintPanel]:
    """The reprint that is open, if one is."""
    return [screen.form] if isinstance(screen.form, ReprintPanel) else []


# --- もう一度印刷 -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        (Key.Key_1, ReprintReason.LOST),
        (Key.Key_2, ReprintReason.SOILED),
        (Key.Key_3, ReprintReason.MISPRINTED),
    ],
)
def test_a_printed_sheet_is_printed_once_more_with_its_reason(
    window: StaffWindow, key: Key, reason: ReprintReason
) -> None:
    screen = documents(window, work_samples_documents.documents())
    asked = QSignalSpy(screen.print_again_asked)
    press(window, Key.Key_R, ALT)
    assert isinstance(screen.form, ReprintPanel)
    press(window, key)
    assert asked.count() == 0
    press(window, Key.Key_Return)
    assert heard(asked) == [["child-allowance", reason]]
    assert screen.form is None


def test_no_sheet_is_printed_once_more_without_a_reason(window: StaffWindow) -> None:
    screen = documents(window, work_samples_documents.documents())
    asked = QSignalSpy(screen.print_again_asked)
    press(window, Key.Key_R, ALT)
    form = screen.form
    assert isinstance(form, ReprintPanel)
    form.go.setFocus()
    press(window, Key.Key_Return)
    assert form.choices()[0].error == "選んでください。"
    assert asked.count() == 0


def test_a_sheet_that_was_never_printed_has_no_way_to_be_printed_again(
    window: StaffWindow,
) -> None:
    view = replace(work_samples_documents.documents(), selected="care")
    screen = documents(window, view)
    press(window, Key.Key_R, ALT)
    assert screen.form is None
    assert screen._panel.again_button is None


def test_turning_to_another_sheet_puts_the_reprint_away(window: StaffWindow) -> None:
    screen = documents(window, work_samples_documents.documents())
    press(window, Key.Key_R, ALT)
    press(window, Key.Key_PageDown)
    assert open_forms(screen) == []
    press(window, Key.Key_R, ALT)
    assert [form.sheets[0].id for form in open_forms(screen)] == ["consent"]


# --- もう一度印刷, after the commit --------------------------------------------------------------


def dispatched(window: StaffWindow, *, printed: bool) -> DispatchScreen:
    """Step 6 with the slip printed, and これからの手続き printed or not."""
    view = work_samples_dispatch.dispatch()
    papers = tuple(replace(p, printed=p.printed or printed) for p in view.papers)
    screen = DispatchScreen()
    screen.show_view(replace(view, papers=papers))
    opened(window, screen, work_samples.RAIL_DISPATCH)
    return screen


def test_the_one_printed_paper_is_printed_again_after_the_commit(window: StaffWindow) -> None:
    screen = dispatched(window, printed=False)
    again, slot = QSignalSpy(screen.print_again_asked), QSignalSpy(screen.slot_chosen)
    press(window, Key.Key_A, ALT)
    press(window, Key.Key_3)
    press(window, Key.Key_Return)
    assert heard(again) == [["slip", ReprintReason.MISPRINTED]]
    assert slot.count() == 0  # the digits were the form's


def test_of_several_printed_papers_one_is_chosen(window: StaffWindow) -> None:
    screen = dispatched(window, printed=True)
    again = QSignalSpy(screen.print_again_asked)
    press(window, Key.Key_A, ALT)
    press(window, Key.Key_2)
    form = screen._side.form
    assert form is not None
    form.go.setFocus()
    press(window, Key.Key_Return)
    assert [choice.error for choice in form.choices()] == ["", "選んでください。"]
    press(window, Key.Key_4)  # three papers, then the reasons
    press(window, Key.Key_Return)
    assert heard(again) == [["next-steps", ReprintReason.LOST]]


def test_esc_leaves_the_reprint_and_the_offer_has_its_digits_again(window: StaffWindow) -> None:
    screen = dispatched(window, printed=False)
    slot = QSignalSpy(screen.slot_chosen)
    press(window, Key.Key_A, ALT)
    press(window, Key.Key_Escape)
    assert screen._side.form is None
    press(window, Key.Key_2)
    assert slot.count() == 1


@pytest.mark.parametrize("committed", [False, True])
def test_a_digit_opens_the_drawer_of_the_form_it_answers(
    window: StaffWindow, committed: bool
) -> None:
    theme.set_text_scale(200)
    if committed:
        dispatched(window, printed=False)
    else:
        documents(window, work_samples_documents.documents())
    press(window, Key.Key_A if committed else Key.Key_R, ALT)
    press(window, Key.Key_F6)
    press(window, Key.Key_2)
    card = window.focusWidget()
    assert isinstance(card, OptionCard)
    assert card.isVisible()
    assert card.isChecked()
    theme.set_text_scale(100)
