"""The sandbox's own authentication authority (利用者証明用認証局), which issues like the real one.

Its name is that of the public test cards (`O=JPKI-TEST`), its key is made on first use, and a
counter that serves real residents trusts another authority, so none of its cards is ever real.
"""

import os
import secrets
import threading
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import (
    AuthorityInformationAccessOID,
    ExtendedKeyUsageOID,
    NameOID,
    ObjectIdentifier,
)

_UNIT = "JPKI for user authentication"
_AGENCY = "Japan Agency for Local Authority Information Systems"
_POLICY = ObjectIdentifier("1.2.392.200149.8.5.1.3.30")
_CA_YEARS = 10
_CARD_BIRTHDAYS = 5


@dataclass(frozen=True, slots=True)
class Authority:
    """The authority: its certificate, and the key that never leaves its folder."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey = field(repr=False)


@dataclass(frozen=True, slots=True)
class CardIdentity:
    """What one card holds: its key and its authentication certificate."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey = field(repr=False)

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)


_MAKING = threading.Lock()
"""Vault and first card open the authority in two threads: both must get the one that is kept."""


def open_authority(folder: Path, now: datetime) -> Authority:
    """The authority kept in `folder`, made when it is not there or no longer valid at `now`."""
    with _MAKING:
        key = _kept_key(folder / "jpki-ca.key.pem")
        path = folder / "jpki-ca.cert.pem"
        if path.exists():
            certificate = x509.load_pem_x509_certificate(path.read_bytes())
            if certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
                return Authority(certificate, key)
        certificate = _self_signed(key, now)
        _write(path, certificate.public_bytes(serialization.Encoding.PEM), 0o644)
        return Authority(certificate, key)


def card_identity(
    folder: Path, name: str, authority: Authority, birth: date, now: datetime
) -> CardIdentity:
    """Key and certificate of one card, kept in `folder` under `name`; renewed when it has expired.

    The key takes a second to make; neither file says who the holder is.
    """
    key = _kept_key(folder / f"{name}.key.pem")
    path = folder / f"{name}.cert.der"
    if path.exists():
        certificate = x509.load_der_x509_certificate(path.read_bytes())
        if _still_good(certificate, authority, key, now):
            return CardIdentity(certificate, key)
    certificate = issue(authority, key.public_key(), birth, now)
    _write(path, certificate.public_bytes(serialization.Encoding.DER), 0o600)
    return CardIdentity(certificate, key)


def issue(
    authority: Authority, key: rsa.RSAPublicKey, birth: date, now: datetime
) -> x509.Certificate:
    """An authentication certificate: no personal attribute, valid to the fifth birthday."""
    serial = secrets.randbits(31) + 1
    issuer = authority.certificate.subject
    until = fifth_birthday(birth, now.date())
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name((NameOID.COUNTRY_NAME, "JP"), (NameOID.COMMON_NAME, f"{serial:010d}A")))
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(serial)
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(datetime.combine(until, time(14, 59, 59), UTC))
        .add_extension(_usage(signing=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), critical=False)
        .add_extension(_policies(), critical=True)
        .add_extension(_revocation_list(), critical=False)
        .add_extension(_responder(), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()),
            critical=False,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )
    return builder.sign(authority.key, hashes.SHA256())


def fifth_birthday(birth: date, today: date) -> date:
    """The fifth birthday after `today`; one born on 29 February has it on the 28th elsewhere."""
    year = today.year + _CARD_BIRTHDAYS - (1 if _birthday(birth, today.year) > today else 0)
    return _birthday(birth, year)


def _birthday(birth: date, year: int) -> date:
    try:
        return birth.replace(year=year)
    except ValueError:
        return date(year, 2, 28)


def _self_signed(key: rsa.RSAPrivateKey, now: datetime) -> x509.Certificate:
    name = _name(
        (NameOID.COUNTRY_NAME, "JP"),
        (NameOID.ORGANIZATION_NAME, "JPKI-TEST"),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, _UNIT),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, _AGENCY),
    )
    public = key.public_key()
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=365))
        .not_valid_after(now + timedelta(days=365 * _CA_YEARS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signing=False), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )
    return builder.sign(key, hashes.SHA256())


def _still_good(
    certificate: x509.Certificate, authority: Authority, key: rsa.RSAPrivateKey, now: datetime
) -> bool:
    # The previous authority may have had the same name, so the key identifier decides.
    known = certificate.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier).value
    current = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key())
    return (
        certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc
        and known.key_identifier == current.key_identifier
        and certificate.public_key() == key.public_key()
    )


def _name(*attributes: tuple[ObjectIdentifier, str]) -> x509.Name:
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in attributes])


def _usage(*, signing: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signing,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=not signing,
        crl_sign=not signing,
        encipher_only=False,
        decipher_only=False,
    )


def _policies() -> x509.CertificatePolicies:
    statement = "http://jpki.sandbox.invalid/cps.html"
    return x509.CertificatePolicies([x509.PolicyInformation(_POLICY, [statement])])


def _revocation_list() -> x509.CRLDistributionPoints:
    place = x509.DirectoryName(
        _name(
            (NameOID.COUNTRY_NAME, "JP"),
            (NameOID.ORGANIZATION_NAME, "JPKI-TEST"),
            (NameOID.ORGANIZATIONAL_UNIT_NAME, _UNIT),
            (NameOID.COMMON_NAME, "X-shi CRLDP"),
        )
    )
    return x509.CRLDistributionPoints(
        [
            x509.DistributionPoint(
                full_name=[place], relative_name=None, reasons=None, crl_issuer=None
            )
        ]
    )


def _responder() -> x509.AuthorityInformationAccess:
    responder = x509.UniformResourceIdentifier("http://ocsp.jpki.sandbox.invalid")
    return x509.AuthorityInformationAccess(
        [x509.AccessDescription(AuthorityInformationAccessOID.OCSP, responder)]
    )


def _kept_key(path: Path) -> rsa.RSAPrivateKey:
    if path.exists():
        key = serialization.load_pem_private_key(path.read_bytes(), None)
        if isinstance(key, rsa.RSAPrivateKey):
            return key
    key = rsa.generate_private_key(65537, 2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    _write(path, pem, 0o600)
    return key


def _write(path: Path, content: bytes, mode: int) -> None:
    """Write whole or not at all; two first runs at once end with one of the files."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    draft.replace(path)
