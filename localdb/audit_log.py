"""The audit log (監査ログ): a chain that shows tampering, under keys that only go forward.

Record i carries `h_i = HMAC-SHA-256(k_i, h_{i-1} ‖ line_i)`, and `k_{i+1} = SHA-256("next" ‖ k_i)`;
`k_i` is overwritten once used, so that whoever takes the machine later cannot rewrite what was
written before. Three things outside the records say how many there must be: the head row in the
database, the index of the moving key, and a witness file (控え) beside the database whose tag needs
a key that is gone by the next record. The first key is kept for verification; how far it is kept
away from the machine decides how much the chain proves (see the README).
"""

import hashlib
import hmac
import logging
import os
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    LargeBinary,
    case,
    cast,
    delete,
    func,
    select,
    update,
)

from counter_app.failures import CounterError, FailureCode
from counter_app.ports import WATCHED_DEEDS, AuditEntry, OwedLook
from localdb import codec, schema
from localdb.codec import AuditRecord
from localdb.keys import audit_key_record, read_audit_key
from localdb.part import Part

FIRST_MAC = bytes(32)
"""`h_0`: what the first record is chained to."""

FARTHEST = 1_000_000
"""How far a count may be ahead of what is known: a made-up one must not keep us hashing."""


_records = schema.audit_records
_head = schema.audit_head
_owed = schema.owed_looks
_APPEND = _records.insert()
_MOVE_HEAD = update(_head)
_log = logging.getLogger(__name__)


def bytes_of(column: Column[Any], kind: str) -> ColumnElement[bytes]:
    """What a column holds, none when it is of another kind: SQLite lets anybody put in any."""
    return case((func.typeof(column) == kind, cast(column, LargeBinary)), else_=b"")


def whole_number_of(column: Column[int]) -> ColumnElement[int]:
    """The number a column holds, 0 when it holds something else."""
    return case((func.typeof(column) == "integer", column), else_=0)


HEAD_ROW = select(whole_number_of(_head.c.count), bytes_of(_head.c.mac, "blob"))
"""How many records there are, and the last one's MAC."""


def next_key(key: bytes) -> bytes:
    return hashlib.sha256(b"audit|next|" + key).digest()


def record_mac(key: bytes, previous: bytes, line: bytes) -> bytes:
    return hmac.digest(key, previous + line, "sha256")


def head_tag(key: bytes, count: int, mac: bytes) -> bytes:
    """Tag of the witness for `count` records; `key` is the one for record `count + 1`."""
    own = hashlib.sha256(b"audit|head|" + key).digest()
    return hmac.digest(own, count.to_bytes(8, "big") + mac, "sha256")


@dataclass(frozen=True, slots=True)
class ChainEnd:
    """Where the chain stands: `count` records, the last one's MAC, the key for the next."""

    count: int
    mac: bytes
    key: bytes


class AuditChain:
    """The moving key and the witness file; follows the database, never leads it."""

    def __init__(self, key_file: Path, witness: Path) -> None:
        self._key_file = key_file
        self._witness = witness
        self._index, self._key = read_audit_key(key_file)

    def key_for(self, index: int) -> bytes:
        """The key of record `index`.

        Raises DATABASE_ROLLED_BACK when it is already gone, because the database was once longer,
        or so far off that head row and key file cannot belong together.
        """
        if not self._index <= index <= self._index + FARTHEST:
            raise CounterError(
                FailureCode.DATABASE_ROLLED_BACK,
                f"監査ログは {self._index - 1}件あったはずですが {index - 1}件です",
            )
        key = self._key
        for _ in range(index - self._index):
            key = next_key(key)
        return key

    def follow(self, end: ChainEnd) -> None:
        """Move on after a commit: overwrite the used key, then renew the witness.

        Both may lag behind a crash, which is harmless; neither may fail a unit that is committed.
        """
        self._index, self._key = end.count + 1, end.key
        try:
            if _index_in(self._key_file) > self._index:
                return  # another program has committed after us and told so first
            _overwrite(self._key_file, audit_key_record(self._index, self._key))
            tag = head_tag(end.key, end.count, end.mac)
            _overwrite(self._witness, Witness(end.count, end.mac, tag).to_bytes())
        except OSError:
            _log.exception("the audit key or its witness could not be written")


