"""A resident at the tablet who reads, signs and types a PIN as a test tells them."""

from collections.abc import Callable
from dataclasses import dataclass

from counter_app.model.document import PenPoint, Stroke
from counter_app.model.reception import Protection
from counter_app.paperwork.papers import NextStep
from counter_app.ports import PinEntry, PinKind
from counter_app.signing import SigningSession

INK = (Stroke(tuple(PenPoint(1000 + 40 * n, 1500 + 10 * n, 8 * n, 0.6) for n in range(20))),)


@dataclass
class _PinAsked:
    """One question for a PIN, as the resident's screen got it."""

    kind: PinKind
    entry: PinEntry
    tries: int
    entered: Callable[[], None]
    given_up: Callable[[], None]
    wrong: bool
    last_try: bool


@dataclass
class ResidentAtTablet:
    """The resident's screen: keeps what it shows and lets a test answer it."""

    shown: str = "blank"
    households: int = 0  # how many times another household sat down
    pin: _PinAsked | None = None
    protection: Callable[[Protection], None] | None = None
    signing: SigningSession | None = None
    on_page: Callable[[int], None] | None = None
    on_signed: Callable[[tuple[Stroke, ...]], None] | None = None
    on_stopped: Callable[[], None] | None = None
    language: str = ""
    choose_language: Callable[[str], None] | None = None
    call_staff: Callable[[bool], None] | None = None

    def on_help(self, called: Callable[[bool], None]) -> None:
        self.call_staff = called

    def on_language(self, chosen: Callable[[str], None]) -> None:
        self.choose_language = chosen

    def speak(self, tag: str) -> None:
        self.language = tag

    def ask_protection(self, on_answer: Callable[[Protection], None]) -> None:
        self.shown, self.protection = "protection", on_answer

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
        self.shown = "pin"
        self.pin = _PinAsked(kind, entry, tries, on_entered, on_given_up, wrong, last_try)

    def show_reading(self) -> None:
        self.shown = "reading"

    def show_card_gone(self) -> None:
        self.shown = "card gone"

    def show_card_locked(self) -> None:
        self.shown = "card locked"

    def sign(
        self,
        session: SigningSession,
        on_page: Callable[[int], None],
        on_signed: Callable[[tuple[Stroke, ...]], None],
        on_stopped: Callable[[], None],
    ) -> None:
        self.shown = "sign"
        self.signing, self.on_page = session, on_page
        self.on_signed, self.on_stopped = on_signed, on_stopped

    def show_done(self, signed: int, steps: tuple[NextStep, ...]) -> None:
        self.shown = f"done {signed} {len(steps)}"

    def blank(self) -> None:
        self.shown = "blank"

    def new_person(self) -> None:
        self.households += 1
        self.language = ""

    # --- the resident's hands -------------------------------------------------------------------

    def type_pin(self, digits: str) -> None:
        """Four digits and 決定."""
        asked = self.pin
        assert asked is not None
        assert self.shown == "pin"
        for digit in digits:
            asked.entry.press(int(digit))
        asked.entered()

    def read_and_sign(self) -> None:
        """Every page, then the pen."""
        assert self.signing is not None
        assert self.on_page is not None
        assert self.on_signed is not None
        for index in range(len(self.signing.pages)):
            self.on_page(index)
        if self.signing.writing.by_other:
            self.signing.agree()
        self.on_signed(INK)
