"""01 受付一覧: ways to begin, and every reception with what it waits for."""

from typing import Final

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QResizeEvent, QShortcut
from PySide6.QtWidgets import QLineEdit, QWidget

from counter_app.model.numbers import is_sheet_number
from counter_app.model.paper import scanned_number
from ui import theme
from ui.staff.frame_views import ProblemView
from ui.staff.scan_box import is_typed
from ui.staff.screen import StaffScreen
from ui.staff.start_views import ReceptionRowView, StartView
from ui.staff.start_ways import CardWay, Way
from ui.theme import Family, Width
from ui.widgets.arrange import Stack
from ui.widgets.bars import Key
from ui.widgets.button import Button, Kind
from ui.widgets.chip import Mark, chip_width, draw_chip, draw_mark
from ui.widgets.clock import draw_clock
from ui.widgets.drawing import (
    Icon,
    IconView,
    draw_text,
    text_width,
)
from ui.widgets.fitted_names import FittedName, fit_name, paint_fitted
from ui.widgets.input_line import InputLine
from ui.widgets.keyhint import KeyHint
from ui.widgets.names import name_width
from ui.widgets.nodes import NodeState, draw_pips
from ui.widgets.rows import Column, Group, GroupedList, RowState, TableHead, columns
from ui.widgets.words import Words

_STEPS: Final = 6
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_WIDE: Final = (
    Column("時刻・受付番号", 108),
    Column("届け出る人", 214),
    Column("区分", 132),
    Column("進み", 196),
    Column("次にすること・待っていること"),
    Column("期限", 146),
)
_NARROW: Final = (*_WIDE[:2], *_WIDE[3:])
_SMALL: Final = (
    Column("届け出る人", 206),
    Column("次にすること・待っていること"),
    Column("期限", 132),
)


_FIVE_COLUMNS: Final = 1080
"""Width of the window (px at 100 %) from which a list alone on its page has five columns."""