def _index_in(key_file: Path) -> int:
    """The index a key file claims, 0 without one. Nothing may fail here, so nothing is judged."""
    try:
        return int.from_bytes(key_file.read_bytes()[:8], "big")
    except FileNotFoundError:
        return 0


def _overwrite(path: Path, content: bytes) -> None:
    # In place: the old key's bytes go, and one short write is never seen half.
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    try:
        os.write(descriptor, content)
    finally:
        os.close(descriptor)


@dataclass(frozen=True, slots=True)
class Witness:
    """The line of the witness file: how many records, the last MAC, and the tag over both."""

    count: int
    mac: bytes
    tag: bytes

    def to_bytes(self) -> bytes:
        return f"{self.count:016d} {self.mac.hex()} {self.tag.hex()}\n".encode()

    @classmethod
    def read(cls, path: Path) -> "Witness | None":
        """The witness, or None when the file is gone or is not one."""
        try:
            content = path.read_bytes()
            count, mac, tag = content.decode("ascii").split()
            witness = cls(int(count), bytes.fromhex(mac), bytes.fromhex(tag))
        except (OSError, ValueError):
            return None
        return witness if witness.to_bytes() == content else None


class AuditRows(Part):
    """Appends to the chain within a unit, and reads it."""

    def __init__(self, connection: Connection, chain: AuditChain) -> None:
        super().__init__(connection)
        self._chain = chain
        self.chain_end: ChainEnd | None = None
        """Where the chain will stand when the unit is committed; None when nothing was appended."""

    def audit(self, entry: AuditEntry) -> None:
        """Append one record. Raises ValueError for a time without its zone."""
        if entry.at.tzinfo is None:
            raise ValueError("an audit record needs the zone of its time")
        end = self.chain_end or self._stored_end()
        line = codec.AUDIT_RECORD.encode(AuditRecord(end.count + 1, entry))
        mac = record_mac(end.key, end.mac, line.encode())
        self._connection.execute(
            _APPEND, {"seq": end.count + 1, "case_id": entry.case, "line": line, "mac": mac}
        )
        self._connection.execute(_MOVE_HEAD, {"count": end.count + 1, "mac": mac})
        if entry.what in WATCHED_DEEDS:
            self._connection.execute(_owed.insert(), {"seq": end.count + 1})
        self.chain_end = ChainEnd(end.count + 1, mac, next_key(end.key))

    def check_chain(self) -> None:
        """Raises DATABASE_ROLLED_BACK when the database is shorter than the key file remembers."""
        self._stored_end()

    def _stored_end(self) -> ChainEnd:
        row = self._connection.execute(HEAD_ROW).one_or_none()
        count, mac = (0, FIRST_MAC) if row is None else row
        return ChainEnd(count, mac, self._chain.key_for(count + 1))

    def audit_entries(
        self, *, case: str | None = None, latest: int | None = None
    ) -> tuple[AuditEntry, ...]:
        """The entries of a case, the `latest` so many, or all, in their order."""
        query = select(_records.c.line).order_by(_records.c.seq.desc()).limit(latest)
        if case is not None:
            query = query.where(_records.c.case_id == case)
        lines = self._connection.scalars(query).all()
        return tuple(codec.AUDIT_RECORD.decode(line).entry for line in reversed(lines))

    def owed_looks(self) -> tuple[OwedLook, ...]:
        """What a supervisor has yet to look at, in its order."""
        query = (
            select(_records.c.seq, _records.c.line)
            .join(_owed, _owed.c.seq == _records.c.seq)
            .order_by(_records.c.seq)
        )
        rows = self._connection.execute(query)
        return tuple(OwedLook(seq, codec.AUDIT_RECORD.decode(line).entry) for seq, line in rows)

    def looked_at(self, places: Collection[int]) -> None:
        """These are owed no look any more; their lines in the log stay."""
        self._connection.execute(delete(_owed).where(_owed.c.seq.in_(places)))

    def audit_count(self) -> int:
        """How many entries the audit log has, as its head says."""
        return self._connection.scalar(select(_head.c.count)) or 0
