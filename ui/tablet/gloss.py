"""Explanations of the forms (用紙の説明): where on the sheet, and the words in each language.

`resources/texts/gloss_places.toml` holds the places, the same for every language;
`resources/texts/<tag>/gloss.toml` the words. A form prints more or fewer rows for larger or
smaller households, and what lies below moves; the place of the signature box tells which variant
lies on the table. An explanation without words in a language is left out.
"""

import tomllib
from dataclasses import dataclass
from functools import cache

from counter_app.model.facts import CaseView
from resources.loader import data_file
from ui.tablet.gloss_values import values_of
from ui.tablet.texts import tongue
from ui.tablet.views import GlossItem, GlossPlace

_COMMON = "common"
_ELSE = "en"
"""What is read where nobody has explained the forms in a language yet."""


@dataclass(frozen=True, slots=True)
class PlacedItem:
    """An explanation of a form and where it belongs; `keys` are the fields its box frames."""

    id: str
    place: GlossPlace
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Variant:
    """A form as printed with a number of rows; `signature` is the top of its box in mm."""

    signature: float
    items: tuple[PlacedItem, ...]


@cache
def variants() -> dict[str, tuple[Variant, ...]]:
    """The variants of each form that has explanations, by form id."""
    with data_file("texts", "gloss_places.toml").open("rb") as source:
        tables = tomllib.load(source)
    return {
        form_id: tuple(
            Variant(float(row["signature"]), tuple(_item(item) for item in row["item"]))
            for row in rows
        )
        for form_id, rows in tables.items()
    }


def _item(row: dict[str, object]) -> PlacedItem:
    box, at = row["box"], row["mark"]
    assert isinstance(box, list)
    assert isinstance(at, list)
    left, top, width, height = (float(length) for length in box)
    place = GlossPlace(
        int(str(row["page"])), (float(at[0]), float(at[1])), (left, top, width, height)
    )
    keys = row.get("keys", [])
    assert isinstance(keys, list)
    return PlacedItem(str(row["id"]), place, tuple(str(key) for key in keys))


def items_of(form_id: str, signature: float) -> tuple[PlacedItem, ...]:
    """Places of the form whose signature box begins nearest to `signature` (mm)."""
    known = variants().get(form_id, ())
    if not known:
        return ()
    return min(known, key=lambda variant: abs(variant.signature - signature)).items


@cache
def _words(tag: str) -> dict[str, dict[str, tuple[str, str]]]:
    """Form id → item id → title and text; the title of the form itself stands under ""."""
    path = data_file("texts", tag, "gloss.toml")
    if not path.is_file():
        return {}
    with path.open("rb") as source:
        tables = tomllib.load(source)
    words: dict[str, dict[str, tuple[str, str]]] = {}
    for form_id, table in tables.items():
        own = words[form_id] = {"": (str(table.get("title", "")), "")}
        for name, item in table.items():
            if isinstance(item, dict):
                own[name] = (str(item["title"]), str(item.get("text", "")))
    return words


def own_form_title(form_id: str, tag: str) -> str:
    """Title of a form in a language; "" where that does not explain it."""
    return _words(tag).get(form_id, {}).get("", ("", ""))[0]


def form_title(form_id: str, tag: str) -> str:
    """Title of a form in a language, or in English; "" for a form without explanations."""
    return own_form_title(form_id, tag) or own_form_title(form_id, _ELSE)


def gloss(
    form_id: str,
    page: int,
    tag: str,
    signature: float,
    town: str = "",
    data: CaseView | None = None,
) -> tuple[GlossItem, ...]:
    """The explanations on one page of a form (counted from 1) in a language, or in English.

    `town` is named where they speak of it; with `data` they say what the fields hold.
    """
    words = _words(tag) or _words(_ELSE)
    own, common = words.get(form_id, {}), words.get(_COMMON, {})
    items: list[GlossItem] = []
    number = 0
    for known in items_of(form_id, signature):
        said = own.get(known.id) or common.get(known.id)
        if said is None:
            continue
        number += 1
        if known.place.page == page:
            text = said[1].replace("{town}", town)
            values = values_of(tongue(tag), known.id, known.keys, data) if data else ()
            items.append(GlossItem(number, said[0], text, known.place, values))
    return tuple(items)
