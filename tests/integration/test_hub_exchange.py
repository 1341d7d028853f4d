"""The reference hub over real TLS: who may send as whom, what is translated, kept and refused."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from counter_app.failures import CounterError, FailureCode
from counter_app.hub.canonical import JsonObject
from counter_app.hub.channel import Answer, Channel
from counter_app.hub.envelope import OuterHeader, digest, seal, sign_header
from counter_app.hub.https import HttpsHub, HubConnection
from counter_app.model.commitment import Act
from counter_app.model.message import InboundMessage, OutboundMessage, RefusedMessage
from counter_app.model.numbers import new_id
from counter_app.sandbox.run import SandboxTown
from tests.hub_kit import (
    GAS,
    HUB,
    NOW,
    PY,
    TAKASHI,
    TOWN,
    WATER,
    StoryClock,
    memory_folder,
    request_to,
)

POWER, VEHICLE = "power.aoba", "vehicle.otsu"


@pytest.fixture
def clock() -> StoryClock:
    return StoryClock()


@pytest.fixture
def town(clock: StoryClock) -> Iterator[SandboxTown]:
    with memory_folder() as folder, SandboxTown(folder, clock) as running:
        running.hub.store.enrol("person-1", TOWN, PY)
        yield running


@pytest.fixture
def hub(town: SandboxTown) -> HttpsHub:
    return town.client().transport


def code_of(failure: pytest.ExceptionInfo[CounterError]) -> FailureCode:
    return failure.value.code


def test_each_organisation_knows_the_person_by_a_code_of_its_own(
    town: SandboxTown, hub: HttpsHub
) -> None:
    for organisation in (GAS, WATER, POWER, VEHICLE):
        hub.send(request_to(organisation))
    town.tick()
    replies = hub.fetch()
    assert [type(reply) for reply in replies] == [InboundMessage] * 4
    assert {reply.who for reply in replies if isinstance(reply, InboundMessage)} == {PY}
    sent = [entry for entry in town.hub.ledger() if entry.from_party == TOWN]
    assert {entry.who_sent for entry in sent} == {PY}
    assert len({entry.who_received for entry in sent} | {PY}) == 5, "four codes, none of them PY"
    back = [entry for entry in town.hub.ledger() if entry.to_party == TOWN]
    assert {(e.from_party, e.who_sent, e.who_received) for e in back} == {
        (e.to_party, e.who_received, e.who_sent) for e in sent
    }


def test_the_same_person_keeps_the_same_code_at_an_organisation(
    town: SandboxTown, hub: HttpsHub
) -> None:
    hub.send(request_to(GAS))
    hub.send(request_to(GAS))
    assert len({entry.who_received for entry in town.hub.ledger()}) == 1


def test_a_message_sent_again_has_one_effect(town: SandboxTown, hub: HttpsHub) -> None:
    message = request_to(POWER)
    for _ in range(3):
        hub.send(message)
        town.tick()
    (first, *_) = town.hub.ledger()
    assert first.repeats == 2
    assert [e.act for e in town.organisations[POWER].effects()] == [Act.REQUEST, Act.PROMISE]
    assert len(hub.fetch()) == 1


def test_an_act_sent_under_a_new_message_id_still_has_one_effect(
    town: SandboxTown, hub: HttpsHub
) -> None:
    message = request_to(POWER)
    hub.send(message)
    hub.send(replace(message, id=new_id()))
    town.tick()
    assert [e.act for e in town.organisations[POWER].effects()] == [Act.REQUEST, Act.PROMISE]


def test_what_a_client_cannot_mean_is_refused_in_json_before_it_reaches_anything(
    town: SandboxTown,
) -> None:
    wanted = {
        ("DELETE", "/status"): (405, "no_such_method"),
        ("BREW", "/messages"): (405, "no_such_method"),
        ("GET", "/mailbox?limit=x"): (400, "no_such_limit"),
        ("GET", "/mailbox?limit=-1"): (400, "no_such_limit"),
        ("GET", f"/mailbox?limit={'9' * 5000}"): (400, "no_such_limit"),
        ("GET", "/" + "a" * 65_530): (400, "not_http"),
    }
    with closing(Channel(town.files.hub_endpoint())) as channel:
        for (method, path), (status, reason) in wanted.items():
            assert channel.request(method, path) == Answer(status, {"reason": reason})


def test_a_message_stays_in_the_mailbox_until_it_is_acknowledged(
    town: SandboxTown, hub: HttpsHub
) -> None:
    hub.send(request_to(POWER))
    town.tick()
    (reply,) = hub.fetch()
    assert hub.fetch() == (reply,)
    town.client(WATER).transport.acknowledge((reply.id,))
    assert hub.fetch() == (reply,), "nobody else can acknowledge it"
    hub.acknowledge((reply.id,))
    assert hub.fetch() == ()


def test_the_content_is_gone_from_the_hub_once_it_is_acknowledged(
    town: SandboxTown, hub: HttpsHub
) -> None:
    hub.send(request_to(POWER))
    database = sqlite3.connect(town.files.database("hub"))
    assert database.execute("SELECT length(what) FROM messages").fetchone()[0] > 500
    town.tick()
    assert database.execute("SELECT what, header FROM messages").fetchone() == ("", "")
    database.close()


def test_no_file_of_the_hub_holds_a_readable_content(town: SandboxTown, hub: HttpsHub) -> None:
    hub.send(request_to(GAS))
    files = [path for path in town.files.folder.glob("hub.sqlite*") if path.is_file()]
    data = b"".join(path.read_bytes() for path in files)
    assert PY.encode() in data, "the search sees what lies open"
    for secret in (TAKASHI, "開栓", "090-0000-0000", "13〜15時"):
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            assert secret.encode(encoding) not in data


def test_a_link_code_the_hub_does_not_know_is_refused(hub: HttpsHub) -> None:
    with pytest.raises(CounterError) as failure:
        hub.send(request_to(who="0000000Z"))
    assert code_of(failure) is FailureCode.HUB_REFUSED


def test_a_message_id_cannot_be_used_for_another_message(hub: HttpsHub) -> None:
    message = request_to(GAS)
    hub.send(message)
    with pytest.raises(CounterError) as failure:
        hub.send(replace(message, to_party=WATER))
    assert code_of(failure) is FailureCode.HUB_REFUSED


def test_nobody_sends_as_another_party(town: SandboxTown) -> None:
    """The gas company's certificate with a message from Y町, well signed by Y町's key."""
    gas = HubConnection(town.files.hub_endpoint(GAS))
    envelope = seal(request_to(WATER), town.files.identity(TOWN), town.files.directory(), NOW)
    body: JsonObject = {"header": envelope.header, "what": envelope.what}
    with pytest.raises(CounterError) as failure:
        gas.call("POST", "/messages", body)
    assert code_of(failure) is FailureCode.HUB_REFUSED
    gas.close()
    assert town.hub.ledger() == ()


def test_an_expired_message_is_refused_by_the_hub_and_by_its_receiver(
    town: SandboxTown, hub: HttpsHub, clock: StoryClock
) -> None:
    message = request_to(POWER)
    hub.send(message)
    clock.forward(days=4)
    with pytest.raises(CounterError) as failure:
        hub.send(request_to(POWER))
    assert code_of(failure) is FailureCode.HUB_REFUSED
    town.tick()
    assert town.organisations[POWER].effects() == ()
    refusals = town.organisations[POWER].organisation.book.refusals()
    assert refusals == ((message.id, "有効期限を過ぎています"),)


def forge(town: SandboxTown, reply: OutboundMessage, *, signer: str, tamper: bool = False) -> None:
    """Put a reply into Y町's mailbox as a hub gone wrong would: its database is changed by hand."""
    sender = replace(town.files.identity(signer), party=reply.from_party)
    envelope = seal(reply, sender, town.files.directory(), NOW)
    what = envelope.what[:-4] + "AAAA" if tamper else envelope.what
    header = OuterHeader(
        id=reply.id,
        from_party=reply.from_party,
        to_party=reply.to_party,
        who=PY,
        in_reply_to=reply.what.in_reply_to,
        sent_at=NOW,
        not_after=reply.not_after,
        digest=digest(what),
    )
    database = sqlite3.connect(town.files.database("hub"))
    with database:
        database.execute(
            "INSERT INTO messages (id, from_party, to_party, who_sent, who_received, in_reply_to,"
            " accepted_at, not_after, header, what) VALUES (?, ?, ?, '', '', '', '', '', ?, ?)",
            (
                reply.id,
                reply.from_party,
                TOWN,
                sign_header(header, town.files.identity(HUB)),
                what,
            ),
        )
    database.close()


