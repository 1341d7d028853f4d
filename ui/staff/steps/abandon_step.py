"""受付をやめる at work: a reception without effect ends, with a reason, off the GUI thread."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from counter_app.model.reception import Reception
from counter_app.ports import StoredDocument
from ui.background import Failure
from ui.staff.abandon_screen import AbandonScreen
from ui.staff.session import Session
from ui.staff.words.abandon import AbandonDraft, abandon_view, reason_told


class AbandonStep(QObject):
    """Connects the page to intake. `given_up` follows when it is stored; `stayed` goes back."""

    given_up = Signal()
    stayed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.screen = AbandonScreen()
        self._draft = AbandonDraft()
        self._documents: tuple[StoredDocument, ...] = ()
        self.screen.reason_chosen.connect(self._choose)
        self.screen.given_up.connect(self._give_up)
        self.screen.stayed.connect(self._stay)
        session.left.connect(self._forget)

    def begin(self) -> None:
        """The page is opened: nothing is chosen yet."""
        self._forget()
        session = self._session
        with session.place.store.view() as unit:
            self._documents = unit.documents(session.open_reception.id, with_files=False)
        self.show()

    def show(self) -> None:
        session = self._session
        self.screen.show_view(
            abandon_view(session.open_reception, self._documents, self._draft, session.problem)
        )

    def _forget(self) -> None:
        self._draft = AbandonDraft()
        self._documents = ()
        self.screen.clear_note()

    def _choose(self, at: int) -> None:
        self._draft = AbandonDraft(at)
        self._session.changed.emit()

    def _stay(self) -> None:
        if not self._draft.busy:
            self._forget()
            self._session.problem = None
            self.stayed.emit()

    def _give_up(self, note: str) -> None:
        session, draft = self._session, self._draft
        if draft.chosen is None or draft.busy:
            return
        reason = reason_told(draft.chosen, note)
        if not reason:
            error = "「その他」のときは、ひとこと書いてください。"
            self._draft = replace(draft, error=error)
            session.changed.emit()
            self.screen.to_note()
            return
        self._draft = replace(draft, error="", busy=True)
        session.changed.emit()

        def given_up(_: Reception) -> None:
            self.given_up.emit()

        def failed(failure: Failure) -> None:
            self._draft = replace(self._draft, busy=False)
            session.fail(failure)

        def abandon(reception: Reception) -> Reception:
            return session.intake.abandon(reception, reason)

        session.store(abandon, "", given_up, failed, undoable=False)
