"""Each adapter made from the settings of a counter: network, readers, printer, trusted seals.

What is slow to import is imported where it is made, after the first window.
"""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from counter_app.failures import CounterError
from counter_app.ports import (
    CardVault,
    Clock,
    CodeIssuing,
    HubTransport,
    JukiNet,
    PrintQueue,
    StaffCards,
)
from counter_app.settings import Settings


@dataclass(frozen=True, slots=True)
class Connections:
    """What the counter talks to over the network."""

    hub: HubTransport
    codes: CodeIssuing
    juki: JukiNet
    fault: CounterError | None = None
    """Why not all of it can be reached: HUB_KEYS_UNUSABLE."""


VaultFactory = Callable[[bytes], CardVault]
"""Makes the card vault from the blind-index key (32 bytes)."""

StaffCardsFactory = Callable[[], StaffCards]
"""Makes the reader of staff cards (職員カード)."""


def network(settings: Settings, clock: Clock, stack: ExitStack) -> Connections:
    """Connections to the hub and Juki-net named in the settings.

    Of a service whose keys cannot be used there is one that says so: receptions go on.
    The parties folder holds `identity.json`, `parties.jws`, `authority.pem` and, for each of
    `hub` and `juki`, `ca.pem`, `certificate.pem` and `key.pem`.
    """
    from counter_app.hub.codes import HubCodeIssuing
    from counter_app.hub.https import HttpsHub, HubConnection
    from counter_app.hub.juki import HttpsJukiNet
    from counter_app.hub.parties import Endpoint, load_directory, load_identity
    from counter_app.hub.without_keys import WithoutKeys

    folder = settings.party_folder

    def endpoint(name: str, url: str) -> Endpoint:
        place = folder / name
        return Endpoint(url, place / "ca.pem", place / "certificate.pem", place / "key.pem")

    fault: CounterError | None = None
    transport: HubTransport
    codes: CodeIssuing
    juki: JukiNet
    try:
        identity = load_identity(folder / "identity.json")
        directory = load_directory(folder / "parties.jws", folder / "authority.pem")
        hub = HubConnection(endpoint("hub", settings.hub_url))
        stack.callback(hub.close)
        transport, codes = HttpsHub(hub, identity, directory, clock), HubCodeIssuing(hub)
    except CounterError as unusable:
        fault = unusable
        transport = codes = WithoutKeys(unusable)
    try:
        juki = https_juki = HttpsJukiNet(endpoint("juki", settings.juki_url))
        stack.callback(https_juki.close)
    except CounterError as unusable:
        fault = fault or unusable
        juki = WithoutKeys(unusable)
    return Connections(transport, codes, juki, fault)


def card_vault(settings: Settings, clock: Clock) -> VaultFactory:
    """A vault on the real readers, trusting the card authorities in `card-authorities/*.pem`."""

    def make(blind_index_key: bytes) -> CardVault:
        from forms.overlay import draw_number
        from iccard.certificates import AuthorityFolder
        from iccard.pcsc import PcscChannel
        from iccard.vault import Vault

        return Vault(
            PcscChannel(),
            blind_index_key=blind_index_key,
            authorities=AuthorityFolder(settings.basedir / "card-authorities"),
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


def print_queue(settings: Settings) -> PrintQueue:
    from forms.printing import FolderQueue, IppQueue

    if settings.printer_url:
        return IppQueue(settings.printer_url, keeps_files=settings.printer_keeps_files)
    settings.prints.mkdir(parents=True, exist_ok=True)
    return FolderQueue(settings.prints)


def trusted_seal(basedir: Path) -> tuple[bytes, ...]:
    """DER certificates under which seals of this counter are trusted; none before its first run."""
    from forms.sealing_key import load_sealing_key

    folder = basedir / "sealing"
    return (load_sealing_key(folder).trusted,) if folder.is_dir() else ()
