"""`diagnose`: every part is looked at, nothing is changed, nobody is named."""

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from counter_app.bootstrap import open_sandbox_counter, wall_clock
from counter_app.commands.diagnosis_store import database, keys
from counter_app.commands.diagnosis_values import Check, Patient
from counter_app.ports import AuditEntry
from counter_app.settings import Settings
from localdb.engine import open_engine
from localdb.keys import read_key
from localdb.open import open_store
from resources.loader import FONT_FILES, GLOSS_FONT_FILES
from tests.command_kit import command, content_of, refused
from tests.number_search import dresses, search
from tests.reception_kit import HOLDER, TickingClock, play_reception

AREAS = (
    "設定",
    "ディスク",
    "保存",
    "カードリーダー",
    "カードの認証局",
    "職員カード",
    "情報連携基盤",
    "住基ネット",
    "封印",
    "印刷",
    "書体",
    "町と手続",
    "ソフトウェア",
)


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Path:
    basedir = tmp_path_factory.mktemp("used")
    play_reception(basedir, clock=TickingClock())
    return basedir


def diagnosed(basedir: Path, *options: str) -> dict[tuple[str, str], dict[str, object]]:
    ran = command("diagnose", "--json", *options, basedir=basedir)
    assert ran.status == 0, ran.err
    return {(one["area"], one["name"]): one for one in json.loads(ran.out)}


def test_a_place_nobody_used_is_told_and_stays_unused(tmp_path: Path) -> None:
    place = tmp_path / "nobody"
    found = diagnosed(place)
    assert not place.exists()
    assert {area for area, _ in found} == set(AREAS)
    assert found["保存", "データベース"]["ok"] is False
    assert found["封印", "封印の鍵"]["ok"] is False
    assert found["職員カード", "認証局の証明書"]["ok"] is False
    assert all(one["todo"] for one in found.values() if not one["ok"])


def test_a_used_place_is_looked_at_and_not_changed(used: Path) -> None:
    before = content_of(used)
    found = diagnosed(used)
    assert content_of(used) == before
    assert found["保存", "データベース"]["ok"] is True
    assert "無傷" in str(found["保存", "データベース"]["found"])
    assert found["封印", "封印の鍵"]["ok"] is True


def test_nobody_is_named(used: Path) -> None:
    told = command("diagnose", basedir=used).out + command("diagnose", "--json", basedir=used).out
    for word in ("渡邉", "髙志", "𠮷﨑", "090-", "ハイツ", "0403-001", "佐伯"):
        assert word not in told
    from counter_app.sandbox.card_holder import derive_number

    number = dresses(derive_number(HOLDER.id).decode())
    assert search([("told", told.encode())], number)[0] == []


def test_every_typeface_is_told_with_its_variation_sequences(tmp_path: Path) -> None:
    found = diagnosed(tmp_path)
    assert {name for area, name in found if area == "書体"} == {*FONT_FILES, *GLOSS_FONT_FILES}
    mincho = str(found["書体", "IPAmj Mincho"]["found"])
    assert int(mincho.rpartition(" ")[2]) > 10_000


