"""Our reading of a card against a floor: the same twelve commands, fixed, and nothing else.

The floor knows everything in advance: how long each file is, that the PINs are right and have
tries left, that the card is ours. It checks nothing. Both go through the same channel.
"""

from datetime import datetime
from pathlib import Path

from counter_app.commands.measure.figure import Figure, in_turn, timed
from counter_app.ports import PinKind
from counter_app.sandbox import jpki
from counter_app.sandbox.card_holder import TAKASHI, make_card
from counter_app.sandbox.virtual_reader import VirtualReader
from iccard import apdu, holder_proof
from iccard.apdu import Command
from iccard.applications import FIRST_GENERATION
from iccard.channel import CardChannel
from iccard.reading import read_card
from iccard.vault import Vault

_PIECE = 256


def measure_card(folder: Path, now: datetime, rounds: int) -> tuple[Figure, ...]:
    """Commands and milliseconds of a reading, on the virtual reader (PC/SC where it can run)."""
    card = make_card(TAKASHI, folder, now)
    authority = jpki.open_authority(folder, now)
    identity = jpki.card_identity(folder, f"card-{TAKASHI.id}", authority, TAKASHI.birth, now)
    with VirtualReader() as reader:
        reader.insert(card)
        channel = reader.channel()
        vault = Vault(
            channel,
            blind_index_key=bytes(32),
            authorities=[authority.certificate],
            clock=lambda: now,
        )
        counted: dict[str, int] = {}

        def ours() -> None:
            counted["ours"] = read_card(vault, _pins()).apdus
            vault.release()

        def floor() -> None:
            counted["floor"] = _read_floor(channel, len(identity.der))

        ours()
        floor()
        took, least = in_turn(timed(ours), timed(floor), rounds)
        where = f"12 fixed commands, no checks ({reader.kind})"
        return (
            Figure("card: commands", "APDUs", counted["ours"], counted["floor"], where, 14 / 12),
            Figure("card: reading", "ms", took, least, where),
        )


def _pins() -> dict[PinKind, bytearray]:
    return {
        PinKind.AUTHENTICATION: bytearray(TAKASHI.authentication_pin.encode()),
        PinKind.CARD_INFORMATION: bytearray(TAKASHI.card_information_pin.encode()),
    }


def _read_floor(channel: CardChannel, certificate_bytes: int) -> int:
    first, *others = floor_commands(certificate_bytes)
    channel.connect(first)
    for command in others:
        channel.transmit(command)
    sent = channel.apdus
    channel.release()
    return sent


def floor_commands(certificate_bytes: int) -> list[Command]:
    """The least that brings number, attributes, signed challenge and certificate."""
    code, information = FIRST_GENERATION.jpki, FIRST_GENERATION.card_information
    challenge = holder_proof.digest_info(bytes(holder_proof.CHALLENGE_BYTES))
    pins = _pins()
    return [
        apdu.select_application(code.aid),
        apdu.read_binary_short(code.certificate),
        *(
            apdu.read_binary(offset, min(certificate_bytes - offset, _PIECE) & 0xFF)
            for offset in range(_PIECE, certificate_bytes, _PIECE)
        ),
        apdu.verify(code.pin.file, pins[PinKind.AUTHENTICATION]),
        apdu.sign(code.key, challenge),
        apdu.select_application(information.aid),
        apdu.verify(information.pin.file, pins[PinKind.CARD_INFORMATION]),
        apdu.read_binary_short(information.number),
        apdu.read_binary_short(information.attributes),
    ]
