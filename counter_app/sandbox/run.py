"""Starts the sandbox town: in this process for demo and tests, or each part as its own process."""

import logging
import signal
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FrameType, TracebackType
from typing import Final, Self

from counter_app.hub.codes import HubCodeIssuing
from counter_app.hub.https import HttpsHub, HubConnection
from counter_app.ports import Clock
from counter_app.sandbox.case_book import CaseBook, Effect
from counter_app.sandbox.http_service import HttpsService
from counter_app.sandbox.hub_server import ReferenceHub
from counter_app.sandbox.hub_store import HubStore, LedgerEntry
from counter_app.sandbox.organisations import TRADES, Organisation, Trade, run_quietly
from counter_app.sandbox.town_files import HUB, TOWN, TownFiles

POLL_SECONDS: Final = 0.2


class HubService:
    """The reference hub with its database and its port; `stop` and `start` play an outage."""

    def __init__(self, files: TownFiles, clock: Clock, port: int = 0) -> None:
        self._files = files
        self.store = HubStore(files.database("hub"))
        hub = ReferenceHub(self.store, files.identity(HUB), files.directory(), clock)
        self._service = HttpsService(hub.handle, files.hub_tls(HUB), port)

    @property
    def url(self) -> str:
        return self._service.url

    @property
    def running(self) -> bool:
        return self._service.running

    def start(self) -> None:
        self._service.start()
        self._files.publish_address("hub", self.url)

    def stop(self) -> None:
        self._service.stop()

    def ledger(self) -> tuple[LedgerEntry, ...]:
        """Every message the hub accepted: FROM, TO, WHO as sent and as received, and when."""
        return self.store.ledger()

    def close(self) -> None:
        self.stop()
        self.store.close()


class HubClient:
    """One party's way into the hub: messages and link codes over one kept-open connection."""

    def __init__(self, files: TownFiles, clock: Clock, party: str = TOWN) -> None:
        self.connection = HubConnection(files.hub_endpoint(party))
        self.transport = HttpsHub(self.connection, files.identity(party), files.directory(), clock)
        self.codes = HubCodeIssuing(self.connection)

    def close(self) -> None:
        self.connection.close()


class OrganisationService:
    """One organisation with its own database and its own connection to the hub."""

    def __init__(self, files: TownFiles, trade: Trade, clock: Clock) -> None:
        self._book = CaseBook(files.database(trade.party))
        self._client = HubClient(files, clock, trade.party)
        self.organisation = Organisation(trade, self._book, self._client.transport, clock)

    def effects(self) -> tuple[Effect, ...]:
        """Every act recorded here, the town's and its own."""
        return self._book.effects()

    def close(self) -> None:
        self._client.close()
        self._book.close()


class SandboxTown:
    """The whole sandbox town on free loopback ports, as a context manager.

    Without `poll_seconds` nothing moves by itself: `tick` lets every organisation take one round,
    so that a test decides when. With it, each organisation polls in a thread of its own.
    """

    def __init__(
        self, base_dir: Path, clock: Clock, *, poll_seconds: float | None = None, hub_port: int = 0
    ) -> None:
        self.files = TownFiles.prepare(base_dir)
        self.hub = HubService(self.files, clock, hub_port)
        self.hub.start()
        self.organisations = {
            trade.party: OrganisationService(self.files, trade, clock) for trade in TRADES
        }
        self._clock = clock
        self._clients: list[HubClient] = []
        self._pollers = [
            _Poller(partial(run_quietly, one.organisation), poll_seconds)
            for one in self.organisations.values()
            if poll_seconds is not None
        ]

    def client(self, party: str = TOWN) -> HubClient:
        """A connection to the hub as `party`; closed with the town."""
        client = HubClient(self.files, self._clock, party)
        self._clients.append(client)
        return client

    def tick(self) -> int:
        """One round of every organisation; the number of messages moved.

        Raises HUB_UNREACHABLE during an outage.
        """
        return sum(one.organisation.run_once() for one in self.organisations.values())

    def finish(self) -> int:
        """Every organisation does its promised work now; the number of cases declared."""
        return sum(one.organisation.finish() for one in self.organisations.values())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        for poller in self._pollers:
            poller.stop()
        for client in self._clients:
            client.close()
        for organisation in self.organisations.values():
            organisation.close()
        self.hub.close()


class _Poller:
    """Calls something again and again in a thread until stopped."""

    def __init__(self, work: Callable[[], None], seconds: float) -> None:
        self._stopped = threading.Event()
        self._work = work
        self._seconds = seconds
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._stopped.wait(self._seconds):
            try:
                self._work()
            except Exception:
                # The edge of this thread: a fault of the sandbox must be seen in the log.
                logging.getLogger(__name__).exception("an organisation failed")

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join()


def main_hub(base_dir: Path, port: int, clock: Clock) -> None:
    """Run the hub alone until SIGTERM or Ctrl-C. Prints its address once it answers."""
    hub = HubService(TownFiles.prepare(base_dir), clock, port)
    hub.start()
    print(hub.url, flush=True)
    _wait_for_the_end()
    hub.close()


def main_town(base_dir: Path, clock: Clock) -> None:
    """Run the organisations alone, against the hub whose address stands in the base directory."""
    files = TownFiles.prepare(base_dir)
    services = [OrganisationService(files, trade, clock) for trade in TRADES]
    pollers = [_Poller(partial(run_quietly, one.organisation), POLL_SECONDS) for one in services]
    print("\n".join(trade.party for trade in TRADES), flush=True)
    _wait_for_the_end()
    for poller in pollers:
        poller.stop()
    for service in services:
        service.close()


def _wait_for_the_end() -> None:
    ended = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        ended.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    ended.wait()
