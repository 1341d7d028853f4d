"""Consent for each receiver (06): 送る or 送らない by digit, nothing chosen beforehand."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.staff.side_parts import side_title
from ui.staff.work_views import ConsentView, DocumentsView
from ui.widgets.arrange import Stack
from ui.widgets.chip import Chip, StatusChip, Tint
from ui.widgets.digit_option import DigitOption
from ui.widgets.drawing import Icon
from ui.widgets.panels import Panel
from ui.widgets.sought import Sought
from ui.widgets.words import Words

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SEND: Final = Chip(Tint.DONE, Icon.CHECK, "送る")
_KEEP: Final = Chip(Tint.GREY, Icon.BAR, "送らない")


def consent_open(view: DocumentsView) -> bool:
    """Whether 送る or 送らない is still to be said for a receiver."""
    return not view.consent_locked and any(c.decided is None for c in view.consents)


class DecisionButton(Sought, DigitOption):
    """「送る」 or 「送らない」 for one receiver, with its digit."""

    def __init__(self, words: str, digit: int, receiver: str, on: bool) -> None:
        super().__init__(words, str(digit % 10), 14, 5)
        self.setChecked(on)
        self.setObjectName(f"decision {digit}")
        self.setAccessibleName(f"{receiver} {words}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def nextCheckState(self) -> None:  # noqa: N802
        """The decision is the view's to say."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in _ENTER:
            if self.sought and not event.isAutoRepeat():
                self.click()
        else:
            super().keyPressEvent(event)


class ConsentPanel(Panel):
    """For each receiver: may this be sent or not. Nothing is chosen beforehand."""

    decided = Signal(str, bool)

    def __init__(self, views: Sequence[ConsentView], locked: bool) -> None:
        missing = sum(view.decided is None for view in views)
        super().__init__(gap=10, margins=(13, 11, 13, 13), here=missing > 0 and not locked)
        self._buttons: list[DecisionButton] = []
        self.first: QWidget | None = None  # the first answer that is still to be given
        self.add(side_title("外へ送る同意", f"まだ {missing}件" if missing else ""))
        if not locked:
            words = "送り先ごとに、本人に聞いて選びます。始める日と立会いは Alt 6 で変えます。"
            self.add(Words(words, 14, ink=theme.INK_2, leading=1.45))
        for view in views:
            self.add(self._receiver(view, locked))

    def _receiver(self, view: ConsentView, locked: bool) -> QWidget:
        part = Stack(gap=4)
        head = Stack(Words(view.receiver, 16), across=True, gap=8)
        part.add(head)
        part.add(Words(view.items, 14, ink=theme.INK_2, leading=1.45))
        if locked:
            chip = _SEND if view.decided else _KEEP
            head.add(StatusChip(chip), align=Qt.AlignmentFlag.AlignVCenter)
            return part
        row = Stack(across=True, gap=8)
        for words, send in (("送る", True), ("送らない", False)):
            digit = len(self._buttons) + 1
            button = DecisionButton(words, digit, view.receiver, view.decided is send)
            button.clicked.connect(lambda _=False, at=view.id, yes=send: self._decide(at, yes))
            self._buttons.append(button)
            row.add(button, 1)
        if view.decided is None and self.first is None:
            self.first = self._buttons[-2]
        part.add(Stack(row, margins=(0, 3, 0, 0)))
        return part

    def _decide(self, receiver: str, send: bool) -> None:
        self.decided.emit(receiver, send)

    def press_digit(self, digit: int) -> bool:
        """Press the answer with this digit (0 is the tenth); False when there is none."""
        digit = digit or 10
        if not 1 <= digit <= len(self._buttons):
            return False
        button = self._buttons[digit - 1]
        button.setFocus(Qt.FocusReason.OtherFocusReason)
        button.click()
        return True
