"""Banners (知らせ): an error that stops the clerk, a degraded line that does not, news, done."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui import theme
from ui.theme import Family, colour
from ui.widgets.arrange import Label, Stack
from ui.widgets.button import Button
from ui.widgets.drawing import (
    Icon,
    IconView,
    Painted,
    draw_barred_box,
    draw_box,
    draw_icon,
    draw_line,
    draw_text,
    scaled_painter,
    text_width,
)
from ui.widgets.keyhint import draw_key, key_width
from ui.widgets.words import Run, Words, draw_runs, runs_height


class _ErrorTop(Painted, QLabel):
    """Top line: triangle 28, what (18, red), the code and the page of the handbook with its key."""

    def __init__(self, title: str, code: str, page: str) -> None:
        super().__init__()
        self._words = (title, code, page)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(f"{title} コード {code} {page}".strip())

    def natural_size(self) -> QSizeF:
        return QSizeF(300, 53)

    def _title_room(self, width: float) -> float:
        _, code, page = self._words
        right = 18 + text_width("コード ", 14) + text_width(code, 14, family=Family.FIGURES)
        if page:
            right += key_width("F1") + 6 + text_width(page, 14) + 14
        return max(width - 58 - 10 - right, 120)

    def _title(self) -> tuple[Run, ...]:
        return (Run(self._words[0], bold=True),)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        at = self.factor
        high = runs_height(self._title(), self._title_room(width / at), 18, 1.4)
        return round(max(53, high + 22) * at)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        _, code, page = self._words
        ground = QPainterPath()
        ground.addRoundedRect(QRectF(2, 2, size.width() - 4, size.height() + 20), 6, 6)
        painter.save()
        painter.setClipRect(QRectF(0, 0, size.width(), size.height()))
        painter.fillPath(ground, colour(theme.ERROR_GROUND))
        painter.restore()
        bottom = size.height() - 0.5
        draw_line(painter, QPointF(2, bottom), QPointF(size.width() - 2, bottom), theme.ERROR_LINE)
        middle = size.height() / 2
        draw_icon(painter, QRectF(18, middle - 14, 28, 28), Icon.ALERT, theme.ERROR_INK)
        x = size.width() - 18
        if page:
            x -= key_width("F1")
            draw_key(painter, x, middle, "F1")
            x -= 6 + text_width(page, 14)
            draw_text(painter, QRectF(x, 0, 200, size.height()), page, 14)
            x -= 14
        x -= text_width(code, 14, family=Family.FIGURES)
        draw_text(painter, QRectF(x, 0, 400, size.height()), code, 14, family=Family.FIGURES)
        x -= text_width("コード ", 14)
        draw_text(painter, QRectF(x, 0, 80, size.height()), "コード ", 14)
        room = self._title_room(size.width())
        high = runs_height(self._title(), room, 18, 1.4)
        place = QRectF(58, middle - high / 2, room, high)
        draw_runs(painter, place, self._title(), 18, theme.ERROR_INK, 1.4)


class ErrorBanner(Stack):
    """What happened, what is saved, what to do now; the buttons stand under the last.

    Texts are runs or plain text; `page` names the place in the handbook (「手引 3-4」).
    """

    def __init__(
        self,
        title: str,
        code: str,
        page: str,
        happened: Sequence[Run] | str,
        saved: Sequence[Run] | str,
        now: Sequence[Run] | str,
        buttons: Sequence[Button] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(gap=0, margins=(0, 0, 0, 2), parent=parent)
        self.setAccessibleName(title)
        self.add(_ErrorTop(title, code, page))
        self._columns = Stack(across=True, gap=0, margins=(2, 0, 2, 0))
        self._add("起きたこと", happened, 100)
        self._add("保存されているもの", saved, 115)
        last = self._add("今すること", now, 125, size=16)
        if buttons:
            row = Stack(*buttons, across=True, gap=12, margins=(0, 6, 0, 4))
            row.push()
            last.add(row)
        self.add(self._columns)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def _add(self, head: str, text: Sequence[Run] | str, share: int, size: float = 14) -> Stack:
        column = Stack(gap=2, margins=(16, 10, 16, 10))
        column.add(Label(head, 14, ink=theme.INK_2))
        column.add(Words(text, size))
        column.push()
        self._columns.add(column, share)
        return column

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        with scaled_painter(self) as (painter, box):
            draw_box(painter, box, fill=theme.WHITE, line=theme.ERROR, width=2)
            at = theme.factor(self)
            top = self._columns.y() / at
            for column in self._columns.widgets()[1:]:
                x = (self._columns.x() + column.x()) / at + 0.5
                draw_line(painter, QPointF(x, top), QPointF(x, box.bottom() - 2), theme.LINE_SOFT)


class ErrorLine(Painted, QLabel):
    """An error in one line, where there is no room or need for the three columns."""

    def __init__(self, title: str, code: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._code = title, code
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{title} コード {code}")

    def natural_size(self) -> QSizeF:
        return QSizeF(300, 54)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        box = QRectF(0, 0, size.width(), size.height())
        draw_box(painter, box, fill=theme.ERROR_GROUND, line=theme.ERROR, width=2)
        middle = size.height() / 2
        draw_icon(painter, QRectF(18, middle - 10, 20, 20), Icon.ALERT, theme.ERROR_INK)
        code = text_width(self._code, 14, family=Family.FIGURES)
        x = size.width() - 18 - code
        draw_text(painter, QRectF(x, 0, code, 54), self._code, 14, family=Family.FIGURES)
        x -= text_width("コード ", 14)
        draw_text(painter, QRectF(x, 0, 80, 54), "コード ", 14)
        room = QRectF(50, 0, x - 60, size.height())
        draw_text(painter, room, self._title, 16, theme.ERROR_INK, bold=True, elide=True)


@dataclass(frozen=True, slots=True)
class _NoticeLook:
    ground: str
    line: str
    bar: str
    icon: Icon


class NoticeKind(Enum):
    """DEGRADED blocks nothing; INFO is news; DONE says that something is finished."""

    DEGRADED = _NoticeLook(theme.WARN_GROUND, theme.WARN_LINE, theme.WARN_MARK, Icon.ALERT)
    INFO = _NoticeLook(theme.TINT, theme.TINT_LINE, theme.PRIMARY, Icon.INFO)
    DONE = _NoticeLook(theme.OK_GROUND, theme.OK_LINE, theme.OK, Icon.OK_RING)


class Notice(Stack):
    """A line of news with a bar of 6 at the left, and the buttons that answer it."""

    def __init__(
        self,
        kind: NoticeKind,
        text: Sequence[Run] | str,
        buttons: Sequence[Button] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(across=True, gap=12, margins=(22, 12, 17, 12), parent=parent)
        self._look = kind.value
        mark = IconView(self._look.icon, 20, self._look.bar)
        self.add(mark, align=Qt.AlignmentFlag.AlignTop)
        self.words = Words(text)
        self.setAccessibleName(self.words.accessibleName())
        self.add(self.words, 1, Qt.AlignmentFlag.AlignVCenter)
        if buttons:
            row = Stack(*buttons, across=True, gap=16)
            self.add(row, align=Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        with scaled_painter(self) as (painter, box):
            draw_barred_box(painter, box, self._look.ground, self._look.line, self._look.bar)
