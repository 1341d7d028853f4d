"""Forms as they leave the printer: what every one of them shows, whatever it says."""

from datetime import date
from itertools import pairwise

import pypdfium2 as pdfium
import pytest
import zxingcpp
from barcode.codex import Code128

from forms.renderer import FormRenderer
from forms.sheet import POINT
from tests.forms_household import FAMILY, Data, household
from tests.forms_kit import BOOK, IDS, LAYOUTS, TODAY, full, pages_of, render, squeezed, text_of

ANOTHER = FormRenderer()
NEVER = [form for form in IDS if LAYOUTS[form].number_class == "never"]
PATH = pdfium.raw.FPDF_PAGEOBJ_PATH


@pytest.mark.parametrize("form", IDS)
def test_a_form_prints_blank(form: str) -> None:
    rendered = render(form, {})
    assert rendered.pages == 1
    assert rendered.fields == ()
    assert rendered.blanks
    assert "＊" not in text_of(rendered)
    assert "以下余白" not in squeezed(text_of(rendered)) or form == "A1-continuation"


@pytest.mark.parametrize("form", IDS)
def test_a_form_prints_full_with_every_value_extractable(form: str) -> None:
    data = full(form)
    rendered = render(form, data)
    text = squeezed(text_of(rendered))
    places = {box.key for box in rendered.fields}
    assert places
    for key in places:
        value = data[key]
        if isinstance(value, str) and BOOK.kind(key) != "choice":
            assert squeezed(value) in text, key


def test_a_box_is_noted_filled_or_blank_and_where_it_stands() -> None:
    building = "old.building"
    filled, blank = render("A1", household()), render("A1", household() | {building: ""})
    (there,) = (box for box in filled.fields if box.key == building)
    assert building not in {box.key for box in filled.blanks}
    assert there in blank.blanks
    assert {box.key for box in filled.fields} - {box.key for box in blank.fields} == {building}


def test_the_longest_day_of_moving_out_stands_on_one_line() -> None:
    for day, said in (
        (date(2026, 3, 28), "令和8年3月28日"),
        (date(2028, 12, 31), "令和10年12月31日"),
    ):
        text = text_of(render("C1", household() | {"case.planned_move_out": day}))
        assert f"転出 {said}" in text


@pytest.mark.parametrize("form", IDS)
def test_the_same_data_give_the_same_bytes(form: str) -> None:
    data = full(form)
    other = ANOTHER.render(form, dict(reversed(data.items())), on=TODAY)
    assert render(form, data).pdf == other.pdf


@pytest.mark.parametrize("form", IDS)
def test_every_page_carries_its_bars_at_300_dpi(form: str) -> None:
    rendered = render(form, full(form), sheet=7)
    document = pdfium.PdfDocument(rendered.pdf)
    for number, page in enumerate(document, 1):
        corner = page.render(scale=300 / 72, crop=(400, 780, 0, 0), grayscale=True).to_pil()
        read = [result.text for result in zxingcpp.read_barcodes(corner)]
        assert read == [f"8F3KQ7T2-07-{number}"]
    document.close()


def test_the_bars_have_their_quiet_zones_and_end_at_the_right_of_the_body() -> None:
    page = pages_of(render("A1", household()))[0]
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
    text = pages_of(render("A1", {}))[0].get_textpage()
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
    data = full("C1-refused") | {"appeal.authority": "乙県知事"}
    text = pages_of(render("C1-refused", data))[0].get_textpage()
    assert "できません。）。" in squeezed(text.get_text_range())
    at, count = text.search("。）。").get_next()
    edges = [text.get_charbox(at + place, loose=False) for place in range(count)]
    assert all(edge[2] <= after[0] + 0.01 for edge, after in pairwise(edges))


@pytest.mark.parametrize("form", NEVER)
def test_a_form_of_the_class_never_does_not_name_the_number(form: str) -> None:
    cases: tuple[Data, ...] = ({}, full(form), household())
    for data in cases:
        rendered = render(form, data)
        assert "個人番号" not in squeezed(text_of(rendered))
        assert rendered.number_boxes == ()


def test_names_extract_with_their_selectors_and_above_the_basic_plane() -> None:
    text = text_of(render("A1", household()))
    assert f"{FAMILY}\u3000髙志" in text
    assert "𠮷﨑\u3000シヅ" in text


