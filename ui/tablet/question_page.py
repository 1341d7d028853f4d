"""One question a page (支援措置, last try, stopping): calm words, answers all alike."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.tablet.buttons import AnswerButton
from ui.tablet.look import Look
from ui.tablet.page import Page
from ui.tablet.views import QuestionView
from ui.widgets.arrange import Stack


class QuestionPage(Page):
    """`answered(index)`. Pressing shows nothing that an onlooker could read afterwards."""

    answered = Signal(int)

    def __init__(self, look: Look, view: QuestionView) -> None:
        super().__init__(look, view.step, view.step_words)
        title = look.heading(view.question)
        lines = Stack(*(look.text(look.tongue.say(line)) for line in view.lines), gap=6)
        self.answers = tuple(AnswerButton(look, answer) for answer in view.answers)
        for index, answer in enumerate(self.answers):
            answer.clicked.connect(lambda _=False, at=index: self.answered.emit(at))
        self.fill(title, lines, Stack(*self.answers, gap=14), top=28, side=40, gap=18)

    def first_focus(self) -> QWidget | None:
        return self.answers[0]
