"""06 依頼 (07, 09): everything asked for, act by act; what was declined is asked anew."""

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from counter_app.documents import ReprintReason
from counter_app.paperwork.wishes import WishField
from ui.staff.commitment_list import CommitmentList
from ui.staff.commitment_rows import CommitmentHead
from ui.staff.dispatch_banner import DegradedBanner
from ui.staff.dispatch_head import PromisedCount
from ui.staff.dispatch_notes import planned_note, planned_warning
from ui.staff.dispatch_side import DispatchSide, beside
from ui.staff.dispatch_wish import WishCard
from ui.staff.later_papers import LaterPapersPanel
from ui.staff.pile_panel import bind_pile_keys
from ui.staff.reader_keys import AnswerDigits
from ui.staff.reprint_panel import ReprintPanel
from ui.staff.scan_box import is_typed
from ui.staff.screen import StaffScreen, first_focusable
from ui.staff.work_views import DispatchView, PrintedView, WishEntry
from ui.theme import Width
from ui.widgets.arrange import Stack
from ui.widgets.banner import Notice, NoticeKind
from ui.widgets.bars import Key
from ui.widgets.button import Button, Kind

_NUMBER: Final = "受付番号"
_DIGITS: Final = range(int(Qt.Key.Key_1), int(Qt.Key.Key_9) + 1)


