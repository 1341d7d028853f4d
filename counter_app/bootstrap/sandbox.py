"""A counter on the sandbox town (見本の町): hub, organisations, Juki-net and cards answer here."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from counter_app.bootstrap.adapters import Connections
from counter_app.bootstrap.counter import Counter, open_counter, wall_clock
from counter_app.model.numbers import IndividualNumber, LinkCode
from counter_app.ports import CardVault, Clock, PrintQueue, StaffCards
from counter_app.settings import Settings

if TYPE_CHECKING:
    from counter_app.sandbox.run import SandboxTown
    from counter_app.sandbox.virtual_reader import VirtualReader


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
