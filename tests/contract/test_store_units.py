"""The port `Store`: a unit is whole or nothing, and nobody overwrites what they have not read."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError, StatementError

from counter_app.failures import CounterError, FailureCode
from counter_app.model.commitment import Act, ActContent, Actor, Commitment, Phase
from counter_app.model.document import DocumentState, PenPoint, ShownPage, SignatureAct, Stroke
from counter_app.model.message import DeliveryState
from counter_app.model.numbers import LinkCode, reception_number
from counter_app.model.reception import LinkedMember, Protection, Reception, ReceptionState
from counter_app.ports import (
    OpenFigures,
    Proposal,
    ReviewDecision,
    SignatureBox,
    Standing,
    Store,
    StoredDocument,
)
from localdb.store import SqlStore
from tests.localdb_samples import (
    NAME,
    NOW,
    TODAY,
    certificate,
    commitment,
    entry,
    message,
    opened,
    reception,
)


class PowerCut(Exception):
    """Something went wrong in the middle of a unit."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    with opened(tmp_path) as store:
        yield store


def test_the_store_is_the_port(store: SqlStore) -> None:
    port: Store = store
    with port.unit() as unit:
        assert unit.receptions() == ()


# --- whole or nothing ---------------------------------------------------------------------------


def test_what_a_unit_wrote_is_there_in_the_next_and_after_opening_again(tmp_path: Path) -> None:
    one = reception()
    made = commitment(one.id)
    with opened(tmp_path) as store:
        with store.unit() as unit:
            unit.add_reception(one)
            unit.add_commitment(made)
        with store.unit() as unit:
            assert unit.reception(one.id) == one
    with opened(tmp_path) as store, store.unit() as unit:
        assert unit.reception(one.id) == one
        assert unit.commitments() == (made,)


def test_an_exception_undoes_everything_the_unit_wrote(store: SqlStore) -> None:
    one = reception()
    made = commitment(one.id)
    with store.unit() as unit:
        before = [e.what for e in unit.audit_entries()]

    def interrupted() -> None:
        with store.unit() as unit:
            unit.add_reception(one)
            unit.next_reception_sequence(TODAY)
            unit.add_commitment(made)
            unit.enqueue(message(made))
            unit.register_inbound("gas.midori", "m1", NOW)
            unit.add_link(bytes(32), LinkCode("YK4M7R20"))
            unit.save_transfer(certificate(), pushed=True, at=NOW)
            unit.audit(entry())
            raise PowerCut

    with pytest.raises(PowerCut):
        interrupted()
    with store.unit() as unit:
        assert unit.receptions() == ()
        assert unit.commitments() == ()
        assert unit.outbox() == ()
        assert unit.transfers() == ()
        assert unit.find_link(bytes(32)) is None
        assert [e.what for e in unit.audit_entries()] == before
        assert unit.next_reception_sequence(TODAY) == 1
        assert unit.register_inbound("gas.midori", "m1", NOW)


def test_a_unit_inside_a_unit_is_told_at_once(store: SqlStore) -> None:
    with store.unit(), pytest.raises(RuntimeError, match="inside a unit"), store.unit():
        pass


def test_a_view_sees_the_last_commit_and_cannot_write(store: SqlStore) -> None:
    one, other = reception(), reception()
    with store.unit() as unit:
        unit.add_reception(one)
    with store.unit() as unit:
        unit.add_reception(other)
        with store.view() as view:
            assert view.receptions() == (one,)
    with pytest.raises(CounterError) as failure, store.view() as view:
        view.add_reception(reception())
    assert failure.value.code is FailureCode.DATABASE_READ_ONLY
    with store.unit() as unit:
        unit.add_reception(reception())
        assert len(unit.receptions()) == 3


# --- receptions ---------------------------------------------------------------------------------


