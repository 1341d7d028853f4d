"""A signature written by pen events as a tablet sends them: for the demonstration and pictures."""

from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice, QPointingDeviceUniqueId, QTabletEvent
from PySide6.QtWidgets import QWidget

from ui import theme

_STEP_MS: Final = 8
_LIFT_MS: Final = 120

_LAN: Final = (
    "103,253 101,272 98,293 95,314 92,336 89,357",
    "91,251 104,271 116,292 128,312 140,333 151,353 153,331 156,309 159,288 162,267 165,247",
    "213,309 203,305 193,306 184,312 178,321 177,333 181,344 188,349 198,349 207,345 215,335 "
    "216,331 217,326 218,321 219,315 219,309 219,324 218,339 216,353 212,365 207,375 200,380 "
    "193,382 186,381 181,377 179,371 186,360 197,349 211,339 227,328 241,317",
    "241,317 241,325 242,333 244,339 248,343 253,345 260,343 265,338 270,332 273,323 275,315 "
    "275,323 276,331 278,338 282,342 287,345 291,344 295,342 298,338 301,333 303,327",
    "303,317 303,325 304,332 306,338 310,342 315,343 322,341 327,337 332,331 335,323 337,315 "
    "336,330 334,345 331,358 327,369 323,379 318,383 313,385 308,383 305,379 305,373 310,364 "
    "318,355 328,346 339,337 349,329",
    "355,325 363,323 369,319 374,315 376,310 375,305 370,301 364,302 357,306 352,314 349,325 "
    "351,336 358,343 367,344 377,341 387,333",
    "397,311 399,318 400,326 400,333 400,341 399,347 402,335 407,325 413,317 420,312 427,311 "
    "432,314 434,321 436,329 437,338 439,345 442,347 445,347 449,346 453,344 457,341",
    "501,243 497,263 494,283 491,304 489,325 487,347 496,350 506,350 517,349 527,346 537,341",
    "579,313 569,310 560,311 552,316 547,324 545,333 548,341 554,345 562,345 570,341 577,333 "
    "578,329 579,325 580,321 581,317 581,313 580,322 581,330 583,337 587,342 593,345",
    "603,311 604,318 604,325 604,333 604,340 603,347 606,337 610,327 616,320 622,315 629,313 "
    "634,316 636,322 638,330 639,338 641,345 644,347 647,347 650,346 653,344 657,341",
)

Line = tuple[tuple[float, float], ...]
"""Points of one stroke, in px of the pad at 1280 × 800."""

SIGNATURE: Final[tuple[Line, ...]] = tuple(
    tuple((float(x), float(y)) for x, y in (point.split(",") for point in line.split()))
    for line in _LAN
)


def pen() -> QPointingDevice:
    """A stylus as Qt would know it."""
    kind = QInputDevice.DeviceType.Stylus
    able = QInputDevice.Capability.Position | QInputDevice.Capability.Pressure
    return QPointingDevice(
        "pen", 7, kind, QPointingDevice.PointerType.Pen, able, 1, 1, "", QPointingDeviceUniqueId()
    )


def write(
    pad: QWidget, lines: tuple[Line, ...] = SIGNATURE, device: QPointingDevice | None = None
) -> None:
    """Write the strokes on a pad, as if by hand."""
    stylus = device or pen()
    when = 1
    for line in lines:
        _send(pad, stylus, QEvent.Type.TabletPress, line[0], when)
        for at in line[1:]:
            when += _STEP_MS
            _send(pad, stylus, QEvent.Type.TabletMove, at, when)
        _send(pad, stylus, QEvent.Type.TabletRelease, line[-1], when + _STEP_MS)
        when += _LIFT_MS


def _send(
    pad: QWidget, device: QPointingDevice, kind: QEvent.Type, at: tuple[float, float], when: int
) -> None:
    factor = theme.factor(pad)
    place = QPointF(at[0] * factor, at[1] * factor)
    lifted = kind == QEvent.Type.TabletRelease
    held = Qt.MouseButton.NoButton if lifted else Qt.MouseButton.LeftButton
    event = QTabletEvent(
        kind,
        device,
        place,
        QPointF(pad.mapToGlobal(place)),
        0.0 if lifted else 0.6,
        12.0,
        -7.0,
        0.0,
        0.0,
        0.0,
        Qt.KeyboardModifier.NoModifier,
        Qt.MouseButton.LeftButton,
        held,
    )
    event.setTimestamp(when)
    QCoreApplication.sendEvent(pad, event)
