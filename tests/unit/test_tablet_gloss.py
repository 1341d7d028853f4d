"""Explanations of the forms: they point at the fields they speak of, in every variant."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache

import pytest

from counter_app.model.facts import FieldValue
from counter_app.ports import FieldBox, RenderedForm
from forms.layout_model import Layout
from forms.layouts import LayoutLibrary
from forms.renderer import FormRenderer
from resources.loader import data_file
from tests.forms_household import everything, household, key_book
from ui.tablet.gloss import form_title, gloss, items_of, variants
from ui.tablet.gloss_values import Said
from ui.tablet.page_view import SHEET_MM
from ui.tablet.texts import languages

TAGS = [language.tag for language in languages()]
NEAR_MM = 1.5


@cache
def renderer() -> FormRenderer:
    return FormRenderer()


@cache
def layouts() -> Mapping[str, Layout]:
    return LayoutLibrary().layouts


@cache
def rendered(form_id: str, entries: int) -> RenderedForm:
    data = everything(layouts()[form_id], key_book(), text="見本", entries=entries)
    return renderer().render(form_id, data, sheet=1, on=date(2026, 4, 3))


@cache
def of_the_story(form_id: str) -> RenderedForm:
    return renderer().render(form_id, household(), sheet=1, on=date(2026, 4, 3))


def top_of_signature(form: RenderedForm) -> float:
    return next((box.y for box in form.signature_boxes), 0.0)


def fields_of(form: RenderedForm, page: int, keys: tuple[str, ...]) -> list[FieldBox]:
    pattern = "|".join(
        re.escape(key).replace(r"\#", r"\d+") + ("" if key.endswith(".") else "$") for key in keys
    )
    return [box for box in form.fields if box.page == page and re.match(pattern, box.key)]


def test_every_form_a_resident_signs_has_explanations() -> None:
    signed = {form.id for form in renderer().forms() if form.signature != "none"}
    assert signed <= set(variants())


@pytest.mark.parametrize("form_id", sorted(variants()))
@pytest.mark.parametrize("entries", [1, 3, 5])
def test_a_box_frames_the_fields_it_speaks_of(form_id: str, entries: int) -> None:
    _check(rendered(form_id, entries))


@pytest.mark.parametrize("form_id", sorted(variants()))
def test_a_box_frames_the_fields_of_the_story_too(form_id: str) -> None:
    _check(of_the_story(form_id))


def _check(form: RenderedForm) -> None:
    for item in items_of(form.form_id, top_of_signature(form)):
        left, top, width, height = item.place.box
        found = fields_of(form, item.place.page, item.keys) if item.keys else []
        for field in found:
            inside = (
                field.x >= left - NEAR_MM
                and field.y >= top - NEAR_MM
                and field.x + field.width <= left + width + NEAR_MM
                and field.y + field.height <= top + height + NEAR_MM
            )
            assert inside, f"{form.form_id}.{item.id}: {field} is outside {item.place.box}"
        if item.id == "signature":
            box = form.signature_boxes[0]
            assert abs(box.y - top) < NEAR_MM, f"{form.form_id}: {box}"


@pytest.mark.parametrize("form_id", sorted(variants()))
def test_every_key_is_a_field_of_its_form(form_id: str) -> None:
    form = rendered(form_id, 3)
    for item in items_of(form_id, top_of_signature(form)):
        for key in item.keys:
            assert fields_of(form, item.place.page, (key,)), f"{form_id}.{item.id}: {key}"


@pytest.mark.parametrize("form_id", sorted(variants()))
def test_marks_and_boxes_lie_on_the_sheet(form_id: str) -> None:
    for variant in variants()[form_id]:
        for item in variant.items:
            left, top, width, height = item.place.box
            x, y = item.place.mark
            assert left >= 0
            assert left + width <= SHEET_MM[0]
            assert top >= 0
            assert top + height <= SHEET_MM[1]
            assert 0 < x < SHEET_MM[0]
            assert 0 < y < SHEET_MM[1]


@pytest.mark.parametrize("form_id", sorted(variants()))
def test_marks_do_not_lie_on_each_other(form_id: str) -> None:
    for variant in variants()[form_id]:
        spots = [(item.place.page, *item.place.mark) for item in variant.items]
        for at, (page, x, y) in enumerate(spots):
            for other, x2, y2 in spots[at + 1 :]:
                apart = (x - x2) ** 2 + (y - y2) ** 2
                assert page != other or apart > 7**2, (form_id, (x, y), (x2, y2))


@pytest.mark.parametrize("tag", TAGS)
def test_a_language_explains_every_place_and_titles_every_form(tag: str) -> None:
    with data_file("texts", tag, "gloss.toml").open("rb") as source:
        words = tomllib.load(source)
    for form_id, known in variants().items():
        assert form_title(form_id, tag), (tag, form_id)
        for variant in known:
            for item in variant.items:
                said = words.get(form_id, {}).get(item.id) or words["common"].get(item.id)
                assert said, (tag, form_id, item.id)
                assert said["title"]
                assert said["text"]


@pytest.mark.parametrize("tag", TAGS)
def test_no_explanation_is_left_over(tag: str) -> None:
    with data_file("texts", tag, "gloss.toml").open("rb") as source:
        words = tomllib.load(source)
    common = set(words.pop("common"))
    used = {form: {i.id for v in known for i in v.items} for form, known in variants().items()}
    assert common <= set().union(*used.values())
    for form_id, table in words.items():
        assert set(table) - {"title"} <= used[form_id], (tag, form_id)


def test_numbers_run_on_over_the_pages_of_a_form() -> None:
    form = rendered("A1", 3)
    first = gloss("A1", 1, "vi", top_of_signature(form))
    second = gloss("A1", 2, "vi", top_of_signature(form))
    numbers = [item.number for item in (*first, *second)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert second


def test_the_place_of_the_signature_tells_the_variant() -> None:
    small, large = rendered("A1", 3), of_the_story("A1")
    notes = {
        form.signature_boxes[0].y: next(
            item.place.box for item in items_of("A1", top_of_signature(form)) if item.id == "notes"
        )
        for form in (small, large)
    }
    assert len(set(notes.values())) == 2


def test_a_form_without_explanations_has_none() -> None:
    assert gloss("slip", 1, "vi", 0.0) == ()


# --- what the fields say --------------------------------------------------------------------------


def texts_of(tag: str) -> list[str]:
    with data_file("texts", tag, "gloss.toml").open("rb") as source:
        tables = tomllib.load(source)
    return [
        item["text"]
        for _, table in sorted(tables.items())
        for _, item in sorted(table.items())
        if isinstance(item, dict)
    ]


@pytest.mark.parametrize("tag", TAGS)
def test_every_language_leaves_the_town_open_at_the_same_places(tag: str) -> None:
    own, japanese = texts_of(tag), texts_of("ja")
    assert [re.findall(r"\{\w*\}", t) for t in own] == [re.findall(r"\{\w*\}", t) for t in japanese]
    (item, *_) = gloss("A1", 1, tag, 224.3, "丘町")
    assert "丘町" in item.text
    assert "{" not in item.text


def test_an_explanation_says_what_stands_in_its_field() -> None:
    data: dict[str, FieldValue] = {
        "case.moved_on": date(2026, 3, 28),
        "new.address": "乙県南郡Y町大字上原1234番地5",
        "new.postcode": "000-1234",
        "new.head": "渡邉\U000e010f　髙志",
        "member.1.name": "渡邉\U000e010f　髙志",
        "member.1.kana": "ワタナベ　タカシ",
        "member.1.birth": date(1991, 11, 5),
        "member.2.name": "NGUYEN THI LAN",
    }
    shown = {i.title: i.values for i in gloss("A1", 1, "vi", 224.3, "Y町", data)}
    assert shown["Ngày chuyển đến"] == (Said("28/3/2026"),)
    assert shown["Địa chỉ mới"] == (Said("乙県南郡Y町大字上原1234番地5"),)
    assert shown["Chủ hộ"] == (Said("渡邉\U000e010f　髙志", name=True),)
    assert [v.text for v in shown["Người chuyển đến"]] == [
        "渡邉\U000e010f　髙志",
        "NGUYEN THI LAN",
    ]
    assert shown["Ghi thêm"] == ()


def test_a_consent_refused_for_gas_alone_is_said_so_in_the_language() -> None:
    data: dict[str, FieldValue] = {"consent.receiver.count": 3}
    for number, (kind, name, sent) in enumerate(
        (("電気", "あおば電力", True), ("ガス", "みどりガス", False), ("水道", "水道企業団", None)),
        1,
    ):
        data |= {f"consent.receiver.{number}.kind": kind, f"consent.receiver.{number}.name": name}
        if sent is not None:
            data[f"consent.receiver.{number}.send"] = sent
    (receivers, *_) = gloss("consent", 1, "en", 246.5, "Y町", data)
    assert [value.text for value in receivers.values] == [
        "Electricity あおば電力: sent",
        "Gas みどりガス: not sent",
    ]
