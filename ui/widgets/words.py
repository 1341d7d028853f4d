"""Words (文): wrapping text of several styles, with registered names in their true glyphs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from counter_app.model.names import characters
from ui import theme
from ui.theme import Family, colour, metrics, plain_font
from ui.widgets import glyphs, line_ends
from ui.widgets.drawing import Painted

_HAN = "\u4e00-\u9fff\u3400-\u4dbf\uf900-\ufaff\U00020000-\U0003ffff々〆ヶ"
_RUBY = re.compile(rf"(?:｜(?P<marked>[^｜《》]+)|(?P<plain>[{_HAN}]+))《(?P<reading>[^《》]+)》")
_LEADING = 1.5
_STACKED = 0.16
"""How far Burmese is lifted, in sizes: more of it hangs below the line than of other scripts."""
_MOST_LEFT_FREE = 0.4
"""Share of a line that may stay empty at its end so that a Japanese phrase is not broken."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style.

    `name` sets it in Mincho with its selectors, unbroken; `unbroken` keeps the characters of any
    other run together. `ruby` is its reading (振り仮名), set small above it.
    """

    text: str
    bold: bool = False
    name: bool = False
    ink: str = ""
    size: float = 0
    strike: bool = False
    figures: bool = False
    family: Family = Family.TEXT
    ruby: str = ""
    unbroken: bool = False


def rubied(text: str, *, bold: bool = False, ink: str = "") -> tuple[Run, ...]:
    """Runs of a text with readings: 「この窓口《まどぐち》で」; ｜ says where the base begins.

    Without ｜ the base is the Chinese characters directly before 《.
    """
    runs: list[Run] = []
    at = 0
    for found in _RUBY.finditer(text):
        if found.start() > at:
            runs.append(Run(text[at : found.start()], bold, ink=ink))
        base = found["marked"] or found["plain"]
        runs.append(Run(base, bold, ink=ink, ruby=found["reading"]))
        at = found.end()
    if at < len(text) or not runs:
        runs.append(Run(text[at:], bold, ink=ink))
    return tuple(runs)


def without_ruby(text: str) -> str:
    """The same text without its readings, for a screen reader."""
    return _RUBY.sub(lambda found: found["marked"] or found["plain"], text)


@dataclass(frozen=True, slots=True)
class _Part:
    run: Run
    text: str
    x: float
    line: int
    width: float


def _pieces(run: Run) -> list[str]:
    """What of a run may stand on a line of its own."""
    if run.name or run.ruby:
        return [run.text]
    return line_ends.pieces(run.text, run.family, unbroken=run.unbroken)


def _fitting(run: Run, size: float, width: float) -> list[str]:
    """The pieces of a run; a name too long for any line parts at its spaces, then anywhere.

    Any other piece too long for a line parts between its characters rather than be cut off.
    """
    pieces = _pieces(run)
    if not run.name:
        return [part for piece in pieces for part in _parted(run, piece, size, width)]
    if _width(run, run.text, size) <= width:
        return pieces
    words = re.findall(r"[^ \u3000]*[ \u3000]*", run.text)
    fits = all(_width(run, word.rstrip(), size) <= width for word in words)
    return [word for word in words if word] if fits else list(characters(run.text))


def _parted(run: Run, piece: str, size: float, width: float) -> list[str]:
    if run.ruby or len(piece) == 1 or _width(run, piece.rstrip(), size) <= width:
        return [piece]
    return line_ends.smaller(piece)


def _width(run: Run, text: str, size: float) -> float:
    if run.name:
        return glyphs.layout(text, size).width
    if run.ruby:
        reading = metrics(size / 2, run.bold).horizontalAdvance(run.ruby)
        return max(metrics(size, run.bold).horizontalAdvance(text), reading)
    return metrics(size, run.bold, _family(run)).horizontalAdvance(text)


def _family(run: Run) -> Family:
    return Family.FIGURES if run.figures else run.family


@lru_cache(maxsize=1024)
def _lay(runs: tuple[Run, ...], width: float, size: float) -> tuple[tuple[_Part, ...], int]:
    """Break greedily: at spaces in Latin, in Japanese between phrases, never in a name.

    Japanese set with readings and spaces is meant for learners and breaks at its spaces; other
    Japanese breaks inside a phrase where too much of the line would stay empty before it.
    """
    parts: list[_Part] = []
    x, line = 0.0, 0
    sized = [(run, run.size or size + (2 if run.name else 0)) for run in runs]
    pieces = [(run, piece, own) for run, own in sized for piece in _fitting(run, own, width)]
    spaced = _is_spaced(runs)
    phrases = _phrases(pieces) if spaced else _unspaced_phrases(pieces, width)
    for at, (run, piece, own) in enumerate(pieces):
        if piece == "\n":
            x, line = 0.0, line + 1
            continue
        wide = _width(run, piece, own)
        needed = phrases.get(at, 0.0)
        if needed > width or (not spaced and width - x > _MOST_LEFT_FREE * width):
            needed = 0.0
        needed = max(needed, _width(run, piece.rstrip(), own))
        if x and x + needed > width + 0.5:
            x, line = 0.0, line + 1
            if piece in (" ", "\u3000"):
                continue
        last = parts[-1] if parts else None
        if last and last.run is run and last.line == line:
            joined = last.text + piece
            parts[-1] = _Part(run, joined, last.x, line, _width(run, joined, own))
            x = parts[-1].x + parts[-1].width
        else:
            parts.append(_Part(run, piece, x, line, wide))
            x += wide
    return tuple(parts), line + 1


def _is_spaced(runs: Sequence[Run]) -> bool:
    """Whether it is Japanese with its readings and with spaces between phrases (分かち書き)."""
    return any(run.ruby for run in runs) and any(" " in run.text for run in runs)


def _phrases(pieces: Sequence[tuple[Run, str, float]]) -> dict[int, float]:
    """Width of each phrase by its first piece; one ends at a space or after 、。？！."""
    found: dict[int, float] = {}
    first: int | None = None
    for at, (run, piece, own) in enumerate(pieces):
        if not piece.strip():
            first = None
            continue
        if first is None:
            first = at
        found[first] = found.get(first, 0.0) + _width(run, piece, own)
        if piece[-1] in "、。？！":
            first = None
    return found


def _unspaced_phrases(pieces: Sequence[tuple[Run, str, float]], width: float) -> dict[int, float]:
    """Width of each phrase of Japanese without spaces, by its first piece."""
    found: dict[int, float] = {}
    wide = [_width(run, piece, own) for run, piece, own in pieces]
    if sum(wide) <= width:
        return found  # one line, which nothing breaks
    for japanese, group in groupby(range(len(pieces)), key=lambda at: _is_japanese(pieces[at])):
        if not japanese:
            continue
        places = list(group)
        starts = line_ends.phrase_starts([pieces[at][1] for at in places])
        for start, end in pairwise((*starts, len(places))):
            last = pieces[places[end - 1]][1]
            blank = wide[places[end - 1]] if not last.strip() else 0.0
            found[places[start]] = sum(wide[at] for at in places[start:end]) - blank
    return found


def _is_japanese(piece: tuple[Run, str, float]) -> bool:
    run, text, _ = piece
    return run.family in line_ends.JAPANESE and not run.ruby and text != "\n"


def runs_height(
    runs: Sequence[Run], width: float, size: float = 16, leading: float = _LEADING
) -> float:
    """Height the runs take when wrapped to `width`, px at 100 %."""
    return _lay(tuple(runs), width, size)[1] * _step(runs, size, leading)


def _step(runs: Sequence[Run], size: float, leading: float) -> float:
    """Distance of two lines; readings take half a line more, Burmese stacks its letters."""
    if any(run.family is Family.MYANMAR for run in runs):
        leading += 0.4
    return size * leading + (size / 2 if any(run.ruby for run in runs) else 0)


def runs_width(runs: Sequence[Run], size: float = 16) -> float:
    """Width of the longest line when nothing but a line end breaks it."""
    parts, _ = _lay(tuple(runs), 1e6, size)
    return max((part.x + part.width for part in parts), default=0.0)


def last_line_width(runs: Sequence[Run], width: float, size: float = 16) -> float:
    """Where the last line ends when the runs are wrapped to `width`."""
    parts, lines = _lay(tuple(runs), width, size)
    return max((part.x + part.width for part in parts if part.line == lines - 1), default=0.0)


def draw_runs(
    painter: QPainter,
    rect: QRectF,
    runs: Sequence[Run],
    size: float = 16,
    ink: str = theme.INK,
    leading: float = _LEADING,
) -> float:
    """Draw the runs from the top of `rect`, wrapped to its width; answers their height."""
    parts, lines = _lay(tuple(runs), rect.width(), size)
    step = _step(runs, size, leading)
    lowered = size / 4 if any(run.ruby for run in runs) else 0.0
    if any(run.family is Family.MYANMAR for run in runs):
        lowered = -_STACKED * size
    plain = metrics(size)
    for part in parts:
        own = part.run.size or size + (2 if part.run.name else 0)
        middle = rect.top() + part.line * step + step / 2 + lowered
        # every style stands on the base line of the paragraph
        baseline = middle + (plain.ascent() - plain.descent()) / 2
        x = rect.left() + part.x
        tone = part.run.ink or (theme.INK_STRONG if part.run.name else ink)
        if part.run.name:
            glyphs.draw_glyphs(painter, x, baseline, part.text, own, tone)
            continue
        painter.setPen(colour(tone))
        if part.run.ruby:
            x += _draw_ruby(painter, part, QPointF(x, baseline - plain.ascent()), own)
        painter.setFont(plain_font(own, part.run.bold, _family(part.run)))
        painter.drawText(QPointF(x, baseline), part.text)
        if part.run.strike:
            painter.setPen(QPen(colour(tone), 1))
            painter.drawLine(QPointF(x, middle), QPointF(x + part.width, middle))
    return lines * step


def _draw_ruby(painter: QPainter, part: _Part, foot: QPointF, size: float) -> float:
    """Draw the reading over its base, spread when it is shorter; answers the base's indent."""
    run = part.run
    small = metrics(size / 2, run.bold)
    reading = small.horizontalAdvance(run.ruby)
    painter.setFont(plain_font(size / 2, run.bold))
    spread = max(part.width - reading, 0) / len(run.ruby)
    x = foot.x() + spread / 2
    for letter in run.ruby:
        painter.drawText(QPointF(x, foot.y() - small.descent() + 1), letter)
        x += small.horizontalAdvance(letter) + spread
    return (part.width - metrics(size, run.bold).horizontalAdvance(part.text)) / 2


