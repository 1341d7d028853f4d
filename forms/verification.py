"""Verifies a sealed document (封印の検証): is this file, to the last byte, what was sealed?

Order matters. The file comes from anywhere, so nothing of its structure is read before the
town's signature over the whole of it has been checked: first bytes, then the signature, then the
certificate path, and only then the PDF and the evidence in it. The signature's own bytes lie
outside of what it covers; they are rebuilt from the verified parts and must match exactly, so
that no byte of the file is free.
"""

import asyncio
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from asn1crypto import algos, cms, pem  # type: ignore[import-untyped]
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathBuildingError, PathValidationError, ValidationError

from counter_app.model.document import Evidence, Verification
from forms.seal_contents import SealProblem, read_evidence

_BYTE_RANGE = re.compile(rb"/ByteRange \[0 (\d{1,10}) (\d{1,10}) (\d{1,10})\]")
_MALFORMED = (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError)
"""What asn1crypto raises for DER that is none."""


def verify(pdf: bytes, trusted: tuple[bytes, ...]) -> Verification:
    """Verify a file against the authorities the town trusts (certificates as DER or PEM).

    Never raises for the content of the file: whatever is wrong becomes a problem, in Japanese.
    The certificates are judged as of the time of sealing; revocation is not asked for, because
    the counter must answer without a network.
    """
    try:
        gap = _covered_bytes(pdf)
        signature = _signature(pdf, gap)
        path = _certificate_path(signature, trusted)
        sealed_by = str(path[-1].subject.native.get("common_name", ""))
    except SealProblem as problem:
        return Verification(intact=False, problems=(problem.text,))
    try:
        _require_canonical(pdf, gap, signature, path)
        evidence = read_evidence(pdf, gap)
        _require_valid_at(path, evidence.sealed_at)
    except SealProblem as problem:
        return Verification(intact=False, sealed_by=sealed_by, problems=(problem.text,))
    return _intact(evidence, sealed_by)


def _intact(evidence: Evidence, sealed_by: str) -> Verification:
    act, proof = evidence.act, evidence.proof
    if act is None or proof is None:
        return Verification(
            intact=True,
            sealed_by=sealed_by,
            sealed_at=evidence.sealed_at,
            sheets=(evidence.sheet,),
        )
    return Verification(
        intact=True,
        sealed_by=sealed_by,
        sealed_at=evidence.sealed_at,
        signer=act.signer_name,
        signed_at=act.signed_at,
        sheets=tuple(dict.fromkeys(page.sheet for page in act.pages)),
        documents_in_act=proof.size,
        writing=act.writing,
    )


# --- bytes ------------------------------------------------------------------------------------


def _covered_bytes(pdf: bytes) -> tuple[int, int]:
    """Start and end of the gap in what the seal covers; it covers all else."""
    if not pdf.startswith(b"%PDF-"):
        raise SealProblem("PDFファイルではありません")
    matches = list(_BYTE_RANGE.finditer(pdf))
    if not matches:
        raise SealProblem("町の封印がありません")
    first, start, length = (int(number) for number in matches[-1].groups())
    if start + length > len(pdf):
        raise SealProblem("ファイルが途中で切れています")
    if start + length < len(pdf):
        raise SealProblem("封印のあとに書き足されています")
    if not 0 < first < start or pdf[first : first + 1] != b"<" or pdf[start - 1 : start] != b">":
        raise SealProblem("封印の形が壊れています")
    return first, start


# --- signature --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Signature:
    """The parts of the CMS object (RFC 5652 §5) its signature checked."""

    certificate: asn1_x509.Certificate
    others: tuple[asn1_x509.Certificate, ...]
    signed_attributes: bytes
    value: bytes


