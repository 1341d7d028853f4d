"""Sealed messages: the receiver alone reads them; nothing forged, altered or moved is accepted."""

import base64
import hashlib
import hmac
import json
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jwe, jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OctKey

from counter_app.failures import CounterError, FailureCode
from counter_app.hub.canonical import JsonObject, canonical_bytes
from counter_app.hub.envelope import (
    Envelope,
    EnvelopeError,
    check_outgoing,
    digest,
    open_envelope,
    read_header,
    schema_text,
    seal,
    sign_header,
)
from counter_app.hub.parties import Identity
from counter_app.model.commitment import Act, ActContent, Decision, Slot
from counter_app.model.message import InboundMessage, OutboundMessage, What
from tests.hub_kit import (
    FIRST_WISH,
    GAS,
    HUB,
    NOW,
    TAKASHI,
    TOWN,
    WATER,
    keys_of,
    made_up_number,
    registry,
    request_to,
)

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
    return open_envelope(envelope, receiver, DIRECTORY, NOW)


def sealed(message: OutboundMessage | None = None) -> Envelope:
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


# --- what must work -------------------------------------------------------------------------

TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Nd", "Nl", "No")), max_size=30)
CONTENTS = st.builds(
    ActContent,
    reason=TEXT,
    slots=st.lists(st.builds(Slot, st.dates(), TEXT), max_size=3).map(tuple),
    slot=st.none() | st.builds(Slot, st.dates(), TEXT),
    expected_on=st.none() | st.dates(),
    decision=st.none() | st.sampled_from(Decision),
    reference=TEXT,
)


@settings(deadline=None)
@given(act=st.sampled_from(Act), content=CONTENTS, name=TEXT, sequence=st.integers(1, 9999))
def test_a_message_arrives_as_it_was_written(
    act: Act, content: ActContent, name: str, sequence: int
) -> None:
    message = request_to(
        act=act, content=content, sequence=sequence, subject=(("氏名", TAKASHI), ("備考", name))
    )
    received = opened(forwarded(sealed(message)))
    assert received.what == message.what
    assert received.who == "7R20YK4M"
    assert (received.id, received.from_party, received.to_party) == (message.id, TOWN, GAS)
    assert received.sent_at == NOW


def test_the_hub_holds_no_key_that_opens_a_message() -> None:
    envelope = sealed()
    for keys in (HUB_KEYS, WATER_KEYS, TOWN_KEYS):
        with pytest.raises((JoseError, ValueError)):
            jwe.decrypt_compact(envelope.what, keys.encryption_key, ["ECDH-ES", "A256GCM", "DEF"])
    parts = [
        base64.urlsafe_b64decode(p + "==") for p in f"{envelope.header}.{envelope.what}".split(".")
    ]
    readable = b"\n".join(parts)
    assert GAS.encode() in readable, "the search sees what lies open"
    for secret in ("開栓", TAKASHI, "渡邉", "090-0000", "13〜15時"):
        assert secret.encode() not in readable


def test_every_act_of_the_model_stands_in_the_published_schema() -> None:
    schema = json.loads(schema_text("what-1.json"))
    assert set(schema["$defs"]["what"]["properties"]["act"]["enum"]) == set(Act)


# --- what must not leave --------------------------------------------------------------------

NUMBER = made_up_number("24681357902")
PLANTS: dict[str, Callable[[OutboundMessage, str], OutboundMessage]] = {
    "reason": lambda m, p: _what(m, content=ActContent(reason=p)),
    "slot": lambda m, p: _what(m, content=ActContent(slot=Slot(NOW.date(), p))),
    "slots": lambda m, p: _what(m, content=ActContent(slots=(FIRST_WISH, Slot(NOW.date(), p)))),
    "reference": lambda m, p: _what(m, content=ActContent(reference=p)),
    "detail name": lambda m, p: _what(m, content=ActContent(details=((p, "x"),))),
    "detail": lambda m, p: _what(m, content=ActContent(details=(("備考", p),))),
    "subject name": lambda m, p: _what(m, subject=((p, "x"),)),
    "subject": lambda m, p: _what(m, subject=(("備考", p),)),
    "product": lambda m, p: _what(m, product=p),
    "consent": lambda m, p: _what(m, consent=p),
    "in_reply_to": lambda m, p: _what(m, in_reply_to=p),
    "transaction": lambda m, p: _what(m, transaction=p),
    "id": lambda m, p: replace(m, id=p),
    "who": lambda m, p: replace(m, who=p),
}


