"""Proof that the person holds this card: a signed challenge and a certificate of the authority.

Revocation (OCSP, CRL) is open to approved verifiers only (公的個人認証法17条) and is not checked
here; a reading says so in `CardReading.revocation_checked`.
"""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from iccard.certificates import issued, load, within
from iccard.faults import raise_unreadable

CHALLENGE_BYTES = 32
_DIGEST_INFO_SHA256 = bytes.fromhex("3031300D060960864801650304020105000420")
"""DigestInfo up to the digest (RFC 8017 §9.2 note 1); its NULL is part of what is verified."""


def fresh_challenge() -> bytes:
    return secrets.token_bytes(CHALLENGE_BYTES)


def digest_info(challenge: bytes) -> bytes:
    """What the card pads and signs for a challenge: DigestInfo of its SHA-256, 51 bytes."""
    return _DIGEST_INFO_SHA256 + hashlib.sha256(challenge).digest()


def load_certificate(der: bytes) -> x509.Certificate:
    """The certificate the card gave. Raises `CARD_UNREADABLE`."""
    try:
        return load(der)
    except ValueError as error:
        raise_unreadable("利用者証明用電子証明書の形が分かりません。", error)


def certificate_fault(
    certificate: x509.Certificate, authorities: Iterable[x509.Certificate], now: datetime
) -> str | None:
    """Why the certificate proves nothing at `now` (a Japanese sentence), or None.

    The generations of the real authority share one name, so the issuer is found by signature.
    """
    if not within(certificate, now):
        return "利用者証明用電子証明書の有効期間外です。"
    issuers = [authority for authority in authorities if issued(authority, certificate)]
    if not issuers:
        return "利用者証明用電子証明書の発行者を確かめられません。"
    if not any(within(issuer, now) for issuer in issuers):
        return "発行者の証明書の有効期間外です。"
    if not isinstance(certificate.public_key(), rsa.RSAPublicKey):
        return "利用者証明用電子証明書の鍵の種類が違います。"
    return None


def signature_holds(certificate: x509.Certificate, challenge: bytes, signature: bytes) -> bool:
    """Whether the key of the certificate signed this challenge (strict PKCS #1 v1.5)."""
    key = certificate.public_key()
    if not isinstance(key, rsa.RSAPublicKey):
        return False
    try:
        key.verify(signature, challenge, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        return False
    return True
