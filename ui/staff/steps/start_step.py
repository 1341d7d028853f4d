"""The list of receptions at work: what is new, what waits, what was announced."""

from PySide6.QtCore import QObject

from counter_app.model.reception import Reception
from ui.background import Failure, Task
from ui.staff.session import Session
from ui.staff.start_screen import StartScreen
from ui.staff.words.start import ANNOUNCED, ReceptionList


class StartStep(QObject):
    """Connects the start screen to the store."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.screen = StartScreen()
        self.place = 0
        self._selected = ""
        self._search = ""
        self._list: ReceptionList | None = None
        screen = self.screen
        screen.new_reception.connect(self.open_new)
        screen.reception_opened.connect(self._open)
        screen.reception_selected.connect(self._select)
        screen.search_changed.connect(self._find)
        screen.juki_request.connect(self.collect)

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

    def open_new(self) -> None:
        """F3: a reception is stored before the first question."""
        session = self._session
        session.take(session.intake.open())
        session.go_to(session.open_reception.step)

    def collect(self) -> None:
        """Fetch what the old towns pushed in advance; the list shows it when it is there."""
        session = self._session
        intake = session.intake

        def fetched(_: object) -> None:
            session.problem = None
            session.changed.emit()

        def failed(failure: Failure) -> None:
            session.fail(failure)

        session.background.run(lambda _: intake.collect_arrived(), fetched, failed)

    def choose_place(self, place: int) -> None:
        """One of the list's own rows of the rail (Alt+1…7)."""
        self.place = place
        self._session.changed.emit()

    def _open(self, row: str) -> None:
        session = self._session
        if row.startswith(ANNOUNCED):
            reception = session.intake.open()
            transfer = row.removeprefix(ANNOUNCED)
            session.take(session.intake.start_from_transfer(reception, transfer))
            session.go_to(session.open_reception.step)
            return

        def read(_: Task[Reception]) -> Reception:
            with session.place.store.view() as unit:
                return unit.reception(row)

        def opened(reception: Reception) -> None:
            session.take(reception)
            session.go_to(reception.step)

        session.background.run(read, opened, session.fail)

    def _select(self, row: str) -> None:
        self._selected = row

    def _find(self, words: str) -> None:
        self._search = words
        self._session.changed.emit()
