"""The side panel of 03: the selected member, the glyph beside similar ones, sources of facts."""

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.staff.glyph_panel import GlyphPanel
from ui.staff.side_parts import side_head, side_title
from ui.staff.views import OriginView, PersonView
from ui.widgets.arrange import Stack
from ui.widgets.chip import Mark, draw_mark
from ui.widgets.drawing import RIGHT, Icon, Painted, draw_line, draw_text, text_width
from ui.widgets.names import NameLabel
from ui.widgets.source import draw_source


class _OriginRow(Painted, QWidget):
    """Where a group of facts came from, and whether the sources agree."""

    def __init__(self, view: OriginView) -> None:
        super().__init__()
        self._view = view
        sources = "と".join(source.words for source in view.sources)
        self.setAccessibleName(f"{view.label} {sources} {view.words}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def natural_size(self) -> QSizeF:
        return QSizeF(260, 34)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        view, middle = self._view, size.height() / 2
        draw_text(painter, QRectF(4, 0, 150, size.height()), view.label, 14)
        x = size.width() * 0.476
        for source in view.sources:
            x += draw_source(painter, x, middle, source) + 5
        left = size.width() * 0.73
        if view.agrees is None:
            rect = QRectF(left, 0, size.width() - left, size.height())
            draw_text(painter, rect, view.words, 14)
        elif view.agrees:
            draw_mark(painter, left - 4, middle, Mark(Icon.CHECK, view.words, theme.OK_INK))
        else:
            mark = Mark(Icon.ALERT, view.words, theme.WARN_INK, bold=True)
            draw_mark(painter, left - 4, middle, mark)
        y = size.height() - 0.5
        draw_line(painter, QPointF(0, y), QPointF(size.width(), y), theme.LINE_SOFT)


class _KanaLine(Painted, QWidget):
    """The reading, its standing, and where it came from."""

    def __init__(self, person: PersonView) -> None:
        super().__init__()
        self._person = person
        self._words = "　".join(filter(None, (person.kana, person.kana_words)))
        self.setAccessibleName(self._words)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def natural_size(self) -> QSizeF:
        return QSizeF(text_width(self._words, 14) + 26, 22)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        rect = QRectF(0, 0, size.width(), size.height())
        draw_text(painter, rect, self._words, 14, theme.INK_2)
        if self._person.kana_source is not None:
            x = text_width(self._words, 14) + 5
            draw_source(painter, x, size.height() / 2, self._person.kana_source)


class _Pair(Painted, QWidget):
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
        return round((21 if self._wide() <= width / at else 42) * at)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        rect = QRectF(0, 0, size.width(), 21)
        draw_text(painter, rect, self._words[0], 14)
        if self._wide() <= size.width():
            draw_text(painter, rect, self._words[1], 14, align=RIGHT)
        else:
            draw_text(painter, rect.translated(0, 21), self._words[1], 14)


class PersonPanel(Stack):
    """The selected member: name large, the glyph to look at, where every fact came from."""

    def __init__(self, person: PersonView) -> None:
        super().__init__(gap=0)
        self.add(side_title("選んだ人"))
        self.add(NameLabel(person.name, 36))
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
