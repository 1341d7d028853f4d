"""Where the explanations of a form point (用紙の説明の位置): round the fields they speak of.

`resources/texts/gloss_fields.toml` names the fields, the same for every language; where they stand
comes with each document, since rows grow with what they say and what lies below moves.
"""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from counter_app.ports import FieldBox, SignatureBox, Written
from resources.loader import data_file
from ui.tablet.gloss_fields import fields_named
from ui.tablet.views import GlossPlace

_MARGIN_X: Final = 13.0
"""Where numbers stand beside fields that belong to the whole width of the body, mm."""
_RIGHT_FROM: Final = 120.0
_LABEL: Final = 24.0
"""Fields this far to the right have a label of their own, and their number stands before it."""
_APART: Final = 9.0
"""Least distance of two numbers below each other: their discs are as wide at the first size."""
_SIGNATURE: Final = "signature"


@dataclass(frozen=True, slots=True)
class Explained:
    """One explanation of a form: `keys` are the fields it speaks of, # any place in a list."""

    id: str
    keys: tuple[str, ...]

    @property
    def is_list(self) -> bool:
        return any("#" in key for key in self.keys)


@dataclass(frozen=True, slots=True)
class PlacedItem:
    """An explanation on a page of a document."""

    id: str
    keys: tuple[str, ...]
    place: GlossPlace


@cache
def explained() -> dict[str, tuple[Explained, ...]]:
    """The explanations of each form that has some, by form id, in the order of their numbers."""
    with data_file("texts", "gloss_fields.toml").open("rb") as source:
        tables = tomllib.load(source)
    return {
        form_id: tuple(Explained(name, tuple(keys)) for name, keys in table.items())
        for form_id, table in tables.items()
    }


def placed(
    form_id: str, written: Written, signatures: Sequence[SignatureBox]
) -> tuple[PlacedItem, ...]:
    """The explanations of a document, page by page; one whose fields are not there is left out.

    A list that goes on over pages is explained on each of them; what else comes again, in the
    head of a further page, is not.
    """
    found = [
        PlacedItem(item.id, item.keys, place)
        for item in explained().get(form_id, ())
        for place in _places(_boxes(item, written, signatures), every=item.is_list)
    ]
    return _apart(sorted(found, key=lambda item: item.place.page))


_Box = FieldBox | SignatureBox


def _boxes(
    item: Explained, written: Written, signatures: Sequence[SignatureBox]
) -> tuple[_Box, ...]:
    if item.id == _SIGNATURE:
        return tuple(signatures[:1])
    named = fields_named(*item.keys)
    return tuple(box for box in (*written.fields, *written.blanks) if named.match(box.key))


def _places(boxes: Sequence[_Box], *, every: bool) -> Iterator[GlossPlace]:
    """Round the boxes on every page or on the first of theirs."""
    pages = sorted({box.page for box in boxes})
    for page in pages if every else pages[:1]:
        here = [box for box in boxes if box.page == page]
        left, top = min(box.x for box in here), min(box.y for box in here)
        width = max(box.x + box.width for box in here) - left
        height = max(box.y + box.height for box in here) - top
        x = left - _LABEL if left >= _RIGHT_FROM else _MARGIN_X
        yield GlossPlace(page, (x, top + height / 2), (left, top, width, height))


def _apart(items: Sequence[PlacedItem]) -> tuple[PlacedItem, ...]:
    """Numbers that would lie on each other, the lower one further down."""
    lowest: dict[tuple[int, float], float] = {}
    marks = {}
    for item in sorted(items, key=lambda item: item.place.mark[1]):
        x, y = item.place.mark
        column = (item.place.page, x)
        lowest[column] = max(y, lowest.get(column, 0.0) + _APART)
        marks[item.id, item.place.page] = (x, lowest[column])
    return tuple(
        replace(item, place=replace(item.place, mark=marks[item.id, item.place.page]))
        for item in items
    )
