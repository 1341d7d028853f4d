"""02 受付: the first question, who came and how that was checked, the cards."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QBoxLayout, QWidget

from counter_app.model.reception import Protection
from ui import theme
from ui.staff.card_panel import CardPanel
from ui.staff.contact_panel import ContactPanel
from ui.staff.identity_panel import IdentityPanel
from ui.staff.protection_panel import ProtectionPanel
from ui.staff.reception_views import ContactView, ReceptionView, TransferView
from ui.staff.screen import StaffScreen, into_view
from ui.staff.side_parts import (
    DeadlineRow,
    LogRow,
    PairRow,
    Ruled,
    side_head,
    side_title,
)
from ui.theme import Width
from ui.widgets.arrange import Label, Stack
from ui.widgets.bars import Key
from ui.widgets.button import Button, Kind, Size
from ui.widgets.card import CardState
from ui.widgets.chip import ChipKind, StatusChip
from ui.widgets.drawing import Icon, IconView
from ui.widgets.panels import Panel
from ui.widgets.words import Words


class _FoldedRow(Panel):
    """An answered part as one row (52): check, what, the answer, and the way to change it."""

    change = Signal()

    def __init__(self, title: str, key: str) -> None:
        super().__init__(across=True, gap=10, margins=(17, 11, 13, 11))
        self._words = Words("", leading=1.35)
        self.add(IconView(Icon.OK_RING, 20, theme.OK))
        self.add(Label(title, 16, bold=True))
        self.add(self._words, 1, Qt.AlignmentFlag.AlignVCenter)
        button = Button("変える", Kind.NEUTRAL, Size.TINY, key=key)
        button.setAccessibleName(f"{title}を変える")
        button.clicked.connect(self.change)
        self.button = button
        self.add(button)

    def show_words(self, words: str) -> None:
        self._words.show_runs(words)


def _at_the_card(view: ReceptionView) -> bool:
    """Whether all that happens now is at the card: its PIN is typed, the clerk is through."""
    asked = view.card.state in (CardState.PIN, CardState.WRONG_PIN)
    return asked and view.identity.confirmed


class ReceptionScreen(StaffScreen):
    """Step 1 (02, 08)."""

    place = "staff.reception"
    drawer = "期限"

    protection_answered = Signal(Protection)
    identity_checked = Signal(str, tuple, bool)
    card_action = Signal(str)
    card_cancelled = Signal()
    without_card = Signal()
    contact_asked = Signal()
    contact_left = Signal()
    contact_given = Signal(str, bool, str)

    def __init__(self) -> None:
        super().__init__("1　受付", "来た方を確かめ、カードを読み取ります。")
        self._view: ReceptionView | None = None
        self._chip = StatusChip(ChipKind.SPECIAL_MOVE_IN.chip())
        self._chip.hide()
        self.head.add_right(self._chip)
        self._protection = ProtectionPanel()
        self._identity = IdentityPanel()
        self._card = CardPanel()
        self._protection_row = _FoldedRow("支援措置", "Alt D")
        self._identity_row = _FoldedRow("本人確認", "Alt H")
        self.keyed(self._protection_row.button, "Alt+D")
        self.keyed(self._identity_row.button, "Alt+H")
        self._folded = Stack(across=True, gap=12)
        self._folded.add(self._protection_row, 100)
        self._folded.add(self._identity_row, 125)
        for part in (self._folded, self._protection, self._identity, self._card):
            self.body.add(part)
        self._arrived = Stack(gap=0)
        self._contact = ContactPanel()
        self._below = Stack(gap=0)
        self.side = Stack(self._arrived, self._contact, self._below, gap=0)
        self.side.push()
        self._next = Button("次へ　世帯", Kind.PRIMARY, key="F8", min_width=240)
        self._without = self.keyed(Button("カードなしで進む", key="Alt N"), "Alt+N")
        self._opened: set[str] = set()
        self._protection.answered.connect(self.protection_answered)
        self._protection.tablet.connect(self.tablet_asked)
        self._identity.checked.connect(self.identity_checked)
        self._card.action.connect(self._on_card)
        self._card.without_card.connect(self.without_card)
        self._without.clicked.connect(self.without_card)
        self._protection_row.change.connect(lambda: self._open("protection"))
        self._identity_row.change.connect(lambda: self._open("identity"))
        self._next.clicked.connect(self.next_asked)
        self._contact.asked.connect(self.contact_asked)
        self._contact.left.connect(self.contact_left)
        self._contact.given.connect(self.contact_given)
        telephone = QShortcut(QKeySequence("Alt+T"), self)
        telephone.activated.connect(self._to_contact)

    def keys(self) -> tuple[Key, ...]:
        undo = Key("Ctrl Z", "取り消す", optional=True)
        if self._stopped:
            return (Key("F1", "手引"), Key("F2", "受付一覧"), Key("Alt 1", "問題の欄へ"), undo)
        keys = (Key("F1", "手引"), Key("F2", "受付一覧"), Key("F9", "タブレットへ"))
        return (*keys, Key("Alt T", "連絡先", optional=True), undo)

    def buttons(self) -> tuple[Button, ...]:
        return (self._without, self._next) if self._stopped else (self._next,)

    def note(self) -> str:
        return self._view.missing if self._view is not None else ""

    def enter_button(self) -> Button | None:
        """The banner's, then the card's own (もう一度, 次の人へ), then 次へ.

        None at the first question while it is not answered: digits stay at hand for it.
        """
        if self._contact.has_focus():
            return self._contact.save
        if self._protection.waits:
            return None
        if self._stopped:
            return super().enter_button()
        return self._card.primary or self._next

    def first_focus(self) -> QWidget | None:
        view = self._view
        if self._contact.editing:
            return self._contact.first()
        if self._stopped or view is None:
            return super().first_focus()
        if view.protection is Protection.UNASKED:
            return self._protection.first()
        if not view.identity.confirmed:
            return self._identity.first()
        return next(iter(self._card.buttons), self._next)

    def stop(self) -> bool:
        """Esc: leave what is being typed, else stop reading the card when that can be stopped."""
        view = self._view
        if self._contact.editing:
            self.contact_left.emit()
            return True
        if view is None or not any(action.id == "cancel" for action in view.card.actions):
            return False
        self.card_cancelled.emit()
        return True

    def go_on(self) -> None:
        """F8: what is typed counts; while it is no number, the step stays."""
        if self._contact.editing:
            self._contact.give()
        if self._contact.editing:
            self._to_contact()
        else:
            super().go_on()

    def take_key(self, event: QKeyEvent) -> bool:
        return self._protection.choose(event.key() - Qt.Key.Key_1)

    @property
    def _stopped(self) -> bool:
        return self._view is not None and self._view.problem is not None

    def show_view(self, view: ReceptionView) -> None:
        before, self._view = self._view, view
        if before is None or before.problem != view.problem:
            self.show_problem(view.problem)
        self._chip.setVisible(view.chip is not None)
        if view.chip is not None:
            self._chip.show_chip(view.chip)
        if not view.folded or (before is not None and before.protection is not view.protection):
            self._opened.clear()
        self._protection.show_answer(view.protection, view.protection_note)
        self._identity.show_identity(view.identity)
        self._protection_row.show_words(view.protection_words)
        self._identity_row.show_words(view.identity_words)
        self._fold()
        self._card.show_card(view.card)
        if before is not None and _at_the_card(view) and not _at_the_card(before):
            into_view(self._card.told, lead=True)
        if before is None or before.transfer != view.transfer:
            self._show_side(view.transfer)
        self._show_contact(view.contact)
        self._next.set_ready(view.can_go_on, view.missing)
        self.bar_changed.emit()

    def set_room(self, room: Width) -> None:
        super().set_room(room)
        self._make_way()
        self._protection.set_wide(room is Width.WIDE)
        small = room is Width.SMALL
        layout = self._folded.layout()
        if isinstance(layout, QBoxLayout):
            across = QBoxLayout.Direction.LeftToRight
            layout.setDirection(QBoxLayout.Direction.TopToBottom if small else across)

    def _on_card(self, action: str) -> None:
        if action == "cancel":
            self.card_cancelled.emit()
        elif action == "without":
            self.without_card.emit()
        else:
            self.card_action.emit(action)

    def _open(self, part: str) -> None:
        self._opened.add(part)
        self._fold()
        if part == "identity":
            self._identity.first().setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._protection.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def _fold(self) -> None:
        """What is answered gives way to a failure; what is not stays open, to be done meanwhile."""
        view = self._view
        folded = view is not None and view.folded
        answered = view is not None and view.protection is not Protection.UNASKED
        confirmed = view is not None and view.identity.confirmed
        any_closed = False
        for part, done, row, panel in (
            ("protection", answered, self._protection_row, self._protection),
            ("identity", confirmed, self._identity_row, self._identity),
        ):
            closed = folded and done and part not in self._opened
            any_closed |= closed
            row.setVisible(closed)
            panel.setVisible(not closed)
        self._folded.setVisible(any_closed)

    def _to_contact(self) -> None:
        """Alt+T: to the telephone number, where it is typed."""
        if self._contact.editing:
            self.side_wanted.emit(True)
            self._contact.first().setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.contact_asked.emit()

    def _show_contact(self, view: ContactView) -> None:
        was, had = self._contact.editing, self._contact.has_focus()
        self._contact.show_contact(view)
        self._make_way()
        if view.editing and not was:
            self.side_wanted.emit(True)
            if self.isVisible():
                self._contact.first().setFocus(Qt.FocusReason.OtherFocusReason)
        elif was and not view.editing:
            self.side_wanted.emit(False)
            wanted = self.first_focus()
            if had and wanted is not None:
                wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_way(self) -> None:
        """Where the side panel is a small drawer, the form stands at its top."""
        self._arrived.setVisible(not (self._contact.editing and self.room is Width.SMALL))

    def _show_side(self, view: TransferView) -> None:
        above, below = self._arrived, self._below
        above.clear()
        below.clear()
        above.add(side_title(view.title))
        if view.chip is not None:
            line = Stack(StatusChip(view.chip), Label(view.line, 14), across=True, gap=8)
            line.push()
            above.add(Stack(line, margins=(0, 6, 0, 8)))
        for label, value in view.dates:
            above.add(PairRow(label, value))
        if view.deadlines:
            below.add(side_head("この受付の期限"))
            below.add(Stack(*(DeadlineRow(row) for row in view.deadlines), gap=6))
        if view.log:
            log = Stack(*(LogRow(row) for row in view.log), gap=0)
            title = side_title("確認の記録")
            holder = Ruled(title, log, margins=(0, 14, 0, 0), gap=5, ink=theme.LINE, above=True)
            below.add(Stack(holder, margins=(0, 18, 0, 0)))
        if view.foot:
            foot = Words(view.foot, 14, ink=theme.INK_2, leading=1.45)
            below.add(Stack(foot, margins=(0, 8, 0, 0)))
