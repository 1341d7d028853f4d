"""Small parts of the side panel: headings, rows of two texts, deadlines, the record of checks."""

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui import theme
from ui.staff.reception_views import DeadlineRowView, LogRowView
from ui.theme import Family
from ui.widgets.arrange import Label, Margins, Stack
from ui.widgets.clock import clock_width, draw_clock
from ui.widgets.drawing import RIGHT, Painted, draw_line, draw_text, text_width
from ui.widgets.words import Run, Words


class Line(Label):
    """A label of secondary size (14)."""

    def __init__(
        self,
        words: str,
        size: float = 14,
        *,
        bold: bool = False,
        ink: str = theme.INK,
        leading: float = 1.5,
        family: Family = Family.TEXT,
    ) -> None:
        super().__init__(words, size, bold=bold, ink=ink, leading=leading, family=family)


def side_title(words: str, sub: str = "") -> QWidget:
    """Title of the panel or of a part of it (18 bold), with words in grey behind."""
    runs = [Run(words, bold=True, ink=theme.INK_STRONG)]
    if sub:
        runs.append(Run(f"　{sub}", bold=True, size=14, ink=theme.INK_2))
    return Words(runs, 18, leading=1.36)


def side_head(words: str) -> QWidget:
    """Heading of a group (14 bold grey) with its room above."""
    return Stack(Label(words, 14, bold=True, ink=theme.INK_2), margins=(0, 14, 0, 4))


class Ruled(Stack):
    """A stack with a thin line under it (or above it)."""

    def __init__(
        self,
        *widgets: QWidget,
        margins: Margins = (0, 0, 0, 1),
        gap: float = 0,
        across: bool = False,
        ink: str = theme.LINE_SOFT,
        above: bool = False,
        ground: str = "",
        bar: bool = False,
    ) -> None:
        super().__init__(*widgets, margins=margins, gap=gap, across=across)
        self._ink, self._above, self._ground, self._bar = ink, above, ground, bar
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        if self._ground:
            painter.fillRect(self.rect(), theme.colour(self._ground))
        if self._bar:
            painter.fillRect(
                0, 0, theme.scaled(4, self), self.height(), theme.colour(theme.PRIMARY)
            )
        y = 0 if self._above else self.height() - 1
        painter.fillRect(0, y, self.width(), 1, theme.colour(self._ink))
        painter.end()


class PairRow(Painted, QLabel):
    """A label at the left and its value at the right, over a thin line (44 or lower)."""

    def __init__(self, label: str, value: str, height: float = 44, inset: float = 8) -> None:
        super().__init__()
        self._words, self._height, self._inset = (label, value), height, inset
        self.setAccessibleName(f"{label} {value}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def natural_size(self) -> QSizeF:
        wide = sum(text_width(words, 14) for words in self._words)
        return QSizeF(wide + 2 * self._inset + 8, self._height)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        rect = QRectF(self._inset, 0, size.width() - 2 * self._inset, size.height())
        draw_text(painter, rect, self._words[0], 14)
        draw_text(painter, rect, self._words[1], 14, align=RIGHT)
        y = size.height() - 0.5
        draw_line(painter, QPointF(0, y), QPointF(size.width(), y), theme.LINE_SOFT)


class DeadlineRow(Painted, QLabel):
    """A clock at the left and what it is for at the right."""

    def __init__(self, view: DeadlineRowView) -> None:
        super().__init__()
        self._view = view
        hard = "取り返せない期限 " if view.deadline.hard else "期限 "
        self.setAccessibleName(f"{hard}{view.deadline.words} {view.words}")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def natural_size(self) -> QSizeF:
        return QSizeF(160, 21)

    def _fits(self, width: float) -> bool:
        view = self._view
        return clock_width(view.deadline) + 6 + text_width(view.words, 14) <= width

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        at = self.factor
        return round((21 if self._fits(width / at) else 42) * at)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        draw_clock(painter, 0, 10.5, self._view.deadline)
        if self._fits(size.width()):
            draw_text(painter, QRectF(0, 0, size.width(), 21), self._view.words, 14, align=RIGHT)
        else:  # under the day, not ragged at the right
            draw_text(painter, QRectF(24, 21, size.width() - 24, 21), self._view.words, 14)


class LogRow(Ruled):
    """One line of the record of checks: time, title, what was checked, by whom."""

    def __init__(self, view: LogRowView) -> None:
        runs = [Run(f"{view.title}\n", bold=True), Run(view.words)]
        if view.who:
            runs.append(Run(f"　{view.who}", ink=theme.INK_2, unbroken=True))
        time = Words((Run(view.time, figures=True, ink=theme.INK_2),), 14, leading=1.45)
        time.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._time = time
        super().__init__(
            time, Words(runs, 14, leading=1.45), margins=(0, 7, 0, 8), gap=8, across=True
        )
        self._narrow()

    def _narrow(self) -> None:
        self._time.setFixedWidth(theme.scaled(48, self))

    def _measure(self) -> None:
        super()._measure()
        if hasattr(self, "_time"):
            self._narrow()
