"""A counter put together: its parts, and the use cases on them.

Start-up order: settings → town → store → sealing key → hub and Juki-net → card vault → use cases.
What is slow to import (catalogue, forms, hub) is made on first use, after the first window.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta, timezone
from functools import cached_property
from typing import TYPE_CHECKING

from counter_app.bootstrap.adapters import (
    Connections,
    StaffCardsFactory,
    VaultFactory,
    card_vault,
    network,
    print_queue,
    staff_card_reader,
)
from counter_app.delivery import Delivery, DeliveryThread
from counter_app.desk import Desk, Officer
from counter_app.dispatch import Dispatch
from counter_app.documents import Documents
from counter_app.failures import CounterError
from counter_app.intake import Intake, Terminal
from counter_app.model.reception import Reception
from counter_app.model.town import Town, load_town
from counter_app.paperwork.values import Case
from counter_app.pile import Pile
from counter_app.ports import (
    CardVault,
    Clock,
    FormRendering,
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
    pass

JST = timezone(timedelta(hours=9), "JST")
"""The town's zone. Japan keeps no summer time, so a fixed offset is the truth."""


def wall_clock() -> datetime:
    """The present moment in the town's zone."""
    return datetime.now(JST)


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

    def network_fault(self) -> CounterError | None:
        """Why this machine cannot use the network at all, until it is put right and reopened."""
        return self.connections.fault

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
            connections or network(settings, clock, stack),
            make_vault or card_vault(settings, clock),
            printer or print_queue(settings),
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
