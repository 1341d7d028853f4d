"""Printed sheets (紙): one narrow row a sheet, found by its barcode or with its reception."""

from sqlalchemy import Connection, Row, select

from counter_app.model.document import DocumentState
from counter_app.model.numbers import sheet_number
from counter_app.model.paper import PaperSheet, PaperState
from localdb import codec, schema
from localdb.engine import insert
from localdb.part import Part

_papers = schema.papers


class PaperRows(Part):
    """Sheets of paper, each under the number in its barcode."""

    def save_papers(self, sheets: tuple[PaperSheet, ...]) -> None:
        """Store sheets, new or changed, under their numbers."""
        for sheet in sheets:
            statement = insert(_papers).values(**_row(sheet))
            self._connection.execute(
                statement.on_conflict_do_update(
                    index_elements=[_papers.c.number],
                    set_={
                        name: statement.excluded[name]
                        for name in ("document_id", "page", "state", "changed_at", "sent")
                    },
                )
            )

    def papers(self, reception_id: str) -> tuple[PaperSheet, ...]:
        """Every sheet a reception ever had, by number."""
        query = (
            select(_papers).where(_papers.c.reception_id == reception_id).order_by(_papers.c.number)
        )
        return tuple(_sheet(row) for row in self._connection.execute(query))

    def paper(self, number: str) -> PaperSheet | None:
        """The sheet with this barcode, of whichever reception; None when nobody gave the number."""
        query = select(_papers).where(_papers.c.number == number)
        row = self._connection.execute(query).one_or_none()
        return None if row is None else _sheet(row)


def _row(sheet: PaperSheet) -> dict[str, object]:
    return {
        "number": sheet.number,
        "reception_id": sheet.reception_id,
        "document_id": sheet.document_id,
        "page": sheet.page,
        "state": sheet.state.value,
        "changed_at": sheet.changed_at,
        "sent": sheet.sent,
    }


def _sheet(row: Row[*tuple[object, ...]]) -> PaperSheet:
    values = row._mapping
    return PaperSheet(
        number=values["number"],
        reception_id=values["reception_id"],
        document_id=values["document_id"],
        page=values["page"],
        state=PaperState(values["state"]),
        changed_at=values["changed_at"],
        sent=values["sent"],
    )


def fill_papers(connection: Connection) -> None:
    """The sheets of documents stored before revision 0003, as far as their state told.

    A void document that had been printed becomes stale: its paper may still lie about.
    """
    documents, receptions = schema.documents, schema.receptions
    rows = connection.execute(
        select(documents.c.value, receptions.c.opened_at).join(
            receptions, receptions.c.id == documents.c.reception_id
        )
    )
    for text, opened_at in rows:
        document = codec.decode_document(text, pdf=b"", sealed=b"")
        void = document.state is DocumentState.VOID
        if document.state is DocumentState.PRINTED:
            state = PaperState.PRINTED
        elif void:
            state = PaperState.STALE if document.printed else PaperState.VOID
        else:
            state = PaperState.RENDERED
        reference = document.number[:8]
        for page in range(1, document.pages + 1):
            sheet = PaperSheet(
                number=sheet_number(reference, document.sheet, page),
                reception_id=document.reception_id,
                document_id=document.id,
                page=page,
                state=state,
                changed_at=opened_at,
                sent=1 if document.printed else 0,
            )
            connection.execute(_papers.insert().values(**_row(sheet)))
