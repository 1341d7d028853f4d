"""The handbook at this place (F1): a calm page over the right of the window."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from shiboken6 import isValid

from ui import theme
from ui.staff.handbook_words import HandbookPart, HandbookView
from ui.staff.screen import Page
from ui.staff.side_parts import Line, Ruled, side_title
from ui.staff.window import StaffWindow
from ui.theme import Family, Width
from ui.widgets.arrange import Content, Label, Stack
from ui.widgets.button import Button, Kind, Size
from ui.widgets.chip import Chip, StatusChip, Tint
from ui.widgets.drawing import Icon
from ui.widgets.words import Run, Words

_WIDTH: Final = 560
_UNVERIFIED: Final = Chip(Tint.DASHED, Icon.INFO, "未確認")


class _Reading(Page):
    """What scrolls: has the focus, so that arrows, PgUp and PgDn turn the page."""

    focus_inside = True

    def __init__(self, inside: Stack) -> None:
        super().__init__(inside)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("手引")

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        bar = self.verticalScrollBar()
        steps = {
            Qt.Key.Key_Home: bar.minimum() - bar.value(),
            Qt.Key.Key_End: bar.maximum() - bar.value(),
            Qt.Key.Key_Space: bar.pageStep(),
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            bar.setValue(bar.value() + step)
            event.accept()


class HandbookDrawer(QWidget):
    """Lies over the window between its bars. The focus stays inside and returns when it closes."""

    def __init__(self, window: StaffWindow) -> None:
        super().__init__(window)
        self._window = window
        self._back: QWidget | None = None
        self.setAutoFillBackground(True)
        self.setAccessibleName("手引")
        self._content = Content(gap=0, margins=(24, 16, 8, 20))
        self._scroll = _Reading(self._content)
        self._close = Button("閉じる", Kind.NEUTRAL, Size.SMALL, key="Esc")
        self._close.clicked.connect(self.close)
        foot = Ruled(margins=(24, 8, 24, 8), across=True, ink=theme.LINE, above=True)
        foot.add(Line("F1 でも閉じます。入力はそのままです。", ink=theme.INK_2), 1)
        foot.add(self._close)
        box = QVBoxLayout(self)
        box.setContentsMargins(2, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._scroll, 1)
        box.addWidget(foot)
        self.hide()
        window.installEventFilter(self)

    @property
    def is_open(self) -> bool:
        return self.isVisible()

    @property
    def shown_text(self) -> str:
        """All words of the page, for a screen reader that wants them at once."""
        return self._scroll.accessibleDescription()

    def open(self, view: HandbookView) -> None:
        """Show a page; what had the focus gets it back afterwards."""
        focused = QApplication.focusWidget()
        if not self.is_open:
            self._back = focused
        self._content.clear()
        head = Stack(side_title(view.title), across=True, gap=10)
        head.push()
        if view.unverified:
            head.add(StatusChip(_UNVERIFIED), align=Qt.AlignmentFlag.AlignVCenter)
        self._content.add(head)
        self._content.add(Line(view.mark, ink=theme.INK_2, family=Family.FIGURES))
        for part in view.parts:
            self._content.add(_part(part))
        self._content.push()
        self._scroll.setAccessibleName(f"手引 {view.title}")
        self._scroll.setAccessibleDescription(_spoken(view))
        self._place()
        self.show()
        self.raise_()
        self._scroll.verticalScrollBar().setValue(0)
        self._scroll.setFocus(Qt.FocusReason.OtherFocusReason)

    def close(self) -> bool:
        """Close the page; the focus returns to where it was."""
        if not self.is_open:
            return True
        inside = self.isAncestorOf(QApplication.focusWidget() or self._window)
        self.hide()
        back, self._back = self._back, None
        if inside:
            usable = back is not None and isValid(back) and back.isVisible()
            (back if usable and back is not None else self._window).setFocus(
                Qt.FocusReason.OtherFocusReason
            )
            self._window.set_keys()  # what had the focus is gone: to where the page begins
        return True

    # --- keys ---------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Digits and Enter are not for the screen below."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802
        """Tab goes between the page and its button."""
        wanted = self._scroll if self._close.hasFocus() else self._close
        wanted.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    # --- where it lies ------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if watched is self._window and event.type() == QEvent.Type.Resize and self.is_open:
            QTimer.singleShot(0, self, self._place)
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        window = self._window
        top = window.bar.mapTo(window, QPoint(0, window.bar.height())).y()
        bottom = window.keys.mapTo(window, QPoint(0, 0)).y()
        whole = window.width()
        room = theme.room(whole, window)
        wide = whole if room is Width.SMALL else min(theme.scaled(_WIDTH, window), whole)
        self.setGeometry(whole - wide, top, wide, bottom - top)
        self._scroll.set_pad(24)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour(theme.WHITE))
        painter.fillRect(0, 0, 2, self.height(), theme.colour(theme.PRIMARY))
        painter.end()


def _part(part: HandbookPart) -> QWidget:
    box = Stack(gap=4, margins=(0, 14, 0, 0))
    box.add(Label(part.heading, 14, bold=True, ink=theme.INK_2))
    if part.words:
        box.add(Words(part.words, 16))
    for left, right in part.rows:
        row = Ruled(margins=(0, 5, 0, 6), gap=1)
        row.add(Words((Run(left, bold=True),), 16))
        row.add(Words(right, 16))
        box.add(row)
    return box


def _spoken(view: HandbookView) -> str:
    lines = [view.mark, "未確認" if view.unverified else ""]
    for part in view.parts:
        lines += [part.heading, part.words, *(f"{left}　{right}" for left, right in part.rows)]
    return "\n".join(filter(None, lines))
