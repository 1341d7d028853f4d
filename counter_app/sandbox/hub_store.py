"""The reference hub's own database: ID codes, link codes, acquisitions, mailboxes and ledger.

SQLite with `synchronous=FULL`: what was answered with 200 survives a kill and a power cut.
"""

import secrets
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from counter_app.model.numbers import CROCKFORD, LinkCode

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS persons (
    id_code TEXT PRIMARY KEY,
    juki_person TEXT NOT NULL UNIQUE
);
CREATE TABLE IF NOT EXISTS link_codes (
    id_code TEXT NOT NULL REFERENCES persons,
    party TEXT NOT NULL,
    code TEXT NOT NULL,
    PRIMARY KEY (id_code, party),
    UNIQUE (party, code)
);
CREATE TABLE IF NOT EXISTS acquisitions (
    number TEXT PRIMARY KEY,
    party TEXT NOT NULL,
    began_at TEXT NOT NULL,
    code TEXT
);
CREATE TABLE IF NOT EXISTS messages (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    from_party TEXT NOT NULL,
    to_party TEXT NOT NULL,
    who_sent TEXT NOT NULL,
    who_received TEXT NOT NULL,
    in_reply_to TEXT NOT NULL,
    accepted_at TEXT NOT NULL,
    not_after TEXT NOT NULL,
    fetched_at TEXT,
    acknowledged_at TEXT,
    repeats INTEGER NOT NULL DEFAULT 0,
    header TEXT NOT NULL,
    what TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS waiting ON messages (to_party, position) WHERE acknowledged_at IS NULL;
"""


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One message as the hub saw it; its content was never readable here."""

    id: str
    from_party: str
    to_party: str
    who_sent: str
    who_received: str
    in_reply_to: str
    accepted_at: str
    fetched_at: str | None
    acknowledged_at: str | None
    repeats: int


@dataclass(frozen=True, slots=True)
class ForwardedMessage:
    """A message in a mailbox: header signed by the hub, WHAT as the sender sealed it."""

    id: str
    from_party: str
    header: str
    what: str


class HubStore:
    """One connection, one writer at a time; every public method is one transaction."""

    def __init__(self, file: Path) -> None:
        self._lock = threading.RLock()
        self._database = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=FULL")
        self._database.execute("PRAGMA foreign_keys=ON")
        self._database.executescript(f"BEGIN;{_SCHEMA}COMMIT;")

    def close(self) -> None:
        with self._lock:
            self._database.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield self._database
            except BaseException:
                self._database.execute("ROLLBACK")
                raise
            self._database.execute("COMMIT")

    # --- ID codes -----------------------------------------------------------------------

    def enrol(self, juki_person: str, party: str, code: str) -> None:
        """Register an existing link code of a person; keeps one that is already there."""
        with self.transaction() as database:
            id_code = _id_code(database, juki_person)
            database.execute(
                "INSERT OR IGNORE INTO link_codes VALUES (?, ?, ?)", (id_code, party, code)
            )

    def translated(self, party: str, code: str, other: str) -> str | None:
        """The link code at `other` of the person who is `code` at `party`, by way of the ID code.

        Made at the first use toward an organisation; None when `code` is not known.
        """
        with self.transaction() as database:
            found = database.execute(
                "SELECT id_code FROM link_codes WHERE party = ? AND code = ?", (party, code)
            ).fetchone()
            return None if found is None else _link_code(database, found[0], other)

    def begin_acquisition(self, party: str, now: datetime) -> str:
        """A new acquisition number for `party`."""
        number = "AQ-" + "".join(secrets.choice(CROCKFORD) for _ in range(16))
        with self.transaction() as database:
            database.execute(
                "INSERT INTO acquisitions VALUES (?, ?, ?, NULL)", (number, party, now.isoformat())
            )
        return number

    def name_person(self, number: str, juki_person: str) -> bool:
        """The network named the person behind an acquisition; False for an unknown number."""
        with self.transaction() as database:
            found = database.execute(
                "SELECT party FROM acquisitions WHERE number = ?", (number,)
            ).fetchone()
            if found is None:
                return False
            code = _link_code(database, _id_code(database, juki_person), found[0])
            database.execute(
                "UPDATE acquisitions SET code = ? WHERE number = ? AND code IS NULL", (code, number)
            )
            return True

    def acquisition(self, number: str, party: str) -> tuple[bool, str | None]:
        """Whether `party` began that acquisition, and the link code once it is issued."""
        with self.transaction() as database:
            found = database.execute(
                "SELECT code FROM acquisitions WHERE number = ? AND party = ?", (number, party)
            ).fetchone()
        return (False, None) if found is None else (True, found[0])

    # --- messages -----------------------------------------------------------------------

    def message(self, message_id: str) -> LedgerEntry | None:
        with self.transaction() as database:
            row = database.execute(f"{_LEDGER} WHERE id = ?", (message_id,)).fetchone()
        return None if row is None else LedgerEntry(*row)

    def accept(self, entry: LedgerEntry, not_after: datetime, header: str, what: str) -> None:
        """Store a translated message for its receiver. A second one with its id changes nothing."""
        with self.transaction() as database:
            database.execute(
                "INSERT INTO messages (id, from_party, to_party, who_sent, who_received,"
                " in_reply_to, accepted_at, not_after, header, what)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (id) DO UPDATE SET repeats = repeats + 1",
                (
                    entry.id,
                    entry.from_party,
                    entry.to_party,
                    entry.who_sent,
                    entry.who_received,
                    entry.in_reply_to,
                    entry.accepted_at,
                    not_after.isoformat(),
                    header,
                    what,
                ),
            )

    def count_repeat(self, message_id: str) -> None:
        with self.transaction() as database:
            database.execute(
                "UPDATE messages SET repeats = repeats + 1 WHERE id = ?", (message_id,)
            )

    def mailbox(self, party: str, limit: int, now: datetime) -> tuple[ForwardedMessage, ...]:
        """What waits for a party, oldest first."""
        with self.transaction() as database:
            rows = database.execute(
                "SELECT id, from_party, header, what FROM messages"
                " WHERE to_party = ? AND acknowledged_at IS NULL ORDER BY position LIMIT ?",
                (party, limit),
            ).fetchall()
            database.executemany(
                "UPDATE messages SET fetched_at = ? WHERE id = ? AND fetched_at IS NULL",
                [(now.isoformat(), row[0]) for row in rows],
            )
        return tuple(ForwardedMessage(*row) for row in rows)

    def acknowledge(self, party: str, message_ids: tuple[str, ...], now: datetime) -> None:
        """The receiver has stored these: the sealed content is no longer kept."""
        with self.transaction() as database:
            database.executemany(
                "UPDATE messages SET acknowledged_at = ?, header = '', what = ''"
                " WHERE id = ? AND to_party = ? AND acknowledged_at IS NULL",
                [(now.isoformat(), message_id, party) for message_id in message_ids],
            )

    def ledger(self) -> tuple[LedgerEntry, ...]:
        """Every message accepted, in order."""
        with self.transaction() as database:
            rows = database.execute(f"{_LEDGER} ORDER BY position").fetchall()
        return tuple(LedgerEntry(*row) for row in rows)

    def waiting(self, party: str) -> int:
        """How many messages a party has not acknowledged."""
        with self.transaction() as database:
            row = database.execute(
                "SELECT count(*) FROM messages WHERE to_party = ? AND acknowledged_at IS NULL",
                (party,),
            ).fetchone()
        return int(row[0])


_LEDGER: Final = (
    "SELECT id, from_party, to_party, who_sent, who_received, in_reply_to, accepted_at,"
    " fetched_at, acknowledged_at, repeats FROM messages"
)


def _id_code(database: sqlite3.Connection, juki_person: str) -> str:
    fresh = secrets.token_hex(16)
    database.execute("INSERT OR IGNORE INTO persons VALUES (?, ?)", (fresh, juki_person))
    row = database.execute(
        "SELECT id_code FROM persons WHERE juki_person = ?", (juki_person,)
    ).fetchone()
    return str(row[0])


def _link_code(database: sqlite3.Connection, id_code: str, party: str) -> str:
    while True:
        row = database.execute(
            "SELECT code FROM link_codes WHERE id_code = ? AND party = ?", (id_code, party)
        ).fetchone()
        if row is not None:
            return str(row[0])
        code = LinkCode("".join(secrets.choice(CROCKFORD) for _ in range(8)))
        # A code already given out at this party is left alone and another one drawn.
        database.execute(
            "INSERT OR IGNORE INTO link_codes VALUES (?, ?, ?)", (id_code, party, code.value)
        )
