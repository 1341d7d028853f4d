"""An announced visit in the core: who has taken it, what protects it, how it is reached."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from counter_app.failures import CounterError, FailureCode
from counter_app.intake import Intake, Terminal
from counter_app.model.contact import PhoneState
from counter_app.model.reception import Protection, ReceptionState
from localdb.store import SqlStore
from tests.intake_kit import (
    MINE,
    THEIRS,
    announced,
    card_of,
    deeds,
    fails,
    how_many,
    intake_of,
    stored,
)
from tests.localdb_samples import NOW, opened


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    with opened(tmp_path) as store:
        yield store


@pytest.fixture
def intake(store: SqlStore) -> Intake:
    return intake_of(store)


# --- the announced visit --------------------------------------------------------------------------


def test_an_announced_visit_is_opened_with_its_household_in_one_go(
    store: SqlStore, intake: Intake
) -> None:
    coming = announced(store)
    visit = intake.start_from_transfer(coming.id)
    assert visit == stored(store, visit.id)
    assert visit.transfer_id == coming.id
    assert visit.household is not None
    assert visit.household.members == coming.members
    assert deeds(store, visit.id) == ["reception.open", "transfer.opened"]


def test_opening_a_visit_again_at_the_same_counter_gives_the_reception_as_it_stands(
    store: SqlStore, intake: Intake
) -> None:
    coming = announced(store)
    visit = intake.answer_protection(intake.start_from_transfer(coming.id), Protection.NO)
    assert intake.start_from_transfer(coming.id) == visit
    assert how_many(store) == 1


def test_a_visit_that_is_open_elsewhere_is_refused_and_says_where(
    store: SqlStore, intake: Intake
) -> None:
    coming = announced(store)
    intake_of(store, THEIRS).start_from_transfer(coming.id)
    detail = fails(FailureCode.VISIT_ALREADY_TAKEN, lambda: intake.start_from_transfer(coming.id))
    assert "窓口1" in detail
    assert "三浦" in detail
    assert how_many(store) == 1


def test_a_visit_that_was_committed_is_refused_with_its_number(
    store: SqlStore, intake: Intake
) -> None:
    coming = announced(store)
    visit = intake.start_from_transfer(coming.id)
    with store.unit() as unit:
        unit.save_reception(
            replace(visit, state=ReceptionState.COMMITTED, number="0403-017", committed_at=NOW)
        )
    detail = fails(FailureCode.VISIT_ALREADY_TAKEN, lambda: intake.start_from_transfer(coming.id))
    assert "0403-017" in detail
    assert how_many(store) == 1


def test_of_two_counters_that_open_a_visit_at_once_one_has_it(store: SqlStore) -> None:
    coming = announced(store)
    start = threading.Barrier(2)
    got: list[str] = []

    def open_it(terminal: Terminal) -> None:
        intake = intake_of(store, terminal)
        start.wait()
        try:
            got.append(intake.start_from_transfer(coming.id).counter)
        except CounterError as failure:
            got.append(failure.code.value)

    threads = [threading.Thread(target=open_it, args=(t,)) for t in (MINE, THEIRS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(got) == 2
    assert FailureCode.VISIT_ALREADY_TAKEN.value in got
    assert how_many(store) == 1


def test_a_card_does_not_open_a_household_that_stands_open_in_another_reception(
    store: SqlStore, intake: Intake
) -> None:
    coming = announced(store)
    visit = intake.start_from_transfer(coming.id)
    other = intake.open()
    fails(FailureCode.VISIT_ALREADY_TAKEN, lambda: intake.take_card(other, card_of(coming)))
    assert stored(store, other.id) == other
    intake.abandon(visit, "誤って開いた")
    assert intake.take_card(other, card_of(coming)).transfer_id == coming.id


# --- 支援措置 -------------------------------------------------------------------------------------


def test_no_does_not_undo_a_protection_the_old_town_announced(
    store: SqlStore, intake: Intake
) -> None:
    visit = intake.start_from_transfer(announced(store, protected=True).id)
    assert intake.answer_protection(visit, Protection.NO).protection is Protection.YES


def test_a_protection_that_comes_with_the_card_overrules_the_no_before_it(
    store: SqlStore, intake: Intake
) -> None:
    coming = announced(store, protected=True)
    answered = intake.answer_protection(intake.open(), Protection.NO)
    assert answered.protection is Protection.NO
    read = intake.take_card(answered, card_of(coming))
    assert read.transfer_id == coming.id
    assert read.protection is Protection.YES
    again = intake.answer_protection(read, Protection.NO)
    assert again.protection is Protection.YES


@pytest.mark.parametrize("answer", [Protection.YES, Protection.NOT_NOW])
def test_other_answers_stand_beside_an_announced_protection(
    store: SqlStore, intake: Intake, answer: Protection
) -> None:
    visit = intake.start_from_transfer(announced(store, protected=True).id)
    assert visit.protection is Protection.UNASKED
    assert intake.answer_protection(visit, answer).protection is answer


def test_no_counts_where_nothing_was_announced(store: SqlStore, intake: Intake) -> None:
    visit = intake.start_from_transfer(announced(store).id)
    assert intake.answer_protection(visit, Protection.NO).protection is Protection.NO


# --- how the visitor is reached -------------------------------------------------------------------


def test_an_announced_number_is_preset_until_the_clerk_has_asked(
    store: SqlStore, intake: Intake
) -> None:
    coming = announced(store, announced_phone="090-0000-0000")
    visit = intake.start_from_transfer(coming.id)
    assert (visit.phone, visit.phone_state) == ("090-0000-0000", PhoneState.ANNOUNCED)
    asked = intake.set_contact(visit, "０９０-1111-2222", "vi")
    assert (asked.phone, asked.phone_state) == ("090-1111-2222", PhoneState.ASKED)
    assert asked.language == "vi"
    assert asked == stored(store, visit.id)
    assert deeds(store, visit.id)[-1] == "reception.contact"


def test_what_the_clerk_asked_before_is_not_replaced_by_what_was_announced(
    store: SqlStore, intake: Intake
) -> None:
    coming = announced(store, announced_phone="090-0000-0000")
    none = intake.set_contact(intake.open(), "", "ja")
    assert (none.phone, none.phone_state) == ("", PhoneState.NONE)
    read = intake.take_card(none, card_of(coming))
    assert (read.phone, read.phone_state) == ("", PhoneState.NONE)


def test_a_number_that_is_none_changes_nothing(store: SqlStore, intake: Intake) -> None:
    visit = intake.set_contact(intake.open(), "03-0000-0000", "ja")
    fails(FailureCode.PHONE_NOT_UNDERSTOOD, lambda: intake.set_contact(visit, "03-0000", "en"))
    assert stored(store, visit.id) == visit


def test_the_language_the_resident_chose_leaves_the_telephone_alone(
    store: SqlStore, intake: Intake
) -> None:
    coming = announced(store, announced_phone="090-0000-0000")
    visit = intake.set_language(intake.start_from_transfer(coming.id), "ne")
    assert (visit.language, visit.phone_state) == ("ne", PhoneState.ANNOUNCED)
