"""The clerk at the counter, with the keyboard: a reception from F3 to the commit."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

from counter_app.commands.journey.answers import FIELDS, family_answer
from counter_app.commands.journey.hands import Hands, JourneyStoppedError
from counter_app.model.facts import FactValue
from counter_app.model.paper import IN_PILE, PaperState
from counter_app.model.reception import Protection, ReceptionState, Step
from counter_app.procedures.questions import QuestionKind
from ui.staff.presenter import StaffPresenter
from ui.staff.words.card import CardStage
from ui.widgets.options import CheckBox

ALT = Qt.KeyboardModifier.AltModifier


class Clerk:
    """Works the clerk's window with the keyboard alone."""

    def __init__(self, hands: Hands, staff: StaffPresenter) -> None:
        self.hands = hands
        self.staff = staff
        self.window = staff.window
        self.session = staff.session
        self.questions = 0

    def open_reception(self) -> None:
        """F3, the first question (2 いない), who came, which paper, the photograph."""
        hands, window = self.hands, self.window
        hands.press(window, Qt.Key.Key_F3)
        hands.wait(lambda: self.session.reception is not None, "no reception was opened")
        hands.shot(window, "reception-opened")
        hands.press(window, Qt.Key.Key_2)
        hands.wait(
            lambda: self.session.open_reception.protection is Protection.NO,
            "the first question was not answered",
        )
        screen = self.staff.reception.screen
        combos = [c for c in screen.findChildren(QComboBox) if c.isVisible()]
        hands.choose(combos[0], "世帯主 本人")
        combos = [c for c in screen.findChildren(QComboBox) if c.isVisible()]
        hands.choose(combos[1], "個人番号カード")
        photo = next(b for b in screen.findChildren(CheckBox) if b.isVisible())
        photo.setFocus(Qt.FocusReason.TabFocusReason)
        hands.press(window, Qt.Key.Key_Space)
        hands.wait(
            lambda: self.session.open_reception.identity is not None,
            "the check of identity was not stored",
        )

    def card_is_read(self, number: int) -> None:
        """Wait until that many cards of the household are in."""
        self.hands.wait(
            lambda: (
                len(self.session.open_reception.cards) == number
                and self.staff.reception.progress.stage is CardStage.DONE
            ),
            "the card was not read",
        )

    def next_card(self) -> None:
        """Alt+C: the next person's card."""
        self.hands.press(self.window, Qt.Key.Key_C, ALT)

    def go_on(self, step: Step, name: str) -> None:
        """F8 to the next step."""
        hands = self.hands
        hands.press(self.window, Qt.Key.Key_F8)
        hands.wait(
            lambda: self.session.open_reception.step is step, f"F8 did not lead to {step.value}"
        )
        hands.shot(self.window, name)

    def confirm_household(self) -> None:
        """Alt+Y: the provisional reading is the person's own."""
        hands = self.hands
        hands.press(self.window, Qt.Key.Key_Y, ALT)
        hands.wait(
            lambda: bool(self.session.open_reception.confirmed_readings),
            "the reading was not confirmed",
        )

    def interview(self) -> None:
        """Digits and Enter until no question is left."""
        hands = self.hands
        while True:
            inquiry = self.staff.interview.inquiry
            question = inquiry.question if inquiry is not None else None
            if question is None:
                break
            household = self.session.open_reception.household
            assert household is not None
            answer = family_answer(household, question.fact, question.member)
            if answer is None:
                raise JourneyStoppedError(f"the story has no answer to: {question.text}")
            several = question.kind is QuestionKind.MULTI
            wanted: tuple[FactValue, ...] = (
                answer if several and isinstance(answer, tuple) else (answer,)
            )
            for place, option in enumerate(question.options):
                if option.value in wanted:
                    hands.press(self.window, Qt.Key(Qt.Key.Key_1 + place))
            for follow_up in question.follow_ups:
                self._fill(follow_up.fact)
            asked = question.id
            if self.questions == 11:
                hands.shot(self.window, "interview-under-way")
            hands.press(self.window, Qt.Key.Key_Return)
            hands.wait(
                lambda asked=asked: self._question_id() != asked,  # type: ignore[misc]
                f"Enter did not answer: {question.text}",
            )
            self.questions += 1
        hands.shot(self.window, "interview-finished")

    def _question_id(self) -> str:
        inquiry = self.staff.interview.inquiry
        return inquiry.question.id if inquiry is not None and inquiry.question is not None else ""

    def _fill(self, fact: str) -> None:
        field = self.staff.interview.screen.question.field(fact)
        if field is None or fact not in FIELDS:
            return
        field.editor.setFocus(Qt.FocusReason.TabFocusReason)
        self.hands.press(
            self.window, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier, counts=False
        )
        self.hands.type(self.window, FIELDS[fact])

    def hand_over_pile(self, stray: str = "") -> None:
        """Each sheet under the reader, then Alt+H; a `stray` among them is taken out first."""
        hands, window, pile = self.hands, self.window, self.staff.documents.pile
        waiting = [sheet.number for sheet in pile.sheets() if sheet.state in IN_PILE]
        middle = len(waiting) // 2
        for number in waiting[:middle]:
            hands.scan(window, number)
        if stray:
            self._refuse(stray)
        for number in waiting[middle:]:
            hands.scan(window, number)
        hands.shot(window, "pile-complete")
        hands.press(window, Qt.Key.Key_H, ALT)
        hands.wait(
            lambda: all(s.state is PaperState.HANDED_OVER for s in pile.sheets() if s.sent),
            "the pile was not handed over",
        )

    def _refuse(self, stray: str) -> None:
        """Another household's sheet stands in red, Alt+H does nothing, Alt+X says it is out."""
        hands, window, pile = self.hands, self.window, self.staff.documents.pile
        hands.scan(window, stray)
        view = pile.view()
        if view is None or [wrong.number for wrong in view.wrong] != [stray]:
            raise JourneyStoppedError("a sheet of another household was not noticed")
        hands.shot(window, "pile-foreign-sheet")
        hands.press(window, Qt.Key.Key_H, ALT)
        if any(sheet.state is PaperState.HANDED_OVER for sheet in pile.sheets()):
            raise JourneyStoppedError("a pile with a sheet of another household was handed over")
        hands.press(window, Qt.Key.Key_X, ALT)

    def committed(self) -> None:
        """The number is on the screen: it was shown after the commit."""
        self.hands.wait(
            lambda: self.session.open_reception.state is ReceptionState.COMMITTED,
            "the reception was not committed",
        )
