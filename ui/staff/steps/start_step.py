"""The list of receptions at work: what is new, what waits, what was announced."""

import time
from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QObject, Signal

from counter_app.failures import CounterError
from counter_app.model.message import DeliveryState
from counter_app.model.reception import Reception, ReceptionState
from counter_app.model.town import Town
from counter_app.ports import Store
from counter_app.review import NOT_ARRIVED
from ui.background import Failure, Task
from ui.desk.reading import Reading
from ui.staff.session import Session
from ui.staff.start_screen import StartScreen
from ui.staff.start_views import StartView
from ui.staff.words.start import (
    ANNOUNCED,
    ReceptionList,
    by_reception,
    day_title,
    first_declined,
)

CARD_POLL_SECONDS = 0.5

_ON_THE_WAY = frozenset(DeliveryState) - {DeliveryState.DELIVERED}


class ListReader:
    """Reads what the list shows: what is open, what is late and what came today.

    Which announced visits have come stands in the receptions alone. Every year's are walked once;
    from then on only those of the last days and those that were open when it last looked.
    """

    def __init__(self, store: Store, town: Town, clerk: str) -> None:
        self._store, self._town, self._clerk = store, town, clerk
        self._since: date | None = None
        self._open: frozenset[str] = frozenset()
        self._taken: frozenset[str] = frozenset()

    def read(self, today: date) -> ReceptionList:
        """The list as the store has it now. Any thread, one at a time."""
        with self._store.view() as unit:
            owed = unit.standings(only_open=True)
            queue = unit.outbox(states=_ON_THE_WAY)
            late = {q.message.reception_id for q in queue if q.state in NOT_ARRIVED}
            at_work = late.union(s.reception_id for s in owed)
            found = {r.id: r for r in unit.receptions(since=self._since)}
            others = (at_work | self._open) - found.keys()
            found |= {r.id: r for r in unit.receptions(ids=others)}
            receptions = tuple(
                r
                for r in found.values()
                if r.id in at_work or r.state is ReceptionState.OPEN or _is_of(r, today)
            )
            known = {s.commitment_id for s in owed}
            standings = (
                *owed,
                *(
                    s
                    for s in unit.standings(reception_ids=[r.id for r in receptions])
                    if s.commitment_id not in known
                ),
            )
            declined = (first_declined(each) for each in by_reception(owed).values())
            titled = [s.commitment_id for s in declined if s is not None]
            commitments = unit.commitments(ids=titled)
            transfers = unit.transfers()
        # What an open reception took may be undone; what was taken by another is so for good.
        settled = (r for r in found.values() if r.state is not ReceptionState.OPEN)
        self._taken = self._taken.union(r.transfer_id for r in settled if r.transfer_id)
        self._open = frozenset(r.id for r in receptions if r.state is ReceptionState.OPEN)
        self._since = today - timedelta(days=1)
        return ReceptionList(
            receptions,
            commitments,
            queue,
            transfers,
            self._town,
            self._clerk,
            today,
            standings=standings,
            taken=self._taken,
        )


def _is_of(reception: Reception, day: date) -> bool:
    committed = reception.committed_at
    return reception.filed_on == day or (committed is not None and committed.date() == day)


