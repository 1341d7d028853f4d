"""Cards in the list of commitments (07): a decline and its offer, a result, a reason to give."""

from typing import Final, TypeVar

from PySide6.QtCore import QPointF, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.staff.commitment_rows import CommitmentRow
from ui.staff.work_parts import Wrapped, flowing
from ui.staff.work_views import CommitmentRowView, OfferView, ResultView
from ui.theme import Width
from ui.widgets.arrange import Stack
from ui.widgets.button import Button, Kind, Size
from ui.widgets.digit_option import DigitOption
from ui.widgets.drawing import draw_box, draw_line, scaled_painter
from ui.widgets.fields import TextField

_W = TypeVar("_W", bound=QWidget)
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_OFFER_LINE: Final = "#ffbbbb"
_QUIT: Final = "取りやめる"
_OWN: Final = "自分でする案内"
_ASK: Final = "もう一度頼む"
_ASK_CHOSEN: Final = "この日時で頼み直す"
_CHOOSE: Final = "日時を選んで頼み直す"


class SlotOption(DigitOption):
    """A time that is offered; Enter chooses it, Enter again asks."""

    def __init__(self, words: str, digit: int) -> None:
        super().__init__(words, str(digit))
        self.setAccessibleName(f"{digit} {words}")
        self.setAutoExclusive(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.toggled.connect(self.update)

    def set_room(self, room: Width) -> None:
        """Smaller type where three of them would not stand beside each other."""
        wide = room is Width.WIDE
        self.set_type(16 if wide else 14, 10 if wide else 8)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in _ENTER and not self.isChecked():
            self.click()
        elif event.key() in _ENTER:
            event.ignore()  # a second Enter asks again
        else:
            super().keyPressEvent(event)


class OfferCard(Stack):
    """A declined commitment: what they said, the times offered, and the three ways on.

    No time is chosen before the clerk chooses one; until then nothing can be asked again.
    取りやめる and 自分でする案内 end the request for good: the first press only asks again.
    """

    slot_chosen = Signal(int)
    asked_again = Signal(int)
    quit_asked = Signal()
    self_asked = Signal()

    def __init__(self, view: CommitmentRowView, offer: OfferView) -> None:
        super().__init__(gap=0, margins=(2, 2, 2, 2))
        self.row = CommitmentRow(view, bare=True)
        self._offer = offer
        self._slots = [SlotOption(words, at + 1) for at, words in enumerate(offer.slots)]
        self.primary = named(Button(_ASK, Kind.PRIMARY, Size.SMALL, key="Enter"), "ask")
        drop = self.quit = named(Button(_QUIT, size=Size.SMALL, key="Alt Q"), "quit")
        own = self.by_oneself = named(Button(_OWN, size=Size.SMALL, key="Alt G"), "self")
        self._armed: Button | None = None
        self.primary.clicked.connect(lambda: self.asked_again.emit(self.chosen))
        drop.clicked.connect(lambda: self._end(drop, self.quit_asked))
        own.clicked.connect(lambda: self._end(own, self.self_asked))
        inside = Stack(flowing(offer.words), gap=12, margins=(12, 9, 12, 12))
        if self._slots:
            inside.add(Wrapped(*self._slots, gap=10))
        inside.add(Wrapped(self.primary, drop, own, gap=14, line_gap=10))
        self.add(self.row)
        self.add(inside)
        for at, slot in enumerate(self._slots):
            named(slot, f"slot{at}")
            slot.clicked.connect(lambda _=False, at=at: self.slot_chosen.emit(at))
            slot.toggled.connect(self._show_choice)
        self._show_choice()
        self.choose(offer.chosen)

    @property
    def offer(self) -> OfferView:
        return self._offer

    @property
    def chosen(self) -> int:
        """Index of the chosen time; -1 while none is, and when none is offered."""
        return next((at for at, slot in enumerate(self._slots) if slot.isChecked()), -1)

    def choose(self, index: int) -> bool:
        """Choose a time without telling; False when there is none of this number."""
        if not 0 <= index < len(self._slots):
            return False
        self._slots[index].setChecked(True)
        self._arm(None)
        return True

    def choose_none(self) -> None:
        """As it was before a time was chosen."""
        for slot in self._slots:
            slot.setAutoExclusive(False)
            slot.setChecked(False)
            slot.setAutoExclusive(True)

    def _show_choice(self) -> None:
        if self._slots:
            ready = self.chosen >= 0
            self.primary.set_words(_ASK_CHOSEN if ready else _CHOOSE)
            self.primary.set_ready(ready, "番号で日時を選んでください")

    def first(self) -> QWidget:
        """Where the focus goes: to what Enter does next only when the clerk has chosen it."""
        return self.primary if self.chosen >= 0 else self.row

    def _end(self, button: Button, asked: SignalInstance) -> None:
        if self._armed is button:
            asked.emit()
            return
        self._arm(button)
        button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _arm(self, button: Button | None) -> None:
        """The next press of this button counts; it says so."""
        self._armed = button
        for each, words in ((self.quit, _QUIT), (self.by_oneself, _OWN)):
            each.set_words(f"もう一度押すと{words}" if each is button else words)

    def press_digit(self, digit: int) -> bool:
        """A digit key: 1 is the first time offered."""
        if not self.choose(digit - 1):
            return False
        self.primary.setFocus(Qt.FocusReason.OtherFocusReason)
        self.slot_chosen.emit(digit - 1)
        return True

    def set_room(self, room: Width) -> None:
        self.row.set_room(room)
        for slot in self._slots:
            slot.set_room(room)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        with scaled_painter(self) as (painter, box):
            draw_box(painter, box, fill=theme.WHITE, line=theme.ERROR, width=2)
            y = (self.row.y() + self.row.height()) / theme.factor(self) + 0.5
            draw_line(painter, QPointF(2, y), QPointF(box.width() - 2, y), _OFFER_LINE)


class Below(Stack):
    """What opens under the selected row: behind a bar of 4 blue, on its tint."""

    def __init__(self) -> None:
        super().__init__(gap=10, margins=(24, 8, 12, 12))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour(theme.TINT))
        bar = theme.scaled(4, self)
        painter.fillRect(0, 0, bar, self.height(), theme.colour(theme.PRIMARY))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.colour(theme.LINE_SOFT))
        painter.end()


