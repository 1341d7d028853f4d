"""The list of commitments (07) under its headings: moved through with ↑↓, shown anew in place."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from ui.staff.commitment_cards import OfferCard, ReasonCard, ResultCard
from ui.staff.commitment_heading import CommitmentHeading
from ui.staff.commitment_rows import CommitmentRow, tab_stop
from ui.staff.dispatch_wish import WishCard
from ui.staff.work_views import CommitmentGroupView, CommitmentRowView, WishEntry
from ui.theme import Width
from ui.widgets.arrange import Stack, put_away

_STEPS: Final = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Home: -1000,
    Qt.Key.Key_End: 1000,
}
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_Shape = tuple[object, ...]


class CommitmentList(Stack):
    """Headings and rows; what a row asks for opens under it. Signals carry the commitment's id."""

    selected = Signal(str)
    slot_chosen = Signal(str, int)
    asked_again = Signal(str, int)
    quit_asked = Signal(str)
    self_asked = Signal(str)
    accepted = Signal(str)
    rejected = Signal(str, str)
    withdrawn = Signal(str, str)
    wished = Signal(str, WishEntry)
    toggled = Signal()
    unfolded = Signal(QWidget)

    def __init__(self) -> None:
        super().__init__(gap=0)
        self.setAccessibleName("頼んだこと")
        self._room = Width.WIDE
        self._shape: _Shape = ()
        self._groups: tuple[CommitmentGroupView, ...] = ()
        self._headings: list[CommitmentHeading] = []
        self._rows: dict[str, CommitmentRow] = {}
        self._places: dict[str, Stack] = {}
        self._cards: dict[str, OfferCard] = {}
        self._result: ResultCard | None = None
        self._asking: ReasonCard | WishCard | None = None
        self._selected = ""

    # --- what is shown --------------------------------------------------------------------------

    def show_groups(self, groups: Sequence[CommitmentGroupView], selected: str) -> None:
        """Show these rows. What has the focus, and a time that was chosen, stay if they can."""
        self._groups = tuple(groups)
        shape: _Shape = tuple(
            (g.title, g.alert, bool(g.toggle), tuple((r.id, r.offer) for r in g.rows))
            for g in groups
        )
        if shape != self._shape:
            self._shape = shape
            self._rebuild()
        for heading, group in zip(self._headings, groups, strict=True):
            heading.show_group(group)
            for row in group.rows:
                self._rows[row.id].show_row(row)
        self._mark(selected)

    def _rebuild(self) -> None:
        focus = self._focused()
        chosen = {key: (card.offer, card.chosen) for key, card in self._cards.items()}
        self._headings, self._rows, self._places, self._cards = [], {}, {}, {}
        self._result = self._asking = None
        self.clear()
        for group in self._groups:
            heading = CommitmentHeading(group)
            heading.toggled.connect(self.toggled)
            self._headings.append(heading)
            self.add(heading)
            for row in group.rows:
                self.add(self._place(row))
        for part in self.widgets():
            part.show()  # at once, so that the focus can come back to it
        for key, card in self._cards.items():
            offer, at = chosen.get(key, (None, -1))
            if offer == card.offer:
                card.choose(at)
        self.set_room(self._room)
        self._refocus(focus)

    def _place(self, view: CommitmentRowView) -> Stack:
        place = Stack(gap=0)
        if view.offer is not None:
            card = OfferCard(view, view.offer)
            key = view.id
            card.slot_chosen.connect(lambda at: self.slot_chosen.emit(key, at))
            card.asked_again.connect(lambda at: self.asked_again.emit(key, at))
            card.quit_asked.connect(lambda: self.quit_asked.emit(key))
            card.self_asked.connect(lambda: self.self_asked.emit(key))
            self._cards[key] = card
            place.add(card)
            row = card.row
        else:
            row = CommitmentRow(view)
            place.add(row)
        row.clicked.connect(lambda: self.select(view.id))
        self._rows[view.id], self._places[view.id] = row, place
        return place

    def _focused(self) -> tuple[str, str]:
        """Row and name of the part that has the focus, so that it is found again."""
        focused = QApplication.focusWidget()
        for key, place in self._places.items():
            if focused is not None and place.isAncestorOf(focused):
                return key, focused.objectName()
        inside = focused is not None and self.isAncestorOf(focused)
        return "", focused.objectName() if inside and focused is not None else ""

    def _refocus(self, focus: tuple[str, str]) -> None:
        key, name = focus
        if not name:
            return
        place = self._places.get(key)
        part = None if place is None else place.findChild(QWidget, name)
        again = part or self._rows.get(key) or next(iter(self._rows.values()), None)
        if again is not None:
            again.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_room(self, room: Width) -> None:
        self._room = room
        for heading in self._headings:
            heading.set_room(room)
        for row in self._rows.values():
            row.set_room(room)
        for card in self._cards.values():
            card.set_room(room)

    # --- what is selected -----------------------------------------------------------------------

    @property
    def current(self) -> CommitmentRowView | None:
        """The selected row."""
        row = self._rows.get(self._selected)
        return None if row is None else row.view

    def row(self, key: str) -> CommitmentRow | None:
        return self._rows.get(key)

    def select(self, key: str) -> None:
        """Select a row and give it the focus; told when it is another one."""
        another = key != self._selected
        self._mark(key)
        row = self._rows.get(key)
        if row is not None:
            row.setFocus(Qt.FocusReason.OtherFocusReason)
            if another:
                self.selected.emit(key)

    def _mark(self, key: str) -> None:
        if key != self._selected:
            self.close_asking()
        self._selected = key if key in self._rows else ""
        for at, row in self._rows.items():
            row.setChecked(at == self._selected)
        tab_stop(tuple(self._rows.values()), self._rows.get(self._selected))
        self._open_result()

    def _open_result(self) -> None:
        view = self.current
        wanted = view.result if view is not None and self._asking is None else None
        if self._result is not None:
            place = self._places.get(self._selected)
            kept = place is not None and place.isAncestorOf(self._result)
            if kept and wanted == self._result.result:
                return
            put_away(self._result)
            self._result = None
        if view is None or wanted is None:
            return
        card = ResultCard(wanted)
        key = view.id
        card.accepted.connect(lambda: self.accepted.emit(key))
        card.rejected.connect(self.ask_reason_to_reject)
        self._result = card
        self._places[key].add(card)
        self.unfolded.emit(card)

    # --- what is open ---------------------------------------------------------------------------

    def offer_with_focus(self) -> OfferCard | None:
        """The card the focus is in: Enter asks again there."""
        focused = QApplication.focusWidget()
        cards = self._cards.values()
        return next((c for c in cards if focused is not None and c.isAncestorOf(focused)), None)

    def offer(self) -> OfferCard | None:
        """The card that digits and Alt keys mean: with the focus, else selected, else the first."""
        found = self.offer_with_focus() or self._cards.get(self._selected)
        return found or next(iter(self._cards.values()), None)

    @property
    def result(self) -> ResultCard | None:
        return self._result

    @property
    def asking(self) -> ReasonCard | WishCard | None:
        """What is open under the selected row and waits for something to be typed."""
        return self._asking

    def ask_wish(self) -> None:
        """Open the wish of the selected row (使用開始の希望)."""
        view = self.current
        if view is None or view.wish is None or isinstance(self._asking, WishCard):
            return
        key = view.id
        card = WishCard(view.wish)
        card.given.connect(lambda entry: self.wished.emit(key, entry))
        self._unfold(card, card.start.editor)

    def ask_reason_to_withdraw(self) -> None:
        """Open the line for the reason of a taking back (取消し) under the selected row."""
        view = self.current
        if view is not None and view.can_withdraw:
            key = view.id
            self._ask("取り消す理由", "取り消す", lambda why: self.withdrawn.emit(key, why))

    def ask_reason_to_reject(self) -> None:
        """Open the line for the reason of sending a result back (差戻し)."""
        view = self.current
        if view is not None and view.result is not None:
            key = view.id
            self._ask("差し戻す理由", "差し戻す", lambda why: self.rejected.emit(key, why))

    def _ask(self, label: str, act: str, done: Callable[[str], object]) -> None:
        card = ReasonCard(label, act)

        def given(why: str) -> None:
            self.close_asking()
            done(why)

        card.given.connect(given)
        self._unfold(card, card.field.editor)

    def _unfold(self, card: ReasonCard | WishCard, first: QWidget) -> None:
        self.close_asking()
        card.left.connect(self.close_asking)
        self._asking = card
        self._places[self._selected].add(card)
        card.show()
        self._open_result()
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.unfolded.emit(card)

    def close_asking(self) -> bool:
        """Leave the line for a reason, or a wish as it was; False when neither was open."""
        if self._asking is None:
            return False
        put_away(self._asking)
        self._asking = None
        row = self._rows.get(self._selected)
        if row is not None:
            row.setFocus(Qt.FocusReason.OtherFocusReason)
        self._open_result()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """↑↓ move from row to row; Enter goes from a row to what is open under it."""
        by = _STEPS.get(Qt.Key(event.key()))
        offer = self.offer_with_focus()
        on_row, current = isinstance(QApplication.focusWidget(), CommitmentRow), self.current
        if by is not None and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            keys = list(self._rows)
            at = keys.index(self._selected) if self._selected in keys else -1 if by > 0 else 0
            if keys:
                self.select(keys[min(max(at + by, 0), len(keys) - 1)])
        elif event.key() in _ENTER and on_row and self._result is not None:
            self._result.primary.setFocus(Qt.FocusReason.OtherFocusReason)
        elif event.key() in _ENTER and on_row and offer is not None:
            offer.primary.setFocus(Qt.FocusReason.OtherFocusReason)
        elif event.key() in _ENTER and on_row and current is not None and current.wish is not None:
            self.ask_wish()
        else:
            super().keyPressEvent(event)
