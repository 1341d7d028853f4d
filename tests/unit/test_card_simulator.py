"""The virtual card answers as the real one is known to, status word by status word."""

import pytest

from counter_app.sandbox.card_holder import TAKASHI
from iccard import apdu
from iccard.apdu import Command, StatusWord
from iccard.applications import FIRST_GENERATION
from iccard.chip import CardGoneError, Latency
from iccard.simulator import Quirk, VirtualCard
from tests import card_support

JPKI, INFORMATION = FIRST_GENERATION.jpki, FIRST_GENERATION.card_information


@pytest.fixture
def card() -> VirtualCard:
    made = card_support.card()
    made.power_on()
    return made


def status(card: VirtualCard, command: Command | str) -> int:
    wire = bytes.fromhex(command) if isinstance(command, str) else command.encode()
    return int.from_bytes(card.answer(wire)[-2:], "big")


def pin(text: str) -> bytearray:
    return bytearray(text.encode())


@pytest.mark.parametrize(
    ("wire", "word"),
    [
        ("00A4040C0AD392F0002601000000FF", StatusWord.NOT_FOUND),
        ("00A4000C", StatusWord.WRONG_P1_P2),
        ("00B0000000", StatusWord.NO_CURRENT_FILE),
        ("00B0810000", StatusWord.NOT_FOUND),
        ("0044000000", StatusWord.INS_NOT_SUPPORTED),
        ("01B0000000", StatusWord.CHANNEL_NOT_SUPPORTED),
        ("A0B0000000", StatusWord.CLA_NOT_SUPPORTED),
        ("00A404", StatusWord.WRONG_LENGTH),
        ("00C0000000", StatusWord.CONDITIONS_NOT_SATISFIED),
        ("0020000004", StatusWord.WRONG_P1_P2),
        ("802A0000", StatusWord.WRONG_P1_P2),
    ],
)
def test_a_command_out_of_place_has_its_status_word(
    card: VirtualCard, wire: str, word: StatusWord
) -> None:
    assert status(card, wire) == word


def test_a_prefix_of_an_application_name_also_matches(card: VirtualCard) -> None:
    assert status(card, apdu.select_application(JPKI.aid[:5])) == StatusWord.OK


def test_a_file_is_read_to_its_end_and_not_past_it(card: VirtualCard) -> None:
    status(card, apdu.select_application(JPKI.aid))
    whole = card_support.identity().der
    first = card.answer(apdu.read_binary_short(JPKI.certificate).encode())
    assert bytes(first[:-2]) == whole[:256]
    last = card.answer(apdu.read_binary(1024).encode())
    assert bytes(last[:-2]) == whole[1024:]
    assert status(card, apdu.read_binary(len(whole))) == StatusWord.WRONG_OFFSET
    assert status(card, apdu.read_binary_short(JPKI.pin.file)) == StatusWord.WRONG_FILE_TYPE


def test_a_query_costs_no_try_and_a_wrong_pin_does(card: VirtualCard) -> None:
    status(card, apdu.select_application(JPKI.aid))
    reference = JPKI.pin.file
    assert [status(card, apdu.query_tries(reference)) for _ in range(4)] == [0x63C3] * 4
    words = [status(card, apdu.verify(reference, pin("0000"))) for _ in range(4)]
    assert words == [0x63C2, 0x63C1, 0x63C0, StatusWord.LOCKED]
    right = pin(TAKASHI.authentication_pin)
    assert status(card, apdu.verify(reference, right)) == StatusWord.LOCKED
    card.restore_pin(JPKI.aid, reference)
    assert status(card, apdu.verify(reference, right)) == StatusWord.OK
    assert status(card, apdu.query_tries(reference)) == 0x63C3


def test_each_application_has_its_own_pin(card: VirtualCard) -> None:
    status(card, apdu.select_application(JPKI.aid))
    status(card, apdu.verify(JPKI.pin.file, pin(TAKASHI.authentication_pin)))
    status(card, apdu.select_application(INFORMATION.aid))
    number = apdu.read_binary_short(INFORMATION.number)
    assert status(card, number) == StatusWord.NOT_VERIFIED
    opened = apdu.verify(INFORMATION.pin.file, pin(TAKASHI.card_information_pin))
    assert status(card, opened) == StatusWord.OK
    assert status(card, number) == StatusWord.OK


def test_only_the_loss_of_power_ends_a_verification(card: VirtualCard) -> None:
    select, signing = apdu.select_application(JPKI.aid), apdu.sign(JPKI.key, b"x" * 51)
    status(card, select)
    assert status(card, signing) == StatusWord.NOT_VERIFIED
    status(card, apdu.verify(JPKI.pin.file, pin(TAKASHI.authentication_pin)))
    card.reset()
    status(card, select)
    assert status(card, signing) == StatusWord.OK
    card.power_off()
    card.power_on()
    status(card, select)
    assert status(card, signing) == StatusWord.NOT_VERIFIED


def test_a_signature_needs_a_key_and_fitting_data(card: VirtualCard) -> None:
    status(card, apdu.select_application(JPKI.aid))
    status(card, apdu.verify(JPKI.pin.file, pin(TAKASHI.authentication_pin)))
    assert status(card, apdu.sign(JPKI.certificate, b"x")) == StatusWord.WRONG_FILE_TYPE
    assert status(card, apdu.sign(JPKI.key, b"x" * 246)) == StatusWord.WRONG_LENGTH
    assert status(card, apdu.sign(JPKI.key, b"x" * 245)) == StatusWord.OK


def test_the_script_counts_from_the_moment_the_card_lies_on_the_reader() -> None:
    made = card_support.card(remove_at=2, empty_at=1)
    made.inserted()
    assert made.answer(bytes(5)) == b""
    with pytest.raises(CardGoneError):
        made.answer(bytes(5))


def test_a_card_that_answers_on_request_hands_its_data_over_piece_by_piece() -> None:
    made = card_support.card(quirks=frozenset({Quirk.ANSWERS_ON_REQUEST}))
    status(made, apdu.select_application(JPKI.aid))
    assert status(made, apdu.read_binary_short(JPKI.certificate)) == 0x6100
    first = made.answer(apdu.get_response(0x10).encode())
    assert (len(first), first[-2:].hex()) == (18, "61f0")
    assert len(made.answer(apdu.get_response(0xF0).encode())) == 0xF2


def test_a_slow_card_answers_the_same() -> None:
    quick = card_support.card()
    slow = VirtualCard((), latency=Latency(per_command=0.001, per_byte=1e-6))
    assert slow.answer(apdu.select_application(JPKI.aid).encode()) == b"\x6a\x82"
    assert status(quick, apdu.select_application(JPKI.aid)) == StatusWord.OK
