"""Sealed sheets another hand wrote (代筆): the evidence, the page that shows it, older files."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image, ImageChops
from pyhanko.pdf_utils.reader import PdfFileReader

from counter_app.commands.verify import result_lines
from counter_app.model.document import EVIDENCE_FILE, Evidence, SignatureAct, document_digest
from counter_app.model.writing import OWN_HAND, Hand, Inability, Writing
from counter_app.ports import SignatureBox
from forms.page_images import page_images
from forms.renderer import FormRenderer
from forms.sealing import add_seal, seal
from forms.verification import verify
from tests.sealing_samples import (
    SEALED_AT,
    SIGNATURE_BOX,
    SIGNED_AT,
    SIGNER,
    act_over,
    document,
    town_key,
)

CLERK = Writing(Hand.BY_CLERK, "佐伯", "", Inability.HANDS, "", "大塚", True)
WIFE = Writing(Hand.BY_ATTENDANT, "渡邉\U000e010f\u3000美咲", "妻", Inability.SIGHT, read_out=True)
PAGE = document("first")
MARK_MM = 4.0


def act(writing: Writing) -> SignatureAct:
    return replace(act_over((PAGE, 1)), writing=writing)


def sealed(writing: Writing, box: SignatureBox = SIGNATURE_BOX) -> bytes:
    made = act(writing)
    proof = made.proof_for(document_digest(PAGE))
    return seal(PAGE, made, proof, box, town_key(), sheet="8F3KQ7T2-01-1", sealed_at=SEALED_AT)


def ink(data: bytes) -> Image.Image:
    """What the seal added to the page, black on white, 10 px a millimetre."""
    before, after = (
        Image.open(BytesIO(page_images(pdf, width_px=2100)[0].png)).convert("L")
        for pdf in (PAGE, data)
    )
    return ImageChops.difference(before, after)


def marked(data: bytes, top: float, bottom: float) -> tuple[float, float] | None:
    """From where to where (mm from the box's left) ink stands between two heights of the box."""
    box = SIGNATURE_BOX
    left, right = box.x * 10, (box.x + box.width) * 10
    strip = ink(data).crop((left, (box.y + top) * 10, right, (box.y + bottom) * 10))
    found = strip.getbbox()
    return None if found is None else (found[0] / 10, found[2] / 10)


@pytest.mark.parametrize("writing", [OWN_HAND, CLERK, WIFE])
def test_the_evidence_in_the_file_says_whose_hand_it_was(writing: Writing) -> None:
    data = sealed(writing)
    names = PdfFileReader(BytesIO(data)).root["/Names"]["/EmbeddedFiles"]["/Names"]
    assert names[0] == EVIDENCE_FILE
    evidence = Evidence.from_json(names[1].get_object()["/EF"]["/F"].data)
    assert evidence.act is not None
    assert evidence.act.writing == writing
    found = verify(data, (town_key().trusted,))
    assert found.intact
    assert found.writing == writing


def test_the_command_says_who_wrote_for_whom() -> None:
    found = verify(sealed(CLERK), (town_key().trusted,))
    assert (
        "代筆：佐伯（職員）が 渡邉\U000e010f 髙志 のために記名（手が不自由、立会い 大塚）"
        in result_lines(found)
    )
    own = verify(sealed(OWN_HAND), (town_key().trusted,))
    assert not [line for line in result_lines(own) if "代筆" in line]


def test_a_changed_writer_is_found() -> None:
    data = sealed(CLERK)
    assert "代筆" not in "".join(verify(data, (town_key().trusted,)).problems)
    # The evidence is compressed in the file, so a byte of it is changed where it lies.
    at = data.index(b"/EmbeddedFile")
    start = data.index(b"stream", at) + 20
    broken = data[:start] + bytes([data[start] ^ 1]) + data[start + 1 :]
    assert not verify(broken, (town_key().trusted,)).intact


@pytest.mark.parametrize("writing", [CLERK, WIFE])
def test_the_page_shows_who_wrote_above_the_strokes_and_all_in_the_box(writing: Writing) -> None:
    data = sealed(writing)
    assert marked(sealed(OWN_HAND), 0.1, 2.5) is None  # the signer's own strokes begin lower
    line = marked(data, 0.1, MARK_MM)
    assert line is not None
    assert 0.5 < line[0] < 1.5
    assert 20 < line[1] < SIGNATURE_BOX.width
    box = ink(data).getbbox()
    assert box is not None
    left, top, right, bottom = (value / 10 for value in box)
    assert SIGNATURE_BOX.x <= left < right <= SIGNATURE_BOX.x + SIGNATURE_BOX.width
    assert SIGNATURE_BOX.y <= top < bottom <= SIGNATURE_BOX.y + SIGNATURE_BOX.height


def test_a_long_name_is_set_smaller_and_stays_in_a_narrow_box() -> None:
    long = replace(WIFE, written_by="NGUYỄN THỊ THANH HƯƠNG GIANG", relation="同じ家に住む友人")
    narrow = replace(SIGNATURE_BOX, width=40)
    box = ink(sealed(long, narrow)).getbbox()
    assert box is not None
    assert narrow.x * 10 <= box[0] < box[2] <= (narrow.x + narrow.width) * 10 + 1
    assert narrow.y * 10 <= box[1]


def test_every_form_with_a_signature_has_room_for_both_lines() -> None:
    for form in FormRenderer().forms():
        made = FormRenderer().render(
            form.id, {"case.reference": "8F3KQ7T2"}, sheet=1, on=SIGNED_AT.date()
        )
        for box in made.signature_boxes:
            assert box.height >= 2 * MARK_MM, (form.id, box)


def test_a_file_sealed_before_another_hand_was_known_still_verifies() -> None:
    made = act(OWN_HAND)
    digest = document_digest(PAGE)
    old = Evidence(
        "8F3KQ7T2-01-1",
        digest,
        len(PAGE),
        SEALED_AT,
        made.seen_from(digest),
        made.proof_for(digest),
        version=1,
    )
    assert b"writing" not in old.to_json()
    found = verify(add_seal(PAGE, old, SIGNATURE_BOX, town_key()), (town_key().trusted,))
    assert found.intact
    assert (found.signer, found.writing) == (SIGNER, OWN_HAND)
