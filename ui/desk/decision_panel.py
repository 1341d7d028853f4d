"""What the officer does with a task: promise, grant or refuse, send back, answer a withdrawal."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from counter_app.documents import ReprintReason
from counter_app.model.commitment import ActContent, Decision
from counter_app.paperwork.notices import Award
from counter_app.paperwork.terms import Terms
from ui import theme
from ui.desk.plain_note import PlainNote
from ui.desk.terms_fields import TermsFields, TermsInput
from ui.desk.views import DecideView, TaskView
from ui.desk.views import Panel as Doing
from ui.staff.screen import Page
from ui.theme import Family
from ui.widgets.arrange import Label, Stack
from ui.widgets.drawing import Icon, IconView
from ui.widgets.fields import DateField, TextField
from ui.widgets.options import OptionCard, OptionGroup
from ui.widgets.panels import Panel
from ui.widgets.words import Run, Words

GRANT, REFUSE = 0, 1


class NumberField(TextField):
    """The number of the decision; what it is called differs by procedure."""

    def __init__(self) -> None:
        super().__init__("決定番号", required=True, family=Family.FIGURES)

    def name(self, label: str) -> None:
        self._label.setText(label)
        self.edit.setAccessibleName(f"{label} 必須")


@dataclass(frozen=True, slots=True)
class _Begun:
    """A reason that was left before it was used: which answer stood, and the three notes."""

    answer: int | None
    words: tuple[str, ...]


class DecisionPanel(Panel):
    """The blue frame. Passive: what is typed is asked for when the primary is pressed."""

    taken = Signal()
    """Enter in one of the reasons."""
    left = Signal()
    """Esc in one of the reasons."""
    answer_changed = Signal(int)

    def __init__(self) -> None:
        super().__init__(gap=8, margins=(13, 12, 13, 14), here=True)
        self._view: TaskView | None = None
        self._begun: dict[tuple[str, Doing], _Begun] = {}
        self._title = Label("", 18, bold=True, ink=theme.INK_STRONG)
        self.add(self._title)
        self._told = Words((), 14)
        self.expected = DateField("決定の予定日", required=True, width=176)
        self._grant = OptionCard("認定", digit=1)
        self._refuse = OptionCard("却下", digit=2)
        self.answer = OptionGroup((self._grant, self._refuse), name="決定", across=True, gap=10)
        self.answer.chosen.connect(self._answered)
        self.reference = NumberField()
        self.starts = TextField("支給開始", required=True)
        self.amount = TextField("月額", read_only=True)
        self._figures = Stack(across=True, gap=8)
        # The month is the longest of the three.
        for figure, share in ((self.reference, 10), (self.starts, 11), (self.amount, 10)):
            self._figures.add(figure, share)
        self._reasoning = Words((), 14)
        self._worked = Stack(
            IconView(Icon.SCALES, 16, theme.INK_2), self._reasoning, across=True, gap=6
        )
        self._worked.layout().setAlignment(  # type: ignore[union-attr]
            self._worked.widgets()[0], Qt.AlignmentFlag.AlignTop
        )
        self.terms = TermsFields()
        self.reason = PlainNote("却下の理由", lines=3)
        self.returned = PlainNote("返す理由")
        self.withdrawn = PlainNote("答えの理由")
        for note in (self.reason, self.returned, self.withdrawn):
            note.taken.connect(self.taken)
            note.left.connect(self.left)
        self.terms.taken.connect(self.taken)
        self.terms.left.connect(self.left)
        cards = [OptionCard(why.value, digit=at) for at, why in enumerate(ReprintReason, start=1)]
        self.again = OptionGroup(cards, name="もう一度印刷する理由", gap=6)
        self.again.chosen.connect(self.answer_changed)
        self._why_again = Label("もう一度印刷する理由", 14, bold=True)
        for part in (
            self._told,
            self._why_again,
            self.again,
            self.expected,
            self.answer,
            self._figures,
            self._worked,
            self.terms,
            self.reason,
            self.returned,
            self.withdrawn,
        ):
            self.add(part)

    # --- what is shown ----------------------------------------------------------------------

    def show_task(self, view: TaskView) -> None:
        before, self._view = self._view, view
        anew = before is None or (before.key, before.panel) != (view.key, view.panel)
        if anew:
            self._put_by(before)
            self._begin(view)
        titles = {
            Doing.PROMISE: "約束",
            Doing.DECIDE: "決定",
            Doing.RETURN: "返す",
            Doing.ANSWER: "取下げの申し出",
            Doing.TOLD: "いまの状態",
        }
        self._title.setText(titles[view.panel])
        self._told.setVisible(bool(view.told))
        self._told.show_runs((Run("\n".join(view.told)),) if view.told else ())
        self.set_here(view.panel is not Doing.TOLD)
        if view.decide is not None:
            self._show_decide(view.decide, anew=anew or before is None or before.decide is None)
        self._arrange()

    def _begin(self, view: TaskView) -> None:
        """Another task, or another thing to do with it: only its own reason is taken up again."""
        self.again.select(None)
        usual = GRANT if view.panel is Doing.DECIDE else None
        begun = self._begun.pop((view.key, view.panel), _Begun(usual, ("", "", "")))
        self.answer.select(begun.answer)
        for note, words in zip(self._notes(), begun.words, strict=True):
            note.set_value(words)
            note.clear_error()
        for field in (self.reference, self.starts):
            field.clear_error()
        self.terms.ask(None)
        self.expected.set_value(view.expected)

    def _put_by(self, before: TaskView | None) -> None:
        """A reason that was begun waits until its task is at hand again."""
        words = tuple(note.value() for note in self._notes())
        if before is not None and any(map(str.strip, words)):
            self._begun[before.key, before.panel] = _Begun(self.answer.index, words)

    def _notes(self) -> tuple[PlainNote, PlainNote, PlainNote]:
        return self.reason, self.returned, self.withdrawn

    @property
    def reason_begun(self) -> str:
        """The reason as far as it is written, whatever it is for."""
        return next(filter(None, (note.value().strip() for note in self._notes())), "")

    def forget_reasons(self) -> None:
        """What was begun for the task at hand was used, or can be used no more."""
        view = self._view
        if view is not None:
            self._begun = {at: kept for at, kept in self._begun.items() if at[0] != view.key}
        for note in self._notes():
            note.set_value("")
            note.clear_error()

    def _show_decide(self, decide: DecideView, *, anew: bool) -> None:
        self.reference.name(decide.reference_label)
        self.reason.set_label(decide.words.reason)
        if anew:
            self.reference.set_value(decide.reference)
            self.starts.set_value(decide.starts)
        elif decide.starts and not self.starts.value():
            self.starts.set_value(decide.starts)
        self.amount.set_value(decide.amount)
        if decide.asked != self.terms.asked:
            self.terms.ask(decide.asked)
            self.terms.set_terms(decide.terms)
        self._reasoning.show_runs((Run(decide.reasoning, ink=theme.INK_2),))

    def _arrange(self) -> None:
        view = self._view
        if view is None:
            return
        doing, decide = view.panel, view.decide
        deciding = doing is Doing.DECIDE and decide is not None
        granting = deciding and self.answer.index != REFUSE
        self.expected.setVisible(doing is Doing.PROMISE)
        self.answer.setVisible(deciding or doing is Doing.ANSWER)
        self._figures.setVisible(deciding)
        self.starts.setVisible(granting and decide is not None and bool(decide.starts))
        self.amount.setVisible(granting and decide is not None and bool(decide.amount))
        self._worked.setVisible(granting and decide is not None and bool(decide.reasoning))
        self.terms.setVisible(granting and self.terms.asked is not None)
        self.reason.setVisible(deciding and not granting)
        self.returned.setVisible(doing is Doing.RETURN)
        self.withdrawn.setVisible(doing is Doing.ANSWER)
        for part in (self._why_again, self.again):
            part.setVisible(view.reprints)

    def name_answers(self, first: str, second: str) -> None:
        for card, words in ((self._grant, first), (self._refuse, second)):
            if card.text() != words:
                card.setText(words)
                card.setAccessibleName(f"{card.digit} {words}")
                card.update()

    # --- what was typed ---------------------------------------------------------------------

    @property
    def refusing(self) -> bool:
        return self.answer.index == REFUSE

    def content(self, award: Award | None) -> ActContent:
        """The decision as it stands here; `award` is what a grant says of the amount."""
        reference = self.reference.value().strip()
        if self.refusing:
            reason = self.reason.value().strip()
            return ActContent(decision=Decision.REFUSED, reason=reason, reference=reference)
        details = (*self.awarded(award), *self.terms_written.details)
        return ActContent(decision=Decision.GRANTED, reference=reference, details=details)

    def awarded(self, award: Award | None) -> tuple[tuple[str, str], ...]:
        """What a grant says of the amount, from the month that is written here."""
        if award is None:
            return ()
        starts = self.starts.value().strip().removesuffix("分から")
        return tuple((dict(award.details) | {"starts": f"{starts}分から"}).items())

    @property
    def terms_written(self) -> Terms:
        """Class, period and content as they stand here."""
        return self.terms.terms()

    @property
    def why_again(self) -> ReprintReason | None:
        """Why the notice is printed once more, once that was chosen."""
        at = self.again.index
        return None if at is None else list(ReprintReason)[at]

    def choose(self, index: int) -> None:
        self.answer.choose(index)

    def _answered(self, index: int) -> None:
        self._arrange()
        self.answer_changed.emit(index)

    def entry(self) -> QWidget | None:
        """Where work begins in the panel."""
        parts: tuple[QWidget, ...] = (
            self.expected.edit,
            self.reason.edit,
            self.returned.edit,
            self.withdrawn.edit,
            self.reference.edit,
        )
        return next((part for part in parts if part.isVisibleTo(self)), None)

    def faults(self) -> bool:
        """Say at each field what is missing; True when something is."""
        self.expected.edit.editingFinished.emit()  # F8 comes before the field is left
        found: list[TextField | TermsInput] = []
        for field, words in (
            (self.reference, "番号を入れてください"),
            (self.starts, "支給を始める月を入れてください"),
        ):
            if field.isVisibleTo(self) and not field.value().strip():
                field.set_error(words)
                found.append(field)
        if self.terms.isVisibleTo(self):
            found += self.terms.faulty()
        for note in (self.reason, self.returned, self.withdrawn):
            if note.isVisibleTo(self) and note.fault:
                note.set_error(note.fault)
                found.append(note)
        if self.expected.isVisibleTo(self) and self.expected.value() is None:
            if not self.expected.error:
                self.expected.set_error("予定日を入れてください")
            found.append(self.expected)
        if found:
            found[0].editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
            # Its words make the panel longer, and that only once this event is over.
            QTimer.singleShot(0, self, lambda: QTimer.singleShot(0, self, self._show_faulty))
        return bool(found)

    def _show_faulty(self) -> None:
        """The field that has the focus comes into view with the words under it."""
        field: QWidget | None = self.focusWidget()
        while field is not None and not isinstance(field, TextField | TermsInput):
            field = field.parentWidget()
        above = self.parentWidget()
        while above is not None and not isinstance(above, Page):
            above = above.parentWidget()
        if above is not None and field is not None:
            above.show_part(field)
