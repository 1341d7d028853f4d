"""Wrong files for a command: exit 3, the code, a clear Japanese sentence, and nothing changed."""

import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from counter_app.commands.demo import make_empty
from counter_app.commands.files import write_output
from resources.loader import data_file
from tests.command_kit import Ran, command, content_of, refused

H2 = data_file("examples", "h2.json")


# --- household files ------------------------------------------------------------------------------


def _born_after_the_day_of_the_command(written: dict[str, Any]) -> None:
    written.pop("filed_on")
    written["household"]["members"][3]["birth"] = "2026-04-04"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda h: h["household"]["members"][0].update(brith="1991-11-05"), "members[0].brith"),
        (lambda h: h["household"]["members"][0].update(birth="1991/11/05"), "2026-04-03 の形"),
        (lambda h: h["household"]["members"][0].update(sex="man"), "man という値はありません"),
        (lambda h: h["household"]["members"].clear(), "一人もいません"),
        (_born_after_the_day_of_the_command, "members[3].birth：2026-04-04 は、届け出る日"),
        (lambda h: h["household"].pop("members"), "members がありません"),
        (lambda h: h["answers"][0].update(fact="no_such_fact"), "no_such_fact"),
    ],
)
def test_a_household_file_with_a_mistake_is_refused_with_its_place(
    tmp_path: Path, change: object, says: str
) -> None:
    household = json.loads(H2.read_text("utf-8"))
    assert callable(change)
    change(household)
    file = tmp_path / "household.json"
    file.write_text(json.dumps(household), "utf-8")
    ran = command("determine", file, "--on", "2026-04-03", basedir=tmp_path / "basedir")
    assert ran.status == 3, ran
    assert ran.err.startswith(("HOUSEHOLD_FILE_INVALID: ", "ANSWER_NOT_UNDERSTOOD: "))
    assert says in ran.err
    assert ran.out == ""
    assert not (tmp_path / "basedir").exists()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "途中で終わっています"),
        (b"{", "途中で終わっています"),
        (b"\xff\xfe", "UTF-8 で保存し直して"),
        ('{"household": "世"}'.encode("cp932"), "UTF-8 で保存し直して"),
        ('{\n "住所":,\n}'.encode(), "2行7文字目で"),
        (b"[]", "$："),
        (b"null", "$："),
        (b'{"household": 3}', "$.household："),
    ],
)
def test_what_is_no_household_file_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    file = tmp_path / "household.json"
    file.write_bytes(content)
    assert says in refused(command("determine", file), "HOUSEHOLD_FILE_INVALID")


def test_json_of_an_editor_of_windows_is_read(tmp_path: Path) -> None:
    file = tmp_path / "file.json"
    file.write_bytes(b"\xef\xbb\xbf" + H2.read_bytes())
    assert command("determine", file).status == 0
    file.write_bytes(b"\xef\xbb\xbf{}")
    assert command("render", "A1", "--data", file, "-o", tmp_path / "x.pdf").status == 0


def test_a_household_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    refused(command("determine", tmp_path / "none.json"), "HOUSEHOLD_FILE_INVALID")


# --- catalogue, layouts ---------------------------------------------------------------------------


def _with(tmp_path: Path, folder: str, file: str, old: str, new: str) -> tuple[Path, int]:
    """A copy of a folder of data with one change, and the line it was made on."""
    copy = Path(shutil.copytree(data_file(folder), tmp_path / folder))
    path = copy / file
    text = path.read_text("utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new, 1), "utf-8")
    return copy, text[: text.index(old)].count("\n") + 1


def _first_condition() -> str:
    lines = data_file("procedures", "C.toml").read_text("utf-8").splitlines()
    return next(line for line in lines if line.startswith("when = "))


def _determine(folder: Path) -> Ran:
    return command("determine", H2, "--on", "2026-04-03", "--catalogue", folder)


def test_a_catalogue_with_a_typo_in_a_condition_is_refused_with_line_and_column(
    tmp_path: Path,
) -> None:
    condition = _first_condition()
    folder, line = _with(tmp_path, "procedures", "C.toml", condition, 'when = "chidl_under_19"')
    sentence = refused(_determine(folder), "CATALOGUE_CONDITION_INVALID")
    assert "C.toml" in sentence
    assert str(line) in sentence
    assert "chidl_under_19" in sentence


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("[[procedure]]", "[[procedure]", "CATALOGUE_FILE_UNREADABLE"),
        ("[[procedure]]\n", '[[procedure]]\ntitel = "x"\n', "CATALOGUE_ENTRY_INVALID"),
    ],
)
def test_a_catalogue_that_is_written_wrongly_is_refused(
    tmp_path: Path, old: str, new: str, code: str
) -> None:
    folder, _ = _with(tmp_path, "procedures", "C.toml", old, new)
    assert "C.toml" in refused(_determine(folder), code)


def _first_width() -> str:
    text = data_file("form_layouts", "E6.toml").read_text("utf-8")
    found = re.search(r"x = \d+(?:\.\d+)?, w = \d+(?:\.\d+)?", text)
    assert found is not None
    return found[0]


