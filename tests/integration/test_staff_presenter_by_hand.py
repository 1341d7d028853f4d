"""A household nobody sent, begun from the list and filed to the end by keys alone."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from counter_app.model.by_hand import MoveField
from counter_app.model.member_details import MemberField
from counter_app.model.people import Arrival, Household, MoveKind
from counter_app.model.reception import Protection, ReceptionState, Step
from counter_app.paperwork.handing_over import HANDOVER
from tests.staff_presenter_kit import ALT, CTRL, Counter, Key, sandbox_counter, shown_words
from ui.staff.by_hand_screen import ByHandScreen


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    with sandbox_counter(tmp_path, pushed=False) as made:
        yield made


def page(counter: Counter) -> ByHandScreen:
    return counter.staff.by_hand.screen


def to(counter: Counter, part: QWidget) -> None:
    """Tab to a part."""
    for _ in range(40):
        if counter.window.focusWidget() is part:
            return
        counter.press(Key.Key_Tab)
    raise AssertionError("Tab does not reach it")


def open_page(counter: Counter) -> None:
    """From the list, by its key."""
    counter.press(Key.Key_P, ALT)
    assert counter.window.screen_shown is page(counter)


def people(counter: Counter) -> Household:
    household = counter.reception.household
    assert household is not None
    return household


def type_abroad(counter: Counter) -> None:
    """Everything in reading order, from abroad."""
    open_page(counter)
    counter.press(Key.Key_2)
    screen = page(counter)
    for field, said in (
        (screen._move[MoveField.OLD_TOWN], "ベトナム ハノイ"),
        (screen._move[MoveField.NEW_TOWN], "大字上原1234番地5"),
        (screen._move[MoveField.MOVED_ON], "R8.4.1"),
        (screen._name, "谷口 健"),
        (screen._kana, "タニグチ ケン"),
        (screen._birth, "平成2年1月15日"),
    ):
        to(counter, field.editor)  # Tab alone, in this order
        counter.write(said)
    to(counter, page(counter)._sex.options[0])
    counter.press(Key.Key_Space)


def answer_no(counter: Counter) -> None:
    """The interview to its end, each question with the answer that brings least."""
    for _ in range(60):
        inquiry = counter.staff.interview.inquiry
        question = inquiry.question if inquiry is not None else None
        if question is None:
            return
        least = next(
            (n for n, o in enumerate(question.options) if o.value in (False, "none", "no", "rent")),
            len(question.options) - 1,
        )
        counter.press(Key(Key.Key_1 + least))
        counter.press(Key.Key_Return)
    raise AssertionError("the interview has no end")


def test_an_inquiry_that_brings_nothing_says_so_and_is_recorded(counter: Counter) -> None:
    counter.settled()
    counter.press(Key.Key_J, ALT)
    screen = counter.staff.start.screen
    told = "10:08 に住基ネットに照会しました（記録しました）。新しく届いたものはありません。"
    counter.wait(lambda: told in shown_words(screen), "nothing is said")
    with counter.place.store.view() as unit:
        (entry,) = (e for e in unit.audit_entries() if e.what == "transfer.inquired")
    assert (entry.reason, entry.case) == ("新しく 0件", "")
    assert "この一覧に受付はありません。" in shown_words(screen)
    counter.press(Key.Key_F, CTRL)
    counter.write("カトウ")
    assert "この一覧に「カトウ」に合う受付はありません" in shown_words(screen)
    counter.press(Key.Key_F5)
    counter.settled()
    assert told not in shown_words(screen)


def test_a_page_left_begins_nothing_and_forgets_what_was_typed(counter: Counter) -> None:
    type_abroad(counter)
    for key in (Key.Key_Escape, Key.Key_F2):  # told once, by whichever key it is left
        assert counter.window.screen_shown is page(counter)
        counter.press(key)
    assert counter.window.screen_shown is counter.staff.start.screen
    with counter.place.store.view() as unit:
        assert unit.receptions() == ()
    open_page(counter)
    assert page(counter).draft().move.first.name == ""


def test_what_is_missing_is_said_at_its_fields_and_enter_loses_nothing(counter: Counter) -> None:
    open_page(counter)
    to(counter, page(counter)._name.edit)
    counter.write("谷口 健")
    counter.press(Key.Key_Return)
    screen = page(counter)
    assert counter.window.screen_shown is screen
    assert len([f for f in screen._move.values() if f.error]) == len(screen._move)
    assert not screen._person[MemberField.RELATION].editor.accessibleDescription()
    assert counter.window.focusWidget() is next(iter(screen._move.values())).editor
    assert screen.draft().move.first.name == "谷口 健"


def test_words_that_are_no_day_are_told_from_an_empty_field(counter: Counter) -> None:
    type_abroad(counter)
    screen = page(counter)
    screen._birth.set_value("平成2年2月30日")
    counter.press(Key.Key_F8)
    assert "この日はありません" in screen._birth.error
    assert counter.session.reception is None


def test_a_card_laid_down_while_typing_begins_nothing(counter: Counter) -> None:
    type_abroad(counter)
    counter.sandbox.put_card("takashi")
    for _ in range(3):
        counter.staff._on_beat()
        counter.settled()
    assert counter.session.reception is None
    assert page(counter).draft().move.first.name == "谷口 健"


def test_a_family_from_abroad_is_filed_to_the_end_and_handed_over_on_paper(
    counter: Counter,
) -> None:
    type_abroad(counter)
    counter.press(Key.Key_F8)
    assert counter.reception.step is Step.RECEPTION
    assert people(counter).kind is MoveKind.FROM_ABROAD
    assert counter.reception.protection is Protection.UNASKED
    counter.press(Key.Key_2)
    counter.check_identity()
    counter.go_on(Step.HOUSEHOLD)
    screen = counter.staff.household.screen
    counter.press(Key.Key_A, ALT)
    counter.write("NGUYEN THI LAN")
    counter.press(Key.Key_Tab)
    counter.write("グエン ティ ラン")
    counter.press(Key.Key_Tab)
    counter.write("1992-06-30")
    form = screen._form
    assert form is not None
    to(counter, form.sex.options[0])
    counter.press(Key.Key_Space)
    counter.press(Key.Key_Right)
    to(counter, form.relation.combo)
    counter.write("妻")
    to(counter, form.nationality.ring.options[0])
    counter.press(Key.Key_Right)
    to(counter, form.nationality.nationality.edit)
    counter.write("ベトナム")
    to(counter, form.nationality.status.combo)
    counter.write("日本人の配偶者等")
    to(counter, form.nationality.until.edit)
    counter.write("R9.3.31")
    counter.press(Key.Key_Return)
    wife = people(counter).members[1]
    assert wife.arrival is Arrival.FROM_ABROAD
    assert wife.foreign is not None
    assert wife.foreign.until == date(2027, 3, 31)
    for _ in range(2):  # both passports
        counter.press(Key.Key_Y, ALT)
    assert not any(m.unconfirmed for m in people(counter).members)
    counter.go_on(Step.INTERVIEW)
    answer_no(counter)
    counter.go_on(Step.PROCEDURES)
    case = counter.session.case
    assert case is not None
    found = {d.procedure.id for d in case.determinations}
    assert {"A1", "A10-1"} <= found
    assert "A2" not in found
    counter.go_on(Step.DOCUMENTS)
    counter.rendered()
    assert counter.reception.consents == ()
    counter.sign()
    counter.press(Key.Key_P, ALT)
    counter.wait(lambda: counter.staff.documents.all_printed)
    counter.press(Key.Key_6, ALT)
    assert counter.window.screen_shown is counter.staff.dispatch.screen
    counter.rendered()
    view = counter.staff.dispatch.screen._view
    assert view is not None
    assert view.missing == ""
    assert view.sub.startswith("リンクコードなし：引継票で渡します。")
    counter.press(Key.Key_F8)
    counter.wait(lambda: bool(counter.reception.number), "not committed")
    counter.settled()
    assert counter.reception.state is ReceptionState.COMMITTED
    commitments = counter.staff.dispatch.commitments
    assert {c.link_code for c in commitments} == {""}
    with counter.place.store.view() as unit:
        assert unit.outbox(reception_id=counter.reception.id) == ()
        made = unit.documents(counter.reception.id, with_files=False)
    slips = [d for d in made if d.form_id == HANDOVER]
    assert {p for d in slips for p in d.procedure_ids} == {c.procedure_id for c in commitments}
