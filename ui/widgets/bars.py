"""The two bars: navy on top is the system (lines, devices, hide key, clock), keys at the foot."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QSizePolicy, QWidget

from ui import theme
from ui.theme import Family, Width, colour
from ui.widgets.arrange import Label
from ui.widgets.button import Button
from ui.widgets.drawing import (
    RIGHT,
    Icon,
    Painted,
    draw_box,
    draw_icon,
    draw_line,
    draw_text,
    text_width,
)
from ui.widgets.keyhint import ON_NAVY, draw_key, key_width

_DAYS = "月火水木金土日"


@dataclass(frozen=True, slots=True)
class Lamp:
    """One line or device. Quiet while `well`; yellow with a triangle when not.

    `optional` gives way first when the window is narrow (never while it is not well).
    """

    words: str
    well: bool = True
    optional: bool = False


def draw_logo(painter: QPainter, box: QRectF, ground: str, figure: str) -> None:
    """The counter's mark: a person behind a counter."""
    painter.save()
    painter.translate(box.topLeft())
    painter.scale(box.width() / 28, box.height() / 28)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(ground))
    painter.drawRoundedRect(QRectF(0, 0, 28, 28), 6, 6)
    painter.setBrush(colour(figure))
    painter.drawEllipse(QPointF(14, 8.6), 3.6, 3.6)
    shoulders = QPainterPath(QPointF(6.6, 18.5))
    shoulders.cubicTo(6.6, 12.1, 21.4, 12.1, 21.4, 18.5)
    painter.drawPath(shoulders)
    painter.drawRoundedRect(QRectF(3.5, 20, 21, 3.4), 1, 1)
    painter.restore()


class _HideButton(Painted, QAbstractButton):
    """「画面を隠す F12」: blanks both screens at once."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._short = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("画面を隠す F12")
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_short(self, short: bool) -> None:
        self._short = short
        self.update()

    def natural_size(self) -> QSizeF:
        words = 0 if self._short else 16 + 4 + text_width("画面を隠す", 14) + 8
        return QSizeF(22 + words + key_width("F12"), 32)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        box = QRectF(0, 0, size.width(), size.height())
        draw_box(painter, box, line=theme.TINT_LINE, radius=6)
        x, middle = 11.0, size.height() / 2
        if not self._short:
            draw_icon(painter, QRectF(x, middle - 8, 16, 16), Icon.EYE_OFF, theme.WHITE)
            draw_text(painter, QRectF(x + 20, 0, 90, size.height()), "画面を隠す", 14, theme.WHITE)
        draw_key(painter, size.width() - 11 - key_width("F12"), middle, "F12", ON_NAVY)


class SystemBar(Painted, QWidget):
    """The navy bar (48). Emits `hide_asked`; F12 itself is the window's shortcut."""

    hide_asked = Signal()

    def __init__(
        self,
        town: str,
        user: str,
        parent: QWidget | None = None,
        *,
        product: str = "ワンストップ窓口",
    ) -> None:
        super().__init__(parent)
        self._product, self._town, self._user = product, town, user
        self._lamps: tuple[Lamp, ...] = ()
        self._date, self._time = "", ""
        self._room = Width.WIDE
        self._hide = _HideButton(self)
        self._hide.clicked.connect(self.hide_asked)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._speak()

    def show_lamps(self, lamps: Sequence[Lamp]) -> None:
        self._lamps = tuple(lamps)
        self._speak()
        self.update()

    def show_time(self, now: datetime) -> None:
        """Date and time of the counter (an aware datetime in the town's zone)."""
        self._date = f"{now.month}月{now.day}日（{_DAYS[now.weekday()]}）"
        self._time = f"{now:%H:%M}"
        self._place()
        self.update()

    def set_room(self, room: Width) -> None:
        self._room = room
        self._hide.set_short(room is Width.SMALL)
        self._place()
        self.update()

    def _speak(self) -> None:
        lamps = "、".join(lamp.words for lamp in self._lamps)
        self.setAccessibleName(f"{self._product} {self._town} {self._user}")
        self.setAccessibleDescription(lamps)

    def natural_size(self) -> QSizeF:
        return QSizeF(400, theme.BAR)

    def _clock_width(self) -> float:
        time = text_width(self._time, 18, family=Family.FIGURES)
        return text_width(self._date, 14) + 14 + time + self._edge()

    def _edge(self) -> float:
        return 12 if self._room is Width.SMALL else 16

    def _place(self) -> None:
        at, size = self.factor, self._hide.sizeHint()
        gap = 10 if self._room is Width.SMALL else 20
        x = round(self.width() - (self._clock_width() + gap) * at - size.width())
        self._hide.setGeometry(x, (self.height() - size.height()) // 2, size.width(), size.height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._place()

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        whole = QRectF(0, 0, size.width(), size.height())
        painter.fillRect(whole, colour(theme.NAVY))
        small = self._room is Width.SMALL
        x, middle = (12.0 if small else 20.0), size.height() / 2
        draw_logo(painter, QRectF(x, middle - 14, 28, 28), theme.WHITE, theme.PRIMARY)
        x += 38
        x = self._write(painter, x, self._product, 16, theme.WHITE, bold=True)
        if not small:
            x = self._write(painter, x + 10, self._town, 14, theme.TINT_3) + 20
            draw_line(painter, QPointF(x + 0.5, 14), QPointF(x + 0.5, 34), "#4979f5")
            self._write(painter, x + 21, self._user, 14, theme.TINT_2)
        clock = QRectF(0, 0, size.width() - self._edge(), size.height())
        figures = text_width(self._time, 18, family=Family.FIGURES)
        draw_text(painter, clock, self._time, 18, theme.WHITE, family=Family.FIGURES, align=RIGHT)
        date = clock.adjusted(0, 0, -figures - 14, 0)
        draw_text(painter, date, self._date, 14, theme.WHITE, align=RIGHT)
        self._draw_lamps(painter, self._hide.x() / self.factor - 20, middle)

    def _write(
        self, painter: QPainter, x: float, text: str, size: float, ink: str, bold: bool = False
    ) -> float:
        width = text_width(text, size, bold)
        draw_text(painter, QRectF(x, 0, width, theme.BAR), text, size, ink, bold=bold)
        return x + width

    def _draw_lamps(self, painter: QPainter, right: float, middle: float) -> None:
        for lamp in reversed(self._lamps):
            if lamp.well and (
                self._room is Width.SMALL or (lamp.optional and self._room is Width.NARROW)
            ):
                continue
            width = 22 + text_width(lamp.words, 14, not lamp.well)
            if lamp.well:
                left = right - width
                draw_icon(painter, QRectF(left, middle - 8, 16, 16), Icon.OK_RING, theme.OK_LINE)
                rect = QRectF(left + 22, 0, width, theme.BAR)
                draw_text(painter, rect, lamp.words, 14, theme.TINT)
            else:
                left = right - width - 16
                box = QRectF(left, middle - 12.5, width + 16, 25)
                draw_box(painter, box, fill=theme.FOCUS_YELLOW, radius=theme.RADIUS_SMALL)
                mark = QRectF(left + 8, middle - 8, 16, 16)
                draw_icon(painter, mark, Icon.ALERT, theme.INK_STRONG)
                rect = QRectF(left + 30, 0, width, theme.BAR)
                draw_text(painter, rect, lamp.words, 14, theme.INK_STRONG, bold=True)
            right = left - 18


@dataclass(frozen=True, slots=True)
class Key:
    """One hint of the key bar; an `optional` one gives way in a narrow window."""

    key: str
    words: str
    optional: bool = False


class _Keys(Painted, QLabel):
    """The hints at the left of the key bar, painted in one go."""

    def __init__(self) -> None:
        super().__init__()
        self._keys: tuple[Key, ...] = ()
        self._room = Width.WIDE
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)

    def show_keys(self, keys: Sequence[Key], room: Width) -> None:
        self._keys, self._room = tuple(keys), room
        self.setAccessibleName("、".join(f"{key.key} {key.words}" for key in keys))
        self.update()

    def natural_size(self) -> QSizeF:
        return QSizeF(10, 30)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        x, middle = 0.0, size.height() / 2
        for key in self._keys:
            if key.optional and self._room is not Width.WIDE:
                continue
            wanted = key_width(key.key) + 7 + text_width(key.words, 14)
            if x + wanted > size.width():
                break  # a hint that would be cut is left out; F1 lists them all
            x += draw_key(painter, x, middle, key.key) + 7
            rect = QRectF(x, 0, text_width(key.words, 14), size.height())
            draw_text(painter, rect, key.words, 14)
            x = rect.right() + (18 if self._room is Width.WIDE else 14)


