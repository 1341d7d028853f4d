"""Button (ボタン): primary, second, neutral, stop, plain words; with icon, second line and key."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui import theme
from ui.theme import Family
from ui.widgets.drawing import (
    CENTRE,
    LEFT,
    Icon,
    Painted,
    draw_box,
    draw_icon,
    draw_text,
    text_width,
)
from ui.widgets.keyhint import ON_PRIMARY, ON_WHITE, draw_key, key_width
from ui.widgets.words import Run, draw_runs, rubied, runs_height, runs_width, without_ruby


class Kind(Enum):
    """What pressing means. One primary a screen, at the bottom right."""

    PRIMARY = "primary"
    SECOND = "second"
    NEUTRAL = "neutral"
    STOP = "stop"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class _Measure:
    height: float
    padding: float
    text: float
    bold: bool
    gap: float
    radius: float
    border: float = 1


class Size(Enum):
    """Staff sizes 44, 36, 30; TARGET (56) and FOOTER (72) are the tablet's."""

    FULL = _Measure(44, 18, 16, True, 10, 8)
    SMALL = _Measure(36, 12, 14, True, 8, 6)
    TINY = _Measure(30, 10, 14, False, 6, 6)
    TARGET = _Measure(56, 18, 22, False, 12, 8, 2)
    FOOTER = _Measure(72, 18, 22, False, 12, 8, 2)


_LOOKS: Final = {
    Kind.PRIMARY: (theme.PRIMARY, theme.PRIMARY, theme.WHITE),
    Kind.SECOND: (theme.WHITE, theme.PRIMARY, theme.PRIMARY),
    Kind.NEUTRAL: (theme.WHITE, theme.LINE_STRONG, theme.INK),
    Kind.STOP: (theme.WHITE, theme.ERROR, theme.ERROR),
    Kind.WORDS: (None, None, theme.PRIMARY),
}


