"""The dialogue with an individual number card: which commands, in which order, and what they mean.

Files are reached by short identifier, which saves a SELECT each; a card that refuses them is
spoken to by SELECT from then on. A PIN goes out only in a form that has just answered the query
for its tries, and never twice: nothing here repeats a VERIFY.
"""

from collections.abc import Callable
from datetime import date

from counter_app.model.people import Sex
from counter_app.ports import FourAttributes
from iccard import apdu, tlv
from iccard.answers import whole_answer
from iccard.apdu import SHORT_ID_REFUSED, Command, Response
from iccard.applications import CardGeneration, PinReference
from iccard.channel import CardChannel
from iccard.faults import raise_unreadable

_SEX = {b"1": Sex.MALE, b"2": Sex.FEMALE}
_FILE_LIMIT = 0x4000


def decode_attributes(content: bytearray, generation: CardGeneration) -> FourAttributes:
    """The four attributes (基本4情報) from their file. Raises ValueError, which quotes no data."""
    layout = generation.card_information
    outer = tlv.read_file(content)
    if outer.tag != layout.attributes_tag:
        raise tlv.MalformedObjectError("another object stands in the file")
    fields = tlv.read_objects(outer.value)
    birth = bytes(tlv.require(fields, layout.birth_tag))
    if len(birth) != 8 or not birth.isdigit():
        raise tlv.MalformedObjectError("the date of birth is not eight digits")
    return FourAttributes(
        name=_text(tlv.require(fields, layout.name_tag)),
        address=_text(tlv.require(fields, layout.address_tag)),
        birth=date(int(birth[:4]), int(birth[4:6]), int(birth[6:])),
        sex=_SEX.get(bytes(tlv.require(fields, layout.sex_tag)), Sex.UNKNOWN),
    )


def _text(value: memoryview) -> str:
    """UTF-8 as it stands; a name is never normalised. The error does not carry the bytes."""
    try:
        text = str(value, "utf-8")
    except UnicodeDecodeError:
        text = ""
    if not text.strip():
        raise tlv.MalformedObjectError("a field is not readable text")
    return text


def decode_number(content: bytearray, generation: CardGeneration) -> bytearray:
    """The twelve digits from their file, in a new buffer; `content` is wiped. Raises ValueError."""
    try:
        found = tlv.read_file(content)
        if found.tag != generation.card_information.number_tag:
            raise tlv.MalformedObjectError("another object stands in the file")
        return bytearray(found.value)
    finally:
        apdu.wipe(content)


def der_length(start: bytearray) -> int:
    """Length of the DER value that begins here (ISO/IEC 8825-1 §8.1.3), header included."""
    if len(start) < 4 or start[0] != 0x30:
        raise tlv.MalformedObjectError("not a DER sequence")
    if start[1] < 0x80:
        return 2 + start[1]
    size = start[1] & 0x7F
    if size not in (1, 2):
        raise tlv.MalformedObjectError("a length is not understood")
    return 2 + size + int.from_bytes(start[2 : 2 + size], "big")


