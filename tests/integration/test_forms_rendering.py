"""Forms as they leave the printer: text, bars and boxes of rendered pages."""

import re
from datetime import date
from itertools import pairwise

import pypdfium2 as pdfium
import pytest
import zxingcpp
from barcode.codex import Code128

from counter_app.failures import CounterError, FailureCode
from counter_app.ports import RenderedForm
from forms.flow import arrange
from forms.layouts import LayoutLibrary
from forms.renderer import FormRenderer
from forms.sheet import POINT
from forms.values import Values
from tests.forms_household import FAMILY, Data, everything, household, key_book

RENDERER = FormRenderer()
LAYOUTS = LayoutLibrary().layouts
IDS = sorted(LAYOUTS)
BOOK = key_book()
NEVER = [form for form in IDS if LAYOUTS[form].number_class == "never"]
TODAY = date(2026, 4, 3)
PATH = pdfium.raw.FPDF_PAGEOBJ_PATH


def _render(form: str, data: Data, sheet: int = 1) -> RenderedForm:
    return RENDERER.render(form, data, sheet=sheet, on=TODAY)


def _text(form: RenderedForm) -> str:
    document = pdfium.PdfDocument(form.pdf)
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return "\n".join(texts)


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def _full(form: str, text: str = "見本の値", entries: int = 3) -> Data:
    return everything(LAYOUTS[form], BOOK, text=text, entries=entries)


@pytest.mark.parametrize("form", IDS)
def test_a_form_prints_blank(form: str) -> None:
    rendered = _render(form, {})
    assert rendered.pages == 1
    assert rendered.fields == ()
    assert rendered.blanks
    assert "＊" not in _text(rendered)
    assert "以下余白" not in _squeezed(_text(rendered)) or form == "A1-continuation"


@pytest.mark.parametrize("form", IDS)
def test_a_form_prints_full_with_every_value_extractable(form: str) -> None:
    data = _full(form)
    rendered = _render(form, data)
    text = _squeezed(_text(rendered))
    places = {box.key for box in rendered.fields}
    assert places
    for key in places:
        value = data[key]
        if isinstance(value, str) and BOOK.kind(key) != "choice":
            assert _squeezed(value) in text, key


def test_a_box_is_noted_filled_or_blank_and_where_it_stands() -> None:
    building = "old.building"
    filled, blank = _render("A1", household()), _render("A1", household() | {building: ""})
    (there,) = (box for box in filled.fields if box.key == building)
    assert building not in {box.key for box in filled.blanks}
    assert there in blank.blanks
    assert {box.key for box in filled.fields} - {box.key for box in blank.fields} == {building}


def test_the_longest_day_of_moving_out_stands_on_one_line() -> None:
    for day, said in (
        (date(2026, 3, 28), "令和8年3月28日"),
        (date(2028, 12, 31), "令和10年12月31日"),
    ):
        text = _text(_render("C1", household() | {"case.planned_move_out": day}))
        assert f"転出 {said}" in text


@pytest.mark.parametrize("form", IDS)
def test_the_same_data_give_the_same_bytes(form: str) -> None:
    data = _full(form)
    other = FormRenderer().render(form, dict(reversed(data.items())), on=TODAY)
    assert _render(form, data).pdf == other.pdf


@pytest.mark.parametrize("form", IDS)
def test_every_page_carries_its_bars_at_300_dpi(form: str) -> None:
    rendered = _render(form, _full(form), sheet=7)
    document = pdfium.PdfDocument(rendered.pdf)
    for number, page in enumerate(document, 1):
        corner = page.render(scale=300 / 72, crop=(400, 780, 0, 0), grayscale=True).to_pil()
        read = [result.text for result in zxingcpp.read_barcodes(corner)]
        assert read == [f"8F3KQ7T2-07-{number}"]
    document.close()


def test_the_bars_have_their_quiet_zones_and_end_at_the_right_of_the_body() -> None:
    page = _pages(_render("A1", household()))[0]
    scale = 600 / 72
    picture = page.render(scale=scale, grayscale=True).to_pil()
    row = picture.crop((0, int(12 / POINT * scale), picture.width, int(12 / POINT * scale) + 1))
    dark = [x for x in range(row.width) if x > 100 / POINT * scale and row.getpixel((x, 0)) < 128]
    first, last = dark[0] / scale * POINT, (dark[-1] + 1) / scale * POINT
    assert last == pytest.approx(198 - 2.54, abs=0.1)
    assert last - first == pytest.approx(len(Code128("8F3KQ7T2-01-1").build()[0]) * 0.254, abs=0.1)
    # nothing else in the quiet zone, from the top of the bars to their foot
    zone = (198 - 2.54 + 0.1, 8.6, 198, 17.6)
    left, top, right, bottom = (int(edge / POINT * scale) for edge in zone)
    assert picture.crop((left, top, right, bottom)).getextrema() == (255, 255)


