"""The panel at the right of the frame, and the ticket queue at the foot of the list's rail."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui import theme
from ui.staff.screen import Page, first_focusable
from ui.theme import Width
from ui.widgets.arrange import Content, Label, Stack


class _SidePage(Page):
    """What scrolls in the side panel; takes the focus, so that arrow keys reach all of it."""

    focus_inside = True

    def __init__(self, inside: Stack) -> None:
        super().__init__(inside)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("右の枠")


class SidePanel(QWidget):
    """The panel at the right with its rule; scrolls by itself. At 200 % text it is a drawer."""

    def __init__(self, parent: QWidget, widths: Mapping[Width, float] | None = None) -> None:
        super().__init__(parent)
        self._room, self._widths = Width.WIDE, widths
        self._holder = Content(gap=0)
        self._holder.push()
        self._scroll = _SidePage(self._holder)
        box = QVBoxLayout(self)
        box.setContentsMargins(1, 0, 0, 0)
        box.addWidget(self._scroll)
        self.setAutoFillBackground(True)

    def show_content(self, content: QWidget | None) -> None:
        for old in self._holder.widgets():
            if old is not content:
                self._holder.layout().removeWidget(old)  # type: ignore[union-attr]
                old.hide()
                old.setParent(None)
        if content is not None and content not in self._holder.widgets():
            self._holder.insert(0, content)
        if content is not None:
            content.show()
        self._scroll.verticalScrollBar().setValue(0)

    @property
    def page(self) -> QWidget:
        """The panel as a whole, as the focus finds it."""
        return self._scroll

    def name(self, words: str) -> None:
        self._scroll.setAccessibleName(words or "右の枠")

    def entry(self) -> QWidget:
        """Where F6 goes: the first part that takes the focus, else the panel as a whole."""
        inside = first_focusable(self._holder)
        return self._scroll if inside is None else inside

    def set_room(self, room: Width) -> None:
        self._room = room
        self._measure()

    def _measure(self) -> None:
        across, down = (20, 16) if self._room is Width.WIDE else (16, 14)
        self._holder.set_margins((across, down, self._holder.margins[2], down))
        self._scroll.set_pad(across)

    def wanted_width(self) -> int:
        widths = self._widths
        usual = theme.Measures(self._room).side
        return theme.scaled(usual if widths is None else widths[self._room], self)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.ParentChange):
            self._measure()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour(theme.WHITE))
        painter.fillRect(0, 0, 1, self.height(), theme.colour(theme.LINE))
        painter.end()


class Waiting(Stack):
    """The ticket queue at the foot of the list rail."""

    def __init__(self, line: str, second: str) -> None:
        super().__init__(gap=0, margins=(20, 13, 12, 12))
        self.add(Label(line, 16, bold=True))
        self.add(Label(second, 14, ink=theme.INK_2, leading=1.45))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_room(self, room: Width) -> None:
        """In line with the rest of the rail."""
        self.set_margins((20 if room is Width.WIDE else 16, 13, 12, 12))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, theme.colour(theme.LINE))
        painter.end()
