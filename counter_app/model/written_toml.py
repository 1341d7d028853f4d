"""Reads a TOML file as people of a town write it, and says in Japanese how it is miswritten."""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

_LINE = re.compile(r"at line (\d+)")
_QUOTED = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'")
_WIDE = re.compile(
    "[\u201c\u201d\u2018\u2019\u3000\uff02\uff03\uff07\uff10-\uff19\uff1d\uff3b\uff3d]"
)
"""Signs an input method makes of quotation marks, blanks, digits, = [ ] and #."""
_UNKNOWN = re.compile(r"unknown field `([^`]+)`(?: - at `\$\.([^`]+)`)?")
_MISSING = re.compile(r"missing required field `([^`]+)`(?: - at `\$\.([^`]+)`)?")
_WRONG_TYPE = re.compile(r"Expected `([^`]+)`.* at `\$\.([^`]+)`")
_TYPES = {"str": '文字（"…"）', "int": "整数", "bool": "true か false", "array": "並び（[…]）"}


def written_text(path: Path) -> str:
    """The text of a file, without the mark that editors of Windows put before it.

    Raises OSError, UnicodeDecodeError.
    """
    return path.read_text("utf-8-sig")


def how_miswritten(error: OSError | ValueError, text: str) -> str:
    """What is wrong, without the place, for an error of reading or of `tomllib`; `text` was read.

    A sentence without its full stop.
    """
    if isinstance(error, tomllib.TOMLDecodeError):
        found = _LINE.search(str(error))
        line = text.split("\n")[int(found[1]) - 1] if found else ""
        return f"書き方に誤りがあります{_hint(line, str(error))}"
    if isinstance(error, UnicodeDecodeError):
        return "文字コードが UTF-8 ではありません。UTF-8 で保存し直してください"
    return "ファイルを開けません"


def misfit(error: Exception, known: Iterable[str] = ()) -> str:
    """What msgspec found that is too much, missing or of another type, and where.

    A sentence, or "" for any other error. Of the names in `known` the nearest is offered.
    """
    text = str(error)
    if found := _UNKNOWN.search(text):
        said = f"という項目はありません{_meant(found[1], known)}"
    elif found := _MISSING.search(text):
        said = "がありません"
    elif found := _WRONG_TYPE.search(text):
        return f"「{found[2]}」は{_TYPES.get(found[1], found[1])}で書きます。"
    else:
        return ""
    return f"{found[2]} に「{found[1]}」{said}。" if found[2] else f"「{found[1]}」{said}。"


def _meant(name: str, known: Iterable[str]) -> str:
    import difflib

    near = difflib.get_close_matches(name, known, 1)
    return f"（{near[0]} ではありませんか）" if near else ""


def _hint(line: str, message: str) -> str:
    """What people get wrong most often."""
    if found := _WIDE.search(_QUOTED.sub("", line)):
        return f"（全角の「{found[0]}」は、半角で書きます）"
    if "overwrite" in message:
        return "（同じ項目が二度あります）"
    if "\\" in line:
        return "（\\ を含む場所は '…' で囲みます）"
    if re.search(r"=\s*(?:True|False|TRUE|FALSE)\b", line):
        return "（true と false は小文字で書きます）"
    if re.search(r"=\s*[^\W\d]", line):
        return '（文字は "…" で囲みます）'
    return ""
