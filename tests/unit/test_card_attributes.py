"""The four attributes and the number are taken from their files whole, or not at all."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.model.numbers import (
    IndividualNumber,
    individual_number_check_digit,
    is_individual_number,
)
from counter_app.model.people import Sex
from counter_app.sandbox.card_holder import (
    CARD_HOLDERS,
    MISAKI,
    TAKASHI,
    attributes_file,
    derive_number,
    number_file,
)
from iccard import tlv
from iccard.applications import FIRST_GENERATION
from iccard.mynumber_card import decode_attributes, decode_number, der_length

TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("髙﨑𠮷\U000e010f"),
    min_size=1,
    max_size=120,
).filter(lambda text: bool(text.strip()))


@given(TEXT, TEXT, st.dates(date(1900, 1, 1), date(2026, 4, 3)), st.sampled_from(Sex))
def test_attributes_come_back_as_the_card_holds_them(
    name: str, address: str, birth: date, sex: Sex
) -> None:
    holder = replace(TAKASHI, name=name, address=address, birth=birth, sex=sex)
    found = decode_attributes(bytearray(attributes_file(holder)), FIRST_GENERATION)
    assert (found.name, found.address, found.birth, found.sex) == (name, address, birth, sex)


def test_the_offset_table_points_at_the_four_objects() -> None:
    for holder in CARD_HOLDERS.values():
        content = attributes_file(holder)
        table = tlv.require(tlv.read_objects(tlv.read_file(content).value), 0xDF21)
        offsets = [int.from_bytes(table[at : at + 2], "big") for at in range(0, 8, 2)]
        tags = [content[at : at + 2].hex().upper() for at in offsets]
        assert tags == ["DF22", "DF23", "DF24", "DF25"]


@pytest.mark.parametrize(
    ("tag", "value"),
    [
        (0xDF22, b""),
        (0xDF22, "　 ".encode()),
        (0xDF23, b"\xff\xfe"),
        (0xDF24, b"1991115"),
        (0xDF24, b"19911305"),
        (0xDF24, b"1991-1-5"),
        (0xDF25, b""),
    ],
)
def test_a_file_with_a_bad_field_is_refused(tag: int, value: bytes) -> None:
    template = tlv.read_file(attributes_file(TAKASHI))
    body = b"".join(
        tlv.encode(part.tag, value if part.tag == tag else part.value)
        for part in tlv.read_objects(template.value)
    )
    with pytest.raises(ValueError, match=r"object|cut|date|month|text|digits|missing"):
        decode_attributes(bytearray(tlv.encode(template.tag, body)), FIRST_GENERATION)


def test_a_file_of_another_object_is_refused() -> None:
    with pytest.raises(ValueError, match="another object"):
        decode_attributes(bytearray(tlv.encode(0xFF10, b"x")), FIRST_GENERATION)
    with pytest.raises(ValueError, match="another object"):
        decode_number(bytearray(tlv.encode(0xFF20, b"123456789018")), FIRST_GENERATION)


def test_the_number_file_is_wiped_once_the_digits_are_taken() -> None:
    content = bytearray(number_file(TAKASHI.id))
    digits = decode_number(content, FIRST_GENERATION)
    assert is_individual_number(digits)
    assert content == bytes(17)


@pytest.mark.parametrize("number", [b"123456789018", b"614106526000", b"983205673214"])
def test_published_numbers_have_their_check_digit(number: bytes) -> None:
    assert individual_number_check_digit(number[:11]) == number[11] - 0x30
    assert is_individual_number(number)
    wrong = number[:11] + bytes((0x30 + (number[11] - 0x30 + 1) % 10,))
    assert not is_individual_number(wrong)


def test_derived_numbers_are_valid_stable_and_differ_by_person() -> None:
    people = [*CARD_HOLDERS, "minato", "shizu"]
    numbers = [bytes(derive_number(person)) for person in people]
    assert all(is_individual_number(number) for number in numbers)
    assert len(set(numbers)) == len(people)
    assert numbers == [bytes(derive_number(person)) for person in people]


def test_a_number_refuses_to_become_text() -> None:
    number = IndividualNumber(derive_number(MISAKI.id))
    for act in (str, hash, "{}".format, bytes):
        with pytest.raises(TypeError):
            act(number)


@pytest.mark.parametrize(
    ("start", "length"), [("3082041E", 1058), ("30819F00", 162), ("30100000", 18)]
)
def test_the_length_of_a_certificate_is_read_from_its_start(start: str, length: int) -> None:
    assert der_length(bytearray.fromhex(start)) == length


@pytest.mark.parametrize("start", ["3082", "31820400", "30830400", "30800000"])
def test_what_is_not_a_certificate_is_refused(start: str) -> None:
    with pytest.raises(ValueError, match=r"DER|length"):
        der_length(bytearray.fromhex(start))