def test_spread_labels_extract_as_written() -> None:
    text = text_of(render("A1", household()))
    for words in ("世帯主", "筆頭者", "届出年月日", "住民票コード", "方書", "電話"):
        assert words in text


def test_the_sandbox_watermark_lies_under_every_page() -> None:
    sample = FormRenderer(watermark=True).render("A1", full("A1", entries=7), on=TODAY)
    assert (
        text_of(sample).count("見本") - text_of(render("A1", full("A1", entries=7))).count("見本")
        == sample.pages
    )


def test_numbers_are_asterisks_where_the_law_asks_and_the_vault_is_told_where() -> None:
    rendered = render("B1", household())
    people = [box.person for box in rendered.number_boxes]
    assert people == ["head", "insured.1", "insured.2", "insured.3", "insured.4"]
    assert text_of(rendered).count("＊") == 12 * len(people)
    for box in rendered.number_boxes:
        assert box.width == pytest.approx(60)
        assert box.height == pytest.approx(7)


def test_a_number_that_may_stay_blank_is_blank_unless_the_case_says_so() -> None:
    data = full("B16") | {"subject.number_used": False}
    assert render("B16", data).number_boxes == ()
    data["subject.number_used"] = True
    assert [box.person for box in render("B16", data).number_boxes] == ["subject"]


def test_signature_boxes_are_large_enough_to_sign() -> None:
    for form in IDS:
        for box in render(form, {}).signature_boxes:
            assert box.width >= 66
            assert box.height >= 12


def test_a_form_to_sign_has_one_signature_and_others_none() -> None:
    for form in IDS:
        wanted = LAYOUTS[form].signature != "none" and not LAYOUTS[form].is_continuation
        assert len(render(form, {}).signature_boxes) == int(wanted), form


def test_a_protected_case_shows_its_number_alone_on_the_sheets_taken_home() -> None:
    data = household() | {"protected": True, "tasks.count": 1, "tasks.1.title": "転入届"}
    data |= {"tasks.1.who": "髙志・美咲", "tasks.1.people": 2, "next.count": 1}
    data |= {"next.1.task": "カードを持ってくる", "case.received_at": "令和8年4月3日"}
    for form in ("slip", "next-steps"):
        text = squeezed(text_of(render(form, data)))
        assert "0403-017" in text
        for words in ("渡邉", "髙志", "美咲", "上原", "支援", "お名前", "保護"):
            assert words not in text, (form, words)


def test_a_household_with_nothing_left_to_do_is_told_so_instead_of_an_empty_table() -> None:
    cases: tuple[Data, Data] = ({}, {"next.count": 0})
    blank, none = (text_of(render("next-steps", data)) for data in cases)
    assert ("ありません" in blank, "すること" in blank) == (False, True)
    assert ("ありません" in none, "すること" in none) == (True, False)


AFTER_COMMIT = ("slip", "next-steps", "today", "handover")


def test_the_reception_number_stands_only_on_the_sheets_printed_after_commit() -> None:
    for form in IDS:
        data = full(form) | {"reception.number": "0403-017"}
        assert ("0403-017" in text_of(render(form, data))) == (form in AFTER_COMMIT)


def test_unused_places_are_struck_out_and_a_blank_form_is_not() -> None:
    def diagonals(data: Data) -> int:
        page = pdfium.PdfDocument(render("A1", data).pdf)[0]
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
    rendered = render("B1", household())
    document = pdfium.PdfDocument(rendered.pdf)
    words = " ".join(document.get_metadata_dict().values())
    assert "国民健康保険 資格取得届" in words
    assert "20260403" in words
    assert "2000" not in words.replace("20260403000000", "")
    assert "8F3KQ7T2" not in words
    assert "渡" not in words
    assert list(document.get_toc()) == []


def test_a_consent_shows_both_answers_empty_until_the_resident_decides() -> None:
    data = full("consent", entries=1)
    data["consent.receiver.1.kind"] = "水道"

    def strokes(given: bool | None) -> int:
        case = dict(data) | ({} if given is None else {"consent.receiver.1.send": given})
        if given is None:
            del case["consent.receiver.1.send"]
        page = pages_of(render("consent", case))[0]
        return sum(1 for item in page.get_objects() if item.type == PATH)

    assert strokes(True) == strokes(False) == strokes(None) + 1
