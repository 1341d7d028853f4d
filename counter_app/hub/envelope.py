"""Sealed messages: WHAT signed and encrypted for its receiver; FROM, TO and WHO signed outside.

Inner: canonical JSON → JWS (ES256, sender) → JWE (ECDH-ES, A256GCM, DEF, receiver); RFC 7515, 7516.
Outer: canonical JSON → JWS (ES256), by the sender toward the hub, by the hub toward the receiver.
Algorithms are no choice of the message: its JOSE headers must equal the ones expected.
"""

import binascii
import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Final

import msgspec
from cryptography.exceptions import InvalidTag
from joserfc import jwe, jws
from joserfc.errors import JoseError
from joserfc.util import urlsafe_b64decode
from jsonschema import Draft202012Validator

from counter_app.failures import CounterError, FailureCode
from counter_app.hub.canonical import (
    CanonicalJsonError,
    JsonObject,
    JsonValue,
    canonical_bytes,
    plain,
    read_loose_object,
    read_object,
)
from counter_app.hub.number_scan import holds_individual_number
from counter_app.hub.parties import Identity, Party, PartyDirectory
from counter_app.model.message import InboundMessage, OutboundMessage, What

HEADER_LIMIT: Final = 4_096
"""Longest outer header JWS, in bytes."""
WHAT_LIMIT: Final = 65_536
"""Longest JWE, in bytes."""
CONTENT_LIMIT: Final = 131_072
"""Longest sealed content after decompression, in bytes."""
CLOCKS_DIFFER: Final = timedelta(minutes=5)
"""How far another party's clock may be ahead of ours."""

_SIGNING = ["ES256"]
_SEALING = ["ECDH-ES", "A256GCM", "DEF"]
_HEADER_TYPE = "counter-header+jws"
_WHAT_TYPE = "counter-what+jws"


class EnvelopeError(Exception):
    """A message failed a check; the text is a Japanese reason without personal data."""


