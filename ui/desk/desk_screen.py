"""30 依頼: the department's tasks, the fields of the selected one, its decision, its papers."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ui import theme
from ui.desk.task_rows import TaskHead, TaskRows
from ui.desk.task_side import TaskSide
from ui.desk.views import DeskView, PagesView, TaskRowView, TaskView
from ui.desk.views import Panel as Doing
from ui.staff.screen import StaffScreen, press, right_only
from ui.staff.start_screen import SearchField
from ui.theme import Width
from ui.widgets.arrange import Label, Stack
from ui.widgets.bars import Key
from ui.widgets.button import Button, Kind, Size
from ui.widgets.drawing import Icon
from ui.widgets.panels import Section
from ui.widgets.rows import Group, GroupedList, HeadingLook
from ui.widgets.sheets import SheetPreview

_BAR_REACHES = 8
"""How far the scroll bar of the list stands into the edge of the page, so that rows end with it."""


class DeskScreen(StaffScreen):
    """The list with its side. P promises, 1 and 2 choose the decision, F8 performs what is open."""

    place = "desk.tasks"
    drawer = "依頼の内容"

    row_selected = Signal(str)
    search_changed = Signal(str)
    promise_asked = Signal()
    return_asked = Signal()
    performed = Signal()
    put_off = Signal()
    papers_asked = Signal()
    names_asked = Signal()
    notice_asked = Signal()
    pages_closed = Signal()

    def __init__(self) -> None:
        super().__init__("依頼", scrolls=False)
        self.view: DeskView | None = None
        self._search = SearchField("リンクコード・受付番号")
        self._search.textEdited.connect(self.search_changed)
        self.head.add_right(self._search)
        self._rows = TaskRows()
        self._list: GroupedList[TaskRowView] = GroupedList("依頼", self._rows)
        self._list.selected.connect(lambda row: self.row_selected.emit(row.key))
        self._list.opened.connect(lambda _: self._enter())
        self._heads = TaskHead(self._rows)
        self._empty = Label("", 16, ink=theme.INK_2)
        self._none = Stack(self._empty, margins=(8, 16, 8, 0))
        self._table = Stack(self._heads, self._none, gap=0)
        self._table.add(self._list, 1)
        self._pages_head = Section("")
        self._close = Button("一覧に戻る", size=Size.SMALL, key="Esc", icon=Icon.LEFT)
        self._close.clicked.connect(self.pages_closed)
        self._pages_head.add_right(self._close)
        self._sheet = SheetPreview()
        self._pages = Stack(self._pages_head, gap=8, margins=(0, 0, _BAR_REACHES, 0))
        self._pages.add(self._sheet, 1)
        self._shown: PagesView | None = None
        self._page = 0
        self.body.add(self._table, 1)
        self.body.add(self._pages, 1)
        self._pages.hide()
        self.task = TaskSide()
        self.side = self.task
        self.task.papers.clicked.connect(self.papers_asked)
        self.task.names.clicked.connect(self.names_asked)
        self.task.back.clicked.connect(self.return_asked)
        self.task.notice.clicked.connect(self.notice_asked)
        self.keyed(self.task.papers, "Alt+O")
        self.keyed(self.task.names, "Alt+V")
        self.keyed(self.task.back, "Alt+B")
        self.keyed(self.task.notice, "Alt+N")
        self.decision = self.task.decision
        self.decision.taken.connect(self._perform)
        self.decision.left.connect(self._leave)
        self.decision.answer_changed.connect(lambda _: self._name_primary())
        self._later = Button("あとで", key="Esc")
        self._later.clicked.connect(self._leave)
        self._primary = Button("", Kind.PRIMARY, key="F8", min_width=240)
        self._primary.clicked.connect(self._perform)

    # --- what the frame asks ----------------------------------------------------------------

    def keys(self) -> tuple[Key, ...]:
        if self._shown is not None:
            return (Key("F1", "手引"), Key("PgUp PgDn", "ページ"), Key("Esc", "一覧に戻る"))
        task = self.task.view
        promises = task is not None and task.panel is Doing.PROMISE
        back = task is not None and task.may_return
        return (
            Key("F1", "手引"),
            Key("↑↓", "選ぶ"),
            *((Key("P", "約束する"),) if promises else ()),
            *((Key("Alt B", "返す", optional=True),) if back else ()),
        )

    def buttons(self) -> tuple[Button, ...]:
        reading = self._shown is not None and not self._shown.before_deciding
        if reading or not self._primary.text():
            return (self._later,)
        return (self._later, self._primary)

    def note(self) -> str:
        return "1〜3 で理由を選んでください" if self._lacks_reason() else ""

    def _lacks_reason(self) -> bool:
        """Whether a notice would be printed again and nobody has said why."""
        task = self.task.view
        return task is not None and task.reprints and self.decision.why_again is None

    def enter_button(self) -> Button | None:
        """Enter in a field of the decision is the primary; elsewhere it decides nothing."""
        if self._problem is not None and self._problem.primary is not None:
            return self._problem.primary
        inside = self.decision.isAncestorOf(self.decision.focusWidget() or self)
        return self._primary if inside and self._primary.text() else None

    def go_on(self) -> None:
        if self._primary.text():
            press(self._primary)

    def first_focus(self) -> QWidget:
        return self._list

    def search_field(self) -> QLineEdit:
        return self._search

    def stop(self) -> bool:
        if self._shown is not None:
            self.pages_closed.emit()
            return True
        if self._search.text():
            self._search.clear()
            self.search_changed.emit("")
        self._leave()
        return True

    def take_key(self, event: QKeyEvent) -> bool:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        key = event.key()
        if key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp) and self._shown is not None:
            self._turn(1 if key == Qt.Key.Key_PageDown else -1)
            return True
        if key == Qt.Key.Key_Down and self._search.hasFocus():
            self._list.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
        view = self.task.view
        if view is None or self._shown is not None:
            return False
        if key == Qt.Key.Key_P and view.panel is Doing.PROMISE:
            self.promise_asked.emit()
            return True
        if view.reprints and key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3):
            self.side_wanted.emit(True)
            self.decision.again.choose(key - Qt.Key.Key_1)
            return True
        if key in (Qt.Key.Key_1, Qt.Key.Key_2) and view.panel in (Doing.DECIDE, Doing.ANSWER):
            self.side_wanted.emit(True)
            self.decision.choose(key - Qt.Key.Key_1)
            self.enter_side()
            return True
        return False

    # --- what is shown ----------------------------------------------------------------------

    def rows(self) -> tuple[TaskRowView, ...]:
        """The rows as they stand."""
        return self._list.rows()

    def show_view(self, view: DeskView) -> None:
        before, self.view = self.view, view
        typing = self._typing
        self.show_head("依頼", view.sub)
        if self._search.text() != view.search:
            self._search.setText(view.search)
        self._empty.setText(view.empty)
        self._none.setVisible(bool(view.empty))
        if before is None or before.groups != view.groups:
            blocked = self._list.blockSignals(True)
            self._list.show_groups(
                [
                    Group(g.title, g.rows, g.count or len(g.rows), look=HeadingLook.PLAIN)
                    for g in view.groups
                ]
            )
            self._list.blockSignals(blocked)
        current = self._list.current()
        if view.selected and (current is None or current.key != view.selected):
            blocked = self._list.blockSignals(True)
            self._list.select(view.selected)
            self._list.blockSignals(blocked)
        if view.task is not None:
            self.decision.name_answers(*_answers(view.task))
        shown = self.task.view
        self.task.show_task(view.task)
        if typing and shown is not None and _is_other(shown, view.task):
            self._list.setFocus(Qt.FocusReason.OtherFocusReason)  # the next key is for no other
        self._show_pages(view.pages)
        self._name_primary()

    @property
    def _typing(self) -> bool:
        """Whether the next key would go into the decision."""
        focused = self.window().focusWidget()
        return focused is not None and self.decision.isAncestorOf(focused)

    def _show_pages(self, pages: PagesView | None) -> None:
        if pages == self._shown:
            return
        had = self._shown is not None
        self._shown, self._page = pages, 0
        self._table.setVisible(pages is None)
        self._search.setVisible(pages is None)
        self._pages.setVisible(pages is not None)
        if pages is not None:
            self._turn(0)
            self._sheet.setFocus(Qt.FocusReason.OtherFocusReason)
        elif had:
            self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _turn(self, by: int) -> None:
        shown = self._shown
        if shown is None:
            return
        self._page = min(max(self._page + by, 0), max(len(shown.pages) - 1, 0))
        self._pages_head.title.setText(shown.title)
        count = f"{self._page + 1}／{len(shown.pages)}　{shown.sub}" if shown.pages else shown.sub
        self._pages_head.sub.setText(count)
        self._sheet.show_page(shown.pages[self._page] if shown.pages else None, shown.title)

    def _name_primary(self) -> None:
        words = self.view.primary if self.view is not None else ""
        task = self.task.view
        if task is not None and task.panel is Doing.DECIDE and self.decision.refusing:
            words = task.decide.words.to_supervisor if task.decide is not None else ""
        self._primary.set_words(words)
        busy = self.view.busy if self.view is not None else ""
        if self._lacks_reason():
            busy = "理由を選んでください"
        self._primary.set_ready(not busy, busy)
        self.bar_changed.emit()

    # --- doing --------------------------------------------------------------------------------

    def _perform(self) -> None:
        shown = self._shown
        if self.task.view is None or (shown is not None and not shown.before_deciding):
            return
        if not self.task.isVisible() and self.room is Width.SMALL:
            self.enter_side()  # nothing is decided that cannot be seen
            return
        if self.decision.faults():
            self.side_wanted.emit(True)
            return
        self.performed.emit()

    def _leave(self) -> None:
        """あとで: nothing is done, the list has the focus again."""
        if self._shown is not None:
            self.pages_closed.emit()
            return
        self.put_off.emit()
        self.side_wanted.emit(False)
        self._list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def to_list(self) -> None:
        self.side_wanted.emit(False)
        self._list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _enter(self) -> None:
        """Enter in the list: what the banner offers while there is one, else into the panel."""
        if self._problem is not None and self._problem.primary is not None:
            press(self._problem.primary)
        else:
            self.enter_side()

    def enter_side(self) -> None:
        self.side_wanted.emit(True)
        entry = self.decision.entry()
        if entry is not None:
            entry.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _measure(self) -> None:
        """The heads of the table stand close under the page's."""
        super()._measure()
        left, top, right, _ = self._top.margins
        self._top.set_margins((left, top, right, 4))
        right_only(self._whole, max(theme.Measures(self.room).pad - _BAR_REACHES, 0))

    # --- room -------------------------------------------------------------------------------

    def set_room(self, room: Width) -> None:
        self._rows.room = room
        super().set_room(room)
        self._list.scheduleDelayedItemsLayout()
        self._heads.update()


def _is_other(shown: TaskView, now: TaskView | None) -> bool:
    return now is None or (shown.key, shown.panel) != (now.key, now.panel)


def _answers(task: TaskView) -> tuple[str, str]:
    """What the two cards say."""
    if task.panel is Doing.ANSWER or task.decide is None:
        return "認める", "認めない"
    return task.decide.words.granted, task.decide.words.refused
