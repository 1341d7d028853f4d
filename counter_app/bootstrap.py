"""Composition root: the one place that knows every adapter and puts a counter together.

Start-up order: settings → town → store → sealing key → hub and Juki-net → card vault → use cases.
What is slow to import (catalogue, forms, hub) is made on first use, after the first window.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from counter_app.delivery import Delivery, DeliveryThread
from counter_app.desk import Desk, Officer
from counter_app.dispatch import Dispatch
from counter_app.documents import Documents
from counter_app.failures import CounterError
from counter_app.intake import Intake, Terminal
from counter_app.model.numbers import IndividualNumber, LinkCode
from counter_app.model.reception import Reception
from counter_app.model.town import Town, load_town
from counter_app.paperwork.values import Case
from counter_app.pile import Pile
from counter_app.ports import (
    CardVault,
    Clock,
    CodeIssuing,
    FormRendering,
    HubTransport,
    JukiNet,
    PageImaging,
    PrintQueue,
    ScanTray,
    Sealing,
    StaffCards,
)
from counter_app.procedures.catalogue import Catalogue
from counter_app.procedures.determination import determine
from counter_app.review import Review
from counter_app.settings import Settings
from counter_app.signing import Signing
from localdb.open import open_store
from localdb.store import SqlStore

if TYPE_CHECKING:
    from counter_app.sandbox.run import SandboxTown
    from counter_app.sandbox.virtual_reader import VirtualReader

JST = timezone(timedelta(hours=9), "JST")
"""The town's zone. Japan keeps no summer time, so a fixed offset is the truth."""


def wall_clock() -> datetime:
    """The present moment in the town's zone."""
    return datetime.now(JST)


@dataclass(frozen=True, slots=True)
class Connections:
    """What the counter talks to over the network."""

    hub: HubTransport
    codes: CodeIssuing
    juki: JukiNet


VaultFactory = Callable[[bytes], CardVault]
"""Makes the card vault from the blind-index key (32 bytes)."""

StaffCardsFactory = Callable[[], StaffCards]
"""Makes the reader of staff cards (職員カード)."""


