"""Fits a value into its width: shrink, then wrap, never cut (文字の収め方)."""

from dataclasses import dataclass

from counter_app.model.names import characters
from forms.fonts import Typeface, width
from forms.sheet import POINT

_NOT_FIRST = frozenset(
    "、。，．）」』】〕〉》・：；！？ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ”’,.)]}"
)
_NOT_LAST = frozenset("（「『【〔〈《“‘([{〒")
_SPACES = frozenset("\u3000 ")
_MARKS = frozenset("・、")
_STEP = 0.5


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
    text: str, typeface: Typeface, room: float, base: float, least: float, leading: float = 1.3
) -> Fitted:
    """One line at the largest size that fits `room` (mm), else several lines at the least."""
    ems = width(text, typeface)
    size = base
    while size >= least - 1e-6:
        if ems * size * POINT <= room + 1e-6:
            return Fitted(size, (text,), leading)
        size -= _STEP
    return Fitted(least, wrap(text, typeface, room / (least * POINT), at_marks=True), leading)


def wrap(text: str, typeface: Typeface, ems: float, *, at_marks: bool = False) -> tuple[str, ...]:
    """Break into lines of at most `ems`: at a space first, else between characters.

    A base and its selector stay together; closing marks do not begin a line, opening ones do not
    end one. With `at_marks` a short value also breaks behind ・ and 、.
    """
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


def _line(rest: tuple[str, ...], typeface: Typeface, ems: float, at_marks: bool) -> int:
    """How many characters the next line takes, at least one."""
    total, count = 0.0, 0
    for character in rest:
        total += width(character, typeface)
        if total > ems + 1e-6 and character not in _SPACES:
            break
        count += 1
    count = max(count, 1)
    if count == len(rest):
        return count
    space = next((at for at in range(count, 0, -1) if rest[at - 1] in _SPACES), 0)
    if space and (_is_latin(rest[count]) or space >= count // 3):
        return space
    mark = next((at for at in range(count, 0, -1) if rest[at - 1] in _MARKS), 0)
    if at_marks and mark > count // 2:
        return mark
    if _is_latin(rest[count]) and _is_latin(rest[count - 1]):
        start = next((at for at in range(count, 0, -1) if not _is_latin(rest[at - 1])), 0)
        count = start or count
    while count > 1 and (rest[count] in _NOT_FIRST or rest[count - 1] in _NOT_LAST):
        count -= 1
    return count


def _is_latin(character: str) -> bool:
    return character[0].isalnum() and ord(character[0]) < 0x250
