import shutil
from datetime import date
from importlib.resources import files
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from counter_app.failures import CounterError, FailureCode
from forms.cells import COMMON, KINDS
from forms.layout_model import Cell
from forms.layout_source import read_source
from forms.layouts import LayoutLibrary
from forms.renderer import FormRenderer
from resources.loader import data_file

GOOD = """\
id = "T1"
title = "試しの届"
edition = "令和8年4月版"
valid_from = 2026-04-01
number_class = "never"
signature = "none"

[[block]]
[[block.row]]
height = 8
cells = [
  { kind = "label", x = 18, w = 24, text = "届出の日" },
  { kind = "date", x = 42, w = 58, value = "case.filed_on" },
]
"""

IDS = {
    *("A1", "A1-continuation", "A4", "A7", "A8", "A9", "A11", "A14", "A15"),
    *("B1", "B3", "B5", "B7", "B9", "B11", "B15", "B16", "B17", "B18", "B20"),
    *("C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "C9", "C13", "C14", "C16", "C17"),
    *("C18", "C20", "D1", "D2", "D3", "D4", "D5", "D6", "D7", "D9", "D12", "D13", "D15"),
    *("E1", "E3", "E5", "E6", "E7", "E8", "E9", "E12", "consent"),
    *("A1-accepted", "A14-court", "C1-granted", "C1-refused", "C14-granted"),
    *("C17-notice", "C17-school", "granted", "refused"),
    *("slip", "today", "next-steps", "handover"),
}


def _load(folder: Path, text: str) -> LayoutLibrary:
    (folder / "T1.toml").write_text(text, encoding="utf-8")
    return LayoutLibrary(folder)


def _refused(folder: Path, text: str) -> str:
    with pytest.raises(CounterError) as caught:
        _load(folder, text)
    assert caught.value.code is FailureCode.FORM_LAYOUT_INVALID
    return caught.value.detail


def test_all_forms_of_a_move_in_are_there() -> None:
    assert set(LayoutLibrary().layouts) >= IDS


def test_a_new_form_is_one_file(tmp_path: Path) -> None:
    layout = _load(tmp_path, GOOD).layouts["T1"]
    assert layout.title == "試しの届"
    assert [cell.kind for cell in layout.blocks[0].rows[0].cells] == ["label", "date"]


def test_a_box_off_the_page_is_refused_with_its_line(tmp_path: Path) -> None:
    detail = _refused(tmp_path, GOOD.replace("x = 42, w = 58", "x = 150, w = 58"))
    assert detail.startswith("T1.toml 13行目")
    assert "用紙からはみ出します" in detail


def test_a_block_longer_than_the_page_is_refused(tmp_path: Path) -> None:
    detail = _refused(tmp_path, GOOD.replace("height = 8", "height = 290"))
    assert detail.startswith("T1.toml 8行目")


def test_overlapping_boxes_are_refused_with_both_lines(tmp_path: Path) -> None:
    detail = _refused(tmp_path, GOOD.replace("x = 42, w = 58", "x = 40, w = 58"))
    assert detail.startswith("T1.toml 13行目")
    assert "12行目" in detail


def test_an_unknown_binding_is_refused_with_its_line(tmp_path: Path) -> None:
    detail = _refused(tmp_path, GOOD.replace("case.filed_on", "case.filed_un"))
    assert detail.startswith("T1.toml 13行目")
    assert "case.filed_un" in detail


def test_a_binding_the_file_declares_itself_is_known(tmp_path: Path) -> None:
    text = GOOD.replace("case.filed_on", "festival.day").replace(
        "[[block]]\n", '[keys]\n"festival.day" = "date 祭の日"\n\n[[block]]\n', 1
    )
    assert "T1" in _load(tmp_path, text).layouts


def test_a_date_cell_bound_to_a_text_is_refused(tmp_path: Path) -> None:
    detail = _refused(tmp_path, GOOD.replace("case.filed_on", "town.name"))
    assert detail.startswith("T1.toml 13行目")


@pytest.mark.parametrize(
    ("good", "bad", "line"),
    [
        ('edition = "令和8年4月版"', 'edishun = "x"', 3),
        ("height = 8", "hight = 8", 10),
        ('text = "届出の日"', 'text = "届出の日", colour = "red"', 12),
        ('kind = "date"', 'kind = "dates"', 13),
        (', value = "case.filed_on"', "", 13),
        ("height = 8", 'height = "8"', 10),
        ("w = 58", "w = true", 13),
        ('number_class = "never"', 'number_class = "sometimes"', 5),
        ('text = "届出の日"', 'text = "とても長くてこの枠には入らない言葉"', 12),
        ("valid_from = 2026-04-01", "valid_from = ", 4),
    ],
)
def test_a_typing_mistake_is_refused_with_its_line(
    tmp_path: Path, good: str, bad: str, line: int
) -> None:
    assert good in GOOD
    assert _refused(tmp_path, GOOD.replace(good, bad, 1)).startswith(f"T1.toml {line}行目")


def test_a_form_that_never_carries_the_number_may_not_name_it(tmp_path: Path) -> None:
    text = GOOD.replace('text = "届出の日"', 'text = "個人番号"')
    assert _refused(tmp_path, text).startswith("T1.toml 12行目")
    assert "T1" in _load(tmp_path, text.replace('"never"', '"by_law"')).layouts


def test_the_number_words_cannot_come_in_by_a_shared_block(tmp_path: Path) -> None:
    text = GOOD + (
        '\n[[block]]\nuse = "person"\nwith = { who = "head", band = "世帯主", '
        'label = "個人番\\u53f7", value = "head.occupation" }\n'
    )
    assert "個人番号" in _refused(tmp_path, text)


def test_a_shared_block_without_its_parameter_is_refused(tmp_path: Path) -> None:
    text = GOOD + '\n[[block]]\nuse = "filer"\nwith = { relation = "本人との\\n関係" }\n'
    assert _refused(tmp_path, text).startswith("T1.toml 16行目")


def test_an_unknown_shared_block_is_refused(tmp_path: Path) -> None:
    assert _refused(tmp_path, GOOD + '\n[[block]]\nuse = "nobody"\n').startswith("T1.toml 16行目")


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "T1.toml").write_bytes(GOOD.encode("shift_jis"))
    with pytest.raises(CounterError) as caught:
        LayoutLibrary(tmp_path)
    assert caught.value.code is FailureCode.FORM_LAYOUT_INVALID


