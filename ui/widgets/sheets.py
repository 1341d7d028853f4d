"""Sheets (書類): thumbnails of pages, and the preview of a page as it will print."""

import re
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractButton, QFrame, QScrollArea, QSizePolicy, QWidget

from ui import theme
from ui.theme import Family, colour
from ui.widgets.chip import Chip, chip_width, draw_chip
from ui.widgets.drawing import CENTRE, Painted, draw_box, draw_text
from ui.widgets.words import Run, draw_runs, runs_height

PAGE_RATIO = 297 / 210
_WORD: Final = re.compile(r"\S+\s*")


class SmallPage:
    """A page drawn small; scales its picture once for each size and keeps it no longer than itself.

    White while there is no picture yet. Row painters hold one for each row.
    """

    def __init__(self, image: QImage | None = None) -> None:
        self._image = image
        self._small: QImage | None = None

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        """Draw page and edge into `rect`."""
        painter.fillRect(rect, colour(theme.WHITE))
        if self._image is not None:
            inner = rect.adjusted(1, 1, -1, -1)
            transform = painter.deviceTransform()
            size = QSize(
                max(round(inner.width() * transform.m11()), 1),
                max(round(inner.height() * transform.m22()), 1),
            )
            if self._small is None or self._small.size() != size:
                self._small = self._image.scaled(
                    size,
                    Qt.AspectRatioMode.IgnoreAspectRatio,
                    Qt.TransformationMode.SmoothTransformation,
                )
            painter.drawImage(inner, self._small)
        draw_box(painter, rect, line=theme.LINE_GROUP, radius=0)


def draw_gloss_number(painter: QPainter, centre: QPointF, number: str) -> None:
    """The disc of a gloss (34, white edge), on the page and beside its words."""
    painter.setPen(QPen(colour(theme.WHITE), 2))
    painter.setBrush(colour(theme.PRIMARY))
    painter.drawEllipse(centre, 17, 17)
    box = QRectF(centre.x() - 17, centre.y() - 17, 34, 34)
    draw_text(painter, box, number, 20, theme.WHITE, bold=True, family=Family.FIGURES, align=CENTRE)


def _title(text: str) -> tuple[Run, ...]:
    """A word that has room on a line of its own is not broken at the end of the one before."""
    return tuple(Run(word, unbroken=True) for word in _WORD.findall(text))


class Thumbnail(Painted, QAbstractButton):
    """A page in the list of sheets: picture 80 × 106, title, whose and n／m, chip; row 122 high.

    `upright` puts the chip under a picture of 66 × 88 without words (the tablet's overview).
    """

    def __init__(
        self,
        title: str,
        whose: str,
        chip: Chip,
        image: QImage | None = None,
        parent: QWidget | None = None,
        *,
        upright: bool = False,
    ) -> None:
        super().__init__(parent)
        self._whose, self._chip, self._upright = whose, chip, upright
        self._page = SmallPage(image)
        self.setText(title)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        across = QSizePolicy.Policy.Fixed if upright else QSizePolicy.Policy.Expanding
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)
        self._speak()

    def show_page(self, image: QImage) -> None:
        self._page = SmallPage(image)
        self.update()

    def show_chip(self, chip: Chip) -> None:
        self._chip = chip
        self._speak()
        self.update()

    def _speak(self) -> None:
        self.setAccessibleName(f"{self.text()} {self._whose} {self._chip.text}".strip())

    @property
    def focus_inside(self) -> bool:
        return not self._upright

    def natural_size(self) -> QSizeF:
        if self._upright:
            return QSizeF(max(66.0, chip_width(self._chip)) + 16, 138)
        return QSizeF(216, 122)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        if self._upright:
            self._draw_upright(painter, size)
            return
        whole = QRectF(0, 0, size.width(), size.height())
        if self.isChecked():
            painter.fillRect(whole, colour(theme.TINT))
            painter.fillRect(QRectF(0, 0, 4, size.height()), colour(theme.PRIMARY))
        line = QRectF(0, size.height() - 1, size.width(), 1)
        painter.fillRect(line, colour(theme.LINE_SOFT))
        self._page.draw(painter, QRectF(16, 8, 80, 106))
        title = _title(self.text())
        room = size.width() - 106 - 10
        height = runs_height(title, room, 16, 1.3)
        draw_runs(painter, QRectF(106, 8, room, height), title, 16, leading=1.3)
        y = 8 + height
        draw_text(painter, QRectF(106, y, room, 21), self._whose, 14, theme.INK_2)
        draw_chip(painter, 106, y + 21 + 6 + 13, self._chip)

    def _draw_upright(self, painter: QPainter, size: QSizeF) -> None:
        if self.isChecked():
            box = QRectF(0, 0, size.width(), size.height())
            draw_box(painter, box, fill=theme.TINT, line=theme.PRIMARY, width=2, radius=6)
        self._page.draw(painter, QRectF((size.width() - 66) / 2, 8, 66, 88))
        left = (size.width() - chip_width(self._chip)) / 2
        draw_chip(painter, left, 117, self._chip)


