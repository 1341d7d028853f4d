"""Panels (枠) and headings: the frames that content of a page stands in."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.theme import Width
from ui.widgets.arrange import Label, Margins, Stack
from ui.widgets.drawing import draw_box


class Panel(Stack):
    """A white frame with radius 8; 2 blue when it is the place to act, 2 red in error."""

    def __init__(
        self,
        *widgets: QWidget,
        gap: float = 8,
        margins: Margins = (16, 14, 16, 14),
        across: bool = False,
        here: bool = False,
        faulty: bool = False,
        dashed: bool = False,
        ground: str = theme.WHITE,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(*widgets, across=across, gap=gap, margins=margins, parent=parent)
        self._here, self._faulty, self._dashed, self._ground = here, faulty, dashed, ground
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def set_here(self, here: bool) -> None:
        self._here = here
        self.update()

    def set_faulty(self, faulty: bool) -> None:
        self._faulty = faulty
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        at = theme.factor(self)
        painter.scale(at, at)
        line, width = theme.LINE, 1.0
        if self._faulty:
            line, width = theme.ERROR, 2.0
        elif self._here or self._dashed:
            line, width = theme.PRIMARY, 2.0
        draw_box(
            painter,
            QRectF(0, 0, self.width() / at, self.height() / at),
            fill=self._ground,
            line=line,
            width=width,
            dashed=self._dashed,
        )
        painter.end()


class Section(Stack):
    """Heading of a panel (18 bold) with words in grey behind and anything at the right."""

    def __init__(self, title: str, sub: str = "", parent: QWidget | None = None) -> None:
        super().__init__(across=True, gap=10, parent=parent)
        self.title = Label(title, 18, bold=True, ink=theme.INK_STRONG, leading=1.4)
        self.sub = Label(sub, 14, bold=True, ink=theme.INK_2)
        self.add(self.title)
        self.add(self.sub)
        self.push()

    def add_right(self, widget: QWidget) -> None:
        self.add(widget, align=Qt.AlignmentFlag.AlignVCenter)


class PageHead(Stack):
    """Head of a page (48): title 24, one line of words, chips and buttons at the right."""

    def __init__(self, title: str, sub: str = "", parent: QWidget | None = None) -> None:
        self._least = 48
        self._sub_words = sub
        super().__init__(across=True, gap=16, parent=parent)
        self.title = Label(title, 24, bold=True, ink=theme.INK_STRONG)
        self.sub = Label(sub, 14, ink=theme.INK_2)
        self.sub.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.add(self.title)
        self.add(self.sub, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._tall()

    def add_right(self, widget: QWidget) -> None:
        self.add(widget, align=Qt.AlignmentFlag.AlignVCenter)

    def show_words(self, title: str, sub: str = "") -> None:
        """Other words on the same head."""
        self._sub_words = sub
        self.title.setText(title)
        self.sub.setText(sub)

    def set_room(self, room: Width) -> None:
        """At SMALL the title shrinks to 20 and the words under it go."""
        small = room is Width.SMALL
        self._least = 36 if small else 48
        self.title.set_size(20 if small else 24)
        self.sub.setText("" if small else self._sub_words)
        self._tall()

    def _tall(self) -> None:
        self.setMinimumHeight(theme.scaled(self._least, self))

    def _measure(self) -> None:
        super()._measure()
        self._tall()
