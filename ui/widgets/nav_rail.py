"""The rail of a list screen: its places with their counts, what is saved at the foot."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui import theme
from ui.theme import Family, Width
from ui.widgets.arrange import Stack
from ui.widgets.drawing import RIGHT, Painted, draw_text, text_width
from ui.widgets.keyhint import draw_key
from ui.widgets.rail_ends import RailFoot, paint_ground


@dataclass(frozen=True, slots=True)
class Place:
    """One row of a navigation rail."""

    title: str
    count: int | None = None
    key: str = ""


class PlaceRow(Painted, QAbstractButton):
    """A row of the navigation rail: key, title, count."""

    def __init__(self, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._narrow = False
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.show_place(place)

    def show_place(self, place: Place) -> None:
        self._place = place
        count = "" if place.count is None else f" {place.count}件"
        self.setAccessibleName(place.title + count)
        self.update()

    def set_narrow(self, narrow: bool) -> None:
        self._narrow = narrow
        self.update()

    def natural_size(self) -> QSizeF:
        return QSizeF(160, 44)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        on = self.isChecked()
        if on:
            painter.fillRect(QRectF(0, 0, size.width(), 44), theme.colour(theme.WHITE))
            painter.fillRect(QRectF(0, 0, 4, 44), theme.colour(theme.PRIMARY))
        ink = theme.PRIMARY if on else theme.INK
        x, gap, edge, px = (16.0, 8.0, 12.0, 14.0) if self._narrow else (20.0, 10.0, 16.0, 16.0)
        if self._place.key:
            x += draw_key(painter, x, 22, self._place.key) + gap
        figures = "" if self._place.count is None else str(self._place.count)
        end = size.width() - edge
        room = QRectF(x, 0, end - text_width(figures, px, on, Family.FIGURES) - 4 - x, 44)
        draw_text(painter, room, self._place.title, px, ink, bold=on, elide=True)
        if figures:
            rect = QRectF(0, 0, end, 44)
            draw_text(
                painter,
                rect,
                figures,
                px,
                ink,
                bold=on,
                family=Family.FIGURES,
                align=RIGHT,
            )


class NavRail(QWidget):
    """The rail of a list screen: title, places with counts, anything below, the foot."""

    chosen = Signal(int)

    def __init__(self, title: str, places: Sequence[Place], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self._room = Width.WIDE
        self._rows = [PlaceRow(place) for place in places]
        self.below = Stack(gap=0)
        self.foot = RailFoot()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 1, 0)
        box.setSpacing(0)
        box.addWidget(_RailTitle(title))
        for index, row in enumerate(self._rows):
            box.addWidget(row)
            row.clicked.connect(lambda _=False, at=index: self._choose(at))
        box.addWidget(self.below)
        box.addStretch(1)
        box.addWidget(self.foot)
        self.set_room(Width.WIDE)
        self.select(0)

    def _choose(self, index: int) -> None:
        self.select(index)
        self.chosen.emit(index)

    def select(self, index: int) -> None:
        for at, row in enumerate(self._rows):
            row.setChecked(at == index)

    def show_places(self, places: Sequence[Place]) -> None:
        for row, place in zip(self._rows, places, strict=True):
            row.show_place(place)

    def set_room(self, room: Width) -> None:
        """Wide or narrow."""
        self._room = room
        narrow = room is not Width.WIDE
        self.setFixedWidth(theme.scaled(theme.Measures(room).rail, self))
        for row in self._rows:
            row.set_narrow(narrow)
        self.foot.set_narrow(narrow)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.ParentChange):
            self.set_room(self._room)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        paint_ground(self)


class _RailTitle(Painted, QLabel):
    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        self.setAccessibleName(title)

    def natural_size(self) -> QSizeF:
        return QSizeF(40 + text_width(self._title, 20, True), 64)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        rect = QRectF(20, 18, size.width() - 20, 30)
        draw_text(painter, rect, self._title, 20, theme.INK, bold=True)