class KeyBar(QWidget):
    """The foot (60): key hints at the left, what is missing, and the buttons at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hints = _Keys()
        self._keys: tuple[Key, ...] = ()
        self._room = Width.WIDE
        self._note = Label("", 14)
        self._box = QHBoxLayout(self)
        self._box.addWidget(self._hints, 1)
        self._box.addWidget(self._note)
        self._actions: tuple[QWidget, ...] = ()
        self.setAutoFillBackground(True)
        self._measure()

    def show_keys(self, keys: Sequence[Key]) -> None:
        self._keys = tuple(keys)
        self._hints.show_keys(self._keys, self._room)

    def show_note(self, words: str) -> None:
        """What is still missing, beside the button that waits for it."""
        self._note.setText(words)

    def show_actions(self, actions: Sequence[QWidget]) -> None:
        """The buttons from left to right; the last is the primary. Former ones are put away."""
        for old in self._actions:
            if old not in actions:
                self._box.removeWidget(old)
                old.hide()
                old.setParent(None)
        for widget in actions:
            self._box.removeWidget(widget)
            self._box.addWidget(widget)
            self._fit(widget)
            widget.show()
        self._actions = tuple(actions)

    def set_room(self, room: Width) -> None:
        self._room = room
        self._hints.show_keys(self._keys, room)
        for button in self._actions:
            self._fit(button)
        self._measure()

    def _fit(self, button: QWidget) -> None:
        """Buttons keep their least width only where there is room for it."""
        if isinstance(button, Button):
            button.set_roomy(self._room is not Width.SMALL)

    def _measure(self) -> None:
        side = theme.scaled(20 if self._room is Width.WIDE else 16, self)
        self._box.setContentsMargins(side, 2, side, 0)
        self._box.setSpacing(theme.scaled(12, self))
        self.setFixedHeight(theme.scaled(theme.KEYS, self))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.ParentChange):
            self._measure()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour(theme.WHITE))
        painter.fillRect(0, 0, self.width(), 1, colour(theme.LINE))
        painter.end()
