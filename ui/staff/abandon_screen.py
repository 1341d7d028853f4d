"""受付をやめる: why, what becomes of the reception, and a second key before it is so."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QBoxLayout, QWidget

from ui import theme
from ui.staff.abandon_views import AbandonView, OutcomeView
from ui.staff.screen import StaffScreen, press
from ui.theme import Width
from ui.widgets.arrange import Stack
from ui.widgets.bars import Key
from ui.widgets.button import Button, Kind
from ui.widgets.drawing import Icon, IconView
from ui.widgets.fields import TextField
from ui.widgets.options import OptionCard, OptionGroup
from ui.widgets.panels import Panel, Section
from ui.widgets.words import Run, Words

_QUESTION = "やめる理由はどれですか"
_INKS = {Icon.CHECK: theme.OK, Icon.ALERT: theme.WARN_MARK, Icon.CROSS: theme.ERROR}


class _Outcome(Stack):
    """One thing that will be so afterwards: mark, title, words."""

    def __init__(self, view: OutcomeView) -> None:
        super().__init__(across=True, gap=12)
        mark = IconView(view.icon, 20, _INKS.get(view.icon, theme.INK_2))
        words = Words((Run(f"{view.title}\n", bold=True), Run(view.words, size=14)), 16)
        self.add(Stack(mark, margins=(0, 3, 0, 0)), align=Qt.AlignmentFlag.AlignTop)
        self.add(words, 1)


class AbandonScreen(StaffScreen):
    """Neither Enter nor F8 gives a reception up: a reason is chosen, then Ctrl+Enter pressed."""

    place = "staff.abandon"

    reason_chosen = Signal(int)
    given_up = Signal(str)
    stayed = Signal()

    def __init__(self) -> None:
        super().__init__("受付をやめる", "この受付を、届出なしで終わりにします。")
        self._view: AbandonView | None = None
        self._cards: list[OptionCard] = []
        self._group: OptionGroup | None = None
        self._reasons = Panel(gap=10, margins=(17, 15, 17, 15))
        self._reasons.add(Section(_QUESTION))
        self._note = TextField("ひとこと")
        self._reasons.add(self._note)
        self._reasons.push()
        self._outcomes = Stack(gap=12)
        after = Panel(gap=12, margins=(17, 15, 17, 17))
        after.add(Section("やめると、こうなります"))
        after.add(self._outcomes)
        after.push()
        self._row = Stack(across=True, gap=12)
        self._row.add(self._reasons, 10)
        self._row.add(after, 9)
        self.body.add(self._row)
        self._stay = Button("やめずに戻る", key="Esc")
        self._stay.clicked.connect(self.stayed)
        self._give_up = Button("受付をやめる", Kind.STOP, key="Ctrl Enter", min_width=240)
        self._give_up.clicked.connect(lambda: self.given_up.emit(self._note.value()))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(lambda: press(self._give_up))

    def keys(self) -> tuple[Key, ...]:
        return (Key("F1", "手引"), Key("1–5", "理由を選ぶ"), Key("Esc", "やめずに戻る"))

    def buttons(self) -> tuple[Button, ...]:
        return (self._stay, self._give_up)

    def note(self) -> str:
        return self._give_up.reason

    def enter_button(self) -> Button | None:
        """None: Enter alone gives nothing up."""
        return None

    def go_on(self) -> None:
        """F8 leads nowhere from here."""

    def first_focus(self) -> QWidget | None:
        view = self._view
        if view is None or not self._cards:
            return None
        return self._cards[view.chosen or 0]

    def stop(self) -> bool:
        self.stayed.emit()
        return True

    def take_key(self, event: QKeyEvent) -> bool:
        """A digit chooses a reason, wherever the focus is but in the field."""
        at = event.key() - Qt.Key.Key_1
        if self._group is None or not 0 <= at < len(self._cards):
            return False
        self._group.choose(at)
        return True

    def show_view(self, view: AbandonView) -> None:
        before, self._view = self._view, view
        if before is None or before.problem != view.problem:
            self.show_problem(view.problem)
        if before is None or before.reasons != view.reasons:
            self._make_reasons(view)
        if self._group is not None and self._group.index != view.chosen:
            self._group.select(view.chosen)
        self._note.set_label(view.note_label)
        if view.error:
            self._note.set_error(view.error)
        if before is None or before.outcomes != view.outcomes:
            self._outcomes.clear()
            for outcome in view.outcomes:
                self._outcomes.add(_Outcome(outcome))
        missing = "やめる理由を選んでください" if view.chosen is None else ""
        if view.busy:
            missing = "記録しています"
        self._give_up.set_ready(not missing, missing)
        self.bar_changed.emit()

    def set_room(self, room: Width) -> None:
        super().set_room(room)
        layout = self._row.layout()
        if isinstance(layout, QBoxLayout):
            across = QBoxLayout.Direction.LeftToRight
            small = room is Width.SMALL
            layout.setDirection(QBoxLayout.Direction.TopToBottom if small else across)

    def clear_note(self) -> None:
        """Another reception: nothing typed before is carried over."""
        self._note.set_value("")
        self._note.clear_error()

    def to_note(self) -> None:
        """The focus to the field whose words are missing."""
        self._note.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_reasons(self, view: AbandonView) -> None:
        self._cards = [
            OptionCard(choice.words, at) for at, choice in enumerate(view.reasons, start=1)
        ]
        self._group = OptionGroup(self._cards, name=_QUESTION, gap=6)
        self._group.chosen.connect(self.reason_chosen)
        self._reasons.insert(1, self._group)