class Counter:
    """A counter with its parts. Use cases are made per person, since each audit line names one."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        store: SqlStore,
        connections: Connections,
        make_vault: VaultFactory,
        printer: PrintQueue,
        *,
        watermark: bool,
        make_staff_cards: StaffCardsFactory | None = None,
    ) -> None:
        self.settings = settings
        self.clock = clock
        self.store = store
        self.connections = connections
        self.printer = printer
        self._make_vault = make_vault
        self._make_staff_cards = make_staff_cards
        self._watermark = watermark
        self._delivering: DeliveryThread | None = None
        self._juki_open = True

    @cached_property
    def town(self) -> Town:
        return load_town(self.settings.town_file)

    @cached_property
    def catalogue(self) -> Catalogue:
        from counter_app.procedures.catalogue import town_catalogue

        return town_catalogue(self.settings.town_file)

    @cached_property
    def renderer(self) -> FormRendering:
        from forms.renderer import FormRenderer

        return FormRenderer(watermark=self._watermark)

    @cached_property
    def imaging(self) -> PageImaging:
        from forms.page_images import page_images

        return page_images

    @cached_property
    def scan_tray(self) -> ScanTray | None:
        """Where a scanner leaves the printed pile; None where the town has none."""
        from forms.scan_tray import FolderTray

        folder = self.settings.scan_folder
        return None if folder is None else FolderTray(folder)

    @cached_property
    def sealing(self) -> Sealing:
        from forms.sealing import DocumentSealing
        from forms.sealing_key import load_sealing_key, make_sealing_key

        folder = self.settings.basedir / "sealing"
        if folder.is_dir():
            key = load_sealing_key(folder)
        else:
            key = make_sealing_key(folder, organisation=self.town.name, now=self.clock())
        return DocumentSealing(key, self.clock)

    @cached_property
    def vault(self) -> CardVault:
        return self._make_vault(self.store.blind_index_key)

    @cached_property
    def staff_cards(self) -> StaffCards | None:
        """Where supervisors lay their staff cards; None where decisions are made by name."""
        if self._make_staff_cards is None or not self.town.staff.card_for_decisions:
            return None
        return self._make_staff_cards()

    # --- use cases ------------------------------------------------------------------------

    def intake(self, terminal: Terminal) -> Intake:
        connections = self.connections
        return Intake(self.store, self.clock, connections.juki, connections.codes, terminal)

    def documents(self, who: str, terminal: str) -> Documents:
        return Documents(self.store, self.clock, self.renderer, self.sealing, who, terminal)

    def signing(self, terminal: str) -> Signing:
        return Signing(
            self.store,
            self.clock,
            self.imaging,
            self.sealing,
            terminal,
            witnessed=self.town.witness_for_clerk_writing,
        )

    def pile(self, terminal: Terminal) -> Pile:
        return Pile(self.store, self.clock, terminal)

    def dispatch(self, terminal: Terminal) -> Dispatch:
        return Dispatch(self.store, self.clock, terminal, self.town.id)

    def desk(self, officer: Officer) -> Desk:
        return Desk(self.store, self.clock, officer)

    def review(self, supervisor: str) -> Review:
        return Review(self.store, self.clock, supervisor, self.town.staff)

    def delivery(self) -> Delivery:
        return Delivery(self.store, self.connections.hub, self.town.id)

    def verify_log(self) -> str:
        """Verify the whole audit log; how many lines in words. Raises AUDIT_TAMPERED. Slow."""
        report = self.store.verify_audit()
        report.require_intact()
        return f"{report.records:,}件"

    # --- delivery -------------------------------------------------------------------------

    def start_delivery(self, every: float = 2.0) -> None:
        """Begin to carry messages; ends with the counter."""
        self._delivering = DeliveryThread(self.delivery(), self.clock, every, self._look_at_juki)
        self._delivering.start()

    def stop_delivery(self) -> None:
        if self._delivering is not None:
            self._delivering.stop()
            self._delivering = None

    def deliver_now(self) -> None:
        """Let the delivery look at its queue at once."""
        if self._delivering is not None:
            self._delivering.wake()

    def hub_reachable(self) -> bool | None:
        """What the last round of delivery found; None before the first."""
        return self._delivering.last.reachable if self._delivering is not None else None

    def juki_open(self) -> bool:
        """Whether the Juki-net answered when it was last asked."""
        return self._juki_open

    def _look_at_juki(self) -> None:
        try:
            self._juki_open = self.connections.juki.open()
        except CounterError:
            self._juki_open = False

    def case(self, reception: Reception) -> Case:
        """The reception with its procedures determined now. The household must be known."""
        household = reception.household
        assert household is not None
        determinations = determine(
            self.catalogue,
            household,
            reception.known_answers,
            filed_on=reception.filed_on,
            town=self.town,
        )
        return Case(reception, household, determinations, self.town)


@contextmanager
def open_counter(
    settings: Settings,
    *,
    clock: Clock = wall_clock,
    connections: Connections | None = None,
    make_vault: VaultFactory | None = None,
    make_staff_cards: StaffCardsFactory | None = None,
    printer: PrintQueue | None = None,
    watermark: bool = False,
) -> Iterator[Counter]:
    """Open a counter on its base directory; what is not given is made from the settings."""
    with ExitStack() as stack:
        store = stack.enter_context(open_store(settings.data, clock=clock))
        counter = Counter(
            settings,
            clock,
            store,
            connections or _connections(settings, clock, stack),
            make_vault or card_vault(settings, clock),
            printer or _printer(settings),
            watermark=watermark,
            make_staff_cards=make_staff_cards or staff_card_reader(settings, clock),
        )
        stack.callback(_release, counter)
        yield counter


def _release(counter: Counter) -> None:
    """End the delivery, and give the cards back if a reader was ever used."""
    counter.stop_delivery()
    if "vault" in counter.__dict__:
        counter.vault.release()
    if (staff_cards := counter.__dict__.get("staff_cards")) is not None:
        staff_cards.release()


def _connections(settings: Settings, clock: Clock, stack: ExitStack) -> Connections:
    """Connections to the hub and Juki-net named in the settings.

    The parties folder holds `identity.json`, `parties.jws`, `authority.pem` and, for each of
    `hub` and `juki`, `ca.pem`, `certificate.pem` and `key.pem`.
    """
    from counter_app.hub.codes import HubCodeIssuing
    from counter_app.hub.https import HttpsHub, HubConnection
    from counter_app.hub.juki import HttpsJukiNet
    from counter_app.hub.parties import Endpoint, load_directory, load_identity

    folder = settings.party_folder

    def endpoint(name: str, url: str) -> Endpoint:
        place = folder / name
        return Endpoint(url, place / "ca.pem", place / "certificate.pem", place / "key.pem")

    hub = HubConnection(endpoint("hub", settings.hub_url))
    stack.callback(hub.close)
    juki = HttpsJukiNet(endpoint("juki", settings.juki_url))
    stack.callback(juki.close)
    transport = HttpsHub(
        hub,
        load_identity(folder / "identity.json"),
        load_directory(folder / "parties.jws", folder / "authority.pem"),
        clock,
    )
    return Connections(transport, HubCodeIssuing(hub), juki)


def card_vault(settings: Settings, clock: Clock) -> VaultFactory:
    """A vault on the real readers, trusting the card authorities in `card-authorities/*.pem`."""

    def make(blind_index_key: bytes) -> CardVault:
        from cryptography import x509

        from forms.overlay import draw_number
        from iccard.pcsc import PcscChannel
        from iccard.vault import Vault

        folder = settings.basedir / "card-authorities"
        pems = [path.read_bytes() for path in sorted(folder.glob("*.pem"))]
        return Vault(
            PcscChannel(),
            blind_index_key=blind_index_key,
            authorities=[x509.load_pem_x509_certificate(pem) for pem in pems],
            clock=clock,
            overlay=draw_number,
        )

    return make


def staff_card_reader(settings: Settings, clock: Clock) -> StaffCardsFactory:
    """Staff cards on the real readers, under the authority in `staff/ca.pem` among the parties."""

    def make() -> StaffCards:
        from iccard.pcsc import PcscChannel
        from iccard.staff_card import StaffCardReader

        return StaffCardReader(PcscChannel(), settings.party_folder / "staff" / "ca.pem", clock)

    return make


def _printer(settings: Settings) -> PrintQueue:
    from forms.printing import FolderQueue, IppQueue

    if settings.printer_url:
        return IppQueue(settings.printer_url, keeps_files=settings.printer_keeps_files)
    settings.prints.mkdir(parents=True, exist_ok=True)
    return FolderQueue(settings.prints)


@dataclass(frozen=True, slots=True)
class SandboxCounter:
    """A counter on the sandbox town: the counter, the town that answers, the reader on its desk."""

    counter: Counter
    town: "SandboxTown"
    reader: "VirtualReader"

    def put_card(self, holder_id: str) -> None:
        """Lay the card of one of the town's invented people on the reader."""
        from counter_app.sandbox.card_holder import CARD_HOLDERS, make_card

        folder = self.counter.settings.basedir / "sandbox" / "cards"
        self.reader.insert(make_card(CARD_HOLDERS[holder_id], folder, self.counter.clock()))

    def put_staff_card(self, name: str) -> None:
        """Lay the staff card of a member of the town's staff on the reader."""
        from counter_app.sandbox.staff_cards import make_staff_card

        member = self.counter.town.staff.named(name)
        if member is None:
            raise KeyError(name)
        self.reader.insert(make_staff_card(member.id, self.town.files))

    def make_known(self, holder_id: str, code: LinkCode) -> None:
        """Let the town's link table know this person already."""
        from counter_app.sandbox.card_holder import derive_number

        number = IndividualNumber(derive_number(holder_id))
        index = number.blind_index(self.counter.store.blind_index_key)
        number.wipe()
        with self.counter.store.unit() as unit:
            if unit.find_link(index) is None:
                unit.add_link(index, code)


