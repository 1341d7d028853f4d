"""04 手続 (05): every determination of the household, why, by when, and with which papers."""

from itertools import groupby
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QPainter, QShortcut
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui import theme
from ui.staff.reason_panel import ReasonPanel, draw_cell, standing_chip
from ui.staff.screen import StaffScreen
from ui.staff.work_views import CutView, ProcedureRowView, ProceduresView, ReasonView, Standing
from ui.theme import Width
from ui.widgets.arrange import Stack
from ui.widgets.bars import Key
from ui.widgets.button import Button, Kind, Size
from ui.widgets.chip import draw_chip
from ui.widgets.clock import clock_width, draw_clock
from ui.widgets.drawing import (
    RIGHT,
    Icon,
    Painted,
    draw_box,
    draw_icon,
    draw_line,
    draw_text,
    text_width,
)
from ui.widgets.keyhint import draw_key, key_width
from ui.widgets.names import name_width, paint_name
from ui.widgets.rows import Column, Group, GroupedList, HeadingLook, RowState, TableHead, columns
from ui.widgets.tabs import TabStrip

_WIDE: Final = (
    Column("担当課", 106),
    Column("判定", 108),
    Column("手続"),
    Column("だれの", 88),
    Column("期限", 120),
    Column("添付・理由", 132),
)
_NARROW: Final = _WIDE[:5]
_SMALL: Final = (_WIDE[1], _WIDE[2], _WIDE[4])
_COLUMNS: Final = {Width.WIDE: _WIDE, Width.NARROW: _NARROW, Width.SMALL: _SMALL}
_CUTS_SHOWN: Final = 4
_SELECTORS: Final = range(0xE0100, 0xE01F0)


class ProcedureRows:
    """Paints a determination (37 high); its department stands once for its group."""

    def __init__(self) -> None:
        self.columns: tuple[Column, ...] = _WIDE

    def key(self, row: ProcedureRowView) -> str:
        return row.id

    def height(self, row: ProcedureRowView) -> float:
        return 37

    def spoken(self, row: ProcedureRowView) -> str:
        chip = standing_chip(row.standing, row.postponed).text
        due = row.due
        if row.deadline is not None:
            hard = "取り返せない期限" if row.deadline.hard else "期限"
            due = f"{hard} {row.deadline.words}"
        return "、".join(filter(None, (row.department, chip, row.title, row.who, due, row.papers)))

    def line_left(self, row: ProcedureRowView, state: RowState) -> float:
        return self.columns[0].width if self.columns[0].title == "担当課" else 0

    def cells(self, rect: QRectF) -> dict[str, QRectF]:
        """The inside of each column of a row."""
        placed = columns(rect.width(), self.columns)
        return {
            column.title: QRectF(rect.left() + x + 8, rect.top(), width - 14, rect.height())
            for column, (x, width) in zip(self.columns, placed, strict=True)
        }

    def focus_rect(self, row: ProcedureRowView, rect: QRectF) -> QRectF | None:
        """The rings stand around the title, as the row fills its list."""
        cell = self.cells(rect)["手続"]
        bold = row.standing is Standing.APPLIES
        width = min(text_width(row.title, 16, bold), cell.width())
        return QRectF(cell.left() - 3, cell.center().y() - 12, width + 6, 24)

    def paint(
        self, painter: QPainter, rect: QRectF, row: ProcedureRowView, state: RowState
    ) -> None:
        cells = self.cells(rect)
        middle = rect.center().y()
        if state.last and "担当課" in cells:
            y = rect.bottom() - 0.5
            draw_line(painter, QPointF(0, y), QPointF(rect.right(), y), theme.LINE_GROUP)
        if state.first and (cell := cells.get("担当課")) is not None:
            draw_text(painter, cell.adjusted(0, 0, 8, 0), row.department, 14, bold=True)
        draw_chip(painter, cells["判定"].left(), middle, standing_chip(row.standing, row.postponed))
        applies = row.standing is Standing.APPLIES
        ink = theme.INK if applies else theme.INK_2_RESIDENT
        draw_text(painter, cells["手続"], row.title, 16, ink, bold=applies, elide=True)
        if (cell := cells.get("だれの")) is not None:
            _draw_who(painter, cell, row.who)
        cell = cells["期限"]
        if row.deadline is not None:
            draw_clock(painter, cell.left(), middle, row.deadline)
        else:
            draw_cell(painter, cell, row.due or "—")
        if (cell := cells.get("添付・理由")) is not None:
            draw_cell(painter, cell, row.papers or "—")


def _draw_who(painter: QPainter, cell: QRectF, who: str) -> None:
    """Given names; one with a variation selector in its true glyphs."""
    if any(ord(character) in _SELECTORS for character in who):
        paint_name(painter, cell, who, 16 if name_width(who, 16) <= cell.width() else 14)
    else:
        draw_cell(painter, cell, who)


