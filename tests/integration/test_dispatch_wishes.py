"""Wishes toward organisations by keys alone: checked, printed, signed again, sent and answered."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from counter_app.model.commitment import Act, Commitment, Phase, Slot
from counter_app.model.document import DocumentState
from counter_app.model.reception import Presence, Step, UtilityWish
from tests.staff_presenter_kit import ALT, CTRL, Counter, Key, sandbox_counter
from ui.staff.commitment_cards import ReasonCard
from ui.staff.dispatch_wish import WishCard

GAS, POWER, WATER = "gas.midori", "power.aoba", "water.nangun"


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    with sandbox_counter(tmp_path) as made:
        made.received()
        made.go_on(Step.HOUSEHOLD)
        made.press(Key.Key_Y, ALT)
        made.go_on(Step.INTERVIEW)
        made.interview()
        made.go_on(Step.PROCEDURES)
        made.go_on(Step.DOCUMENTS)
        made.rendered()
        yield made


def to_plan(counter: Counter) -> None:
    """Alt+6, and the sheets are as they should be."""
    counter.press(Key.Key_6, ALT)
    counter.wait(lambda: counter.staff.documents.current, "the sheets were not made")
    counter.settled()


def opened_wish(counter: Counter, organisation: str) -> WishCard:
    """↓ to the organisation's row and Enter."""
    to_plan(counter)
    commitments = counter.staff.dispatch.screen._list
    for key in (Key.Key_Up, Key.Key_Down):
        for _ in range(12):
            current = commitments.current
            if current is not None and current.id == organisation:
                break
            counter.press(key)
    assert commitments.current is not None
    assert commitments.current.id == organisation
    counter.press(Key.Key_Return)
    card = commitments.asking
    assert isinstance(card, WishCard)
    return card


def type_day(counter: Counter, day: str) -> None:
    """The day, typed over what stands in the field that has the focus."""
    counter.press(Key.Key_A, CTRL)
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClicks(field, day)


def wished(counter: Counter, organisation: str) -> UtilityWish:
    return next(w for w in counter.reception.wishes if w.organisation == organisation)


def commitment(counter: Counter, executor: str) -> Commitment:
    with counter.sandbox.counter.store.view() as unit:
        made = unit.commitments(reception_id=counter.reception.id)
    return next(c for c in made if c.executor == executor)


def consents(counter: Counter) -> list[DocumentState]:
    with counter.sandbox.counter.store.view() as unit:
        made = unit.documents(counter.reception.id)
    return [d.state for d in made if d.form_id == "consent"]


def test_a_wish_is_typed_by_key_stored_with_an_audit_line_and_printed(counter: Counter) -> None:
    counter.consent()
    before = next(d for d in counter.staff.documents.stored if d.form_id == "consent")
    opened_wish(counter, POWER)
    type_day(counter, "2026-04-03")
    counter.press(Key.Key_Return)
    assert wished(counter, POWER) == UtilityWish(POWER, date(2026, 4, 3))
    to_plan(counter)
    after = next(d for d in counter.staff.documents.stored if d.form_id == "consent")
    assert after.digest != before.digest
    with counter.sandbox.counter.store.view() as unit:
        lines = unit.audit_entries(case=counter.reception.id)
    assert [x.fields for x in lines if x.what == "utility.wish"] == [(POWER, "start_on")]
    counter.press(Key.Key_Z, CTRL)
    assert wished(counter, POWER).start_on == date(2026, 4, 6)


def test_a_closed_day_is_refused_at_its_field_and_nothing_is_stored(counter: Counter) -> None:
    former = counter.reception.wishes
    card = opened_wish(counter, WATER)
    for day, words in (
        ("2026-04-11", "4月11日（土）は休みの日です。次に開いているのは4月13日（月）です。"),
        ("2026-04-02", "もう過ぎた日です。早くて4月6日（月）からです。"),
        ("2026-04-03", "南郡水道企業団は、早くて4月6日（月）からです。"),
        ("2027-04-05", "南郡水道企業団は、5月4日（月）まで受け付けます。"),
    ):
        type_day(counter, day)
        counter.press(Key.Key_Return)
        assert card.start.error == words
        assert QApplication.focusWidget() is card.start.editor
    assert counter.reception.wishes == former
    counter.press(Key.Key_Escape)
    assert counter.staff.dispatch.screen._list.asking is None


