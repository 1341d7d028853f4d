"""An organisation's own durable record: requests taken in, acts performed, replies to send."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

import msgspec

from counter_app.hub.canonical import canonical_bytes
from counter_app.model.commitment import Act, Actor, Coordination
from counter_app.model.message import InboundMessage, OutboundMessage, What

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS inbox (
    from_party TEXT NOT NULL,
    id TEXT NOT NULL,
    taken_at TEXT NOT NULL,
    refusal TEXT NOT NULL,
    PRIMARY KEY (from_party, id)
);
CREATE TABLE IF NOT EXISTS cases (
    initiator TEXT NOT NULL,
    number TEXT NOT NULL,
    who TEXT NOT NULL,
    product TEXT NOT NULL,
    expected_on TEXT,
    PRIMARY KEY (initiator, number)
);
CREATE TABLE IF NOT EXISTS effects (
    initiator TEXT NOT NULL,
    number TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    act TEXT NOT NULL,
    actor TEXT NOT NULL,
    message_id TEXT NOT NULL,
    at TEXT NOT NULL,
    what TEXT NOT NULL,
    UNIQUE (initiator, number, actor, sequence),
    FOREIGN KEY (initiator, number) REFERENCES cases
);
CREATE TABLE IF NOT EXISTS outbox (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    message TEXT NOT NULL,
    sent_at TEXT
);
CREATE TABLE IF NOT EXISTS bookings (
    day TEXT NOT NULL,
    span TEXT NOT NULL,
    number TEXT NOT NULL,
    firm INTEGER NOT NULL,
    PRIMARY KEY (day, span, number)
);
"""


@dataclass(frozen=True, slots=True)
class Effect:
    """One act recorded in a case, the initiator's or our own; one per actor and sequence number."""

    initiator: str
    transaction: str
    sequence: int
    act: Act
    actor: Actor
    message_id: str
    at: str


@dataclass(frozen=True, slots=True)
class Case:
    """One request as the organisation keeps it: whose (PW), what for, and the acts so far."""

    initiator: str
    transaction: str
    who: str
    product: str
    expected_on: date | None
    acts: tuple[tuple[Act, Actor, What], ...] = ()
    last_message: str = ""

    @property
    def state(self) -> Coordination:
        state = Coordination()
        for act, actor, _ in self.acts:
            state = state.after(act, actor)
        return state

    def last_sequence(self, *actors: Actor) -> int:
        """The highest sequence number these actors have used, 0 when none."""
        return max((what.sequence for _, actor, what in self.acts if actor in actors), default=0)

    @property
    def request(self) -> What:
        """The initiator's latest request."""
        return next(what for act, _, what in reversed(self.acts) if act is Act.REQUEST)


