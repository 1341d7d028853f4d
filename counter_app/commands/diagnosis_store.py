"""Checks of `diagnose` on what the counter keeps: database, clock, keys."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

import msgspec

from counter_app.commands.diagnosis_values import Check, Patient, failed
from counter_app.failures import CounterError


def database(patient: Patient) -> Iterator[Check]:
    from localdb.engine import keep_log, open_engine, reading, translated
    from localdb.keys import AUDIT, DATABASE, KEY_FOLDER, read_audit_key, read_key
    from localdb.migrations import HEAD
    from localdb.open import DATABASE_FILE
    from localdb.upgrade import schema_version

    path = patient.settings.data / DATABASE_FILE
    if not path.is_file():
        todo = (
            "最初に窓口を開くときに作られます。前から使っているなら --basedir を確かめてください。"
        )
        yield Check("保存", "データベース", False, "まだありません", todo)
        return
    lost = 0
    engine = open_engine(path, read_key(path.parent / KEY_FOLDER / DATABASE))
    try:
        with translated(path), reading(engine) as connection:
            version = schema_version(connection)
            last, records = None, 0
            if version:
                last = _last_record(connection.exec_driver_sql(_LAST_RECORD).scalar())
                records = connection.exec_driver_sql("SELECT count FROM audit_head").scalar() or 0
            faults = connection.exec_driver_sql("PRAGMA cipher_integrity_check").all()
            (verdict,) = connection.exec_driver_sql("PRAGMA quick_check(1)").one()
        with suppress(CounterError):  # a key that is missing has a line of its own
            lost = max(0, read_audit_key(path.parent / KEY_FOLDER / AUDIT)[0] - 1 - records)
        if lost:
            keep_log(path)
    finally:
        engine.dispose()
    yield Check(
        "保存",
        "データベースの版",
        version == HEAD,
        version or "空",
        _VERSION_TODO[(version > HEAD) - (version < HEAD)],
    )
    if last is not None:
        todo = "" if last <= patient.now else "端末の時計（日付と時刻）を合わせてください。"
        found = f"{patient.now:%Y-%m-%d %H:%M}（日本時間）"
        if todo:
            found += f"、最後の記録は {last:%Y-%m-%d %H:%M}"
        yield Check("保存", "時計", not todo, found, todo)
    if lost:
        todo = "使うのをやめ、ファイルに手を付けずに、監督者と保守の担当に知らせてください。"
        yield Check("保存", "記録のつながり", False, f"終わりの{lost}件がありません", todo)
    whole = not faults and verdict == "ok"
    size = f"{path.stat().st_size / 1_048_576:.1f} MB"
    todo = "" if whole else "使うのをやめ、控えから戻してください。"
    yield Check(
        "保存", "データベース", whole, f"{size}、{'無傷' if whole else '壊れています'}", todo
    )


_LAST_RECORD = "SELECT line FROM audit_records ORDER BY seq DESC LIMIT 1"
_VERSION_TODO = {
    0: "",
    -1: "控えを取ってください。次に窓口を開くときに新しい版になります。",
    1: "プログラムのほうが古い版です。新しい版に入れ替えてください。",
}


def _last_record(line: object) -> datetime | None:
    """When the newest audit record was written: the clock cannot stand before that."""
    if not isinstance(line, str):
        return None
    at = msgspec.json.decode(line, type=dict[str, dict[str, object] | int])["entry"]
    return datetime.fromisoformat(str(at["at"])) if isinstance(at, dict) else None


def keys(patient: Patient) -> Iterator[Check]:
    from localdb.keys import (
        AUDIT,
        AUDIT_VERIFICATION,
        BLIND_INDEX,
        DATABASE,
        KEY_FOLDER,
        read_audit_key,
        read_key,
    )
    from localdb.open import DATABASE_FILE

    if not (patient.settings.data / DATABASE_FILE).is_file():
        return
    folder = patient.settings.data / KEY_FOLDER
    reads = ((DATABASE, read_key), (BLIND_INDEX, read_key), (AUDIT, read_audit_key))
    for name, read in reads:
        try:
            read(folder / name)
            yield Check("鍵", name, True, "あります")
        except CounterError as failure:
            yield failed("鍵", name, failure)
    if (folder / AUDIT_VERIFICATION).exists():
        todo = "監査の担当が媒体に移して保管し、端末からは消してください。"
        yield Check("鍵", AUDIT_VERIFICATION, True, "端末にあります", todo)
