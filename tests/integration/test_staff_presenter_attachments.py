"""The papers of a reception on step 4: told by keys alone, shown in the row, undone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from counter_app.model.people import Source
from counter_app.model.reception import Step
from counter_app.paperwork.steps_ahead import steps_ahead
from counter_app.paperwork.tasks import planned_tasks
from tests.staff_presenter_kit import ALT, CTRL, Counter, Key, sandbox_counter
from ui.staff.work_views import ProceduresView


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    with sandbox_counter(tmp_path) as made:
        made.received()
        made.go_on(Step.HOUSEHOLD)
        made.press(Key.Key_Y, ALT)
        made.go_on(Step.INTERVIEW)
        made.interview()
        made.go_on(Step.PROCEDURES)
        yield made


def shown(counter: Counter) -> ProceduresView:
    view = counter.staff.procedures.screen._view
    assert view is not None
    return view


def to(counter: Counter, procedure: str) -> None:
    """↓ to the row of a procedure."""
    for _ in range(len(shown(counter).rows)):
        if shown(counter).selected.startswith(f"{procedure}|"):
            return
        counter.press(Key.Key_Down)
    raise AssertionError(f"no row {procedure}")


def papers(counter: Counter, procedure: str) -> str:
    return next(r.papers for r in shown(counter).rows if r.id.startswith(f"{procedure}|"))


def brought(counter: Counter) -> str:
    """What the resident is told to bring."""
    case = counter.session.case
    assert case is not None
    return "・".join(step.bring for step in steps_ahead(case, ()))


def told(counter: Counter, procedure: str) -> list[str]:
    """What the department is told of the papers."""
    case = counter.session.case
    assert case is not None
    task = next(t for t in planned_tasks(case, ()) if t.procedure_id == procedure)
    return [words for label, words in task.fields if label == "添付"]


def test_a_paper_that_is_handed_in_leaves_the_list_of_what_to_bring(counter: Counter) -> None:
    waiting = shown(counter).sub
    assert "負担区分等証明書" in brought(counter)
    to(counter, "B13")
    counter.press(Key.Key_P, ALT)
    counter.press(Key.Key_1)
    assert papers(counter, "B13") == "紙で受取済"
    assert "負担区分等証明書" not in brought(counter)
    assert told(counter, "B13") == ["負担区分等証明書\u3000紙で受取済"]
    assert shown(counter).sub != waiting
    assert counter.is_stored()
    [answer] = [a for a in counter.reception.answers if a.fact == "attachments_handed_in"]
    assert answer.source is Source.PAPER
    counter.press(Key.Key_Z, CTRL)
    assert "負担区分等証明書" in brought(counter)
    assert shown(counter).sub == waiting


def test_an_inquiry_goes_from_paper_to_received_and_back_to_waiting(counter: Counter) -> None:
    to(counter, "B16")
    assert papers(counter, "B16") == "照会済・結果待ち"
    assert "受給資格証明書" not in brought(counter)
    counter.press(Key.Key_P, ALT)
    counter.press(Key.Key_3)
    assert "受給資格証明書" in brought(counter)
    assert told(counter, "B16") == ["受給資格証明書\u3000紙で待ち"]
    counter.press(Key.Key_2)  # the focus stayed at the paper
    assert papers(counter, "B16") == "取得済"
    assert told(counter, "B16") == ["受給資格証明書\u3000取得済"]
    counter.press(Key.Key_0)
    assert papers(counter, "B16") == "照会済・結果待ち"
    assert counter.is_stored()


def test_records_of_papers_are_no_answers_and_hold_nothing_up(counter: Counter) -> None:
    before = counter.staff._rail
    to(counter, "B16")
    counter.press(Key.Key_P, ALT)
    counter.press(Key.Key_2)
    assert counter.staff._rail is not None
    assert before is not None
    assert counter.staff._rail.steps == before.steps
    assert shown(counter).can_go_on
    counter.go_on(Step.DOCUMENTS)
