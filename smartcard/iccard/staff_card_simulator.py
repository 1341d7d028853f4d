"""A virtual staff card (職員カード) at APDU level: a PIV card with its card authentication key.

It knows what SP 800-73-4 part 2 says of SELECT, GET DATA and GENERAL AUTHENTICATE with key 9E,
which asks for no PIN. Long answers come in pieces (61xx) or, when asked with an extended Le or by
a reader that joins the pieces itself, at once.
"""

import gzip
from enum import StrEnum

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.serialization import Encoding

from iccard.apdu import Command, StatusWord, wipe
from iccard.chip import Chip, Latency, status
from iccard.staff_card import AID, CARD_AUTHENTICATION_CERTIFICATE, CARD_AUTHENTICATION_KEY, P256
from iccard.staff_card_objects import (
    CHALLENGE,
    DYNAMIC_AUTHENTICATION,
    RESPONSE,
    encode,
    encode_certificate,
    only,
)
from iccard.tlv import MalformedObjectError

_ALLOCATING_AUTHORITY = AID[:5]
_SHORT, _EXTENDED = 256, 65536


class StaffCardQuirk(StrEnum):
    """Ways in which staff cards and their readers differ, all of which the dialogue must bear."""

    COMPRESSED = "holds its certificate gzip'ed (CertInfo 01)"
    COMPRESSED_OLD = "holds its certificate gzip'ed (CertInfo 80)"
    JOINED = "its reader fetches all pieces of an answer itself"
    ANSWERS_ON_REQUEST = "answers 61xx to everything and waits for GET RESPONSE (T=0)"
    VAGUE_ON_REQUEST = "answers 6100 to everything, and GET RESPONSE with 6Cxx unless Le is exact"
    FAULT_AFTER_POWER_UP = "answers the first command after power-up with 6F00"


