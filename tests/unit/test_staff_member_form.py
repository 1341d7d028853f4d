"""The form of 03 that adds or corrects a member, by keys alone: alone, and at a sandbox counter."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QWidget

from counter_app.commands.journey.answers import family_answer
from counter_app.model.member_details import MemberDetails, MemberField
from counter_app.model.member_faults import MemberFault
from counter_app.model.names import KanaStatus
from counter_app.model.people import Arrival, Household, Member, Sex
from counter_app.model.reception import Step
from counter_app.procedures.procedure import OutcomeKind
from tests.staff_presenter_kit import (
    ALT,
    CTRL,
    NONE,
    Counter,
    Key,
    application,
    sandbox_counter,
    shown_words,
)
from ui import theme
from ui.staff import samples, samples_household
from ui.staff.household_screen import HouseholdScreen
from ui.staff.household_views import HouseholdView, MemberDraft
from ui.staff.member_form import MemberForm
from ui.staff.screen import StaffScreen
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
def window() -> Iterator[StaffWindow]:
    application()
    theme.set_text_scale(100)
    made = StaffWindow("Y町", "窓口2　佐伯")
    made.resize(1440, 900)
    yield made
    theme.set_text_scale(100)
    made.close()
    made.deleteLater()
    QApplication.processEvents()


def shown(window: StaffWindow, view: HouseholdView) -> HouseholdScreen:
    screen = HouseholdScreen()
    screen.show_view(view)
    window.set_rail(samples.RAIL_HOUSEHOLD)
    window.show_screen(screen)
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window, 60_000)
    focus = screen.first_focus()
    assert focus is not None
    focus.setFocus()
    QApplication.processEvents()
    return screen


def press(key: Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key, modifier)
    QApplication.processEvents()


def write(words: str) -> None:
    """Words of an input method, where the focus is."""
    commit = QInputMethodEvent()
    commit.setCommitString(words)
    focused = QApplication.focusWidget()
    assert focused is not None
    QCoreApplication.sendEvent(focused, commit)
    QApplication.processEvents()


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def words_of(part: QWidget) -> str:
    """All that can be read in a part, and what is said of it."""
    shown = [w for w in part.findChildren(QWidget) if w.isVisibleTo(part)]
    read = [w.text() for w in shown if isinstance(w, QLabel)]
    return "\n".join((*read, *(w.accessibleName() for w in shown)))


def form_of(screen: HouseholdScreen) -> MemberForm:
    assert screen.side is not None
    return screen.side.findChildren(MemberForm)[0]


def told(spy: QSignalSpy) -> list[tuple[str, MemberDraft]]:
    return [(spy.at(n)[0], spy.at(n)[1]) for n in range(spy.count())]


# --- the form alone -----------------------------------------------------------------------------


def test_every_field_is_typed_by_key_in_reading_order_and_told_at_once(window: StaffWindow) -> None:
    screen = shown(window, EMPTY)
    saved = QSignalSpy(screen.member_saved)
    write(NAME)
    press(Key.Key_Tab)
    write("ワタナベ\u3000ヒナ")
    press(Key.Key_Tab)
    QTest.keyClicks(focused(), "H30.9.3")
    press(Key.Key_Tab)
    press(Key.Key_Space)
    press(Key.Key_Right)
    press(Key.Key_Tab)
    assert isinstance(focused(), QComboBox)
    for _ in range(4):
        press(Key.Key_Down)
    press(Key.Key_Tab)
    press(Key.Key_Right)
    press(Key.Key_Left)
    press(Key.Key_Tab)
    press(Key.Key_Space)
    press(Key.Key_Return)
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
    form = form_of(screen)
    form.birth.edit.setFocus()
    QTest.keyClicks(focused(), "H30.9.")
    assert "歳" not in words_of(form)
    QTest.keyClicks(focused(), "3")
    assert "2018-09-03（月）・7歳" in words_of(form)
    press(Key.Key_A, CTRL)
    QTest.keyClicks(focused(), "2026-04-18")
    assert "2026-04-18（土）" in words_of(form)
    assert "歳" not in words_of(form)


def test_any_other_relation_is_written(window: StaffWindow) -> None:
    screen = shown(window, EMPTY)
    saved = QSignalSpy(screen.member_saved)
    form_of(screen).relation.editor.setFocus()
    write("妻の")
    assert form_of(screen).relation.words() == "妻の"
    write("祖母")
    press(Key.Key_Return)
    assert told(saved)[0][1].details.relation == "妻の祖母"


def test_a_ring_that_is_chosen_leaves_enter_to_the_form(window: StaffWindow) -> None:
    screen = shown(window, ADD)
    saved = QSignalSpy(screen.member_saved)
    form_of(screen).sex.editor.setFocus()
    assert isinstance(focused(), RadioOption)
    press(Key.Key_Return)
    assert saved.count() == 1


def test_the_paper_that_is_needed_follows_the_reason(window: StaffWindow) -> None:
    screen = shown(window, ADD)
    form = form_of(screen)
    assert "その人の転出証明書" in words_of(form)
    assert form.arrival is not None
    form.arrival.editor.setFocus()
    press(Key.Key_Right)
    assert "出生届。" in words_of(form)
    assert "その人の転出証明書" not in words_of(form)
    assert form.draft().details.arrival is Arrival.NEWBORN


def test_each_fault_stands_at_its_field_and_what_was_typed_stays(window: StaffWindow) -> None:
    screen = shown(window, EMPTY)
    form = form_of(screen)
    write(NAME)
    press(Key.Key_Tab)
    write("わたなべ")
    assert EMPTY.edit is not None
    faults = (
        MemberFault(MemberField.KANA, "全角の片仮名で入れてください。"),
        MemberFault(MemberField.SEX, "性別を選んでください。"),
        MemberFault(MemberField.RELATION, "続柄を選ぶか、書いてください。"),
    )
    screen.show_view(replace(EMPTY, edit=replace(EMPTY.edit, faults=faults)))
    QApplication.processEvents()
    assert form_of(screen) is form
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
    press(Key.Key_Down)
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
    press(Key.Key_Escape)
    assert (saved.count(), left.count()) == (0, 1)


def test_a_correction_asks_birth_sex_and_relation_too(window: StaffWindow) -> None:
    view = samples_household.HOUSEHOLD_EDIT
    screen = shown(window, view)
    assert view.edit is not None
    form = form_of(screen)
    before = form.touched
    assert form.arrival is None
    assert form.draft() == MemberDraft(
        view.edit.details, "昭和22年10月2日", date(2026, 3, 28), "令和8年3月28日"
    )
    form.birth.edit.setFocus()
    press(Key.Key_A, CTRL)
    QTest.keyClicks(focused(), "19471003")
    assert (before, form.touched) == (False, True)
    saved = QSignalSpy(screen.member_saved)
    press(Key.Key_Return)
    [(member, draft)] = told(saved)
    assert member == "5"
    assert draft.details == replace(view.edit.details, birth=date(1947, 10, 3))


@pytest.mark.parametrize("scale", [100, 200])
@pytest.mark.parametrize("width", [1440, 1280])
def test_no_field_is_wider_than_its_panel(window: StaffWindow, width: int, scale: int) -> None:
    theme.set_text_scale(scale)
    window.resize(width, 900)
    screen = shown(window, samples_household.HOUSEHOLD_REFUSED)
    form = form_of(screen)
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
    press(Key.Key_Y, ALT)
    assert [seen.at(n) for n in range(seen.count())] == [["6"]]


# --- at the counter -----------------------------------------------------------------------------


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    with sandbox_counter(tmp_path) as made:
        made.received()
        made.go_on(Step.HOUSEHOLD)
        made.press(Key.Key_Y, ALT)
        yield made


def people(counter: Counter) -> Household:
    household = counter.reception.household
    assert household is not None
    return household


def added(counter: Counter) -> Member:
    return people(counter).members[-1]


def type_person(
    counter: Counter, birth: str = "平成30年9月3日", kana: str = "ワタナベ ヒナ"
) -> None:
    """Alt A and every field of a girl; Enter is left to the test."""
    counter.press(Key.Key_A, ALT)
    counter.write("渡邉\U000e010f 陽菜")
    counter.press(Key.Key_Tab)
    counter.write(kana)
    counter.press(Key.Key_Tab)
    counter.write(birth)
    counter.press(Key.Key_Tab)
    counter.press(Key.Key_Space)
    counter.press(Key.Key_Right)
    counter.press(Key.Key_Tab)
    counter.write("子")


def procedures_of(counter: Counter, member: str) -> dict[str, OutcomeKind]:
    case = counter.session.case
    assert case is not None
    return {d.procedure.id: d.outcome for d in case.determinations if member in d.members}


def answer_all(counter: Counter, child: str) -> None:
    """The interview to its end; what only the child is asked is answered by the first digit."""
    for _ in range(90):
        inquiry = counter.staff.interview.inquiry
        question = inquiry.question if inquiry is not None else None
        if question is None:
            return
        if question.member == child or (
            family_answer(people(counter), question.fact, question.member) is None
        ):
            at = next(
                (n for n, o in enumerate(question.options) if o.value in ("national", "town")), 0
            )
            counter.press(Key(Key.Key_1 + at))
            counter.press(Key.Key_Return)
        else:
            counter.answer_question()
    raise AssertionError("the interview has no end")


def test_a_child_is_added_by_keys_alone_and_has_the_procedures_of_a_child(
    counter: Counter,
) -> None:
    type_person(counter)
    counter.press(Key.Key_Return)
    member = added(counter)
    assert MemberDetails.of(member) == MemberDetails(
        NAME,
        "ワタナベ\u3000ヒナ",
        date(2018, 9, 3),
        Sex.FEMALE,
        "子",
        Arrival.WITHOUT_CERTIFICATE,
    )
    assert member.name.kana_status is KanaStatus.FILED
    assert counter.is_stored()
    screen = counter.staff.household.screen
    row = screen._list.current()
    assert row is not None
    assert row.id == member.id
    assert row.iso_birth == "2018-09-03・7歳"
    assert (row.needed, row.number_words) == ("転出証明書", "未確認")
    assert "小2" in {fact.words for fact in row.facts}
    assert screen._list.hasFocus()
    assert "転出証明書情報に載っていません" in words_of(screen)
    counter.press(Key.Key_Y, ALT)
    assert not added(counter).unconfirmed
    assert "転出証明書情報に載っていません" not in words_of(screen)
    counter.go_on(Step.INTERVIEW)
    answer_all(counter, member.id)
    found = procedures_of(counter, member.id)
    assert {found[p] for p in ("A1", "B1", "C4", "C17")} == {OutcomeKind.APPLIES}
    assert not {"C12", "C14", "B11", "B15"} & set(found)


def test_undo_takes_the_person_away_again(counter: Counter) -> None:
    before = people(counter)
    type_person(counter)
    counter.press(Key.Key_Return)
    assert len(people(counter).members) == 6
    counter.press(Key.Key_Z, CTRL)
    assert people(counter) == before
    assert counter.window.screen_shown is counter.staff.household.screen
    assert counter.is_stored()


def test_what_is_refused_stays_typed_and_is_put_right_in_its_field(counter: Counter) -> None:
    before = counter.reception
    type_person(counter, birth="令和8年2月30日", kana="わたなべ ひな")
    counter.press(Key.Key_Return)
    assert counter.reception == before
    screen = counter.staff.household.screen
    form = form_of(screen)
    assert "片仮名" in form.kana.error
    assert "この日はありません" in form.birth.error
    assert form.kana.editor.hasFocus()
    counter.press(Key.Key_A, CTRL)
    counter.write("ワタナベ ヒナ")
    counter.press(Key.Key_Return)
    assert counter.reception == before
    assert form.kana.error == ""
    assert form.birth.editor.hasFocus()
    counter.press(Key.Key_A, CTRL)
    counter.write("20180903")
    counter.press(Key.Key_Return)
    assert added(counter).birth == date(2018, 9, 3)
    assert added(counter).name.text == NAME


def test_a_row_that_is_pressed_does_not_take_what_was_typed_away(counter: Counter) -> None:
    type_person(counter)
    screen = counter.staff.household.screen
    screen._list.select("m3")
    screen._list.selected.emit(screen._list.current())
    QApplication.processEvents()
    assert form_of(screen).kana.value() == "ワタナベ ヒナ"
    screen._list.setFocus()
    counter.press(Key.Key_Return)
    assert form_of(screen).member == ""
    counter.press(Key.Key_3, ALT)
    counter.press(Key.Key_2, ALT)
    assert form_of(screen).kana.value() == "ワタナベ ヒナ"
    counter.press(Key.Key_Escape)
    assert screen.side is not None
    assert not screen.side.findChildren(MemberForm)
    assert len(people(counter).members) == 5


def test_a_wrong_birth_sex_and_relation_are_corrected_and_undone_at_once(counter: Counter) -> None:
    before = people(counter)
    screen = counter.staff.household.screen
    screen._list.setFocus()
    for _ in range(3):
        counter.press(Key.Key_Down)
    counter.press(Key.Key_Return)
    for _ in range(2):
        counter.press(Key.Key_Tab)
    counter.press(Key.Key_A, CTRL)
    counter.write("令和4年9月21日")
    counter.press(Key.Key_Tab)
    counter.press(Key.Key_Right)
    counter.press(Key.Key_Tab)
    counter.press(Key.Key_A, CTRL)
    counter.write("妻の子")
    counter.press(Key.Key_Tab)
    counter.press(Key.Key_A, CTRL)
    counter.write("R8.3.27")
    counter.press(Key.Key_Return)
    child = people(counter).member("m4")
    assert (child.birth, child.sex, child.relation) == (date(2022, 9, 21), Sex.FEMALE, "妻の子")
    assert child.name == before.member("m4").name
    assert people(counter).moved_on == date(2026, 3, 27)
    counter.press(Key.Key_Z, CTRL)
    assert people(counter) == before


def test_a_day_to_come_is_refused_at_its_field_and_in_the_words_of_the_handbook(
    counter: Counter,
) -> None:
    before = people(counter)
    screen = counter.staff.household.screen
    screen._list.setFocus()
    counter.press(Key.Key_Return)
    form = form_of(screen)
    assert form.moved_on is not None
    form.moved_on.editor.setFocus()
    counter.press(Key.Key_A, CTRL)
    counter.write("令和8年4月4日")
    counter.press(Key.Key_Return)
    assert counter.problem == "MOVE_IN_NOT_YET"
    assert form_of(screen) is form
    assert form.moved_on.error == "届出の日より後の日です。"
    assert form.moved_on.value() == "令和8年4月4日"
    assert people(counter) == before


def test_without_a_head_the_step_says_what_is_missing_until_somebody_is(counter: Counter) -> None:
    screen = counter.staff.household.screen
    screen._list.setFocus()
    counter.press(Key.Key_X, ALT)
    assert people(counter).lacks_head
    assert not people(counter).whole
    counter.press(Key.Key_F8)
    assert counter.reception.step is Step.HOUSEHOLD
    assert screen.note() == "世帯主がいません"
    counter.press(Key.Key_E, ALT)
    for _ in range(4):
        counter.press(Key.Key_Tab)
    counter.press(Key.Key_A, CTRL)
    counter.write("世帯主")
    counter.press(Key.Key_Return)
    assert people(counter).head.id == "m2"
    assert people(counter).member("m2").is_head
    counter.go_on(Step.INTERVIEW)


def test_undoing_something_else_leaves_what_is_being_typed(counter: Counter) -> None:
    type_person(counter)
    screen = counter.staff.household.screen
    screen._list.setFocus()
    counter.press(Key.Key_Z, CTRL)
    assert counter.reception.confirmed_readings == ()
    assert form_of(screen).kana.value() == "ワタナベ ヒナ"
    form_of(screen).name.edit.setFocus()
    counter.press(Key.Key_Return)
    assert added(counter).name.text == NAME


def test_leaving_the_step_says_once_that_what_is_typed_is_not_saved(counter: Counter) -> None:
    screen, warning = counter.staff.household.screen, "まだ保存していません"
    at = counter.reception.id
    type_person(counter)
    for key, modifier in ((Key.Key_F3, NONE), (Key.Key_3, ALT), (Key.Key_Left, ALT)):
        counter.write("x")  # typed on: told of once more
        counter.press(key, modifier)
        assert counter.window.screen_shown is screen
        assert warning in shown_words(screen)
        assert form_of(screen).name.edit.hasFocus()
    typed = form_of(screen).draft()
    counter.press(Key.Key_Left, ALT)
    before: StaffScreen = counter.staff.reception.screen
    assert counter.window.screen_shown is before
    counter.press(Key.Key_2, ALT)
    assert warning not in shown_words(screen)
    assert form_of(screen).draft() == typed
    for shown in (screen, counter.staff.start.screen):
        counter.press(Key.Key_F2)
        assert counter.window.screen_shown is shown
    household = counter.session.stored(at).household
    assert household is not None
    assert len(household.members) == 5


def test_a_correction_of_somebody_who_is_undone_goes_with_them(counter: Counter) -> None:
    type_person(counter)
    counter.press(Key.Key_Return)
    counter.press(Key.Key_Return)
    screen = counter.staff.household.screen
    assert form_of(screen).member == added(counter).id
    counter.write("x")
    screen._list.setFocus()
    counter.press(Key.Key_Z, CTRL)
    assert screen.side is not None
    assert not screen.side.findChildren(MemberForm)
    assert len(people(counter).members) == 5


def test_a_drawer_that_was_closed_opens_again_with_what_was_typed(counter: Counter) -> None:
    theme.set_text_scale(200)
    try:
        screen = counter.staff.household.screen
        type_person(counter)
        form = form_of(screen)
        counter.press(Key.Key_Escape)
        assert not form.isVisible()
        counter.press(Key.Key_A, ALT)
        assert form.isVisible()
        assert form.name.edit.hasFocus()
        assert form.kana.value() == "ワタナベ ヒナ"
        counter.press(Key.Key_Return)
        assert added(counter).name.text == NAME
        assert screen._list.hasFocus()
    finally:
        theme.set_text_scale(100)
