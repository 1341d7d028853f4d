"""The ways to begin a reception, at the head of the list (01)."""

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui import theme
from ui.widgets.drawing import (
    Icon,
    Painted,
    draw_box,
    draw_icon,
    draw_text,
    text_width,
)
from ui.widgets.keyhint import HEIGHT, ON_PRIMARY, draw_key, key_width
from ui.widgets.words import Run, draw_runs, runs_height


class Way(Painted, QAbstractButton):
    """A way to begin: icon, title and what happens. The `first` is the large blue one.

    The key of the others stands under the icon, in one line behind the title where it has room.
    """

    def __init__(
        self,
        icon: Icon,
        title: str,
        note: str = "",
        key: str = "",
        *,
        first: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon, self._note, self._key, self._first = icon, note, key, first
        self._short = False
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(note)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_short(self, short: bool) -> None:
        """One line, where the window has little room."""
        self._short = short
        self.updateGeometry()
        self.update()

    def natural_size(self) -> QSizeF:
        return QSizeF(160, 44 if self._short else 88)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        box, middle = QRectF(0, 0, size.width(), size.height()), size.height() / 2
        first = self._first
        down = self.isDown()
        fill = theme.PRIMARY if first else theme.WHITE
        if down:
            fill = theme.NAVY if first else theme.TINT
        draw_box(painter, box, fill=fill, line=fill if first else theme.LINE)
        left = 13.0 if self._short else (21.0 if first else 17.0)
        side = 20.0 if self._short else 28.0
        ink = theme.WHITE if first else theme.PRIMARY
        under = 0.0 if first or self._short or not self._key else key_width(self._key)
        wide = max(side, under)
        top = middle - (side + 6 + HEIGHT) / 2 if under else middle - side / 2
        draw_icon(painter, QRectF(left + (wide - side) / 2, top, side, side), self._icon, ink)
        if under:
            draw_key(painter, left, top + side + 6 + HEIGHT / 2, self._key)
        x = left + wide + (8 if self._short else 14)
        room = size.width() - x - left
        if first:
            px = 18 if self._short else 24
            rect = QRectF(x, 0, room, size.height())
            draw_text(painter, rect, self.text(), px, theme.WHITE, bold=True)
            end = size.width() - left - key_width(self._key)
            draw_key(painter, end, middle, self._key, ON_PRIMARY)
            return
        if self._short:
            rect = QRectF(x, 0, room, size.height())
            draw_text(painter, rect, self.text(), 16, bold=True)
            end = size.width() - left - key_width(self._key)
            if self._key and x + text_width(self.text(), 16, bold=True) + 8 <= end:
                draw_key(painter, end, middle, self._key)
            return
        note = (Run(self._note),)
        below = runs_height(note, room, 14, 1.45)
        top = middle - (24 + below) / 2
        draw_text(painter, QRectF(x, top, room, 24), self.text(), 16, bold=True)
        draw_runs(painter, QRectF(x, top + 24, room, below), note, 14, theme.INK_2, 1.45)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class CardWay(Way):
    """「カードを置く」 tells what the reader does by itself; nothing to press."""

    def __init__(self) -> None:
        super().__init__(Icon.CARD, "カードを置く", "読取機に置くと、そのまま始まります")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.unsetCursor()
