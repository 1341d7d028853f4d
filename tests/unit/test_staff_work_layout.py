"""Screens 05, 06, 07 and 09 at the three promised sizes: nothing cut, squeezed or nameless."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLabel, QScrollArea, QWidget

from ui import theme
from ui.staff import (
    work_samples,
    work_samples_dispatch,
    work_samples_documents,
)
from ui.staff.dispatch_screen import DispatchScreen
from ui.staff.documents_screen import DocumentsScreen
from ui.staff.procedures_screen import ProceduresScreen
from ui.staff.screen import Page, StaffScreen
from ui.staff.window import StaffWindow
from ui.staff.work_scenes import work_scenes
from ui.theme import Family
from ui.widgets import drawing
from ui.widgets.drawing import Painted
from ui.widgets.words import Run

SIZES = {"1440x900": (1440, 900, 100), "1280x800": (1280, 800, 100), "200%": (1440, 900, 200)}
LONG = "下水道・農業集落排水の使用開始・人数の届"
LONG_NAME = "NGUYEN THI HOANG ANH MARIA FERNANDA DE LA CRUZ"


def _procedures() -> StaffScreen:
    view = work_samples.PROCEDURES
    rows = tuple(replace(r, title=LONG, who="髙志・美咲・葵", papers=LONG) for r in view.rows)
    cuts = tuple(replace(c, title=LONG) for c in view.cuts)
    claimant = ("請求する人", (Run(LONG_NAME, name=True),))
    reason = replace(work_samples.REASON, title=LONG, details=(claimant,))
    screen = ProceduresScreen()
    screen.show_view(replace(view, rows=rows, cuts=cuts, reason=reason))
    return screen


def _documents() -> StaffScreen:
    view = work_samples_documents.documents()
    signers = tuple(replace(s, name=LONG_NAME) for s in view.signers)
    pile = work_samples_documents.PILE_WRONG
    rows = tuple(replace(row, title=LONG) for row in pile.rows)
    screen = DocumentsScreen()
    screen.show_view(replace(view, signers=signers, pile=replace(pile, rows=rows)))
    return screen


def _dispatch() -> StaffScreen:
    view = work_samples_dispatch.DISPATCH
    groups = tuple(
        replace(g, rows=tuple(replace(r, title=LONG, due="4/10（金）13〜15時") for r in g.rows))
        for g in view.groups
    )
    screen = DispatchScreen()
    screen.show_view(replace(view, groups=groups))
    return screen


STORY = work_scenes()
SCENES = STORY | {
    "05-long": replace(STORY["05-procedures"], screen=_procedures),
    "06-long": replace(STORY["06-documents"], screen=_documents),
    "07-long": replace(STORY["07-dispatch"], screen=_dispatch),
}


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
        width = drawing.text_width(
            text, size, how.get("bold", False), how.get("family", Family.TEXT)
        )
        if width > rect.width() + 2 and not how.get("wrap"):
            place = painter.combinedTransform().mapRect(QRectF(rect.left(), 0, width, 1))
            device = painter.device()
            over = isinstance(device, QWidget) and place.right() > device.width() + 1
            if how.get("elide") or over:
                self.cut.append(f"{text!r} needs {width:.0f} of {rect.width():.0f}")
        self.draw(painter, rect, text, size, *more, **how)


@dataclass(frozen=True)
class Shown:
    """A scene in its window, and what was painted there."""

    name: str
    window: StaffWindow
    texts: PaintedTexts


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
    texts = PaintedTexts()
    for name, module in list(sys.modules.items()):
        if name.startswith("ui.") and getattr(module, "draw_text", None) is texts.draw:
            monkeypatch.setattr(module, "draw_text", texts)
    window = SCENES[request.param].window()
    window.resize(width, height)
    window.show()
    assert QTest.qWaitForWindowExposed(window, 3000)
    window.next_pane()  # opens the drawer at 200 % text
    for _ in range(6):
        application.processEvents()
    assert (window.width(), window.height()) == (width, height)
    window.grab()
    yield Shown(request.param, window, texts)
    window.close()
    window.deleteLater()
    application.processEvents()


def visible(window: QWidget) -> list[QWidget]:
    return [part for part in window.findChildren(QWidget) if part.isVisible()]


def described(part: QWidget) -> str:
    return f"{type(part).__name__} {part.accessibleName()!r} {part.geometry().getRect()}"


def test_every_part_that_takes_the_focus_has_a_name(shown: Shown) -> None:
    parts = [p for p in visible(shown.window) if p.focusPolicy() != Qt.FocusPolicy.NoFocus]
    assert len(parts) > 5
    assert [described(part) for part in parts if not part.accessibleName()] == []


def test_every_part_has_the_room_it_needs(shown: Shown) -> None:
    squeezed = []
    for part in visible(shown.window):
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


def test_no_part_reaches_out_of_its_page_at_the_side(shown: Shown) -> None:
    out = []
    for part in visible(shown.window):
        up = part.parentWidget()
        if up is None or isinstance(up, QAbstractScrollArea) or part.isWindow():
            continue
        if isinstance(up.parentWidget(), QAbstractScrollArea):
            continue  # what scrolls is compared with its view below
        right = part.mapTo(up, QPoint(part.width(), 0)).x()
        if (right > up.width() + 1 or part.x() < -1) and "Rings" not in type(part).__name__:
            out.append(f"{described(part)} in {type(up).__name__} {up.width()}")
    for page in shown.window.findChildren(QScrollArea):
        inside = page.widget()
        if page.isVisible() and inside is not None and inside.width() > page.viewport().width():
            out.append(f"{described(inside)} in a view of {page.viewport().width()}")
    assert out == []


def test_no_painted_text_is_cut(shown: Shown) -> None:
    assert shown.texts.seen > 20
    assert shown.texts.cut == []


def test_the_usual_size_stands_without_a_scroll_bar(application: QApplication) -> None:
    theme.set_text_scale(100)
    for name in ("05-procedures", "06-documents", "07-dispatch", "09-error-hub"):
        window = SCENES[name].window()
        window.resize(1440, 900)
        window.show()
        assert QTest.qWaitForWindowExposed(window, 3000)
        for _ in range(4):
            application.processEvents()
        bars = [page.verticalScrollBar().maximum() for page in window.findChildren(Page)]
        window.close()
        window.deleteLater()
        assert bars == [0] * len(bars), name