def test_a_form_is_used_in_the_edition_of_the_day(tmp_path: Path) -> None:
    (tmp_path / "T1.toml").write_text(GOOD, encoding="utf-8")
    later = GOOD.replace("令和8年4月版", "令和9年4月版").replace("2026-04-01", "2027-04-01")
    (tmp_path / "T1-2027.toml").write_text(later, encoding="utf-8")
    library = LayoutLibrary(tmp_path)
    assert library.on(date(2026, 3, 31)) == {}
    assert library.on(date(2026, 4, 1))["T1"].edition == "令和8年4月版"
    assert library.on(date(2027, 4, 1))["T1"].edition == "令和9年4月版"
    assert library.layouts["T1"].edition == "令和9年4月版"


def test_a_form_is_out_of_use_after_its_last_day(tmp_path: Path) -> None:
    ended = GOOD.replace(
        "valid_from = 2026-04-01", "valid_from = 2026-04-01\nvalid_until = 2026-09-30"
    )
    (tmp_path / "T1.toml").write_text(ended, encoding="utf-8")
    library = LayoutLibrary(tmp_path)
    assert set(library.on(date(2026, 9, 30))) == {"T1"}
    assert library.on(date(2026, 10, 1)) == {}


def test_a_filing_is_printed_on_the_edition_of_its_day(tmp_path: Path) -> None:
    (tmp_path / "T1.toml").write_text(GOOD, encoding="utf-8")
    later = GOOD.replace("令和8年4月版", "令和8年10月版").replace("2026-04-01", "2026-10-01")
    later = later.replace("届出の日", "届出年月日")
    (tmp_path / "T1-2026-10.toml").write_text(later, encoding="utf-8")
    renderer = FormRenderer(folder=tmp_path)
    before, after = (renderer.render("T1", {}, on=date(2026, m, d)) for m, d in ((9, 30), (10, 1)))
    assert (before.edition, after.edition) == ("令和8年4月版", "令和8年10月版")
    words = [page_text(form.pdf) for form in (before, after)]
    assert ["届出の日" in text for text in words] == [True, False]
    assert ["届出年月日" in text for text in words] == [False, True]


