"""What the tests of lists and of the focus frame share: procedures as rows, and a list of them."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from ui.widgets.rows import Group, GroupedList, RowState


@dataclass(frozen=True)
class Procedure:
    """A row."""

    id: str
    title: str


class ProcedureRows:
    """Paints a square, red where it is selected, and says where the focus stands in a row."""

    def key(self, row: Procedure) -> str:
        return row.id

    def height(self, row: Procedure) -> float:
        return 37

    def spoken(self, row: Procedure) -> str:
        return row.title

    def paint(self, painter: QPainter, rect: QRectF, row: Procedure, state: RowState) -> None:
        painter.fillRect(QRectF(40, 10, 10, 10), QColor("red" if state.selected else "green"))

    def focus_rect(self, row: Procedure, rect: QRectF) -> QRectF | None:
        return QRectF(100, 4, 120, rect.height() - 8)

    def line_left(self, row: Procedure, state: RowState) -> float:
        return 0 if state.last else 106


def made_list(count: int = 6) -> GroupedList[Procedure]:
    """Two groups of rows P0, P1, …, half of them in each."""
    rows = [Procedure(f"P{at}", f"手続{at}") for at in range(count)]
    view: GroupedList[Procedure] = GroupedList("手続の一覧", ProcedureRows())
    view.resize(600, 300)
    half = count // 2
    view.show_groups(
        [Group("町民課", rows[:half], half), Group("福祉課", rows[half:], note="あとで")]
    )
    return view