class VirtualStaffCard(Chip):
    """A card with this certificate and key. `signatures` counts what it signed."""

    def __init__(
        self,
        certificate: x509.Certificate,
        key: ec.EllipticCurvePrivateKey,
        *,
        quirks: frozenset[StaffCardQuirk] = frozenset(),
        latency: Latency | None = None,
    ) -> None:
        super().__init__(latency=latency)
        self._key = key
        self._quirks = quirks
        self._objects = {CARD_AUTHENTICATION_CERTIFICATE: self._certificate_object(certificate)}
        self._selected = False
        self._waiting = bytearray()
        self.signatures = 0

    def _certificate_object(self, certificate: x509.Certificate) -> bytes:
        der = certificate.public_bytes(Encoding.DER)
        if StaffCardQuirk.COMPRESSED in self._quirks:
            return encode_certificate(gzip.compress(der, mtime=0), info=0x01)
        if StaffCardQuirk.COMPRESSED_OLD in self._quirks:
            return encode_certificate(gzip.compress(der, mtime=0), info=0x80)
        return encode_certificate(der)

    def reset(self) -> None:
        """A reset deselects the application and forgets what was still to be fetched."""
        self._selected = False
        wipe(self._waiting)
        self._waiting = bytearray()

    def _process(self, wire: bytes | bytearray, *, first: bool) -> bytearray:
        if first and StaffCardQuirk.FAULT_AFTER_POWER_UP in self._quirks:
            return status(StatusWord.FAULT)
        try:
            command, room = _decode(wire)
        except ValueError:
            return status(StatusWord.WRONG_LENGTH)
        if command.cla != 0x00:
            return status(StatusWord.CLA_NOT_SUPPORTED)
        if command.ins == 0xC0:
            return self._get_response(room)
        wipe(self._waiting)  # any other command gives up what was to be fetched
        self._waiting = bytearray()
        match command.ins:
            case 0xA4:
                return self._select(command, room)
            case 0xCB if self._selected:
                return self._get_data(command, room)
            case 0x87 if self._selected:
                return self._authenticate(command, room)
        return status(StatusWord.INS_NOT_SUPPORTED)

    def _select(self, command: Command, room: int) -> bytearray:
        if (command.p1, command.p2) != (0x04, 0x00):
            return status(StatusWord.WRONG_P1_P2)
        if not command.data or not AID.startswith(bytes(command.data)):
            self._selected = False
            return status(StatusWord.NOT_FOUND)
        self._selected = True
        owner = encode(0x79, encode(0x4F, _ALLOCATING_AUTHORITY))
        return self._deliver(encode(0x61, encode(0x4F, AID[5:]) + owner), room)

    def _get_data(self, command: Command, room: int) -> bytearray:
        if (command.p1, command.p2) != (0x3F, 0xFF):
            return status(StatusWord.WRONG_P1_P2)
        try:
            tag = int.from_bytes(only(bytes(command.data), 0x5C), "big")
        except MalformedObjectError:
            return status(StatusWord.WRONG_DATA)
        found = self._objects.get(tag)
        return status(StatusWord.NOT_FOUND) if found is None else self._deliver(found, room)

    def _authenticate(self, command: Command, room: int) -> bytearray:
        if (command.p1, command.p2) != (P256, CARD_AUTHENTICATION_KEY):
            return status(StatusWord.WRONG_P1_P2)
        try:
            challenge = only(only(bytes(command.data), DYNAMIC_AUTHENTICATION), CHALLENGE)
        except MalformedObjectError:
            return status(StatusWord.WRONG_DATA)
        if len(challenge) != hashes.SHA256.digest_size:
            return status(StatusWord.WRONG_DATA)
        self.signatures += 1
        signature = self._key.sign(challenge, ec.ECDSA(utils.Prehashed(hashes.SHA256())))
        return self._deliver(encode(DYNAMIC_AUTHENTICATION, encode(RESPONSE, signature)), room)

    def _deliver(self, data: bytes, room: int) -> bytearray:
        """As much as there is room for; the rest waits for GET RESPONSE."""
        if StaffCardQuirk.JOINED in self._quirks:
            return bytearray(data) + status(StatusWord.OK)
        if StaffCardQuirk.ANSWERS_ON_REQUEST in self._quirks:
            self._waiting = bytearray(data)
            return status(_more(len(data)))
        if StaffCardQuirk.VAGUE_ON_REQUEST in self._quirks:
            self._waiting = bytearray(data)
            return status(0x6100)
        self._waiting = bytearray(data[room:])
        rest = len(self._waiting)
        return bytearray(data[:room]) + status(_more(rest) if rest else StatusWord.OK)

    def _get_response(self, room: int) -> bytearray:
        if not self._waiting:
            return status(StatusWord.CONDITIONS_NOT_SATISFIED)
        if StaffCardQuirk.VAGUE_ON_REQUEST in self._quirks and len(self._waiting) < room:
            return status(0x6C00 | len(self._waiting))
        piece, self._waiting = self._waiting[:room], self._waiting[room:]
        rest = len(self._waiting)
        return piece + status(_more(rest) if rest else StatusWord.OK)


def _more(rest: int) -> int:
    """61xx: how much waits; 00 stands for 256 or more (ISO/IEC 7816-4 §5.6)."""
    return 0x6100 | (rest if rest < _SHORT else 0)


def _decode(wire: bytes | bytearray) -> tuple[Command, int]:
    """A short or extended command, and how many bytes its sender takes. Raises ValueError."""
    if len(wire) < 7 or wire[4]:
        command = Command.decode(wire)
        return command, command.expected or _SHORT
    cla, ins, p1, p2 = wire[:4]
    body = wire[5:]
    length = int.from_bytes(body[:2], "big")
    if len(body) == 2:
        return Command(cla, ins, p1, p2, expected=0), length or _EXTENDED
    if len(body) not in (length + 2, length + 4):
        raise ValueError("Lc does not agree with the data")
    room = int.from_bytes(body[length + 2 :], "big") or _EXTENDED
    return Command(cla, ins, p1, p2, bytes(body[2 : length + 2]), expected=0), room
