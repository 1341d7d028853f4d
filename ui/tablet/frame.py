"""The tablet's bars (上下の帯): town, progress, text size and language above; buttons below."""

from typing import Final

from PySide6.QtCore import QRectF, QSizeF, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui import theme
from ui.tablet.buttons import TARGET, SizeButton, TabletButton
from ui.tablet.look import Look, TextSize
from ui.tablet.page import Page
from ui.theme import Family, colour
from ui.widgets.drawing import Icon, Painted, draw_text, text_width
from ui.widgets.nodes import Node, NodeLine, NodeState, NodeUse
from ui.widgets.words import without_ruby

HEADER: Final = 80.0
FOOTER_BAR: Final = 104.0
_STEPS: Final = 5
_COUNTER: Final = "ワンストップ窓口"


class TownMark(Painted, QWidget):
    """Whose counter this is: the mark, the town, the counter."""

    def __init__(self, town: str) -> None:
        super().__init__()
        self._town = town
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{town} {_COUNTER}")

    def natural_size(self) -> QSizeF:
        width = max(text_width(self._town, 22, True), text_width(_COUNTER, 18))
        return QSizeF(58 + width, 60)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        painter.save()
        painter.translate(0, 8)
        painter.scale(44 / 28, 44 / 28)
        painter.setPen(colour(theme.PRIMARY))
        painter.setBrush(colour(theme.PRIMARY))
        painter.drawRoundedRect(QRectF(0.5, 0.5, 27, 27), 5.5, 5.5)
        painter.setPen(colour(theme.WHITE))
        painter.setBrush(colour(theme.WHITE))
        painter.drawEllipse(QRectF(10.9, 5.5, 6.2, 6.2))
        painter.drawChord(QRectF(7.1, 14.2, 13.8, 8.6), 0, 180 * 16)
        painter.drawRect(QRectF(4, 20.5, 20, 2.4))
        painter.restore()
        words = QRectF(58, 0, size.width() - 58, 32)
        draw_text(painter, words, self._town, 22, theme.INK_STRONG, bold=True)
        draw_text(painter, words.translated(0, 29), _COUNTER, 18, theme.INK_STRONG)


def progress(look: Look, step: int, words: str) -> NodeLine:
    """The five dots with 「3／5　読む」 behind the current one."""
    here = f"{step}／{_STEPS}" + (f"\u3000{words}" if words else "")
    nodes = [
        Node(NodeState.DONE)
        if at < step
        else Node(NodeState.HERE, here)
        if at == step
        else Node(NodeState.TO_COME)
        for at in range(1, _STEPS + 1)
    ]
    line = NodeLine(nodes, NodeUse.PROGRESS, family=look.tongue.family)
    line.setAccessibleName(here)
    return line


class _Bar(QWidget):
    """A white bar with a thin line along the page."""

    def __init__(self, height: int, *, line_on_top: bool) -> None:
        super().__init__()
        self._on_top = line_on_top
        self.setFixedHeight(height)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        y = 0 if self._on_top else self.height() - 1
        painter.fillRect(0, y, self.width(), 1, colour(theme.LINE))
        painter.end()


class Header(_Bar):
    """The bar of 80 at the top."""

    size_chosen = Signal(object)
    language_asked = Signal()

    def __init__(self, look: Look, town: str, page: Page) -> None:
        super().__init__(look.px(HEADER), line_on_top=False)
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(32), 0, look.px(32), 0)
        row.setSpacing(look.px(10))
        row.addWidget(TownMark(town))
        row.addSpacing(look.px(34))
        row.addWidget(progress(look, page.step, page.step_words))
        row.addStretch()
        self.sizes: list[SizeButton] = []
        names = (
            look.tongue.say("文字の大きさ ふつう"),
            look.tongue.say("文字の大きさ 大きい"),
            look.tongue.say("文字の大きさ とても大きい"),
        )
        for size, name in zip(TextSize, names, strict=True):
            button = SizeButton(look, size, without_ruby(name))
            button.clicked.connect(lambda _=False, chosen=size: self.size_chosen.emit(chosen))
            row.addWidget(button)
            self.sizes.append(button)
        row.addSpacing(look.px(8))
        self.language = self._language_button(look)
        row.addWidget(self.language)

    def _language_button(self, look: Look) -> TabletButton:
        language = look.tongue.language
        button = TabletButton(look, "", Icon.GLOBE, second=False, height=TARGET)
        runs = look.runs(without_ruby(language.name))
        button.show_runs(runs, f"Language ことば {without_ruby(language.name)}")
        button.set_text_px(min(look.sizes.button, 26))
        button.clicked.connect(self.language_asked)
        return button


class _Note(Painted, QWidget):
    """Words beside the primary button (「1 / 5ページ」)."""

    def __init__(self, look: Look, words: str) -> None:
        super().__init__()
        self._words, self._look = words, look
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def _family(self) -> Family:
        return self._look.tongue.family

    def natural_size(self) -> QSizeF:
        px = min(self._look.sizes.body, 30)
        return QSizeF(text_width(self._words, px, True, self._family), 56)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        px = min(self._look.sizes.body, 30)
        rect = QRectF(0, 0, size.width(), size.height())
        draw_text(painter, rect, self._words, px, theme.INK_STRONG, bold=True, family=self._family)


class Footer(_Bar):
    """The bar of 104 at the bottom. When its buttons find no room, their text grows smaller."""

    def __init__(self, look: Look, page: Page) -> None:
        super().__init__(look.px(FOOTER_BAR), line_on_top=True)
        self._look = look
        self._buttons = (*page.left, *page.middle, *page.right)
        self._wanted = [button.text_px for button in self._buttons]
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(32), look.px(2), look.px(32), 0)
        row.setSpacing(look.px(16))
        for button in page.left:
            row.addWidget(button)
        row.addStretch(1)
        for button in page.middle:
            row.addWidget(button)
        if page.right:
            row.addStretch(1)
        self._note = _Note(look, page.note) if page.note else None
        if self._note is not None:
            row.addWidget(self._note)
        for button in page.right:
            row.addWidget(button)

    def fit(self) -> None:
        """Find the largest text at which all buttons stand beside each other."""
        for down in range(0, 24, 2):
            for button, wanted in zip(self._buttons, self._wanted, strict=True):
                button.set_text_px(max(wanted - down, 18))
            if self._needed() <= self.width():
                return

    def _needed(self) -> int:
        look = self._look
        widths = [button.sizeHint().width() for button in self._buttons]
        if self._note is not None:
            widths.append(self._note.sizeHint().width())
        return sum(widths) + look.px(64) + look.px(16) * (len(widths) + 1)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.fit()
