"""The sandbox's authority issues certificates like the real one's, and keeps its keys to itself."""

import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest
from cryptography.x509.oid import NameOID

from counter_app.failures import FailureCode
from counter_app.sandbox import jpki
from counter_app.sandbox.card_holder import AOI, TAKASHI, derive_number, make_card
from iccard import certificates, holder_proof
from tests import card_support
from tests.card_support import NOW, fails


def test_a_certificate_names_nobody_and_takes_five_reads() -> None:
    certificate = card_support.identity().certificate
    names = [attribute.oid for attribute in certificate.subject]
    assert names == [NameOID.COUNTRY_NAME, NameOID.COMMON_NAME]
    assert -(-len(card_support.identity().der) // 256) == 5
    assert "渡邉".encode() not in card_support.identity().der


@pytest.mark.parametrize(
    ("birth", "today", "until"),
    [
        (date(1991, 11, 5), date(2026, 4, 3), date(2030, 11, 5)),
        (date(1991, 4, 3), date(2026, 4, 3), date(2031, 4, 3)),
        (date(1991, 4, 2), date(2026, 4, 3), date(2031, 4, 2)),
        (date(1996, 2, 29), date(2026, 4, 3), date(2031, 2, 28)),
        (date(1996, 2, 29), date(2027, 3, 1), date(2032, 2, 29)),
        (date(1991, 4, 4), date(2026, 4, 3), date(2030, 4, 4)),
    ],
)
def test_a_certificate_is_valid_to_the_fifth_birthday(
    birth: date, today: date, until: date
) -> None:
    assert jpki.fifth_birthday(birth, today) == until


def test_keys_are_kept_for_their_owner_alone_and_used_again(tmp_path: Path) -> None:
    first, authority = make_card(TAKASHI, tmp_path, NOW), jpki.open_authority(tmp_path, NOW)
    make_card(TAKASHI, tmp_path, NOW + timedelta(days=1))
    again = jpki.open_authority(tmp_path, NOW + timedelta(days=1))
    assert again.certificate == authority.certificate
    keys = sorted(tmp_path.glob("*.key.pem"))
    assert [path.name for path in keys] == ["card-takashi.key.pem", "jpki-ca.key.pem"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in keys} == {0o600}
    number = bytes(derive_number(TAKASHI.id))
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert kept
    assert number not in kept
    assert first.pin_tries(bytes.fromhex("D392F000260100000001"), 0x18) == 3


def test_an_expired_authority_and_its_cards_are_renewed(tmp_path: Path) -> None:
    old = jpki.open_authority(tmp_path, NOW)
    identity = jpki.card_identity(tmp_path, "aoi", old, AOI.birth, NOW)
    later = NOW + timedelta(days=365 * 11)
    new = jpki.open_authority(tmp_path, later)
    renewed = jpki.card_identity(tmp_path, "aoi", new, AOI.birth, later)
    assert renewed.certificate.serial_number != identity.certificate.serial_number
    assert holder_proof.certificate_fault(renewed.certificate, [new.certificate], later) is None
    assert holder_proof.certificate_fault(identity.certificate, [new.certificate], later)


def test_the_issuer_is_found_by_signature_among_authorities_of_one_name(tmp_path: Path) -> None:
    ours, other = card_support.authority(), jpki.open_authority(tmp_path, NOW)
    assert ours.certificate.subject == other.certificate.subject
    certificate = card_support.identity().certificate
    both = [other.certificate, ours.certificate]
    assert holder_proof.certificate_fault(certificate, both, NOW) is None
    assert holder_proof.certificate_fault(certificate, [other.certificate], NOW) is not None
    assert holder_proof.certificate_fault(certificate, [], NOW) is not None


def test_a_certificate_of_a_version_there_is_not_is_unreadable() -> None:
    der = card_support.identity().der
    third = bytes.fromhex("A003020102")
    other = der.replace(third, third[:-1] + b"\x07", 1)
    assert certificates.load(der) == card_support.identity().certificate
    with pytest.raises(ValueError, match="version"):
        certificates.load(other)
    with fails(FailureCode.CARD_UNREADABLE):
        holder_proof.load_certificate(other)


def test_a_signature_over_another_challenge_does_not_hold() -> None:
    from cryptography.hazmat.primitives.asymmetric import padding, utils

    identity, challenge = card_support.identity(), holder_proof.fresh_challenge()
    info = holder_proof.digest_info(challenge)
    assert len(info) == 51
    made = identity.key.sign(info, padding.PKCS1v15(), utils.NoDigestInfo())
    assert holder_proof.signature_holds(identity.certificate, challenge, made)
    assert not holder_proof.signature_holds(identity.certificate, challenge[::-1], made)
    without_null = bytes.fromhex("302F300B0609608648016503040201") + b"\x04\x20" + info[-32:]
    lax = identity.key.sign(without_null, padding.PKCS1v15(), utils.NoDigestInfo())
    assert not holder_proof.signature_holds(identity.certificate, challenge, lax)


def test_two_threads_open_one_authority(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as threads:
        opened = list(threads.map(lambda _: jpki.open_authority(tmp_path, NOW), range(4)))
    assert len({authority.certificate for authority in opened}) == 1
    assert len({authority.key.private_numbers().p for authority in opened}) == 1
