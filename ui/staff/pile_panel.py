"""紙の束を照合 (06, 07): the reader's box, what is wrong, each sheet of paper, what can be done."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal, SignalInstance
from PySide6.QtWidgets import QWidget

from ui import theme
from ui.staff.pile_rows import PileRow, WrongRow
from ui.staff.pile_views import PileRowView, PileState, PileView
from ui.staff.scan_box import ScanBox
from ui.staff.screen import Page
from ui.staff.side_parts import Line, side_title
from ui.theme import Family
from ui.widgets.arrange import Rule, Stack
from ui.widgets.button import Button, Kind, Size
from ui.widgets.words import Words

_SAYS_LITTLE: Final = (PileState.THERE, PileState.WAITS, PileState.GIVEN)
"""States that are only counted where the room is small."""

_AT_ONCE: Final = ("out", "hand over", "not out")
"""Buttons that say what is to be done now."""


class PilePanel(Stack):
    """The part as a whole; `compact` counts the sheets whose row would say nothing new.

    The screen it stands on binds `KEYS` and sends the reader's characters to `scan`.
    """

    scanned = Signal(str)
    out_said = Signal()
    not_out_said = Signal()
    handed_over = Signal()
    tray_asked = Signal()
    anew_asked = Signal()

    KEYS: Final = (
        ("Alt+X", "out"),
        ("Alt+N", "not out"),
        ("Alt+H", "hand over"),
        ("Alt+B", "tray"),
        ("Alt+U", "anew"),
    )
    """Keys of the buttons, with the names under which they are pressed."""

    def __init__(self, *, compact: bool = False) -> None:
        super().__init__(gap=0)
        self._compact = compact
        self._view: PileView | None = None
        self._buttons: dict[str, Button] = {}
        self._head, self.scan, self._below = Stack(gap=0), ScanBox(), Stack(gap=0)
        for part in (self._head, self.scan, self._below):
            self.add(part)
        self.scan.scanned.connect(self.scanned)
        self.hide()

    @property
    def takes_keys(self) -> bool:
        """Whether there is a pile that a reader can be meant for."""
        return self._view is not None

    def press(self, name: str) -> None:
        """Press a button by its key, when it is there."""
        if name in self._buttons:
            self._buttons[name].click()

    def show_pile(self, view: PileView | None) -> None:
        """Show everything anew but the box, which may be in the middle of a number."""
        before, self._view = self._view, view
        self.setVisible(view is not None)
        self.scan.show_scan(view.scan if view is not None else None)
        if view == before:
            return
        held = next((w.objectName() for w in self._buttons.values() if w.hasFocus()), "")
        self._buttons = {}
        self._head.clear()
        self._below.clear()
        if view is None:
            return
        self._show_head(view)
        self._show_wrong(view)
        self._show_buttons(view)
        self._show_rows(view)
        self._show_old(view)
        if view.can_begin_anew:
            again = self._button("anew", "初めから読み直す", "Alt U", self.anew_asked)
            self._below.add(again)
        if held:
            for part in self._below.widgets():
                part.show()  # at once, so that the focus can come back to it
            back = self._buttons.get(held.removeprefix("pile "), self.scan)
            back.setFocus(Qt.FocusReason.OtherFocusReason)
        just_read = before is None or view.scan != before.scan
        if self.scan.hasFocus() or (just_read and view.scan is not None):
            QTimer.singleShot(0, self, lambda: QTimer.singleShot(0, self, self._into_view))

    def _into_view(self) -> None:
        """What was just read stays in view, and under it what is to be done about it."""
        above = self.parentWidget()
        while above is not None and not isinstance(above, Page):
            above = above.parentWidget()
        wanted = next((b for name, b in self._buttons.items() if name in _AT_ONCE), None)
        for part in (wanted, self.scan):
            if above is not None and part is not None:
                above.show_part(part)

    # --- the parts --------------------------------------------------------------------------------

    def _show_head(self, view: PileView) -> None:
        self._head.add(Rule())
        head = Stack(side_title("紙の束を照合"), across=True, margins=(0, 10, 0, 6))
        if view.figures:
            figures = Line(view.figures, 18, bold=True, family=Family.FIGURES)
            head.add(figures, align=Qt.AlignmentFlag.AlignVCenter)
        self._head.add(head)

    def _show_wrong(self, view: PileView) -> None:
        for at, row in enumerate(view.wrong):
            self._below.add(Stack(WrongRow(row), margins=(0, 8 if at else 12, 0, 0)))
            if at == 0:
                self._below.add(self._button("out", view.act, "Alt X", self.out_said, Kind.STOP))

    def _show_buttons(self, view: PileView) -> None:
        add, button = self._below.add, self._button
        if view.ready:
            words = f"そろいました　{view.ready}枚をお渡し"
            add(button("hand over", words, "Alt H", self.handed_over, Kind.SECOND))
        if view.not_out:
            words = f"残り {view.not_out}枚は出ていません"
            add(button("not out", words, "Alt N", self.not_out_said))
        if view.tray:
            words = "スキャンを読んでいます" if view.reading else "スキャンから読む"
            add(button("tray", words, "" if view.reading else "Alt B", self.tray_asked))
            self._buttons["tray"].set_ready(not view.reading, words)

    def _button(
        self, name: str, words: str, key: str, told: SignalInstance, kind: Kind = Kind.NEUTRAL
    ) -> QWidget:
        made = Button(words, kind, Size.SMALL, key=key, spread=True)
        made.setObjectName(f"pile {name}")
        made.clicked.connect(told)
        self._buttons[name] = made
        first = not self._below.widgets()
        return Stack(made, margins=(0, 12 if first else 8, 0, 0))

    def _show_rows(self, view: PileView) -> None:
        rows = view.rows
        if self._compact:
            rows = tuple(row for row in rows if row.state not in _SAYS_LITTLE)
            if view.rest:
                rest = Words(view.rest, 14, ink=theme.INK_2, leading=1.45)
                self._below.add(Stack(rest, margins=(0, 8, 0, 0)))
        self._list(rows)

    def _show_old(self, view: PileView) -> None:
        if not view.old:
            return
        title = Words("古い紙　回収して廃棄", 16, leading=1.36)
        self._below.add(Stack(title, margins=(0, 14, 0, 0)))
        self._list(view.old)
        if not view.wrong:
            self._below.add(self._button("out", view.act, "Alt X", self.out_said))

    def _list(self, rows: tuple[PileRowView, ...]) -> None:
        if rows:
            self._below.add(Stack(*map(PileRow, rows), gap=0, margins=(0, 4, 0, 0)))


def bind_pile_keys(panel: PilePanel, bind: Callable[[str, Callable[[], object]], object]) -> None:
    """Let a screen's keys press the panel's buttons."""
    for keys, name in PilePanel.KEYS:
        bind(keys, partial(panel.press, name))
