"""Step 3 at work: one question after another, each answer stored as it is given."""

from PySide6.QtCore import QObject

from counter_app.model.facts import Answer, FactValue
from counter_app.model.reception import Step
from counter_app.procedures.determination import Determination
from counter_app.procedures.questions import FollowUp, QuestionKind
from ui.staff.interview_screen import InterviewScreen
from ui.staff.session import Session
from ui.staff.words.interview import Inquiry, inquire, interview_view, open_follow_ups


class InterviewStep(QObject):
    """Connects the interview screen to the catalogue's questions."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.screen = InterviewScreen()
        self._later: list[tuple[str, str]] = []
        self._about: tuple[str, str] | None = None
        self._chosen: tuple[FactValue, ...] = ()
        self._fields: dict[str, str] = {}
        self._before: tuple[Determination, ...] = ()
        self._inquiry: Inquiry | None = None
        self._pressed = False
        session.left.connect(self._leave)
        screen = self.screen
        screen.option_chosen.connect(self._choose)
        screen.answer_given.connect(self._field)
        screen.taken_back.connect(self._take_back)
        screen.postponed.connect(self._postpone)
        screen.next_question.connect(self._give)
        screen.fold_opened.connect(self._reopen)
        screen.next_asked.connect(self._go_on)

    @property
    def inquiry(self) -> Inquiry | None:
        """What is being asked now."""
        return self._inquiry

    @property
    def left(self) -> int:
        """How many questions may still come."""
        return self._inquiry.open if self._inquiry is not None else 0

    def show(self) -> None:
        session = self._session
        case = session.case
        if case is None:
            return
        self._inquiry = inquire(
            session.place.catalogue,
            case,
            later=self._later,
            about=self._about,
            chosen=self._chosen,
            fields=tuple(self._fields.items()),
            pressed=self._pressed,
        )
        self.screen.show_view(
            interview_view(
                session.place.catalogue,
                case,
                self._inquiry,
                self._before,
                problem=session.problem,
            )
        )

    def _choose(self, question_id: str, at: int) -> None:
        """A chosen option waits for Enter, so that a slip of the finger can be seen first."""
        question = self._inquiry.question if self._inquiry is not None else None
        if question is None or question.id != question_id:
            return
        value = question.options[at].value
        if question.kind is QuestionKind.MULTI:
            chosen = set(self._chosen) ^ {value}
            self._chosen = tuple(o.value for o in question.options if o.value in chosen)
        else:
            self._chosen = (value,)
        self._pressed = False
        self._session.changed.emit()

    def _field(self, fact: str, member: str, value: FactValue) -> None:
        # Not shown anew: the field shows it already, and the Enter that ended it must still
        # reach the button.
        self._fields[fact] = str(value)

    def _give(self) -> None:
        """Enter: store the answer with its fields and show the next question."""
        question = self._inquiry.question if self._inquiry is not None else None
        session = self._session
        if question is None:
            return
        several = question.kind is QuestionKind.MULTI
        fields = open_follow_ups(question, self._chosen)
        lacking = any(f.required and not self._fields.get(f.fact) for f in fields)
        if lacking or (not self._chosen and not several):
            self._pressed = True
            session.changed.emit()
            return
        chosen = [str(v) for v in self._chosen]
        value: FactValue = tuple(chosen) if several else self._chosen[0]
        answers = [Answer(question.fact, question.member, value)]
        answers += [
            Answer(f.fact, question.member, _given(f, self._fields[f.fact]))
            for f in fields
            if self._fields.get(f.fact)
        ]
        case = session.case
        self._before = case.determinations if case is not None else ()
        self._forget()
        session.apply(lambda r: session.intake.answer(r, *answers), question.text)

    def _go_on(self) -> None:
        """F8: an answer that is chosen is given first; while something of it lacks, it is said."""
        if self._chosen:
            self._give()
            if self._pressed:
                return
        self._session.go_to(Step.PROCEDURES)

    def _take_back(self, fact: str, member: str) -> None:
        session = self._session
        case = session.case
        self._before = case.determinations if case is not None else ()
        self._forget()
        session.apply(lambda r: session.intake.take_back(r, fact, member), "答えの取消し")

    def _postpone(self, _: str) -> None:
        question = self._inquiry.question if self._inquiry is not None else None
        if question is not None:
            self._later.append((question.fact, question.member))
            self._forget()
            self._session.changed.emit()

    def _reopen(self, group_id: str) -> None:
        """A group is opened again: its last answer comes back as a question."""
        if self._inquiry is None:
            return
        group = next((g for g in self._inquiry.groups if g.group.id == group_id), None)
        if group is None:
            return
        keys = [(a.fact, a.member) for a in group.answered] + list(group.open)
        asked = {q.fact for q in self._session.place.catalogue.questions.questions}
        keys = [key for key in keys if key[0] in asked]
        if keys:
            self._forget()
            self._about = keys[-1] if group.done else keys[0]
            self._session.changed.emit()

    def undone(self) -> None:
        """Ctrl+Z brought back other answers: what was chosen but not given is not theirs."""
        self._before = ()
        self._forget()

    def _leave(self) -> None:
        """Another reception: nothing of this interview is carried over."""
        self._later.clear()
        self._inquiry = None
        self.undone()

    def _forget(self) -> None:
        self._chosen = ()
        self._fields = {}
        self._about = None
        self._pressed = False


def _given(field: FollowUp, words: str) -> FactValue:
    """What a field that was filled in answers: the ids that are checked, a day or words."""
    return tuple(words.split()) if field.kind is QuestionKind.MULTI else words
