"""Both ends of a rail: the name plate on top (whose reception), what is saved at the foot."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.theme import Family
from ui.widgets.arrange import Stack
from ui.widgets.button import Button
from ui.widgets.chip import Mark, draw_mark
from ui.widgets.drawing import Icon, Painted, draw_line, draw_text
from ui.widgets.names import name_width, paint_name


@dataclass(frozen=True, slots=True)
class Plate:
    """The name plate. `number` is shown only after commit; a protected reception has no name."""

    name: str
    line: str = ""
    number: str = ""
    hidden: bool = False


class NamePlate(Painted, QWidget):
    """Name in Mincho 28, the household under it, and the number or when it will come."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plate = Plate("")
        self._narrow = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_plate(self, plate: Plate) -> None:
        self._plate = plate
        name = "氏名を表示しません" if plate.hidden else plate.name
        self.setAccessibleName(f"{name} {plate.line} {plate.number}".strip())
        self.update()

    def set_narrow(self, narrow: bool) -> None:
        self._narrow = narrow
        self.updateGeometry()
        self.update()

    def natural_size(self) -> QSizeF:
        return QSizeF(120, 113 if self._narrow else 119)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        left, px = (16.0, 24.0) if self._narrow else (20.0, 28.0)
        room = size.width() - left - 8
        plate = self._plate
        y = 16.0
        if plate.hidden:
            draw_mark(painter, left, y + 17, Mark(Icon.LOCK, "氏名を表示しません", theme.INK, True))
        else:
            wide = name_width(plate.name, px)
            px = px if wide <= room else max(18.0, px * room / wide)
            paint_name(painter, QRectF(left, y, room, 35), plate.name, px)
        y += 35 if not self._narrow else 30
        draw_text(painter, QRectF(left, y + 4, room, 20), plate.line, 14, theme.INK_2)
        y += 24
        if plate.number:
            words = f"受付番号 {plate.number}"
            rect = QRectF(left, y + 8, room, 22)
            draw_text(painter, rect, words, 14, theme.INK_STRONG, bold=True, family=Family.FIGURES)
        else:
            mark = Mark(Icon.INFO, "番号は確定後に付きます", theme.INK_2)
            draw_mark(painter, left, y + 19, mark)
        bottom = size.height() - 0.5
        draw_line(painter, QPointF(0, bottom), QPointF(size.width(), bottom), theme.LINE)


class RailFoot(Stack):
    """What is saved, at the foot of a rail."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(gap=6, margins=(20, 12, 12, 12), parent=parent)
        self._line = _FootLine()
        self.add(self._line)
        self._action: Button | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_narrow(self, narrow: bool) -> None:
        self.set_margins((16 if narrow else 20, 12, 12, 12))

    def show_saved(self, line: str, second: str = "", action: Button | None = None) -> None:
        self._line.show_lines(line, second)
        if self._action is not None and self._action is not action:
            self._action.setParent(None)
            self._action.deleteLater()
        if action is not None and action is not self._action:
            self.add(action, align=Qt.AlignmentFlag.AlignLeft)
        self._action = action

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, theme.colour(theme.LINE))
        painter.end()


class _FootLine(Painted, QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._lines = ("", "")

    def show_lines(self, line: str, second: str) -> None:
        self._lines = (line, second)
        self.setAccessibleName(f"{line} {second}".strip())
        self.updateGeometry()
        self.update()

    def natural_size(self) -> QSizeF:
        return QSizeF(100, 41 if self._lines[1] else 20)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        line, second = self._lines
        if line:
            draw_mark(painter, 0, 10, Mark(Icon.OK_RING, line, theme.OK))
        if second:
            draw_text(painter, QRectF(0, 21, size.width(), 20), second, 14, theme.INK_2)


def paint_ground(widget: QWidget) -> None:
    painter = QPainter(widget)
    painter.fillRect(widget.rect(), theme.colour(theme.GROUND))
    edge = widget.width() - 1
    painter.fillRect(edge, 0, 1, widget.height(), theme.colour(theme.LINE))
    painter.end()
