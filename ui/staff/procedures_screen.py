"""04 手続 (05): every determination of the household, why, by when, and with which papers."""

from itertools import groupby
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QPainter, QResizeEvent, QShortcut
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui import theme
from ui.staff.reason_panel import ReasonPanel, standing_chip
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
from ui.widgets.rows import Column, Group, GroupedList, HeadingLook, RowState, TableHead, columns
from ui.widgets.tabs import TabStrip
from ui.widgets.words import Run, draw_runs, runs_height, runs_width

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
    """Paints a determination (37 high, more where a text takes two lines); its department once."""

    def __init__(self) -> None:
        self.columns: tuple[Column, ...] = _WIDE
        self.width = 784.0  # of a row, px at 100 %

    def key(self, row: ProcedureRowView) -> str:
        return row.id

    def height(self, row: ProcedureRowView) -> float:
        cells = self.cells(QRectF(0, 0, self.width, 37))
        high = [runs_height(_title(row), cells["手続"].width(), 16, 1.25)]
        for head, words in (("だれの", row.who), ("添付・理由", row.papers)):
            if head in cells:
                high.append(runs_height(_cell(words), cells[head].width(), 14, 1.3))
        return max(37.0, max(high) + 12)

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
        title = _title(row)
        width = min(runs_width(title, 16), cell.width())
        high = max(24.0, runs_height(title, cell.width(), 16, 1.25) + 4)
        return QRectF(cell.left() - 3, cell.center().y() - high / 2, width + 6, high)

    def paint(
        self, painter: QPainter, rect: QRectF, row: ProcedureRowView, state: RowState
    ) -> None:
        cells = self.cells(rect)
        middle = rect.center().y()
        if state.last and "担当課" in cells:
            y = rect.bottom() - 0.5
            draw_line(painter, QPointF(0, y), QPointF(rect.right(), y), theme.LINE_GROUP)
        if state.first and (cell := cells.get("担当課")) is not None:
            place = QRectF(cell.left(), cell.top(), cell.width() + 8, 36)
            draw_text(painter, place, row.department, 14, bold=True)
        chip = standing_chip(row.standing, row.postponed)
        draw_chip(painter, cells["判定"].left(), middle, chip)
        _draw_runs(painter, cells["手続"], _title(row), 16, 1.25)
        if (cell := cells.get("だれの")) is not None:
            _draw_runs(painter, cell, _cell(row.who), 14, 1.3)
        cell = cells["期限"]
        if row.deadline is not None:
            draw_clock(painter, cell.left(), middle, row.deadline)
        else:
            _draw_runs(painter, cell, _cell(row.due), 14, 1.3)
        if (cell := cells.get("添付・理由")) is not None:
            _draw_runs(painter, cell, _cell(row.papers), 14, 1.3)


def _title(row: ProcedureRowView) -> tuple[Run, ...]:
    """Bold and dark where something is to be filed."""
    applies = row.standing is Standing.APPLIES
    return (Run(row.title, applies, ink=theme.INK if applies else theme.INK_2_RESIDENT),)


def _cell(words: str) -> tuple[Run, ...]:
    """A short text; one with a variation selector in its true glyphs."""
    name = any(ord(character) in _SELECTORS for character in words)
    return (Run(words or "—", name=name),)


def _draw_runs(
    painter: QPainter, cell: QRectF, runs: tuple[Run, ...], size: float, leading: float
) -> None:
    """Draw a text in the middle of its cell, on two lines where one does not hold it."""
    high = runs_height(runs, cell.width(), size, leading)
    place = QRectF(cell.left(), cell.center().y() - high / 2, cell.width(), high)
    draw_runs(painter, place, runs, size, leading=leading)


class _Rows(GroupedList[ProcedureRowView]):
    """The list; Enter is left to the pane's primary button, and rows know how wide they are."""

    def __init__(self, painter: ProcedureRows) -> None:
        super().__init__("手続", painter)
        self._look = painter

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def measure(self) -> None:
        """Lay the rows out anew for the width there is."""
        width = self.viewport().width() / theme.factor(self)
        if self._look.width != width:
            self._look.width = width
            self.scheduleDelayedItemsLayout()
            QTimer.singleShot(0, self, self._keep_in_view)

    def _keep_in_view(self) -> None:
        self.scrollTo(self.currentIndex())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.measure()


class CutStrip(Painted, QWidget):
    """The hard cut-offs (取り返せない期限), soonest first; one line where there is little room."""

    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._cuts: tuple[CutView, ...] = ()
        self._today = 0
        self._room = Width.WIDE
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_cuts(self, cuts: tuple[CutView, ...], today: int) -> None:
        self._cuts, self._today = cuts, today
        spoken = "、".join(f"{c.deadline.words} {c.title} {c.who}".strip() for c in cuts)
        self.setAccessibleName(f"取り返せない期限 {len(cuts)}件 {spoken}")
        self.setVisible(bool(cuts))
        self.updateGeometry()
        self.update()

    def set_room(self, room: Width) -> None:
        self._room = room
        self.updateGeometry()
        self.update()

    def natural_size(self) -> QSizeF:
        return QSizeF(300, 36 if self._room is Width.SMALL else 58)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(0, self.heightForWidth(self.width()))

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        return round(self._high(width / self.factor) * self.factor)

    def _high(self, width: float) -> float:
        """58 while every title stands on one line."""
        if self._room is Width.SMALL:
            return 36
        room = self._cell(0, QSizeF(width, 58)).width() - 26
        titles = [runs_height((Run(c.title, True),), room, 16, 1.3) for c in self._shown()]
        return 37 + max([21.0, *titles])

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
        rect = QRectF(cell.left() + 13, cell.top() + 28, room, cell.height() - 28)
        draw_runs(painter, rect, (Run(cut.title, True),), 16, leading=1.3)

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
        self._list = _Rows(self._rows)
        self._list.selected.connect(self._on_selected)
        self._head_row = TableHead(_WIDE, bar=16)
        over = Stack(self._tabs, across=True, gap=8)
        over.push()
        over.add(self._sort)
        over.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        table = Stack(over, self._head_row, gap=0)
        table.add(self._list, 1)
        whole = Stack(self._cuts, gap=8)
        whole.add(table, 1)
        self.body.add(whole, 1)
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
        self._list.measure()
        self._list.scheduleDelayedItemsLayout()

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
