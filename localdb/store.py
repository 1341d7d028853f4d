"""The store of one counter: units on the encrypted database, as the port describes them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine

from counter_app.ports import AuditEntry
from localdb.audit_log import AuditChain, AuditRows, Witness
from localdb.audit_verification import AuditReport, verify
from localdb.documents import DocumentRows
from localdb.engine import WriteTurn, reading, translated
from localdb.key_marks import KeyMarkRows
from localdb.keys import AUDIT_VERIFICATION, Keys, read_key
from localdb.link_file import LinkFile
from localdb.link_import import LinkImport, LinkImporter, Progress, staging
from localdb.links import LinkRows
from localdb.outbox import InboxRows, OutboxRows
from localdb.papers import PaperRows
from localdb.receptions import CommitmentRows, ReceptionRows, SupervisionRows
from localdb.transfers import TransferRows
from localdb.upgrade import schema_version, upgrade


class SqlUnit(
    ReceptionRows,
    CommitmentRows,
    TransferRows,
    SupervisionRows,
    OutboxRows,
    InboxRows,
    DocumentRows,
    PaperRows,
    LinkRows,
    KeyMarkRows,
    AuditRows,
):
    """One transaction: every subject's rows on one connection. Unusable once it has ended."""

    def __init__(self, connection: Connection, chain: AuditChain) -> None:
        AuditRows.__init__(self, connection, chain)

    def schema_version(self) -> str:
        """The revision of the schema; "" for an empty database."""
        return schema_version(self._connection)

    def upgrade_schema(self) -> str:
        """Bring the schema to this program's revision; returns the one before. See `upgrade`."""
        return upgrade(self._connection)


def _silent(lines: int, share: float) -> None:
    """Progress nobody looks at."""


class SqlStore:
    """The town's store on an open database. Threads may share it; their units go in turn."""

    def __init__(
        self, engine: Engine, path: Path, *, keys: Keys, chain: AuditChain, witness: Path
    ) -> None:
        self._engine = engine
        self._path = path
        self._keys = keys
        self._chain = chain
        self._witness = witness
        self._turn = WriteTurn()

    @property
    def path(self) -> Path:
        return self._path

    @property
    def blind_index_key(self) -> bytes:
        """The key of the link table's blind index, 32 bytes, for the vault."""
        return self._keys.blind_index

    @contextmanager
    def unit(self) -> Iterator[SqlUnit]:
        """One transaction: commits as a whole when its `with` ends, or not at all.

        Raises DATABASE_BUSY, DATABASE_DISK_FULL, DATABASE_READ_ONLY, DATABASE_DISK_ERROR,
        DATABASE_DAMAGED; nothing of the unit is stored then.
        """
        with (
            translated(self._path),
            self._engine.connect() as connection,
            self._transaction(connection) as unit,
        ):
            yield unit

    @contextmanager
    def _transaction(self, connection: Connection) -> Iterator[SqlUnit]:
        with self._turn.taken():
            with connection.begin():
                unit = SqlUnit(connection, self._chain)
                yield unit
            if unit.chain_end is not None:
                self._chain.follow(unit.chain_end)

    @contextmanager
    def view(self) -> Iterator[SqlUnit]:
        """One snapshot for reading: it waits for no writer, and writing in it is an error."""
        with translated(self._path), reading(self._engine) as connection:
            yield SqlUnit(connection, self._chain)

    def verify_audit(self, first_key: bytes | None = None) -> AuditReport:
        """Verify the audit log from the chain's first key; without one, from the key folder's.

        Raises KEY_FILE_MISSING when that key is kept elsewhere, as it should be.
        """
        key = first_key or read_key(self._keys.audit.with_name(AUDIT_VERIFICATION))
        witness = Witness.read(self._witness)
        with translated(self._path), reading(self._engine) as connection:
            return verify(connection, key, witness)

    def import_links(
        self, path: Path, progress: Progress = _silent, *, audit: AuditEntry | None = None
    ) -> LinkImport:
        """Import a file of numbers and link codes: every line or, when one is bad, none.

        `audit` is written in the same transaction when the links are stored. Raises
        LINK_FILE_UNREADABLE, LINK_FILE_EMPTY and the failures of a unit.
        """
        file = LinkFile(path, self._keys.blind_index)
        with (
            translated(self._path),
            self._engine.connect() as connection,
            staging(connection, self._path) as driver,
        ):
            importer = LinkImporter(connection, file, progress)
            importer.read(driver)
            with self._transaction(connection) as unit:
                result = importer.store()
                if audit is not None and result.complete:
                    unit.audit(audit)
        return result

    def close(self) -> None:
        """Close every connection; SQLite then folds its write-ahead log into the file."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