def test_a_damaged_database_is_told(used: Path, tmp_path: Path) -> None:
    import shutil

    basedir = Path(shutil.copytree(used, tmp_path / "copy"))
    database = basedir / "data" / "counter.db"
    content = bytearray(database.read_bytes())
    content[len(content) // 2] ^= 0xFF
    database.write_bytes(content)
    broken = [one for (area, _), one in diagnosed(basedir).items() if area == "保存"]
    assert any(not one["ok"] and one["todo"] for one in broken)


def test_settings_with_a_mistake_stop_no_other_check(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("countre = 1")
    found = diagnosed(tmp_path)
    assert "SETTINGS_INVALID" in str(found["設定", "settings.toml"]["found"])
    assert {area for area, _ in found} == set(AREAS)


def test_a_printer_that_does_not_answer_is_told(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('printer_url = "ipp://localhost:9/printers/none"')
    printer = diagnosed(tmp_path)["印刷", "プリンター"]
    assert printer["ok"] is False
    assert printer["todo"]


def test_the_running_sandbox_is_reached_and_its_certificates_are_dated(tmp_path: Path) -> None:
    with open_sandbox_counter(Settings(basedir=tmp_path), in_process_card=True):
        found = diagnosed(tmp_path, "--sandbox")
    for service in ("情報連携基盤", "住基ネット"):
        assert found[service, "接続"]["ok"] is True
        assert "あと" in str(found[service, "この町の証明書"]["found"])
    assert "監督者 2人" in str(found["職員カード", "監督者の判断"]["found"])
    assert "あと" in str(found["職員カード", "認証局の証明書"]["found"])
    ended = diagnosed(tmp_path, "--sandbox")
    assert "HUB_UNREACHABLE" in str(ended["情報連携基盤", "接続"]["found"])


def test_for_people_each_line_is_marked_and_says_what_to_do(tmp_path: Path) -> None:
    ran = command("diagnose", basedir=tmp_path)
    assert ran.status == 0
    lines = ran.out.splitlines()
    assert any(line.startswith("  ○ ") for line in lines)
    missing = [at for at, line in enumerate(lines) if line.startswith("  × ")]
    assert missing
    assert all(lines[at + 1].startswith("      → ") for at in missing)
    assert f"足りないもの {len(missing)}件" in lines[-1]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A counter that was opened once."""
    with open_store(tmp_path / "data", clock=wall_clock):
        return tmp_path


def looked_at(basedir: Path, *, days: int = 0) -> dict[str, Check]:
    """What is said of database, clock and keys, by name; `days` after now."""
    patient = Patient(Settings(basedir=basedir), False, wall_clock() + timedelta(days=days))
    return {one.name: one for look in (database, keys) for one in look(patient)}


@pytest.mark.parametrize("name", ["blind-index.key", "audit.key"])
def test_a_missing_key_is_named_even_when_the_database_opens(small: Path, name: str) -> None:
    (small / "data" / "keys" / name).unlink()
    found = looked_at(small)
    assert found["データベース"].ok
    assert not found[name].ok
    assert "新しい鍵は作らないで" in found[name].todo


def test_the_key_of_the_auditor_does_not_belong_on_the_machine(small: Path) -> None:
    kept = small / "data" / "keys" / "audit-verification.key"
    assert "端末からは消して" in looked_at(small)[kept.name].todo
    kept.unlink()
    assert kept.name not in looked_at(small)


def test_records_that_are_gone_are_counted_and_the_damaged_log_is_kept(small: Path) -> None:
    data = small / "data"
    copy = small / "copy"
    with open_store(data, clock=wall_clock) as store:
        for _ in range(3):
            with store.unit() as unit:
                unit.audit(AuditEntry(at=wall_clock(), who="佐伯", terminal="窓口1", what="x"))
        shutil.copytree(data, copy / "data")  # as a power cut leaves it
    log = copy / "data" / "counter.db-wal"
    damaged = bytearray(log.read_bytes())
    damaged[40] ^= 0xFF
    log.write_bytes(damaged)
    assert looked_at(copy)["記録のつながり"].found == "終わりの3件がありません"
    kept = copy / "data" / "counter.db-wal.kept"
    assert kept.read_bytes() == damaged
    kept.rename(log)
    refused(command("outbox", "list", basedir=copy), "DATABASE_ROLLED_BACK")
    assert kept.read_bytes() == damaged
    assert "記録のつながり" not in looked_at(small)
    (data / "counter.db").write_bytes(b"")
    assert looked_at(small)["記録のつながり"].found == "終わりの4件がありません"


def test_a_clock_before_the_last_record_and_a_newer_database_are_told(small: Path) -> None:
    assert looked_at(small)["時計"].ok
    path = small / "data" / "counter.db"
    engine = open_engine(path, read_key(small / "data" / "keys" / "database.key"))
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()
    found = looked_at(small, days=-400)
    assert not found["時計"].ok
    assert "端末の時計" in found["時計"].todo
    assert "プログラムのほうが古い" in found["データベースの版"].todo
