"""Keys of the parties, and messages sealed, passed on and opened with them."""

import json
from dataclasses import replace

from joserfc import jwe, jws

from counter_app.hub.canonical import JsonObject, canonical_bytes
from counter_app.hub.envelope import Envelope, digest, open_envelope, read_header, seal, sign_header
from counter_app.hub.parties import Identity
from counter_app.model.message import InboundMessage, OutboundMessage
from tests.hub_kit import GAS, HUB, NOW, TOWN, WATER, keys_of, registry, request_to

TOWN_KEYS, GAS_KEYS, WATER_KEYS, HUB_KEYS = map(keys_of, (TOWN, GAS, WATER, HUB))
DIRECTORY = registry(TOWN_KEYS, GAS_KEYS, WATER_KEYS, HUB_KEYS)


def forwarded(envelope: Envelope, who: str = "7R20YK4M", to: str = "") -> Envelope:
    """What an honest hub makes of a message: WHO translated, its own signature outside."""
    sender = DIRECTORY.find(TOWN)
    assert sender is not None
    header = read_header(envelope, sender, NOW)
    header = replace(header, who=who, to_party=to or header.to_party)
    return Envelope(sign_header(header, HUB_KEYS), envelope.what)


def opened(envelope: Envelope, receiver: Identity = GAS_KEYS) -> InboundMessage:
    """What a receiver reads."""
    return open_envelope(envelope, receiver, DIRECTORY, NOW)


def sealed(message: OutboundMessage | None = None) -> Envelope:
    """A message as the town sends it to the hub."""
    return seal(message or request_to(), TOWN_KEYS, DIRECTORY, NOW)


def with_content(
    content: bytes,
    *,
    signer: Identity = TOWN_KEYS,
    sealed_for: Identity = GAS_KEYS,
    compress: bool = True,
) -> Envelope:
    """A message whose inner content is whatever the test wants, everything else as it should be."""
    message = request_to()
    signed = jws.serialize_compact(
        {"alg": "ES256", "kid": signer.signing_kid, "typ": "counter-what+jws"},
        content,
        signer.signing_key,
        ["ES256"],
    )
    header = {"alg": "ECDH-ES", "enc": "A256GCM", "kid": sealed_for.encryption_kid, "cty": "JWS"}
    if compress:
        header["zip"] = "DEF"
    what = jwe.encrypt_compact(
        header, signed, sealed_for.encryption_key, ["ECDH-ES", "A256GCM", "DEF"]
    )
    return outside(message, what)


def outside(message: OutboundMessage, what: str) -> Envelope:
    """An outer header of the hub that names this sealed content."""
    own = sealed(message)
    sender = DIRECTORY.find(TOWN)
    assert sender is not None
    header = replace(read_header(own, sender, NOW), digest=digest(what))
    return Envelope(sign_header(header, HUB_KEYS), what)


def content_of(message: OutboundMessage) -> JsonObject:
    """The inner content of a message, to be changed."""
    value = json.loads(
        canonical_bytes(
            {
                "id": message.id,
                "from": message.from_party,
                "to": message.to_party,
                "sent_at": NOW.isoformat(),
                "what": message.what,
            }
        )
    )
    assert isinstance(value, dict)
    return value
