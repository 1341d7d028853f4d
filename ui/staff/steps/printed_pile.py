"""Printing in step 5: what can be printed, a sheet once more and why, the pile checked in."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from counter_app.documents import Documents, ReprintReason
from counter_app.model.document import DocumentState
from counter_app.ports import CardVault, StoredDocument
from ui.staff.session import Session
from ui.staff.steps.sheets_at_hand import SheetsAtHand
from ui.staff.words.common import clock_time
from ui.staff.work_views import ScanView


class PrintedPile(QObject):
    """The paper of the reception at hand."""

    def __init__(self, session: Session, sheets: SheetsAtHand) -> None:
        super().__init__(session)
        self._session, self._sheets = session, sheets
        self._scanned: set[str] = set()
        self.scan: ScanView | None = None
        """The last sheet that was read, in words."""

    @property
    def scanned(self) -> frozenset[str]:
        """Numbers of the sheets that were read in the pile."""
        return frozenset(self._scanned)

    def forget(self) -> None:
        self._scanned = set()
        self.scan = None

    def print(self) -> None:
        """Everything that is signed or needs no signature and has not been printed."""
        ready = [
            d
            for d in self._sheets.stored
            if d.state is not DocumentState.PRINTED
            and (not d.signer or d.state is DocumentState.SEALED)
        ]

        def work(documents: Documents, vault: CardVault | None, holder: str) -> None:
            for document in ready:
                documents.print(document, self._session.place.printer, vault, holder)

        self._at_the_printer(work)

    def print_again(self, document_id: str, reason: ReprintReason) -> None:
        """One sheet once more. The new paper is not in the pile yet, whatever was read before."""
        document = self._printed(document_id)
        if document is None:
            return

        def work(documents: Documents, vault: CardVault | None, holder: str) -> None:
            documents.reprint(document, reason, self._session.place.printer, vault, holder)

        self._scanned.discard(document.number)
        self._at_the_printer(work)

    def _printed(self, document_id: str) -> StoredDocument | None:
        printed = (d for d in self._sheets.stored if d.state is DocumentState.PRINTED)
        return next((d for d in printed if d.id == document_id), None)

    def _at_the_printer(self, work: Callable[[Documents, CardVault | None, str], None]) -> None:
        session = self._session
        if self._sheets.busy:
            return
        documents = session.place.documents(session.terminal.clerk, session.terminal.counter)
        holder = session.number_of

        def printing(_: object) -> None:
            work(documents, session.place.vault if holder else None, holder)

        def done(_: None) -> None:
            self._sheets.reload()

        # The number is drawn by the vault, which is called from its own thread alone.
        self._sheets.begin(printing, done, session.card_thread if holder else None)

    def take(self, code: str) -> None:
        """A sheet of the pile: exactly this case's sheets belong in it."""
        session = self._session
        at = clock_time(session.now())
        printed = {d.number for d in self._sheets.stored if d.state is DocumentState.PRINTED}
        short = code.partition("-")[2] or code
        if code in printed:
            self._scanned.add(code)
            self.scan = ScanView(short, at, "束にあり")
        elif code.startswith(session.open_reception.reference):
            self.scan = ScanView(short, at, "この受付の、今は使わない紙です", fault=True)
        else:
            self.scan = ScanView(short, at, "別の受付の紙です", fault=True)
        session.changed.emit()
