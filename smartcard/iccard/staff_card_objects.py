"""Data objects of a staff card (職員カード, PIV): one-byte tags, and the certificate object.

SP 800-73-4 part 1 appendix A: the card authentication certificate is object 5FC101, a template 53
with the certificate (70), how it is kept (71, CertInfo) and an empty check field (FE). CertInfo
says whether the certificate is gzip'ed: bit 0x01; cards of before SP 800-73-3 set 0x80.
"""

import zlib
from dataclasses import dataclass, field

from iccard.tlv import MalformedObjectError

OBJECT, CERTIFICATE, CERTIFICATE_INFO, ERROR_CHECK = 0x53, 0x70, 0x71, 0xFE
DYNAMIC_AUTHENTICATION, RESPONSE, CHALLENGE = 0x7C, 0x82, 0x81
_COMPRESSED = 0x01 | 0x80
_GZIP_WINDOW = 31
_LONGEST_CERTIFICATE = 0x4000
"""More than any card holds: what unpacks to more is no certificate."""


@dataclass(frozen=True, slots=True)
class StaffCardObject:
    """A tag (one byte) and its value."""

    tag: int
    value: bytes = field(repr=False)


def encode(tag: int, value: bytes) -> bytes:
    """One object with the shortest form of its length (ISO/IEC 7816-4 §5.2.2.2)."""
    length = len(value)
    if length < 0x80:
        head = bytes((tag, length))
    elif length < 0x100:
        head = bytes((tag, 0x81, length))
    else:
        head = bytes((tag, 0x82)) + length.to_bytes(2, "big")
    return head + value


def read_objects(content: bytes) -> tuple[StaffCardObject, ...]:
    """All objects in a row; every byte must belong to one. Raises MalformedObjectError."""
    found: list[StaffCardObject] = []
    at = 0
    while at < len(content):
        if len(content) < at + 2:
            raise MalformedObjectError("an object is cut off")
        tag, length = content[at], content[at + 1]
        at += 2
        if length >= 0x80:
            size = length & 0x7F
            if size not in (1, 2) or len(content) < at + size:
                raise MalformedObjectError("a length is not understood")
            length = int.from_bytes(content[at : at + size], "big")
            at += size
        if len(content) < at + length:
            raise MalformedObjectError("an object is cut off")
        found.append(StaffCardObject(tag, content[at : at + length]))
        at += length
    return tuple(found)


def only(content: bytes, tag: int) -> bytes:
    """The value of the one object with this tag; not empty. Raises MalformedObjectError."""
    values = [found.value for found in read_objects(content) if found.tag == tag]
    if len(values) != 1 or not values[0]:
        raise MalformedObjectError(f"object {tag:02X} is missing, doubled or empty")
    return values[0]


def decode_certificate(content: bytes) -> bytes:
    """The DER certificate of a certificate object, unpacked. Raises MalformedObjectError."""
    inside = only(content, OBJECT)
    certificate = only(inside, CERTIFICATE)
    info = next((o.value for o in read_objects(inside) if o.tag == CERTIFICATE_INFO), b"\x00")
    if len(info) != 1:
        raise MalformedObjectError("CertInfo is not one byte")
    return _unpack(certificate) if info[0] & _COMPRESSED else certificate


def encode_certificate(certificate: bytes, *, info: int = 0x00) -> bytes:
    """A certificate object; with `info` 0x01 (or 0x80) `certificate` is gzip'ed by the caller."""
    parts = encode(CERTIFICATE, certificate) + encode(CERTIFICATE_INFO, bytes((info,)))
    return encode(OBJECT, parts + encode(ERROR_CHECK, b""))


def encode_challenge(challenge: bytes) -> bytes:
    """What GENERAL AUTHENTICATE is given: an empty response asks for it, then the challenge."""
    return encode(DYNAMIC_AUTHENTICATION, encode(RESPONSE, b"") + encode(CHALLENGE, challenge))


def decode_response(content: bytes) -> bytes:
    """The signature in the answer of GENERAL AUTHENTICATE. Raises MalformedObjectError."""
    return only(only(content, DYNAMIC_AUTHENTICATION), RESPONSE)


def _unpack(packed: bytes) -> bytes:
    """Never more than a certificate's length, whatever the packed bytes promise."""
    unpacking = zlib.decompressobj(_GZIP_WINDOW)
    try:
        certificate = unpacking.decompress(packed, _LONGEST_CERTIFICATE)
    except zlib.error as error:
        raise MalformedObjectError("the packed certificate cannot be unpacked") from error
    if not unpacking.eof:
        raise MalformedObjectError("the packed certificate is cut off or too long")
    return certificate
