"""Documents (書類) with their files, and the acts of signing (署名) that cover them."""

import hashlib
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Row, Select, select

from counter_app.model.document import SignatureAct
from counter_app.ports import StoredDocument
from localdb import codec, schema
from localdb.engine import insert
from localdb.part import Part, new_key
from localdb.standings import chunks

_documents = schema.documents
_files = schema.document_files
SHOWN = "shown"
SEALED = "sealed"


class DocumentRows(Part):
    """Documents: the description in one row, each file in a row of its own."""

    def save_document(self, document: StoredDocument) -> None:
        """Store a document, new or changed. A file is written again only when its bytes changed."""
        statement = insert(_documents).values(
            id=document.id,
            reception_id=document.reception_id,
            sheet=document.sheet,
            value=codec.encode_document(document),
        )
        self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=[_documents.c.id], set_={"value": statement.excluded.value}
            )
        )
        self._save_file(document.id, SHOWN, document.pdf)
        self._save_file(document.id, SEALED, document.sealed)

    def _save_file(self, document_id: str, kind: str, content: bytes) -> None:
        digest = hashlib.sha256(content).digest()
        stored = self._connection.scalar(
            select(_files.c.digest).where(
                _files.c.document_id == document_id, _files.c.kind == kind
            )
        )
        if stored == digest:
            return
        statement = insert(_files).values(
            document_id=document_id, kind=kind, digest=digest, content=content
        )
        self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=[_files.c.document_id, _files.c.kind],
                set_={"digest": digest, "content": statement.excluded.content},
            )
        )

    def documents(
        self, reception_id: str, *, with_files: bool = True
    ) -> tuple[StoredDocument, ...]:
        """A reception's documents by sheet; without their files, `pdf` and `sealed` are b""."""
        ordered = (_documents.c.sheet, _documents.c.id)
        if with_files:
            query = _with_files().where(_documents.c.reception_id == reception_id)
            rows = self._connection.execute(query.order_by(*ordered))
            return tuple(_document(row) for row in rows)
        texts = self._connection.scalars(
            select(_documents.c.value)
            .where(_documents.c.reception_id == reception_id)
            .order_by(*ordered)
        )
        return tuple(codec.decode_document(text, pdf=b"", sealed=b"") for text in texts)

    def document(self, document_id: str) -> StoredDocument:
        """Raises KeyError for an unknown id."""
        row = self._connection.execute(
            _with_files().where(_documents.c.id == document_id)
        ).one_or_none()
        if row is None:
            raise KeyError(document_id)
        return _document(row)

    def add_signature(self, reception_id: str, act: SignatureAct) -> None:
        added = self._connection.execute(
            schema.signatures.insert().values(
                id=act.id,
                reception_id=reception_id,
                value=codec.SIGNATURE.encode(act),
            )
        )
        self._connection.execute(
            schema.signing_times.insert().values(
                position=new_key(added), reception_id=reception_id, signed_at=act.signed_at
            )
        )

    def signatures(self, reception_id: str) -> tuple[SignatureAct, ...]:
        """The acts of signing of a reception, in their order."""
        query = (
            select(schema.signatures.c.value)
            .where(schema.signatures.c.reception_id == reception_id)
            .order_by(schema.signatures.c.position)
        )
        return tuple(codec.SIGNATURE.decode(text) for text in self._connection.scalars(query))

    def signing_times(self, reception_ids: Collection[str]) -> dict[str, tuple[datetime, ...]]:
        """When residents signed, by reception, earliest first; the strokes are not read."""
        table = schema.signing_times
        times: dict[str, tuple[datetime, ...]] = {}
        for chunk in chunks(reception_ids):
            rows = self._connection.execute(
                select(table.c.reception_id, table.c.signed_at)
                .where(table.c.reception_id.in_(chunk))
                .order_by(table.c.reception_id, table.c.signed_at)
            )
            for reception_id, signed_at in rows:
                times[reception_id] = (*times.get(reception_id, ()), signed_at)
        return times


def _with_files() -> Select[str, bytes, bytes]:
    shown, sealed = _files.alias(SHOWN), _files.alias(SEALED)
    return (
        select(_documents.c.value, shown.c.content, sealed.c.content)
        .join(shown, (shown.c.document_id == _documents.c.id) & (shown.c.kind == SHOWN))
        .join(sealed, (sealed.c.document_id == _documents.c.id) & (sealed.c.kind == SEALED))
    )


def _document(row: Row[str, bytes, bytes]) -> StoredDocument:
    text, pdf, sealed = row
    return codec.decode_document(text, pdf=pdf, sealed=sealed)
