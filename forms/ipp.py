"""The few IPP operations a counter needs (RFC 8010, RFC 8011) over plain HTTP.

Requests carry the sheet number as the job's name and nothing about a person.
"""

import http.client
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Self
from urllib.parse import SplitResult, urlsplit

_MAX_ANSWER = 1 << 20
_PORT = 631


class Operation(IntEnum):
    """Operation codes (RFC 8011 §5.4.15)."""

    PRINT_JOB = 0x0002
    CANCEL_JOB = 0x0008
    GET_JOB_ATTRIBUTES = 0x0009
    GET_PRINTER_ATTRIBUTES = 0x000B
    RESUME_PRINTER = 0x0011


class JobState(IntEnum):
    """States of a job (RFC 8011 §5.3.7)."""

    PENDING = 3
    HELD = 4
    PROCESSING = 5
    STOPPED = 6
    CANCELED = 7
    ABORTED = 8
    COMPLETED = 9


PRINTER_STOPPED = 5
"""`printer-state` of a printer that prints nothing until a person has been there (§5.4.11)."""


class _Tag(IntEnum):
    """Delimiter and value tags (RFC 8010 §3.5)."""

    OPERATION = 0x01
    JOB = 0x02
    END = 0x03
    INTEGER = 0x21
    BOOLEAN = 0x22
    ENUM = 0x23
    NAME = 0x42
    KEYWORD = 0x44
    URI = 0x45
    CHARSET = 0x47
    LANGUAGE = 0x48
    MIME_TYPE = 0x49


class IppError(Exception):
    """The answer is not IPP."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute of a request: value tag, name, values as text or number."""

    tag: int
    name: str
    values: tuple[str | int, ...]


_AS_DRAWN = (
    Attribute(_Tag.KEYWORD, "media", ("iso_a4_210x297mm",)),
    Attribute(_Tag.KEYWORD, "print-scaling", ("none",)),  # PWG 5100.16 §7: barcodes, windows
    Attribute(_Tag.KEYWORD, "sides", ("one-sided",)),
)
"""A form is printed in the size it was drawn in, one sheet a page."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Status of an operation and its attributes; of equal names, in several groups, the last."""

    status: int
    attributes: dict[str, tuple[str | int, ...]]

    @property
    def successful(self) -> bool:
        return self.status < 0x0100

    def number(self, name: str) -> int:
        """A numeric attribute, 0 when absent."""
        value = self.attributes.get(name, (0,))[0]
        return value if isinstance(value, int) else 0

    def words(self, name: str) -> tuple[str, ...]:
        """A keyword attribute without the word for "no reason"."""
        return tuple(
            str(value) for value in self.attributes.get(name, ()) if value not in ("none", "")
        )


