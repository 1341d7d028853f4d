"""The pile of sheets (06): one tab stop, moved through with ↑↓ and, from anywhere, PgUp PgDn."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QEvent, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.staff.side_parts import Line
from ui.staff.work_pages import page_image
from ui.staff.work_views import SheetState, SheetView
from ui.widgets.arrange import Scroll, Stack
from ui.widgets.chip import Chip, ChipKind, Tint
from ui.widgets.drawing import Icon
from ui.widgets.sheets import Thumbnail

_CHIPS: Final = {
    SheetState.NOT_YET: ChipKind.NOT_YET.chip(),
    SheetState.LOOKING: ChipKind.LOOKING.chip(),
    SheetState.READ: ChipKind.READ_THROUGH.chip(),
    SheetState.SIGNED: ChipKind.SIGNED.chip(),
    SheetState.WITHOUT: Chip(Tint.GREY, Icon.BAR, "署名なし"),
}
_STEPS: Final = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Home: -1000,
    Qt.Key.Key_End: 1000,
}
WIDTH: Final = 224


class _Sheet(Thumbnail):
    """A sheet of the pile; arrows are left to the list."""

    def __init__(self, view: SheetView) -> None:
        super().__init__(
            view.short or view.title, view.whose, _CHIPS[view.state], page_image(view.page)
        )
        self.view = view
        self._name()

    def move_on(self, view: SheetView) -> bool:
        """Show how far the same sheet has come; False when it is not the same."""
        if replace(view, state=self.view.state) != self.view:
            return False
        self.view = view
        self.show_chip(_CHIPS[view.state])
        self._name()
        return True

    def _name(self) -> None:
        chip = _CHIPS[self.view.state]
        self.setAccessibleName(f"{self.view.title} {self.view.whose} {chip.text}")

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            super().keyPressEvent(event)
        else:
            event.ignore()

    def natural_size(self) -> QSizeF:
        """Narrower than a thumbnail alone: the list keeps room for its scroll bar."""
        return QSizeF(WIDTH - 12, super().natural_size().height())

    def nextCheckState(self) -> None:  # noqa: N802
        """What is chosen is the list's to say."""


class SheetList(QWidget):
    """Every sheet with its picture and where it stands; `chosen` gives its id."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._sheets: list[_Sheet] = []
        self._views: tuple[SheetView, ...] = ()
        self._selected = ""
        self._count = Line("", 16, bold=True)
        self._signed = Line("", 14, ink=theme.INK_2)
        head = Stack(self._count, across=True, margins=(16, 14, 12, 6))
        head.push()
        head.add(self._signed)
        head.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._pile = Stack(gap=0)
        self._scroll = Scroll(self._pile)
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        whole = Stack(head, gap=0, margins=(0, 0, 1, 0), parent=self)
        whole.add(self._scroll, 1)
        self._whole = whole
        self._measure()

    def show_sheets(
        self, views: Sequence[SheetView], selected: str, count: int, signed: int, making: str = ""
    ) -> None:
        """Show the pile; its pictures are made anew only when a sheet is another.

        `making` stands in place of the figures while there is nothing to count.
        """
        self._count.setText(making or f"{count}枚")
        self._signed.setText("" if making else f"署名済み {signed}")
        if tuple(views) != self._views and not self._moved_on(views):
            held = any(sheet.hasFocus() for sheet in self._sheets)
            self._views = tuple(views)
            self._rebuild()
            self._selected = ""
            self._mark(selected)
            if held:
                self.focus_selected()
        elif selected != self._selected:
            self._mark(selected)

    def _moved_on(self, views: Sequence[SheetView]) -> bool:
        """Whether these are the sheets that are shown; each page the resident turns comes here."""
        if len(views) != len(self._sheets):
            return False
        if not all(sheet.move_on(view) for sheet, view in zip(self._sheets, views, strict=True)):
            return False
        self._views = tuple(views)
        return True

    def _rebuild(self) -> None:
        at = self._scroll.verticalScrollBar().value()
        self._pile.clear()
        self._sheets = []
        for view in self._views:
            sheet = _Sheet(view)
            sheet.clicked.connect(lambda _=False, key=view.id: self.choose(key))
            self._sheets.append(sheet)
            self._pile.add(sheet)
        self._pile.push()
        self._scroll.verticalScrollBar().setValue(at)

    @property
    def current(self) -> SheetView | None:
        return next((view for view in self._views if view.id == self._selected), None)

    def focus_selected(self) -> None:
        sheet = self.sheet()
        if sheet is not None:
            sheet.setFocus(Qt.FocusReason.OtherFocusReason)

    def sheet(self) -> QWidget | None:
        """The selected thumbnail."""
        return next((s for s in self._sheets if s.view.id == self._selected), None)

    def move_by(self, by: int) -> None:
        """To the sheet before or after; the focus goes along when it is in the list."""
        keys = [view.id for view in self._views]
        if not keys:
            return
        at = keys.index(self._selected) if self._selected in keys else 0
        self.choose(keys[min(max(at + by, 0), len(keys) - 1)])

    def choose(self, key: str) -> None:
        """Turn to a sheet by its id."""
        held = any(sheet.hasFocus() for sheet in self._sheets)
        another = key != self._selected
        self._mark(key)
        if held:
            self.focus_selected()
        if another:
            self.chosen.emit(key)

    def _mark(self, key: str) -> None:
        self._selected = key
        for sheet in self._sheets:
            on = sheet.view.id == key
            sheet.setChecked(on)
            sheet.setFocusPolicy(Qt.FocusPolicy.StrongFocus if on else Qt.FocusPolicy.ClickFocus)
        QTimer.singleShot(0, self, self._show_selected)

    def _show_selected(self) -> None:
        shown = self.sheet()
        if shown is not None:
            self._scroll.ensureWidgetVisible(shown, 0, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        by = _STEPS.get(Qt.Key(event.key()))
        if by is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        else:
            self.move_by(by)

    def _measure(self) -> None:
        self.setFixedWidth(theme.scaled(WIDTH, self))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        self._whole.setGeometry(self.rect())
        QTimer.singleShot(0, self, self._show_selected)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.ParentChange):
            self._measure()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour(theme.WHITE))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), theme.colour(theme.LINE))
        painter.end()
