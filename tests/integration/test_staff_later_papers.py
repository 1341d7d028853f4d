"""後日の紙 by keys alone: the resident is back with 受付票, the paper is marked, the desk knows."""

from collections.abc import Iterator

import pytest

from counter_app.desk import Officer
from counter_app.model.attachment import AttachmentState, AwaitedPaper
from counter_app.model.document import DocumentState
from counter_app.model.reception import Reception, ReceptionState
from counter_app.paperwork.tasks import planned_tasks
from tests.reception_kit import interviewed, taken_in
from tests.staff_presenter_kit import ALT, CLERK, Counter, Key, sandbox_counter, to_focus
from ui.desk import words as desk_words
from ui.desk.row_words import groups
from ui.staff.later_papers import LaterPapersPanel
from ui.staff.work_views import DispatchView

SHARE = "B13/負担区分等証明書"


@pytest.fixture(scope="module")
def counter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    """A week after the visit: the household went home with 受付票, and papers are awaited."""
    with sandbox_counter(tmp_path_factory.mktemp("later")) as made:
        place = made.place
        intake = place.intake(CLERK)
        visit, _ = interviewed(made.sandbox, intake, taken_in(made.sandbox, intake))
        dispatch = place.dispatch(CLERK)
        visit = dispatch.commit(visit, planned_tasks(place.case(visit), ()))
        made.session.take(visit)
        made.session.go_to(visit.step)
        made.wait(lambda: bool(slip(made, visit)), "no 受付票")
        made.settled()
        made.press(Key.Key_F8)  # tells of paper at the counter
        made.press(Key.Key_F8)
        made.wait(lambda: made.reception.state is ReceptionState.CLOSED, "not closed")
        made.press(Key.Key_F2)
        made.clock.forward(days=7)
        made.settled()
        yield made


def slip(counter: Counter, visit: Reception) -> str:
    """The number in the bar code of the printed 受付票."""
    with counter.place.store.view() as unit:
        documents = unit.documents(visit.id, with_files=False)
    printed = (d for d in documents if d.state is DocumentState.PRINTED)
    return next((d.number for d in printed if d.form_id == "slip"), "")


def the_visit(counter: Counter) -> Reception:
    with counter.place.store.view() as unit:
        (visit,) = unit.receptions(state=ReceptionState.CLOSED)
    return visit


def scan(counter: Counter, text: str) -> None:
    """What the bar code reader types."""
    counter.type(text)
    counter.press(Key.Key_Return)


def shown(counter: Counter) -> DispatchView:
    view = counter.staff.dispatch.screen._view
    assert view is not None
    return view


def form(counter: Counter) -> LaterPapersPanel:
    found = counter.staff.dispatch.screen._side.form
    assert isinstance(found, LaterPapersPanel)
    return found


def awaited(counter: Counter, key: str) -> AwaitedPaper:
    return next(p for p in the_visit(counter).awaited if p.key == key)


def back_with_the_slip(counter: Counter) -> None:
    """F2, and 受付票 is read."""
    counter.press(Key.Key_F2)
    counter.settled()
    scan(counter, slip(counter, the_visit(counter)))
    counter.wait(lambda: counter.session.reception is not None, "the case is not open")
    counter.settled()


def test_the_list_tells_how_many_papers_are_still_brought(counter: Counter) -> None:
    counter.press(Key.Key_F5)
    counter.settled()
    read = counter.staff.start.receptions
    assert read is not None
    (row,) = [r for g in read.view(0, "", "").groups if g.title == "返事待ち" for r in g.rows]
    brought = sum(1 for p in the_visit(counter).awaited if p.to_be_brought)
    assert brought
    assert f"後日の紙 {brought}" in row.words
    assert row.due or row.deadline
    assert [g.rows for g in read.view(0, "", "わたなべたかし").groups] == [(row,)]
    assert read.view(0, "", "さとう").groups == ()


def test_the_slip_leads_to_the_case_and_one_key_marks_a_paper(counter: Counter) -> None:
    back_with_the_slip(counter)
    later = shown(counter).later
    assert later is not None
    assert later.first
    assert not shown(counter).can_close  # it was closed a week ago
    assert "負担区分等証明書" in [row.words for row in later.rows]
    counter.press(Key.Key_Return)  # the focus waits at 「届いた紙を記す」
    to_focus(counter, f"paper {SHARE}")
    counter.press(Key.Key_1)
    counter.wait(lambda: not awaited(counter, SHARE).is_open, "not marked")
    paper = awaited(counter, SHARE)
    assert (paper.state, paper.by, paper.at) == (
        AttachmentState.HANDED_IN,
        CLERK.clerk,
        counter.clock(),
    )
    assert counter.is_stored()
    desk = counter.place.desk(Officer("中村", "dept.insurance"))
    (task,) = [t for t in desk.tasks() if SHARE in [p.key for p in t.papers]]
    fields = desk_words.fields(task.commitment.fields, task.papers)
    said = ["".join(run.text for run in line) for f in fields for line in f.values]
    assert "4/10 紙で受取（窓口2 佐伯）" in said
    rows = [row for group in groups((task,), counter.clock()) for row in group.rows]
    assert rows[0].sub.endswith("紙 4/10 受取")


def test_what_came_stands_no_more_on_the_sheet_that_is_printed_again(counter: Counter) -> None:
    back_with_the_slip(counter)
    case = counter.session.case
    assert case is not None
    if awaited(counter, SHARE).is_open:
        counter.session.apply(
            lambda r: counter.session.intake.paper_came(r, SHARE, AttachmentState.HANDED_IN)
        )
    bring = [row.second for row in shown(counter).steps]
    assert not any("負担区分等証明書" in words for words in bring)
    counter.press(Key.Key_D, ALT)
    former = form(counter).anew
    assert former
    counter.press(Key.Key_P, ALT)
    counter.settled()
    later = shown(counter).later
    assert later is not None
    assert later.anew not in ("", former)
    with counter.place.store.view() as unit:
        assert unit.document(later.anew).state is DocumentState.PRINTED


def test_a_sheet_that_is_read_marks_no_paper(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    # However slow this machine is: two keys of a test come as fast as a reader's.
    monkeypatch.setattr("ui.staff.reader_keys._ONE_READER", 600_000)
    back_with_the_slip(counter)
    before = the_visit(counter)
    counter.press(Key.Key_D, ALT)
    form(counter).cards[0].head.setFocus()
    scan(counter, "10213012-01-1")
    counter.settled()
    assert counter.staff.dispatch.screen._side.form is None
    pile = shown(counter).pile
    assert pile is not None
    assert [wrong.number for wrong in pile.wrong] == ["10213012-01-1"]
    assert the_visit(counter) == before


def test_a_number_nobody_gave_leads_nowhere_and_says_so(counter: Counter) -> None:
    counter.press(Key.Key_F2)
    counter.settled()
    scan(counter, "00000000-99-1")
    counter.wait(lambda: counter.problem == "SHEET_UNKNOWN")
    assert counter.session.reception is None
    assert counter.staff.start.screen.search_field().text() == ""
