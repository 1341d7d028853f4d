"""Takes a JSON file as people's editors write it, and says in Japanese where it is miswritten."""

import re

_PLACE = re.compile(r"\(byte (\d+)\)")


def written_bytes(content: bytes) -> bytes:
    """The content without the mark that editors of Windows put before UTF-8."""
    return content.removeprefix(b"\xef\xbb\xbf")


def how_malformed(error: Exception, content: bytes) -> str:
    """What is wrong with the form of a document; "" when the form is right. No full stop."""
    if isinstance(error, RecursionError):
        return "入れ子が深すぎます"
    text = str(error)
    if "truncated" in text or not content.strip():
        return "JSON が途中で終わっています"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "文字コードが UTF-8 ではありません。UTF-8 で保存し直してください"
    if "malformed" not in text:
        return ""
    found = _PLACE.search(text)
    before = content[: int(found[1])] if found else content
    line = before.count(b"\n") + 1
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "ignore")) + 1
    return f"{line}行{column}文字目で、JSON の書き方が違います"
