"""02 受付: the first question, who came and how that was checked, the cards."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QWidget

from counter_app.model.reception import Protection
from ui import theme
from ui.staff.card_panel import CardPanel
from ui.staff.reception_views import IdentityView, ReceptionView, TransferView
from ui.staff.screen import StaffScreen
from ui.staff.side_parts import (
    DeadlineRow,
    LogRow,
    PairRow,
    Ruled,
    side_head,
    side_title,
)
from ui.theme import Width
from ui.widgets.arrange import Label, Stack, put_away
from ui.widgets.bars import Key
from ui.widgets.button import Button, Kind, Size
from ui.widgets.chip import ChipKind, StatusChip
from ui.widgets.drawing import Icon, IconView
from ui.widgets.fields import ChoiceField
from ui.widgets.options import CheckBox, OptionCard, OptionGroup
from ui.widgets.panels import Panel, Section
from ui.widgets.words import Run, Words

_ANSWERS: Final = (
    (Protection.YES, "いる", "外への連絡を止め、監督者が1件ずつ解除"),
    (Protection.NO, "いない", "ふつうに進みます"),
    (Protection.NOT_NOW, "今は答えない", "「いる」と同じ扱いで始めます"),
)
_QUESTION: Final = "住所を知られたくない相手がいますか"
_EXAMPLES: Final = "配偶者からの暴力、ストーカー、虐待など"


class _ProtectionPanel(Panel):
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
        self.add(head)
        self.add(self._group)
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

    def show_answer(self, answer: Protection) -> None:
        at = next((i for i, (value, *_) in enumerate(_ANSWERS) if value is answer), None)
        if self._group.index != at:
            self._group.select(at)

    def first(self) -> QWidget:
        """The answer given, or the first that can be given."""
        return self._cards[self._group.index or 0]

    def choose(self, at: int) -> bool:
        """Answer by digit while the focus is in this question."""
        if not any(card.hasFocus() for card in self._cards) or not 0 <= at < len(self._cards):
            return False
        self._group.choose(at)
        return True


class _IdentityPanel(Panel):
    """Who came and how that was checked: kinds of documents, never their numbers."""

    checked = Signal(str, tuple, bool)

    def __init__(self) -> None:
        super().__init__(gap=8, margins=(17, 15, 17, 15))
        self._view: IdentityView | None = None
        self._done = StatusChip(ChipKind.CONFIRMED.chip())
        section = Section("来た人と本人確認")
        section.add_right(self._done)
        self._fields = Stack(across=True, gap=16)
        self._error = Label("", 14, bold=True, ink=theme.ERROR_INK, wrap=True)
        self._visitor = ChoiceField("来た人", ())
        self._documents: list[ChoiceField] = []
        self._photo = CheckBox("目で照合して一致")
        self._photo.clicked.connect(self._tell)
        self._visitor.changed.connect(self._tell)
        self._fields.add(self._visitor, 11)
        photo = Stack(Label("写真と本人", 14, bold=True), gap=4)
        photo.add(self._photo)
        self._photo_part = photo
        self._below = Stack(across=True, gap=16)
        self._fields.add(photo, 10)
        self.add(section)
        self.add(self._fields)
        self.add(self._below)
        self.add(self._error)

    def show_identity(self, view: IdentityView) -> None:
        before, self._view = self._view, view
        self._done.setVisible(view.confirmed)
        if before is None or before.visitors != view.visitors:
            _fill(self._visitor, [choice.words for choice in view.visitors])
        kept = (before.needed, before.documents) if before is not None else None
        if kept != (view.needed, view.documents):
            self._make_documents(view)
        ids = [choice.id for choice in view.visitors]
        self._visitor.set_value(ids.index(view.visitor) if view.visitor in ids else -1)
        ids = [choice.id for choice in view.documents]
        for at, field in enumerate(self._documents):
            chosen = view.chosen[at] if at < len(view.chosen) else ""
            field.set_value(ids.index(chosen) if chosen in ids else -1)
        self._photo.setChecked(view.photo_matched)
        self._error.setText(f"＊{view.error}" if view.error else "")
        self._error.setVisible(bool(view.error))

    def _make_documents(self, view: IdentityView) -> None:
        for old in self._documents:
            put_away(old)
        self._documents = []
        many = view.needed > 1
        row = self._below if many else self._fields
        row.add(self._photo_part, 10)
        self._below.setVisible(many)
        for at in range(view.needed):
            label = f"確かめた書類（{view.needed}点）" if at == 0 else f"{at + 1}点目"
            field = ChoiceField(label, [choice.words for choice in view.documents], -1)
            _ask(field)
            field.changed.connect(self._tell)
            self._fields.insert(1 + at, field)
            self._fields.layout().setStretch(1 + at, 10)  # type: ignore[union-attr]
            self._documents.append(field)

    def _tell(self) -> None:
        view = self._view
        if view is None or self._visitor.value() < 0:
            return
        picked = [field.value() for field in self._documents]
        if any(at < 0 for at in picked):
            return
        documents = tuple(view.documents[at].id for at in picked)
        visitor = view.visitors[self._visitor.value()].id
        self.checked.emit(visitor, documents, self._photo.isChecked())

    def first(self) -> QWidget:
        return self._visitor.combo


def _fill(field: ChoiceField, words: list[str]) -> None:
    field.combo.clear()
    field.combo.addItems(words)
    _ask(field)


def _ask(field: ChoiceField) -> None:
    field.combo.setSizeAdjustPolicy(
        QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
    )
    field.combo.setMinimumContentsLength(5)
    field.combo.setPlaceholderText("選んでください")


class _FoldedRow(Panel):
    """An answered part as one row (52): check, what, the answer, and the way to change it."""

    change = Signal()

    def __init__(self, title: str, key: str) -> None:
        super().__init__(across=True, gap=10, margins=(17, 11, 13, 11))
        self._words = Words("", leading=1.35)
        self.add(IconView(Icon.OK_RING, 20, theme.OK))
        self.add(Label(title, 16, bold=True))
        self.add(self._words, 1, Qt.AlignmentFlag.AlignVCenter)
        button = Button("変える", Kind.NEUTRAL, Size.TINY, key=key)
        button.setAccessibleName(f"{title}を変える")
        button.clicked.connect(self.change)
        self.button = button
        self.add(button)

    def show_words(self, words: str) -> None:
        self._words.show_runs(words)


class ReceptionScreen(StaffScreen):
    """Step 1 (02, 08)."""

    place = "staff.reception"
    drawer = "期限"

    protection_answered = Signal(Protection)
    identity_checked = Signal(str, tuple, bool)
    card_action = Signal(str)
    card_cancelled = Signal()
    without_card = Signal()

    def __init__(self) -> None:
        super().__init__("1　受付", "来た方を確かめ、カードを読み取ります。")
        self._view: ReceptionView | None = None
        self._chip = StatusChip(ChipKind.SPECIAL_MOVE_IN.chip())
        self._chip.hide()
        self.head.add_right(self._chip)
        self._protection = _ProtectionPanel()
        self._identity = _IdentityPanel()
        self._card = CardPanel()
        self._protection_row = _FoldedRow("支援措置", "Alt D")
        self._identity_row = _FoldedRow("本人確認", "Alt H")
        self.keyed(self._protection_row.button, "Alt+D")
        self.keyed(self._identity_row.button, "Alt+H")
        self._folded = Stack(across=True, gap=12)
        self._folded.add(self._protection_row, 100)
        self._folded.add(self._identity_row, 125)
        for part in (self._folded, self._protection, self._identity, self._card):
            self.body.add(part)
        self.side = Stack(gap=0)
        self._next = Button("次へ　世帯", Kind.PRIMARY, key="F8", min_width=240)
        self._without = self.keyed(Button("カードなしで進む", key="Alt N"), "Alt+N")
        self._opened: set[str] = set()
        self._protection.answered.connect(self.protection_answered)
        self._protection.tablet.connect(self.tablet_asked)
        self._identity.checked.connect(self.identity_checked)
        self._card.action.connect(self._on_card)
        self._card.without_card.connect(self.without_card)
        self._without.clicked.connect(self.without_card)
        self._protection_row.change.connect(lambda: self._open("protection"))
        self._identity_row.change.connect(lambda: self._open("identity"))
        self._next.clicked.connect(self.next_asked)

    def keys(self) -> tuple[Key, ...]:
        undo = Key("Ctrl Z", "取り消す", optional=True)
        if self._stopped:
            return (Key("F1", "手引"), Key("F2", "受付一覧"), Key("Alt 1", "問題の欄へ"), undo)
        return (Key("F1", "手引"), Key("F2", "受付一覧"), Key("F9", "タブレットへ"), undo)

    def buttons(self) -> tuple[Button, ...]:
        return (self._without, self._next) if self._stopped else (self._next,)

    def note(self) -> str:
        return self._view.missing if self._view is not None else ""

    def enter_button(self) -> Button | None:
        """The banner's, then the card's own (もう一度, 次の人へ), then 次へ."""
        if self._stopped:
            return super().enter_button()
        return self._card.primary or self._next

    def first_focus(self) -> QWidget | None:
        view = self._view
        if self._stopped or view is None:
            return super().first_focus()
        if view.protection is Protection.UNASKED:
            return self._protection.first()
        if not view.identity.confirmed:
            return self._identity.first()
        return next(iter(self._card.buttons), self._next)

    def stop(self) -> bool:
        """Esc: stop reading the card, when that can be stopped."""
        view = self._view
        if view is None or not any(action.id == "cancel" for action in view.card.actions):
            return False
        self.card_cancelled.emit()
        return True

    def take_key(self, event: QKeyEvent) -> bool:
        return self._protection.choose(event.key() - Qt.Key.Key_1)

    @property
    def _stopped(self) -> bool:
        return self._view is not None and self._view.problem is not None

    def show_view(self, view: ReceptionView) -> None:
        before, self._view = self._view, view
        if before is None or before.problem != view.problem:
            self.show_problem(view.problem)
        self._chip.setVisible(view.chip is not None)
        if view.chip is not None:
            self._chip.show_chip(view.chip)
        if not view.folded or (before is not None and before.protection is not view.protection):
            self._opened.clear()
        self._protection.show_answer(view.protection)
        self._identity.show_identity(view.identity)
        self._protection_row.show_words(view.protection_words)
        self._identity_row.show_words(view.identity_words)
        self._fold()
        self._card.show_card(view.card)
        if before is None or before.transfer != view.transfer:
            self._show_side(view.transfer)
        self._next.set_ready(view.can_go_on, view.missing)
        self.bar_changed.emit()

    def set_room(self, room: Width) -> None:
        super().set_room(room)
        self._protection.set_wide(room is Width.WIDE)
        small = room is Width.SMALL
        layout = self._folded.layout()
        if isinstance(layout, QBoxLayout):
            across = QBoxLayout.Direction.LeftToRight
            layout.setDirection(QBoxLayout.Direction.TopToBottom if small else across)

    def _on_card(self, action: str) -> None:
        if action == "cancel":
            self.card_cancelled.emit()
        elif action == "without":
            self.without_card.emit()
        else:
            self.card_action.emit(action)

    def _open(self, part: str) -> None:
        self._opened.add(part)
        self._fold()
        if part == "identity":
            self._identity.first().setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._protection.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def _fold(self) -> None:
        folded = self._view is not None and self._view.folded
        for part, row, panel in (
            ("protection", self._protection_row, self._protection),
            ("identity", self._identity_row, self._identity),
        ):
            closed = folded and part not in self._opened
            row.setVisible(closed)
            panel.setVisible(not closed)
        self._folded.setVisible(folded)

    def _show_side(self, view: TransferView) -> None:
        side = self.side
        assert isinstance(side, Stack)
        side.clear()
        side.add(side_title(view.title))
        if view.chip is not None:
            line = Stack(StatusChip(view.chip), Label(view.line, 14), across=True, gap=8)
            line.push()
            side.add(Stack(line, margins=(0, 6, 0, 8)))
        for label, value in view.dates:
            side.add(PairRow(label, value))
        if view.deadlines:
            side.add(side_head("この受付の期限"))
            side.add(Stack(*(DeadlineRow(row) for row in view.deadlines), gap=6))
        if view.log:
            log = Stack(*(LogRow(row) for row in view.log), gap=0)
            title = side_title("確認の記録")
            holder = Ruled(title, log, margins=(0, 14, 0, 0), gap=5, ink=theme.LINE, above=True)
            side.add(Stack(holder, margins=(0, 18, 0, 0)))
        if view.foot:
            foot = Words(view.foot, 14, ink=theme.INK_2, leading=1.45)
            side.add(Stack(foot, margins=(0, 8, 0, 0)))
        side.push()
