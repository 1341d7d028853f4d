"""From the pad to the paper (署名の線): the ink as large as the signature box of a form allows.

The pad is far larger than the box on a form, and people write anywhere on it. What is handed on
is the ink alone: shrunk with its proportions kept until it fits a box of 66 × 14 mm (the
narrowest a form has), never enlarged, its left edge at the box's, in the middle of its height.
Sealing moves it into larger boxes and shrinks it further where a box is smaller; pressure, tilt
and the times of the points stay as the pen gave them.
"""

from math import hypot
from typing import Final

from counter_app.model.document import PenPoint, Stroke
from ui.widgets.signature import Stroke as PadStroke

BOX_WIDTH: Final = 6600  # 1/100 mm
BOX_HEIGHT: Final = 1400
_EDGE: Final = 50
"""Kept free on each side for the thickness of the line."""
_LEAST_LINE: Final = 300
"""What a pen that is only set down may slip (1/100 mm): a trembling hand draws no point, either."""


def has_line(strokes: tuple[PadStroke, ...]) -> bool:
    """Whether the pen drew anything but dots."""
    return any(_is_line(stroke) for stroke in strokes)


def _is_line(stroke: PadStroke) -> bool:
    """Whether it leads away from where it began; asked at every move, so it ends at the first."""
    start = stroke[0]
    return any(hypot(p.x - start.x, p.y - start.y) > _LEAST_LINE for p in stroke)


def signature_of(strokes: tuple[PadStroke, ...]) -> tuple[Stroke, ...]:
    """The strokes of a pad as the act of signing keeps them (1/100 mm of the signature box)."""
    points = [point for stroke in strokes for point in stroke]
    if not points:
        return ()
    left, top = min(point.x for point in points), min(point.y for point in points)
    wide = max(point.x for point in points) - left
    high = max(point.y for point in points) - top
    scale = min(
        1.0,
        (BOX_WIDTH - 2 * _EDGE) / max(wide, 1),
        (BOX_HEIGHT - 2 * _EDGE) / max(high, 1),
    )
    down = (BOX_HEIGHT - high * scale) / 2
    return tuple(
        Stroke(
            tuple(
                PenPoint(
                    round((point.x - left) * scale) + _EDGE,
                    round((point.y - top) * scale + down),
                    point.t,
                    point.pressure,
                    point.tilt_x,
                    point.tilt_y,
                )
                for point in stroke
            )
        )
        for stroke in strokes
    )
