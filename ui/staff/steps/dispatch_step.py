"""Step 6 at work: what was asked of whom, how it stands, what the clerk answers."""

from PySide6.QtCore import QObject

from counter_app.documents import ReprintReason
from counter_app.model.attachment import AttachmentState, AwaitedPaper
from counter_app.model.commitment import NOTHING_MORE, Act, ActContent, Commitment, Phase
from counter_app.model.document import DocumentState
from counter_app.model.message import QueuedMessage
from counter_app.model.paper import PaperSheet, PaperState
from counter_app.model.reception import Reception, ReceptionState
from counter_app.paperwork.after_commit import (
    TO_HAND_OVER,
    TO_SEND,
    drawn_anew,
    on_paper,
    papers_after_commit,
)
from counter_app.paperwork.handing_over import handover
from counter_app.paperwork.papers import SLIP, steps_ahead
from counter_app.ports import PageImage, StoredDocument
from ui.background import Failure
from ui.staff.dispatch_screen import DispatchScreen
from ui.staff.session import Session
from ui.staff.steps.dispatch_plan import DispatchPlan
from ui.staff.steps.documents_step import DocumentsStep
from ui.staff.words.dispatch import RETRY, Dispatched, dispatch_view

PREVIEW_WIDTH_PX = 300

AT_ONCE = frozenset({SLIP, *TO_SEND})
"""Forms that are printed as soon as they are made: nothing waits for what goes elsewhere."""


