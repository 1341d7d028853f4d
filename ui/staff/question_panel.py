"""The open question of 04: answers given before, options by digit, what each brings, follow-up."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSizePolicy, QWidget

from counter_app.model.facts import FactValue
from ui import theme
from ui.staff.interview_views import AnsweredView, FieldKind, FollowUpView, QuestionView
from ui.staff.side_parts import Ruled
from ui.widgets.arrange import Label, Stack, put_away
from ui.widgets.button import Button, Kind, Size
from ui.widgets.chip import ChipKind, StatusChip
from ui.widgets.clock import Clock
from ui.widgets.drawing import Icon, IconView
from ui.widgets.fields import ChecksField, ChoiceField, DateField, TextField
from ui.widgets.options import OptionCard, OptionGroup
from ui.widgets.panels import Panel
from ui.widgets.words import Run, Words

Field = DateField | ChoiceField | ChecksField | TextField
_DIGITS: Final = 9


class _FollowUp(Stack):
    """The fields under the chosen option, and the deadline they bring."""

    given = Signal(str, object)

    def __init__(self, view: QuestionView) -> None:
        super().__init__(gap=8)
        self.fields: dict[str, Field] = {}
        self._words: dict[str, Callable[[], str]] = {}
        row = Stack(across=True, gap=16)
        for wanted in view.follow_up:
            field = self._make(wanted)
            self.fields[wanted.fact] = field
            row.add(field, 0 if wanted.kind is FieldKind.DATE else 1)
        if all(wanted.kind is FieldKind.DATE for wanted in view.follow_up):
            row.push()
        if view.follow_up:
            self.add(row)
        if view.deadline is not None:
            line = Stack(Clock(view.deadline), across=True, gap=10)
            line.add(Words(view.deadline_words, 14), 1, Qt.AlignmentFlag.AlignVCenter)
            self.add(line)

    def _make(self, view: FollowUpView) -> Field:
        field, words = _field(view)
        self._words[view.fact] = words
        field.changed.connect(lambda: self.given.emit(view.fact, words()))
        if view.error:
            field.set_error(view.error)
        return field

    def shows(self, wanted: Sequence[FollowUpView]) -> bool:
        """Whether the fields hold just this: what was typed is not made anew under the clerk."""
        return all(self._words[view.fact]() == view.value for view in wanted)


def _field(view: FollowUpView) -> tuple[Field, Callable[[], str]]:
    """The field, and how what it holds is told: while what is typed is no day, nothing."""
    ids = [choice.id for choice in view.choices]
    labels = [choice.words for choice in view.choices]
    if view.kind is FieldKind.DATE:
        day = date.fromisoformat(view.value) if view.value else None
        dated = DateField(view.label, day, view.required)
        return dated, lambda: _iso(dated.value())
    if view.kind is FieldKind.CHOICE:
        at = ids.index(view.value) if view.value in ids else -1
        picked = ChoiceField(view.label, labels, at, view.required)
        picked.combo.setPlaceholderText("選んでください")
        return picked, lambda: ids[picked.value()] if picked.value() >= 0 else ""
    if view.kind is FieldKind.SEVERAL:
        checked = [ids.index(one) for one in view.value.split() if one in ids]
        checks = ChecksField(view.label, labels, checked, view.required)
        return checks, lambda: " ".join(ids[at] for at in checks.value())
    typed = TextField(view.label, view.value, view.required)
    return typed, typed.value


def _iso(day: date | None) -> str:
    return day.isoformat() if day is not None else ""


class QuestionPanel(Panel):
    """The card of the open question (2 blue). Keeps the focus when the same question is shown."""

    option_chosen = Signal(str, int)
    answer_given = Signal(str, str, object)
    taken_back = Signal(str, str)
    postponed = Signal(str)
    tablet = Signal()

    def __init__(self) -> None:
        super().__init__(gap=8, here=True, margins=(17, 15, 17, 15))
        self._view: QuestionView | None = None
        self._cards: list[OptionCard] = []
        self._group: OptionGroup | None = None
        self._follow: _FollowUp | None = None
        self._topic = Label("", 16, bold=True, ink=theme.PRIMARY)
        self._progress = Label("", 14, ink=theme.INK_2)
        self._person = StatusChip(ChipKind.PERSON.chip())
        head = Stack(self._topic, self._progress, across=True, gap=10)
        head.push()
        head.add(self._person)
        self._answered = Stack(gap=0)
        self._question = Words("", 18, ink=theme.INK_STRONG, leading=1.45)
        self._options = Stack(gap=0)
        self._error = Label("", 14, bold=True, ink=theme.ERROR_INK, wrap=True)
        self._decides = _quiet_words()
        later = Button("あとで聞く", Kind.NEUTRAL, Size.TINY, key="Alt L")
        tablet = Button("タブレットで答えてもらう", Kind.NEUTRAL, Size.TINY, key="F9")
        shortcut = QShortcut(QKeySequence("Alt+L"), later)
        shortcut.activated.connect(later.click)
        later.clicked.connect(self._postpone)
        tablet.clicked.connect(self.tablet)
        foot = Stack(later, tablet, across=True, gap=14)
        foot.push()
        foot.add(self._decides, 0, Qt.AlignmentFlag.AlignVCenter)
        top = Stack(head, self._answered, gap=0)
        for part in (top, self._question, self._error, self._options, foot):
            self.add(part)

    @property
    def cards(self) -> tuple[OptionCard, ...]:
        return tuple(self._cards)

    def field(self, fact: str) -> Field | None:
        """The follow-up field of a fact while it is shown."""
        return self._follow.fields.get(fact) if self._follow is not None else None

    def choose(self, at: int) -> bool:
        """Answer by digit; False when there is no such option."""
        if self._group is None or not 0 <= at < min(len(self._cards), _DIGITS):
            return False
        self._group.choose(at)
        return True

    def settle(self) -> bool:
        """Before the clerk goes on: False, with the focus at it, where a field holds no answer."""
        for field in self._follow.fields.values() if self._follow is not None else ():
            if isinstance(field, DateField) and not field.finish():
                field.editor.setFocus(Qt.FocusReason.OtherFocusReason)
                return False
        return True

    def first_focus(self) -> QWidget | None:
        """The first follow-up field of an answered question, else the chosen or first option."""
        if self._follow is not None and self._follow.fields:
            return next(iter(self._follow.fields.values())).editor
        checked = (card for card in self._cards if card.isChecked())
        return next(checked, self._cards[0] if self._cards else None)

    def show_question(self, view: QuestionView) -> None:
        before, self._view = self._view, view
        self._topic.setText(view.topic)
        self._progress.setText(view.progress)
        self._person.setVisible(bool(view.person))
        self._person.show_chip(ChipKind.PERSON.chip(view.person))
        self._question.show_runs((Run(view.words, bold=True),))
        self._error.setText(f"＊{view.error}" if view.error else "")
        self._error.setVisible(bool(view.error))
        self._decides.show_runs(view.decides)
        if before is None or before.answered != view.answered:
            self._show_answered(view)
        if before is None or _shape(before) != _shape(view) or not self._holds(before, view):
            self._make_options(view, before)

    def _holds(self, before: QuestionView, view: QuestionView) -> bool:
        """Whether the fields under the chosen answer hold what is to be shown by now."""
        follow = self._follow
        if follow is None or before.follow_up == view.follow_up:
            return True
        return follow.shows(view.follow_up)

    def _show_answered(self, view: QuestionView) -> None:
        self._answered.clear()
        for answered in view.answered:
            self._answered.add(self._answered_row(answered))
        self._answered.setVisible(bool(view.answered))

    def _answered_row(self, view: AnsweredView) -> QWidget:
        runs = (Run(f"{view.who}　"), Run(view.words, bold=True))
        row = Ruled(IconView(Icon.OK_RING, 16, theme.OK), across=True, gap=8)
        row.add(Words(runs, 14), 1, Qt.AlignmentFlag.AlignVCenter)
        back = Button("取り消す", Kind.WORDS, Size.TINY)
        back.setAccessibleName(f"{view.who} {view.words} を取り消す".strip())
        back.clicked.connect(lambda: self.taken_back.emit(view.fact, view.member))
        row.add(back)
        return row

    def _make_options(self, view: QuestionView, before: QuestionView | None) -> None:
        same = before is not None and before.id == view.id
        focused = next((at for at, card in enumerate(self._cards) if card.hasFocus()), None)
        fact = self._focused_fact()
        if self._group is not None:
            put_away(self._group)
        self._cards = [
            OptionCard(
                option.words,
                at + 1 if at < _DIGITS else None,
                option.effect,
                exclusive=not view.several,
            )
            for at, option in enumerate(view.options)
        ]
        self._group = group = OptionGroup(self._cards, name=view.words, gap=6)
        for at in view.chosen:
            self._cards[at].setChecked(True)
        self._follow = None
        if view.chosen and (view.follow_up or view.deadline is not None):
            self._follow = _FollowUp(view)
            self._follow.given.connect(self._give)
            group.add_follow_up(view.chosen[-1], self._follow)
        group.chosen.connect(lambda at: self.option_chosen.emit(view.id, at))
        self._options.add(group)
        if same and fact and self.field(fact) is not None:
            self.field(fact).editor.setFocus(Qt.FocusReason.OtherFocusReason)  # type: ignore[union-attr]
        elif same and focused is not None and focused < len(self._cards):
            empty = self._first_empty(view)
            wanted = empty if empty is not None else self._cards[focused]
            wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def _first_empty(self, view: QuestionView) -> QWidget | None:
        """A required field that waits right after its option was chosen."""
        for wanted in view.follow_up:
            field = self.field(wanted.fact)
            if wanted.required and not wanted.value and field is not None:
                return field.editor
        return None

    def _focused_fact(self) -> str:
        fields = self._follow.fields if self._follow is not None else {}
        return next((fact for fact, field in fields.items() if field.editor.hasFocus()), "")

    def _give(self, fact: str, value: FactValue) -> None:
        if self._view is not None:
            self.answer_given.emit(fact, self._view.member, value)

    def _postpone(self) -> None:
        if self._view is not None:
            self.postponed.emit(self._view.id)


def _quiet_words() -> Words:
    """Words at the right of a row: on one line where they fit, else on as many as they need."""
    words = Words("", 14, ink=theme.INK_2, leading=1.4)
    policy = QSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    words.setSizePolicy(policy)
    return words


def _shape(view: QuestionView) -> tuple[object, ...]:
    """What the options and their follow-up are built from, but for what the fields hold."""
    return (
        view.id,
        view.options,
        view.several,
        view.chosen,
        tuple(replace(field, value="") for field in view.follow_up),
        view.deadline,
        view.deadline_words,
    )
