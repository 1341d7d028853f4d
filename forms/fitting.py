"""Fits a value into its width: shrink, then wrap, never cut (文字の収め方)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from counter_app.model.names import characters
from forms.fonts import BY_WORDS, Typeface, width
from forms.shaping import BREAK
from forms.sheet import POINT

_NOT_FIRST = frozenset(
    "、。，．）」』】〕〉》・：；！？ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ”’,.)]}"
)
_NOT_LAST = frozenset("（「『【〔〈《“‘([{〒")
_SPACES = frozenset("\u3000 ")
_MARKS = frozenset("・、")
_HYPHENS = frozenset("-‐‑–－−")
_HONORIFICS = ("様", "殿", "御中")
_WORDS = re.compile(rf"[^ {BREAK}]+[ {BREAK}]*")
_STEP = 0.5

_AT_SPACE, _AT_MARK, _BETWEEN, _IN_KANA, _IN_WORD, _WRONG = 0.0, 2.0, 4.0, 6.0, 12.0, 40.0
"""What a break costs by its place, where the fewest lines leave a choice (`packed`)."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """A value in its final size (pt), broken into lines; `leading` is the line height in ems."""

    size: float
    lines: tuple[str, ...]
    leading: float = 1.3

    @property
    def height(self) -> float:
        """Height of the lines in mm."""
        return len(self.lines) * self.size * self.leading * POINT


def fit(
    text: str,
    typeface: Typeface,
    room: float,
    base: float,
    least: float,
    leading: float = 1.3,
    *,
    dense: bool = False,
) -> Fitted:
    """One line at the largest size that fits `room` (mm), else several lines at the least.

    `dense` makes as few of them as there can be.
    """
    ems = width(text, typeface)
    size = base
    while size >= least - 1e-6:
        if ems * size * POINT <= room + 1e-6:
            return Fitted(size, (text,), leading)
        size -= _STEP
    ems = room / (least * POINT)
    if dense:
        return Fitted(least, packed(text, typeface, ems), leading)
    return Fitted(least, wrap(text, typeface, ems, at_marks=True), leading)


def wrap(text: str, typeface: Typeface, ems: float, *, at_marks: bool = False) -> tuple[str, ...]:
    """Break into lines of at most `ems`: at a space first, else between characters.

    A base and its selector stay together; closing marks do not begin a line, opening ones do not
    end one. With `at_marks` a short value also breaks behind ・ and 、.
    """
    if typeface in BY_WORDS:
        return _by_words(text, typeface, ems)
    lines = []
    for paragraph in text.split("\n"):
        rest = characters(paragraph)
        while rest:
            count = _line(rest, typeface, ems, at_marks)
            lines.append("".join(rest[:count]))
            rest = rest[count:]
        if not paragraph:
            lines.append("")
    return tuple(lines)


def _by_words(text: str, typeface: Typeface, ems: float) -> tuple[str, ...]:
    """Break at spaces and at the places marked for it alone; a word too long has its own line."""
    lines = []
    for paragraph in text.split("\n"):
        line = ""
        for word in _WORDS.findall(paragraph):
            if line and width((line + word).rstrip(), typeface) > ems + 1e-6:
                lines.append(line.rstrip())
                line = ""
            line += word
        lines.append(line.rstrip())
    return tuple(lines)


def packed(text: str, typeface: Typeface, ems: float) -> tuple[str, ...]:
    """Break into as few lines of at most `ems` as there can be, for a place that cannot grow.

    Among these the lines that break best: at a space, behind ・ or a hyphen, between characters,
    last inside a word; then those of like length. Line breaks of the value count as spaces.
    """
    units = characters(text.replace("\n", " "))
    widths = [width(unit, typeface) for unit in units]
    held = _held_back(units)
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)] * (len(units) + 1)
    for start in range(len(units) - 1, -1, -1):
        best[start] = min(
            (best[end][0] + 1, best[end][1] + empty**2 + _cost(units, end, held), end)
            for end, empty in _ends(units, widths, start, ems)
        )
    lines, at = [], 0
    while at < len(units):
        lines.append("".join(units[at : best[at][2]]))
        at = best[at][2]
    return tuple(lines)


def _ends(
    units: tuple[str, ...], widths: list[float], start: int, ems: float
) -> Iterator[tuple[int, float]]:
    """Where a line from `start` may end, and which part of it then stays empty."""
    total = spaces = 0.0
    for end in range(start + 1, len(units) + 1):
        if units[end - 1] in _SPACES:
            spaces += widths[end - 1]
        else:
            total, spaces = total + spaces + widths[end - 1], 0.0
            if total > ems + 1e-6 and end > start + 1:
                return
        yield end, max(0.0, 1 - total / ems)


def _cost(units: tuple[str, ...], at: int, held: int) -> float:
    """What it costs to begin a line with the character at `at`."""
    if at == len(units):
        return 0.0
    if at > held or units[at] in _NOT_FIRST or units[at - 1] in _NOT_LAST:
        return _WRONG
    if units[at] in _SPACES:
        return _BETWEEN
    if units[at - 1] in _SPACES:
        return _AT_SPACE
    if _in_word(units, at):
        return _IN_WORD
    if units[at - 1] in _MARKS | _HYPHENS:
        return _AT_MARK
    return _IN_KANA if _is_katakana(units[at - 1]) and _is_katakana(units[at]) else _BETWEEN


def _held_back(units: tuple[str, ...]) -> int:
    """The last place for a break: an honorific (敬称) stands with the name before it."""
    for honorific in _HONORIFICS:
        before = len(units) - len(honorific) - 1
        if before > 0 and units[before] in _SPACES and "".join(units[before + 1 :]) == honorific:
            return before - 1
    return len(units)


def _line(rest: tuple[str, ...], typeface: Typeface, ems: float, at_marks: bool) -> int:
    """How many characters the next line takes, at least one."""
    total, count = 0.0, 0
    for character in rest:
        total += width(character, typeface)
        if total > ems + 1e-6 and character not in _SPACES:
            break
        count += 1
    if count == len(rest):
        return count
    count = max(min(count, _held_back(rest)), 1)
    space = next((at for at in range(count, 0, -1) if rest[at - 1] in _SPACES), 0)
    if space and (_is_latin(rest[count]) or space >= count // 3):
        return _first_gap(rest, space, count // 3, typeface, ems) or space
    mark = next((at for at in range(count, 0, -1) if rest[at - 1] in _MARKS), 0)
    if at_marks and mark > count // 2:
        return mark
    if _in_word(rest, count):
        start = next((at for at in range(count, 0, -1) if not _is_latin(rest[at - 1])), 0)
        count = start or count
    while count > 1 and (rest[count] in _NOT_FIRST or rest[count - 1] in _NOT_LAST):
        count -= 1
    return count


def _first_gap(rest: tuple[str, ...], last: int, least: int, typeface: Typeface, ems: float) -> int:
    """Before 方書 rather than inside it: behind the first wide space, if one line takes the rest.

    0 when there is no such space but the last.
    """
    for at in range(max(least, 1), last):
        if rest[at - 1] == "\u3000" and width("".join(rest[at:]), typeface) <= ems + 1e-6:
            return at
    return 0


def _in_word(units: tuple[str, ...], at: int) -> bool:
    """Whether a break here parts a word or a number, or begins a line with its hyphen."""
    return _is_latin(units[at - 1]) and (_is_latin(units[at]) or units[at] in _HYPHENS)


def _is_latin(character: str) -> bool:
    """A letter or digit of words that stay whole, in half or full width, or their apostrophe."""
    code = ord(character[0])
    latin = code < 0x250 or 0x1E00 <= code < 0x1F00 or 0xFF10 <= code < 0xFF5B
    return (latin and character[0].isalnum()) or character[0] in "'’＇"


def _is_katakana(character: str) -> bool:
    return "ァ" <= character[0] <= "ヺ" or character[0] == "ー"
