"""The windows of supervisor and department when the store is read in the background."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from counter_app.desk import Officer
from counter_app.failures import CounterError, FailureCode
from counter_app.model.commitment import Phase
from counter_app.model.reception import Protection
from counter_app.review import Verdict
from tests.conftest import AnnouncedWarnings
from tests.desk_kit import OFFICER, SUPERVISOR, Office, office
from tests.review_desk_hands import Presenter, put_away, settled, to_front, wait, write
from ui.background import Background, Failure
from ui.desk import grouping
from ui.desk.presenter import DeskPresenter
from ui.desk.reading import Reading
from ui.desk.views import DeskView
from ui.review.presenter import ReviewPresenter
from ui.staff.error_panel import ErrorPanel
from ui.widgets.words import Words

Key = Qt.Key
CHILDREN = Officer(OFFICER, "dept.children")


@pytest.fixture
def place(
    application: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Office]:
    """A counter whose store counts as large, whatever is in it."""
    monkeypatch.setattr("ui.desk.reading.AT_ONCE", -1)
    with office(tmp_path) as made:
        yield made


@pytest.fixture
def shown() -> Iterator[Callable[[Presenter], Presenter]]:
    opened: list[Presenter] = []

    def show(presenter: Presenter) -> Presenter:
        opened.append(presenter)
        to_front(presenter)
        settled(presenter)
        presenter.screen.first_focus().setFocus()
        return presenter

    yield show
    put_away(opened)


def banner(presenter: Presenter) -> str:
    """The words of the failure that is told."""
    panel = presenter.screen.findChild(ErrorPanel)
    assert isinstance(panel, ErrorPanel)
    return " ".join(words.accessibleName() for words in panel.findChildren(Words))


def press(presenter: Presenter, key: Key) -> None:
    QTest.keyClick(QApplication.focusWidget() or presenter.window, key)


# --- reading ------------------------------------------------------------------------------------


def test_only_what_was_wished_for_last_is_shown(place: Office) -> None:
    background = Background()
    shown: list[str] = []
    failures: list[Failure] = []
    reading: Reading[str] = Reading(background, place.store, shown.append, failures.append)
    held, begun = Event(), Event()

    def slow() -> str:
        begun.set()
        assert held.wait(120)
        return "first"

    reading.begin(slow)
    assert begun.wait(120)
    reading.begin(lambda: "second")
    reading.begin(lambda: "third")
    assert reading.running
    held.set()
    wait(background)
    assert (shown, failures, reading.running) == (["third"], [], False)
    background.shut_down()


def test_a_reading_that_failed_is_told_and_the_next_one_is_shown(place: Office) -> None:
    background = Background()
    shown: list[str] = []
    failures: list[Failure] = []
    reading: Reading[str] = Reading(background, place.store, shown.append, failures.append)

    def broken() -> str:
        raise CounterError(FailureCode.DATABASE_BUSY)

    reading.begin(broken)
    wait(background)
    assert [failure.code for failure in failures] == ["DATABASE_BUSY"]
    reading.begin(lambda: "there")
    wait(background)
    assert shown == ["there"]
    background.shut_down()


# --- our own faults -----------------------------------------------------------------------------


def test_a_bug_in_a_slot_is_said_in_the_window_that_was_opened_last(
    place: Office, shown: Callable[[Presenter], Presenter], announced: AnnouncedWarnings
) -> None:
    announced.expect("a slot ended with a bug")

    def slot(_: object) -> None:
        raise ValueError("a bug")

    makers: tuple[Callable[[], ReviewPresenter | DeskPresenter], ...] = (
        lambda: ReviewPresenter(place, SUPERVISOR),
        lambda: DeskPresenter(place, CHILDREN),
    )
    for make in makers:
        presenter = make()
        shown(presenter)
        presenter.screen.row_selected.connect(slot)
        presenter.screen.row_selected.emit("")
        assert presenter.screen.problem_code == "BUG"
        presenter.screen.row_selected.disconnect(slot)


# --- the supervisor -----------------------------------------------------------------------------


def test_a_decided_thing_is_gone_at_once_and_no_older_reading_brings_it_back(
    place: Office, shown: Callable[[Presenter], Presenter]
) -> None:
    place.commit(protection=Protection.YES)
    presenter = ReviewPresenter(place, SUPERVISOR)
    shown(presenter)
    before = presenter.screen.case
    assert before is not None
    count = len(before.decisions)
    presenter.refresh()  # under way while the keys are pressed
    press(presenter, Key.Key_A)
    write("agreed")
    press(presenter, Key.Key_Return)
    after = presenter.screen.case
    assert after is not None
    assert [d.chip.text for d in after.decisions[:2]] == ["許す", "まだ"]
    assert after.current == before.decisions[1].id
    settled(presenter)
    assert presenter.screen.rows()[0].title == f"支援措置の解除　{count - 1}件"
    case = presenter.screen.case
    assert case is not None
    assert case.current == before.decisions[1].id


def test_what_somebody_else_decided_does_not_give_its_key_to_the_next_thing(
    place: Office, shown: Callable[[Presenter], Presenter]
) -> None:
    place.commit(protection=Protection.YES)
    presenter = ReviewPresenter(place, SUPERVISOR)
    shown(presenter)
    case = presenter.screen.case
    assert case is not None
    press(presenter, Key.Key_A)
    write("agr")
    other = place.review("西")
    theirs = next(item for item in other.waiting() if item.id == case.current)
    other.decide(theirs, Verdict.STOP, "not yet")
    presenter.refresh()
    settled(presenter)
    write("eed")
    press(presenter, Key.Key_Return)
    settled(presenter)
    assert presenter.screen.problem_code == "REVIEW_ITEM_GONE"
    assert "書いていた理由：「agreed」" in banner(presenter)
    assert presenter.screen.first_focus().hasFocus()
    panel = presenter.screen.findChild(ErrorPanel)
    presenter.refresh()  # nobody is thrown off its button every few seconds
    settled(presenter)
    assert presenter.screen.findChild(ErrorPanel) is panel
    press(presenter, Key.Key_F6)
    write("of the next")
    press(presenter, Key.Key_Return)
    with place.store.view() as unit:
        assert [(d.item, d.by) for d in unit.decisions()] == [(case.current, "西")]


def test_a_reason_begun_waits_until_its_thing_is_at_hand_again(
    place: Office, shown: Callable[[Presenter], Presenter]
) -> None:
    place.commit(protection=Protection.YES)
    presenter = ReviewPresenter(place, SUPERVISOR)
    shown(presenter)
    first = presenter.screen.written[0]
    press(presenter, Key.Key_A)
    write("begun")
    press(presenter, Key.Key_Escape)
    press(presenter, Key.Key_2)
    assert presenter.screen.written[1] == ""
    press(presenter, Key.Key_1)
    assert presenter.screen.written == (first, "begun")
    other = place.review("西")
    other.decide(next(i for i in other.waiting() if i.id == first), Verdict.STOP, "not yet")
    press(presenter, Key.Key_F5)
    settled(presenter)
    assert presenter.screen.written[0] != first
    assert presenter.screen.written[1] == ""
    assert "「begun」" in banner(presenter)


def test_a_row_that_is_gone_leaves_when_the_supervisor_reads_anew(
    place: Office, shown: Callable[[Presenter], Presenter]
) -> None:
    place.commit()
    commitment = place.commitment("C1")
    desk = place.desk(CHILDREN)
    desk.promise(commitment, date(2026, 4, 20))
    desk.prepare_refusal(commitment, "not entitled", "2026-0124")
    presenter = ReviewPresenter(place, SUPERVISOR)
    shown(presenter)
    other = place.review("西")
    other.decide(other.waiting()[0], Verdict.STOP, "too thin")
    presenter.refresh()
    settled(presenter)
    assert [row.title for row in presenter.screen.rows()] == ["却下の通知を出す前"]
    press(presenter, Key.Key_F5)
    settled(presenter)
    assert presenter.screen.rows() == ()


def test_the_other_places_of_the_supervisor_fill_when_they_are_read(
    place: Office, shown: Callable[[Presenter], Presenter]
) -> None:
    reception = place.commit()
    presenter = ReviewPresenter(place, SUPERVISOR)
    shown(presenter)
    for key in (Key.Key_2, Key.Key_3, Key.Key_4):
        QTest.keyClick(presenter.window, key, Qt.KeyboardModifier.AltModifier)
        settled(presenter)
    assert presenter.day.shown.tiles[0].figure == "1"
    assert [row.id for row in presenter.find.screen.rows()] == [reception.id]
    log = presenter.log.screen.view
    assert log is not None
    with place.store.view() as unit:
        assert log.sub == f"{unit.audit_count():,}件・新しい順"
        assert len(log.rows) == unit.audit_count()


# --- the department -----------------------------------------------------------------------------


def unpromised(
    place: Office, shown: Callable[[Presenter], Presenter]
) -> tuple[DeskPresenter, DeskView]:
    """The desk with what nobody has promised yet (Alt+4), and what it shows."""
    presenter = DeskPresenter(place, CHILDREN)
    shown(presenter)
    QTest.keyClick(presenter.window, Key.Key_4, Qt.KeyboardModifier.AltModifier)
    settled(presenter)
    view = presenter.screen.view
    assert view is not None
    return presenter, view


def test_a_task_another_officer_took_stays_under_the_key_until_the_officer_moves_on(
    place: Office, shown: Callable[[Presenter], Presenter]
) -> None:
    place.commit()
    presenter, before = unpromised(place, shown)
    mine, *others = (row.key for row in presenter.screen.rows())
    assert before.selected == mine
    place.desk(Officer("西", "dept.children")).promise(mine, date(2026, 4, 20))
    presenter.refresh()
    settled(presenter)
    presenter.screen.first_focus().setFocus()
    press(presenter, Key.Key_P)
    settled(presenter)
    view = presenter.screen.view
    assert view is not None
    assert view.selected == mine
    with place.store.view() as unit:
        phases = {c.id: c.state.phase for c in unit.commitments(ids=(mine, *others))}
    assert phases == {mine: Phase.PROMISED} | dict.fromkeys(others, Phase.REQUESTED)
    QTest.keyClick(presenter.window, Key.Key_4, Qt.KeyboardModifier.AltModifier)
    settled(presenter)
    assert [row.key for row in presenter.screen.rows()] == others


def test_a_search_is_shown_for_the_last_letter_typed(
    place: Office, shown: Callable[[Presenter], Presenter]
) -> None:
    first, second = place.commit(), place.commit()
    presenter = DeskPresenter(place, CHILDREN)
    shown(presenter)
    QTest.keyClick(presenter.window, Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    write(second.number)
    settled(presenter)
    with place.store.view() as unit:
        wanted = {c.id for c in unit.commitments(reception_id=second.id, executor="dept.children")}
    assert first.number != second.number
    assert {row.key for row in presenter.screen.rows()} == wanted


def test_no_more_than_the_first_tasks_are_listed_and_all_are_counted(
    place: Office,
    shown: Callable[[Presenter], Presenter],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    place.commit()
    everything = len(place.desk(CHILDREN).heads())
    monkeypatch.setattr("ui.desk.task_list.MOST_TASKS", 2)
    presenter = DeskPresenter(place, CHILDREN)
    shown(presenter)
    view = presenter.screen.view
    assert view is not None
    assert everything > 2
    assert len(presenter.screen.rows()) == 2
    assert view.sub == f"{everything}件・おくれと期限の順・はじめの 2件"
    heads = grouping.listed(place.desk(CHILDREN).heads(), grouping.ALL, searching=False)
    assert [row.key for row in presenter.screen.rows()] == [head.id for head in heads[:2]]


def test_a_reason_begun_at_the_desk_is_kept_or_told_and_no_key_falls_on_what_came_instead(
    place: Office, shown: Callable[[Presenter], Presenter]
) -> None:
    place.commit()
    presenter, view = unpromised(place, shown)
    mine = view.selected
    QTest.keyClick(presenter.window, Key.Key_B, Qt.KeyboardModifier.AltModifier)
    write("missing copy")
    press(presenter, Key.Key_Escape)
    press(presenter, Key.Key_Down)
    press(presenter, Key.Key_Up)
    QTest.keyClick(presenter.window, Key.Key_B, Qt.KeyboardModifier.AltModifier)
    assert presenter.screen.decision.reason_begun == "missing copy"
    place.desk(Officer("西", "dept.children")).promise(mine, date(2026, 4, 20))
    presenter.refresh()
    settled(presenter)
    assert presenter.screen.problem_code == "COMMITMENT_ACT_NOT_ALLOWED"
    assert "書いていた理由：「missing copy」" in banner(presenter)
    assert presenter.screen.first_focus().hasFocus()
    hints = presenter.screen.keys()
    assert [hint.key for hint in hints] == ["F1", "↑↓"]
    with place.store.view() as unit:
        assert unit.commitment(mine).state.phase is Phase.PROMISED