def test_a_spread_label_stands_between_the_edges_of_its_cell() -> None:
    text = _pages(_render("A1", {}))[0].get_textpage()
    for words, left, right in (
        ("届出年月日", 120, 140),
        ("届出の種類", 18, 42),
        ("異動の範囲", 18, 42),
    ):
        at, count = text.search(words).get_next()
        edges = [text.get_charbox(at + place) for place in range(count)]
        assert min(edge[0] for edge in edges) * POINT == pytest.approx(left + 2.2, abs=0.6)
        assert max(edge[2] for edge in edges) * POINT == pytest.approx(right - 2.2, abs=0.6)


def test_trimmed_marks_extract_as_written_and_do_not_overlap() -> None:
    data = _full("C1-refused") | {"appeal.authority": "乙県知事"}
    text = _pages(_render("C1-refused", data))[0].get_textpage()
    assert "できません。）。" in _squeezed(text.get_text_range())
    at, count = text.search("。）。").get_next()
    edges = [text.get_charbox(at + place, loose=False) for place in range(count)]
    assert all(edge[2] <= after[0] + 0.01 for edge, after in pairwise(edges))


def test_a_label_with_a_long_value_makes_its_row_taller() -> None:
    members = "1・2・3・5・7・9・11・13・15・17・19・21・23の人"
    data = household() | {"registry.1.members": members}
    rendered = _render("A1", data)
    _assert_inside(rendered, data)


@pytest.mark.parametrize("form", NEVER)
def test_a_form_of_the_class_never_does_not_name_the_number(form: str) -> None:
    cases: tuple[Data, ...] = ({}, _full(form), household())
    for data in cases:
        rendered = _render(form, data)
        assert "個人番号" not in _squeezed(_text(rendered))
        assert rendered.number_boxes == ()


@pytest.mark.parametrize("form", IDS)
def test_more_entries_than_places_go_on_without_losing_one(form: str) -> None:
    data = _full(form, entries=13)
    lists = {
        block.each
        for block in (*LAYOUTS[form].blocks, *_continuation_blocks(form))
        if block.each and block.each in ("member", "insured", "child", "card", "tasks", "next")
    }
    first = LAYOUTS[form].starts_at
    for name in lists:
        for n in range(1, 14):
            for key in ("name", "title", "task"):
                if f"{name}.{n}.{key}" in data:
                    data[f"{name}.{n}.{key}"] = f"第{n:02d}号"
    text = _text(_render(form, data))
    for name in lists:
        assert [n for n in range(first, 14) if f"第{n:02d}号" not in text] == [], name


def _continuation_blocks(form: str):  # type: ignore[no-untyped-def]
    more = LAYOUTS[form].continuation
    return LAYOUTS[more].blocks if more else ()


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
    _assert_inside(_render(form, data), data)


SHORT = {"number": "0403-017", "place": "6番", "postcode": "000-1234", "sender_title": "Y町長"}
"""What is never long in life: numbers, the place of a row, the office above a name."""


@pytest.mark.parametrize("form", IDS)
@pytest.mark.parametrize("length", [3, 12, 25, 40, 60])
def test_no_value_of_up_to_60_characters_stops_a_form_or_leaves_its_cell(
    form: str, length: int
) -> None:
    text = ("渡邉\U000e010f町1番　" * 20)[:length]
    data = _full(form, text=text, entries=2)
    for key, value in data.items():
        if value == text:
            data[key] = SHORT.get(key.rpartition(".")[2], text)
    rendered = _render(form, data)
    _assert_inside(rendered, data)
    _assert_on_paper(rendered)


def _assert_on_paper(rendered: RenderedForm) -> None:
    for page in _pages(rendered):
        text, top = page.get_textpage(), page.get_height() * POINT
        for index in range(text.count_chars()):
            left, bottom, right, upper = (edge * POINT for edge in text.get_charbox(index))
            assert left >= 4.5
            assert right <= 210 - 4.5
            assert bottom >= 4.5
            assert upper <= top - 4.5


