"""Which staff card proves that the supervisor at work decides just this."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from counter_app.failures import CounterError, FailureCode
from counter_app.model.staff import Staff, StaffMember, StaffRole
from counter_app.model.town import load_town
from counter_app.ports import AuditEntry, StaffIdentity, StaffProof
from counter_app.staff_proof import (
    PROOF_LASTS,
    card_fields,
    card_of,
    decision_statement,
    proved_member,
)
from resources.loader import data_file

NOW = datetime(2026, 4, 3, 10, 41, tzinfo=timezone(timedelta(hours=9)))
OTSUKA = StaffMember("Y-0117", "大塚", (StaffRole.SUPERVISOR,))
NISHI = StaffMember("Y-0098", "西", (StaffRole.CLERK, StaffRole.SUPERVISOR))
SAEKI = StaffMember("Y-0231", "佐伯", (StaffRole.CLERK,))
STAFF = Staff(True, (OTSUKA, NISHI, SAEKI), ("0A1B",))
STATEMENT = decision_statement("release:1", "allow", "本人の同意あり")
PROOF = StaffProof(
    identity=StaffIdentity("Y-0117", "7F21"),
    proved_at=NOW,
    statement=STATEMENT,
    nonce=bytes(32),
    signature=b"",
    certificate=b"",
)


def test_the_supervisors_own_card_proves_who_decides() -> None:
    assert proved_member(PROOF, STAFF, "大塚", STATEMENT, NOW + PROOF_LASTS) == OTSUKA


@pytest.mark.parametrize(
    ("identity", "code"),
    [
        (StaffIdentity("Y-0098", "7F21"), FailureCode.STAFF_CARD_OTHER_PERSON),
        (StaffIdentity("Y-0231", "7F21"), FailureCode.STAFF_CARD_NOT_LISTED),
        (StaffIdentity("Y-9999", "7F21"), FailureCode.STAFF_CARD_NOT_LISTED),
        (StaffIdentity("Y-0117", "0A1B"), FailureCode.STAFF_CARD_STOPPED),
    ],
)
def test_another_persons_card_and_a_stopped_one_are_no_proof(
    identity: StaffIdentity, code: FailureCode
) -> None:
    with pytest.raises(CounterError) as refused:
        proved_member(replace(PROOF, identity=identity), STAFF, "大塚", STATEMENT, NOW)
    assert refused.value.code is code


@pytest.mark.parametrize(
    ("statement", "later"),
    [
        (decision_statement("release:2", "allow", "本人の同意あり"), timedelta()),
        (decision_statement("release:1", "stop", "本人の同意あり"), timedelta()),
        (decision_statement("release:1", "allow", "本人の同意"), timedelta()),
        (STATEMENT, PROOF_LASTS + timedelta(seconds=1)),
        (STATEMENT, timedelta(seconds=-1)),
    ],
)
def test_a_proof_counts_for_its_own_decision_and_not_for_long(
    statement: bytes, later: timedelta
) -> None:
    with pytest.raises(CounterError) as refused:
        proved_member(PROOF, STAFF, "大塚", statement, NOW + later)
    assert refused.value.code is FailureCode.STAFF_CARD_STALE


def test_parts_of_a_statement_cannot_change_places() -> None:
    assert decision_statement("a", "b", "c") != decision_statement("a", "b\nc", "")
    assert decision_statement("a", "b", "か\u3099") != decision_statement("a", "b", "が")


def test_an_audit_line_tells_which_card_was_laid_down() -> None:
    line = AuditEntry(at=NOW, who="大塚", terminal="review", what="x", fields=card_fields(PROOF))
    assert card_of(line) == PROOF.identity
    assert card_of(replace(line, fields=("name",))) is None


def test_our_town_asks_for_a_card_and_another_decides_by_name() -> None:
    staff = load_town().staff
    assert staff.card_for_decisions
    supervisors = [m.name for m in staff.members if StaffRole.SUPERVISOR in m.roles]
    assert supervisors == ["大塚", "西"]
    assert load_town(data_file("town", "z.toml")).staff == Staff()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('name = "西"', 'name = "大塚"', "職員の名前「大塚」が2人にあります。"),
        ('id = "Y-0098"', 'id = "Y-0117"', "職員番号「Y-0117」が2人にあります。"),
        ('roles = ["supervisor"]', 'roles = ["clerk"]', "監督者がいません。"),
        ("stopped_cards = []", "stoped_cards = []", "「stoped_cards」という項目はありません。"),
    ],
)
def test_a_staff_list_that_contradicts_itself_stops_the_start(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    path = tmp_path / "town.toml"
    path.write_text(data_file("town", "y.toml").read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(CounterError) as refused:
        load_town(path)
    assert refused.value.code is FailureCode.TOWN_FILE_INVALID
    assert words in refused.value.detail
