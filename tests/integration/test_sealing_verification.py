"""Verification: no byte of a sealed file is free, and no other file passes."""

import re
from dataclasses import replace
from datetime import timedelta
from functools import cache
from hashlib import sha256
from io import BytesIO
from itertools import permutations

import pytest
from asn1crypto import x509 as asn1_x509  # type: ignore[import-untyped]
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name

import forms.sealing
from counter_app.model.document import Evidence, document_digest
from counter_app.ports import SignatureBox
from forms.overlay import draw_number
from forms.pdf_update import PdfUpdate, array, dictionary, open_for_update, page_object, stream
from forms.seal_contents import SealProblem, read_evidence
from forms.sealing import add_seal, seal
from forms.sealing_key import SealingKey
from forms.verification import verify
from tests.sealing_samples import (
    NUMBER_BOX,
    SEALED_AT,
    SIGNATURE_BOX,
    act_over,
    document,
    key_below_intermediate,
    town_key,
)


@cache
def chained_key() -> SealingKey:
    return key_below_intermediate(elliptic=True)


@cache
def sealed(which: str = "first", *, chained: bool = False) -> bytes:
    pdf = document(which, 2)
    act = act_over((pdf, 2), (document("another"), 1))
    return seal(
        pdf,
        act,
        act.proof_for(document_digest(pdf)),
        SIGNATURE_BOX,
        chained_key() if chained else town_key(),
        sheet="8F3KQ7T2-01-1",
        sealed_at=SEALED_AT,
    )


def trusted(*, chained: bool = False) -> tuple[bytes, ...]:
    return ((chained_key() if chained else town_key()).trusted,)


def gap(pdf: bytes) -> tuple[int, int]:
    first, start, _ = re.findall(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\]", pdf)[-1]
    return int(first), int(start)


def with_byte(pdf: bytes, place: int, value: int) -> bytes:
    return pdf[:place] + bytes([value]) + pdf[place + 1 :]


# --- one byte ---------------------------------------------------------------------------------


def test_the_untouched_files_are_intact() -> None:
    assert verify(sealed(), trusted()).intact
    assert verify(sealed(chained=True), trusted(chained=True)).intact


@settings(max_examples=300, deadline=None)
@given(st.floats(0, 1, exclude_max=True), st.integers(1, 255))
@example(0.0, 1)
@example(0.999999, 1)
def test_one_changed_byte_anywhere_is_found(where: float, change: int) -> None:
    pdf = sealed()
    place = int(where * len(pdf))
    found = verify(with_byte(pdf, place, pdf[place] ^ change), trusted())
    assert not found.intact
    assert found.problems


@pytest.mark.parametrize("chained", [False, True])
def test_every_byte_of_the_signature_itself_is_fixed(chained: bool) -> None:
    pdf = sealed(chained=chained)
    first, start = gap(pdf)
    digits = b"0123456789ABCDEF"
    for place in range(first, start, 2 if chained else 1):
        other = digits[(digits.find(pdf[place]) + 7) % 16]
        lower = pdf[place : place + 1].lower()[0]  # the same digit in another case
        for change in {other, lower} - {pdf[place]}:
            found = verify(with_byte(pdf, place, change), trusted(chained=chained))
            assert not found.intact, (place - first, change)


def test_another_encoding_of_a_certificate_in_the_chain_is_found() -> None:
    """The last bits of an issuer's signature may be called unused, and it still verifies."""
    key = chained_key()
    while key.chain[0][-1] & 0x7F:
        key = key_below_intermediate(elliptic=True)
    pdf = document()
    whole = add_seal(pdf, evidence_for(pdf, 1), SIGNATURE_BOX, key)
    assert verify(whole, (key.trusted,)).intact
    written = key.chain[0].hex().upper().encode()
    signature = len(asn1_x509.Certificate.load(key.chain[0])["signature_value"].contents)
    place = whole.index(written) + len(written) - 2 * signature
    assert whole[place : place + 2] == b"00"
    for unused in range(1, 8):
        other = whole[:place] + b"0%d" % unused + whole[place + 2 :]
        assert other != whole
        assert verify(other, (key.trusted,)).problems == ("封印の形が変わっています",)


REGIONS = {
    "header": rb"%PDF-",
    "page of the original": rb"/MediaBox",
    "content of the original": rb"stream",
    "end of the original": rb"%%EOF",
    "evidence": rb"/EmbeddedFile",
    "ink": rb"/XObject",
    "font of the time": rb"/FontFile2",
    "signature dictionary": rb"/Type /Sig\b",
    "place of the signature": rb"/ByteRange \[",
    "time of sealing": rb"/M \(D",
    "cross references": rb"xref",
    "trailer": rb"trailer",
    "start of the references": rb"startxref",
}


@pytest.mark.parametrize("region", REGIONS)
def test_a_change_in_each_part_of_the_file_is_found(region: str) -> None:
    pdf = sealed()
    hits = [match.end() for match in re.finditer(REGIONS[region], pdf)]
    assert hits
    for hit in hits:
        for place in range(hit - 2, min(hit + 12, len(pdf))):
            assert not verify(with_byte(pdf, place, pdf[place] ^ 1), trusted()).intact


