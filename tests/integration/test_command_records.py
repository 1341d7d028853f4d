"""Commands on what a reception left behind: outbox, audit log, sealed documents."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from counter_app.bootstrap import trusted_seal
from counter_app.model.message import DeliveryState
from tests.command_kit import command, content_of, refused
from tests.reception_kit import Played, TickingClock, play_reception


@dataclass(frozen=True)
class Left:
    """A base directory after a reception, and what became of the reception."""

    basedir: Path
    played: Played


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> Left:
    basedir = tmp_path_factory.mktemp("delivered")
    return Left(basedir, play_reception(basedir))


@pytest.fixture(scope="module")
def waiting(tmp_path_factory: pytest.TempPathFactory) -> Left:
    basedir = tmp_path_factory.mktemp("waiting")
    return Left(basedir, play_reception(basedir, deliver=False))


# --- outbox ---------------------------------------------------------------------------------------


def _listed(left: Left) -> list[dict[str, object]]:
    ran = command("outbox", "list", "--json", basedir=left.basedir)
    assert ran.status == 0, ran.err
    found = json.loads(ran.out)
    assert isinstance(found, list)
    return found


def test_the_outbox_lists_each_message_with_its_delivery(delivered: Left) -> None:
    listed = {str(one["id"]): one for one in _listed(delivered)}
    assert len(listed) >= 4
    for queued in delivered.played.outbox:
        one = listed[queued.message.id]
        assert one["to"] == queued.message.to_party
        assert one["who"] == queued.message.who
        assert one["act"] == queued.message.what.act.value
        assert one["commitment"] == queued.message.commitment_id
        assert one["state"] == "delivered"
        assert one["attempts"] == 1
        assert one["next_attempt_at"] is None
        assert one["delivered_at"]


def test_what_waits_has_its_next_attempt(waiting: Left) -> None:
    listed = _listed(waiting)
    assert {one["state"] for one in listed} == {DeliveryState.WAITING.value}
    assert all(one["next_attempt_at"] and not one["delivered_at"] for one in listed)


def test_nothing_of_what_a_message_says_is_listed(waiting: Left) -> None:
    told = "".join(
        command("outbox", "list", *options, basedir=waiting.basedir).out
        for options in ((), ("--json",))
    )
    assert waiting.played.outbox
    for queued in waiting.played.outbox:
        assert queued.message.to_party in told
        what = queued.message.what
        values = [value for _, value in what.subject] + [what.product]
        assert values
        assert [value for value in values if len(value) > 2 and value in told] == []


def test_the_table_for_people_names_the_state_in_japanese(waiting: Left) -> None:
    ran = command("outbox", "list", basedir=waiting.basedir)
    assert " ".join(ran.out.split()[:7]) == "番号 宛先 行為 状態 回数 次の送信 理由"
    assert "待ち" in ran.out


def test_listing_changes_nothing(waiting: Left) -> None:
    command("outbox", "list", basedir=waiting.basedir)
    before = content_of(waiting.basedir)
    command("outbox", "list", "--json", basedir=waiting.basedir)
    assert content_of(waiting.basedir) == before


# --- audit log ------------------------------------------------------------------------------------


def _sql(basedir: Path, statement: str) -> None:
    data = basedir / "data"
    key = (data / "keys" / "database.key").read_bytes()
    database = dbapi2.connect(str(data / "counter.db"), isolation_level=None)
    database.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    database.execute(statement)
    database.close()


def test_a_whole_audit_log_is_told_with_its_length(delivered: Left) -> None:
    ran = command("audit", "verify", basedir=delivered.basedir)
    assert ran.status == 0, ran.err
    count = int(ran.out.removeprefix("監査記録 ").partition("件")[0])
    assert count > 30


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE audit_records SET line = replace(line, '佐伯', '大塚') WHERE seq = 7", "記録 7 "),
        ("DELETE FROM audit_records WHERE seq = 7", "記録 7 が抜けています"),
    ],
)
def test_a_tampered_audit_log_is_refused_and_the_record_named(
    delivered: Left, tmp_path: Path, statement: str, says: str
) -> None:
    basedir = Path(shutil.copytree(delivered.basedir, tmp_path / "copy"))
    _sql(basedir, statement)
    ran = command("audit", "verify", basedir=basedir)
    assert says in refused(ran, "AUDIT_TAMPERED")
    assert says in ran.err.splitlines()[0]
    assert ran.out == ""


def test_without_the_first_key_the_log_cannot_be_verified(delivered: Left, tmp_path: Path) -> None:
    basedir = Path(shutil.copytree(delivered.basedir, tmp_path / "copy"))
    kept = tmp_path / "stick.key"
    (basedir / "data" / "keys" / "audit-verification.key").rename(kept)
    refused(command("audit", "verify", basedir=basedir), "KEY_FILE_MISSING")
    with_it = command("audit", "verify", "--key", kept, basedir=basedir)
    assert with_it.status == 0, with_it.err
    kept.write_bytes(bytes(32))
    refused(command("audit", "verify", "--key", kept, basedir=basedir), "AUDIT_TAMPERED")


# --- sealed documents -----------------------------------------------------------------------------


@pytest.fixture
def sealed(delivered: Left, tmp_path: Path) -> Path:
    """A document of the reception as it was sealed."""
    file = tmp_path / "sealed.pdf"
    file.write_bytes(next(d.sealed for d in delivered.played.documents if d.form_id == "C1"))
    return file


def test_a_sealed_document_is_told_with_signer_and_numbers(delivered: Left, sealed: Path) -> None:
    ran = command("verify", sealed, basedir=delivered.basedir)
    assert ran.status == 0, ran.err
    assert ran.out.startswith("変わっていません\n")
    number = next(d.number for d in delivered.played.documents if d.form_id == "C1")
    assert number in ran.out
    assert "渡邉\U000e010f" in ran.out


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_one_changed_byte_is_found(delivered: Left, sealed: Path, share: float) -> None:
    content = bytearray(sealed.read_bytes())
    content[int(len(content) * share)] ^= 1
    sealed.write_bytes(content)
    ran = command("verify", sealed, basedir=delivered.basedir)
    refused(ran, "SEAL_NOT_INTACT")
    assert ran.out.startswith("この書類は確かめられません\n・")


def test_another_towns_seal_is_trusted_only_when_its_authority_is_given(
    delivered: Left, waiting: Left, sealed: Path, tmp_path: Path
) -> None:
    refused(command("verify", sealed, basedir=waiting.basedir), "SEAL_NOT_INTACT")
    refused(command("verify", sealed, basedir=tmp_path / "empty"), "SEAL_NOT_INTACT")
    der = tmp_path / "authority.crt"
    der.write_bytes(trusted_seal(delivered.basedir)[0])
    pem = delivered.basedir / "sealing" / "sealing-ca.crt"
    for authority in (der, pem):
        ran = command("verify", sealed, "--trusted", authority, basedir=waiting.basedir)
        assert ran.status == 0, ran.err
    assert not (tmp_path / "empty").exists()


# --- the kit itself -------------------------------------------------------------------------------


def test_a_second_reception_in_the_same_place_gets_the_next_number(tmp_path: Path) -> None:
    clock = TickingClock()
    first = play_reception(tmp_path, clock=clock, deliver=False)
    second = play_reception(tmp_path, clock=clock)
    assert (first.reception.number, second.reception.number) == ("0403-001", "0403-002")
