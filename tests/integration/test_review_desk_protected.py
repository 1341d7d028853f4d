"""A department's window tells nothing of a protected family but by a look that is recorded."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from counter_app.desk import Desk
from counter_app.failures import CounterError, FailureCode
from counter_app.model.commitment import Phase
from counter_app.model.document import DocumentState
from counter_app.model.message import DeliveryState
from counter_app.model.reception import Protection, Reception
from counter_app.ports import PageImage
from tests.desk_kit import OFFICER, Office, office
from tests.review_desk_hands import press, settled
from tests.review_desk_kit import (
    CHILDREN,
    DECISION_DAY,
    department_windows,
    documents,
    promised,
    selected,
    stored,
)
from ui.desk.presenter import DeskPresenter
from ui.desk.views import Panel

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def place(application: QApplication, tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path) as made:
        yield made


@pytest.fixture
def at_desk(place: Office) -> Iterator[Callable[[str], DeskPresenter]]:
    with department_windows(place) as opens:
        yield partial(opens, CHILDREN)


def test_a_protected_family_reaches_the_desk_without_name_and_address(
    place: Office, at_desk: Callable[[str], DeskPresenter]
) -> None:
    reception = place.commit(protection=Protection.YES)
    presenter = at_desk("C1")
    task = presenter.screen.task.view
    assert task is not None
    assert task.fields[0].label == "支援措置"
    assert task.panel is Panel.PROMISE
    shown = repr(presenter.screen.view)
    assert not [words for words in ("渡邉", "ワタナベ", "大字上原", "髙﨑") if words in shown]

    press(presenter, Key.Key_O, ALT)
    settled(presenter)

    view = presenter.screen.view
    assert view is not None
    assert view.pages is not None
    assert len(view.pages.pages) == 1
    with place.store.view() as unit:
        looks = [e for e in unit.audit_entries(case=reception.id) if e.what == "desk.papers"]
    assert [(e.who, e.fields) for e in looks] == [(OFFICER, stored(place, "C1").sheets)]


def looks_at(place: Office, reception: Reception) -> list[tuple[str, tuple[str, ...]]]:
    """Who looked at name or address, and at which of them, one for each look."""
    with place.store.view() as unit:
        entries = unit.audit_entries(case=reception.id)
    return [(e.who, e.fields) for e in entries if e.what == "desk.reveal"]


def tells_of_the_family(presenter: DeskPresenter) -> list[str]:
    """Names and addresses in what is shown; a page of a notice tells both."""
    view = presenter.screen.view
    assert view is not None
    told = [words for words in ("渡邉", "ワタナベ", "大字上原", "髙﨑") if words in repr(view)]
    small = view.task.notice.image if view.task is not None and view.task.notice else None
    return [*told, *(["page"] if view.pages is not None or small is not None else [])]


def drawn_notices(monkeypatch: pytest.MonkeyPatch, place: Office) -> list[int]:
    """Grows with every document of which pages are drawn from now on."""
    drawn: list[int] = []
    imaging = place.imaging

    def counted(pdf: bytes, *, width_px: int) -> tuple[PageImage, ...]:
        drawn.append(len(pdf))
        return imaging(pdf, width_px=width_px)

    monkeypatch.setattr(place, "imaging", counted)
    return drawn


def test_the_notice_of_a_protected_family_is_drawn_only_by_a_recorded_look(
    place: Office,
    at_desk: Callable[[str], DeskPresenter],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reception = place.commit(protection=Protection.YES)
    place.desk(CHILDREN).promise(place.commitment("C1"), date(2026, 4, 20))
    place.now = DECISION_DAY
    drawn = drawn_notices(monkeypatch, place)
    presenter = at_desk("C1")
    task = presenter.screen.task.view
    assert task is not None
    assert task.decide is not None
    assert task.decide.amount == "20,000円", "what was worked out is shown"
    assert task.notice is not None
    assert "記録" in task.notice.words
    assert tells_of_the_family(presenter) == []
    assert (drawn, looks_at(place, reception)) == ([], [])

    for look in (1, 2):
        press(presenter, Key.Key_N, ALT)
        settled(presenter)
        assert tells_of_the_family(presenter) == ["page"]
        assert len(drawn) == look
        assert looks_at(place, reception) == [(OFFICER, ("name", "address"))] * look
        press(presenter, Key.Key_Escape)
        assert tells_of_the_family(presenter) == []


def test_a_look_that_cannot_be_recorded_shows_no_notice(
    place: Office,
    at_desk: Callable[[str], DeskPresenter],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    place.commit(protection=Protection.YES)
    place.desk(CHILDREN).promise(place.commitment("C1"), date(2026, 4, 20))
    presenter = at_desk("C1")
    drawn = drawn_notices(monkeypatch, place)

    def full(self: Desk, commitment_id: str, fields: tuple[str, ...] = ()) -> tuple[str, ...]:
        raise CounterError(FailureCode.DATABASE_DISK_FULL)

    monkeypatch.setattr(Desk, "reveal", full)
    press(presenter, Key.Key_N, ALT)
    settled(presenter)
    assert presenter.screen.problem_code == FailureCode.DATABASE_DISK_FULL.value
    assert drawn == []
    assert tells_of_the_family(presenter) == []


def test_the_notice_made_for_a_protected_family_is_printed_and_not_shown(
    place: Office,
    at_desk: Callable[[str], DeskPresenter],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reception = place.commit(protection=Protection.YES)
    place.desk(CHILDREN).promise(place.commitment("C1"), date(2026, 4, 20))
    place.now = DECISION_DAY
    drawn = drawn_notices(monkeypatch, place)
    presenter = at_desk("C1")
    press(presenter, Key.Key_F8)
    settled(presenter)
    task = presenter.screen.task.view
    assert task is not None
    assert task.panel is Panel.TOLD
    assert task.notice is not None
    assert task.notice.title == "児童手当認定通知書"
    assert [d.state for d in documents(place) if d.form_id == "C1-granted"] == [
        DocumentState.PRINTED
    ]
    assert tells_of_the_family(presenter) == []
    assert (drawn, looks_at(place, reception)) == ([], [])

    press(presenter, Key.Key_N, ALT)
    settled(presenter)
    assert tells_of_the_family(presenter) == ["page"]
    assert looks_at(place, reception) == [(OFFICER, ("name", "address"))]


def test_whom_a_protected_task_without_sheets_is_about_is_a_recorded_look(
    place: Office, at_desk: Callable[[str], DeskPresenter]
) -> None:
    reception = place.commit(protection=Protection.YES)
    presenter = at_desk("C4")
    assert stored(place, "C4").sheets == ()
    assert tells_of_the_family(presenter) == []

    press(presenter, Key.Key_V, ALT)

    task = presenter.screen.task.view
    assert task is not None
    assert task.fields[-1].label == "氏名"
    assert [runs[0].text for runs in task.fields[-1].values] == [
        "渡邉\U000e010f 葵",
        "渡邉\U000e010f 湊",
    ]
    assert looks_at(place, reception) == [(OFFICER, ("name",))]
    press(presenter, Key.Key_V, ALT)
    assert looks_at(place, reception) == [(OFFICER, ("name",))], "it is shown already"
    press(presenter, Key.Key_Up)
    press(presenter, Key.Key_Down)
    assert selected(presenter) == place.commitment("C4")
    assert tells_of_the_family(presenter) == [], "it is hidden again"
    press(presenter, Key.Key_V, ALT)
    assert tells_of_the_family(presenter) == ["渡邉"]
    press(presenter, Key.Key_1, ALT)
    assert tells_of_the_family(presenter) == [], "every place of the rail begins without it"
    assert looks_at(place, reception) == [(OFFICER, ("name",))] * 2


def test_a_notice_of_any_other_family_is_drawn_without_a_reveal(
    place: Office, at_desk: Callable[[str], DeskPresenter]
) -> None:
    promised(place)
    presenter = at_desk("C1")
    task = presenter.screen.task.view
    assert task is not None
    assert task.notice is not None
    assert task.notice.image is not None
    press(presenter, Key.Key_V, ALT)
    press(presenter, Key.Key_N, ALT)
    settled(presenter)
    with place.store.view() as unit:
        assert [e.what for e in unit.audit_entries() if e.what == "desk.reveal"] == []


def test_a_protected_family_is_promised_and_decided_without_a_release(place: Office) -> None:
    place.commit(protection=Protection.YES)
    desk = place.desk(CHILDREN)
    desk.promise(place.commitment("C1"), date(2026, 4, 20))
    desk.grant(place.commitment("C1"), "2026-0123")
    assert stored(place, "C1").state.phase is Phase.DECLARED
    with place.store.view() as unit:
        held = {c.executor for c in unit.commitments() if c.held}
        sent = {q.state for q in unit.outbox()}
    assert held == {o.id for o in place.town.organisations if o.chosen_by_default}
    assert sent == {DeliveryState.HELD}


def test_a_task_whose_opening_cannot_be_recorded_is_not_shown_until_it_can(
    place: Office, at_desk: Callable[[str], DeskPresenter], monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise CounterError(FailureCode.DATABASE_BUSY)

    place.commit()
    presenter = at_desk("C1")
    before = presenter.screen.view
    assert before is not None
    other = next(r.key for r in presenter.screen.rows() if r.key != before.selected)

    def looks() -> int:
        with place.store.view() as unit:
            return [e.what for e in unit.audit_entries()].count("desk.view")

    looked = looks()
    with monkeypatch.context() as patched:
        patched.setattr(Desk, "open", busy)
        presenter.screen.row_selected.emit(other)
        assert presenter.screen.problem_code == "DATABASE_BUSY"
        hidden = presenter.screen.view
        assert hidden is not None
        assert (hidden.selected, hidden.task) == (other, None)
    presenter.refresh()
    shown = presenter.screen.view
    assert shown is not None
    assert shown.task is not None
    assert looks() == looked + 1
