"""An answered group of questions (済んだ問い) in one row."""

from typing import Final

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui import theme
from ui.widgets.drawing import Icon, Painted, draw_box, draw_icon, draw_text, text_width

_PRESS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Fold(Painted, QAbstractButton):
    """An answered group of questions folded to one row (40): check, title, summary, count."""

    def __init__(
        self,
        title: str,
        summary: str = "",
        count: str = "",
        parent: QWidget | None = None,
        *,
        done: bool = True,
    ) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.show_group(title, summary, count, done)

    def show_group(self, title: str, summary: str, count: str, done: bool) -> None:
        self.setText(title)
        self._summary, self._count, self._done = summary, count, done
        self.setAccessibleName(f"{title} {summary} {count}".strip())
        self.update()

    def natural_size(self) -> QSizeF:
        return QSizeF(240, 40)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        middle = size.height() / 2
        box = QRectF(0, 0, size.width(), size.height())
        draw_box(painter, box, fill=theme.WHITE, line=theme.LINE)
        draw_icon(painter, QRectF(13, middle - 8, 16, 16), Icon.RIGHT, theme.INK)
        mark = Icon.OK_RING if self._done else Icon.RING
        ink = theme.OK if self._done else theme.INK_2
        draw_icon(painter, QRectF(39, middle - 8, 16, 16), mark, ink)
        title = text_width(self.text(), 16, self._done)
        place = QRectF(65, 0, title, size.height())
        draw_text(painter, place, self.text(), 16, bold=self._done)
        count = text_width(self._count, 14)
        right = QRectF(size.width() - 13 - count, 0, count, size.height())
        draw_text(painter, right, self._count, 14, theme.INK_2)
        room = QRectF(65 + title + 10, 0, right.left() - 75 - title - 10, size.height())
        summary = _shortened(self._summary, room.width())
        ink = theme.INK if self._done else theme.INK_2
        draw_text(painter, room, summary, 14, ink, elide=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in _PRESS:
            self.click()
        else:
            super().keyPressEvent(event)


def _shortened(summary: str, room: float) -> str:
    """As many of the answers 「a／b／c」 as there is room for, and how many more there are."""
    answers = summary.split("／")
    if text_width(summary, 14) <= room:
        return summary
    for kept in range(len(answers) - 1, 0, -1):
        words = f"{'／'.join(answers[:kept])}　ほか {len(answers) - kept}件"
        if text_width(words, 14) <= room:
            return words
    return summary
