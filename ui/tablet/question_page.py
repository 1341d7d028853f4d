"""One question a page (支援措置, last try, stopping): calm words, answers all alike."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.tablet.buttons import AnswerButton
from ui.tablet.look import Look, Paragraph
from ui.tablet.page import Page
from ui.tablet.scrolling import TabletScroll
from ui.tablet.views import QuestionView
from ui.widgets.arrange import Stack

_ROOM: Final = 616.0
"""Height between the two bars at 1280 × 800."""
_SIDE: Final = 40.0
_WIDTH: Final = 1280 - 2 * _SIDE
_TOP: Final = 28.0
_GAP: Final = 14.0
_SMALLER: Final = 0.78


class QuestionPage(Page):
    """`answered(index)`. Pressing shows nothing that an onlooker could read afterwards.

    The answers are always whole on the screen, under one another or, where the words above leave
    too little room, beside each other; only the words scroll.
    """

    answered = Signal(int)

    def __init__(self, look: Look, view: QuestionView) -> None:
        super().__init__(look, view.step, view.step_words)
        own = look.tongue.say(view.question)
        said = [look.text(own, look.sizes.title, bold=True, leading=1.3)]
        below = look.japanese(view.question)
        if below:
            said.append(Paragraph(below, look.sizes.japanese, leading=1.4))
        title = Stack(*said, gap=2)
        lines = [look.text(look.tongue.say(line)) for line in view.lines]
        words = Stack(title, Stack(*lines, gap=6), gap=18, margins=(_SIDE, _TOP, _SIDE, 4))
        self.answers = tuple(AnswerButton(look, answer) for answer in view.answers)
        for index, answer in enumerate(self.answers):
            answer.clicked.connect(lambda _=False, at=index: self.answered.emit(at))
        above = sum(part.height_at(_WIDTH) for part in (*said, *lines)) + _TOP + 40
        words.push()
        answers, high = self._answers(_ROOM - above)
        place = TabletScroll(look, words)
        place.setFixedHeight(look.px(min(above, _ROOM - high)))
        self.rows.addWidget(place)
        self.rows.addWidget(answers)
        self.rows.addStretch()

    def _answers(self, room: float) -> tuple[Stack, float]:
        """Under one another if `room` allows it, else beside each other; and their height.

        All are of one height. Beside each other their text may be a little smaller.
        """
        count, size = len(self.answers), self.look.sizes.section
        high = max(answer.height_at(_WIDTH) for answer in self.answers)
        whole = count * (high + _GAP) + _GAP
        across = whole > room
        if across:
            width = (_WIDTH - (count - 1) * _GAP) / count
            for px in range(int(size), int(size * _SMALLER) - 1, -2):
                for answer in self.answers:
                    answer.set_text_px(px)
                high = max(answer.height_at(width) for answer in self.answers)
                whole = high + 2 * _GAP
                if whole <= room:
                    break
        for answer in self.answers:
            answer.setFixedHeight(self.look.px(high))
        margins = (_SIDE, _GAP, _SIDE, _GAP)
        return Stack(*self.answers, across=across, gap=_GAP, margins=margins), whole

    def first_focus(self) -> QWidget | None:
        """Not an answer: the frame would look like one already given."""
        return self.help
