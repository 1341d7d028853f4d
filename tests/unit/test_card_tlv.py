"""The card's data objects round-trip, and nothing malformed passes as an empty field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iccard import tlv

TAGS = st.builds(
    lambda high, low: (high | 0x1F) << 8 | low,
    st.sampled_from([0x00, 0x20, 0x40, 0x60, 0x80, 0xA0, 0xC0, 0xE0]),
    st.integers(0, 0x7F),
)
OBJECTS = st.lists(st.tuples(TAGS, st.binary(max_size=400)), max_size=6)


@given(OBJECTS)
def test_objects_read_back_as_they_were_written(objects: list[tuple[int, bytes]]) -> None:
    written = b"".join(tlv.encode(tag, value) for tag, value in objects)
    found = tlv.read_objects(written)
    assert [(each.tag, bytes(each.value)) for each in found] == objects
    assert b"".join(tlv.encode(each.tag, each.value) for each in found) == written


@given(TAGS, st.binary(max_size=400), st.integers(0, 9), st.sampled_from([b"\xff", b"\x00"]))
def test_a_file_may_end_in_filler(tag: int, value: bytes, count: int, filler: bytes) -> None:
    found = tlv.read_file(tlv.encode(tag, value) + filler * count)
    assert (found.tag, bytes(found.value)) == (tag, value)


@given(st.binary(max_size=60))
def test_any_bytes_are_read_whole_or_refused(content: bytes) -> None:
    try:
        found = tlv.read_objects(content)
    except tlv.MalformedObjectError:
        return
    again = b"".join(tlv.encode(each.tag, each.value) for each in found)
    assert [bytes(each.value) for each in tlv.read_objects(again)] == [
        bytes(each.value) for each in found
    ]


@pytest.mark.parametrize(
    ("size", "header"),
    [(127, "FF407F"), (128, "FF40820080"), (159, "FF4082009F"), (256, "FF40820100")],
)
def test_a_length_of_128_or_more_takes_three_bytes(size: int, header: str) -> None:
    assert tlv.encode(0xFF40, bytes(size)).hex().upper().startswith(header)
    assert tlv.total_length(tlv.encode(0xFF40, bytes(size))[:5]) == size + len(header) // 2


def test_the_individual_number_file_has_seventeen_bytes() -> None:
    content = bytes.fromhex("FF100C") + b"123456789018" + b"\xff\xff"
    assert bytes(tlv.read_file(content).value) == b"123456789018"


@pytest.mark.parametrize(
    "content",
    [
        "",
        "FF",
        "FF20",
        "FF2005AABB",  # cut off
        "FF208101",  # cut off after a length in two bytes
        "FF2080",  # indefinite length
        "FF2083000001AA",  # a length in four bytes
        "3003020101",  # a one-byte tag
        "FF808101AA",  # a three-byte tag
        "FF1001AAFF00",  # filler that is neither
        "FF1001AA30",  # something after the object
    ],
)
def test_a_malformed_file_is_refused(content: str) -> None:
    with pytest.raises(tlv.MalformedObjectError):
        tlv.read_file(bytes.fromhex(content))


@pytest.mark.parametrize("tag", [0x30, 0xDF80, 0x1F1F1F, -1])
def test_a_tag_that_has_not_two_bytes_is_refused(tag: int) -> None:
    with pytest.raises(tlv.MalformedObjectError):
        tlv.encode(tag, b"x")


@pytest.mark.parametrize("content", ["DF2300", "DF220141", "DF230141DF230142"])
def test_a_field_that_is_empty_missing_or_doubled_is_refused(content: str) -> None:
    objects = tlv.read_objects(bytes.fromhex(content))
    with pytest.raises(tlv.MalformedObjectError):
        tlv.require(objects, 0xDF23)


def test_an_object_does_not_show_its_value() -> None:
    assert "4142" not in repr(tlv.read_file(tlv.encode(0xFF10, b"AB")))


def test_a_value_too_long_for_the_card_is_refused() -> None:
    with pytest.raises(tlv.MalformedObjectError):
        tlv.encode(0xFF20, bytes(0x10000))
