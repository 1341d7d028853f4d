"""Answers (選択肢): option cards with digit keys, plain radio and check boxes, folded groups."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from ui import theme
from ui.theme import colour
from ui.widgets.arrange import Stack
from ui.widgets.drawing import (
    RIGHT,
    Icon,
    Painted,
    draw_box,
    draw_icon,
    draw_text,
    text_width,
)
from ui.widgets.keyhint import draw_key, key_width
from ui.widgets.sought import Sought
from ui.widgets.words import Run, draw_runs, runs_height

_LEADING: Final = 1.35
_PRESS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def draw_radio(painter: QPainter, x: float, middle: float, on: bool) -> None:
    """Ring 24 with a filled middle when chosen."""
    box = QRectF(x, middle - 12, 24, 24)
    line = theme.PRIMARY if on else theme.LINE_STRONG
    draw_box(painter, box, fill=theme.WHITE, line=line, width=2, radius=12)
    if on:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(theme.PRIMARY))
        painter.drawEllipse(QPointF(x + 12, middle), 6, 6)


def draw_check(painter: QPainter, x: float, middle: float, on: bool, side: float = 24) -> None:
    """Square with a white check on blue when chosen."""
    box = QRectF(x, middle - side / 2, side, side)
    if not on:
        draw_box(painter, box, fill=theme.WHITE, line=theme.LINE_STRONG, width=2, radius=4)
        return
    draw_box(painter, box, fill=theme.PRIMARY, radius=4)
    mark = QRectF(x + side / 2 - 8, middle - 8, 16, 16)
    draw_icon(painter, mark, Icon.CHECK, theme.WHITE)


class _Choice(Sought, Painted, QAbstractButton):
    """What radio, check box and card have in common: one press, by mouse or space, and by
    Enter where the person went to it.
    """

    def __init__(self, text: str, exclusive: bool, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._exclusive, self._over = exclusive, False
        self._by_enter = exclusive
        self.setCheckable(True)
        self.setAutoExclusive(exclusive)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setText(text)
        self.setAccessibleName(text)

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802
        self._over = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        self._over = False
        self.update()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        chooses = self._by_enter and self.sought and not event.isAutoRepeat()
        if event.key() in _PRESS and chooses and not self.isChecked():
            self.click()
        elif event.key() in _PRESS:
            # Where several may be chosen space does it, and none may be: Enter goes on at once.
            event.ignore()
        else:
            super().keyPressEvent(event)


class RadioOption(_Choice):
    """One of several, without a frame. It stands in a form: Enter is the form's."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, True, parent)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self._by_enter = False

    def natural_size(self) -> QSizeF:
        return QSizeF(24 + 8 + text_width(self.text()) + 2, 44)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        draw_radio(painter, 0, size.height() / 2, self.isChecked())
        draw_text(painter, QRectF(32, 0, size.width() - 32, size.height()), self.text())


class CheckBox(_Choice):
    """Yes or no; `side` 24, or 20 in filters, `count` at the right as in the review's rail."""

    def __init__(
        self,
        text: str,
        parent: QWidget | None = None,
        *,
        size: float = 16,
        side: float = 24,
        height: float = 44,
        count: int | None = None,
    ) -> None:
        super().__init__(text, False, parent)
        self._measures = (size, side, height)
        self._count = count
        across = QSizePolicy.Policy.Minimum if count is None else QSizePolicy.Policy.Expanding
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)

    def set_count(self, count: int) -> None:
        self._count = count
        self.update()

    def natural_size(self) -> QSizeF:
        size, side, height = self._measures
        return QSizeF(side + 10 + text_width(self.text(), size) + 2, height)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        text, side, _ = self._measures
        draw_check(painter, 0, size.height() / 2, self.isChecked(), side)
        rect = QRectF(side + 10, 0, size.width() - side - 10, size.height())
        draw_text(painter, rect, self.text(), text)
        if self._count is not None:
            family = theme.Family.FIGURES
            draw_text(painter, rect, str(self._count), 16, family=family, align=RIGHT)


