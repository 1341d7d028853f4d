"""Every way to a card keeps the same promises: in process, and through a real pcscd with vpcd."""

import hmac
import logging
import re
import traceback
from collections.abc import Iterator
from dataclasses import replace

import pytest

from counter_app.failures import CounterError, FailureCode
from counter_app.ports import NumberBox, PinKind
from counter_app.sandbox import card_holder
from counter_app.sandbox.card_holder import TAKASHI
from counter_app.sandbox.virtual_reader import VirtualReader
from iccard import apdu
from iccard.applications import FIRST_GENERATION
from iccard.channel import ChannelFaultError, Fault
from iccard.simulator import Quirk, VirtualCard
from iccard.vault import Vault
from tests import card_support
from tests.card_support import card, fails, make_vault, press, prove, read_whole

JPKI = FIRST_GENERATION.jpki
AUTH = PinKind.AUTHENTICATION
INFO = PinKind.CARD_INFORMATION
COMMANDS = 14


@pytest.fixture(scope="module", params=["in-process", "pcsc"])
def reader(request: pytest.FixtureRequest) -> Iterator[VirtualReader]:
    with card_support.open_reader(request.param) as reader:
        yield reader


@pytest.fixture
def vault(reader: VirtualReader) -> Iterator[Vault]:
    made = make_vault(reader)
    yield made
    made.release()


def test_a_whole_reading_gives_the_attributes_in_fourteen_commands(
    reader: VirtualReader, vault: Vault
) -> None:
    inserted = card()
    reader.exchange(inserted)
    assert vault.wait_for_card(3.0)
    reading = read_whole(vault)
    assert reading.attributes.name == "渡邉\U000e010f\u3000髙志"
    assert reading.attributes.address == TAKASHI.address
    assert (reading.attributes.birth, reading.attributes.sex) == (TAKASHI.birth, TAKASHI.sex)
    assert reading.channel == reader.kind
    assert reading.reader == reader.name
    assert reading.revocation_checked is False
    serial = card_support.identity().certificate.serial_number
    assert reading.certificate_serial == f"{serial:X}"
    number = card_holder.derive_number(TAKASHI.id)
    expected = hmac.digest(card_support.INDEX_KEY, b"idx|1|" + bytes(number), "sha256")
    assert reading.blind_index == expected
    assert reading.apdus == inserted.commands == COMMANDS
    assert inserted.verifications == 2


def test_the_reader_waits_for_a_card_and_says_when_none_came(
    reader: VirtualReader, vault: Vault
) -> None:
    reader.remove()
    assert not vault.wait_for_card(0.0)
    reader.exchange(card())
    assert vault.wait_for_card(0.0)


def test_an_empty_reader_is_reported_and_the_next_tap_works(
    reader: VirtualReader, vault: Vault
) -> None:
    reader.remove()
    with fails(FailureCode.CARD_ABSENT):
        vault.present()
    reader.exchange(card())
    assert vault.present().tries_left == 3


def test_looking_whether_the_card_stays_sends_it_nothing_and_tells_when_it_is_gone(
    reader: VirtualReader, vault: Vault
) -> None:
    inserted = card()
    reader.exchange(inserted)
    vault.stays()  # nobody's card yet: nothing to say
    prove(vault)
    sent = inserted.commands
    for _ in range(3):
        vault.stays()
    assert inserted.commands == sent
    vault.open_card_information()  # what was verified still is
    press(vault, INFO, "12")
    reader.remove()
    with fails(FailureCode.CARD_REMOVED):
        vault.stays()
    assert vault.pin(INFO).length == 0
    reader.exchange(inserted)
    assert read_whole(vault).apdus == COMMANDS


@pytest.mark.parametrize("index", range(1, COMMANDS + 1))
def test_a_card_removed_at_any_command_is_reported_and_the_next_tap_works(
    reader: VirtualReader, vault: Vault, index: int
) -> None:
    inserted = card(remove_at=index)
    reader.exchange(inserted)
    with fails(FailureCode.CARD_REMOVED):
        read_whole(vault)
    assert inserted.commands == index
    inserted.script.remove_at = None
    reader.exchange(inserted)
    assert read_whole(vault).apdus == COMMANDS


@pytest.mark.parametrize("index", [1, 2, 3, 7, 9, 10, 11, 13, 14])
def test_an_answer_without_content_is_never_taken_for_success(
    reader: VirtualReader, vault: Vault, index: int
) -> None:
    inserted = card(empty_at=index)
    reader.exchange(inserted)
    with fails(FailureCode.CARD_EMPTY_ANSWER):
        read_whole(vault)
    inserted.script.empty_at = None
    assert read_whole(vault).apdus == COMMANDS


