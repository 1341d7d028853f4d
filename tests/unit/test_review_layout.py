"""Nothing of supervisor's and department's windows is cut or nameless at the promised sizes."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLabel, QScrollArea, QWidget

from ui import theme
from ui.desk.scenes import desk_scenes
from ui.review.scenes import review_scenes
from ui.staff.window import StaffWindow
from ui.widgets.drawing import Painted

SIZES = {"1440x900": (1440, 900, 100), "1280x800": (1280, 800, 100), "200%": (1440, 900, 200)}
SCENES = {**review_scenes(), **desk_scenes()}


@pytest.fixture(params=SCENES)
def scene(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=SIZES)
def shown(
    application: QApplication, request: pytest.FixtureRequest, scene: str
) -> Iterator[StaffWindow]:
    width, height, scale = SIZES[request.param]
    theme.set_text_scale(scale)
    window = SCENES[scene]()
    window.resize(width, height)
    window.show()
    assert QTest.qWaitForWindowExposed(window, 3000)
    for _ in range(4):
        application.processEvents()
    yield window
    window.allow_close()
    window.close()
    window.deleteLater()
    application.processEvents()


def visible(window: QWidget) -> list[QWidget]:
    return [part for part in window.findChildren(QWidget) if part.isVisible()]


def described(part: QWidget) -> str:
    words = part.accessibleName() or getattr(part, "text", lambda: "")()
    return f"{type(part).__name__} {words!r} {part.geometry().getRect()}"


def test_every_part_that_takes_the_focus_has_a_name(shown: StaffWindow) -> None:
    nameless = [
        described(part)
        for part in visible(shown)
        if part.focusPolicy() != Qt.FocusPolicy.NoFocus and not part.accessibleName()
    ]
    assert nameless == []


def test_every_part_has_the_room_it_needs(shown: StaffWindow) -> None:
    squeezed = []
    for part in visible(shown):
        if isinstance(part, QLabel) and not part.wordWrap():
            needed = part.fontMetrics().horizontalAdvance(part.text())
            if part.width() + 1 < needed:
                squeezed.append(f"{described(part)} needs {needed}")
        elif isinstance(part, Painted) and isinstance(part, QWidget):
            least = part.minimumSizeHint()
            high = least.height()
            if part.hasHeightForWidth():
                high = part.heightForWidth(part.width())
            ignored = part.sizePolicy().horizontalPolicy().name == "Ignored"
            if part.height() + 1 < high or (not ignored and part.width() + 1 < least.width()):
                squeezed.append(f"{described(part)} needs {least.width()}×{high}")
    assert squeezed == []


def test_no_part_reaches_out_of_its_page_at_the_side(shown: StaffWindow) -> None:
    out = []
    for part in visible(shown):
        up = part.parentWidget()
        if up is None or isinstance(up, QAbstractScrollArea):
            continue
        if isinstance(up.parentWidget(), QScrollArea):
            continue
        right = part.mapTo(up, QPoint(part.width(), 0)).x()
        if (right > up.width() + 1 or part.x() < -1) and "Frame" not in type(part).__name__:
            out.append(f"{described(part)} in {type(up).__name__} {up.width()}")
    for page in shown.findChildren(QScrollArea):
        inside = page.widget()
        if page.objectName() == "sheet" or not page.isVisible() or inside is None:
            continue  # a sheet of paper may be wider than its view: it is zoomed
        if inside.width() > page.viewport().width():
            out.append(f"{described(inside)} in a view of {page.viewport().width()}")
    assert out == []
