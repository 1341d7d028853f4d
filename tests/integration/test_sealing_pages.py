"""Pages as pictures: what the tablet shows, and the digest of exactly that."""

import hashlib
import struct
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from counter_app.failures import CounterError, FailureCode
from forms.page_images import page_images
from tests.sealing_samples import document


@pytest.mark.parametrize("width", [1, 333, 720, 1240, 2480])
def test_a_page_is_as_wide_as_asked_and_keeps_its_shape(width: int) -> None:
    (image,) = page_images(document(), width_px=width)
    shown = Image.open(BytesIO(image.png))
    assert shown.size == (image.width, image.height)
    assert image.width == width
    assert abs(image.height - width * 841.89 / 595.28) <= 1


def test_pages_come_in_order_and_count_from_one() -> None:
    images = page_images(document("first", 3), width_px=400)
    assert [image.page for image in images] == [1, 2, 3]
    assert len({image.shown_digest for image in images}) == 3


def test_the_digest_is_over_the_pixels_that_the_png_holds() -> None:
    (image,) = page_images(document(), width_px=600)
    shown = Image.open(BytesIO(image.png))
    assert shown.mode == "L"
    size = struct.pack(">III", image.width, image.height, 1)
    assert hashlib.sha256(size + shown.tobytes()).hexdigest() == image.shown_digest


def test_a_coloured_page_keeps_its_colour() -> None:
    file = BytesIO()
    canvas = Canvas(file, pagesize=(100, 100))
    canvas.setFillColorRGB(1, 0, 0)
    canvas.rect(0, 50, 100, 50, fill=1, stroke=0)
    canvas.save()
    (image,) = page_images(file.getvalue(), width_px=100)
    shown = Image.open(BytesIO(image.png))
    assert shown.mode == "RGB"
    assert (shown.getpixel((50, 10)), shown.getpixel((50, 90))) == ((255, 0, 0), (255, 255, 255))


def test_another_text_is_another_digest_and_the_same_text_the_same() -> None:
    first, again, other = (
        page_images(document(text), width_px=600)[0].shown_digest
        for text in ("first", "first", "flrst")
    )
    assert first == again
    assert first != other


def test_many_threads_see_the_same_pages() -> None:
    documents = [document(f"thread {number % 4}", 2) for number in range(24)]
    expected = [page_images(pdf, width_px=300) for pdf in documents]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda pdf: page_images(pdf, width_px=300), documents))
    assert found == expected


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7\n", b"not a pdf", document()[:300]])
def test_what_is_no_pdf_is_reported(pdf: bytes) -> None:
    with pytest.raises(CounterError) as caught:
        page_images(pdf, width_px=100)
    assert caught.value.code is FailureCode.PDF_UNREADABLE


def test_a_picture_without_a_width_is_our_bug() -> None:
    with pytest.raises(ValueError, match="width"):
        page_images(document(), width_px=0)
