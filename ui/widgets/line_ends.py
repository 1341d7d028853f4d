"""Where a line may end (行末): by phrase in Japanese, by syllable in Burmese, by word elsewhere."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QTextBoundaryFinder

from ui.theme import Family

JAPANESE: Final = (Family.TEXT, Family.FIGURES, Family.NAME)
_CHINESE: Final = (Family.CHINESE_SIMPLIFIED, Family.CHINESE_TRADITIONAL)
_OPENING: Final = "（「『［【〈"
_CLOSING: Final = "、。，．）」』］】〉！？"
_NEVER_FIRST: Final = f"{_CLOSING}ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ…％："
_SPAN: Final = r"\d[\d:.]*時?[〜–]\d[\d:.]*時?"
"""From when to when: 「9:00〜11:00」, "13–15"."""
_TELEPHONE: Final = r"☎?\d+(?:-\d+)+"
_PIECE: Final = re.compile(rf"\n|[{_OPENING}]*(?:{_SPAN}|☎?[!-~À-ɏḀ-ỿ]+|[^\n])[{_NEVER_FIRST}]*")
"""What of Japanese is never broken: a word in Latin letters, a span of time, or one character with
what must not part from it (行頭・行末の禁則)."""
_KANA: Final = "\u3041-\u30ff"
_KANJI: Final = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々〆"
_JAPANESE_WORDS: Final = rf"[(（「]?[A-Za-z]?[{_KANJI}{_KANA}・、（）〜]+[)）」]?[.,:;။।]?"
_WHOLE: Final = re.compile(rf"{_SPAN}|{_TELEPHONE}|{_JAPANESE_WORDS}")
_WHOLE_IN_CHINESE: Final = re.compile(rf"{_SPAN}|{_TELEPHONE}")
"""What stays together amid another language: times, telephone numbers, a Japanese term."""
_SYLLABLE: Final = re.compile(r"(?<![\u1039(\[“‘])[\u1000-\u102a\u103f](?!\u1037?[\u1039\u103a])")
"""Where a Burmese syllable begins: a letter that is neither stacked under the one before it
(virama) nor closes its syllable (asat, with or without the dot below, or the upper part of a
stack)."""
_PARTICLES: Final = "はがをにでとのもへや"
_TAIL: Final = re.compile(r"[ぁ-ゖ]+\Z")
_Boundary = QTextBoundaryFinder.BoundaryType


def pieces(text: str, family: Family, *, unbroken: bool = False) -> list[str]:
    """What may stand on a line of its own; an end of line is a piece of its own."""
    if family in JAPANESE:
        if unbroken:
            indent = len(text) - len(text.lstrip(" \u3000"))
            return [*text[:indent], text[indent:]]
        return _PIECE.findall(text)
    found: list[str] = []
    for line in text.splitlines():
        found += ["\n"] if found else []
        found += _foreign(line, family)
    return found


def _foreign(line: str, family: Family) -> list[str]:
    """Pieces of a line that is not Japanese; Japanese terms in it are not taken apart."""
    if family is Family.KOREAN:
        # between words, though Unicode would let it break between syllables
        return _spaced(line)
    found: list[str] = []
    at = 0
    for whole in (_WHOLE_IN_CHINESE if family in _CHINESE else _WHOLE).finditer(line):
        found += _by_script(line[at : whole.start()], family)
        found.append(whole[0])
        at = whole.end()
    return found + _by_script(line[at:], family)


def _by_script(words: str, family: Family) -> list[str]:
    if family is Family.MYANMAR:
        return [part for phrase in _spaced(words) for part in _syllables(phrase)]
    return breakable(words) if words else []


def _spaced(line: str) -> list[str]:
    return re.findall(r"\S+\s*|\s+", line)


def _syllables(phrase: str) -> list[str]:
    """Burmese puts spaces between phrases alone, and Qt's boundaries fall inside syllables: a line
    may end after any syllable, with the marks that follow it.
    """
    starts = [found.start() for found in _SYLLABLE.finditer(phrase)]
    ends = [0, *(at for at in starts if at), len(phrase)]
    return [phrase[a:b] for a, b in pairwise(ends)]


def breakable(line: str, kind: _Boundary = _Boundary.Line) -> list[str]:
    """Pieces of a line in another script: Qt knows where Thai or Hindi may break."""
    units = line.encode("utf-16-le")
    finder = QTextBoundaryFinder(kind, line)
    ends = [0]
    while (end := finder.toNextBoundary()) > 0:
        ends.append(end)
    return [units[2 * a : 2 * b].decode("utf-16-le") for a, b in pairwise(ends)]


def smaller(piece: str) -> list[str]:
    """What a piece too long for any line is parted into rather than be cut off."""
    if re.search(f"[{_KANA}{_KANJI}]", piece):
        return _PIECE.findall(piece)
    return breakable(piece, _Boundary.Grapheme)


def phrase_starts(found: Sequence[str]) -> list[int]:
    """At which of these Japanese pieces a phrase (文節) begins, as far as the script tells.

    A phrase ends behind 、。・ and closing brackets, at a space, and where particles or an ending
    in hiragana give way to another script. One hiragana between two kanji (「取り替える」) ends
    nothing unless it is a particle, and an honorific お or ご belongs to what follows.
    """
    starts = [0] if found else []
    before = ""
    for at in range(1, len(found)):
        before = (before + found[at - 1])[-8:]
        if _starts(before, found[at], found[at + 1] if at + 1 < len(found) else ""):
            starts.append(at)
    return starts


def _starts(before: str, piece: str, after: str) -> bool:
    if not before or not piece.strip():
        return False
    last, first = before[-1], piece[0]
    if last in " \u3000・…" or last in _CLOSING or first in _OPENING:
        return True
    tail = _TAIL.search(before)
    if tail is None:
        return False
    if _is_hiragana(first):
        honorific = piece in ("お", "ご") and after != "" and not _is_hiragana(after[0])
        return honorific and last in _PARTICLES
    if last in "おご" and len(tail[0]) != 1:
        return False  # an honorific: the phrase began before it
    return len(tail[0]) > 1 or last in _PARTICLES


def _is_hiragana(character: str) -> bool:
    return "ぁ" <= character <= "ゖ"
