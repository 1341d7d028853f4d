"""Documents, an act and keys for the tests of sealing and printing."""

from datetime import datetime, timedelta, timezone
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from asn1crypto import pem  # type: ignore[import-untyped]
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from counter_app.model.document import (
    PenPoint,
    ShownPage,
    SignatureAct,
    Stroke,
    document_digest,
)
from counter_app.ports import NumberBox, SignatureBox
from forms.sealing_key import SealingKey, make_sealing_key

JST = timezone(timedelta(hours=9))
SIGNED_AT = datetime(2026, 4, 3, 10, 42, 5, tzinfo=JST)
SEALED_AT = SIGNED_AT + timedelta(seconds=2)
SIGNER = "渡邉\U000e010f\u3000髙志"
SIGNATURE_BOX = SignatureBox(page=1, x=60, y=240, width=66, height=14, signer="filer")
NUMBER_BOX = NumberBox(page=1, x=48, y=100, width=60, height=7, person="filer")
STROKES = (
    Stroke(tuple(PenPoint(400 + 45 * i, 300 + (i * 53) % 700, 8 * i, 0.5) for i in range(60))),
    Stroke((PenPoint(4400, 500, 900, 0.4),)),
)


@cache
def document(text: str = "first", pages: int = 1) -> bytes:
    """A small PDF with a masked number field, the same bytes every time."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1)
    for page in range(pages):
        canvas.drawString(60, 780, f"{text}, page {page + 1}")
        cell = NUMBER_BOX.width / 12 * 72 / 25.4
        for place in range(12):
            x = NUMBER_BOX.x * 72 / 25.4 + place * cell
            y = A4[1] - (NUMBER_BOX.y + NUMBER_BOX.height) * 72 / 25.4
            canvas.rect(x, y, cell, NUMBER_BOX.height * 72 / 25.4)
            canvas.drawCentredString(x + cell / 2, y + 5, "*")
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def act_over(*documents: tuple[bytes, int], id: str = "act-1") -> SignatureAct:
    """An act over (PDF, number of pages) pairs, every page shown."""
    pages = tuple(
        ShownPage(
            f"8F3KQ7T2-{sheet:02d}-{page}",
            page,
            document_digest(pdf),
            document_digest(f"{sheet}/{page}".encode()),
        )
        for sheet, (pdf, count) in enumerate(documents, start=1)
        for page in range(1, count + 1)
    )
    return SignatureAct.over(
        pages, STROKES, id=id, reference="8F3KQ7T2", signer_name=SIGNER, signed_at=SIGNED_AT
    )


@cache
def town_key() -> SealingKey:
    """The key of Y町, with an authority made for it."""
    with TemporaryDirectory() as folder:
        return make_sealing_key(Path(folder), organisation="Y町", now=SIGNED_AT)


def key_below_intermediate(*, elliptic: bool) -> SealingKey:
    """A key whose certificate stands two steps below the trusted one, ECDSA or RSA."""
    root, middle = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    own: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
    if elliptic:
        own = ec.generate_private_key(ec.SECP256R1())
    else:
        own = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return SealingKey(
        own,
        _certificate("Y町 封印", own, "中間認証局", middle, authority=False),
        (_certificate("中間認証局", middle, "認証局", root, authority=True),),
        _certificate("認証局", root, "認証局", root, authority=True),
    )


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey,
    issuer: str,
    issuer_key: ec.EllipticCurvePrivateKey,
    *,
    authority: bool,
) -> bytes:
    subject, issued_by = (
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)]) for text in (name, issuer)
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issued_by)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(SIGNED_AT - timedelta(days=1))
        .not_valid_after(SIGNED_AT + timedelta(days=365))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=not authority,
                content_commitment=not authority,
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                key_cert_sign=authority,
                crl_sign=authority,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
        .sign(issuer_key, hashes.SHA256())
        .public_bytes(serialization.Encoding.DER)
    )


VERSION = bytes.fromhex("A003020102"), bytes.fromhex("A003020107")
CURVE = bytes.fromhex("2A8648CE3D030107"), bytes.fromhex("2A8648CE3D03017F")
"""What stands in a certificate or key, and what no library here knows."""


def pem_with(text: bytes, was: bytes, becomes: bytes) -> bytes:
    """A PEM file in whose DER something else stands."""
    kind, _, der = pem.unarmor(text)
    assert was in der
    written: bytes = pem.armor(kind, der.replace(was, becomes, 1))
    return written
