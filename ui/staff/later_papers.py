"""後日の紙 (07): papers that were waited for at the commit, and the keys that say they came."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ui.staff.paper_panel import PaperCard, first_open
from ui.staff.paper_views import AttachmentView, LaterPapersView
from ui.staff.reader_keys import HeldKey
from ui.staff.scan_box import is_typed
from ui.staff.side_form import SideForm, to
from ui.widgets.arrange import Stack

_HINT = "↑↓ で選び、数字で記します。受け取った日と人は、担当課の画面にも出ます。"


class _LaterCard(PaperCard):
    """A paper whose digits are kept back, since the bar code reader types digits as well."""

    digit = Signal(int)

    def _on_digit(self, digit: int) -> None:
        self.digit.emit(digit)

    def say(self, digit: int) -> None:
        """What a digit that was a person's says of the paper."""
        super()._on_digit(digit)


class LaterPapersPanel(SideForm):
    """`told(key, what)`: a paper stands so now (a `PaperStanding`, or "" for まだ).

    `read(characters)`: the bar code reader has begun. `finished`: print これからの手続き anew.
    """

    told = Signal(str, str)
    read = Signal(str)

    def __init__(self, view: LaterPapersView, print_key: str) -> None:
        super().__init__("後日の紙", "これからの手続きを印刷", key=print_key, leave="閉じる")
        self.hint(_HINT)
        self._view: LaterPapersView | None = None
        self._cards: list[_LaterCard] = []
        self._held = HeldKey(self)
        self._papers = Stack(gap=0)
        self.add(self._papers)
        self.close_with_buttons()
        self.show_view(view)

    @property
    def cards(self) -> Sequence[PaperCard]:
        return self._cards

    @property
    def anew(self) -> str:
        """The document to print anew, "" while nothing came."""
        return self._view.anew if self._view is not None else ""

    def show_view(self, view: LaterPapersView) -> None:
        """Show the papers as they stand now; the focus stays on the paper it was on."""
        if view == self._view:
            return
        self._view = view
        held = next((card for card in self._cards if _holds_focus(card)), None)
        name = held.head.objectName() if held is not None else ""
        self._papers.clear()
        self._cards = [self._card(paper) for paper in view.papers]
        for card in self._cards:
            self._papers.add(card)
            card.show()
        self.go.setVisible(bool(view.anew))
        again = next((card for card in self._cards if card.head.objectName() == name), None)
        if again is not None:
            to(again.head)

    def _card(self, paper: AttachmentView) -> _LaterCard:
        card = _LaterCard(paper)
        card.told.connect(lambda what: self.told.emit(paper.key, what))
        card.digit.connect(lambda digit: self._keep(str(digit), lambda: card.say(digit)))
        return card

    def first(self) -> QWidget:
        """The first paper that is waited for."""
        card = self._first()
        return card.head if card is not None else self.go

    def begin(self) -> None:
        """Show what can be said of the first paper, with the focus on it."""
        card = self._first()
        if card is not None:
            card.open()

    def _first(self) -> PaperCard | None:
        return first_open(self._cards, self._view.papers if self._view is not None else ())

    def take_typed(self, event: QKeyEvent) -> bool:
        """A character no paper has a use for: alone it is nothing, with others it is a reader's."""
        if not is_typed(event):
            return False
        self._keep(event.text(), None)
        return True

    def _keep(self, typed: str, act: Callable[[], object] | None) -> None:
        characters = self._held.hold(typed, act)
        if characters:
            self.read.emit(characters)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if not self.take_typed(event):
            super().keyPressEvent(event)


def _holds_focus(card: PaperCard) -> bool:
    return any(part.hasFocus() for part in (card, *card.findChildren(QWidget)))
