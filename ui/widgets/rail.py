"""The rail of a reception: name plate, six steps, what is saved.

`StepRail` stands, `StepStrip` lies (200 % text); `NavRail` is the rail of a list screen.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QLabel,
    QSizePolicy,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.theme import Width
from ui.widgets.button import Button, Kind, Size
from ui.widgets.drawing import Painted, draw_line, draw_text, text_width
from ui.widgets.keyhint import draw_key, key_width
from ui.widgets.names import name_width, paint_name, shortened
from ui.widgets.nav_rail import NavRail, Place, PlaceRow
from ui.widgets.nodes import Node, NodeState, draw_node, draw_step
from ui.widgets.rail_ends import NamePlate, Plate, RailFoot, paint_ground

__all__ = [
    "NamePlate",
    "NavRail",
    "Place",
    "PlaceRow",
    "Plate",
    "RailFoot",
    "Step",
    "StepRail",
    "StepRow",
    "StepStrip",
]


@dataclass(frozen=True, slots=True)
class Step:
    """One of the six steps: its title, one line of state (≤ 9 characters) and its node."""

    title: str
    line: str = ""
    state: NodeState = NodeState.TO_COME


class StepRow(Painted, QAbstractButton):
    """One step of the rail; Alt and its number go there."""

    def __init__(self, index: int, step: Step, total: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._index, self._total = index, total
        self._narrow = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.show_step(step, here=False)

    def show_step(self, step: Step, here: bool) -> None:
        self._step, self._here = step, here
        self.setAccessibleName(f"{step.title} {step.line}".strip())
        self.setAccessibleDescription(f"全{self._total}段階中、{self._index + 1}段階目")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if here else Qt.FocusPolicy.ClickFocus)
        self.update()

    def set_narrow(self, narrow: bool) -> None:
        self._narrow = narrow
        self.update()

    def natural_size(self) -> QSizeF:
        return QSizeF(160, 64)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        step, here = self._step, self._here
        if here:
            painter.fillRect(QRectF(0, 0, size.width(), 64), theme.colour(theme.WHITE))
            painter.fillRect(QRectF(0, 0, 4, 64), theme.colour(theme.PRIMARY))
        left, gap = (16.0, 10.0) if self._narrow else (20.0, 12.0)
        node = Node(step.state)
        draw_step(painter, QRectF(0, 0, size.width(), 64), self._index, node, left)
        key = f"Alt {self._index + 1}"
        end = size.width() - (10 if self._narrow else 14)
        if not self._narrow:
            end -= key_width(key)
            draw_key(painter, end, 32, key)
        x = left + 28 + gap
        reached = step.state in (NodeState.DONE, NodeState.HERE, NodeState.FINISHED)
        title = QRectF(x, 11, end - x, 21)
        ink = theme.PRIMARY if here else theme.INK
        draw_text(painter, title, step.title, 16, ink, bold=here or reached)
        halted = step.state is NodeState.HALTED
        below = QRectF(x, 35, end - x, 18)
        ink = theme.ERROR if halted else theme.INK_2
        draw_text(painter, below, step.line or "—", 14, ink, bold=halted)
        # the line to the next node starts in this row: 18 px under the node of 28
        if self._index + 1 < self._total:
            draw_line(
                painter,
                QPointF(left + 14, 46),
                QPointF(left + 14, 64),
                theme.PRIMARY if self._onward else theme.LINE_KEY,
                2,
            )

    _onward = False

    def set_onward(self, reached: bool) -> None:
        """Whether the next step was reached: its half of the line is blue."""
        self._onward = reached
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class StepRail(QWidget):
    """The standing rail (248, narrow 216). Emits `chosen(index)` when a step is pressed."""

    chosen = Signal(int)

    def __init__(self, steps: Sequence[Step], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("受付の段階")
        self._room = Width.WIDE
        self.plate = NamePlate()
        self._rows = [StepRow(index, step, len(steps)) for index, step in enumerate(steps)]
        self._hint = _AltHint()
        self._foot = RailFoot()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 1, 0)
        box.setSpacing(0)
        box.addWidget(self.plate)
        self._gap = QSpacerItem(0, 10)
        box.addItem(self._gap)
        for index, row in enumerate(self._rows):
            box.addWidget(row)
            row.clicked.connect(lambda _=False, at=index: self.chosen.emit(at))
        box.addStretch(1)
        box.addWidget(self._hint)
        box.addWidget(self._foot)
        self.set_room(Width.WIDE)
        self.show_steps(steps, 0)

    def show_plate(self, plate: Plate) -> None:
        self.plate.show_plate(plate)

    def show_steps(self, steps: Sequence[Step], here: int) -> None:
        """State of every step and which one is open."""
        for index, (row, step) in enumerate(zip(self._rows, steps, strict=True)):
            row.show_step(step, index == here)
            after = steps[index + 1].state if index + 1 < len(steps) else NodeState.TO_COME
            row.set_onward(after in (NodeState.DONE, NodeState.HERE, NodeState.FINISHED))

    def show_saved(self, line: str, second: str = "", action: Button | None = None) -> None:
        """The foot: 「10:17 保存済み」, a second line, and an action such as undo."""
        self._foot.show_saved(line, second, action)

    def show_way_out(self, button: Button | None) -> None:
        """A quiet way out of it all, under what is saved."""
        self._foot.show_way_out(button)

    def set_room(self, room: Width) -> None:
        """Wide or narrow; at SMALL the window shows a `StepStrip` instead."""
        self._room = room
        narrow = room is not Width.WIDE
        self.setFixedWidth(theme.scaled(theme.Measures(room).rail, self))
        self._gap.changeSize(0, theme.scaled(10, self))
        for row in self._rows:
            row.set_narrow(narrow)
        self.plate.set_narrow(narrow)
        self._hint.setVisible(narrow)
        self._foot.set_narrow(narrow)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.ParentChange):
            self.set_room(self._room)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        paint_ground(self)


class _AltHint(Painted, QLabel):
    """「Alt＋番号で移動」 where the rail has no room for key hints."""

    def natural_size(self) -> QSizeF:
        return QSizeF(120, 30)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        rect = QRectF(16, 0, size.width() - 16, 20)
        draw_text(painter, rect, "Alt＋番号で移動", 14, theme.INK_2)


class StepStrip(Painted, QWidget):
    """The rail lying down (200 % text): name, six nodes, the step; the drawer's button at right."""

    drawer = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plate = Plate("")
        self._steps: tuple[Step, ...] = ()
        self._here = 0
        self.drawer_button = Button("理由", Kind.SECOND, Size.TINY, self, key="F6")
        self.drawer_button.clicked.connect(self.drawer)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_strip(self, plate: Plate, steps: Sequence[Step], here: int, drawer: str) -> None:
        """`drawer` names the side panel (「理由」「期限」); empty hides its button."""
        self._plate, self._steps, self._here = plate, tuple(steps), here
        self.drawer_button.setVisible(bool(drawer))
        self.drawer_button.set_words(drawer)
        total = len(steps)
        self.setAccessibleName(f"{plate.name} {steps[here].title}")
        self.setAccessibleDescription(f"全{total}段階中、{here + 1}段階目")
        self._place()
        self.update()

    def natural_size(self) -> QSizeF:
        return QSizeF(300, 43)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        self._place()

    def _place(self) -> None:
        size = self.drawer_button.sizeHint()
        x = self.width() - size.width() - theme.scaled(12, self)
        y = (self.height() - size.height()) // 2
        self.drawer_button.setGeometry(x, y, size.width(), size.height())

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        painter.fillRect(QRectF(0, 0, size.width(), size.height()), theme.colour(theme.GROUND))
        bottom = size.height() - 0.5
        draw_line(painter, QPointF(0, bottom), QPointF(size.width(), bottom), theme.LINE)
        high = size.height() - 1
        button = self.drawer_button
        end = (button.x() if button.isVisible() else self.width()) / self.factor - 12
        title = self._steps[self._here].title if self._steps else ""
        rest = 14 + 32 * len(self._steps) + text_width(title, 14, True) + 12
        name = "氏名を表示しません" if self._plate.hidden else self._plate.name
        place = QRectF(12, 0, max(end - 12 - rest, 60), high)
        x = 12 + self._draw_name(painter, place, name) + 14
        for index, step in enumerate(self._steps):
            state = step.state
            if index == self._here and state is not NodeState.HALTED:
                state = NodeState.HERE
            draw_node(painter, QPointF(x + 12, high / 2), state, 24, str(index + 1))
            x += 32
        halted = bool(self._steps) and self._steps[self._here].state is NodeState.HALTED
        ink = theme.ERROR if halted else theme.PRIMARY
        draw_text(painter, QRectF(x, 0, max(end - x, 0), high), title, 14, ink, bold=True)

    def _draw_name(self, painter: QPainter, place: QRectF, name: str) -> float:
        """The name, smaller and at last with 「…」 where it is long; answers its width."""
        px = 20.0
        while px > 14 and name_width(name, px) > place.width():
            px -= 2
        if name_width(name, px) > place.width():
            name = shortened(name, place.width(), px)
        return paint_name(painter, place, name, px)
