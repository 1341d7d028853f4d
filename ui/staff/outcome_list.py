"""The side panel of 04: what the answers bring so far, what changed, what is open."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLabel, QSizePolicy

from ui import theme
from ui.staff.interview_views import InterviewView, OutcomeGroupView, OutcomeView
from ui.staff.side_parts import side_head, side_title
from ui.theme import Family
from ui.widgets.arrange import Stack
from ui.widgets.chip import chip_width, draw_chip
from ui.widgets.clock import clock_width, draw_clock
from ui.widgets.drawing import CENTRE, Painted, draw_box, draw_line, draw_text, text_width
from ui.widgets.keyhint import KeyHint
from ui.widgets.words import Run, draw_runs, runs_height


class Counts(Painted, QLabel):
    """Figures over their words in a frame: 18 該当, 4 届出不要 …"""

    def __init__(self) -> None:
        super().__init__()
        self._counts: tuple[tuple[str, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_counts(self, counts: Sequence[tuple[str, str]]) -> None:
        self._counts = tuple(counts)
        self.setAccessibleName("、".join(f"{words} {figure}" for figure, words in counts))
        self.update()

    def natural_size(self) -> QSizeF:
        return QSizeF(sum(self._widths()) + 10, 62)

    def _widths(self) -> list[float]:
        return [
            max(text_width(words, 14), text_width(figure, 24, family=Family.FIGURES))
            for figure, words in self._counts
        ]

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        draw_box(painter, QRectF(0, 0, size.width(), size.height()), line=theme.LINE)
        widths = self._widths()
        if not widths:
            return
        spare = (size.width() - 10 - sum(widths)) / len(widths)
        x = 5.0
        for (figure, words), width in zip(self._counts, widths, strict=True):
            cell = width + spare
            draw_text(
                painter,
                QRectF(x, 6.5, cell, 26),
                figure,
                24,
                theme.INK_STRONG,
                family=Family.FIGURES,
                align=CENTRE,
            )
            draw_text(painter, QRectF(x, 33, cell, 21), words, 14, align=CENTRE)
            x += cell


class OutcomeRow(Painted, QLabel):
    """A procedure as it stands: chip and title, whose and which department, its clock."""

    def __init__(self, view: OutcomeView) -> None:
        super().__init__()
        self._view = view
        chip = view.chip.text if view.chip is not None else ""
        due = f"期限 {view.deadline.words}" if view.deadline is not None else ""
        self.setAccessibleName(" ".join(filter(None, (chip, view.title, view.detail, due))))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _left(self) -> float:
        return 10 + (chip_width(self._view.chip) + 8 if self._view.chip is not None else 0)

    def _title_height(self, width: float) -> float:
        runs = (Run(self._view.title, bold=True),)
        return max(26.0, runs_height(runs, width - self._left(), 14, 1.3))

    def natural_size(self) -> QSizeF:
        return QSizeF(200, 32 if self._view.dropped else 62)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        at = self.factor
        if self._view.dropped:
            return round((11 + runs_height(self._dropped(), width / at - 12, 14, 1.5)) * at)
        wide = width / at
        below = self._below_height(wide)
        return round((6 + self._title_height(wide) + 2 + below + 8) * at)

    def _dropped(self) -> tuple[Run, ...]:
        ink = theme.INK_2_RESIDENT
        return (
            Run(self._view.title, strike=True, ink=ink),
            Run(f"　{self._view.detail}", ink=theme.INK_2),
        )

    def _below_height(self, width: float) -> float:
        view = self._view
        detail = runs_height((Run(view.detail),), width - 10, 14, 1.45)
        if view.deadline is None:
            return detail
        both = 10 + text_width(view.detail, 14) + 8 + clock_width(view.deadline)
        return 21 if both <= width else max(41, detail + 21)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        view, width = self._view, size.width()
        if view.new:
            painter.fillRect(QRectF(0, 0, width, size.height()), theme.colour(theme.TINT))
            painter.fillRect(QRectF(0, 0, 4, size.height()), theme.colour(theme.PRIMARY))
        y = size.height() - 0.5
        line = theme.TINT_LINE if view.new else theme.LINE_SOFT
        draw_line(painter, QPointF(0, y), QPointF(width, y), line)
        if view.dropped:
            draw_runs(painter, QRectF(10, 4, width - 12, 40), self._dropped(), 14, leading=1.5)
            return
        if view.chip is not None:
            draw_chip(painter, 10, 19, view.chip)
        high = self._title_height(width)
        title = (Run(view.title, bold=True),)
        own = runs_height(title, width - self._left(), 14, 1.3)
        place = QRectF(self._left(), 6 + (high - own) / 2, width - self._left(), own)
        draw_runs(painter, place, title, 14, leading=1.3)
        top = 6 + high + 2
        detail = QRectF(10, top, width - 10, size.height() - top)
        draw_runs(painter, detail, (Run(view.detail, ink=theme.INK_2),), 14, leading=1.45)
        if view.deadline is not None:
            below = top + self._below_height(width) - 10.5
            draw_clock(painter, width - clock_width(view.deadline), below, view.deadline)


class OutcomeList(Stack):
    """Counts, then the groups: いま変わったもの, 期限が近い順, まだ決まらないもの."""

    def __init__(self) -> None:
        super().__init__(gap=0)
        self._shown: tuple[OutcomeGroupView, ...] = ()
        self._head = Stack(across=True, gap=0)
        self._head.add(side_title("手続", "いまの答えで"), 1)
        self._key = KeyHint("F6")
        self._head.add(self._key, align=Qt.AlignmentFlag.AlignVCenter)
        self._counts = Counts()
        self._groups = Stack(gap=0)
        self.add(self._head)
        self.add(Stack(self._counts, margins=(0, 10, 0, 0)))
        self.add(self._groups)
        self.push()

    def show_outcomes(self, view: InterviewView) -> None:
        self._counts.show_counts(view.counts)
        if self._shown == view.outcomes:
            return
        self._shown = view.outcomes
        self._groups.clear()
        for group in view.outcomes:
            self._groups.add(side_head(group.title))
            for row in group.rows:
                self._groups.add(OutcomeRow(row))
