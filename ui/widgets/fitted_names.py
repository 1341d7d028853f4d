"""Fitted names (長い氏名): a registered name set smaller or on more lines, rather than cut.

Names of foreign residents have up to some fifty characters; they break at their spaces.
"""

from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from counter_app.model.names import characters
from ui import theme
from ui.widgets.names import name_width, paint_name, shortened

_LEADING = 1.2


@dataclass(frozen=True, slots=True)
class FittedName:
    """A name as it stands in its room: size in px at 100 %, and its lines."""

    px: float
    lines: tuple[str, ...]

    @property
    def height(self) -> float:
        return len(self.lines) * self.px * _LEADING

    @property
    def width(self) -> float:
        """Width of the longest line."""
        return max(name_width(line, self.px) for line in self.lines)


def fit_name(name: str, room: float, px: float, *, least: float = 14, lines: int = 0) -> FittedName:
    """The largest setting that fits `room`: one line of `px`, one a little smaller, then several.

    `lines` limits their number (0: as many as it takes); a name too long even then ends with 「…」.
    Sizes go down to `least`, in steps of 2.
    """
    for size in _sizes(px, max(least, px * 0.75)):
        if name_width(name, size) <= room:
            return FittedName(size, (name,))
    wrapped: tuple[str, ...] = ()
    for size in _sizes(px * 0.75, least):
        wrapped = _wrap(name, room, size)
        if not lines or len(wrapped) <= lines:
            return FittedName(size, wrapped)
    return FittedName(least, (*wrapped[: lines - 1], shortened(wrapped[lines - 1], room, least)))


def _sizes(px: float, least: float) -> tuple[float, ...]:
    steps = max(int((px - least) // 2), 0)
    return (*(px - 2 * step for step in range(steps + 1)), least)


def _wrap(name: str, room: float, px: float) -> tuple[str, ...]:
    """Break at spaces; a single word wider than the room breaks between its characters."""
    lines: list[str] = []
    for word in name.replace("\u3000", " ").split(" "):
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and name_width(joined, px) <= room:
            lines[-1] = joined
            continue
        lines.append("")
        for character in characters(word):
            if lines[-1] and name_width(lines[-1] + character, px) > room:
                lines.append("")
            lines[-1] += character
    return tuple(lines)


def paint_fitted(
    painter: QPainter, rect: QRectF, fitted: FittedName, ink: str = theme.INK_STRONG
) -> float:
    """Draw the lines centred on the height of `rect`; answers the width of the last."""
    step = fitted.px * _LEADING
    top = rect.center().y() - fitted.height / 2
    used = 0.0
    for index, line in enumerate(fitted.lines):
        place = QRectF(rect.left(), top + index * step, rect.width(), step)
        used = paint_name(painter, place, line, fitted.px, ink)
    return used