@dataclass(frozen=True, slots=True)
class IppPrinter:
    """One printer at `ipp://host:port/printers/name` (or `ipps`, `http`, `https`).

    Every call opens its own connection and waits at most `timeout` seconds for each answer.
    OSError, http.client.HTTPException and IppError leave to the caller.
    """

    url: SplitResult
    timeout: float

    @classmethod
    def at(cls, url: str, timeout: float) -> Self:
        """A printer by its address. Raises ValueError for an address that is none."""
        parts = urlsplit(url)
        if parts.scheme not in ("ipp", "ipps", "http", "https") or not parts.hostname:
            raise ValueError("a printer's address begins with ipp:// or ipps://")
        return cls(parts, timeout)

    def print_job(self, pdf: bytes, name: str, user: str) -> Answer:
        """Print-Job (§4.2.1); the answer holds `job-id` and `job-state`."""
        return self._call(
            Operation.PRINT_JOB,
            (
                Attribute(_Tag.NAME, "requesting-user-name", (user,)),
                Attribute(_Tag.NAME, "job-name", (name,)),
                Attribute(_Tag.MIME_TYPE, "document-format", ("application/pdf",)),
            ),
            document=pdf,
            job=_AS_DRAWN,
        )

    def job(self, job_id: int, user: str) -> Answer:
        """Get-Job-Attributes (§4.3.4)."""
        wanted = ("job-state", "job-state-reasons")
        return self._call(
            Operation.GET_JOB_ATTRIBUTES,
            (
                Attribute(_Tag.INTEGER, "job-id", (job_id,)),
                Attribute(_Tag.NAME, "requesting-user-name", (user,)),
                Attribute(_Tag.KEYWORD, "requested-attributes", wanted),
            ),
        )

    def cancel(self, job_id: int, user: str) -> Answer:
        """Cancel-Job (§4.3.3), and let nothing of it lie in the printer's spool.

        CUPS keeps a job's pages for a day, unless `purge-job` asks otherwise; it takes that of an
        ended job too. Other printers pass the attribute over.
        """
        return self._call(
            Operation.CANCEL_JOB,
            (
                Attribute(_Tag.INTEGER, "job-id", (job_id,)),
                Attribute(_Tag.BOOLEAN, "purge-job", (True,)),
                Attribute(_Tag.NAME, "requesting-user-name", (user,)),
            ),
        )

    def printer(self) -> Answer:
        """Get-Printer-Attributes (§4.2.5): state and reasons."""
        wanted = ("printer-state", "printer-state-reasons", "printer-is-accepting-jobs")
        return self._call(
            Operation.GET_PRINTER_ATTRIBUTES,
            (Attribute(_Tag.KEYWORD, "requested-attributes", wanted),),
        )

    def resume(self, user: str) -> Answer:
        """Resume-Printer (§4.2.8): go on after a stop."""
        return self._call(
            Operation.RESUME_PRINTER, (Attribute(_Tag.NAME, "requesting-user-name", (user,)),)
        )

    def _call(
        self,
        operation: Operation,
        attributes: Sequence[Attribute],
        *,
        job: Sequence[Attribute] = (),
        document: bytes = b"",
    ) -> Answer:
        secure = self.url.scheme in ("ipps", "https")
        host, port = self.url.hostname or "", self.url.port or _PORT
        connection: http.client.HTTPConnection
        if secure:
            connection = http.client.HTTPSConnection(host, port, timeout=self.timeout)
        else:
            connection = http.client.HTTPConnection(host, port, timeout=self.timeout)
        address = self.url._replace(scheme="ipps" if secure else "ipp").geturl()
        body = encode_request(operation, address, attributes, job)
        try:
            connection.request(
                "POST", self.url.path or "/", body + document, {"Content-Type": "application/ipp"}
            )
            response = connection.getresponse()
            data = response.read(_MAX_ANSWER)
        finally:
            connection.close()
        if response.status != http.client.OK:
            raise IppError(f"HTTP {response.status}")
        return decode_answer(data)


# --- encoding (RFC 8010 §3) -------------------------------------------------------------------


def encode_request(
    operation: int, printer: str, attributes: Sequence[Attribute], job: Sequence[Attribute] = ()
) -> bytes:
    """A request up to its document: version 2.0, the operation's attributes, then the job's."""
    first = (
        Attribute(_Tag.CHARSET, "attributes-charset", ("utf-8",)),
        Attribute(_Tag.LANGUAGE, "attributes-natural-language", ("ja",)),
        Attribute(_Tag.URI, "printer-uri", (printer,)),
    )
    parts = [struct.pack(">BBHL", 2, 0, operation, 1), bytes([_Tag.OPERATION])]
    parts += [_encoded(attribute) for attribute in (*first, *attributes)]
    if job:
        parts += [bytes([_Tag.JOB]), *(_encoded(attribute) for attribute in job)]
    return b"".join([*parts, bytes([_Tag.END])])


def _encoded(attribute: Attribute) -> bytes:
    name = attribute.name.encode("ascii")
    parts = []
    for value in attribute.values:
        if isinstance(value, str):
            data = value.encode()
        else:
            data = struct.pack(">?" if attribute.tag == _Tag.BOOLEAN else ">l", value)
        parts.append(struct.pack(">BH", attribute.tag, len(name)) + name)
        parts.append(struct.pack(">H", len(data)) + data)
        name = b""  # a further value of the same attribute
    return b"".join(parts)


def decode_answer(data: bytes) -> Answer:
    """Read an answer. Raises IppError for bytes that are not one."""
    try:
        status = struct.unpack_from(">BBHL", data)[2]
        attributes: dict[str, tuple[str | int, ...]] = {}
        place, name = 8, ""
        while data[place] != _Tag.END:
            tag = data[place]
            place += 1
            if tag < 0x10:  # a delimiter: the next group begins
                continue
            own_name, place = _sized(data, place)
            value, place = _sized(data, place)
            if own_name:
                name = own_name.decode("ascii")
                attributes[name] = ()
            attributes[name] += (_value(tag, value),)
    except (struct.error, IndexError, KeyError, ValueError) as error:
        raise IppError("not an answer of a printer") from error
    return Answer(status, attributes)


def _sized(data: bytes, place: int) -> tuple[bytes, int]:
    (length,) = struct.unpack_from(">H", data, place)
    end = place + 2 + length
    if end > len(data):
        raise IndexError(place)
    return data[place + 2 : end], end


def _value(tag: int, data: bytes) -> str | int:
    if tag in (_Tag.INTEGER, _Tag.ENUM):
        number: int = struct.unpack(">l", data)[0]
        return number
    return data.decode("utf-8", "replace")
