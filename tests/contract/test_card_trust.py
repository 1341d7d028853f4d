"""PINs and proofs over every way to a card: none sent twice, none left open, no copy believed."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from counter_app.failures import CounterError, FailureCode
from counter_app.ports import PinKind
from counter_app.sandbox import card_holder, jpki
from counter_app.sandbox.card_holder import TAKASHI
from counter_app.sandbox.virtual_reader import VirtualReader
from iccard import apdu
from iccard.applications import FIRST_GENERATION
from iccard.certificates import AuthorityFolder
from iccard.simulator import VirtualCard
from iccard.vault import StepOrderError, Vault
from tests import card_support
from tests.card_support import NOW, card, fails, make_vault, press, prove, read_whole

JPKI = FIRST_GENERATION.jpki
INFORMATION = FIRST_GENERATION.card_information
AUTH = PinKind.AUTHENTICATION
INFO = PinKind.CARD_INFORMATION
WRONG_PIN = "9090"


@pytest.fixture(scope="module", params=["in-process", "pcsc"])
def reader(request: pytest.FixtureRequest) -> Iterator[VirtualReader]:
    with card_support.open_reader(request.param) as reader:
        yield reader


@pytest.fixture
def vault(reader: VirtualReader) -> Iterator[Vault]:
    made = make_vault(reader)
    yield made
    made.release()


def tries(inserted: VirtualCard) -> int:
    return inserted.pin_tries(JPKI.aid, JPKI.pin.file)


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


def test_an_authority_that_cannot_be_read_is_told_before_any_pin_and_counts_once_replaced(
    reader: VirtualReader, tmp_path: Path
) -> None:
    file = tmp_path / "ca.pem"
    file.write_bytes(b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    vault = make_vault(reader, authorities=AuthorityFolder(tmp_path))
    inserted = card()
    reader.exchange(inserted)
    with fails(FailureCode.CARD_AUTHORITY_UNUSABLE) as caught:
        vault.present()
    assert "ca.pem" in caught.value.detail
    assert tries(inserted) == 3
    file.write_bytes(card_support.authority().certificate.public_bytes(Encoding.PEM))
    assert read_whole(vault).attributes.name
    vault.release()
