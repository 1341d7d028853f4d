"""Documents (書類): renders what is needed, notices what a correction made stale, and prints.

Rendering is deterministic, so a sheet is current exactly when rendering it again gives the same
bytes. A signed sheet that is no longer current is void and a new sheet takes its place.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum

from counter_app import paper_trail
from counter_app.model.document import DocumentState, document_digest
from counter_app.model.facts import CaseView
from counter_app.model.numbers import new_id, sheet_number
from counter_app.model.paper import IN_PILE, PaperEvent, PaperSheet
from counter_app.model.reception import Reception
from counter_app.paperwork.after_commit import TO_HAND_OVER, TO_SEND
from counter_app.paperwork.notices import NOTICE_FORMS
from counter_app.paperwork.values import NeededSheet
from counter_app.ports import (
    AuditEntry,
    CardVault,
    Clock,
    FormRendering,
    NumberBox,
    PrintOutcome,
    PrintQueue,
    RenderedForm,
    Sealing,
    Store,
    StoredDocument,
    Unit,
    Written,
)


class VoidReason(StrEnum):
    """Why a sheet is not used any more (破棄の理由), in the words the record keeps."""

    CORRECTED = "内容を直したため"
    REPLACED = "新しい紙に替えたため"
    NEEDLESS = "いらなくなったため"


class ReprintReason(StrEnum):
    """Why a sheet is printed once more (再印刷の理由), in the words the record keeps."""

    LOST = "紛失"
    SOILED = "汚損"
    MISPRINTED = "印刷不良"


REPRINTED = "document.reprint"
"""The deed of printing a sheet once more, as the record names it."""


class Documents:
    """The use case."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        renderer: FormRendering,
        sealing: Sealing,
        who: str,
        terminal: str,
    ) -> None:
        self._store = store
        self._clock = clock
        self._renderer = renderer
        self._sealing = sealing
        self._who = who
        self._terminal = terminal

    def prepare(
        self, reception: Reception, needed: tuple[NeededSheet, ...]
    ) -> tuple[StoredDocument, ...]:
        """Render what is needed and is not current; gives the current documents in sheet order.

        Sheets no longer needed, and sheets whose content changed after they were signed or sent to
        a printer, become void and stay; paper of them is stale.
        """
        with self._store.view() as unit:
            stored = unit.documents(reception.id)
            papers = unit.papers(reception.id)
        live = {(d.form_id, d.subject): d for d in stored if d.state is not DocumentState.VOID}
        highest = _highest(stored, papers)
        current: list[StoredDocument] = []
        changed: list[StoredDocument] = []
        corrected: list[StoredDocument] = []
        fresh: list[NeededSheet] = []
        for sheet in needed:
            existing = live.pop((sheet.form_id, sheet.subject), None)
            if existing is not None:
                again = self._render(reception, sheet, existing.sheet, existing.id)
                if again.digest == existing.digest:
                    current.append(existing)
                    continue
                on_paper = paper_trail.may_be_on_paper(papers, existing)
                if existing.state is DocumentState.RENDERED and not on_paper:
                    current.append(again)
                    changed.append(again)
                    continue
                corrected.append(existing)
            fresh.append(sheet)
        self._reserve(reception, range(highest + 1, highest + 1 + len(fresh)))
        for number, sheet in enumerate(fresh, start=highest + 1):
            document = self._render(reception, sheet, number, new_id())
            current.append(document)
            changed.append(document)
        needless = [d for d in live.values() if d.form_id not in AFTER_COMMIT]
        if changed or needless:
            void = {VoidReason.CORRECTED: corrected, VoidReason.NEEDLESS: needless}
            self._store_all(reception, changed, "document.render", void)
        return tuple(sorted(current, key=lambda d: d.sheet))

    def issue(
        self, reception: Reception, sheets: tuple[NeededSheet, ...]
    ) -> tuple[StoredDocument, ...]:
        """Papers that carry the reception number or a decision (受付票, 通知): sealed, unsigned.

        これからの手続き is drawn anew when more was agreed, and 引継票 for each department; one of
        the same form and procedures becomes void that was never printed, or waits in the pile of
        what is handed over.
        """
        with self._store.view() as unit:
            stored = unit.documents(reception.id)
            papers = unit.papers(reception.id)
        highest = _highest(stored, papers)
        self._reserve(reception, range(highest + 1, highest + 1 + len(sheets)))
        again = {(s.form_id, s.procedure_ids) for s in sheets if s.form_id in _DRAWN_ANEW}
        waiting = {paper.document_id for paper in papers if paper.state in IN_PILE}
        outdated = [
            d
            for d in stored
            if (d.form_id, d.procedure_ids) in again
            and (d.state is DocumentState.SEALED or (d.form_id in TO_HAND_OVER and d.id in waiting))
        ]
        issued = []
        for place, sheet in enumerate(sheets, start=1):
            document = self._render(reception, sheet, highest + place, new_id())
            issued.append(
                replace(document, sealed=self._sealing(document, None), state=DocumentState.SEALED)
            )
        self._store_all(reception, issued, "document.issue", {VoidReason.REPLACED: outdated})
        return tuple(issued)

    def written(
        self,
        reception: Reception,
        needed: tuple[NeededSheet, ...],
        documents: tuple[StoredDocument, ...],
    ) -> dict[str, Written]:
        """What each of the documents says and where it stands, by its id.

        Only of those that are current: of another page nobody knows what stands where.
        """
        sheets = {(sheet.form_id, sheet.subject): sheet for sheet in needed}
        found = {}
        for document in documents:
            sheet = sheets.get((document.form_id, document.subject))
            if sheet is None:
                continue
            form = self._drawn(reception, sheet, document.sheet)
            if document_digest(form.pdf) == document.digest:
                found[document.id] = Written(sheet.data, form.fields, form.blanks)
        return found

    def print(
        self,
        document: StoredDocument,
        queue: PrintQueue,
        vault: CardVault | None = None,
        holder: str = "",
    ) -> StoredDocument:
        """Print one sheet; with a vault, P of `holder` is drawn on its way to the printer.

        Only the boxes of that member get digits. A queue that keeps files gets the masked page,
        whatever the form. A job the printer holds back leaves the document as it was; whether its
        paper came out stays open until the clerk says so, also when the printer fails.
        """
        printed, outcome = self._send(document, queue, vault, holder)
        with self._store.unit() as unit:
            self._came_out(unit, printed, outcome)
        return printed

    def reprint(
        self,
        document: StoredDocument,
        reason: ReprintReason,
        queue: PrintQueue,
        vault: CardVault | None = None,
        holder: str = "",
    ) -> StoredDocument:
        """Print a printed sheet once more, as `print` does; the record says why.

        The new paper carries the number of the former one and cannot be told from it: who prints
        it again takes the former back, or says that it is lost. Raises ValueError for a sheet
        that was never printed.
        """
        if document.state is not DocumentState.PRINTED:
            raise ValueError("only a printed sheet is printed again")
        printed, outcome = self._send(document, queue, vault, holder)
        with self._store.unit() as unit:
            unit.audit(self._entry(REPRINTED, document.reception_id, (document,), reason))
            self._came_out(unit, printed, outcome)
        return printed

    def _send(
        self, document: StoredDocument, queue: PrintQueue, vault: CardVault | None, holder: str
    ) -> tuple[StoredDocument, PrintOutcome]:
        """The document as it stands after the printer took it or not.

        That its sheets go to a printer is stored before they do: a program that ends in between
        leaves them open, never forgotten.
        """
        page = document.sealed or document.pdf
        boxes = tuple(box for box in document.number_boxes if box.person == holder)
        if vault is not None and boxes and not queue.keeps_files:
            page = vault.draw_number(page, boxes)
        with self._store.unit() as unit:
            paper_trail.happened(unit, document, PaperEvent.SPOOL, self._clock())
        outcome = queue.print(page, document.number)
        state = document.state if outcome.state != "printed" else DocumentState.PRINTED
        return replace(document, state=state, printed=outcome.where), outcome

    def _came_out(self, unit: Unit, printed: StoredDocument, outcome: PrintOutcome) -> None:
        """What the printer said of a document's sheets."""
        unit.save_document(printed)
        if outcome.state == "printed":
            # Another terminal may have found a sheet in the tray before the printer was done.
            paper_trail.happened(unit, printed, PaperEvent.COME_OUT, self._clock(), which=_is_open)
        what = f"document.print.{outcome.state}"
        unit.audit(self._entry(what, printed.reception_id, (printed,)))

    def _reserve(self, reception: Reception, sheets: Sequence[int]) -> None:
        """Set numbers aside before anything is drawn, in a transaction of their own."""
        if not sheets:
            return
        with self._store.unit() as unit:
            paper_trail.reserve(unit, reception.id, reception.reference, sheets, self._clock())

    def _drawn(self, reception: Reception, sheet: NeededSheet, number: int) -> RenderedForm:
        return self._renderer.render(sheet.form_id, sheet.data, sheet=number, on=reception.filed_on)

    def _render(
        self, reception: Reception, sheet: NeededSheet, number: int, document_id: str
    ) -> StoredDocument:
        form = self._drawn(reception, sheet, number)
        return StoredDocument(
            id=document_id,
            reception_id=reception.id,
            sheet=number,
            number=sheet_number(reception.reference, number, 1),
            form_id=form.form_id,
            title=form.title,
            procedure_ids=sheet.procedure_ids,
            subject=sheet.subject,
            signer=sheet.signer,
            pages=form.pages,
            digest=document_digest(form.pdf),
            pdf=form.pdf,
            signature_boxes=form.signature_boxes,
            number_boxes=tuple(_owned(box, sheet.data) for box in form.number_boxes),
        )

    def _store_all(
        self,
        reception: Reception,
        made: Sequence[StoredDocument],
        what: str,
        void: Mapping[VoidReason, Sequence[StoredDocument]],
    ) -> None:
        """One transaction: the sheets made, and those made void, each on a line of its own."""
        with self._store.unit() as unit:
            for reason, sheets in void.items():
                for document in sheets:
                    unit.save_document(replace(document, state=DocumentState.VOID))
                if sheets:
                    gone = {document.id for document in sheets}
                    papers = [p for p in unit.papers(reception.id) if p.document_id in gone]
                    paper_trail.replaced(unit, papers, self._clock())
                    unit.audit(self._entry("document.void", reception.id, sheets, reason))
            for document in made:
                unit.save_document(document)
                paper_trail.drawn(unit, document, self._clock())
            if made:
                unit.audit(self._entry(what, reception.id, made))

    def _entry(
        self, what: str, case: str, sheets: Sequence[StoredDocument], reason: str = ""
    ) -> AuditEntry:
        return AuditEntry(
            at=self._clock(),
            who=self._who,
            terminal=self._terminal,
            what=what,
            case=case,
            reason=reason,
            fields=tuple(sheet.number for sheet in sheets),
        )


def _is_open(sheet: PaperSheet) -> bool:
    return sheet.allows(PaperEvent.COME_OUT)


def _highest(stored: Iterable[StoredDocument], papers: Iterable[PaperSheet]) -> int:
    """The highest sheet number given so far, drawn or only set aside."""
    drawn = (document.sheet for document in stored)
    given = (int(paper.number.split("-")[1]) for paper in papers)
    return max((*drawn, *given), default=0)


def _owned(box: NumberBox, data: CaseView) -> NumberBox:
    """The box with its member's id for the role the layout names ("claimant", "insured.2")."""
    return replace(box, person=str(data.get(f"{box.person}.id", "")))


_DRAWN_ANEW = frozenset({*TO_HAND_OVER, *TO_SEND})
AFTER_COMMIT = _DRAWN_ANEW | NOTICE_FORMS
"""Forms that exist after commit only: a correction before it never makes them stale."""
