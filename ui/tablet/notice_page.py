"""A page that only says something (お知らせ): waiting, the card being read, ask the staff."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ui import theme
from ui.tablet.buttons import TabletButton
from ui.tablet.look import Look, Paragraph
from ui.tablet.page import Page
from ui.widgets.arrange import Stack
from ui.widgets.drawing import Icon, IconView
from ui.widgets.words import Words


class NoticePage(Page):
    """A picture, a heading and a line in the middle of the page; `back` when it can be left."""

    back = Signal()

    def __init__(
        self,
        look: Look,
        heading: str,
        line: str,
        step: int,
        step_words: str = "",
        *,
        picture: QWidget | None = None,
        leave: bool = False,
    ) -> None:
        super().__init__(look, step, step_words)
        if leave:
            button = TabletButton(look, "もどる", Icon.LEFT, least=180)
            button.clicked.connect(self.back)
            self.left, self.middle, self.right = (button,), (), ()
        shown = picture or IconView(Icon.PERSON, 96, theme.PRIMARY)
        body = Stack(gap=20, margins=(120, 40, 120, 16))
        body.push()
        body.add(shown, align=Qt.AlignmentFlag.AlignLeft)
        for words in self._words(heading, line):
            body.add(words)
        body.push(2)
        self.rows.addWidget(body)

    def _words(self, heading: str, line: str) -> tuple[Words, ...]:
        look = self.look
        title = look.text(look.tongue.say(heading), look.sizes.title, bold=True, leading=1.3)
        below = look.japanese(heading)
        made = [title]
        if below:
            made.append(Paragraph(below, look.sizes.japanese, leading=1.4))
        made.append(look.text(look.tongue.say(line)))
        return tuple(made)

    def first_focus(self) -> QWidget | None:
        return self.left[0] if self.left else self.help
