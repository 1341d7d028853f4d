"""Looks at a database without changing it: whether it is whole, how new, and what it may lack."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from counter_app.failures import CounterError
from localdb import schema
from localdb.engine import keep_log, open_engine, reading, translated
from localdb.keys import AUDIT, DATABASE, KEY_FOLDER, read_audit_key, read_key
from localdb.upgrade import schema_version


@dataclass(frozen=True, slots=True)
class LookInUse:
    """What a counter's database is like; `last` is the time of its newest record.

    `whole`: every page is as it was written. `lost`: records the key file knows and it does not.
    """

    whole: bool
    revision: str  # "" for an empty one
    last: datetime | None
    lost: int


class _When(msgspec.Struct):
    at: datetime


class _Record(msgspec.Struct):
    """As much of a record as every version of the program writes alike."""

    entry: _When


def look_in_use(database: Path) -> LookInUse:
    """Look at a database with the keys beside it; a log with lost records is kept aside.

    Raises what the keys and the database raise when they cannot be read.
    """
    folder = database.parent / KEY_FOLDER
    engine = open_engine(database, read_key(folder / DATABASE))
    lost = 0
    try:
        with translated(database), reading(engine) as connection:
            revision = schema_version(connection)
            last, records = _records(connection) if revision else (None, 0)
            whole = is_whole(connection.connection.driver_connection)
        with suppress(CounterError):  # a key that is missing is told of by itself
            lost = max(0, read_audit_key(folder / AUDIT)[0] - 1 - records)
        if lost:
            keep_log(database)
    finally:
        engine.dispose()
    return LookInUse(whole, revision, last, lost)


def is_whole(driver: Any) -> bool:
    """Whether every page of an opened SQLCipher connection is as it was written, and fits."""
    faults = driver.execute("PRAGMA cipher_integrity_check").fetchall()
    (verdict,) = driver.execute("PRAGMA quick_check(1)").fetchone()
    return not faults and verdict == "ok"


def _records(connection: Connection) -> tuple[datetime | None, int]:
    """When the newest record was written, and how many there are."""
    records = schema.audit_records.c
    line = connection.scalar(select(records.line).order_by(records.seq.desc()).limit(1))
    count = connection.scalar(select(schema.audit_head.c.count)) or 0
    return (None if line is None else msgspec.json.decode(line, type=_Record).entry.at), count
