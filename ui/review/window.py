"""The supervisor's frame: the clerk's with the queue's filters in its rail."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from ui import theme
from ui.review.review_screen import ReviewScreen
from ui.review.views import FilterView
from ui.staff.screen import StaffScreen
from ui.staff.side_parts import Line
from ui.staff.window import StaffWindow
from ui.theme import Width
from ui.widgets.arrange import Stack
from ui.widgets.options import CheckBox
from ui.widgets.rail import NavRail


class KindFilters(Stack):
    """「種類でしぼる」: a check box for each kind, with its count."""

    changed = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__(gap=0, margins=(20, 17, 17, 8))
        self._boxes: dict[str, CheckBox] = {}
        self.add(Stack(Line("種類でしぼる", 14, ink=theme.INK_2), margins=(0, 0, 0, 5)))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_filters(self, views: Sequence[FilterView]) -> None:
        for view in views:
            box = self._boxes.get(view.id)
            if box is None:
                box = CheckBox(view.words, size=14, side=20, height=36, count=view.count)
                box.clicked.connect(lambda on, at=view.id: self.changed.emit(at, on))
                self._boxes[view.id] = box
                self.add(box)
            box.set_count(view.count)
            box.setAccessibleDescription(f"{view.count}件")
            box.setChecked(view.on)

    def box(self, kind: str) -> CheckBox:
        """Raises KeyError."""
        return self._boxes[kind]

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.fillRect(0, 8, self.width(), 1, theme.colour(theme.LINE))
        painter.end()


class ReviewWindow(StaffWindow):
    """The clerk's frame with the filters of the queue."""

    def __init__(self, town: str, user: str) -> None:
        self.filters = KindFilters()
        self._queue: ReviewScreen | None = None
        super().__init__(town, user)

    def show_filters(self, views: Sequence[FilterView] | None) -> None:
        """Check boxes under the places; None where there is no queue."""
        self._place_filters()
        self.filters.setVisible(views is not None)
        if views is not None:
            self.filters.show_filters(views)
            if self._queue is not None:
                self._queue.show_kinds(sum(view.on for view in views), len(views))
        self._order()

    def show_screen(self, screen: StaffScreen) -> None:
        if isinstance(screen, ReviewScreen):
            self._queue = screen
        super().show_screen(screen)
        self._place_filters()

    def _place_filters(self) -> None:
        """In the rail; where that lies down, in the page of the queue."""
        rail = self.findChild(NavRail)
        place = rail.below if rail is not None else None
        if self._room is Width.SMALL and self._queue is not None:
            place = self._queue.kinds_place
        if place is not None and self.filters.parentWidget() is not place:
            hidden = self.filters.isHidden()
            place.add(self.filters)
            self.filters.setHidden(hidden)

    def _fit(self) -> None:
        super()._fit()
        self._place_filters()

    def next_pane(self) -> None:
        """F6 goes through the panes of the queue's page before it leaves it."""
        screen = self.screen_shown
        if isinstance(screen, ReviewScreen) and screen.next_part():
            return
        super().next_pane()
