"""The people of the sandbox town who hold a card (個人番号カードの名義人), and their virtual cards.

An individual number is derived when it is needed and stands in no file; neither does a card's
content. What is kept in the sandbox folder is each card's key and certificate.
"""

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from counter_app.model.numbers import individual_number_check_digit
from counter_app.model.people import Sex
from counter_app.sandbox import jpki
from iccard import tlv
from iccard.applications import FIRST_GENERATION, CardGeneration
from iccard.chip import Latency
from iccard.simulator import (
    CardApplication,
    KeyFile,
    PinFile,
    Quirk,
    TransparentFile,
    VirtualCard,
)

_NUMBER_LABEL = b"counter sandbox individual number 1"
_SEX_CODES = {Sex.MALE: b"1", Sex.FEMALE: b"2", Sex.UNKNOWN: b"0"}
_OLD_ADDRESS = "甲県X市本町三丁目４番５号　グランドハイツ葛󠄂西　１１０２号室"


@dataclass(frozen=True, slots=True)
class CardHolder:
    """A person with a card. `address` is the old one: the chip is rewritten after moving in."""

    id: str
    name: str
    address: str
    birth: date
    sex: Sex
    authentication_pin: str = field(repr=False)
    card_information_pin: str = field(repr=False)


TAKASHI = CardHolder(
    id="takashi",
    name="渡邉󠄏　髙志",
    address=_OLD_ADDRESS,
    birth=date(1991, 11, 5),
    sex=Sex.MALE,
    authentication_pin="3141",
    card_information_pin="2718",
)
MISAKI = CardHolder(
    id="misaki",
    name="渡邉󠄏　美咲",
    address=_OLD_ADDRESS,
    birth=date(1993, 7, 18),
    sex=Sex.FEMALE,
    authentication_pin="1618",
    card_information_pin="0577",
)
AOI = CardHolder(
    id="aoi",
    name="渡邉󠄏　葵",
    address=_OLD_ADDRESS,
    birth=date(2018, 6, 12),
    sex=Sex.FEMALE,
    authentication_pin="1414",
    card_information_pin="1732",
)
CARD_HOLDERS: dict[str, CardHolder] = {holder.id: holder for holder in (TAKASHI, MISAKI, AOI)}


def derive_number(person_id: str) -> bytearray:
    """The individual number of a person of the sandbox: 12 ASCII digits the caller wipes.

    Derived from the id, the same at every run. Anyone of the town has one, card or not.
    """
    digest = hmac.new(_NUMBER_LABEL, person_id.encode(), hashlib.sha256).digest()
    digits = bytearray(b"%011d" % (int.from_bytes(digest[:8], "big") % 10**11))
    digits.append(0x30 + individual_number_check_digit(digits))
    return digits


def make_card(
    holder: CardHolder,
    folder: Path,
    now: datetime,
    *,
    quirks: frozenset[Quirk] = frozenset(),
    latency: Latency | None = None,
    generation: CardGeneration = FIRST_GENERATION,
) -> VirtualCard:
    """The holder's card, its key and certificate kept in `folder` (see `jpki`)."""
    authority = jpki.open_authority(folder, now)
    identity = jpki.card_identity(folder, f"card-{holder.id}", authority, holder.birth, now)
    return assemble(holder, identity, authority, generation, quirks=quirks, latency=latency)


def assemble(
    holder: CardHolder,
    identity: jpki.CardIdentity,
    authority: jpki.Authority,
    generation: CardGeneration = FIRST_GENERATION,
    *,
    quirks: frozenset[Quirk] = frozenset(),
    latency: Latency | None = None,
) -> VirtualCard:
    """A card from its parts."""
    code, info = generation.jpki, generation.card_information
    authority_der = jpki.CardIdentity(authority.certificate, authority.key).der
    applications = (
        CardApplication(
            code.aid,
            (
                TransparentFile(code.certificate, identity.der),
                TransparentFile(code.authority_certificate, authority_der),
                KeyFile(code.key, identity.key, opened_by=frozenset({code.pin.file})),
                PinFile(code.pin.file, holder.authentication_pin.encode()),
            ),
        ),
        CardApplication(
            info.aid,
            (
                TransparentFile(
                    info.number, number_file(holder.id), opened_by=frozenset({info.pin.file})
                ),
                TransparentFile(
                    info.attributes, attributes_file(holder), opened_by=frozenset({info.pin.file})
                ),
                PinFile(info.pin.file, holder.card_information_pin.encode()),
            ),
        ),
    )
    return VirtualCard(applications, quirks=quirks, latency=latency)


def number_file(person_id: str) -> bytes:
    """The file of the individual number: its object and two bytes of filler, 17 bytes."""
    return tlv.encode(FIRST_GENERATION.card_information.number_tag, derive_number(person_id)) + (
        b"\xff\xff"
    )


def attributes_file(holder: CardHolder) -> bytes:
    """The file of the four attributes, led by the table of their offsets as on a real card."""
    layout = FIRST_GENERATION.card_information
    fields = (
        tlv.encode(layout.name_tag, holder.name.encode()),
        tlv.encode(layout.address_tag, holder.address.encode()),
        tlv.encode(layout.birth_tag, f"{holder.birth:%Y%m%d}".encode()),
        tlv.encode(layout.sex_tag, _SEX_CODES[holder.sex]),
    )
    body = sum(map(len, fields))
    table_size = 3 + 2 * len(fields)
    header = 3 if table_size + body < 0x80 else 5
    offset, offsets = header + table_size, bytearray()
    for content in fields:
        offsets += offset.to_bytes(2, "big")
        offset += len(content)
    table = tlv.encode(0xDF21, offsets)
    return tlv.encode(layout.attributes_tag, table + b"".join(fields))
