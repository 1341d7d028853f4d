"""The papers of one procedure in the side panel of 05: what replaced each, how it stands, set."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui import theme
from ui.staff.paper_views import AttachmentView, PaperStanding
from ui.staff.screen import into_view
from ui.staff.work_parts import Wrapped
from ui.widgets.arrange import Stack
from ui.widgets.button import Button, Size
from ui.widgets.chip import Chip, Tint, chip_width, draw_chip
from ui.widgets.drawing import Icon, Painted, draw_box, text_width
from ui.widgets.words import Run, draw_runs, runs_height

NOT_YET: Final = ""
"""What `PaperCard.told` says for 「まだ」: the paper stands as at first again."""

_CHIPS: Final = {
    PaperStanding.ASKED: Chip(Tint.DASHED, Icon.WAIT, "結果待ち"),
    PaperStanding.ON_PAPER: Chip(Tint.OUTLINE, Icon.DOCUMENT, "紙で待ち"),
    PaperStanding.RECEIVED: Chip(Tint.DONE, Icon.CHECK, "届いた"),
    PaperStanding.HANDED_IN: Chip(Tint.DONE, Icon.CHECK, "紙で受取"),
}
_CHOICES: Final = {
    PaperStanding.HANDED_IN: (1, "紙で受け取った"),
    PaperStanding.RECEIVED: (2, "届いた（情報連携など）"),
    PaperStanding.ON_PAPER: (3, "紙で持ってきてもらう"),
}
_BACK: Final = (0, "まだ")


class PaperLine(Painted, QWidget):
    """A paper nobody has to bring: struck out, with what replaced it."""

    def __init__(self, view: AttachmentView) -> None:
        super().__init__()
        self._view = view
        self.setAccessibleName(
            " ".join(filter(None, (view.title, "要らなくなりました", view.words)))
        )
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _runs(self) -> tuple[Run, ...]:
        view = self._view
        return (Run(view.title, strike=True), Run(f" → {view.words}" if view.words else ""))

    def natural_size(self) -> QSizeF:
        return QSizeF(min(text_width(self._view.title, 14) + 120, 260), 24)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        at = self.factor
        return round(max(runs_height(self._runs(), width / at, 14, 1.6), 22) * at)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        rect = QRectF(0, 0, size.width(), size.height())
        draw_runs(painter, rect, self._runs(), 14, leading=1.6)


class PaperHead(Painted, QAbstractButton):
    """A paper in a frame: title, what replaced it, chip. Enter opens what can be said of it."""

    digit = Signal(int)

    def __init__(self, view: AttachmentView) -> None:
        super().__init__()
        self._view = view
        self._chip = _CHIPS[view.standing]
        self.setObjectName(f"paper {view.key}")
        self.setAccessibleName(" ".join(filter(None, (view.title, view.words, self._chip.text))))
        self.setAccessibleDescription("Enter か数字で、届いたかどうかを記します")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _rooms(self, width: float) -> tuple[float, float]:
        """Width of the words, and height of the whole."""
        room = width - 20 - chip_width(self._chip) - 8
        high = max(runs_height((Run(self._view.title, bold=True),), room, 14, 1.4), 27)
        if self._view.words:
            high += runs_height((Run(self._view.words),), width - 20, 14, 1.4)
        return room, high + 14

    def natural_size(self) -> QSizeF:
        return QSizeF(240, 40)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        return round(self._rooms(width / self.factor)[1] * self.factor)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        fill = theme.TINT if self.isDown() else theme.WHITE
        draw_box(painter, QRectF(0, 0, size.width(), size.height()), fill=fill, line=theme.LINE)
        room, _ = self._rooms(size.width())
        title = (Run(self._view.title, bold=True),)
        place = QRectF(10, 7, room, size.height())
        high = draw_runs(painter, place, title, 14, leading=1.4)
        draw_chip(painter, size.width() - 10 - chip_width(self._chip), 20, self._chip)
        if self._view.words:
            below = QRectF(10, 7 + max(high, 27), size.width() - 20, size.height())
            draw_runs(painter, below, (Run(self._view.words),), 14, theme.INK_2, 1.4)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif Qt.Key.Key_0 <= key <= Qt.Key.Key_3 and not event.isAutoRepeat():
            self.digit.emit(key - Qt.Key.Key_0)
        else:
            super().keyPressEvent(event)


class PaperCard(Stack):
    """One paper; `told` says what became of it (a `PaperStanding`, or `NOT_YET`)."""

    told = Signal(str)

    def __init__(self, view: AttachmentView) -> None:
        super().__init__(gap=6, margins=(0, 0, 0, 8))
        self._ways: dict[int, str] = {}
        self.head = PaperHead(view)
        self.head.clicked.connect(self._toggle)
        self.head.digit.connect(self._on_digit)
        self.add(self.head)
        row = Wrapped(gap=6, line_gap=6)
        for standing, (digit, words) in _CHOICES.items():
            if standing in view.choices and standing is not view.standing:
                row.add(self._way(digit, words, standing.value))
        if view.recorded:
            row.add(self._way(*_BACK, NOT_YET))
        self._choices = Stack(row, margins=(10, 0, 0, 2))
        self._choices.hide()
        self.add(self._choices)

    def _way(self, digit: int, words: str, value: str) -> Button:
        self._ways[digit] = value
        button = Button(words, size=Size.TINY, key=str(digit))
        button.clicked.connect(lambda: self.told.emit(value))
        return button

    @property
    def is_open(self) -> bool:
        return not self._choices.isHidden()

    def open(self) -> None:
        """Show what can be said of it, with the focus on the paper: a digit says it."""
        self._choices.show()
        self.head.setFocus(Qt.FocusReason.ShortcutFocusReason)
        into_view(self)

    def close(self) -> bool:
        """Hide it again; True when it was shown."""
        was = self.is_open
        if was:
            self._choices.hide()
            self.head.setFocus(Qt.FocusReason.OtherFocusReason)
        return was

    def _toggle(self) -> None:
        self._choices.setHidden(self.is_open)
        into_view(self)

    def _on_digit(self, digit: int) -> None:
        if digit in self._ways:
            self.told.emit(self._ways[digit])

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """A digit on one of its buttons says the same as on the paper itself."""
        digit = event.key() - Qt.Key.Key_0
        if self.is_open and digit in self._ways and not event.isAutoRepeat():
            self._on_digit(digit)
        else:
            super().keyPressEvent(event)


def first_open(cards: Sequence[PaperCard], views: Sequence[AttachmentView]) -> PaperCard | None:
    """The first paper that is still waited for, else the first of all."""
    waiting = (PaperStanding.ASKED, PaperStanding.ON_PAPER)
    pairs = zip(cards, views, strict=True)
    found = next((card for card, view in pairs if view.standing in waiting), None)
    return found or next(iter(cards), None)
