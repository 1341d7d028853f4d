"""What happens to the sheets (紙) of a document, written in the unit that changes the document.

The rows of the sheets follow the document in the same transaction, so no number ever stands on
paper that the store does not know.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from counter_app.model.numbers import sheet_number
from counter_app.model.paper import (
    MAY_EXIST,
    PaperEvent,
    PaperSheet,
    PaperState,
)
from counter_app.ports import StoredDocument, Unit


def reserve(
    unit: Unit, reception_id: str, reference: str, sheets: Iterable[int], at: datetime
) -> None:
    """Set numbers aside before anything is drawn, so that no two sheets can carry the same."""
    unit.save_papers(
        tuple(
            PaperSheet(
                number=sheet_number(reference, sheet, 1),
                reception_id=reception_id,
                document_id="",
                page=1,
                state=PaperState.RESERVED,
                changed_at=at,
            )
            for sheet in sheets
        )
    )


def drawn(unit: Unit, document: StoredDocument, at: datetime) -> None:
    """The document is drawn: its pages have sheets, and a page it no longer has is void."""
    known = {sheet.number: sheet for sheet in _of_number(unit, document)}
    changed = []
    for page in range(1, document.pages + 1):
        number = _number(document, page)
        sheet = known.pop(number, None) or PaperSheet(
            number=number,
            reception_id=document.reception_id,
            document_id=document.id,
            page=page,
            state=PaperState.RESERVED,
            changed_at=at,
        )
        changed.append(_of(sheet.after(PaperEvent.RENDER, at), document))
    # A number the document lost is nobody's: what happens to the document does not happen to it.
    changed += [
        replace(sheet.after(PaperEvent.REPLACE, at), document_id="")
        for sheet in known.values()
        if sheet.allows(PaperEvent.REPLACE)
    ]
    unit.save_papers(tuple(changed))


def replaced(unit: Unit, sheets: Iterable[PaperSheet], at: datetime) -> None:
    """These count no more: paper that may lie about is stale (古い紙), a number without is void."""
    unit.save_papers(
        tuple(
            sheet.after(PaperEvent.REPLACE, at)
            for sheet in sheets
            if sheet.allows(PaperEvent.REPLACE)
        )
    )


def happened(
    unit: Unit,
    document: StoredDocument,
    event: PaperEvent,
    at: datetime,
    which: Callable[[PaperSheet], bool] = lambda _: True,
) -> None:
    """One event for the document's sheets. Raises PAPER_STATE_NOT_ALLOWED; nothing is stored."""
    unit.save_papers(
        tuple(sheet.after(event, at) for sheet in _of_document(unit, document) if which(sheet))
    )


def may_be_on_paper(sheets: Iterable[PaperSheet], document: StoredDocument) -> bool:
    """Whether paper of this document may exist: its number must not get other contents then.

    What was ever sent to a printer counts. That nothing came out is said of the last sending; the
    paper of one before it, soiled or lost, has the same number.
    """
    return any(
        sheet.document_id == document.id and (sheet.sent or sheet.state in MAY_EXIST)
        for sheet in sheets
    )


def _of_document(unit: Unit, document: StoredDocument) -> tuple[PaperSheet, ...]:
    """The document's sheets, by page."""
    sheets = (s for s in unit.papers(document.reception_id) if s.document_id == document.id)
    return tuple(sorted(sheets, key=lambda sheet: sheet.page))


def _of_number(unit: Unit, document: StoredDocument) -> tuple[PaperSheet, ...]:
    """Sheets under the document's number, reserved ones too."""
    stem = document.number.rpartition("-")[0]
    sheets = unit.papers(document.reception_id)
    return tuple(sheet for sheet in sheets if sheet.number.rpartition("-")[0] == stem)


def _number(document: StoredDocument, page: int) -> str:
    return sheet_number(document.number[:8], document.sheet, page)


def _of(sheet: PaperSheet, document: StoredDocument) -> PaperSheet:
    return replace(sheet, document_id=document.id)
