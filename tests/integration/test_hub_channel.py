"""What a service may do to us: too much, too slow, no sense — and what a client may do to it."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from counter_app.failures import CounterError, FailureCode
from counter_app.hub import channel as channel_module
from counter_app.hub.channel import Channel, ChannelError
from counter_app.hub.https import HttpsHub, HubConnection
from counter_app.hub.juki import HttpsJukiNet
from counter_app.model.message import RefusedMessage
from counter_app.sandbox import http_service
from counter_app.sandbox.http_service import HttpsService, Reply, Request
from counter_app.sandbox.pki import Authority
from tests.conftest import AnnouncedWarnings
from tests.hub_kit import GAS, HUB, TOWN, StoryClock, keys_of, registry


class Service:
    """A real HTTPS service that answers every request with `reply`."""

    def __init__(self, folder: Path) -> None:
        self.authority = Authority(folder, "hub")
        self.reply = Reply(200, {})
        self.requests: list[Request] = []
        self.service = HttpsService(self.handle, self.authority.files(HUB, server=True))
        self.service.start()
        self.endpoint = self.authority.files(TOWN).endpoint(self.service.url)

    def handle(self, request: Request) -> Reply:
        self.requests.append(request)
        return self.reply


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    made = Service(tmp_path)
    yield made
    made.service.stop()


@pytest.fixture
def channel(service: Service) -> Iterator[Channel]:
    made = Channel(service.endpoint)
    yield made
    made.close()


def test_an_answer_over_the_cap_is_not_read_to_its_end(
    service: Service, channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channel_module, "ANSWER_LIMIT", 100_000)
    service.reply = Reply(200, {"text": "x" * 90_000})
    assert channel.request("GET", "/a").status == 200
    service.reply = Reply(200, {"text": "x" * 100_000})
    with pytest.raises(ChannelError, match="大きすぎ"):
        channel.request("GET", "/a")


def test_an_answer_that_takes_too_long_in_all_is_given_up(
    channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channel_module, "ANSWER_SECONDS", -1.0)
    with pytest.raises(ChannelError, match="時間内"):
        channel.request("GET", "/a")


@pytest.mark.parametrize("body", [b"<html>", b"[1]", b'{"a":1,"a":2}', b"\xff", b"", b'{"a":NaN}'])
def test_an_answer_that_is_no_plain_object_is_refused(
    service: Service, channel: Channel, monkeypatch: pytest.MonkeyPatch, body: bytes
) -> None:
    monkeypatch.setattr(http_service, "canonical_bytes", lambda _: body)
    with pytest.raises(ChannelError, match="読めません"):
        channel.request("GET", "/a")
    assert len(service.requests) == 1


def test_a_redirection_is_not_followed(service: Service, channel: Channel) -> None:
    service.reply = Reply(302, {"location": "https://localhost/elsewhere"})
    assert channel.request("GET", "/a").status == 302
    assert len(service.requests) == 1


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (400, FailureCode.HUB_REFUSED),
        (403, FailureCode.HUB_REFUSED),
        (404, FailureCode.HUB_REFUSED),
        (302, FailureCode.HUB_UNREACHABLE),
        (408, FailureCode.HUB_UNREACHABLE),
        (429, FailureCode.HUB_UNREACHABLE),
        (500, FailureCode.HUB_UNREACHABLE),
        (503, FailureCode.HUB_UNREACHABLE),
    ],
)
def test_each_status_says_whether_trying_again_may_help(
    service: Service, status: int, code: FailureCode
) -> None:
    service.reply = Reply(status, {"reason": "利用者に見せない語"})
    connection = HubConnection(service.endpoint)
    with pytest.raises(CounterError) as failure:
        connection.call("GET", "/a")
    assert failure.value.code is code
    assert "利用者" not in failure.value.detail, "words of the other side are not shown"
    connection.close()


@pytest.mark.parametrize(
    "key", [None, "x", {}, {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}, {"d": "AA"}]
)
def test_a_recipient_key_that_is_none_is_refused(service: Service, key: object) -> None:
    service.reply = Reply(200, {"key": key})  # type: ignore[dict-item]
    juki = HttpsJukiNet(service.endpoint)
    with pytest.raises(CounterError) as failure:
        juki.recipient_key()
    assert failure.value.code is FailureCode.JUKI_UNREACHABLE
    juki.close()


@pytest.mark.parametrize("certificate", [1, {}, {"id": "x"}])
def test_a_certificate_without_its_fields_is_left_where_it_is(
    service: Service, announced: AnnouncedWarnings, certificate: object
) -> None:
    announced.expect("a pushed certificate was not taken in")
    service.reply = Reply(200, {"certificates": [certificate]})  # type: ignore[list-item]
    juki = HttpsJukiNet(service.endpoint)
    assert juki.arrived() == ()
    juki.close()


@pytest.mark.parametrize("certificates", [None, {}])
def test_an_answer_without_a_list_of_certificates_is_refused(
    service: Service, certificates: object
) -> None:
    service.reply = Reply(200, {"certificates": certificates})  # type: ignore[dict-item]
    juki = HttpsJukiNet(service.endpoint)
    with pytest.raises(CounterError) as failure:
        juki.arrived()
    assert failure.value.code is FailureCode.JUKI_UNREACHABLE
    juki.close()


@pytest.mark.parametrize(
    "messages", [None, {}, [1], [{}], [{"id": ""}], [{"id": "x" * 65}], [{"id": "a b c d e"}]]
)
def test_a_mailbox_that_could_never_be_emptied_is_no_answer(
    service: Service, messages: object
) -> None:
    service.reply = Reply(200, {"messages": messages})  # type: ignore[dict-item]
    connection = HubConnection(service.endpoint)
    keys = keys_of(TOWN)
    hub = HttpsHub(connection, keys, registry(keys, keys_of(HUB)), StoryClock())
    with pytest.raises(CounterError) as failure:
        hub.fetch()
    assert failure.value.code is FailureCode.HUB_UNREACHABLE
    connection.close()


def test_an_entry_without_a_message_is_put_aside_under_its_number(service: Service) -> None:
    service.reply = Reply(200, {"messages": [{"id": "0123456789abcdef", "from": GAS}]})
    connection = HubConnection(service.endpoint)
    keys = keys_of(TOWN)
    hub = HttpsHub(connection, keys, registry(keys, keys_of(HUB)), StoryClock())
    (refused,) = hub.fetch()
    assert isinstance(refused, RefusedMessage)
    assert (refused.id, refused.from_party) == ("0123456789abcdef", GAS)
    connection.close()


def test_requests_share_one_connection_that_stays_open(
    service: Service, channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    handshakes: list[bool] = []
    original = http_service._Handler.setup

    def counted(handler: http_service._Handler) -> None:
        handshakes.append(True)
        original(handler)

    monkeypatch.setattr(http_service._Handler, "setup", counted)
    for _ in range(5):
        channel.request("POST", "/a", {})
    assert len(service.requests) == 5
    assert len(handshakes) == 1


def test_a_body_over_the_cap_is_refused_by_the_service(service: Service, channel: Channel) -> None:
    assert channel.request("POST", "/a", {"text": "x" * 300_000}).status == 413
    assert service.requests == []


def test_a_connection_that_never_speaks_keeps_nobody_waiting(
    service: Service, channel: Channel
) -> None:
    silent = [socket.create_connection(("127.0.0.1", service.service.port)) for _ in range(20)]
    assert channel.request("GET", "/a").status == 200
    for connection in silent:
        connection.close()


def test_a_stopped_service_answers_nothing_and_starts_again_on_its_port(
    service: Service, channel: Channel
) -> None:
    port = service.service.port
    assert channel.request("GET", "/a").status == 200
    service.service.stop()
    with pytest.raises(ChannelError):
        channel.request("GET", "/a")
    service.service.start()
    assert service.service.port == port
    assert channel.request("GET", "/a").status == 200
