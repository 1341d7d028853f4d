"""A whole reading from a card on the reader to the attributes, for a caller that has both PINs."""

from counter_app.ports import CardReading, CardVault, PinEntry, PinKind
from iccard.apdu import wipe
from iccard.applications import FIRST_GENERATION, PinReference
from iccard.faults import raise_pin_format

_REFERENCES: dict[PinKind, PinReference] = {
    PinKind.AUTHENTICATION: FIRST_GENERATION.jpki.pin,
    PinKind.CARD_INFORMATION: FIRST_GENERATION.card_information.pin,
}


def type_line(entry: PinEntry, kind: PinKind, line: bytearray) -> None:
    """Type a line of ASCII digits, its line end ignored, and wipe it. Raises `CARD_PIN_FORMAT`."""
    reference = _REFERENCES[kind]
    entry.clear()
    try:
        length = len(line)
        while length and line[length - 1] in b"\r\n":
            length -= 1
        if length != reference.digits or any(not 0x30 <= line[at] <= 0x39 for at in range(length)):
            raise_pin_format(reference.name, reference.digits)
        for at in range(length):
            entry.press(line[at] - 0x30)
    finally:
        wipe(line)


def read_card(
    vault: CardVault,
    pins: dict[PinKind, bytearray],
    *,
    confirmed_last_try: bool = False,
) -> CardReading:
    """Present, prove the holder, open the card information and read it; the PIN lines are wiped.

    The card must lie on a reader. The vault keeps the number until the caller releases it.
    """
    try:
        vault.present()
        type_line(
            vault.pin(PinKind.AUTHENTICATION), PinKind.AUTHENTICATION, pins[PinKind.AUTHENTICATION]
        )
        vault.verify_holder(confirmed_last_try=confirmed_last_try)
        vault.open_card_information()
        type_line(
            vault.pin(PinKind.CARD_INFORMATION),
            PinKind.CARD_INFORMATION,
            pins[PinKind.CARD_INFORMATION],
        )
        return vault.read(confirmed_last_try=confirmed_last_try)
    finally:
        for line in pins.values():
            wipe(line)