def _signature(pdf: bytes, gap: tuple[int, int]) -> _Signature:
    digest = hashlib.sha256(pdf[: gap[0]])
    digest.update(pdf[gap[1] :])
    try:
        container = cms.ContentInfo.load(
            bytes.fromhex(pdf[gap[0] + 1 : gap[1] - 1].decode("ascii"))
        )
        info = container["content"]["signer_infos"][0]
        attributes = info["signed_attrs"].untag()
        found = {attribute["type"].dotted: attribute["values"] for attribute in attributes}
        message_digest = found["1.2.840.113549.1.9.4"][0].native
        named = found["1.2.840.113549.1.9.16.2.47"][0]["certs"]
        digests = [named[place]["cert_hash"].native for place in range(len(named))]
        choices = container["content"]["certificates"]
        certificates = {
            hashlib.sha256(choice.chosen.dump()).digest(): choice.chosen for choice in choices
        }
        if len(certificates) != len(choices) or set(certificates) != set(digests):
            raise SealProblem("封印の形が変わっています")
        own = certificates.pop(digests[0])
        parts = _Signature(
            own,
            tuple(certificates.values()),
            attributes.dump(),
            info["signature"].native,
        )
        public_key = x509.load_der_x509_certificate(parts.certificate.dump()).public_key()
    except UnsupportedAlgorithm as error:
        raise SealProblem("封印の鍵の種類が違います") from error
    except (x509.InvalidVersion, *_MALFORMED) as error:
        raise SealProblem("封印の形が壊れています") from error
    if message_digest != digest.digest():
        raise SealProblem("封印のあとに内容が変わっています")
    try:
        if isinstance(public_key, ec.EllipticCurvePublicKey):
            public_key.verify(parts.value, parts.signed_attributes, ec.ECDSA(hashes.SHA256()))
        elif isinstance(public_key, rsa.RSAPublicKey):
            public_key.verify(
                parts.value, parts.signed_attributes, padding.PKCS1v15(), hashes.SHA256()
            )
        else:
            raise SealProblem("封印の鍵の種類が違います")
    except InvalidSignature as error:
        raise SealProblem("封印の署名が正しくありません") from error
    return parts


def _require_canonical(
    pdf: bytes, gap: tuple[int, int], parts: _Signature, path: Sequence[asn1_x509.Certificate]
) -> None:
    """The gap holds exactly the signature, in the one form we write, and zeros."""
    elliptic = parts.certificate.public_key.algorithm == "ec"
    digest_algorithm = algos.DigestAlgorithm({"algorithm": "sha256"})
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                {
                    "issuer_and_serial_number": cms.IssuerAndSerialNumber(
                        {
                            "issuer": parts.certificate.issuer,
                            "serial_number": parts.certificate.serial_number,
                        }
                    )
                }
            ),
            "digest_algorithm": digest_algorithm,
            "signature_algorithm": algos.SignedDigestAlgorithm(
                {"algorithm": "sha256_ecdsa" if elliptic else "sha256_rsa"}
            ),
            "signed_attrs": cms.CMSAttributes.load(parts.signed_attributes),
            "signature": parts.value,
        }
    )
    rebuilt = cms.ContentInfo(
        {
            "content_type": "signed_data",
            "content": cms.SignedData(
                {
                    "version": "v1",
                    "digest_algorithms": [digest_algorithm],
                    "encap_content_info": {"content_type": "data"},
                    "certificates": [
                        cms.CertificateChoices(name="certificate", value=certificate)
                        for certificate in (parts.certificate, *parts.others)
                    ],
                    "signer_infos": [signer],
                }
            ),
        }
    ).dump()
    known = {certificate.dump() for certificate in path}
    written = pdf[gap[0] + 1 : gap[1] - 1]
    if written != rebuilt.hex().upper().encode("ascii").ljust(len(written), b"0") or not all(
        certificate.dump() in known for certificate in parts.others
    ):
        raise SealProblem("封印の形が変わっています")


# --- certificates -----------------------------------------------------------------------------


def _certificate_path(
    parts: _Signature, trusted: tuple[bytes, ...]
) -> tuple[asn1_x509.Certificate, ...]:
    """The certificates from a trusted authority down to the seal's own (RFC 5280 §6)."""
    roots = [
        asn1_x509.Certificate.load(pem.unarmor(root)[2] if pem.detect(root) else root)
        for root in trusted
    ]
    try:
        context = ValidationContext(
            trust_roots=roots,
            other_certs=list(parts.others),
            moment=parts.certificate.not_valid_before + timedelta(seconds=1),
            allow_fetching=False,
        )
        validator = CertificateValidator(parts.certificate, validation_context=context)
        path = asyncio.run(
            validator.async_validate_usage({"digital_signature", "non_repudiation"})  # type: ignore[no-untyped-call]
        )
    except (ValidationError, PathBuildingError, PathValidationError, *_MALFORMED) as error:
        raise SealProblem("この町が信頼する認証局の封印ではありません") from error
    return tuple(path.iter_certs(include_root=True))


def _require_valid_at(path: Sequence[asn1_x509.Certificate], moment: datetime) -> None:
    if not all(c.not_valid_before <= moment <= c.not_valid_after for c in path):
        raise SealProblem("封印した時に証明書の有効期間を外れていました")
