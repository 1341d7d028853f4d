"""What a card at step 1 waits for: to be laid down, and the link code that comes when it can."""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from counter_app.failures import CounterError, FailureCode
from counter_app.model.reception import Reception
from counter_app.ports import CardPresented, CardReading, CardVault
from ui.background import Failure, Task
from ui.staff.session import Session
from ui.staff.words.card import CardProgress, CardStage
from ui.staff.words.common import problem

CARD_POLL_SECONDS: Final = 0.5
LINK_RETRY: Final = timedelta(seconds=20)
"""How long a link code that could not be obtained waits before it is asked for again."""


_TAKEN_AWAY: Final = frozenset({FailureCode.CARD_REMOVED, FailureCode.CARD_ABSENT})


@dataclass(frozen=True, slots=True)
class Laid:
    """A card on the reader; `lay_there` when nobody laid it down since we wait for one."""

    card: CardPresented
    lay_there: bool


def wait_for_card(
    task: "Task[Laid | None]", vault: CardVault, ignored: Collection[str]
) -> Laid | None:
    """The next card that is laid down, but for those in `ignored`; None once it was cancelled."""
    lay_there = True
    while not task.cancelled:
        if not vault.wait_for_card(CARD_POLL_SECONDS):
            lay_there = False
            continue
        try:
            presented = vault.present()
        except CounterError as failure:
            if not lay_there or failure.code not in _TAKEN_AWAY:
                raise
            lay_there = False  # out of the way now: nobody had laid it down for this reading
            continue
        if presented.certificate_serial not in ignored:
            return Laid(presented, lay_there)
        # A card that was read already still lies there: it waits to be given back.
        vault.release()
        time.sleep(CARD_POLL_SECONDS)
    return None


class LinkAsking:
    """Asks for the link code of the card that was read: P → PY, now or when somebody answers.

    `done` gets what the card panel shows then; `failed` is for our own faults.
    """

    def __init__(
        self,
        session: Session,
        done: Callable[[CardProgress], None],
        failed: Callable[[Failure], None],
    ) -> None:
        self._session, self._done, self._failed = session, done, failed
        self._waiting: tuple[CardReading, str] | None = None
        self._asked = 0
        self._running = False
        self._tried: datetime | None = None

    @property
    def waits(self) -> bool:
        """Whether a card was read whose code is not there yet."""
        return self._waiting is not None

    def forget(self) -> None:
        """Another card, another reception: what still comes is stored, but no longer shown."""
        self._asked += 1
        self._waiting = None
        self._running = False
        self._tried = None

    def retry(self, *, at_once: bool) -> None:
        """Ask once more, when a code waits and the last answer is long ago enough."""
        if self._waiting is None or self._running:
            return
        if at_once or self._tried is None or self._session.now() - self._tried >= LINK_RETRY:
            self.ask(*self._waiting)

    def ask(self, reading: CardReading, member: str) -> None:
        """When nobody answers the card stays read, and the code is asked for again."""
        session, asked = self._session, self._asked
        self._waiting, self._running = (reading, member), True
        self._tried = session.now()

        def linked(_: Reception) -> None:
            if asked == self._asked:
                self._running = False
                self._waiting = None
                self._done(CardProgress(CardStage.DONE, member))

        def failed(failure: Failure) -> None:
            if asked != self._asked:
                return
            self._running = False
            if failure.error is None:
                self._waiting = None
                self._failed(failure)
                return
            page = problem(failure.error.code)
            if failure.error.code is FailureCode.CARD_NUMBER_GONE:
                self._waiting = None
            self._done(
                CardProgress(
                    CardStage.DONE, member, code=page.code, page=page.page, link_waits=True
                )
            )

        def obtain(reception: Reception) -> Reception:
            return session.intake.link(reception, reading, session.place.vault)

        session.store(obtain, "", linked, failed, on=session.card_thread, undoable=False)
