"""Forms rendered for the tests, and their pages read back: text, and what stands in which box."""

import re
from datetime import date

import pypdfium2 as pdfium

from counter_app.ports import RenderedForm
from forms.layouts import LayoutLibrary
from forms.renderer import FormRenderer
from forms.sheet import POINT
from tests.forms_household import Data, everything, key_book

RENDERER = FormRenderer()
LAYOUTS = LayoutLibrary().layouts
IDS = sorted(LAYOUTS)
BOOK = key_book()
TODAY = date(2026, 4, 3)
KATAKANA = "アンナ・マリア・フェルナンダ・ロドリゲス"
NAME_60 = (KATAKANA + "・デ・ラ・クルス・ゴンザレス・イ・フェルナンデス・サンティアゴ・デラロサス")[
    :60
]


def render(form: str, data: Data, sheet: int = 1) -> RenderedForm:
    """A form on the day of the story."""
    return RENDERER.render(form, data, sheet=sheet, on=TODAY)


def text_of(form: RenderedForm) -> str:
    """What stands on its pages, as a reader extracts it."""
    document = pdfium.PdfDocument(form.pdf)
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return "\n".join(texts)


def squeezed(text: str) -> str:
    """A text without its spaces and line ends."""
    return re.sub(r"\s", "", text)


def full(form: str, text: str = "見本の値", entries: int = 3) -> Data:
    """A value for every place of a form."""
    return everything(LAYOUTS[form], BOOK, text=text, entries=entries)


def assert_on_paper(rendered: RenderedForm) -> None:
    """No character reaches the 4.5 mm at the edges that a printer leaves blank."""
    for page in pages_of(rendered):
        text, top = page.get_textpage(), page.get_height() * POINT
        for index in range(text.count_chars()):
            left, bottom, right, upper = (edge * POINT for edge in text.get_charbox(index))
            assert left >= 4.5
            assert right <= 210 - 4.5
            assert bottom >= 4.5
            assert upper <= top - 4.5


def assert_inside(rendered: RenderedForm, data: Data) -> None:
    """Each text value is found again, whole, between the edges of its own box."""
    document = pdfium.PdfDocument(rendered.pdf)
    checked = 0
    for box in rendered.fields:
        value = data.get(box.key)
        if not isinstance(value, str) or BOOK.kind(box.key) == "choice":
            continue
        page = document[box.page - 1]
        top = page.get_height()
        found = page.get_textpage().get_text_bounded(
            left=box.x / POINT,
            bottom=top - (box.y + box.height) / POINT,
            right=(box.x + box.width) / POINT,
            top=top - box.y / POINT,
        )
        assert squeezed(value) in squeezed(found), box.key
        checked += 1
    document.close()
    assert checked


def pages_of(rendered: RenderedForm):  # type: ignore[no-untyped-def]
    """Its pages, to be looked at."""
    return list(pdfium.PdfDocument(rendered.pdf))
