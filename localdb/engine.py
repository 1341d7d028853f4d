"""Opens the encrypted database: connections, transactions, and what SQLite's errors mean here."""

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NoReturn

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from counter_app.failures import CounterError, FailureCode

__all__ = ["WriteTurn", "cannot_open", "insert", "keep_log", "open_engine", "reading", "translated"]

BUSY_SECONDS = 5.0
"""How long a unit waits for another program's transaction before it gives up."""

_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",  # what was acknowledged survives a power cut
    "foreign_keys = ON",
    "cache_size = -65536",  # KiB; a look-up among a million links stays in memory
    "journal_size_limit = 67108864",  # bytes; an import does not leave its log behind
    "temp_store = MEMORY",
    "trusted_schema = OFF",
)

_HEADER_OF_PLAIN_SQLITE = b"SQLite format 3\x00"
_PAGE = 4096
_LEAST_FREE = 64 * 1024
"""Bytes: two of the blocks by which the index of the write-ahead log grows."""


def open_engine(path: Path, key: bytes) -> Engine:
    """An engine on the SQLCipher file at `path` with the raw 32-byte key; nothing is opened yet.

    The key goes into `PRAGMA key` and nowhere else: an address with a key in it would end in logs.
    """

    def connect() -> Any:
        connection = dbapi2.connect(
            str(path), timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            connection.execute("PRAGMA cipher_log_level = NONE")
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            for pragma in _PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
        except BaseException:
            connection.close()
            raise
        return connection

    engine = create_engine(
        "sqlite://",
        creator=connect,
        module=dbapi2,
        poolclass=QueuePool,
        hide_parameters=True,  # an exception must not carry a household into a log
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # SQLAlchemy leaves the begin to the driver, and the driver to us (isolation_level=None).
        options = connection.get_execution_options()
        connection.exec_driver_sql("BEGIN" if options.get("reading") else "BEGIN IMMEDIATE")

    return engine


class WriteTurn:
    """Lets the threads of this program write in turn.

    SQLite has one writer and lets the others poll, some of them for ever; here they queue.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._owner: int | None = None
        self._seconds = BUSY_SECONDS

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Hold the turn. Raises DATABASE_BUSY after waiting, RuntimeError for a unit in a unit."""
        if self._owner == threading.get_ident():
            raise RuntimeError("a unit inside a unit of the same thread would wait for itself")
        if not self._lock.acquire(timeout=self._seconds):
            _busy()
        self._owner = threading.get_ident()
        try:
            yield
        finally:
            self._owner = None
            self._lock.release()


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One snapshot that cannot write and waits for no writer."""
    with engine.connect() as plain:
        connection = plain.execution_options(reading=True)
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA query_only = ON")
        try:
            with connection.begin():
                yield connection
        finally:
            driver.execute("PRAGMA query_only = OFF")


def keep_log(path: Path) -> None:
    """Copy the write-ahead log of a database aside, once; the last connection to close deletes it.

    A damaged log holds what was acknowledged and can no longer be read; it is not ours to lose.
    """
    log = path.with_name(f"{path.name}-wal")
    kept = path.with_name(f"{path.name}-wal.kept")
    with suppress(OSError):
        if log.stat().st_size and not kept.exists():
            shutil.copyfile(log, kept)
            kept.chmod(0o600)


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn what SQLite reports of the database at `path` into failures a clerk can act on.

    Broken constraints and wrong statements are our bugs and pass unchanged.
    """
    try:
        yield
    except DBAPIError as error:
        _explain(getattr(error.orig, "sqlite_errorcode", 0) & 0xFF, path, error)
    except dbapi2.DatabaseError as error:
        _explain(getattr(error, "sqlite_errorcode", 0) & 0xFF, path, error)


def _explain(code: int, path: Path, error: Exception) -> NoReturn:
    explain = _EXPLANATIONS.get(code)
    if explain is None:
        raise error
    explain(path, error)


def _busy(path: Path | None = None, error: Exception | None = None) -> NoReturn:
    raise CounterError(
        FailureCode.DATABASE_BUSY, f"{BUSY_SECONDS:.0f}秒待ちましたが空きません"
    ) from error


def _disk_full(path: Path, error: Exception) -> NoReturn:
    raise CounterError(FailureCode.DATABASE_DISK_FULL, str(path.parent)) from error


def _read_only(path: Path, error: Exception) -> NoReturn:
    raise CounterError(FailureCode.DATABASE_READ_ONLY, str(path)) from error


def _disk_error(path: Path, error: Exception) -> NoReturn:
    if _is_full(path.parent):  # without room for its index file SQLite speaks of an I/O error
        _disk_full(path, error)
    raise CounterError(FailureCode.DATABASE_DISK_ERROR, str(path)) from error


def _is_full(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < _LEAST_FREE
    except OSError:
        return False


def _damaged(path: Path, error: Exception) -> NoReturn:
    raise CounterError(FailureCode.DATABASE_DAMAGED, str(path)) from error


def cannot_open(path: Path, error: Exception) -> NoReturn:
    raise CounterError(FailureCode.DATABASE_CANNOT_OPEN, str(path)) from error


def _not_a_database(path: Path, error: Exception) -> NoReturn:
    """SQLCipher says the same of a wrong key and of a file that never was ours; the file tells."""
    try:
        with path.open("rb") as file:
            head = file.read(len(_HEADER_OF_PLAIN_SQLITE))
            whole_pages = path.stat().st_size % _PAGE == 0
    except OSError:
        _disk_error(path, error)
    if head == _HEADER_OF_PLAIN_SQLITE or not whole_pages:
        raise CounterError(FailureCode.DATABASE_FOREIGN_FILE, str(path)) from error
    raise CounterError(FailureCode.DATABASE_WRONG_KEY, str(path)) from error


_EXPLANATIONS: dict[int, Callable[[Path, Exception], NoReturn]] = {
    dbapi2.SQLITE_BUSY: _busy,
    dbapi2.SQLITE_LOCKED: _busy,
    dbapi2.SQLITE_FULL: _disk_full,
    dbapi2.SQLITE_READONLY: _read_only,
    dbapi2.SQLITE_IOERR: _disk_error,
    dbapi2.SQLITE_CORRUPT: _damaged,
    dbapi2.SQLITE_CANTOPEN: cannot_open,
    dbapi2.SQLITE_PERM: cannot_open,
    dbapi2.SQLITE_AUTH: cannot_open,
    dbapi2.SQLITE_NOTADB: _not_a_database,
}
