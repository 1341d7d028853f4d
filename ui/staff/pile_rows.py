"""Rows of the printed pile (06, 07): a sheet and where it is; a reading that is wrong, in red."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.staff.pile_views import PileRowView, PileState, WrongPaperView
from ui.theme import Family
from ui.widgets.chip import Mark, draw_mark, mark_width
from ui.widgets.drawing import Icon, Painted, draw_box, draw_icon, draw_line, draw_text
from ui.widgets.words import Run, draw_runs, runs_height

_PILE: Final = {
    PileState.THERE: Mark(Icon.CHECK, "束にあり", theme.OK_INK),
    PileState.MISSING: Mark(Icon.ALERT, "足りない", theme.ERROR_INK, bold=True),
    PileState.WAITS: Mark(Icon.CLOCK, "これから", theme.INK_2),
    PileState.PRINTING: Mark(Icon.PRINT, "印刷中", theme.INK_2),
    PileState.UNSURE: Mark(Icon.HELP, "紙が出たか未確認", theme.WARN_INK, bold=True),
    PileState.UNPRINTED: Mark(Icon.ALERT, "まだ印刷なし", theme.WARN_INK, bold=True),
    PileState.GIVEN: Mark(Icon.CHECK, "お渡し済み", theme.INK_2),
    PileState.OLD: Mark(Icon.CROSS, "古い紙", theme.ERROR_INK, bold=True),
}


class PileRow(Painted, QWidget):
    """A sheet of paper: its number, its title, and where it is."""

    def __init__(self, view: PileRowView) -> None:
        super().__init__()
        self._view = view
        self.setAccessibleName(f"{view.number} {view.title} {_PILE[view.state].text}")
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def natural_size(self) -> QSizeF:
        return QSizeF(240, 30)

    def _title(self, width: float) -> tuple[float, float]:
        """Width and height of the title in a row of `width`."""
        room = width - 54 - 4 - mark_width(_PILE[self._view.state])
        return room, runs_height((Run(self._view.title),), room, 14, 1.35)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        return round(max(30.0, self._title(width / self.factor)[1] + 11) * self.factor)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        view, high = self._view, size.height()
        number = QRectF(4, 0, 40, high)
        draw_text(painter, number, view.number, 14, theme.INK_2, family=Family.FIGURES)
        mark = _PILE[view.state]
        left = size.width() - 4 - mark_width(mark)
        draw_mark(painter, left, high / 2, mark)
        room, tall = self._title(size.width())
        title = QRectF(48, (high - tall) / 2, room, tall)
        draw_runs(painter, title, (Run(view.title),), 14, leading=1.35)
        y = high - 0.5
        draw_line(painter, QPointF(0, y), QPointF(size.width(), y), theme.LINE_SOFT)


class WrongRow(Painted, QWidget):
    """A reading that must not be in the pile: framed red, its number over what to do."""

    def __init__(self, view: WrongPaperView) -> None:
        super().__init__()
        self._view = view
        self.setAccessibleName(f"{view.number} {view.words}".strip())
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def natural_size(self) -> QSizeF:
        return QSizeF(240, 56)

    def _words(self, width: float) -> tuple[tuple[Run, ...], float]:
        """The words in their runs and their height in a row of `width`."""
        words = Run(self._view.words, bold=True, ink=theme.ERROR_INK)
        number = Run(f"{self._view.number}\n", bold=True, figures=True, ink=theme.ERROR_INK)
        runs = (number, words) if self._view.number else (words,)
        return runs, runs_height(runs, width - 50, 14, 1.4)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        return round((self._words(width / self.factor)[1] + 16) * self.factor)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        box = QRectF(0, 0, size.width(), size.height())
        draw_box(painter, box, fill=theme.ERROR_GROUND, line=theme.ERROR, width=2, radius=6)
        draw_icon(painter, QRectF(11, 9, 20, 20), Icon.ALERT, theme.ERROR_INK)
        runs, tall = self._words(size.width())
        draw_runs(painter, QRectF(40, 8, size.width() - 50, tall), runs, 14, leading=1.4)
