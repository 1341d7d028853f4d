"""Papers brought after the visit: marked once, by one clerk, on a committed reception alone."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from counter_app.desk import Desk, Officer
from counter_app.dispatch import Dispatch
from counter_app.failures import CounterError, FailureCode
from counter_app.intake import Intake, Terminal
from counter_app.model.attachment import AttachmentState, AwaitedPaper, still_awaited
from counter_app.model.commitment import UNDECIDED, ExecutorKind
from counter_app.model.reception import Reception, ReceptionState
from counter_app.paperwork.values import PlannedTask
from localdb.open import open_store
from localdb.store import SqlStore
from tests import kill_worker
from tests.localdb_samples import NOW

SAEKI, MIURA = Terminal("佐伯", "窓口2"), Terminal("三浦", "窓口1")
SHARE, CARE = "B13/負担区分等証明書", "B16/受給資格証明書"
ASKED, ON_PAPER = AttachmentState.ASKED, AttachmentState.ON_PAPER
HANDED_IN, RECEIVED = AttachmentState.HANDED_IN, AttachmentState.RECEIVED
DUE = date(2026, 4, 13)
NEXT_WEEK = NOW + timedelta(days=7)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    with open_store(tmp_path, clock=lambda: NOW) as opened:
        yield opened


def task(procedure: str, department: str, *papers: AwaitedPaper) -> PlannedTask:
    return PlannedTask(
        procedure_id=procedure,
        title=procedure,
        product="決定された",
        executor_kind=ExecutorKind.DEPARTMENT,
        executor=department,
        due=DUE,
        fields=tuple(("添付", f"{p.title}\u3000紙で待ち") for p in papers),
        papers=papers,
    )


def paper(key: str, state: AttachmentState) -> AwaitedPaper:
    title = key.partition("/")[2]
    return AwaitedPaper(key=key, title=title, at_commit=state, state=state, tasks=(), due=DUE)


TASKS = (
    task("B13", "dept.insurance", paper(SHARE, ON_PAPER)),
    task("B13", "dept.insurance", paper(SHARE, ON_PAPER)),
    task("B16", "dept.welfare", paper(CARE, ASKED)),
)


def intake(
    store: SqlStore, terminal: Terminal = SAEKI, clock: Callable[[], datetime] = lambda: NEXT_WEEK
) -> Intake:
    nobody: object = None
    return Intake(store, clock, nobody, nobody, terminal)  # type: ignore[arg-type]


@pytest.fixture
def committed(store: SqlStore) -> Reception:
    reception = kill_worker.prepared()
    with store.unit() as unit:
        unit.add_reception(reception)
    return Dispatch(store, lambda: NOW, SAEKI, "town.y").commit(reception, TASKS)


def deeds(store: SqlStore, reception: Reception) -> list[tuple[str, tuple[str, ...]]]:
    with store.view() as unit:
        entries = unit.audit_entries(case=reception.id)
    return [(e.what, e.fields) for e in entries if e.what.startswith("attachment.")]


def desk(store: SqlStore, department: str) -> Desk:
    return Desk(store, lambda: NEXT_WEEK, Officer("中村", department))


def test_the_commit_keeps_each_paper_once_with_all_its_tasks(
    store: SqlStore, committed: Reception
) -> None:
    share, care = committed.awaited
    assert (share.key, share.at_commit, share.due) == (SHARE, ON_PAPER, DUE)
    assert (care.key, care.is_open, care.to_be_brought) == (CARE, True, False)
    with store.view() as unit:
        ids = [c.id for c in unit.commitments(reception_id=committed.id)]
    assert (share.tasks, care.tasks) == (tuple(ids[:2]), tuple(ids[2:]))


def test_a_paper_that_is_brought_tells_who_took_it_and_the_department_learns_it(
    store: SqlStore, committed: Reception
) -> None:
    with store.view() as unit:
        before = unit.commitments(reception_id=committed.id)
    came = intake(store).paper_came(committed, SHARE, HANDED_IN)
    share = came.awaited[0]
    assert (share.state, share.by, share.counter, share.at) == (
        HANDED_IN,
        "佐伯",
        "窓口2",
        NEXT_WEEK,
    )
    assert share.at_commit is ON_PAPER
    (answer,) = [a for a in came.answers if a.fact == "attachments_handed_in"]
    assert answer.value == (SHARE,)
    assert deeds(store, came) == [("attachment.handed_in", (SHARE,))]
    with store.view() as unit:
        assert unit.commitments(reception_id=committed.id) == before
    assert [t.papers for t in desk(store, "dept.insurance").tasks()] == [(share,), (share,)]
    (waiting,) = desk(store, "dept.welfare").tasks()
    assert [p.state for p in waiting.papers] == [ASKED]


def test_the_same_mark_by_the_same_clerk_changes_nothing(
    store: SqlStore, committed: Reception
) -> None:
    first = intake(store).paper_came(committed, SHARE, HANDED_IN)
    assert intake(store).paper_came(committed, SHARE, HANDED_IN) == first
    assert len(deeds(store, committed)) == 1


@pytest.mark.parametrize(
    ("terminal", "state"), [(MIURA, HANDED_IN), (SAEKI, RECEIVED)], ids=["clerk", "way"]
)
def test_a_paper_that_came_is_not_taken_a_second_time(
    store: SqlStore, committed: Reception, terminal: Terminal, state: AttachmentState
) -> None:
    first = intake(store).paper_came(committed, SHARE, HANDED_IN)
    with pytest.raises(CounterError, match="4/10（金） 窓口2（佐伯）") as stop:
        intake(store, terminal).paper_came(committed, SHARE, state)
    assert stop.value.code is FailureCode.PAPER_ALREADY_CAME
    with store.view() as unit:
        assert unit.reception(committed.id) == first


@pytest.mark.parametrize(
    ("changes", "key", "code"),
    [
        ({"state": ReceptionState.OPEN}, SHARE, FailureCode.RECEPTION_NOT_COMMITTED),
        ({"state": ReceptionState.ABANDONED}, SHARE, FailureCode.RECEPTION_ABANDONED),
        ({}, "B1/所得・課税証明書", FailureCode.PAPER_NOT_ASKED),
    ],
    ids=["open", "given up", "another paper"],
)
def test_what_was_not_asked_for_is_refused_and_nothing_is_stored(
    store: SqlStore,
    committed: Reception,
    changes: dict[str, object],
    key: str,
    code: FailureCode,
) -> None:
    with store.unit() as unit:
        stored = unit.save_reception(replace(committed, **changes))  # type: ignore[arg-type]
    with pytest.raises(CounterError) as stop:
        intake(store).paper_came(stored, key, HANDED_IN)
    assert stop.value.code is code
    with pytest.raises(CounterError):
        intake(store).paper_not_there(stored, key)
    assert deeds(store, committed) == []
    with store.view() as unit:
        assert unit.reception(committed.id) == stored


def test_an_inquiry_without_an_answer_is_brought_on_paper_and_back(
    store: SqlStore, committed: Reception
) -> None:
    asked = intake(store).paper_came(committed, CARE, ON_PAPER)
    assert asked.awaited[1].to_be_brought
    came = intake(store).paper_came(asked, CARE, HANDED_IN)
    assert [a.fact for a in came.answers if a.fact.startswith("attachments")] == [
        "attachments_handed_in"
    ]
    back = intake(store).paper_not_there(came, CARE)
    assert back.awaited == committed.awaited
    assert back.answers == committed.answers
    assert intake(store).paper_not_there(back, CARE) == back
    assert [what for what, _ in deeds(store, committed)] == [
        "attachment.on_paper",
        "attachment.handed_in",
        "attachment.reopened",
    ]


def test_a_clerk_with_an_old_view_of_the_case_still_marks_another_paper(
    store: SqlStore, committed: Reception
) -> None:
    intake(store, MIURA).paper_came(committed, SHARE, HANDED_IN)
    both = intake(store).paper_came(committed, CARE, RECEIVED)
    assert [p.is_open for p in both.awaited] == [False, False]


def test_a_decided_task_waits_for_no_paper_any_more(store: SqlStore, committed: Reception) -> None:
    office = desk(store, "dept.welfare")
    (waiting,) = office.tasks()
    office.promise(waiting.commitment.id, DUE)
    office.grant(waiting.commitment.id)
    with store.view() as unit:
        standings = unit.standings(reception_ids=[committed.id])
    left = {s.commitment_id for s in standings if s.phase in UNDECIDED}
    assert still_awaited(committed.awaited, left) == committed.awaited[:1]
    came = intake(store).paper_came(committed, SHARE, HANDED_IN)
    assert still_awaited(came.awaited, left) == ()
