"""The port `Store`: documents, signatures, links, certificates, decisions and the audit log."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from counter_app.failures import CounterError, FailureCode
from counter_app.model.commitment import Act, ActContent, Actor
from counter_app.model.document import DocumentState, PenPoint, ShownPage, SignatureAct, Stroke
from counter_app.model.message import DeliveryState
from counter_app.model.numbers import LinkCode
from counter_app.ports import Proposal, ReviewDecision, SignatureBox, StoredDocument
from localdb.store import SqlStore
from tests.localdb_samples import (
    NOW,
    TODAY,
    certificate,
    commitment,
    entry,
    message,
    opened,
    reception,
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    with opened(tmp_path) as store:
        yield store


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
