"""A page of the tablet (画面): its main part, the buttons of its footer, its place in the five."""

from typing import Final

from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui import theme
from ui.tablet.buttons import TabletButton
from ui.tablet.look import Look
from ui.tablet.scrolling import TabletScroll
from ui.tablet.texts import mark
from ui.widgets.arrange import Stack
from ui.widgets.drawing import Icon, draw_box, scaled_painter
from ui.widgets.words import without_ruby

CARD: Final = mark("カード")
READ: Final = mark("読む")
SIGN: Final = mark("サイン")
END: Final = mark("おわり")
"""Words of the steps behind the dots."""


class Framed(Stack):
    """A box round what belongs together; edge and ground are the caller's."""

    def __init__(self, line: str, width: float = 2, ground: str = theme.WHITE) -> None:
        super().__init__(gap=0, margins=(18, 12, 18, 12))
        self._line, self._width, self._ground = line, width, ground

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        with scaled_painter(self) as (painter, box):
            draw_box(painter, box, fill=self._ground, line=self._line, width=self._width)


class Page(QWidget):
    """One page. It is shown by values and heard by signals, and asks nobody anything.

    `step` is 1 to 5, `step_words` stand behind the dots. The footer reads left, middle, note,
    right; 「職員に聞く」 is `help` and is always among them.
    """

    def __init__(self, look: Look, step: int, step_words: str = "") -> None:
        super().__init__()
        self.look, self.step = look, step
        self.step_words = without_ruby(look.tongue.say(step_words)) if step_words else ""
        self.help = TabletButton(look, "職員に聞く", Icon.PERSON)
        self.left: tuple[TabletButton, ...] = ()
        self.middle: tuple[TabletButton, ...] = (self.help,)
        self.note = ""
        self.right: tuple[TabletButton, ...] = ()
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(0)

    def fill(
        self, *widgets: QWidget, top: float = 24, side: float = 32, gap: float = 0
    ) -> TabletScroll:
        """Set widgets one under the other; what is too long scrolls."""
        body = Stack(*widgets, gap=gap, margins=(side, top, side, 10))
        body.push()
        place = TabletScroll(self.look, body)
        self.rows.addWidget(place)
        return place

    def first_focus(self) -> QWidget | None:
        """What has the focus when the page appears: its primary button."""
        return self.right[-1] if self.right else self.help

    def take_key(self, event: QKeyEvent) -> None:
        """A key that nothing on the page has taken."""

    def stands(self) -> None:
        """The page is in the window, with its bars."""

    def let_go(self) -> None:
        """The page is taken out: give back what outlives it."""
