"""Who lays down a staff card (職員カード): its certificate, and a challenge it signs.

The card is a PIV card (NIST SP 800-73-4). Its card authentication key (9E) signs without a PIN:
laying the card down shows possession, and the login at the window is the other factor. What is
signed binds a fresh random number to the statement the card was laid down for, so that no
signature serves twice nor for anything else. The staff number stands in the certificate's subject
(serialNumber, X.520); a card authentication certificate carries no name.
"""

import hashlib
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from counter_app.ports import Clock, StaffIdentity, StaffProof
from iccard import apdu, staff_card_objects
from iccard.answers import whole_answer
from iccard.certificates import load
from iccard.channel import CardChannel, ChannelFaultError, Held
from iccard.staff_card_faults import (
    raise_staff_card_not_proved,
    raise_staff_card_unreadable,
    raise_staff_channel_fault,
)
from iccard.staff_certificate import (
    challenge_for,
    judge_certificate,
    load_authorities,
    signature_holds,
    staff_number,
)

AID: Final = bytes.fromhex("A000000308000010000100")
CARD_AUTHENTICATION_KEY: Final = 0x9E
CARD_AUTHENTICATION_CERTIFICATE: Final = 0x5FC101
P256: Final = 0x11
"""ECC with curve P-256 (SP 800-78-4 table 6-2)."""
NONCE_BYTES: Final = 32
_LOOK_AGAIN_SECONDS = 0.1


class StaffCardReader:
    """`StaffCards`: one card at a time, called from one thread; no card stays powered.

    `authority_file` (PEM) holds the certificates of the town's staff authority, every generation
    that is accepted. It is read for each proof, so that it can be replaced while windows are open.
    """

    def __init__(self, channel: CardChannel, authority_file: Path, clock: Clock) -> None:
        self._channel = channel
        self._authority_file = authority_file
        self._clock = clock
        self._left: frozenset[Held] = frozenset()
        self._laid: frozenset[str] | None = None  # readers; any before the first look

    def look(self) -> bool:
        """Whether a card lies on any reader now; what lies there is no card that was laid down.

        It may be another reader's, which has nothing to do with us, or one that was left behind.
        """
        with self._dialogue():
            self._left = self._channel.held()
        self._laid = frozenset()
        return bool(self._left)

    def wait_for_card(self, seconds: float) -> bool:
        """Whether within `seconds` a card was laid down since `look`; may block that long."""
        deadline = time.monotonic() + seconds
        while True:
            with self._dialogue():
                laid = self._channel.held() - self._left
            self._laid = frozenset(held.reader for held in laid)
            if laid or time.monotonic() >= deadline:
                return bool(laid)
            time.sleep(_LOOK_AGAIN_SECONDS)

    def prove(self, statement: bytes) -> StaffProof:
        """Read and judge the certificate, have a fresh challenge signed, check the signature."""
        if len(statement) != hashlib.sha256().digest_size:
            raise ValueError("a statement is a SHA-256 digest")
        now = self._clock()
        authorities = load_authorities(self._authority_file)
        try:
            with self._dialogue():
                self._channel.connect(apdu.select_with_template(AID), self._laid)
                certificate = self._read_certificate()
                judge_certificate(certificate, authorities, now)
                staff_id = staff_number(certificate)
                nonce = secrets.token_bytes(NONCE_BYTES)
                challenge = challenge_for(statement, nonce)
                signature = self._sign(challenge)
        finally:
            self._channel.release()
        if not signature_holds(certificate, challenge, signature):
            raise_staff_card_not_proved()
        return StaffProof(
            identity=StaffIdentity(staff_id, f"{certificate.serial_number:X}"),
            proved_at=now,
            statement=statement,
            nonce=nonce,
            signature=signature,
            certificate=certificate.public_bytes(Encoding.DER),
        )

    def release(self) -> None:
        """Let the reader go; at any time."""
        self._channel.release()

    def _read_certificate(self) -> x509.Certificate:
        answer = whole_answer(self._channel, apdu.get_data(CARD_AUTHENTICATION_CERTIFICATE))
        if not answer.ok:
            raise_staff_card_unreadable(
                f"カード認証用の証明書が入っていません({answer.status:04X})。"
            )
        try:
            der = staff_card_objects.decode_certificate(bytes(answer.data))
            return load(der)
        except ValueError as error:
            raise_staff_card_unreadable("証明書の形が分かりません。", error)

    def _sign(self, challenge: bytes) -> bytes:
        template = staff_card_objects.encode_challenge(challenge)
        command = apdu.general_authenticate(P256, CARD_AUTHENTICATION_KEY, template)
        answer = whole_answer(self._channel, command)
        if not answer.ok:
            raise_staff_card_unreadable(f"カードが署名しません({answer.status:04X})。")
        try:
            return staff_card_objects.decode_response(bytes(answer.data))
        except ValueError as error:
            raise_staff_card_unreadable("カードの署名の形が分かりません。", error)

    @contextmanager
    def _dialogue(self) -> Iterator[None]:
        """Whatever goes wrong in here ends the dialogue: no card stays powered."""
        try:
            yield
        except ChannelFaultError as error:
            self._channel.release()
            raise_staff_channel_fault(error)
        except BaseException:
            self._channel.release()
            raise