class SearchField(InputLine):
    """Number, kana or a document's bar code; shows its key while empty."""

    def __init__(self, hint: str, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self._icon = IconView(Icon.SEARCH, 16, theme.INK_2, self)
        self._key = KeyHint("Ctrl F", parent=self)
        self.textChanged.connect(lambda words: self._key.setVisible(not words))
        self._place()

    def _place(self) -> None:
        self.setFixedWidth(theme.scaled(342, self))
        self.setTextMargins(theme.scaled(22, self), 0, 0, 0)
        middle = theme.scaled(22, self)
        size = self._icon.sizeHint()
        self._icon.setGeometry(
            theme.scaled(13, self), middle - size.height() // 2, size.width(), size.height()
        )
        size = self._key.sizeHint()
        x = self.width() - theme.scaled(13, self) - size.width()
        self._key.setGeometry(x, middle - size.height() // 2, size.width(), size.height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.ParentChange) and hasattr(
            self, "_key"
        ):
            self._place()


class ReceptionRows:
    """Paints a reception of the list (41 high)."""

    def __init__(self) -> None:
        self.columns: tuple[Column, ...] = _WIDE

    def key(self, row: ReceptionRowView) -> str:
        return row.id

    def height(self, row: ReceptionRowView) -> float:
        return 41

    def spoken(self, row: ReceptionRowView) -> str:
        who = (row.name, row.size, row.from_place) if not row.hidden else ("氏名を表示しません",)
        chip = row.chip.text if row.chip is not None else ""
        due = f"期限 {row.deadline.words}" if row.deadline is not None else row.due
        step = f"{row.step} {row.step_title}"
        return "、".join(filter(None, (row.when, *who, row.kind, step, chip, row.words, due)))

    def line_left(self, row: ReceptionRowView, state: RowState) -> float:
        return 0

    def _cells(self, rect: QRectF) -> dict[str, QRectF]:
        placed = columns(rect.width(), self.columns)
        return {
            column.title: QRectF(rect.left() + x + 8, rect.top(), width - 16, rect.height())
            for column, (x, width) in zip(self.columns, placed, strict=True)
        }

    def focus_rect(self, row: ReceptionRowView, rect: QRectF) -> QRectF | None:
        """The rings stand around the name, as the row fills its list."""
        cell = self._cells(rect)["届け出る人"]
        width = self._name_width(row, cell.width())
        high = 27 if row.hidden else max(27, self._fitted(row, cell.width()).height)
        return QRectF(cell.left() - 2, cell.center().y() - high / 2, width + 4, high)

    def _sub(self, row: ReceptionRowView) -> str:
        if not row.name:
            return "氏名 未確認"  # under way or given up before a card or a paper told it
        return "　" + "　".join(filter(None, (row.size, row.from_place)))

    def _fitted(self, row: ReceptionRowView, room: float) -> FittedName:
        """The name beside how many and from where; a long one takes their place and two lines."""
        beside = room - text_width(self._sub(row), 14)
        if name_width(row.name, 16) <= beside:
            return fit_name(row.name, beside, 20, least=16)
        return fit_name(row.name, room, 18, lines=2)

    def _name_width(self, row: ReceptionRowView, room: float) -> float:
        if row.hidden:
            return 24 + text_width("氏名を表示しません")
        width = self._fitted(row, room).width
        sub = text_width(self._sub(row), 14)
        return width + sub if width + sub <= room + 1 else width

    def paint(
        self, painter: QPainter, rect: QRectF, row: ReceptionRowView, state: RowState
    ) -> None:
        cells = self._cells(rect)
        middle = rect.center().y()
        if (cell := cells.get("時刻・受付番号")) is not None:
            japanese = not row.when[:1].isdigit()
            family = Family.TEXT if japanese else Family.FIGURES
            draw_text(painter, cell, row.when, 16, family=family)
        cell = cells["届け出る人"]
        if row.hidden:
            draw_mark(painter, cell.left(), middle, Mark(Icon.LOCK, "", theme.INK))
            draw_text(painter, cell.adjusted(24, 0, 0, 0), "氏名を表示しません", 16)
        else:
            fitted = self._fitted(row, cell.width())
            paint_fitted(painter, cell, fitted)
            if fitted.width + text_width(self._sub(row), 14) <= cell.width() + 1:
                sub = cell.adjusted(fitted.width, 1, 0, 1)
                draw_text(painter, sub, self._sub(row), 14, theme.INK_2)
        if (cell := cells.get("区分")) is not None:
            draw_text(painter, cell, row.kind, 14, elide=True)
        if (cell := cells.get("進み")) is not None:
            states = [
                NodeState.DONE
                if n < row.step
                else NodeState.HERE
                if n == row.step
                else NodeState.TO_COME
                for n in range(1, _STEPS + 1)
            ]
            x = draw_pips(painter, cell.left(), middle, states) + 11
            words = f"{row.step} {row.step_title}"
            draw_text(painter, cell.adjusted(x, 0, 0, 0), words, 14)
        cell = cells["次にすること・待っていること"]
        x = 0.0
        if row.chip is not None:
            x = draw_chip(painter, cell.left(), middle, row.chip) + 12
            room = cell.width() - x
            if text_width(row.words, 14) > room and chip_width(row.chip) > cell.width() / 2:
                x = cell.width()
        if x < cell.width():
            draw_text(painter, cell.adjusted(x, 0, 0, 0), row.words, 14, elide=True)
        cell = cells["期限"]
        if row.deadline is not None:
            draw_clock(painter, cell.left(), middle, row.deadline)
        else:
            draw_text(painter, cell, row.due or "—", 14)


class StartScreen(StaffScreen):
    """The list of receptions (01)."""

    place = "staff.start"

    new_reception = Signal()
    paper_certificate = Signal()
    juki_request = Signal()
    reception_opened = Signal(str)
    reception_selected = Signal(str)
    search_changed = Signal(str)
    sheet_read = Signal(str)
    """A bar code of a sheet was read, 受付票 or any other."""

    def __init__(self) -> None:
        super().__init__("受付一覧", scrolls=False)
        self._search = SearchField("受付番号・カナ・書類のバーコード")
        self._search.textEdited.connect(self.search_changed)
        self.head.add_right(self._search)
        self._new = Way(Icon.PLUS, "新しい受付", key="F3", first=True)
        self._card = CardWay()
        paper = Way(Icon.SCAN, "紙の転出証明書", "国外からも、手で入れます", "Alt P")
        juki = Way(Icon.SEARCH, "住基ネットに照会", "届いていない情報を取り寄せます", "Alt J")
        self._new.clicked.connect(self.new_reception)
        paper.clicked.connect(self.paper_certificate)
        juki.clicked.connect(self.juki_request)
        for way, keys in ((paper, "Alt+P"), (juki, "Alt+J")):
            QShortcut(QKeySequence(keys), way).activated.connect(way.click)
        self._ways = (self._new, self._card, paper, juki)
        ways = Stack(across=True, gap=12)
        for way, stretch in zip(self._ways, (11, 10, 10, 10), strict=True):
            ways.add(way, stretch)
        self._rows = ReceptionRows()
        self._list: GroupedList[ReceptionRowView] = GroupedList("受付", self._rows)
        self._list.selected.connect(lambda row: self.reception_selected.emit(row.id))
        self._list.opened.connect(lambda row: self.reception_opened.emit(row.id))
        self._head = TableHead(_WIDE, bar=16)
        self._nothing = Words("")
        self._empty = Stack(self._nothing, margins=(8, 8, 8, 0))
        self._empty.push()
        self._empty.hide()
        table = Stack(self._head, gap=0)
        table.add(self._list, 1)
        table.add(self._empty, 1)
        self.body.add(Stack(ways, margins=(0, 0, 0, 2)))
        self.body.add(table, 1)
        self._open = Button("選んだ受付を開く", Kind.SECOND, key="Enter")
        self._open.clicked.connect(self._open_current)

    def keys(self) -> tuple[Key, ...]:
        return (
            Key("F1", "手引"),
            Key("↑↓", "選ぶ"),
            Key("Enter", "開く"),
            Key("F5", "更新", optional=not self.problem_code),
            Key("Ctrl F", "探す", optional=True),
        )

    def buttons(self) -> tuple[Button, ...]:
        return (self._open,)

    def first_focus(self) -> QWidget:
        return self._search if self._list.isHidden() else self._list

    def search_field(self) -> QLineEdit:
        return self._search

    def stop(self) -> bool:
        """Esc empties the search."""
        if not self._search.text():
            return False
        self._search.clear()
        self.search_changed.emit("")
        self._list.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def take_key(self, event: QKeyEvent) -> bool:
        """↓ in the search goes to the list. What a reader types goes to the search by itself."""
        if not self._search.hasFocus():
            return self._begin_search(event)
        if event.key() == Qt.Key.Key_Down:
            self._list.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
        text = self._search.text()
        if event.key() in _ENTER and is_sheet_number(scanned_number(text)):
            self.stop()
            self.sheet_read.emit(text)
            return True
        return False

    def _begin_search(self, event: QKeyEvent) -> bool:
        """The first character that is typed over the list."""
        if not is_typed(event):
            return False
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.insert(event.text())
        self.search_changed.emit(self._search.text())
        return True

    def show_problem(self, view: ProblemView | None) -> None:
        super().show_problem(view)
        self._make_way()

    def _make_way(self) -> None:
        """A banner in large text takes the whole page; F5 brings the list back."""
        self.body.setHidden(self.room is Width.SMALL and bool(self.problem_code))

    def show_view(self, view: StartView) -> None:
        self.show_head(view.title, view.sub)
        if self._search.text() != view.search:
            self._search.setText(view.search)
        groups = [Group(g.title, g.rows, g.count, g.note) for g in view.groups]
        blocked = self._list.blockSignals(True)
        self._list.show_groups(groups)
        if view.selected:
            self._list.select(view.selected)
        self._list.blockSignals(blocked)
        if view.nothing and self._list.hasFocus():
            self._search.setFocus(Qt.FocusReason.OtherFocusReason)
        for part in (self._head, self._list):
            part.setHidden(bool(view.nothing))
        self._empty.setVisible(bool(view.nothing))
        if self._nothing.accessibleName() != view.nothing:
            self._nothing.show_runs(view.nothing)
        self.show_line(view.news)
        current = self._list.current()
        self._open.set_ready(current is not None, "受付がありません")
        self.bar_changed.emit()

    def set_room(self, room: Width) -> None:
        super().set_room(room)
        small = room is Width.SMALL
        wanted = {Width.WIDE: _WIDE, Width.NARROW: _NARROW, Width.SMALL: _SMALL}[room]
        if small and self.window().width() / theme.factor(self) >= _FIVE_COLUMNS:
            wanted = _NARROW
        self._rows.columns = wanted
        self._head.show_columns(wanted)
        self._card.setHidden(small)
        self._make_way()
        for way in self._ways:
            way.set_short(small)
        self._list.viewport().update()

    def _open_current(self) -> None:
        row = self._list.current()
        if row is not None:
            self.reception_opened.emit(row.id)