class ResultCard(Below):
    """A declared result: accept it, or send it back."""

    accepted = Signal()
    rejected = Signal()

    def __init__(self, result: ResultView) -> None:
        super().__init__()
        self.result = result
        self.primary = named(Button("受け入れる", Kind.PRIMARY, Size.SMALL, key="Alt Y"), "accept")
        back = named(Button("差し戻す…", size=Size.SMALL, key="Alt J"), "reject")
        self.primary.clicked.connect(self.accepted)
        back.clicked.connect(self.rejected)
        self.add(flowing(result.words))
        self.add(Wrapped(self.primary, back, gap=14))


class ReasonCard(Below):
    """Asks for the reason of an act that is recorded with one: taking back, sending back."""

    given = Signal(str)
    left = Signal()

    def __init__(self, label: str, act: str) -> None:
        super().__init__()
        self.field = TextField(label, required=True)
        self.field.editor.setObjectName("reason")
        self.primary = named(Button(act, Kind.STOP, Size.SMALL, key="Enter"), "give")
        leave = named(Button("やめる", size=Size.SMALL, key="Esc"), "leave")
        self.primary.clicked.connect(self._give)
        leave.clicked.connect(self.left)
        self.add(self.field)
        self.add(Wrapped(self.primary, leave, gap=14))

    def _give(self) -> None:
        reason = str(self.field.value()).strip()
        if not reason:
            self.field.set_error("理由を入れてください。記録に残ります。")
            self.field.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.given.emit(reason)


def named(part: _W, name: str) -> _W:
    """Name a part, so that the focus finds it again after the list was made anew."""
    part.setObjectName(name)
    return part
