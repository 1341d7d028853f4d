"""Arranging parts: stacks and labels whose measures follow the text scale of their window."""

from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QTextLayout
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel, QScrollArea, QSizePolicy, QWidget

from ui import theme
from ui.theme import Family

Margins = tuple[float, float, float, float]
"""Left, top, right, bottom, px at 100 %."""


def put_away(widget: QWidget) -> None:
    """Take a widget off the screen for good.

    Hidden first: a layout's late show would open it as a window of its own.
    """
    widget.hide()
    widget.setParent(None)
    widget.deleteLater()


def placed(inside: QWidget) -> list[tuple[int, QWidget]]:
    """The parts of a widget by their place in its layout; what is in none comes last, at -1.

    Never by `itemAt`: PySide keeps each item it has shown as long as the layout lives, also when
    Qt has long deleted it, and takes whatever comes to lie at its address for that item.
    """
    layout = inside.layout()
    children = inside.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    found = [(-1 if layout is None else layout.indexOf(child), child) for child in children]
    return sorted(found, key=lambda pair: (pair[0] < 0, pair[0]))


class Stack(QWidget):
    """Widgets one under the other, or beside each other with `across=True`. Sizes at 100 %."""

    def __init__(
        self,
        *widgets: QWidget,
        across: bool = False,
        gap: float = 12,
        margins: Margins = (0, 0, 0, 0),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        direction = QBoxLayout.Direction.LeftToRight if across else QBoxLayout.Direction.TopToBottom
        self._box = QBoxLayout(direction, self)
        self._gap, self._margins = gap, margins
        self._measure()
        for widget in widgets:
            self.add(widget)

    def add(
        self,
        widget: QWidget,
        stretch: int = 0,
        align: Qt.AlignmentFlag | None = None,
    ) -> None:
        if align is None:
            self._box.addWidget(widget, stretch)
        else:
            self._box.addWidget(widget, stretch, align)

    def insert(self, index: int, widget: QWidget) -> None:
        self._box.insertWidget(index, widget)

    def push(self, stretch: int = 1) -> None:
        """Room that takes what is left."""
        self._box.addStretch(stretch)

    def clear(self) -> None:
        """Take everything out and delete it."""
        for widget in self.widgets():
            self._box.removeWidget(widget)
            put_away(widget)
        while self._box.takeAt(0) is not None:
            pass  # the room of `push`

    @property
    def margins(self) -> Margins:
        return self._margins

    def set_margins(self, margins: Margins) -> None:
        self._margins = margins
        self._measure()

    def widgets(self) -> tuple[QWidget, ...]:
        return tuple(w for at, w in placed(self) if at >= 0)

    def _measure(self) -> None:
        self._box.setSpacing(theme.scaled(self._gap, self))
        left, top, right, bottom = (theme.scaled(side, self) for side in self._margins)
        self._box.setContentsMargins(left, top, right, bottom)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.ParentChange):
            self._measure()


class Label(QLabel):
    """Text as it is (never HTML), in one style that follows the text scale.

    A line is `leading` × `size` high, so that the focus frame of what stands below leaves it free,
    and so that lines which wrap stand apart: Qt would set them as tight as the letters allow.
    """

    def __init__(
        self,
        text: str = "",
        size: float = 16,
        parent: QWidget | None = None,
        *,
        bold: bool = False,
        ink: str = theme.INK,
        family: Family = Family.TEXT,
        wrap: bool = False,
        leading: float = 1.5,
    ) -> None:
        super().__init__(parent)
        self._leading = leading
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.setWordWrap(wrap)
        self._style = (size, bold, family)
        self._ink = ink
        self._measure()
        self.setText(text)

    def set_size(self, size: float) -> None:
        _, bold, family = self._style
        self._style = (size, bold, family)
        self._measure()

    def _line(self) -> int:
        """How high one line is."""
        return theme.scaled(self._style[0] * self._leading, self)

    def _room(self, found: int) -> int:
        """A height as Qt has it, with the room a line has more than its letters."""
        return max(found + self._line() - self.fontMetrics().height(), self._line())

    def _wrapped(self, width: int) -> QTextLayout:
        """The lines of a text that wraps, each in the middle of its room."""
        layout = QTextLayout(self.text().replace("\n", "\u2028"), self.font())
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, 1))
            top = line.lineNumber() * self._line()
            line.setPosition(QPointF(0, top + (self._line() - line.height()) / 2))
        layout.endLayout()
        return layout

    def sizeHint(self) -> QSize:  # noqa: N802
        hint = super().sizeHint()
        wraps = self.wordWrap()
        hint.setHeight(self.heightForWidth(hint.width()) if wraps else self._room(hint.height()))
        return hint

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        hint = super().minimumSizeHint()
        hint.setHeight(self._line() if self.wordWrap() else self._room(hint.height()))
        return hint

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        if not self.wordWrap():
            return super().heightForWidth(width)
        return max(self._wrapped(width).lineCount(), 1) * self._line()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        if not self.wordWrap():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(theme.colour(self._ink))
        layout = self._wrapped(self.width())
        spare = self.height() - layout.lineCount() * self._line()
        layout.draw(painter, QPointF(0, max(spare / 2, 0)))
        painter.end()

    def _measure(self) -> None:
        size, bold, family = self._style
        wanted = theme.font(size, bold, family, of=self)
        if wanted != self.font():
            self.setFont(wanted)
        palette = self.palette()
        ink = theme.colour(self._ink)
        if palette.color(self.foregroundRole()) != ink:
            palette.setColor(self.foregroundRole(), ink)
            self.setPalette(palette)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.ParentChange):
            self._measure()


class Content(Stack):
    """What a `Scroll` holds: as high as its width asks for, and no higher.

    Qt takes the least height of the parts at their own width for the least of the whole, which
    for wrapping parts is more than they need where they stand.
    """

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(super().minimumSizeHint().width(), 0)


class Scroll(QScrollArea):
    """A place that scrolls up and down; its bar, 10 wide, is always shown."""

    def __init__(self, inside: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inside)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(0, 0)


class Rule(QWidget):
    """A thin line across."""

    def __init__(self, ink: str = theme.LINE, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAutoFillBackground(True)
        palette = self.palette()
        palette.setColor(self.backgroundRole(), theme.colour(ink))
        self.setPalette(palette)