def reply_from(organisation: str) -> OutboundMessage:
    return replace(request_to(act=Act.PROMISE, sequence=2), from_party=organisation, to_party=TOWN)


def test_a_reply_signed_by_another_party_is_put_aside_with_its_reason(
    town: SandboxTown, hub: HttpsHub
) -> None:
    forged, honest = reply_from(GAS), reply_from(GAS)
    forge(town, forged, signer=WATER)
    forge(town, honest, signer=GAS)
    refused, received = hub.fetch()
    assert isinstance(refused, RefusedMessage)
    assert (refused.id, refused.from_party) == (forged.id, GAS)
    assert "署名" in refused.reason
    assert isinstance(received, InboundMessage)
    assert received.id == honest.id
    hub.acknowledge((refused.id, received.id))
    assert hub.fetch() == ()


def test_a_reply_changed_on_its_way_is_put_aside(town: SandboxTown, hub: HttpsHub) -> None:
    forge(town, reply_from(GAS), signer=GAS, tamper=True)
    (refused,) = hub.fetch()
    assert isinstance(refused, RefusedMessage)
    assert refused.reason == "復号できません"


def test_many_threads_share_one_connection_and_every_message_arrives_once(
    town: SandboxTown, hub: HttpsHub
) -> None:
    messages = [request_to(POWER) for _ in range(64)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(hub.send, messages + messages))
    ledger = town.hub.ledger()
    assert {entry.id for entry in ledger} == {message.id for message in messages}
    assert [entry.repeats for entry in ledger] == [1] * 64
    while town.tick():
        pass
    acts = Counter(effect.act for effect in town.organisations[POWER].effects())
    assert acts == {Act.REQUEST: 64, Act.PROMISE: 64}


