"""The Juki-net with X市 behind it: transfer certificates, and the person behind a sealed number."""

import hashlib
import re
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

import msgspec
from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import ECKey
from joserfc.util import urlsafe_b64encode

from counter_app.failures import CounterError, FailureCode
from counter_app.hub.canonical import JsonValue, canonical_bytes, plain
from counter_app.hub.https import HubConnection
from counter_app.hub.parties import Identity
from counter_app.model.names import base_text
from counter_app.model.people import TransferCertificate
from counter_app.ports import FourAttributes
from counter_app.sandbox.http_service import Reply, Request, refuse

_TAKEN: Final = re.compile(r"/arrived/([0-9A-Za-z-]{1,40})/taken")
_SEALING: Final = ["ECDH-ES", "A256GCM"]
_FULL_WIDTH_DIGITS: Final = str.maketrans("０１２３４５６７８９", "0123456789")
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS transfers (
    id TEXT PRIMARY KEY,
    certificate TEXT NOT NULL,
    pushed INTEGER NOT NULL,
    finished INTEGER NOT NULL,
    taken INTEGER NOT NULL DEFAULT 0
);
"""

Identify = Callable[[bytes], str]
"""Twelve ASCII digits → the network's own opaque name of that person, "" for nobody."""


def network_name(persona: str) -> str:
    """The network's opaque name of a persona: neither its number nor its record code."""
    return "jn-" + hashlib.sha256(f"sandbox person|{persona}".encode()).hexdigest()[:24]


@dataclass(frozen=True, slots=True)
class Transfer:
    """One move-out at the old town: whether it was pushed, and whether the town has finished it."""

    certificate: TransferCertificate
    pushed: bool
    finished: bool
    taken: bool


class TransferStore:
    """The move-outs of X市, in a database of their own."""

    def __init__(self, file: Path) -> None:
        self._lock = threading.Lock()
        self._database = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=FULL")
        self._database.executescript(f"BEGIN;{_SCHEMA}COMMIT;")

    def close(self) -> None:
        with self._lock:
            self._database.close()

    def put(self, certificate: TransferCertificate, *, pushed: bool, finished: bool = True) -> None:
        """Set one move-out, replacing what was there."""
        with self._lock:
            self._database.execute(
                "INSERT OR REPLACE INTO transfers VALUES (?, ?, ?, ?, 0)",
                (certificate.id, canonical_bytes(certificate), int(pushed), int(finished)),
            )

    def offer(self, certificate: TransferCertificate, *, pushed: bool) -> None:
        """Set one move-out unless it is known; what was taken stays taken."""
        with self._lock:
            self._database.execute(
                "INSERT OR IGNORE INTO transfers VALUES (?, ?, ?, 1, 0)",
                (certificate.id, canonical_bytes(certificate), int(pushed)),
            )

    def take(self, transfer_id: str) -> bool:
        with self._lock:
            cursor = self._database.execute(
                "UPDATE transfers SET taken = 1 WHERE id = ? AND pushed = 1", (transfer_id,)
            )
            return cursor.rowcount == 1

    def transfers(self) -> tuple[Transfer, ...]:
        with self._lock:
            rows = self._database.execute(
                "SELECT certificate, pushed, finished, taken FROM transfers ORDER BY rowid"
            ).fetchall()
        return tuple(
            Transfer(msgspec.json.decode(text, type=TransferCertificate), bool(a), bool(b), bool(c))
            for text, a, b, c in rows
        )


class JukiService:
    """The network's answers to the counter. A number lives here only while it is looked up."""

    def __init__(
        self, store: TransferStore, identity: Identity, hub: HubConnection, identify: Identify
    ) -> None:
        self._store = store
        self._key: ECKey = identity.encryption_key
        self._hub = hub
        self._identify = identify
        self.in_service = True

    def handle(self, request: Request) -> Reply:
        if not request.peer:
            return refuse(403, "not_for_you")
        if (request.method, request.path) == ("GET", "/status"):
            return Reply(200, {"state": "open" if self.in_service else "closed"})
        if not self.in_service:
            return refuse(503, "closed")
        match request.method, request.path:
            case "GET", "/arrived":
                return self._arrived()
            case "POST", "/requests":
                return self._requested(request.body.get("attributes"))
            case "GET", "/recipient-key":
                return Reply(200, {"key": plain(self._key.as_dict(private=False))})
            case "POST", "/numbers":
                return self._number(request)
        taken = _TAKEN.fullmatch(request.path)
        if taken is None or request.method != "POST" or not self._store.take(taken[1]):
            return refuse(404, "no_such_address")
        return Reply(200, {})

    def _arrived(self) -> Reply:
        waiting: list[JsonValue] = [
            plain(t.certificate)
            for t in self._store.transfers()
            if t.pushed and t.finished and not t.taken
        ]
        return Reply(200, {"certificates": waiting})

    def _requested(self, value: JsonValue) -> Reply:
        try:
            asked = msgspec.convert(value, FourAttributes)
        except msgspec.ValidationError:
            return refuse(400, "not_attributes")
        for transfer in self._store.transfers():
            if _is_of(transfer.certificate, asked):
                if not transfer.finished:
                    return refuse(409, "not_ready")
                return Reply(200, {"certificate": plain(transfer.certificate)})
        return refuse(404, "not_found")

    def _number(self, request: Request) -> Reply:
        acquisition = str(request.body.get("acquisition", ""))
        try:
            opened = jwe.decrypt_compact(
                str(request.body.get("sealed", "")), self._key, algorithms=_SEALING
            )
        except (JoseError, ValueError, TypeError, KeyError, AssertionError):
            return refuse(422, "number_unreadable")
        # The vault binds the number to its purpose: one sealed for another acquisition is no good.
        if opened.protected.get("apv") != urlsafe_b64encode(acquisition.encode()).decode():
            return refuse(422, "number_unreadable")
        person = self._identify(opened.plaintext or b"")
        if not person:
            return refuse(422, "unknown_person")
        try:
            path = f"/acquisitions/{quote(acquisition, safe='')}/person"
            self._hub.call("POST", path, {"person": person})
        except CounterError as error:
            if error.code is FailureCode.HUB_REFUSED:
                return refuse(422, "no_such_acquisition")
            return refuse(502, "hub_away")
        return Reply(200, {})


def _is_of(certificate: TransferCertificate, asked: FourAttributes) -> bool:
    home = certificate.old_address
    return _same_start(asked.address, home.line) and any(
        _plain_name(member.name.text) == _plain_name(asked.name)
        and member.birth == asked.birth
        and member.sex is asked.sex
        for member in certificate.members
    )


def _same_start(address: str, line: str) -> bool:
    return _plain_name(address).startswith(_plain_name(line))


def _plain_name(text: str) -> str:
    """For comparison alone: a chip may lack selectors and spaces, and has full-width digits."""
    return "".join(base_text(text).split()).translate(_FULL_WIDTH_DIGITS)
