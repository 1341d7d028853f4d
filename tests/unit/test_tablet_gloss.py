"""Explanations of the forms: they point at the fields they speak of, whatever those say."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache

import pytest

from counter_app.model.facts import FieldValue
from counter_app.ports import FieldBox, RenderedForm, Written
from forms.layout_model import Layout
from forms.layouts import LayoutLibrary
from forms.renderer import FormRenderer
from resources.loader import data_file
from tests.forms_household import Data, everything, household, key_book
from ui.tablet import samples
from ui.tablet.gloss import form_title, gloss
from ui.tablet.gloss_places import PlacedItem, explained, placed
from ui.tablet.gloss_values import Said
from ui.tablet.page_view import SHEET_MM
from ui.tablet.texts import languages

TAGS = [language.tag for language in languages()]
FORMS = sorted(explained())
LONG = (
    "アンナ・マリア・フェルナンダ・ロドリゲス・デ・ラ・クルス・"
    "ゴンザレス・イ・フェルナンデス・サンティアゴ・デラロサ・マルケス"
)
"""A foreign resident's name in katakana, as long as any register holds."""
LENGTHS = [20, 60]


@cache
def renderer() -> FormRenderer:
    return FormRenderer()


@cache
def layouts() -> Mapping[str, Layout]:
    return LayoutLibrary().layouts


def drawn(form_id: str, data: Data) -> RenderedForm:
    return renderer().render(form_id, data, sheet=1, on=date(2026, 4, 3))


@cache
def rendered(form_id: str, entries: int) -> RenderedForm:
    return drawn(form_id, everything(layouts()[form_id], key_book(), text="見本", entries=entries))


@cache
def of_the_story(form_id: str) -> RenderedForm:
    return drawn(form_id, household())


@cache
def long_named(form_id: str, length: int) -> RenderedForm:
    """The story of a family whose names have this many characters."""
    names = (".name", ".kana", "new.head", "old.head")
    return drawn(
        form_id, {k: LONG[:length] if k.endswith(names) else v for k, v in household().items()}
    )


def written(form: RenderedForm, data: Data | None = None) -> Written:
    return Written(data or {}, form.fields, form.blanks)


def places(form: RenderedForm) -> tuple[PlacedItem, ...]:
    return placed(form.form_id, written(form), form.signature_boxes)


def boxes(form: RenderedForm) -> tuple[FieldBox, ...]:
    return (*form.fields, *form.blanks)


def within(box: FieldBox, item: PlacedItem) -> bool:
    left, top, width, height = item.place.box
    return (
        box.page == item.place.page
        and box.x >= left - 0.1
        and box.y >= top - 0.1
        and box.x + box.width <= left + width + 0.1
        and box.y + box.height <= top + height + 0.1
    )


def test_the_long_name_is_as_long_as_it_says() -> None:
    assert len(LONG) >= max(LENGTHS)


def test_every_form_a_resident_signs_has_explanations() -> None:
    signed = {form.id for form in renderer().forms() if form.signature != "none"}
    assert signed <= set(explained())


@pytest.mark.parametrize("form_id", FORMS)
def test_every_explanation_of_a_form_has_its_place(form_id: str) -> None:
    form = rendered(form_id, 3)
    assert {item.id for item in places(form)} == {item.id for item in explained()[form_id]}
    for item in places(form):
        here = {box.key for box in boxes(form) if within(box, item)}
        for key in item.keys:
            shape = re.escape(key).replace(r"\#", r"\d+") + ("" if key.endswith(".") else "$")
            assert any(re.match(shape, there) for there in here), (item.id, key)


@pytest.mark.parametrize("form_id", FORMS)
def test_a_frame_goes_round_the_same_fields_whatever_the_names(form_id: str) -> None:
    usual = of_the_story(form_id)
    framed = {item.id: {b.key for b in boxes(usual) if within(b, item)} for item in places(usual)}
    pages = {item.id: item.place.page for item in places(usual)}
    for length in LENGTHS:
        form = long_named(form_id, length)
        assert {item.id for item in places(form)} == set(framed)
        for item in places(form):
            page = [box for box in boxes(form) if box.page == item.place.page]
            here = {box.key for box in page if within(box, item)}
            assert here == {box.key for box in page} & framed[item.id], item
            assert here or item.id == "signature"
            assert item.place.page == pages[item.id] or form.pages > usual.pages


@pytest.mark.parametrize("form_id", FORMS)
def test_a_form_without_a_value_is_explained_at_its_empty_fields(form_id: str) -> None:
    blank = drawn(form_id, {})
    full = {item.id: item.place for item in places(rendered(form_id, 1))}
    for item in places(blank):
        assert item.place.page == full[item.id].page == 1, item
        assert item.place.box[0] == pytest.approx(full[item.id].box[0]), item


@pytest.mark.parametrize("form_id", FORMS)
def test_the_signature_is_explained_at_the_box_to_sign_in(form_id: str) -> None:
    for form in (of_the_story(form_id), long_named(form_id, 60)):
        found = [item.place for item in places(form) if item.id == "signature"]
        assert len(found) == len(form.signature_boxes) <= 1
        for place, box in zip(found, form.signature_boxes, strict=True):
            assert place.page == box.page
            assert place.box == pytest.approx((box.x, box.y, box.width, box.height))


@pytest.mark.parametrize("form_id", FORMS)
def test_numbers_lie_on_the_sheet_and_not_on_each_other(form_id: str) -> None:
    for form in (rendered(form_id, 1), of_the_story(form_id), long_named(form_id, 60)):
        spots = [(item.place.page, *item.place.mark) for item in places(form)]
        for at, (page, x, y) in enumerate(spots):
            assert 0 < x < SHEET_MM[0]
            assert 0 < y < SHEET_MM[1]
            for other, x2, y2 in spots[at + 1 :]:
                apart = (x - x2) ** 2 + (y - y2) ** 2
                assert page != other or apart > 7**2, (form_id, (x, y), (x2, y2))


