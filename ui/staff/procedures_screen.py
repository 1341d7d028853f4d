"""04 手続 (05): every determination of the household, why, by when, and with which papers."""

from itertools import groupby
from typing import Final

from PySide6.QtCore import QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui import theme
from ui.staff.cut_strip import CutStrip
from ui.staff.paper_panel import PaperCard, PaperHead
from ui.staff.procedure_rows import COLUMNS, ProcedureList, ProcedureRows
from ui.staff.reason_panel import ReasonPanel
from ui.staff.screen import StaffScreen
from ui.staff.work_views import ProcedureRowView, ProceduresView, ReasonView
from ui.theme import Width
from ui.widgets.arrange import Stack
from ui.widgets.bars import Key
from ui.widgets.button import Button, Kind, Size
from ui.widgets.drawing import (
    Icon,
    Painted,
    draw_text,
    text_width,
)
from ui.widgets.keyhint import draw_key, key_width
from ui.widgets.rows import Group, HeadingLook, TableHead
from ui.widgets.tabs import TabStrip


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


def _named(part: QWidget | None) -> str:
    """The name of the paper a part belongs to, "" for every other part."""
    while part is not None and not isinstance(part, PaperCard):
        part = part.parentWidget()
    return part.head.objectName() if part is not None else ""


_THREE_ROWS: Final = 3 * 37
"""Height of three rows of one line, px at 100 %."""


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
    paper_told = Signal(str, str, str)
    """Row, key of the paper, and what became of it ("" for まだ)."""

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
        self._bind("Alt+P", self.open_papers)
        self._panel: ReasonPanel | None = None
        self._rows = ProcedureRows()
        self._list = ProcedureList(self._rows)
        self._list.selected.connect(self._on_selected)
        self._head_row = TableHead(COLUMNS[Width.WIDE], bar=16)
        over = Stack(self._tabs, across=True, gap=8)
        over.push()
        over.add(self._sort)
        over.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._over = over
        table = Stack(over, self._head_row, gap=0)
        table.add(self._list, 1)
        self._cut_row = Stack(self._cuts, margins=(0, 0, 0, 8))
        whole = Stack(self._cut_row, gap=0)
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
        self.give_way()
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
        self._tabs.set_size(14 if room is Width.SMALL else 16)
        self._sort.setHidden(room is Width.SMALL)
        self._rows.columns = COLUMNS[room]
        self._head_row.show_columns(COLUMNS[room])
        self._list.measure()
        self._list.scheduleDelayedItemsLayout()
        self.give_way()

    def give_way(self) -> None:
        """In large text news and three rows take the page; the rest comes back when it is gone."""
        tight = self.room is Width.SMALL and self.has_news
        self._cut_row.setHidden(tight or self._cuts.isHidden())
        for part in (self._over, self._head_row):
            part.setHidden(tight)
        rows = theme.scaled(_THREE_ROWS, self) if tight else 0
        if rows != self._list.minimumHeight():
            self._list.setMinimumHeight(rows)
            QTimer.singleShot(0, self, self.fit_news)  # once the layout knows what is left

    def _show_reason(self, reason: ReasonView | None) -> None:
        side = self.side
        assert isinstance(side, Stack)
        held = next((w for w in side.findChildren(QWidget) if w.hasFocus()), None)
        name = _named(held)
        kind: type[QWidget] | None = None
        if held is not None:
            kind = PaperHead if name else type(held)
        side.clear()
        self._panel = None
        self.place = (reason.handbook if reason is not None else "") or type(self).place
        if reason is not None:
            panel = ReasonPanel(reason)
            panel.postpone.connect(lambda later: self.postpone_asked.emit(reason.id, later))
            panel.rules.connect(lambda: self.handbook_asked.emit(self.place))
            panel.paper_told.connect(lambda key, what: self.paper_told.emit(reason.id, key, what))
            self._panel = panel
            side.add(panel)
            panel.show()
            again = panel.findChild(kind, name) if kind is not None else None
            if again is not None:
                again.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_selected(self, row: ProcedureRowView) -> None:
        self.procedure_selected.emit(row.id)

    def _on_tab(self, index: int) -> None:
        if self._view is not None and index < len(self._view.tabs):
            self.filter_chosen.emit(self._view.tabs[index].id)

    def _go_to(self, row: str) -> None:
        self._list.select(row)

    def open_papers(self) -> None:
        """Alt+P: the papers of what is selected, also where their panel is a drawer."""
        if self._panel is not None and self._panel.cards:
            self.side_wanted.emit(True)
            self._panel.open_paper()

    def stop(self) -> bool:
        """Esc: what can be said of a paper is hidden again."""
        cards = self._panel.cards if self._panel is not None else ()
        shut = [card for card in cards if card.close()]
        return bool(shut)

    def _put_off(self) -> None:
        reason = self._view.reason if self._view is not None else None
        if reason is not None and reason.can_postpone:
            self.postpone_asked.emit(reason.id, not reason.postponed)
