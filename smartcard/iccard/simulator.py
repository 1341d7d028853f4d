"""A virtual individual number card at APDU level: files, PINs with retry counters, a signing key.

It answers as the real card is known to: power alone ends a verification (not a reset, not another
connection), a VERIFY without data is a query, the try that locks answers 63C0 and later ones 6984.
Its script plays what goes wrong at a counter.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from cryptography.hazmat.primitives.asymmetric import padding, rsa, utils

from iccard.apdu import Command, StatusWord, wipe
from iccard.chip import CONTACTLESS_ATR, Chip, Latency, status


class Quirk(StrEnum):
    """Ways in which cards and readers differ, all of which the dialogue must bear."""

    NO_SHORT_IDS = "refuses short file identifiers"
    EXACT_LENGTHS = "answers 6Cxx unless Le is exact"
    ANSWERS_ON_REQUEST = "answers 61xx and waits for GET RESPONSE"
    FAULT_AFTER_POWER_UP = "answers the first command after power-up with 6F00"


@dataclass(frozen=True, slots=True)
class TransparentFile:
    """A file of bytes; readable at once when `opened_by` is empty, else after one of these PINs."""

    id: int
    content: bytes = field(repr=False)
    opened_by: frozenset[int] = frozenset()


@dataclass(slots=True)
class PinFile:
    """A PIN with its retry counter."""

    id: int
    digits: bytes = field(repr=False)
    tries: int = 3
    left: int = 3


@dataclass(frozen=True, slots=True)
class KeyFile:
    """An RSA private key, usable after one of these PINs."""

    id: int
    key: rsa.RSAPrivateKey = field(repr=False)
    opened_by: frozenset[int]


CardFile = TransparentFile | PinFile | KeyFile


@dataclass(frozen=True, slots=True)
class CardApplication:
    """An application (DF) with its files."""

    aid: bytes
    files: tuple[CardFile, ...]

    def find(self, file: int) -> CardFile | None:
        return next((found for found in self.files if found.id == file), None)


class VirtualCard(Chip):
    """A card with these applications."""

    def __init__(
        self,
        applications: Sequence[CardApplication],
        *,
        quirks: frozenset[Quirk] = frozenset(),
        latency: Latency | None = None,
        atr: bytes = CONTACTLESS_ATR,
    ) -> None:
        super().__init__(latency=latency, atr=atr)
        self._applications = tuple(applications)
        self._quirks = quirks
        self.verifications = 0
        self._application: CardApplication | None = None
        self._file: CardFile | None = None
        self._verified: set[tuple[bytes, int]] = set()
        self._waiting = bytearray()

    def reset(self) -> None:
        """A warm reset forgets what is selected, not what was verified."""
        self._application = self._file = None
        wipe(self._waiting)
        self._waiting = bytearray()

    def power_off(self) -> None:
        """Only this ends a verification."""
        self.reset()
        self._verified.clear()

    def pin_tries(self, aid: bytes, file: int) -> int:
        """Tries left of a PIN, for proofs."""
        return self._pin(aid, file).left

    def restore_pin(self, aid: bytes, file: int) -> None:
        """What the municipal counter does to a locked PIN."""
        pin = self._pin(aid, file)
        pin.left = pin.tries

    def _pin(self, aid: bytes, file: int) -> PinFile:
        for application in self._applications:
            found = application.find(file) if application.aid == aid else None
            if isinstance(found, PinFile):
                return found
        raise KeyError(file)

    def _process(self, wire: bytes | bytearray, *, first: bool) -> bytearray:
        if first and Quirk.FAULT_AFTER_POWER_UP in self._quirks:
            return status(StatusWord.FAULT)
        try:
            command = Command.decode(wire)
        except ValueError:
            return status(StatusWord.WRONG_LENGTH)
        if command.cla not in (0x00, 0x80):
            low = command.cla & 0x03
            return status(StatusWord.CHANNEL_NOT_SUPPORTED if low else StatusWord.CLA_NOT_SUPPORTED)
        match (command.cla, command.ins):
            case (0x00, 0xA4):
                return self._select(command)
            case (0x00, 0xB0):
                return self._read(command)
            case (0x00, 0x20):
                return self._verify(command)
            case (0x00, 0xC0):
                return self._get_response(command)
            case (0x80, 0x2A):
                return self._sign(command)
        return status(StatusWord.INS_NOT_SUPPORTED)

    def _select(self, command: Command) -> bytearray:
        if command.p1 == 0x04:
            wanted = bytes(command.data)
            for application in self._applications:
                if wanted and application.aid.startswith(wanted):
                    self._application, self._file = application, None
                    return status(StatusWord.OK)
            return status(StatusWord.NOT_FOUND)
        if command.p1 == 0x02 and len(command.data) == 2 and self._application is not None:
            found = self._application.find(int.from_bytes(command.data, "big"))
            if found is not None:
                self._file = found
                return status(StatusWord.OK)
            return status(StatusWord.NOT_FOUND)
        return status(StatusWord.WRONG_P1_P2)

    def _reach(self, short_id: int) -> StatusWord:
        """Make a file the current one by short identifier; 0 keeps the current one."""
        if not short_id:
            return StatusWord.OK if self._file is not None else StatusWord.NO_CURRENT_FILE
        if Quirk.NO_SHORT_IDS in self._quirks:
            return StatusWord.WRONG_P1_P2
        found = self._application.find(short_id) if self._application is not None else None
        if found is None:
            return StatusWord.NOT_FOUND
        self._file = found
        return StatusWord.OK

    def _allowed(self, opened_by: frozenset[int]) -> bool:
        aid = self._application.aid if self._application is not None else b""
        return not opened_by or any((aid, pin) in self._verified for pin in opened_by)

    def _read(self, command: Command) -> bytearray:
        by_short_id = command.p1 & 0x80
        reached = self._reach(command.p1 & 0x1F if by_short_id else 0)
        if reached is not StatusWord.OK:
            return status(reached)
        if not isinstance(self._file, TransparentFile):
            return status(StatusWord.WRONG_FILE_TYPE)
        if not self._allowed(self._file.opened_by):
            return status(StatusWord.NOT_VERIFIED)
        offset = command.p2 if by_short_id else command.p1 << 8 | command.p2
        if offset >= len(self._file.content):
            return status(StatusWord.WRONG_OFFSET)
        wanted = command.expected or 256
        piece = self._file.content[offset : offset + wanted]
        if len(piece) < wanted and Quirk.EXACT_LENGTHS in self._quirks:
            return status(0x6C00 | len(piece))
        return self._deliver(piece)

    def _verify(self, command: Command) -> bytearray:
        if command.p1 or not command.p2 & 0x80:
            return status(StatusWord.WRONG_P1_P2)
        reached = self._reach(command.p2 & 0x1F)
        if reached is not StatusWord.OK:
            return status(reached)
        pin = self._file
        if not isinstance(pin, PinFile) or self._application is None:
            return status(StatusWord.WRONG_FILE_TYPE)
        if not command.data:
            return status(0x63C0 | pin.left)
        self.verifications += 1
        if not pin.left:
            return status(StatusWord.LOCKED)
        if len(command.data) != len(pin.digits):
            return status(StatusWord.WRONG_LENGTH)
        key = (self._application.aid, pin.id)
        if bytes(command.data) != pin.digits:
            pin.left -= 1
            self._verified.discard(key)
            return status(0x63C0 | pin.left)
        pin.left = pin.tries
        self._verified.add(key)
        return status(StatusWord.OK)

    def _sign(self, command: Command) -> bytearray:
        if command.p1 or not command.p2 & 0x80:
            return status(StatusWord.WRONG_P1_P2)
        reached = self._reach(command.p2 & 0x1F)
        if reached is not StatusWord.OK:
            return status(reached)
        if not isinstance(self._file, KeyFile):
            return status(StatusWord.WRONG_FILE_TYPE)
        if not self._allowed(self._file.opened_by):
            return status(StatusWord.NOT_VERIFIED)
        if not command.data or len(command.data) > self._file.key.key_size // 8 - 11:
            return status(StatusWord.WRONG_LENGTH)
        # The card pads whatever it is given; it does not look for a DigestInfo.
        return self._deliver(
            self._file.key.sign(bytes(command.data), padding.PKCS1v15(), utils.NoDigestInfo())
        )

    def _deliver(self, data: bytes) -> bytearray:
        if Quirk.ANSWERS_ON_REQUEST in self._quirks:
            self._waiting = bytearray(data)
            return status(0x6100 | len(data) & 0xFF)
        return bytearray(data) + status(StatusWord.OK)

    def _get_response(self, command: Command) -> bytearray:
        if not self._waiting:
            return status(StatusWord.CONDITIONS_NOT_SATISFIED)
        wanted = command.expected or 256
        piece, self._waiting = self._waiting[:wanted], self._waiting[wanted:]
        return piece + status(0x6100 | len(self._waiting) & 0xFF if self._waiting else 0x9000)
