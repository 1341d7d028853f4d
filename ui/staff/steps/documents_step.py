"""Step 5 at work: render, let the resident decide, read and sign, print, check the pile."""

from PySide6.QtCore import QObject

from counter_app.dispatch import missing
from counter_app.failures import CounterError
from counter_app.model.document import DocumentState
from counter_app.model.reception import Reception, ReceptionState, Step
from counter_app.paperwork.sheets import CONSENT_FORM, needed_sheets
from counter_app.paperwork.tasks import planned_tasks, receivers
from counter_app.paperwork.values import Case, NeededSheet
from counter_app.paperwork.wishes import usual_wishes
from counter_app.ports import StoredDocument
from ui.background import Failure
from ui.staff.documents_screen import DocumentsScreen
from ui.staff.frame_views import ActionView
from ui.staff.session import Session
from ui.staff.steps.printed_pile import PrintedPile
from ui.staff.steps.sheet_printing import SheetPrinting
from ui.staff.steps.sheets_at_hand import PREVIEW_WIDTH_PX, Drawn, SheetsAtHand
from ui.staff.steps.tablet_signing import TabletSigning
from ui.staff.words.documents import Desk, documents_view

_TRY_AGAIN = ActionView("again", "もう一度", "Enter", primary=True)


class DocumentsStep(QObject):
    """Connects the documents screen to rendering, signing, printing and the commit."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.screen = DocumentsScreen()
        self._sheets = SheetsAtHand(session)
        self._signing = TabletSigning(session, self._sheets)
        self.pile = PrintedPile(session)
        self._printing = SheetPrinting(session, self._sheets, self.pile)
        self._selected = ""
        self._again = False
        self._stale = True  # the sheets do not show yet what was last stored
        self._needed = 0  # sheets that are being made, as far as they were counted
        self._wanted_at: Step | None = None  # F8 was pressed there, while the sheets were busy
        self._sheets.ended.connect(self._ended)
        self._sheets.failed.connect(self._failed)
        session.left.connect(self._forget)
        screen = self.screen
        screen.sheet_selected.connect(self._select)
        screen.signer_selected.connect(self._signing.choose)
        screen.consent_decided.connect(self._decide)
        screen.tablet_asked.connect(self._signing.send)
        screen.stop_tablet_asked.connect(self._signing.stop)
        screen.sign_for_asked.connect(self._signing.send_for)
        screen.edit_asked.connect(lambda _: session.go_to(Step.HOUSEHOLD))
        screen.print_asked.connect(self._printing.print)
        screen.print_again_asked.connect(self._printing.print_again)
        self.pile.work_with(screen.pile)
        self.pile.papers_changed.connect(self._papers_changed)
        screen.problem_action.connect(self._problem_action)
        screen.next_asked.connect(self.commit)

    @property
    def stored(self) -> tuple[StoredDocument, ...]:
        return self._sheets.stored

    @property
    def idle(self) -> bool:
        """Nothing is being rendered, signed or printed."""
        waiting = self._sheets.busy or self._signing.signer
        return not waiting and self._session.background.busy == 0

    @property
    def busy(self) -> bool:
        """Whether the sheets are being made, signed or committed just now."""
        return self._sheets.busy

    @property
    def current(self) -> bool:
        """Whether the sheets are those of what is stored, and none is being made."""
        return self._sheets.are_there and not self._stale and not self._sheets.busy

    @property
    def at_consent(self) -> bool:
        """Whether the consent sheet is the one that is shown."""
        chosen = next((d for d in self.stored if d.id == self._selected), None)
        return chosen is not None and chosen.form_id == CONSENT_FORM

    @property
    def all_printed(self) -> bool:
        return bool(self.stored) and all(d.state is DocumentState.PRINTED for d in self.stored)

    # --- preparing ------------------------------------------------------------------------

    def prepare(self) -> None:
        """Ask the consents, render what is needed, draw the first pages; off this thread."""
        self._wanted_at = None
        self._prepare()

    def _prepare(self) -> None:
        session = self._session
        case = session.case
        if case is None:
            return
        if self._sheets.busy:
            # What is being made rests on an older value: it is made again as soon as it is done.
            self._again = True
            return
        self._sheets.lay()
        self._stale = True
        if not self._ask_consents(case):
            return
        case = session.case
        assert case is not None
        place, terminal = session.place, session.terminal
        known = dict(self._sheets.pages)
        ready = case
        self._needed = 0

        def count(_: object) -> tuple[NeededSheet, ...]:
            return needed_sheets(ready, place.renderer.forms())

        def counted(sheets: tuple[NeededSheet, ...]) -> None:
            if not self._again:
                self._needed = len(sheets)
                self._sheets.begin(lambda _: work(sheets), done)

        def work(
            sheets: tuple[NeededSheet, ...],
        ) -> tuple[tuple[StoredDocument, ...], dict[str, Drawn]]:
            # Made in here: a font or a sealing key that is not there is told like any failure.
            documents = place.documents(terminal.clerk, terminal.counter)
            current = documents.prepare(ready.reception, sheets)
            pages = {}
            for document in current:
                kept = known.get(document.id)
                if kept is not None and kept[0] == document.digest:
                    pages[document.id] = kept
                    continue
                images = place.imaging(document.sealed or document.pdf, width_px=PREVIEW_WIDTH_PX)
                pages[document.id] = (document.digest, images)
            return current, pages

        def done(made: tuple[tuple[StoredDocument, ...], dict[str, Drawn]]) -> None:
            self._sheets.take(*made)
            self._stale = False

        self._sheets.begin(count, counted)

    def _ask_consents(self, case: Case) -> bool:
        """Put the consents before the resident; False when that could not be stored."""
        session = self._session
        reception = session.open_reception
        # 支援措置: nothing leaves the town, so nobody is asked whether it may.
        asked_of = () if reception.protected else tuple(o.id for o in receivers(case))
        wishes = () if reception.protected else usual_wishes(case)
        try:
            asked = session.intake.ask_consents(reception, asked_of, wishes)
        except CounterError as failure:
            session.fail(Failure(failure, None))
            return False
        if asked is not reception:
            session.keep(asked, undoable=False)
        return True

    def _ended(self) -> None:
        # Sheets that were signed on an earlier day may just have become void.
        if self._session.file_today() or self._again:
            self._again = False
            self._prepare()
        self.pile.prove()
        self._go_on()

    def _forget(self) -> None:
        """Another reception: no sheet, no signer and no scan of the former one stays."""
        self._signing.forget()
        self._sheets.forget()
        self._selected = ""
        self._again = False
        self._stale = True
        self._needed = 0
        self._wanted_at = None

    def leave(self) -> None:
        """Another step is opened: nobody signs sheets that may be changed there."""
        self._wanted_at = None
        self._signing.leave()

    def _failed(self, failure: Failure) -> None:
        self._again = False
        self._wanted_at = None
        self._sheets.reload()
        self.pile.prove()
        self._session.fail(failure, (_TRY_AGAIN,))

    def _papers_changed(self) -> None:
        """A document is printed when all its paper is there, and not any more when it is not."""
        if self._sheets.are_there:
            self._sheets.reload()

    def _problem_action(self, action: str) -> None:
        if action == _TRY_AGAIN.id:
            self._session.problem = None
            self._sheets.reload()
            self.prepare()
            self._session.changed.emit()

    # --- showing --------------------------------------------------------------------------

    def show(self) -> None:
        session = self._session
        case = session.case
        if case is None:
            return
        place, sheets, signing = session.place, self._sheets, self._signing
        desk = Desk(
            sheets.stored,
            sheets.signatures,
            {key: images for key, (_, images) in sheets.pages.items()},
            self._selected,
            signing.signer,
            signing.read,
            signing.looking,
            self.pile.view(),
            self.pile.sheets(),
            {form.id: form.short for form in place.renderer.forms()} if sheets.stored else {},
            chosen=signing.chosen,
            clerk=session.terminal.clerk,
            witnessed=place.town.witness_for_clerk_writing,
            making=self._stale and sheets.busy,
            needed=self._needed,
            going_on=self._wanted_at is not None,
        )
        self.screen.show_view(documents_view(case, desk, problem=session.problem))

    def _select(self, document: str) -> None:
        if document != self._selected:
            self._selected = document
            self._session.changed.emit()

    def _decide(self, receiver: str, given: bool) -> None:
        """The resident said 送る or 送らない; the sheet is drawn again with the answer on it."""
        session = self._session
        self.leave()
        if session.apply(lambda r: session.intake.decide_consent(r, receiver, given), "同意"):
            self.prepare()

    # --- commit ---------------------------------------------------------------------------

    def commit(self) -> None:
        """次へ 依頼: one transaction; the number is shown after it has committed.

        While the sheets are signed, printed or made it waits for that, and says so.
        """
        session = self._session
        case = session.case
        if case is None or case.reception.state is not ReceptionState.OPEN:
            return
        if self._sheets.busy or self._stale:
            self._wanted_at = case.reception.step
            if not self._sheets.busy:
                self._prepare()
            session.changed.emit()
            return
        dispatch = session.place.dispatch(session.terminal)
        tasks = planned_tasks(case, self.stored)

        def done(committed: Reception) -> None:
            self._again = False
            session.keep(committed, undoable=False)
            session.history.clear()
            session.place.deliver_now()
            session.go_to(Step.DISPATCH)

        self._sheets.begin(lambda _: dispatch.commit(case.reception, tasks), done)

    def _go_on(self) -> None:
        """What F8 waited for has ended; what is still missing by then is said on the screen."""
        wanted, reception = self._wanted_at, self._session.open_reception
        if wanted is None or self._sheets.busy:
            return
        self._wanted_at = None
        if wanted is reception.step and not missing(reception, self.stored):
            self.commit()
        self._session.changed.emit()
