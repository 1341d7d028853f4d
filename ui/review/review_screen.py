"""20 確認待ち: the queue at the left, at the right the selected item, its decision, its story."""

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui import theme
from ui.review.case_panel import CasePanel
from ui.review.queue_rows import QueueHead, QueueRows
from ui.review.views import CaseView, QueueRowView, ReviewView, VerdictWords
from ui.staff.screen import StaffScreen, first_focusable, press, right_only
from ui.theme import Width
from ui.widgets.arrange import Label, Scroll, Stack
from ui.widgets.bars import Key
from ui.widgets.button import Button, Kind, Size
from ui.widgets.panels import PageHead
from ui.widgets.rows import Group, GroupedList, HeadingLook

ALLOW, STOP, HOLD = "allow", "stop", "hold"
_VERDICT_KEYS = {Qt.Key.Key_A: ALLOW, Qt.Key.Key_S: STOP, Qt.Key.Key_H: HOLD}
_DIGITS = range(1, 10)
_KINDS = "種類でしぼる"


class _Queue(Stack):
    """The left column with the rule at its right."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.fillRect(self.width() - 1, 0, 1, self.height(), theme.colour(theme.LINE))
        painter.end()


class _QueueList(GroupedList[QueueRowView]):
    """The rows reach the rule at the right; the bar shows only when there are more."""

    def __init__(self, rows: QueueRows) -> None:
        super().__init__("確認待ち", rows)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def _keep_gap(self) -> None:
        self.setViewportMargins(0, 0, 0, 0)


class ReviewScreen(StaffScreen):
    """The queue and its decisions. A letter decides; without a reason it asks for one first."""

    place = "review.queue"

    row_selected = Signal(str)
    decision_chosen = Signal(str)
    decided = Signal(str, str)
    """Verdict ("allow", "stop", "hold") and its reason."""
    reveal_asked = Signal()
    card_again = Signal()
    """Enter at the box of the staff card, after waiting for it failed."""
    card_left = Signal()
    """What waits for a staff card is given up."""

    def __init__(self) -> None:
        super().__init__("確認待ち", scrolls=False)
        self._top.hide()
        self._wanted = ""
        self._in_detail = False
        self._at_kinds = False
        self._words = VerdictWords()
        self.view: ReviewView | None = None
        self._rows = QueueRows()
        self._list = _QueueList(self._rows)
        self._list.selected.connect(lambda row: self.row_selected.emit(row.key))
        self._list.opened.connect(lambda _: self._enter_detail())
        self._title = PageHead("確認待ち")
        self._kinds = self.keyed(Button(_KINDS, size=Size.TINY, key="Alt K"), "Alt+K")
        self._kinds.clicked.connect(self._turn_to_kinds)
        self._kinds.hide()
        self._title.add_right(self._kinds)
        self._headed = Stack(self._title, margins=(20, 8, 20, 8))
        self.kinds_place = Stack(gap=0)
        self._kinds_page = Scroll(self.kinds_place)
        self._kinds_page.hide()
        self._empty = Label("", 16, ink=theme.INK_2)
        self._none = Stack(self._empty, margins=(20, 20, 20, 20))
        self._none.push()
        self._heads = QueueHead(self._rows, self._list)
        self._queue = _Queue(self._headed, self._heads, gap=0, margins=(0, 0, 1, 0))
        self._queue.add(self._kinds_page, 1)
        self._queue.add(self._list, 1)
        self._queue.add(self._none, 1)
        self._case = CasePanel()
        self._case.chosen.connect(self.decision_chosen)
        self._case.opening.connect(self._to_detail)
        self._case.confirmed.connect(self._reason_taken)
        self._case.left.connect(self._leave_reason)
        self._case.reveal_asked.connect(self.reveal_asked)
        self._case.reason.changed.connect(self._reason_changed)
        self._case.card.again.connect(self.card_again)
        self.keyed(self._case.reveal, "Alt+V")
        whole = Stack(across=True, gap=0)
        whole.add(self._queue)
        whole.add(self._case, 1)
        self._hold = Button("保留", key="H")
        self._stop = Button("止める", Kind.STOP, key="S")
        self._allow = Button("許す", Kind.PRIMARY, key="A")
        for button, verdict in ((self._hold, HOLD), (self._stop, STOP), (self._allow, ALLOW)):
            button.clicked.connect(lambda _=False, at=verdict: self._decide(at))
        self.body.add(whole, 1)
        self._measure()

    # --- what the frame asks ----------------------------------------------------------------

    def keys(self) -> tuple[Key, ...]:
        if self._at_kinds:
            return (Key("F1", "手引"), Key("Space", "しぼる"), Key("Esc", "一覧へ"))
        if self._card_taken():
            return (Key("F1", "手引"), Key("Esc", "カードを置くのをやめる"))
        count = min(len(self.case.decisions), len(_DIGITS)) if self.case is not None else 0
        several = (Key(f"1-{count}", "件を選ぶ", optional=True),) if count > 1 else ()
        return (
            Key("F1", "手引"),
            Key("↑↓", "選ぶ"),
            *several,
            Key("F6", "枠を移る", optional=True),
            Key("F5", "更新", optional=True),
        )

    def buttons(self) -> tuple[Button, ...]:
        """None while the item they would decide is out of sight."""
        return () if self._at_kinds else (self._hold, self._stop, self._allow)

    def enter_button(self) -> Button | None:
        """Enter decides nothing by itself; only the banner of a problem takes it."""
        return self._problem.primary if self._problem is not None else None

    def go_on(self) -> None:
        """F8 is no key of a decision."""

    def first_focus(self) -> QWidget:
        """The window takes the keys while there is no row to be at."""
        if self._card_taken():
            return self._case.card
        first = self._case.entry() if self._queue.isHidden() else self._list
        return self.window() if first is None or first.isHidden() else first

    def stop(self) -> bool:
        if self._at_kinds:
            self._turn_to_kinds()
            return True
        if self._card_taken():
            self.card_left.emit()
            self._case.reason.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
        if self._in_detail or not self._list.hasFocus():
            self.to_queue()
            return True
        return False

    def take_key(self, event: QKeyEvent) -> bool:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or self._at_kinds:
            return False
        verdict = _VERDICT_KEYS.get(Qt.Key(event.key()))
        if verdict is not None:
            press({ALLOW: self._allow, STOP: self._stop, HOLD: self._hold}[verdict])
            return True
        if event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            return self._case.turn(1 if event.key() == Qt.Key.Key_PageDown else -1)
        digit = event.key() - Qt.Key.Key_0
        return digit in _DIGITS and self._case.choose_number(digit)

    def next_part(self) -> bool:
        """F6 inside the page: from the queue into the item; False to leave the page."""
        if self._list.hasFocus():
            self._enter_detail()
            return not self._list.hasFocus()
        return False

    # --- what is shown ----------------------------------------------------------------------

    @property
    def case(self) -> CaseView | None:
        """The item that is shown."""
        return self.view.case if self.view is not None else None

    @property
    def problem_code(self) -> str:
        """The failure that F1 explains: of the banner, else of the staff card."""
        card = self.case.card if self.case is not None else None
        return super().problem_code or (card.code if card is not None else "")

    @property
    def written(self) -> tuple[str, str]:
        """What the reason is for that is being written, and its words so far."""
        return self._case.written

    def forget_reason(self, item_id: str) -> None:
        """The reason begun for what is gone is kept no longer."""
        self._case.forget_reason(item_id)

    @property
    def reason_error(self) -> str:
        return self._case.reason.error

    def rows(self) -> tuple[QueueRowView, ...]:
        """The rows as they stand."""
        return self._list.rows()

    def show_view(self, view: ReviewView) -> None:
        waited, before, typing = self._card_taken(), self.case, self._typing
        self.view = view
        self._title.show_words("確認待ち", view.sub if self.room is not Width.SMALL else "")
        self._empty.setText(view.empty)
        self._show_queue()
        if self._list.rows() != view.rows:
            blocked = self._list.blockSignals(True)
            self._list.show_groups([Group("", view.rows, look=HeadingLook.NONE)])
            self._list.blockSignals(blocked)
        current = self._list.current()
        if view.selected and (current is None or current.key != view.selected):
            blocked = self._list.blockSignals(True)
            self._list.select(view.selected)
            self._list.blockSignals(blocked)
        self._case.show_case(view.case)
        case = view.case
        ready = case is not None and case.may_decide and bool(case.current)
        reason = case.may.text if case is not None and not case.may_decide else "選んでください"
        self._words = case.words if case is not None else VerdictWords()
        for button, words in (
            (self._allow, self._words.allow),
            (self._stop, self._words.stop),
            (self._hold, self._words.hold),
        ):
            button.set_words(words)
            button.set_ready(ready, reason)
        if before is not None and (case is None or case.current != before.current):
            self._wanted = ""  # it was said of another thing
        if case is None:
            self.to_queue(focus=False)
        elif typing and before is not None and _is_gone(before, case):
            self.to_queue()  # the next letter is not for what stands there now
        elif self._card_taken() and not waited:
            self._to_detail()
            self._case.card.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.bar_changed.emit()

    @property
    def _typing(self) -> bool:
        """Whether the next letter would go into the item at the right."""
        focused = self.window().focusWidget()
        return focused is not None and self._case.isAncestorOf(focused)

    def _show_queue(self) -> None:
        """The rows, or that there are none; or the kinds in their place."""
        rows = self.view is not None and bool(self.view.rows)
        self._kinds_page.setVisible(self._at_kinds)
        self._heads.setHidden(self._at_kinds)
        self._none.setVisible(not rows and not self._at_kinds)
        self._list.setVisible(rows and not self._at_kinds)

    def _turn_to_kinds(self) -> None:
        """Alt+K where the rail lies down: the kinds in place of the rows, and back (also Esc)."""
        self._at_kinds = not self._at_kinds and self.room is Width.SMALL
        self._in_detail = False
        self._fit_panes()
        self._show_queue()
        first = first_focusable(self.kinds_place) if self._at_kinds else None
        (first or self.first_focus()).setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.bar_changed.emit()

    def show_kinds(self, on: int, of: int) -> None:
        """How many kinds of how many the queue shows."""
        self._kinds.set_words(_KINDS if on == of else f"{_KINDS} {on}／{of}")

    def to_queue(self, *, focus: bool = True) -> None:
        """Back to the rows, as after the last thing of an item was decided."""
        self._in_detail = False
        self._wanted = ""
        self._fit_panes()
        if focus:
            self.first_focus().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def clear_reason(self) -> None:
        """What was decided has its reason; the next verdict needs one of its own."""
        self._case.clear_reason()

    def focus_decision(self) -> None:
        """After one thing was decided: the next one of the same item."""
        self._wanted = ""
        entry = self._case.entry()
        if entry is not None and not self._list.hasFocus():
            self._allow.setFocus(Qt.FocusReason.ShortcutFocusReason)
            QTimer.singleShot(0, self, self._show_reason)

    def _show_reason(self) -> None:
        """Whatever has the focus: the thing that is decided next is in view with its reason."""
        entry = self._case.entry()
        if entry is not None:
            self._case.show_part(entry)

    # --- deciding ---------------------------------------------------------------------------

    def _decide(self, verdict: str) -> None:
        reason = self._case.reason.value().strip()
        if reason:
            self._wanted = ""
            self.decided.emit(verdict, reason)
            return
        self._wanted = verdict
        self._to_detail()
        words = {ALLOW: self._words.allow, STOP: self._words.stop, HOLD: self._words.hold}
        self._case.reason.set_error(f"「{words[verdict]}」の理由を書いて Enter を押してください")
        self._case.reason.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _card_taken(self) -> bool:
        """Whether the box of the staff card has the word."""
        case = self.case
        return case is not None and case.card is not None and case.card.takes_keys

    def _reason_changed(self) -> None:
        """What waits for a card has the reason as it stood; another reason is decided anew."""
        if self._card_taken():
            self.card_left.emit()

    def _reason_taken(self) -> None:
        """Enter in the reason: what was asked for is decided, else the three keys are next."""
        if not self._case.reason.value().strip():
            self._case.reason.set_error("理由を書いてください")
        elif self._wanted:
            self._decide(self._wanted)
        else:
            self._allow.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _leave_reason(self) -> None:
        self._wanted = ""
        self._reason_changed()
        self._case.reason.clear_error()
        self.to_queue()

    def _to_detail(self) -> None:
        """Where there is room for one pane, the item takes the place of the queue."""
        self._in_detail = True
        self._fit_panes()

    def _enter_detail(self) -> None:
        entry = self._case.entry()
        if entry is None:
            return
        self._to_detail()
        entry.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # --- room -------------------------------------------------------------------------------

    def show_focused(self, part: QWidget) -> None:
        if self.kinds_place.isAncestorOf(part):
            self._kinds_page.ensureWidgetVisible(part)
        self._case.show_part(part)

    def set_room(self, room: Width) -> None:
        self._rows.room = room
        super().set_room(room)
        self._case.set_room(room)
        small = room is Width.SMALL
        self._kinds.setVisible(small)
        if self.view is not None:
            self._title.show_words("確認待ち", "" if small else self.view.sub)
        if self._at_kinds and not small:
            self._at_kinds = False
            self._show_queue()
            self.bar_changed.emit()
        self._fit_panes()
        self._list.scheduleDelayedItemsLayout()

    def _fit_panes(self) -> None:
        """Both panes, or the one that is worked on where there is no room for two."""
        small = self.room is Width.SMALL
        self._queue.setVisible(not small or not self._in_detail)
        self._case.setVisible(not small or self._in_detail)
        if small:
            self._queue.setMinimumWidth(0)
            self._queue.setMaximumWidth(16777215)
        else:
            wide = self.room is Width.WIDE
            self._queue.setFixedWidth(theme.scaled(474 if wide else 424, self))

    def _measure(self) -> None:
        """The page reaches the edges of its place; its columns pad themselves."""
        super()._measure()
        self._box.setContentsMargins(0, 0, 0, 0)
        right_only(self._whole, 0)
        if hasattr(self, "_headed"):
            pad = self._rows.pad
            self._headed.set_margins((pad, 8, pad, 8))
            self._slots.set_margins((pad, 12, pad, 12))
            self._fit_panes()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(0, 0)


def _is_gone(before: CaseView, now: CaseView) -> bool:
    """Whether the thing at hand left without being decided here."""
    return before.key != now.key or all(d.id != before.current for d in now.decisions)
