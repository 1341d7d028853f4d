"""The list of receptions at work: what is new, what waits, what was announced."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from PySide6.QtCore import QObject, Signal

from counter_app.failures import CounterError
from counter_app.model.message import DeliveryState
from counter_app.model.people import TransferCertificate
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
    inquiry_words,
)

CARD_POLL_SECONDS = 0.5

ANNOUNCED_FOR = timedelta(days=120)
"""How long an announced visit stands in the list; later it is found by the card alone."""

_LEFT_OPEN = timedelta(days=60)
"""How long ago a reception that was given up today may have been opened."""

_ON_THE_WAY = frozenset(DeliveryState) - {DeliveryState.DELIVERED}


class ListReader:
    """Reads what the list shows: what is open, what is late, what came today and who is to come.

    Nothing is remembered between two readings, and none grows with the years.
    """

    def __init__(self, store: Store, town: Town, clerk: str) -> None:
        self._store, self._town, self._clerk = store, town, clerk

    def read(self, today: date) -> ReceptionList:
        """The list as the store has it now. Any thread."""
        with self._store.view() as unit:
            owed = unit.standings(only_open=True)
            queue = unit.outbox(states=_ON_THE_WAY)
            late = {q.message.reception_id for q in queue if q.state in NOT_ARRIVED}
            at_work = late.union(s.reception_id for s in owed)
            found = {r.id: r for r in unit.receptions(state=ReceptionState.OPEN)}
            given_up = unit.receptions(state=ReceptionState.ABANDONED, since=today - _LEFT_OPEN)
            for some in (unit.receptions(committed_on=today), given_up):
                found |= {r.id: r for r in some if _ended_on(r, today)}
            found |= {r.id: r for r in unit.receptions(ids=at_work - found.keys())}
            receptions = tuple(sorted(found.values(), key=lambda r: (r.opened_at, r.id)))
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
            coming = unit.transfers(since=today - ANNOUNCED_FOR, untaken=True)
        return ReceptionList(
            receptions,
            commitments,
            queue,
            coming,
            self._town,
            self._clerk,
            today,
            standings=standings,
        )


def _ended_on(reception: Reception, day: date) -> bool:
    ended = reception.committed_at or reception.abandoned_at
    return ended is not None and ended.date() == day


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
        self._news = ""
        self._list: ReceptionList | None = None
        place = session.place
        self._reader = ListReader(place.store, place.town, session.terminal.clerk)
        self._reading: Reading[ReceptionList] = Reading(
            session.background, place.store, self._arrived, self._unread
        )
        self._opening = False  # a row was opened, and the store has not answered yet
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
        screen.sheet_read.connect(self._open_sheet)
        screen.juki_request.connect(self.inquire)
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
            view = self._list.view(self.place, self._selected, self._search)
        else:
            sub = "読んでいます" if self._reading.running else ""
            title = day_title(self._session.now().date())
            view = StartView(title, sub, (), self._selected, self._search)
        self.screen.show_view(replace(view, news=self._news))

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
        intake = self._session.intake
        self._news = ""
        self._fetch(intake.collect_arrived, lambda _: "")

    def inquire(self) -> None:
        """住基ネットに照会: the same, and the list says what it brought, be it nothing."""
        session = self._session
        intake = session.intake
        self._fetch(
            intake.inquire_arrived, lambda arrived: inquiry_words(len(arrived), session.now())
        )

    def _fetch(
        self,
        fetch: Callable[[], tuple[TransferCertificate, ...]],
        news: Callable[[tuple[TransferCertificate, ...]], str],
    ) -> None:
        session = self._session

        def fetched(arrived: tuple[TransferCertificate, ...]) -> None:
            if session.reception is None:
                session.problem = None
                self._news = news(arrived) or self._news
            session.changed.emit()

        def failed(failure: Failure) -> None:
            if session.reception is None:
                session.fail(failure)

        session.background.run(lambda _: fetch(), fetched, failed)

    def choose_place(self, place: int) -> None:
        """One of the list's own rows of the rail (Alt+1…7)."""
        self.place = place
        self._session.changed.emit()

    def _open(self, row: str) -> None:
        """Enter on a row. What is shown may be older than what is stored: the store decides."""
        intake = self._session.intake
        if row.startswith(ANNOUNCED):
            announced = row.removeprefix(ANNOUNCED)
            self._begin(lambda: intake.start_from_transfer(announced))
        else:
            self._begin(lambda: intake.resume(row))

    def _open_sheet(self, text: str) -> None:
        """A sheet was read: the resident is back with 受付票, however long ago it was."""
        intake = self._session.intake
        self._begin(lambda: intake.resume_by_sheet(text))

    def _begin(self, found: Callable[[], Reception]) -> None:
        """Open what is found off the GUI thread, unless something is being opened already."""
        session = self._session
        if self._opening:
            return
        self._opening = True

        def read(_: Task[Reception]) -> Reception:
            return found()

        def opened(reception: Reception) -> None:
            self._opening = False
            if session.reception is None:
                session.take(reception)
                session.go_to(reception.step)

        def failed(failure: Failure) -> None:
            self._opening = False
            if session.reception is None:
                session.fail(failure)

        session.background.run(read, opened, failed)

    def _select(self, row: str) -> None:
        self._selected = row
        if self._session.problem is not None and self._session.reception is None:
            self._session.problem = None
            self._session.changed.emit()

    def _find(self, words: str) -> None:
        self._search = words
        self._session.changed.emit()
