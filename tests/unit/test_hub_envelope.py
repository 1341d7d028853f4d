"""Sealed messages: the receiver alone reads them, and nothing forbidden leaves."""

import base64
import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jwe
from joserfc.errors import JoseError

from counter_app.failures import CounterError, FailureCode
from counter_app.hub.envelope import check_outgoing, schema_text, seal
from counter_app.model.commitment import Act, ActContent, Decision, Slot
from counter_app.model.message import OutboundMessage, What
from tests.envelope_kit import DIRECTORY, HUB_KEYS, TOWN_KEYS, WATER_KEYS, forwarded, opened, sealed
from tests.hub_kit import FIRST_WISH, GAS, NOW, TAKASHI, TOWN, made_up_number, request_to

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


NUMBER = made_up_number("24681357902")


# --- what must not leave --------------------------------------------------------------------


PLANTS: dict[str, Callable[[OutboundMessage, str], OutboundMessage]] = {
    "reason": lambda m, p: with_what(m, content=ActContent(reason=p)),
    "slot": lambda m, p: with_what(m, content=ActContent(slot=Slot(NOW.date(), p))),
    "slots": lambda m, p: with_what(m, content=ActContent(slots=(FIRST_WISH, Slot(NOW.date(), p)))),
    "reference": lambda m, p: with_what(m, content=ActContent(reference=p)),
    "detail name": lambda m, p: with_what(m, content=ActContent(details=((p, "x"),))),
    "detail": lambda m, p: with_what(m, content=ActContent(details=(("備考", p),))),
    "subject name": lambda m, p: with_what(m, subject=((p, "x"),)),
    "subject": lambda m, p: with_what(m, subject=(("備考", p),)),
    "product": lambda m, p: with_what(m, product=p),
    "consent": lambda m, p: with_what(m, consent=p),
    "in_reply_to": lambda m, p: with_what(m, in_reply_to=p),
    "transaction": lambda m, p: with_what(m, transaction=p),
    "id": lambda m, p: replace(m, id=p),
    "who": lambda m, p: replace(m, who=p),
}


def with_what(message: OutboundMessage, **changes: object) -> OutboundMessage:
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
        with_what(request_to(), content=ActContent(reason="長" * 1001)),
        with_what(request_to(), content=ActContent(reason="向きを変える\u202e字")),
        with_what(request_to(), content=ActContent(reason="制御\x00文字")),
        with_what(request_to(), content=ActContent(reference="123456789012")),
        with_what(request_to(), subject=(("個人番号", "なし"),)),
        with_what(request_to(), subject=(("individual_number", "none"),)),
        with_what(request_to(), sequence=0),
        with_what(request_to(), product=""),
        with_what(request_to(), schema="2"),
        with_what(request_to(), subject=tuple((f"欄{n}", "x") for n in range(61))),
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