def _assert_inside(rendered: RenderedForm, data: Data) -> None:
    """Each text value is found again, whole, between the edges of its own box."""
    document = pdfium.PdfDocument(rendered.pdf)
    checked = 0
    for box in rendered.fields:
        value = data.get(box.key)
        if not isinstance(value, str) or BOOK.kind(box.key) == "choice":
            continue
        page = document[box.page - 1]
        top = page.get_height()
        found = page.get_textpage().get_text_bounded(
            left=box.x / POINT,
            bottom=top - (box.y + box.height) / POINT,
            right=(box.x + box.width) / POINT,
            top=top - box.y / POINT,
        )
        assert _squeezed(value) in _squeezed(found), box.key
        checked += 1
    document.close()
    assert checked


def test_the_household_fits_its_forms_and_every_value_stands_in_its_box() -> None:
    data = household()
    for form in ("A1", "B1", "C1", "consent"):
        rendered = _render(form, data)
        assert rendered.pages == 1
        _assert_inside(rendered, data)


def test_names_extract_with_their_selectors_and_above_the_basic_plane() -> None:
    text = _text(_render("A1", household()))
    assert f"{FAMILY}\u3000髙志" in text
    assert "𠮷﨑\u3000シヅ" in text


def test_spread_labels_extract_as_written() -> None:
    text = _text(_render("A1", household()))
    for words in ("世帯主", "筆頭者", "届出年月日", "住民票コード", "方書", "電話"):
        assert words in text


def test_the_sandbox_watermark_lies_under_every_page() -> None:
    sample = FormRenderer(watermark=True).render("A1", _full("A1", entries=7), on=TODAY)
    assert (
        _text(sample).count("見本") - _text(_render("A1", _full("A1", entries=7))).count("見本")
        == sample.pages
    )


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
    rendered = _render("A1", data)
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
    assert "以下余白" in _squeezed(second)


def test_a_sheet_that_goes_on_takes_as_many_as_fit() -> None:
    data = household() | {"child.count": 7}
    for n in range(3, 8):
        data |= {f"child.{n}.name": f"渡邉　第{n}子", f"child.{n}.birth": date(2015 + n, 5, n)}
    rendered = _render("C6", data)
    assert rendered.pages == 2
    first, second = (_squeezed(page.get_textpage().get_text_range()) for page in _pages(rendered))
    assert [n for n in range(3, 8) if f"第{n}子" in first] == []
    assert [n for n in range(3, 8) if f"第{n}子" in second] == [3, 4, 5, 6, 7]
    assert "以下余白" in second
    assert {box.page for box in rendered.number_boxes if box.person == "child.7"} == {2}


def test_one_foreign_resident_among_few_people_still_brings_the_sheet() -> None:
    data = household() | {"member.2.foreign": True, "member.2.nationality": "ペルー"}
    assert _render("A1", data).pages == 2
    assert _render("A1", household()).pages == 1


def test_a_name_that_grows_its_row_pushes_the_last_person_to_the_next_sheet() -> None:
    data = household() | {"member.1.name": "GONZALEZ DE LA CRUZ MARIA FERNANDA CONCEPCION"}
    rendered = _render("A1", data)
    assert rendered.pages == 2
    assert "𠮷﨑" in pdfium.PdfDocument(rendered.pdf)[1].get_textpage().get_text_range()


def test_numbers_are_asterisks_where_the_law_asks_and_the_vault_is_told_where() -> None:
    rendered = _render("B1", household())
    people = [box.person for box in rendered.number_boxes]
    assert people == ["head", "insured.1", "insured.2", "insured.3", "insured.4"]
    assert _text(rendered).count("＊") == 12 * len(people)
    for box in rendered.number_boxes:
        assert box.width == pytest.approx(60)
        assert box.height == pytest.approx(7)


def test_a_number_that_may_stay_blank_is_blank_unless_the_case_says_so() -> None:
    data = _full("B16") | {"subject.number_used": False}
    assert _render("B16", data).number_boxes == ()
    data["subject.number_used"] = True
    assert [box.person for box in _render("B16", data).number_boxes] == ["subject"]


