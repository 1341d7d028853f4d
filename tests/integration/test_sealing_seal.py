"""Sealing: what is added to a document, and what is refused before anything is added."""

import os
import re
import stat
import subprocess
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from pyhanko.pdf_utils.reader import PdfFileReader

from counter_app.failures import CounterError, FailureCode
from counter_app.model.document import Stroke, document_digest
from counter_app.ports import SignatureBox, StoredDocument
from forms.page_images import page_images
from forms.renderer import FormRenderer
from forms.sealing import DocumentSealing, seal
from forms.sealing_key import Issuer, SealingKey, load_sealing_key, make_sealing_key
from forms.verification import verify
from tests.sealing_samples import (
    CURVE,
    SEALED_AT,
    SIGNATURE_BOX,
    SIGNED_AT,
    SIGNER,
    STROKES,
    VERSION,
    act_over,
    document,
    key_below_intermediate,
    pem_with,
    town_key,
)

MM = 72 / 25.4


def sealed_first(key: SealingKey | None = None) -> bytes:
    pdf = document("first", 2)
    act = act_over((pdf, 2), (document("second"), 1))
    return seal(
        pdf,
        act,
        act.proof_for(document_digest(pdf)),
        SIGNATURE_BOX,
        key or town_key(),
        sheet="8F3KQ7T2-01-1",
        sealed_at=SEALED_AT,
    )


def test_the_document_as_signed_is_the_beginning_of_the_sealed_file() -> None:
    sealed = sealed_first()
    assert sealed.startswith(document("first", 2))
    assert PdfFileReader(BytesIO(sealed)).xrefs.total_revisions == 2


def test_a_sealed_document_tells_who_signed_it_and_when() -> None:
    found = verify(sealed_first(), (town_key().trusted,))
    assert found.intact
    assert found.problems == ()
    assert (found.signer, found.signed_at) == (SIGNER, SIGNED_AT)
    assert (found.sealed_by, found.sealed_at) == ("Y町 書類封印", SEALED_AT)
    assert found.sheets == ("8F3KQ7T2-01-1", "8F3KQ7T2-01-2")
    assert found.documents_in_act == 2


def test_each_document_of_an_act_is_verified_alone() -> None:
    pdfs = [document(f"sheet {number}") for number in range(7)]
    act = act_over(*((pdf, 1) for pdf in pdfs))
    for number, pdf in enumerate(pdfs, start=1):
        sheet = f"8F3KQ7T2-{number:02d}-1"
        proof = act.proof_for(document_digest(pdf))
        sealed = seal(pdf, act, proof, None, town_key(), sheet=sheet, sealed_at=SEALED_AT)
        found = verify(sealed, (town_key().trusted,))
        assert (found.intact, found.sheets, found.documents_in_act) == (True, (sheet,), 7)


def test_a_slip_that_nobody_signs_is_sealed_without_ink() -> None:
    pdf = document("slip")
    sealed = seal(pdf, None, None, None, town_key(), sheet="8F3KQ7T2-09-1", sealed_at=SEALED_AT)
    found = verify(sealed, (town_key().trusted,))
    assert (found.intact, found.signer, found.signed_at) == (True, "", None)
    assert found.sheets == ("8F3KQ7T2-09-1",)
    before, after = (page_images(data, width_px=600)[0].shown_digest for data in (pdf, sealed))
    assert before == after


def test_ink_and_time_stand_in_the_signature_box_and_nothing_else_changes() -> None:
    before, after = (
        [Image.open(BytesIO(page.png)).convert("L") for page in page_images(data, width_px=1240)]
        for data in (document("first", 2), sealed_first())
    )
    changed = ImageChops.difference(before[0], after[0]).getbbox()
    assert changed is not None
    scale = 1240 / 210
    left, top = SIGNATURE_BOX.x * scale, SIGNATURE_BOX.y * scale
    right, bottom = left + SIGNATURE_BOX.width * scale, top + SIGNATURE_BOX.height * scale
    assert left <= changed[0] < left + 10 * scale  # the first stroke begins 4 mm in
    assert top <= changed[1]
    assert right - 2 * scale < changed[2] <= right  # the time ends at the right foot
    assert bottom - 2 * scale < changed[3] <= bottom
    assert ImageChops.difference(before[1], after[1]).getbbox() is None


