"""Seals a document (封印): the evidence of the signature, the ink and the town's PAdES signature.

Everything is added in one incremental update. The file as the resident saw it stays its first
bytes, so its SHA-256, which the resident's act covers, can be checked in the sealed file alone.
The seal is a PAdES baseline signature (ETSI EN 319 142-1, SubFilter ETSI.CAdES.detached).
"""

import asyncio
from collections.abc import Iterable
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from io import BytesIO
from typing import Any

from asn1crypto import keys, tsp  # type: ignore[import-untyped]
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils.embed import EmbeddedFileObject, FileSpec, embed_file
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.sign.attributes import (
    CMSAttributeProvider,
    SignedAttributeProviderSpec,
    SigningCertificateV2Provider,
)
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import as_signing_certificate_v2
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import SignatureObject
from pyhanko_certvalidator.registry import SimpleCertificateStore

from counter_app.failures import CounterError, FailureCode
from counter_app.model.document import (
    EVIDENCE_FILE,
    Evidence,
    InclusionProof,
    SignatureAct,
    Stroke,
    document_digest,
)
from counter_app.ports import Clock, SignatureBox, StoredDocument
from forms.fonts import Typeface, shape
from forms.pdf_update import (
    POINTS_PER_MM,
    PdfUpdate,
    array,
    dictionary,
    glyph_runs,
    glyph_set,
    open_for_update,
    page_count,
    points_box,
    stream,
)
from forms.sealing_key import SealingKey

FIELD_NAME = "seal"
DIGEST = "sha256"

_JAPAN = timezone(timedelta(hours=9), "JST")
_INK_MM = 0.5
_TIME_POINTS = 9.0
_TIME_MARGIN = 0.7 * POINTS_PER_MM  # the box keeps off the frame already
_MARK_MM = 4.0
"""Room over the strokes for the line that says who wrote (代筆)."""


class DocumentSealing:
    """Seals stored documents with the town's key; the time comes from `clock`."""

    def __init__(self, key: SealingKey, clock: Clock) -> None:
        self._key = key
        self._clock = clock

    def __call__(self, document: StoredDocument, act: SignatureAct | None) -> bytes:
        """The sealed file of a document, with ink in its first signature box. Raises as `seal`."""
        covered = act is not None and document.digest in act.documents
        return seal(
            document.pdf,
            act,
            act.proof_for(document.digest) if act is not None and covered else None,
            document.signature_boxes[0] if act is not None and document.signature_boxes else None,
            self._key,
            sheet=document.number,
            sealed_at=self._clock(),
        )


def seal(
    pdf: bytes,
    act: SignatureAct | None,
    proof: InclusionProof | None,
    box: SignatureBox | None,
    key: SealingKey,
    *,
    sheet: str,
    sealed_at: datetime,
) -> bytes:
    """The sealed file: `pdf` followed by one update with evidence, ink and the town's signature.

    `act` and `proof` are None for sheets that no resident signs (受付票, これからの手続き); `box`
    is None where no ink is drawn. `sheet` is the document's 書類番号, `sealed_at` an aware time.

    Raises CounterError SIGNED_PAGES_CHANGED when the act does not cover exactly these bytes,
    SEALING_KEY_UNUSABLE when the certificate is not valid at `sealed_at`, PDF_UNREADABLE.
    """
    if sealed_at.tzinfo is None:
        raise ValueError("the time of sealing needs its zone")
    digest = document_digest(pdf)
    if act is not None and not _covers(act, proof, digest, page_count(open_for_update(pdf))):
        raise CounterError(
            FailureCode.SIGNED_PAGES_CHANGED, f"書類 {sheet} は署名されたときの内容と違います"
        )
    key.require_valid(sealed_at)
    evidence = Evidence(
        sheet=sheet,
        digest=digest,
        length=len(pdf),
        sealed_at=sealed_at,
        act=None if act is None else act.seen_from(digest),
        proof=proof,
    )
    return add_seal(pdf, evidence, box, key)


def _covers(act: SignatureAct, proof: InclusionProof | None, digest: str, pages: int) -> bool:
    """Whether the act covers this document and every one of its pages was shown."""
    shown = sorted(page.page for page in act.pages if page.document_digest == digest)
    return (
        proof is not None
        and proof.proves(digest, act.merkle_root)
        and shown == list(range(1, pages + 1))
    )


