"""Applications, files, PINs and keys of each card generation, as data (券面AP, 公的個人認証AP)."""

from dataclasses import dataclass
from enum import StrEnum


class KeyType(StrEnum):
    """How the card signs, and with which digest."""

    RSA_2048_SHA256 = "rsa-2048-sha256"


@dataclass(frozen=True, slots=True)
class PinReference:
    """A PIN file: its id, how many digits it takes and how many tries it starts with."""

    file: int
    digits: int
    tries: int
    name: str


@dataclass(frozen=True, slots=True)
class JpkiApplication:
    """公的個人認証AP, the part for user authentication (利用者証明)."""

    aid: bytes
    certificate: int
    authority_certificate: int
    key: int
    pin: PinReference


@dataclass(frozen=True, slots=True)
class CardInformationApplication:
    """券面事項入力補助AP: the individual number and the four attributes.

    Tags: `number_tag` holds 12 ASCII digits; `attributes_tag` holds the templates named after.
    """

    aid: bytes
    number: int
    attributes: int
    pin: PinReference
    number_tag: int
    attributes_tag: int
    name_tag: int
    address_tag: int
    birth_tag: int
    sex_tag: int


@dataclass(frozen=True, slots=True)
class CardGeneration:
    """Everything that may differ on the card's successor (次期個人番号カード)."""

    id: str
    key_type: KeyType
    jpki: JpkiApplication
    card_information: CardInformationApplication


FIRST_GENERATION = CardGeneration(
    id="2016",
    key_type=KeyType.RSA_2048_SHA256,
    jpki=JpkiApplication(
        aid=bytes.fromhex("D392F000260100000001"),
        certificate=0x000A,
        authority_certificate=0x000B,
        key=0x0017,
        pin=PinReference(0x0018, digits=4, tries=3, name="利用者証明用暗証番号"),
    ),
    card_information=CardInformationApplication(
        aid=bytes.fromhex("D3921000310001010408"),
        number=0x0001,
        attributes=0x0002,
        pin=PinReference(0x0011, digits=4, tries=3, name="券面事項入力補助用暗証番号"),
        number_tag=0xFF10,
        attributes_tag=0xFF20,
        name_tag=0xDF22,
        address_tag=0xDF23,
        birth_tag=0xDF24,
        sex_tag=0xDF25,
    ),
)
"""The card issued since January 2016: RSA-2048, four-digit PINs, three tries."""
