"""One question a page (支援措置, last try, stopping): calm words, answers all alike."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.tablet.buttons import AnswerButton
from ui.tablet.look import Look, Paragraph
from ui.tablet.page import Page
from ui.tablet.views import QuestionView
from ui.widgets.arrange import Stack


class QuestionPage(Page):
    """`answered(index)`. Pressing shows nothing that an onlooker could read afterwards."""

    answered = Signal(int)

    def __init__(self, look: Look, view: QuestionView) -> None:
        super().__init__(look, view.step, view.step_words)
        own = look.tongue.say(view.question)
        title = Stack(look.text(own, look.sizes.title, bold=True, leading=1.3), gap=2)
        below = look.japanese(view.question, size=look.sizes.body)
        if below:
            title.add(Paragraph(below, look.sizes.body, leading=1.4))
        lines = Stack(*(look.text(look.tongue.say(line)) for line in view.lines), gap=6)
        self.answers = tuple(AnswerButton(look, answer) for answer in view.answers)
        for index, answer in enumerate(self.answers):
            answer.clicked.connect(lambda _=False, at=index: self.answered.emit(at))
        self.fill(title, lines, Stack(*self.answers, gap=14), top=28, side=40, gap=18)

    def first_focus(self) -> QWidget | None:
        """Not an answer: the frame would look like one already given."""
        return self.help
