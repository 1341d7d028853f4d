"""Transfer certificates come over the Juki-net; link codes are issued and the hub never sees P."""

import base64
import json
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from joserfc import jwe
from joserfc.jwk import ECKey

from counter_app.failures import CounterError, FailureCode
from counter_app.hub.canonical import canonical_bytes
from counter_app.hub.juki import HttpsJukiNet
from counter_app.model.numbers import LinkCode
from counter_app.model.people import Sex
from counter_app.ports import FourAttributes
from counter_app.sandbox import http_service
from counter_app.sandbox.card_holder import CARD_HOLDERS, derive_number
from counter_app.sandbox.juki_server import network_name
from counter_app.sandbox.person_index import identify_persona
from counter_app.sandbox.pki import TlsFiles
from counter_app.sandbox.run import HubClient, SandboxTown
from counter_app.sandbox.town_files import TOWN
from counter_app.sandbox.town_story import CHINATSU, FAMILY, SHIZU, SINGLE, TAKASHI_CODE
from tests.card_support import card, make_vault, open_reader, read_whole
from tests.conftest import AnnouncedWarnings
from tests.hub_kit import GAS, StoryClock, made_up_number, memory_folder, request_to

NUMBER = made_up_number("31415926535").encode()
PERSON = network_name("somebody")


def identify(number: bytes) -> str:
    return PERSON if number == NUMBER else ""


@pytest.fixture
def town() -> Iterator[SandboxTown]:
    with (
        memory_folder() as folder,
        SandboxTown(folder, StoryClock(), identify=identify) as running,
    ):
        yield running


@pytest.fixture
def juki(town: SandboxTown) -> HttpsJukiNet:
    return town.juki_client()


@pytest.fixture
def client(town: SandboxTown) -> HubClient:
    return town.client()


HOLDER = CARD_HOLDERS["takashi"]
TAKASHI_ON_CARD = FourAttributes(HOLDER.name, HOLDER.address, HOLDER.birth, HOLDER.sex)


def sealed(number: bytes, acquisition: str, juki: HttpsJukiNet) -> str:
    """What the card vault makes of a number."""
    key = ECKey.import_key(json.loads(juki.recipient_key()))
    purpose = base64.urlsafe_b64encode(acquisition.encode()).rstrip(b"=").decode()
    header = {"alg": "ECDH-ES", "enc": "A256GCM", "apv": purpose}
    return jwe.encrypt_compact(header, number, key, ["ECDH-ES", "A256GCM"])


# --- transfer certificates ------------------------------------------------------------------


def test_a_certificate_pushed_in_advance_arrives_whole_until_it_is_taken(
    town: SandboxTown, juki: HttpsJukiNet
) -> None:
    town.tell(pushed=True, known=False)
    assert juki.arrived() == (FAMILY,)
    assert juki.arrived() == (FAMILY,)
    juki.taken(FAMILY.id)
    assert juki.arrived() == ()


def test_names_keep_every_glyph_and_selector_on_the_way(
    town: SandboxTown, juki: HttpsJukiNet
) -> None:
    town.tell(pushed=True, known=False)
    (certificate,) = juki.arrived()
    names = [member.name.text for member in certificate.members]
    assert names[0] == "渡邉\U000e010f\u3000髙志"
    assert names[4] == "\U00020bb7\ufa11\u3000シヅ"


def test_a_certificate_is_asked_for_by_the_four_attributes(
    town: SandboxTown, juki: HttpsJukiNet
) -> None:
    town.tell(pushed=False, known=False)
    assert juki.arrived() == ()
    assert juki.request(TAKASHI_ON_CARD) == FAMILY
    chinatsu = FourAttributes(
        CHINATSU.name.text, SINGLE.old_address.line, CHINATSU.birth, CHINATSU.sex
    )
    assert juki.request(chinatsu) == SINGLE


def test_a_card_without_selectors_and_space_finds_the_same_household(
    town: SandboxTown, juki: HttpsJukiNet
) -> None:
    town.tell(pushed=False, known=False)
    assert juki.request(replace(TAKASHI_ON_CARD, name="渡邉髙志")) == FAMILY


