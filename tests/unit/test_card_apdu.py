"""Commands and answers keep their shape on the wire, and keep their data to themselves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iccard import apdu
from iccard.apdu import Command, Response

BYTE = st.integers(0, 255)


@given(BYTE, BYTE, BYTE, BYTE, st.binary(max_size=255), st.none() | BYTE)
def test_a_command_reads_back_as_it_was_written(
    cla: int, ins: int, p1: int, p2: int, data: bytes, expected: int | None
) -> None:
    command = Command(cla, ins, p1, p2, data, expected)
    assert Command.decode(command.encode()) == command


@pytest.mark.parametrize(
    ("command", "wire"),
    [
        (apdu.select_application(b"\xd3\x92\x10\x00"), "00A4040C04D3921000"),
        (apdu.select_file(0x000A), "00A4020C02000A"),
        (apdu.read_binary(256), "00B0010000"),
        (apdu.read_binary(1024, 34), "00B0040022"),
        (apdu.read_binary_short(0x0A), "00B08A0000"),
        (apdu.query_tries(0x18), "00200098"),
        (apdu.verify(0x18, bytearray(b"1234")), "002000980431323334"),
        (apdu.sign(0x17, b"\x30\x31"), "802A009702303100"),
        (apdu.get_response(0x11), "00C0000011"),
    ],
)
def test_each_command_has_its_bytes(command: Command, wire: str) -> None:
    assert command.encode().hex().upper() == wire


def test_an_empty_verify_is_refused_because_it_would_be_a_query() -> None:
    with pytest.raises(ValueError, match="query"):
        apdu.verify(0x18, bytearray())


@pytest.mark.parametrize("wire", ["00A404", "00A4040C05D392", "0020008000313233", "00A4040C00D3"])
def test_a_command_whose_lengths_disagree_is_refused(wire: str) -> None:
    with pytest.raises(ValueError, match=r"Lc|four"):
        Command.decode(bytes.fromhex(wire))


@pytest.mark.parametrize("parts", [(256, 0, 0, 0), (0, -1, 0, 0)])
def test_a_header_byte_out_of_range_is_refused(parts: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match="header"):
        Command(*parts)


@pytest.mark.parametrize(
    ("status", "left"),
    [(0x63C3, 3), (0x63C0, 0), (0x6984, 0), (0x6983, 0), (0x9000, None), (0x6300, None)],
)
def test_the_tries_left_are_read_from_the_status_word(status: int, left: int | None) -> None:
    assert Response(bytearray(), status).tries_left == left


def test_no_representation_shows_the_data() -> None:
    command = apdu.verify(0x18, bytearray(b"4321"))
    response = Response.decode(bytearray(b"123456789018\x90\x00"))
    assert response.data == b"123456789018"
    assert "4321" not in repr(command)
    assert "1234" not in repr(response)


def test_wiping_leaves_the_length_and_no_digit() -> None:
    buffer = bytearray(b"1234")
    apdu.wipe(buffer)
    assert buffer == bytes(4)


@pytest.mark.parametrize("offset", [-1, 0x8000])
def test_an_offset_beyond_fifteen_bits_is_refused(offset: int) -> None:
    with pytest.raises(ValueError, match="fifteen"):
        apdu.read_binary(offset)