def test_a_saved_reception_has_the_next_version(store: SqlStore) -> None:
    one = reception()
    with store.unit() as unit:
        unit.add_reception(one)
        saved = unit.save_reception(replace(one, phone="090-0000-0000"))
        assert saved.version == 1
        assert unit.reception(one.id) == saved == replace(one, phone="090-0000-0000", version=1)


def test_of_two_who_read_the_same_version_the_second_is_refused(store: SqlStore) -> None:
    one = reception()
    with store.unit() as unit:
        unit.add_reception(one)
    with store.unit() as unit:
        mine = theirs = unit.reception(one.id)
    with store.unit() as unit:
        unit.save_reception(replace(theirs, phone="090-0000-0000"))

    def overwrite() -> None:
        with store.unit() as unit:
            unit.audit(entry())
            unit.save_reception(replace(mine, phone="080-0000-0000"))

    with pytest.raises(CounterError) as failure:
        overwrite()
    assert failure.value.code is FailureCode.RECEPTION_CHANGED_ELSEWHERE
    assert one.reference in failure.value.detail
    with store.unit() as unit:
        assert unit.reception(one.id).phone == "090-0000-0000"
        assert "reception.opened" not in [e.what for e in unit.audit_entries()]


def test_an_unknown_id_is_a_key_error(store: SqlStore) -> None:
    with store.unit() as unit:
        for ask in (unit.reception, unit.commitment, unit.document, unit.remove_proposal):
            with pytest.raises(KeyError):
                ask("nobody")
        with pytest.raises(KeyError):
            unit.set_held("nobody", True)


def test_numbers_of_a_day_count_from_one_and_each_day_begins_anew(store: SqlStore) -> None:
    with store.unit() as unit:
        assert [unit.next_reception_sequence(TODAY) for _ in range(3)] == [1, 2, 3]
        assert unit.next_reception_sequence(TODAY + timedelta(days=1)) == 1
    with store.unit() as unit:
        assert unit.next_reception_sequence(TODAY) == 4


def test_a_broken_constraint_says_nothing_of_the_household(store: SqlStore) -> None:
    one = reception()
    with store.unit() as unit:
        unit.add_reception(one)
    with pytest.raises(IntegrityError) as error, store.unit() as unit:
        unit.add_reception(one)
    assert NAME not in str(error.value)
    assert "receptions" in str(error.value)


def test_a_number_is_given_once_a_day_and_comes_again_next_year(store: SqlStore) -> None:
    number = reception_number(TODAY, 17)
    committed = reception(number=number, state=ReceptionState.COMMITTED)
    next_year = reception(number=number, filed_on=date(2027, 4, 3))
    with store.unit() as unit:
        unit.add_reception(committed)
        unit.add_reception(next_year)
    with pytest.raises(IntegrityError), store.unit() as unit:
        unit.add_reception(reception(number=number))


def test_receptions_come_in_the_order_opened_and_may_begin_at_a_day(store: SqlStore) -> None:
    late, early = reception(opened_at=NOW), reception(opened_at=NOW - timedelta(hours=1))
    old = reception(filed_on=date(2026, 4, 2), opened_at=NOW - timedelta(days=1))
    with store.unit() as unit:
        for one in (late, early, old):
            unit.add_reception(one)
        assert unit.receptions() == (old, early, late)
        assert unit.receptions(since=TODAY) == (early, late)


def test_threads_that_count_up_at_once_lose_no_number(store: SqlStore) -> None:
    taken: list[int] = []

    def count() -> None:
        for _ in range(20):
            with store.unit() as unit:
                taken.append(unit.next_reception_sequence(TODAY))

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == list(range(1, 81))


