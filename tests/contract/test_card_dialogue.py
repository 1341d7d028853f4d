"""Every way to a card keeps the same promises: in process, and through a real pcscd with vpcd."""

import hmac
import logging
import re
import traceback
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from counter_app.failures import CounterError, FailureCode
from counter_app.ports import NumberBox, PinKind
from counter_app.sandbox import card_holder, jpki
from counter_app.sandbox.card_holder import TAKASHI
from counter_app.sandbox.virtual_reader import VirtualReader
from iccard import apdu
from iccard.applications import FIRST_GENERATION
from iccard.channel import ChannelFaultError, Fault
from iccard.simulator import Quirk, VirtualCard
from iccard.vault import StepOrderError, Vault
from tests import card_support
from tests.card_support import NOW, card, fails, make_vault, press, read_whole

JPKI, INFORMATION = FIRST_GENERATION.jpki, FIRST_GENERATION.card_information
AUTH, INFO = PinKind.AUTHENTICATION, PinKind.CARD_INFORMATION
WRONG_PIN = "9090"
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


def prove(vault: Vault) -> None:
    vault.present()
    press(vault, AUTH, TAKASHI.authentication_pin)
    vault.verify_holder()


def tries(inserted: VirtualCard) -> int:
    return inserted.pin_tries(JPKI.aid, JPKI.pin.file)


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


@pytest.mark.parametrize("index", [8, 12])
def test_a_pin_whose_answer_is_lost_is_not_sent_again(
    reader: VirtualReader, vault: Vault, index: int
) -> None:
    inserted = card(empty_at=index)
    reader.exchange(inserted)
    with fails(FailureCode.CARD_PIN_UNCERTAIN):
        read_whole(vault)
    assert inserted.commands == index
    assert vault.pin(AUTH).length == vault.pin(INFO).length == 0


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


def test_a_wrong_pin_tells_the_tries_left_and_can_be_typed_again(
    reader: VirtualReader, vault: Vault
) -> None:
    inserted = card()
    reader.exchange(inserted)
    vault.present()
    press(vault, AUTH, WRONG_PIN)
    with fails(FailureCode.CARD_PIN_WRONG) as caught:
        vault.verify_holder()
    assert "あと2回" in caught.value.detail
    assert vault.pin(AUTH).length == 0
    press(vault, AUTH, TAKASHI.authentication_pin)
    vault.verify_holder()
    assert (inserted.verifications, tries(inserted)) == (2, 3)


def test_the_last_try_is_sent_only_when_confirmed(reader: VirtualReader, vault: Vault) -> None:
    inserted = card()
    reader.exchange(inserted)
    vault.present()
    for _ in range(2):
        press(vault, AUTH, WRONG_PIN)
        with fails(FailureCode.CARD_PIN_WRONG):
            vault.verify_holder()
    press(vault, AUTH, TAKASHI.authentication_pin)
    with fails(FailureCode.CARD_LAST_TRY):
        vault.verify_holder()
    assert (inserted.verifications, tries(inserted)) == (2, 1)
    vault.verify_holder(confirmed_last_try=True)
    assert tries(inserted) == 3


def test_the_try_that_locks_and_every_later_one_say_locked(
    reader: VirtualReader, vault: Vault
) -> None:
    inserted = card()
    reader.exchange(inserted)
    vault.present()
    for left in (2, 1, 0):
        press(vault, AUTH, WRONG_PIN)
        with fails(FailureCode.CARD_PIN_WRONG if left else FailureCode.CARD_PIN_LOCKED):
            vault.verify_holder(confirmed_last_try=True)
    assert vault.present().tries_left == 0
    press(vault, AUTH, TAKASHI.authentication_pin)
    with fails(FailureCode.CARD_PIN_LOCKED):
        vault.verify_holder(confirmed_last_try=True)
    assert inserted.verifications == 3