def _what(message: OutboundMessage, **changes: object) -> OutboundMessage:
    what: What = replace(message.what, **changes)  # type: ignore[arg-type]
    return replace(message, what=what)


@pytest.mark.parametrize("plant", PLANTS.values(), ids=PLANTS.keys())
@pytest.mark.parametrize(
    "spelled", [NUMBER, f"{NUMBER[:4]} {NUMBER[4:8]} {NUMBER[8:]}", f"番号{NUMBER}番"]
)
def test_a_number_planted_in_any_field_stops_the_message(
    plant: Callable[[OutboundMessage, str], OutboundMessage], spelled: str
) -> None:
    with pytest.raises(CounterError) as failure:
        seal(plant(request_to(), spelled), TOWN_KEYS, DIRECTORY, NOW)
    assert failure.value.code is FailureCode.HUB_NUMBER_IN_MESSAGE
    assert NUMBER not in str(failure.value)


@pytest.mark.parametrize(
    "message",
    [
        _what(request_to(), content=ActContent(reason="長" * 1001)),
        _what(request_to(), content=ActContent(reason="向きを変える\u202e字")),
        _what(request_to(), content=ActContent(reason="制御\x00文字")),
        _what(request_to(), content=ActContent(reference="123456789012")),
        _what(request_to(), subject=(("個人番号", "なし"),)),
        _what(request_to(), subject=(("individual_number", "none"),)),
        _what(request_to(), sequence=0),
        _what(request_to(), product=""),
        _what(request_to(), schema="2"),
        _what(request_to(), subject=tuple((f"欄{n}", "x") for n in range(61))),
    ],
    ids=[
        "long",
        "bidi",
        "control",
        "twelve digits",
        "field name",
        "english name",
        "sequence",
        "product",
        "schema",
        "many fields",
    ],
)
def test_what_the_schema_forbids_does_not_leave(message: OutboundMessage) -> None:
    with pytest.raises(CounterError) as failure:
        check_outgoing(message)
    assert failure.value.code is FailureCode.HUB_MESSAGE_INVALID


def test_a_receiver_outside_the_registry_is_refused() -> None:
    with pytest.raises(CounterError) as failure:
        sealed(request_to("gas.elsewhere"))
    assert failure.value.code is FailureCode.HUB_PARTY_UNKNOWN


# --- what must not be accepted --------------------------------------------------------------


@settings(max_examples=600, deadline=None)
@given(data=st.data())
def test_one_changed_character_anywhere_is_noticed(data: st.DataObject) -> None:
    envelope = _SAMPLE
    part = data.draw(st.sampled_from(["header", "what"]))
    text = getattr(envelope, part)
    at = data.draw(POSITIONS) % len(text)
    kind = data.draw(st.sampled_from(["replace", "insert", "delete", "swap", "cut", "double"]))
    new = data.draw(st.characters(codec="utf-8") | st.sampled_from("ABCDabcd0189-_.="))
    changed = {
        "replace": text[:at] + new + text[at + 1 :],
        "insert": text[:at] + new + text[at:],
        "delete": text[:at] + text[at + 1 :],
        "swap": text[:at] + text[at : at + 2][::-1] + text[at + 2 :],
        "cut": text[:at],
        "double": text + text[at:],
    }[kind]
    if changed == text:
        return
    with pytest.raises(EnvelopeError):
        opened(replace(envelope, **{part: changed}))


_MESSAGE = request_to()
_SEALED = sealed(_MESSAGE)
_SAMPLE = forwarded(_SEALED)
POSITIONS = st.integers(0, 10**6)