@pytest.mark.parametrize(("scale", "shift"), [(4, 0), (1, 9000), (1, -3000), (0.02, 0), (9, -500)])
def test_a_signature_written_large_or_over_the_edge_stays_whole_in_its_box(
    scale: float, shift: int
) -> None:
    pdf = document("first", 2)
    strokes = tuple(
        Stroke(
            tuple(
                replace(point, x=int(point.x * scale) + shift, y=int(point.y * scale) + shift)
                for point in stroke.points
            )
        )
        for stroke in STROKES
    )
    act = replace(act_over((pdf, 2)), strokes=strokes)
    proof = act.proof_for(document_digest(pdf))
    box = replace(SIGNATURE_BOX, x=40, width=120)
    sealed = seal(pdf, act, proof, box, town_key(), sheet="x", sealed_at=SEALED_AT)
    ink = _ink_of(sealed, box)
    assert len(ink) > 60
    xs, ys = [x for x, _ in ink], [y for _, y in ink]
    assert 0.2 < min(xs) < max(xs) < 119.8
    assert 0.2 < min(ys) < max(ys) < 13.8
    drawn = (max(xs) - min(xs)) / (max(ys) - min(ys))
    points = [point for stroke in strokes for point in stroke.points]
    written_wide = max(p.x for p in points) - min(p.x for p in points)
    written_high = max(p.y for p in points) - min(p.y for p in points)
    assert drawn == pytest.approx(written_wide / written_high, rel=0.05)


def _ink_of(sealed: bytes, box: SignatureBox) -> list[tuple[float, float]]:
    """Where the pen's lines go in the signature's appearance, in mm from the box's top left."""
    reader = PdfFileReader(BytesIO(sealed))
    field = reader.root["/AcroForm"]["/Fields"][0].get_object()
    drawing = field["/AP"]["/N"].data.decode("ascii").split("BT", 1)[0]
    found = re.findall(r"(-?[0-9.]+) (-?[0-9.]+) [ml]", drawing)
    return [(float(x) / MM, box.height - float(y) / MM) for x, y in found]


@pytest.mark.parametrize("form_id", [form.id for form in FormRenderer().forms()])
def test_every_form_of_the_town_is_sealed_and_verified(form_id: str) -> None:
    data = {"claimant.name": SIGNER, "applicant.name": SIGNER, "case.reference": "8F3KQ7T2"}
    form = FormRenderer().render(form_id, data, sheet=1, on=SIGNED_AT.date())
    act = act_over((form.pdf, form.pages))
    proof = act.proof_for(document_digest(form.pdf))
    box = next(iter(form.signature_boxes), None)
    sealed = seal(form.pdf, act, proof, box, town_key(), sheet="x", sealed_at=SEALED_AT)
    found = verify(sealed, (town_key().trusted,))
    assert (found.problems, found.signer) == ((), SIGNER)
    assert len(page_images(sealed, width_px=300)) == form.pages


def test_the_signature_is_valid_to_another_reader_too(tmp_path: Path) -> None:
    path = tmp_path / "sealed.pdf"
    path.write_bytes(sealed_first())
    try:
        answer = subprocess.run(
            ["pdfsig", str(path)], capture_output=True, text=True, check=False, timeout=60
        )
    except FileNotFoundError:
        pytest.skip("poppler's pdfsig is not installed")
    assert "Signature is Valid" in answer.stdout
    assert "Total document signed" in answer.stdout
    assert "ETSI.CAdES.detached" in answer.stdout


@pytest.mark.parametrize("elliptic", [True, False])
def test_a_key_below_an_intermediate_authority_seals_and_verifies(elliptic: bool) -> None:
    key = key_below_intermediate(elliptic=elliptic)
    found = verify(sealed_first(key), (key.trusted,))
    assert found.problems == ()
    assert (found.intact, found.sealed_by) == (True, "Y町 封印")


def test_a_document_changed_after_signing_is_not_sealed() -> None:
    signed, corrected = document("first"), document("corrected")
    act = act_over((signed, 1), (document("second"), 1))
    proof = act.proof_for(document_digest(signed))
    with pytest.raises(CounterError) as caught:
        seal(corrected, act, proof, None, town_key(), sheet="8F3KQ7T2-01-1", sealed_at=SEALED_AT)
    assert caught.value.code is FailureCode.SIGNED_PAGES_CHANGED


def test_a_document_with_a_page_nobody_saw_is_not_sealed() -> None:
    pdf = document("first", 2)
    act = act_over((pdf, 1), (document("second"), 1))
    proof = act.proof_for(document_digest(pdf))
    with pytest.raises(CounterError) as caught:
        seal(pdf, act, proof, None, town_key(), sheet="8F3KQ7T2-01-1", sealed_at=SEALED_AT)
    assert caught.value.code is FailureCode.SIGNED_PAGES_CHANGED


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7\n%%EOF", b"\x89PNG\r\n", document()[:700]])
def test_what_is_no_pdf_is_not_sealed(pdf: bytes) -> None:
    with pytest.raises(CounterError) as caught:
        seal(pdf, None, None, None, town_key(), sheet="8F3KQ7T2-01-1", sealed_at=SEALED_AT)
    assert caught.value.code is FailureCode.PDF_UNREADABLE


