"""A request travels to an organisation and its answers come back, over real TLS and databases."""

from collections.abc import Iterator
from datetime import date

import pytest

from counter_app.hub.https import HttpsHub
from counter_app.model.commitment import (
    Act,
    ActContent,
    Actor,
    Commitment,
    Decision,
    ExecutorKind,
    Phase,
    Slot,
)
from counter_app.model.message import InboundMessage, OutboundMessage
from counter_app.model.numbers import new_id
from counter_app.sandbox.run import SandboxTown
from tests.hub_kit import FIRST_WISH, GAS, NOW, PY, TOWN, StoryClock, memory_folder, request_to


@pytest.fixture
def town() -> Iterator[SandboxTown]:
    with memory_folder() as folder, SandboxTown(folder, StoryClock()) as running:
        running.hub.store.enrol("person-1", TOWN, PY)
        yield running


def only_reply(hub: HttpsHub) -> InboundMessage:
    (reply,) = hub.fetch()
    assert isinstance(reply, InboundMessage)
    hub.acknowledge((reply.id,))
    return reply


def gas_commitment() -> Commitment:
    return Commitment(
        id=new_id(),
        reception_id=new_id(),
        procedure_id="F2",
        title="ガスの開栓",
        product="ガスの開栓",
        link_code=PY,
        executor_kind=ExecutorKind.ORGANISATION,
        executor=GAS,
    )


def taken_in(commitment: Commitment, reply: InboundMessage) -> Commitment:
    changed = commitment.act(
        reply.what.act,
        Actor.EXECUTOR,
        by=reply.from_party,
        at=NOW,
        content=reply.what.content,
        message_id=reply.id,
    )
    assert reply.what.sequence == len(changed.acts)
    return changed


def asked(
    commitment: Commitment, content: ActContent, in_reply_to: str = ""
) -> tuple[Commitment, OutboundMessage]:
    changed = commitment.act(Act.REQUEST, Actor.INITIATOR, by="佐伯", at=NOW, content=content)
    message = request_to(
        transaction=commitment.id,
        sequence=len(changed.acts),
        content=content,
        in_reply_to=in_reply_to,
    )
    return changed, message


def test_gas_declines_the_first_time_and_opens_at_one_it_offered(town: SandboxTown) -> None:
    hub = town.client().transport
    commitment, message = asked(gas_commitment(), ActContent(slots=(FIRST_WISH,)))
    hub.send(message)
    town.tick()

    declined = only_reply(hub)
    commitment = taken_in(commitment, declined)
    assert commitment.state.phase is Phase.DECLINED
    assert declined.who == PY
    assert declined.in_reply_to == message.id
    assert declined.what.content.reason == "希望の時間帯は空きがありません。"
    assert declined.what.content.slots == (
        Slot(date(2026, 4, 8), "13〜15時"),
        Slot(date(2026, 4, 9), "9〜11時"),
        Slot(date(2026, 4, 9), "15〜17時"),
    )

    chosen = declined.what.content.slots[1]
    commitment, message = asked(commitment, ActContent(slot=chosen), declined.id)
    hub.send(message)
    town.tick()
    promised = only_reply(hub)
    commitment = taken_in(commitment, promised)
    assert commitment.state.phase is Phase.PROMISED
    assert promised.what.content.slot == chosen
    assert promised.what.content.expected_on == chosen.day

    assert town.finish() == 1
    declared = only_reply(hub)
    commitment = taken_in(commitment, declared)
    assert commitment.state.phase is Phase.DECLARED
    assert declared.what.content.decision is Decision.GRANTED
    assert declared.what.content.reference == promised.what.content.reference
    acts = [(effect.sequence, effect.act) for effect in town.organisations[GAS].effects()]
    assert acts == list(enumerate((record.act for record in commitment.acts), start=1))