def add_seal(pdf: bytes, evidence: Evidence, box: SignatureBox | None, key: SealingKey) -> bytes:
    """Write evidence, ink and signature behind `pdf`, without asking whether they belong together.

    `seal` asks; tests use this to make files that a verifier must refuse.
    """
    update = open_for_update(pdf)
    if "/AcroForm" in update.root:
        raise ValueError("the document is sealed already, or is a form to be typed into")
    attachment = EmbeddedFileObject.from_file_data(
        update, evidence.to_json(), mime_type="application/json"
    )
    embed_file(
        update,
        FileSpec(
            EVIDENCE_FILE,
            embedded_data=attachment,
            description="署名の証跡",
            af_relationship=pdf_name("/Supplement"),
        ),
    )
    page = 1 if box is None else box.page
    rectangle = (
        None if box is None else points_box(update, page, box.x, box.y, box.width, box.height)
    )
    signer, reserved = _signer_and_size(key)
    spec = SigFieldSpec(FIELD_NAME, on_page=page - 1, box=rectangle)  # type: ignore[arg-type]
    embedder = PdfCMSEmbedder(spec)
    protocol = embedder.write_cms(FIELD_NAME, update)
    signature_field = next(protocol).get_object()
    if box is not None and evidence.act is not None:
        appearance = update.add_object(_ink(update, evidence.act, box))
        signature_field[pdf_name("/AP")] = dictionary({"N": appearance})
    placeholder = SignatureObject(
        timestamp=evidence.sealed_at,
        subfilter=SigSeedSubFilter.PADES,
        reason="受付書類の封印",
        bytes_reserved=2 * reserved,
    )
    protocol.send(SigObjSetup(placeholder))
    output = BytesIO()
    prepared, _ = protocol.send(SigIOSetup(md_algorithm=DIGEST, output=output))
    protocol.send(_cms(signer, prepared.document_digest))
    return output.getvalue()


# --- CMS --------------------------------------------------------------------------------------


class _NamedChain(SigningCertificateV2Provider):
    """signing-certificate-v2 (RFC 5035 §3) that names the whole chain, the key's own first.

    The certificates of a CMS object are covered by no signature but their issuer's, and that one
    leaves encodings open (the unused bits of a BIT STRING). Named by their digest they are fixed.
    """

    def __init__(self, own: asn1_x509.Certificate, chain: tuple[asn1_x509.Certificate, ...]):
        super().__init__(own)
        self._chain = chain

    async def build_attr_value(self, dry_run: bool = False) -> tsp.SigningCertificateV2:
        parts = [as_signing_certificate_v2(c) for c in (self.signing_cert, *self._chain)]
        return tsp.SigningCertificateV2({"certs": [part["certs"][0] for part in parts]})


class _SealAttributes(SignedAttributeProviderSpec):
    """The signed attributes of a PAdES baseline signature (ETSI EN 319 142-1 §6.3)."""

    def __init__(self, named: _NamedChain) -> None:
        self._named = named

    def signed_attr_providers(
        self, data_digest: bytes, digest_algorithm: str
    ) -> Iterable[CMSAttributeProvider]:
        return (self._named,)


def _signer(key: SealingKey) -> Any:
    own = asn1_x509.Certificate.load(key.certificate)
    certificates = tuple(asn1_x509.Certificate.load(der) for der in key.chain)
    chain = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    chain.register_multiple(certificates)
    private = key.private_key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    signer = SimpleSigner(
        signing_cert=own,
        signing_key=keys.PrivateKeyInfo.load(private),
        cert_registry=chain,
        embed_roots=False,
    )
    signer.signed_attr_prov_spec = _SealAttributes(_NamedChain(own, certificates))
    return signer


def _cms(signer: Any, digest: bytes) -> bytes:
    signing = signer.async_sign(digest, DIGEST, use_pades=True)
    cms: bytes = asyncio.run(signing).dump()
    return cms


@lru_cache(maxsize=1)
def _signer_and_size(key: SealingKey) -> tuple[Any, int]:
    """The signer of a key and the bytes its CMS object needs, which no document changes.

    An ECDSA signature varies by a few bytes, so a little is added.
    """
    signer = _signer(key)
    return signer, len(_cms(signer, bytes(32))) + 16


# --- ink --------------------------------------------------------------------------------------


