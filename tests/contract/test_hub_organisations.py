"""Every organisation listed in the sandbox keeps the same promises toward the town."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from counter_app.hub.https import HttpsHub
from counter_app.model.commitment import Act, ActContent, Actor, Coordination, Decision, Phase, Slot
from counter_app.model.message import InboundMessage
from counter_app.model.numbers import new_id
from counter_app.sandbox.organisations import TRADES, Trade, next_working_day
from counter_app.sandbox.run import SandboxTown
from tests.hub_kit import NOW, PY, TOWN, StoryClock, memory_folder, request_to

TRADE = {trade.party: trade for trade in TRADES}
FREE_EVERYWHERE = Slot(next_working_day(NOW.date(), 6), "9〜11時")


@pytest.fixture
def clock() -> StoryClock:
    return StoryClock()


@pytest.fixture
def town(clock: StoryClock) -> Iterator[SandboxTown]:
    with memory_folder() as folder, SandboxTown(folder, clock) as running:
        running.hub.store.enrol("person-1", TOWN, PY)
        yield running


class Conversation:
    """One transaction with one organisation, its state folded on the town's side."""

    def __init__(self, town: SandboxTown, trade: Trade, clock: StoryClock) -> None:
        self.town = town
        self.clock = clock
        self.trade = trade
        self.hub: HttpsHub = town.client().transport
        self.number = new_id()
        self.sequence = 0
        self.state = Coordination()
        self.last = ""

    def say(self, act: Act, content: ActContent | None = None) -> InboundMessage | None:
        """Perform an act of ours and give the answer, if one comes at once."""
        self.state = self.state.after(act, Actor.INITIATOR)
        self.sequence += 1
        self.hub.send(
            request_to(
                self.trade.party,
                transaction=self.number,
                act=act,
                sequence=self.sequence,
                content=content or ActContent(),
                in_reply_to=self.last,
                now=self.clock(),
            )
        )
        self.town.tick()
        return self.heard()

    def heard(self) -> InboundMessage | None:
        arrived = self.hub.fetch()
        self.hub.acknowledge(tuple(message.id for message in arrived))
        for reply in arrived:
            assert isinstance(reply, InboundMessage)
            self.sequence += 1
            assert reply.what.sequence == self.sequence
            assert reply.what.transaction == self.number
            assert (reply.from_party, reply.who) == (self.trade.party, PY)
            self.state = self.state.after(reply.what.act, Actor.EXECUTOR)
            self.last = reply.id
        return arrived[-1] if arrived else None  # type: ignore[return-value]

    def wish(self) -> InboundMessage:
        answer = self.say(Act.REQUEST, ActContent(slots=(FREE_EVERYWHERE,)))
        assert answer is not None
        return answer


@pytest.fixture(params=TRADES, ids=lambda trade: trade.party)
def talk(request: pytest.FixtureRequest, town: SandboxTown, clock: StoryClock) -> Conversation:
    return Conversation(town, request.param, clock)


def test_a_request_is_promised_with_a_day_and_a_reference(talk: Conversation) -> None:
    promise = talk.wish().what
    assert promise.act is Act.PROMISE
    assert promise.content.expected_on is not None
    assert promise.content.expected_on > NOW.date()
    assert promise.content.reference


def test_a_request_without_the_residents_consent_is_declined(talk: Conversation) -> None:
    message = request_to(talk.trade.party, content=ActContent(slots=(FREE_EVERYWHERE,)))
    talk.hub.send(replace(message, what=replace(message.what, consent="")))
    talk.town.tick()
    (reply,) = talk.hub.fetch()
    assert isinstance(reply, InboundMessage)
    assert reply.what.act is Act.DECLINE
    assert reply.what.content.reason == "本人の同意が確かめられません。"


def test_the_promised_product_is_declared_on_its_day_and_accepted(
    talk: Conversation, clock: StoryClock
) -> None:
    promise = talk.wish().what
    assert promise.content.expected_on is not None
    clock.forward(days=(promise.content.expected_on - NOW.date() - timedelta(days=1)).days)
    talk.town.tick()
    assert talk.heard() is None, "not a day early"
    clock.forward(days=1)
    talk.town.tick()
    declared = talk.heard()
    assert declared is not None
    assert declared.what.act is Act.DECLARE
    assert declared.what.content.decision is Decision.GRANTED
    assert declared.what.content.reference == promise.content.reference
    assert talk.say(Act.ACCEPT) is None
    assert talk.state.phase == "accepted"


def test_a_rejected_result_is_done_again(talk: Conversation) -> None:
    talk.wish()
    assert talk.town.finish() == 1
    talk.heard()
    assert talk.say(Act.REJECT, ActContent(reason="まだ使えません")) is None
    assert talk.town.finish() == 1
    again = talk.heard()
    assert again is not None
    assert again.what.act is Act.DECLARE
    assert talk.state.phase == "declared"


