"""The line of nodes (段の線): steps, card reading, commitments, tablet progress, pips of a row.

One drawing, one meaning everywhere: filled with a check = done, thick ring = here, thin ring =
to come, dashed ring = waits for another, red square with a cross = refused.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui import theme
from ui.theme import Family, colour
from ui.widgets.drawing import CENTRE, Icon, Painted, draw_box, draw_icon, draw_text, text_width


class NodeState(StrEnum):
    """What one node says."""

    TO_COME = "to come"
    HERE = "here"
    DONE = "done"
    FINISHED = "finished"
    """Done for good: green (完了と受入のあと)."""
    WAITS = "waits"
    """Waits for the other side."""
    LATE = "late"
    REFUSED = "refused"
    HALTED = "halted"
    """A step that a problem stops: red disc with 「!」."""


_SPOKEN: Final = {
    NodeState.TO_COME: "これから",
    NodeState.HERE: "いまここ",
    NodeState.DONE: "済み",
    NodeState.FINISHED: "終わり",
    NodeState.WAITS: "待ち",
    NodeState.LATE: "おくれ",
    NodeState.REFUSED: "お断り",
    NodeState.HALTED: "問題あり",
}


@dataclass(frozen=True, slots=True)
class Node:
    """One node: its state and the words under or beside it (a time, 「約束待ち」, a title)."""

    state: NodeState = NodeState.TO_COME
    words: str = ""


class NodeUse(Enum):
    """The uses of the line, and the node's diameter in px."""

    TRACK = 18
    """Four columns with words below: commitments and card reading."""
    STRIP = 24
    """Numbered nodes in a row: the steps at 200 % text."""
    STEPS = 28
    """Numbered nodes down the rail."""
    PROGRESS = 20
    """The tablet's dots, the current one 28."""
    PIPS = 12
    """Small bars in a row of a list."""


def draw_node(
    painter: QPainter, centre: QPointF, state: NodeState, diameter: float, number: str = ""
) -> None:
    """One node; `number` stands in rings of the step list."""
    r = diameter / 2
    box = QRectF(centre.x() - r, centre.y() - r, diameter, diameter)
    numbered = diameter >= 24
    if state in (NodeState.DONE, NodeState.FINISHED, NodeState.HALTED):
        fill = {NodeState.DONE: theme.PRIMARY, NodeState.FINISHED: theme.OK}.get(state, theme.ERROR)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(fill))
        painter.drawEllipse(box)
        if state is NodeState.HALTED:
            draw_text(
                painter, box, "!", 16, theme.WHITE, bold=True, family=Family.FIGURES, align=CENTRE
            )
        else:
            side = 16 if numbered else 12
            mark = QRectF(centre.x() - side / 2, centre.y() - side / 2, side, side)
            draw_icon(painter, mark, Icon.CHECK, theme.WHITE, 2.2 if numbered else 3)
        return
    if state is NodeState.REFUSED:
        draw_box(painter, box, fill=theme.WHITE, line=theme.ERROR, width=2, radius=3)
        mark = QRectF(centre.x() - 6, centre.y() - 6, 12, 12)
        draw_icon(painter, mark, Icon.CROSS, theme.ERROR, 3)
        return
    width, ink, dashed = _RINGS[state]
    if state is NodeState.HERE:
        width = 3 if numbered else 5
    elif numbered and state is NodeState.TO_COME:
        ink = theme.LINE_STRONG
    pen = QPen(colour(ink), width)
    if dashed:
        pen.setDashPattern([2.35, 1.9])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.setBrush(colour(theme.WHITE))
    painter.drawEllipse(box.adjusted(width / 2, width / 2, -width / 2, -width / 2))
    if numbered and number:
        here = state is NodeState.HERE
        draw_text(
            painter,
            box,
            number,
            16 if diameter >= 28 else 14,
            theme.PRIMARY if here else theme.INK_2_RESIDENT,
            bold=True,
            family=Family.FIGURES,
            align=CENTRE,
        )


_RINGS: Final = {
    NodeState.TO_COME: (2.0, theme.LINE_GROUP, False),
    NodeState.HERE: (5.0, theme.PRIMARY, False),
    NodeState.WAITS: (2.0, theme.LINE_STRONG, True),
    NodeState.LATE: (2.0, theme.ERROR, True),
}


def draw_track(painter: QPainter, rect: QRectF, nodes: Sequence[Node]) -> None:
    """Nodes in equal columns over `rect` (40 high), the line between them, words below each."""
    column = rect.width() / len(nodes)
    y = rect.top() + 9
    for index, node in enumerate(nodes):
        x = rect.left() + column * (index + 0.5)
        if index:
            _draw_link(painter, QPointF(x - column, y), QPointF(x, y), node.state)
    for index, node in enumerate(nodes):
        x = rect.left() + column * (index + 0.5)
        draw_node(painter, QPointF(x, y), node.state, NodeUse.TRACK.value)
        ink, bold = theme.INK, False
        if node.state in (NodeState.REFUSED, NodeState.LATE, NodeState.HALTED):
            ink, bold = theme.ERROR_INK, True
        elif node.state is NodeState.HERE:
            ink, bold = theme.PRIMARY, True
        words = QRectF(x - column, rect.top() + 21, 2 * column, 18)
        draw_text(painter, words, _told(nodes, index, column), 14, ink, bold=bold, align=CENTRE)


def _told(nodes: Sequence[Node], index: int, column: float) -> str:
    """A node's words; without what stands in brackets where they would touch their neighbours."""
    words = nodes[index].words
    near = (*nodes[max(index - 1, 0) : index], *nodes[index + 1 : index + 2])
    room = 2 * column - max((text_width(node.words, 14) for node in near), default=0) - 8
    return words if text_width(words, 14, bold=True) <= room else words.partition("（")[0]


