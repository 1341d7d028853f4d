"""Every wrong end of a TLS connection is turned away before a single request is read."""

import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from counter_app.hub.channel import Channel, ChannelError, client_context
from counter_app.hub.parties import Endpoint
from counter_app.sandbox.http_service import HttpsService, Reply, Request
from counter_app.sandbox.pki import Authority, TlsFiles
from tests.hub_kit import HUB, TOWN

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
TOMORROW = datetime.now(UTC) + timedelta(days=1)


@dataclass
class World:
    """An authority, a stranger's authority with the same name, and a count of requests answered."""

    folder: Path
    answered: list[str] = field(default_factory=list)
    services: list[HttpsService] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.authority = Authority(self.folder / "ours", "hub")
        self.stranger = Authority(self.folder / "theirs", "hub")

    def handle(self, request: Request) -> Reply:
        self.answered.append(request.peer)
        return Reply(200, {"state": "running"})

    def made(
        self,
        name: str,
        *,
        server: bool,
        by: Authority | None = None,
        host: str = "localhost",
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> TlsFiles:
        """A TLS identity with the fault a test wants."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = (by or self.authority).issue(
            name, key.public_key(), server=server, host=host, since=since, until=until
        )
        files = TlsFiles(
            self.authority.certificate_file, self.folder / "x.pem", self.folder / "x.key"
        )
        files.certificate.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        files.key.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        return files

    def serve(self, tls: TlsFiles) -> str:
        service = HttpsService(self.handle, tls)
        service.start()
        self.services.append(service)
        return service.url

    def good_server(self) -> str:
        return self.serve(self.authority.files(HUB, server=True))

    def good_client(self, url: str) -> Endpoint:
        return self.authority.files(TOWN).endpoint(url)

    def refused(self, endpoint: Endpoint) -> str:
        """The reason for which a request did not get through."""
        channel = Channel(endpoint)
        with pytest.raises(ChannelError) as failure:
            channel.request("GET", "/status")
        channel.close()
        assert self.answered == []
        return str(failure.value)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    for service in made.services:
        service.stop()


def test_the_right_ends_meet_over_tls_1_3(world: World) -> None:
    channel = Channel(world.good_client(world.good_server()))
    assert channel.request("GET", "/status").body == {"state": "running"}
    assert world.answered == [TOWN]
    channel.close()


BAD_SERVERS: dict[str, Callable[[World], TlsFiles]] = {
    "another authority of the same name": lambda w: w.made(HUB, server=True, by=w.stranger),
    "another host": lambda w: w.made(HUB, server=True, host="hub.example"),
    "expired": lambda w: w.made(
        HUB, server=True, since=LONG_AGO, until=LONG_AGO + timedelta(days=30)
    ),
    "not yet valid": lambda w: w.made(HUB, server=True, since=TOMORROW),
    "a client's certificate": lambda w: w.made(HUB, server=False),
}


@pytest.mark.parametrize("bad", BAD_SERVERS.values(), ids=BAD_SERVERS.keys())
def test_a_server_with_a_wrong_certificate_gets_no_request(
    world: World, bad: Callable[[World], TlsFiles]
) -> None:
    url = world.serve(bad(world))
    assert world.refused(world.good_client(url)) == "相手の証明書を確かめられません"


BAD_CLIENTS: dict[str, Callable[[World], TlsFiles]] = {
    "another authority of the same name": lambda w: w.made(TOWN, server=False, by=w.stranger),
    "expired": lambda w: w.made(
        TOWN, server=False, since=LONG_AGO, until=LONG_AGO + timedelta(days=30)
    ),
    "not yet valid": lambda w: w.made(TOWN, server=False, since=TOMORROW),
    "a server's certificate": lambda w: w.made(TOWN, server=True),
}


@pytest.mark.parametrize("bad", BAD_CLIENTS.values(), ids=BAD_CLIENTS.keys())
def test_a_client_with_a_wrong_certificate_is_turned_away(
    world: World, bad: Callable[[World], TlsFiles]
) -> None:
    world.refused(bad(world).endpoint(world.good_server()))


def without_certificate(endpoint: Endpoint) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(endpoint.authority_file)
    return context


def tls_1_2_alone(endpoint: Endpoint) -> ssl.SSLContext:
    context = client_context(endpoint)
    context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_2
    return context


@pytest.mark.parametrize("wrong", [without_certificate, tls_1_2_alone])
def test_a_client_without_certificate_or_with_tls_1_2_is_turned_away(
    world: World, monkeypatch: pytest.MonkeyPatch, wrong: Callable[[Endpoint], ssl.SSLContext]
) -> None:
    monkeypatch.setattr("counter_app.hub.channel.client_context", wrong)
    world.refused(world.good_client(world.good_server()))


def test_a_server_that_speaks_tls_1_2_alone_gets_no_request(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from counter_app.sandbox import http_service

    def old(tls: TlsFiles) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(tls.certificate, tls.key)
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_2
        return context

    monkeypatch.setattr(http_service, "server_context", old)
    world.refused(world.good_client(world.good_server()))


def test_our_client_needs_its_own_pinned_authority(world: World) -> None:
    endpoint = world.good_client(world.good_server())
    world.refused(replace(endpoint, authority_file=world.stranger.certificate_file))


def test_a_service_without_tls_gets_no_request(world: World) -> None:
    url = world.good_server().replace("https://", "http://")
    world.refused(world.good_client(url))


def test_a_closed_port_is_reported_as_no_connection(world: World) -> None:
    endpoint = world.good_client(world.good_server())
    world.services[0].stop()
    assert world.refused(endpoint) == "つながりません"