@settings(max_examples=400, deadline=None)
@given(data=st.data())
def test_an_altered_content_under_an_honest_header_is_noticed(data: st.DataObject) -> None:
    segments = _SEALED.what.split(".")
    number = data.draw(st.integers(0, 4))
    raw = bytearray(base64.urlsafe_b64decode(segments[number] + "=="))
    if not raw:
        raw = bytearray(b"\0")
    raw[data.draw(POSITIONS) % len(raw)] ^= data.draw(st.integers(1, 255))
    segments[number] = base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
    with pytest.raises(EnvelopeError):
        opened(outside(_MESSAGE, ".".join(segments)))


def b64(value: object) -> str:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def test_alg_none_and_key_confusion_are_refused() -> None:
    payload = _SAMPLE.header.split(".")[1]
    kid = HUB_KEYS.signing_kid
    none = f"{b64({'alg': 'none', 'kid': kid, 'typ': 'counter-header+jws'})}.{payload}."
    public = HUB_KEYS.signing_key.as_pem(private=False)
    head = b64({"alg": "HS256", "kid": kid, "typ": "counter-header+jws"})
    mac = hmac.new(public, f"{head}.{payload}".encode(), hashlib.sha256).digest()
    pinned = b64({"alg": "ES256", "kid": kid, "typ": "counter-header+jws"})
    for forged in (
        none,
        f"{head}.{payload}.{b64(mac)}",
        f"{pinned}.{payload}.",
        f"{pinned}.{payload}.{b64(bytes(64))}",
    ):
        with pytest.raises(EnvelopeError):
            opened(replace(_SAMPLE, header=forged))
    assert opened(_SAMPLE).who == "7R20YK4M"


def test_a_key_carried_in_the_message_is_not_believed() -> None:
    stranger = ECKey.generate_key("P-256")
    payload = base64.urlsafe_b64decode(_SAMPLE.header.split(".")[1] + "==")
    for extra in ({}, {"jwk": stranger.as_dict(private=False)}):
        header = {"alg": "ES256", "kid": HUB_KEYS.signing_kid, "typ": "counter-header+jws", **extra}
        forged = jws.serialize_compact(header, payload, stranger, ["ES256"])
        with pytest.raises(EnvelopeError):
            opened(replace(_SAMPLE, header=forged))


def test_a_header_of_another_kind_or_signer_is_refused() -> None:
    payload = base64.urlsafe_b64decode(_SAMPLE.header.split(".")[1] + "==")
    for keys, kind in ((TOWN_KEYS, "counter-header+jws"), (HUB_KEYS, "counter-what+jws")):
        header = {"alg": "ES256", "kid": keys.signing_kid, "typ": kind}
        forged = jws.serialize_compact(header, payload, keys.signing_key, ["ES256"])
        with pytest.raises(EnvelopeError, match="署名"):
            opened(replace(_SAMPLE, header=forged))


def test_a_message_for_another_receiver_is_refused() -> None:
    with pytest.raises(EnvelopeError, match="宛先"):
        opened(_SAMPLE, WATER_KEYS)


def test_a_message_turned_to_us_but_sealed_for_another_is_refused() -> None:
    with pytest.raises(EnvelopeError, match="宛先"):
        opened(forwarded(sealed(), to=WATER), WATER_KEYS)


def test_a_content_passed_on_by_its_receiver_is_refused() -> None:
    """The gas company re-seals Y町's signed content for the water company."""
    message = request_to()
    token = jwe.decrypt_compact(
        sealed(message).what, GAS_KEYS.encryption_key, ["ECDH-ES", "A256GCM", "DEF"]
    ).plaintext
    assert token is not None
    header = {"alg": "ECDH-ES", "enc": "A256GCM", "zip": "DEF", "cty": "JWS"}
    what = jwe.encrypt_compact(
        header | {"kid": WATER_KEYS.encryption_kid},
        token,
        WATER_KEYS.encryption_key,
        ["ECDH-ES", "A256GCM", "DEF"],
    )
    with pytest.raises(EnvelopeError, match="別の連絡"):
        opened(outside(replace(message, to_party=WATER), what), WATER_KEYS)


def test_a_content_moved_under_another_header_is_refused() -> None:
    with pytest.raises(EnvelopeError, match="別の連絡"):
        opened(outside(request_to(), sealed(request_to()).what))


