"""The town's key for seals (封印の鍵): made on first run, read at start, and its certificate."""

import os
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from counter_app.failures import CounterError, FailureCode

_KEY_FILE, _CERTIFICATE_FILE, _TRUSTED_FILE = "sealing.key", "sealing.crt", "sealing-ca.crt"
_DOCUMENT_SIGNING = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # RFC 9336

_UNREADABLE = (OSError, ValueError, TypeError, x509.InvalidVersion, UnsupportedAlgorithm)

_PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True, slots=True)
class SealingKey:
    """The town's key for seals (封印の鍵) with its certificate chain, all DER.

    `chain` holds the certificates between the key's own and the trusted one, `trusted` the
    certificate authority a verifier is given.
    """

    private_key: _PrivateKey = field(repr=False)
    certificate: bytes
    chain: tuple[bytes, ...]
    trusted: bytes

    def require_valid(self, moment: datetime) -> None:
        """Raise CounterError SEALING_KEY_UNUSABLE unless the certificate is valid at `moment`."""
        own = x509.load_der_x509_certificate(self.certificate)
        if not own.not_valid_before_utc <= moment <= own.not_valid_after_utc:
            raise _unusable("封印の証明書の有効期間の外です")


@dataclass(frozen=True, slots=True)
class Issuer:
    """A certificate authority that issues the sealing certificate: certificate and key as PEM."""

    certificate: bytes
    private_key: bytes = field(repr=False)


def _unusable(detail: str) -> CounterError:
    return CounterError(FailureCode.SEALING_KEY_UNUSABLE, detail)


def make_sealing_key(
    folder: Path, *, organisation: str, now: datetime, issuer: Issuer | None = None, years: int = 3
) -> SealingKey:
    """Make the town's sealing key on first run and keep it in `folder` (key file 0600).

    ECDSA P-256 with a certificate for document signing (RFC 9336). Without an issuer an authority
    is made for this one certificate and its key is forgotten. Raises FileExistsError when the
    folder already holds a key: a key is replaced by hand, never by accident.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    if issuer is None:
        authority_key: _PrivateKey = ec.generate_private_key(ec.SECP256R1())
        authority = _authority(organisation, authority_key, now, years)
    else:
        authority = x509.load_pem_x509_certificate(issuer.certificate)
        authority_key = _private_key(issuer.private_key)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(_name(organisation, f"{organisation} 書類封印"))
        .issuer_name(authority.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(min(now + timedelta(days=365 * years), authority.not_valid_after_utc))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_key_usage(sign_documents=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([_DOCUMENT_SIGNING]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()),
            critical=False,
        )
        .sign(authority_key, hashes.SHA256())
    )
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder / _KEY_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
    (folder / _CERTIFICATE_FILE).write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / _TRUSTED_FILE).write_bytes(authority.public_bytes(serialization.Encoding.PEM))
    return load_sealing_key(folder)


def load_sealing_key(folder: Path) -> SealingKey:
    """Read the sealing key of a folder. Raises CounterError SEALING_KEY_UNUSABLE."""
    try:
        private_key = _private_key((folder / _KEY_FILE).read_bytes())
        certificates = x509.load_pem_x509_certificates((folder / _CERTIFICATE_FILE).read_bytes())
        trusted = x509.load_pem_x509_certificate((folder / _TRUSTED_FILE).read_bytes())
        own = certificates[0]
        pair = own.public_key() == private_key.public_key()
    except _UNREADABLE as error:
        raise _unusable("封印の鍵か証明書が読めません") from error
    if not pair:
        raise _unusable("封印の鍵と証明書が対になっていません")
    return SealingKey(
        private_key,
        own.public_bytes(serialization.Encoding.DER),
        tuple(c.public_bytes(serialization.Encoding.DER) for c in certificates[1:]),
        trusted.public_bytes(serialization.Encoding.DER),
    )


def _private_key(pem: bytes) -> _PrivateKey:
    key = serialization.load_pem_private_key(pem, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise ValueError("neither an ECDSA nor an RSA key")
    return key


def _authority(organisation: str, key: _PrivateKey, now: datetime, years: int) -> x509.Certificate:
    name = _name(organisation, f"{organisation} 封印認証局")
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(days=365 * years))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_key_usage(sign_documents=False), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


def _name(organisation: str, common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "JP"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def _key_usage(*, sign_documents: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=sign_documents,
        content_commitment=sign_documents,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=not sign_documents,
        crl_sign=not sign_documents,
        encipher_only=False,
        decipher_only=False,
    )
