"""Imports a link file: read into a throw-away encrypted file, then stored in one transaction.

The reading of a million lines holds no lock of the database, so receptions go on meanwhile; the
one transaction at the end stores every line or none. The throw-away file has a random key that is
never written down: what a kill leaves of it nobody can read, and the next start removes it.
"""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from counter_app.failures import CounterError, FailureCode
from localdb.link_file import BadLine, LineFault, LinkFile, LinkLine

Progress = Callable[[int, float], None]
"""Told from time to time: lines read so far, and the share of the whole work done, 0 to 1.

What it raises ends the import, and nothing is stored.
"""

MOST_BAD_LINES = 1000
"""So many bad lines are named; the others are counted."""

_BATCH = 2000
_PARTS = 16
_READING_SHARE = 0.8

_SUFFIX = ".import-"
_LINE_OF_NUMBER = "SELECT line FROM staging.rows WHERE blind_index = ?"
_NUMBER_LINKED = """
    SELECT s.line FROM staging.rows s JOIN main.links l ON l.blind_index = s.blind_index
    WHERE l.link_code <> s.link_code ORDER BY s.line"""
_CODE_LINKED = """
    SELECT s.line FROM staging.rows s JOIN main.links l ON l.link_code = s.link_code
    WHERE l.blind_index <> s.blind_index AND NOT EXISTS (
        SELECT 1 FROM main.links o
        WHERE o.blind_index = s.blind_index AND o.link_code <> s.link_code)
    ORDER BY s.line"""
"""Without those that are named for their number already: a line is bad once."""
_STORE = """
    INSERT INTO main.links (blind_index, link_code)
    SELECT blind_index, link_code FROM staging.rows WHERE blind_index BETWEEN ? AND ?
    ON CONFLICT (blind_index) DO NOTHING"""


@dataclass(frozen=True, slots=True)
class LinkImport:
    """What became of a link file. Nothing was stored unless `complete`.

    `lines` good and bad lines read, `stored` new links, `known` links that were there already,
    `bad` the first bad lines in the order of the file, `bad_count` how many there are in all.
    """

    lines: int
    stored: int
    known: int
    bad: tuple[BadLine, ...] = ()
    bad_count: int = 0

    @property
    def complete(self) -> bool:
        return self.bad_count == 0

    def require_complete(self) -> None:
        """Raise LINK_FILE_REFUSED, naming the first bad line, unless everything was stored."""
        if self.bad:
            first = self.bad[0]
            raise CounterError(
                FailureCode.LINK_FILE_REFUSED,
                f"{first.line}行目: {first.fault.value}（全部で{self.bad_count}行）",
            )


class LinkImporter:
    """One import on one connection."""

    def __init__(self, connection: Connection, file: LinkFile, progress: Progress) -> None:
        self._connection = connection
        self._file = file
        self._progress = progress
        self._bad: list[BadLine] = []
        self._bad_count = 0
        self._good = 0

    def read(self, driver: Any) -> None:
        """Read the file into the staging table; bad lines are noted. Raises LINK_FILE_EMPTY."""
        lines = iter(self._file)
        driver.execute("BEGIN")
        while batch := list(islice(lines, _BATCH)):
            for line in batch:
                if isinstance(line, BadLine):
                    self._note(line)
            good = [line for line in batch if isinstance(line, LinkLine)]
            self._stage(driver, good)
            self._progress(self._file.lines, self._file.share * _READING_SHARE)
        driver.execute("COMMIT")
        if not self._good and not self._bad_count:
            # Somebody exported the wrong thing: a success would be believed.
            raise CounterError(FailureCode.LINK_FILE_EMPTY, f"読んだ行は{self._file.lines}行です")

    def _stage(self, driver: Any, good: list[LinkLine]) -> None:
        rows = [(line.blind_index, line.code, line.line) for line in good]
        staged = driver.executemany(
            "INSERT INTO staging.rows VALUES (?, ?, ?) ON CONFLICT DO NOTHING", rows
        ).rowcount
        self._good += len(good)
        if staged == len(good):
            return
        for line in good:
            of_number = driver.execute(_LINE_OF_NUMBER, (line.blind_index,)).fetchone()
            if of_number is None:
                self._note(BadLine(line.line, LineFault.CODE_TWICE))
            elif of_number[0] != line.line:
                self._note(BadLine(line.line, LineFault.NUMBER_TWICE))

    def store(self) -> LinkImport:
        """Move the staged rows into the link table, unless a line is bad. Within a transaction."""
        for query, fault in (
            (_NUMBER_LINKED, LineFault.NUMBER_LINKED),
            (_CODE_LINKED, LineFault.CODE_LINKED),
        ):
            for (line,) in self._connection.exec_driver_sql(query):
                self._note(BadLine(line, fault))
        lines = self._good + self._bad_count
        if self._bad_count:
            bad = tuple(sorted(self._bad, key=lambda one: one.line))
            return LinkImport(lines, 0, 0, bad, self._bad_count)
        stored = 0
        for part in range(_PARTS):
            low, high = bytes([part << 4]) + bytes(31), bytes([(part << 4) + 15]) + b"\xff" * 31
            stored += self._connection.exec_driver_sql(_STORE, (low, high)).rowcount
            done = (part + 1) / _PARTS
            self._progress(self._file.lines, _READING_SHARE + (1 - _READING_SHARE) * done)
        return LinkImport(lines, stored, self._good - stored)

    def _note(self, line: BadLine) -> None:
        self._bad_count += 1
        if len(self._bad) < MOST_BAD_LINES:
            self._bad.append(line)


@contextmanager
def staging(connection: Connection, database: Path) -> Iterator[Any]:
    """Attach an empty throw-away database to the connection; yields the driver's connection."""
    path = database.with_name(f"{database.name}{_SUFFIX}{secrets.token_hex(8)}")
    driver: Any = connection.connection.driver_connection
    key = f"x'{secrets.token_bytes(32).hex()}'"
    driver.execute("ATTACH DATABASE ? AS staging KEY ?", (str(path), key))
    try:
        driver.execute("PRAGMA staging.journal_mode = OFF")
        driver.execute("PRAGMA staging.synchronous = OFF")
        driver.execute("PRAGMA staging.cache_size = -131072")  # KiB, a town of a million
        # Ordered by the index, so that the link table is filled in its own order.
        driver.execute(
            "CREATE TABLE staging.rows (blind_index BLOB PRIMARY KEY, link_code TEXT UNIQUE,"
            " line INTEGER) WITHOUT ROWID"
        )
        yield driver
    finally:
        if driver.in_transaction:
            driver.rollback()
        driver.execute("DETACH DATABASE staging")
        path.unlink(missing_ok=True)


def remove_leftovers(database: Path) -> None:
    """Delete throw-away files of imports that were killed; one still in use stays usable."""
    for path in database.parent.glob(f"{database.name}{_SUFFIX}*"):
        try:
            path.unlink()
        except OSError:
            continue  # Windows keeps a file that is open
