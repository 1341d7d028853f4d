"""What has no room on the first page goes on to the next, and nothing of it is lost."""

from datetime import date

import pypdfium2 as pdfium
import pytest

from tests.forms_household import household
from tests.forms_kit import (
    IDS,
    LAYOUTS,
    NAME_60,
    assert_inside,
    full,
    pages_of,
    render,
    squeezed,
    text_of,
)


def _lists(form: str) -> list[str]:
    """The lists of people and tasks a form has rows for, its further pages' among them."""
    more = LAYOUTS[form].continuation
    blocks = (*LAYOUTS[form].blocks, *(LAYOUTS[more].blocks if more else ()))
    named = ("member", "insured", "child", "card", "tasks", "next")
    return sorted({block.each for block in blocks if block.each in named})


@pytest.mark.parametrize("form", [form for form in IDS if _lists(form)])
def test_more_entries_than_places_go_on_without_losing_one(form: str) -> None:
    data = full(form, entries=13)
    marks = dict(zip(_lists(form), "甲乙丙丁戊己", strict=False))
    for name, mark in marks.items():
        for n in range(1, 14):
            for key in ("name", "title", "task"):
                if f"{name}.{n}.{key}" in data:
                    data[f"{name}.{n}.{key}"] = f"{mark}第{n:02d}号"
    text = squeezed(text_of(render(form, data)))
    wanted = range(LAYOUTS[form].starts_at, 14)
    for name, mark in marks.items():
        assert [n for n in wanted if f"{mark}第{n:02d}号" not in text] == [], name


def test_more_than_five_people_go_on_to_a_sheet_under_the_same_signature() -> None:
    data = household() | {
        "member.count": 7,
        "member.6.name": "GONZALEZ DE LA CRUZ MARIA FERNANDA",
        "member.6.kana": "ゴンサレス　デ　ラ　クルス　マリア　フェルナンダ",
        "member.6.birth": date(1994, 2, 17),
        "member.6.foreign": True,
        "member.7.name": "髙橋　陽翔",
        "member.7.birth": date(2024, 8, 1),
        "member.6.nationality": "ペルー",
    }
    rendered = render("A1", data)
    assert rendered.pages == 2
    assert [box.page for box in rendered.signature_boxes] == [1]
    second = pdfium.PdfDocument(rendered.pdf)[1].get_textpage().get_text_range()
    assert "1枚目の署名は、この続紙を含みます。" in second
    assert "8F3KQ7T2-01-1 の続き" in second
    assert "8F3KQ7T2-01-2" in second
    assert "1994" in second
    assert "平成" not in second
    assert "ペルー" in second
    assert "6番" in second
    assert "以下余白" in squeezed(second)


def test_a_sheet_that_goes_on_takes_as_many_as_fit() -> None:
    data = household() | {"child.count": 7}
    for n in range(3, 8):
        data |= {f"child.{n}.name": f"渡邉　第{n}子", f"child.{n}.birth": date(2015 + n, 5, n)}
    rendered = render("C6", data)
    assert rendered.pages == 2
    first, second = (squeezed(page.get_textpage().get_text_range()) for page in pages_of(rendered))
    assert [n for n in range(3, 8) if f"第{n}子" in first] == []
    assert [n for n in range(3, 8) if f"第{n}子" in second] == [3, 4, 5, 6, 7]
    assert "以下余白" in second
    assert {box.page for box in rendered.number_boxes if box.person == "child.7"} == {2}


def test_one_foreign_resident_among_few_people_still_brings_the_sheet() -> None:
    data = household() | {"member.2.foreign": True, "member.2.nationality": "ペルー"}
    assert render("A1", data).pages == 2
    assert render("A1", household()).pages == 1


def test_a_name_that_grows_its_row_pushes_the_last_person_to_the_next_sheet() -> None:
    data = household() | {"member.1.name": "GONZALEZ DE LA CRUZ MARIA FERNANDA CONCEPCION"}
    rendered = render("A1", data)
    assert rendered.pages == 2
    assert "𠮷﨑" in pdfium.PdfDocument(rendered.pdf)[1].get_textpage().get_text_range()


def test_a_signature_that_moves_to_a_further_page_is_named_there() -> None:
    data = full("B11", text=NAME_60)
    rendered = render("B11", data)
    signed = rendered.signature_boxes[0].page
    assert signed > 1
    for number, page in enumerate(pages_of(rendered), 1):
        text = page.get_textpage().get_text_range()
        assert "1枚目の署名は" not in text
        assert ("この紙の署名は" in text) == (number == signed)
        assert (f"{signed}枚目の署名は" in text) == (1 < number != signed)


def test_a_long_reason_grows_and_the_appeal_moves_to_the_next_page_whole() -> None:
    reason = "請求に係る児童については、父が受給者として認定されています。"
    data = full("C1-refused") | {"decision.reason": reason * 12}
    rendered = render("C1-refused", data)
    assert rendered.pages == 2
    first, second = (squeezed(page.get_textpage().get_text_range()) for page in pages_of(rendered))
    assert first.count(reason) == 12
    assert "不服の申立て" not in first
    assert "不服の申立て（教示）" in second
    assert "提起することができません。" in second


def test_a_reason_that_needs_a_page_leaves_the_rows_above_it_where_they_are() -> None:
    reason = "請求に係る児童については、父が受給者として認定されています。"
    data = full("refused") | {"decision.reason": reason * 30}
    rendered = render("refused", data)
    first, second, *_ = (
        squeezed(page.get_textpage().get_text_range()) for page in pages_of(rendered)
    )
    assert "申請の対象の人" in first
    assert "却下の理由" not in first
    assert second.count(reason) == 30
    assert "根拠となる規定" in second
    assert_inside(rendered, data)
