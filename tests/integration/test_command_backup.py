"""Backups: taken while the counter works, checked, and brought back to an empty place."""

import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from counter_app.bootstrap import wall_clock
from counter_app.ports import AuditEntry
from localdb.copying import copy_database
from localdb.keys import read_key
from localdb.open import open_store
from tests.command_kit import command, content_of, refused
from tests.hub_kit import made_up_number

FIRST, LATER = made_up_number("12345678901"), made_up_number("98765432109")


def _record(basedir: Path, times: int) -> None:
    with open_store(basedir / "data", clock=wall_clock) as store:
        for _ in range(times):
            with store.unit() as unit:
                unit.audit(AuditEntry(at=wall_clock(), who="佐伯", terminal="窓口1", what="x"))


def _link(basedir: Path, number: str, code: str) -> None:
    file = basedir.parent / "links.csv"
    file.write_text(f"{number},{code}\n")
    assert command("links", "import", file, basedir=basedir).status == 0


def _taken(kind: str, basedir: Path, folder: Path) -> Path:
    ran = command("backup", kind, folder, basedir=basedir)
    assert ran.status == 0, ran.err
    return Path(ran.out.partition("　")[0])


@pytest.fixture
def used(tmp_path: Path) -> Path:
    """A counter with a link, settings, a town file beside them, a seal and keys to the hub."""
    basedir = tmp_path / "counter"
    _link(basedir, FIRST, "YK4M7R20")
    for name in ("sealing/sealing.key", "parties/hub/key.pem", "card-authorities/ca.pem"):
        (basedir / name).parent.mkdir(parents=True)
        (basedir / name).write_text(name)
    (basedir / "settings.toml").write_text('town_file = "town/own.toml"\n', "utf-8")
    (basedir / "town").mkdir()
    (basedir / "town" / "own.toml").write_text("x")
    return basedir


def test_a_counter_comes_back_from_old_keys_and_newer_data(used: Path, tmp_path: Path) -> None:
    (tmp_path / "safe").mkdir()
    (tmp_path / "stick").mkdir()
    keys = _taken("keys", used, tmp_path / "safe")
    _record(used, 30)  # the audit key moves on; the copy in the safe does not
    with open_store(used / "data", clock=wall_clock) as at_work, at_work.unit():
        data = _taken("data", used, tmp_path / "stick")
    before = content_of(used)
    checked = command("backup", "check", data, basedir=used)
    assert "取ったときのまま" in checked.out
    assert "リンクコード 1件" in checked.out
    assert content_of(used) == before
    assert not any("key" in path.name for path in data.rglob("*"))

    back = tmp_path / "back"
    today = wall_clock().date()
    ran = command("backup", "restore", data, "--keys", keys, basedir=back)
    assert ran.status == 0, ran.err
    with open_store(back / "data", clock=wall_clock) as restored, restored.unit() as unit:
        assert unit.next_reception_sequence(today) == 501  # what was given since is not known
    assert f"{today:%m%d}-501" in ran.err
    assert command("audit", "verify", basedir=back).status == 0
    _link(back, LATER, "ZZ99ZZ99")
    kept = content_of(back)
    for name in ("sealing/sealing.key", "parties/hub/key.pem", "town/own.toml", "settings.toml"):
        assert kept[name] == before[name]
    assert (back / "data" / "keys" / "database.key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("name", "change", "says"),
    [
        ("data/counter.db", lambda b: b[:5000] + b"x" + b[5001:], "counter.db が変わっています"),
        ("data/counter.db", None, "counter.db がありません"),
        ("settings.toml", lambda b: b + b" ", "settings.toml が変わっています"),
        ("backup.json", lambda b: b[:-9], "backup.json が読めません"),
        ("backup.json", lambda b: b.replace(b"settings.toml", b"../links.csv"), "控えの外"),
    ],
)
def test_a_backup_that_is_not_as_it_was_is_refused_and_brings_nothing_back(
    used: Path, tmp_path: Path, name: str, change: object, says: str
) -> None:
    keys, data = _taken("keys", used, tmp_path), _taken("data", used, tmp_path)
    place = data / name
    if change is None:
        place.unlink()
    else:
        assert callable(change)
        place.write_bytes(change(place.read_bytes()))
    assert says in refused(command("backup", "check", data, basedir=used), "BACKUP_FAULTY")
    ran = command("backup", "restore", data, "--keys", keys, basedir=tmp_path / "back")
    assert says in refused(ran, "BACKUP_FAULTY")
    assert not (tmp_path / "back").exists()


def test_another_counters_key_does_not_open_a_backup(used: Path, tmp_path: Path) -> None:
    data = _taken("data", used, tmp_path)
    _record(tmp_path / "other", 1)
    ran = command("backup", "check", data, basedir=tmp_path / "other")
    assert "DATABASE_WRONG_KEY" in refused(ran, "BACKUP_FAULTY")
    swapped = command("backup", "restore", data, "--keys", data, basedir=tmp_path / "back")
    assert "鍵の控え" in refused(swapped, "BACKUP_FAULTY")


def test_nothing_is_brought_back_over_a_counter(used: Path, tmp_path: Path) -> None:
    keys, data = _taken("keys", used, tmp_path), _taken("data", used, tmp_path)
    before = content_of(used)
    ran = command("backup", "restore", data, "--keys", keys, basedir=used)
    refused(ran, "OUTPUT_FOLDER_IN_USE")
    assert content_of(used) == before


def test_a_stick_without_room_and_a_damaged_database_are_told_apart(
    used: Path, tmp_path: Path
) -> None:
    key = read_key(used / "data" / "keys" / "database.key")
    database = used / "data" / "counter.db"
    with limited_files(64 * 1024), pytest.raises(OSError, match=r"full|I/O"):
        copy_database(database, key, tmp_path / "copy.db")
    content = bytearray(database.read_bytes())
    content[len(content) // 2] ^= 0xFF
    database.write_bytes(content)
    refused(command("backup", "data", tmp_path, basedir=used), "BACKUP_FAULTY")
    assert not list(tmp_path.glob("counter-data-*"))


@contextmanager
def limited_files(size: int) -> Iterator[None]:
    """No file of this process may grow beyond a size: a disk that fills up."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)


def test_a_place_that_takes_no_backup_is_told_and_keeps_no_half_of_one(
    used: Path, tmp_path: Path
) -> None:
    refused(command("backup", "data", tmp_path / "none", basedir=used), "OUTPUT_FILE_UNWRITABLE")
    refused(command("backup", "data", tmp_path, basedir=tmp_path / "new"), "COUNTER_DATA_MISSING")
    (used / "data" / "keys" / "database.key").unlink()
    refused(command("backup", "data", tmp_path, basedir=used), "KEY_FILE_MISSING")
    assert {path.name for path in tmp_path.iterdir()} == {"counter", "links.csv"}
