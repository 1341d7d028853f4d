"""The rail of a list lying down (200 % text): its places with their keys and counts in one line."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.theme import Family
from ui.widgets.drawing import RIGHT, Painted, draw_line, draw_text, text_width
from ui.widgets.keyhint import draw_key, key_width
from ui.widgets.nav_rail import Place

_EDGE: Final = 12.0
_GAP: Final = 14.0
_HINT: Final = "Alt＋番号"


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a place stands, and whether its words have room."""

    x: float
    width: float
    words: str


class PlaceStrip(Painted, QWidget):
    """Emits `chosen(index)` when a place is pressed; Alt and its number go there.

    Where not all words have room, only those of the open place are said, the others keep key and
    count: the eye knows the places by their order in the standing rail.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = ""
        self._places: tuple[Place, ...] = ()
        self._here = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_places(self, title: str, places: Sequence[Place], here: int) -> None:
        """Title of the list, its places, and which one is open."""
        self._title, self._places, self._here = title, tuple(places), here
        said = [_said(place) for place in self._places]
        self.setAccessibleName(f"{title} {said[here]}" if said else title)
        self.setAccessibleDescription("、".join(said))
        self.update()

    def natural_size(self) -> QSizeF:
        return QSizeF(300, 36)

    def _spots(self, width: float) -> list[_Spot]:
        """All words where they have room, else those of the open place alone."""
        left = _EDGE + text_width(self._title, 14, True) + _GAP
        for only_here in (False, True):
            spots, x = [], left
            for at, place in enumerate(self._places):
                words = "" if only_here and at != self._here else place.title
                wide = _width(at, place, words, at == self._here)
                spots.append(_Spot(x, wide, words))
                x += wide + _GAP
            if x - _GAP <= width - _EDGE:
                break
        return spots

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        painter.fillRect(QRectF(0, 0, size.width(), size.height()), theme.colour(theme.GROUND))
        bottom = size.height() - 0.5
        draw_line(painter, QPointF(0, bottom), QPointF(size.width(), bottom), theme.LINE)
        high = size.height() - 1
        title = QRectF(_EDGE, 0, text_width(self._title, 14, True), high)
        draw_text(painter, title, self._title, 14, bold=True)
        end = title.right()
        for at, (spot, place) in enumerate(
            zip(self._spots(size.width()), self._places, strict=True)
        ):
            self._draw_place(painter, at, spot, place, high)
            end = spot.x + spot.width
        if end + _GAP + text_width(_HINT, 14) <= size.width() - _EDGE:
            rect = QRectF(0, 0, size.width() - _EDGE, high)
            draw_text(painter, rect, _HINT, 14, theme.INK_2, align=RIGHT)

    def _draw_place(
        self, painter: QPainter, at: int, spot: _Spot, place: Place, high: float
    ) -> None:
        on = at == self._here
        if on:
            box = QRectF(spot.x - 6, 0, spot.width + 12, high)
            painter.fillRect(box, theme.colour(theme.WHITE))
            painter.fillRect(
                QRectF(box.left(), high - 3, box.width(), 3), theme.colour(theme.PRIMARY)
            )
        ink = theme.PRIMARY if on else theme.INK
        x = spot.x + draw_key(painter, spot.x, high / 2, _key(at)) + 6
        if spot.words:
            wide = text_width(spot.words, 14, on)
            draw_text(painter, QRectF(x, 0, wide, high), spot.words, 14, ink, bold=on)
            x += wide + 6
        if place.count is not None:
            rect = QRectF(x, 0, 60, high)
            draw_text(painter, rect, str(place.count), 14, ink, bold=on, family=Family.FIGURES)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        x = event.position().x() / self.factor
        for at, spot in enumerate(self._spots(self.width() / self.factor)):
            if spot.x - _GAP / 2 <= x < spot.x + spot.width + _GAP / 2:
                self.chosen.emit(at)
                return


def _key(at: int) -> str:
    return str(at + 1)


def _width(at: int, place: Place, words: str, bold: bool) -> float:
    width = key_width(_key(at))
    if words:
        width += 6 + text_width(words, 14, bold)
    if place.count is not None:
        width += 6 + text_width(str(place.count), 14, bold, Family.FIGURES)
    return width


def _said(place: Place) -> str:
    return place.title if place.count is None else f"{place.title} {place.count}件"
