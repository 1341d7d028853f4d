"""What hub and Juki-net say that nobody foresaw is a failure the clerk is told of, no fault."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from counter_app.failures import CounterError, FailureCode
from counter_app.hub import juki
from counter_app.hub.canonical import CanonicalJsonError, JsonObject, read_loose_object
from counter_app.hub.channel import Answer
from counter_app.hub.envelope import (
    Envelope,
    EnvelopeError,
    OuterHeader,
    digest,
    read_header,
    sign_header,
)
from counter_app.hub.juki import HttpsJukiNet
from counter_app.hub.parties import Endpoint
from counter_app.model.people import Sex
from counter_app.ports import FourAttributes
from tests.hub_kit import GAS, JST, NOW, PY, TOWN, keys_of, registry

SOMEBODY = FourAttributes("渡邉\u3000髙志", "甲県X市", date(1991, 11, 5), Sex.MALE)
OTHER_CURVE: JsonObject = {"kty": "EC", "crv": "P-9", "x": "AA", "y": "AA"}


def test_half_a_character_is_refused_and_a_whole_one_in_two_escapes_is_read() -> None:
    whole = read_loose_object(rb'{"name": "\ud842\udfb7\ufa11"}', 100)
    assert whole == {"name": "𠮷﨑"}
    for half in (rb'{"name": "\ud842"}', rb'{"\udc00": 1}', rb'{"a": ["\udfb7\ud842"]}'):
        with pytest.raises(CanonicalJsonError, match="書き直せない"):
            read_loose_object(half, 100)


def test_a_time_nobody_set_is_refused_before_a_list_has_to_show_it() -> None:
    gas = keys_of(GAS)
    sent = OuterHeader(
        id="12345678",
        from_party=GAS,
        to_party=TOWN,
        who=PY,
        in_reply_to="",
        sent_at=datetime(1, 1, 1, tzinfo=JST),
        not_after=NOW,
        digest=digest("x.y"),
    )
    (signer,) = registry(gas).parties
    with pytest.raises(EnvelopeError, match="日時を読めません"):
        read_header(Envelope(sign_header(sent, gas), "x.y"), signer, NOW)


@pytest.mark.parametrize(
    ("body", "call"),
    [
        ({}, lambda net: net.request(SOMEBODY)),
        ({"certificate": []}, lambda net: net.request(SOMEBODY)),
        ({"key": OTHER_CURVE}, HttpsJukiNet.recipient_key),
    ],
    ids=["no certificate", "another thing", "another curve"],
)
def test_an_answer_without_what_was_asked_for_is_an_unreachable_network(
    body: JsonObject, call: Callable[[HttpsJukiNet], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Line:
        def __init__(self, endpoint: Endpoint) -> None: ...

        def request(self, method: str, path: str, sent: JsonObject | None = None) -> Answer:
            return Answer(200, body)

    monkeypatch.setattr(juki, "Channel", Line)
    with pytest.raises(CounterError) as failure:
        call(HttpsJukiNet(Endpoint("", Path(), Path(), Path())))
    assert failure.value.code is FailureCode.JUKI_UNREACHABLE