@pytest.mark.parametrize(
    "other",
    [
        replace(TAKASHI_ON_CARD, birth=date(1991, 11, 6)),
        replace(TAKASHI_ON_CARD, sex=Sex.FEMALE),
        replace(TAKASHI_ON_CARD, name="渡辺\u3000高志"),
        replace(TAKASHI_ON_CARD, address="甲県X市緑町二丁目8番1号"),
        replace(TAKASHI_ON_CARD, name=SHIZU.name.text),
    ],
    ids=["birth", "sex", "name", "address", "another member's name"],
)
def test_one_differing_attribute_finds_nobody(
    town: SandboxTown, juki: HttpsJukiNet, other: FourAttributes
) -> None:
    town.tell(pushed=False, known=False)
    with pytest.raises(CounterError) as failure:
        juki.request(other)
    assert failure.value.code is FailureCode.JUKI_NOT_FOUND


def test_an_old_town_that_has_not_finished_is_waited_for(
    town: SandboxTown, juki: HttpsJukiNet
) -> None:
    town.juki.transfers.put(FAMILY, pushed=False, finished=False)
    with pytest.raises(CounterError) as failure:
        juki.request(TAKASHI_ON_CARD)
    assert failure.value.code is FailureCode.JUKI_NOT_READY
    town.juki.transfers.put(FAMILY, pushed=False)
    assert juki.request(TAKASHI_ON_CARD) == FAMILY


def test_a_certificate_offered_again_after_a_restart_stays_taken(
    town: SandboxTown, juki: HttpsJukiNet
) -> None:
    town.juki.transfers.offer(FAMILY, pushed=True)
    juki.taken(FAMILY.id)
    town.juki.transfers.offer(FAMILY, pushed=True)
    assert juki.arrived() == ()


def test_outside_its_service_hours_the_network_says_so(
    town: SandboxTown, juki: HttpsJukiNet
) -> None:
    assert juki.open()
    town.juki.in_service = False
    assert not juki.open()
    with pytest.raises(CounterError) as failure:
        juki.arrived()
    assert failure.value.code is FailureCode.JUKI_CLOSED


def test_a_network_that_is_away_is_reported_as_such(town: SandboxTown, juki: HttpsJukiNet) -> None:
    town.juki.stop()
    with pytest.raises(CounterError) as failure:
        juki.request(TAKASHI_ON_CARD)
    assert failure.value.code is FailureCode.JUKI_UNREACHABLE


def test_a_certificate_that_carries_a_number_is_not_taken_in_and_holds_up_no_other(
    town: SandboxTown, juki: HttpsJukiNet, announced: AnnouncedWarnings
) -> None:
    noted = replace(FAMILY, announced_answers=(("remark", "", NUMBER.decode()),))
    town.juki.transfers.put(noted, pushed=True)
    town.juki.transfers.put(SINGLE, pushed=True)
    announced.expect("not taken in")
    assert juki.arrived() == (SINGLE,)
    with pytest.raises(CounterError) as failure:
        juki.request(TAKASHI_ON_CARD)
    assert failure.value.code is FailureCode.JUKI_UNREACHABLE
    assert NUMBER.decode() not in str(failure.value)


def test_the_juki_net_does_not_accept_the_hubs_certificates(town: SandboxTown) -> None:
    wrong = replace(
        town.files.juki_endpoint(),
        certificate_file=town.files.hub_endpoint().certificate_file,
        key_file=town.files.hub_endpoint().key_file,
    )
    client = HttpsJukiNet(wrong)
    with pytest.raises(CounterError) as failure:
        client.arrived()
    assert failure.value.code is FailureCode.JUKI_UNREACHABLE
    client.close()


# --- link codes -----------------------------------------------------------------------------


def test_a_link_code_is_issued_for_the_person_behind_a_sealed_number(
    town: SandboxTown, juki: HttpsJukiNet, client: HubClient
) -> None:
    acquisition = client.codes.begin_acquisition()
    assert client.codes.issued_code(acquisition) is None
    juki.deliver_number(acquisition, sealed(NUMBER, acquisition, juki))
    code = client.codes.issued_code(acquisition)
    assert code is not None
    client.transport.send(request_to(who=code.value))
    town.tick()
    assert [getattr(reply, "who", "") for reply in client.transport.fetch()] == [code.value]


