"""The form of 03 that adds or corrects a member: each field by key, and what it says of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from counter_app.model.member_details import MemberDetails, MemberField
from counter_app.model.member_faults import MemberFault
from counter_app.model.people import Arrival, Sex
from tests.staff_work_kit import (
    ALT,
    CTRL,
    Key,
    clerk_window,
    focused,
    member_form,
    opened,
    press,
    shut,
    words_of,
    write,
)
from ui import theme
from ui.staff import samples, samples_household
from ui.staff.household_screen import HouseholdScreen
from ui.staff.household_views import HouseholdView, MemberDraft
from ui.staff.window import StaffWindow
from ui.widgets.button import Button
from ui.widgets.name_edit import NameEdit
from ui.widgets.options import RadioOption

ADD = samples_household.HOUSEHOLD_ADD
assert ADD.edit is not None
EMPTY = replace(
    ADD,
    edit=replace(
        ADD.edit, details=MemberDetails("", "", None, None, "", Arrival.WITHOUT_CERTIFICATE)
    ),
)
NAME = "渡邉\U000e010f\u3000陽菜"


@pytest.fixture
def window(application: QApplication) -> Iterator[StaffWindow]:
    made = clerk_window()
    yield made
    theme.set_text_scale(100)
    shut(made)


def shown(window: StaffWindow, view: HouseholdView) -> HouseholdScreen:
    screen = HouseholdScreen()
    screen.show_view(view)
    opened(window, screen, samples.RAIL_HOUSEHOLD)
    return screen


def told(spy: QSignalSpy) -> list[tuple[str, MemberDraft]]:
    return [(spy.at(n)[0], spy.at(n)[1]) for n in range(spy.count())]


def test_every_field_is_typed_by_key_in_reading_order_and_told_at_once(window: StaffWindow) -> None:
    screen = shown(window, EMPTY)
    saved = QSignalSpy(screen.member_saved)
    write(NAME)
    press(window, Key.Key_Tab)
    write("ワタナベ\u3000ヒナ")
    press(window, Key.Key_Tab)
    QTest.keyClicks(focused(), "H30.9.3")
    press(window, Key.Key_Tab)
    press(window, Key.Key_Space)
    press(window, Key.Key_Right)
    press(window, Key.Key_Tab)
    assert isinstance(focused(), QComboBox)
    for _ in range(4):
        press(window, Key.Key_Down)
    press(window, Key.Key_Tab)
    press(window, Key.Key_Right)
    press(window, Key.Key_Left)
    press(window, Key.Key_Tab)
    press(window, Key.Key_Space)
    press(window, Key.Key_Return)
    details = MemberDetails(
        NAME,
        "ワタナベ\u3000ヒナ",
        date(2018, 9, 3),
        Sex.FEMALE,
        "子",
        Arrival.WITHOUT_CERTIFICATE,
        card_held=True,
    )
    assert told(saved) == [("", MemberDraft(details, "H30.9.3", None, ""))]


def test_the_other_calendar_and_the_age_stand_under_the_day_while_it_is_typed(
    window: StaffWindow,
) -> None:
    screen = shown(window, EMPTY)
    form = member_form(screen)
    form.birth.edit.setFocus()
    QTest.keyClicks(focused(), "H30.9.")
    assert "歳" not in words_of(form)
    QTest.keyClicks(focused(), "3")
    assert "2018-09-03（月）・7歳" in words_of(form)
    press(window, Key.Key_A, CTRL)
    QTest.keyClicks(focused(), "2026-04-18")
    assert "2026-04-18（土）" in words_of(form)
    assert "歳" not in words_of(form)


def test_any_other_relation_is_written(window: StaffWindow) -> None:
    screen = shown(window, EMPTY)
    saved = QSignalSpy(screen.member_saved)
    member_form(screen).relation.editor.setFocus()
    write("妻の")
    assert member_form(screen).relation.words() == "妻の"
    write("祖母")
    press(window, Key.Key_Return)
    assert told(saved)[0][1].details.relation == "妻の祖母"


def test_a_ring_that_is_chosen_leaves_enter_to_the_form(window: StaffWindow) -> None:
    screen = shown(window, ADD)
    saved = QSignalSpy(screen.member_saved)
    member_form(screen).sex.editor.setFocus()
    assert isinstance(focused(), RadioOption)
    press(window, Key.Key_Return)
    assert saved.count() == 1


def test_the_paper_that_is_needed_follows_the_reason(window: StaffWindow) -> None:
    screen = shown(window, ADD)
    form = member_form(screen)
    assert "その人の転出証明書" in words_of(form)
    assert form.arrival is not None
    form.arrival.editor.setFocus()
    press(window, Key.Key_Right)
    assert "出生届。" in words_of(form)
    assert "その人の転出証明書" not in words_of(form)
    assert form.draft().details.arrival is Arrival.NEWBORN


def test_each_fault_stands_at_its_field_and_what_was_typed_stays(window: StaffWindow) -> None:
    screen = shown(window, EMPTY)
    form = member_form(screen)
    write(NAME)
    press(window, Key.Key_Tab)
    write("わたなべ")
    assert EMPTY.edit is not None
    faults = (
        MemberFault(MemberField.KANA, "全角の片仮名で入れてください。"),
        MemberFault(MemberField.SEX, "性別を選んでください。"),
        MemberFault(MemberField.RELATION, "続柄を選ぶか、書いてください。"),
    )
    screen.show_view(replace(EMPTY, edit=replace(EMPTY.edit, faults=faults)))
    QApplication.processEvents()
    assert member_form(screen) is form
    assert form.name.edit.text() == NAME
    assert form.kana.value() == "わたなべ"
    assert form.kana.error == "全角の片仮名で入れてください。"
    assert form.kana.editor.hasFocus()
    assert "＊性別を選んでください。" in words_of(form)
    assert form.sex.editor.accessibleDescription() == "性別を選んでください。"
    assert form.relation.error == "続柄を選ぶか、書いてください。"
    write("ワ")
    assert form.kana.error == ""
    assert form.relation.error
    form.relation.editor.setFocus()
    press(window, Key.Key_Down)
    assert form.relation.error == ""


def test_a_fault_in_the_name_is_heard_by_who_cannot_see_it(window: StaffWindow) -> None:
    screen = shown(window, EMPTY)
    assert EMPTY.edit is not None
    faults = (MemberFault(MemberField.NAME, "氏名を入れてください。"),)
    screen.show_view(replace(EMPTY, edit=replace(EMPTY.edit, faults=faults)))
    name = focused()
    assert isinstance(name, NameEdit)
    assert name.accessibleDescription() == "氏名を入れてください。"
    write("渡")
    assert name.accessibleDescription() == ""


def test_escape_leaves_the_form_and_tells_nothing(window: StaffWindow) -> None:
    screen = shown(window, ADD)
    saved, left = QSignalSpy(screen.member_saved), QSignalSpy(screen.correction_cancelled)
    press(window, Key.Key_Escape)
    assert (saved.count(), left.count()) == (0, 1)


def test_a_correction_asks_birth_sex_and_relation_too(window: StaffWindow) -> None:
    view = samples_household.HOUSEHOLD_EDIT
    screen = shown(window, view)
    assert view.edit is not None
    form = member_form(screen)
    before = form.touched
    assert form.arrival is None
    assert form.draft() == MemberDraft(
        view.edit.details, "昭和22年10月2日", date(2026, 3, 28), "令和8年3月28日"
    )
    form.birth.edit.setFocus()
    press(window, Key.Key_A, CTRL)
    QTest.keyClicks(focused(), "19471003")
    assert (before, form.touched) == (False, True)
    saved = QSignalSpy(screen.member_saved)
    press(window, Key.Key_Return)
    [(member, draft)] = told(saved)
    assert member == "5"
    assert draft.details == replace(view.edit.details, birth=date(1947, 10, 3))


@pytest.mark.parametrize("scale", [100, 200])
@pytest.mark.parametrize("width", [1440, 1280])
def test_no_field_is_wider_than_its_panel(window: StaffWindow, width: int, scale: int) -> None:
    theme.set_text_scale(scale)
    window.resize(width, 900)
    screen = shown(window, samples_household.HOUSEHOLD_REFUSED)
    form = member_form(screen)
    panel = form.parentWidget()
    assert panel is not None
    for part in form.findChildren(QWidget):
        if part.isVisibleTo(form):
            right = part.mapTo(form, part.rect().topRight()).x()
            assert right <= form.width(), part.accessibleName()
    above = panel.parentWidget()
    assert above is not None
    assert form.width() <= above.width()


def test_an_unconfirmed_person_is_shown_and_spoken_as_such(window: StaffWindow) -> None:
    view = samples_household.HOUSEHOLD_ADDED
    screen = shown(window, view)
    seen = QSignalSpy(screen.paper_seen)
    spoken = screen._rows.spoken(view.members[-1])
    assert "未確認、転出証明書がまだ" in spoken
    assert not any(
        b.hasFocus() for b in screen.findChildren(Button) if b.text().startswith("書類を見た")
    )
    press(window, Key.Key_Y, ALT)
    assert [seen.at(n) for n in range(seen.count())] == [["6"]]
