"""The supervisor releases what waits under protection, and sends again or stops what is late."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from counter_app.model.message import DeliveryState
from counter_app.model.reception import Protection
from tests.desk_kit import SUPERVISOR, Office, office
from tests.review_desk_hands import press, settled, write
from tests.review_desk_kit import CHILDREN, supervisor_windows, titles
from ui.review.presenter import ReviewPresenter

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def place(application: QApplication, tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path) as made:
        yield made


@pytest.fixture
def at_work(place: Office) -> Iterator[Callable[..., ReviewPresenter]]:
    with supervisor_windows(place) as opens:
        yield opens


def test_a_protected_reception_shows_no_name_until_looking_was_recorded(
    place: Office, at_work: Callable[..., ReviewPresenter]
) -> None:
    reception = place.commit(protection=Protection.YES)
    presenter = at_work(SUPERVISOR)
    case = presenter.screen.case
    assert case is not None
    assert case.hidden
    assert case.name == ""
    assert "渡邉" not in repr(presenter.screen.view)
    assert "大字上原" not in repr(presenter.screen.view)

    press(presenter, Key.Key_V, ALT)

    shown = presenter.screen.case
    assert shown is not None
    assert "渡邉\U000e010f 美咲" in shown.revealed
    with place.store.view() as unit:
        looks = [e for e in unit.audit_entries(case=reception.id) if e.what == "case.reveal"]
    assert [(e.who, e.fields) for e in looks] == [(SUPERVISOR, ("name",))]


def test_the_notice_of_a_protected_reception_is_drawn_only_after_looking_was_recorded(
    place: Office, at_work: Callable[..., ReviewPresenter]
) -> None:
    reception = place.commit(protection=Protection.YES)
    commitment = place.commitment("C1")
    desk = place.desk(CHILDREN)
    desk.promise(commitment, date(2026, 4, 20))
    desk.prepare_refusal(commitment, "not entitled", "2026-0124")
    presenter = at_work(SUPERVISOR)
    press(presenter, Key.Key_Down)
    settled(presenter)
    hidden = presenter.screen.case
    assert hidden is not None
    assert hidden.notice is not None
    assert hidden.notice.pages == ()

    press(presenter, Key.Key_V, ALT)
    settled(presenter)

    shown = presenter.screen.case
    assert shown is not None
    assert shown.notice is not None
    assert len(shown.notice.pages) == 1
    with place.store.view() as unit:
        deeds = [e.what for e in unit.audit_entries(case=reception.id)]
    assert "case.reveal" in deeds


def test_released_items_are_sent_and_leave_the_queue_one_by_one(
    place: Office, at_work: Callable[..., ReviewPresenter]
) -> None:
    reception = place.commit(protection=Protection.YES)
    presenter = at_work(SUPERVISOR)
    before = presenter.screen.case
    assert before is not None
    first, second = before.decisions[:2]
    assert first.passes.startswith("渡るもの：氏名・新しい住所・電話")

    press(presenter, Key.Key_A)
    write("consented, the invoice goes to the new address alone")
    press(presenter, Key.Key_Return)
    press(presenter, Key.Key_S)
    write("no message to this one")
    press(presenter, Key.Key_Return)

    after = presenter.screen.case
    assert after is not None
    assert [d.chip.text for d in after.decisions[:3]] == ["許す", "止める", "まだ"]
    assert after.current == after.decisions[2].id
    assert titles(presenter) == [f"支援措置の解除　{len(before.decisions) - 2}件"]
    assert place.asked_to_deliver == 1
    released, stopped = (d.id.partition(":")[2] for d in (first, second))
    with place.store.view() as unit:
        states = {q.message.commitment_id: q.state for q in unit.outbox(reception_id=reception.id)}
        assert not unit.commitment(released).held
        assert unit.commitment(stopped).held
    assert states[released] is DeliveryState.WAITING
    assert states[stopped] is DeliveryState.CANCELLED


def test_what_is_released_days_later_is_asked_from_then_on(
    place: Office, at_work: Callable[..., ReviewPresenter]
) -> None:
    place.commit(protection=Protection.YES)
    place.now += timedelta(days=3)
    presenter = at_work(SUPERVISOR)
    case = presenter.screen.case
    assert case is not None
    released = case.decisions[0].id.partition(":")[2]
    press(presenter, Key.Key_A)
    write("consented")
    press(presenter, Key.Key_Return)

    def late() -> bool:
        return f"late:{released}" in {item.id for item in place.review(SUPERVISOR).waiting()}

    assert not late()
    place.now += timedelta(days=3)
    assert late()


def test_a_digit_chooses_which_thing_is_decided(
    place: Office, at_work: Callable[..., ReviewPresenter]
) -> None:
    place.commit(protection=Protection.YES)
    presenter = at_work(SUPERVISOR)
    press(presenter, Key.Key_3)
    case = presenter.screen.case
    assert case is not None
    assert case.current == case.decisions[2].id
    press(presenter, Key.Key_H)
    write("asked the clerk")
    press(presenter, Key.Key_Return)
    held = presenter.screen.case
    assert held is not None
    assert held.decisions[2].chip.text == "保留"
    assert held.current == held.decisions[3].id


def test_late_messages_are_sent_again_or_stopped(
    place: Office, at_work: Callable[..., ReviewPresenter]
) -> None:
    place.commit()
    for _ in range(3):
        place.delivery().run_once(place.now)
        place.now += timedelta(minutes=15)
    presenter = at_work(SUPERVISOR)
    count = place.outside()
    assert titles(presenter) == [f"届かない　{count}件"]
    press(presenter, Key.Key_A)
    write("the line is back")
    press(presenter, Key.Key_Return)
    assert titles(presenter) == [f"届かない　{count - 1}件"]
    with place.store.view() as unit:
        states = [q.state for q in unit.outbox()]
    assert states.count(DeliveryState.WAITING) == 1
    place.delivery().run_once(place.now + timedelta(minutes=1))
    presenter.refresh()
    assert titles(presenter) == [f"届かない　{count}件"], "late again, it is back"