def test_a_content_signed_by_another_party_is_refused() -> None:
    message = request_to()
    with pytest.raises(EnvelopeError, match="署名"):
        opened(with_content(canonical_bytes(content_of(message)), signer=WATER_KEYS))


def test_a_sender_outside_the_registry_is_refused() -> None:
    few = registry(GAS_KEYS, HUB_KEYS)
    with pytest.raises(EnvelopeError, match="一覧"):
        open_envelope(_SAMPLE, GAS_KEYS, few, NOW)


@pytest.mark.parametrize(
    ("late", "reason"),
    [(timedelta(days=3, seconds=1), "期限"), (timedelta(minutes=-6), "先の日時")],
)
def test_a_message_out_of_its_time_is_refused(late: timedelta, reason: str) -> None:
    with pytest.raises(EnvelopeError, match=reason):
        open_envelope(_SAMPLE, GAS_KEYS, DIRECTORY, NOW + late)
    open_envelope(_SAMPLE, GAS_KEYS, DIRECTORY, NOW + timedelta(days=3))


def test_contents_that_are_not_canonical_or_not_allowed_are_refused() -> None:
    message = request_to()
    good = canonical_bytes(content_of(message))
    text = good.decode()
    bad = {
        "key twice": text.replace('"from":"town.y"', '"from":"town.y","from":"town.y"'),
        "spaces": text.replace('":', '": '),
        "escapes": text.replace("開", "\\u958b"),
        "unsorted": "{" + text[1:-1].split(",", 1)[1] + "," + text[1:-1].split(",", 1)[0] + "}",
        "unknown field": text[:-1] + ',"zz":1}',
        "not a number": text.replace('"sequence":1', '"sequence":NaN'),
        "fraction": text.replace('"sequence":1', '"sequence":1.0'),
        "true for one": text.replace('"sequence":1', '"sequence":true'),
        "look-alike act": text.replace('"act":"request"', '"act":"r\u0435quest"'),
        "look-alike party": text.replace('"town.y"', '"town.\u0443"'),
        "impossible day": text.replace("2026-04-06", "2026-02-30"),
        "list": f"[{text}]",
        "half a character": text.replace("開", "\\ud800"),
        "deep": '{"a":' * 5000 + "1" + "}" * 5000,
        "empty": "",
        "number": text.replace("13〜15時", NUMBER),
    }
    for name, changed in bad.items():
        assert changed != text, name
        with pytest.raises(EnvelopeError):
            opened(with_content(changed.encode("utf-8", "surrogatepass")))
    whole = outside(message, with_content(good).what)
    assert opened(whole).what == message.what, "the same way with a good content is accepted"


def test_an_uncompressed_or_differently_encrypted_content_is_refused() -> None:
    good = canonical_bytes(content_of(request_to()))
    with pytest.raises(EnvelopeError, match="暗号"):
        opened(with_content(good, compress=False))
    key = OctKey.generate_key(256)
    what = jwe.encrypt_compact({"alg": "dir", "enc": "A256GCM"}, good, key, ["dir", "A256GCM"])
    with pytest.raises(EnvelopeError, match="暗号"):
        opened(outside(request_to(), what))


def test_a_content_that_swells_when_unpacked_is_refused() -> None:
    bomb = b'{"id":"' + b"a" * 40_000_000 + b'"}'
    assert len(zlib.compress(bomb)) < 60_000
    header = {
        "alg": "ECDH-ES",
        "enc": "A256GCM",
        "zip": "DEF",
        "kid": GAS_KEYS.encryption_kid,
        "cty": "JWS",
    }
    what = jwe.encrypt_compact(header, bomb, GAS_KEYS.encryption_key, ["ECDH-ES", "A256GCM", "DEF"])
    with pytest.raises(EnvelopeError):
        opened(outside(request_to(), what))


def test_sizes_are_capped_before_anything_is_verified() -> None:
    long = "A" * 70_000
    with pytest.raises(EnvelopeError, match="長さ"):
        opened(replace(_SAMPLE, header=long))
    with pytest.raises(EnvelopeError, match="大きすぎ"):
        opened(outside(request_to(), long))
