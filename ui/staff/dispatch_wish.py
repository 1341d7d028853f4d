"""The card of a wish (07, before the commit): start day, spans of a visit, who is there, phone."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from counter_app.paperwork.wishes import WishField
from ui import theme
from ui.staff.commitment_cards import Below, named
from ui.staff.side_parts import Line
from ui.staff.work_parts import Wrapped, flowing
from ui.staff.work_views import WishEntry, WishView
from ui.theme import Family
from ui.widgets.button import Button, Kind, Size
from ui.widgets.fields import ChoiceField, DateField, TextField
from ui.widgets.words import Run

_UNCHOSEN = "選ばない"


class WishCard(Below):
    """What one organisation is asked for, to be changed by key; the rules are the core's."""

    given = Signal(WishEntry)
    left = Signal()

    def __init__(self, view: WishView) -> None:
        super().__init__()
        self._view = view
        self.start = DateField("使い始める日", view.start_on, required=True)
        self.spans = [self._span(at) for at in range(view.choices)]
        self.presence = ChoiceField("立ち会う人", view.presence, view.present, True, width=210)
        self.contact = TextField(
            "この相手への電話",
            view.contact,
            required=False,
            width=190,
            family=Family.FIGURES,
            placeholder=view.phone,
        )
        self.primary = named(
            Button("この希望にする", Kind.PRIMARY, Size.SMALL, key="Enter"), "give"
        )
        leave = named(Button("やめる", size=Size.SMALL, key="Esc"), "leave")
        self.primary.clicked.connect(self._give)
        leave.clicked.connect(self.left)
        for name, field in self._fields().items():
            field.editor.setObjectName(f"wish {name}")
        if view.warning:
            self.add(flowing((Run(view.warning, bold=True, ink=theme.WARN_INK),)))
        self.add(Line(view.hint, 14, ink=theme.INK_2))
        self.add(self._row(self.start, self.contact))
        if view.choices:
            self.add(self._row(*self.spans, self.presence))
        self.add(Wrapped(self.primary, leave, gap=14))

    def _span(self, at: int) -> ChoiceField:
        view = self._view
        chosen = view.chosen[at] if at < len(view.chosen) else ""
        index = view.spans.index(chosen) + 1 if chosen in view.spans else 0
        choices = (_UNCHOSEN, *view.spans)
        return ChoiceField(f"第{at + 1}希望", choices, index, at == 0, width=140)

    @staticmethod
    def _row(*fields: QWidget) -> Wrapped:
        return Wrapped(*fields, gap=14, line_gap=10)

    def _fields(self) -> dict[str, DateField | ChoiceField | TextField]:
        shown = {f"span{at}": span for at, span in enumerate(self.spans)}
        return {"start": self.start, **shown, "presence": self.presence, "contact": self.contact}

    @property
    def entry(self) -> WishEntry:
        """What stands in the fields now; no start day while none can be read."""
        spans = [self._view.spans[s.value() - 1] for s in self.spans if s.value() > 0]
        present = self.presence.value() if self._view.choices else 0
        return WishEntry(self.start.value(), tuple(spans), present, self.contact.value().strip())

    def show_faults(self, faults: Mapping[WishField, str]) -> None:
        """Say at each field what is wrong with it; the focus goes to the first."""
        places: dict[WishField, DateField | ChoiceField | TextField] = {
            WishField.START_ON: self.start,
            WishField.CONTACT: self.contact,
        }
        if self.spans:
            places |= {WishField.SPANS: self.spans[0], WishField.PRESENCE: self.presence}
        for field in self._fields().values():
            field.clear_error()
        first = True
        for name, field in places.items():
            if name in faults:
                field.set_error(faults[name])
                if first:
                    field.editor.setFocus(Qt.FocusReason.OtherFocusReason)
                first = False

    def _give(self) -> None:
        self.given.emit(self.entry)
