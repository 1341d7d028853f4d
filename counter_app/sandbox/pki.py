"""Keys and certificates of the sandbox town, made at the first run and marked 「見本」.

Three authorities: for the hub, for the Juki-net and for the town's staff cards (職員カード). Nobody
real trusts one of them, and every name in the certificates says SANDBOX.
"""

import ipaddress
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from joserfc.jwk import ECKey

from counter_app.hub.parties import (
    Endpoint,
    Identity,
    Party,
    PartyDirectory,
    load_directory,
    load_identity,
    write_directory,
    write_identity,
)
from iccard.staff_certificate import CARD_AUTHENTICATION_PURPOSE

MARK: Final = "見本 SANDBOX"
PARTY_NAME: Final = "urn:sandbox:party:"
_YEARS: Final = timedelta(days=3650)


@dataclass(frozen=True, slots=True)
class TlsFiles:
    """PEM files of one TLS identity, and the authority it trusts and is trusted under."""

    authority: Path
    certificate: Path
    key: Path

    def endpoint(self, url: str) -> Endpoint:
        return Endpoint(url, self.authority, self.certificate, self.key)


class Authority:
    """A sandbox certificate authority in a folder (`ca.pem`, `ca.key`)."""

    def __init__(self, folder: Path, name: str, since: datetime | None = None) -> None:
        self.folder = folder
        self.certificate_file = folder / "ca.pem"
        self._key_file = folder / "ca.key"
        if not self.certificate_file.exists():
            folder.mkdir(parents=True, exist_ok=True)
            certificate = _self_signed(name, self.key, since or _yesterday())
            self.certificate_file.write_bytes(_certificate_pem(certificate))

    @property
    def key(self) -> ec.EllipticCurvePrivateKey:
        return kept_key(self._key_file)

    def files(self, party: str, *, server: bool = False) -> TlsFiles:
        """The TLS identity of a party under this authority, made when it does not exist yet."""
        files = TlsFiles(
            self.certificate_file, self.folder / f"{party}.pem", self.folder / f"{party}.key"
        )
        if not files.certificate.exists():
            key = ec.generate_private_key(ec.SECP256R1())
            write_secret(files.key, _private_pem(key))
            certificate = self.issue(party, key.public_key(), server=server)
            files.certificate.write_bytes(_certificate_pem(certificate))
        return files

    def issue(
        self,
        party: str,
        key: ec.EllipticCurvePublicKey,
        *,
        server: bool,
        host: str = "localhost",
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> x509.Certificate:
        """Sign a certificate: a server's carries the loopback names, a client's its party id."""
        authority = x509.load_pem_x509_certificate(self.certificate_file.read_bytes())
        start = since or _yesterday()
        names: list[x509.GeneralName] = [x509.UniformResourceIdentifier(PARTY_NAME + party)]
        usage = ExtendedKeyUsageOID.CLIENT_AUTH
        if server:
            names += [x509.DNSName(host)]
            if host == "localhost":
                names += [x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
            usage = ExtendedKeyUsageOID.SERVER_AUTH
        builder = (
            _builder(_name(party), authority.subject, key, start, until or start + _YEARS)
            .add_extension(x509.SubjectAlternativeName(names), critical=False)
            .add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(
                    authority.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
                ),
                critical=False,
            )
        )
        return builder.sign(self.key, hashes.SHA256())

    def issue_staff_card(
        self,
        staff_id: str,
        key: ec.EllipticCurvePublicKey,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        purpose: x509.ObjectIdentifier = CARD_AUTHENTICATION_PURPOSE,
    ) -> x509.Certificate:
        """A card authentication certificate: the staff number as serialNumber, and no name.

        Valid as long as the authority unless said otherwise. Its serial number is short, so that
        people can compare it with a list.
        """
        authority = x509.load_pem_x509_certificate(self.certificate_file.read_bytes())
        subject = x509.Name(
            [
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, MARK),
                x509.NameAttribute(NameOID.SERIAL_NUMBER, staff_id),
            ]
        )
        start = since or authority.not_valid_before_utc
        end = until or authority.not_valid_after_utc
        return (
            _builder(subject, authority.subject, key, start, end, 1 + secrets.randbits(48))
            .add_extension(_usage(issuing=False), critical=True)
            .add_extension(x509.ExtendedKeyUsage([purpose]), critical=True)
            .sign(self.key, hashes.SHA256())
        )


def message_identity(folder: Path, party: str) -> Identity:
    """A party's keys for signing and sealing messages, made when they do not exist yet."""
    file = folder / f"{party}.keys"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        identity = Identity(party, ECKey.generate_key("P-256"), ECKey.generate_key("P-256"))
        write_identity(identity, file)
    return load_identity(file)


def publish_directory(
    file: Path, hub: str, names: tuple[tuple[str, str], ...], keys: Path, authority: Authority
) -> None:
    """Write the registry of parties (id, name), signed by the authority, unless it stands there."""
    if file.exists():
        known = load_directory(file, authority.certificate_file)
        if tuple((party.id, party.name) for party in known.parties) == names:
            return
    parties = tuple(_public(message_identity(keys, party), name) for party, name in names)
    write_directory(PartyDirectory(hub, parties), ECKey.import_key(authority.key), file)


def kept_key(file: Path) -> ec.EllipticCurvePrivateKey:
    """The P-256 key in a file (PEM), made when it does not exist yet."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        write_secret(file, _private_pem(ec.generate_private_key(ec.SECP256R1())))
    key = serialization.load_pem_private_key(file.read_bytes(), None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError(f"{file.name} holds no EC key")
    return key


def write_secret(file: Path, data: bytes) -> None:
    """Write a file that its owner alone may read."""
    file.touch(mode=0o600)
    file.chmod(0o600)
    file.write_bytes(data)


def _public(identity: Identity, name: str) -> Party:
    return Party(
        identity.party,
        name,
        ECKey.import_key(identity.signing_key.public_key),
        ECKey.import_key(identity.encryption_key.public_key),
    )


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, MARK),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey,
    since: datetime,
    until: datetime,
    serial: int | None = None,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(serial or x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _self_signed(name: str, key: ec.EllipticCurvePrivateKey, start: datetime) -> x509.Certificate:
    return (
        _builder(_name(name), _name(name), key.public_key(), start, start + _YEARS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(issuing=True), critical=True)
        .sign(key, hashes.SHA256())
    )


def _usage(*, issuing: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=issuing,
        crl_sign=issuing,
        encipher_only=False,
        decipher_only=False,
    )


def _yesterday() -> datetime:
    # TLS compares with the machine's clock, whatever day the story is told on.
    return datetime.now(UTC) - timedelta(days=1)


def _private_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _certificate_pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)
