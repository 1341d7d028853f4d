"""The panel of 03 that says how the household moves (世帯のかたち), by digit and field."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from counter_app.model.household_shape import (
    SHAPE_WORDS,
    HouseholdPlace,
    HouseholdShape,
    ShapeFault,
    ShapeField,
)
from counter_app.model.people import MoveKind
from ui import theme
from ui.staff.household_views import ShapeView
from ui.staff.member_fields import RelationField
from ui.staff.screen import into_view
from ui.staff.side_form import Choice
from ui.staff.side_parts import side_title
from ui.widgets.arrange import Stack
from ui.widgets.button import Button, Kind, Size
from ui.widgets.fields import TextField
from ui.widgets.name_edit import NameEdit
from ui.widgets.options import CheckBox, OptionCard
from ui.widgets.words import Words

_WHOLE: Final = {True: "全員が移る", False: "一部だけ移る"}
_PLACES: Final = {
    HouseholdPlace.NEW: "新しい世帯",
    HouseholdPlace.JOINS: "今ある世帯に入る",
    HouseholdPlace.SEPARATE: "同じ住所の別世帯",
}
_KINDS: Final = {
    MoveKind.SPECIAL: "特例転入（カード）",
    MoveKind.CERTIFICATE: "紙の転出証明書",
    MoveKind.FROM_ABROAD: "国外から",
}
_JOINED: Final = "続柄は、その世帯の世帯主から見たものです。移る人が世帯主になるときは「世帯主」。"


class ShapePanel(Stack):
    """Who moves, into which household, how. What was typed stays while something is refused."""

    done = Signal()
    cancelled = Signal()

    def __init__(self, view: ShapeView) -> None:
        super().__init__(gap=12)
        shape = view.shape
        self.add(side_title("世帯のかたち"))
        self.whole = _choice(ShapeField.WHOLE, list(_WHOLE.values()), 1)
        self.whole.group.select(list(_WHOLE).index(shape.whole))
        self.place = _choice(ShapeField.PLACE, list(_PLACES.values()), 3)
        self.place.group.select(list(_PLACES).index(shape.place))
        self.kinds = view.kinds
        self.kind = _choice(ShapeField.KIND, [_KINDS[kind] for kind in view.kinds], 6)
        chosen = view.kinds.index(shape.kind) if shape.kind in view.kinds else None
        self.kind.group.select(chosen)
        self.head = TextField(
            SHAPE_WORDS[ShapeField.HEAD_NAME],
            line=NameEdit(shape.head_name, 20, name=SHAPE_WORDS[ShapeField.HEAD_NAME]),
        )
        self.kana = TextField(
            SHAPE_WORDS[ShapeField.HEAD_KANA], shape.head_kana, placeholder="全角の片仮名"
        )
        said = dict(shape.relations)
        self.relations = {
            member: RelationField(said[member], f"{name}さんの続柄")
            for member, name in view.members
        }
        joined = Stack(self.head, self.kana, Words(_JOINED, 14, ink=theme.INK_2), gap=8)
        for field in self.relations.values():
            joined.add(field)
        self.place.group.add_follow_up(list(_PLACES).index(HouseholdPlace.JOINS), joined)
        self.returning = CheckBox("前にこの町に住んでいた（再転入）")
        self.returning.setChecked(shape.returning)
        for part in (self.whole, self.place, self.returning, self.kind):
            self.add(part)
        self.save = Button("これにする", Kind.SECOND, Size.SMALL, key="Enter")
        leave = Button("やめる", Kind.NEUTRAL, Size.SMALL, key="Esc")
        self.save.clicked.connect(self.done)
        leave.clicked.connect(self.cancelled)
        row = Stack(self.save, leave, across=True, gap=6)
        row.push()
        self.add(row)
        self.push()
        self.show_faults(view.faults)
        self._first = self.shape()

    @property
    def touched(self) -> bool:
        """Whether anything was said that is not saved yet."""
        return self.shape() != self._first

    def shape(self) -> HouseholdShape:
        """What stands in the panel now."""
        whole, place, kind = self.whole.index, self.place.index, self.kind.index
        assert whole is not None
        assert place is not None
        return HouseholdShape(
            list(_WHOLE)[whole],
            list(_PLACES)[place],
            self.kinds[kind] if kind is not None else MoveKind.SPECIAL,
            self.head.value(),
            self.kana.value(),
            tuple((member, field.words()) for member, field in self.relations.items()),
            self.returning.isChecked(),
        )

    def press_digit(self, digit: int) -> bool:
        """Answer the question that has this digit; False when none has."""
        return any(c.press_digit(digit) for c in (self.whole, self.place, self.kind))

    def first(self) -> QWidget:
        """Where the focus goes when it opens: what is chosen of the first question."""
        return next(card for card in self.whole.cards if card.isChecked())

    def _field(self, fault: ShapeFault) -> TextField | RelationField | Choice:
        if fault.field is ShapeField.RELATION:
            return self.relations[fault.member]
        fields: dict[ShapeField, TextField | Choice] = {
            ShapeField.HEAD_NAME: self.head,
            ShapeField.HEAD_KANA: self.kana,
        }
        return fields.get(fault.field, self.kind)

    def show_faults(self, faults: Sequence[ShapeFault]) -> None:
        """Say at each field what is wrong there."""
        for field in (self.head, self.kana, *self.relations.values()):
            field.clear_error()
        for fault in faults:
            self._field(fault).set_error(fault.words)

    def to_fault(self, faults: Sequence[ShapeFault]) -> None:
        """Put the focus into the first field that is wrong."""
        if not faults:
            return
        field = self._field(faults[0])
        part = field.cards[0] if isinstance(field, Choice) else field.editor
        part.setFocus(Qt.FocusReason.OtherFocusReason)
        into_view(field)


def _choice(field: ShapeField, words: Sequence[str], first: int) -> Choice:
    cards = [OptionCard(one, at) for at, one in enumerate(words, start=first)]
    return Choice(SHAPE_WORDS[field], cards)
