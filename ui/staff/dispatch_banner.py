"""The banner of a line that is down (09): orange, three columns, nothing blocked."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from ui import theme
from ui.staff.error_panel import bound_keys
from ui.staff.frame_views import ActionView
from ui.staff.screen import StaffScreen
from ui.staff.side_parts import Line
from ui.staff.work_parts import Wrapped, flowing
from ui.staff.work_views import DegradedView
from ui.theme import Family, Width
from ui.widgets.arrange import Stack
from ui.widgets.button import Button, Kind, Size
from ui.widgets.drawing import (
    Icon,
    IconView,
    Painted,
    draw_barred_box,
    draw_line,
    draw_text,
    scaled_painter,
    text_width,
)
from ui.widgets.keyhint import draw_key, key_width
from ui.widgets.words import Run

_RULE = "#ffc199"


class _Top(Painted, QWidget):
    """What is down, and at the right the code and the page of the handbook with its key."""

    def __init__(self, view: DegradedView) -> None:
        super().__init__()
        self._view, self._two = view, False
        self.setAccessibleName(f"{view.title} コード {view.code} 手引 {view.page}")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_room(self, room: Width) -> None:
        self._two = room is Width.SMALL
        self.updateGeometry()
        self.update()

    def natural_size(self) -> QSizeF:
        return QSizeF(300, 52 if self._two else 28)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        view = self._view
        rect = QRectF(0, 0, size.width(), 28)
        draw_text(painter, rect, view.title, 18, bold=True, elide=True)
        row = QRectF(0, 26 if self._two else 0, size.width(), 26 if self._two else 28)
        code = text_width(view.code, 14, family=Family.FIGURES)
        label, page = text_width("コード ", 14), f"　手引 {view.page} "
        whole = label + code + text_width(page, 14) + key_width("F1")
        x = 0.0 if self._two else size.width() - whole
        for words, wide, family in (
            ("コード ", label, Family.TEXT),
            (view.code, code, Family.FIGURES),
            (page, text_width(page, 14), Family.TEXT),
        ):
            place = QRectF(x, row.top(), wide, row.height())
            draw_text(painter, place, words, 14, family=family)
            x += wide
        draw_key(painter, x, row.center().y(), "F1")


class _Columns(Stack):
    """The three columns with thin rules between them; one under the other where narrow."""

    def __init__(self, *columns: QWidget) -> None:
        super().__init__(across=True, gap=0, margins=(0, 6, 0, 0))
        self._columns = columns
        for column, share in zip(columns, (100, 100, 125), strict=True):
            self.add(column, share)

    def set_room(self, room: Width) -> None:
        small = room is Width.SMALL
        layout = self.layout()
        assert isinstance(layout, QBoxLayout)
        way = QBoxLayout.Direction
        layout.setDirection(way.TopToBottom if small else way.LeftToRight)
        for index, column in enumerate(self._columns):
            assert isinstance(column, Stack)
            left = 0 if small or index == 0 else 16
            last = index == len(self._columns) - 1
            top = (8 if index else 0) if small else 10
            column.set_margins((left, top, 0 if last else 16, 0 if small else 12))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        layout = self.layout()
        across = isinstance(layout, QBoxLayout) and (
            layout.direction() is QBoxLayout.Direction.LeftToRight
        )
        for column in self._columns[1:]:
            if across:
                x = column.x() + 0.5
                draw_line(painter, QPointF(x, 6), QPointF(x, self.height()), _RULE)
        painter.end()


def _column(head: str, words: Sequence[Run]) -> Stack:
    return Stack(Line(head, 14, ink=theme.INK_2), flowing(words), gap=2)


class DegradedBanner(Stack):
    """A line is down and work goes on. `action` gives the id of the button that was pressed."""

    action = Signal(str)

    def __init__(self, view: DegradedView, screen: StaffScreen) -> None:
        super().__init__(across=True, gap=12, margins=(22, 12, 17, 14))
        self.setAccessibleName(view.title)
        self.primary: Button | None = None
        self.add(IconView(Icon.ALERT, 28, theme.WARN_MARK), align=Qt.AlignmentFlag.AlignTop)
        buttons = [self._button(wanted, screen) for wanted in view.actions]
        last = _column("今すること", view.now)
        self._buttons = Wrapped(*buttons, gap=16)
        last.add(Stack(self._buttons, margins=(0, 8, 0, 0)))
        self._last = last
        self._top = _Top(view)
        self._columns = _Columns(
            _column("起きたこと", view.happened), _column("保存されているもの", view.saved), last
        )
        for column in self._columns.widgets():
            assert isinstance(column, Stack)
            column.push()
        self.add(Stack(self._top, self._columns, gap=0), 1)
        self.set_room(screen.room)

    def _button(self, wanted: ActionView, screen: StaffScreen) -> Button:
        kind = Kind.SECOND if wanted.primary else Kind.NEUTRAL
        button = screen.keyed(
            Button(wanted.words, kind, Size.SMALL, key=wanted.key), bound_keys(wanted.key)
        )
        button.clicked.connect(lambda: self.action.emit(wanted.id))
        if wanted.primary:
            self.primary = button
        return button

    def set_room(self, room: Width) -> None:
        """Where there is room, the buttons stand beside each other and their column takes it."""
        self._top.set_room(room)
        self._columns.set_room(room)
        wide = self._buttons.sizeHint().width() + theme.scaled(16, self)
        self._last.setMinimumWidth(wide if room is Width.WIDE else 0)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        with scaled_painter(self) as (painter, box):
            draw_barred_box(painter, box, theme.WARN_GROUND, theme.WARN_LINE, theme.WARN_MARK)
