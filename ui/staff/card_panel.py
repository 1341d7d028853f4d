"""The card panel (02, 02b): card and reader, nodes, progress, and each member's card."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import QAbstractButton, QLabel, QSizePolicy, QWidget

from ui import theme
from ui.staff.error_panel import action_button
from ui.staff.reception_views import CardPanelView, CardRowView
from ui.widgets.arrange import Label, Stack, put_away
from ui.widgets.button import Button, Size
from ui.widgets.card import CardAndReader, CardState
from ui.widgets.chip import draw_chip
from ui.widgets.drawing import Painted, draw_line, draw_text, text_width
from ui.widgets.fitted_names import fit_name, paint_fitted
from ui.widgets.keyhint import draw_key, key_width
from ui.widgets.meters import ProgressBar
from ui.widgets.names import name_width
from ui.widgets.nodes import NodeLine
from ui.widgets.panels import Panel, Section
from ui.widgets.words import Run, Words, draw_runs, runs_height

_ROW = 40.0
_CHIP, _WORDS = 197.0, 354.0


class CardRows(Painted, QLabel):
    """Every member and the card: read, not today, none. Read aloud as one text."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[CardRowView, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_rows(self, rows: Sequence[CardRowView]) -> None:
        self._rows = tuple(rows)
        spoken = (f"{r.name} {r.relation} {r.chip.text} {r.words}" for r in rows)
        self.setAccessibleName("、".join(spoken))
        self.updateGeometry()
        self.update()

    def natural_size(self) -> QSizeF:
        words = max((text_width(row.words, 14) for row in self._rows), default=0)
        return QSizeF(min(_WORDS + words + 8, 560), _ROW * len(self._rows))

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        names = (
            16 + name_width(r.name, 18) + text_width(f"　{r.relation}", 14) for r in self._rows
        )
        least = min(_CHIP, size.width() * 0.26)
        chip = min(max(least, *names), size.width() * 0.4) if self._rows else 0
        words = chip + (_WORDS - _CHIP if size.width() > 700 else 118)
        for index, row in enumerate(self._rows):
            rect = QRectF(0, index * _ROW, size.width(), _ROW)
            if row.here:
                painter.fillRect(rect, theme.colour(theme.TINT))
                painter.fillRect(QRectF(0, rect.top(), 4, _ROW), theme.colour(theme.PRIMARY))
            middle = rect.center().y()
            beside = text_width(f"　{row.relation}", 14)
            fitted = fit_name(row.name, chip - 12 - beside, 18, lines=2)
            paint_fitted(painter, rect.adjusted(8, 0, 0, -1), fitted)
            sub = rect.adjusted(8 + fitted.width, 1, 0, 1)
            draw_text(painter, sub, f"　{row.relation}", 14, theme.INK_2)
            draw_chip(painter, chip, middle, row.chip)
            room = size.width() - words - 4
            told = (Run(row.words),)
            high = runs_height(told, room, 14, 1.25)
            place = QRectF(words, middle - high / 2, room, high)
            draw_runs(painter, place, told, 14, leading=1.25)
            y = rect.bottom() - 0.5
            draw_line(painter, QPointF(0, y), QPointF(size.width(), y), theme.LINE_SOFT)


