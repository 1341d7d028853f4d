"""21 今日のようす: six figures, two charts, what is worth a look; as a sheet and as CSV."""

from functools import partial

from PySide6.QtCore import QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from ui import theme
from ui.review.day_charts import HourChart, OpenChart, Swatch, Tile
from ui.review.day_words import TARGET_MINUTES
from ui.review.views import ConcernView, DayView
from ui.staff.screen import StaffScreen
from ui.staff.side_parts import Ruled
from ui.theme import Family, Width
from ui.widgets.arrange import Stack
from ui.widgets.bars import Key
from ui.widgets.button import Button, Kind, Size
from ui.widgets.chip import draw_mark
from ui.widgets.drawing import Icon, Painted, draw_text
from ui.widgets.panels import Panel, Section
from ui.widgets.words import Run, Words

_TILES = 6


class ConcernLine(Painted, QWidget):
    """Number, party and title, what is wrong."""

    def __init__(self, view: ConcernView) -> None:
        super().__init__()
        self._view = view
        self.setAccessibleName(f"{view.number} {view.title} {view.mark.text}")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def natural_size(self) -> QSizeF:
        return QSizeF(300, 36)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        wide = size.width() > 640
        title = 120.0 if wide else 84.0
        mark = title + (300 if wide else 220)
        number = QRectF(8, 0, title, 36)
        draw_text(painter, number, self._view.number, 14, family=Family.FIGURES)
        rest = QRectF(8 + title, 0, mark - title - 12, 36)
        draw_text(painter, rest, self._view.title, 14, elide=True)
        draw_mark(painter, mark, 18, self._view.mark)


class DayScreen(StaffScreen):
    """The day. ← and → move through the days, a digit opens what is late."""

    place = "review.day"

    day_moved = Signal(int)
    table_asked = Signal()
    sheet_asked = Signal()
    concern_opened = Signal(str)

    def __init__(self) -> None:
        super().__init__("今日のようす")
        self._before = Button("前の日", size=Size.SMALL, icon=Icon.LEFT)
        self._after = Button("次の日", size=Size.SMALL, icon=Icon.RIGHT)
        self._before.clicked.connect(lambda: self.day_moved.emit(-1))
        self._after.clicked.connect(lambda: self.day_moved.emit(1))
        self.keyed(self._before, "Left")
        self.keyed(self._after, "Right")
        self.head.add_right(Stack(self._before, self._after, across=True, gap=8))
        self._tiles = [Tile() for _ in range(_TILES)]
        self._first = Stack(across=True, gap=12)
        self._second = Stack(across=True, gap=12)
        self._hours = HourChart(TARGET_MINUTES)
        self._open = OpenChart()
        legend = Stack(
            Swatch("hatch", "署名まで"), Swatch("solid", "対応（確定まで）"), across=True, gap=18
        )
        legend.push()
        other = Stack(
            Swatch("late", "おくれ"),
            Swatch("wait", "約束待ち"),
            Swatch("work", "約束して作業中"),
            across=True,
            gap=16,
        )
        other.push()
        left = Panel(Section("時間帯ごと（分・平均）", "下は件数"), legend, self._hours, gap=4)
        right = Panel(Section("まだ終わっていない依頼　相手ごと"), other, self._open, gap=4)
        for panel in (left, right):
            panel.push()
        self._charts = Stack(across=True, gap=12)
        self._charts.add(left, 10)
        self._charts.add(right, 9)
        self._concerns = Section("気になるもの")
        self._lines = Stack(gap=0)
        self._shown: tuple[ConcernView, ...] | None = None
        rest = Stack(self._concerns, self._lines, gap=2)
        words = "番号券の記録がないので、呼ばれるまでの待ち時間は出していません。"
        missing = Words((Run(words, ink=theme.INK_2),), 14)
        for part in (self._first, self._second, self._charts, rest, missing):
            self.body.add(part)
        self._table = self.keyed(Button("CSV", key="Ctrl E"), "Ctrl+E")
        self._table.clicked.connect(self.table_asked)
        self._print = self.keyed(Button("日計表を印刷", Kind.PRIMARY, key="Ctrl P"), "Ctrl+P")
        self._print.clicked.connect(self.sheet_asked)
        self._note = ""
        self._arrange()

    def keys(self) -> tuple[Key, ...]:
        count = len(self._shown or ())
        digits = f"1-{count}" if count > 1 else "1"
        opens = (Key(digits, "気になるものを開く", optional=True),) if count else ()
        return (
            Key("F1", "手引"),
            Key("← →", "日を移る"),
            Key("F5", "更新", optional=True),
            *opens,
        )

    def buttons(self) -> tuple[Button, ...]:
        return (self._table, self._print)

    def note(self) -> str:
        return self._note

    def enter_button(self) -> Button | None:
        return self._problem.primary if self._problem is not None else None

    def first_focus(self) -> QWidget:
        return self._print

    def take_key(self, event: QKeyEvent) -> bool:
        """A digit opens one of the things that are late."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        at = event.key() - Qt.Key.Key_1
        if not 0 <= at < len(self._shown or ()):
            return False
        self.concern_opened.emit((self._shown or ())[at].key)
        return True

    def say(self, words: str) -> None:
        """What became of the file or the sheet, beside its button."""
        self._note = words
        self.bar_changed.emit()

    def set_printing(self, printing: bool) -> None:
        """While one sheet is on its way, no second one is asked for."""
        self._print.set_ready(not printing, "印刷しています")

    def show_view(self, view: DayView) -> None:
        self.show_head(view.title, view.sub)
        self._after.set_ready(view.later, "次の日はまだありません")
        for tile, figure in zip(self._tiles, view.tiles, strict=True):
            tile.show_tile(figure)
        self._hours.show_hours(view.hours)
        self._open.show_bars(view.parties)
        if view.concerns == self._shown:
            return
        self._shown = view.concerns
        count = len(view.concerns)
        self._concerns.title.setText(
            f"気になるもの　{count}" if count else "気になるもの　ありません"
        )
        self._lines.clear()
        for number, concern in enumerate(view.concerns, start=1):
            button = Button("開く", size=Size.TINY, key=f"{number}")
            button.setAccessibleName(f"{concern.number} {concern.mark.text} を開く")
            button.clicked.connect(partial(self.concern_opened.emit, concern.key))
            line = Ruled(margins=(0, 1, 8, 1), across=True)
            line.add(ConcernLine(concern), 1)
            line.add(button)
            self._lines.add(line)
        self.bar_changed.emit()

    def set_room(self, room: Width) -> None:
        super().set_room(room)
        self._arrange()

    def _arrange(self) -> None:
        """Six in a row, or three and three; the charts beside or under each other."""
        small = self.room is Width.SMALL
        for place, tile in enumerate(self._tiles):
            tile.set_narrow(self.room is not Width.WIDE)
            row = self._second if small and place >= _TILES // 2 else self._first
            if tile.parentWidget() is not row:
                row.add(tile, 1)
        self._second.setVisible(small)
        layout = self._charts.layout()
        if layout is not None:
            assert isinstance(layout, QBoxLayout)
            layout.setDirection(
                QBoxLayout.Direction.TopToBottom if small else QBoxLayout.Direction.LeftToRight
            )
