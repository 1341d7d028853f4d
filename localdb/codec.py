"""Values to canonical JSON and back (UTF-8, keys sorted, no spaces), one codec per value.

Names and answers are never normalised: what is read is the same text, code point by code point.
A field a newer program added takes its default when an older row is read.
"""

import dataclasses
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Generic, TypeVar, get_type_hints

import msgspec

from counter_app.model.commitment import ActRecord, Commitment
from counter_app.model.document import SignatureAct
from counter_app.model.facts import FieldValue
from counter_app.model.message import OutboundMessage
from counter_app.model.people import TransferCertificate
from counter_app.model.reception import Reception
from counter_app.ports import AuditEntry, Proposal, ReviewDecision, StoredDocument

Value = TypeVar("Value")


class StoredDay(msgspec.Struct, frozen=True):
    """A date among values that may also be text: JSON alone cannot tell the two apart."""

    day: date


StoredValue = str | bool | int | tuple[str, ...] | StoredDay


def _stored_value(value: FieldValue) -> StoredValue:
    return StoredDay(value) if isinstance(value, date) else value


def _read_value(value: StoredValue) -> FieldValue:
    return value.day if isinstance(value, StoredDay) else value


@dataclasses.dataclass(frozen=True, slots=True)
class _Replaced:
    """A field stored in another shape: its stored type, and the way there and back."""

    stored: Any
    write: Callable[[Any], object]
    read: Callable[[Any], object]


class Codec(Generic[Value]):
    """Turns values of one dataclass into text and back.

    `replaced` names fields stored in another shape, `left_out` those kept in other columns.
    Decoding raises `msgspec.ValidationError` for text that is not such a value.
    """

    def __init__(
        self,
        value_type: type[Value],
        *,
        replaced: Mapping[str, _Replaced] | None = None,
        left_out: frozenset[str] = frozenset(),
    ) -> None:
        self._type = value_type
        self._replaced = replaced or {}
        hints = get_type_hints(value_type)
        fields = dataclasses.fields(value_type)  # type: ignore[arg-type]
        self._names = tuple(field.name for field in fields if field.name not in left_out)
        shape = msgspec.defstruct(
            f"Stored{value_type.__name__}",
            [
                self._field(field, hints[field.name])
                for field in fields
                if field.name not in left_out
            ],
            kw_only=True,
            frozen=True,
        )
        self._shape = shape
        self._encoder = msgspec.json.Encoder(order="sorted")
        self._decoder = msgspec.json.Decoder(shape)

    def _field(self, field: "dataclasses.Field[Any]", hint: object) -> tuple[str, Any, Any]:
        replaced = self._replaced.get(field.name)
        default: object = msgspec.NODEFAULT
        if field.default is not dataclasses.MISSING:
            default = field.default
            if replaced is not None:
                default = replaced.write(default)
        return field.name, hint if replaced is None else replaced.stored, default

    def encode(self, value: Value) -> str:
        stored = {name: getattr(value, name) for name in self._names}
        for name, replaced in self._replaced.items():
            stored[name] = replaced.write(stored[name])
        return self._encoder.encode(self._shape(**stored)).decode()

    def decode(self, text: str, **others: object) -> Value:
        """The value; `others` are the fields that were left out."""
        shape = self._decoder.decode(text)
        fields: dict[str, object] = {name: getattr(shape, name) for name in self._names}
        for name, replaced in self._replaced.items():
            fields[name] = replaced.read(fields[name])
        return self._type(**fields, **others)


def _write_fields(fields: tuple[tuple[str, FieldValue], ...]) -> tuple[tuple[str, object], ...]:
    return tuple((name, _stored_value(value)) for name, value in fields)


def _read_fields(stored: tuple[tuple[str, StoredValue], ...]) -> tuple[tuple[str, object], ...]:
    return tuple((name, _read_value(value)) for name, value in stored)


@dataclasses.dataclass(frozen=True, slots=True)
class AuditRecord:
    """An audit entry in its place of the chain, counted from 1."""

    seq: int
    entry: AuditEntry


RECEPTION = Codec(Reception)
COMMITMENT = Codec(
    Commitment,
    replaced={
        "fields": _Replaced(tuple[tuple[str, StoredValue], ...], _write_fields, _read_fields)
    },
    left_out=frozenset({"acts", "held"}),
)
ACT = Codec(ActRecord)
MESSAGE = Codec(OutboundMessage)
DOCUMENT = Codec(StoredDocument, left_out=frozenset({"pdf", "sealed"}))
SIGNATURE = Codec(SignatureAct)
TRANSFER = Codec(TransferCertificate)
PROPOSAL = Codec(Proposal)
DECISION = Codec(ReviewDecision)
AUDIT_RECORD = Codec(AuditRecord)