def test_the_same_person_gets_the_same_code_again(juki: HttpsJukiNet, client: HubClient) -> None:
    codes = set()
    for _ in range(2):
        acquisition = client.codes.begin_acquisition()
        juki.deliver_number(acquisition, sealed(NUMBER, acquisition, juki))
        codes.add(client.codes.issued_code(acquisition))
    assert len(codes) == 1


def test_a_person_the_town_already_knows_keeps_the_known_code(
    town: SandboxTown, juki: HttpsJukiNet, client: HubClient
) -> None:
    town.hub.store.enrol(PERSON, TOWN, "YK4M7R20")
    acquisition = client.codes.begin_acquisition()
    juki.deliver_number(acquisition, sealed(NUMBER, acquisition, juki))
    code = client.codes.issued_code(acquisition)
    assert code is not None
    assert code.value == "YK4M7R20"


def test_a_number_of_nobody_or_one_that_cannot_be_opened_is_refused(
    juki: HttpsJukiNet, client: HubClient
) -> None:
    acquisition = client.codes.begin_acquisition()
    nobody = made_up_number("27182818284").encode()
    good = sealed(NUMBER, acquisition, juki)
    other = sealed(NUMBER, client.codes.begin_acquisition(), juki)
    for bad in (sealed(nobody, acquisition, juki), good[:-6] + "AAAAAA", "no.jwe", other):
        with pytest.raises(CounterError) as failure:
            juki.deliver_number(acquisition, bad)
        assert failure.value.code is FailureCode.JUKI_REFUSED
    assert client.codes.issued_code(acquisition) is None


def test_an_acquisition_nobody_began_is_refused(juki: HttpsJukiNet, client: HubClient) -> None:
    unknown = "AQ-0000000000000000"
    number = sealed(NUMBER, unknown, juki)
    with pytest.raises(CounterError) as failure:
        juki.deliver_number(unknown, number)
    assert failure.value.code is FailureCode.JUKI_REFUSED
    with pytest.raises(CounterError) as refusal:
        client.codes.issued_code("AQ-0000000000000000")
    assert refusal.value.code is FailureCode.HUB_REFUSED


def test_only_the_network_names_a_person_and_only_the_town_learns_the_code(
    town: SandboxTown, juki: HttpsJukiNet, client: HubClient
) -> None:
    acquisition = client.codes.begin_acquisition()
    with pytest.raises(CounterError):
        client.connection.call("POST", f"/acquisitions/{acquisition}/person", {"person": "x"})
    juki.deliver_number(acquisition, sealed(NUMBER, acquisition, juki))
    with pytest.raises(CounterError):
        town.client(GAS).codes.issued_code(acquisition)
    assert client.codes.issued_code(acquisition) is not None


def test_the_hub_away_while_a_number_is_delivered_is_tried_again(
    town: SandboxTown, juki: HttpsJukiNet, client: HubClient
) -> None:
    acquisition = client.codes.begin_acquisition()
    town.hub.stop()
    with pytest.raises(CounterError) as failure:
        juki.deliver_number(acquisition, sealed(NUMBER, acquisition, juki))
    assert failure.value.code is FailureCode.JUKI_UNREACHABLE
    town.hub.start()
    juki.deliver_number(acquisition, sealed(NUMBER, acquisition, juki))
    assert client.codes.issued_code(acquisition) is not None


def spellings(number: bytes) -> list[bytes]:
    text = number.decode()
    codes = [base64.b64encode(b"x" * shift + number) for shift in range(3)]
    return [
        number,
        text.encode("utf-16-le"),
        text.encode("utf-16-be"),
        number[::-1],
        number.hex().encode(),
        bytes.fromhex(text),
        *(code[4:-4] for code in codes),
        "".join(chr(0xFF10 + int(c)) for c in text).encode(),
    ]


