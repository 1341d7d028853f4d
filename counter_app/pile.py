"""The printed pile (束): checked against its case before it is handed over, and never by eye alone.

A household leaves with a dozen sheets. One of another household among them is a leak, one missing
is a lost benefit, one from before a correction is a wrong filing: only a pile that holds exactly
this case's sheets can be handed over.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace

from counter_app.failures import CounterError, FailureCode
from counter_app.intake import Terminal
from counter_app.model.document import DocumentState
from counter_app.model.paper import (
    IN_PILE,
    ON_PAPER,
    Finding,
    PaperEvent,
    PaperSheet,
    PaperState,
    PileReport,
    check_pile,
    scanned_number,
)
from counter_app.model.reception import Reception
from counter_app.paperwork.after_commit import TO_SEND
from counter_app.paperwork.notices import NOTICE_FORMS
from counter_app.ports import AuditEntry, Clock, Store, StoredDocument, Unit

_ELSEWHERE = NOTICE_FORMS | {*TO_SEND}
"""Notices a department prints at its own desk, and what the counter sends elsewhere: 引継票 to a
department, 受理通知 by mail. They are in no pile that is handed over.
"""

_AT_THE_COUNTER = IN_PILE | {PaperState.SPOOLED, PaperState.STALE}


class Pile:
    """The use case. One instance per counter."""

    def __init__(self, store: Store, clock: Clock, terminal: Terminal) -> None:
        self._store = store
        self._clock = clock
        self._terminal = terminal

    def sheets(self, reception: Reception) -> tuple[PaperSheet, ...]:
        """The counter's sheets of a reception, of every state, by number."""
        with self._store.view() as unit:
            return _counter_sheets(unit, reception)

    def check(self, reception: Reception, scans: Iterable[str]) -> PileReport:
        """What a pile that was read so far is. Stores nothing."""
        return check_pile(self.sheets(reception), scans)

    def owner(self, text: str) -> Reception | None:
        """The reception a sheet belongs to, for a sheet found in the wrong pile."""
        with self._store.view() as unit:
            sheet = unit.paper(scanned_number(text))
            return None if sheet is None else unit.reception(sheet.reception_id)

    def take_out(self, reception: Reception, text: str, finding: Finding) -> None:
        """A sheet that must not be in the pile was taken out; near misses stay on record."""
        number = scanned_number(text)
        shown = "" if finding is Finding.UNREADABLE else number
        with self._store.unit() as unit:
            unit.audit(self._entry("pile.taken_out", reception, (shown,), finding.value))

    def hand_over(self, reception: Reception, scans: Iterable[str]) -> PileReport:
        """Hand the pile over (お渡し): every sheet is seen and handed over in one transaction.

        Raises PILE_NOT_COMPLETE unless the pile holds exactly this case's sheets as they stand
        now; nothing is stored then.
        """
        now = self._clock()
        with self._store.unit() as unit:
            sheets = _counter_sheets(unit, reception)
            report = check_pile(sheets, scans)
            if not report.complete:
                raise CounterError(FailureCode.PILE_NOT_COMPLETE, _off(report))
            there = set(report.there)
            handed = tuple(
                sheet.after(PaperEvent.SEE, now).after(PaperEvent.HAND_OVER, now)
                for sheet in sheets
                if sheet.number in there
            )
            unit.save_papers(handed)
            unit.audit(self._entry("pile.seen", reception, report.there))
            unit.audit(self._entry("pile.handed_over", reception, report.there))
        return report

    def settle(self, reception: Reception, came_out: Collection[str]) -> tuple[PaperSheet, ...]:
        """What the clerk found in the tray after a jam or a lost printer.

        Of the sheets a printer left open, those in `came_out` are paper, the others are not.
        """
        with self._store.unit() as unit:
            return self._settle(unit, reception, _open_sheets(unit, reception), came_out)

    def found(self, reception: Reception, text: str) -> bool:
        """A sheet a printer left open was read, so its paper exists; False for any other sheet."""
        number = scanned_number(text)
        with self._store.unit() as unit:
            read = tuple(s for s in _open_sheets(unit, reception) if s.number == number)
            return bool(self._settle(unit, reception, read, {number}))

    def _settle(
        self,
        unit: Unit,
        reception: Reception,
        sheets: tuple[PaperSheet, ...],
        came_out: Collection[str],
    ) -> tuple[PaperSheet, ...]:
        """Say of sheets a printer left open which of them are paper."""
        now = self._clock()
        settled = tuple(
            sheet.after(
                PaperEvent.COME_OUT if sheet.number in came_out else PaperEvent.NOT_COME_OUT, now
            )
            for sheet in sheets
        )
        unit.save_papers(settled)
        _follow(unit, reception, settled)
        for what, state in (
            ("paper.came_out", PaperState.PRINTED),
            ("paper.not_come_out", PaperState.RENDERED),
        ):
            numbers = tuple(s.number for s in settled if s.state is state)
            if numbers:
                unit.audit(self._entry(what, reception, numbers))
        return settled

    def destroy(self, reception: Reception, number: str) -> PaperSheet:
        """A stale sheet was taken back and destroyed (古い紙の廃棄).

        Raises PAPER_STATE_NOT_ALLOWED for a sheet that is not stale.
        """
        with self._store.unit() as unit:
            sheet = next(s for s in unit.papers(reception.id) if s.number == number)
            changed = sheet.after(PaperEvent.DESTROY, self._clock())
            unit.save_papers((changed,))
            unit.audit(self._entry("paper.destroyed", reception, (number,)))
        return changed

    def left_over(self, reception: Reception) -> tuple[PaperSheet, ...]:
        """Paper that may lie at the counter still: not handed over, or stale and not destroyed."""
        return tuple(s for s in self.sheets(reception) if s.state in _AT_THE_COUNTER)

    def leave(self, reception: Reception) -> None:
        """The visit ends although paper of it lies at the counter still; that goes on record."""
        numbers = tuple(sheet.number for sheet in self.left_over(reception))
        if numbers:
            with self._store.unit() as unit:
                unit.audit(self._entry("pile.left_over", reception, numbers))

    def _entry(
        self, what: str, reception: Reception, fields: tuple[str, ...], reason: str = ""
    ) -> AuditEntry:
        return AuditEntry(
            at=self._clock(),
            who=self._terminal.clerk,
            terminal=self._terminal.counter,
            what=what,
            case=reception.id,
            reason=reason,
            fields=fields,
        )


