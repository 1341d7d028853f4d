"""Step 5 at work: render, let the resident decide, read and sign, print, check the pile."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject

from counter_app.failures import CounterError
from counter_app.model.document import DocumentState, SignatureAct, Stroke
from counter_app.model.reception import Reception, Step
from counter_app.paperwork.sheets import CONSENT_FORM, needed_sheets
from counter_app.paperwork.tasks import planned_tasks, receivers
from counter_app.paperwork.values import Case
from counter_app.paperwork.wishes import usual_wishes
from counter_app.ports import PageImage, StoredDocument
from counter_app.signing import SigningSession
from ui.background import Background, Failure, Task
from ui.staff.documents_screen import DocumentsScreen
from ui.staff.frame_views import ActionView
from ui.staff.session import Session
from ui.staff.words.common import clock_time
from ui.staff.words.documents import Desk, documents_view
from ui.staff.work_views import ScanView

T = TypeVar("T")

_TRY_AGAIN = ActionView("again", "もう一度", "Enter", primary=True)
PREVIEW_WIDTH_PX = 1100
"""Width at which the pages of each sheet are drawn for preview and thumbnail."""

_Drawn = tuple[str, tuple[PageImage, ...]]
"""Digest of the document that was drawn, and its pages."""


class DocumentsStep(QObject):
    """Connects the documents screen to rendering, signing, printing and the commit."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.screen = DocumentsScreen()
        self._for = ""  # id of the reception the desk was laid for
        self._documents: tuple[StoredDocument, ...] = ()
        self._signatures: tuple[SignatureAct, ...] = ()
        self._pages: dict[str, _Drawn] = {}
        self._selected = ""
        self._signer = ""
        self._signing: SigningSession | None = None
        self._read_pages: set[int] = set()
        self._turn = 0
        self._scanned: set[str] = set()
        self._scan: ScanView | None = None
        self._working: set[str] = set()  # receptions whose sheets are being worked on
        self._again = False
        self._stale = True  # the sheets do not show yet what was last stored
        session.left.connect(self._forget)
        screen = self.screen
        screen.sheet_selected.connect(self._select)
        screen.signer_selected.connect(self._choose_signer)
        screen.consent_decided.connect(self._decide)
        screen.tablet_asked.connect(self.to_tablet)
        screen.stop_tablet_asked.connect(self._stop_signing)
        screen.edit_asked.connect(lambda _: session.go_to(Step.HOUSEHOLD))
        screen.print_asked.connect(self._print)
        screen.barcode_scanned.connect(self._scanned_sheet)
        screen.problem_action.connect(self._problem_action)
        screen.next_asked.connect(self.commit)

    @property
    def stored(self) -> tuple[StoredDocument, ...]:
        return self._documents if self._is_mine() else ()

    @property
    def idle(self) -> bool:
        """Nothing is being rendered, signed or printed."""
        session = self._session
        return not self._busy and self._signing is None and session.background.busy == 0

    @property
    def current(self) -> bool:
        """Whether the sheets are those of what is stored, and none is being made."""
        return self._is_mine() and not self._stale and not self._busy

    @property
    def at_consent(self) -> bool:
        """Whether the consent sheet is the one that is shown."""
        chosen = next((d for d in self.stored if d.id == self._selected), None)
        return chosen is not None and chosen.form_id == CONSENT_FORM

    @property
    def all_printed(self) -> bool:
        return bool(self.stored) and all(d.state is DocumentState.PRINTED for d in self.stored)

    def _is_mine(self) -> bool:
        reception = self._session.reception
        return reception is not None and reception.id == self._for

    # --- preparing ------------------------------------------------------------------------

    def prepare(self) -> None:
        """Ask the consents, render what is needed, draw the first pages; off this thread."""
        session = self._session
        case = session.case
        if case is None:
            return
        if self._busy:
            # What is being made rests on an older value: it is made again as soon as it is done.
            self._again = True
            return
        reception = session.open_reception
        self._for = reception.id
        self._stale = True
        if not self._ask_consents(case):
            return
        case = session.case
        assert case is not None
        place, terminal = session.place, session.terminal
        documents = place.documents(terminal.clerk, terminal.counter)
        known = dict(self._pages)
        ready = case

        def work(_: object) -> tuple[tuple[StoredDocument, ...], dict[str, _Drawn]]:
            sheets = needed_sheets(ready, place.renderer.forms())
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

        def done(
            made: tuple[tuple[StoredDocument, ...], dict[str, _Drawn]],
        ) -> None:
            self._documents, self._pages = made
            self._signatures = self._stored_signatures()
            self._stale = False

        self._begin(work, done)

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

    @property
    def _busy(self) -> bool:
        reception = self._session.reception
        return reception is not None and reception.id in self._working

    def _begin(
        self,
        work: "Callable[[Task[T]], T]",
        on_done: Callable[[T], None],
        on: Background | None = None,
    ) -> None:
        """One piece of work at a time on the sheets of a reception, also when it is left and
        opened again meanwhile.
        """
        session = self._session
        at = session.open_reception.id
        self._working.add(at)

        def done(result: T) -> None:
            self._working.discard(at)
            if session.is_at(at):
                on_done(result)
                self._ended()

        def failed(failure: Failure) -> None:
            self._working.discard(at)
            if session.is_at(at):
                self._failed(failure)

        (on or session.background).run(work, done, failed)

    def _ended(self) -> None:
        if self._again:
            self._again = False
            self.prepare()
        self._session.changed.emit()

    def _forget(self) -> None:
        """Another reception: no sheet, no signer and no scan of the former one stays."""
        if self._signing is not None:
            self._session.tablet.blank()
        self._for = ""
        self._documents = ()
        self._signatures = ()
        self._pages = {}
        self._selected = self._signer = ""
        self._signing = None
        self._read_pages = set()
        self._scanned = set()
        self._scan = None
        self._again = False
        self._stale = True

    def leave(self) -> None:
        """Another step is opened: nobody signs sheets that may be changed there."""
        self._turn += 1
        if self._signing is not None:
            self._stop_signing()

    def _failed(self, failure: Failure) -> None:
        self._again = False
        self._reload()
        self._session.fail(failure, (_TRY_AGAIN,))

    def _problem_action(self, action: str) -> None:
        if action == _TRY_AGAIN.id:
            self._session.problem = None
            self._reload()
            self.prepare()
            self._session.changed.emit()

    def _stored_signatures(self) -> tuple[SignatureAct, ...]:
        with self._session.place.store.view() as unit:
            return unit.signatures(self._session.open_reception.id)

    def _reload(self) -> None:
        reception = self._session.open_reception
        with self._session.place.store.view() as unit:
            self._documents = tuple(
                d for d in unit.documents(reception.id) if d.state is not DocumentState.VOID
            )
            self._signatures = unit.signatures(reception.id)

    # --- showing --------------------------------------------------------------------------

    def show(self) -> None:
        session = self._session
        case = session.case
        if case is None:
            return
        looking = ""
        read: frozenset[str] = frozenset()
        if self._signing is not None:
            pages = self._signing.pages
            unread = {p.document.id for i, p in enumerate(pages) if i not in self._read_pages}
            read = frozenset(p.document.id for p in pages) - unread
            left = [i for i in range(len(pages)) if i not in self._read_pages]
            looking = pages[left[0]].document.id if left else ""
        desk = Desk(
            self.stored,
            self._signatures,
            {key: images for key, (_, images) in self._pages.items()},
            self._selected,
            self._signing.signer_id if self._signing is not None else "",
            read,
            looking,
            frozenset(self._scanned),
            self._scan,
            {form.id: form.short for form in session.place.renderer.forms()},
        )
        self.screen.show_view(documents_view(case, desk, problem=session.problem))

    def _select(self, document: str) -> None:
        if document != self._selected:
            self._selected = document
            self._session.changed.emit()

    def _choose_signer(self, member: str) -> None:
        self._signer = member

    # --- consent and signature ------------------------------------------------------------

    def _decide(self, receiver: str, given: bool) -> None:
        """The resident said 送る or 送らない; the sheet is drawn again with the answer on it."""
        session = self._session
        self.leave()
        if session.apply(lambda r: session.intake.decide_consent(r, receiver, given), "同意"):
            self.prepare()

    def to_tablet(self) -> None:
        """F9: the next signer's pages go to the tablet."""
        session = self._session
        if self._signing is not None or self._busy:
            return
        reception = session.open_reception
        signing = session.place.signing(session.terminal.counter)
        waiting = signing.signers(reception)
        if not waiting:
            return
        signer = self._signer if self._signer in waiting else waiting[0]

        turn = self._turn

        def begun(begun_session: SigningSession) -> None:
            if turn != self._turn:
                return
            self._signing = begun_session
            self._read_pages = set()
            session.tablet.sign(begun_session, self._page_read, self._signed, self._stop_signing)

        self._begin(lambda _: signing.begin(reception, signer), begun)

    def _page_read(self, index: int) -> None:
        self._read_pages.add(index)
        self._session.changed.emit()

    def _signed(self, strokes: tuple[Stroke, ...]) -> None:
        session = self._session
        current = self._signing
        if current is None:
            return
        for index in self._read_pages:
            current.mark_read(index)
        reception = session.open_reception
        signing = session.place.signing(session.terminal.counter)

        def done(_: SignatureAct) -> None:
            session.close_history()
            self._reload()
            self._refresh_pages()
            session.tablet.blank()

        self._signing = None
        self._begin(lambda _: signing.sign(reception, current, strokes), done)

    def _refresh_pages(self) -> None:
        """Signed sheets show their ink: draw their first page from the sealed file."""
        session = self._session
        place = session.place
        sealed = [d for d in self._documents if d.sealed]

        def work(_: object) -> dict[str, _Drawn]:
            return {
                d.id: (d.digest, place.imaging(d.sealed, width_px=PREVIEW_WIDTH_PX)) for d in sealed
            }

        def done(pages: dict[str, _Drawn]) -> None:
            self._pages.update(pages)
            session.changed.emit()

        session.run(work, done, self._failed)

    def _stop_signing(self) -> None:
        """The clerk or the resident stopped; no half signature is kept."""
        self._turn += 1
        self._signing = None
        self._session.tablet.blank()
        self._session.changed.emit()

    # --- printing and the pile ------------------------------------------------------------

    def _print(self) -> None:
        """Everything that is signed or needs no signature and has not been printed."""
        session = self._session
        if self._busy:
            return
        ready = [
            d
            for d in self.stored
            if d.state is not DocumentState.PRINTED
            and (not d.signer or d.state is DocumentState.SEALED)
        ]
        documents = session.place.documents(session.terminal.clerk, session.terminal.counter)
        printer, holder = session.place.printer, session.number_of

        def work(_: object) -> int:
            vault = session.place.vault if holder else None
            for document in ready:
                documents.print(document, printer, vault, holder)
            return len(ready)

        def done(_: int) -> None:
            self._reload()

        # The number is drawn by the vault, which is called from its own thread alone.
        self._begin(work, done, session.card_thread if holder else None)

    def _scanned_sheet(self, code: str) -> None:
        """A sheet of the pile: exactly this case's sheets belong in it."""
        at = clock_time(self._session.now())
        printed = {d.number: d for d in self._documents if d.state is DocumentState.PRINTED}
        short = code.partition("-")[2] or code
        if code in printed:
            self._scanned.add(code)
            self._scan = ScanView(short, at, "束にあり")
        elif code.startswith(self._session.open_reception.reference):
            self._scan = ScanView(short, at, "この受付の、今は使わない紙です", fault=True)
        else:
            self._scan = ScanView(short, at, "別の受付の紙です", fault=True)
        self._session.changed.emit()

    # --- commit ---------------------------------------------------------------------------

    def commit(self) -> None:
        """次へ 依頼: one transaction; the number is shown after it has committed."""
        session = self._session
        case = session.case
        if case is None or self._busy:
            return
        if self._stale:
            self.prepare()
            return
        dispatch = session.place.dispatch(session.terminal)
        tasks = planned_tasks(case, self.stored)

        def done(committed: Reception) -> None:
            self._again = False
            session.keep(committed, undoable=False)
            session.history.clear()
            session.place.deliver_now()
            session.go_to(Step.DISPATCH)

        self._begin(lambda _: dispatch.commit(case.reception, tasks), done)
