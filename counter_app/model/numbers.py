"""Numbers and codes a reception meets: 個人番号 (P), リンクコード (PY), 書類番号, 受付番号."""

import re
from dataclasses import dataclass
from datetime import date
from typing import NoReturn, Self

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford base 32: no I, L, O, U, so a code can be read out at the counter."""

_WEIGHTS = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def individual_number_check_digit(first_eleven: bytes | bytearray) -> int:
    """Check digit of an individual number (平成26年総務省令85号5条).

    `first_eleven` are 11 ASCII digits, left to right.
    """
    total = sum(
        weight * (digit - 0x30) for weight, digit in zip(_WEIGHTS, first_eleven, strict=True)
    )
    remainder = total % 11
    return 0 if remainder <= 1 else 11 - remainder


class IndividualNumber:
    """An individual number (個人番号, P) while it is in use: 12 digits in a buffer that is wiped.

    It refuses to become text: `repr`, `str`, `format`, pickling, hashing and comparison by value
    are all unavailable, so that it cannot reach a log, an exception or a file by accident.
    Only the vault (`iccard.vault`) makes and holds one.
    """

    __slots__ = ("_digits",)

    def __init__(self, digits: bytearray) -> None:
        if not is_individual_number(digits):
            raise ValueError("not an individual number")
        self._digits = digits

    def blind_index(self, key: bytes) -> bytes:
        """HMAC-SHA-256 of the number under `key` (32 bytes): the only thing a table may hold."""
        import hmac  # as `secrets` below: the first window needs none of them

        return hmac.digest(key, b"idx|1|" + self._digits, "sha256")

    def view(self) -> memoryview:
        """The 12 ASCII digits, without a copy. For the vault alone."""
        return memoryview(self._digits)

    def wipe(self) -> None:
        """Overwrite the digits. The value is unusable afterwards."""
        for position in range(len(self._digits)):
            self._digits[position] = 0

    def __repr__(self) -> str:
        return "IndividualNumber(************)"

    def _refuse(self, *_: object) -> NoReturn:
        raise TypeError("an individual number does not leave the vault")

    __str__ = __format__ = __reduce__ = __reduce_ex__ = __getstate__ = _refuse
    __hash__ = __eq__ = _refuse
    __bytes__ = __copy__ = __deepcopy__ = _refuse


def is_individual_number(digits: bytes | bytearray) -> bool:
    """Whether 12 ASCII digits form an individual number; all zeros pass the formula, not us."""
    if len(digits) != 12 or not digits.isdigit() or not any(d != 0x30 for d in digits):
        return False
    return individual_number_check_digit(digits[:11]) == digits[11] - 0x30


@dataclass(frozen=True, slots=True, order=True)
class LinkCode:
    """A link code (リンクコード): who a person is to one organisation, e.g. PY to Y町.

    Eight Crockford characters, shown as `YK4M-7R20`.
    """

    value: str

    def __post_init__(self) -> None:
        if not re.fullmatch(rf"[{CROCKFORD}]{{8}}", self.value):
            raise ValueError("a link code has eight Crockford characters")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a link code with or without its hyphen. Raises ValueError."""
        return cls(text.strip().upper().replace("-", ""))

    @property
    def shown(self) -> str:
        return f"{self.value[:4]}-{self.value[4:]}"

    def __str__(self) -> str:
        return self.value


def new_document_reference() -> str:
    """Eight random characters given to a reception when it opens (書類番号 RRRRRRRR)."""
    import secrets

    return "".join(secrets.choice(CROCKFORD) for _ in range(8))


def sheet_number(reference: str, sheet: int, page: int) -> str:
    """Number of one printed sheet, also its barcode: `8F3KQ7T2-01-1`."""
    return f"{reference}-{sheet:02d}-{page}"


_SHEET_NUMBER = re.compile(rf"[{CROCKFORD}]{{8}}-[0-9]{{2,3}}-[0-9]{{1,2}}")


def is_sheet_number(text: str) -> bool:
    """Whether a text has the shape of a 書類番号: only what one of our sheets can carry."""
    return _SHEET_NUMBER.fullmatch(text) is not None


def reception_number(day: date, sequence: int) -> str:
    """Reception number (受付番号), shown only after commit: `0403-017`."""
    return f"{day:%m%d}-{sequence:03d}"


def new_id() -> str:
    """A time-ordered id (UUIDv7, RFC 9562 §5.7) as 32 hexadecimal digits."""
    import secrets
    import time
    import uuid

    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds << 80) | secrets.randbits(80)
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return uuid.UUID(int=value).hex
