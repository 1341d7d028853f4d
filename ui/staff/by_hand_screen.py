"""紙の転出証明書・国外から: the move and its first person are typed, then the reception begins."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from counter_app.model.by_hand import MoveField, TypedMove
from counter_app.model.member_details import MemberDetails, MemberField
from counter_app.model.people import HEAD, Address, Arrival, MoveKind, Sex
from ui import theme
from ui.staff.by_hand_views import ByHandDraft, ByHandView
from ui.staff.household_views import MemberEditView
from ui.staff.member_fields import BirthField, NameField, RadioField, RelationField
from ui.staff.screen import StaffScreen, into_view
from ui.theme import Width
from ui.widgets.arrange import Stack
from ui.widgets.banner import Notice, NoticeKind
from ui.widgets.bars import Key
from ui.widgets.button import Button, Kind
from ui.widgets.fields import ChoiceField, TextField, parse_date
from ui.widgets.name_edit import NameEdit
from ui.widgets.options import OptionCard, OptionGroup
from ui.widgets.panels import Panel, Section
from ui.widgets.words import Words

_KINDS: Final = {
    MoveKind.CERTIFICATE: ("紙の転出証明書", "だれもカードを持たず、証明書が紙で届いたとき"),
    MoveKind.FROM_ABROAD: ("国外から", "転出証明書はありません。旅券と戸籍の附票で確かめます"),
}
_SEXES: Final = {Sex.MALE: "男", Sex.FEMALE: "女", Sex.UNKNOWN: "未記入"}
_DAY: Final = "R8.3.28　2026-03-28"
_OTHERS: Final = "ほかの人、国籍と在留資格、本籍は「2 世帯」で入れます。"
_NOT_KEPT: Final = "入れたものはまだ保存していません。もう一度押すと、消して離れます。"

_Field = NameField | RadioField | TextField | ChoiceField


class ByHandScreen(StaffScreen):
    """Typed from paper; nothing is stored before the reception begins."""

    place = "staff.by_hand"

    started = Signal(object)
    """The `ByHandDraft` as it stands."""
    stopped = Signal()

    def __init__(self) -> None:
        super().__init__(
            "紙の転出証明書・国外から", "前の市区町村から届いていない世帯を、手で入れて始めます。"
        )
        self._view: ByHandView | None = None
        self._asked = False  # the clerk has just asked for the reception
        self._empty: ByHandDraft | None = None  # the page as it opened
        self._warned_of: ByHandDraft | None = None
        self._row = Stack(across=True, gap=12)
        self.body.add(self._row)
        self._go = Button("受付を始める", Kind.PRIMARY, key="F8", min_width=240)
        self._go.clicked.connect(self._start)
        self._back = Button("やめて一覧へ", key="Esc")
        self._back.clicked.connect(self.stop)

    def keys(self) -> tuple[Key, ...]:
        return (
            Key("F1", "手引"),
            Key("F2", "受付一覧"),
            Key("Tab", "次の欄", optional=True),
            Key("Enter", "受付を始める"),
        )

    def buttons(self) -> tuple[Button, ...]:
        return (self._back, self._go)

    def first_focus(self) -> QWidget | None:
        if self._view is None:
            return None
        return next(card for card in self._cards if card.isChecked())

    def stop(self) -> bool:
        if self.may_leave():
            self.stopped.emit()
        return True

    def may_leave(self) -> bool:
        """Whether nothing is lost, or the clerk was told so and asks once more."""
        if self._view is None:
            return True
        draft = self._typed()
        if draft in (self._empty, self._warned_of):
            return True
        self._warned_of = draft
        self.show_notice(Notice(NoticeKind.DEGRADED, _NOT_KEPT))
        return False

    def _typed(self) -> ByHandDraft:
        """What would have to be typed again: all but the kind."""
        draft = self.draft()
        return replace(draft, move=replace(draft.move, kind=MoveKind.CERTIFICATE))

    def _start(self) -> None:
        self._asked = True
        self.started.emit(self.draft())
        self._asked = False

    def take_key(self, event: QKeyEvent) -> bool:
        """1 and 2 choose the kind, wherever the focus is but in a field."""
        at = event.key() - Qt.Key.Key_1
        if self._view is None or not 0 <= at < len(self._cards):
            return False
        self._group.choose(at)
        return True

    def begin(self, view: ByHandView) -> None:
        """An empty page."""
        self._view = None
        self._row.clear()
        self._make(view)
        self._empty, self._warned_of = self._typed(), None
        self.show_notice(None)
        self.show_view(view)

    def show_view(self, view: ByHandView) -> None:
        before, self._view = self._view, view
        if before is None or before.problem != view.problem:
            self.show_problem(view.problem)
        wrong_before = before and (before.faults, before.person_faults)
        if not self._asked and wrong_before == (view.faults, view.person_faults):
            return  # shown for another reason: what was mended since stays mended
        for field in (*self._move.values(), *self._person.values()):
            field.clear_error()
        wrong: list[_Field] = []
        for fault in view.faults:
            self._move[fault.field].set_error(fault.words)
            wrong.append(self._move[fault.field])
        for found in view.person_faults:
            field = self._person.get(found.field, self._name)
            field.set_error(found.words)
            wrong.append(field)
        if wrong and self.isVisible():
            wrong[0].editor.setFocus(Qt.FocusReason.OtherFocusReason)
            into_view(wrong[0])
        self.bar_changed.emit()

    def set_room(self, room: Width) -> None:
        super().set_room(room)
        layout = self._row.layout()
        if isinstance(layout, QBoxLayout):
            across = QBoxLayout.Direction.LeftToRight
            small = room is Width.SMALL
            layout.setDirection(QBoxLayout.Direction.TopToBottom if small else across)

    @property
    def kind(self) -> MoveKind:
        return list(_KINDS)[self._group.index or 0]

    def draft(self) -> ByHandDraft:
        """What stands on the page now."""
        value = {field: part.value() for field, part in self._move.items()}
        sex = self._sex.value()
        birth = self._birth.value()
        move = TypedMove(
            self.kind,
            Address(
                value[MoveField.PREFECTURE],
                value[MoveField.MUNICIPALITY],
                value[MoveField.OLD_TOWN],
                self._old_building.value(),
                self._old_postcode.value(),
            ),
            Address(
                "", "", value[MoveField.NEW_TOWN], self._building.value(), self._postcode.value()
            ),
            value[MoveField.OLD_HEAD],
            parse_date(value[MoveField.PLANNED]),
            parse_date(value[MoveField.MOVED_ON]),
            MemberDetails(
                self._name.edit.text(),
                self._kana.value(),
                parse_date(birth),
                tuple(_SEXES)[sex] if sex >= 0 else None,
                self._relation.words(),
                Arrival.ON_PAPER,
            ),
        )
        return ByHandDraft(
            move,
            value[MoveField.PLANNED].strip(),
            value[MoveField.MOVED_ON].strip(),
            birth.strip(),
        )

    # --- the parts ----------------------------------------------------------------------------

    def _make(self, view: ByHandView) -> None:
        left = Panel(self._kinds(), gap=12, margins=(17, 15, 17, 17))
        left.add(self._old(view))
        left.push()
        right = Panel(self._new(view), gap=14, margins=(17, 15, 17, 17))
        right.add(self._first(view))
        right.push()
        self._row.add(left, 1)
        self._row.add(right, 1)
        self._show_kind()

    def _kinds(self) -> QWidget:
        self._cards = [
            OptionCard(words, at, note=note)
            for at, (words, note) in enumerate(_KINDS.values(), start=1)
        ]
        self._group = OptionGroup(self._cards, name="転入のしかた", gap=6)
        self._group.select(0)
        self._group.chosen.connect(lambda _: self._show_kind())
        return Stack(Section("転入のしかた"), self._group, gap=8)

    def _old(self, view: ByHandView) -> QWidget:
        self._move: dict[MoveField, TextField] = {
            MoveField.PREFECTURE: TextField("都道府県"),
            MoveField.MUNICIPALITY: TextField("市区町村"),
            MoveField.OLD_TOWN: TextField("町名・番地"),
        }
        self._old_building = TextField("方書")
        self._old_postcode = TextField("郵便番号", placeholder="000-0000")
        head = "前の世帯の世帯主"
        self._move[MoveField.OLD_HEAD] = TextField(head, line=NameEdit("", 18, name=head))
        self._move[MoveField.PLANNED] = TextField("転出予定日", placeholder=_DAY)
        move = self._move
        self._region = _pair(move[MoveField.PREFECTURE], move[MoveField.MUNICIPALITY])
        self._house = _pair(self._old_building, self._old_postcode)
        self._leaving = _pair(move[MoveField.OLD_HEAD], move[MoveField.PLANNED])
        part = Stack(Section("前の住所"), self._region, move[MoveField.OLD_TOWN], gap=8)
        part.add(self._house)
        part.add(self._leaving)
        return part

    def _new(self, view: ByHandView) -> QWidget:
        self._building = TextField("方書")
        self._postcode = TextField("郵便番号", placeholder="000-0000")
        self._move[MoveField.NEW_TOWN] = TextField(f"町名・番地（{view.town} の後）")
        self._move[MoveField.MOVED_ON] = TextField("住み始めた日", placeholder=_DAY)
        part = Stack(Section("新しい住所"), self._move[MoveField.NEW_TOWN], gap=8)
        part.add(_pair(self._building, self._postcode))
        part.add(self._move[MoveField.MOVED_ON])
        return part

    def _first(self, view: ByHandView) -> QWidget:
        self._name = NameField("")
        self._kana = TextField("振り仮名", placeholder="全角の片仮名")
        nobody = MemberDetails("", "", None, None, HEAD, Arrival.ON_PAPER)
        self._birth = BirthField(MemberEditView("", nobody, view.on))
        self._sex = RadioField("性別", tuple(_SEXES.values()), -1)
        self._relation = RelationField(HEAD)
        self._person: dict[MemberField, _Field] = {
            MemberField.NAME: self._name,
            MemberField.KANA: self._kana,
            MemberField.BIRTH: self._birth,
            MemberField.SEX: self._sex,
            MemberField.RELATION: self._relation,
        }
        part = Stack(Section("最初の一人"), _pair(self._name, self._kana), gap=8)
        part.add(_pair(self._birth, self._relation))
        part.add(self._sex)
        part.add(Words(_OTHERS, 14, ink=theme.INK_2))
        return part

    def _show_kind(self) -> None:
        abroad = self.kind is MoveKind.FROM_ABROAD
        for part in (self._region, self._house, self._leaving):
            part.setHidden(abroad)
        words = "国と、分かる住所" if abroad else "町名・番地"
        self._move[MoveField.OLD_TOWN].set_label(words)


def _pair(first: QWidget, second: QWidget) -> Stack:
    """Two fields beside each other."""
    row = Stack(across=True, gap=10)
    row.add(first, 1, Qt.AlignmentFlag.AlignTop)
    row.add(second, 1, Qt.AlignmentFlag.AlignTop)
    return row