class MyNumberCard:
    """One card on one channel. Raises `ChannelFaultError`, `CARD_UNREADABLE` for odd answers."""

    def __init__(self, channel: CardChannel, generation: CardGeneration) -> None:
        self._channel = channel
        self._generation = generation
        self._short_ids = True

    def connect(self) -> None:
        """Power up and select 公的個人認証AP, by which the card is recognised."""
        self._channel.connect(apdu.select_application(self._generation.jpki.aid))

    def select_card_information(self) -> None:
        """Select 券面事項入力補助AP."""
        self._expect_ok(
            self._send(apdu.select_application(self._generation.card_information.aid)),
            "券面事項入力補助APを選べません。",
        )

    def tries_left(self, pin: PinReference) -> int:
        """Tries left of a PIN of the selected application. Costs none."""
        response = self._by_reference(pin.file, apdu.query_tries)
        if response.ok:  # already verified, so the counter stands at its maximum
            return pin.tries
        if response.tries_left is None:
            raise_unreadable(f"{pin.name}の残り回数が分かりません({response.status:04X})。")
        return response.tries_left

    def reach_pin(self, pin: PinReference) -> None:
        """Make the PIN's file the current one, for a card that refuses short identifiers."""
        if not self._short_ids:
            self._select(pin.file)

    def verify(self, pin: PinReference, digits: bytearray) -> int | None:
        """Send a PIN once and wipe it: None when right, else the tries left.

        `tries_left` and `reach_pin` come before, so that the form of the command is known to work.
        """
        command = apdu.verify(self._reference(pin.file), digits)
        try:
            response = self._channel.transmit(command)
        finally:
            apdu.wipe(digits)
        if response.ok:
            return None
        if response.tries_left is None:
            raise_unreadable(f"{pin.name}への応答が分かりません({response.status:04X})。")
        return response.tries_left

    def sign(self, digest_info: bytes) -> bytes:
        """PKCS #1 v1.5 signature with the authentication key; its PIN must be verified."""
        key = self._generation.jpki.key
        response = self._by_reference(key, lambda reference: apdu.sign(reference, digest_info))
        self._expect_ok(response, "カードが署名しません。")
        return bytes(response.data)

    def read_certificate(self) -> bytes:
        """The authentication certificate (利用者証明用電子証明書), DER. Needs no PIN."""
        return bytes(self._read_file(self._generation.jpki.certificate, der_length))

    def read_number(self) -> bytearray:
        """The individual number: 12 ASCII digits in a buffer the caller wipes."""
        content = self._read_file(self._generation.card_information.number, tlv.total_length)
        try:
            return decode_number(content, self._generation)
        except ValueError as error:
            raise_unreadable("個人番号のファイルを読めません。", error)

    def read_attributes(self) -> FourAttributes:
        """The four attributes (基本4情報)."""
        content = self._read_file(self._generation.card_information.attributes, tlv.total_length)
        try:
            return decode_attributes(content, self._generation)
        except ValueError as error:
            raise_unreadable("基本4情報のファイルを読めません。", error)

    def _read_file(self, file: int, measure: Callable[[bytearray], int]) -> bytearray:
        """A whole file's object; `measure` tells its length from the first piece."""
        response = self._first_piece(file)
        self._expect_ok(response, f"ファイル{file:04X}を読めません。")
        content = response.data
        try:
            length = measure(content)
        except ValueError as error:
            raise_unreadable(f"ファイル{file:04X}の形が分かりません。", error)
        if length > _FILE_LIMIT:
            raise_unreadable(f"ファイル{file:04X}が大きすぎます。")
        while len(content) < length:
            piece = self._send(
                apdu.read_binary(len(content), min(length - len(content), 256) & 0xFF)
            )
            self._expect_ok(piece, f"ファイル{file:04X}を最後まで読めません。")
            if not piece.data:
                raise_unreadable(f"ファイル{file:04X}が途中で終わっています。")
            content += piece.data
            apdu.wipe(piece.data)
        return content

    def _first_piece(self, file: int) -> Response:
        if self._short_ids:
            response = self._send(apdu.read_binary_short(file))
            if response.status not in SHORT_ID_REFUSED:
                return response
            self._short_ids = False
        self._select(file)
        return self._send(apdu.read_binary(0))

    def _by_reference(self, file: int, command: Callable[[int], Command]) -> Response:
        """Send a command that names a file by short identifier, or by selecting it first."""
        if self._short_ids:
            response = self._send(command(file))
            if response.status not in SHORT_ID_REFUSED:
                return response
            self._short_ids = False
        self._select(file)
        return self._send(command(0))

    def _reference(self, file: int) -> int:
        return file if self._short_ids else 0

    def _select(self, file: int) -> None:
        self._expect_ok(
            self._send(apdu.select_file(file)), f"ファイル{file:04X}がカードにありません。"
        )

    def _send(self, command: Command) -> Response:
        """Transmit, and fetch the whole answer. Never for a PIN."""
        return whole_answer(self._channel, command)

    def _expect_ok(self, response: Response, otherwise: str) -> None:
        if not response.ok:
            raise_unreadable(f"{otherwise}({response.status:04X})")