@settings(max_examples=100, deadline=None)
@given(st.floats(0, 1), st.binary(min_size=1, max_size=4))
def test_bytes_put_in_or_taken_out_are_found(where: float, extra: bytes) -> None:
    pdf = sealed()
    place = int(where * len(pdf))
    assert not verify(pdf[:place] + extra + pdf[place:], trusted()).intact
    shorter = pdf[:place] + pdf[place + len(extra) :]
    assert shorter == pdf or not verify(shorter, trusted()).intact


def test_every_truncation_is_found() -> None:
    pdf = sealed()
    for length in range(0, len(pdf), 61):
        assert not verify(pdf[:length], trusted()).intact
    assert verify(pdf[:-1], trusted()).problems == ("ファイルが途中で切れています",)


# --- files from elsewhere ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pdf", "problem"),
    [
        (b"", "PDFファイルではありません"),
        (b"\x89PNG\r\n\x1a\n", "PDFファイルではありません"),
        (document(), "町の封印がありません"),
        (b"%PDF-1.7 /ByteRange [0 9 12 3]", "封印のあとに書き足されています"),
        (b"%PDF-1.7 /ByteRange [0 0 0 30]", "封印の形が壊れています"),
        (b"%PDF-<zz>/ByteRange [0 5 9 21]", "封印の形が壊れています"),
        (b"%PDF-<30>/ByteRange [0 5 9 21]", "封印の形が壊れています"),
        (b"%PDF-<3080308030>/ByteRange [0 5 17 22]", "封印の形が壊れています"),
        (b"%PDF-(30)/ByteRange [0 5 9 21]", "封印の形が壊れています"),
    ],
)
def test_a_file_without_our_seal_says_what_it_is(pdf: bytes, problem: str) -> None:
    found = verify(pdf, trusted())
    assert not found.intact
    assert found.problems == (problem,)
    assert (found.signer, found.sheets, found.sealed_by) == ("", (), "")


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60))
def test_an_invented_signature_never_raises(invented: bytes) -> None:
    body = b"<" + invented.hex().upper().encode() + b">"
    tail = b"/ByteRange [0 5 %d %d]"
    end = len(tail % (5 + len(body), 10))
    pdf = b"%PDF-" + body + tail % (5 + len(body), end)
    assert len(pdf) == 5 + len(body) + end
    assert not verify(pdf, trusted()).intact


@pytest.mark.parametrize(
    ("was", "becomes", "problem"),
    [
        ("06072A8648CE3D0201", "06072A811CCF550201", "鍵の種類"),  # a key of another country's kind
        ("A003020102", "A003020107", "形が壊れて"),  # a version of certificates there is not
    ],
)
def test_a_certificate_nobody_here_can_read_is_a_problem(
    was: str, becomes: str, problem: str
) -> None:
    pdf, own = sealed(), town_key().certificate
    other = own.replace(bytes.fromhex(was), bytes.fromhex(becomes), 1)
    for part, instead in ((own, other), (sha256(own).digest(), sha256(other).digest())):
        assert part.hex().upper().encode() in pdf
        pdf = pdf.replace(part.hex().upper().encode(), instead.hex().upper().encode())
    (found,) = verify(pdf, trusted()).problems
    assert problem in found


def test_the_seal_of_another_town_is_not_ours() -> None:
    found = verify(sealed(), trusted(chained=True))
    assert found.problems == ("この町が信頼する認証局の封印ではありません",)
    assert (found.intact, found.signer) == (False, "")
    assert not verify(sealed(), ()).intact


def test_what_is_written_behind_the_seal_is_found() -> None:
    problem = ("封印のあとに書き足されています",)
    assert verify(sealed() + b"\n", trusted()).problems == problem
    overlaid = draw_number(sealed(), (NUMBER_BOX,), memoryview(b"123456789018"))
    assert verify(overlaid, trusted()).problems == problem


def test_a_sealed_file_is_not_sealed_again() -> None:
    with pytest.raises(ValueError, match="already"):
        seal(sealed(), None, None, None, town_key(), sheet="x", sealed_at=SEALED_AT)


def test_a_certificate_that_is_not_of_the_path_is_no_part_of_a_seal() -> None:
    key = replace(town_key(), chain=chained_key().chain)
    pdf = document()
    smuggled = add_seal(pdf, evidence_for(pdf, 1), SIGNATURE_BOX, key)
    assert verify(smuggled, trusted()).problems == ("封印の形が変わっています",)


def test_the_verified_signature_is_the_one_the_document_points_to() -> None:
    first, start = gap(sealed())
    assert read_evidence(sealed(), (first, start)).sheet == "8F3KQ7T2-01-1"
    with pytest.raises(SealProblem, match="封印の位置が違います"):
        read_evidence(sealed(), (first, start - 2))
    with pytest.raises(SealProblem, match="ひとつではありません"):
        read_evidence(document(), (first, start))


# --- made with the town's own key, and still wrong --------------------------------------------


