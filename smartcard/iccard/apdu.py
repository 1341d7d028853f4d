"""Commands to a card and its answers (APDU, ISO/IEC 7816-3 §12, 7816-4 §5)."""

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Self


class StatusWord(IntEnum):
    """Status words the card is known to give (ISO/IEC 7816-4 §5.6)."""

    OK = 0x9000
    WRONG_LENGTH = 0x6700
    CHANNEL_NOT_SUPPORTED = 0x6881
    WRONG_FILE_TYPE = 0x6981
    NOT_VERIFIED = 0x6982
    BLOCKED = 0x6983
    LOCKED = 0x6984
    CONDITIONS_NOT_SATISFIED = 0x6985
    NO_CURRENT_FILE = 0x6986
    WRONG_DATA = 0x6A80
    NOT_FOUND = 0x6A82
    WRONG_P1_P2 = 0x6A86
    WRONG_OFFSET = 0x6B00
    INS_NOT_SUPPORTED = 0x6D00
    CLA_NOT_SUPPORTED = 0x6E00
    FAULT = 0x6F00


SHORT_ID_REFUSED = frozenset(
    {StatusWord.WRONG_P1_P2, StatusWord.NOT_FOUND, StatusWord.WRONG_FILE_TYPE}
)
"""Answers that mean "not by short identifier": the file is then selected first."""

LOCKED_WORDS = frozenset({0x63C0, StatusWord.BLOCKED, StatusWord.LOCKED})
"""A PIN without tries: the try that locked it answers 63C0, every later one 6984."""


@dataclass(frozen=True, slots=True)
class Command:
    """A short command APDU. `data` (0–255 bytes) is never shown: it may be a PIN.

    `expected` is Le: None for no answer data, 0 for "up to 256", else 1–255.
    """

    cla: int
    ins: int
    p1: int
    p2: int
    data: bytes | bytearray = field(default=b"", repr=False)
    expected: int | None = None

    def __post_init__(self) -> None:
        if not all(0 <= part <= 0xFF for part in (self.cla, self.ins, self.p1, self.p2)):
            raise ValueError("a header byte is out of range")
        if len(self.data) > 0xFF or not (self.expected is None or 0 <= self.expected <= 0xFF):
            raise ValueError("only short APDUs")

    def encode(self) -> bytearray:
        """The bytes on the wire, in a buffer the sender wipes."""
        wire = bytearray((self.cla, self.ins, self.p1, self.p2))
        if self.data:
            wire.append(len(self.data))
            wire += self.data
        if self.expected is not None:
            wire.append(self.expected)
        return wire

    @classmethod
    def decode(cls, wire: bytes | bytearray) -> Self:
        """Read a short command APDU (cases 1–4). Raises ValueError when lengths do not agree."""
        if len(wire) < 4:
            raise ValueError("a command has at least four bytes")
        cla, ins, p1, p2 = wire[:4]
        body = wire[4:]
        if not body:
            return cls(cla, ins, p1, p2)
        if len(body) == 1:
            return cls(cla, ins, p1, p2, expected=body[0])
        length = body[0]
        if length == 0 or len(body) not in (length + 1, length + 2):
            raise ValueError("Lc does not agree with the data")
        expected = body[-1] if len(body) == length + 2 else None
        return cls(cla, ins, p1, p2, bytearray(body[1 : length + 1]), expected)


@dataclass(frozen=True, slots=True)
class Response:
    """An answer: data (never shown: it may be the individual number) and the status word."""

    data: bytearray = field(repr=False)
    status: int

    @classmethod
    def decode(cls, wire: bytearray) -> Self:
        """Split an answer of at least two bytes; takes the buffer over, no copy is left behind."""
        if len(wire) < 2:
            raise ValueError("an answer has at least a status word")
        status = wire[-2] << 8 | wire[-1]
        del wire[-2:]
        return cls(wire, status)

    @property
    def ok(self) -> bool:
        return self.status == StatusWord.OK

    @property
    def normal(self) -> bool:
        """Done, whether or not an answer still waits to be fetched (ISO/IEC 7816-4 §5.6, 61xx)."""
        return self.ok or self.status & 0xFF00 == 0x6100

    @property
    def tries_left(self) -> int | None:
        """Tries left when the status word tells them (63Cx or locked), else None."""
        if self.status in LOCKED_WORDS:
            return 0
        return self.status & 0x0F if self.status & 0xFFF0 == 0x63C0 else None


def wipe(buffer: bytearray) -> None:
    """Overwrite a buffer that held a secret."""
    buffer[:] = bytes(len(buffer))


def select_application(aid: bytes) -> Command:
    """SELECT by full name, no answer wanted (ISO/IEC 7816-4 §11.2.2)."""
    return Command(0x00, 0xA4, 0x04, 0x0C, aid)


def select_with_template(aid: bytes) -> Command:
    """SELECT by name with the template of the application as answer (SP 800-73-4 part 2 §3.1.1)."""
    return Command(0x00, 0xA4, 0x04, 0x00, aid, expected=0)


def select_file(file: int) -> Command:
    """SELECT a file under the current application by its two-byte identifier."""
    return Command(0x00, 0xA4, 0x02, 0x0C, file.to_bytes(2, "big"))


def read_binary(offset: int, expected: int = 0) -> Command:
    """READ BINARY of the current file at `offset` (15 bits); `expected` 0 is up to 256 bytes."""
    if not 0 <= offset <= 0x7FFF:
        raise ValueError("an offset has fifteen bits")
    return Command(0x00, 0xB0, offset >> 8, offset & 0xFF, expected=expected)


def read_binary_short(short_id: int, expected: int = 0) -> Command:
    """READ BINARY from the start of a file given by short identifier, which also selects it."""
    return Command(0x00, 0xB0, 0x80 | short_id, 0, expected=expected)


def query_tries(reference: int) -> Command:
    """VERIFY without data: asks for the tries left and never costs one (ISO/IEC 7816-4 §11.6.6)."""
    return Command(0x00, 0x20, 0x00, 0x80 | reference)


def verify(reference: int, digits: bytearray) -> Command:
    """VERIFY. `reference` 0 means the current file. Refuses empty data, which would be a query."""
    if not digits:
        raise ValueError("VERIFY without data is a query")
    return Command(0x00, 0x20, 0x00, 0x80 | reference, digits)


def sign(reference: int, digest_info: bytes) -> Command:
    """COMPUTE DIGITAL SIGNATURE, PKCS #1 v1.5 padding by the card; `reference` 0: current key."""
    return Command(0x80, 0x2A, 0x00, 0x80 | reference, digest_info, expected=0)


def get_data(tag: int) -> Command:
    """GET DATA of the data object with this three-byte tag (SP 800-73-4 part 2 §3.1.2)."""
    return Command(0x00, 0xCB, 0x3F, 0xFF, b"\x5c\x03" + tag.to_bytes(3, "big"), expected=0)


def general_authenticate(algorithm: int, key: int, template: bytes) -> Command:
    """GENERAL AUTHENTICATE with a dynamic authentication template (SP 800-73-4 part 2 §3.2.4)."""
    return Command(0x00, 0x87, algorithm, key, template, expected=0)


def get_response(length: int) -> Command:
    """GET RESPONSE after 61xx (ISO/IEC 7816-4 §12.2.1)."""
    return Command(0x00, 0xC0, 0x00, 0x00, expected=length)
