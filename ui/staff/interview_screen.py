"""04 聞き取り: only the questions that can still change an answer, and what the answers bring."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.staff.interview_views import FoldView, InterviewView
from ui.staff.outcome_list import OutcomeList
from ui.staff.question_panel import QuestionPanel
from ui.staff.screen import StaffScreen
from ui.theme import Width
from ui.widgets.arrange import Label, Stack
from ui.widgets.banner import Notice, NoticeKind
from ui.widgets.bars import Key
from ui.widgets.button import Button, Kind
from ui.widgets.fold import Fold
from ui.widgets.meters import Meter

_MODIFIERS = ~Qt.KeyboardModifier.KeypadModifier


class InterviewScreen(StaffScreen):
    """Step 3 (04). Digits answer, Enter goes to the next question, F8 to the next step."""

    place = "staff.interview"

    option_chosen = Signal(str, int)
    answer_given = Signal(str, str, object)
    taken_back = Signal(str, str)
    postponed = Signal(str)
    next_question = Signal()
    fold_opened = Signal(str)

    def __init__(self) -> None:
        super().__init__("3　聞き取り", "答えで手続が変わる質問だけが出ます。")
        self._view: InterviewView | None = None
        self._answers = Label("", 14, ink=theme.INK_2)
        self._meter = Meter(0, False, 0)
        self._remaining = Label("", 18, bold=True)
        count = Stack(self._answers, self._meter, across=True, gap=8)
        right = Stack(count, self._remaining, across=True, gap=12)
        right.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.head.add_right(right)
        self._before = Stack(gap=6)
        self._after = Stack(gap=6)
        self._question = QuestionPanel()
        self._finished = Stack(gap=0)
        parts = (self._before, self._question, self._finished, self._after)
        self.body.add(Stack(*parts, gap=8))
        self._outcomes = OutcomeList()
        self.side = self._outcomes
        self._back = Button("戻る", key="Alt ←")
        self._next = Button("次の質問", Kind.PRIMARY, key="Enter", min_width=240)
        self._onward = Button("次へ　手続", Kind.PRIMARY, key="F8", min_width=240)
        self._back.clicked.connect(self.back_asked)
        self._next.clicked.connect(self._give)
        self._onward.clicked.connect(self.next_asked)
        self._question.option_chosen.connect(self.option_chosen)
        self._question.answer_given.connect(self.answer_given)
        self._question.taken_back.connect(self.taken_back)
        self._question.postponed.connect(self.postponed)
        self._question.tablet.connect(self.tablet_asked)

    def keys(self) -> tuple[Key, ...]:
        keys = [Key("F1", "手引"), Key("F2", "受付一覧")]
        question = self._view.question if self._view is not None else None
        if question is not None:
            last = min(len(question.options), 9)
            keys.append(Key(f"1–{last}" if last > 1 else "1", "答える"))
            keys.append(Key("Enter", "次の質問", optional=True))
        return (*keys, Key("F6", "枠を移る", optional=True))

    def buttons(self) -> tuple[Button, ...]:
        asks = self._view is not None and self._view.question is not None
        return (self._back, self._next if asks else self._onward)

    def go_on(self) -> None:
        """F8: what is chosen and typed counts, before the next step opens."""
        if self._question.settle():
            self.next_asked.emit()

    def _give(self) -> None:
        if self._question.settle():
            self.next_question.emit()

    def first_focus(self) -> QWidget | None:
        view = self._view
        if view is None or view.problem is not None:
            return super().first_focus()
        if view.question is None:
            return self._onward
        return self._question.first_focus()

    def take_key(self, event: QKeyEvent) -> bool:
        """A digit answers, wherever the focus is but in a field."""
        if event.modifiers() & _MODIFIERS or not self._question.isVisible():
            return False
        return self._question.choose(event.key() - Qt.Key.Key_1)

    @property
    def question(self) -> QuestionPanel:
        return self._question

    def show_view(self, view: InterviewView) -> None:
        before, self._view = self._view, view
        if before is None or before.problem != view.problem:
            self.show_problem(view.problem)
        self._answers.setText(f"答え {view.answered}")
        self._meter.show_count(view.answered, view.question is not None, view.total)
        self._remaining.setText(view.remaining)
        moved = before is None or (before.question and before.question.id) != (
            view.question and view.question.id
        )
        focused = self.window().focusWidget() or self
        # A group that is opened by its row gives the focus to the question that stands there now.
        had = any(p.isAncestorOf(focused) for p in (self._question, self._before, self._after))
        self._question.setVisible(view.question is not None)
        if view.question is not None:
            self._question.show_question(view.question)
        self._finished.clear()
        if view.question is None and view.finished:
            self._finished.add(Notice(NoticeKind.DONE, view.finished))
        self._finished.setVisible(view.question is None and bool(view.finished))
        if before is None or before.before != view.before:
            self._show_before()
        if before is None or before.after != view.after:
            self._fill(self._after, view.after)
        self._outcomes.show_outcomes(view)
        self.drawer = view.drawer
        self.bar_changed.emit()
        if moved and had:
            wanted = self.first_focus()
            if wanted is not None:
                wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_room(self, room: Width) -> None:
        changed = (room is Width.SMALL) != (self.room is Width.SMALL)
        super().set_room(room)
        if changed:
            self._show_before()

    def _show_before(self) -> None:
        """Answered groups; where there is little room all of them are one row."""
        folds = self._view.before if self._view is not None else ()
        if self.room is Width.SMALL and folds:
            titles = "、".join(fold.title for fold in folds)
            self._fill(self._before, (FoldView(folds[0].id, "回答済み", titles, ""),))
        else:
            self._fill(self._before, folds)

    def _fill(self, stack: Stack, folds: Sequence[FoldView]) -> None:
        stack.clear()
        for fold in folds:
            row = Fold(fold.title, fold.summary, fold.count, done=fold.done)
            row.clicked.connect(lambda _=False, at=fold.id: self.fold_opened.emit(at))
            stack.add(row)
        stack.setVisible(bool(folds))