def evidence_for(pdf: bytes, pages: int) -> Evidence:
    act = act_over((pdf, pages), (document("another"), 1))
    digest = document_digest(pdf)
    return Evidence(
        sheet="8F3KQ7T2-01-1",
        digest=digest,
        length=len(pdf),
        sealed_at=SEALED_AT,
        act=act.seen_from(digest),
        proof=act.proof_for(digest),
    )


def problem_of(pdf: bytes, evidence: Evidence) -> str:
    found = verify(add_seal(pdf, evidence, SIGNATURE_BOX, town_key()), trusted())
    assert not found.intact
    assert found.signer == ""
    return found.problems[0]


def test_a_signature_moved_to_another_document_is_found_for_every_pair() -> None:
    documents = [document(f"case {number}") for number in range(9)]
    for signed, other in permutations(documents, 2):
        problem = problem_of(other, evidence_for(signed, 1))
        assert problem == "署名した書類が含まれていません"


def test_an_act_whose_root_does_not_cover_the_document_is_found() -> None:
    pdf = document()
    evidence = evidence_for(pdf, 1)
    assert evidence.act is not None
    root = act_over((document("elsewhere"), 1)).merkle_root
    for changed in (
        replace(evidence, act=replace(evidence.act, merkle_root=root)),
        replace(evidence, proof=None),
        replace(evidence, act=None),
    ):
        assert problem_of(pdf, changed) == "この書類は署名の対象に含まれていません"


def test_a_page_nobody_was_shown_is_found() -> None:
    pdf = document("first", 3)
    assert problem_of(pdf, evidence_for(pdf, 2)) == "署名した人に見せていないページがあります"


def test_a_change_between_signing_and_sealing_is_found() -> None:
    signed = document("first")
    changed = draw_number(signed, (NUMBER_BOX,), memoryview(b"123456789018"))
    problem = problem_of(changed, evidence_for(signed, 1))
    assert problem == "署名と封印の間に別の変更があります"


def test_a_time_of_sealing_outside_the_certificate_is_found() -> None:
    pdf = document()
    late = replace(evidence_for(pdf, 1), sealed_at=SEALED_AT + timedelta(days=4 * 365))
    assert problem_of(pdf, late) == "封印した時に証明書の有効期間を外れていました"


def _draw_over(update: PdfUpdate) -> None:
    drawing = update.add_object(stream(b"0 g 100 700 200 50 re f", {}))
    update.add_stream_to_page(0, drawing)  # type: ignore[no-untyped-call]


def _cover_with_annotation(update: PdfUpdate) -> None:
    page = page_object(update, 1)
    note = dictionary({"Type": "/Annot", "Subtype": "/Square", "Rect": array(50, 700, 300, 800)})
    page[pdf_name("/Annots")] = array(update.add_object(note))
    update.mark_update(page.container_ref)


def _change_content_in_place(update: PdfUpdate) -> None:
    content = page_object(update, 1)["/Contents"]
    replaced = stream(b"0 g 100 700 200 50 re f", {})
    reference = content.container_ref
    update.objects[(reference.generation, reference.idnum)] = replaced


def _turn_page(update: PdfUpdate) -> None:
    page = page_object(update, 1)
    page[pdf_name("/Rotate")] = generic.NumberObject(180)  # type: ignore[no-untyped-call]
    update.mark_update(page.container_ref)


def _add_script(update: PdfUpdate) -> None:
    script = dictionary({"S": "/JavaScript", "JS": generic.pdf_string("app.alert(1)")})
    update.root[pdf_name("/OpenAction")] = script
    update.update_root()  # type: ignore[no-untyped-call]


@pytest.mark.parametrize(
    "change",
    [_draw_over, _cover_with_annotation, _change_content_in_place, _turn_page, _add_script],
)
def test_a_seal_that_also_changes_what_is_seen_is_found(
    change: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert callable(change)

    def opened(pdf: bytes) -> PdfUpdate:
        update = open_for_update(pdf)
        change(update)
        return update

    monkeypatch.setattr(forms.sealing, "open_for_update", opened)
    problem = problem_of(document(), evidence_for(document(), 1))
    assert problem in ("封印でページの内容が変わっています", "封印で書類の設定が変わっています")


def test_a_sealed_file_without_evidence_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms.sealing, "EVIDENCE_FILE", "something-else.json")
    pdf = document()
    assert problem_of(pdf, evidence_for(pdf, 1)) == "署名の証跡がありません"


def test_evidence_that_is_not_canonical_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Evidence, "to_json", lambda _: b'{"sheet": "x"}')
    pdf = document()
    assert problem_of(pdf, evidence_for(pdf, 1)) == "封印の中身を読めません"


def test_a_box_for_another_signer_holds_no_ink_of_its_own() -> None:
    pdf = document()
    box = SignatureBox(page=1, x=60, y=240, width=66, height=14, signer="spouse")
    sealed_slip = seal(pdf, None, None, box, town_key(), sheet="x", sealed_at=SEALED_AT)
    assert verify(sealed_slip, trusted()).intact
    assert BytesIO(sealed_slip).read().count(b"/XObject") == 0
