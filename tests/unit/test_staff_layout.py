"""Nothing of the clerk's screens is cut, hidden or nameless at the promised sizes."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QScrollArea, QWidget

from ui import theme
from ui.staff import samples_reception
from ui.staff.scenes import SCENES
from ui.staff.window import StaffWindow
from ui.theme import Family
from ui.widgets import drawing, words
from ui.widgets.arrange import Label
from ui.widgets.drawing import Painted

SIZES = {
    "1440x900": (1440, 900, 100),
    "1280x800": (1280, 800, 100),
    "150%": (1440, 900, 150),
    "200%": (1440, 900, 200),
}


@dataclass(frozen=True)
class Shown:
    """A screen as it stands in a window, and what its painted texts said about their room."""

    window: StaffWindow
    cut: list[str]


class TextRoom:
    """Stands in for `draw_text`: notes every text that is wider than its rectangle, or elided."""

    def __init__(self) -> None:
        self.cut: list[str] = []
        self._draw = drawing.draw_text

    def __call__(
        self, painter: QPainter, rect: QRectF, text: str, size: float = 16, *more: Any, **how: Any
    ) -> None:
        bold, family = how.get("bold", False), how.get("family", Family.TEXT)
        width = drawing.text_width(text, size, bold, family)
        room = rect.width() + 2  # a text that was measured may differ by a rounded advance
        device = painter.device()
        if not how.get("wrap") and width > room and isinstance(device, QWidget):
            seen = painter.combinedTransform().mapRect(QRectF(rect.left(), rect.top(), width, 1))
            if how.get("elide") or seen.right() > device.width() + 1:
                self.cut.append(f"{text!r} needs {width:.0f} of {rect.width():.0f}")
        self._draw(painter, rect, text, size, *more, **how)


@pytest.fixture(params=SIZES)
def size(request: pytest.FixtureRequest) -> tuple[int, int, int]:
    return SIZES[request.param]


@pytest.fixture(params=SCENES)
def shown(
    application: QApplication,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
    size: tuple[int, int, int],
) -> Iterator[Shown]:
    width, height, scale = size
    theme.set_text_scale(scale)
    room = TextRoom()
    for name, module in list(sys.modules.items()):
        if name.startswith("ui.") and getattr(module, "draw_text", None) is room._draw:
            monkeypatch.setattr(module, "draw_text", room)
    window = SCENES[request.param].window()
    window.resize(width, height)
    window.show()
    assert QTest.qWaitForWindowExposed(window, 3000)
    for _ in range(4):
        application.processEvents()
    assert (window.width(), window.height()) == (width, height)
    window.grab()
    yield Shown(window, room.cut)
    window.allow_close()
    window.close()
    window.deleteLater()
    application.processEvents()


def visible(window: QWidget) -> list[QWidget]:
    return [part for part in window.findChildren(QWidget) if part.isVisible()]


def described(part: QWidget) -> str:
    words_of = part.accessibleName() or getattr(part, "text", lambda: "")()
    return f"{type(part).__name__} {words_of!r} {part.geometry().getRect()}"


def test_every_part_that_takes_the_focus_has_a_name(shown: Shown) -> None:
    nameless = [
        described(part)
        for part in visible(shown.window)
        if part.focusPolicy() != Qt.FocusPolicy.NoFocus and not part.accessibleName()
    ]
    assert nameless == []


def test_every_part_has_the_room_it_needs(shown: Shown) -> None:
    squeezed = []
    for part in visible(shown.window):
        if isinstance(part, Label) and not part.wordWrap():
            needed = part.fontMetrics().horizontalAdvance(part.text())
            if part.width() + 1 < needed:
                squeezed.append(f"{described(part)} needs {needed}")
        elif isinstance(part, Painted):
            least = part.minimumSizeHint()
            high = max(least.height(), 0)
            if part.hasHeightForWidth():
                high = part.heightForWidth(part.width())
            ignored = part.sizePolicy().horizontalPolicy().name == "Ignored"
            if part.height() + 1 < high or (not ignored and part.width() + 1 < least.width()):
                squeezed.append(f"{described(part)} needs {least.width()}×{high}")
    assert squeezed == []


def test_no_part_reaches_out_of_its_page_at_the_side(shown: Shown) -> None:
    out = []
    for part in visible(shown.window):
        up = part.parentWidget()
        if up is None or isinstance(part.parentWidget(), QAbstractScrollArea):
            continue
        if isinstance(up.parentWidget(), QScrollArea):
            continue  # the content of a page is as wide as its view, checked by its own children
        right = part.mapTo(up, QPoint(part.width(), 0)).x()
        if (right > up.width() + 1 or part.x() < -1) and "Frame" not in type(part).__name__:
            out.append(f"{described(part)} in {type(up).__name__} {up.width()}")
    for page in shown.window.findChildren(QScrollArea):
        inside = page.widget()
        if page.isVisible() and inside is not None and inside.width() > page.viewport().width():
            out.append(f"{described(inside)} in a view of {page.viewport().width()}")
    assert out == []


def test_no_painted_text_is_cut(shown: Shown) -> None:
    assert shown.cut == []


def test_nothing_is_left_in_the_grey_of_the_toolkit(shown: Shown) -> None:
    picture = shown.window.grab().toImage()
    own = {"#efefef", "#f0f0f0", "#dcdcdc", "#ececec"}
    found: dict[str, int] = {}
    for y in range(0, picture.height(), 7):
        for x in range(0, picture.width(), 7):
            name = QColor(picture.pixelColor(x, y)).name()
            if name in own:
                found[name] = found.get(name, 0) + 1
    assert all(count < 40 for count in found.values()), found


def test_wrapped_text_says_all_of_its_words() -> None:
    runs = samples_reception.CARD_PROBLEM.saved
    for width in (180, 220, 300):
        parts, _ = words._lay(runs, width, 14)
        assert "".join(part.text for part in parts) == "".join(run.text for run in runs)
        assert all(part.x + part.width <= width + 16 for part in parts)


@pytest.mark.parametrize("name", ["02-reception", "03-household", "04-interview", "08-error-card"])
def test_at_the_usual_size_a_page_stands_whole_without_scrolling(
    application: QApplication, name: str
) -> None:
    theme.set_text_scale(100)
    window = SCENES[name].window()
    window.resize(1440, 900)
    window.show()
    assert QTest.qWaitForWindowExposed(window, 3000)
    for _ in range(4):
        application.processEvents()
    more = [page.verticalScrollBar().maximum() for page in window.findChildren(QScrollArea)]
    window.close()
    window.deleteLater()
    assert more == [0, 0]