def _draw_link(painter: QPainter, start: QPointF, end: QPointF, state: NodeState) -> None:
    ink = {
        NodeState.DONE: theme.PRIMARY,
        NodeState.HERE: theme.PRIMARY,
        NodeState.FINISHED: theme.OK,
        NodeState.REFUSED: theme.ERROR,
    }.get(state, theme.LINE_KEY)
    pen = QPen(colour(ink), 2)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if state is NodeState.REFUSED:
        pen.setDashPattern([2.5, 2])
    painter.setPen(pen)
    painter.drawLine(start, end)


def draw_pips(painter: QPainter, x: float, middle: float, states: Sequence[NodeState]) -> float:
    """Small bars 12 × 8, 3 apart: done filled, here with a thick edge; answers the width."""
    for index, state in enumerate(states):
        box = QRectF(x + index * 15, middle - 4, 12, 8)
        if state in (NodeState.DONE, NodeState.FINISHED):
            draw_box(painter, box, fill=theme.PRIMARY, radius=1)
        elif state is NodeState.HERE:
            draw_box(painter, box, fill=theme.WHITE, line=theme.PRIMARY, width=2, radius=1)
        else:
            draw_box(painter, box, fill=theme.WHITE, line=theme.LINE_STRONG, radius=1)
    return len(states) * 15 - 3


def draw_progress(
    painter: QPainter,
    x: float,
    middle: float,
    nodes: Sequence[Node],
    family: Family = Family.TEXT,
) -> float:
    """The tablet's dots with the words of the current one behind; answers the width."""
    words = ""
    for index, node in enumerate(nodes):
        here, done = node.state is NodeState.HERE, node.state is NodeState.DONE
        if index:
            ink = theme.PRIMARY if nodes[index - 1].state is NodeState.DONE else theme.LINE_STRONG
            painter.fillRect(QRectF(x, middle - 1.5, 26, 3), colour(ink))
            x += 26
        side, edge = (28.0, 6.0) if here else (20.0, 3.0)
        painter.setPen(QPen(colour(theme.PRIMARY if here or done else theme.LINE_STRONG), edge))
        painter.setBrush(colour(theme.PRIMARY if done else theme.WHITE))
        painter.drawEllipse(QPointF(x + side / 2, middle), (side - edge) / 2, (side - edge) / 2)
        x += side
        words = node.words if here else words
    rect = QRectF(x + 14, middle - 16, text_width(words, 22, True, family), 32)
    draw_text(painter, rect, words, 22, theme.INK_STRONG, bold=True, family=family)
    return rect.right()


class NodeLine(Painted, QLabel):
    """The line as a widget. TRACK stretches; the others have their own width."""

    def __init__(
        self,
        nodes: Sequence[Node],
        use: NodeUse = NodeUse.TRACK,
        parent: QWidget | None = None,
        *,
        family: Family = Family.TEXT,
    ) -> None:
        super().__init__(parent)
        self._use, self._family = use, family
        stretch = use in (NodeUse.TRACK, NodeUse.STEPS)
        across = QSizePolicy.Policy.Expanding if stretch else QSizePolicy.Policy.Fixed
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)
        self.show_nodes(nodes)

    def show_nodes(self, nodes: Sequence[Node]) -> None:
        self._nodes = tuple(nodes)
        self.setAccessibleName("、".join(f"{n.words} {_SPOKEN[n.state]}".strip() for n in nodes))
        self.updateGeometry()
        self.update()

    def natural_size(self) -> QSizeF:
        count = len(self._nodes)
        if self._use is NodeUse.TRACK:
            return QSizeF(66 * count, 42)
        if self._use is NodeUse.PIPS:
            return QSizeF(count * 15 - 3, 20)
        if self._use is NodeUse.STRIP:
            return QSizeF(count * 32 - 8, 24)
        if self._use is NodeUse.STEPS:
            return QSizeF(160, count * 64)
        here = next((n.words for n in self._nodes if n.state is NodeState.HERE), "")
        return QSizeF(count * 46 - 26 + 8 + 14 + text_width(here, 22, True, self._family) + 2, 56)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        middle = size.height() / 2
        if self._use is NodeUse.TRACK:
            draw_track(painter, QRectF(0, 1, size.width(), 40), self._nodes)
        elif self._use is NodeUse.PIPS:
            draw_pips(painter, 0, middle, [node.state for node in self._nodes])
        elif self._use is NodeUse.PROGRESS:
            draw_progress(painter, 0, middle, self._nodes, self._family)
        elif self._use is NodeUse.STRIP:
            for index, node in enumerate(self._nodes):
                centre = QPointF(12 + index * 32, middle)
                draw_node(painter, centre, node.state, 24, str(index + 1))
        else:
            for index, node in enumerate(self._nodes):
                draw_step(painter, QRectF(0, index * 64, size.width(), 64), index, node)


def draw_step(painter: QPainter, row: QRectF, index: int, node: Node, left: float = 0) -> None:
    """Node of a vertical step with the line that reaches up to the node before it."""
    x = row.left() + left + 14
    middle = row.center().y()
    if index:
        reached = node.state in (NodeState.DONE, NodeState.HERE, NodeState.FINISHED)
        pen = QPen(colour(theme.PRIMARY if reached else theme.LINE_KEY), 2)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawLine(QPointF(x, row.top() - 18), QPointF(x, middle - 14))
    draw_node(painter, QPointF(x, middle), node.state, NodeUse.STEPS.value, str(index + 1))
    if node.words and left == 0:
        words = QRectF(x + 26, row.top(), row.right() - x - 26, row.height())
        draw_text(painter, words, node.words)
