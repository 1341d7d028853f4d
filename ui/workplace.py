"""What the windows are given to work with: use cases by person, and the town's data.

`bootstrap` hands in an object of this shape; the windows know no adapter.
"""

from collections.abc import Callable
from typing import Protocol

from counter_app.desk import Desk, Officer
from counter_app.dispatch import Dispatch
from counter_app.documents import Documents
from counter_app.failures import CounterError
from counter_app.intake import Intake, Terminal
from counter_app.model.document import Stroke
from counter_app.model.reception import Protection, Reception
from counter_app.model.town import Town
from counter_app.paperwork.papers import NextStep
from counter_app.paperwork.values import Case
from counter_app.pile import Pile
from counter_app.ports import (
    CardVault,
    Clock,
    FormRendering,
    PageImaging,
    PinEntry,
    PinKind,
    PrintQueue,
    ScanTray,
    StaffCards,
    Store,
)
from counter_app.procedures.catalogue import Catalogue
from counter_app.review import Review
from counter_app.signing import Signing, SigningSession


class Workplace(Protocol):
    """One counter, desk or supervisor's place."""

    @property
    def clock(self) -> Clock: ...
    @property
    def store(self) -> Store: ...
    @property
    def town(self) -> Town: ...
    @property
    def catalogue(self) -> Catalogue: ...
    @property
    def vault(self) -> CardVault: ...
    @property
    def staff_cards(self) -> StaffCards | None:
        """Where supervisors lay their staff cards; None where decisions are made by name."""
        ...

    @property
    def printer(self) -> PrintQueue: ...
    @property
    def renderer(self) -> FormRendering: ...
    @property
    def imaging(self) -> PageImaging: ...
    @property
    def scan_tray(self) -> ScanTray | None:
        """Where a scanner leaves the printed pile; None where the town has none."""
        ...

    def intake(self, terminal: Terminal) -> Intake: ...
    def documents(self, who: str, terminal: str) -> Documents: ...
    def signing(self, terminal: str) -> Signing: ...
    def pile(self, terminal: Terminal) -> Pile: ...
    def dispatch(self, terminal: Terminal) -> Dispatch: ...
    def desk(self, officer: Officer) -> Desk: ...
    def review(self, supervisor: str) -> Review: ...
    def case(self, reception: Reception) -> Case: ...
    def deliver_now(self) -> None:
        """Let the delivery look at its queue at once, in its own thread."""
        ...

    def hub_reachable(self) -> bool | None:
        """What the last round of delivery found; None before the first."""
        ...

    def network_fault(self) -> CounterError | None:
        """Why this machine cannot use the network at all, until it is put right and reopened."""
        ...

    def juki_open(self) -> bool:
        """Whether the Juki-net answered when it was last asked (稼働中)."""
        ...


class ResidentTablet(Protocol):
    """The resident's screen as the clerk's side uses it. Calls come on the GUI thread.

    Blank between two uses; it never shows the twelve digits nor anything of the staff's side.
    """

    def ask_protection(self, on_answer: Callable[[Protection], None]) -> None:
        """The first question on the resident's own screen (支援措置)."""
        ...

    def ask_pin(
        self,
        kind: PinKind,
        entry: PinEntry,
        tries: int,
        on_entered: Callable[[], None],
        on_given_up: Callable[[], None],
        *,
        wrong: bool = False,
        last_try: bool = False,
    ) -> None:
        """The PIN pad; digits go into `entry` alone. With `last_try` it asks once more first."""
        ...

    def show_reading(self) -> None:
        """「カードを読んでいます」 while nothing is asked."""
        ...

    def show_card_gone(self) -> None:
        """「カードが離れました」 calmly, in place of the PIN pad; typed digits are wiped."""
        ...

    def show_card_locked(self) -> None:
        """「この番号は 使えなくなりました」, and that the procedures can be done all the same."""
        ...

    def sign(
        self,
        session: SigningSession,
        on_page: Callable[[int], None],
        on_signed: Callable[[tuple[Stroke, ...]], None],
        on_stopped: Callable[[], None],
    ) -> None:
        """Read the pages, then sign; `on_page` tells the index of each page that was read."""
        ...

    def show_done(self, signed: int, steps: tuple[NextStep, ...]) -> None:
        """What was signed and what comes next; goes blank when the resident closes it."""
        ...

    def blank(self) -> None:
        """Nothing on the screen, within a second, whatever was shown."""
        ...

    def new_person(self) -> None:
        """Another household sits down: language and text size are chosen anew."""
        ...

    def on_help(self, called: Callable[[bool], None]) -> None:
        """Have it told that the resident asks for the staff (職員に聞く), and that it is over."""
        ...

    def on_language(self, chosen: Callable[[str], None]) -> None:
        """Have every language the resident chooses told (BCP 47)."""
        ...

    def speak(self, tag: str) -> None:
        """The language the clerk chose for the resident, for what is shown and for what comes."""
        ...