def test_a_signature_box_off_the_page_is_our_bug_not_a_shifted_signature() -> None:
    pdf = document()
    act = act_over((pdf, 1))
    proof = act.proof_for(document_digest(pdf))
    for box in (replace(SIGNATURE_BOX, x=150), replace(SIGNATURE_BOX, page=2)):
        with pytest.raises(ValueError, match="page"):
            seal(pdf, act, proof, box, town_key(), sheet="8F3KQ7T2-01-1", sealed_at=SEALED_AT)


def test_the_use_case_seals_a_stored_document_under_its_act() -> None:
    pdf = document("stored")
    stored = StoredDocument(
        id="d1",
        reception_id="r1",
        sheet=1,
        number="8F3KQ7T2-01-1",
        form_id="A1",
        title="住民異動届",
        procedure_ids=("A1",),
        signer="1",
        pages=1,
        digest=document_digest(pdf),
        pdf=pdf,
        signature_boxes=(SIGNATURE_BOX,),
    )
    sealing = DocumentSealing(town_key(), lambda: SEALED_AT)
    found = verify(sealing(stored, act_over((pdf, 1))), (town_key().trusted,))
    assert (found.intact, found.signer) == (True, SIGNER)
    with pytest.raises(CounterError) as caught:
        sealing(stored, act_over((document("other"), 1)))
    assert caught.value.code is FailureCode.SIGNED_PAGES_CHANGED


# --- the key ----------------------------------------------------------------------------------


def test_the_key_is_for_its_owner_alone_and_is_never_replaced_by_accident(tmp_path: Path) -> None:
    made = make_sealing_key(tmp_path, organisation="Y町", now=SIGNED_AT)
    mode = stat.S_IMODE((tmp_path / "sealing.key").stat().st_mode)
    assert os.name == "nt" or mode == 0o600
    assert load_sealing_key(tmp_path).certificate == made.certificate
    assert "PrivateKey" not in repr(made)
    with pytest.raises(FileExistsError):
        make_sealing_key(tmp_path, organisation="Y町", now=SIGNED_AT)
    assert load_sealing_key(tmp_path).certificate == made.certificate


def test_a_key_is_issued_by_the_authority_that_is_given(tmp_path: Path) -> None:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    authority_key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "見本認証局")])
    authority = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(authority_key.public_key())
        .serial_number(1)
        .not_valid_before(SIGNED_AT - timedelta(days=1))
        .not_valid_after(SIGNED_AT + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(authority_key, hashes.SHA256())
    )
    pem = authority.public_bytes(serialization.Encoding.PEM)
    issuer = Issuer(
        pem,
        authority_key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ),
    )
    key = make_sealing_key(tmp_path, organisation="Y町", now=SIGNED_AT, issuer=issuer)
    assert verify(sealed_first(key), (pem,)).intact
    assert not verify(sealed_first(key), (town_key().trusted,)).intact


@pytest.mark.parametrize("days", [-2, 3 * 365 + 2])
def test_nothing_is_sealed_outside_the_validity_of_the_certificate(days: int) -> None:
    with pytest.raises(CounterError) as caught:
        seal(
            document(),
            None,
            None,
            None,
            town_key(),
            sheet="8F3KQ7T2-09-1",
            sealed_at=SEALED_AT + timedelta(days=days),
        )
    assert caught.value.code is FailureCode.SEALING_KEY_UNUSABLE


@pytest.mark.parametrize("file", ["sealing.key", "sealing.crt", "sealing-ca.crt"])
def test_a_missing_or_damaged_or_foreign_key_file_is_reported(tmp_path: Path, file: str) -> None:
    make_sealing_key(tmp_path / "a", organisation="Y町", now=SIGNED_AT)
    make_sealing_key(tmp_path / "b", organisation="Y町", now=SIGNED_AT)
    path = tmp_path / "a" / file
    foreign = (tmp_path / "b" / file).read_bytes() if file == "sealing.key" else b"\x00"
    unknown = pem_with(path.read_bytes(), *(CURVE if file == "sealing.key" else VERSION))
    for content in (foreign, unknown, b"-----BEGIN", None):
        if content is None:
            path.unlink()
        else:
            path.write_bytes(content)
        with pytest.raises(CounterError) as caught:
            load_sealing_key(tmp_path / "a")
        assert caught.value.code is FailureCode.SEALING_KEY_UNUSABLE
