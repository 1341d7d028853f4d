"""03 世帯: who moves, in true glyphs; only what differs is corrected."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from counter_app.model.household_shape import HouseholdShape
from ui import theme
from ui.staff.household_sums import Legend, Sums
from ui.staff.household_views import (
    CheckKind,
    CheckView,
    HouseholdView,
    MemberDraft,
    MemberRowView,
)
from ui.staff.member_form import MemberForm
from ui.staff.member_rows import COLUMNS, MemberRows
from ui.staff.person_panel import PersonPanel
from ui.staff.screen import StaffScreen, into_view
from ui.staff.shape_panel import ShapePanel
from ui.staff.work_parts import Wrapped
from ui.theme import Width
from ui.widgets.arrange import Stack
from ui.widgets.banner import Notice, NoticeKind
from ui.widgets.bars import Key
from ui.widgets.button import Button, Kind, Size
from ui.widgets.drawing import Icon
from ui.widgets.panels import Section
from ui.widgets.rows import Group, GroupedList, HeadingLook, TableHead
from ui.widgets.source import Source
from ui.widgets.words import Run, Words

_USUAL_WIDTH: Final = 800
"""Width of the table (px at 100 %) in a window of 1440."""
_ALL_COLUMNS: Final = 780
"""Width of the table (px at 100 %) from which every column has its room."""
_NOT_KEPT: Final = "入れたものはまだ保存していません。もう一度押すと、保存せずに離れます。"


class _Members(GroupedList[MemberRowView]):
    """The list at its full height: the page scrolls, so no room is kept for a bar."""

    width_changed = Signal()

    def __init__(self, painter: MemberRows) -> None:
        super().__init__("世帯員", painter)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setViewportMargins(0, 0, 0, 0)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        self.setViewportMargins(0, 0, 0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.width_changed.emit()


class HouseholdScreen(StaffScreen):
    """Step 2 (03)."""

    place = "staff.household"
    drawer = "選んだ人"

    member_selected = Signal(str)
    reading_confirmed = Signal(str)
    paper_seen = Signal(str)
    correction_asked = Signal(str)
    correction_cancelled = Signal()
    member_saved = Signal(str, object)
    """Id of the member that was corrected, "" for a new one, and the `MemberDraft`."""
    member_add_asked = Signal()
    member_stays = Signal(str, bool)
    shape_asked = Signal()
    shape_cancelled = Signal()
    shape_saved = Signal(object)
    """The `HouseholdShape` as it stands in the panel."""

    def __init__(self) -> None:
        super().__init__("2　世帯", "転出証明書情報とカードの内容です。違うところだけ直します。")
        self._view: HouseholdView | None = None
        self._form: MemberForm | None = None
        self._shape: ShapePanel | None = None
        self._warned_of: MemberDraft | HouseholdShape | None = None
        self._yes: Button | None = None
        self._sums = Sums()
        self._checks = Stack(gap=8)
        self._heading = Section("世帯員")
        self._legend = Legend()
        self._heading.add_right(self._legend)
        self._rows = MemberRows()
        self._list = _Members(self._rows)
        self._list.selected.connect(self._on_selected)
        self._list.width_changed.connect(self._fit_list, Qt.ConnectionType.QueuedConnection)
        self._list.opened.connect(lambda row: self.correction_asked.emit(row.id))
        self._table_head = TableHead(COLUMNS[Width.WIDE], bar=0)
        self._add = self.keyed(
            Button("世帯員を加える", size=Size.SMALL, key="Alt A", icon=Icon.PLUS), "Alt+A"
        )
        self._stays = self.keyed(Button("この人は移らない", size=Size.SMALL, key="Alt X"), "Alt+X")
        self._add.clicked.connect(self.member_add_asked)
        self._stays.clicked.connect(self._on_stays)
        self._kind = self.keyed(Button("世帯のかたち", size=Size.SMALL, key="Alt K"), "Alt+K")
        self._kind.clicked.connect(self.shape_asked)
        note = Words("外した人の記録は消えません。Ctrl Z で戻せます。", 14, ink=theme.INK_2)
        buttons = Wrapped(self._add, self._stays, self._kind, gap=10)
        foot = Stack(buttons, note, gap=6)
        table = Stack(self._heading, self._table_head, self._list, gap=0)
        for part in (self._sums, self._checks, table, foot):
            self.body.add(part)
        self.side = Stack(gap=0)
        self._back = Button("戻る", key="Alt ←")
        self._next = Button("次へ　聞き取り", Kind.PRIMARY, key="F8", min_width=240)
        self._back.clicked.connect(self.back_asked)
        self._next.clicked.connect(self.next_asked)

    def keys(self) -> tuple[Key, ...]:
        return (
            Key("F1", "手引"),
            Key("F2", "受付一覧"),
            Key("↑↓", "人を選ぶ", optional=True),
            Key("Enter", "直す", optional=True),
            Key("F6", "枠を移る"),
            Key("Ctrl Z", "取り消す", optional=True),
        )

    def buttons(self) -> tuple[Button, ...]:
        return (self._back, self._next)

    def note(self) -> str:
        return self._view.missing if self._view is not None else ""

    def enter_button(self) -> Button | None:
        for form in (self._form, self._shape):
            if form is not None and any(part.hasFocus() for part in form.findChildren(QWidget)):
                return form.save
        return super().enter_button()

    def take_key(self, event: QKeyEvent) -> bool:
        """A digit answers a question of the household's shape."""
        digit = event.key() - Qt.Key.Key_0
        return self._shape is not None and 0 < digit <= 9 and self._shape.press_digit(digit)

    @property
    def typing(self) -> bool:
        """Whether the form holds words that nothing has been done with yet."""
        form = self._form or self._shape
        return form is not None and form.touched

    def go_on(self) -> None:
        """F8: what is typed in the form is saved first; while it is refused, the step stays."""
        if self.typing:
            (self._on_done if self._form is not None else self._on_shaped)()
        if self.typing:
            self.to_form()
        else:
            super().go_on()

    def may_leave(self) -> bool:
        """Whether no form holds anything unsaved, or the clerk was told so and asks once more."""
        typed = self._typed() if self.typing else None
        if typed in (None, self._warned_of):
            self._warn_of(None)
            return True
        self._warn_of(typed)
        self.to_form()
        return False

    def _typed(self) -> MemberDraft | HouseholdShape | None:
        if self._form is not None:
            return self._form.draft()
        return self._shape.shape() if self._shape is not None else None

    def _warn_of(self, typed: MemberDraft | HouseholdShape | None) -> None:
        self._warned_of = typed
        notice = Notice(NoticeKind.DEGRADED, _NOT_KEPT) if typed is not None else None
        self.show_notice(notice)
        if notice is not None:
            into_view(notice)

    def to_form(self) -> None:
        """Into the form, also where its drawer was closed meanwhile."""
        if self._form is not None:
            self.side_wanted.emit(True)
            self._form.name.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._shape is not None:
            self.side_wanted.emit(True)
            self._shape.first().setFocus(Qt.FocusReason.OtherFocusReason)
            asked = self._view.shape if self._view is not None else None
            self._shape.to_fault(asked.faults if asked is not None else ())

    def first_focus(self) -> QWidget | None:
        if self._form is not None:
            edit = self._view.edit if self._view is not None else None
            return self._form.first(edit.faults if edit is not None else ())
        if self._shape is not None:
            return self._shape.first()
        if self._view is not None and self._view.problem is not None:
            return super().first_focus()
        return self._yes if self._yes is not None else self._list

    def stop(self) -> bool:
        if self._form is not None:
            self.correction_cancelled.emit()
        elif self._shape is not None:
            self.shape_cancelled.emit()
        else:
            return False
        return True

    def show_view(self, view: HouseholdView) -> None:
        before, self._view = self._view, view
        if before is None or before.problem != view.problem:
            self.show_problem(view.problem)
        if before is None or before.sub != view.sub:
            self.show_head("2　世帯", view.sub)
        if before is None or before.sums != view.sums:
            self._sums.show_sums(view.sums)
        if before is None or before.checks != view.checks:
            self._show_checks(view.checks)
        self._heading.title.setText(f"世帯員 {len(view.members)}人")
        self._legend.show_sources(papers=any(m.name_source is Source.PAPER for m in view.members))
        blocked = self._list.blockSignals(True)
        self._list.show_groups([Group("", view.members, look=HeadingLook.NONE)])
        self._list.select(view.selected)
        self._list.blockSignals(blocked)
        self._fit_list()
        current = self._list.current()
        stays = current is not None and current.stays
        self._stays.set_words("この人も移る" if stays else "この人は移らない")
        now = (view.person, view.edit, view.shape)
        if before is None or (before.person, before.edit, before.shape) != now:
            self._show_side(view)
        self._next.set_ready(view.can_go_on, view.missing)
        self.bar_changed.emit()

    def set_room(self, room: Width) -> None:
        super().set_room(room)
        self._fit_list()

    def _fit_list(self) -> None:
        at = theme.factor(self)
        # until the list stands in its page, its width is no more than the toolkit's own guess
        width = self._list.viewport().width() / at if self.isVisible() else _USUAL_WIDTH
        # where the side panel is a drawer, the page may have room for all columns
        room = Width.WIDE if self.room is Width.SMALL and width >= _ALL_COLUMNS else self.room
        self._rows.width, self._rows.columns = width, COLUMNS[room]
        self._table_head.show_columns(COLUMNS[room])
        members = self._view.members if self._view is not None else ()
        heights = [round(self._rows.height(row) * at) for row in members]
        self._list.setFixedHeight(max(sum(heights), theme.scaled(66, self)))
        self._list.scheduleDelayedItemsLayout()

    def _show_checks(self, checks: Sequence[CheckView]) -> None:
        had = self._yes is not None and self._yes.hasFocus()
        self._checks.clear()
        self._yes = None
        self._checks.setVisible(bool(checks))
        if not checks:
            if had:
                self._list.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        check = checks[0]
        runs = (Run(f"確かめること {len(checks)}件", bold=True), Run("　"), *check.words)
        edit = self.keyed(Button("直す", size=Size.SMALL, key="Alt E"), "Alt+E")
        edit.clicked.connect(lambda: self.correction_asked.emit(check.member))
        buttons: tuple[Button, ...] = (edit,)
        if check.kind.yes:
            yes = self.keyed(Button(check.kind.yes, Kind.SECOND, Size.SMALL, key="Alt Y"), "Alt+Y")
            told = {
                CheckKind.READING: self.reading_confirmed,
                CheckKind.PAPER: self.paper_seen,
            }[check.kind]
            yes.clicked.connect(lambda: told.emit(check.member))
            buttons = (yes, edit)
            if check.kind is CheckKind.READING:
                # Enter may say that a reading is right, never that a paper was looked at
                self._yes = yes
        self._checks.add(Notice(NoticeKind.DEGRADED, runs, buttons))
        if had:
            (self._yes or self._list).setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_selected(self, row: MemberRowView) -> None:
        self.member_selected.emit(row.id)
        self.reveal(self._list, self._list.visualRect(self._list.currentIndex()))

    def _on_stays(self) -> None:
        row = self._list.current()
        if row is not None:
            self.member_stays.emit(row.id, not row.stays)

    def _show_side(self, view: HouseholdView) -> None:
        side = self.side
        assert isinstance(side, Stack)
        form, edit = self._form, view.edit
        if form is not None and edit is not None and form.member == edit.id:
            # the same form: what was typed stays
            form.show_faults(edit.faults)
            if self.isVisible():
                form.to_fault(edit.faults)
            return
        shape, asked = self._shape, view.shape
        if shape is not None and asked is not None and edit is None:
            shape.show_faults(asked.faults)
            if self.isVisible():
                shape.to_fault(asked.faults)
            return
        before: QWidget | None = form or shape
        self._form = self._shape = None
        self._warn_of(None)
        side.clear()
        if edit is not None:
            self._form = form = MemberForm(edit)
            form.done.connect(self._on_done)
            form.cancelled.connect(self.correction_cancelled)
            side.add(form)
            self.side_wanted.emit(True)
            if self.isVisible():
                form.name.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        elif asked is not None:
            self._shape = panel = ShapePanel(asked)
            panel.done.connect(self._on_shaped)
            panel.cancelled.connect(self.shape_cancelled)
            side.add(panel)
            self.side_wanted.emit(True)
            if self.isVisible():
                panel.first().setFocus(Qt.FocusReason.OtherFocusReason)
        elif before is not None:
            self.side_wanted.emit(False)
            self._list.setFocus(Qt.FocusReason.OtherFocusReason)
        if edit is None and asked is None and view.person is not None:
            side.add(PersonPanel(view.person))
        side.push()

    def _on_shaped(self) -> None:
        if self._shape is not None:
            self.shape_saved.emit(self._shape.shape())

    def _on_done(self) -> None:
        if self._form is not None:
            self.member_saved.emit(self._form.member, self._form.draft())
