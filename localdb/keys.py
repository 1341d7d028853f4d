"""The key files of a base directory: made at first run, 0600, one key for one purpose.

| file | key | who needs it |
|---|---|---|
| `database.key` | opens the SQLCipher file | every start |
| `blind-index.key` | turns a number into the index of the link table | every start, the vault |
| `audit.key` | the present key of the audit chain; moves on with every record | every start |
| `audit-verification.key` | the first key of the chain, to verify it later | an audit |
"""

import hashlib
import hmac
import os
import secrets
import stat
from dataclasses import dataclass, field
from pathlib import Path

from counter_app.failures import CounterError, FailureCode

KEY_FOLDER = "keys"
DATABASE = "database.key"
BLIND_INDEX = "blind-index.key"
AUDIT = "audit.key"
AUDIT_VERIFICATION = "audit-verification.key"
KEY_BYTES = 32
_MARKED = b"blind-index.key of this database"
"""What a mark is made of: no individual number, so that no mark is an index of a person."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys every start needs; `audit` is the path of the chain's moving key."""

    database: bytes = field(repr=False)
    blind_index: bytes = field(repr=False)
    audit: Path

    def index_mark(self) -> bytes:
        """By what a database knows the blind-index key: its HMAC-SHA-256 of a fixed text."""
        return hmac.digest(self.blind_index, _MARKED, "sha256")

    def check_blind_index(self, mark: bytes | None) -> None:
        """Raises KEY_FILE_UNUSABLE when a database's mark is of another key, or is not there."""
        if not hmac.compare_digest(self.index_mark(), mark or b""):
            path = self.audit.with_name(BLIND_INDEX)
            raise _unusable(path, "このデータベースの鍵ではありません")


def open_keys(basedir: Path, *, first_run: bool) -> Keys:
    """Read the keys of a base directory; make those that are missing when it is the first run.

    Raises KEY_FILE_MISSING (there is a database, but no key to it), KEY_FILE_UNUSABLE.
    """
    folder = basedir / KEY_FOLDER
    if first_run:
        _make_all(folder)
    else:
        # A first run that was cut off may have left a second copy of a key behind.
        for name in (DATABASE, BLIND_INDEX, AUDIT, AUDIT_VERIFICATION):
            for draft in folder.glob(f"{name}.*.new"):
                draft.unlink(missing_ok=True)
    _read(folder / AUDIT)
    return Keys(
        database=read_key(folder / DATABASE),
        blind_index=read_key(folder / BLIND_INDEX),
        audit=folder / AUDIT,
    )


def _make_all(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for name in (DATABASE, BLIND_INDEX):
            _make(folder / name, secrets.token_bytes(KEY_BYTES))
        if not (folder / AUDIT).exists():
            _make(folder / AUDIT_VERIFICATION, secrets.token_bytes(KEY_BYTES))
            first = read_key(folder / AUDIT_VERIFICATION)
            _make(folder / AUDIT, audit_key_record(1, first))
    except OSError as error:
        raise _unusable(folder, "作れません（空きがないか、書き込めない場所です）") from error


def read_key(path: Path) -> bytes:
    """A key of 32 bytes. Raises KEY_FILE_MISSING, KEY_FILE_UNUSABLE."""
    content = _read(path)
    if len(content) != KEY_BYTES:
        raise _unusable(path, "長さが違います")
    return content


def audit_key_record(index: int, key: bytes) -> bytes:
    """The audit key file: which record the key is for, the key, and a checksum of both."""
    body = index.to_bytes(8, "big") + key
    return body + hashlib.sha256(body).digest()


def read_audit_key(path: Path) -> tuple[int, bytes]:
    """The chain's present key and the record it is for.

    Raises KEY_FILE_MISSING, KEY_FILE_UNUSABLE.
    """
    content = _read(path)
    index, key = int.from_bytes(content[:8], "big"), content[8 : 8 + KEY_BYTES]
    if content != audit_key_record(index, key):
        raise _unusable(path, "内容が壊れています")
    return index, key


def _make(path: Path, content: bytes) -> None:
    """Write a key file whole or not at all, and never over one that is there."""
    if path.exists():
        return
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}.new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        # A link fails when the name is taken, so of two first runs at once one wins for both.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink(missing_ok=True)


def _read(path: Path) -> bytes:
    try:
        if os.name == "posix" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise _unusable(path, "ほかの利用者も読める状態です")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise CounterError(FailureCode.KEY_FILE_MISSING, path.name) from error
    except OSError as error:
        raise _unusable(path, "読めません") from error


def _unusable(path: Path, why: str) -> CounterError:
    return CounterError(FailureCode.KEY_FILE_UNUSABLE, f"{path.name}: {why}")
