"""A visit in the core: who has taken it, how it is reached, and how it is given up."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from counter_app.failures import CounterError, FailureCode
from counter_app.intake import Intake, Terminal
from counter_app.model.contact import PhoneState
from counter_app.model.document import DocumentState
from counter_app.model.numbers import new_id
from counter_app.model.people import TransferCertificate
from counter_app.model.reception import Protection, Reception, ReceptionState
from counter_app.ports import CardReading, FourAttributes, StoredDocument
from localdb.store import SqlStore
from tests.localdb_samples import NOW, certificate, opened, reception

MINE, THEIRS = Terminal("佐伯", "窓口2"), Terminal("三浦", "窓口1")


@dataclass
class _QuietNetwork:
    """A Juki-net that has pushed what it is told and answers no question."""

    pushed: tuple[TransferCertificate, ...] = ()

    def open(self) -> bool:
        return True

    def arrived(self) -> tuple[TransferCertificate, ...]:
        return self.pushed

    def taken(self, transfer_id: str) -> None:
        self.pushed = tuple(c for c in self.pushed if c.id != transfer_id)

    def request(self, attributes: FourAttributes) -> TransferCertificate:
        raise AssertionError("nothing has to be asked for")

    def recipient_key(self) -> str:
        raise AssertionError("no number is delivered")

    def deliver_number(self, acquisition: str, sealed_number: str) -> None:
        raise AssertionError("no number is delivered")


class _NoIssuing:
    def begin_acquisition(self) -> str:
        raise AssertionError("no code is issued")

    def issued_code(self, acquisition: str) -> None:
        raise AssertionError("no code is issued")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    with opened(tmp_path) as store:
        yield store


def intake_of(store: SqlStore, terminal: Terminal = MINE) -> Intake:
    return Intake(store, lambda: NOW, _QuietNetwork(), _NoIssuing(), terminal)


@pytest.fixture
def intake(store: SqlStore) -> Intake:
    return intake_of(store)


def announced(store: SqlStore, **changes: object) -> TransferCertificate:
    made = replace(certificate(), **changes)  # type: ignore[arg-type]
    with store.unit() as unit:
        unit.save_transfer(made, pushed=True, at=NOW)
    return made


def fails(code: FailureCode, act: Callable[[], object]) -> str:
    with pytest.raises(CounterError) as failure:
        act()
    assert failure.value.code is code
    return failure.value.detail


def stored(store: SqlStore, reception_id: str) -> Reception:
    with store.view() as unit:
        return unit.reception(reception_id)


def how_many(store: SqlStore) -> int:
    with store.view() as unit:
        return len(unit.receptions())


def deeds(store: SqlStore, reception_id: str) -> list[str]:
    with store.view() as unit:
        return [entry.what for entry in unit.audit_entries(case=reception_id)]


def card_of(certificate: TransferCertificate) -> CardReading:
    member = certificate.members[0]
    address = certificate.old_address.line
    attributes = FourAttributes(member.name.text, address, member.birth, member.sex)
    return CardReading(attributes, bytes(32), "01", 12, "in-process", "", True)


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


# --- the day of filing ----------------------------------------------------------------------------


def on_day(store: SqlStore, days: int) -> Intake:
    return Intake(store, lambda: NOW + timedelta(days=days), _QuietNetwork(), _NoIssuing(), MINE)


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


def sheet(reception_id: str, sheet_no: int, state: DocumentState) -> StoredDocument:
    return StoredDocument(
        id=new_id(),
        reception_id=reception_id,
        sheet=sheet_no,
        number=f"8F3KQ7T2-{sheet_no:02d}-1",
        form_id="A1",
        title="住民異動届",
        procedure_ids=("A1",),
        subject=str(sheet_no),
        signer="m1",
        pages=1,
        digest="d",
        pdf=b"%PDF shown",
        sealed=b"%PDF sealed" if state is DocumentState.SEALED else b"",
        state=state,
    )


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