def test_signature_boxes_are_large_enough_to_sign() -> None:
    for form in IDS:
        for box in _render(form, {}).signature_boxes:
            assert box.width >= 66
            assert box.height >= 12


def test_a_form_to_sign_has_one_signature_and_others_none() -> None:
    for form in IDS:
        wanted = LAYOUTS[form].signature != "none" and not LAYOUTS[form].is_continuation
        assert len(_render(form, {}).signature_boxes) == int(wanted), form


NOTICES = [form for form in IDS if any(block.beyond for block in LAYOUTS[form].blocks)]
KATAKANA = "アンナ・マリア・フェルナンダ・ロドリゲス"
LATIN = "MARIA FERNANDA RODRIGUEZ DE LA CRUZ GONZALEZ"
NAME_60 = (KATAKANA + "・デ・ラ・クルス・ゴンザレス・イ・フェルナンデス・サンティアゴ・デラロサス")[
    :60
]
ADDRESS = "乙県南郡Y町大字上原字中央通り東1234番地の5の678"
ADDRESS_60 = (ADDRESS + "西上原公園前駅東口再開発街区東棟北側旧国鉄官舎跡地" * 2)[:60]
BUILDING = "グランドハイツ葛西上原公園前　1102号室"


def _addressed(form: str, name: str, address: str, building: str = "") -> Data:
    own: Data = {
        "addressee.postcode": "000-1234",
        "addressee.address": address,
        "addressee.building": building,
        "addressee.name": f"{name}　様",
    }
    return _full(form) | own


def _window(page: pdfium.PdfPage) -> tuple[str, list[float]]:
    """What stands in the place of the address, and its sizes; nothing else may stand near it."""
    text, top = page.get_textpage(), page.get_height()
    words, sizes = [], []
    for index in range(text.count_chars()):
        left, bottom, right, upper = (edge * POINT for edge in text.get_charbox(index))
        character = text.get_text_range(index, 1).strip()
        if character and right < 112 and top * POINT - upper < 60:
            assert left >= 24.9
            assert right <= 87.1
            assert top * POINT - upper >= 12.9
            assert top * POINT - bottom <= 36.1
            words.append(character)
            sizes.append(pdfium.raw.FPDFText_GetFontSize(text.raw, index))
    return "".join(words), sizes


@pytest.mark.parametrize(
    ("name", "address", "building"),
    [
        ("GONZALEZ DE LA CRUZ", ADDRESS, BUILDING),
        (KATAKANA, "乙県南郡Y町大字上原1234番地5", "ハイツ髙﨑　203号室"),
        (KATAKANA, ADDRESS, BUILDING),
        (KATAKANA, ADDRESS_60, BUILDING),
        (LATIN, ADDRESS_60, BUILDING),
        (NAME_60, "乙県南郡Y町大字上原1234番地5", "ハイツ髙﨑　203号室"),
        ("髙" * 60, ADDRESS, ""),
        ("髙橋　陽翔", "大" * 60, "小" * 20),
    ],
    ids=["latin", "20", "20+28", "20+80", "latin+80", "60", "60 alike", "80"],
)
def test_the_window_holds_the_whole_addressee_and_nothing_else_stands_there(
    name: str, address: str, building: str
) -> None:
    data = _addressed("C1-refused", name, address, building)
    words, sizes = _window(_pages(_render("C1-refused", data))[0])
    assert words == _squeezed(f"〒000-1234{address}{building}{name}様")
    assert min(sizes) >= 9


@pytest.mark.parametrize("form", NOTICES)
def test_an_addressee_the_window_cannot_hold_goes_onto_a_label(form: str) -> None:
    data = _addressed(form, NAME_60, ADDRESS_60, BUILDING)
    rendered = _render(form, data)
    assert rendered.pdf == _render(form, dict(reversed(data.items()))).pdf
    pages = _pages(rendered)
    words, _ = _window(pages[0])
    assert words == _squeezed(f"住所は別紙（宛名票）のとおり{NAME_60}様")
    (label,) = [page for page in pages if "切り取って" in page.get_textpage().get_text_range()]
    on_label = _squeezed(label.get_textpage().get_text_range())
    assert _squeezed(f"〒000-1234{ADDRESS_60}{BUILDING}{NAME_60}様") in on_label
    _assert_inside(rendered, data)
    usual = _render(form, _addressed(form, KATAKANA, ADDRESS, BUILDING))
    assert "宛名票" not in _text(usual)


