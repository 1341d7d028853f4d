"""The cover (画面を隠す): a calm page that shows nothing of anybody, until Enter or F12."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui import theme
from ui.staff.focus_memory import FocusMemory
from ui.widgets.bars import draw_logo
from ui.widgets.drawing import CENTRE, Painted, draw_text, text_width
from ui.widgets.keyhint import ON_NAVY, draw_key, key_width


class CoverPage(Painted, QWidget):
    """Product name, 「画面を隠しています」 and how to come back."""

    returned = Signal()

    def __init__(self, product: str, town: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._product, self._town = product, town
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(f"{product} 画面を隠しています。Enter か F12 で戻ります。")

    def focus_rect(self) -> QRect:
        """No frame is seen: the page is the only place there is."""
        return QRect(-100, -100, 1, 1)

    def natural_size(self) -> QSizeF:
        return QSizeF(400, 300)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        whole = QRectF(0, 0, size.width(), size.height())
        painter.fillRect(whole, theme.colour(theme.NAVY))
        x, y = size.width() / 2, size.height() / 2 - 96
        draw_logo(painter, QRectF(x - 36, y, 72, 72), theme.WHITE, theme.PRIMARY)
        line = QRectF(0, y + 88, size.width(), 40)
        words = f"{self._product}　{self._town}"
        draw_text(painter, line, words, 24, theme.WHITE, bold=True, align=CENTRE)
        line = QRectF(0, y + 132, size.width(), 28)
        draw_text(painter, line, "画面を隠しています", 18, theme.TINT_2, align=CENTRE)
        self._draw_keys(painter, QPointF(x, y + 188))

    def _draw_keys(self, painter: QPainter, centre: QPointF) -> None:
        between, after = "または", "で戻る"
        parts = (key_width("Enter"), text_width(between, 14), key_width("F12"))
        left = centre.x() - (sum(parts) + text_width(after, 14) + 3 * 8) / 2
        y = centre.y()
        for is_key, words in ((True, "Enter"), (False, between), (True, "F12"), (False, after)):
            if is_key:
                left += draw_key(painter, left, y, words, ON_NAVY) + 8
            else:
                rect = QRectF(left, y - 12, text_width(words, 14), 24)
                draw_text(painter, rect, words, 14, theme.TINT_2)
                left = rect.right() + 8

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F12):
            self.returned.emit()
        event.accept()


class CoverableWork(QStackedWidget):
    """The work, or the cover in its place."""

    def __init__(self, work: QWidget, cover: CoverPage, parent: QWidget) -> None:
        super().__init__(parent)
        self._work, self._cover = work, cover
        self._memory = FocusMemory()
        self.addWidget(work)
        self.addWidget(cover)

    @property
    def is_covered(self) -> bool:
        return self.currentWidget() is self._cover

    def cover(self) -> None:
        self._memory.keep(self._work)
        self.setCurrentWidget(self._cover)
        self._cover.setFocus(Qt.FocusReason.OtherFocusReason)

    def uncover(self, otherwise: Callable[[], QWidget]) -> None:
        """Back to where the work stood; to another part when that one is gone meanwhile."""
        self.setCurrentWidget(self._work)
        back = self._memory.part(self._work) or otherwise()
        back.setFocus(Qt.FocusReason.OtherFocusReason)