@pytest.mark.parametrize("typed", ["", "314", "31415", "3" * 40])
def test_a_pin_of_the_wrong_length_never_reaches_the_card(
    reader: VirtualReader, vault: Vault, typed: str
) -> None:
    inserted = card()
    reader.exchange(inserted)
    vault.present()
    sent = inserted.commands
    press(vault, AUTH, typed)
    with fails(FailureCode.CARD_PIN_FORMAT):
        vault.verify_holder()
    assert (inserted.commands, inserted.verifications, tries(inserted)) == (sent, 0, 3)


@pytest.mark.parametrize("entries", ["R", "WR", "WWR", "WWW", "WRR", "RW"])
def test_no_more_pins_are_sent_than_were_typed(
    reader: VirtualReader, vault: Vault, entries: str
) -> None:
    inserted = card()
    reader.exchange(inserted)
    vault.present()
    typed = 0
    for entry in entries:
        typed += 1
        press(vault, AUTH, TAKASHI.authentication_pin if entry == "R" else WRONG_PIN)
        for _ in range(3):  # an impatient clerk asks again without a new entry
            try:
                vault.verify_holder(confirmed_last_try=True)
            except (CounterError, StepOrderError):
                continue
    assert 0 < inserted.verifications <= typed


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


def test_another_program_must_verify_again_once_the_reading_is_done(
    reader: VirtualReader, vault: Vault
) -> None:
    reader.exchange(card())
    read_whole(vault)
    other = reader.channel()
    other.connect(apdu.select_application(INFORMATION.aid))
    answer = other.transmit(apdu.read_binary_short(INFORMATION.number))
    assert answer.status == apdu.StatusWord.NOT_VERIFIED
    other.release()


def test_a_reading_given_up_half_way_leaves_nothing_open(
    reader: VirtualReader, vault: Vault
) -> None:
    reader.exchange(card())
    prove(vault)
    vault.release()
    vault.release()
    other = reader.channel()
    other.connect(apdu.select_application(JPKI.aid))
    answer = other.transmit(apdu.sign(JPKI.key, b"x" * 51))
    assert answer.status == apdu.StatusWord.NOT_VERIFIED
    other.release()
    with pytest.raises(StepOrderError):
        vault.open_card_information()


def test_what_an_earlier_program_verified_is_forgotten_at_power_up(reader: VirtualReader) -> None:
    inserted = card()
    reader.exchange(inserted)
    earlier, ours = reader.channel(), reader.channel()
    earlier.connect(apdu.select_application(JPKI.aid))
    earlier.transmit(apdu.verify(JPKI.pin.file, bytearray(TAKASHI.authentication_pin.encode())))
    assert earlier.transmit(apdu.sign(JPKI.key, b"x" * 51)).ok
    earlier.release()
    ours.connect(apdu.select_application(JPKI.aid))
    assert ours.transmit(apdu.sign(JPKI.key, b"x" * 51)).status == apdu.StatusWord.NOT_VERIFIED
    ours.release()


def test_a_card_of_another_authority_is_not_believed(reader: VirtualReader, tmp_path: Path) -> None:
    reader.exchange(card())
    with fails(FailureCode.CARD_HOLDER_NOT_PROVED):
        make_vault(reader, trusted=jpki.open_authority(tmp_path, NOW)).present()


@pytest.mark.parametrize("days", [-1, 365 * 6])
def test_a_certificate_outside_its_period_is_not_believed(reader: VirtualReader, days: int) -> None:
    reader.exchange(card())
    with fails(FailureCode.CARD_HOLDER_NOT_PROVED):
        make_vault(reader, now=NOW + timedelta(days=days)).present()


def test_a_copied_certificate_without_its_key_is_not_believed(
    reader: VirtualReader, vault: Vault
) -> None:
    forged = jpki.CardIdentity(
        card_support.identity().certificate, card_support.identity("other").key
    )
    reader.exchange(card_holder.assemble(TAKASHI, forged, card_support.authority()))
    vault.present()
    press(vault, AUTH, TAKASHI.authentication_pin)
    with fails(FailureCode.CARD_HOLDER_NOT_PROVED):
        vault.verify_holder()
    with pytest.raises(StepOrderError):
        vault.open_card_information()


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
