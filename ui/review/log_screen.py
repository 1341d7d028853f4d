"""記録の点検: whether the chain of the record holds, and its latest lines."""

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from ui.review.views import LogRowView, LogView
from ui.staff.screen import StaffScreen
from ui.theme import Family, Width
from ui.widgets.arrange import Stack
from ui.widgets.banner import Notice, NoticeKind
from ui.widgets.bars import Key
from ui.widgets.button import Button, Kind
from ui.widgets.drawing import draw_text
from ui.widgets.rows import Column, Group, GroupedList, HeadingLook, RowState, TableHead, columns

_WIDE = (
    Column("時刻", 120),
    Column("だれが・どこで", 220),
    Column("なにを"),
    Column("どの受付", 120),
)
_SMALL = (Column("時刻", 110), Column("だれが・どこで", 180), Column("なにを"))


class LogRows:
    """Paints a line of the record (41 high)."""

    def __init__(self) -> None:
        self.columns: tuple[Column, ...] = _WIDE

    def key(self, row: LogRowView) -> str:
        return row.key

    def height(self, row: LogRowView) -> float:
        return 41

    def spoken(self, row: LogRowView) -> str:
        return "、".join(filter(None, (row.time, row.who, row.what, row.case)))

    def line_left(self, row: LogRowView, state: RowState) -> float:
        return 0

    def focus_rect(self, row: LogRowView, rect: QRectF) -> QRectF | None:
        return None

    def paint(self, painter: QPainter, rect: QRectF, row: LogRowView, state: RowState) -> None:
        values = {"時刻": row.time, "だれが・どこで": row.who, "なにを": row.what}
        values["どの受付"] = row.case
        placed = columns(rect.width(), self.columns)
        for column, (x, width) in zip(self.columns, placed, strict=True):
            cell = QRectF(rect.left() + x + 8, rect.top(), width - 16, rect.height())
            figures = column.title in ("時刻", "どの受付")
            family = Family.FIGURES if figures else Family.TEXT
            draw_text(painter, cell, values[column.title], 14, family=family, elide=True)


class LogScreen(StaffScreen):
    """The result of the verification over the latest lines."""

    place = "review.log"

    verify_asked = Signal()

    def __init__(self) -> None:
        super().__init__("記録の点検", scrolls=False)
        self.view: LogView | None = None
        self._result = Stack(gap=0)
        self._rows = LogRows()
        self._list: GroupedList[LogRowView] = GroupedList("記録", self._rows)
        self._heads = TableHead(_WIDE, bar=16)
        table = Stack(self._heads, gap=0)
        table.add(self._list, 1)
        self.body.add(self._result)
        self.body.add(table, 1)
        self._verify = Button("いま点検する", Kind.PRIMARY, key="F8", min_width=200)
        self._verify.clicked.connect(self.verify_asked)

    def keys(self) -> tuple[Key, ...]:
        return (Key("F1", "手引"), Key("↑↓", "選ぶ"), Key("F5", "更新", optional=True))

    def buttons(self) -> tuple[Button, ...]:
        return (self._verify,)

    def enter_button(self) -> Button | None:
        return self._problem.primary if self._problem is not None else None

    def first_focus(self) -> QWidget:
        return self._verify

    def show_view(self, view: LogView) -> None:
        before, self.view = self.view, view
        self.show_head("記録の点検", view.sub)
        if before is None or (before.result, before.good) != (view.result, view.good):
            self._result.clear()
            if view.result:
                kind = {True: NoticeKind.DONE, False: NoticeKind.DEGRADED, None: NoticeKind.INFO}
                self._result.add(Notice(kind[view.good], view.result))
        if self._list.rows() != view.rows:
            self._list.show_groups([Group("", view.rows, look=HeadingLook.NONE)])
        self._verify.set_ready(
            view.can_verify and not view.running,
            "点検しています" if view.running else "この端末では点検できません",
        )
        self.bar_changed.emit()

    def note(self) -> str:
        return "" if self._verify.ready else self._verify.reason

    def set_room(self, room: Width) -> None:
        super().set_room(room)
        wanted = _SMALL if room is Width.SMALL else _WIDE
        self._rows.columns = wanted
        self._heads.show_columns(wanted)
        self._list.viewport().update()
