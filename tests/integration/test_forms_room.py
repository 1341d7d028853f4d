"""Long names, addresses and values stay whole in their boxes, on every form."""

import pytest

from forms.sheet import POINT
from tests.forms_household import Data, household
from tests.forms_kit import IDS, NAME_60, assert_inside, assert_on_paper, full, pages_of, render


def test_a_label_with_a_long_value_makes_its_row_taller() -> None:
    members = "1・2・3・5・7・9・11・13・15・17・19・21・23の人"
    data = household() | {"registry.1.members": members}
    rendered = render("A1", data)
    assert_inside(rendered, data)


LENGTHS = (1, 7, 15, 16, 23, 31, 44, 60)


@pytest.mark.parametrize("form", ["A1", "B1", "C1", "A4", "C4", "consent", "B7", "B11", "E1", "E5"])
@pytest.mark.parametrize("length", LENGTHS)
def test_no_name_or_address_leaves_its_cell(form: str, length: int) -> None:
    name = ("渡邉\U000e010f　髙" * 20)[: length + length // 4]
    data = household() | {"dog.count": 1, "card.count": 1}
    for key in list(data):
        if key.endswith(".name"):
            data[key] = name
        elif key.endswith(".kana"):
            data[key] = "ワタナベ　"[:5] * (length // 5) + "ワ" * (length % 5 or 1)
        elif key.endswith((".address", ".building")):
            data[key] = "乙県南郡Y町大字上原1234番地5"[: max(1, length % 17)] * (length // 17 + 1)
    for who in ("subject", "card.1", "head", "guardian", "user"):
        data[f"{who}.name"], data[f"{who}.kana"] = name, "ワ" * length
    data["filer.name"] = name
    assert_inside(render(form, data), data)


SHORT = {"number": "0403-017", "place": "6番", "postcode": "000-1234", "sender_title": "Y町長"}
"""What is never long in life: numbers, the place of a row, the office above a name."""


@pytest.mark.parametrize("form", IDS)
@pytest.mark.parametrize("length", [3, 12, 25, 40, 60])
def test_no_value_of_up_to_60_characters_stops_a_form_or_leaves_its_cell(
    form: str, length: int
) -> None:
    text = ("渡邉\U000e010f町1番　" * 20)[:length]
    data = full(form, text=text, entries=2)
    for key, value in data.items():
        if value == text:
            data[key] = SHORT.get(key.rpartition(".")[2], text)
    rendered = render(form, data)
    assert_inside(rendered, data)
    assert_on_paper(rendered)


def test_the_household_fits_its_forms_and_every_value_stands_in_its_box() -> None:
    data = household()
    for form in ("A1", "B1", "C1", "consent"):
        rendered = render(form, data)
        assert rendered.pages == 1
        assert_inside(rendered, data)


def test_a_long_sender_moves_what_stands_below_it() -> None:
    tops = []
    for sender in ("北川　正藏", NAME_60):
        data = full("C17-school") | {"decision.sender_name": sender}
        rendered = render("C17-school", data)
        assert_inside(rendered, data)
        text = pages_of(rendered)[0].get_textpage()
        at, _ = text.search("転入学通知書").get_next()
        tops.append(297 - text.get_charbox(at)[3] * POINT)
        (box,) = [box for box in rendered.fields if box.key == "decision.sender_name"]
        assert box.y + box.height < tops[-1]
    assert tops[0] < tops[1]


@pytest.mark.parametrize(
    ("form", "data", "last", "title"),
    [
        ("A1-continuation", {"new.head": NAME_60}, "の続き", "住民異動届"),
        (
            "next-steps",
            {"reception.number": "0403-017", "reception.addressee": f"{NAME_60}　様"},
            "様",
            "これからの手続き",
        ),
    ],
)
def test_words_above_a_title_take_three_lines_and_stay_clear_of_it(
    form: str, data: Data, last: str, title: str
) -> None:
    rendered = render(form, {"case.reference": "8F3KQ7T2"} | data)
    assert_on_paper(rendered)
    text = pages_of(rendered)[0].get_textpage()
    foot = text.get_charbox(text.search(last).get_next()[0])[1]
    assert foot > text.get_charbox(text.search(title).get_next()[0])[3]
