"""The vault: card channel, PINs and the individual number stay inside; results come out.

It writes no log, and no value it returns or raises contains a PIN or the number.
"""

import base64
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from cryptography import x509
from joserfc import jwe
from joserfc.jwk import ECKey

from counter_app.model.numbers import IndividualNumber
from counter_app.ports import CardPresented, CardReading, Clock, NumberBox, PinEntry, PinKind
from iccard import apdu, holder_proof
from iccard.applications import FIRST_GENERATION, CardGeneration, PinReference
from iccard.channel import CardChannel, ChannelFaultError, Fault, Held
from iccard.faults import (
    raise_channel_fault,
    raise_last_try,
    raise_not_proved,
    raise_number_gone,
    raise_pin_format,
    raise_pin_locked,
    raise_pin_uncertain,
    raise_pin_wrong,
    raise_unreadable,
)
from iccard.mynumber_card import MyNumberCard
from iccard.pin_entry import TypedPin

PIN_SECONDS = 60.0

NumberOverlay = Callable[[bytes, tuple[NumberBox, ...], memoryview], bytes]
"""Draws twelve ASCII digits into boxes of a PDF; must keep no copy of them."""


class StepOrderError(RuntimeError):
    """A step of the reading was asked for before the one it rests on: our bug."""


class Vault:
    """`CardVault`: one card at a time, called from one thread.

    `blind_index_key` has 32 bytes; `authorities` are the certificates of the authentication CA,
    every generation the town accepts. After any failure that ends the dialogue the card is
    un-powered, PINs and number are wiped, and `present` starts afresh.
    """

    def __init__(
        self,
        channel: CardChannel,
        *,
        blind_index_key: bytes,
        authorities: Iterable[x509.Certificate],
        clock: Clock,
        overlay: NumberOverlay | None = None,
        generation: CardGeneration = FIRST_GENERATION,
        pin_seconds: float = PIN_SECONDS,
    ) -> None:
        if len(blind_index_key) != 32:
            raise ValueError("the blind index key has 32 bytes")
        self._channel = channel
        self._index_key = blind_index_key
        self._authorities = authorities
        self._clock = clock
        self._overlay = overlay
        self._generation = generation
        self._pins = {kind: TypedPin(pin_seconds) for kind in PinKind}
        self._references: dict[PinKind, PinReference] = {
            PinKind.AUTHENTICATION: generation.jpki.pin,
            PinKind.CARD_INFORMATION: generation.card_information.pin,
        }
        self._number: IndividualNumber | None = None
        self._card: MyNumberCard | None = None
        self._lies: Held | None = None
        self._certificate: x509.Certificate | None = None
        self._tries: dict[PinKind, int] = {}
        self._proved = False
        self._information_open = False

    def wait_for_card(self, seconds: float) -> bool:
        """Whether a card lies on a reader within `seconds`; may block that long."""
        with self._dialogue():
            return self._channel.wait_for_card(seconds)

    def present(self) -> CardPresented:
        """Power up, recognise the card, ask for the tries left, read and check the certificate."""
        self.release()
        with self._dialogue():
            card = MyNumberCard(self._channel, self._generation)
            card.connect()
            tries = card.tries_left(self._references[PinKind.AUTHENTICATION])
            certificate = holder_proof.load_certificate(card.read_certificate())
            fault = holder_proof.certificate_fault(certificate, self._authorities, self._clock())
            self._not_proved_if(fault)
            self._lies = self._where()
        self._card, self._certificate = card, certificate
        self._tries[PinKind.AUTHENTICATION] = tries
        return CardPresented(
            channel=self._channel.kind,
            reader=self._channel.reader,
            certificate_serial=self._serial(certificate),
            tries_left=tries,
        )

    def stays(self) -> None:
        """Whether the presented card still lies where it was powered up: else CARD_REMOVED.

        The reader is asked, never the card: no command, no PIN and no power is touched. Nothing
        to say while no card is presented.
        """
        if self._card is not None:
            with self._dialogue():
                if self._where() != self._lies:
                    raise ChannelFaultError(Fault.REMOVED, self._channel.reader)

    def _where(self) -> Held | None:
        reader = self._channel.reader
        return next((held for held in self._channel.held() if held.reader == reader), None)

    def pin(self, kind: PinKind) -> PinEntry:
        """Where the resident's keys for this PIN go."""
        return self._pins[kind]

    def verify_holder(self, *, confirmed_last_try: bool = False) -> None:
        """Send the authentication PIN and have a fresh challenge signed; check both."""
        if self._card is None or self._certificate is None:
            raise StepOrderError("present comes first")
        self._spend(self._card, PinKind.AUTHENTICATION, confirmed_last_try)
        challenge = holder_proof.fresh_challenge()
        with self._dialogue():
            signature = self._card.sign(holder_proof.digest_info(challenge))
            holds = holder_proof.signature_holds(self._certificate, challenge, signature)
            self._not_proved_if(None if holds else "カードの署名が証明書と合いません。")
        self._proved = True

    def open_card_information(self) -> int:
        """Select 券面事項入力補助AP and ask for its PIN's tries left."""
        if self._card is None or not self._proved:
            raise StepOrderError("verify_holder comes first")
        kind = PinKind.CARD_INFORMATION
        with self._dialogue():
            self._card.select_card_information()
            tries = self._card.tries_left(self._references[kind])
        self._tries[kind] = tries
        self._information_open = True
        return tries

    def read(self, *, confirmed_last_try: bool = False) -> CardReading:
        """Send the card information PIN, read number and attributes, and take the card's power."""
        card, certificate = self._card, self._certificate
        if card is None or certificate is None or not self._information_open:
            raise StepOrderError("open_card_information comes first")
        self._spend(card, PinKind.CARD_INFORMATION, confirmed_last_try)
        with self._dialogue():
            number = self._take_in(card.read_number())
            attributes = card.read_attributes()
        reading = CardReading(
            attributes=attributes,
            blind_index=number.blind_index(self._index_key),
            certificate_serial=self._serial(certificate),
            apdus=self._channel.apdus,
            channel=self._channel.kind,
            reader=self._channel.reader,
            revocation_checked=False,
        )
        self._channel.release()
        self._forget_card()
        return reading

    def encrypt_number_for(self, recipient_public_jwk: str, context: str) -> str:
        """The number for one recipient: compact JWE, ECDH-ES with A256GCM (RFC 7516, 7518).

        The plaintext is the twelve ASCII digits. `context` (what the number is sent for) goes into
        `apv` and so into the key: a token made for one purpose does not open for another.
        """
        protected = {
            "alg": "ECDH-ES",
            "enc": "A256GCM",
            "apv": _base64url(context.encode()),
        }
        key = ECKey.import_key(_public_members(recipient_public_jwk))
        digits = bytes(self._held().view())
        return jwe.encrypt_compact(protected, digits, key, algorithms=["ECDH-ES", "A256GCM"])

    def draw_number(self, pdf: bytes, boxes: tuple[NumberBox, ...]) -> bytes:
        """The page with the number in its boxes, on its way to the printer."""
        if self._overlay is None:
            raise StepOrderError("this vault was made without an overlay")
        return self._overlay(pdf, boxes, self._held().view())

    def release(self) -> None:
        """Wipe number and PINs, take the card's power, let the reader go; at any time."""
        for entry in self._pins.values():
            entry.clear()
        if self._number is not None:
            self._number.wipe()
            self._number = None
        self._channel.release()
        self._forget_card()

    def _forget_card(self) -> None:
        self._card = self._certificate = None
        self._tries.clear()
        self._proved = self._information_open = False

    def _held(self) -> IndividualNumber:
        if self._number is None:
            raise_number_gone()
        return self._number

    def _take_in(self, digits: bytearray) -> IndividualNumber:
        try:
            self._number = IndividualNumber(digits)
        except ValueError as error:
            apdu.wipe(digits)
            raise_unreadable("個人番号の検査数字が合いません。", error)
        return self._number

    def _spend(self, card: MyNumberCard, kind: PinKind, confirmed_last_try: bool) -> None:
        """Send a typed PIN once, after its form and the tries left allow it."""
        entry, reference = self._pins[kind], self._references[kind]
        if entry.length != reference.digits:
            entry.clear()
            raise_pin_format(reference.name, reference.digits)
        with self._dialogue():
            if kind not in self._tries:  # a wrong try was made since it was last asked
                self._tries[kind] = card.tries_left(reference)
            if not self._tries[kind]:
                raise_pin_locked(reference.name)
            card.reach_pin(reference)
        if self._tries[kind] == 1 and not confirmed_last_try:
            raise_last_try(reference.name)
        left = self._send_pin(card, reference, entry.take())
        if left is None:
            return
        del self._tries[kind]
        if left:
            raise_pin_wrong(reference.name, left)
        with self._dialogue():
            raise_pin_locked(reference.name)

    def _send_pin(
        self, card: MyNumberCard, reference: PinReference, digits: bytearray
    ) -> int | None:
        with self._dialogue():
            try:
                return card.verify(reference, digits)
            except ChannelFaultError as error:
                if error.fault is Fault.REMOVED:
                    raise
                raise_pin_uncertain(reference.name, error)
            finally:
                apdu.wipe(digits)

    def _not_proved_if(self, fault: str | None) -> None:
        if fault is not None:
            raise_not_proved(fault)

    @contextmanager
    def _dialogue(self) -> Iterator[None]:
        """Whatever goes wrong in here ends the dialogue: nothing stays powered, typed or held."""
        try:
            yield
        except ChannelFaultError as error:
            self.release()
            raise_channel_fault(error)
        except BaseException:
            self.release()
            raise

    @staticmethod
    def _serial(certificate: x509.Certificate) -> str:
        return f"{certificate.serial_number:X}"

    def __repr__(self) -> str:
        return "Vault(closed)"


def _base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode("ascii")


def _public_members(jwk: str) -> dict[str, str | list[str]]:
    members = json.loads(jwk)
    return {name: str(members[name]) for name in ("kty", "crv", "x", "y") if name in members}