def test_a_withdrawn_request_is_let_go_and_nothing_is_done(talk: Conversation) -> None:
    talk.wish()
    answer = talk.say(Act.REVOKE_REQUEST, ActContent(reason="引越しの取りやめ"))
    assert answer is not None
    assert answer.what.act is Act.ALLOW
    assert talk.state.phase == "initial"
    assert talk.town.finish() == 0


def test_a_request_cannot_be_withdrawn_once_the_work_is_done(talk: Conversation) -> None:
    talk.wish()
    talk.town.finish()
    talk.heard()
    answer = talk.say(Act.REVOKE_REQUEST)
    assert answer is not None
    assert answer.what.act is Act.REFUSE
    assert talk.state == Coordination(Phase.DECLARED)


def test_a_withdrawal_that_crosses_the_result_ends_with_both_sides_agreeing(
    talk: Conversation,
) -> None:
    talk.wish()
    assert talk.town.finish() == 1, "declared, but the town has not fetched it"
    talk.state = talk.state.after(Act.REVOKE_REQUEST, Actor.INITIATOR)
    talk.hub.send(
        request_to(talk.trade.party, transaction=talk.number, act=Act.REVOKE_REQUEST, sequence=3)
    )
    talk.town.tick()
    heard: list[Act] = []
    for reply in talk.hub.fetch():
        assert isinstance(reply, InboundMessage)
        heard.append(reply.what.act)
        if talk.state.allows(reply.what.act, Actor.EXECUTOR):
            talk.state = talk.state.after(reply.what.act, Actor.EXECUTOR)
    assert heard == [Act.DECLARE, Act.REFUSE, Act.DECLARE]
    (case,) = {effect.transaction for effect in talk.town.organisations[talk.trade.party].effects()}
    book = talk.town.organisations[talk.trade.party].organisation.book
    assert talk.state == book.case(TOWN, case).state == Coordination(Phase.DECLARED)


def test_an_acceptance_may_be_taken_back(talk: Conversation) -> None:
    talk.wish()
    talk.town.finish()
    talk.heard()
    talk.say(Act.ACCEPT)
    answer = talk.say(Act.REVOKE_ACCEPT)
    assert answer is not None
    assert answer.what.act is Act.ALLOW
    assert talk.state == Coordination(Phase.DECLARED)


# --- the gas company's calendar ---------------------------------------------------------------


@pytest.fixture
def gas(town: SandboxTown, clock: StoryClock) -> Conversation:
    return Conversation(town, TRADE["gas.midori"], clock)


def test_gas_offers_times_kept_for_this_case_alone(town: SandboxTown, gas: Conversation) -> None:
    declined = gas.say(Act.REQUEST, ActContent(slots=(Slot(date(2026, 4, 6), "13〜15時"),)))
    assert declined is not None
    first = declined.what.content.slots[0]
    rival = Conversation(town, gas.trade, gas.clock)
    other = rival.say(Act.REQUEST, ActContent(slots=(first,)))
    assert other is not None
    assert other.what.act is Act.DECLINE
    assert not set(other.what.content.slots) & set(declined.what.content.slots)
    taken = gas.say(Act.REQUEST, ActContent(slot=first))
    assert taken is not None
    assert taken.what.content.slot == first


def test_gas_lets_the_kept_times_go_when_the_town_gives_up(
    town: SandboxTown, gas: Conversation
) -> None:
    declined = gas.say(Act.REQUEST, ActContent(slots=(Slot(date(2026, 4, 6), "13〜15時"),)))
    assert declined is not None
    gas.say(Act.QUIT)
    rival = Conversation(town, gas.trade, gas.clock)
    promised = rival.say(Act.REQUEST, ActContent(slots=declined.what.content.slots))
    assert promised is not None
    assert promised.what.content.slot == declined.what.content.slots[0]


def test_gas_without_a_wished_time_asks_for_one(gas: Conversation) -> None:
    declined = gas.say(Act.REQUEST)
    assert declined is not None
    assert declined.what.act is Act.DECLINE
    assert len(declined.what.content.slots) == 3


@pytest.mark.parametrize(
    "closed",
    [
        Slot(date(2026, 4, 4), "9〜11時"),
        Slot(date(2026, 4, 29), "9〜11時"),
        Slot(date(2026, 4, 2), "9〜11時"),
        Slot(date(2026, 4, 20), "夜中"),
    ],
    ids=["Saturday", "holiday", "past", "no such span"],
)
def test_gas_promises_nothing_on_a_closed_day_or_an_unknown_span(
    gas: Conversation, closed: Slot
) -> None:
    declined = gas.say(Act.REQUEST, ActContent(slots=(closed,)))
    assert declined is not None
    assert declined.what.act is Act.DECLINE


def test_water_moves_a_wish_for_sunday_to_the_next_working_day(
    town: SandboxTown, clock: StoryClock
) -> None:
    water = Conversation(town, TRADE["water.nangun"], clock)
    promise = water.say(Act.REQUEST, ActContent(expected_on=date(2026, 4, 5)))
    assert promise is not None
    assert promise.what.content.expected_on == date(2026, 4, 6)
