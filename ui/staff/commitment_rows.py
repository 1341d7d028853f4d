"""Rows of commitments (07): what was asked of whom, its four acts, and how its message fares."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from counter_app.model.message import DeliveryState
from ui import theme
from ui.staff.work_views import CommitmentRowView, PartyKind
from ui.theme import Width
from ui.widgets.chip import DeliveryMark, Mark, draw_mark
from ui.widgets.drawing import (
    CENTRE,
    Icon,
    Painted,
    draw_icon,
    draw_line,
    draw_text,
)
from ui.widgets.nodes import NodeState, draw_track
from ui.widgets.words import Run, draw_runs, runs_height

ACTS: Final = ("依頼", "約束", "完了", "受入")
ROW_HEIGHT: Final = 51.0
_PAD: Final = 8.0
_ICONS: Final = {
    PartyKind.GAS: Icon.FLAME,
    PartyKind.ELECTRICITY: Icon.BOLT,
    PartyKind.WATER: Icon.DROP,
    PartyKind.VEHICLE: Icon.CAR,
}
_MARKS: Final = {
    DeliveryState.HELD: Mark(Icon.SHIELD, "解除待ち", theme.WARN_INK),
    DeliveryState.WAITING: DeliveryMark.WAITS.mark(),
    DeliveryState.RESENDING: DeliveryMark.RESENT.mark(),
    DeliveryState.DELIVERED: DeliveryMark.ARRIVED.mark(),
    DeliveryState.FAILED: DeliveryMark.FAILED.mark(),
    DeliveryState.EXPIRED: DeliveryMark.EXPIRED.mark(),
    DeliveryState.CANCELLED: Mark(Icon.BAR, "止めた", theme.INK_2),
}
_SPOKEN: Final = {
    NodeState.DONE: "済み",
    NodeState.FINISHED: "済み",
    NodeState.LATE: "おくれ",
    NodeState.HERE: "いま",
}
_WIDTHS: Final = {
    Width.WIDE: (10.0, 296.0, 132.0, 108.0),
    Width.NARROW: (8.0, 264.0, 124.0, 100.0),
    Width.SMALL: (8.0, 248.0, 0.0, 100.0),
}


def delivery_mark(row: CommitmentRowView) -> Mark:
    """How the message of a commitment fares, never mixed with the acts."""
    if row.delivery is None:
        return Mark(Icon.BAR, row.delivery_words or "まだ", theme.INK_2)
    mark = _MARKS[row.delivery]
    return Mark(mark.icon, row.delivery_words or mark.text, mark.ink, mark.bold)


def commitment_columns(width: float, room: Width) -> tuple[QRectF, QRectF, QRectF, QRectF]:
    """Title, track, delivery (empty where there is little room) and date, in a row of `width`."""
    gap, track, delivery, due = _WIDTHS[room]
    right = width - _PAD
    places = []
    for wide in (due, delivery, track):
        places.append(QRectF(right - wide, 0, wide, ROW_HEIGHT))
        right -= wide + (gap if wide else 0)
    last, third, second = places
    return QRectF(_PAD, 0, max(right - _PAD, 40), ROW_HEIGHT), second, third, last


class CommitmentHead(Painted, QWidget):
    """The heads over the rows (32): the four acts stand over their nodes."""

    def __init__(self) -> None:
        super().__init__()
        self._room = Width.WIDE
        self.setAccessibleName("頼んだこと・相手、" + "、".join(ACTS) + "、送信、期限・約束")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_room(self, room: Width) -> None:
        self._room = room
        self.update()

    def natural_size(self) -> QSizeF:
        return QSizeF(300, 32)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        title, track, delivery, due = commitment_columns(size.width(), self._room)
        heads: list[tuple[QRectF, str]] = [(title, "頼んだこと・相手"), (due, "期限・約束")]
        if delivery.width():
            heads.append((delivery, "送信"))
        for rect, words in heads:
            rect.setHeight(31)
            draw_text(painter, rect, words, 14, theme.INK_2)
        share = track.width() / len(ACTS)
        for index, words in enumerate(ACTS):
            rect = QRectF(track.left() + index * share, 0, share, 31)
            draw_text(painter, rect, words, 14, theme.INK_2, align=CENTRE)
        y = size.height() - 0.5
        draw_line(painter, QPointF(0, y), QPointF(size.width(), y), theme.LINE_STRONG)


class CommitmentRow(Painted, QAbstractButton):
    """One commitment (51 high). `bare` stands in a card: no ground of its own, no line below."""

    focus_inside = True

    def __init__(self, view: CommitmentRowView, *, bare: bool = False) -> None:
        super().__init__()
        self._bare, self._room = bare, Width.WIDE
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setObjectName("row")
        self.view = view
        self.show_row(view)

    def show_row(self, view: CommitmentRowView) -> None:
        self.view = view
        self.setText(view.title)
        said = [view.title, view.party]
        for act, node in zip(ACTS, view.nodes, strict=True):
            if node.state is not NodeState.TO_COME:
                said.append(f"{act} {node.words} {_SPOKEN.get(node.state, '')}".strip())
        said += [f"送信 {delivery_mark(view).text}", view.due]
        self.setAccessibleName("、".join(filter(None, said)))
        self.updateGeometry()
        self.update()

    def set_room(self, room: Width) -> None:
        self._room = room
        self.updateGeometry()
        self.update()

    def natural_size(self) -> QSizeF:
        return QSizeF(300, ROW_HEIGHT)

    def _title_height(self, width: float) -> float:
        room = commitment_columns(width, self._room)[0].width()
        return runs_height((Run(self.view.title, True),), room, 16, 1.3)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """51 while the title stands on one line."""
        more = self._title_height(width / self.factor) - 20.8
        return round((ROW_HEIGHT + max(more, 0)) * self.factor)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        view = self.view
        whole = QRectF(0, 0, size.width(), size.height())
        if not self._bare:
            if self.isChecked():
                painter.fillRect(whole, theme.colour(theme.TINT))
                painter.fillRect(QRectF(0, 0, 4, size.height()), theme.colour(theme.PRIMARY))
            y = size.height() - 0.5
            draw_line(painter, QPointF(0, y), QPointF(size.width(), y), theme.LINE_SOFT)
        title, track, delivery, due = commitment_columns(size.width(), self._room)
        middle = size.height() / 2
        high = self._title_height(size.width())
        top = middle - (high + 20) / 2
        line = QRectF(title.left(), top, title.width(), high)
        draw_runs(painter, line, (Run(view.title, True),), 16, leading=1.3)
        self._draw_party(painter, QRectF(title.left(), top + high, title.width(), 20))
        draw_track(painter, track.adjusted(0, middle - 19.5, 0, 0), view.nodes)
        if delivery.width():
            draw_mark(painter, delivery.left(), middle, delivery_mark(view))
        words = (Run(view.due or "—"),)
        high = runs_height(words, due.width(), 14, 1.35)
        draw_runs(painter, due.adjusted(0, middle - high / 2, 0, 0), words, 14, leading=1.35)

    def _draw_party(self, painter: QPainter, rect: QRectF) -> None:
        """Who executes; where the column of the messages is gone, an unusual one stands here."""
        mark = delivery_mark(self.view)
        if self._room is Width.SMALL and self.view.delivery not in (DeliveryState.DELIVERED, None):
            draw_mark(painter, rect.left(), rect.center().y(), mark)
            return
        icon = _ICONS.get(self.view.kind)
        if icon is not None:
            box = QRectF(rect.left(), rect.center().y() - 8, 16, 16)
            draw_icon(painter, box, icon, theme.INK_2)
            rect = rect.adjusted(20, 0, 0, 0)
        draw_text(painter, rect, self.view.party, 14, theme.INK_2, elide=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            super().keyPressEvent(event)
        else:
            event.ignore()  # arrows are the list's, Enter the pane's


def tab_stop(rows: Sequence[CommitmentRow], chosen: CommitmentRow | None) -> None:
    """One row of the list is reached by Tab: the chosen one, else the first."""
    stop = chosen or (rows[0] if rows else None)
    for row in rows:
        row.setFocusPolicy(Qt.FocusPolicy.StrongFocus if row is stop else Qt.FocusPolicy.ClickFocus)
