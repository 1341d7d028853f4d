"""A small form in the side panel: what is asked, how to go on (usually Enter), leave (Esc)."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from ui import theme
from ui.staff.side_parts import side_title
from ui.widgets.arrange import Label, Stack, put_away
from ui.widgets.button import Button, Kind, Size
from ui.widgets.options import OptionCard, OptionGroup
from ui.widgets.panels import Panel
from ui.widgets.words import Words


class Choice(Stack):
    """A question with its cards, answered by digit; nothing is chosen beforehand."""

    chosen = Signal(int)

    def __init__(self, label: str, cards: Sequence[OptionCard]) -> None:
        super().__init__(gap=4)
        self.cards = tuple(cards)
        self.group = OptionGroup(cards, name=label, gap=6)
        self.group.chosen.connect(self._on_chosen)
        self._error = Label("", 14, bold=True, ink=theme.ERROR_INK, wrap=True)
        self._error.hide()
        self.add(Label(label, 14, bold=True))
        self.add(self.group)
        self.add(self._error)

    @property
    def index(self) -> int | None:
        return self.group.index

    @property
    def error(self) -> str:
        return self._error.text().removeprefix("＊") if self._error.isVisibleTo(self) else ""

    def set_error(self, words: str) -> None:
        """Say under the cards what is missing."""
        self._error.setText(f"＊{words}")
        self._error.show()

    def _on_chosen(self, at: int) -> None:
        self._error.hide()
        self.chosen.emit(at)

    def press_digit(self, digit: int) -> bool:
        """Choose the card with this digit; False when there is none."""
        for at, card in enumerate(self.cards):
            if card.digit == digit:
                self.group.choose(at)
                return True
        return False


class SideForm(Panel):
    """`left` when nothing shall come of it, `finished` when the button was pressed.

    What was asked for is told by the signal of the form itself.
    """

    left = Signal()
    finished = Signal()

    def __init__(self, title: str, go: str, *, key: str = "Enter", leave: str = "やめる") -> None:
        super().__init__(gap=10, margins=(13, 11, 13, 13), here=True)
        self.add(side_title(title))
        self.go = Button(go, Kind.SECOND, Size.SMALL, key=key, spread=True)
        self.go.setObjectName("form go")
        self._leave = Button(leave, Kind.NEUTRAL, Size.SMALL, key="Esc", spread=True)
        self.go.clicked.connect(self.finished)
        self._leave.clicked.connect(self.left)

    def hint(self, words: str) -> None:
        """Words in grey between title and questions."""
        self.add(Words(words, 14, ink=theme.INK_2, leading=1.45))

    def close_with_buttons(self) -> None:
        """Put the two buttons under what was added."""
        self.add(Stack(self.go, self._leave, gap=8, margins=(0, 4, 0, 0)))

    def choices(self) -> tuple[Choice, ...]:
        """The questions answered by digit."""
        return tuple(self.findChildren(Choice))

    def first(self) -> QWidget:
        """Where the focus goes when it opens."""
        return self.choices()[0].cards[0]

    def press_digit(self, digit: int) -> bool:
        """Answer the question that has this digit; False when none has."""
        return any(choice.press_digit(digit) for choice in self.choices())

    def has_focus(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)


class FormSide(Stack):
    """A side panel (`rest`) in whose place a form can be open."""

    def __init__(self, *widgets: QWidget) -> None:
        super().__init__(gap=0)
        self.form: SideForm | None = None
        self.rest = Stack(*widgets, gap=0)
        self.add(self.rest)

    def open_form(self, form: SideForm) -> None:
        """Show a form; what else stands here comes back when it is closed."""
        self.close_form()
        self.form = form
        self.rest.hide()
        self.insert(0, form)
        form.show()

    def close_form(self) -> None:
        if self.form is not None:
            put_away(self.form)
            self.form = None
        self.rest.show()


def to(part: QWidget) -> None:
    """Give a part the focus."""
    part.setFocus(Qt.FocusReason.OtherFocusReason)
