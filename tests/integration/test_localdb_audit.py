"""Whatever is done to the audit log is found, and the record it was done to is named."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlcipher3 import dbapi2

from counter_app.failures import CounterError, FailureCode
from localdb.audit_log import Witness, head_tag, next_key, record_mac
from localdb.audit_verification import AuditReport, Damage, Finding
from localdb.keys import audit_key_record, read_audit_key, read_key
from tests.conftest import AnnouncedWarnings
from tests.localdb_samples import entry, opened

RECORDS = 12
"""Records in the log of these tests, the first of them written by the store itself."""


@dataclass
class Log:
    """A base directory with a finished audit log, and the ways a burglar has into it."""

    base: Path

    def sql(self, *statements: str, **values: object) -> None:
        """Change the database as somebody who has its key."""
        key = read_key(self.base / "keys" / "database.key")
        connection = dbapi2.connect(str(self.base / "counter.db"), isolation_level=None)
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for statement in statements:
            connection.execute(statement, values)
        connection.close()

    def rows(self) -> list[Any]:
        key = read_key(self.base / "keys" / "database.key")
        connection = dbapi2.connect(str(self.base / "counter.db"))
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        rows: list[Any] = connection.execute("SELECT * FROM audit_records ORDER BY seq").fetchall()
        connection.close()
        return rows

    @property
    def witness(self) -> Path:
        return self.base / "counter.audit-head"

    @property
    def moving_key(self) -> Path:
        return self.base / "keys" / "audit.key"

    def first_key(self) -> bytes:
        return read_key(self.base / "keys" / "audit-verification.key")

    def verify(self) -> AuditReport:
        with opened(self.base) as store:
            return store.verify_audit(self.first_key())


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("audit")
    with opened(base) as store:
        for case in range(1, RECORDS):
            with store.unit() as unit:
                unit.audit(entry("reception.opened", f"r{case}"))
    return base


@pytest.fixture
def log(written: Path, tmp_path: Path) -> Log:
    return Log(shutil.copytree(written, tmp_path / "base"))


def test_an_untouched_log_is_intact(log: Log) -> None:
    report = log.verify()
    assert (report.records, report.findings, report.intact) == (RECORDS, (), True)
    report.require_intact()


def test_the_log_goes_on_after_opening_again_and_stays_intact(log: Log) -> None:
    for _ in range(3):
        with opened(log.base) as store, store.unit() as unit:
            unit.audit(entry("reception.committed"))
            unit.audit(entry("document.printed"))
    assert log.verify().records == RECORDS + 6
    assert log.verify().intact


def test_two_programs_that_write_in_turn_keep_one_chain(log: Log) -> None:
    with opened(log.base) as one, opened(log.base) as other:
        for _ in range(4):
            for store in (one, other):
                with store.unit() as unit:
                    unit.audit(entry("reception.opened"))
    assert log.verify().intact
    assert log.verify().records == RECORDS + 8


def changed(log: Log, seq: int) -> None:
    log.sql("UPDATE audit_records SET line = replace(line, '佐伯', '田中') WHERE seq = :s", s=seq)


def remacced(log: Log, seq: int) -> None:
    log.sql("UPDATE audit_records SET mac = randomblob(32) WHERE seq = :s", s=seq)


def recased(log: Log, seq: int) -> None:
    log.sql("UPDATE audit_records SET case_id = 'elsewhere' WHERE seq = :s", s=seq)


def garbled(log: Log, seq: int) -> None:
    log.sql("UPDATE audit_records SET line = '{' WHERE seq = :s", s=seq)


def retyped(log: Log, seq: int) -> None:
    log.sql("UPDATE audit_records SET line = CAST(line AS BLOB) WHERE seq = :s", s=seq)


def misspelt(log: Log, seq: int) -> None:
    log.sql("UPDATE audit_records SET line = line || CAST(x'FF' AS TEXT) WHERE seq = :s", s=seq)


@pytest.mark.parametrize("seq", [2, 7, RECORDS])
@pytest.mark.parametrize("tamper", [changed, recased, garbled, retyped, misspelt])
def test_a_changed_record_is_named_alone(
    log: Log, tamper: Callable[[Log, int], None], seq: int
) -> None:
    tamper(log, seq)
    assert log.verify().findings == (Finding(Damage.CHANGED, seq, seq),)


@pytest.mark.parametrize("seq", [2, 7])
@pytest.mark.parametrize("value", ["randomblob(32)", "'no bytes'", "7"])
def test_a_changed_check_value_is_named_alone(log: Log, seq: int, value: str) -> None:
    log.sql(f"UPDATE audit_records SET mac = {value} WHERE seq = :s", s=seq)
    assert log.verify().findings == (Finding(Damage.CHANGED, seq, seq),)


def test_the_last_check_value_is_missed_by_head_and_witness_too(log: Log) -> None:
    remacced(log, RECORDS)
    found = log.verify().findings
    assert found[0] == Finding(Damage.CHANGED, RECORDS, RECORDS)


def test_a_record_rewritten_with_a_made_up_key_is_named(log: Log) -> None:
    rows = log.rows()
    line = rows[4][2].replace("佐伯", "田中")
    forged = record_mac(b"\x00" * 32, rows[3][3], line.encode())
    log.sql("UPDATE audit_records SET line = :l, mac = :m WHERE seq = 5", l=line, m=forged)
    assert Finding(Damage.CHANGED, 5, 5) in log.verify().findings


@pytest.mark.parametrize(("first", "last"), [(1, 1), (2, 2), (5, 8)])
def test_deleted_records_are_named(log: Log, first: int, last: int) -> None:
    log.sql("DELETE FROM audit_records WHERE seq BETWEEN :a AND :b", a=first, b=last)
    assert log.verify().findings == (Finding(Damage.MISSING, first, last),)


def test_a_deletion_closed_by_renumbering_is_named_where_it_was(log: Log) -> None:
    log.sql(
        "DELETE FROM audit_records WHERE seq = 5",
        "UPDATE audit_records SET seq = -seq WHERE seq > 5",
        "UPDATE audit_records SET seq = -seq - 1 WHERE seq < 0",
    )
    assert log.verify().findings[0] == Finding(Damage.MOVED, 5, 5)


def test_an_inserted_record_is_named(log: Log) -> None:
    rows = log.rows()
    line = rows[4][2].replace('"seq":5', '"seq":6')
    log.sql(
        "UPDATE audit_records SET seq = -seq WHERE seq > 5",
        "UPDATE audit_records SET seq = -seq + 1 WHERE seq < 0",
    )
    log.sql("INSERT INTO audit_records VALUES (6, :c, :l, randomblob(32))", c=rows[4][1], l=line)
    found = log.verify().findings
    assert found[0] == Finding(Damage.CHANGED, 6, 6)
    assert found[1] == Finding(Damage.MOVED, 7, 7)


def test_swapped_records_are_both_named(log: Log) -> None:
    log.sql(
        "UPDATE audit_records SET seq = -4 WHERE seq = 4",
        "UPDATE audit_records SET seq = 4 WHERE seq = 9",
        "UPDATE audit_records SET seq = 9 WHERE seq = -4",
    )
    found = log.verify().findings
    assert Finding(Damage.MOVED, 4, 4) in found
    assert Finding(Damage.MOVED, 9, 9) in found


def test_a_cut_tail_is_named_from_the_head(log: Log) -> None:
    log.sql("DELETE FROM audit_records WHERE seq > 9")
    assert log.verify().findings[0] == Finding(Damage.CUT, 10, RECORDS)


def cut_with_head(log: Log, kept: int) -> None:
    mac = log.rows()[kept - 1][3]
    log.sql("DELETE FROM audit_records WHERE seq > :k", k=kept)
    log.sql("UPDATE audit_head SET count = :k, mac = :m", k=kept, m=mac)


def test_a_tail_cut_together_with_the_head_is_refused_at_the_next_start(log: Log) -> None:
    cut_with_head(log, 9)
    with pytest.raises(CounterError) as failure:
        opened(log.base)
    assert failure.value.code is FailureCode.DATABASE_ROLLED_BACK
    assert failure.value.detail == f"監査ログは {RECORDS}件あったはずですが 9件です"


def test_a_tail_cut_with_head_and_key_file_is_named_by_the_witness(log: Log) -> None:
    cut_with_head(log, 9)
    log.moving_key.write_bytes(audit_key_record(10, b"\x00" * 32))
    assert log.verify().findings == (Finding(Damage.CUT, 10, RECORDS),)


def test_a_witness_cannot_be_made_for_an_earlier_record(log: Log) -> None:
    _, present = read_audit_key(log.moving_key)
    cut_with_head(log, 9)
    log.moving_key.write_bytes(audit_key_record(10, present))
    mac = log.rows()[8][3]
    log.witness.write_bytes(Witness(9, mac, head_tag(present, 9, mac)).to_bytes())
    assert log.verify().findings == (Finding(Damage.WITNESS, 9, 9),)


def test_records_forged_after_a_cut_are_named(log: Log) -> None:
    cut_with_head(log, 9)
    log.moving_key.write_bytes(audit_key_record(10, b"\x00" * 32))
    log.witness.unlink()
    # The next start goes on under the wrong key and leaves a record that the witness was gone.
    assert log.verify().findings[0] == Finding(Damage.CHANGED, 10, 10)


def test_an_older_copy_of_the_database_is_refused_at_the_next_start(log: Log) -> None:
    older = (log.base / "counter.db").read_bytes()
    with opened(log.base) as store, store.unit() as unit:
        unit.audit(entry("reception.committed"))
    (log.base / "counter.db").write_bytes(older)
    with pytest.raises(CounterError) as failure:
        opened(log.base)
    assert failure.value.code is FailureCode.DATABASE_ROLLED_BACK


def test_a_database_that_vanished_is_not_begun_anew(log: Log) -> None:
    for path in log.base.glob("counter.db*"):
        path.unlink()
    with pytest.raises(CounterError) as failure:
        opened(log.base)
    assert failure.value.code is FailureCode.DATABASE_ROLLED_BACK


def test_records_added_past_the_head_are_named(log: Log) -> None:
    line = log.rows()[-1][2].replace(f'"seq":{RECORDS}', f'"seq":{RECORDS + 1}')
    log.sql(f"INSERT INTO audit_records VALUES ({RECORDS + 1}, 'r11', :l, randomblob(32))", l=line)
    found = log.verify().findings
    assert Finding(Damage.ADDED, RECORDS + 1, RECORDS + 1) in found
    assert Finding(Damage.CHANGED, RECORDS + 1, RECORDS + 1) in found


def test_made_up_counts_far_ahead_end_in_a_finding_and_not_in_endless_work(log: Log) -> None:
    far = 10**15
    log.sql("INSERT INTO audit_records VALUES (:s, '', '{}', randomblob(32))", s=far)
    log.witness.write_bytes(Witness(far, bytes(32), bytes(32)).to_bytes())
    assert log.verify().findings == (
        Finding(Damage.ADDED, far, far),
        Finding(Damage.WITNESS, RECORDS, RECORDS),
    )
    log.sql("UPDATE audit_head SET count = :c", c=far)
    with pytest.raises(CounterError) as failure:
        opened(log.base)
    assert failure.value.code is FailureCode.DATABASE_ROLLED_BACK


@pytest.mark.parametrize("value", ["randomblob(32)", "'no bytes'"])
def test_a_changed_head_row_is_named(log: Log, value: str) -> None:
    log.sql(f"UPDATE audit_head SET mac = {value}")
    assert log.verify().findings == (Finding(Damage.HEAD, RECORDS, RECORDS),)


@pytest.mark.parametrize("tamper", ["DELETE FROM audit_head", "UPDATE audit_head SET count = 'x'"])
def test_a_head_row_that_says_nothing_is_a_rollback(log: Log, tamper: str) -> None:
    log.sql(tamper)
    with pytest.raises(CounterError) as failure:
        opened(log.base)
    assert failure.value.code is FailureCode.DATABASE_ROLLED_BACK


@pytest.mark.parametrize("position", [0, 15, 20, 90])
def test_a_changed_witness_is_named_or_renewed_with_a_record(log: Log, position: int) -> None:
    content = bytearray(log.witness.read_bytes())
    content[position] = ord("1") if content[position] != ord("1") else ord("2")
    with opened(log.base) as store:
        log.witness.write_bytes(content)
        found = store.verify_audit(log.first_key()).findings
    assert [finding.damage for finding in found] == [Damage.WITNESS]


def test_a_lost_witness_is_renewed_with_a_record_of_it(log: Log) -> None:
    log.witness.unlink()
    with opened(log.base) as store:
        with store.view() as view:
            assert view.audit_entries()[-1].what == "audit.witness_renewed"
        assert store.verify_audit(log.first_key()).intact


def test_a_witness_that_lags_behind_a_crash_is_no_damage(log: Log) -> None:
    witness, key = log.witness.read_bytes(), log.moving_key.read_bytes()
    with opened(log.base) as store:
        for _ in range(3):
            with store.unit() as unit:
                unit.audit(entry("reception.opened"))
    log.witness.write_bytes(witness)
    log.moving_key.write_bytes(key)
    assert log.verify().intact
    with opened(log.base) as store, store.unit() as unit:
        unit.audit(entry("reception.opened"))
    assert log.verify().intact
    assert log.verify().records == RECORDS + 4


def test_a_witness_that_cannot_be_written_fails_no_unit_and_is_logged(
    log: Log, announced: AnnouncedWarnings
) -> None:
    announced.expect("the audit key or its witness could not be written")
    with opened(log.base) as store:
        log.witness.unlink()
        log.witness.mkdir()
        with store.unit() as unit:
            unit.audit(entry("reception.committed"))
        with store.view() as view:
            assert view.audit_entries()[-1].what == "reception.committed"
        log.witness.rmdir()
        with store.unit() as unit:
            unit.audit(entry("reception.committed"))
        assert store.verify_audit(log.first_key()).intact
    assert len(announced.seen) == 1


def test_a_key_file_that_vanishes_at_work_is_written_again(log: Log) -> None:
    with opened(log.base) as store:
        log.moving_key.unlink()
        with store.unit() as unit:
            unit.audit(entry("reception.committed"))
    assert log.verify().intact


def test_the_wrong_first_key_verifies_nothing(log: Log) -> None:
    with opened(log.base) as store:
        report = store.verify_audit(b"\x00" * 32)
    assert report.findings[0] == Finding(Damage.CHANGED, 1, 1)


def test_without_the_first_key_there_is_nothing_to_verify_with(log: Log) -> None:
    with opened(log.base) as store:
        assert store.verify_audit().intact
        (log.base / "keys" / "audit-verification.key").unlink()
        with pytest.raises(CounterError) as failure:
            store.verify_audit()
    assert failure.value.code is FailureCode.KEY_FILE_MISSING


def test_a_used_key_is_nowhere_in_the_base_directory(log: Log) -> None:
    first = log.first_key()
    (log.base / "keys" / "audit-verification.key").rename(log.base.parent / "with-the-auditor")
    used, content = [first], b"".join(p.read_bytes() for p in log.base.rglob("*") if p.is_file())
    for _ in range(RECORDS - 1):
        used.append(next_key(used[-1]))
    assert next_key(used[-1]) in content  # the one for the next record
    assert not any(key in content for key in used)


def test_a_damaged_log_is_refused_with_the_record_in_words(log: Log) -> None:
    changed(log, 7)
    with pytest.raises(CounterError) as failure:
        log.verify().require_intact()
    assert failure.value.code is FailureCode.AUDIT_TAMPERED
    assert failure.value.detail == "記録 7 が書き換えられています"


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_single_byte_of_a_record_can_change_unseen(written: Path, data: st.DataObject) -> None:
    seq = data.draw(st.integers(1, RECORDS))
    base = Path(shutil.copytree(written, written.parent / "one-byte", dirs_exist_ok=True))
    log = Log(base)
    line = log.rows()[seq - 1][2]
    position = data.draw(st.integers(0, len(line) - 1))
    other = data.draw(st.characters(categories=["L", "N"]).filter(lambda c: c != line[position]))
    altered = line[:position] + other + line[position + 1 :]
    log.sql("UPDATE audit_records SET line = :l WHERE seq = :s", l=altered, s=seq)
    found = log.verify().findings
    shutil.rmtree(base)
    assert len(found) == 1
    assert (found[0].first, found[0].last) == (seq, seq)
    assert found[0].damage in (Damage.CHANGED, Damage.MOVED)