def test_an_address_no_page_can_hold_stops_the_notice_without_naming_it() -> None:
    data = _addressed("C1-refused", f"{FAMILY}　髙志", "大" * 4000)
    with pytest.raises(CounterError) as caught:
        _render("C1-refused", data)
    assert caught.value.code is FailureCode.FORM_VALUE_TOO_LONG
    assert "addressee.address" in caught.value.detail
    assert "大" not in caught.value.detail


def test_a_long_sender_moves_what_stands_below_it() -> None:
    tops = []
    for sender in ("北川　正藏", NAME_60):
        data = _full("C17-school") | {"decision.sender_name": sender}
        rendered = _render("C17-school", data)
        _assert_inside(rendered, data)
        text = _pages(rendered)[0].get_textpage()
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
    rendered = _render(form, {"case.reference": "8F3KQ7T2"} | data)
    _assert_on_paper(rendered)
    text = _pages(rendered)[0].get_textpage()
    foot = text.get_charbox(text.search(last).get_next()[0])[1]
    assert foot > text.get_charbox(text.search(title).get_next()[0])[3]


def test_a_signature_that_moves_to_a_further_page_is_named_there() -> None:
    data = _full("B11", text=NAME_60)
    rendered = _render("B11", data)
    signed = rendered.signature_boxes[0].page
    assert signed > 1
    for number, page in enumerate(_pages(rendered), 1):
        text = page.get_textpage().get_text_range()
        assert "1枚目の署名は" not in text
        assert ("この紙の署名は" in text) == (number == signed)
        assert (f"{signed}枚目の署名は" in text) == (1 < number != signed)


def test_a_long_reason_grows_and_the_appeal_moves_to_the_next_page_whole() -> None:
    reason = "請求に係る児童については、父が受給者として認定されています。"
    data = _full("C1-refused") | {"decision.reason": reason * 12}
    rendered = _render("C1-refused", data)
    assert rendered.pages == 2
    first, second = (_squeezed(page.get_textpage().get_text_range()) for page in _pages(rendered))
    assert first.count(reason) == 12
    assert "不服の申立て" not in first
    assert "不服の申立て（教示）" in second
    assert "提起することができません。" in second


def test_a_reason_that_needs_a_page_leaves_the_rows_above_it_where_they_are() -> None:
    reason = "請求に係る児童については、父が受給者として認定されています。"
    data = _full("refused") | {"decision.reason": reason * 30}
    rendered = _render("refused", data)
    first, second, *_ = (
        _squeezed(page.get_textpage().get_text_range()) for page in _pages(rendered)
    )
    assert "申請の対象の人" in first
    assert "却下の理由" not in first
    assert second.count(reason) == 30
    assert "根拠となる規定" in second
    _assert_inside(rendered, data)


def _pages(rendered: RenderedForm):  # type: ignore[no-untyped-def]
    return list(pdfium.PdfDocument(rendered.pdf))


def test_a_value_no_page_can_hold_stops_the_form_without_naming_it() -> None:
    data = _full("C1-refused") | {"decision.reason": "理由" * 4000}
    with pytest.raises(CounterError) as caught:
        _render("C1-refused", data)
    assert caught.value.code is FailureCode.FORM_VALUE_TOO_LONG


def test_a_protected_case_shows_its_number_alone_on_the_sheets_taken_home() -> None:
    data = household() | {"protected": True, "tasks.count": 1, "tasks.1.title": "転入届"}
    data |= {"tasks.1.who": "髙志・美咲", "tasks.1.people": 2, "next.count": 1}
    data |= {"next.1.task": "カードを持ってくる", "case.received_at": "令和8年4月3日"}
    for form in ("slip", "next-steps"):
        text = _squeezed(_text(_render(form, data)))
        assert "0403-017" in text
        for words in ("渡邉", "髙志", "美咲", "上原", "支援", "お名前", "保護"):
            assert words not in text, (form, words)


AFTER_COMMIT = ("slip", "next-steps", "today", "handover")


def test_the_reception_number_stands_only_on_the_sheets_printed_after_commit() -> None:
    for form in IDS:
        data = _full(form) | {"reception.number": "0403-017"}
        assert ("0403-017" in _text(_render(form, data))) == (form in AFTER_COMMIT)


