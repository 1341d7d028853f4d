"""Starts the sandbox town: in this process for demo and tests, or each part as its own process."""

import logging
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FrameType, TracebackType
from typing import Final, Self

from counter_app.endings import on_ending
from counter_app.hub.codes import HubCodeIssuing
from counter_app.hub.https import HttpsHub, HubConnection
from counter_app.hub.juki import HttpsJukiNet
from counter_app.ports import Clock
from counter_app.sandbox.case_book import CaseBook, Effect
from counter_app.sandbox.http_service import HttpsService
from counter_app.sandbox.hub_server import JUKI_PARTY, ReferenceHub
from counter_app.sandbox.hub_store import HubStore, LedgerEntry
from counter_app.sandbox.juki_server import Identify, JukiService, TransferStore, network_name
from counter_app.sandbox.organisations import TRADES, Organisation, Trade, run_quietly
from counter_app.sandbox.person_index import TAKASHI_PERSONA, identify_persona
from counter_app.sandbox.town_files import HUB, TOWN, TownFiles
from counter_app.sandbox.town_story import FAMILY, SINGLE, TAKASHI_CODE

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


class JukiNetService:
    """The Juki-net with its database, its port, and its own connection to the hub."""

    def __init__(self, files: TownFiles, identify: Identify, port: int = 0) -> None:
        self._files = files
        self.transfers = TransferStore(files.database("juki"))
        self._hub = HubConnection(files.hub_endpoint(JUKI_PARTY))
        self._juki = JukiService(self.transfers, files.identity(JUKI_PARTY), self._hub, identify)
        self._service = HttpsService(self._juki.handle, files.juki_tls(JUKI_PARTY), port)

    @property
    def in_service(self) -> bool:
        """Whether the network is in its service hours (稼働中); set it to close and open it."""
        return self._juki.in_service

    @in_service.setter
    def in_service(self, value: bool) -> None:
        self._juki.in_service = value

    @property
    def url(self) -> str:
        return self._service.url

    def start(self) -> None:
        self._service.start()
        self._files.publish_address("juki", self.url)

    def stop(self) -> None:
        self._service.stop()

    def close(self) -> None:
        self.stop()
        self._hub.close()
        self.transfers.close()


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
        self,
        base_dir: Path,
        clock: Clock,
        *,
        poll_seconds: float | None = None,
        identify: Identify = identify_persona,
    ) -> None:
        self.files = TownFiles.prepare(base_dir)
        self.hub = HubService(self.files, clock)
        self.hub.start()
        self.juki = JukiNetService(self.files, identify)
        self.juki.start()
        self.organisations = {
            trade.party: OrganisationService(self.files, trade, clock) for trade in TRADES
        }
        self._clock = clock
        self._clients: list[HubClient] = []
        self._juki_clients: list[HttpsJukiNet] = []
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

    def juki_client(self) -> HttpsJukiNet:
        """Y町's connection to the Juki-net; closed with the town."""
        client = HttpsJukiNet(self.files.juki_endpoint())
        self._juki_clients.append(client)
        return client

    def tell(self, *, pushed: bool, known: bool) -> None:
        """Set the story: the family's certificate pushed or to be asked for; 髙志 known or not.

        The single employee's certificate is always to be asked for.
        """
        self.juki.transfers.put(FAMILY, pushed=pushed)
        self.juki.transfers.put(SINGLE, pushed=False)
        if known:
            self.hub.store.enrol(network_name(TAKASHI_PERSONA), TOWN, TAKASHI_CODE)

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
        for juki_client in self._juki_clients:
            juki_client.close()
        self.juki.close()
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
    """Run the hub alone until SIGTERM or Ctrl-C. Prints its address once it answers.

    The keys a client needs to act as Y町 are written to `sandbox/for-the-town`.

    It knows one person of Y町 (`TAKASHI_CODE`), so that a client has somebody to write about.
    """
    ended = _told_to_end()
    files = TownFiles.prepare(base_dir)
    files.write_party_folder(files.folder / "for-the-town")
    hub = HubService(files, clock, port)
    hub.store.enrol(network_name(TAKASHI_PERSONA), TOWN, TAKASHI_CODE)
    hub.start()
    print(hub.url, flush=True)
    ended.wait()
    hub.close()


def main_town(base_dir: Path, clock: Clock) -> None:
    """Run organisations and Juki-net, against the hub whose address stands in the base directory.

    Prints the Juki-net's address and the organisations once they answer.
    """
    ended = _told_to_end()
    files = TownFiles.prepare(base_dir)
    juki = JukiNetService(files, identify_persona)
    for certificate in (FAMILY, SINGLE):
        juki.transfers.offer(certificate, pushed=certificate is FAMILY)
    juki.start()
    services = [OrganisationService(files, trade, clock) for trade in TRADES]
    pollers = [_Poller(partial(run_quietly, one.organisation), POLL_SECONDS) for one in services]
    print("\n".join([juki.url, *(trade.party for trade in TRADES)]), flush=True)
    ended.wait()
    for poller in pollers:
        poller.stop()
    for service in services:
        service.close()
    juki.close()


def _told_to_end() -> threading.Event:
    """Set when we are told to end, from now on; asked for before anybody is told that we answer."""
    ended = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        ended.set()

    on_ending(end)
    return ended
