"""Tab strip (見出しの切替え): すべて 32 | 該当 20 …, moved through with ← →."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.theme import Family
from ui.widgets.drawing import Painted, draw_text, text_width
from ui.widgets.focus import follow_focus

Tab = tuple[str, int | None]
"""Words and count; None shows no count."""


class TabStrip(Painted, QWidget):
    """One tab stop; the arrows move, `chosen(index)` tells."""

    chosen = Signal(int)

    def __init__(
        self, tabs: Sequence[Tab], parent: QWidget | None = None, *, size: float = 16
    ) -> None:
        super().__init__(parent)
        self._size, self._index = size, 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_tabs(tabs)

    def set_size(self, size: float) -> None:
        """Size of the words; below 16 the tabs stand closer too, where there is little room."""
        if size != self._size:
            self._size = size
            self.updateGeometry()
            self.update()
            follow_focus(self)

    @property
    def _pad(self) -> float:
        return 12 if self._size >= 16 else 8

    @property
    def index(self) -> int:
        return self._index

    def show_tabs(self, tabs: Sequence[Tab]) -> None:
        """Other words or counts; the chosen index stays."""
        self._tabs = tuple(tabs)
        self._index = min(self._index, max(len(self._tabs) - 1, 0))
        self._speak()
        self.updateGeometry()
        self.update()

    def select(self, index: int) -> None:
        """Show as chosen without telling."""
        self._index = index
        self._speak()
        self.update()
        follow_focus(self)

    def choose(self, index: int) -> None:
        if 0 <= index < len(self._tabs) and index != self._index:
            self.select(index)
            self.chosen.emit(index)

    def _speak(self) -> None:
        words = [f"{text} {'' if count is None else count}".strip() for text, count in self._tabs]
        self.setAccessibleName("、".join(words))
        if self._tabs:
            self.setAccessibleDescription(f"選択中 {words[self._index]}")

    def _edges(self) -> list[tuple[float, float]]:
        found, x, pad = [], 0.0, self._pad
        for text, count in self._tabs:
            width = text_width(text, self._size, True) + 2 * pad
            if count is not None:
                width += 8 + text_width(str(count), self._size, family=Family.FIGURES)
            found.append((x, width))
            x += width + 4
        return found

    def natural_size(self) -> QSizeF:
        edges = self._edges()
        return QSizeF(sum(edges[-1]) if edges else 0, 39)

    def focus_rect(self) -> QRect:
        x, width = self._edges()[self._index]
        at = self.factor
        return QRect(round(x * at), 0, round(width * at), self.height())

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        for at, ((x, width), (text, count)) in enumerate(
            zip(self._edges(), self._tabs, strict=True)
        ):
            on = at == self._index
            ink = theme.PRIMARY if on else theme.INK
            words = text_width(text, self._size, on)
            left = x + self._pad
            draw_text(painter, QRectF(left, 0, words, 36), text, self._size, ink, bold=on)
            if count is not None:
                rect = QRectF(left + 8 + words, 0, 60, 36)
                family = Family.FIGURES
                draw_text(painter, rect, str(count), self._size, ink, bold=on, family=family)
            if on:
                bar = QRectF(x, size.height() - 3, width, 3)
                painter.fillRect(bar, theme.colour(theme.PRIMARY))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        x = event.position().x() / self.factor
        for at, (left, width) in enumerate(self._edges()):
            if left <= x < left + width:
                self.choose(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Right and not event.modifiers():
            self.choose(self._index + 1)
        elif event.key() == Qt.Key.Key_Left and not event.modifiers():
            self.choose(self._index - 1)
        else:
            super().keyPressEvent(event)