class _Rows(GroupedList[ProcedureRowView]):
    """The list; Enter is left to the pane's primary button."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)


class CutStrip(Painted, QWidget):
    """The hard cut-offs (取り返せない期限), soonest first; one line where there is little room."""

    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._cuts: tuple[CutView, ...] = ()
        self._today = 0
        self._room = Width.WIDE
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_cuts(self, cuts: tuple[CutView, ...], today: int) -> None:
        self._cuts, self._today = cuts, today
        spoken = "、".join(f"{c.deadline.words} {c.title} {c.who}".strip() for c in cuts)
        self.setAccessibleName(f"取り返せない期限 {len(cuts)}件 {spoken}")
        self.setVisible(bool(cuts))
        self.update()

    def set_room(self, room: Width) -> None:
        self._room = room
        self.updateGeometry()
        self.update()

    def natural_size(self) -> QSizeF:
        return QSizeF(300, 36 if self._room is Width.SMALL else 58)

    def _shown(self) -> tuple[CutView, ...]:
        return self._cuts[:_CUTS_SHOWN]

    def _head_width(self) -> float:
        return 130.0

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        box = QRectF(0, 0, size.width(), size.height())
        small = self._room is Width.SMALL
        draw_box(painter, box, fill=theme.ERROR_GROUND, line=theme.ERROR_LINE)
        if small:
            draw_icon(painter, QRectF(13, 10, 16, 16), Icon.ALERT, theme.ERROR_INK)
            rect = QRectF(39, 0, size.width() - 52, size.height())
            draw_text(painter, rect, self._in_one_line(), 16, theme.ERROR_INK, bold=True)
            return
        draw_icon(painter, QRectF(13, 11, 16, 16), Icon.ALERT, theme.ERROR_INK)
        more = len(self._cuts) > _CUTS_SHOWN
        below = f"期限　全{len(self._cuts)}件" if more else "期限"
        for words, x, y in (("取り返せない", 33.0, 9.0), (below, 13.0, 29.0)):
            rect = QRectF(x, y, 110, 20)
            draw_text(painter, rect, words, 14, theme.ERROR_INK, bold=True)
        for index, cut in enumerate(self._shown()):
            self._draw_cut(painter, self._cell(index, size), cut, index)

    def _in_one_line(self) -> str:
        rest = len(self._cuts) - self._today
        if not self._today:
            return f"取り返せない期限　{rest}件"
        return f"取り返せない期限　今日 {self._today}" + (f"・ほか {rest}" if rest else "")

    def _cell(self, index: int, size: QSizeF) -> QRectF:
        left = self._head_width()
        share = (size.width() - 1 - left) / max(len(self._shown()), 1)
        return QRectF(left + index * share, 1, share, size.height() - 2)

    def _draw_cut(self, painter: QPainter, cell: QRectF, cut: CutView, index: int) -> None:
        last = index == len(self._shown()) - 1
        draw_box(painter, cell, fill=theme.WHITE, radius=theme.RADIUS - 1 if last else 0)
        if last:
            painter.fillRect(cell.adjusted(0, 0, -10, 0), theme.colour(theme.WHITE))
        x = cell.left() + 0.5
        draw_line(painter, QPointF(x, cell.top()), QPointF(x, cell.bottom()), "#ffbbbb")
        draw_clock(painter, cell.left() + 13, cell.top() + 17, cut.deadline)
        room = cell.width() - 26
        wide = self._room is Width.WIDE
        who = text_width(cut.who, 14)
        if wide and clock_width(cut.deadline) + 6 + who <= room:
            rect = QRectF(cell.left() + 13, cell.top() + 6, room, 22)
            draw_text(painter, rect, cut.who, 14, align=RIGHT)
        rect = QRectF(cell.left() + 13, cell.top() + 27, room, 22)
        draw_text(painter, rect, cut.title, 16, bold=True, elide=True)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        at = event.position() / self.factor
        size = QSizeF(self.width() / self.factor, self.height() / self.factor)
        for index, cut in enumerate(self._shown()):
            if self._room is not Width.SMALL and self._cell(index, size).contains(at):
                self.pressed.emit(cut.id)


class SortButton(Painted, QAbstractButton):
    """「並び　担当課の順」 with its key; pressing it asks for the next order."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.show_sort("")

    def show_sort(self, words: str) -> None:
        self.setText(f"並び　{words}")
        self.setAccessibleName(f"並び {words}")
        self.updateGeometry()
        self.update()

    def natural_size(self) -> QSizeF:
        return QSizeF(text_width(self.text(), 14) + 4 + key_width("Alt S"), 30)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        wide = text_width(self.text(), 14)
        ink = theme.PRIMARY if self.isDown() else theme.INK_2
        draw_text(painter, QRectF(0, 0, wide, size.height()), self.text(), 14, ink)
        draw_key(painter, wide + 4, size.height() / 2, "Alt S")

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class ProceduresScreen(StaffScreen):
    """Step 4 (05)."""

    place = "staff.procedures"
    drawer = "理由"

    procedure_selected = Signal(str)
    filter_chosen = Signal(str)
    sort_asked = Signal()
    postpone_asked = Signal(str, bool)
    add_asked = Signal()
    handbook_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__("4　手続", scrolls=False)
        self._view: ProceduresView | None = None
        self._add = self.keyed(
            Button("手続を加える", size=Size.SMALL, key="Alt A", icon=Icon.PLUS), "Alt+A"
        )
        self._add.clicked.connect(self.add_asked)
        self.head.add_right(self._add)
        self._cuts = CutStrip()
        self._cuts.hide()
        self._cuts.pressed.connect(self._go_to)
        self._tabs = TabStrip([])
        self._tabs.chosen.connect(self._on_tab)
        self._sort = SortButton()
        self._sort.clicked.connect(self.sort_asked)
        self._bind("Alt+S", self._sort.click)
        self._bind("Alt+X", self._put_off)
        self._rows = ProcedureRows()
        self._list = _Rows("手続", self._rows)
        self._list.selected.connect(self._on_selected)
        self._head_row = TableHead(_WIDE, bar=16)
        over = Stack(self._tabs, across=True, gap=8)
        over.push()
        over.add(self._sort)
        over.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        table = Stack(over, self._head_row, gap=0)
        table.add(self._list, 1)
        self.body.add(self._cuts)
        self.body.add(table, 1)
        self.side = Stack(gap=0)
        self._back = Button("戻る", key="Alt ←")
        self._next = Button("次へ　書類・署名", Kind.PRIMARY, key="F8", min_width=240)
        self._back.clicked.connect(self.back_asked)
        self._next.clicked.connect(self.next_asked)

    def _bind(self, keys: str, act: object) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(act)

    def keys(self) -> tuple[Key, ...]:
        return (
            Key("F1", "手引"),
            Key("F2", "受付一覧"),
            Key("↑↓", "選ぶ", optional=True),
            Key("F6", "枠を移る"),
            Key("Ctrl Z", "取り消す", optional=True),
        )

    def buttons(self) -> tuple[Button, ...]:
        return (self._back, self._next)

    def note(self) -> str:
        return self._view.missing if self._view is not None else ""

    def first_focus(self) -> QWidget | None:
        if self._view is not None and self._view.problem is not None:
            return super().first_focus()
        return self._list

    def show_view(self, view: ProceduresView) -> None:
        before, self._view = self._view, view
        if before is None or before.problem != view.problem:
            self.show_problem(view.problem)
        self.show_head("4　手続", view.sub)
        self._cuts.show_cuts(view.cuts, view.cuts_today)
        self._tabs.show_tabs([(tab.words, tab.count) for tab in view.tabs])
        chosen = [index for index, tab in enumerate(view.tabs) if tab.id == view.tab]
        self._tabs.select(chosen[0] if chosen else 0)
        self._sort.show_sort(view.sort)
        self._add.setVisible(view.can_add)
        blocked = self._list.blockSignals(True)
        if before is None or before.rows != view.rows:
            self._list.show_groups(
                [
                    Group(department, tuple(rows), look=HeadingLook.NONE)
                    for department, rows in groupby(view.rows, key=lambda row: row.department)
                ]
            )
        if view.selected:
            self._list.select(view.selected)
        self._list.blockSignals(blocked)
        if before is None or before.reason != view.reason:
            self._show_reason(view.reason)
        self._next.set_ready(view.can_go_on, view.missing)
        self.bar_changed.emit()

    def set_room(self, room: Width) -> None:
        super().set_room(room)
        self._cuts.set_room(room)
        self._sort.setHidden(room is Width.SMALL)
        self._rows.columns = _COLUMNS[room]
        self._head_row.show_columns(_COLUMNS[room])
        self._list.viewport().update()

    def _show_reason(self, reason: ReasonView | None) -> None:
        side = self.side
        assert isinstance(side, Stack)
        held = next((type(w) for w in side.findChildren(QWidget) if w.hasFocus()), None)
        side.clear()
        self.place = (reason.handbook if reason is not None else "") or type(self).place
        if reason is not None:
            panel = ReasonPanel(reason)
            panel.postpone.connect(lambda later: self.postpone_asked.emit(reason.id, later))
            panel.rules.connect(lambda: self.handbook_asked.emit(self.place))
            side.add(panel)
            panel.show()
            again = panel.findChild(held) if held is not None else None
            if isinstance(again, QWidget):
                again.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_selected(self, row: ProcedureRowView) -> None:
        self.procedure_selected.emit(row.id)

    def _on_tab(self, index: int) -> None:
        if self._view is not None and index < len(self._view.tabs):
            self.filter_chosen.emit(self._view.tabs[index].id)

    def _go_to(self, row: str) -> None:
        self._list.select(row)

    def _put_off(self) -> None:
        reason = self._view.reason if self._view is not None else None
        if reason is not None and reason.can_postpone:
            self.postpone_asked.emit(reason.id, not reason.postponed)
