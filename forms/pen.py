"""What a cell needs to draw itself: the page, the values, and where to note what it drew."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import NoReturn

from counter_app.failures import CounterError, FailureCode
from counter_app.ports import FieldBox, NumberBox, SignatureBox
from forms.fitting import Fitted
from forms.fonts import Typeface, width
from forms.layout_model import Cell
from forms.sheet import MIDDLE, POINT, Box, Kept, Sheet
from forms.values import Values

DROP = 0.4
"""Values stand this far (mm) below the middle of their cell, so that a correction fits above."""


_MOST_KEPT = 4096


class Drawings:
    """What the cells of a form drew that is the same for everybody, for its next pages.

    Names, dates and addresses never come here: a cell says itself what it depends on.
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[Cell, Box, Hashable], Kept] = {}

    def draw(self, sheet: Sheet, key: tuple[Cell, Box, Hashable], draw: Callable[[], None]) -> bool:
        """Draw from memory, else by `draw` and remember; whether it was from memory."""
        known = self._kept.get(key)
        if known is not None:
            sheet.again(known)
            return True
        made = sheet.kept(draw)
        if made is not None and len(self._kept) < _MOST_KEPT:
            self._kept[key] = made
        return False


@dataclass(slots=True)
class Places:
    """Where signatures, numbers and values stand in a form; `blanks` are boxes left empty."""

    signatures: list[SignatureBox] = field(default_factory=list)
    numbers: list[NumberBox] = field(default_factory=list)
    fields: list[FieldBox] = field(default_factory=list)
    blanks: list[FieldBox] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Pen:
    """Draws text in boxes of one page."""

    sheet: Sheet
    values: Values
    page: int
    places: Places
    number_class: str = "never"
    drawings: Drawings | None = None
    on_blank_form: bool = False
    """On a town's own blank form nothing is drawn that stands on it already."""

    def note(self, key: str, box: Box) -> None:
        """Remember where the value of a key stands, or would stand."""
        if key:
            noted = self.places.fields if self.values.has(key) else self.places.blanks
            noted.append(FieldBox(key, self.page, box.x, box.y, box.width, box.height))

    def note_all(self, template: str, box: Box) -> None:
        """Remember where the values of a template stand."""
        for key in self.values.keys_in(template):
            self.note(key, box)

    def line(
        self,
        box: Box,
        text: str,
        size: float,
        typeface: Typeface,
        *,
        align: str = "left",
        drop: float = 0.0,
    ) -> None:
        """One line in the middle of the height; `drop` moves it down (mm)."""
        x = box.x
        if align != "left":
            spare = box.width - width(text, typeface) * size * POINT
            x += spare if align == "right" else spare / 2
        self.sheet.text(x, box.middle + MIDDLE * size * POINT + drop, text, size, typeface)

    def spread(self, box: Box, text: str, size: float, typeface: Typeface) -> None:
        """One line spread over the width (均等割付), as one text object."""
        natural = width(text, typeface) * size * POINT
        gaps = len(text) - 1
        if gaps == 0 or natural > box.width:
            self.line(box, text, size, typeface, align="centre")
            return
        spacing = (box.width - natural) / gaps
        self.sheet.text(
            box.x, box.middle + MIDDLE * size * POINT, text, size, typeface, spacing=spacing
        )

    def lines(
        self,
        box: Box,
        fitted: Fitted,
        typeface: Typeface,
        *,
        align: str = "left",
        drop: float = 0.0,
    ) -> None:
        """The lines of a fitted value, together in the middle of the box."""
        pitch = fitted.size * fitted.leading * POINT
        top = box.middle - pitch * len(fitted.lines) / 2
        for index, text in enumerate(fitted.lines):
            row = Box(box.x, top + pitch * index, box.width, pitch)
            self.line(row, text, fitted.size, typeface, align=align, drop=drop)


def refuse_too_long(where: str) -> NoReturn:
    """Stop the form: the value at `where` (a key) fits nowhere, and nothing is ever cut."""
    raise CounterError(FailureCode.FORM_VALUE_TOO_LONG, f"項目「{where}」の文字が欄に入りません")