def printable(
    documents: Iterable[StoredDocument], papers: Iterable[PaperSheet]
) -> tuple[StoredDocument, ...]:
    """What can be printed now: never what a printer still holds, which would come out twice."""
    held = {paper.document_id for paper in papers if paper.state is PaperState.SPOOLED}
    return tuple(
        d
        for d in documents
        if d.state not in (DocumentState.PRINTED, DocumentState.VOID)
        and d.id not in held
        and (not d.signer or d.state is DocumentState.SEALED)
    )


def half_on_paper(document: StoredDocument, papers: Iterable[PaperSheet]) -> tuple[str, ...]:
    """Numbers of a document's pages that came out while others did not: printing makes all anew."""
    mine = [paper for paper in papers if paper.document_id == document.id]
    out = tuple(paper.number for paper in mine if paper.state in ON_PAPER)
    return out if len(out) < len(mine) else ()


def _counter_sheets(unit: Unit, reception: Reception) -> tuple[PaperSheet, ...]:
    documents = unit.documents(reception.id, with_files=False)
    elsewhere = {document.id for document in documents if document.form_id in _ELSEWHERE}
    return tuple(s for s in unit.papers(reception.id) if s.document_id not in elsewhere)


def _open_sheets(unit: Unit, reception: Reception) -> tuple[PaperSheet, ...]:
    """Sheets a printer left open."""
    sheets = _counter_sheets(unit, reception)
    return tuple(sheet for sheet in sheets if sheet.state is PaperState.SPOOLED)


def _follow(unit: Unit, reception: Reception, changed: Iterable[PaperSheet]) -> None:
    """A document is printed when every page of it is on paper."""
    papers = unit.papers(reception.id)
    # Only these are read with their files: a case has megabytes of them.
    for document in map(unit.document, {sheet.document_id for sheet in changed}):
        if document.state is DocumentState.VOID:
            continue
        states = {sheet.state for sheet in papers if sheet.document_id == document.id}
        before = DocumentState.SEALED if document.sealed else DocumentState.RENDERED
        state = DocumentState.PRINTED if states <= ON_PAPER else before
        if state is not document.state:
            unit.save_document(replace(document, state=state))


def _off(report: PileReport) -> str:
    parts = (
        ("足りない", len(report.missing)),
        ("この束にあってはいけない", len(report.wrong)),
        ("紙が出たか未確認", len(report.unsettled)),
        ("まだ印刷していない", len(report.unfinished)),
    )
    return (
        "、".join(f"{words} {count}枚" for words, count in parts if count) or "まだ読んでいません"
    )
