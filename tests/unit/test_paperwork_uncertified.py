"""A person added without any paper hinders nothing, and everybody concerned is told."""

from dataclasses import replace

import pytest

from counter_app.model.attachment import AttachmentState
from counter_app.model.people import Arrival
from counter_app.paperwork.steps_ahead import steps_ahead
from counter_app.paperwork.tasks import planned_tasks
from counter_app.paperwork.values import Case
from tests.paperwork_kit import a_case, committed, example
from ui.staff.words.dispatch_plan import Planned, plan_view
from ui.staff.words.uncertified import uncertified_note

SHIZU = "𠮷﨑\u3000シヅ"
PAPER = "A1/転出証明書情報に載っていない人の転出証明書"


def uncertified(*, hidden: bool = False, seen: bool = False) -> Case:
    """H2 whose grandmother came along and stands on no certificate."""
    file = example("h2")
    members = tuple(
        replace(m, arrival=Arrival.WITHOUT_CERTIFICATE, paper_seen=seen)
        if m.name.text == SHIZU
        else m
        for m in file.household.members
    )
    household = replace(file.household, members=members)
    return a_case("h2", file=replace(file, household=household), protected=hidden)


def told(case: Case, procedure: str) -> list[str]:
    task = next(t for t in planned_tasks(case, ()) if t.procedure_id == procedure)
    return [text for label, text in task.fields if label == "未確認"]


def warned(case: Case) -> str:
    view = plan_view(Planned(case, (), case.reception.filed_on))
    return "".join(run.text for run in view.warning)


@pytest.mark.parametrize("hidden", [False, True], ids=["plain", "protected"])
def test_the_clerk_and_the_departments_are_told_of_a_person_without_a_paper(hidden: bool) -> None:
    case = uncertified(hidden=hidden)
    missing = "資料なし・転出証明書がまだ"
    name = f"{SHIZU.replace(chr(0x3000), ' ')}\u3000昭和22年10月2日"
    assert told(case, "A1") == ([missing] if hidden else [name, missing])
    assert told(case, "B16")[-1] == missing
    assert told(case, "C1") == []
    words = warned(case)
    assert "資料なしの人がいます" in words
    assert "転出証明書がまだ" in words
    assert ("シヅ" in words) is not hidden
    assert uncertified_note(case.reception) == "資料なしの人 1人（転出証明書がまだ）"


def test_the_missing_paper_is_awaited_and_the_household_told_to_bring_it() -> None:
    case, commitments = committed(uncertified())
    task = next(t for t in planned_tasks(case, ()) if t.procedure_id == "A1")
    assert [(p.key, p.state) for p in task.papers] == [(PAPER, AttachmentState.ON_PAPER)]
    bring = "・".join(step.bring for step in steps_ahead(case, commitments))
    assert "載っていない人の転出証明書" in bring


def test_nothing_is_said_once_the_paper_was_seen() -> None:
    case = uncertified(seen=True)
    assert told(case, "A1") == []
    assert warned(case) == ""
    assert uncertified_note(case.reception) == ""
    assert PAPER not in {p.key for t in planned_tasks(case, ()) for p in t.papers}


def test_papers_for_the_new_school_and_those_of_the_notice_are_not_awaited() -> None:
    keys = {p.key for t in planned_tasks(a_case("h2"), ()) for p in t.papers}
    assert "B13/負担区分等証明書" in keys
    assert not [key for key in keys if key.startswith(("A1/", "C17/"))]
