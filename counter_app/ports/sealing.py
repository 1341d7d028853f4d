"""Sealing (封印) of signed documents."""

from typing import Protocol

from counter_app.model.document import SignatureAct
from counter_app.ports.records import StoredDocument


class Sealing(Protocol):
    """Seals a document with the resident's signature act (PAdES)."""

    def __call__(self, document: StoredDocument, act: SignatureAct | None) -> bytes: ...
