"""Renders a form from its layout file and the data of a case: the way in for the product."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from counter_app.failures import CounterError, FailureCode
from counter_app.model.facts import FieldValue
from counter_app.ports import FormSummary, RenderedForm
from forms.barcode import sheet_reference
from forms.blocks import draw_block
from forms.embedding import FontStart
from forms.eras import plain_date
from forms.flow import Page, arrange, fits
from forms.fonts import Typeface, forget, shape
from forms.guides import draw_guides
from forms.layout_model import Layout
from forms.layouts import LayoutLibrary
from forms.margins import draw_blank_below, draw_footer, draw_header
from forms.pen import Drawings, Pen, Places
from forms.sheet import Document, Sheet
from forms.tongues import without_unset_gloss
from forms.values import Values

_WATERMARK = "見本"


_EVERYWHERE = (
    (Typeface.GOTHIC, "0123456789ABCDEFGHJKMNPQRSTVWXYZ-/ ()書類番号年月日火水木金土"),
    (Typeface.MINCHO, "0123456789令和平成昭和元"),
)
"""What nearly every filled form shows besides its own words: dates, weekdays, the 書類番号."""


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What all documents of a form share: its own words in its fonts, and what they draw."""

    starts: tuple[FontStart, ...]
    drawings: Drawings


class _Numbers(NamedTuple):
    """Place of the sheet in the reception, page, pages, and the page with the signature."""

    sheet: int
    page: int
    pages: int
    signed_on: int = 1


class FormRenderer:
    """Draws forms (帳票). With `watermark`, 見本 lies under every page."""

    def __init__(self, *, watermark: bool = False, folder: Path | None = None) -> None:
        self._watermark = watermark
        self._library = LayoutLibrary(folder)
        self._forms: dict[Layout, _Prepared] = {}

    def forms(self) -> tuple[FormSummary, ...]:
        """Every form there is a layout for, in the order of their ids."""
        return self._summaries

    @cached_property
    def _summaries(self) -> tuple[FormSummary, ...]:
        # Asked for at each page a resident turns; looking through every cell takes 13 ms.
        layouts = sorted(self._library.layouts.values(), key=lambda layout: layout.id)
        return tuple(
            FormSummary(
                id=layout.id,
                title=layout.title,
                short=layout.short or layout.title,
                edition=layout.edition,
                number_class=layout.number_class,
                signature=layout.signature,
                per_person=layout.speaks_of("subject"),
            )
            for layout in layouts
        )

    def to_confirm(self) -> frozenset[str]:
        """Forms that nobody has compared with the town's own yet."""
        return frozenset(
            form for form, layout in self._library.layouts.items() if not layout.verified
        )

    def render(
        self, form_id: str, data: Mapping[str, FieldValue], *, sheet: int = 1, on: date
    ) -> RenderedForm:
        """One form as PDF. `sheet` is its place in the reception (the FF of the barcode).

        What the data lacks stays blank; the same data give the same bytes. The edition is the one
        in force `on` the day, that of filing.
        """
        layouts = self._in_force(form_id, on)
        try:
            return self._rendered(layouts, layouts[form_id], data, sheet, on)
        finally:
            forget()

    def guides(self, form_id: str, *, on: date) -> bytes:
        """The blank form with its boxes and their keys on a grid of millimetres, as PDF."""
        layouts = self._in_force(form_id, on)
        layout, values = layouts[form_id], Values({})
        pages = arrange(layouts, layout, values)
        document = Document(layout.title, f"{layout.id} {layout.edition}", on)
        for number, page in enumerate(pages, 1):
            surface = self._surface(document, page, number)
            self._draw_page(surface, page, values, Places(), _Numbers(1, number, len(pages)), None)
            draw_guides(surface, page, values)
            document.add(surface)
        return document.pdf()

    def _in_force(self, form_id: str, day: date) -> dict[str, Layout]:
        layouts = self._library.on(day)
        if form_id not in layouts:
            written = {known.lower(): known for known in layouts}
            near = difflib.get_close_matches(form_id[:40].lower(), written, 1)
            meant = f"。{written[near[0]]} ではありませんか" if near else ""
            raise CounterError(
                FailureCode.FORM_UNKNOWN,
                f"{plain_date(day)}に使える帳票「{form_id[:40]}」はありません{meant}",
            )
        return layouts

    def _surface(self, document: Document, page: Page, number: int) -> Sheet:
        """An empty page, on the town's blank form where the layout has one."""
        background = self._library.background(page.layout)
        return Sheet(document, background.page(number) if background is not None else None)

    def _rendered(
        self,
        layouts: Mapping[str, Layout],
        layout: Layout,
        data: Mapping[str, FieldValue],
        sheet: int,
        on: date,
    ) -> RenderedForm:
        values = _with_flags(layout, _own_values(layout, data, sheet, on))
        prepared = self._prepared(layouts, layout)
        pages = arrange(layouts, layout, values)
        document = Document(layout.title, f"{layout.id} {layout.edition}", on, prepared.starts)
        places, signed_on = Places(), _signed_on(pages)
        for number, page in enumerate(pages, 1):
            numbers = _Numbers(sheet, number, len(pages), signed_on)
            self._draw(document, page, values, places, numbers, prepared.drawings)
        return RenderedForm(
            form_id=layout.id,
            title=layout.title,
            edition=layout.edition,
            pdf=document.pdf(),
            pages=len(pages),
            signature_boxes=tuple(places.signatures),
            number_boxes=tuple(places.numbers),
            fields=tuple(places.fields),
            blanks=tuple(places.blanks),
        )

    def _prepared(self, layouts: Mapping[str, Layout], layout: Layout) -> _Prepared:
        """The form drawn blank, once: the codes of its own words are those of every document."""
        if layout not in self._forms:
            blank = Document(layout.title, "", layout.valid_from)
            values = Values({})
            pages = arrange(layouts, layout, values)
            for number, page in enumerate(pages, 1):
                self._draw(blank, page, values, Places(), _Numbers(1, number, len(pages)), None)
            for typeface, words in _EVERYWHERE:
                blank.font(shape(words, typeface)[0].family).shown(shape(words, typeface))
            self._forms[layout] = _Prepared(blank.starts(), Drawings())
        return self._forms[layout]

    def _draw(
        self,
        document: Document,
        page: Page,
        values: Values,
        places: Places,
        numbers: _Numbers,
        drawings: Drawings | None,
    ) -> None:
        surface = self._surface(document, page, numbers.page)
        self._draw_page(surface, page, values, places, numbers, drawings)
        document.add(surface)

    def _draw_page(
        self,
        surface: Sheet,
        page: Page,
        values: Values,
        places: Places,
        numbers: _Numbers,
        drawings: Drawings | None,
    ) -> None:
        sheet_number, number, total, signed_on = numbers
        if self._watermark:
            surface.watermark(_WATERMARK)
        pen = Pen(
            surface,
            values,
            number,
            places,
            page.layout.number_class,
            drawings,
            on_blank_form=bool(page.layout.background),
        )
        draw_header(pen, page.layout, sheet_number, signed_on=signed_on)
        for placed in page.blocks:
            draw_block(pen, placed)
        draw_blank_below(pen, page)
        draw_footer(pen, page.layout, sheet_number, total)


