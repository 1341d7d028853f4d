"""The signature pad records the pen, whole and alone."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QInputDevice, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from ui import theme
from ui.widgets.signature import SignaturePad

pytestmark = pytest.mark.usefixtures("application")


PEN = QPointingDevice(
    "pen",
    1,
    QInputDevice.DeviceType.Stylus,
    QPointingDevice.PointerType.Pen,
    QInputDevice.Capability.Position | QInputDevice.Capability.Pressure,
    1,
    1,
)


ERASER = QPointingDevice(
    "eraser",
    2,
    QInputDevice.DeviceType.Stylus,
    QPointingDevice.PointerType.Eraser,
    QInputDevice.Capability.Position | QInputDevice.Capability.Pressure,
    1,
    1,
)


def pen(
    pad: QWidget,
    kind: QEvent.Type,
    x: float,
    y: float,
    pressure: float = 0.6,
    device: QPointingDevice = PEN,
    when: int = 0,
) -> None:
    at = QPointF(x, y)
    button = Qt.MouseButton.LeftButton
    held = Qt.MouseButton.NoButton if kind == QEvent.Type.TabletRelease else button
    event = QTabletEvent(
        kind,
        device,
        at,
        at,
        pressure,
        12.0,
        -7.0,
        0.0,
        0.0,
        0.0,
        Qt.KeyboardModifier.NoModifier,
        button,
        held,
    )
    event.setTimestamp(when)
    QCoreApplication.sendEvent(pad, event)


def stroke(pad: QWidget, *points: tuple[float, float], start: int = 0) -> None:
    pen(pad, QEvent.Type.TabletPress, *points[0], when=start)
    for at, point in enumerate(points[1:], start=1):
        pen(pad, QEvent.Type.TabletMove, *point, when=start + 8 * at)
    pen(pad, QEvent.Type.TabletRelease, *points[-1], pressure=0, when=start + 8 * len(points))


def made_pad(*, allow_mouse: bool = False) -> SignaturePad:
    pad = SignaturePad("ペンで書いてください", "NGUYEN THI LAN", allow_mouse=allow_mouse)
    pad.resize(pad.sizeHint())
    return pad


def blue(image: QImage) -> int:
    wanted = QColor(theme.PRIMARY_HOVER).rgb()
    return sum(
        image.pixel(x, y) == wanted for x in range(image.width()) for y in range(image.height())
    )


def test_the_pad_records_the_pen_with_time_pressure_and_tilt() -> None:
    pad = made_pad()
    heard: list[bool] = []
    pad.changed.connect(heard.append)
    stroke(pad, (96, 96), (192, 96), (192, 192), start=1000)
    stroke(pad, (300, 300), (310, 310), start=1500)
    first, second = pad.strokes()
    assert [(point.x, point.y) for point in first[:3]] == [(2540, 2540), (5080, 2540), (5080, 5080)]
    assert [point.t for point in first] == [0, 8, 16, 24]
    assert first[0].pressure == pytest.approx(0.6, abs=0.01)
    assert (first[0].tilt_x, first[0].tilt_y) == (12.0, -7.0)
    assert second[0].t == 500
    assert heard == [True]


def test_what_is_drawn_is_seen_and_goes_with_clear() -> None:
    pad = made_pad()
    before = blue(pad.grab().toImage())
    stroke(pad, (100, 200), (300, 200))
    assert blue(pad.grab().toImage()) > before + 400
    pad.clear()
    assert blue(pad.grab().toImage()) == before
    assert pad.strokes() == ()
    assert pad.is_empty()


def test_hovering_the_eraser_and_the_mouse_leave_no_trace() -> None:
    pad = made_pad()
    pen(pad, QEvent.Type.TabletMove, 50, 50)
    pen(pad, QEvent.Type.TabletPress, 50, 50, device=ERASER)
    QTest.mouseClick(pad, Qt.MouseButton.LeftButton, pos=QPoint(60, 60))
    assert pad.strokes() == ()


def test_a_hand_on_the_screen_leaves_no_trace() -> None:
    pad = made_pad(allow_mouse=True)
    pad.show()
    screen = QTest.createTouchDevice()
    touch = QTest.touchEvent(pad, screen)
    touch.press(0, QPoint(100, 100), pad).commit()
    touch.move(0, QPoint(200, 200), pad).commit()
    touch.release(0, QPoint(200, 200), pad).commit()
    assert pad.strokes() == ()


def test_the_mouse_signs_only_where_it_is_allowed() -> None:
    pad = made_pad(allow_mouse=True)
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(60, 60))
    QTest.mouseMove(pad, QPoint(90, 60))
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(90, 60))
    assert len(pad.strokes()) == 1