class OptionCard(_Choice):
    """An answer in a frame: ring (or square), digit key, the words, what the answer brings.

    `note` stands under the words (which are bold then); `effect` at the right, lines by newline.
    """

    def __init__(
        self,
        text: str,
        digit: int | None = None,
        effect: str = "",
        note: str = "",
        parent: QWidget | None = None,
        *,
        exclusive: bool = True,
        bold: bool = False,
    ) -> None:
        super().__init__(text, exclusive, parent)
        self.digit = digit
        self._effect, self._note, self._bold = effect, note, bold or bool(note)
        self._here = False
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        key = "" if digit is None else f"{digit} "
        self.setAccessibleName(f"{key}{text}")
        self.setAccessibleDescription(" ".join(filter(None, (note, effect.replace("\n", " ")))))

    def _left(self) -> float:
        key = 0 if self.digit is None else key_width(str(self.digit)) + 10
        return 13 + 24 + 10 + key

    def _effect_width(self) -> float:
        lines = self._effect.split("\n")
        return max(text_width(line, 14) for line in lines) if self._effect else 0

    @property
    def _least(self) -> float:
        return 56 if self._note else 44

    @property
    def _padding(self) -> float:
        return 8 if self._note else 10

    def _body_height(self, width: float) -> float:
        effect = self._effect_width()
        room = width - self._left() - 13 - (effect + 12 if effect else 0)
        words = (Run(self.text(), self._bold),)
        height = runs_height(words, max(room, 40), 16, _LEADING)
        if self._note:
            height += runs_height((Run(self._note),), max(room, 40), 14, 1.45)
        return max(height, self._effect.count("\n") * 19 + 19 if effect else 0)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        at = self.factor
        return round(max(self._least, self._body_height(width / at) + self._padding) * at)

    def natural_size(self) -> QSizeF:
        width = self._left() + text_width(self.text(), 16, self._bold) + 13
        if self._effect:
            width += self._effect_width() + 12
        if self._note:
            width = max(width, min(self._left() + text_width(self._note, 14) + 13, 240))
        # as high as without wrapping: Qt would keep the height of a narrower card as the least
        return QSizeF(
            min(width, 520) + 1, max(self._least, self._body_height(width + 1) + self._padding)
        )

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """The least width; the height that goes with a width is `heightForWidth`."""
        at = self.factor
        width = min(self.natural_size().width(), 160)
        return QSize(round(width * at), round(self._least * at))

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        on = self.isChecked()
        box = QRectF(0, 0, size.width(), size.height())
        ground = theme.GROUND if self._over else theme.WHITE
        draw_box(
            painter,
            box,
            fill=theme.TINT if on else ground,
            line=theme.PRIMARY if on else theme.LINE_STRONG,
            width=2 if on else 1,
        )
        middle = size.height() / 2
        if self._exclusive:
            draw_radio(painter, 13, middle, on)
        else:
            draw_check(painter, 13, middle, on)
        if self.digit is not None:
            draw_key(painter, 47, middle, str(self.digit))
        effect = self._effect_width()
        room = size.width() - self._left() - 13 - (effect + 12 if effect else 0)
        words = (Run(self.text(), self._bold),)
        height = runs_height(words, room, 16, _LEADING)
        note = (Run(self._note),)
        below = runs_height(note, room, 14, 1.45) if self._note else 0
        top = middle - (height + below) / 2
        place = QRectF(self._left(), top, room, height)
        draw_runs(painter, place, words, 16, leading=_LEADING)
        if self._note:
            rect = QRectF(self._left(), top + height, room, below)
            draw_runs(painter, rect, note, 14, theme.INK_2, leading=1.45)
        lines = self._effect.split("\n") if self._effect else []
        for index, line in enumerate(lines):
            y = middle - len(lines) * 9.5 + index * 19
            rect = QRectF(size.width() - 13 - effect, y, effect, 19)
            ink = theme.PRIMARY_HOVER if on else theme.INK_2
            draw_text(painter, rect, line, 14, ink, align=RIGHT)


class OptionGroup(QWidget):
    """Option cards under each other (or beside each other), answered by digit or arrow keys."""

    chosen = Signal(int)

    def __init__(
        self,
        cards: Sequence[OptionCard],
        parent: QWidget | None = None,
        *,
        name: str = "",
        across: bool = False,
        gap: float = 8,
    ) -> None:
        super().__init__(parent)
        self._cards = tuple(cards)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._stack = Stack(across=across, gap=gap)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._stack)
        self._follow: dict[int, QWidget] = {}
        for index, card in enumerate(cards):
            self._stack.add(card, 1 if across else 0)
            card.clicked.connect(lambda _=False, at=index: self._on_click(at))

    @property
    def index(self) -> int | None:
        """Which card is chosen; None while unanswered (the first chosen one of several)."""
        return next((at for at, card in enumerate(self._cards) if card.isChecked()), None)

    def select(self, index: int | None) -> None:
        """Show an answer without reporting it; None takes it back."""
        for at, card in enumerate(self._cards):
            exclusive = card.autoExclusive()
            card.setAutoExclusive(False)
            card.setChecked(at == index)
            card.setAutoExclusive(exclusive)
        self._show_follow()

    def choose(self, index: int) -> None:
        """Answer as if the card had been pressed."""
        self._cards[index].setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._cards[index].click()

    def add_follow_up(self, index: int, widget: QWidget) -> None:
        """A question under its option, with a blue bar; shown while the option is chosen."""
        holder = _FollowUp(widget)
        at = self._stack.widgets().index(self._cards[index])
        self._stack.insert(at + 1, holder)
        self._follow[index] = holder
        self._show_follow()

    def _show_follow(self) -> None:
        for index, holder in self._follow.items():
            holder.setVisible(self._cards[index].isChecked())

    def _on_click(self, index: int) -> None:
        self._show_follow()
        self.chosen.emit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        digit = event.key() - Qt.Key.Key_0
        for at, card in enumerate(self._cards):
            if card.digit is not None and card.digit == digit:
                self.choose(at)
                return
        super().keyPressEvent(event)


class _FollowUp(Stack):
    """The indent of a follow-up: 34 from the left, a 3 blue bar, 14 of room."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget, margins=(51, 2, 0, 2))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        at = theme.factor(self)
        painter = QPainter(self)
        bar = QRectF(34 * at, 0, 3 * at, self.height())
        painter.fillRect(bar, colour(theme.PRIMARY))
        painter.end()
