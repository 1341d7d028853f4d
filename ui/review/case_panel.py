"""The item that is selected: whose it is, what would go to whom, each thing decided by itself."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui import theme
from ui.review.decision_card import DecisionCard, ReasonField
from ui.review.notice_panel import NoticePanel
from ui.review.staff_card_box import StaffCardBox
from ui.review.staff_card_words import ASKED
from ui.review.story_panel import StoryPanel
from ui.review.views import CaseView
from ui.staff.screen import Page
from ui.theme import Width
from ui.widgets.arrange import Label, Stack
from ui.widgets.button import Button, Size
from ui.widgets.chip import Chip, StatusChip, Tint
from ui.widgets.drawing import Icon, IconView
from ui.widgets.meters import Harm, HarmBars
from ui.widgets.panels import Section
from ui.widgets.words import Run, Words


class CasePanel(QWidget):
    """Head, cards, reason, notice, story. Emits what was done; shows what it is given."""

    chosen = Signal(str)
    opening = Signal()
    """A digit is about to put the focus on a thing to decide: it must be in view."""
    reveal_asked = Signal()
    confirmed = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._view: CaseView | None = None
        self._cards: dict[str, DecisionCard] = {}
        self._drafts: dict[str, str] = {}  # reasons begun and left, by what they are for
        self._harm, self._kind = HarmBars(Harm.LOW), Label("", 14, ink=theme.INK_2)
        self._may = StatusChip(Chip(Tint.GREY, Icon.INFO, ""))
        top = Stack(self._harm, self._kind, across=True, gap=10, margins=(0, 7, 0, 7))
        top.push()
        top.add(self._may)
        self._lock = IconView(Icon.LOCK, 20, theme.INK_STRONG)
        self._title = Words((), 24, leading=1.25)
        title = Stack(self._lock, across=True, gap=8, margins=(0, 3, 0, 3))
        title.add(self._title, 1)
        self._line = Label("", 14, ink=theme.INK_2)
        self.reveal = Button("氏名を見る（記録に残ります）", size=Size.TINY, key="Alt V")
        self.reveal.clicked.connect(self.reveal_asked)
        self._under = Stack(self._line, self.reveal, across=True, gap=10, margins=(0, 0, 0, 8))
        self._under.push()
        self._people = Words((), 16)
        self._section = Section("")
        self._list = Stack(gap=8)
        self.reason = ReasonField()
        self.reason.confirmed.connect(self.confirmed)
        self.reason.left.connect(self.left)
        self.card = StaffCardBox(ASKED)
        self._notice = NoticePanel()
        decide = Stack(self._section, self._list, self._notice, gap=8)
        decide.push()
        self._story = StoryPanel()
        self._columns = Stack(across=True, gap=14)
        self._columns.add(decide, 1)
        self._columns.add(self._story)
        self._below = Stack(gap=0)
        self._named = Stack(self._people, margins=(0, 0, 0, 10))
        inside = Stack(top, title, self._under, self._named, self._columns, self._below, gap=0)
        inside.push()
        inside.set_margins((24, 12, 24, 12))
        self._inside = inside
        self._page = Page(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._page)
        self.set_room(Width.WIDE)

    # --- what is shown ----------------------------------------------------------------------

    def show_case(self, view: CaseView | None) -> None:
        self._page.setVisible(view is not None)
        before = self._view
        if before is None or view is None or before.current != view.current:
            self._turn_reason(view.current if view is not None else "")
        self._view = view
        if view is None or view == before:
            return
        if before is None or before.key != view.key:
            self._page.verticalScrollBar().setValue(0)
        self._harm.show_harm(view.harm)
        self._kind.setText(view.kind)
        self._may.setVisible(bool(view.may.text))
        self._may.show_chip(view.may)
        self._lock.setVisible(view.hidden)
        self._title.show_runs(_title(view))
        self._line.setText(view.line)
        self.reveal.setVisible(view.hidden)
        self._named.setVisible(bool(view.revealed))
        self._people.show_runs((Run(view.revealed, name=True, size=18),) if view.revealed else ())
        self._section.title.setText(view.title)
        self._section.sub.setText(view.sub)
        self._show_cards(view, anew=before is None or before.key != view.key)
        current = next((d for d in view.decisions if d.id == view.current), None)
        self.reason.setVisible(current is not None and view.may_decide)
        if current is not None:
            several = len(view.decisions) > 1
            self.reason.name(f"{current.number} の理由" if several else "理由")
        self.card.setVisible(view.card is not None and self.reason.isVisibleTo(self))
        if view.card is not None:
            self.card.show_card(view.card)
        self._notice.setVisible(view.notice is not None)
        if view.notice is not None:
            self._notice.show_notice(view.notice)
        self._story.setVisible(bool(view.story))
        self._story.show_story(view.story)

    def _show_cards(self, view: CaseView, *, anew: bool) -> None:
        wanted = [decision.id for decision in view.decisions]
        if anew or list(self._cards) != wanted:
            self.reason.setParent(None)
            self.card.setParent(None)
            self._list.clear()
            self._cards = {}
            for decision in view.decisions:
                card = DecisionCard(decision)
                card.clicked.connect(lambda _=False, at=decision.id: self._choose(at))
                self._cards[decision.id] = card
                self._list.add(card)
        for decision in view.decisions:
            here = decision.id == view.current and len(view.decisions) > 1
            self._cards[decision.id].show_decision(decision, here)
        under = self._cards.get(view.current)
        if under is not None:
            at = self._list.widgets().index(under) + 1
            if self._list.widgets()[at : at + 1] != (self.reason,):
                self._put_reason(under)

    def _put_reason(self, under: DecisionCard) -> None:
        """The reason stands under what it is for, and under it the box of the staff card."""
        layout = self._list.layout()
        if layout is not None:
            layout.removeWidget(self.reason)
            layout.removeWidget(self.card)
        at = self._list.widgets().index(under) + 1
        self._list.insert(at, self.reason)
        self._list.insert(at + 1, self.card)

    def _choose(self, decision_id: str) -> None:
        self._cards[decision_id].setChecked(True)
        self.chosen.emit(decision_id)

    def _turn_reason(self, to: str) -> None:
        """The field is for another thing: what was begun for the one before waits for its return.

        `to` is that thing, "" for none.
        """
        left, words = self.written
        if words:
            self._drafts[left] = words
        self._write_reason(self._drafts.pop(to, ""))

    @property
    def written(self) -> tuple[str, str]:
        """The reason as far as it is written, after what it is for; "" when there is none."""
        current = self._view.current if self._view is not None else ""
        return current, self.reason.value().strip() if current else ""

    def clear_reason(self) -> None:
        self._write_reason("")

    def _write_reason(self, words: str) -> None:
        blocked = self.reason.blockSignals(True)
        self.reason.set_value(words)
        self.reason.clear_error()
        self.reason.blockSignals(blocked)

    def forget_reason(self, item_id: str) -> None:
        """What it was begun for will not come back."""
        self._drafts.pop(item_id, None)

    def choose_number(self, number: int) -> bool:
        """A digit picks the thing to decide; False when there is none with it."""
        found = [] if self._view is None else self._view.decisions
        decision = next((d for d in found if d.number == number and d.open), None)
        if decision is None:
            return False
        self.opening.emit()
        self._cards[decision.id].setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.chosen.emit(decision.id)
        return True

    def turn(self, by: int) -> bool:
        """The next page of the notice; False when there is none."""
        if self._view is None or self._view.notice is None:
            return False
        self._notice.turn(by)
        return True

    def entry(self) -> QWidget | None:
        """Where the focus goes when the panel is entered."""
        if self._view is None:
            return None
        if self.reason.isVisibleTo(self):
            return self.reason.edit
        card = self._cards.get(self._view.current)
        return card or next(iter(self._cards.values()), None)

    def show_part(self, part: QWidget) -> None:
        self._page.show_part(part)

    # --- room -------------------------------------------------------------------------------

    def set_room(self, room: Width) -> None:
        """Story beside the decision where there is room, else under it."""
        self._room = room
        wide = room is Width.WIDE
        pad = theme.Measures(room).pad
        self._inside.set_margins((pad, 12, pad, 12))
        self._page.set_pad(pad)
        holder = self._columns if wide else self._below
        if self._story.parentWidget() is not holder:
            holder.add(self._story)
        self._story.set_beside(wide)
        if wide:
            self._story.setFixedWidth(theme.scaled(276, self))
        else:
            self._story.setMinimumWidth(0)
            self._story.setMaximumWidth(16777215)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.ParentChange) and hasattr(
            self, "_page"
        ):
            self.set_room(self._room)


def _title(view: CaseView) -> tuple[Run, ...]:
    """Whom it is about, in true glyphs; a long name goes on in the next line."""
    if view.name:
        return (Run(view.name, name=True, size=24, ink=theme.INK_STRONG),)
    return (Run(view.heading, bold=True, ink=theme.INK_STRONG),)
