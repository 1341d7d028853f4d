"""Explanations of the forms (用紙の説明): where on the sheet, and the words in each language.

`resources/texts/gloss_places.toml` holds the places, the same for every language;
`resources/texts/<tag>/gloss.toml` the words. An explanation without words in a language is left
out; numbers follow the sheet from top to bottom.
"""

import tomllib
from dataclasses import dataclass
from functools import cache

from resources.loader import data_file
from ui.tablet.views import GlossItem, GlossPlace

_COMMON = "common"


@dataclass(frozen=True, slots=True)
class _Place:
    id: str
    place: GlossPlace


@cache
def places(form_id: str) -> tuple[_Place, ...]:
    """Places of a form, from top to bottom; none for a form without explanations."""
    with data_file("texts", "gloss_places.toml").open("rb") as source:
        tables = tomllib.load(source)
    found = []
    for row in tables.get(form_id, {}).get("item", ()):
        left, top, width, height = (float(length) for length in row["box"])
        x, y = row.get("mark", (left - 4, top + height / 2))
        place = GlossPlace(
            int(row.get("page", 1)), (float(x), float(y)), (left, top, width, height)
        )
        found.append(_Place(str(row["id"]), place))
    return tuple(found)


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


def form_title(form_id: str, tag: str) -> str:
    """Title of a form in a language; "" where nobody wrote one."""
    return _words(tag).get(form_id, {}).get("", ("", ""))[0]


def gloss(form_id: str, page: int, tag: str) -> tuple[GlossItem, ...]:
    """The explanations on one page of a form (counted from 1) in a language."""
    words = _words(tag)
    own, common = words.get(form_id, {}), words.get(_COMMON, {})
    items: list[GlossItem] = []
    number = 0
    for known in places(form_id):
        said = own.get(known.id) or common.get(known.id)
        if said is None:
            continue
        number += 1
        if known.place.page == page:
            items.append(GlossItem(number, said[0], said[1], known.place))
    return tuple(items)