def test_a_layout_with_a_box_off_the_page_is_refused_and_no_pdf_is_written(tmp_path: Path) -> None:
    old = _first_width()
    folder, line = _with(tmp_path, "form_layouts", "E6.toml", old, "x = 180, w = 60")
    out = tmp_path / "out.pdf"
    out.write_bytes(b"an earlier file")
    ran = command("render", "E6", "-o", out, "--layouts", folder)
    sentence = refused(ran, "FORM_LAYOUT_INVALID")
    assert f"E6.toml {line}行目" in sentence
    assert "用紙からはみ出します" in sentence
    assert out.read_bytes() == b"an earlier file"


# --- forms ----------------------------------------------------------------------------------------


def test_a_form_is_rendered_from_its_data_and_the_same_data_give_the_same_bytes(
    tmp_path: Path,
) -> None:
    data = tmp_path / "data.json"
    data.write_text(
        json.dumps(
            {
                "case": {"reference": "8F3KQ7T2", "filed_on": "2026-04-03"},
                "head": {"name": "渡邉\U000e010f　髙志"},
                "member": [{"name": "渡邉\U000e010f　髙志", "birth": "1991-11-05", "sex": "male"}],
            }
        ),
        "utf-8",
    )
    out, again = tmp_path / "out.pdf", tmp_path / "again.pdf"
    for path in (out, again):
        ran = command("render", "A1", "--data", data, "-o", path, "--on", "2026-04-03")
        assert ran.status == 0, ran.err
    assert out.read_bytes() == again.read_bytes()
    with pypdfium2.PdfDocument(out) as document:
        text = document[0].get_textpage().get_text_range()
    assert "渡邉\U000e010f" in text
    assert "8F3KQ7T2-01-1" in text


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'{"head.nmae": "x"}', "FORM_FILE_INVALID"),
        (b'{"head.birth": "yesterday"}', "FORM_FILE_INVALID"),
        (b"{", "FORM_FILE_INVALID"),
        ('{"member": [{"name": "\U0010fffd"}]}'.encode(), "FORM_GLYPH_MISSING"),
    ],
)
def test_wrong_data_leaves_the_earlier_file(tmp_path: Path, data: bytes, code: str) -> None:
    file, out = tmp_path / "data.json", tmp_path / "out.pdf"
    file.write_bytes(data)
    out.write_bytes(b"an earlier file")
    before = content_of(tmp_path)
    refused(command("render", "A1", "--data", file, "-o", out), code)
    assert content_of(tmp_path) == before


def test_a_form_nobody_knows_is_refused(tmp_path: Path) -> None:
    refused(command("render", "Q9", "-o", tmp_path / "out.pdf"), "FORM_UNKNOWN")
    assert not (tmp_path / "out.pdf").exists()


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    refused(command("render", "A1", "-o", tmp_path / "none" / "x.pdf"), "OUTPUT_FILE_UNWRITABLE")
    folder = tmp_path / "folder"
    folder.mkdir()
    refused(command("render", "A1", "-o", folder), "OUTPUT_FILE_UNWRITABLE")
    assert list(tmp_path.iterdir()) == [folder]


def test_missing_data_are_told(tmp_path: Path) -> None:
    ran = command("render", "A1", "--data", tmp_path / "none.json", "-o", tmp_path / "x.pdf")
    refused(ran, "INPUT_FILE_UNREADABLE")


def test_the_forms_are_listed() -> None:
    ran = command("render", "--list")
    assert ran.status == 0
    assert "A1" in ran.out
    assert "住民異動届" in ran.out


# --- files that are written -----------------------------------------------------------------------


def test_a_link_stays_and_a_pipe_is_written_into(tmp_path: Path) -> None:
    kept, link, pipe = tmp_path / "kept.pdf", tmp_path / "link.pdf", tmp_path / "pipe"
    kept.write_bytes(b"earlier")
    link.symlink_to(kept)
    write_output(link, b"new")
    assert (link.is_symlink(), kept.read_bytes()) == (True, b"new")
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_output(pipe, b"piped")
    assert os.read(reader, 9) == b"piped"
    os.close(reader)
    assert pipe.is_fifo()


def test_a_demo_empties_its_own_results_and_no_other_folder(tmp_path: Path) -> None:
    out = tmp_path / "out"
    make_empty(out)
    (out / "old.pdf").write_bytes(b"x")
    make_empty(out)
    assert [path.name for path in out.iterdir()] == [".counter-app-demo"]
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "only copy.txt").write_text("x")
    refused(command("demo", "--out", papers), "OUTPUT_FOLDER_IN_USE")
    assert (papers / "only copy.txt").exists()
    refused(command("demo", "--out", papers / "only copy.txt"), "OUTPUT_FOLDER_IN_USE")
    assert (papers / "only copy.txt").exists()


def test_layouts_of_a_folder_that_is_not_there_are_told(tmp_path: Path) -> None:
    ran = command("render", "A1", "-o", tmp_path / "x.pdf", "--layouts", tmp_path / "none")
    refused(ran, "INPUT_FILE_UNREADABLE")
