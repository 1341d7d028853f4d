"""Pages as pictures (画面用の画像): what the tablet and the preview show, and the digest of it."""

import hashlib
import struct
import zlib
from threading import Lock
from typing import Any

import pypdfium2 as pdfium

from counter_app.ports import PageImage
from forms.pdf_update import unreadable_pdf

PDFIUM = Lock()
"""PDFium is not safe for threads: one page is drawn at a time in a process."""

_PNG_LEVEL = 1  # zlib level: forms compress well anyway, and a resident is waiting


def page_images(pdf: bytes, *, width_px: int) -> tuple[PageImage, ...]:
    """Draw every page, `width_px` wide, with the ink of a signature if there is one.

    Each image is an 8-bit PNG (grey where the page has no colour, else RGB) and carries the
    SHA-256 of the pixels it shows. Raises CounterError PDF_UNREADABLE, ValueError for no width.
    """
    if width_px < 1:
        raise ValueError("a picture needs a width")
    with PDFIUM:
        try:
            document = pdfium.PdfDocument(pdf)
        except pdfium.PdfiumError as error:
            raise unreadable_pdf("PDFとして読めません") from error
        try:
            document.init_forms()  # PDFium draws signature fields as forms only
            return tuple(_image(document, index, width_px) for index in range(len(document)))
        except pdfium.PdfiumError as error:
            raise unreadable_pdf("ページを表示できません") from error
        finally:
            document.close()


def shown_digest(width: int, height: int, channels: int, pixels: bytes) -> str:
    """SHA-256 over size and pixels (rows from the top, no padding), as 64 hexadecimal digits."""
    digest = hashlib.sha256(struct.pack(">III", width, height, channels))
    digest.update(pixels)
    return digest.hexdigest()


def _image(document: Any, index: int, width_px: int) -> PageImage:
    page = document[index]
    try:
        # PDFium rounds sizes up; a hair less keeps the width asked for.
        scale = (width_px - 0.01) / page.get_width()
        bitmap = page.render(scale=scale, rev_byteorder=True)
        width, height = bitmap.width, bitmap.height
        channels, pixels = _packed(bytes(bitmap.buffer), width, height, bitmap.stride)
        bitmap.close()
    finally:
        page.close()
    return PageImage(
        page=index + 1,
        width=width,
        height=height,
        png=_png(width, height, channels, pixels),
        shown_digest=shown_digest(width, height, channels, pixels),
    )


def _packed(data: bytes, width: int, height: int, stride: int) -> tuple[int, bytes]:
    """Rows without padding, and one channel instead of three where no pixel has a colour."""
    row = width * 3
    if stride != row:
        data = b"".join(data[y * stride : y * stride + row] for y in range(height))
    red = data[0::3]
    return (1, red) if red == data[1::3] == data[2::3] else (3, data)


def _png(width: int, height: int, channels: int, pixels: bytes) -> bytes:
    """PNG (ISO/IEC 15948) of 8-bit grey or RGB pixels, every row unfiltered."""
    row = width * channels
    compressor = zlib.compressobj(_PNG_LEVEL)
    rows = b"".join(b"\x00" + pixels[start : start + row] for start in range(0, len(pixels), row))
    data = compressor.compress(rows) + compressor.flush()
    colour_type = 0 if channels == 1 else 2
    header = struct.pack(">IIBBBBB", width, height, 8, colour_type, 0, 0, 0)
    chunks = _chunk(b"IHDR", header) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def _chunk(kind: bytes, data: bytes) -> bytes:
    checksum = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)
