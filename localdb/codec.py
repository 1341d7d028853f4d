"""Values to canonical JSON and back (UTF-8, keys sorted, no spaces), one codec per value.

Names and answers are never normalised: what is read is the same text, code point by code point.
A field a newer program added takes its default when an older row is read.
"""

from dataclasses import dataclass, replace
from typing import Generic, TypeVar

import msgspec

from counter_app.model.commitment import ActRecord, Commitment
from counter_app.model.document import SignatureAct
from counter_app.model.message import OutboundMessage
from counter_app.model.people import TransferCertificate
from counter_app.model.reception import Reception
from counter_app.ports import AuditEntry, Proposal, ReviewDecision, StoredDocument

Value = TypeVar("Value")

_ENCODER = msgspec.json.Encoder(order="sorted")


class Codec(Generic[Value]):
    """Turns values of one dataclass into text and back."""

    def __init__(self, value_type: type[Value]) -> None:
        self.value_type = value_type
        self._decoder = msgspec.json.Decoder(value_type)

    def encode(self, value: Value) -> str:
        return _ENCODER.encode(value).decode()

    def decode(self, text: str) -> Value:
        """Raises `msgspec.DecodeError` for text that is not such a value."""
        return self._decoder.decode(text)


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """An audit entry in its place of the chain, counted from 1."""

    seq: int
    entry: AuditEntry


RECEPTION = Codec(Reception)
ACT = Codec(ActRecord)
MESSAGE = Codec(OutboundMessage)
SIGNATURE = Codec(SignatureAct)
TRANSFER = Codec(TransferCertificate)
PROPOSAL = Codec(Proposal)
DECISION = Codec(ReviewDecision)
AUDIT_RECORD = Codec(AuditRecord)
_COMMITMENT = Codec(Commitment)
_DOCUMENT = Codec(StoredDocument)


def encode_commitment(commitment: Commitment) -> str:
    """A commitment without its acts and its hold, which have rows and columns of their own."""
    return _COMMITMENT.encode(replace(commitment, acts=(), held=False))


def decode_commitment(text: str, *, acts: tuple[ActRecord, ...], held: bool) -> Commitment:
    return replace(_COMMITMENT.decode(text), acts=acts, held=held)


def encode_document(document: StoredDocument) -> str:
    """A document without its files, which have rows of their own."""
    return _DOCUMENT.encode(replace(document, pdf=b"", sealed=b""))


def decode_document(text: str, *, pdf: bytes, sealed: bytes) -> StoredDocument:
    return replace(_DOCUMENT.decode(text), pdf=pdf, sealed=sealed)
