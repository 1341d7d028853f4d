"""One page of the clerk's window as the frame sees it: head, banners, body, side, keys, buttons."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QAbstractButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ui import theme
from ui.staff.error_panel import ErrorPanel
from ui.staff.frame_views import ProblemView
from ui.staff.news import News
from ui.theme import Width
from ui.widgets.arrange import Content, Scroll, Stack, placed, put_away
from ui.widgets.banner import Notice, NoticeKind
from ui.widgets.bars import Key
from ui.widgets.button import Button
from ui.widgets.focus import follow_focus
from ui.widgets.panels import PageHead

_SHARES = (0.65, 0.25)
"""How much of a page that does not scroll its banners may take, and have in any case."""
_BAR_ROOM = 10
"""Width of a scroll bar; it stands in the padding at the right of the page."""


class Page(Scroll):
    """The part of a page that scrolls; its bar shows when there is more and takes no room."""

    def __init__(self, inside: Stack, parent: QWidget | None = None) -> None:
        super().__init__(inside, parent)
        self._inside = inside
        self._pad = 24
        self._led_away = False
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.verticalScrollBar().rangeChanged.connect(self._make_room)
        self.verticalScrollBar().actionTriggered.connect(self._on_scrolled)

    def set_pad(self, pad: int) -> None:
        self._pad = pad
        self._make_room()

    def _on_scrolled(self) -> None:
        """By wheel or bar: what stands there stays, though the focus be elsewhere."""
        self._led_away = True

    def _make_room(self) -> None:
        QTimer.singleShot(0, self, self._keep_focus_in_view)
        taken = _BAR_ROOM if self.verticalScrollBar().maximum() else 0
        right_only(self._inside, max(self._pad - taken, 2))

    def _keep_focus_in_view(self) -> None:
        focused = self.focusWidget()
        if focused is not None and focused.hasFocus() and not self._led_away:
            self.show_part(focused)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._keep_focus_in_view)

    def lead_to(self, part: QWidget) -> None:
        """Show a part where something happens by itself; the focus stays elsewhere."""
        self.show_part(part)
        if part.height() >= self.viewport().height():
            self.verticalScrollBar().setValue(part.mapTo(self._inside, QPoint(0, 0)).y())
        self._led_away = True

    def show_part(self, part: QWidget) -> None:
        """Bring a part into view with room for its frame, when it fits there at all.

        Qt's own would bring no more of an input into view than its cursor.
        """
        self._led_away = False
        inside, high = self.widget(), self.viewport().height()
        if inside is None or not inside.isAncestorOf(part) or part.height() >= high:
            return
        room = min(theme.scaled(10, self), (high - part.height()) // 2)
        top = part.mapTo(inside, QPoint(0, 0)).y() - room
        end = top + part.height() + 2 * room
        bar = self.verticalScrollBar()
        if top < bar.value():
            bar.setValue(top)
        elif end > bar.value() + high:
            bar.setValue(end - high)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._make_room()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(400, 300)


def into_view(part: QWidget, *, lead: bool = False) -> None:
    """Scroll the page a part stands in, once the part has the size it was just given.

    With `lead` the page stays there until the focus moves.
    """

    def scroll() -> None:
        above = part.parentWidget()
        while above is not None and not isinstance(above, Page):
            above = above.parentWidget()
        if above is not None:
            (above.lead_to if lead else above.show_part)(part)
        focused = part.window().focusWidget()
        if focused is not None:
            follow_focus(focused)  # a frame that was set out of sight is shown now

    QTimer.singleShot(0, part, scroll)


class StaffScreen(QWidget):
    """A page of the clerk's window. Passive: `show_view` brings values, signals tell what was done.

    See `ui/staff/README.md` for what the frame asks of it.
    """

    problem_action = Signal(str)
    next_asked = Signal()
    back_asked = Signal()
    tablet_asked = Signal()
    bar_changed = Signal()
    side_wanted = Signal(bool)
    """Open (or close) the side panel where it is a drawer, because something is typed there."""

    place = ""
    drawer = ""

    def __init__(self, title: str, sub: str = "", *, scrolls: bool = True) -> None:
        super().__init__()
        self.setAccessibleName(title)
        self._sub = sub
        self.side: QWidget | None = None
        self.room = Width.WIDE
        self.head = PageHead(title, sub)
        self.body = Stack()
        self._slots = Stack(gap=12, margins=(0, 0, 0, 12))
        self._slots.hide()
        self._problem: ErrorPanel | None = None
        self._problem_shown: ProblemView | None = None
        self._notice: QWidget | None = None
        self._line: Notice | None = None
        self._line_words = ""
        self._box = QVBoxLayout(self)
        self._box.setSpacing(0)
        self._top = Stack(self.head, margins=(0, 0, 0, 12))
        self._top.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._box.addWidget(self._top)
        self._scroll: Page | None = None
        self._news: News | None = None if scrolls else News(self._slots)
        if self._news is not None:
            self._news.width_changed.connect(self.fit_news)
        news = self._news or self._slots
        whole = Content(news, gap=0, margins=(0, 0, 0, 4 if scrolls else 0))
        whole.add(self.body, 0 if scrolls else 1)
        self._whole = whole
        if scrolls:
            page = Page(whole)
            self._scroll = page
            whole.push()
            self._box.addWidget(page, 1)
        else:
            whole.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
            self._box.addWidget(whole, 1)
        self._measure()

    # --- what a screen tells the frame ------------------------------------------------------

    def keys(self) -> Sequence[Key]:
        return (Key("F1", "手引"), Key("F2", "受付一覧"))

    def buttons(self) -> Sequence[Button]:
        """Buttons of the key bar from left to right; the primary is the last."""
        return ()

    def note(self) -> str:
        """What is still missing before the primary can be pressed."""
        return ""

    def enter_button(self) -> Button | None:
        """What Enter presses when the focused part has no use for it."""
        if self._problem is not None and self._problem.primary is not None:
            return self._problem.primary
        buttons = self.buttons()
        return buttons[-1] if buttons else None

    def go_on(self) -> None:
        """F8: the next step. A button that is not ready takes the focus and says why."""
        buttons = self.buttons()
        if buttons:
            press(buttons[-1])

    def to_tablet(self) -> None:
        """F9: what the resident is asked next goes to the tablet."""
        self.tablet_asked.emit()

    def stop(self) -> bool:
        """Esc: stop what is running; True when there was something to stop."""
        return False

    def may_leave(self) -> bool:
        """Whether nothing typed is lost by leaving; a screen that says no tells why, once."""
        return True

    def take_key(self, event: QKeyEvent) -> bool:
        """A key that nobody took; True when the screen used it."""
        return False

    def first_focus(self) -> QWidget | None:
        """The part that has the focus when the screen opens."""
        if self._problem is not None and self._problem.primary is not None:
            return self._problem.primary
        return first_focusable(self.body)

    def to_problem(self) -> None:
        """Alt and the number of the step that is open: to the field in question."""
        wanted = self.first_focus()
        if wanted is not None:
            if self.side is not None and self.side.isAncestorOf(wanted):
                self.side_wanted.emit(True)
            wanted.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def search_field(self) -> QWidget | None:
        """Where Ctrl+F goes."""
        return None

    @property
    def problem_code(self) -> str:
        """Failure code of the banner that is shown, or nothing."""
        return self._problem_shown.code if self._problem_shown is not None else ""

    # --- what every screen can show ---------------------------------------------------------

    def show_problem(self, view: ProblemView | None) -> None:
        """The red banner under the head: what happened, what is saved, what to do now.

        The one that stands there stays, and with it the focus on its button.
        """
        if view == self._problem_shown:
            return
        if self._problem is not None:
            put_away(self._problem)
            self._problem = None
        self._problem_shown = view
        if view is not None:
            self._problem = ErrorPanel(view)
            self._problem.action.connect(self.problem_action)
            self._slots.insert(0, self._problem)
            into_view(self._problem, lead=True)
        self._show_slots()

    def show_notice(self, notice: QWidget | None) -> None:
        """A banner that blocks nothing, under the head."""
        if self._notice is not None:
            put_away(self._notice)
        self._notice = notice
        if notice is not None:
            self._slots.add(notice)
        self._show_slots()

    def show_line(self, words: str) -> None:
        """One line of news over any notice, or none; the same words leave it as it is."""
        if words == self._line_words:
            return
        self._line_words = words
        if self._line is not None:
            put_away(self._line)
        self._line = Notice(NoticeKind.INFO, words) if words else None
        if self._line is not None:
            self._slots.insert(1 if self._problem is not None else 0, self._line)
        self._show_slots()

    def _show_slots(self) -> None:
        shown = (self._problem, self._line, self._notice)
        self._slots.setVisible(any(part is not None for part in shown))
        self.give_way()
        self.fit_news()

    @property
    def has_news(self) -> bool:
        """Whether a banner, a line or a notice stands under the head."""
        return not self._slots.isHidden()

    def give_way(self) -> None:
        """News came or went: a page with little room may hide what is needed least beside it."""

    def fit_news(self) -> None:
        """Give the banners of a page that does not scroll what the page can spare."""
        if self._news is not None:
            most, least = (round(self.height() * share) for share in _SHARES)
            head = self._top.height() if self._top.isVisible() else 0
            over = self._box.contentsMargins().top() + head
            spare = self.height() - over - self.body.minimumSizeHint().height()
            self._news.fit(max(min(spare, most), least))

    def show_focused(self, part: QWidget) -> None:
        """Bring the part that has the focus into view, when it fits there."""
        if self._scroll is not None:
            self._scroll.show_part(part)
        elif self._news is not None and self._news.isAncestorOf(part):
            self._news.ensureWidgetVisible(part)

    def reveal(self, part: QWidget, place: QRect) -> None:
        """Scroll so that a place inside a part can be seen."""
        if self._scroll is not None:
            corner = part.mapTo(self._whole, place.center())
            self._scroll.ensureVisible(corner.x(), corner.y(), 0, place.height())

    def keyed(self, button: Button, keys: str = "") -> Button:
        """Bind a key to a button while it is visible; gives the button back."""
        if keys:
            shortcut = QShortcut(QKeySequence(keys), button)
            shortcut.activated.connect(button.click)
        return button

    def set_room(self, room: Width) -> None:
        """Follow the width of the window."""
        self.room = room
        self._measure()
        self._fit_sub()

    def show_head(self, title: str, sub: str) -> None:
        """Other words at the head of the page."""
        self._sub = sub
        self.head.show_words(title, sub)
        self._fit_sub()

    def _fit_sub(self) -> None:
        """The words behind the title stand whole or not at all."""
        label = self.head.sub
        small = self.room is Width.SMALL
        wide = label.fontMetrics().horizontalAdvance(self._sub)
        words = "" if small or wide > label.width() else self._sub
        if label.text() != words:
            label.setText(words)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._fit_sub)
        self.fit_news()

    def _measure(self) -> None:
        pad = theme.Measures(self.room).pad
        small = self.room is Width.SMALL
        left, top = theme.scaled(pad, self), theme.scaled(8 if small else 16, self)
        self._box.setContentsMargins(left, top, 0, 0)
        self.head.set_room(self.room)
        self._top.set_margins((0, 0, pad, 6 if small else 12))
        if self._scroll is not None:
            self._scroll.set_pad(pad)
        else:
            right_only(self._whole, pad)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.ParentChange):
            self._measure()


def right_only(stack: Stack, right: float) -> None:
    """Give a stack other room at its right edge alone (px at 100 %)."""
    left, top, former, bottom = stack.margins
    if right != former:
        stack.set_margins((left, top, right, bottom))


def press(button: Button) -> None:
    """Press a button by key; one that is not ready takes the focus, so that its reason is read."""
    if button.ready:
        button.click()
    else:
        button.setFocus(Qt.FocusReason.ShortcutFocusReason)


def reading_order(inside: QWidget) -> Iterator[QWidget]:
    """The parts that Tab reaches, in the order a reader meets them: layout by layout.

    Of answers that exclude each other Tab reaches one, and another as soon as that is chosen.
    """
    exclusive = isinstance(inside, QAbstractButton) and inside.autoExclusive()
    if inside.focusPolicy() & Qt.FocusPolicy.TabFocus or exclusive:
        yield inside
        if not isinstance(inside, QScrollArea):
            return
    if isinstance(inside, QScrollArea):
        content = inside.widget()
        if content is not None:
            yield from reading_order(content)
        return
    for _, child in placed(inside):
        yield from reading_order(child)


def first_focusable(inside: QWidget) -> QWidget | None:
    """The first part in reading order that is visible and takes the focus."""
    tab = Qt.FocusPolicy.TabFocus
    reached = (w for w in reading_order(inside) if w.focusPolicy() & tab)
    return next((w for w in reached if w.isVisibleTo(inside) and w.isEnabled()), None)