class AheadOfTimeError(EnvelopeError):
    """A message from a time our clock has not come to: one of the two clocks is wrong."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """A message as it travels: the outer header (compact JWS) and the sealed WHAT (compact JWE)."""

    header: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OuterHeader:
    """What the hub reads: FROM, TO, WHO, and the SHA-256 of the JWE that binds WHAT to them."""

    id: str
    from_party: str
    to_party: str
    who: str
    in_reply_to: str
    sent_at: datetime
    not_after: datetime
    digest: str


def seal(
    message: OutboundMessage, sender: Identity, directory: PartyDirectory, now: datetime
) -> Envelope:
    """Sign and encrypt a message of ours.

    Raises HUB_PARTY_UNKNOWN and what `check_outgoing` raises.
    """
    receiver = directory.receiver(message.to_party)
    check_outgoing(message)
    content = _content(message, now)
    signed = jws.serialize_compact(
        _signed_header(_WHAT_TYPE, sender.signing_kid),
        canonical_bytes(content),
        sender.signing_key,
        _SIGNING,
    )
    sealed = jwe.encrypt_compact(
        _sealed_header(receiver.encryption_kid), signed, receiver.encryption_key, _SEALING
    )
    header = OuterHeader(
        id=message.id,
        from_party=message.from_party,
        to_party=message.to_party,
        who=message.who,
        in_reply_to=message.what.in_reply_to,
        sent_at=now,
        not_after=message.not_after,
        digest=digest(sealed),
    )
    return Envelope(sign_header(header, sender), sealed)


def check_outgoing(message: OutboundMessage) -> None:
    """Refuse a message that must not leave, before it is queued or sent.

    Raises HUB_NUMBER_IN_MESSAGE when any text reads as an individual number, HUB_MESSAGE_INVALID
    when the published schema does not allow it.
    """
    content = _content(message, message.created_at)
    header: JsonObject = {"id": message.id, "who": message.who, "to": message.to_party}
    if holds_individual_number([content, header]):
        raise CounterError(FailureCode.HUB_NUMBER_IN_MESSAGE, f"宛先 {message.to_party}")
    problem = _schema_problem("what-1.json", content)
    if problem or len(canonical_bytes(content)) > CONTENT_LIMIT // 4:
        raise CounterError(FailureCode.HUB_MESSAGE_INVALID, problem or "依頼の内容が長すぎます")


def sign_header(header: OuterHeader, signer: Identity) -> str:
    """The outer header as a compact JWS of `signer` (the sender, or the hub on the way on)."""
    content = {
        "schema": "1",
        "id": header.id,
        "from": header.from_party,
        "to": header.to_party,
        "who": header.who,
        "in_reply_to": header.in_reply_to,
        "sent_at": header.sent_at.isoformat(),
        "not_after": header.not_after.isoformat(),
        "digest": header.digest,
    }
    return jws.serialize_compact(
        _signed_header(_HEADER_TYPE, signer.signing_kid),
        canonical_bytes(content),
        signer.signing_key,
        _SIGNING,
    )


def read_header(envelope: Envelope, signer: Party, now: datetime) -> OuterHeader:
    """Verify the outer header against the expected signer and the sealed WHAT it names.

    Raises EnvelopeError: signature, spelling, schema, digest, or a time that has passed;
    AheadOfTimeError for one that is still to come.
    """
    content = _verified(envelope.header, signer, _HEADER_TYPE, HEADER_LIMIT)
    _require_schema("header-1.json", content)
    header = OuterHeader(
        id=str(content["id"]),
        from_party=str(content["from"]),
        to_party=str(content["to"]),
        who=str(content["who"]),
        in_reply_to=str(content["in_reply_to"]),
        sent_at=_moment(content["sent_at"]),
        not_after=_moment(content["not_after"]),
        digest=str(content["digest"]),
    )
    if len(envelope.what) > WHAT_LIMIT:
        raise EnvelopeError("内容が大きすぎます")
    if digest(envelope.what) != header.digest:
        raise EnvelopeError("内容がヘッダーと合いません")
    if now > header.not_after:
        raise EnvelopeError("有効期限を過ぎています")
    if header.sent_at > now + CLOCKS_DIFFER:
        raise AheadOfTimeError("送信の時刻が先の日時です")
    return header


def open_envelope(
    envelope: Envelope, receiver: Identity, directory: PartyDirectory, now: datetime
) -> InboundMessage:
    """Verify both signatures of a message the hub handed us and decrypt it.

    Raises EnvelopeError; AheadOfTimeError while our clock is behind the hub's, which let it pass.
    """
    header = read_header(envelope, directory.operator, now)
    if header.to_party != receiver.party:
        raise EnvelopeError("宛先がこの機関ではありません")
    sender = directory.find(header.from_party)
    if sender is None or sender.id == directory.hub:
        raise EnvelopeError("送り主が機関の一覧にありません")
    signed = _decrypted(envelope.what, receiver)
    content = _verified(signed, sender, _WHAT_TYPE, CONTENT_LIMIT)
    _require_schema("what-1.json", content)
    if (content["id"], content["from"], content["to"]) != (header.id, sender.id, receiver.party):
        raise EnvelopeError("内容が別の連絡のものです")
    if _moment(content["sent_at"]) != header.sent_at:
        raise EnvelopeError("内容の時刻がヘッダーと合いません")
    if holds_individual_number(content):
        raise EnvelopeError("個人番号にあたる数字が入っています")
    what = _what(content["what"])
    if what.in_reply_to != header.in_reply_to:
        raise EnvelopeError("返信先がヘッダーと合いません")
    return InboundMessage(
        id=header.id,
        from_party=sender.id,
        to_party=receiver.party,
        who=header.who,
        what=what,
        in_reply_to=header.in_reply_to,
        sent_at=header.sent_at,
    )


def digest(sealed: str) -> str:
    """SHA-256 of a compact JWE, hexadecimal."""
    return hashlib.sha256(sealed.encode("utf-8", "surrogatepass")).hexdigest()


def _content(message: OutboundMessage, now: datetime) -> JsonObject:
    return {
        "id": message.id,
        "from": message.from_party,
        "to": message.to_party,
        "sent_at": now.isoformat(),
        "what": plain(message.what),
    }


def _signed_header(kind: str, kid: str) -> dict[str, str]:
    return {"alg": "ES256", "kid": kid, "typ": kind}


def _sealed_header(kid: str) -> dict[str, str]:
    return {"alg": "ECDH-ES", "enc": "A256GCM", "zip": "DEF", "kid": kid, "cty": "JWS"}


def _verified(token: str, signer: Party, kind: str, limit: int) -> JsonObject:
    try:
        if _jose_header(token, limit) != _signed_header(kind, signer.signing_kid):
            raise EnvelopeError("署名の種類か署名者が違います")
        signed = jws.deserialize_compact(token, signer.signing_key, algorithms=_SIGNING)
        return read_object(signed.payload, limit)
    except CanonicalJsonError as error:
        raise EnvelopeError(str(error)) from error
    except (JoseError, ValueError, TypeError) as error:
        raise EnvelopeError("署名が正しくありません") from error


def _decrypted(sealed: str, receiver: Identity) -> str:
    try:
        header = _jose_header(sealed, WHAT_LIMIT)
        ephemeral = header.pop("epk", None)
        if header != _sealed_header(receiver.encryption_kid) or not _p256_point(ephemeral):
            raise EnvelopeError("暗号の種類か宛先が違います")
        opened = jwe.decrypt_compact(sealed, receiver.encryption_key, algorithms=_SEALING)
        if opened.plaintext is None or len(opened.plaintext) > CONTENT_LIMIT:
            raise EnvelopeError("内容が大きすぎます")
        return opened.plaintext.decode("ascii")
    except CanonicalJsonError as error:
        raise EnvelopeError(str(error)) from error
    except (JoseError, InvalidTag, ValueError, TypeError, KeyError, AssertionError) as error:
        raise EnvelopeError("復号できません") from error


def _jose_header(token: str, limit: int) -> JsonObject:
    if len(token) > limit or not token.isascii():
        raise EnvelopeError("長さか文字が決まりと違います")
    try:
        first = urlsafe_b64decode(token.partition(".")[0].encode("ascii"))
    except (binascii.Error, ValueError, IndexError) as error:
        raise EnvelopeError("ヘッダーを読めません") from error
    return read_loose_object(first, HEADER_LIMIT)


def _p256_point(value: JsonValue) -> bool:
    return (
        isinstance(value, dict)
        and set(value) == {"kty", "crv", "x", "y"}
        and value["kty"] == "EC"
        and value["crv"] == "P-256"
    )


@cache
def _validator(name: str) -> Draft202012Validator:
    schema = json.loads(schema_text(name))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def schema_text(name: str) -> str:
    """The published schema, `what-1.json` or `header-1.json`, as text."""
    from importlib.resources import files

    return files("counter_app.hub").joinpath("schema", name).read_text(encoding="utf-8")


def _schema_problem(name: str, content: JsonObject) -> str:
    """Where the first breach of the schema is, "" when there is none. Never quotes the value."""
    error = next(iter(_validator(name).iter_errors(content)), None)
    if error is None:
        return ""
    where = "/".join(str(part) for part in error.absolute_path) or "全体"
    return f"「{where}」が決まりの形ではありません"


def _require_schema(name: str, content: JsonObject) -> None:
    problem = _schema_problem(name, content)
    if problem:
        raise EnvelopeError(problem)


def _moment(value: JsonValue) -> datetime:
    try:
        moment = datetime.fromisoformat(str(value))
        moment.astimezone(UTC)  # 0001-01-01 in Japan, which some programs write, is no moment
    except (ValueError, OverflowError) as error:
        raise EnvelopeError("日時を読めません") from error
    return moment


def _what(value: JsonValue) -> What:
    try:
        return msgspec.convert(value, What)
    except (msgspec.ValidationError, ValueError) as error:
        raise EnvelopeError("内容の値を読めません") from error
