"""What a staff card's certificate (職員カードの証明書) proves, and a signature under it.

Judged against the town's staff authority; whose card it is and what that person may decide is
judged in `counter_app.staff_proof`.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

from counter_app.failures import CounterError
from counter_app.ports import StaffIdentity, StaffProof
from iccard.certificates import issued, load, within
from iccard.staff_card_faults import (
    raise_staff_authority_unusable,
    raise_staff_card_expired,
    raise_staff_card_not_trusted,
    raise_staff_card_unreadable,
)

CARD_AUTHENTICATION_PURPOSE: Final = ObjectIdentifier("2.16.840.1.101.3.6.8")
"""id-PIV-cardAuth, the extended key usage of a card authentication certificate."""
_PURPOSES = frozenset(
    {
        CARD_AUTHENTICATION_PURPOSE,
        ExtendedKeyUsageOID.CLIENT_AUTH,
        ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE,
    }
)
_LABEL = b"counter staff proof 1"
_PREHASHED = ec.ECDSA(utils.Prehashed(hashes.SHA256()))


def challenge_for(statement: bytes, nonce: bytes) -> bytes:
    """The 32 bytes the card signs; `statement` and `nonce` have 32 bytes each."""
    return hashlib.sha256(_LABEL + nonce + statement).digest()


def signature_holds(certificate: x509.Certificate, challenge: bytes, signature: bytes) -> bool:
    """Whether the certificate's P-256 key signed this challenge (ECDSA, DER)."""
    key = certificate.public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey):
        return False
    try:
        key.verify(signature, challenge, _PREHASHED)
    except InvalidSignature:
        return False
    return True


def proof_fault(
    proof: StaffProof, statement: bytes, authorities: Sequence[x509.Certificate]
) -> str | None:
    """Why a recorded proof does not hold for this statement (a Japanese sentence), or None.

    Judged as of the moment it was made: a card that expired since proved all the same.
    """
    try:
        certificate = load(proof.certificate)
        judge_certificate(certificate, authorities, proof.proved_at)
        identity = StaffIdentity(staff_number(certificate), f"{certificate.serial_number:X}")
    except (ValueError, CounterError):
        return "カードの証明書を、町の認証局で確かめられません。"
    if identity != proof.identity:
        return "記録された職員番号か証明書が、カードの証明書と違います。"
    if not signature_holds(certificate, challenge_for(statement, proof.nonce), proof.signature):
        return "カードの署名が、この判断と理由に合いません。"
    return None


def load_authorities(path: Path) -> tuple[x509.Certificate, ...]:
    """The certificates of the staff authority. Raises STAFF_AUTHORITY_UNUSABLE."""
    try:
        return tuple(x509.load_pem_x509_certificates(path.read_bytes()))
    except (OSError, ValueError, x509.InvalidVersion) as error:
        raise_staff_authority_unusable(f"{path.name}を読めません。", error)


def judge_certificate(
    certificate: x509.Certificate, authorities: Sequence[x509.Certificate], now: datetime
) -> None:
    """Raises when the certificate proves nothing at `now`.

    STAFF_CARD_NOT_TRUSTED: another authority or another purpose; STAFF_CARD_EXPIRED;
    STAFF_AUTHORITY_UNUSABLE: the authority itself is outside its period.
    """
    issuers = [authority for authority in authorities if issued(authority, certificate)]
    if not issuers:
        raise_staff_card_not_trusted("この町の職員カードの認証局が発行したものではありません。")
    if not all((_for_signing(certificate), _for_this_purpose(certificate), _p256(certificate))):
        raise_staff_card_not_trusted("カード認証に使う証明書ではありません。")
    if not within(certificate, now):
        since, until = certificate.not_valid_before_utc, certificate.not_valid_after_utc
        raise_staff_card_expired(f"有効期間は{since:%Y-%m-%d}から{until:%Y-%m-%d}までです。")
    if not any(within(issuer, now) for issuer in issuers):
        raise_staff_authority_unusable("認証局の証明書が有効期間の外です。")


def staff_number(certificate: x509.Certificate) -> str:
    """The staff number (職員番号) in the subject. Raises STAFF_CARD_UNREADABLE."""
    found = certificate.subject.get_attributes_for_oid(NameOID.SERIAL_NUMBER)
    number = found[0].value if len(found) == 1 else ""
    if not isinstance(number, str) or not number:
        raise_staff_card_unreadable("証明書に職員番号がありません。")
    return number


def _p256(certificate: x509.Certificate) -> bool:
    key = certificate.public_key()
    return isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1)


def _for_signing(certificate: x509.Certificate) -> bool:
    """Whether the key may sign; a certificate that says nothing of its use may."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return usage.digital_signature


def _for_this_purpose(certificate: x509.Certificate) -> bool:
    """Card authentication, or the client authentication that simpler authorities write."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return bool(_PURPOSES & set(usage))
