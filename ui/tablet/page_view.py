"""The page of a form as the resident reads it: numbered marks, a lit field, larger and smaller."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from ui import theme
from ui.tablet.look import Look
from ui.tablet.scrolling import Drag, bar_width, broad
from ui.tablet.views import GlossItem
from ui.theme import colour
from ui.widgets.drawing import draw_box
from ui.widgets.sheets import draw_gloss_number

SHEET_MM: Final = (210.0, 297.0)
_VIEW_MM: Final = 193.4
"""Width of sheet in view at first: the empty margins of paper lie outside and can be moved to."""
_START_MM: Final = (7.2, 5.5)
ZOOMS: Final = (1.0, 1.5, 2.25)


class _Sheet(QWidget):
    """The whole sheet at its present size, with marks."""

    def __init__(self, image: QImage, items: tuple[GlossItem, ...]) -> None:
        super().__init__()
        self._image, self._items = image, items
        self.lit: GlossItem | None = None
        self._drawn: QImage | None = None

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), colour(theme.WHITE))
        painter.drawImage(self.rect(), self._scaled(self.size()))
        mm = self.width() / SHEET_MM[0]
        at = theme.factor(self)
        if self.lit is not None:
            x, y, width, height = (length * mm for length in self.lit.place.box)
            edge = 4 * at
            frame = QRectF(x, y, width, height).adjusted(-edge, -edge, edge, edge)
            draw_box(painter, frame, line=theme.PRIMARY, width=edge, radius=2)
        for item in self._items:
            x, y = item.place.mark
            painter.save()
            painter.translate(x * mm, y * mm)
            painter.scale(at, at)
            draw_gloss_number(painter, QPointF(0, 0), str(item.number))
            painter.restore()
        painter.end()

    def _scaled(self, size: QSize) -> QImage:
        want = size * self.devicePixelRatioF()
        if self._drawn is None or self._drawn.size() != want:
            self._drawn = self._image.scaled(
                want,
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        return self._drawn


@dataclass(slots=True)
class Place:
    """Where a reader is on a page: what outlives its being made anew in other text.

    `middle` is the spot of the sheet in the middle of the view (mm), None at the beginning;
    `item` the number of the explanation that is lit, 0 for none; `far` how far down the
    explanations, 0 to 1.
    """

    zoom: int = 0
    middle: tuple[float, float] | None = None
    item: int = 0
    far: float = 0.0


class PageView(QScrollArea):
    """Scrolls by finger, pen, arrows and bar. `zoomed` tells that the size has changed."""

    zoomed = Signal()
    focus_inside = True

    def __init__(self, look: Look, image: QImage, items: tuple[GlossItem, ...], name: str) -> None:
        super().__init__()
        self._sheet = _Sheet(image, items)
        self._zoom = 0
        self._middle: tuple[float, float] | None = None
        self._view = QWidget()
        self.setViewport(self._view)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        self.setWidget(self._sheet)
        broad(look, self, self._view, theme.LINE_SOFT)
        self.bar_width = bar_width(look)
        self._drag = Drag(self)
        self._drag.watch(self._sheet)

    @property
    def zoom(self) -> float:
        return ZOOMS[self._zoom]

    @property
    def largest(self) -> bool:
        return self._zoom == len(ZOOMS) - 1

    @property
    def lit(self) -> GlossItem | None:
        return self._sheet.lit

    def begin_at(self, place: Place) -> None:
        """Before it is shown: the size and spot it had before."""
        self._zoom, self._middle = place.zoom, place.middle
        self._bar()

    def remember(self, place: Place) -> None:
        """Put down the size and the spot."""
        place.zoom, place.middle = self._zoom, self._middle_mm()

    def _bar(self) -> None:
        """Across only what is larger is moved: at the first size all print is in view."""
        policy = Qt.ScrollBarPolicy
        self.setHorizontalScrollBarPolicy(
            policy.ScrollBarAsNeeded if self._zoom else policy.ScrollBarAlwaysOff
        )

    def magnify(self) -> None:
        """One step larger; after the largest back to the first."""
        middle = self._middle_mm()
        self._zoom = (self._zoom + 1) % len(ZOOMS)
        self._bar()
        self._place()
        self._show_mm(*middle)
        self.zoomed.emit()

    def light(self, item: GlossItem | None) -> None:
        """Put a frame round the field of an explanation and bring it into view."""
        self._sheet.lit = item
        self._sheet.update()
        if item is not None:
            x, y, width, height = item.place.box
            mm = self._sheet.width() / SHEET_MM[0]
            aside = 0  # at the first size the whole width of the print is in view
            if self._zoom:
                aside = min(round(width / 2 * mm) + 20, self.viewport().width() // 2)
            self.ensureVisible(
                round((x + width / 2) * mm),
                round((y + height / 2) * mm),
                aside,
                min(round(height / 2 * mm) + 60, self.viewport().height() // 2),
            )

    def _middle_mm(self) -> tuple[float, float]:
        mm = max(self._sheet.width(), 1) / SHEET_MM[0]
        view = self.viewport().rect()
        return (
            (self.horizontalScrollBar().value() + view.width() / 2) / mm,
            (self.verticalScrollBar().value() + view.height() / 2) / mm,
        )

    def _show_mm(self, x: float, y: float) -> None:
        mm = self._sheet.width() / SHEET_MM[0]
        view = self.viewport().rect()
        self.horizontalScrollBar().setValue(round(x * mm - view.width() / 2))
        self.verticalScrollBar().setValue(round(y * mm - view.height() / 2))

    def _place(self) -> None:
        width = self.viewport().width() * SHEET_MM[0] / _VIEW_MM * self.zoom
        self._sheet.resize(round(width), round(width * SHEET_MM[1] / SHEET_MM[0]))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._place()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Begin where the print begins; only now are the ranges of the bars known."""
        super().showEvent(event)
        mm = self._sheet.width() / SHEET_MM[0]
        self.horizontalScrollBar().setValue(round(_START_MM[0] * mm))
        self.verticalScrollBar().setValue(round(_START_MM[1] * mm))
        if self._middle is not None:
            self._show_mm(*self._middle)
            # again when bars that come and go have left the sheet its width
            QTimer.singleShot(0, self, self._begin_again)
        elif self._sheet.lit is not None:
            self.light(self._sheet.lit)

    def _begin_again(self) -> None:
        if self._middle is not None:
            self._show_mm(*self._middle)
            self._middle = None

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Semicolon):
            self.magnify()
        else:
            super().keyPressEvent(event)
