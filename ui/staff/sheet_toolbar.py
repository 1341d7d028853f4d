"""What stands over the page of 06: which sheet it is, and the way to correct a field of it."""

from PySide6.QtCore import QEvent, QRectF, QSizeF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.widgets.arrange import Stack
from ui.widgets.button import Button
from ui.widgets.chip import Chip, ChipKind, chip_width, draw_chip
from ui.widgets.drawing import Painted, draw_text, text_width


class SheetTitle(Painted, QWidget):
    """Title of the sheet (18 bold), and that it is the one that was seen."""

    def __init__(self) -> None:
        super().__init__()
        self._title, self._chip = "", ChipKind.SAME_AS_SEEN.chip()
        self._same = False
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_sheet(self, title: str, same: bool) -> None:
        self._title, self._same = title, same
        self.setAccessibleName(" ".join(filter(None, (title, self._chip.text if same else ""))))
        self.update()

    @property
    def chip(self) -> Chip:
        return self._chip

    def natural_size(self) -> QSizeF:
        return QSizeF(200, 30)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        chip = chip_width(self._chip) + 10 if self._same else 0
        title = text_width(self._title, 18, True)
        shown = self._same and title + chip <= size.width()
        room = size.width() - (chip if shown else 0)
        rect = QRectF(0, 0, room, size.height())
        draw_text(painter, rect, self._title, 18, bold=True, elide=True)
        if shown:
            draw_chip(painter, title + 10, size.height() / 2, self._chip)


class SheetToolbar(Stack):
    """Over the page (56): which sheet it is, and the way to correct a field of it."""

    def __init__(self, title: QWidget, edit: Button) -> None:
        super().__init__(across=True, gap=8, margins=(16, 0, 16, 1))
        self.add(title, 1)
        self.add(edit)
        self._tall()

    def _tall(self) -> None:
        self.setFixedHeight(theme.scaled(56, self))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.ParentChange):
            self._tall()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour(theme.WHITE))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.colour(theme.LINE))
        painter.end()
