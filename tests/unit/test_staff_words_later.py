"""後日の紙 in words: the row of the list, the case, the department's task."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from counter_app.model.attachment import AttachmentState
from counter_app.model.commitment import Act, ActContent, Actor, Commitment, Decision
from counter_app.model.reception import Protection, ReceptionState
from counter_app.paperwork.tasks import planned_tasks
from counter_app.paperwork.values import Case
from tests.paperwork_kit import NOW, TOWN, a_case, committed
from ui.staff.paper_views import PaperStanding
from ui.staff.start_views import ReceptionRowView
from ui.staff.words.later import later_papers
from ui.staff.words.start import ReceptionList

SHARE = "B13/負担区分等証明書"
LATER = NOW + timedelta(days=7)


def visit() -> tuple[Case, tuple[Commitment, ...]]:
    """H2 after its commit, with what it went home without."""
    case, commitments = committed(a_case("h2"))
    tasks = planned_tasks(case, ())
    awaited = tuple(
        replace(paper, tasks=(c.id,))
        for task, c in zip(tasks, commitments, strict=True)
        for paper in task.papers
    )
    return replace(case, reception=replace(case.reception, awaited=awaited)), commitments


def to_bring(case: Case) -> int:
    return sum(1 for paper in case.reception.awaited if paper.to_be_brought)


def came(case: Case, key: str, state: AttachmentState = AttachmentState.HANDED_IN) -> Case:
    """The case once a paper was marked by 佐伯 a week later."""
    awaited = tuple(
        replace(p, state=state, by="佐伯", counter="窓口2", at=LATER) if p.key == key else p
        for p in case.reception.awaited
    )
    return replace(case, reception=replace(case.reception, awaited=awaited))


def decided(commitments: tuple[Commitment, ...], procedure: str) -> tuple[Commitment, ...]:
    def done(made: Commitment) -> Commitment:
        for act, content in (
            (Act.PROMISE, ActContent()),
            (Act.DECLARE, ActContent(decision=Decision.GRANTED)),
        ):
            made = made.act(act, Actor.EXECUTOR, by="中村", at=NOW, content=content)
        return made

    return tuple(done(c) if c.procedure_id == procedure else c for c in commitments)


def row(
    case: Case, commitments: tuple[Commitment, ...], on: date = date(2026, 4, 10)
) -> ReceptionRowView:
    made = ReceptionList((case.reception,), commitments, (), (), TOWN, "佐伯", on)
    (found,) = [r for g in made.view(0, "", "").groups for r in g.rows]
    return found


def test_the_list_counts_what_is_brought_and_tells_its_first_day() -> None:
    case, commitments = visit()
    before, brought = row(case, commitments), to_bring(case)
    assert before.words.endswith(f"後日の紙 {brought}")
    assert (before.deadline, before.due) == (None, "4/13")
    one_less = f"後日の紙 {brought - 1}"
    assert row(came(case, SHARE), commitments).words.endswith(one_less)
    assert row(case, decided(commitments, "B13")).words.endswith(one_less)


def test_a_day_that_is_past_is_said_as_past() -> None:
    case, commitments = visit()
    late = row(case, commitments, date(2026, 4, 14))
    assert late.deadline is not None
    assert late.deadline.words == "4/13 でした"


@pytest.mark.parametrize("protection", [Protection.YES, Protection.NO])
def test_a_row_is_found_by_its_reading_unless_it_is_protected(protection: Protection) -> None:
    case, commitments = visit()
    case = replace(case, reception=replace(case.reception, protection=protection))
    made = ReceptionList((case.reception,), commitments, (), (), TOWN, "佐伯", LATER.date())
    for words in ("わたなべ", "ワタナベ タカシ"):
        assert bool(made.view(0, "", words).groups) is (protection is Protection.NO)


def test_what_came_keeps_its_place_and_says_who_took_it() -> None:
    case, commitments = visit()
    brought, asked = to_bring(case) - 1, len(case.reception.awaited) - to_bring(case)
    view = later_papers(came(case, SHARE), commitments, ())
    assert view is not None
    assert view.sum == f"持参待ち {brought}・照会の結果待ち {asked}"
    before = later_papers(case, commitments, ())
    assert before is not None
    assert [p.key for p in view.papers] == [p.key for p in before.papers]
    assert [p.standing for p in before.papers] == [
        *[PaperStanding.ON_PAPER] * (brought + 1),
        *[PaperStanding.ASKED] * asked,
    ]
    taken = next(p for p in view.papers if p.key == SHARE)
    assert taken.standing is PaperStanding.HANDED_IN
    assert taken.words == "健康保険課　4/10 10:52 佐伯（窓口2）が受け取りました"
    assert (taken.choices, taken.recorded) == ((), True)


def test_a_paper_that_is_awaited_says_whose_it_is_and_when_its_procedure_is_due() -> None:
    case, commitments = visit()
    view = later_papers(case, commitments, ())
    assert view is not None
    share = next(p for p in view.papers if p.key == SHARE)
    assert share.words == "健康保険課　手続の期限 4/13（月）"
    assert share.standing is PaperStanding.ON_PAPER
    assert ("4/13", "負担区分等証明書") in [(r.when, r.words) for r in view.rows]


def test_an_inquiry_without_an_answer_is_to_be_brought_and_can_be_taken_back() -> None:
    case, commitments = visit()
    key = "B16/受給資格証明書"
    view = later_papers(came(case, key, AttachmentState.ON_PAPER), commitments, ())
    assert view is not None
    paper = next(p for p in view.papers if p.key == key)
    assert paper.recorded
    assert set(paper.choices) == {PaperStanding.RECEIVED, PaperStanding.HANDED_IN}
    assert "福祉課" in paper.words
    assert "佐伯（窓口2）が紙での持参にしました" in paper.words


def test_nothing_is_told_where_nothing_is_waited_for() -> None:
    case, commitments = visit()
    none = replace(case, reception=replace(case.reception, awaited=()))
    assert later_papers(none, commitments, ()) is None
    over = commitments
    for procedure in {c.procedure_id for c in commitments}:
        over = decided(over, procedure)
    assert later_papers(case, over, ()) is None


def test_the_papers_stand_first_once_the_visit_is_over() -> None:
    case, commitments = visit()
    closed = replace(case, reception=replace(case.reception, state=ReceptionState.CLOSED))
    days = ((case, NOW), (case, LATER), (closed, NOW))
    views = [later_papers(each, commitments, (), on.date()) for each, on in days]
    assert [view.first for view in views if view is not None] == [False, True, True]
