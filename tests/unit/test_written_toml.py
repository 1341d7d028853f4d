"""A town's TOML files: written by any editor, their mistakes told in Japanese with their place."""

from pathlib import Path

import pytest

from counter_app.failures import CounterError
from counter_app.model.town import load_town
from resources.loader import data_file

TEXT = data_file("town", "y.toml").read_text("utf-8")


def refusal(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    with pytest.raises(CounterError) as refused:
        load_town(path)
    return refused.value.detail


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_file_of_any_editor_is_read(tmp_path: Path, before: bytes, end: str) -> None:
    path = tmp_path / "town.toml"
    path.write_bytes(before + TEXT.replace("\n", end).encode())
    assert load_town(path) == load_town()


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"Y町"', "“Y町”", "（全角の「“」は、半角で書きます）"),
        ('"Y町"', "Y町", '（文字は "…" で囲みます）'),
        ("moped_days = ", "moped_days = ０", "（全角の「０」は、半角で書きます）"),
        ("disaster_radio = ", "disaster_radio = True # ", "（true と false は小文字で書きます）"),
        ("[closed]", 'place = "C:\\parties"\n[closed]', "（\\ を含む場所は '…' で囲みます）"),
        ("[closed]", 'name = "Y"\n[closed]', "（同じ項目が二度あります）"),
        ('code = "', 'code = "1', "「code」は全国地方公共団体コード"),
        ("moped_days = ", "moped_days = -", "「moped_days」は 1 から 365 までの数です"),
        ("weekdays = [5", "weekdays = [7", "「weekdays」は 0（月）から 6（日）まで"),
        ("weekdays = [5", "weekdays = [0, 1, 2, 3, 5", "開く曜日ではなく閉まる曜日を書きます"),
        ('["12-29", "01-03"]', '["01-03", "12-29"]', "「spans」の休みが長すぎます"),
        ('"12-29"', '"12-32"', "「spans」は"),
        ('id = "dept.insurance"', 'id = "dept.residents"', "「dept.residents」が二度"),
    ],
)
def test_what_is_miswritten_or_impossible_is_told(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    assert old in TEXT
    detail = refusal(tmp_path / "town.toml", TEXT.replace(old, new, 1).encode())
    assert detail.startswith("town.toml：")
    assert says in detail


@pytest.mark.parametrize("encoding", ["cp932", "utf-16"])
def test_another_encoding_is_named(tmp_path: Path, encoding: str) -> None:
    content = TEXT.encode(encoding, "replace")
    assert "UTF-8 で保存し直してください" in refusal(tmp_path / "town.toml", content)
