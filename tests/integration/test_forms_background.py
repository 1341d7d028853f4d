"""A town's own blank form under a layout, and the guides for placing the boxes on it."""

import re
from datetime import date
from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from counter_app.failures import CounterError, FailureCode
from forms.layouts import LayoutLibrary
from forms.page_images import page_images
from forms.renderer import FormRenderer
from tests.command_kit import process
from tests.forms_household import Data

DAY = date(2026, 4, 3)
LAYOUT = """\
id = "T1"
title = "町の様式"
edition = "令和8年4月版"
valid_from = 2026-04-01
number_class = "never"
signature = "none"
background = "blank.pdf"

[[block]]
y = 40
frame = 0
[[block.row]]
height = 10
cells = [
  { kind = "text", x = 10, w = 90, value = "head.name" },
  { kind = "date", x = 100, w = 60, value = "case.filed_on" },
]
"""
NAME = "渡邉\U000e010f　髙志"
DATA: Data = {"head.name": NAME, "case.filed_on": DAY, "case.reference": "8F3KQ7T2"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "T1.toml").write_text(LAYOUT, encoding="utf-8")
    (tmp_path / "blank.pdf").write_bytes(FormRenderer().render("E5", {}, on=DAY).pdf)
    return tmp_path


def _text(pdf: bytes) -> str:
    document = pdfium.PdfDocument(pdf)
    found = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return re.sub(r"\s", "", found)


def _dictionary(entries: dict[str, object]) -> generic.DictionaryObject:
    return generic.DictionaryObject(entries)  # type: ignore[no-untyped-call]


def _refused(folder: Path) -> str:
    with pytest.raises(CounterError) as caught:
        LayoutLibrary(folder)
    assert caught.value.code is FailureCode.FORM_LAYOUT_INVALID
    assert caught.value.detail.startswith("T1.toml 7行目")
    return caught.value.detail


def test_values_stand_on_the_towns_own_blank_form(folder: Path) -> None:
    rendered = FormRenderer(folder=folder).render("T1", DATA, on=DAY)
    text = _text(rendered.pdf)
    assert NAME.replace("\u3000", "") in text
    assert "狂犬病予防法による届出" in text
    assert "書類番号8F3KQ7T2-01-1" in text
    assert "町の様式" not in text  # its own title stands on it


def test_an_empty_form_looks_like_the_towns_own(folder: Path) -> None:
    blank = (folder / "blank.pdf").read_bytes()
    ours = FormRenderer(folder=folder).render("T1", {}, on=DAY).pdf
    pictures = [page_images(pdf, width_px=900)[0].shown_digest for pdf in (blank, ours)]
    assert pictures[0] == pictures[1]


def test_the_same_values_on_a_background_give_the_same_bytes(folder: Path) -> None:
    one, other = (FormRenderer(folder=folder).render("T1", DATA, on=DAY).pdf for _ in range(2))
    assert one == other


def test_a_form_that_runs_longer_lies_on_the_last_page(folder: Path) -> None:
    long = LAYOUT.replace("y = 40\nframe = 0", 'each = "member"\nframe = 0')
    long = long.replace("height = 10", "height = 40\neach = true")
    long = long.replace("head.name", "member.{n}.name").replace("x = 10, w = 90", "x = 18, w = 82")
    (folder / "T1.toml").write_text(long, encoding="utf-8")
    data: Data = {f"member.{n}.name": f"第{n}号" for n in range(1, 10)}
    data["member.count"] = 9
    rendered = FormRenderer(folder=folder).render("T1", data, on=DAY)
    assert rendered.pages == 2
    assert _text(rendered.pdf).count("狂犬病予防法による届出") == 2


def test_the_metadata_of_the_blank_form_are_not_taken_over(folder: Path) -> None:
    writer = IncrementalPdfFileWriter(BytesIO((folder / "blank.pdf").read_bytes()))
    writer.set_info(_dictionary({generic.pdf_name("/Author"): generic.pdf_string("山田")}))
    made = BytesIO()
    writer.write(made)  # type: ignore[no-untyped-call]
    (folder / "blank.pdf").write_bytes(made.getvalue())
    pdf = FormRenderer(folder=folder).render("T1", DATA, on=DAY).pdf
    assert "山田" not in " ".join(pdfium.PdfDocument(pdf).get_metadata_dict().values())


def test_a_background_that_is_not_there_or_no_pdf_is_refused(folder: Path) -> None:
    (folder / "blank.pdf").write_bytes(b"no PDF")
    assert "PDFとして読めません" in _refused(folder)
    (folder / "blank.pdf").unlink()
    assert "ファイルがありません" in _refused(folder)


def test_a_background_elsewhere_is_refused(folder: Path) -> None:
    (folder / "T1.toml").write_text(LAYOUT.replace("blank.pdf", "../blank.pdf"), encoding="utf-8")
    assert "同じフォルダ" in _refused(folder)


def test_a_background_of_another_size_is_refused(folder: Path) -> None:
    document = pdfium.PdfDocument.new()
    document.new_page(420, 595)
    document.save(folder / "blank.pdf")
    assert "148×210" in _refused(folder)


def test_a_background_of_too_many_pages_is_refused(folder: Path) -> None:
    document = pdfium.PdfDocument.new()
    for _ in range(10):
        document.new_page(595.28, 841.89)
    document.save(folder / "blank.pdf")
    assert "10ページ" in _refused(folder)


@pytest.mark.parametrize(
    ("key", "says"), [("/AcroForm", "入力欄"), ("/OpenAction", "動く部品"), ("/Annots", "書き込み")]
)
def test_what_could_hold_personal_data_or_act_is_refused(folder: Path, key: str, says: str) -> None:
    writer = IncrementalPdfFileWriter(BytesIO((folder / "blank.pdf").read_bytes()))
    field = writer.add_object(_dictionary({generic.pdf_name("/T"): generic.pdf_string("x")}))
    listed = generic.ArrayObject([field])
    if key == "/Annots":
        page = writer.find_page_for_modification(0)[0].get_object()  # type: ignore[no-untyped-call]
        page["/Annots"] = listed
        writer.update_container(page)
    else:
        value = _dictionary({generic.pdf_name("/Fields"): listed})
        writer.root[generic.pdf_name(key)] = value
        writer.update_root()  # type: ignore[no-untyped-call]
    made = BytesIO()
    writer.write(made)  # type: ignore[no-untyped-call]
    (folder / "blank.pdf").write_bytes(made.getvalue())
    assert says in _refused(folder)


def test_the_guides_show_every_key_on_a_grid(folder: Path) -> None:
    text = _text(FormRenderer(folder=folder).guides("T1", on=DAY))
    assert "head.name" in text
    assert "case.filed_on" in text
    for millimetres in range(10, 210, 10):
        assert str(millimetres) in text
    whole = _text(FormRenderer().guides("A1", on=DAY))
    for key in ("new.address", "member.1.name", "registry.2.head", "filer.role"):
        assert key in whole


def test_render_grid_writes_the_guides(tmp_path: Path) -> None:
    out = tmp_path / "grid.pdf"
    ran = process("render", "A1", "--grid", "--on", "2026-04-03", "-o", str(out))
    assert ran.status == 0, ran.err
    assert "member.5.name" in _text(out.read_bytes())
