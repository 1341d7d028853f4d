"""Copies the database of a counter that is in use, and looks whether a copy is whole (控え)."""

import errno
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from localdb.engine import translated
from localdb.look import is_whole

_STEP = 500
"""More receptions than a window has in a day."""


@dataclass(frozen=True, slots=True)
class DatabaseLook:
    """What a database holds, in numbers. `whole`: every page is as it was written."""

    whole: bool
    revision: str
    receptions: int
    links: int
    records: int


def copy_database(database: Path, key: bytes, copy: Path) -> None:
    """Write a whole copy as of one moment, under the same raw 32-byte key; work goes on meanwhile.

    Nothing is upgraded. Raises the failures of a unit for the database, OSError for the copy.
    """
    with (
        _opened(database, key, str(database)) as source,
        closing(dbapi2.connect(str(copy), isolation_level=None)) as target,
    ):
        _unlock(target, key)
        try:
            source.backup(target)
        except dbapi2.DatabaseError as error:  # it comes without a number
            number = errno.ENOSPC if "full" in str(error) else errno.EIO
            source.execute("PRAGMA quick_check").fetchall()  # is it the database that fails?
            raise OSError(number, str(error)) from error


def look_at_copy(copy: Path, key: bytes) -> DatabaseLook:
    """Look at a copy nobody uses; nothing is written beside it. Raises what opening it raises."""
    with _opened(copy, key, f"{copy.resolve().as_uri()}?immutable=1") as database:
        whole = is_whole(database)
        (revision,) = database.execute("SELECT version_num FROM alembic_version").fetchone()
        counts = [
            database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
            for table in ("receptions", "links", "audit_records")
        ]
    return DatabaseLook(whole, revision, *counts)


def skip_numbers(database: Path, key: bytes, day: date) -> int:
    """Let the receptions of a day go on behind the next 500; returns the number before the next.

    A restored database does not know what was given after its copy was taken: the numbers would
    come a second time, and on the same day nothing would tell them apart.
    """
    with _opened(database, key, str(database)) as connection:
        (last,) = connection.execute(_SKIP, (day.isoformat(),)).fetchone()
    return int(last)


_SKIP = f"""
    INSERT INTO reception_sequences (day, last) VALUES (?, {_STEP})
    ON CONFLICT (day) DO UPDATE SET last = last + {_STEP} - last % {_STEP} RETURNING last
"""  # noqa: S608


@contextmanager
def _opened(path: Path, key: bytes, address: str) -> Iterator[Any]:
    with (
        translated(path),
        closing(
            dbapi2.connect(address, uri=address.startswith("file:"), isolation_level=None)
        ) as connection,
    ):
        _unlock(connection, key)
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        yield connection


def _unlock(connection: Any, key: bytes) -> None:
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
