"""The supervisor's window on a real store: refusals are performed or sent back, by keys alone."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from counter_app.desk import Officer
from counter_app.failures import CounterError, FailureCode
from counter_app.model.commitment import Decision, Phase
from counter_app.model.document import DocumentState
from counter_app.model.reception import Protection
from counter_app.paperwork.residents_notices import LATE
from counter_app.review import Review
from tests.desk_kit import CLERK, MORNING, OFFICER, SUPERVISOR, Office, office
from tests.review_desk_hands import press, settled, write
from tests.review_desk_kit import refusal_prepared, supervisor_windows, titles
from ui.review.presenter import ReviewPresenter
from ui.review.story_words import StoryWords

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


def test_a_refusal_is_performed_with_its_notice_when_the_supervisor_gives_a_reason(
    place: Office, at_work: Callable[..., ReviewPresenter]
) -> None:
    commitment_id = refusal_prepared(place)
    presenter = at_work(SUPERVISOR)
    assert titles(presenter) == ["却下の通知を出す前"]
    settled(presenter)
    case = presenter.screen.case
    assert case is not None
    notice = case.notice
    assert notice is not None
    assert notice.title == "児童手当認定請求却下通知書"
    assert len(notice.pages) == 1

    press(presenter, Key.Key_A)
    write("reason and notice read")
    press(presenter, Key.Key_Return)
    settled(presenter)

    assert titles(presenter) == []
    with place.store.view() as unit:
        commitment = unit.commitment(commitment_id)
        documents = unit.documents(commitment.reception_id)
        decision = unit.decisions()[-1]
        assert unit.proposals() == ()
    assert commitment.state.phase is Phase.DECLARED
    assert commitment.acts[-1].content.decision is Decision.REFUSED
    assert commitment.acts[-1].by == OFFICER
    assert (decision.verdict, decision.reason) == ("allow", "reason and notice read")
    issued = [d for d in documents if d.form_id == "C1-refused"]
    assert [d.state for d in issued] == [DocumentState.SEALED]


def test_a_late_filing_goes_to_the_court_and_nobody_speaks_of_a_refusal(
    place: Office, at_work: Callable[..., ReviewPresenter]
) -> None:
    place.now = MORNING.replace(day=24)
    place.commit(filed_on=date(2026, 4, 24))
    commitment_id = place.commitment("A14")
    with place.store.view() as unit:
        department = unit.commitment(commitment_id).executor
    desk = place.desk(Officer(OFFICER, department))
    desk.promise(commitment_id, date(2026, 4, 30))
    desk.prepare_refusal(commitment_id, "仕事が休めなかったため。", "2026-0001")
    presenter = at_work(SUPERVISOR)
    settled(presenter)
    assert titles(presenter)[0] == "簡易裁判所への通知を出す前"
    view = presenter.screen.view
    assert view is not None
    assert view.case is not None
    assert view.case.notice is not None
    assert len(view.case.notice.pages) == 1
    assert "却下" not in repr(view)

    press(presenter, Key.Key_A)
    assert "「通知を認める」" in presenter.screen.reason_error
    write("heard and read")
    press(presenter, Key.Key_Return)
    settled(presenter)

    with place.store.view() as unit:
        commitment = unit.commitment(commitment_id)
        said = [e.what for e in unit.audit_entries(case=commitment.reception_id)]
        forms = [d.form_id for d in unit.documents(commitment.reception_id)]
    assert commitment.acts[-1].content.decision is Decision.REFUSED
    assert {"desk.prepare_court_notice", "review.allow.court_notice"} <= set(said)
    assert LATE in forms
    told = place.review(SUPERVISOR).story(commitment.reception_id)
    tabs = StoryWords(place.town, place.now).tabs(told, (), hidden=False)
    assert "却下" not in repr(tabs)


def test_without_a_reason_nothing_is_decided_and_the_reason_is_asked_for(
    place: Office, at_work: Callable[..., ReviewPresenter]
) -> None:
    refusal_prepared(place)
    presenter = at_work(SUPERVISOR)
    press(presenter, Key.Key_A)
    assert presenter.screen.reason_error.startswith("「却下を認める」の理由を書いて")
    press(presenter, Key.Key_Return)
    settled(presenter)
    with place.store.view() as unit:
        assert unit.decisions() == ()
        assert len(unit.proposals()) == 1


def test_a_refusal_sent_back_leaves_the_application_open(
    place: Office, at_work: Callable[..., ReviewPresenter]
) -> None:
    commitment_id = refusal_prepared(place)
    presenter = at_work(SUPERVISOR)
    press(presenter, Key.Key_F6)
    write("the reason is too thin")
    press(presenter, Key.Key_Escape)
    press(presenter, Key.Key_S)
    settled(presenter)
    with place.store.view() as unit:
        assert unit.commitment(commitment_id).state.phase is Phase.PROMISED
        assert unit.proposals() == ()
    assert titles(presenter) == []


def test_the_clerk_of_a_case_cannot_decide_it(
    place: Office, at_work: Callable[..., ReviewPresenter]
) -> None:
    refusal_prepared(place)
    presenter = at_work(CLERK)
    settled(presenter)
    case = presenter.screen.case
    assert case is not None
    assert "あなたの担当です" in case.may.text
    press(presenter, Key.Key_A)
    assert presenter.screen.reason_error == ""
    with place.store.view() as unit:
        assert unit.decisions() == ()


def test_opening_a_case_is_recorded_once_and_stands_in_its_story(
    place: Office, at_work: Callable[..., ReviewPresenter]
) -> None:
    refusal_prepared(place)
    presenter = at_work(SUPERVISOR)
    settled(presenter)
    presenter.refresh()
    presenter.refresh()
    with place.store.view() as unit:
        looks = [e for e in unit.audit_entries() if e.what == "case.view"]
    assert [e.who for e in looks] == [SUPERVISOR]
    case = presenter.screen.case
    assert case is not None
    seen = next(tab for tab in case.story if tab.title == "見た人")
    assert [row.who for row in seen.rows] == [f"{SUPERVISOR}・監督者"]
    press(presenter, Key.Key_H)
    write("on hold, and still open")
    press(presenter, Key.Key_Return)
    with place.store.view() as unit:
        told = [e.what for e in unit.audit_entries() if e.who == SUPERVISOR]
    assert told == ["case.view", "review.hold.proposal"]


def test_a_filter_takes_its_kind_out_of_the_queue(
    place: Office, at_work: Callable[..., ReviewPresenter]
) -> None:
    refusal_prepared(place)
    place.now = MORNING
    place.commit(protection=Protection.YES)
    presenter = at_work(SUPERVISOR)
    assert len(titles(presenter)) == 2
    presenter.window.filters.box("declined").click()
    assert [title[:7] for title in titles(presenter)] == ["支援措置の解除"]


def test_two_windows_do_not_decide_the_same_thing_twice(
    place: Office, at_work: Callable[..., ReviewPresenter]
) -> None:
    refusal_prepared(place)
    other = at_work("西")
    settled(other)
    mine = at_work(SUPERVISOR)
    settled(mine)
    press(mine, Key.Key_S)
    write("too thin")
    press(mine, Key.Key_Return)
    assert titles(mine) == []
    other.window.activateWindow()
    assert QTest.qWaitForWindowActive(other.window, 60_000)
    other.screen.first_focus().setFocus()
    press(other, Key.Key_A)
    write("read")
    press(other, Key.Key_Return)
    assert other.screen.problem_code == "REVIEW_ITEM_GONE"
    assert titles(other) == []
    with place.store.view() as unit:
        assert [d.by for d in unit.decisions()] == [SUPERVISOR]


def test_f1_opens_the_page_of_every_place(
    place: Office, at_work: Callable[..., ReviewPresenter]
) -> None:
    presenter = at_work(SUPERVISOR)
    for key, words in (
        (Key.Key_1, "害の大きさと残り時間の順"),
        (Key.Key_2, "1日の受付"),
        (Key.Key_3, "受付番号・時刻・氏名で受付を探し"),
        (Key.Key_4, "書き換えや抜けなくつながっているか"),
    ):
        press(presenter, key, ALT)
        press(presenter, Key.Key_F1)
        assert presenter.handbook.is_open
        assert words in presenter.handbook.shown_text
        press(presenter, Key.Key_Escape)
        assert not presenter.handbook.is_open


def test_a_look_that_cannot_be_recorded_tells_no_story(
    place: Office, at_work: Callable[..., ReviewPresenter], monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object, **__: object) -> None:
        raise CounterError(FailureCode.DATABASE_BUSY)

    refusal_prepared(place)
    monkeypatch.setattr(Review, "story", busy)
    presenter = at_work(SUPERVISOR)
    settled(presenter)
    assert presenter.screen.problem_code == "DATABASE_BUSY"
    case = presenter.screen.case
    assert case is not None
    assert case.story == ()