def _ink(update: PdfUpdate, act: SignatureAct, box: SignatureBox) -> Any:
    """The appearance of the signature field: the strokes as lines, the time at the right foot.

    Where another hand wrote, who it was stands in a line over the strokes (代筆).
    """
    width, height = box.width * POINTS_PER_MM, box.height * POINTS_PER_MM
    above = _MARK_MM if act.writing.by_other else 0.0
    scale, right, down = _fit(act.strokes, box.width, box.height - above)
    drawing = ["q 1 J 1 j 0 G", f"{_INK_MM * POINTS_PER_MM:.3f} w"]
    for stroke in act.strokes:
        places = [
            f"{(point.x / 100 * scale + right) * POINTS_PER_MM:.2f} "
            f"{height - (point.y / 100 * scale + down + above) * POINTS_PER_MM:.2f}"
            for point in stroke.points
        ]
        if places:
            lines = places[1:] or places  # one touch is a dot: a line to itself with round ends
            drawing.append(f"{places[0]} m " + " ".join(f"{place} l" for place in lines) + " S")
    drawing.append("Q")
    font = glyph_set(Typeface.GOTHIC, "0123456789時分")
    signed_at = act.signed_at.astimezone(_JAPAN)
    text = f"{signed_at.hour}時{signed_at.minute:02d}分"
    left = width - _TIME_MARGIN - font.width(text) * _TIME_POINTS / 1000
    drawing.append(
        f"BT 0 g /Time {_TIME_POINTS:g} Tf {left:.2f} {_TIME_MARGIN:.2f} Td "
        f"<{font.hexadecimal(text)}> Tj ET"
    )
    fonts = {"Time": font.embed(update)}
    if act.writing.by_other:
        line, embedded = _who_wrote(update, act, width, height)
        drawing.append(line)
        fonts |= embedded
    return stream(
        "\n".join(drawing).encode("ascii"),
        {
            "Type": "/XObject",
            "Subtype": "/Form",
            "BBox": array(0, 0, round(width, 3), round(height, 3)),
            "Resources": dictionary({"Font": dictionary(fonts)}),
        },
    )


def _who_wrote(
    update: PdfUpdate, act: SignatureAct, width: float, height: float
) -> tuple[str, dict[str, Any]]:
    """「代筆　佐伯（職員）」 at the upper left and its fonts; smaller where the box is narrow."""
    text = f"代筆\u3000{act.writing.writer}"
    runs = glyph_runs(text, _face_of_name(text))
    natural = sum(run.font.width(run.characters) for run in runs) * _TIME_POINTS / 1000
    size = _TIME_POINTS * min(1.0, (width - 2 * _TIME_MARGIN) / natural)
    line = [f"BT 0 g {_TIME_MARGIN:.2f} {height - _TIME_MARGIN - size:.2f} Td"]
    fonts = {}
    for place, run in enumerate(runs):
        fonts[f"Hand{place}"] = run.font.embed(update)
        line.append(f"/Hand{place} {size:.2f} Tf <{run.font.hexadecimal(run.characters)}> Tj")
    return " ".join([*line, "ET"]), fonts


def _face_of_name(text: str) -> Typeface:
    """Mincho as on the forms; the proportional faces where a name has letters it lacks."""
    try:
        shape(text, Typeface.MINCHO)
    except CounterError as failure:
        if failure.code is not FailureCode.FORM_GLYPH_MISSING:
            raise
        return Typeface.LATIN
    return Typeface.MINCHO


def _fit(strokes: tuple[Stroke, ...], width: float, height: float) -> tuple[float, float, float]:
    """Scale and shift (mm) that keep the whole signature in its box; none where it fits.

    One act signs boxes of several sizes, and the resident may have written over the edge.
    """
    xs = [point.x / 100 for stroke in strokes for point in stroke.points]
    ys = [point.y / 100 for stroke in strokes for point in stroke.points]
    inside_width, inside_height = width - _INK_MM, height - _INK_MM
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    scale = min(1.0, inside_width / max(wide, _INK_MM), inside_height / max(high, _INK_MM))
    left, top = min(xs) * scale, min(ys) * scale
    edge = _INK_MM / 2
    right = min(max(left, edge), width - edge - wide * scale) - left
    down = min(max(top, edge), height - edge - high * scale) - top
    return scale, right, down
