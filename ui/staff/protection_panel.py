"""The first question of 02, 支援措置: three answers by digit, on this screen or on the tablet."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from counter_app.model.reception import Protection
from ui import theme
from ui.widgets.arrange import Label, Stack
from ui.widgets.button import Button, Kind, Size
from ui.widgets.options import OptionCard, OptionGroup
from ui.widgets.panels import Panel
from ui.widgets.words import Run, Words

_ANSWERS: Final = (
    (Protection.YES, "いる", "外への連絡を止め、監督者が1件ずつ解除"),
    (Protection.NO, "いない", "ふつうに進みます"),
    (Protection.NOT_NOW, "今は答えない", "「いる」と同じ扱いで始めます"),
)
_QUESTION: Final = "住所を知られたくない相手がいますか"
_EXAMPLES: Final = "配偶者からの暴力、ストーカー、虐待など"


class ProtectionPanel(Panel):
    """The first question, 支援措置, on this screen or on the tablet."""

    answered = Signal(Protection)
    tablet = Signal()

    def __init__(self) -> None:
        super().__init__(gap=10, margins=(17, 15, 17, 15))
        self._words = Words("", 18, leading=1.45)
        tablet = Button("タブレットで伺う", Kind.SECOND, Size.TINY, key="F9")
        tablet.clicked.connect(self.tablet)
        head = Stack(across=True, gap=10)
        topic = Label("最初の質問　支援措置", 14, ink=theme.INK_2, leading=1.45)
        head.add(Stack(topic, self._words, gap=0), 1)
        head.add(Stack(tablet, margins=(0, 2, 0, 0)), align=Qt.AlignmentFlag.AlignTop)
        cards = [OptionCard(words, note=note) for _, words, note in _ANSWERS]
        self._group = OptionGroup(cards, name=_QUESTION, across=True, gap=10)
        self._group.chosen.connect(lambda at: self.answered.emit(_ANSWERS[at][0]))
        self._cards = cards
        self._note = Label("", 14, bold=True, ink=theme.WARN_INK, wrap=True)
        self._note.hide()
        self.add(head)
        self.add(self._group)
        self.add(self._note)
        self.set_wide(True)

    def set_wide(self, wide: bool) -> None:
        """The examples stand behind the question, or under it."""
        between = "　" if wide else "\n"
        self._words.show_runs(
            (
                Run(_QUESTION, bold=True, size=18, ink=theme.INK_STRONG),
                Run(between),
                Run(_EXAMPLES, size=14, ink=theme.INK_2),
            )
        )

    def show_answer(self, answer: Protection, note: str = "") -> None:
        """The answer that counts; `note` says why it may be another than the one given."""
        self._note.setText(note)
        self._note.setVisible(bool(note))
        at = next((i for i, (value, *_) in enumerate(_ANSWERS) if value is answer), None)
        if self._group.index != at:
            self._group.select(at)

    def first(self) -> QWidget:
        """The answer given, or the first that can be given."""
        return self._cards[self._group.index or 0]

    @property
    def waits(self) -> bool:
        """Whether the focus is in this question and no answer is chosen yet."""
        return self._group.index is None and self._has_focus

    @property
    def _has_focus(self) -> bool:
        return any(card.hasFocus() for card in self._cards)

    def choose(self, at: int) -> bool:
        """Answer by digit while the focus is in this question."""
        if not self._has_focus or not 0 <= at < len(self._cards):
            return False
        self._group.choose(at)
        return True