class DispatchStep(QObject):
    """Connects the dispatch screen to the commitments of a committed reception.

    Before the commit the screen shows the plan.
    """

    def __init__(self, session: Session, documents: DocumentsStep) -> None:
        super().__init__(session)
        self._session = session
        self.screen = DispatchScreen()
        self._plan = DispatchPlan(session, self.screen, documents)
        self.commitments: tuple[Commitment, ...] = ()
        self.queue: tuple[QueuedMessage, ...] = ()
        self._documents: tuple[StoredDocument, ...] = ()
        self._papers: tuple[PaperSheet, ...] = ()
        self._pages: dict[str, PageImage] = {}
        self._selected = ""
        self._slots: dict[str, int] = {}  # commitment → the offered time that is chosen
        self._show_all = False
        self._issuing: set[str] = set()
        self._pile = documents.pile
        self._pile.work_with(self.screen.pile)
        self._pile.papers_changed.connect(self.look)
        self._told_of: tuple[PaperSheet, ...] = ()  # paper left over, as the clerk was told
        self._read_of = ""  # the reception whose commitments are read
        session.left.connect(self._forget)
        screen = self.screen
        screen.commitment_selected.connect(self._select)
        screen.slot_chosen.connect(self._choose_slot)
        screen.asked_again.connect(self._ask_again)
        screen.quit_asked.connect(lambda c: self._perform(c, Act.QUIT))
        screen.self_asked.connect(self._by_oneself)
        screen.withdrawn.connect(self._withdraw)
        screen.result_accepted.connect(lambda c: self._perform(c, Act.ACCEPT))
        screen.result_rejected.connect(self._reject)
        screen.show_all_asked.connect(self._all)
        screen.print_asked.connect(self._print)
        screen.print_again_asked.connect(self._print_again)
        screen.paper_told.connect(self._tell_paper)
        screen.degraded_action.connect(self._degraded)
        screen.tablet_asked.connect(self._tablet_done)
        screen.close_asked.connect(self._close)

    @property
    def selected(self) -> str:
        """The commitment the clerk is at."""
        return self._selected

    # --- opening --------------------------------------------------------------------------

    def _forget(self) -> None:
        self.commitments = ()
        self.queue = ()
        self._documents = ()
        self._pages = {}
        self._selected, self._show_all = "", False
        self._slots.clear()
        self._papers = ()
        self._told_of = ()
        self._read_of = ""

    @property
    def _planned(self) -> bool:
        reception = self._session.reception
        return reception is not None and reception.state is ReceptionState.OPEN

    def open(self) -> None:
        """A committed reception is shown; its papers are made when they are not there yet."""
        if self._planned:
            self._plan.open()
            return
        self.look()
        stored: tuple[StoredDocument, ...] = self._documents
        if not any(document.form_id == SLIP for document in stored):
            self._issue_papers()
        else:
            self._draw_papers()

    def look(self) -> None:
        """Read the store; show it when something changed."""
        reception = self._session.reception
        if reception is None or self._planned:
            return
        changed, stored = self._read(reception)
        if stored != reception:  # another counter marked a paper that was brought there
            self._session.keep(stored, undoable=False)
        elif changed:
            self._session.changed.emit()

    def _read(self, reception: Reception) -> tuple[bool, Reception]:
        """Take over what is stored: whether it is other than before, and the reception itself."""
        with self._session.place.store.view() as unit:
            stored = unit.reception(reception.id)
            now = (
                unit.commitments(reception_id=reception.id),
                unit.outbox(reception_id=reception.id),
                unit.documents(reception.id),
                unit.papers(reception.id),
            )
        self._read_of = reception.id
        changed = now != (self.commitments, self.queue, self._documents, self._papers)
        if now[-1] != self._papers:
            self._told_of = ()
        self.commitments, self.queue, self._documents, self._papers = now
        return changed, stored

    def _issue_papers(self) -> None:
        session = self._session
        case = session.case
        if case is None or case.reception.id in self._issuing:
            return
        documents = session.place.documents(session.terminal.clerk, session.terminal.counter)
        commitments = self.commitments
        printer, at = session.place.printer, case.reception.id
        today = session.now().date()

        def work(_: object) -> None:
            sheets = papers_after_commit(case, commitments, today)
            for document in documents.issue(case.reception, sheets):
                if document.form_id in AT_ONCE:
                    with self._pile.at_the_printer(at):
                        documents.print(document, printer)

        def done(_: None) -> None:
            self._issuing.discard(at)
            if session.is_at(at):
                self._printed()
                self._draw_papers()

        def failed(failure: Failure) -> None:
            self._issuing.discard(at)
            if session.is_at(at):
                self._failed(failure)

        self._issuing.add(at)
        session.background.run(work, done, failed)

    def _draw_papers(self) -> None:
        session = self._session
        papers = [d for d in self._documents if d.form_id in TO_HAND_OVER]
        imaging = session.place.imaging

        def work(_: object) -> dict[str, PageImage]:
            return {d.id: imaging(d.sealed or d.pdf, width_px=PREVIEW_WIDTH_PX)[0] for d in papers}

        def done(pages: dict[str, PageImage]) -> None:
            self._pages = pages
            session.changed.emit()

        session.run(work, done, self._failed)

    def _failed(self, failure: Failure) -> None:
        self.look()
        self._session.fail(failure)

    def _printed(self) -> None:
        """The printer is done: what it put out meanwhile may have been read already."""
        self.look()
        self._pile.prove()

    # --- showing --------------------------------------------------------------------------

    def show(self) -> None:
        session = self._session
        case = session.case
        if case is None:
            return
        if self._planned:
            self._plan.show(self._selected, self._show_all)
            return
        if self._read_of != case.reception.id:
            self._read(case.reception)  # at once, so that the focus finds a row to stand on
        self.screen.show_view(
            dispatch_view(
                Dispatched(
                    case,
                    self.commitments,
                    self.queue,
                    self._documents,
                    self._pages,
                    steps_ahead(case, self.commitments),
                    session.place.hub_reachable(),
                    self._selected,
                    dict(self._slots),
                    self._show_all,
                    session.problem,
                    self._pile.view(),
                    self._unsure,
                    self._told_of,
                    session.now().date(),
                )
            )
        )

    @property
    def _unsure(self) -> frozenset[str]:
        """Documents a printer took and has not said it printed."""
        open_ = (paper for paper in self._papers if paper.state is PaperState.SPOOLED)
        return frozenset(paper.document_id for paper in open_)

    def _select(self, commitment: str) -> None:
        if commitment != self._selected:
            self._selected = commitment
            self._session.changed.emit()

    def _choose_slot(self, commitment_id: str, slot: int) -> None:
        self._slots[commitment_id] = slot
        self._session.changed.emit()

    def _all(self) -> None:
        self._show_all = not self._show_all
        self._session.changed.emit()

    # --- acts of ours ---------------------------------------------------------------------

    def _perform(self, commitment_id: str, act: Act, content: ActContent = NOTHING_MORE) -> None:
        session = self._session
        dispatch = session.place.dispatch(session.terminal)

        def done(_: Commitment) -> None:
            session.problem = None
            session.place.deliver_now()
            self.look()

        session.run(lambda _: dispatch.perform(commitment_id, act, content), done, self._failed)

    def _ask_again(self, commitment_id: str, at: int) -> None:
        """The same request with the offered time the resident chose (頼み直す)."""
        commitment = next(c for c in self.commitments if c.id == commitment_id)
        last = commitment.last
        if commitment.state.phase is not Phase.DECLINED or last is None:
            return
        slots = last.content.slots
        slot = slots[at] if 0 <= at < len(slots) else None
        self._slots.pop(commitment_id, None)
        content = ActContent(slot=slot, expected_on=slot.day if slot is not None else None)
        self._perform(commitment_id, Act.REQUEST, content)

    def _by_oneself(self, commitment_id: str) -> None:
        self._perform(commitment_id, Act.QUIT, ActContent(reason="本人が自分で申し込みます"))

    def _reject(self, commitment_id: str, reason: str) -> None:
        self._perform(commitment_id, Act.REJECT, ActContent(reason=reason))

    def _withdraw(self, commitment_id: str, reason: str) -> None:
        self._perform(commitment_id, Act.REVOKE_REQUEST, ActContent(reason=reason))

    def _tell_paper(self, key: str, what: str) -> None:
        """A paper that was waited for came, or what was said of it was a mistake ("" for まだ)."""
        session = self._session
        paper = next((p for p in session.open_reception.awaited if p.key == key), None)
        if paper is None:
            return

        def change(reception: Reception) -> Reception:
            if not what:
                return session.intake.paper_not_there(reception, key)
            return session.intake.paper_came(reception, key, AttachmentState(what))

        if session.apply(change, f"後日の紙　{paper.title}"):
            self._tell_on_paper(paper)

    def _tell_on_paper(self, paper: AwaitedPaper) -> None:
        """A department without a screen learns it as it learnt the rest: by 引継票."""
        session = self._session
        case = session.case
        if case is None:
            return
        told = (c for c in self.commitments if c.id in paper.tasks and on_paper(case, c))
        sheets = tuple(sheet for c in told if (sheet := handover(case, c)) is not None)
        if not sheets:
            return
        at, printer = case.reception.id, session.place.printer
        documents = session.place.documents(session.terminal.clerk, session.terminal.counter)

        def work(_: object) -> None:
            for document in documents.issue(case.reception, sheets):
                with self._pile.at_the_printer(at):
                    documents.print(document, printer)

        session.run(work, lambda _: self._printed(), self._failed)

    # --- papers, tablet, end --------------------------------------------------------------

    def _print(self, document_id: str) -> None:
        """What tells of the tasks is drawn again first, so that it tells what was agreed."""
        session = self._session
        case = session.case
        chosen = next((d for d in self._documents if d.id == document_id), None)
        if case is None or chosen is None or chosen.id in self._unsure:
            return
        at = case.reception.id
        documents = session.place.documents(session.terminal.clerk, session.terminal.counter)
        commitments, printer = self.commitments, session.place.printer

        def work(_: object) -> None:
            paper = chosen
            anew = drawn_anew(case, commitments, chosen.form_id)
            if anew is not None:
                (paper,) = documents.issue(case.reception, (anew,))
            with self._pile.at_the_printer(at):
                documents.print(paper, printer)

        def done(_: None) -> None:
            self._printed()
            self._draw_papers()

        session.run(work, done, self._failed)

    def _print_again(self, document_id: str, reason: ReprintReason) -> None:
        """A paper that was printed, once more as it is, with its reason on the record."""
        session = self._session
        chosen = next((d for d in self._documents if d.id == document_id), None)
        if chosen is None or chosen.state is not DocumentState.PRINTED:
            return
        documents = session.place.documents(session.terminal.clerk, session.terminal.counter)
        printer, at = session.place.printer, session.open_reception.id

        def work(_: object) -> None:
            with self._pile.at_the_printer(at):
                documents.reprint(chosen, reason, printer)

        def done(_: None) -> None:
            self._printed()

        session.run(work, done, self._failed)

    def _degraded(self, action: str) -> None:
        if action == RETRY.id:
            self._session.place.deliver_now()

    def _tablet_done(self) -> None:
        case = self._session.case
        if case is not None and not self._planned:
            signed = sum(1 for d in self._documents if d.signer)
            self._session.tablet.show_done(signed, steps_ahead(case, self.commitments))

    def _close(self) -> None:
        """F8: the visit ends; what is open waits for its replies.

        With paper still at the counter it says so first, and ends at the second press.
        """
        session = self._session
        reception = session.open_reception
        if reception.state is not ReceptionState.COMMITTED:
            return
        pile = session.place.pile(session.terminal)
        left = pile.left_over(reception)
        if left != self._told_of:
            self._told_of = left
            session.changed.emit()
            if left:
                return
        dispatch = session.place.dispatch(session.terminal)

        def work(_: object) -> Reception:
            pile.leave(reception)
            return dispatch.close(reception)

        def done(closed: Reception) -> None:
            session.tablet.blank()
            self._told_of = ()
            session.keep(closed, undoable=False)

        session.run(work, done, self._failed)
