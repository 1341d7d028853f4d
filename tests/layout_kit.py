"""What can be wrong with a window as it stands: cut, squeezed, out of its page, nameless, grey."""

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLabel, QScrollArea, QWidget

from ui import theme
from ui.staff.window import StaffWindow
from ui.theme import Family
from ui.widgets import drawing
from ui.widgets.drawing import Painted

SIZES = {
    "1440x900": (1440, 900, 100),
    "1280x800": (1280, 800, 100),
    "150%": (1440, 900, 150),
    "200%": (1440, 900, 200),
}
"""Width, height, text in percent."""
_TOOLKIT_GREY = (0xFFEFEFEF, 0xFFF0F0F0, 0xFFDCDCDC, 0xFFECECEC)
_EVERY = 7  # px between two places that are looked at for grey


class PaintedTexts:
    """Stands in for `draw_text`: notes each text that is elided or leaves its widget."""

    def __init__(self) -> None:
        self.cut: list[str] = []
        self.seen = 0
        self.draw = drawing.draw_text

    def __call__(
        self, painter: QPainter, rect: QRectF, text: str, size: float = 16, *more: Any, **how: Any
    ) -> None:
        self.seen += 1
        bold, family = how.get("bold", False), how.get("family", Family.TEXT)
        width = drawing.text_width(text, size, bold, family)
        device = painter.device()
        # A text that was measured may differ by a rounded advance.
        too_wide = not how.get("wrap") and width > rect.width() + 2
        if too_wide and isinstance(device, QWidget):
            ends = painter.combinedTransform().mapRect(QRectF(rect.left(), 0, width, 1)).right()
            if how.get("elide") or ends > device.width() + 1:
                self.cut.append(f"{text!r} needs {width:.0f} of {rect.width():.0f}")
        self.draw(painter, rect, text, size, *more, **how)


@contextmanager
def painted_texts() -> Iterator[PaintedTexts]:
    """Every part of the windows draws its texts through the answer."""
    texts = PaintedTexts()
    with pytest.MonkeyPatch.context() as patch:
        for name, module in list(sys.modules.items()):
            if name.startswith("ui.") and getattr(module, "draw_text", None) is texts.draw:
                patch.setattr(module, "draw_text", texts)
        yield texts


def stand(window: StaffWindow, size: str, *, drawer: bool = False) -> None:
    """Show a window at one of `SIZES` and let its layouts settle; `drawer` opens the side."""
    width, height, scale = SIZES[size]
    assert theme.factor() == scale / 100, "a window is made at the scale it is shown at"
    window.resize(width, height)
    window.show()
    assert QTest.qWaitForWindowExposed(window, 60_000)
    if drawer:
        window.next_pane()
    for _ in range(6 if drawer else 4):
        QApplication.processEvents()
    assert (window.width(), window.height()) == (width, height)


def end(window: StaffWindow) -> None:
    window.allow_close()
    window.close()
    window.deleteLater()
    QApplication.processEvents()


# --- what is wrong --------------------------------------------------------------------------------


def visible(window: QWidget) -> list[QWidget]:
    return [part for part in window.findChildren(QWidget) if part.isVisible()]


def described(part: QWidget) -> str:
    words = part.accessibleName() or getattr(part, "text", lambda: "")()
    return f"{type(part).__name__} {words!r} {part.geometry().getRect()}"


def nameless(window: QWidget) -> list[str]:
    """Parts that take the focus and tell a screen reader nothing."""
    parts = [p for p in visible(window) if p.focusPolicy() != Qt.FocusPolicy.NoFocus]
    assert parts
    return [described(part) for part in parts if not part.accessibleName()]


def squeezed(window: QWidget) -> list[str]:
    """Parts with less room than they need."""
    found = []
    for part in visible(window):
        if isinstance(part, QLabel) and not isinstance(part, Painted) and not part.wordWrap():
            needed = part.fontMetrics().horizontalAdvance(part.text())
            if part.width() + 1 < needed:
                found.append(f"{described(part)} needs {needed}")
        elif isinstance(part, Painted) and isinstance(part, QWidget):
            least = part.minimumSizeHint()
            high = max(least.height(), 0)
            if part.hasHeightForWidth():
                high = part.heightForWidth(part.width())
            ignored = part.sizePolicy().horizontalPolicy().name == "Ignored"
            if part.height() + 1 < high or (not ignored and part.width() + 1 < least.width()):
                found.append(f"{described(part)} needs {least.width()}×{high}")
    return found


def reaching_out(window: QWidget) -> list[str]:
    """Parts that leave their parent at a side, and pages wider than their view."""
    found = []
    for part in visible(window):
        up = part.parentWidget()
        if up is None or isinstance(up, QAbstractScrollArea) or part.isWindow():
            continue
        if isinstance(up.parentWidget(), QAbstractScrollArea):
            continue  # what scrolls is compared with its view below
        right = part.mapTo(up, QPoint(part.width(), 0)).x()
        framing = "Frame" in type(part).__name__ or "Rings" in type(part).__name__
        if (right > up.width() + 1 or part.x() < -1) and not framing:
            found.append(f"{described(part)} in {type(up).__name__} {up.width()}")
    for page in window.findChildren(QScrollArea):
        inside = page.widget()
        if page.objectName() == "sheet" or not page.isVisible() or inside is None:
            continue  # a sheet of paper may be wider than its view: it is zoomed
        if inside.width() > page.viewport().width():
            found.append(f"{described(inside)} in a view of {page.viewport().width()}")
    return found


def toolkit_grey(window: QWidget) -> dict[str, int]:
    """How many of the places looked at have a colour of the toolkit's own, where it is many."""
    picture = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    points = memoryview(picture.constBits()).cast("I")
    row = picture.bytesPerLine() // 4
    found: Counter[int] = Counter()
    for y in range(0, picture.height(), _EVERY):
        found.update(points[y * row : y * row + picture.width() : _EVERY].tolist())
    return {f"{colour:08x}": found[colour] for colour in _TOOLKIT_GREY if found[colour] >= 40}