@contextmanager
def open_sandbox_counter(
    settings: Settings,
    *,
    clock: Clock = wall_clock,
    printer: PrintQueue | None = None,
    in_process_card: bool = False,
    poll_seconds: float | None = None,
) -> Iterator[SandboxCounter]:
    """Open a counter whose hub, organisations, Juki-net and card reader are the sandbox's.

    Everything printed carries 「見本」; the keys are the sandbox's own and refused elsewhere.
    """
    from counter_app.sandbox import jpki
    from counter_app.sandbox.run import SandboxTown
    from counter_app.sandbox.virtual_reader import VirtualReader

    settings.basedir.mkdir(parents=True, exist_ok=True, mode=0o700)
    scans = settings.scan_folder or settings.basedir / "scans"
    scans.mkdir(parents=True, exist_ok=True, mode=0o700)
    settings = replace(settings, scan_folder=scans)
    with ExitStack() as stack:
        town = stack.enter_context(SandboxTown(settings.basedir, clock, poll_seconds=poll_seconds))
        reader = stack.enter_context(VirtualReader(in_process=in_process_card))
        client = town.client()

        def vault(blind_index_key: bytes) -> CardVault:
            from forms.overlay import draw_number
            from iccard.vault import Vault

            authority = jpki.open_authority(settings.basedir / "sandbox" / "cards", clock())
            return Vault(
                reader.channel(),
                blind_index_key=blind_index_key,
                authorities=[authority.certificate],
                clock=clock,
                overlay=draw_number,
            )

        def staff_cards() -> StaffCards:
            from iccard.staff_card import StaffCardReader

            authority = town.files.staff_authority.certificate_file
            return StaffCardReader(reader.channel(), authority, clock)

        counter = stack.enter_context(
            open_counter(
                settings,
                clock=clock,
                connections=Connections(client.transport, client.codes, town.juki_client()),
                make_vault=vault,
                make_staff_cards=staff_cards,
                printer=printer,
                watermark=True,
            )
        )
        yield SandboxCounter(counter, town, reader)


def trusted_seal(basedir: Path) -> tuple[bytes, ...]:
    """DER certificates under which seals of this counter are trusted; none before its first run."""
    from forms.sealing_key import load_sealing_key

    folder = basedir / "sealing"
    return (load_sealing_key(folder).trusted,) if folder.is_dir() else ()
