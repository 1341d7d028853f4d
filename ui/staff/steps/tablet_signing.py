"""Signing in step 5: whose turn it is, what they read on the tablet, whose hand writes."""

from PySide6.QtCore import QObject

from counter_app.model.document import SignatureAct, Stroke
from counter_app.model.writing import OWN_HAND, Writing
from counter_app.paperwork.sheets import needed_sheets
from counter_app.signing import SigningSession
from ui.staff.session import Session
from ui.staff.steps.sheets_at_hand import SheetsAtHand


class TabletSigning(QObject):
    """One signer at a time on the resident's tablet; no half signature is kept."""

    def __init__(self, session: Session, sheets: SheetsAtHand) -> None:
        super().__init__(session)
        self._session, self._sheets = session, sheets
        self._running: SigningSession | None = None
        self._read: set[int] = set()
        self._turn = 0
        self.chosen = ""
        """Member the clerk chose to sign next; "" leaves it to the order of the sheets."""

    @property
    def signer(self) -> str:
        """Member at the tablet now, "" for nobody."""
        return self._running.signer_id if self._running is not None else ""

    @property
    def read(self) -> frozenset[str]:
        """Documents whose every page the signer has read."""
        if self._running is None:
            return frozenset()
        pages = self._running.pages
        unread = {page.document.id for at, page in enumerate(pages) if at not in self._read}
        return frozenset(page.document.id for page in pages) - unread

    @property
    def looking(self) -> str:
        """The document the signer looks at now, "" for none."""
        pages = self._running.pages if self._running is not None else ()
        left = (page for at, page in enumerate(pages) if at not in self._read)
        return next((page.document.id for page in left), "")

    def choose(self, member: str) -> None:
        self.chosen = member
        self._session.changed.emit()

    def send(self) -> None:
        """F9: the next signer's pages go to the tablet."""
        if self._running is None:
            self._begin(self.chosen, OWN_HAND)

    def send_for(self, member: str, writing: Writing) -> None:
        """Another hand writes for this member; what they had begun themself is stopped."""
        if self._running is not None:
            self.stop()
        self._begin(member, writing)

    def _begin(self, member: str, writing: Writing) -> None:
        session = self._session
        if self._sheets.busy:
            return
        reception = session.open_reception
        signing = session.place.signing(session.terminal.counter)
        waiting = signing.signers(reception)
        if not waiting:
            return
        signer = member if member in waiting else waiting[0]
        turn = self._turn

        def begun(running: SigningSession) -> None:
            if turn != self._turn:
                return
            self._running = running
            self._read = set()
            session.tablet.sign(running, self._page_read, self._signed, self.stop)

        case, place = session.case, session.place
        documents = place.documents(session.terminal.clerk, session.terminal.counter)

        def begin(_: object) -> SigningSession:
            running = signing.begin(reception, signer, writing)
            if case is not None:
                needed = needed_sheets(case, place.renderer.forms())
                running.written = documents.written(reception, needed, running.documents)
            return running

        self._sheets.begin(begin, begun)

    def _page_read(self, index: int) -> None:
        self._read.add(index)
        self._session.changed.emit()

    def _signed(self, strokes: tuple[Stroke, ...]) -> None:
        session, sheets, running = self._session, self._sheets, self._running
        if running is None:
            return
        for index in self._read:
            running.mark_read(index)
        reception = session.open_reception
        signing = session.place.signing(session.terminal.counter)

        def done(_: SignatureAct) -> None:
            session.close_history()
            self.chosen = ""
            sheets.reload()
            sheets.redraw_sealed()
            session.tablet.blank()

        self._running = None
        sheets.begin(lambda _: signing.sign(reception, running, strokes), done)

    def stop(self) -> None:
        """The clerk or the resident stopped; no half signature is kept."""
        self._turn += 1
        self._running = None
        self._session.tablet.blank()
        self._session.changed.emit()

    def leave(self) -> None:
        """Another step is opened: nobody signs sheets that may be changed there."""
        self._turn += 1
        if self._running is not None:
            self.stop()

    def forget(self) -> None:
        """Another reception: no signer of the former one stays."""
        if self._running is not None:
            self._session.tablet.blank()
        self._running = None
        self._read = set()
        self.chosen = ""