class _QuietAction(Painted, QAbstractButton):
    """「カードなしで進む」 in plain words with its key."""

    def __init__(self, words: str, key: str, keys: str) -> None:
        super().__init__()
        self._key = key
        self.setText(words)
        self.setAccessibleName(words)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.activated.connect(self.click)

    def natural_size(self) -> QSizeF:
        return QSizeF(text_width(self.text(), 14) + 8 + key_width(self._key), 26)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        rect = QRectF(0, 0, size.width(), size.height())
        draw_text(painter, rect, self.text(), 14, theme.PRIMARY if self.underMouse() else theme.INK)
        x = text_width(self.text(), 14) + 8
        draw_key(painter, x, size.height() / 2, self._key)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class CardPanel(Panel):
    """The panel. `action` gives the id of the button that was pressed (「やめる」 is `cancel`).

    `compact` sets drawing and words above the line of nodes, where there is little width.
    """

    action = Signal(str)
    without_card = Signal()

    def __init__(self, *, compact: bool = False) -> None:
        super().__init__(gap=3 if compact else 6, margins=(17, 15, 17, 15))
        self._compact = compact
        self.primary: Button | None = None
        self._view: CardPanelView | None = None
        self._section = Section("カード")
        self._without = _QuietAction("カードなしで進む", "Alt N", "Alt+N")
        self._section.add_right(self._without)
        self._without.clicked.connect(self.without_card)
        self._plain = Label("", 14, ink=theme.INK_2, leading=1.45)
        self._drawing = CardAndReader()
        self._title = Words("", 16, leading=1.57)
        self._detail = Words("", 14)
        self._error = Label("", 14, bold=True, ink=theme.ERROR_INK, wrap=True)
        self._track = NodeLine(())
        self._progress = ProgressBar()
        self._progress_words = Label("", 14)
        self._buttons = Stack(across=True, gap=12)
        self._row = Stack(across=not compact, gap=12, margins=(0, 2 if compact else 0, 0, 0))
        self._row.add(self._progress)
        self._row.add(self._progress_words)
        self._row.add(self._buttons)
        self._rows = CardRows()
        self.told = Stack(gap=8)
        """Where the card's state stands in words; empty in a compact panel."""
        around = 0 if compact else 4
        title = Stack(self._title, margins=(0, around, 0, around))
        words = Stack(title, self._error, self._detail, gap=2)
        if compact:
            top = Stack(self._drawing, across=True, gap=14)
            top.add(words, 1, Qt.AlignmentFlag.AlignVCenter)
            for part in (self._plain, top, self._track):
                self.add(part)
            self.push()
            self.add(self._row)
            self._section.setParent(None)
        else:
            right = self.told
            right.add(words)
            right.add(self._track)
            right.add(self._row)
            middle = Stack(self._drawing, across=True, gap=26)
            middle.add(right, 1, Qt.AlignmentFlag.AlignVCenter)
            self.add(self._section)
            self.add(middle)
            self.add(self._rows)

    @property
    def state(self) -> CardState:
        return self._drawing.state

    @property
    def buttons(self) -> tuple[QWidget, ...]:
        return self._buttons.widgets()

    def show_card(self, view: CardPanelView) -> None:
        """Show a state of the card; buttons that stay the same keep the focus."""
        same = self._view is not None and self._view.actions == view.actions
        self._view = view
        self.set_faulty(view.faulty)
        self._section.sub.setText(view.summary)
        self._plain.setText(view.summary)
        offered = any(action.id == "without" for action in view.actions)
        self._without.setVisible(view.without_card and not offered)
        self._drawing.show_state(view.state)
        self._title.show_runs(view.title)
        self._error.setText(f"＊{view.error}" if view.error else "")
        self._error.setVisible(bool(view.error))
        detail = [Run(view.detail)]
        if view.code:
            detail += [Run("\nコード "), Run(view.code, figures=True), Run(f"　{view.page}")]
        self._detail.show_runs(detail)
        self._detail.setVisible(bool(view.detail))
        self._track.show_nodes(view.nodes)
        busy = view.progress is not None
        self._progress.setVisible(busy)
        # the focus frame of the first button leaves the words beside it free
        self._buttons.set_margins((8 if busy and not self._compact else 0, 0, 0, 0))
        self._progress.show_share(view.progress or 0)
        self._progress_words.setText(view.progress_words)
        self._progress_words.setVisible(bool(view.progress_words))
        if not same:
            self._show_buttons(view)
        self._row.setVisible(busy or bool(view.actions))
        self._rows.show_rows(view.rows)

    def _show_buttons(self, view: CardPanelView) -> None:
        for old in self._buttons.widgets():
            put_away(old)
        self.primary = None
        for wanted in view.actions:
            button = action_button(wanted, Size.TINY)
            button.clicked.connect(lambda _=False, at=wanted.id: self.action.emit(at))
            self._buttons.add(button)
            if wanted.primary or wanted.key == "Enter":
                self.primary = button
        layout = self._buttons.layout()
        if layout is not None and (view.progress is None or self._compact):
            self._buttons.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            layout.setAlignment(Qt.AlignmentFlag.AlignLeft)
        else:
            self._buttons.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
