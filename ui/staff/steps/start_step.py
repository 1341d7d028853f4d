"""The list of receptions at work: what is new, what waits, what was announced."""

import time

from PySide6.QtCore import QObject, Signal

from counter_app.failures import CounterError
from counter_app.model.reception import Reception
from ui.background import Failure, Task
from ui.staff.session import Session
from ui.staff.start_screen import StartScreen
from ui.staff.words.start import ANNOUNCED, ReceptionList

CARD_POLL_SECONDS = 0.5


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
        """Read the store and show the list anew."""
        session = self._session
        with session.place.store.view() as unit:
            self._list = ReceptionList(
                unit.receptions(),
                unit.commitments(),
                unit.outbox(),
                unit.transfers(),
                session.place.town,
                session.terminal.clerk,
                session.now().date(),
            )
        self.screen.show_view(self._list.view(self.place, self._selected, self._search))

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
