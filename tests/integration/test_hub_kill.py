"""Killed at any moment, hub and organisations lose nothing and do nothing twice: real processes."""

import os
import random
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from counter_app.failures import CounterError, FailureCode
from counter_app.hub.https import HttpsHub
from counter_app.model.commitment import Act
from counter_app.model.message import InboundMessage, OutboundMessage
from counter_app.sandbox.case_book import CaseBook
from counter_app.sandbox.hub_store import HubStore
from counter_app.sandbox.run import HubClient
from counter_app.sandbox.town_files import TOWN, TownFiles
from resources.loader import ROOT
from tests.hub_kit import JST, PY, lasting_port, memory_folder, request_to

POWER = "power.aoba"
MOST_KILLS = 24
PROGRAM = """
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from counter_app.sandbox import run
clock = lambda: datetime.now(timezone(timedelta(hours=9)))
part, base, port = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
run.main_hub(base, port, clock) if part == "hub" else run.main_town(base, clock)
"""


def now() -> datetime:
    return datetime.now(JST)


class Part:
    """The hub or the town as a process of its own; `kill` is SIGKILL."""

    def __init__(self, part: str, base: Path) -> None:
        self._part = part
        self._base = base
        self._port = lasting_port()
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        environment = dict(os.environ, PYTHONPATH=f"{ROOT.parent}:{ROOT.parent / 'smartcard'}")
        self._process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, self._part, str(self._base), str(self._port)],
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        assert self._process.stdout is not None
        address = self._process.stdout.readline().strip()
        assert address.startswith("https://localhost:"), "it answers"

    def end(self) -> int:
        """SIGTERM; gives the exit status."""
        assert self._process is not None
        self._process.terminate()
        status = self._process.wait()
        self.kill()
        return status

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            assert self._process.stdout is not None
            self._process.stdout.close()
            self._process = None


@pytest.fixture
def base() -> Iterator[Path]:
    with memory_folder() as folder:
        store = HubStore(TownFiles.prepare(folder).database("hub"))
        store.enrol("person-1", TOWN, PY)
        store.close()
        yield folder


@pytest.fixture
def parts(base: Path) -> Iterator[tuple[Part, Part]]:
    hub, town = Part("hub", base), Part("town", base)
    hub.start()
    town.start()
    yield hub, town
    hub.kill()
    town.kill()


def sent_until_accepted(hub: HttpsHub, messages: list[OutboundMessage]) -> int:
    """Send each message, again and again until the hub takes it; the number of tries lost."""
    lost = 0
    for message in messages:
        while True:
            try:
                hub.send(message)
                break
            except CounterError as error:
                if error.code is not FailureCode.HUB_UNREACHABLE:
                    raise
                lost += 1
    return lost


def test_told_to_end_hub_and_town_end_tidily(parts: tuple[Part, Part]) -> None:
    hub, town = parts
    assert town.end() == 0
    assert hub.end() == 0


@pytest.mark.timeout(900)
def test_kills_while_messages_are_on_their_way_lose_none_and_double_none(
    base: Path, parts: tuple[Part, Part]
) -> None:
    hub, town = parts
    client = HubClient(TownFiles.prepare(base), now)
    messages = [request_to(POWER, now=now()) for _ in range(120)]
    lost: list[int] = []
    sender = threading.Thread(
        target=lambda: lost.append(sent_until_accepted(client.transport, messages))
    )
    sender.start()
    moments = random.Random(20260403)
    pause = threading.Event()
    kills = 0
    # A slow machine sends nothing in so short a life: in the end the hub is left alone.
    while kills < 6 or (sender.is_alive() and kills < MOST_KILLS):
        pause.wait(moments.uniform(0.01, 0.12))
        hub.kill()
        if kills % 3 == 2:
            town.kill()
        hub.start()
        if kills % 3 == 2:
            town.start()
        kills += 1
    sender.join()
    assert lost[0] > 0, "a kill met a message on its way"

    answers: dict[str, InboundMessage] = {}
    while len(answers) < len(messages):
        arrived = client.transport.fetch()
        for reply in arrived:
            assert isinstance(reply, InboundMessage)
            answers[reply.what.transaction] = reply
        client.transport.acknowledge(tuple(reply.id for reply in arrived))
    client.close()
    hub.kill()
    town.kill()

    files = TownFiles.prepare(base)
    store = HubStore(files.database("hub"))
    directions = Counter((entry.from_party, entry.to_party) for entry in store.ledger())
    store.close()
    assert directions == {(TOWN, POWER): len(messages), (POWER, TOWN): len(messages)}
    book = CaseBook(files.database(POWER))
    effects: dict[str, list[Act]] = {}
    for effect in book.effects():
        effects.setdefault(effect.transaction, []).append(effect.act)
    book.close()
    assert effects == {m.what.transaction: [Act.REQUEST, Act.PROMISE] for m in messages}