def test_unused_places_are_struck_out_and_a_blank_form_is_not() -> None:
    def diagonals(data: Data) -> int:
        page = pdfium.PdfDocument(_render("A1", data).pdf)[0]
        return sum(
            1
            for item in page.get_objects()
            if abs((box := item.get_bounds())[2] - box[0]) > 200 and box[3] - box[1] > 10
            if item.type == pdfium.raw.FPDF_PAGEOBJ_PATH and _is_line(item)
        )

    def _is_line(item: pdfium.PdfObject) -> bool:
        return int(pdfium.raw.FPDFPath_CountSegments(item)) == 2

    assert diagonals(household()) == 0
    assert diagonals(household() | {"member.count": 3}) == 2
    assert diagonals({}) == 0


def test_metadata_and_bookmarks_tell_nothing_of_the_case() -> None:
    rendered = _render("B1", household())
    document = pdfium.PdfDocument(rendered.pdf)
    words = " ".join(document.get_metadata_dict().values())
    assert "国民健康保険 資格取得届" in words
    assert "20260403" in words
    assert "2000" not in words.replace("20260403000000", "")
    assert "8F3KQ7T2" not in words
    assert "渡" not in words
    assert list(document.get_toc()) == []


@pytest.mark.parametrize(
    ("written", "meant"), [("a1", "A1"), ("C17_school", "C17-school"), ("Z99", "")]
)
def test_an_unknown_form_is_refused_and_the_nearest_is_named(written: str, meant: str) -> None:
    with pytest.raises(CounterError) as caught:
        _render(written, {})
    assert caught.value.code is FailureCode.FORM_UNKNOWN
    assert caught.value.detail.partition("。")[2] == (f"{meant} ではありませんか" if meant else "")


def test_a_form_is_unknown_before_its_first_edition() -> None:
    with pytest.raises(CounterError) as caught:
        RENDERER.render("A1", {}, on=date(2026, 3, 31))
    assert caught.value.code is FailureCode.FORM_UNKNOWN
    assert "令和8年3月31日" in caught.value.detail


def test_an_item_the_consent_has_no_column_for_is_refused() -> None:
    data = _full("consent") | {"consent.receiver.1.items": ("name", "blood_type")}
    with pytest.raises(CounterError) as caught:
        _render("consent", data)
    assert caught.value.code is FailureCode.FORM_DATA_INVALID
    assert "consent.receiver.1.items" in caught.value.detail


def test_a_consent_shows_both_answers_empty_until_the_resident_decides() -> None:
    data = _full("consent", entries=1)
    data["consent.receiver.1.kind"] = "水道"

    def strokes(given: bool | None) -> int:
        case = dict(data) | ({} if given is None else {"consent.receiver.1.send": given})
        if given is None:
            del case["consent.receiver.1.send"]
        page = _pages(_render("consent", case))[0]
        return sum(1 for item in page.get_objects() if item.type == PATH)

    assert strokes(True) == strokes(False) == strokes(None) + 1


def test_a_date_given_as_text_is_refused_by_its_key() -> None:
    with pytest.raises(CounterError) as caught:
        _render("A1", {"case.filed_on": "2026-04-03"})
    assert caught.value.code is FailureCode.FORM_DATA_INVALID
    assert "case.filed_on" in caught.value.detail


def test_the_list_of_forms_names_title_edition_and_class() -> None:
    summaries = {summary.id: summary for summary in RENDERER.forms()}
    assert summaries["C1"].title == "児童手当 認定請求書"
    assert summaries["A1"].number_class == "never"
    assert summaries["B1"].number_class == "by_law"
    assert summaries["C1"].signature == "claimant"
    assert {summary.id for summary in RENDERER.forms() if summary.per_person} == {
        *("A7", "A8", "B7", "B9", "B11", "B15", "B16", "B17", "B18"),
        *("C7", "C8", "C9", "C13", "C14", "C16", "C17", "C17-notice", "C17-school", "C18", "C20"),
        *("D1", "D2", "D3", "D4", "D5", "D6", "D7", "D9", "D12", "D13", "D15"),
    }


@pytest.mark.parametrize("form", IDS)
def test_a_blank_form_offers_all_its_places(form: str) -> None:
    (page,) = arrange(LAYOUTS, LAYOUTS[form], Values({}))
    for placed in page.blocks:
        if placed.block.slots:
            numbers = {line.n for line in placed.lines if line.n}
            assert len(numbers) == placed.block.slots