class DispatchScreen(StaffScreen):
    """Step 6 (07): before the commit what will be asked, then how it stands; a line down (09)."""

    place = "staff.dispatch"
    drawer = _NUMBER

    commitment_selected = Signal(str)
    slot_chosen = Signal(str, int)
    asked_again = Signal(str, int)
    quit_asked = Signal(str)
    self_asked = Signal(str)
    result_accepted = Signal(str)
    result_rejected = Signal(str, str)
    withdrawn = Signal(str, str)
    wish_changed = Signal(str, WishEntry)
    dispatch_asked = Signal()
    show_all_asked = Signal()
    print_asked = Signal(str)
    print_again_asked = Signal(str, object)
    """Document id and the `ReprintReason`."""
    paper_told = Signal(str, str)
    """Key of a paper that was waited for, and what became of it ("" for まだ)."""
    degraded_action = Signal(str)
    close_asked = Signal()

    def __init__(self) -> None:
        super().__init__("6　依頼", scrolls=True)
        self._view: DispatchView | None = None
        self._banner: DegradedBanner | None = None
        self._promised = PromisedCount()
        self.head.add_right(self._promised)
        self._heads = CommitmentHead()
        self._list = CommitmentList()
        for mine, its in (
            (self.commitment_selected, self._list.selected),
            (self.slot_chosen, self._list.slot_chosen),
            (self.asked_again, self._list.asked_again),
            (self.quit_asked, self._list.quit_asked),
            (self.self_asked, self._list.self_asked),
            (self.result_accepted, self._list.accepted),
            (self.result_rejected, self._list.rejected),
            (self.withdrawn, self._list.withdrawn),
            (self.wish_changed, self._list.wished),
            (self.show_all_asked, self._list.toggled),
        ):
            its.connect(mine)
        self._list.selected.connect(lambda _: self.bar_changed.emit())
        self._list.unfolded.connect(self._bring_into_view)
        self.body.add(Stack(self._heads, self._list, gap=0))
        self._side = DispatchSide()
        self._side.print_asked.connect(self.print_asked)
        self._side.print_again_wanted.connect(self.open_reprint)
        self._side.later_wanted.connect(self.open_later)
        self.pile = self._side.pile
        self.pile.scanned.connect(self._back_to_offer)
        self._answered = AnswerDigits()
        self.side = self._side
        self._tablet = Button("タブレットに終わりの画面", key="F9")
        self._tablet.clicked.connect(self.tablet_asked)
        self._close = Button("返事待ちにして終わる", Kind.PRIMARY, key="F8", min_width=240)
        self._close.clicked.connect(self.close_asked)
        self._back = Button("戻る", key="Alt ←")
        self._back.clicked.connect(self.back_asked)
        self._ask = Button("一度に依頼する", Kind.PRIMARY, key="F8", min_width=240)
        self._ask.clicked.connect(self.dispatch_asked)
        self._bind("Alt+Q", self._quit)
        self._bind("Alt+G", self._own)
        self._bind("Alt+Y", self._accept)
        self._bind("Alt+J", self._list.ask_reason_to_reject)
        self._bind("Alt+V", self._show_all)
        self._withdraw_key = self._bind("Alt+R", self._list.ask_reason_to_withdraw)
        self._print_key = self._bind("Alt+P", self._print)
        self._bind("Alt+A", self.open_reprint)
        self._bind("Alt+D", self.open_later)
        bind_pile_keys(self.pile, self._bind)

    def _bind(self, keys: str, act: Callable[[], object]) -> QShortcut:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(act)
        return shortcut

    # --- what the frame asks ----------------------------------------------------------------------

    def keys(self) -> tuple[Key, ...]:
        keys = [Key("F1", "手引"), Key("F2", "受付一覧"), Key("↑↓", "選ぶ", optional=True)]
        view = self._view
        degraded = view.degraded if view is not None else None
        for action in degraded.actions if degraded is not None else ():
            if action.primary:
                keys.append(Key(action.key, action.words, optional=True))
        current = self._list.current
        if current is not None and current.wish is not None:
            keys += [Key("Enter", "希望を変える"), Key("Ctrl Z", "取り消す", optional=True)]
        if current is not None and current.can_withdraw:
            keys.append(Key(self._free("Alt R", "Alt W"), "取消し…", optional=bool(degraded)))
        if view is not None and view.later is not None and view.later.sum:
            keys.append(Key("Alt D", "後日の紙", optional=not view.later.first))
        return tuple(keys)

    def buttons(self) -> tuple[Button, ...]:
        return (self._back, self._ask) if self._planned else (self._tablet, self._close)

    @property
    def _planned(self) -> bool:
        return self._view is not None and self._view.planned

    def note(self) -> str:
        return self._view.missing if self._view is not None else ""

    def enter_button(self) -> Button | None:
        """Enter asks again, gives the reason or the wish; it never commits nor closes."""
        form = self._side.form
        if form is not None and form.has_focus():
            return form.go
        asking, offer = self._list.asking, self._list.offer_with_focus()
        focused = QApplication.focusWidget()
        if asking is not None and focused is not None and asking.isAncestorOf(focused):
            return asking.primary
        if offer is not None:
            return offer.primary
        default = super().enter_button()
        return None if default in (self._close, self._ask) else default

    def first_focus(self) -> QWidget | None:
        view = self._view
        if self._side.form is not None:
            return self._side.form.first()
        if view is not None and view.problem is not None:
            return super().first_focus()
        if self._banner is not None and self._banner.primary is not None:
            return self._banner.primary
        if self._list.asking is not None:
            return first_focusable(self._list.asking)
        offer = self._list.offer()
        if offer is not None:
            return offer.first()
        later = view.later if view is not None else None
        if later is not None and later.first and later.rows and self._side.later_button is not None:
            return self._side.later_button  # the resident is back with a paper
        current = self._list.current
        row = self._list.row(current.id) if current is not None else None
        return row or super().first_focus()

    def take_key(self, event: QKeyEvent) -> bool:
        """Digits answer the form or the offer; the other characters are the reader's."""
        form, offer = self._side.form, self._list.offer()
        digit = event.key() - _DIGITS.start + 1 if _is_digit(event) else 0
        if isinstance(form, LaterPapersPanel):
            return form.take_typed(event)
        if form is not None and digit:
            self.side_wanted.emit(True)  # nothing is chosen out of sight
            return form.press_digit(digit)
        if offer is not None and digit and not self.pile.scan.begun:
            before = offer.chosen
            if offer.press_digit(digit):
                self._answered.keep(event, lambda: self._choose(before))
                return True
        if form is not None or not is_typed(event) or not self.pile.takes_keys:
            return False
        self._begin_scan(self._answered.taken_back(event))
        return self.pile.scan.type_key(event)

    def _begin_scan(self, earlier: str) -> None:
        """The reader types: what it typed so far and what comes goes to the pile."""
        if self.room is Width.SMALL:
            self.side_wanted.emit(True)
        self.pile.scan.setFocus(Qt.FocusReason.OtherFocusReason)
        self.pile.scan.begin_with(earlier)

    def _choose(self, slot: int) -> None:
        """Choose a time again that stood before, or none; the card may be another by now."""
        offer = self._list.offer()
        if offer is not None and not offer.press_digit(slot + 1):
            offer.choose_none()
            offer.slot_chosen.emit(slot)

    def _back_to_offer(self, _: str) -> None:
        """What waits for an answer has the keys again once a sheet was read."""
        if self._list.offer() is not None:
            self.to_problem()

    def stop(self) -> bool:
        if self._side.form is not None:
            self._close_form()
            return True
        return self._list.close_asking()

    # --- printing once more -----------------------------------------------------------------------

    def open_reprint(self) -> None:
        """もう一度印刷: ask which printed paper, and why."""
        view = self._view
        papers = (*view.papers, *view.sent) if view is not None else ()
        printed = tuple(PrintedView(p.id, p.title) for p in papers if p.printed)
        if not printed or self._side.form is not None:
            return
        form = ReprintPanel(printed)
        form.left.connect(self._close_form)
        form.asked.connect(self._on_reprint)
        self._side.open_form(form)
        self.side_wanted.emit(True)
        form.first().setFocus(Qt.FocusReason.OtherFocusReason)

    # --- papers that come later -------------------------------------------------------------------

    def open_later(self) -> None:
        """後日の紙: what was waited for at the commit, to say that it came."""
        later = self._view.later if self._view is not None else None
        if later is None or self._side.form is not None:
            return
        form = LaterPapersPanel(later, self._free("Alt P", "Alt I"))
        form.left.connect(self._close_form)
        form.told.connect(self.paper_told)
        form.read.connect(self._on_reader)
        form.finished.connect(lambda: self._on_anew(form.anew))
        self._side.open_form(form)
        self.side_wanted.emit(True)
        form.begin()

    def _on_reader(self, characters: str) -> None:
        """A sheet is read while the papers are open: it is the pile's."""
        if self.pile.takes_keys:
            self._close_form()
            self._begin_scan(characters)

    def _on_anew(self, document: str) -> None:
        if document:
            self._close_form()
            self.print_asked.emit(document)

    def _close_form(self) -> None:
        self._side.close_form()
        self.side_wanted.emit(False)
        self.to_problem()

    def _on_reprint(self, document: str, reason: ReprintReason) -> None:
        self._close_form()
        self.print_again_asked.emit(document, reason)

    @property
    def problem_code(self) -> str:
        """The code F1 opens: the problem's, else that of the line that is down."""
        degraded = self._view.degraded if self._view is not None else None
        return super().problem_code or (degraded.code if degraded is not None else "")

    # --- what is shown ----------------------------------------------------------------------------

    def show_view(self, view: DispatchView) -> None:
        before, self._view = self._view, view
        if before is None or before.problem != view.problem:
            self.show_problem(view.problem)
        held = self._banner is not None and _holds_focus(self._banner)
        if before is None or _over_the_list(before) != _over_the_list(view):
            self._show_over_the_list(view)
        self.show_head("6　依頼", view.sub)
        self._promised.show_count(view.promised, view.total)
        form = self._side.form
        if isinstance(form, LaterPapersPanel) and view.later is not None:
            form.show_view(view.later)
        self._list.show_groups(view.groups, view.selected)
        if self._list.offer() is None:
            self._answered = AnswerDigits()  # what was chosen has been asked for
        self.drawer = _NUMBER if view.number else "これからの手続き"
        if before is None or beside(before) != beside(view):
            self._side.show_view(view, self._free("Alt P", "Alt I"))
        if held and (self._banner is None or not _holds_focus(self._banner)):
            self.to_problem()
        primary = self._ask if view.planned else self._close
        primary.set_words(view.close_words)
        primary.set_ready(view.can_close, view.missing)
        self.bar_changed.emit()

    def set_room(self, room: Width) -> None:
        super().set_room(room)
        self._heads.set_room(room)
        self._list.set_room(room)
        if self._banner is not None:
            self._banner.set_room(room)

    def _show_over_the_list(self, view: DispatchView) -> None:
        """A line that is down, paper that would be left behind, what a change undid."""
        self._banner = None if view.degraded is None else DegradedBanner(view.degraded, self)
        parts: list[QWidget] = []
        if view.left_over:
            parts.append(Notice(NoticeKind.DEGRADED, view.left_over))
        if self._banner is not None:
            self._banner.action.connect(self.degraded_action)
            parts.append(self._banner)
        elif view.note:
            parts.append(planned_note(view.note))
        if view.warning:
            parts.append(planned_warning(view.warning))
        self.show_notice(Stack(*parts, gap=12) if parts else None)
        for part in parts:
            part.show()
        self._withdraw_key.setKey(QKeySequence(self._free("Alt+R", "Alt+W")))
        self._print_key.setKey(QKeySequence(self._free("Alt+P", "Alt+I")))

    def _free(self, key: str, other: str) -> str:
        """A key, or another where the banner of a line that is down uses it."""
        degraded = self._view.degraded if self._view is not None else None
        taken = {action.key for action in degraded.actions} if degraded is not None else set()
        return other if key.replace("+", " ") in taken else key

    def open_wish(self) -> None:
        """Open the wish of the selected row (Enter on it)."""
        self._list.ask_wish()

    def show_wish_faults(self, faults: Mapping[WishField, str]) -> None:
        """The open wish cannot be: what is wrong stands at its fields."""
        card = self._list.asking
        if isinstance(card, WishCard):
            card.show_faults(faults)

    def close_wish(self) -> None:
        """The open wish was stored."""
        self._list.close_asking()

    def _bring_into_view(self, card: QWidget) -> None:
        """What opened is next in the tab order; scroll to it once it is laid out."""
        self.bar_changed.emit()

        def show() -> None:
            self.show_focused(card)

        QTimer.singleShot(0, card, lambda: QTimer.singleShot(0, card, show))

    def _quit(self) -> None:
        offer = self._list.offer()
        if offer is not None:
            offer.quit.click()

    def _own(self) -> None:
        offer = self._list.offer()
        if offer is not None:
            offer.by_oneself.click()

    def _accept(self) -> None:
        if self._list.result is not None:
            self._list.result.primary.click()

    def _show_all(self) -> None:
        if self._view is not None and any(group.toggle for group in self._view.groups):
            self.show_all_asked.emit()

    def _print(self) -> None:
        form = self._side.form
        if isinstance(form, LaterPapersPanel):
            form.go.click()
        elif self._side.print_button is not None:
            self._side.print_button.click()


def _holds_focus(part: QWidget) -> bool:
    focused = QApplication.focusWidget()
    return focused is not None and part.isAncestorOf(focused)


def _is_digit(event: QKeyEvent) -> bool:
    return not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier and event.key() in _DIGITS


def _over_the_list(view: DispatchView) -> tuple[object, ...]:
    return (view.degraded, view.note, view.warning, view.left_over)