class _Page(QWidget):
    """The sheet itself on the grey ground, with its shadow."""

    def __init__(self) -> None:
        super().__init__()
        self.image: QImage | None = None
        self._drawn: tuple[int, QImage] | None = None

    def place(self, width: int, margin: int) -> None:
        ratio = PAGE_RATIO
        if self.image is not None and self.image.width():
            ratio = self.image.height() / self.image.width()
        self._margin = margin
        self.resize(width + 2 * margin, round(width * ratio) + 2 * margin)
        self.update()

    _margin = 0

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), colour(theme.LINE_SOFT))
        m = self._margin
        sheet = self.rect().adjusted(m, m, -m, -m)
        for spread, shade in ((3, "#d9d9d9"), (2, "#cfcfcf"), (1, "#c4c4c4")):
            painter.fillRect(sheet.adjusted(-spread, -1, spread, spread + 1), colour(shade))
        painter.fillRect(sheet, colour(theme.WHITE))
        if self.image is not None and sheet.width() > 0:
            painter.drawImage(sheet, self._scaled(sheet.size()))
        painter.end()

    def _scaled(self, size: QSize) -> QImage:
        """The page smoothly scaled, kept until size or page change."""
        image = self.image
        if image is None:
            return QImage()
        want = size * self.devicePixelRatioF()
        if (
            self._drawn is None
            or self._drawn[0] != image.cacheKey()
            or self._drawn[1].size() != want
        ):
            self._drawn = (
                image.cacheKey(),
                image.scaled(
                    want,
                    Qt.AspectRatioMode.IgnoreAspectRatio,
                    Qt.TransformationMode.SmoothTransformation,
                ),
            )
        return self._drawn[1]


class SheetPreview(QScrollArea):
    """A page as it will print, on grey. Ctrl and + or - (or the wheel) zoom; arrows scroll."""

    STEPS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
    """Zoom, as shares of the width of the view."""

    def __init__(self, parent: QWidget | None = None, *, margin: float = 28) -> None:
        super().__init__(parent)
        self._page = _Page()
        self._zoom = self.STEPS.index(1.0)
        self._margin = margin
        self.setWidget(self._page)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setAccessibleName("書類の見本")
        self.setObjectName("sheet")

    focus_inside = True

    @property
    def zoom_share(self) -> float:
        """1.0 = the page is as wide as the view."""
        return self.STEPS[self._zoom]

    @property
    def page_width(self) -> int:
        """Width the sheet is shown at, device-independent px, with its grey margins."""
        return self._page.width()

    def show_page(self, image: QImage | None, title: str = "") -> None:
        """Show a page from its top; None shows an empty sheet."""
        self._page.image = image
        self.setAccessibleName(f"書類の見本 {title}".strip())
        self._place()
        self.verticalScrollBar().setValue(0)

    def zoom(self, by: int) -> None:
        """One step larger (1) or smaller (-1)."""
        self._zoom = min(max(self._zoom + by, 0), len(self.STEPS) - 1)
        self._place()

    def _place(self) -> None:
        margin = theme.scaled(self._margin, self)
        width = max(self.viewport().width() - 2 * margin, 60)
        self._page.place(round(width * self.zoom_share), margin)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._place()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Semicolon, Qt.Key.Key_Equal):
            self.zoom(1)
        elif control and event.key() == Qt.Key.Key_Minus:
            self.zoom(-1)
        elif event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            event.ignore()  # the window's: sheet before, sheet after
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1 if event.angleDelta().y() > 0 else -1)
        else:
            super().wheelEvent(event)