class StartStep(QObject):
    """Connects the start screen to the store, and opens a reception when a card is laid down."""

    paper_asked = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.screen = StartScreen()
        self.place = 0
        self._selected = ""
        self._search = ""
        self._list: ReceptionList | None = None
        place = session.place
        self._reader = ListReader(place.store, place.town, session.terminal.clerk)
        self._reading: Reading[ReceptionList] = Reading(
            session.background, place.store, self._arrived, self._unread
        )
        self._asking = False  # a reading is begun just now: what comes is shown by who asked
        self._telling = False  # the window is told of a reading: it is shown, not read again
        self._watch: Task[bool] | None = None
        self._reader_was_empty = False
        self.reader_fault = ""
        """What is wrong with the card reader, in a few words for the lamp; "" when it works."""
        screen = self.screen
        screen.new_reception.connect(self.open_new)
        screen.reception_opened.connect(self._open)
        screen.reception_selected.connect(self._select)
        screen.search_changed.connect(self._find)
        screen.juki_request.connect(self.collect)
        screen.paper_certificate.connect(self.paper_asked)
        screen.problem_action.connect(lambda _: self.collect())

    @property
    def receptions(self) -> ReceptionList | None:
        """The list as it was last read."""
        return self._list

    @property
    def selected(self) -> str:
        """Id of the row the clerk is at."""
        return self._selected

    def show(self) -> None:
        """Read the store and show the list anew; meanwhile it stays as it was last read."""
        if not self._telling:
            today = self._session.now().date()
            self._asking = True
            try:
                self._reading.begin(lambda: self._reader.read(today))
            finally:
                self._asking = False
        if self._list is not None:
            self.screen.show_view(self._list.view(self.place, self._selected, self._search))
        else:
            sub = "読んでいます" if self._reading.running else ""
            title = day_title(self._session.now().date())
            self.screen.show_view(StartView(title, sub, (), self._selected, self._search))

    def _arrived(self, read: ReceptionList) -> None:
        self._list = read
        if not self._asking:
            self._tell(self._session.changed.emit)

    def _unread(self, failure: Failure) -> None:
        """A reading failed: what was read before stays in view under the banner."""
        self._tell(lambda: self._session.fail(failure))

    def _tell(self, tell: Callable[[], object]) -> None:
        """Have the window shown anew, unless a reception is at hand by now."""
        if self._session.reception is not None:
            return
        self._telling = True
        try:
            tell()
        finally:
            self._telling = False

    # --- a card that is laid on the reader ------------------------------------------------

    def watch(self) -> None:
        """Look once whether a card lies there; the presenter calls this again and again.

        Only a card that comes while the list is shown begins a reception, never one that was
        forgotten on the reader.
        """
        session = self._session
        if self._watch is not None:
            return

        def look(task: Task[bool]) -> bool:
            there = session.place.vault.wait_for_card(CARD_POLL_SECONDS)
            if there and not task.cancelled:
                time.sleep(CARD_POLL_SECONDS / 2)
            return there

        def looked(there: bool) -> None:
            self._watch = None
            self.reader_fault = ""
            if there and self._reader_was_empty:
                self._reader_was_empty = False
                self.open_new()
            elif not there:
                self._reader_was_empty = True

        def failed(failure: Failure) -> None:
            self._watch = None
            self._reader_was_empty = False
            self.reader_fault = "カード読取機 使えません"

        self._watch = session.card_thread.run(look, looked, failed)

    def stop_watching(self) -> None:
        """Another screen is shown: the reader is the card panel's."""
        if self._watch is not None:
            self._watch.cancel()
            self._watch = None
        self._reader_was_empty = False

    def open_new(self) -> None:
        """F3: a reception is stored before the first question."""
        session = self._session
        try:
            reception = session.intake.open()
        except CounterError as failure:
            session.fail(Failure(failure, None))
            return
        session.take(reception)
        session.go_to(reception.step)

    def collect(self) -> None:
        """Fetch what the old towns pushed in advance; the list shows it when it is there."""
        session = self._session
        intake = session.intake

        def fetched(_: object) -> None:
            if session.reception is None:
                session.problem = None
            session.changed.emit()

        def failed(failure: Failure) -> None:
            if session.reception is None:
                session.fail(failure)

        session.background.run(lambda _: intake.collect_arrived(), fetched, failed)

    def choose_place(self, place: int) -> None:
        """One of the list's own rows of the rail (Alt+1…7)."""
        self.place = place
        self._session.changed.emit()

    def _open(self, row: str) -> None:
        session = self._session
        if row.startswith(ANNOUNCED):
            transfer = row.removeprefix(ANNOUNCED)
            try:
                reception = session.intake.start_from_transfer(session.intake.open(), transfer)
            except CounterError as failure:
                session.fail(Failure(failure, None))
                return
            session.take(reception)
            session.go_to(reception.step)
            return

        def read(_: Task[Reception]) -> Reception:
            with session.place.store.view() as unit:
                return unit.reception(row)

        def opened(reception: Reception) -> None:
            if session.reception is None:
                session.take(reception)
                session.go_to(reception.step)

        session.background.run(read, opened, session.fail)

    def _select(self, row: str) -> None:
        self._selected = row

    def _find(self, words: str) -> None:
        self._search = words
        self._session.changed.emit()
