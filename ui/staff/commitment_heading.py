"""Heading of a group of commitments (07): what it holds, a note, and the button that shows all."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy

from ui import theme
from ui.staff.side_parts import Line
from ui.staff.work_views import CommitmentGroupView
from ui.theme import Width
from ui.widgets.arrange import Stack
from ui.widgets.button import Button, Size
from ui.widgets.chip import ChipKind, StatusChip


class CommitmentHeading(Stack):
    """38 high; an alert is a red chip."""

    toggled = Signal()

    def __init__(self, view: CommitmentGroupView) -> None:
        super().__init__(across=True, gap=8, margins=(8, 0, 8, 0))
        self._chip: StatusChip | None = None
        self._title = Line("", 16, bold=True)
        self._note = Line("", 14, ink=theme.INK_2)
        self._toggle = Button(view.toggle, size=Size.TINY, key="Alt V")
        self._toggle.setObjectName("toggle")
        if not view.toggle:
            self._toggle.hide()
        self._toggle.clicked.connect(self.toggled)
        if view.alert:
            self._chip = StatusChip(ChipKind.ATTENTION.chip())
            self.add(self._chip)
        else:
            self.add(self._title)
        self.add(self._note)
        self.push()
        self.add(self._toggle)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show_group(view)

    def show_group(self, view: CommitmentGroupView) -> None:
        words = f"{view.title} {view.count}"
        if self._chip is not None:
            self._chip.show_chip(ChipKind.ATTENTION.chip(words))
        self._title.setText(f"{view.title}　{view.count}")
        self._note.setText(view.note)
        if view.toggle:
            self._toggle.set_words(view.toggle)
        self.setAccessibleName(words)

    def set_room(self, room: Width) -> None:
        self._note.setHidden(room is Width.SMALL)
        self.setFixedHeight(theme.scaled(38, self))
