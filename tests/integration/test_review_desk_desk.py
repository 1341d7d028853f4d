"""A department's window on a real store: promised, decided, printed and sent back by keys alone."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from counter_app.failures import CounterError, FailureCode
from counter_app.intake import Terminal
from counter_app.model.commitment import Act, ActContent, Decision, Phase
from counter_app.model.document import DocumentState
from counter_app.ports import PrintOutcome
from tests.desk_kit import CLERK, OFFICER, SUPERVISOR, Office, office
from tests.review_desk_hands import press, settled, to_front, write
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
from ui.review.presenter import ReviewPresenter

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier


class Jammed:
    """A printer that cannot be reached."""

    keeps_files = False

    def print(self, pdf: bytes, job_name: str) -> PrintOutcome:
        raise CounterError(FailureCode.PRINTER_UNREACHABLE)


@pytest.fixture
def place(application: QApplication, tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path) as made:
        yield made


@pytest.fixture
def at_desk(place: Office) -> Iterator[Callable[[str], DeskPresenter]]:
    with department_windows(place) as opens:
        yield partial(opens, CHILDREN)


def test_p_promises_with_the_day_that_stands_in_the_panel(
    place: Office, at_desk: Callable[[str], DeskPresenter]
) -> None:
    place.commit()
    presenter = at_desk("C1")
    press(presenter, Key.Key_P)
    commitment = stored(place, "C1")
    assert commitment.state.phase is Phase.PROMISED
    assert commitment.acts[-1].content.expected_on == date(2026, 4, 17)
    assert selected(presenter) == commitment.id


def test_another_day_can_be_written_for_the_promise(
    place: Office, at_desk: Callable[[str], DeskPresenter]
) -> None:
    place.commit()
    presenter = at_desk("C1")
    press(presenter, Key.Key_Return)
    press(presenter, Key.Key_A, CTRL)
    write("R8.4.20")
    press(presenter, Key.Key_F8)
    assert stored(place, "C1").acts[-1].content.expected_on == date(2026, 4, 20)


def test_granting_tells_the_amount_and_makes_the_notice(
    place: Office, at_desk: Callable[[str], DeskPresenter]
) -> None:
    promised(place)
    presenter = at_desk("C1")
    task = presenter.screen.task.view
    assert task is not None
    assert task.decide is not None
    assert (task.decide.starts, task.decide.amount) == ("令和8年4月", "20,000円")
    assert "10,000円 × 2人" in task.decide.reasoning

    press(presenter, Key.Key_Return)
    press(presenter, Key.Key_A, CTRL)
    write("2026-0123")
    press(presenter, Key.Key_F8)
    settled(presenter)

    commitment = stored(place, "C1")
    content = commitment.acts[-1].content
    assert commitment.state.phase is Phase.DECLARED
    assert (content.decision, content.reference) == (Decision.GRANTED, "2026-0123")
    assert dict(content.details)["amount"] == "20,000円"
    notices = [d for d in documents(place) if d.form_id == "C1-granted"]
    assert [d.state for d in notices] == [DocumentState.PRINTED]
    assert len(tuple(place.settings.prints.glob("*.pdf"))) == 1
    shown = presenter.screen.view
    assert shown is not None
    assert shown.pages is not None
    assert shown.pages.title == "児童手当認定通知書"
    press(presenter, Key.Key_Escape)
    assert presenter.screen.view is not None
    assert presenter.screen.view.pages is None
    assert selected(presenter) == commitment.id


def test_a_notice_is_printed_again_only_for_a_reason_that_is_recorded(
    place: Office, at_desk: Callable[[str], DeskPresenter]
) -> None:
    promised(place)
    presenter = at_desk("C1")
    press(presenter, Key.Key_Return)
    press(presenter, Key.Key_F8)
    settled(presenter)
    press(presenter, Key.Key_Escape)
    settled(presenter)
    press(presenter, Key.Key_F8)
    settled(presenter)
    assert len(tuple(place.settings.prints.glob("*.pdf"))) == 1, "no reason, no second paper"
    press(presenter, Key.Key_2)
    press(presenter, Key.Key_F8)
    settled(presenter)
    assert len(tuple(place.settings.prints.glob("*.pdf"))) == 2
    notice = next(d for d in documents(place) if d.form_id == "C1-granted")
    with place.store.view() as unit:
        owed = [look.entry for look in unit.owed_looks()]
    assert [(e.what, e.who, e.reason, e.fields) for e in owed] == [
        ("document.reprint", OFFICER, "汚損", (notice.number,))
    ]


def test_a_number_is_asked_for_before_anything_is_decided(
    place: Office, at_desk: Callable[[str], DeskPresenter]
) -> None:
    promised(place)
    presenter = at_desk("C1")
    press(presenter, Key.Key_Return)
    press(presenter, Key.Key_A, CTRL)
    press(presenter, Key.Key_Delete)
    press(presenter, Key.Key_F8)
    assert presenter.screen.decision.reference.error == "番号を入れてください"
    assert stored(place, "C1").state.phase is Phase.PROMISED


def test_a_refusal_waits_for_the_supervisor_who_performs_it_with_a_reason(
    place: Office, at_desk: Callable[[str], DeskPresenter]
) -> None:
    promised(place)
    presenter = at_desk("C1")
    press(presenter, Key.Key_2)
    write("the father is the recipient already")
    press(presenter, Key.Key_F8)
    settled(presenter)
    assert stored(place, "C1").state.phase is Phase.PROMISED
    task = presenter.screen.task.view
    assert task is not None
    assert task.panel is Panel.TOLD
    assert "却下の案を出しました。" in task.told
    assert [d for d in documents(place) if d.form_id == "C1-refused"] == []

    supervisor = ReviewPresenter(place, SUPERVISOR)
    to_front(supervisor)
    supervisor.screen.first_focus().setFocus()
    assert supervisor.screen.rows()[0].title == "却下の通知を出す前"
    press(supervisor, Key.Key_A)
    write("reason and notice read")
    press(supervisor, Key.Key_Return)
    settled(supervisor)
    supervisor.close()

    commitment = stored(place, "C1")
    assert commitment.acts[-1].content.decision is Decision.REFUSED
    assert len([d for d in documents(place) if d.form_id == "C1-refused"]) == 1
    presenter.refresh()
    settled(presenter)
    told = presenter.screen.task.view
    assert told is not None
    assert told.told[0] == "4/20 に却下を知らせました。"
    assert told.notice is not None
    assert told.notice.title == "児童手当認定請求却下通知書"
    shown = presenter.screen.view
    assert shown is not None
    assert shown.primary == "通知書を印刷する"
    presenter.window.activateWindow()
    assert QTest.qWaitForWindowActive(presenter.window, 60_000)
    presenter.screen.first_focus().setFocus()
    press(presenter, Key.Key_F8)
    settled(presenter)
    refusals = [d for d in documents(place) if d.form_id == "C1-refused"]
    assert [d.state for d in refusals] == [DocumentState.PRINTED]


def test_a_printer_out_of_reach_keeps_the_notice_and_the_next_try_prints_it(
    place: Office, at_desk: Callable[[str], DeskPresenter]
) -> None:
    promised(place)
    presenter = at_desk("C1")
    queue, place.printer = place.printer, Jammed()
    press(presenter, Key.Key_Return)
    press(presenter, Key.Key_F8)
    settled(presenter)
    assert presenter.screen.problem_code == FailureCode.PRINTER_UNREACHABLE.value
    assert [d.state for d in documents(place) if d.form_id == "C1-granted"] == [
        DocumentState.SEALED
    ]
    place.printer = queue
    press(presenter, Key.Key_Return)
    settled(presenter)
    assert [d.state for d in documents(place) if d.form_id == "C1-granted"] == [
        DocumentState.PRINTED
    ]


def test_sending_back_needs_a_reason(
    place: Office, at_desk: Callable[[str], DeskPresenter]
) -> None:
    place.commit()
    presenter = at_desk("C4")
    press(presenter, Key.Key_B, ALT)
    press(presenter, Key.Key_F8)
    assert presenter.screen.decision.returned.error == "理由を書いてください"
    write("a page is missing")
    press(presenter, Key.Key_Return)
    commitment = stored(place, "C4")
    assert commitment.state.phase is Phase.DECLINED
    assert commitment.acts[-1].content.reason == "a page is missing"


def test_the_application_is_shown_page_by_page_and_the_look_is_recorded(
    place: Office, at_desk: Callable[[str], DeskPresenter]
) -> None:
    place.commit()
    presenter = at_desk("C1")
    press(presenter, Key.Key_O, ALT)
    settled(presenter)
    view = presenter.screen.view
    assert view is not None
    assert view.pages is not None
    assert view.pages.title == "児童手当 認定請求書"
    commitment = stored(place, "C1")
    with place.store.view() as unit:
        looks = unit.audit_entries(case=commitment.reception_id)
    assert [(e.who, e.fields) for e in looks if e.what == "desk.papers"] == [
        (OFFICER, commitment.sheets)
    ]


def test_a_withdrawal_is_answered_with_a_reason(
    place: Office, at_desk: Callable[[str], DeskPresenter]
) -> None:
    place.commit()
    dispatch = place.dispatch(Terminal(CLERK, "窓口2"))
    dispatch.perform(place.commitment("C4"), Act.REVOKE_REQUEST, ActContent(reason="moved on"))
    presenter = at_desk("C4")
    task = presenter.screen.task.view
    assert task is not None
    assert task.panel is Panel.ANSWER
    press(presenter, Key.Key_1)
    write("withdrawn by the family")
    press(presenter, Key.Key_Return)
    assert stored(place, "C4").acts[-1].act is Act.ALLOW


def test_the_desk_shows_the_fields_of_the_procedure_and_no_more(
    place: Office, at_desk: Callable[[str], DeskPresenter]
) -> None:
    place.commit()
    presenter = at_desk("C14")
    task = presenter.screen.task.view
    assert task is not None
    commitment = stored(place, "C14")
    assert [f.label for f in task.fields] == list(dict(commitment.fields))
    assert "シヅ" not in repr(presenter.screen.view)


def test_a_link_code_or_a_number_finds_its_tasks(
    place: Office, at_desk: Callable[[str], DeskPresenter]
) -> None:
    first = place.commit()
    place.now = DECISION_DAY
    place.commit()
    presenter = at_desk("C1")
    every = len(presenter.screen.rows())
    press(presenter, Key.Key_F, CTRL)
    write(first.number)
    found = presenter.screen.rows()
    assert 0 < len(found) < every
    field = presenter.screen.search_field()
    full_width = first.number.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    field.setText(full_width)  # as an input method leaves it
    field.textEdited.emit(full_width)
    assert presenter.screen.rows() == found
    field.selectAll()
    write("no such")
    view = presenter.screen.view
    assert view is not None
    assert view.empty.startswith("見つかりません")
    press(presenter, Key.Key_Escape)
    assert len(presenter.screen.rows()) == every


def test_f1_opens_the_page_of_the_desk(
    place: Office, at_desk: Callable[[str], DeskPresenter]
) -> None:
    place.commit()
    presenter = at_desk("C1")
    press(presenter, Key.Key_F1)
    assert "窓口から届いた依頼" in presenter.handbook.shown_text
    press(presenter, Key.Key_P)
    assert stored(place, "C1").state.phase is Phase.REQUESTED, "keys are not for the list below"
    press(presenter, Key.Key_Escape)
    press(presenter, Key.Key_P)
    assert stored(place, "C1").state.phase is Phase.PROMISED