class Button(Painted, QAbstractButton):
    """A button that shows its key.

    `second` is the Japanese line under a translation (tablet); readings may be given in the text
    (「書類《しょるい》を見る」). A button that is not `ready` keeps
    its place in the tab order and says in `reason` what is missing; pressing it emits nothing, so
    a screen need not check again.
    """

    def __init__(
        self,
        text: str,
        kind: Kind = Kind.NEUTRAL,
        size: Size = Size.FULL,
        parent: QWidget | None = None,
        *,
        key: str = "",
        icon: Icon | None = None,
        second: str = "",
        family: Family = Family.TEXT,
        min_width: float = 0,
        spread: bool = False,
    ) -> None:
        super().__init__(parent)
        self._kind, self._size, self._key, self._icon = kind, size, key, icon
        self._second, self._family, self._least, self._spread = second, family, min_width, spread
        self._ready, self._reason, self._over, self._roomy = True, "", False, True
        self._runs: tuple[Run, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_words(text, second)

    def set_words(self, text: str, second: str = "") -> None:
        """Other words on the same button."""
        self._second = second
        self.setText(text)
        self._runs = rubied(text, bold=self._bold()) if "《" in text else ()
        spoken = without_ruby(text).replace("\u3000", " ")
        self.setAccessibleName(" ".join(filter(None, (spoken, second))))
        self.updateGeometry()
        self.update()

    def set_roomy(self, roomy: bool) -> None:
        """Whether there is room for the least width the button was given."""
        if roomy != self._roomy:
            self._roomy = roomy
            self.updateGeometry()
            self.update()

    @property
    def primary(self) -> bool:
        """Whether it does what the page is for."""
        return self._kind is Kind.PRIMARY

    @property
    def ready(self) -> bool:
        return self._ready

    @property
    def reason(self) -> str:
        """What is missing while the button is not ready."""
        return self._reason

    def set_ready(self, ready: bool, reason: str = "") -> None:
        """Allow or withhold the press; `reason` goes to the screen reader and to the key bar."""
        self._ready, self._reason = ready, "" if ready else reason
        self.setAccessibleDescription(self._reason)
        tip = ""
        if self._reason:
            from html import escape  # loaded with the first reason, not with the window

            tip = f"<p>{escape(self._reason)}</p>"  # a paragraph wraps, plain words would not
        self.setToolTip(tip)
        self.updateGeometry()
        self.update()

    def natural_size(self) -> QSizeF:
        m = self._size.value
        side = 6 if self._kind is Kind.WORDS else m.padding
        width = 2 * side + self._content_width() + 2 * m.border
        return QSizeF(max(width, self._least if self._roomy else 0), m.height)

    def _bold(self) -> bool:
        m = self._size.value
        return m.bold or (self._kind is Kind.PRIMARY and m.border == 2)

    def _text_size(self) -> float:
        m = self._size.value
        return 24 if self._kind is Kind.PRIMARY and m.height == 72 else m.text

    def _words_width(self) -> float:
        own = text_width(self.text(), self._text_size(), self._bold(), self._family)
        if self._runs:
            own = runs_width(self._runs, self._text_size())
        return max(own, text_width(self._second, 18) if self._second else 0)

    def _icon_side(self) -> float:
        return 28 if self._size.value.border == 2 else 20

    def _content_width(self) -> float:
        gap = self._size.value.gap
        width = self._words_width()
        if self._icon is not None:
            width += self._icon_side() + gap
        if self._key:
            width += key_width(self._key) + gap
        if self._waits() and self._reason:
            width += 16 + text_width(self._reason, 22, family=self._family)
        return width

    def _waits(self) -> bool:
        """A tablet button that waits: dashed, and what is missing stands in it."""
        return self._size.value.border == 2 and not self._ready

    def _look(self) -> tuple[str | None, str | None, str]:
        if not self._ready or not self.isEnabled():
            return (theme.GROUND, theme.LINE_KEY, theme.INK_2)
        fill, line, ink = _LOOKS[self._kind]
        tablet = self._size.value.border == 2
        if self._kind is Kind.NEUTRAL and tablet:
            line, ink = theme.INK_2_RESIDENT, theme.INK_STRONG
        if self._over or self.isDown():
            if self._kind is Kind.PRIMARY:
                fill = line = theme.NAVY if self.isDown() else theme.PRIMARY_HOVER
            elif self._kind is not Kind.WORDS:
                fill = theme.TINT if self._kind is not Kind.STOP else theme.ERROR_GROUND
        return fill, line, ink

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        m = self._size.value
        fill, line, ink = self._look()
        tablet = m.border == 2
        box = QRectF(0, 0, size.width(), size.height())
        waits = self._waits()
        draw_box(
            painter,
            box,
            fill=theme.WHITE if waits else fill,
            line=theme.INK_2_RESIDENT if waits else line,
            width=m.border,
            radius=m.radius,
            dashed=waits,
        )
        if waits:
            ink = theme.INK_2_RESIDENT
        middle = size.height() / 2
        x = (size.width() - self._content_width()) / 2
        if self._spread:
            x = m.padding
        ends_with_icon = tablet and self._icon is Icon.CHECK
        if self._icon is not None and not ends_with_icon:
            x += self._draw_icon(painter, x, middle, ink)
        words = self._words_width()
        align = CENTRE if self._second else LEFT
        rect = QRectF(x, 0, words, size.height())
        if self._second:
            rect = QRectF(x, middle - 25, words, 28)
            below = QRectF(x, middle + 2, words, 22)
            draw_text(painter, below, self._second, 18, ink, align=CENTRE)
        if self._runs:
            high = runs_height(self._runs, words + 1, self._text_size(), 1.15)
            place = QRectF(x, middle - high / 2, words + 1, high)
            draw_runs(painter, place, self._runs, self._text_size(), ink, 1.15)
        else:
            draw_text(
                painter,
                rect,
                self.text(),
                self._text_size(),
                ink,
                bold=self._bold(),
                family=self._family,
                align=align,
            )
        if self._kind is Kind.WORDS:
            painter.drawLine(rect.bottomLeft() + _up(7), rect.bottomRight() + _up(7))
        x += words + m.gap
        if waits and self._reason:
            place = QRectF(x + 16 - m.gap, 0, size.width(), size.height())
            draw_text(painter, place, self._reason, 22, ink, family=self._family)
        if ends_with_icon:
            self._draw_icon(painter, x, middle, ink)
        if self._key:
            on_primary = self._kind is Kind.PRIMARY and self._ready
            if self._spread:
                x = size.width() - m.padding - key_width(self._key)
            draw_key(painter, x, middle, self._key, ON_PRIMARY if on_primary else ON_WHITE)

    def _draw_icon(self, painter: QPainter, x: float, middle: float, ink: str) -> float:
        side = self._icon_side()
        if self._icon is not None:
            draw_icon(painter, QRectF(x, middle - side / 2, side, side), self._icon, ink)
        return side + self._size.value.gap

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802
        self._over = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        self._over = False
        self.update()
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self._ready:
            super().mousePressEvent(event)
        else:
            self.setFocus(Qt.FocusReason.MouseFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        press = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if press and not self._ready:
            event.accept()
        elif press and event.key() != Qt.Key.Key_Space:
            self.click()
        else:
            super().keyPressEvent(event)

    def click(self) -> None:
        """Press the button from code or a shortcut; nothing happens while it is not ready."""
        if self._ready:
            super().click()


def _up(px: float) -> QPointF:
    return QPointF(0, -px)
