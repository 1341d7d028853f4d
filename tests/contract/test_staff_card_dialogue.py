"""A staff card proves its holder in process and through a real pcscd with vpcd alike."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID

from counter_app.failures import FailureCode
from counter_app.sandbox.pki import Authority
from counter_app.sandbox.staff_cards import make_staff_card
from counter_app.sandbox.town_files import TownFiles
from counter_app.sandbox.virtual_reader import VirtualReader
from iccard import apdu
from iccard.answers import whole_answer
from iccard.apdu import StatusWord
from iccard.channel import CALL_SECONDS
from iccard.in_process import CardSlot, InProcessChannel
from iccard.staff_card import AID, StaffCardReader
from iccard.staff_card_simulator import StaffCardQuirk, VirtualStaffCard
from iccard.staff_certificate import challenge_for, signature_holds
from tests import card_support
from tests.card_support import NOW, fails
from tests.sealing_samples import VERSION, pem_with

STATEMENT = hashlib.sha256(b"a decision").digest()
OTSUKA = "Y-0117"
COMMANDS = 4
"""SELECT, GET DATA and its second piece, GENERAL AUTHENTICATE."""


@pytest.fixture(scope="module", params=["in-process", "pcsc"])
def reader(request: pytest.FixtureRequest) -> Iterator[VirtualReader]:
    with card_support.open_reader(request.param) as reader:
        yield reader


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> TownFiles:
    return TownFiles.prepare(tmp_path_factory.mktemp("town"))


def staff_reader(
    reader: VirtualReader,
    authority: Path,
    *,
    now: datetime = NOW,
    call_seconds: float = CALL_SECONDS,
) -> StaffCardReader:
    return StaffCardReader(reader.channel(call_seconds), authority, lambda: now)


@pytest.fixture
def cards(reader: VirtualReader, files: TownFiles) -> Iterator[StaffCardReader]:
    made = staff_reader(reader, files.staff_authority.certificate_file)
    yield made
    made.release()


def issued(authority: Authority, **said: object) -> VirtualStaffCard:
    """A card with a certificate that says so."""
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = authority.issue_staff_card(OTSUKA, key.public_key(), **said)  # type: ignore[arg-type]
    return VirtualStaffCard(certificate, key)


def test_a_card_proves_whose_it_is_for_one_statement_in_four_commands(
    reader: VirtualReader, cards: StaffCardReader, files: TownFiles
) -> None:
    inserted = make_staff_card(OTSUKA, files)
    reader.remove()
    assert not cards.look()
    assert not cards.wait_for_card(0.0)
    reader.insert(inserted)
    assert cards.wait_for_card(3.0)
    proof = cards.prove(STATEMENT)
    certificate = x509.load_der_x509_certificate(proof.certificate)
    assert proof.identity.staff_id == OTSUKA
    assert proof.identity.certificate_serial == f"{certificate.serial_number:X}"
    assert (proof.proved_at, proof.statement) == (NOW, STATEMENT)
    assert signature_holds(certificate, challenge_for(STATEMENT, proof.nonce), proof.signature)
    other = hashlib.sha256(b"another decision").digest()
    assert not signature_holds(certificate, challenge_for(other, proof.nonce), proof.signature)
    assert (inserted.commands, inserted.signatures) == (COMMANDS, 1)
    assert cards.prove(STATEMENT).nonce != proof.nonce


def test_the_reader_is_free_for_another_program_once_the_card_has_signed(
    reader: VirtualReader, cards: StaffCardReader, files: TownFiles
) -> None:
    reader.exchange(make_staff_card(OTSUKA, files))
    cards.prove(STATEMENT)
    other = reader.channel()
    other.connect(apdu.select_with_template(AID))
    other.release()


@pytest.mark.parametrize(
    "quirks",
    [frozenset({quirk}) for quirk in StaffCardQuirk]
    + [frozenset({StaffCardQuirk.COMPRESSED, StaffCardQuirk.ANSWERS_ON_REQUEST})],
    ids=lambda quirks: "+".join(sorted(quirk.name for quirk in quirks)),
)
def test_cards_and_readers_that_differ_prove_all_the_same(
    reader: VirtualReader,
    cards: StaffCardReader,
    files: TownFiles,
    quirks: frozenset[StaffCardQuirk],
) -> None:
    reader.exchange(make_staff_card(OTSUKA, files, quirks=quirks))
    assert cards.prove(STATEMENT).identity.staff_id == OTSUKA


def test_an_answer_asked_for_with_extended_length_comes_at_once(files: TownFiles) -> None:
    card = make_staff_card(OTSUKA, files)
    card.answer(apdu.select_with_template(AID).encode())
    short = bytes(apdu.get_data(0x5FC101).encode())
    first = card.answer(short)
    assert first[-2] == 0x61
    second = card.answer(apdu.get_response(first[-1]).encode())
    extended = short[:4] + b"\x00\x00" + short[4:-1] + b"\x00\x00"
    assert card.answer(extended) == first[:-2] + second


@pytest.mark.parametrize("index", range(1, COMMANDS + 1))
def test_a_card_taken_away_at_any_command_is_reported_and_the_next_time_works(
    reader: VirtualReader, cards: StaffCardReader, files: TownFiles, index: int
) -> None:
    inserted = make_staff_card(OTSUKA, files)
    inserted.script.remove_at = index
    reader.exchange(inserted)
    with fails(FailureCode.STAFF_CARD_REMOVED):
        cards.prove(STATEMENT)
    inserted.script.remove_at = None
    reader.exchange(inserted)
    assert cards.prove(STATEMENT).identity.staff_id == OTSUKA


def test_a_card_that_was_left_on_the_reader_has_to_be_laid_down_anew(
    reader: VirtualReader, cards: StaffCardReader, files: TownFiles
) -> None:
    reader.insert(make_staff_card(OTSUKA, files))
    assert cards.look()
    assert not cards.wait_for_card(0.3)
    with fails(FailureCode.STAFF_CARD_ABSENT):
        cards.prove(STATEMENT)
    reader.insert(make_staff_card(OTSUKA, files))  # taken up and laid down, however fast
    assert cards.wait_for_card(3.0)
    assert cards.prove(STATEMENT).identity.staff_id == OTSUKA
    assert cards.wait_for_card(0.0)  # it may stay for the next statement
    assert cards.prove(STATEMENT).identity.staff_id == OTSUKA


def test_a_card_on_another_reader_is_none_of_ours(files: TownFiles) -> None:
    beside, ours = CardSlot("beside"), CardSlot("ours")
    cards = StaffCardReader(
        InProcessChannel([beside, ours]), files.staff_authority.certificate_file, lambda: NOW
    )
    beside.insert(make_staff_card("Y-0098", files))
    assert cards.look()
    ours.insert(make_staff_card(OTSUKA, files))
    assert cards.wait_for_card(0.0)
    assert cards.prove(STATEMENT).identity.staff_id == OTSUKA


def test_an_empty_reader_and_a_residents_card_are_told_apart(
    reader: VirtualReader, cards: StaffCardReader, files: TownFiles
) -> None:
    reader.remove()
    with fails(FailureCode.STAFF_CARD_ABSENT):
        cards.prove(STATEMENT)
    reader.exchange(card_support.card())
    with fails(FailureCode.STAFF_CARD_UNKNOWN):
        cards.prove(STATEMENT)


def test_a_card_that_does_not_answer_is_given_up_and_the_next_one_is_read(
    reader: VirtualReader, files: TownFiles
) -> None:
    authority = files.staff_authority.certificate_file
    inserted = make_staff_card(OTSUKA, files)
    inserted.script.stall_at = 2
    reader.exchange(inserted)
    with fails(FailureCode.CARD_NO_ANSWER):
        staff_reader(reader, authority, call_seconds=1.0).prove(STATEMENT)
    inserted.script.stall.set()
    patient = staff_reader(reader, authority)
    reader.insert(make_staff_card(OTSUKA, files))
    assert patient.prove(STATEMENT).identity.staff_id == OTSUKA
    patient.release()


def test_another_program_at_the_reader_is_reported(
    reader: VirtualReader, cards: StaffCardReader, files: TownFiles
) -> None:
    reader.exchange(make_staff_card(OTSUKA, files))
    other = reader.channel()
    other.connect(apdu.select_with_template(AID))
    with fails(FailureCode.CARD_READER_BUSY):
        cards.prove(STATEMENT)
    other.release()


def test_a_copied_certificate_without_its_key_proves_nothing(
    reader: VirtualReader, cards: StaffCardReader, files: TownFiles
) -> None:
    real = make_staff_card(OTSUKA, files)
    reader.exchange(real)
    certificate = x509.load_der_x509_certificate(cards.prove(STATEMENT).certificate)
    reader.exchange(VirtualStaffCard(certificate, ec.generate_private_key(ec.SECP256R1())))
    with fails(FailureCode.STAFF_CARD_NOT_PROVED):
        cards.prove(STATEMENT)


@pytest.fixture
def slot() -> Iterator[VirtualReader]:
    """What depends on the certificate alone needs no PC/SC."""
    with card_support.open_reader("in-process") as reader:
        yield reader


def test_a_card_of_another_authority_or_for_another_purpose_is_not_trusted(
    slot: VirtualReader, files: TownFiles, tmp_path: Path
) -> None:
    reader = staff_reader(slot, files.staff_authority.certificate_file)
    long_ago = datetime(2025, 1, 1, tzinfo=UTC)
    # the same name, another key
    other = Authority(tmp_path, "見本のY町職員カードの認証局", long_ago)
    for card in (
        issued(other),
        issued(files.staff_authority, purpose=ExtendedKeyUsageOID.SERVER_AUTH),
    ):
        slot.exchange(card)
        with fails(FailureCode.STAFF_CARD_NOT_TRUSTED):
            reader.prove(STATEMENT)


def test_a_card_outside_its_period_is_refused(slot: VirtualReader, files: TownFiles) -> None:
    since, until = NOW - timedelta(days=10), NOW + timedelta(days=10)
    slot.exchange(issued(files.staff_authority, since=since, until=until))
    path = files.staff_authority.certificate_file
    assert staff_reader(slot, path).prove(STATEMENT).identity.staff_id == OTSUKA
    for day in (since - timedelta(minutes=1), until + timedelta(minutes=1)):
        with fails(FailureCode.STAFF_CARD_EXPIRED):
            staff_reader(slot, path, now=day).prove(STATEMENT)


def test_without_a_usable_authority_no_card_is_read(
    slot: VirtualReader, files: TownFiles, tmp_path: Path
) -> None:
    inserted = make_staff_card(OTSUKA, files)
    slot.exchange(inserted)
    with fails(FailureCode.STAFF_AUTHORITY_UNUSABLE):
        staff_reader(slot, tmp_path / "ca.pem").prove(STATEMENT)
    known = files.staff_authority.certificate_file.read_bytes()
    (tmp_path / "ca.pem").write_bytes(pem_with(known, *VERSION))
    with fails(FailureCode.STAFF_AUTHORITY_UNUSABLE):
        staff_reader(slot, tmp_path / "ca.pem").prove(STATEMENT)
    assert inserted.commands == 0
    until = x509.load_pem_x509_certificate(files.staff_authority.certificate_file.read_bytes())
    late = until.not_valid_after_utc + timedelta(days=1)
    slot.exchange(issued(files.staff_authority, until=late + timedelta(days=9)))
    with fails(FailureCode.STAFF_AUTHORITY_UNUSABLE):
        staff_reader(slot, files.staff_authority.certificate_file, now=late).prove(STATEMENT)


def test_a_card_without_a_staff_number_or_certificate_is_unreadable(
    slot: VirtualReader, files: TownFiles
) -> None:
    reader = staff_reader(slot, files.staff_authority.certificate_file)
    key = ec.generate_private_key(ec.SECP256R1())
    nameless = files.staff_authority.issue("y", key.public_key(), server=False, since=NOW)
    slot.exchange(VirtualStaffCard(nameless, key))
    with fails(FailureCode.STAFF_CARD_UNREADABLE) as caught:
        reader.prove(STATEMENT)
    assert "職員番号" in caught.value.detail
    empty = make_staff_card(OTSUKA, files)
    empty._objects.clear()
    slot.exchange(empty)
    with fails(FailureCode.STAFF_CARD_UNREADABLE) as caught:
        reader.prove(STATEMENT)
    assert f"{StatusWord.NOT_FOUND:04X}" in caught.value.detail


def test_the_card_answers_what_it_does_not_know_with_its_status_word(files: TownFiles) -> None:
    card = make_staff_card(OTSUKA, files)

    def word(command: str) -> int:
        return int.from_bytes(card.answer(bytes.fromhex(command))[-2:], "big")

    assert word("00CB3FFF055C035FC10100") == StatusWord.INS_NOT_SUPPORTED
    assert word("00A404000BA00000030800001000020000") == StatusWord.NOT_FOUND
    assert word("00A4040C0BA000000308000010000100") == StatusWord.WRONG_P1_P2
    assert word("00A4040009A0000003080000100000") == StatusWord.OK
    assert word("00CB3FFF055C035FC10500") == StatusWord.NOT_FOUND
    assert word("0087119A047C02820000") == StatusWord.WRONG_P1_P2
    assert word("0087119E047C02820000") == StatusWord.WRONG_DATA
    assert word("00C0000000") == StatusWord.CONDITIONS_NOT_SATISFIED
    assert word("80CA9F7F00") == StatusWord.CLA_NOT_SUPPORTED


def test_an_answer_without_end_is_given_up(slot: VirtualReader, files: TownFiles) -> None:
    card = make_staff_card(OTSUKA, files)
    card._objects[0x5FC101] = bytes(0x20000)
    slot.exchange(card)
    with fails(FailureCode.CARD_READER_FAULT):
        staff_reader(slot, files.staff_authority.certificate_file).prove(STATEMENT)
    channel = slot.channel()
    channel.connect(apdu.select_with_template(AID))
    card._objects[0x5FC101] = bytes(0x1000)
    assert len(whole_answer(channel, apdu.get_data(0x5FC101)).data) == 0x1000
    channel.release()