def _signed_on(pages: tuple[Page, ...]) -> int:
    """The page with the signature; the first for a form that has none."""
    signed = (
        number
        for number, page in enumerate(pages, 1)
        for placed in page.blocks
        for line in placed.lines
        if any(cell.kind == "signature" for cell in line.row.cells)
    )
    return next(signed, 1)


_PERSONAL = (
    "filer.",
    "member.",
    "head.",
    "subject.",
    "new.",
    "old.",
    "addressee.",
    "reception.addressee",
)


def _own_values(
    layout: Layout, data: Mapping[str, FieldValue], sheet: int, on: date
) -> dict[str, FieldValue]:
    """The data and what the renderer knows; under 支援措置 a take-home sheet names nobody."""
    values = without_unset_gloss({"form.printed_on": on, **data})
    _add_foreign_residents(values)
    reference = data.get("case.reference")
    if isinstance(reference, str) and reference:
        values["form.first_page"] = sheet_reference(reference, sheet, 1)
    if layout.hides_protected and data.get("protected"):
        return {key: value for key, value in values.items() if not key.startswith(_PERSONAL)}
    return values


def _with_flags(layout: Layout, own: dict[str, FieldValue]) -> Values:
    """The values, and for each block with `beyond` whether it cannot hold its own."""
    limited = [block for block in layout.blocks if block.beyond]
    within = Values(own | dict.fromkeys((block.beyond for block in limited), False))
    flags = {block.beyond: not fits(block, within) for block in limited}
    return Values(own | flags) if flags else within


_FOREIGN_KEYS = (
    "nationality",
    "alias",
    "residence_kind",
    "residence_status",
    "residence_period",
    "residence_until",
    "residence_card",
)


def _add_foreign_residents(values: dict[str, FieldValue]) -> None:
    """The list `foreigner` from the members it speaks of, each with the number of their row."""
    members = values.get("member.count")
    if "foreigner.count" in values or not isinstance(members, int):
        return
    found = [n for n in range(1, members + 1) if values.get(f"member.{n}.foreign") is True]
    for place, n in enumerate(found, 1):
        values[f"foreigner.{place}.place"] = f"{n}番"
        for key in _FOREIGN_KEYS:
            if f"member.{n}.{key}" in values:
                values[f"foreigner.{place}.{key}"] = values[f"member.{n}.{key}"]
    if found:
        values["foreigner.count"] = len(found)
