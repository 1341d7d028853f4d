"""After a whole reception the number and the PINs are nowhere, and the search would find them."""

import base64
import logging
import os
import random
import re
import shutil
import socket
import sqlite3
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlcipher3 import dbapi2

from counter_app import logs
from counter_app.failures import CounterError
from counter_app.hub.https import HubConnection
from counter_app.model.commitment import Phase
from counter_app.sandbox.card_holder import derive_number
from counter_app.sandbox.run import SandboxTown
from tests.number_search import (
    dresses,
    parts_of,
    parts_of_folder,
    pin_dresses,
    search,
)
from tests.reception_kit import HOLDER, Played, TickingClock, Wire, play_reception, wire_taps

NUMBER = dresses(derive_number(HOLDER.id).decode())
LENGTHS = re.compile(rb"content-length', b'\d+'", re.IGNORECASE)
"""What an HTTP library says of a body; it may be as long as a PIN says."""
PINS = (pin_dresses(HOLDER.authentication_pin), pin_dresses(HOLDER.card_information_pin))


@dataclass(frozen=True)
class Evidence:
    """What a reception left: its base directory (also as it was while open), temporary files, the
    log of everything any part said at any level, and the network's bytes."""

    basedir: Path
    while_open: Path
    temporary: Path
    log: Path
    wire: Wire
    played: Played

    def parts(self) -> Iterator[tuple[str, bytes]]:
        yield from parts_of_folder(self.basedir)
        yield from parts_of_folder(self.temporary)
        for path in self.while_open.rglob("*"):
            if path.is_file():  # with its write-ahead log, as a thief would find it
                yield from parts_of(f"{path.name} while open", path.read_bytes())
        yield "environment", "\0".join([*sys.argv, *os.environ, *os.environ.values()]).encode()
        yield "log", LENGTHS.sub(b"", self.log.read_bytes())
        for index, stream in enumerate(self.wire.streams):
            yield f"wire {index}", bytes(stream)
        for index, body in enumerate(self.wire.bodies):
            yield from parts_of(f"body {index}", body)


