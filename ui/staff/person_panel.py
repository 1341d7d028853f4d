"""The side panel of 03: the selected member, the glyph beside similar ones, sources of facts."""

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLabel, QSizePolicy

from ui import theme
from ui.staff.glyph_panel import GlyphPanel
from ui.staff.household_views import OriginView, PersonView
from ui.staff.long_names import NameBlock
from ui.staff.side_parts import side_head, side_title
from ui.widgets.arrange import Stack
from ui.widgets.chip import Mark, draw_mark
from ui.widgets.drawing import RIGHT, Icon, Painted, draw_line, draw_text, text_width
from ui.widgets.source import draw_source
from ui.widgets.words import Run, draw_runs, runs_height, runs_width


class _OriginRow(Painted, QLabel):
    """Where a group of facts came from, and whether the sources agree."""

    def __init__(self, view: OriginView) -> None:
        super().__init__()
        self._view = view
        sources = "と".join(source.words for source in view.sources)
        self.setAccessibleName(f"{view.label} {sources} {view.words}")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def natural_size(self) -> QSizeF:
        return QSizeF(260, 34)

    def _below(self, width: float) -> float:
        """Height of the words under the row, where their column does not hold them; else 0."""
        words = self._view.words
        if self._view.agrees is not None or text_width(words, 14) <= width * (1 - 0.73):
            return 0
        return runs_height((Run(words),), width - 8, 14, 1.4) + 6

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        return round((34 + self._below(width / self.factor)) * self.factor)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        view, middle = self._view, 17.0
        draw_text(painter, QRectF(4, 0, 150, 34), view.label, 14)
        x = size.width() * 0.476
        for source in view.sources:
            x += draw_source(painter, x, middle, source) + 5
        left = size.width() * 0.73
        if view.agrees is None and (below := self._below(size.width())):
            place = QRectF(4, 30, size.width() - 8, below)
            draw_runs(painter, place, (Run(view.words),), 14, leading=1.4)
        elif view.agrees is None:
            rect = QRectF(left, 0, size.width() - left, 34)
            draw_text(painter, rect, view.words, 14)
        elif view.agrees:
            draw_mark(painter, left - 1, middle, Mark(Icon.CHECK, view.words, theme.OK_INK), 4)
        else:
            mark = Mark(Icon.ALERT, view.words, theme.WARN_INK, bold=True)
            draw_mark(painter, left - 1, middle, mark, 4)
        y = size.height() - 0.5
        draw_line(painter, QPointF(0, y), QPointF(size.width(), y), theme.LINE_SOFT)


class _KanaLine(Painted, QLabel):
    """The reading, its standing, and where it came from."""

    def __init__(self, person: PersonView) -> None:
        super().__init__()
        self._person = person
        self._words = "　".join(filter(None, (person.kana, person.kana_words)))
        self.setAccessibleName(self._words)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _lines(self, width: float) -> tuple[str, ...]:
        """Reading and standing on one line, or under each other."""
        if text_width(self._words, 14) + 26 <= width:
            return (self._words,)
        return tuple(filter(None, (self._person.kana, self._person.kana_words)))

    def natural_size(self) -> QSizeF:
        return QSizeF(120, 22)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def _kana_height(self, width: float) -> float:
        return max(22.0, runs_height((Run(self._lines(width)[0]),), width - 26, 14, 1.45))

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        wide = width / self.factor
        more = 22 * (len(self._lines(wide)) - 1)
        return round((self._kana_height(wide) + more) * self.factor)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        lines = self._lines(size.width())
        high = self._kana_height(size.width())
        first = (Run(lines[0]),)
        place = QRectF(0, 1 if high > 22 else 1.5, size.width() - 26, high)
        draw_runs(painter, place, first, 14, theme.INK_2, 1.45)
        y = high / 2
        x = min(runs_width(first, 14) + 5, size.width() - 20)
        if len(lines) > 1:
            y = high + 11
            draw_text(painter, QRectF(0, high, size.width(), 22), lines[1], 14, theme.INK_2)
            x = text_width(lines[1], 14) + 5
        if self._person.kana_source is not None:
            draw_source(painter, x, y, self._person.kana_source)


class _Pair(Painted, QLabel):
    """Two texts, one at each end; under each other where they do not fit."""

    def __init__(self, left: str, right: str) -> None:
        super().__init__()
        self._words = (left, right)
        self.setAccessibleName(f"{left} {right}")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _wide(self) -> float:
        return sum(text_width(words, 14) for words in self._words) + 10

    def natural_size(self) -> QSizeF:
        return QSizeF(120, 21)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        at = self.factor
        wide = width / at
        if self._wide() <= wide:
            return round(21 * at)
        return round(sum(runs_height((Run(words),), wide, 14) for words in self._words) * at)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        left, right = self._words
        rect = QRectF(0, 0, size.width(), 21)
        if self._wide() <= size.width():
            draw_text(painter, rect, left, 14)
            draw_text(painter, rect, right, 14, align=RIGHT)
            return
        high = draw_runs(painter, rect, (Run(left),), 14)
        draw_runs(painter, rect.translated(0, high), (Run(right),), 14)


class PersonPanel(Stack):
    """The selected member: name large, the glyph to look at, where every fact came from."""

    def __init__(self, person: PersonView) -> None:
        super().__init__(gap=0)
        self.add(side_title("選んだ人"))
        self.add(NameBlock(person.name, 36))
        self.add(_KanaLine(person))
        if person.glyph is not None:
            self.add(side_head("文字"))
            self.add(GlyphPanel(person.glyph))
        if person.outside_name:
            self.add(side_head("町の外に送るとき"))
            self.add(_Pair(person.outside_name, person.outside_kana))
        if person.origins:
            self.add(side_head("出どころ"))
            for origin in person.origins:
                self.add(_OriginRow(origin))
