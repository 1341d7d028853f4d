"""Printing in step 5: what can be printed, and a sheet once more with the reason for it."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from counter_app.documents import Documents, ReprintReason
from counter_app.model.document import DocumentState
from counter_app.pile import printable
from counter_app.ports import CardVault, StoredDocument
from ui.staff.session import Session
from ui.staff.steps.printed_pile import PrintedPile
from ui.staff.steps.sheets_at_hand import SheetsAtHand


class SheetPrinting(QObject):
    """Sends the sheets of the reception at hand to the printer."""

    def __init__(self, session: Session, sheets: SheetsAtHand, pile: PrintedPile) -> None:
        super().__init__(session)
        self._session, self._sheets, self._pile = session, sheets, pile

    def print(self) -> None:
        """Everything that is signed or needs no signature and has not been printed."""
        ready = printable(self._sheets.stored, self._pile.sheets())
        if not ready:
            return

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
        at = session.open_reception.id

        def printing(_: object) -> None:
            with self._pile.at_the_printer(at):
                work(documents, session.place.vault if holder else None, holder)

        def done(_: None) -> None:
            self._sheets.reload()

        # The number is drawn by the vault, which is called from its own thread alone.
        self._sheets.begin(printing, done, session.card_thread if holder else None)
