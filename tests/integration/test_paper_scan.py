"""A scanned pile: every sheet's barcode is read from pictures and PDFs as scanners make them."""

import random

import pytest
from PIL import Image, ImageDraw, ImageFilter

from counter_app.failures import CounterError, FailureCode
from forms.scan_reading import read_scan
from tests.paper_scans import numbers, pile, saved, sheet_picture


@pytest.mark.parametrize("kind", ["TIFF", "PDF"])
def test_a_pile_of_many_pages_is_read_in_its_order(kind: str) -> None:
    data = saved([picture for _, picture in pile()], kind)
    assert read_scan(data) == numbers()


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_of_one_sheet_is_read(kind: str) -> None:
    for number, picture in pile():
        assert read_scan(saved([picture], kind)) == (number,)


def test_sheets_lie_upside_down_askew_and_badly_scanned() -> None:
    chance = random.Random(7)
    for turn, (number, picture) in enumerate(pile()):
        askew = picture.rotate(
            chance.uniform(-3, 3), fillcolor=255, resample=Image.Resampling.BICUBIC
        )
        turned = askew.rotate((0, 90, 180, 270)[turn % 4], expand=True)
        faint = turned.point(lambda value: 60 + value * 3 // 5).filter(
            ImageFilter.GaussianBlur(0.6)
        )
        assert read_scan(saved([faint], "JPEG")) == (number,)


@pytest.mark.parametrize("reference", ["D1TNPRTA", "Z1Y2KSAA"])
@pytest.mark.parametrize("kind", ["TIFF", "JPEG"])
def test_bars_that_fall_between_the_pixels_of_200_dpi_are_read(reference: str, kind: str) -> None:
    picture = sheet_picture("E5", reference, 1)
    assert read_scan(saved([picture], kind)) == (f"{reference}-01-1",)


def test_bars_torn_by_a_coarse_scan_in_black_and_white_are_one_number() -> None:
    picture = sheet_picture("slip", "3S3E28JT", 99, dpi=150)
    black = picture.point(lambda value: 255 if value >= 128 else 0).convert("1")
    assert read_scan(saved([black], "PNG")) == ("3S3E28JT-99-1",)
    twice = Image.new("1", (black.width * 2, black.height), 1)
    twice.paste(black, (0, 0))
    twice.paste(black, (black.width, 0))
    assert read_scan(saved([twice], "PNG")) == ("3S3E28JT-99-1",) * 2


def test_two_sheets_beside_each_other_are_both_read() -> None:
    (one, left), (two, right) = pile()[:2]
    both = Image.new("L", (left.width + right.width, left.height), 255)
    both.paste(left, (0, 0))
    both.paste(right, (left.width, 0))
    assert sorted(read_scan(saved([both], "PNG"))) == sorted([one, two])


def test_a_sheet_without_readable_bars_is_told_and_a_blank_back_is_not() -> None:
    (number, picture) = pile()[0]
    torn = picture.copy()
    ImageDraw.Draw(torn).rectangle((torn.width // 2, 0, torn.width, torn.height // 14), fill=255)
    back = Image.new("L", picture.size, 250)
    data = saved([picture, back, torn], "TIFF")
    assert read_scan(data) == (number, "")


@pytest.mark.parametrize(
    "data", [b"", b"not a picture", b"%PDF-1.7 broken", b"\x89PNG\r\n\x1a\n broken", b"II*\x00"]
)
def test_a_file_that_is_no_scan_is_refused(data: bytes) -> None:
    with pytest.raises(CounterError) as refused:
        read_scan(data)
    assert refused.value.code is FailureCode.SCAN_UNREADABLE


def test_a_picture_cut_off_in_the_middle_is_refused() -> None:
    data = saved([pile()[0][1]], "PNG")
    with pytest.raises(CounterError) as refused:
        read_scan(data[: len(data) // 2])
    assert refused.value.code is FailureCode.SCAN_UNREADABLE
