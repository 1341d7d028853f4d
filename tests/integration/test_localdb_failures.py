"""When the file, the key or the disk fails, the clerk is told what to do and nothing is half."""

import os
import shutil
import sqlite3
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlcipher3 import dbapi2

from counter_app.failures import CounterError, FailureCode
from localdb import engine
from localdb.keys import read_key
from localdb.store import SqlStore
from tests.localdb_samples import (
    entry,
    link_code,
    link_file,
    linked,
    number,
    opened,
    reception,
)

as_root = pytest.mark.skipif(
    os.name != "posix" or os.geteuid() != 0, reason="mounting needs the right to mount"
)
as_user = pytest.mark.skipif(
    os.name != "posix", reason="modes of files are those of a POSIX system"
)


def code_of(action: Callable[[], object]) -> FailureCode:
    with pytest.raises(CounterError) as failure:
        action()
    return failure.value.code


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A store with one reception, closed."""
    with opened(tmp_path / "base") as store, store.unit() as unit:
        unit.add_reception(reception())
    return tmp_path / "base"


# --- keys ---------------------------------------------------------------------------------------


@as_user
def test_the_first_run_makes_four_different_keys_that_only_the_owner_reads(base: Path) -> None:
    keys = sorted((base / "keys").iterdir())
    assert [path.name for path in keys] == [
        "audit-verification.key",
        "audit.key",
        "blind-index.key",
        "database.key",
    ]
    assert {path.stat().st_mode & 0o777 for path in keys} == {0o600}
    assert (base / "keys").stat().st_mode & 0o777 == 0o700
    assert len({path.read_bytes() for path in keys}) == 4
    assert all(len(path.read_bytes()) >= 32 for path in keys)


def test_the_keys_stay_the_same_at_the_next_start_and_are_never_shown(base: Path) -> None:
    before = {path.name: path.read_bytes() for path in (base / "keys").iterdir()}
    with opened(base) as store:
        assert store.blind_index_key == before["blind-index.key"]
        assert store.blind_index_key.hex() not in repr(store)
    assert {path.name: path.read_bytes() for path in (base / "keys").iterdir()} == before


@pytest.mark.parametrize("name", ["database.key", "blind-index.key", "audit.key"])
def test_a_missing_key_is_not_made_anew_for_a_database_that_is_there(base: Path, name: str) -> None:
    (base / "keys" / name).unlink()
    assert code_of(lambda: opened(base)) is FailureCode.KEY_FILE_MISSING
    assert not (base / "keys" / name).exists()


def test_no_start_needs_the_key_for_verification(base: Path) -> None:
    (base / "keys" / "audit-verification.key").unlink()
    with opened(base) as store, store.view() as view:
        assert len(view.receptions()) == 1


@pytest.mark.parametrize("name", ["database.key", "blind-index.key", "audit.key"])
def test_a_broken_key_file_is_named(base: Path, name: str) -> None:
    path = base / "keys" / name
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(CounterError) as failure:
        opened(base)
    assert failure.value.code is FailureCode.KEY_FILE_UNUSABLE
    assert name in failure.value.detail


def test_another_databases_index_key_is_refused_before_anybody_is_unknown(base: Path) -> None:
    path = base / "keys" / "blind-index.key"
    own = path.read_bytes()
    path.write_bytes(bytes(reversed(own)))
    with pytest.raises(CounterError, match="このデータベースの鍵ではありません") as failure:
        opened(base)
    assert failure.value.code is FailureCode.KEY_FILE_UNUSABLE
    path.write_bytes(own)
    with opened(base) as store:
        assert store.blind_index_key == own


def test_a_database_from_before_the_marks_takes_the_key_it_is_first_opened_with(base: Path) -> None:
    with opened(base) as store, store.unit() as unit:
        unit._connection.execute(text("DROP TABLE key_marks"))
        unit._connection.execute(text("UPDATE alembic_version SET version_num = '0005'"))
    with opened(base):
        pass
    path = base / "keys" / "blind-index.key"
    path.write_bytes(bytes(32))
    assert code_of(lambda: opened(base)) is FailureCode.KEY_FILE_UNUSABLE


@as_user
def test_a_key_file_others_can_read_is_not_used(base: Path) -> None:
    (base / "keys" / "database.key").chmod(0o640)
    assert code_of(lambda: opened(base)) is FailureCode.KEY_FILE_UNUSABLE


def test_a_first_run_that_was_cut_off_between_two_keys_goes_on(tmp_path: Path) -> None:
    with opened(tmp_path / "whole"):
        pass
    begun = tmp_path / "begun" / "keys"
    begun.mkdir(parents=True)
    shutil.copy(tmp_path / "whole" / "keys" / "database.key", begun)
    draft = begun / "blind-index.key.00112233.new"
    draft.write_bytes(b"half")
    with opened(begun.parent) as store, store.unit() as unit:
        unit.audit(entry())
    assert (begun / "database.key").read_bytes() == (
        tmp_path / "whole" / "keys" / "database.key"
    ).read_bytes()
    with opened(begun.parent):
        assert not draft.exists()


def test_two_first_runs_at_once_agree_on_the_keys(tmp_path: Path) -> None:
    stores: list[SqlStore] = []
    ready = threading.Barrier(3)

    def start() -> None:
        ready.wait()
        stores.append(opened(tmp_path / "base"))

    threads = [threading.Thread(target=start) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(stores) == 3
    for store in stores:
        with store.unit() as unit:
            unit.audit(entry())
    first = read_key(tmp_path / "base" / "keys" / "audit-verification.key")
    assert stores[0].verify_audit(first).intact
    for store in stores:
        store.close()


# --- the connection -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("cache_size", -65536),
        ("temp_store", 2),
        ("busy_timeout", 5000),
        ("cipher_version", "4."),
    ],
)
def test_every_connection_is_set_up_to_keep_what_was_acknowledged(
    base: Path, pragma: str, value: str | int
) -> None:
    database = engine.open_engine(base / "counter.db", read_key(base / "keys" / "database.key"))
    with database.connect() as one, database.connect() as two:
        for connection in (one, two):
            driver = connection.connection.driver_connection
            assert driver is not None
            found = driver.execute(f"PRAGMA {pragma}").fetchone()[0]
            assert str(found).startswith(str(value))
    database.dispose()


# --- the file -----------------------------------------------------------------------------------


def test_a_wrong_key_opens_nothing_and_changes_nothing(base: Path) -> None:
    before = (base / "counter.db").read_bytes()
    (base / "keys" / "database.key").write_bytes(b"\x00" * 32)
    assert code_of(lambda: opened(base)) is FailureCode.DATABASE_WRONG_KEY
    assert (base / "counter.db").read_bytes() == before


@pytest.mark.parametrize("kind", ["plain database", "text"])
def test_a_file_of_another_kind_is_left_alone(base: Path, kind: str) -> None:
    path = base / "counter.db"
    path.unlink()
    if kind == "text":
        path.write_text("これはデータベースではありません" * 400)
    else:
        plain = sqlite3.connect(path)
        plain.execute("CREATE TABLE t (a)")
        plain.close()
    before = path.read_bytes()
    assert code_of(lambda: opened(base)) is FailureCode.DATABASE_FOREIGN_FILE
    assert path.read_bytes() == before


def test_a_database_of_a_newer_program_is_not_touched(base: Path) -> None:
    key = read_key(base / "keys" / "database.key")
    connection = dbapi2.connect(str(base / "counter.db"), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    assert code_of(lambda: opened(base)) is FailureCode.DATABASE_NEWER


def test_a_damaged_page_is_reported_and_not_read(base: Path) -> None:
    with opened(base) as store, store.unit() as unit:
        for _ in range(200):
            unit.add_reception(reception())
    path = base / "counter.db"
    content = bytearray(path.read_bytes())
    for position in range(4096 + 100, len(content), 4096):
        content[position] ^= 0x40
    path.write_bytes(content)

    def read_all() -> None:
        with opened(base) as store, store.view() as view:
            view.receptions()

    assert code_of(read_all) is FailureCode.DATABASE_DAMAGED


def test_a_base_directory_that_is_a_file_cannot_be_opened(tmp_path: Path) -> None:
    (tmp_path / "base").write_text("")
    assert code_of(lambda: opened(tmp_path / "base")) is FailureCode.DATABASE_CANNOT_OPEN


def test_a_database_that_is_a_folder_cannot_be_opened(base: Path) -> None:
    (base / "counter.db").unlink()
    (base / "counter.db").mkdir()
    assert code_of(lambda: opened(base)) is FailureCode.DATABASE_CANNOT_OPEN


# --- others at work -----------------------------------------------------------------------------


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.05)


@pytest.mark.usefixtures("impatient")
def test_a_database_another_program_writes_to_is_busy_and_free_afterwards(base: Path) -> None:
    def write(store: SqlStore) -> None:
        with store.unit() as unit:
            unit.add_reception(reception())

    with opened(base) as one, opened(base) as other:
        with one.unit() as unit:
            unit.add_reception(reception())
            assert code_of(lambda: write(other)) is FailureCode.DATABASE_BUSY
            with other.view() as view:
                assert len(view.receptions()) == 1
        write(other)
        with one.view() as view:
            assert len(view.receptions()) == 3


@pytest.mark.usefixtures("impatient")
def test_a_thread_whose_turn_does_not_come_is_told_so(base: Path) -> None:
    codes: list[FailureCode] = []

    def write(store: SqlStore) -> None:
        try:
            with store.unit():
                pass
        except CounterError as failure:
            codes.append(failure.code)

    with opened(base) as store:
        with store.unit():
            thread = threading.Thread(target=write, args=(store,))
            thread.start()
            thread.join()
        write(store)
    assert codes == [FailureCode.DATABASE_BUSY]


# --- the disk -----------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 2 MB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("this machine does not let a test mount a disk")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


@as_root
def test_a_full_disk_undoes_the_unit_and_loses_nothing_that_was_committed(
    small_disk: Path,
) -> None:
    committed = 0

    def fill(store: SqlStore) -> None:
        nonlocal committed
        while True:
            with store.unit() as unit:
                unit.add_reception(reception(phone="0" * 20_000))
                unit.audit(entry())
            committed += 1

    with opened(small_disk / "base") as store:
        assert code_of(lambda: fill(store)) is FailureCode.DATABASE_DISK_FULL
        with store.view() as view:
            assert len(view.receptions()) == committed > 10
    with opened(small_disk / "base") as store:
        first = read_key(small_disk / "base" / "keys" / "audit-verification.key")
        with store.view() as view:
            assert len(view.receptions()) == committed
        assert store.verify_audit(first).intact


@as_root
def test_a_full_disk_is_called_so_also_when_the_database_is_opened(small_disk: Path) -> None:
    with opened(small_disk / "base"):
        pass
    with (small_disk / "filling").open("wb", buffering=0) as filling, suppress(OSError):
        while True:
            filling.write(bytes(1024))
    assert code_of(lambda: opened(small_disk / "base")) is FailureCode.DATABASE_DISK_FULL
    (small_disk / "filling").unlink()
    with opened(small_disk / "base") as store, store.unit() as unit:
        unit.add_reception(reception())


@as_root
def test_a_disk_without_room_for_an_import_keeps_the_links_as_they_were(small_disk: Path) -> None:
    pairs = ((number(i), link_code(i)) for i in range(40_000))
    path = link_file(small_disk.parent / "links.csv", *pairs)
    with opened(small_disk / "base") as store:
        assert code_of(lambda: store.import_links(path)) is FailureCode.DATABASE_DISK_FULL
        assert linked(store, number(0)) is None
        assert not list((small_disk / "base").glob("*.import-*"))
        with store.unit() as unit:
            unit.add_reception(reception())


@as_root
def test_a_disk_that_turns_read_only_is_reported(small_disk: Path) -> None:
    with opened(small_disk / "base") as store, store.unit() as unit:
        unit.add_reception(reception())
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)

    def write() -> None:
        with opened(small_disk / "base") as store, store.unit() as unit:
            unit.add_reception(reception())

    assert code_of(write) in (FailureCode.DATABASE_READ_ONLY, FailureCode.DATABASE_CANNOT_OPEN)
