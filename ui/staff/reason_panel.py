"""The side panel of 05: why a procedure applies, on which facts, by when, with which papers."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.staff.frame_views import Text
from ui.staff.paper_panel import PaperCard, PaperLine, first_open
from ui.staff.side_parts import Line
from ui.staff.work_parts import Wrapped
from ui.staff.work_views import FactRowView, ReasonView, Standing
from ui.widgets.arrange import Stack
from ui.widgets.button import Button, Size
from ui.widgets.chip import Chip, ChipKind, StatusChip, Tint
from ui.widgets.clock import Clock
from ui.widgets.drawing import Icon, Painted, draw_icon, draw_line
from ui.widgets.keyhint import KeyHint
from ui.widgets.source import draw_source
from ui.widgets.words import Run, Words, draw_runs, runs_height, runs_width

_CHIPS: Final = {
    Standing.APPLIES: ChipKind.APPLIES,
    Standing.DEEMED: ChipKind.COVERED,
    Standing.NOTHING_TO_FILE: ChipKind.NOTHING_TO_FILE,
    Standing.GUIDE: ChipKind.GUIDE_ONLY,
    Standing.UNDECIDED: ChipKind.UNDECIDED,
}
_LATER: Final = Chip(Tint.DASHED, Icon.CLOCK, "後日")
_LABEL_WIDE: Final = 96.0
_LABEL_NARROW: Final = 88.0
_SHORT_NAME: Final = 12


def standing_chip(standing: Standing, postponed: bool = False) -> Chip:
    """The chip of a determination; what is put off says so instead."""
    return _LATER if postponed else _CHIPS[standing].chip()


class _Rule(Painted, QWidget):
    """The law, with the edition of the catalogue behind it; under each other where narrow."""

    def __init__(self, law: str, edition: str) -> None:
        super().__init__()
        self._law = (Run(law, ink=theme.PRIMARY_HOVER),)
        self._edition = edition
        self.setAccessibleName(f"根拠 {law} {edition}".strip())
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _runs(self) -> tuple[Run, ...]:
        return (*self._law, Run(f"　{self._edition}", ink=theme.INK_2))

    def natural_size(self) -> QSizeF:
        return QSizeF(200, 21)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        at = self.factor
        return round(max(runs_height(self._runs(), width / at - 20, 14), 21) * at)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        draw_icon(painter, QRectF(0, 2.5, 16, 16), Icon.SCALES, theme.PRIMARY_HOVER)
        rect = QRectF(20, 0, size.width() - 20, size.height())
        draw_runs(painter, rect, self._runs(), 14)


class Why(Stack):
    """The reason behind a bar of 4 blue at its left; F6 comes here, and arrows scroll on."""

    def __init__(self, view: ReasonView) -> None:
        super().__init__(gap=0, margins=(16, 2, 0, 2))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        said = "".join(run.text for run in view.reason)
        self.setAccessibleName(f"{view.title} 理由 {said} {view.law}".strip())
        self.add(Line("理由", 14, ink=theme.INK_2))
        self.add(Words(view.reason, 16))
        if view.law:
            self.add(Stack(_Rule(view.law, view.edition), margins=(0, 4, 0, 0)))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        bar = theme.scaled(4, self)
        painter.fillRect(0, 0, bar, self.height(), theme.colour(theme.PRIMARY))
        painter.end()


class FactLine(Painted, QWidget):
    """A label, what is known (wraps, never cut) and the tag of its source, over a thin line.

    A label too long for its column stands over what is known.
    """

    def __init__(self, label: str, value: Text, source: FactRowView | None = None) -> None:
        super().__init__()
        self._label, self._value = (Run(label, ink=theme.INK_2),), _breakable(value)
        self._source = source.source if source is not None else None
        said = "".join(run.text for run in value)
        self.setAccessibleName(f"{label} {said}")
        if self._source is not None:
            self.setAccessibleDescription(f"出どころ {self._source.words}")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _rooms(self, width: float) -> tuple[float, float]:
        label = _LABEL_NARROW if width < 290 else _LABEL_WIDE
        return label, width - label - (26 if self._source is not None else 0) - 4

    def _is_long(self, width: float) -> bool:
        return runs_width(self._label, 14) > self._rooms(width)[0] - 2

    def _heights(self, width: float) -> tuple[float, float]:
        """Of the label and of what is known, each in its room."""
        label, value = self._rooms(width)
        room = label + value if self._is_long(width) else label
        return runs_height(self._label, room, 14, 1.35), runs_height(self._value, value, 14, 1.35)

    def _high(self, width: float) -> float:
        heights = self._heights(width)
        return max(27.0, sum(heights) + 6 if self._is_long(width) else max(heights) + 2)

    def natural_size(self) -> QSizeF:
        return QSizeF(200, 27)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        return round(self._high(width / self.factor) * self.factor)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        label, value = self._rooms(size.width())
        above, high = self._heights(size.width())
        middle = size.height() / 2
        first, second = middle - above / 2, middle - high / 2
        room = label
        if self._is_long(size.width()):
            first, room = middle - (above + high) / 2, label + value
            second = first + above
        draw_runs(painter, QRectF(0, first, room, above), self._label, 14, leading=1.35)
        draw_runs(painter, QRectF(label, second, value, high), self._value, 14, leading=1.35)
        if self._source is not None:
            draw_source(painter, size.width() - 26, middle, self._source)
        y = size.height() - 0.5
        draw_line(painter, QPointF(0, y), QPointF(size.width(), y), theme.LINE_SOFT)


def _breakable(value: Text) -> Text:
    """A long name may part at its spaces, as nothing of it is ever cut."""
    runs: list[Run] = []
    for run in value:
        if not run.name or len(run.text) <= _SHORT_NAME:
            runs.append(run)
            continue
        for word in run.text.replace("\u3000", " ").split(" "):
            runs += [Run(" "), replace(run, text=word)] if runs else [replace(run, text=word)]
    return tuple(runs)


def _heading(words: str) -> QWidget:
    return Stack(Line(words, 14, bold=True, ink=theme.INK_2), margins=(0, 11, 0, 3))


class _Head(Stack):
    """Chip, department and the key of the pane."""

    def __init__(self, view: ReasonView) -> None:
        super().__init__(across=True, gap=8)
        self.add(StatusChip(standing_chip(view.standing, view.postponed)))
        self.add(Line(view.department, 14, ink=theme.INK_2))
        self.push()
        self.add(KeyHint("F6"))


class ReasonPanel(Stack):
    """One determination in full; `postpone` (True: not today) and `rules` are what can be done.

    Its papers are told one by one.
    """

    postpone = Signal(bool)
    rules = Signal()
    paper_told = Signal(str, str)
    """Key of a paper, and what became of it (see `PaperCard.told`)."""

    def __init__(self, view: ReasonView) -> None:
        super().__init__(gap=0)
        self.add(_Head(view))
        title = Words((Run(view.title, bold=True, ink=theme.INK_STRONG),), 20, leading=1.4)
        self.add(Stack(title, margins=(0, 6, 0, 0)))
        self.add(Stack(Why(view), margins=(0, 8, 0, 0)))
        if view.facts:
            self.add(_heading("使った事実"))
            for fact in view.facts:
                self.add(FactLine(fact.label, fact.value, fact))
        if view.deadline is not None or view.deadline_words:
            self._add_deadline(view)
        if view.details:
            self.add(_heading("・".join(label for label, _ in view.details)))
            for label, value in view.details:
                self.add(FactLine(label, value))
        self._papers = [p for p in view.attachments if not p.gone]
        self.cards: list[PaperCard] = []
        self._add_papers()
        gone = [p for p in view.attachments if p.gone]
        if gone:
            self.add(_heading("添付が要らなくなったもの"))
            for paper in gone:
                self.add(PaperLine(paper))
        self._add_buttons(view)

    def _add_deadline(self, view: ReasonView) -> None:
        self.add(_heading("期限"))
        if view.deadline is not None:
            self.add(Clock(view.deadline), align=Qt.AlignmentFlag.AlignLeft)
        if view.deadline_words:
            self.add(Stack(Words(view.deadline_words, 14), margins=(0, 2, 0, 0)))

    def _add_papers(self) -> None:
        if not self._papers:
            return
        head = Stack(Line("添付", 14, bold=True, ink=theme.INK_2), across=True)
        head.push()
        head.add(KeyHint("Alt P"))
        self.add(Stack(head, margins=(0, 11, 0, 5)))
        for paper in self._papers:
            card = PaperCard(paper)
            card.told.connect(lambda what, key=paper.key: self.paper_told.emit(key, what))
            self.cards.append(card)
            self.add(card)

    def open_paper(self) -> None:
        """Alt+P: the first paper that is waited for, with what can be said of it."""
        card = first_open(self.cards, self._papers)
        if card is not None:
            card.open()

    def _add_buttons(self, view: ReasonView) -> None:
        row = Wrapped(gap=6)
        if view.can_postpone:
            words = "今日出す" if view.postponed else "今日は出さない"
            put_off = Button(words, size=Size.TINY, key="Alt X")
            put_off.clicked.connect(lambda: self.postpone.emit(not view.postponed))
            row.add(put_off)
        rules = Button("条文と規則", size=Size.TINY, key="F1")
        rules.clicked.connect(self.rules)
        row.add(rules)
        self.add(Stack(row, margins=(0, 12, 0, 0)))
