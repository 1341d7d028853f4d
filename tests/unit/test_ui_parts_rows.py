"""Grouped lists: arrows, selection, speech, and no more painting than is seen."""

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui_parts_kit import Procedure, ProcedureRows, made_list
from ui.widgets.button import Button
from ui.widgets.rows import Column, Group, GroupedList, HeadingLook, RowState, columns

pytestmark = pytest.mark.usefixtures("application")


def test_the_arrows_pass_over_headings() -> None:
    view = made_list(4)
    seen: list[str] = []
    view.selected.connect(lambda row: seen.append(row.id))
    for _ in range(5):
        QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Home)
    QTest.keyClick(view, Qt.Key.Key_End)
    assert seen == ["P1", "P2", "P3", "P0", "P3"]


def test_enter_opens_the_selected_row() -> None:
    view = made_list()
    opened: list[str] = []
    view.opened.connect(lambda row: opened.append(row.id))
    view.select("P4")
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert opened == ["P4"]
    assert not view.select("P99")


def test_the_selection_stays_when_the_rows_are_shown_anew() -> None:
    view = made_list()
    view.select("P2")
    view.show_groups(
        [Group("", [Procedure("P2", "新しい"), Procedure("P9", "別")], look=HeadingLook.NONE)]
    )
    current = view.current()
    assert current is not None
    assert current.title == "新しい"
    view.show_groups([Group("", [Procedure("P9", "別")])])
    current = view.current()
    assert current is not None
    assert current.id == "P9"


def test_a_list_speaks_its_rows_and_headings() -> None:
    view = made_list()
    model = view.model()
    words = [
        model.data(model.index(at, 0), Qt.ItemDataRole.AccessibleTextRole)
        for at in range(model.rowCount())
    ]
    assert words[:3] == ["町民課", "手続0", "手続1"]


def test_a_thousand_rows_paint_only_what_is_seen() -> None:
    painted: list[str] = []

    class Counting(ProcedureRows):
        def paint(self, painter: QPainter, rect: QRectF, row: Procedure, state: RowState) -> None:
            painted.append(row.id)

    view: GroupedList[Procedure] = GroupedList("手続の一覧", Counting())
    view.resize(600, 300)
    view.show_groups([Group("課", [Procedure(f"P{at}", "") for at in range(1000)])])
    view.grab()
    assert 0 < len(painted) < 40


def test_a_widget_takes_the_place_of_a_row() -> None:
    view = made_list()
    holder = Button("頼み直す")
    holder.setFixedHeight(120)
    view.set_widget("P1", holder)
    view.show()
    QApplication.processEvents()
    assert holder.isVisible()
    assert view.visualRect(view.model().index(2, 0)).height() == holder.sizeHint().height()


def test_columns_share_what_is_left() -> None:
    placed = columns(500, [Column("判定", 100), Column("手続"), Column("期限", 100)])
    assert placed == ((0, 100), (100, 300), (400, 100))