def test_a_card_without_the_application_is_unknown(reader: VirtualReader, vault: Vault) -> None:
    reader.exchange(VirtualCard(()))
    with fails(FailureCode.CARD_UNKNOWN):
        vault.present()
    reader.exchange(card())
    assert read_whole(vault).apdus == COMMANDS


def test_a_reader_held_by_another_program_is_busy_until_it_lets_go(
    reader: VirtualReader, vault: Vault
) -> None:
    reader.exchange(card())
    other = reader.channel()
    other.connect(apdu.select_application(JPKI.aid))
    with fails(FailureCode.CARD_READER_BUSY):
        vault.present()
    other.release()
    assert vault.present().tries_left == 3


@pytest.mark.parametrize("index", [1, 5, 9])
def test_a_card_that_does_not_answer_is_given_up_and_the_next_tap_works(
    reader: VirtualReader, index: int
) -> None:
    vault = make_vault(reader, call_seconds=1.0)
    inserted = card(stall_at=index)
    reader.exchange(inserted)
    with fails(FailureCode.CARD_NO_ANSWER):
        read_whole(vault)
    inserted.script.stall.set()
    inserted.script.stall_at = None
    patient = make_vault(reader)
    reader.insert(card())
    assert read_whole(patient).apdus == COMMANDS
    patient.release()
    vault.release()


@pytest.mark.parametrize(
    "quirks",
    [frozenset({quirk}) for quirk in Quirk] + [frozenset(Quirk)],
    ids=lambda quirks: "+".join(sorted(quirk.name for quirk in quirks)),
)
def test_cards_and_readers_that_differ_are_read_all_the_same(
    reader: VirtualReader, vault: Vault, quirks: frozenset[Quirk]
) -> None:
    inserted = card(quirks=quirks)
    reader.exchange(inserted)
    assert read_whole(vault).attributes.name == TAKASHI.name
    assert inserted.verifications == 2


def test_a_long_address_is_read_whole(reader: VirtualReader, vault: Vault) -> None:
    long = replace(TAKASHI, address="甲県南北条郡長い名前の町大字上下原" * 12)
    reader.exchange(card(long))
    assert read_whole(vault).attributes.address == long.address


def test_the_number_can_be_used_after_the_card_is_gone_until_it_is_released(
    reader: VirtualReader, vault: Vault
) -> None:
    reader.exchange(card())
    read_whole(vault)
    reader.remove()
    boxes = (NumberBox(page=1, x=10, y=10, width=60, height=7, person="m1"),)
    assert vault.draw_number(b"%PDF", boxes) == b"%PDF\x01\x0c"
    vault.release()
    with fails(FailureCode.CARD_NUMBER_GONE):
        vault.draw_number(b"%PDF", boxes)


def test_the_channel_counts_the_commands_to_this_card_alone(reader: VirtualReader) -> None:
    reader.exchange(card())
    channel = reader.channel()
    for _ in range(2):
        channel.connect(apdu.select_application(JPKI.aid))
        channel.transmit(apdu.query_tries(JPKI.pin.file))
        assert channel.apdus == 2
        channel.release()
    with pytest.raises(ChannelFaultError) as caught:
        channel.transmit(apdu.query_tries(JPKI.pin.file))
    assert caught.value.fault is Fault.REMOVED


@pytest.mark.parametrize("index", [8, 9, 12, 13, 14])
def test_neither_pin_nor_number_is_in_any_error_or_log(
    reader: VirtualReader, vault: Vault, index: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    reader.exchange(card(remove_at=index))
    with pytest.raises(CounterError) as caught:
        read_whole(vault)
    told = "".join(
        traceback.TracebackException.from_exception(caught.value, capture_locals=True).format()
    )
    secrets = (
        TAKASHI.authentication_pin,
        TAKASHI.card_information_pin,
        card_holder.derive_number(TAKASHI.id).decode(),
    )
    assert "digits" in told or index > 8  # the frames that held the secrets are in the text
    alone = [re.compile(rf"(?i)(?<![0-9a-fx]){secret}(?![0-9a-f])") for secret in secrets]
    for text in (told, caplog.text, repr(caught.value), repr(vault), repr(vault.pin(AUTH))):
        assert not [secret for secret in alone if secret.search(text)]