def test_the_number_is_in_no_request_no_answer_and_no_file_of_the_sandbox(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every request and answer is taken down as it is outside TLS, on both services."""
    taken_down: list[bytes] = []
    original = http_service._Handler._write

    def tap(handler: http_service._Handler, reply: http_service.Reply) -> None:
        taken_down.append(canonical_bytes(reply.body))
        original(handler, reply)

    def listen(request: http_service.Request, handle: http_service.Handle) -> http_service.Reply:
        taken_down.append(request.path.encode() + canonical_bytes(request.body))
        return handle(request)

    plain_init = http_service.HttpsService.__init__

    def init(
        service: http_service.HttpsService,
        handle: http_service.Handle,
        tls: TlsFiles,
        port: int = 0,
    ) -> None:
        plain_init(service, lambda request: listen(request, handle), tls, port)

    monkeypatch.setattr(http_service._Handler, "_write", tap)
    monkeypatch.setattr(http_service.HttpsService, "__init__", init)
    with SandboxTown(tmp_path, StoryClock(), identify=identify) as town:
        client, juki = town.client(), town.juki_client()
        acquisition = client.codes.begin_acquisition()
        juki.deliver_number(acquisition, sealed(NUMBER, acquisition, juki))
        code = client.codes.issued_code(acquisition)
        assert code is not None
        client.transport.send(request_to(who=code.value))
        town.tick()
    places = {path.name: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    places["wire"] = b"\n".join(taken_down)
    assert acquisition.encode() in places["wire"]
    assert b'"sealed"' in places["wire"]
    for spelling in spellings(NUMBER):
        found = [name for name, data in places.items() if spelling in data]
        assert found == []
        assert spelling in b"".join([places["wire"], spelling]), "a planted one is found"
    assert zlib.compress(NUMBER) not in places["wire"]


# --- with a real card -------------------------------------------------------------------------


def test_a_card_that_is_read_leads_to_the_household_and_to_a_link_code() -> None:
    """From the chip's own bytes to PY, and the number leaves the vault sealed alone."""
    with (
        memory_folder() as folder,
        SandboxTown(folder, StoryClock()) as town,
        open_reader("in-process") as reader,
    ):
        town.tell(pushed=False, known=False)
        client, juki, vault = town.client(), town.juki_client(), make_vault(reader)
        reader.exchange(card())
        reading = read_whole(vault)
        assert juki.request(reading.attributes) == FAMILY
        acquisition = client.codes.begin_acquisition()
        key = juki.recipient_key()
        juki.deliver_number(acquisition, vault.encrypt_number_for(key, acquisition))
        code = client.codes.issued_code(acquisition)
        assert code is not None
        assert code.value != TAKASHI_CODE

        other = client.codes.begin_acquisition()
        elsewhere = vault.encrypt_number_for(key, acquisition)
        with pytest.raises(CounterError) as failure:
            juki.deliver_number(other, elsewhere)
        assert failure.value.code is FailureCode.JUKI_REFUSED
        vault.release()


def test_a_card_of_a_person_y_town_knows_leads_to_the_known_code() -> None:
    with (
        memory_folder() as folder,
        SandboxTown(folder, StoryClock()) as town,
        open_reader("in-process") as reader,
    ):
        town.tell(pushed=True, known=True)
        client, juki, vault = town.client(), town.juki_client(), make_vault(reader)
        reader.exchange(card())
        read_whole(vault)
        acquisition = client.codes.begin_acquisition()
        sealed_number = vault.encrypt_number_for(juki.recipient_key(), acquisition)
        juki.deliver_number(acquisition, sealed_number)
        assert client.codes.issued_code(acquisition) == LinkCode(TAKASHI_CODE)
        vault.release()


def test_every_card_holder_is_known_to_the_network_by_a_name_of_its_own() -> None:
    names = {identify_persona(bytes(derive_number(holder))) for holder in CARD_HOLDERS}
    assert len(names) == len(CARD_HOLDERS)
    assert "" not in names
    assert identify_persona(NUMBER) == ""
    assert identify_persona(b"") == ""
