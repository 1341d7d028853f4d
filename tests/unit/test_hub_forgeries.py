"""Sealed messages: nothing forged, altered, moved, late or swollen is accepted."""

import base64
import hashlib
import hmac
import json
import zlib
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jwe, jws
from joserfc.jwk import ECKey, OctKey

from counter_app.hub.canonical import canonical_bytes
from counter_app.hub.envelope import EnvelopeError, open_envelope
from tests.envelope_kit import (
    DIRECTORY,
    GAS_KEYS,
    HUB_KEYS,
    TOWN_KEYS,
    WATER_KEYS,
    content_of,
    forwarded,
    opened,
    outside,
    sealed,
    with_content,
)
from tests.hub_kit import NOW, WATER, made_up_number, registry, request_to

NUMBER = made_up_number("24681357902")


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