class CaseBook:
    """SQLite with `synchronous=FULL`; `with book.transaction():` is all or nothing."""

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
    def transaction(self) -> Iterator[None]:
        with self._lock:
            if self._database.in_transaction:
                yield
                return
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._database.execute("ROLLBACK")
                raise
            self._database.execute("COMMIT")

    def first_time(self, from_party: str, message_id: str, at: datetime) -> bool:
        """Note a message in the inbox; False when it was taken in before."""
        with self.transaction():
            cursor = self._database.execute(
                "INSERT OR IGNORE INTO inbox VALUES (?, ?, ?, '')",
                (from_party, message_id, at.isoformat()),
            )
            return cursor.rowcount == 1

    def refuse(self, from_party: str, message_id: str, reason: str, at: datetime) -> None:
        """Note that a message was not acted upon, and why."""
        with self.transaction():
            self._database.execute(
                "INSERT INTO inbox VALUES (?, ?, ?, ?)"
                " ON CONFLICT (from_party, id) DO UPDATE SET refusal = excluded.refusal",
                (from_party, message_id, at.isoformat(), reason),
            )

    def refusals(self) -> tuple[tuple[str, str], ...]:
        """(message id, reason) of everything that was not acted upon."""
        with self.transaction():
            rows = self._database.execute(
                "SELECT id, refusal FROM inbox WHERE refusal != '' ORDER BY taken_at, id"
            ).fetchall()
        return tuple((str(row[0]), str(row[1])) for row in rows)

    def open_case(self, message: InboundMessage) -> Case:
        """The case a message belongs to, opened when it is the first."""
        with self.transaction():
            self._database.execute(
                "INSERT OR IGNORE INTO cases VALUES (?, ?, ?, ?, NULL)",
                (message.from_party, message.what.transaction, message.who, message.what.product),
            )
            return self.case(message.from_party, message.what.transaction)

    def case(self, initiator: str, number: str) -> Case:
        with self.transaction():
            head = self._database.execute(
                "SELECT who, product, expected_on FROM cases WHERE initiator = ? AND number = ?",
                (initiator, number),
            ).fetchone()
            rows = self._database.execute(
                "SELECT act, actor, what, message_id FROM effects"
                " WHERE initiator = ? AND number = ? ORDER BY rowid",
                (initiator, number),
            ).fetchall()
        return Case(
            initiator,
            number,
            head[0],
            head[1],
            date.fromisoformat(head[2]) if head[2] else None,
            tuple((Act(a), Actor(b), msgspec.json.decode(c, type=What)) for a, b, c, _ in rows),
            next((str(row[3]) for row in reversed(rows) if row[1] == Actor.INITIATOR), ""),
        )

    def promised(self, until: date = date.max) -> tuple[Case, ...]:
        """The cases whose product is promised for that day or earlier and not yet declared."""
        with self.transaction():
            keys = self._database.execute(
                "SELECT initiator, number FROM cases WHERE expected_on <= ? ORDER BY rowid",
                (until.isoformat(),),
            ).fetchall()
            return tuple(self.case(initiator, number) for initiator, number in keys)

    def record(self, case: Case, what: What, actor: Actor, message_id: str, at: datetime) -> None:
        """Add one act to a case."""
        with self.transaction():
            self._database.execute(
                "INSERT INTO effects VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    case.initiator,
                    case.transaction,
                    what.sequence,
                    what.act.value,
                    actor.value,
                    message_id,
                    at.isoformat(),
                    canonical_bytes(what),
                ),
            )

    def expect(self, case: Case, day: date | None) -> None:
        """Note the day on which the promised product is due."""
        with self.transaction():
            self._database.execute(
                "UPDATE cases SET expected_on = ? WHERE initiator = ? AND number = ?",
                (day.isoformat() if day else None, case.initiator, case.transaction),
            )

    def effects(self) -> tuple[Effect, ...]:
        with self.transaction():
            rows = self._database.execute(
                "SELECT initiator, number, sequence, act, actor, message_id, at"
                " FROM effects ORDER BY rowid"
            ).fetchall()
        return tuple(Effect(a, b, c, Act(d), Actor(e), f, g) for a, b, c, d, e, f, g in rows)

    # --- replies ------------------------------------------------------------------------

    def queue(self, message: OutboundMessage) -> None:
        with self.transaction():
            self._database.execute(
                "INSERT INTO outbox (id, message) VALUES (?, ?)",
                (message.id, canonical_bytes(message)),
            )

    def unsent(self) -> tuple[OutboundMessage, ...]:
        with self.transaction():
            rows = self._database.execute(
                "SELECT message FROM outbox WHERE sent_at IS NULL ORDER BY position"
            ).fetchall()
        return tuple(msgspec.json.decode(row[0], type=OutboundMessage) for row in rows)

    def sent(self, message_id: str, at: datetime) -> None:
        with self.transaction():
            self._database.execute(
                "UPDATE outbox SET sent_at = ? WHERE id = ?", (at.isoformat(), message_id)
            )

    # --- appointments -------------------------------------------------------------------

    def booked(self, day: date, span: str, other_than: str) -> bool:
        """Whether another case holds that time."""
        with self.transaction():
            row = self._database.execute(
                "SELECT 1 FROM bookings WHERE day = ? AND span = ? AND number != ?",
                (day.isoformat(), span, other_than),
            ).fetchone()
        return row is not None

    def offered(self, day: date, span: str, number: str) -> bool:
        """Whether that time is kept for this case."""
        with self.transaction():
            row = self._database.execute(
                "SELECT 1 FROM bookings WHERE day = ? AND span = ? AND number = ?",
                (day.isoformat(), span, number),
            ).fetchone()
        return row is not None

    def keep(self, times: tuple[tuple[date, str], ...], number: str, *, firm: bool) -> None:
        """Hold these times, and no others, for a case; `firm` once one is promised."""
        with self.transaction():
            self._database.execute("DELETE FROM bookings WHERE number = ?", (number,))
            self._database.executemany(
                "INSERT INTO bookings VALUES (?, ?, ?, ?)",
                [(day.isoformat(), span, number, int(firm)) for day, span in times],
            )