def test_gas_is_not_asked_without_somebody_there(counter: Counter) -> None:
    card = opened_wish(counter, GAS)
    for span in card.spans:
        span.set_value(0)
    card.presence.set_value(0)
    counter.press(Key.Key_Return)
    assert card.spans[0].error == "立会いの時間帯を1つ以上選んでください。"
    assert card.presence.error == "使う人の立会いが要ります。立ち会う人を選んでください。"
    assert QApplication.focusWidget() is card.spans[0].editor


def test_another_wish_after_the_signature_says_that_it_must_be_signed_again(
    counter: Counter,
) -> None:
    counter.consent()
    counter.sign()
    card = opened_wish(counter, GAS)
    assert "もう一度署名" in card._view.warning
    type_day(counter, "2026-04-08")
    counter.press(Key.Key_Return)
    to_plan(counter)
    view = counter.staff.dispatch.screen._view
    assert view is not None
    assert "同意書" in view.note
    assert not view.can_close
    assert "署名 1枚" in view.missing
    assert consents(counter) == [DocumentState.VOID, DocumentState.RENDERED]
    counter.press(Key.Key_F8)
    counter.settled()
    assert not counter.reception.number
    counter.press(Key.Key_5, ALT)
    counter.wait(lambda: counter.staff.documents.current, "the sheets were not made")
    counter.sign()
    to_plan(counter)
    again = counter.staff.dispatch.screen._view
    assert again is not None
    assert again.note == ""
    assert again.can_close


def test_the_organisation_gets_the_wish_and_promises_that_time(counter: Counter) -> None:
    counter.consent()
    card = opened_wish(counter, GAS)
    type_day(counter, "2026-04-08")
    for at, span in enumerate((3, 0, 0)):
        card.spans[at].set_value(span)
    card.presence.set_value(2)
    card.contact.set_value("０８０－１１１１－２２２２")
    counter.press(Key.Key_Return)
    wish = UtilityWish(GAS, date(2026, 4, 8), ("13〜15時",), Presence.FAMILY, "080-1111-2222")
    assert wished(counter, GAS) == wish
    counter.press(Key.Key_5, ALT)
    counter.wait(lambda: counter.staff.documents.current, "the sheets were not made")
    counter.sign()
    to_plan(counter)
    counter.press(Key.Key_F8)
    counter.wait(lambda: bool(counter.reception.number), "not committed")

    delivery = counter.sandbox.counter.delivery()
    delivery.run_once(counter.clock())
    counter.sandbox.town.tick()
    delivery.run_once(counter.clock())
    gas = commitment(counter, GAS)
    assert gas.state.phase is Phase.PROMISED
    asked, promised = gas.acts[0], gas.acts[-1]
    assert (asked.act, promised.act) == (Act.REQUEST, Act.PROMISE)
    assert asked.content.slots == (Slot(date(2026, 4, 8), "13〜15時"),)
    assert promised.content.slot == Slot(date(2026, 4, 8), "13〜15時")
    told = dict(gas.fields)
    assert told["start_on"] == "2026-04-08"
    assert told["phone"] == "080-1111-2222"
    assert told["presence"] == "family"
    water = dict(commitment(counter, WATER).fields)
    assert water["start_on"] == "2026-04-06"
    assert "presence" not in water


def test_a_wish_whose_day_passed_stops_the_commit(counter: Counter) -> None:
    counter.consent()
    counter.sign()
    counter.clock.forward(days=4)
    to_plan(counter)
    view = counter.staff.dispatch.screen._view
    assert view is not None
    assert "みどりガスの希望" in view.missing
    counter.press(Key.Key_F8)
    counter.settled()
    assert not counter.reception.number
    assert not isinstance(counter.staff.dispatch.screen._list.asking, ReasonCard)
