"""A member added or corrected at a sandbox counter by keys alone, undone, and left half typed."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from counter_app.commands.journey.answers import family_answer
from counter_app.model.member_details import MemberDetails
from counter_app.model.names import KanaStatus
from counter_app.model.people import Arrival, Member, Sex
from counter_app.model.reception import Step
from counter_app.procedures.procedure import OutcomeKind
from tests.staff_presenter_kit import NONE, Counter, household_counter, people, shown_words
from tests.staff_work_kit import ALT, CTRL, Key, member_form, words_of
from ui import theme
from ui.staff.member_form import MemberForm
from ui.staff.screen import StaffScreen

NAME = "渡邉\U000e010f\u3000陽菜"


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    with household_counter(tmp_path) as made:
        yield made


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
    form = member_form(screen)
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
    assert member_form(screen).kana.value() == "ワタナベ ヒナ"
    screen._list.setFocus()
    counter.press(Key.Key_Return)
    assert member_form(screen).member == ""
    counter.press(Key.Key_3, ALT)
    counter.press(Key.Key_2, ALT)
    assert member_form(screen).kana.value() == "ワタナベ ヒナ"
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
    form = member_form(screen)
    assert form.moved_on is not None
    form.moved_on.editor.setFocus()
    counter.press(Key.Key_A, CTRL)
    counter.write("令和8年4月4日")
    counter.press(Key.Key_Return)
    assert counter.problem == "MOVE_IN_NOT_YET"
    assert member_form(screen) is form
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
    assert member_form(screen).kana.value() == "ワタナベ ヒナ"
    member_form(screen).name.edit.setFocus()
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
        assert member_form(screen).name.edit.hasFocus()
    typed = member_form(screen).draft()
    counter.press(Key.Key_Left, ALT)
    before: StaffScreen = counter.staff.reception.screen
    assert counter.window.screen_shown is before
    counter.press(Key.Key_2, ALT)
    assert warning not in shown_words(screen)
    assert member_form(screen).draft() == typed
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
    assert member_form(screen).member == added(counter).id
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
        form = member_form(screen)
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
