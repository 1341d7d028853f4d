"""Explanations of the forms (用紙の説明): the words in each language beside what they speak of.

`resources/texts/<tag>/gloss.toml` holds the words; `gloss_places` finds the fields on the sheet. An
explanation without words in a language is left out.
"""

import tomllib
from collections.abc import Sequence
from functools import cache

from counter_app.model.facts import CaseView
from counter_app.ports import SignatureBox, Written
from resources.loader import data_file
from ui.tablet.gloss_places import placed
from ui.tablet.gloss_values import values_of
from ui.tablet.texts import tongue
from ui.tablet.views import GlossItem

_COMMON = "common"
_ELSE = "en"
"""What is read where nobody has explained the forms in a language yet."""


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
    written: Written,
    signatures: Sequence[SignatureBox],
    town: str = "",
) -> tuple[GlossItem, ...]:
    """The explanations on one page of a document (counted from 1) in a language, or in English.

    `written` is what the document says and where; `town` is named where they speak of it.
    """
    words = _words(tag) or _words(_ELSE)
    own, common = words.get(form_id, {}), words.get(_COMMON, {})
    data = _on_page(written, page)
    items: list[GlossItem] = []
    numbers: dict[str, int] = {}
    for known in placed(form_id, written, signatures):
        said = own.get(known.id) or common.get(known.id)
        if said is None:
            continue
        number = numbers.setdefault(known.id, len(numbers) + 1)
        if known.place.page == page:
            text = said[1].replace("{town}", town)
            values = values_of(tongue(tag), known.id, known.keys, data)
            items.append(GlossItem(number, said[0], text, known.place, values))
    return tuple(items)


def _on_page(written: Written, page: int) -> CaseView:
    """What stands on a page, and how long its lists are."""
    here = {box.key for box in (*written.fields, *written.blanks) if box.page == page}
    return {k: v for k, v in written.values.items() if k in here or k.endswith(".count")}
