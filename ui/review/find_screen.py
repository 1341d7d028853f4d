"""受付を探す: any reception by number, time or name, and its whole story beside the list."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ui import theme
from ui.review.story_panel import StoryPanel
from ui.review.views import FindView
from ui.staff.screen import StaffScreen
from ui.staff.start_screen import ReceptionRows, SearchField
from ui.staff.start_views import ReceptionRowView
from ui.theme import Width
from ui.widgets.arrange import Label, Stack
from ui.widgets.bars import Key
from ui.widgets.button import Button, Size
from ui.widgets.rows import Column, Group, GroupedList, HeadingLook, TableHead
from ui.widgets.words import Words

_WORDS = "次にすること・待っていること"
_NOTHING = (
    "見つかりません。番号・氏名・カナは、一部だけでも探せます。"
    "保護された受付は、氏名とカナでは見つかりません。"
)
_COLUMNS = {
    Width.WIDE: (
        Column("時刻・受付番号", 108),
        Column("届け出る人", 234),
        Column(_WORDS),
        Column("期限", 116),
    ),
    Width.NARROW: (
        Column("時刻・受付番号", 100),
        Column("届け出る人", 214),
        Column(_WORDS),
        Column("期限", 100),
    ),
    Width.SMALL: (Column("届け出る人", 234), Column(_WORDS), Column("期限", 116)),
}


class FindScreen(StaffScreen):
    """The list at the left, the story in the side panel. Opening a row is recorded."""

    place = "review.find"
    drawer = "いきさつ"

    row_selected = Signal(str)
    search_changed = Signal(str)
    story_asked = Signal()

    def __init__(self) -> None:
        super().__init__("受付を探す", scrolls=False)
        self.view: FindView | None = None
        self._search = SearchField("受付番号・時刻・氏名・カナ")
        self._search.textEdited.connect(self.search_changed)
        self.head.add_right(self._search)
        self._rows = ReceptionRows()
        self._list: GroupedList[ReceptionRowView] = GroupedList("見つかった受付", self._rows)
        self._list.selected.connect(lambda row: self.row_selected.emit(row.id))
        self._list.opened.connect(lambda _: self.story_asked.emit())
        self._heads = TableHead(_COLUMNS[Width.WIDE], bar=16)
        self._empty = Words(_NOTHING, 16, ink=theme.INK_2, leading=1.6)
        self._nothing = Stack(self._empty, margins=(8, 16, 8, 16))
        self._nothing.push()
        self._nothing.hide()
        table = Stack(self._heads, gap=0)
        table.add(self._list, 1)
        table.add(self._nothing, 1)
        self.body.add(table, 1)
        self._heading = Words((), 16, leading=1.4)
        self._open = Button("いきさつを見る（記録に残ります）", size=Size.TINY, key="Enter")
        self._open.clicked.connect(self.story_asked)
        self._story = StoryPanel()
        self._story.set_beside(False)
        self._none = Label("受付を選んでください", 14, ink=theme.INK_2)
        side = Stack(self._heading, gap=8)
        side.add(self._open, align=Qt.AlignmentFlag.AlignLeft)
        side.add(self._none)
        side.add(self._story)
        side.push()
        self.side = side

    def keys(self) -> tuple[Key, ...]:
        return (
            Key("F1", "手引"),
            Key("↑↓", "選ぶ"),
            Key("Enter", "いきさつ"),
            Key("Ctrl F", "探す", optional=True),
        )

    def enter_button(self) -> Button | None:
        return self._problem.primary if self._problem is not None else None

    def first_focus(self) -> QWidget:
        return self._search

    def search_field(self) -> QLineEdit:
        return self._search

    def stop(self) -> bool:
        """Esc empties the search."""
        if not self._search.text():
            return False
        self._search.clear()
        self.search_changed.emit("")
        return True

    def take_key(self, event: QKeyEvent) -> bool:
        """↓ and Enter in the search go to the list."""
        keys = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() in keys and self._search.hasFocus():
            if self._list.rows():
                self._list.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
        return False

    def rows(self) -> tuple[ReceptionRowView, ...]:
        return self._list.rows()

    def show_view(self, view: FindView) -> None:
        told = bool(view.story) and (self.view is None or self.view.story != view.story)
        self.view = view
        self.show_head("受付を探す", view.sub)
        if self._search.text() != view.search:
            self._search.setText(view.search)
        blocked = self._list.blockSignals(True)
        if self._list.rows() != view.rows:
            self._list.show_groups([Group("", view.rows, look=HeadingLook.NONE)])
        if view.selected:
            self._list.select(view.selected)
        self._list.blockSignals(blocked)
        self._heading.setVisible(bool(view.heading))
        self._heading.show_runs(view.heading)
        nothing = bool(view.search) and not view.rows
        self._list.setHidden(nothing)
        self._nothing.setVisible(nothing)
        self._none.setVisible(not view.selected and not nothing)
        self._open.setVisible(bool(view.selected) and not view.story)
        self._story.setVisible(bool(view.story))
        self._story.show_story(view.story)
        self.bar_changed.emit()
        if told:
            self.side_wanted.emit(True)

    def set_room(self, room: Width) -> None:
        super().set_room(room)
        self._rows.columns = _COLUMNS[room]
        self._heads.show_columns(_COLUMNS[room])
        self._list.viewport().update()
