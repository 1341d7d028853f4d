"""An officer writes class, period and content of a decision by keys; the notice says them."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from counter_app.desk import Officer
from counter_app.model.commitment import Decision, Phase
from counter_app.model.document import DocumentState
from counter_app.ports import StoredDocument
from tests.desk_kit import OFFICER, SUPERVISOR, Office, office
from tests.review_desk_hands import press, settled, to_front, write
from tests.review_desk_kit import DECISION_DAY, department_windows, stored
from ui.desk.presenter import DeskPresenter
from ui.desk.views import DecideView, Panel
from ui.review.presenter import ReviewPresenter

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def place(application: QApplication, tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path) as made:
        yield made


@pytest.fixture
def at_desk(place: Office) -> Iterator[Callable[[str], DeskPresenter]]:
    """Opens the window of the department that has a promised task, with the task selected."""
    with department_windows(place) as opens:

        def open_window(procedure: str) -> DeskPresenter:
            officer = Officer(OFFICER, stored(place, procedure).executor)
            place.desk(officer).promise(place.commitment(procedure), date(2026, 4, 20))
            place.now = DECISION_DAY
            return opens(officer, procedure)

        yield open_window


def notices(place: Office, procedure: str, form: str) -> list[StoredDocument]:
    with place.store.view() as unit:
        documents = unit.documents(stored(place, procedure).reception_id)
    return [d for d in documents if d.form_id == form]


def text_of(document: StoredDocument) -> str:
    pages = pdfium.PdfDocument(document.sealed or document.pdf)
    text = "".join(page.get_textpage().get_text_range() for page in pages)
    pages.close()
    return "".join(text.split())


def deciding(presenter: DeskPresenter) -> DecideView:
    task = presenter.screen.task.view
    assert task is not None
    assert task.decide is not None
    return task.decide


def again(presenter: DeskPresenter, words: str) -> None:
    """Write over what stands in the field."""
    press(presenter, Key.Key_A, CTRL)
    press(presenter, Key.Key_Delete)
    write(words)


def test_the_period_the_case_tells_stands_there_and_the_notice_says_what_is_written(
    place: Office, at_desk: Callable[[str], DeskPresenter]
) -> None:
    place.commit()
    presenter = at_desk("C14")
    terms = deciding(presenter).terms
    assert (terms.first, terms.last) == (date(2026, 4, 3), date(2029, 3, 31))
    assert terms.category == "施設等利用給付認定第1号"
    press(presenter, Key.Key_Return)
    press(presenter, Key.Key_Tab)  # the class
    press(presenter, Key.Key_Down)
    press(presenter, Key.Key_Tab)  # the first day
    again(presenter, "R8.4.6")
    press(presenter, Key.Key_Tab)  # the last
    again(presenter, "2027-03-31")
    press(presenter, Key.Key_Tab)  # the content
    write("fees up to the legal amount")
    press(presenter, Key.Key_N, ALT)
    settled(presenter)
    shown = presenter.screen.view
    assert shown is not None
    assert shown.pages is not None
    assert shown.pages.title == "施設等利用給付認定通知書"
    assert stored(place, "C14").state.phase is Phase.PROMISED, "a look decides nothing"
    press(presenter, Key.Key_Escape)
    press(presenter, Key.Key_F8)
    settled(presenter)

    content = stored(place, "C14").acts[-1].content
    assert content.decision is Decision.GRANTED
    assert dict(content.details) == {
        "category": "施設等利用給付認定第2号",
        "period_from": "2026-04-06",
        "period_to": "2027-03-31",
        "content": "fees up to the legal amount",
    }
    (notice,) = notices(place, "C14", "C14-granted")
    assert notice.state is DocumentState.PRINTED
    assert len(tuple(place.settings.prints.glob("*.pdf"))) == 1
    text = text_of(notice)
    for words in ("第2号", "令和8年4月6日から令和9年3月31日まで", "feesuptothelegalamount"):
        assert words in text
    task = presenter.screen.task.view
    assert task is not None
    assert task.panel is Panel.TOLD
    assert "令和8年4月6日から令和9年3月31日まで" in task.told


def test_a_period_that_cannot_be_is_said_at_its_field_and_decides_nothing(
    place: Office, at_desk: Callable[[str], DeskPresenter]
) -> None:
    place.commit()
    presenter = at_desk("C14")
    press(presenter, Key.Key_Return)
    press(presenter, Key.Key_Tab)
    press(presenter, Key.Key_Tab)
    again(presenter, "2026-03-27")  # the day before the family moved in
    press(presenter, Key.Key_F8)
    first = QApplication.focusWidget()
    assert first is not None
    assert first.accessibleDescription() == "住み始めた日（令和8年3月28日）より前です"
    assert stored(place, "C14").state.phase is Phase.PROMISED
    again(presenter, "2026-04-03")
    press(presenter, Key.Key_F8)
    content = QApplication.focusWidget()
    assert content is not None
    assert content.accessibleDescription() == "内容を書いてください"
    write("fees")
    press(presenter, Key.Key_Return)  # Enter in the content is the primary
    settled(presenter)
    assert stored(place, "C14").state.phase is Phase.DECLARED


def test_another_task_begins_with_fields_of_its_own(
    place: Office, at_desk: Callable[[str], DeskPresenter]
) -> None:
    place.commit()
    presenter = at_desk("C14")
    assert presenter.screen.decision.terms.isVisible()
    press(presenter, Key.Key_2)
    assert not presenter.screen.decision.terms.isVisible(), "a refusal has no period"
    press(presenter, Key.Key_Escape)
    press(presenter, Key.Key_Up)
    settled(presenter)
    assert presenter.screen.decision.terms.asked is None


def test_a_decision_without_a_form_of_its_own_prints_the_general_one(
    place: Office, at_desk: Callable[[str], DeskPresenter]
) -> None:
    place.commit()
    presenter = at_desk("B16")
    assert presenter.screen.view is not None
    assert presenter.screen.view.primary == "決定を通知する"
    press(presenter, Key.Key_Return)
    press(presenter, Key.Key_Tab)
    again(presenter, "R8.4.3")
    press(presenter, Key.Key_Tab)
    press(presenter, Key.Key_Tab)
    write("level 2")
    press(presenter, Key.Key_F8)
    settled(presenter)
    (notice,) = notices(place, "B16", "granted")
    assert notice.state is DocumentState.PRINTED
    text = text_of(notice)
    assert "令和8年4月3日から" in text
    assert "まで" not in text.partition("令和8年4月3日から")[2][:5]


def test_the_court_is_told_of_a_late_filing_when_the_supervisor_agrees(
    place: Office, at_desk: Callable[[str], DeskPresenter]
) -> None:
    place.commit(example="h10")
    presenter = at_desk("A14")
    assert deciding(presenter).words.refused == "裁判所へ"
    press(presenter, Key.Key_2)
    write("work left no time")
    press(presenter, Key.Key_F8)
    settled(presenter)
    assert notices(place, "A14", "A14-court") == []
    task = presenter.screen.task.view
    assert task is not None
    assert task.told[0] == "簡易裁判所への通知の案を出しました。"

    supervisor = ReviewPresenter(place, SUPERVISOR)
    to_front(supervisor)
    supervisor.screen.first_focus().setFocus()
    press(supervisor, Key.Key_A)
    write("agreed")
    press(supervisor, Key.Key_Return)
    settled(supervisor)
    supervisor.close()
    (letter,) = notices(place, "A14", "A14-court")
    assert "workleftnotime" in text_of(letter)
    presenter.refresh()
    settled(presenter)
    presenter.window.activateWindow()
    assert QTest.qWaitForWindowActive(presenter.window, 60_000)
    presenter.screen.first_focus().setFocus()
    press(presenter, Key.Key_F8)
    settled(presenter)
    assert [d.state for d in notices(place, "A14", "A14-court")] == [DocumentState.PRINTED]
