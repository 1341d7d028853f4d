"""Reads the barcodes of a scanned pile (束のスキャン): pictures, TIFFs of many pages, PDFs.

A page without a readable barcode gives an empty text, so that a sheet nobody can identify never
passes unseen; the blank back of a sheet gives nothing.
"""

import io
from collections.abc import Iterator
from typing import Final

import pypdfium2 as pdfium
import zxingcpp
from PIL import Image, ImageSequence, UnidentifiedImageError

from counter_app.failures import CounterError, FailureCode
from forms.page_images import PDFIUM

_DPI: Final = 300
"""Resolution PDF pages are drawn at; the narrowest bar (0.254 mm) is three pixels then."""

_LONG_SIDE: Final = 3508  # pixels of the long side of A4 at 300 dpi

_ENLARGED: Final = 2

_DARK: Final = 128
_BLANK: Final = 0.0005
"""Share of dark pixels below which a page is the blank back of a sheet: dust, no line of text."""


def read_scan(data: bytes) -> tuple[str, ...]:
    """The text of every Code 128 in the file, page by page, from top to bottom.

    Raises CounterError SCAN_UNREADABLE for a file that is neither a picture nor a PDF.
    """
    return tuple(text for page in _pages(data) for text in _texts(page))


def _texts(page: Image.Image) -> tuple[str, ...]:
    found = _codes(page)
    if found or sum(page.histogram()[:_DARK]) <= page.width * page.height * _BLANK:
        return found
    # At 200 dpi a bar is two pixels and one in seven references falls between them: the page is
    # made black and white before it is read. Twice as large, a grey pixel is still half a bar.
    larger = (page.width * _ENLARGED, page.height * _ENLARGED)
    return _codes(page.resize(larger, Image.Resampling.BICUBIC)) or ("",)


def _codes(page: Image.Image) -> tuple[str, ...]:
    # Made for each page: one that lives as long as the module is reported as a leak at the end.
    formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.Code128)
    found = zxingcpp.read_barcodes(page, formats=formats, try_invert=False)
    found.sort(key=lambda code: (code.position.top_left.y, code.position.top_left.x))
    once: list[zxingcpp.Barcode] = []
    for code in found:
        if not any(code.text == other.text and _one_piece(code, other) for other in once):
            once.append(code)
    return tuple(code.text for code in once)


def _one_piece(one: zxingcpp.Barcode, other: zxingcpp.Barcode) -> bool:
    """Whether two finds lie so near that they are parts of one code: bars torn by a coarse scan."""
    boxes = (_box(one), _box(other))
    thickness = max(min(right - left, below - above) for left, above, right, below in boxes)
    (left, above, right, below), (left_2, above_2, right_2, below_2) = boxes
    apart = max(left - right_2, left_2 - right, above - below_2, above_2 - below)
    return apart <= thickness


def _box(code: zxingcpp.Barcode) -> tuple[int, int, int, int]:
    place = code.position
    corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    xs, ys = [corner.x for corner in corners], [corner.y for corner in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _pages(data: bytes) -> Iterator[Image.Image]:
    try:
        if data.startswith(b"%PDF-"):
            yield from _pdf_pages(data)
        else:
            with Image.open(io.BytesIO(data)) as picture:
                for frame in ImageSequence.Iterator(picture):
                    yield frame.convert("L")
    except (
        pdfium.PdfiumError,
        UnidentifiedImageError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
        OSError,
        ValueError,
        SyntaxError,  # Pillow raises it for some broken PNGs
    ) as error:
        raise CounterError(FailureCode.SCAN_UNREADABLE) from error


def _pdf_pages(data: bytes) -> Iterator[Image.Image]:
    with PDFIUM:
        document = pdfium.PdfDocument(data)
        try:
            count = len(document)
            pages = []
            for index in range(count):
                page = document[index]
                # A scanner may write its pixels as points: no page is drawn larger than A4 at 300.
                scale = min(_DPI / 72, _LONG_SIDE / max(page.get_size()))
                pages.append(page.render(scale=scale, grayscale=True).to_pil().convert("L"))
                page.close()
        finally:
            document.close()
    yield from pages
