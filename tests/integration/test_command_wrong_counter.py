"""Wrong links, settings and documents for a counter in use: exit 3, and nothing changed."""

import shutil
from pathlib import Path

import pytest

from counter_app.bootstrap import wall_clock
from forms.sealing_key import make_sealing_key
from tests.command_kit import command, content_of, refused
from tests.hub_kit import made_up_number

GOOD = made_up_number("12345678901")
OTHER = made_up_number("98765432109")


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A counter that has been used: one link is in its table."""
    folder = tmp_path_factory.mktemp("used")
    file = folder / "first.csv"
    file.write_text(f"{GOOD},YK4M7R20\n")
    basedir = folder / "basedir"
    assert command("links", "import", file, basedir=basedir).status == 0
    return basedir


@pytest.fixture
def basedir(used: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(used, tmp_path / "basedir"))


# --- link files -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "bad", "says"),
    [
        (f"{OTHER},AB12CD34\n{GOOD[:11]},AB12CD35\n", 2, "半角数字12桁ではありません"),
        (f"番号,コード\n{OTHER},AB12CD34\n{GOOD[:11]}x,AB12CD35\n", 3, "半角数字12桁"),
        (f"{OTHER},ILOU\n", 1, "リンクコードの形"),
        (f"{OTHER}\n", 1, "2列ではありません"),
        (f"{OTHER},AB12CD34,x\n", 1, "2列ではありません"),
        (f"{OTHER},AB12CD34\n{OTHER},AB12CD35\n", 2, "同じ個人番号が前の行"),
        (f"{GOOD},AB12CD34\n", 1, "別のリンクコードが登録"),
        (f"{OTHER},YK4M7R20\n", 1, "別の人に登録"),
        (f"{OTHER[:11]}{(int(OTHER[11]) + 1) % 10},AB12CD34\n", 1, "検査用数字"),
    ],
)
def test_a_link_file_with_a_bad_line_stores_nothing(
    basedir: Path, tmp_path: Path, lines: str, bad: int, says: str
) -> None:
    file = tmp_path / "links.csv"
    file.write_text(lines, "utf-8")
    ran = command("links", "import", file, basedir=basedir)
    sentence = refused(ran, "LINK_FILE_REFUSED")
    assert f"{bad}行目" in sentence
    assert says in sentence
    assert f"\n{bad}行目: " in ran.err
    assert not any(number in ran.err + ran.out for number in (GOOD, OTHER, GOOD[:11], OTHER[:11]))
    again = tmp_path / "again.csv"
    again.write_text(f"{OTHER},{'ZZ99ZZ99'}\n")
    stored = command("links", "import", again, basedir=basedir)
    assert "新しく登録 1件、前からあるもの 0件" in stored.out, "a line of the bad file was stored"


@pytest.mark.parametrize(
    "content", [b"\x00" * 2000, "番号,コード\n".encode("utf-16") * 9, b"x" * 300_000]
)
def test_what_is_no_link_file_is_refused(basedir: Path, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "links.csv"
    file.write_bytes(content)
    ran = command("links", "import", file, basedir=basedir)
    code = "LINK_FILE_UNREADABLE" if "LINK_FILE_UNREADABLE" in ran.err else "LINK_FILE_REFUSED"
    refused(ran, code)


@pytest.mark.parametrize(
    "content", ["", "\n\n", "個人番号,リンクコード\n", "個人番号,リンクコード\r\n\r\n"]
)
def test_a_link_file_without_a_line_is_refused_and_leaves_no_record(
    basedir: Path, tmp_path: Path, content: str
) -> None:
    file = tmp_path / "links.csv"
    file.write_text(content, "utf-8", newline="")
    records = command("audit", "verify", basedir=basedir).out
    refused(command("links", "import", file, basedir=basedir), "LINK_FILE_EMPTY")
    assert command("audit", "verify", basedir=basedir).out == records


def test_a_link_file_that_is_not_there_is_told(basedir: Path, tmp_path: Path) -> None:
    refused(
        command("links", "import", tmp_path / "none.csv", basedir=basedir), "LINK_FILE_UNREADABLE"
    )


# --- documents from elsewhere ---------------------------------------------------------------------


def test_a_pdf_from_elsewhere_is_refused(basedir: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.pdf"
    assert command("render", "A1", "-o", out).status == 0
    before = content_of(basedir)
    for content in (out.read_bytes(), b"%PDF-1.7\n%%EOF\n", b"no pdf at all", b""):
        file = tmp_path / "elsewhere.pdf"
        file.write_bytes(content)
        ran = command("verify", file, basedir=basedir)
        refused(ran, "SEAL_NOT_INTACT")
        assert ran.out.startswith("この書類は確かめられません\n・")
    assert content_of(basedir) == before


def test_what_is_no_certificate_is_refused(tmp_path: Path) -> None:
    file, out = tmp_path / "ca.pem", tmp_path / "out.pdf"
    assert command("render", "A1", "-o", out).status == 0
    der = make_sealing_key(tmp_path / "sealing", organisation="Y町", now=wall_clock()).trusted
    unknown = der.replace(b"\xa0\x03\x02\x01\x02", b"\xa0\x03\x02\x01\x07", 1)
    pem = b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
    for content in (b"", b"x", pem, unknown):
        assert content != der
        file.write_bytes(content)
        refused(command("verify", out, "--trusted", file), "INPUT_FILE_UNREADABLE")
    refused(command("verify", tmp_path / "none.pdf"), "INPUT_FILE_UNREADABLE")


# --- a base directory nobody used, settings -------------------------------------------------------


@pytest.mark.parametrize("words", [("outbox", "list"), ("audit", "verify")])
def test_a_mistyped_base_directory_is_told_and_not_made(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    place = tmp_path / "mistyped"
    refused(command(*words, basedir=place), "COUNTER_DATA_MISSING")
    assert not place.exists()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("counter = 3", '「counter」は文字（"…"）で書きます'),
        ("printer_keeps_files = 'yes'", "「printer_keeps_files」はtrue か falseで書きます"),
        ("countre = '窓口2'", "「countre」という項目はありません"),
        ("counter = '窓口2", "書き方に誤りがあります"),
        ("clerk = '佐伯'\n\x00", "2行目の書き方に誤りがあります"),
        ("counter = “窓口1”", "全角の「“」"),
        ("counter　= '窓口1'", "全角の「\u3000」"),
        ("counter = 窓口1", '文字は "…" で囲みます'),
        ("counter = 'a'\ncounter = 'b'\n", "2行目の書き方に誤りがあります（同じ項目"),
        ('parties = "C:\\parties"', "'…' で囲みます"),
        ("printer_ur1 = 'x'", "printer_url ではありませんか"),
        ("hub_url = 'http://hub'", "「hub_url」は https://… の形"),
        ("juki_url = 'https://:99999'", "「juki_url」は https://"),
        ("printer_url = 'hp laser'", "「printer_url」は ipp://… の形"),
        ("counter = ' '", "「counter」が空です"),
        ('scan_folder = "C:\\temp"', "「scan_folder」は1行で、\\ を含むなら '…'"),
        ("clerk = 'a\\nb'\ncounter = \"a\\nb\"", "「counter」は1行で"),
    ],
)
def test_settings_with_a_mistake_stop_a_command(basedir: Path, text: str, says: str) -> None:
    (basedir / "settings.toml").write_text(text, "utf-8")
    before = content_of(basedir)
    assert says in refused(command("outbox", "list", basedir=basedir), "SETTINGS_INVALID")
    assert content_of(basedir) == before


def test_settings_written_by_an_editor_of_windows_are_read(basedir: Path) -> None:
    place = basedir / "settings.toml"
    place.write_bytes(b"\xef\xbb\xbf" + 'counter = "窓口2"\r\n'.encode())
    assert command("outbox", "list", basedir=basedir).status == 0
    place.write_bytes('counter = "窓口2"'.encode("cp932"))
    assert "UTF-8" in refused(command("outbox", "list", basedir=basedir), "SETTINGS_INVALID")


def test_a_mistyped_link_file_makes_no_store(tmp_path: Path) -> None:
    place = tmp_path / "new"
    ran = command("links", "import", tmp_path / "none.csv", basedir=place)
    refused(ran, "LINK_FILE_UNREADABLE")
    assert not place.exists()