def page_text(pdf: bytes) -> str:
    document = pdfium.PdfDocument(pdf)
    text: str = document[0].get_textpage().get_text_range()
    document.close()
    return text


def test_an_edition_that_ends_before_it_begins_is_refused(tmp_path: Path) -> None:
    text = GOOD.replace(
        "valid_from = 2026-04-01", "valid_from = 2026-04-01\nvalid_until = 2026-03-31"
    )
    assert _refused(tmp_path, text).startswith("T1.toml 5行目")


def test_every_layout_says_where_its_boxes_come_from() -> None:
    without = {layout.id for layout in LayoutLibrary().layouts.values() if not layout.source}
    assert without <= {"day-sheet"}  # the office's own counts are no form


def test_two_files_of_one_id_from_one_day_are_refused(tmp_path: Path) -> None:
    (tmp_path / "T1.toml").write_text(GOOD, encoding="utf-8")
    shutil.copy(tmp_path / "T1.toml", tmp_path / "T2.toml")
    with pytest.raises(CounterError) as caught:
        LayoutLibrary(tmp_path)
    assert "T1" in caught.value.detail


def test_a_missing_continuation_is_refused(tmp_path: Path) -> None:
    text = GOOD.replace('signature = "none"', 'signature = "none"\ncontinuation = "T9"')
    assert "T9" in _refused(tmp_path, text)


def test_a_list_with_places_needs_a_sheet_to_go_on(tmp_path: Path) -> None:
    text = GOOD.replace("[[block]]\n", '[[block]]\neach = "member"\nslots = 2\n', 1)
    text = text.replace("height = 8", "height = 8\neach = true")
    assert "continues" in _refused(tmp_path, text)
    assert "T1" in _load(tmp_path, text.replace("slots = 2", "slots = 2\ncontinues = true")).layouts


def test_type_below_nine_points_is_refused(tmp_path: Path) -> None:
    text = GOOD.replace('text = "届出の日"', 'text = "届出の日", size = 8.5')
    assert _refused(tmp_path, text).startswith("T1.toml 12行目")


def test_a_row_joins_only_texts_like_its_own(tmp_path: Path) -> None:
    text = GOOD.replace("height = 8", "height = 8\njoins = true")
    assert "joins" in _refused(tmp_path, text)


def test_a_block_that_splits_has_no_cell_over_several_rows(tmp_path: Path) -> None:
    text = GOOD.replace("[[block]]\n", "[[block]]\nsplits = true\n", 1)
    assert "T1" in _load(tmp_path, text).layouts
    assert "splits" in _refused(tmp_path, text.replace("w = 24,", "w = 24, rows = 0,"))


def test_what_a_window_cannot_hold_must_stand_elsewhere(tmp_path: Path) -> None:
    text = GOOD.replace("[[block]]\n", '[[block]]\nuse = "addressee"\n\n[[block]]\n', 1)
    assert "addressee.address" in _refused(tmp_path, text)
    label = '\n[[block]]\nuse = "addressee_label"\n'
    assert "T1" in _load(tmp_path, text + label).layouts


def test_every_key_of_a_cell_kind_is_a_field_of_the_cell() -> None:
    fields = set(Cell.__slots__)
    for kind in KINDS.values():
        assert kind.required | kind.optional | COMMON <= fields


def test_the_readme_lists_every_key_and_every_cell_kind() -> None:
    readme = Path(str(files("forms"))).joinpath("README.md").read_text(encoding="utf-8")
    source = read_source(data_file("form_layouts", "_keys.toml"))
    people, person, keys = (source.table[name] for name in ("people", "person", "keys"))
    assert isinstance(people, list)
    assert isinstance(person, dict)
    assert isinstance(keys, dict)
    for word in (*people, *person, *keys, *KINDS):
        assert f"`{word}`" in readme, word
