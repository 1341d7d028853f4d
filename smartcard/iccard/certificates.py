"""What is asked of any card's certificate: its period, and who issued it (RFC 5280)."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature

from iccard.faults import raise_card_authority_unusable


class AuthorityFolder:
    """The authorities of residents' cards: every `*.pem` of a folder, read anew for each card."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __iter__(self) -> Iterator[x509.Certificate]:
        """Raises CARD_AUTHORITY_UNUSABLE for a file that holds no certificate."""
        for path in sorted(self._folder.glob("*.pem")):
            try:
                yield from x509.load_pem_x509_certificates(path.read_bytes())
            except (OSError, ValueError, x509.InvalidVersion) as error:
                raise_card_authority_unusable(path.name, error)


def load(der: bytes) -> x509.Certificate:
    """The certificate in these bytes. Raises ValueError, also for a version there is not."""
    try:
        return x509.load_der_x509_certificate(der)
    except x509.InvalidVersion as error:  # which is no ValueError
        raise ValueError("a certificate of another version") from error


def within(certificate: x509.Certificate, now: datetime) -> bool:
    """Whether the certificate is in its period at an aware moment."""
    return certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc


def issued(authority: x509.Certificate, certificate: x509.Certificate) -> bool:
    """Whether the authority's key signed the certificate, and their names agree."""
    try:
        certificate.verify_directly_issued_by(authority)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True