def test_two_programs_that_read_and_then_write_lose_no_change(tmp_path: Path) -> None:
    one = reception()
    with opened(tmp_path) as store, store.unit() as unit:
        unit.add_reception(one)

    def append(store: SqlStore) -> None:
        for _ in range(20):
            with store.unit() as unit:
                read = unit.reception(one.id)
                unit.save_reception(replace(read, phone=read.phone + "1"))

    with opened(tmp_path) as first, opened(tmp_path) as second:
        threads = [threading.Thread(target=append, args=(each,)) for each in (first, second)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with first.view() as view:
            assert view.reception(one.id).phone == "1" * 40


# --- commitments --------------------------------------------------------------------------------


def test_acts_are_appended_in_order_and_fold_to_the_state(store: SqlStore) -> None:
    one = reception()
    made = commitment(one.id)
    offered = ActContent(reason="その日は一杯です", expected_on=date(2026, 4, 6))
    declined = made.act(Act.DECLINE, Actor.EXECUTOR, by="gas.midori", at=NOW, content=offered)
    with store.unit() as unit:
        unit.add_reception(one)
        unit.add_commitment(made)
        unit.append_act(made.id, declined.acts[-1])
        assert unit.commitment(made.id) == declined
        assert unit.commitment(made.id).state.phase is Phase.DECLINED


def test_of_two_acts_for_one_place_the_second_is_refused(store: SqlStore) -> None:
    one = reception()
    made = commitment(one.id)
    promise = made.act(Act.PROMISE, Actor.EXECUTOR, by="gas.midori", at=NOW).acts[-1]
    decline = made.act(Act.DECLINE, Actor.EXECUTOR, by="gas.midori", at=NOW).acts[-1]
    with store.unit() as unit:
        unit.add_reception(one)
        unit.add_commitment(made)
        unit.append_act(made.id, promise)
    with pytest.raises(CounterError) as failure, store.unit() as unit:
        unit.append_act(made.id, decline)
    assert failure.value.code is FailureCode.COMMITMENT_CHANGED_ELSEWHERE
    with store.unit() as unit:
        assert unit.commitment(made.id).state.phase is Phase.PROMISED
        with pytest.raises(ValueError, match="gap"):
            unit.append_act(made.id, replace(decline, sequence=4))


def test_commitments_are_found_by_reception_and_by_executor(store: SqlStore) -> None:
    one, other = reception(), reception()
    gas, power = commitment(one.id), commitment(one.id, "power.aoba")
    others_gas = commitment(other.id)
    with store.unit() as unit:
        unit.add_reception(one)
        unit.add_reception(other)
        for made in (gas, power, others_gas):
            unit.add_commitment(made)
        assert unit.commitments() == (gas, power, others_gas)
        assert unit.commitments(reception_id=one.id) == (gas, power)
        assert unit.commitments(executor="gas.midori") == (gas, others_gas)
        assert unit.commitments(reception_id=one.id, executor="power.aoba") == (power,)


def test_a_hold_is_set_and_lifted(store: SqlStore) -> None:
    one = reception()
    made = replace(commitment(one.id), held=True)
    with store.unit() as unit:
        unit.add_reception(one)
        unit.add_commitment(made)
        assert unit.commitment(made.id).held
        unit.set_held(made.id, False)
        assert not unit.commitment(made.id).held


def test_a_commitment_without_its_reception_cannot_be_stored(store: SqlStore) -> None:
    with pytest.raises(IntegrityError), store.unit() as unit:
        unit.add_commitment(commitment("nobody"))


# --- documents and signatures -------------------------------------------------------------------


def document(reception_id: str, sheet: int = 1) -> StoredDocument:
    return StoredDocument(
        id=f"{reception_id}-{sheet}",
        reception_id=reception_id,
        sheet=sheet,
        number=f"8F3KQ7T2-{sheet:02d}-1",
        form_id="A1",
        title="住民異動届",
        procedure_ids=("A1",),
        signer="m1",
        pages=1,
        digest="00" * 32,
        pdf=b"%PDF-1.7 as shown",
        signature_boxes=(SignatureBox(1, 20.0, 250.0, 60.0, 12.0, "filer"),),
    )


def test_a_document_keeps_its_files_and_changes_as_a_whole(store: SqlStore) -> None:
    one = reception()
    first, second = document(one.id, 1), document(one.id, 2)
    with store.unit() as unit:
        unit.add_reception(one)
        unit.save_document(second)
        unit.save_document(first)
        assert unit.documents(one.id) == (first, second)
        sealed = replace(
            first, state=DocumentState.SIGNED, sealed=b"%PDF-1.7 sealed", signature_id="s1"
        )
        unit.save_document(sealed)
        assert unit.document(first.id) == sealed
        assert unit.documents(one.id) == (sealed, second)
        assert unit.documents(one.id, with_files=False) == tuple(
            replace(each, pdf=b"", sealed=b"") for each in (sealed, second)
        )


def test_a_signature_keeps_every_point_of_its_strokes(store: SqlStore) -> None:
    one = reception()
    points = tuple(PenPoint(x, 40, x * 7, 0.1 * x, -12.5, 3.25) for x in range(8))
    act = SignatureAct.over(
        (ShownPage("8F3KQ7T2-01-1", 1, "11" * 32, "22" * 32),),
        (Stroke(points),),
        id="s1",
        reference=one.reference,
        signer_name="渡邉\U000e010f 髙志",
        signed_at=NOW,
    )
    with store.unit() as unit:
        unit.add_reception(one)
        unit.add_signature(one.id, act)
        assert unit.signatures(one.id) == (act,)
        assert unit.signatures("another") == ()


# --- links, transfers, supervision --------------------------------------------------------------


def test_a_link_is_found_by_its_index_and_is_unique_both_ways(store: SqlStore) -> None:
    mine, yours = b"\x01" * 32, b"\x02" * 32
    code, other = LinkCode("YK4M7R20"), LinkCode("YK4M7R21")
    with store.unit() as unit:
        unit.add_link(mine, code)
        unit.add_link(mine, code)  # told twice
        assert unit.find_link(mine) == code
        assert unit.find_link(yours) is None
        for index, wrong in ((mine, other), (yours, code)):
            with pytest.raises(CounterError) as failure:
                unit.add_link(index, wrong)
            assert failure.value.code is FailureCode.LINK_CONFLICT
        assert unit.find_link(mine) == code
        assert unit.find_link(yours) is None


def test_a_blind_index_of_another_length_is_refused(store: SqlStore) -> None:
    with pytest.raises(IntegrityError), store.unit() as unit:
        unit.add_link(b"\x01" * 31, LinkCode("YK4M7R20"))


def test_a_certificate_that_comes_again_replaces_its_copy(store: SqlStore) -> None:
    first, second = certificate(), certificate()
    corrected = replace(first, announced_visit=TODAY)
    with store.unit() as unit:
        unit.save_transfer(first, pushed=True, at=NOW)
        unit.save_transfer(second, pushed=False, at=NOW)
        unit.save_transfer(corrected, pushed=True, at=NOW)
        assert unit.transfers() == (corrected, second)


def test_proposals_wait_in_their_order_until_removed(store: SqlStore) -> None:
    one = reception()
    made = commitment(one.id)

    def proposal(name: str) -> Proposal:
        return Proposal(
            id=name,
            commitment_id=made.id,
            act=Act.DECLARE,
            actor=Actor.EXECUTOR,
            content=ActContent(reason="所得が限度を超えます"),
            by="中村",
            at=NOW,
        )

    with store.unit() as unit:
        unit.add_reception(one)
        unit.add_commitment(made)
        unit.add_proposal(proposal("b"))
        unit.add_proposal(proposal("a"))
        assert unit.proposals() == (proposal("b"), proposal("a"))
        unit.remove_proposal("b")
        assert unit.proposals() == (proposal("a"),)


def test_decisions_stay_and_a_later_one_is_added(store: SqlStore) -> None:
    hold = ReviewDecision("release:c1", "hold", "確認中", "大塚", NOW)
    allow = ReviewDecision("release:c1", "allow", "確認済み", "大塚", NOW)
    with store.unit() as unit:
        unit.add_decision(hold)
        unit.add_decision(allow)
        assert unit.decisions() == (hold, allow)


def test_audit_entries_are_read_by_case_in_their_order(store: SqlStore) -> None:
    with store.unit() as unit:
        for what, case in (("a", "r1"), ("b", "r2"), ("c", "r1")):
            unit.audit(entry(what, case))
        assert [e.what for e in unit.audit_entries(case="r1")] == ["a", "c"]
        assert [e.what for e in unit.audit_entries()] == ["database.created", "a", "b", "c"]


def test_a_time_without_its_zone_is_refused(store: SqlStore) -> None:
    with pytest.raises(ValueError, match="zone"), store.unit() as unit:
        unit.audit(replace(entry(), at=NOW.replace(tzinfo=None)))
    with pytest.raises(StatementError, match="zone"), store.unit() as unit:
        unit.add_reception(reception(opened_at=NOW.replace(tzinfo=None)))


# --- only what is needed ------------------------------------------------------------------------


def accepted(made: Commitment) -> Commitment:
    """The commitment promised, declared and accepted."""
    promised = made.act(
        Act.PROMISE, Actor.EXECUTOR, by="x", at=NOW, content=ActContent(expected_on=TODAY)
    )
    declared = promised.act(
        Act.DECLARE, Actor.EXECUTOR, by="x", at=NOW, content=ActContent(reference="2026-0007")
    )
    return declared.act(Act.ACCEPT, Actor.INITIATOR, by="佐伯", at=NOW)


def test_a_standing_follows_every_act_and_the_hold(store: SqlStore) -> None:
    one = reception()
    made = commitment(one.id)
    with store.unit() as unit:
        unit.add_reception(one)
        unit.add_commitment(replace(made, acts=(), held=True))
        assert unit.standings(only_open=True) == ()
        for record in accepted(made).acts[:-1]:
            unit.append_act(made.id, record)
        unit.set_held(made.id, False)
        stored = unit.commitment(made.id)
        assert unit.standings() == (Standing.of(stored),)
        (standing,) = unit.standings(ids=[made.id], only_open=True)
        assert (standing.phase, standing.promised_on) == (Phase.DECLARED, TODAY)
        unit.append_act(made.id, accepted(made).acts[-1])
        assert unit.standings(only_open=True) == ()
        (ended,) = unit.standings(reception_ids=[one.id])
        assert ended.phase is Phase.ACCEPTED
        assert not ended.held


def test_an_act_the_state_does_not_allow_leaves_acts_and_standing_as_they_were(
    store: SqlStore,
) -> None:
    one = reception()
    made = commitment(one.id)
    with store.unit() as unit:
        unit.add_reception(one)
        unit.add_commitment(made)
    wrong = replace(accepted(made).acts[-1], sequence=2)
    with pytest.raises(CounterError) as failure, store.unit() as unit:
        unit.append_act(made.id, wrong)
    assert failure.value.code is FailureCode.COMMITMENT_ACT_NOT_ALLOWED
    with store.view() as unit:
        assert unit.commitment(made.id) == made
        assert unit.standings() == (Standing.of(made),)


def test_standings_are_asked_for_by_executor_and_state_in_the_order_made(store: SqlStore) -> None:
    one, other = reception(), reception()
    gas, power = commitment(one.id), commitment(one.id, "power.aoba")
    done, more = accepted(commitment(other.id)), commitment(other.id)
    with store.unit() as unit:
        for each in (one, other):
            unit.add_reception(each)
        for made in (gas, power, done, more):
            unit.add_commitment(made)

        def ids(found: tuple[Standing, ...]) -> list[str]:
            return [standing.commitment_id for standing in found]

        assert ids(unit.standings(executor="gas.midori")) == [gas.id, done.id, more.id]
        assert ids(unit.standings(executor="gas.midori", only_open=True)) == [gas.id, more.id]
        assert ids(unit.standings(only_open=True, limit=2)) == [gas.id, power.id]
        assert set(ids(unit.standings(reception_ids=[one.id]))) == {gas.id, power.id}
        assert unit.standings(reception_ids=()) == ()
        assert {c.id for c in unit.commitments(ids=(more.id, gas.id, "nobody"))} == {
            gas.id,
            more.id,
        }


def test_open_commitments_are_counted_by_party_without_the_held_ones(store: SqlStore) -> None:
    one = reception()
    late = replace(commitment(one.id), due=TODAY - timedelta(days=1))
    slow = commitment(one.id).act(
        Act.PROMISE, Actor.EXECUTOR, by="x", at=NOW, content=ActContent(expected_on=TODAY)
    )
    held = replace(commitment(one.id), held=True)
    with store.unit() as unit:
        unit.add_reception(one)
        for made in (late, slow, held, commitment(one.id), accepted(commitment(one.id))):
            unit.add_commitment(made)
        unit.add_commitment(commitment(one.id, "power.aoba"))
        assert set(unit.open_figures(TODAY)) == {
            OpenFigures("gas.midori", 1, 1, 1),
            OpenFigures("power.aoba", 0, 1, 0),
        }
        tomorrow = {f.executor: f.late for f in unit.open_figures(TODAY + timedelta(days=1))}
        assert tomorrow["gas.midori"] == 2


def test_the_highest_number_counts_only_numbers_that_run(store: SqlStore) -> None:
    one = reception()
    with store.unit() as unit:
        unit.add_reception(one)
        assert unit.highest_number("gas.midori", "2026-") == 0
        unit.add_commitment(accepted(commitment(one.id)))
        for reference in ("2026-0012", "2026-10000", "2026-0020補", "2027-0001", "2026-"):
            made = commitment(one.id).act(Act.PROMISE, Actor.EXECUTOR, by="x", at=NOW)
            unit.add_commitment(made)
            content = ActContent(reference=reference)
            given = made.act(Act.DECLARE, Actor.EXECUTOR, by="x", at=NOW, content=content)
            unit.append_act(made.id, given.acts[-1])
        assert unit.highest_number("gas.midori", "2026-") == 10_000
        assert unit.highest_number("gas.midori", "2027-") == 1
        assert unit.highest_number("power.aoba", "2026-") == 0


def test_receptions_are_found_by_number_time_name_kana_and_code_newest_first(
    store: SqlStore,
) -> None:
    first = reception(number="0403-017", links=(LinkedMember("m1", "YK4M7R20"),))
    later = reception(number="0403-018", opened_at=NOW + timedelta(hours=1))
    unnumbered = reception(opened_at=NOW + timedelta(hours=2))
    hidden = reception(number="0403-019", protection=Protection.YES)
    with store.unit() as unit:
        for one in (first, later, unnumbered, hidden):
            unit.add_reception(one)
        assert unit.find_receptions("0403-01", 2) == (later, *sorted_newest(first, hidden)[:1])
        assert unit.count_receptions("0403-01") == 3
        assert unit.find_receptions("-018", 9) == (later,)
        assert unit.find_receptions("11:15", 9) == (unnumbered,)
        assert unit.find_receptions("yk4m", 9) == (first,)
        assert hidden not in unit.find_receptions("髙志", 9)
        assert unit.count_receptions("髙志") == 3
        assert hidden not in unit.find_receptions("ワタナベタカシ", 9)
        assert unit.count_receptions("ワタナベタカシ") == 3
        assert unit.find_receptions(hidden.reference, 9) == (hidden,)
        assert unit.find_receptions("%", 9) == ()
        assert unit.count_receptions("") == 4
        unit.save_reception(replace(unnumbered, number="0403-020"))
        assert unit.find_receptions("11:15", 9) == ()
        assert unit.count_receptions("0403-020") == 1


def sorted_newest(*receptions: Reception) -> list[Reception]:
    return sorted(receptions, key=lambda r: (r.opened_at, r.id), reverse=True)


def test_receptions_of_one_day_begin_at_midnight_here(store: SqlStore) -> None:
    midnight = NOW.replace(hour=0, minute=0, second=0, microsecond=0)
    first, last = reception(opened_at=midnight), reception(opened_at=midnight.replace(hour=23))
    before = reception(opened_at=midnight - timedelta(microseconds=1))
    with store.unit() as unit:
        for one in (last, first, before):
            unit.add_reception(one)
        assert unit.receptions(opened_on=TODAY) == (first, last)
        assert unit.receptions(ids=(last.id, before.id, "nobody")) == (before, last)
        assert unit.receptions(ids=()) == ()


def test_a_department_s_search_finds_codes_and_numbers_and_no_names(store: SqlStore) -> None:
    one, other = reception(number="0403-017"), reception(number="0403-018")
    mine = commitment(one.id)
    newer = replace(commitment(other.id), link_code="ZZ4M7R2X")
    theirs = commitment(one.id, "power.aoba")
    with store.unit() as unit:
        for each in (one, other):
            unit.add_reception(each)
        for made in (mine, newer, theirs):
            unit.add_commitment(made)

        def found(words: str, limit: int = 9) -> list[str]:
            return [s.commitment_id for s in unit.find_standings("gas.midori", words, limit)]

        assert found("0403017") == [mine.id]
        assert found("04030") == [newer.id, mine.id]
        assert found("04030", 1) == [newer.id]
        assert found("zz4m") == [newer.id]
        assert found("髙志") == []


def test_messages_and_decisions_are_asked_for_by_what_they_are_about(store: SqlStore) -> None:
    one = reception()
    made = commitment(one.id)
    first, second = message(made), message(made, 2, Act.QUIT)
    allow = ReviewDecision("release:c1", "allow", "確認済み", "大塚", NOW)
    hold = ReviewDecision("late:c2", "hold", "確認中", "大塚", NOW)
    with store.unit() as unit:
        unit.add_reception(one)
        unit.add_commitment(made)
        unit.enqueue(first)
        unit.enqueue(second, held=True)
        assert [q.message for q in unit.outbox(states=[DeliveryState.HELD])] == [second]
        assert len(unit.outbox(states=[DeliveryState.HELD, DeliveryState.WAITING])) == 2
        for decision in (allow, hold, allow):
            unit.add_decision(decision)
        assert unit.decisions(items=["release:c1"]) == (allow, allow)
        assert unit.decisions(items=["late:c2", "release:c1", "x"]) == (allow, hold, allow)
        assert unit.decisions(items=()) == ()


def test_the_times_of_signing_come_without_the_strokes(store: SqlStore) -> None:
    one, other = reception(), reception()

    def signed(name: str, at: timedelta) -> SignatureAct:
        return SignatureAct.over(
            (ShownPage("8F3KQ7T2-01-1", 1, "11" * 32, "22" * 32),),
            (Stroke(tuple(PenPoint(n, 2, 3 * n, 0.5, 0, 0) for n in range(2))),),
            id=name,
            reference=one.reference,
            signer_name="渡邉\U000e010f 髙志",
            signed_at=NOW + at,
        )

    with store.unit() as unit:
        for each in (one, other):
            unit.add_reception(each)
        unit.add_signature(one.id, signed("b", timedelta(minutes=2)))
        unit.add_signature(one.id, signed("a", timedelta(minutes=1)))
        minutes = tuple(NOW + timedelta(minutes=n) for n in (1, 2))
        assert unit.signing_times([one.id, other.id]) == {one.id: minutes}


def test_the_audit_log_is_counted_and_its_latest_entries_are_read(store: SqlStore) -> None:
    with store.unit() as unit:
        for what, case in (("a", "r1"), ("b", "r2"), ("c", "r1")):
            unit.audit(entry(what, case))
        assert unit.audit_count() == 4
        assert [e.what for e in unit.audit_entries(latest=2)] == ["b", "c"]
        assert [e.what for e in unit.audit_entries(case="r1", latest=1)] == ["c"]
