"""Card and reader (カードと読取機): a drawing that shows where the card is and how reading went."""

from enum import Enum

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui import theme
from ui.theme import colour
from ui.widgets.drawing import Painted

_LAMP_OFF, _LAMP_BUSY, _LAMP_DONE, _LAMP_FAULT = "#999999", "#ffd43d", "#2cac6e", "#ff5454"


class CardState(Enum):
    """Card lifted or on the reader, colour of the lamp, mark on the card, words."""

    WAITING = (True, _LAMP_OFF, "", "カードを置いてください")
    PIN = (False, _LAMP_BUSY, "", "暗証番号を本人の画面で入力中")
    READING = (False, _LAMP_BUSY, "", "カードを読んでいます")
    DONE = (False, _LAMP_DONE, "check", "読取り済み")
    WRONG_PIN = (False, _LAMP_FAULT, "", "暗証番号がちがいます")
    LOCKED = (False, _LAMP_FAULT, "cross", "暗証番号が止まっています")
    REMOVED = (True, _LAMP_FAULT, "cross", "カードが外れました")


class CardAndReader(Painted, QLabel):
    """The drawing, 150 × 112."""

    def __init__(self, state: CardState = CardState.WAITING, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_state(state)

    @property
    def state(self) -> CardState:
        return self._state

    def show_state(self, state: CardState) -> None:
        self._state = state
        self.setAccessibleName(state.value[3])
        self.update()

    def natural_size(self) -> QSizeF:
        return QSizeF(150, 112)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        lifted, lamp, mark, _ = self._state.value
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("#333333"))
        painter.drawRoundedRect(QRectF(14, 84, 122, 16), 4, 4)
        painter.setBrush(colour("#666666"))
        painter.drawRoundedRect(QRectF(22, 76, 106, 10), 3, 3)
        painter.setBrush(colour(lamp))
        painter.drawEllipse(QPointF(124, 92), 3.5, 3.5)
        painter.translate(0, -16 if lifted else 0)
        painter.setPen(QPen(colour(theme.PRIMARY), 2.5))
        painter.setBrush(colour(theme.WHITE))
        painter.drawRoundedRect(QRectF(28, 18, 92, 58), 6, 6)
        painter.setPen(QPen(colour(theme.PRIMARY), 2))
        painter.setBrush(colour(theme.TINT_2))
        painter.drawEllipse(QPointF(52, 38), 9, 9)
        shoulders = QPainterPath(QPointF(39, 62))
        shoulders.cubicTo(40.5, 51, 63.5, 51, 65, 62)
        painter.drawPath(shoulders)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(theme.TINT_LINE))
        painter.drawRoundedRect(QRectF(78, 36, 30, 4), 2, 2)
        painter.drawRoundedRect(QRectF(78, 46, 22, 4), 2, 2)
        painter.translate(0, 16 if lifted else 0)
        if mark == "check":
            self._draw_check(painter)
        elif mark == "cross":
            pen = QPen(colour(theme.ERROR), 5)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawLine(QPointF(108, 22), QPointF(130, 44))
            painter.drawLine(QPointF(130, 22), QPointF(108, 44))

    def _draw_check(self, painter: QPainter) -> None:
        painter.setBrush(colour(theme.OK))
        painter.drawEllipse(QPointF(118, 28), 13, 13)
        pen = QPen(colour(theme.WHITE), 3.5)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline([QPointF(111, 28), QPointF(116, 33), QPointF(125, 23)])
