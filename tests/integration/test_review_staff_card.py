"""A supervisor decides with their staff card: card, town list, store and record, no window."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from counter_app.commands.staff_proofs import check_proofs
from counter_app.failures import CounterError, FailureCode
from counter_app.model.town import load_town
from counter_app.ports import StaffIdentity, StaffProof
from counter_app.review import Review, ReviewItem, Verdict
from counter_app.sandbox.staff_cards import make_staff_card
from counter_app.sandbox.town_files import TownFiles
from counter_app.sandbox.virtual_reader import VirtualReader
from counter_app.settings import Settings
from counter_app.staff_proof import CARD_REFUSED, card_of, decision_statement
from iccard.staff_card import StaffCardReader
from localdb.open import open_store
from localdb.store import SqlStore
from tests.card_support import open_reader
from tests.command_kit import command, refused
from tests.localdb_samples import NOW, commitment, reception

STAFF = load_town().staff
OTSUKA = "大塚"
REASON = "本人の同意を確かめた"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    """One reception of 佐伯, one request of it on hold until it is released."""
    made = open_store(tmp_path / "data", clock=lambda: NOW)
    of = reception()
    asked = replace(commitment(of.id, "power.aoba"), held=True)
    with made.unit() as unit:
        unit.add_reception(of)
        unit.add_commitment(replace(asked, acts=()))
        for record in asked.acts:
            unit.append_act(asked.id, record)
    yield made
    made.close()


@pytest.fixture
def reader() -> Iterator[VirtualReader]:
    with open_reader("in-process") as made:
        yield made


@pytest.fixture
def prove(tmp_path: Path, reader: VirtualReader) -> Callable[..., StaffProof]:
    """Lays the card of a member down for a decision."""
    files = TownFiles.prepare(tmp_path)
    cards = StaffCardReader(reader.channel(), files.staff_authority.certificate_file, lambda: NOW)

    def lay_down(
        name: str, item: ReviewItem, verdict: Verdict = Verdict.ALLOW, reason: str = REASON
    ) -> StaffProof:
        member = STAFF.named(name)
        assert member is not None
        reader.insert(make_staff_card(member.id, files))
        return cards.prove(decision_statement(item.id, verdict.value, reason))

    return lay_down


def review(store: SqlStore, who: str = OTSUKA) -> Review:
    return Review(store, lambda: NOW, who, STAFF)


def test_a_decision_is_recorded_with_the_card_that_proved_it(
    store: SqlStore, prove: Callable[..., StaffProof]
) -> None:
    (item,) = review(store).waiting()
    proof = prove(OTSUKA, item)
    review(store).decide(item, Verdict.ALLOW, REASON, proof)
    with store.view() as unit:
        (decision,) = unit.decisions()
        line = unit.audit_entries()[-1]
    assert (decision.by, decision.proof) == (OTSUKA, proof)
    assert (line.who, line.what, line.reason) == (OTSUKA, "review.allow.release", REASON)
    assert card_of(line) == proof.identity
    told = review(store).story(item.reception_id)
    assert [t.card for t in told if t.code == "review.allow.release"] == [proof.identity]


def test_without_a_card_nothing_is_decided_where_the_town_asks_for_one(store: SqlStore) -> None:
    (item,) = review(store).waiting()
    with pytest.raises(CounterError) as refused:
        review(store).decide(item, Verdict.ALLOW, REASON)
    assert refused.value.code is FailureCode.STAFF_CARD_REQUIRED
    with store.view() as unit:
        assert unit.decisions() == ()


@pytest.mark.parametrize(
    ("whose", "code"),
    [("西", FailureCode.STAFF_CARD_OTHER_PERSON), ("中村", FailureCode.STAFF_CARD_NOT_LISTED)],
)
def test_another_persons_card_decides_nothing_and_is_recorded(
    store: SqlStore, prove: Callable[..., StaffProof], whose: str, code: FailureCode
) -> None:
    (item,) = review(store).waiting()
    proof = prove(whose, item)
    with pytest.raises(CounterError) as refused:
        review(store).decide(item, Verdict.ALLOW, REASON, proof)
    assert refused.value.code is code
    with store.view() as unit:
        assert unit.decisions() == ()
        line = unit.audit_entries()[-1]
    assert (line.who, line.what, line.case) == (OTSUKA, CARD_REFUSED, item.reception_id)
    assert code.value in line.fields
    assert card_of(line) == proof.identity


def test_a_proof_for_one_verdict_does_not_serve_for_another(
    store: SqlStore, prove: Callable[..., StaffProof]
) -> None:
    (item,) = review(store).waiting()
    proof = prove(OTSUKA, item, Verdict.HOLD)
    with pytest.raises(CounterError) as refused:
        review(store).decide(item, Verdict.ALLOW, REASON, proof)
    assert refused.value.code is FailureCode.STAFF_CARD_STALE
    review(store).decide(item, Verdict.HOLD, REASON, proof)


def test_a_supervisors_card_does_not_open_their_own_case(
    store: SqlStore, prove: Callable[..., StaffProof]
) -> None:
    """Four eyes look at the person the card names."""
    (item,) = review(store).waiting()
    with store.unit() as unit:
        of = unit.reception(item.reception_id)
        unit.save_reception(replace(of, clerk="西"))
    with pytest.raises(CounterError) as refused:
        review(store, "西").decide(item, Verdict.ALLOW, REASON, prove("西", item))
    assert refused.value.code is FailureCode.REVIEW_OWN_CASE


def test_the_record_can_be_checked_against_the_cards_signature(
    store: SqlStore, prove: Callable[..., StaffProof], tmp_path: Path
) -> None:
    (item,) = review(store).waiting()
    review(store).decide(item, Verdict.ALLOW, REASON, prove(OTSUKA, item))
    ran = command("audit", "verify", basedir=tmp_path)
    assert ran.status == 0
    assert "職員カードで決めた判断 1件は、すべて署名と合っています。" in ran.out

    with store.view() as unit:
        (decision,) = unit.decisions()
    assert decision.proof is not None
    settings = Settings(basedir=tmp_path)
    other = replace(decision.proof, identity=StaffIdentity("Y-0098", "1"))
    for changed in (
        replace(decision, reason="別の理由"),
        replace(decision, verdict="stop"),
        replace(decision, proof=other),
        replace(decision, proof=replace(decision.proof, certificate=b"no certificate")),
    ):
        assert check_proofs([changed], settings)[0] == 1
        assert len(check_proofs([changed], settings)[1]) == 1
    with store.unit() as unit:
        unit.add_decision(replace(decision, reason="書き足した理由"))
    words = refused(command("audit", "verify", basedir=tmp_path), "STAFF_PROOF_BROKEN")
    assert "1件あります" in words


def test_a_signature_that_is_gone_or_anothers_is_missed(
    store: SqlStore, prove: Callable[..., StaffProof], tmp_path: Path
) -> None:
    (item,) = review(store).waiting()
    review(store).decide(item, Verdict.ALLOW, REASON, prove(OTSUKA, item))
    for loss in (
        "UPDATE decisions SET value = json_set(value, '$.by', '西')",
        "UPDATE decisions SET value = json_set(value, '$.by', '大塚', '$.proof', NULL)",
        "DELETE FROM decisions",
    ):
        _sql(tmp_path, loss)
        ran = command("audit", "verify", basedir=tmp_path)
        assert "1件あります" in refused(ran, "STAFF_PROOF_BROKEN")
        assert "この判断のカードの署名がありません" in ran.err


def _sql(basedir: Path, statement: str) -> None:
    """Change the database as somebody who has its key."""
    data = basedir / "data"
    key = (data / "keys" / "database.key").read_bytes()
    database = dbapi2.connect(str(data / "counter.db"), isolation_level=None)
    database.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    database.execute(statement)
    database.close()
