"""A reception in the core on another day: the day it is filed on, and how it is given up."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from counter_app.failures import FailureCode
from counter_app.intake import Intake
from counter_app.model.document import DocumentState
from counter_app.model.reception import Protection, ReceptionState
from localdb.store import SqlStore
from tests.intake_kit import (
    THEIRS,
    announced,
    deeds,
    fails,
    how_many,
    intake_of,
    on_day,
    sheet,
    stored,
)
from tests.localdb_samples import NOW, opened, reception


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    with opened(tmp_path) as store:
        yield store


@pytest.fixture
def intake(store: SqlStore) -> Intake:
    return intake_of(store)


# --- the day of filing ----------------------------------------------------------------------------


def test_what_nobody_signed_is_filed_on_the_day_it_is_taken_up_and_undo_keeps_that(
    store: SqlStore, intake: Intake
) -> None:
    opened_then = intake.open()
    assert intake.file_today(opened_then) is opened_then
    with store.unit() as unit:
        void = replace(sheet(opened_then.id, 1, DocumentState.VOID), signature_id="gone")
        unit.save_document(void)
        unit.save_document(sheet(opened_then.id, 2, DocumentState.RENDERED))
    later = on_day(store, 3)
    moved = later.file_today(opened_then)
    assert moved == stored(store, opened_then.id)
    assert moved.filed_on == NOW.date() + timedelta(days=3)
    assert moved.opened_at == opened_then.opened_at
    assert later.undo(moved, opened_then).filed_on == moved.filed_on
    with store.view() as unit:
        told = next(e for e in unit.audit_entries(case=moved.id) if "filed_on" in e.what)
    assert told.reason == "4月3日（金）から4月6日（月）に"


@pytest.mark.parametrize("why", ["signed", "committed"])
def test_what_is_signed_or_committed_keeps_its_day(
    store: SqlStore, intake: Intake, why: str
) -> None:
    visit = intake.open()
    with store.unit() as unit:
        if why == "signed":
            one = replace(sheet(visit.id, 1, DocumentState.SEALED), signature_id="act")
            unit.save_document(one)
        else:
            number = replace(visit, state=ReceptionState.COMMITTED, number="0403-017")
            visit = unit.save_reception(number)
    assert on_day(store, 1).file_today(visit) is visit
    assert "reception.filed_on" not in deeds(store, visit.id)


# --- giving up ------------------------------------------------------------------------------------


def test_giving_up_keeps_the_record_frees_the_visit_and_voids_the_sheets(
    store: SqlStore, intake: Intake
) -> None:
    coming = announced(store)
    visit = intake.start_from_transfer(coming.id)
    states = (DocumentState.RENDERED, DocumentState.SEALED, DocumentState.VOID)
    with store.unit() as unit:
        for number, state in enumerate(states, start=1):
            unit.save_document(sheet(visit.id, number, state))
    given_up = intake.abandon(visit, " 来庁者の都合で取りやめ ")
    assert given_up.state is ReceptionState.ABANDONED
    assert given_up.abandoned_at == NOW
    assert given_up.abandoned_for == "来庁者の都合で取りやめ"
    assert given_up.household == visit.household
    assert given_up == stored(store, visit.id)
    with store.view() as unit:
        sheets = unit.documents(visit.id)
        last = unit.audit_entries(case=visit.id)[-1]
        assert unit.transfers(untaken=True) == (coming,)
    assert {d.state for d in sheets} == {DocumentState.VOID}
    assert [d.pdf for d in sheets] == [b"%PDF shown"] * 3
    assert sheets[1].sealed == b"%PDF sealed"
    assert (last.what, last.reason) == ("reception.abandon", "来庁者の都合で取りやめ")
    assert last.fields == ("8F3KQ7T2-01-1", "8F3KQ7T2-02-1")


def test_a_visit_that_was_given_up_is_opened_anew(store: SqlStore, intake: Intake) -> None:
    coming = announced(store)
    first = intake.start_from_transfer(coming.id)
    intake.abandon(first, "必要なものがなく出直し")
    second = intake_of(store, THEIRS).start_from_transfer(coming.id)
    assert second.id != first.id
    assert second.household == first.household
    assert how_many(store) == 2


def test_a_committed_reception_cannot_be_given_up(store: SqlStore, intake: Intake) -> None:
    visit = intake.open()
    with store.unit() as unit:
        committed = unit.save_reception(
            replace(visit, state=ReceptionState.COMMITTED, number="0403-017", committed_at=NOW)
        )
    for at_hand in (visit, committed):
        detail = fails(
            FailureCode.RECEPTION_COMMITTED,
            lambda at_hand=at_hand: intake.abandon(at_hand, "誤って開いた"),  # type: ignore[misc]
        )
        assert "0403-017" in detail
    assert stored(store, visit.id) == committed


@pytest.mark.parametrize("reason", ["", "  ", "\u3000"])
def test_giving_up_needs_a_reason(store: SqlStore, intake: Intake, reason: str) -> None:
    visit = intake.open()
    fails(FailureCode.RECEPTION_REASON_MISSING, lambda: intake.abandon(visit, reason))
    assert stored(store, visit.id) == visit


def test_nothing_brings_a_reception_back_that_was_given_up(store: SqlStore, intake: Intake) -> None:
    visit = intake.answer_protection(intake.open(), Protection.NO)
    given_up = intake.abandon(visit, "誤って開いた")
    gone = FailureCode.RECEPTION_ABANDONED
    assert fails(gone, lambda: intake.resume(visit.id)) == "誤って開いた"
    fails(gone, lambda: intake.abandon(given_up, "もう一度"))
    fails(gone, lambda: intake.undo(given_up, visit))
    fails(gone, lambda: intake.set_contact(given_up, "", "ja"))
    fails(
        FailureCode.RECEPTION_CHANGED_ELSEWHERE,
        lambda: intake.answer_protection(visit, Protection.YES),
    )
    assert stored(store, visit.id) == given_up


def test_an_open_reception_of_the_list_is_resumed_as_it_is(store: SqlStore, intake: Intake) -> None:
    old = reception(opened_at=NOW - timedelta(days=3))
    with store.unit() as unit:
        unit.add_reception(old)
    assert intake.resume(old.id) == old
