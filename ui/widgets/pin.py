"""PIN pad (暗証番号): large keys that hand each digit on at once and keep none."""

import random
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from ui import theme
from ui.theme import Family, colour
from ui.widgets.drawing import (
    CENTRE,
    Icon,
    Painted,
    draw_box,
    draw_icon,
    draw_text,
    text_width,
)
from ui.widgets.steady import Steady

_GAP: Final = 14.0
_LEAST_PX: Final = 18


class PinBoxes(Painted, QWidget):
    """Boxes 84 × 96: a dot in each that is filled, the next one with a thick edge.

    Asks `length` how many are filled; knows nothing else.
    """

    def __init__(
        self, length: Callable[[], int], of: int = 4, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._length, self._of = length, of
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("暗証番号の入力欄")

    def natural_size(self) -> QSizeF:
        return QSizeF(self._of * 100 - 16, 96)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        filled = self._length()
        for at in range(self._of):
            box = QRectF(at * 100, 0, 84, 96)
            if at < filled:
                draw_box(painter, box, fill=theme.TINT, line=theme.PRIMARY, width=3)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colour(theme.INK_STRONG))
                painter.drawEllipse(QPointF(box.center()), 18, 18)
            elif at == filled:
                draw_box(painter, box, fill=theme.WHITE, line=theme.PRIMARY, width=5)
            else:
                draw_box(painter, box, fill=theme.WHITE, line=theme.INK_2_RESIDENT, width=3)


class _Key(Painted, Steady):
    """A key, at least 130 × 116: a digit, or an icon with words. It shows no press."""

    slip = 7  # half the way to the next key, which a slip never reaches
    bounce_ms = 150  # nobody types that fast, and a digit too many costs one of three tries

    def __init__(
        self,
        words: str,
        icon: Icon | None = None,
        family: Family = Family.TEXT,
        px: float = 22,
    ) -> None:
        super().__init__()
        self._icon, self._family, self._px = icon, family, px
        # a press never takes the focus: the frame would show an onlooker the last digit
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.set_words(words)

    def set_words(self, words: str) -> None:
        self.setText(words)
        self.setAccessibleName(words)
        self.update()

    def natural_size(self) -> QSizeF:
        return QSizeF(137, 116)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        box = QRectF(0, 0, size.width(), size.height())
        draw_box(painter, box, fill=theme.WHITE, line=theme.INK_2_RESIDENT, width=2)
        if self._icon is None:
            draw_text(painter, box, self.text(), 44, theme.INK_STRONG, bold=True, align=CENTRE)
            return
        lines, px = self._fitted(size.width() - 10)
        step = px * 1.36
        top = (size.height() - 28 - 3 - step * len(lines)) / 2
        mark = QRectF(size.width() / 2 - 14, top, 28, 28)
        draw_icon(painter, mark, self._icon, theme.INK_STRONG)
        for at, line in enumerate(lines):
            place = QRectF(0, top + 31 + at * step, size.width(), step)
            draw_text(painter, place, line, px, theme.INK_STRONG, family=self._family, align=CENTRE)

    def _fitted(self, width: float) -> tuple[tuple[str, ...], float]:
        """The words in one line, or in two of larger text, and their size."""
        words = self.text().split(" ")
        broken = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
        for px in range(round(self._px), _LEAST_PX - 1, -1):
            for lines in ((self.text(),), *broken):
                if max(text_width(line, px, family=self._family) for line in lines) <= width:
                    return lines, px
        return (self.text(),), _LEAST_PX

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class PinPad(QWidget):
    """Ten digits, 「1つ消す」 and 「ぜんぶ消す」.

    Every press calls `press(digit)` and forgets the digit. The pad holds no count either:
    `pressed` only says that the boxes should be drawn again. With `shuffle` the digits lie in
    another order each time `reset` is called, so that the place of a finger tells nothing.
    """

    pressed = Signal()

    def __init__(
        self,
        press: Callable[[int], None],
        erase: Callable[[], None],
        clear: Callable[[], None],
        parent: QWidget | None = None,
        *,
        shuffle: bool = False,
        erase_words: str = "1つ消す",
        clear_words: str = "ぜんぶ消す",
        family: Family = Family.TEXT,
        words_px: float = 22,
    ) -> None:
        super().__init__(parent)
        self._press, self._shuffle = press, shuffle
        self._order = [1, 2, 3, 4, 5, 6, 7, 8, 9, 0]
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._keys = [_Key(str(digit)) for digit in self._order]
        clear_key = _Key(clear_words, Icon.CROSS, family, words_px)
        erase_key = _Key(erase_words, Icon.BACKSPACE, family, words_px)
        for at, key in enumerate([*self._keys[:9], clear_key, self._keys[9], erase_key]):
            self._grid.addWidget(key, at // 3, at % 3)
        for at, key in enumerate(self._keys):
            key.clicked.connect(lambda _=False, place=at: self._hand_on(self._order[place]))
        erase_key.clicked.connect(lambda: self._do(erase))
        clear_key.clicked.connect(lambda: self._do(clear))
        self._erase, self._clear = erase, clear
        self.setAccessibleName("数字のキー")
        self.reset()

    def reset(self) -> None:
        """Before each entry: lay the digits anew when they are shuffled."""
        if self._shuffle:
            random.SystemRandom().shuffle(self._order)
        for key, digit in zip(self._keys, self._order, strict=True):
            key.set_words(str(digit))
        self._grid.setSpacing(theme.scaled(_GAP, self))

    def _hand_on(self, digit: int) -> None:
        self._press(digit)
        self.pressed.emit()

    def _do(self, action: Callable[[], None]) -> None:
        action()
        self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        digit = event.key() - Qt.Key.Key_0
        if 0 <= digit <= 9:
            self._hand_on(digit)
        elif event.key() == Qt.Key.Key_Backspace:
            self._do(self._erase)
        elif event.key() == Qt.Key.Key_Delete:
            self._do(self._clear)
        else:
            super().keyPressEvent(event)
