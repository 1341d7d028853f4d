"""Printed sheets as a scanner sees them, and files as a scanner writes them."""

import io
from datetime import date
from functools import cache

import pypdfium2 as pdfium
from PIL import Image

from forms.renderer import FormRenderer
from tests.forms_household import household

TODAY = date(2026, 4, 3)
FORMS = ("A1", "B1", "C1", "slip", "next-steps")


@cache
def pile() -> tuple[tuple[str, Image.Image], ...]:
    """Sheets of one case as a scanner sees them: 200 dpi, grey."""
    renderer = FormRenderer()
    sheets = []
    for number, form in enumerate(FORMS, start=1):
        rendered = renderer.render(form, household(), sheet=number, on=TODAY)
        document = pdfium.PdfDocument(rendered.pdf)
        for page in range(len(document)):
            picture = document[page].render(scale=200 / 72, grayscale=True).to_pil()
            sheets.append((f"8F3KQ7T2-{number:02d}-{page + 1}", picture))
        document.close()
    return tuple(sheets)


def sheet_picture(form: str, reference: str, number: int, *, dpi: int = 200) -> Image.Image:
    """The first page of one sheet as a scanner sees it, in grey."""
    data = {**household(), "case.reference": reference}
    document = pdfium.PdfDocument(FormRenderer().render(form, data, sheet=number, on=TODAY).pdf)
    try:
        picture: Image.Image = document[0].render(scale=dpi / 72, grayscale=True).to_pil()
        return picture.copy()
    finally:
        document.close()


def numbers() -> tuple[str, ...]:
    return tuple(number for number, _ in pile())


def saved(pictures: list[Image.Image], kind: str) -> bytes:
    """One file of a scanner. Pillow writes its settings into a picture, so it gets a copy."""
    file = io.BytesIO()
    first, *rest = (picture.copy() for picture in pictures)
    if rest:
        first.save(file, kind, save_all=True, append_images=rest)
    else:
        first.save(file, kind)
    return file.getvalue()
