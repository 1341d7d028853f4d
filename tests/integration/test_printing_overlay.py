"""Drawing the individual number onto the page that goes to the printer."""

import traceback
from dataclasses import replace
from io import BytesIO

import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageChops
from reportlab.pdfgen.canvas import Canvas

import forms.overlay
from counter_app.failures import CounterError, FailureCode
from counter_app.model.numbers import individual_number_check_digit
from counter_app.ports import NumberBox
from forms.overlay import carries_number, draw_number
from forms.page_images import page_images
from tests.sealing_samples import NUMBER_BOX, document

MM = 72 / 25.4


def made_up(first_eleven: bytes) -> bytearray:
    check = individual_number_check_digit(first_eleven)
    return bytearray(first_eleven + bytes([0x30 + check]))


FIRST = made_up(b"98765432101")
SECOND = made_up(b"20304050607")


def drawn(pdf: bytes, boxes: tuple[NumberBox, ...], number: bytearray = FIRST) -> bytes:
    return draw_number(pdf, boxes, memoryview(number))


def digits_in(pdf: bytes, box: NumberBox) -> list[str]:
    """The digit whose middle lies in each of the twelve cells."""
    with pdfium.PdfDocument(pdf) as opened:
        page = opened[box.page - 1]
        top = page.get_height()
        text = page.get_textpage()
        cells = [""] * 12
        for index in range(text.count_chars()):
            left, low, right, high = text.get_charbox(index)
            x, y = (left + right) / 2 / MM, (top - (low + high) / 2) / MM
            inside = box.x <= x < box.x + box.width and box.y <= y < box.y + box.height
            character = text.get_text_range(index, 1)
            if inside and character.isdigit():
                cells[int((x - box.x) / box.width * 12)] += character
        return cells


def test_each_digit_stands_in_its_cell() -> None:
    assert digits_in(drawn(document(), (NUMBER_BOX,)), NUMBER_BOX) == list(FIRST.decode())


def test_digits_stand_in_the_middle_of_their_cells() -> None:
    before, after = (
        Image.open(BytesIO(page_images(pdf, width_px=2100)[0].png)).convert("L")
        for pdf in (_blank(), drawn(_blank(), (NUMBER_BOX,)))
    )
    for cell in range(12):
        left = (NUMBER_BOX.x + cell * 5) * 10
        area = (int(left), int(NUMBER_BOX.y * 10), int(left + 50), int(NUMBER_BOX.y * 10 + 70))
        ink = ImageChops.difference(before.crop(area), after.crop(area)).getbbox()
        assert ink is not None
        assert abs((ink[0] + ink[2]) / 2 - 25) < 4
        assert abs((ink[1] + ink[3]) / 2 - 35) < 4


def test_the_asterisks_are_covered_and_the_rules_between_the_cells_stay() -> None:
    masked = Image.open(BytesIO(page_images(document(), width_px=2100)[0].png)).convert("L")
    boxed = Image.open(BytesIO(page_images(_boxed(), width_px=2100)[0].png)).convert("L")
    assert ImageChops.difference(masked, boxed).getbbox() is not None  # asterisks are there
    over_masked, over_boxed = (
        page_images(drawn(pdf, (NUMBER_BOX,)), width_px=2100)[0].shown_digest
        for pdf in (document(text=""), _boxed(text=", page 1"))
    )
    assert over_masked == over_boxed


def test_several_boxes_and_pages_get_the_number_each() -> None:
    boxes = (
        NUMBER_BOX,
        replace(NUMBER_BOX, y=150),
        replace(NUMBER_BOX, page=3, y=30),
    )
    printed = drawn(document("first", 3), boxes)
    assert [digits_in(printed, box) for box in boxes] == [list(FIRST.decode())] * 3
    assert digits_in(printed, replace(NUMBER_BOX, page=2)) == [""] * 12


def test_a_second_persons_number_leaves_the_first() -> None:
    spouse = replace(NUMBER_BOX, y=150, person="spouse")
    printed = drawn(drawn(document(), (NUMBER_BOX,)), (spouse,), SECOND)
    assert digits_in(printed, NUMBER_BOX) == list(FIRST.decode())
    assert digits_in(printed, spouse) == list(SECOND.decode())


def test_a_page_that_leaves_its_drawing_state_behind_does_not_move_the_digits() -> None:
    file = BytesIO()
    canvas = Canvas(file, pagesize=(210 * MM, 297 * MM), invariant=1)
    canvas.translate(40, 90)
    canvas.scale(2, 3)
    canvas.showPage()
    canvas.save()
    assert digits_in(drawn(file.getvalue(), (NUMBER_BOX,)), NUMBER_BOX) == list(FIRST.decode())


def test_the_document_stays_as_it_was_and_the_number_lies_behind_it() -> None:
    printed = drawn(document(), (NUMBER_BOX,))
    assert printed.startswith(document())
    assert carries_number(printed)
    assert not carries_number(document())


def test_without_a_box_nothing_is_added() -> None:
    assert drawn(document(), ()) == document()


def test_the_number_is_read_and_neither_changed_nor_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[bytearray] = []
    compose = forms.overlay._with_placeholders

    def remembered(pdf: bytes, boxes: tuple[NumberBox, ...]) -> bytearray:
        made.append(compose(pdf, boxes))
        return made[-1]

    monkeypatch.setattr(forms.overlay, "_with_placeholders", remembered)
    number = bytearray(FIRST)
    printed = drawn(document(), (NUMBER_BOX,), number)
    assert number == FIRST
    assert len(made[0]) == len(printed)
    assert not any(made[0])  # the working copy is wiped


@pytest.mark.parametrize("number", [b"", b"12345678901", b"1234567890123", b"12345678901X"])
def test_what_is_not_twelve_digits_is_refused_without_being_repeated(number: bytes) -> None:
    with pytest.raises(ValueError, match="twelve") as caught:
        drawn(document(), (NUMBER_BOX,), bytearray(number))
    told = "".join(traceback.format_exception_only(caught.value))
    assert not number or number.decode() not in told


def test_a_box_off_the_page_is_refused_without_telling_the_number() -> None:
    for box in (replace(NUMBER_BOX, x=200), replace(NUMBER_BOX, page=9)):
        with pytest.raises(ValueError, match="page") as caught:
            drawn(document(), (box,))
        assert FIRST.decode() not in str(caught.value)


def test_what_is_no_pdf_is_reported() -> None:
    with pytest.raises(CounterError) as caught:
        drawn(b"%PDF-1.4 nothing", (NUMBER_BOX,))
    assert caught.value.code is FailureCode.PDF_UNREADABLE


def _blank() -> bytes:
    file = BytesIO()
    canvas = Canvas(file, pagesize=(210 * MM, 297 * MM), invariant=1)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def _boxed(text: str = "first, page 1") -> bytes:
    """The sample document without its asterisks."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=(595.2755905511812, 841.8897637795277), invariant=1)
    canvas.drawString(60, 780, text)
    cell = NUMBER_BOX.width / 12 * MM
    for place in range(12):
        y = 841.8897637795277 - (NUMBER_BOX.y + NUMBER_BOX.height) * MM
        canvas.rect(NUMBER_BOX.x * MM + place * cell, y, cell, NUMBER_BOX.height * MM)
    canvas.save()
    return file.getvalue()
