"""One thing to decide, as a card a digit picks; and the reason a decision needs."""

from PySide6.QtCore import QEvent, QObject, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from ui import theme
from ui.review.views import DecisionView
from ui.theme import Family
from ui.widgets.chip import chip_width, draw_chip
from ui.widgets.drawing import Painted, draw_box, draw_text
from ui.widgets.fields import NoteField
from ui.widgets.words import Run, draw_runs, runs_height

_INDENT = 34.0
_TWO_FIGURES = 9.0
"""What a number from 10 on takes more."""


class DecisionCard(Painted, QAbstractButton):
    """One thing to decide: number, title, chip; beneath what passes and what speaks for it."""

    def __init__(self, view: DecisionView) -> None:
        super().__init__()
        self._view = view
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.show_decision(view, False)

    def show_decision(self, view: DecisionView, here: bool) -> None:
        self._view = view
        self.setChecked(here)
        self.setText(view.title)
        self.setAccessibleName(f"{view.number} {view.title} {view.chip.text}")
        self.setAccessibleDescription(f"{view.passes} {view.note}".strip())
        self.updateGeometry()
        self.update()

    def _title_room(self, width: float) -> float:
        return max(width - 2 - self._left() - chip_width(self._view.chip) - 10 - 12, 80)

    def _left(self) -> float:
        """Where the title begins."""
        return 30 + (_TWO_FIGURES if self._view.number > 9 else 0)

    def _title_height(self, width: float) -> float:
        title = (Run(self._view.title, True),)
        return max(runs_height(title, self._title_room(width), 16, 1.35), 26)

    def _height(self, width: float) -> float:
        room = max(width - _INDENT - 12, 80)
        height = 8 + self._title_height(width) + 8
        if self._view.passes:
            height += 2 + runs_height((Run(self._view.passes),), room, 14, 1.45)
        if self._view.note:
            height += runs_height((Run(self._view.note),), room, 14, 1.45)
        return height

    def natural_size(self) -> QSizeF:
        return QSizeF(240, self._height(360))

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        return round(self._height(width / self.factor) * self.factor)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        view, here = self._view, self.isChecked()
        draw_box(
            painter,
            QRectF(0, 0, size.width(), size.height()),
            fill=theme.TINT if here else theme.WHITE,
            line=theme.PRIMARY if here else theme.LINE,
            width=2 if here else 1,
        )
        high = self._title_height(size.width())
        number = QRectF(12, 8, 28, 26)
        draw_text(painter, number, str(view.number), 16, family=Family.FIGURES)
        title = (Run(view.title, True),)
        room = self._title_room(size.width())
        tall = runs_height(title, room, 16, 1.35)
        place = QRectF(self._left(), 8 + (high - tall) / 2, room, tall)
        draw_runs(painter, place, title, 16, leading=1.35)
        x = size.width() - 12 - chip_width(view.chip)
        draw_chip(painter, x, 8 + 13, view.chip)
        y, room = 8 + high, max(size.width() - _INDENT - 12, 80)
        if view.passes:
            passes = (Run(view.passes),)
            tall = runs_height(passes, room, 14, 1.45)
            draw_runs(painter, QRectF(_INDENT, y + 2, room, tall), passes, 14, leading=1.45)
            y += 2 + tall
        if view.note:
            note = (Run(view.note),)
            rest = QRectF(_INDENT, y, room, size.height() - y)
            draw_runs(painter, rest, note, 14, theme.INK_2, 1.45)


class ReasonField(NoteField):
    """The reason of a decision: Enter takes it, Shift and Enter makes a line, Esc leaves."""

    confirmed = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__("理由", required=True)
        self.edit.installEventFilter(self)

    def name(self, label: str) -> None:
        """What the reason is for: 「3 の理由」."""
        self._label.setText(label)
        self.edit.setAccessibleName(f"{label} 必須")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.confirmed.emit()
                return True
            if plain and event.key() == Qt.Key.Key_Escape:
                self.left.emit()
                return True
        return super().eventFilter(watched, event)
