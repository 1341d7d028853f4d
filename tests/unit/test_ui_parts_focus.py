"""The focus frame stands around what has the focus, follows it and goes with it."""

import gc

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, QRectF
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui_parts_kit import Procedure, ProcedureRows, made_list
from ui import theme
from ui.widgets.arrange import Scroll, Stack
from ui.widgets.button import Button
from ui.widgets.focus import FocusFrame
from ui.widgets.rows import Group, GroupedList, HeadingLook

pytestmark = pytest.mark.usefixtures("application")


def window_with(*widgets: QWidget) -> tuple[Stack, FocusFrame]:
    window = Stack(*widgets, margins=(40, 40, 40, 40), gap=30)
    frame = FocusFrame(window)
    theme.dress(window)
    window.resize(640, 400)
    window.show()
    window.activateWindow()
    QApplication.processEvents()
    return window, frame


def placed(window: QWidget, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def around(window: QWidget, frame: FocusFrame) -> QRect:
    """Where the rings stand, in the window's coordinates."""
    return placed(window, frame.rings)


def test_the_frame_stands_six_px_around_what_has_the_focus_and_follows_it() -> None:
    one, two = Button("一"), Button("二")
    window, frame = window_with(one, two)
    for button in (one, two, one):
        button.setFocus()
        QApplication.processEvents()
        assert frame.target is button
        assert around(window, frame) == placed(window, button).adjusted(-6, -6, 6, 6)
    window.resize(800, 500)
    QApplication.processEvents()
    assert around(window, frame) == placed(window, one).adjusted(-6, -6, 6, 6)


def test_the_frame_is_black_outside_and_yellow_inside() -> None:
    one = Button("一")
    window, _frame = window_with(one)
    one.setFocus()
    QApplication.processEvents()
    image = window.grab().toImage()
    box, middle = placed(window, one), placed(window, one).center().x()
    column = [image.pixelColor(middle, box.top() - at).name() for at in range(1, 8)]
    assert column[:2] == [theme.FOCUS_YELLOW] * 2
    assert column[2:6] == [theme.FOCUS_BLACK] * 4
    assert column[6] == "#ffffff"


def test_the_frame_is_cut_at_the_edge_of_its_scroll_area() -> None:
    buttons = [Button(str(number)) for number in range(20)]
    area = Scroll(Stack(*buttons))
    window, frame = window_with(area)
    buttons[0].setFocus()
    QApplication.processEvents()
    area.verticalScrollBar().setValue(30)
    QApplication.processEvents()
    assert around(window, frame) == placed(window, buttons[0]).adjusted(-6, -6, 6, 6)
    seen = frame.rings.visibleRegion().boundingRect()
    assert frame.rings.mapTo(window, seen.topLeft()).y() == placed(window, area.viewport()).top()


def test_a_frame_at_rest_paints_nothing_again() -> None:
    painted: list[int] = []

    class Counting(Button):
        def paintEvent(self, event: QPaintEvent) -> None:
            painted.append(1)
            super().paintEvent(event)

    one = Counting("一")
    window_with(one)
    one.setFocus()
    for _ in range(5):
        QApplication.processEvents()
    assert painted
    painted.clear()
    for _ in range(20):
        QApplication.processEvents()
    assert painted == []


def test_the_frame_goes_when_nothing_has_the_focus() -> None:
    one = Button("一")
    _, frame = window_with(one)
    one.setFocus()
    QApplication.processEvents()
    assert frame.rings.isVisible()
    one.clearFocus()
    QApplication.processEvents()
    assert not frame.rings.isVisible()


def test_the_frame_outlives_the_page_it_stood_on() -> None:
    one = Button("一")
    page = Scroll(Stack(Button("二"), Button("三")))
    window, frame = window_with(one, page)
    inner = page.findChildren(Button)[1]
    inner.setFocus()
    QApplication.processEvents()
    page.setParent(None)
    page.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    one.setFocus()
    QApplication.processEvents()
    assert frame.target is one
    assert around(window, frame) == placed(window, one).adjusted(-6, -6, 6, 6)
    assert frame.rings.isVisible()


def test_the_frame_stands_where_a_list_says_and_goes_with_its_row() -> None:
    view = made_list(40)
    window, frame = window_with(view)
    view.setFocus()
    for key in ("P1", "P30"):
        view.select(key)
        QApplication.processEvents()
        row = view.visualRect(view.currentIndex())
        corner = view.viewport().mapTo(window, row.topLeft())
        wanted = QRect(corner.x() + 100, corner.y() + 4, 120, row.height() - 8)
        assert around(window, frame) == wanted.adjusted(-6, -6, 6, 6)


def test_the_frame_lies_inside_a_row_that_fills_its_list() -> None:
    class WholeRow(ProcedureRows):
        def focus_rect(self, row: Procedure, rect: QRectF) -> QRectF | None:
            return None

    view: GroupedList[Procedure] = GroupedList("確認待ち", WholeRow())
    view.show_groups([Group("", [Procedure("P0", "支援措置の解除")], look=HeadingLook.NONE)])
    window, frame = window_with(view)
    view.setFocus()
    QApplication.processEvents()
    row = view.visualRect(view.currentIndex())
    corner = view.viewport().mapTo(window, row.topLeft())
    assert around(window, frame) == QRect(corner, row.size())
    image = window.grab().toImage()
    column = [image.pixelColor(corner.x() + 200, corner.y() + at).name() for at in range(6)]
    assert column == [theme.FOCUS_BLACK] * 4 + [theme.FOCUS_YELLOW] * 2


def test_the_frame_grows_with_the_text() -> None:
    one = Button("一")
    window, frame = window_with(one)
    one.setFocus()
    QApplication.processEvents()
    theme.set_text_scale(200, window)
    for _ in range(3):
        QApplication.processEvents()
    assert around(window, frame) == placed(window, one).adjusted(-12, -12, 12, 12)


def test_windows_with_a_frame_can_be_dropped_at_any_moment() -> None:
    for _ in range(20):
        window, _frame = window_with(Button("一"), made_list())
        window.findChildren(Button)[0].setFocus()
        QApplication.processEvents()
        del window, _frame
        gc.collect()
    assert QApplication.focusWidget() is None