class Words(Painted, QLabel):
    """Wrapping text as a widget; its height follows its width."""

    def __init__(
        self,
        runs: Sequence[Run] | str,
        size: float = 16,
        parent: QWidget | None = None,
        *,
        ink: str = theme.INK,
        leading: float = _LEADING,
    ) -> None:
        super().__init__(parent)
        self._size, self._ink, self._leading = size, ink, leading
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.show_runs(runs)

    def show_runs(self, runs: Sequence[Run] | str) -> None:
        self._runs = (Run(runs),) if isinstance(runs, str) else tuple(runs)
        self._natural: QSizeF | None = None
        self._heights: dict[float, float] = {}
        self.setAccessibleName("".join(run.text for run in self._runs))
        self.updateGeometry()
        self.update()

    def natural_size(self) -> QSizeF:
        if self._natural is None:  # a layout asks many times before a page stands
            width = min(runs_width(self._runs, self._size), 640) + 1
            self._natural = QSizeF(width, self._height(width))
        return self._natural

    def _height(self, width: float) -> float:
        if width not in self._heights:
            self._heights[width] = runs_height(self._runs, width, self._size, self._leading)
        return self._heights[width]

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(round(40 * self.factor), round(self._size * self._leading * self.factor))

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        at = self.factor
        return round(self._height(width / at) * at)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        rect = QRectF(0, 0, size.width(), size.height())
        draw_runs(painter, rect, self._runs, self._size, self._ink, self._leading)