@pytest.mark.parametrize("form_id", FORMS)
def test_no_frame_cuts_another(form_id: str) -> None:
    for form in (rendered(form_id, 3), of_the_story(form_id), long_named(form_id, 60)):
        found = places(form)
        for at, one in enumerate(found):
            for other in found[at + 1 :]:
                pair = (form_id, one.id, other.id)
                apart = not _meet(one, other) or pair == ("A1", "new_address", "head")
                assert one.place.page != other.place.page or apart, pair


def _meet(one: PlacedItem, other: PlacedItem) -> bool:
    (x, y, width, height), (x2, y2, width2, height2) = one.place.box, other.place.box
    across = min(x + width, x2 + width2) - max(x, x2)
    down = min(y + height, y2 + height2) - max(y, y2)
    return across > 0.1 and down > 0.1


def test_the_sheet_of_the_pictures_is_explained_where_its_fields_stand() -> None:
    shown = [item.place for item in samples.read_view("vi", samples.empty_sheet()).items]
    assert len(shown) == 8
    for place, real in zip(shown, places(of_the_story("A1")), strict=True):
        assert place.page == real.place.page
        assert place.box == pytest.approx(real.place.box)
        assert place.mark == pytest.approx(real.place.mark)


@pytest.mark.parametrize("tag", TAGS)
def test_a_language_explains_every_place_and_titles_every_form(tag: str) -> None:
    with data_file("texts", tag, "gloss.toml").open("rb") as source:
        words = tomllib.load(source)
    for form_id, known in explained().items():
        assert form_title(form_id, tag), (tag, form_id)
        for item in known:
            said = words.get(form_id, {}).get(item.id) or words["common"].get(item.id)
            assert said, (tag, form_id, item.id)
            assert said["title"]
            assert said["text"]


@pytest.mark.parametrize("tag", TAGS)
def test_no_explanation_is_left_over(tag: str) -> None:
    with data_file("texts", tag, "gloss.toml").open("rb") as source:
        words = tomllib.load(source)
    common = set(words.pop("common"))
    used = {form: {item.id for item in known} for form, known in explained().items()}
    assert common <= set().union(*used.values())
    for form_id, table in words.items():
        assert set(table) - {"title"} <= used[form_id], (tag, form_id)


def test_numbers_run_on_over_the_pages_of_a_form() -> None:
    form = rendered("A1", 3)
    pages = [
        gloss("A1", page, "vi", written(form), form.signature_boxes)
        for page in range(1, form.pages + 1)
    ]
    numbers = dict.fromkeys(item.number for items in pages for item in items)
    assert list(numbers) == list(range(1, len(explained()["A1"]) + 1))
    assert all(pages)


def test_a_list_that_goes_on_is_explained_again_under_its_number() -> None:
    data = everything(layouts()["B1"], key_book(), text="見本", entries=7)
    data |= {f"insured.{n}.name": f"子{n}" for n in range(1, 8)}
    form = drawn("B1", data)
    first, second = (
        gloss("B1", page, "vi", written(form, data), form.signature_boxes) for page in (1, 2)
    )
    (again,) = second
    before = next(item for item in first if item.title == again.title)
    assert again.number == before.number
    assert (before.place.page, again.place.page) == (1, 2)
    named = [value.text for item in (before, again) for value in item.values]
    assert named == [f"子{n}" for n in range(1, 8)]
    assert again.values
    held = {box.key for box in form.fields if box.page == 2 and box.key.startswith("insured.")}
    assert held
    _, top, _, height = again.place.box
    assert all(top <= b.y and b.y + b.height <= top + height for b in form.fields if b.key in held)


def test_a_form_without_explanations_has_none() -> None:
    form = of_the_story("slip")
    assert gloss("slip", 1, "vi", written(form), form.signature_boxes) == ()


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
    form = of_the_story("A1")
    (item, *_) = gloss("A1", 1, tag, written(form), form.signature_boxes, "丘町")
    assert "丘町" in item.text
    assert "{" not in item.text


def test_an_explanation_says_what_stands_in_its_field() -> None:
    data: dict[str, FieldValue] = {
        "case.moved_on": date(2026, 3, 28),
        "new.address": "乙県南郡Y町大字上原1234番地5",
        "new.postcode": "000-1234",
        "old.building": "グランドハイツ葛\U000e0102西　1102号室",
        "new.head": "渡邉\U000e010f　髙志",
        "member.1.name": "渡邉\U000e010f　髙志",
        "member.1.kana": "ワタナベ　タカシ",
        "member.1.birth": date(1991, 11, 5),
        "member.2.name": "NGUYEN THI LAN",
    }
    form = of_the_story("A1")
    items = gloss("A1", 1, "vi", written(form, data), form.signature_boxes, "Y町")
    shown = {item.title: item.values for item in items}
    assert shown["Ngày chuyển đến"] == (Said("28/3/2026"),)
    assert shown["Địa chỉ mới"] == (Said("乙県南郡Y町大字上原1234番地5", japanese=True),)
    old = "グランドハイツ葛\U000e0102西　1102号室"  # in its true glyphs, as on the sheet
    assert shown["Địa chỉ cũ"] == (Said(old, name=True, japanese=True),)
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
    form = drawn("consent", data)
    (receivers, *_) = gloss("consent", 1, "en", written(form, data), form.signature_boxes, "Y町")
    assert [value.text for value in receivers.values] == [
        "Electricity あおば電力: sent",
        "Gas みどりガス: not sent",
    ]