@pytest.fixture(scope="module", params=["known", "code obtained"])
def evidence(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    """Both cases; in the second the number travels, sealed, to obtain a link code."""
    folder = tmp_path_factory.mktemp("canary")
    basedir, log, temporary = folder / "basedir", folder / "everything.log", folder / "tmp"
    copy = folder / "while-open"
    temporary.mkdir()
    root = logging.getLogger()
    keeper = logging.FileHandler(log, encoding="utf-8")
    keeper.setFormatter(logging.Formatter("%(asctime)s %(name)s %(message)s"))
    level = root.level
    root.addHandler(keeper)
    root.setLevel(logging.DEBUG)
    with pytest.MonkeyPatch.context() as patch, wire_taps(patch) as wire:
        patch.setattr(tempfile, "tempdir", str(temporary))
        try:
            played = play_reception(
                basedir,
                known=request.param == "known",
                while_open=lambda: shutil.copytree(basedir, copy),
            )
        finally:
            root.removeHandler(keeper)
            root.setLevel(level)
            keeper.close()
    return Evidence(basedir, copy, temporary, log, wire, played)


def test_the_reception_that_is_searched_was_a_whole_one(evidence: Evidence) -> None:
    played = evidence.played
    assert played.reception.number
    assert sum(1 for document in played.documents if document.sealed) >= 9
    assert {c.state.phase for c in played.commitments} >= {Phase.REQUESTED, Phase.PROMISED}
    assert all(queued.delivered_at is not None for queued in played.outbox)
    assert evidence.wire.services == {"hub", "juki"}
    assert sum(map(len, evidence.wire.streams)) > 20_000
    assert len(evidence.wire.bodies) > 20
    assert evidence.log.stat().st_size > 1000
    assert (evidence.while_open / "data" / "counter.db-wal").stat().st_size > 10_000
    names = {path.name for path in evidence.basedir.rglob("*")}
    assert names >= {"counter.db", "hub.sqlite", "juki.sqlite", "gas.midori.sqlite", "prints"}


def test_in_one_of_the_two_receptions_the_number_left_the_vault_sealed(evidence: Evidence) -> None:
    sealed = [body for body in evidence.wire.bodies if b'"sealed"' in body]
    assert len(sealed) == (1 if evidence.played.reception.links[0].issued else 0)
    assert all(body.count(b".") >= 4 for body in sealed), "a compact JWE has five parts"


def test_the_number_is_nowhere(evidence: Evidence) -> None:
    hits, looked = search(evidence.parts(), NUMBER)
    assert hits == []
    assert looked > 1_000_000


def test_the_pins_are_nowhere(evidence: Evidence) -> None:
    hits, _ = search(evidence.parts(), *PINS)
    assert hits == []


def test_many_dresses_are_sought() -> None:
    assert len(NUMBER) >= 20
    assert all(len(pins) >= 8 for pins in PINS)


# --- the same search finds what is planted --------------------------------------------------------


def _plant_file(folder: Path, dress: bytes) -> None:
    (folder / "left-behind.tmp").write_bytes(b"before " + dress + b" after")


def _plant_pdf(folder: Path, dress: bytes) -> None:
    stream = zlib.compress(b"BT (" + dress + b") Tj ET")
    (folder / "sheet.pdf").write_bytes(
        b"%PDF-1.7\n4 0 obj <</Filter /FlateDecode>> stream\n" + stream + b"\nendstream endobj\n"
    )


def _plant_plain_database(folder: Path, dress: bytes) -> None:
    with sqlite3.connect(folder / "hub.sqlite") as database:
        database.execute("CREATE TABLE messages (what BLOB)")
        database.execute("INSERT INTO messages VALUES (?)", (zlib.compress(b"{" + dress + b"}"),))
    database.close()


def _plant_encrypted_database(folder: Path, dress: bytes) -> None:
    key = bytes(range(32))
    (folder / "keys").mkdir()
    (folder / "keys" / "database.key").write_bytes(key)
    database = dbapi2.connect(str(folder / "counter.db"))
    database.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    database.execute("CREATE TABLE receptions (value BLOB)")
    database.execute("INSERT INTO receptions VALUES (?)", (b"{" + dress + b"}",))
    database.commit()
    database.close()


def _plant_pdf_in_database(folder: Path, dress: bytes) -> None:
    _plant_pdf(folder, dress)
    content = (folder / "sheet.pdf").read_bytes()
    (folder / "sheet.pdf").unlink()
    _plant_encrypted_database(folder, b"nothing")
    database = dbapi2.connect(str(folder / "counter.db"))
    database.execute(f"PRAGMA key = \"x'{bytes(range(32)).hex()}'\"")
    database.execute("INSERT INTO receptions VALUES (?)", (content,))
    database.commit()
    database.close()


PLACES: dict[str, Callable[[Path, bytes], None]] = {
    "file": _plant_file,
    "PDF stream": _plant_pdf,
    "hub's database": _plant_plain_database,
    "counter's database": _plant_encrypted_database,
    "PDF in the counter's database": _plant_pdf_in_database,
}


@pytest.mark.parametrize("place", PLACES)
def test_a_planted_number_is_found_in_every_dress(place: str, tmp_path: Path) -> None:
    for index, (name, dress) in enumerate(NUMBER.items()):
        folder = tmp_path / str(index)
        folder.mkdir()
        PLACES[place](folder, dress)
        hits, _ = search(parts_of_folder(folder), NUMBER)
        assert name in {hit.dress for hit in hits}, (place, name)


@pytest.mark.parametrize("place", PLACES)
def test_a_planted_pin_is_found_in_every_dress(place: str, tmp_path: Path) -> None:
    for index, (name, dress) in enumerate(PINS[0].items()):
        folder = tmp_path / str(index)
        folder.mkdir()
        PLACES[place](folder, b'"' + dress + b'"')
        hits, _ = search(parts_of_folder(folder), *PINS)
        assert name in {hit.dress for hit in hits}, (place, name)


def test_four_digits_met_by_chance_in_what_is_encrypted_are_no_pin() -> None:
    pin = b" " + HOLDER.authentication_pin.encode() + b" "
    chance = random.Random(20260403)
    noise, words = chance.randbytes(9000) + pin + chance.randbytes(9000), b"(words) Tj " * 900
    for page, found in ((noise, 0), (words + pin + words, 1)):
        assert len(search([("page", page)], *PINS)[0]) == found


def test_a_number_sent_over_the_network_is_found_in_the_tap(tmp_path: Path) -> None:
    """The tap sees what a client sends, and what is sent in TLS is seen by the service."""
    digits = derive_number(HOLDER.id).decode()
    with (
        pytest.MonkeyPatch.context() as patch,
        wire_taps(patch) as wire,
        SandboxTown(tmp_path, TickingClock()) as town,
    ):
        place = urlsplit(town.files.address("hub"))
        assert place.port is not None
        with socket.create_connection(("localhost", place.port)) as plain:
            plain.sendall(digits.encode())
            plain.shutdown(socket.SHUT_WR)
            assert plain.recv(1000) is not None
        connection = HubConnection(town.files.hub_endpoint())
        with pytest.raises(CounterError):
            connection.call("POST", "/messages", {"header": digits, "what": "x"})
        connection.close()
    streams = [(f"wire {index}", bytes(one)) for index, one in enumerate(wire.streams)]
    bodies = [(f"body {index}", one) for index, one in enumerate(wire.bodies)]
    assert [hit.dress for hit in search(streams, NUMBER)[0]] == ["ascii"]
    assert "ascii" in {hit.dress for hit in search(bodies, NUMBER)[0]}


def test_base64_is_found_at_every_offset_around_it() -> None:
    digits = derive_number(HOLDER.id)
    for before in range(6):
        text = base64.b64encode(b"x" * before + digits + b"rest")
        hits, _ = search([("text", text)], NUMBER)
        assert any(hit.dress.startswith("base64") for hit in hits), before


def test_a_number_in_a_file_name_is_found(tmp_path: Path) -> None:
    (tmp_path / f"{derive_number(HOLDER.id).decode()}.pdf").touch()
    hits, _ = search(parts_of_folder(tmp_path), NUMBER)
    assert [hit.dress for hit in hits] == ["ascii"]


def test_a_logged_number_would_be_withheld_by_the_second_net() -> None:
    record = logging.LogRecord("part", logging.WARNING, "", 0, "read %s", (), None)
    record.args = (derive_number(HOLDER.id).decode(),)
    assert logs.NumberFilter().filter(record)
    hits, _ = search([("log", record.getMessage().encode())], NUMBER)
    assert hits == []
