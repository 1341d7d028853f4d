"""Both ends of a rail: the name plate on top (whose reception), what is saved at the foot."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui import theme
from ui.theme import Family, Width
from ui.widgets.arrange import Stack, put_away
from ui.widgets.button import Button
from ui.widgets.chip import Mark, draw_mark
from ui.widgets.drawing import Icon, Painted, draw_line, draw_text
from ui.widgets.fitted_names import FittedName, fit_name, paint_fitted
from ui.widgets.words import Run, draw_runs, runs_height


@dataclass(frozen=True, slots=True)
class Plate:
    """The name plate. `number` is shown only after commit; a protected reception has no name."""

    name: str
    line: str = ""
    number: str = ""
    hidden: bool = False


class NamePlate(Painted, QLabel):
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
        self.updateGeometry()
        self.update()

    def set_narrow(self, narrow: bool) -> None:
        self._narrow = narrow
        self.updateGeometry()
        self.update()

    @property
    def _left(self) -> float:
        return 16 if self._narrow else 20

    @property
    def _room(self) -> float:
        rail = theme.Measures(Width.NARROW if self._narrow else Width.WIDE).rail
        return rail - self._left - 13

    def _name(self) -> tuple[FittedName, float]:
        """The name as it fits the rail, and the height it takes."""
        px = 24 if self._narrow else 28
        fitted = fit_name(self._plate.name, self._room, px, least=16, lines=4)
        return fitted, max(px * 1.25, fitted.height)

    def _line_height(self) -> float:
        return max(20.0, runs_height((Run(self._plate.line),), self._room, 14, 1.45))

    def natural_size(self) -> QSizeF:
        number = 3 if self._plate.number else 0
        return QSizeF(120, 63.5 + self._name()[1] + self._line_height() + number)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        left, room, plate = self._left, self._room, self._plate
        y = 16.0
        fitted, high = self._name()
        if plate.hidden:
            mark = Mark(Icon.LOCK, "氏名を表示しません", theme.INK, bold=True)
            draw_mark(painter, left, y + high / 2, mark)
        else:
            paint_fitted(painter, QRectF(left, y, room, high), fitted)
        y += high + 4
        high = self._line_height()
        place = QRectF(left, y, room, high)
        draw_runs(painter, place, (Run(plate.line),), 14, theme.INK_2, 1.45)
        y += high
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
        self._way_out: Button | None = None
        self._narrow = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_narrow(self, narrow: bool) -> None:
        self._narrow = narrow
        self._edge()

    def _edge(self) -> None:
        """A second button takes some of the room around it: long names need the rail's height."""
        around = 12 if self._way_out is None else 9
        self.set_margins((16 if self._narrow else 20, around, 12, around))

    def show_saved(self, line: str, second: str = "", action: Button | None = None) -> None:
        self._line.show_lines(line, second)
        if self._action is not None and self._action is not action:
            put_away(self._action)
        if action is not None and action is not self._action:
            self.insert(1, action)
            self.layout().setAlignment(action, Qt.AlignmentFlag.AlignLeft)  # type: ignore[union-attr]
        self._action = action

    def show_way_out(self, button: Button | None) -> None:
        """A quiet way out of it all, under what is saved."""
        if self._way_out is not None and self._way_out is not button:
            put_away(self._way_out)
        if button is not None and button is not self._way_out:
            self.add(button, align=Qt.AlignmentFlag.AlignLeft)
        self._way_out = button
        self._edge()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, theme.colour(theme.LINE))
        painter.end()


class _FootLine(Painted, QLabel):
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