def test_an_old_message_played_again_has_no_second_effect(town: SandboxTown, hub: HttpsHub) -> None:
    """The hub's database is put back to a copy from before the message was acknowledged."""
    message = request_to(POWER)
    hub.send(message)
    database = sqlite3.connect(town.files.database("hub"))
    before = database.execute("SELECT header, what FROM messages").fetchone()
    town.tick()
    with database:
        database.execute(
            "UPDATE messages SET header = ?, what = ?, acknowledged_at = NULL WHERE id = ?",
            (*before, message.id),
        )
    database.close()
    assert town.hub.store.waiting(POWER) == 1
    town.tick()
    assert town.hub.store.waiting(POWER) == 0
    assert [e.act for e in town.organisations[POWER].effects()] == [Act.REQUEST, Act.PROMISE]
    assert len(hub.fetch()) == 1


def test_the_town_starts_again_on_its_folder_with_all_it_knew(clock: StoryClock) -> None:
    message = request_to(POWER)
    with memory_folder() as folder:
        with SandboxTown(folder, clock) as first:
            first.hub.store.enrol("person-1", TOWN, PY)
            first.client().transport.send(message)
        with SandboxTown(folder, clock) as second:
            second.tick()
            (reply,) = second.client().transport.fetch()
            assert isinstance(reply, InboundMessage)
            assert reply.in_reply_to == message.id


def test_an_outage_is_reported_and_everything_waiting_goes_on_after_it(
    town: SandboxTown, hub: HttpsHub
) -> None:
    hub.send(request_to(POWER))
    town.hub.stop()
    message = request_to(WATER)
    for attempt in (lambda: hub.send(message), lambda: hub.fetch(), lambda: town.tick()):
        with pytest.raises(CounterError) as failure:
            attempt()
        assert code_of(failure) is FailureCode.HUB_UNREACHABLE
    town.hub.start()
    hub.send(message)
    town.tick()
    assert len(hub.fetch()) == 2
    assert [entry.repeats for entry in town.hub.ledger()] == [0] * 4


def test_the_towns_other_acts_are_answered_along_the_table(
    town: SandboxTown, hub: HttpsHub
) -> None:
    request = request_to(POWER)
    number = request.what.transaction
    hub.send(request)
    town.tick()
    hub.send(request_to(POWER, transaction=number, act=Act.REVOKE_REQUEST, sequence=3))
    town.tick()
    acts = [(e.sequence, e.act) for e in town.organisations[POWER].effects()]
    assert acts == [
        (1, Act.REQUEST),
        (2, Act.PROMISE),
        (3, Act.REVOKE_REQUEST),
        (4, Act.ALLOW),
    ]
    assert town.finish() == 0, "nothing is left to be done"


def test_an_act_the_table_does_not_allow_has_no_effect(town: SandboxTown, hub: HttpsHub) -> None:
    request = request_to(POWER)
    hub.send(request)
    town.tick()
    wrong = request_to(POWER, transaction=request.what.transaction, act=Act.ACCEPT, sequence=3)
    hub.send(wrong)
    town.tick()
    assert [e.act for e in town.organisations[POWER].effects()] == [Act.REQUEST, Act.PROMISE]
    assert town.organisations[POWER].organisation.book.refusals() == (
        (wrong.id, "今の状態ではできない行為です"),
    )


def test_a_promise_is_declared_on_its_day(
    town: SandboxTown, hub: HttpsHub, clock: StoryClock
) -> None:
    hub.send(request_to(POWER))
    town.tick()
    (promise,) = hub.fetch()
    assert isinstance(promise, InboundMessage)
    hub.acknowledge((promise.id,))
    town.tick()
    assert hub.fetch() == ()
    assert promise.what.content.expected_on is not None
    clock.forward(days=(promise.what.content.expected_on - NOW.date()).days)
    town.tick()
    (declared,) = hub.fetch()
    assert isinstance(declared, InboundMessage)
    assert declared.what.act is Act.DECLARE


def test_the_town_in_threads_answers_by_itself(tmp_path: Path) -> None:
    with SandboxTown(tmp_path, StoryClock(), poll_seconds=0.01) as town:
        town.hub.store.enrol("person-1", TOWN, PY)
        hub = town.client().transport
        hub.send(request_to(GAS))
        replies: tuple[InboundMessage | RefusedMessage, ...] = ()
        while not replies:
            replies = hub.fetch()
        assert isinstance(replies[0], InboundMessage)
        assert replies[0].what.act is Act.DECLINE
