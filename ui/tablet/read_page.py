"""Reading a page (読む): the form at the left, at the right what it says in one's language."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from ui import theme
from ui.tablet.buttons import TARGET, TabletButton
from ui.tablet.gloss_values import Said
from ui.tablet.look import Look, Paragraph, TextSize
from ui.tablet.page import END, READ, Page
from ui.tablet.page_view import ZOOMS, PageView, Place
from ui.tablet.scrolling import TabletScroll
from ui.tablet.texts import mark
from ui.tablet.views import GlossItem, ReadView
from ui.theme import colour
from ui.widgets.arrange import Stack
from ui.widgets.drawing import Icon, Painted
from ui.widgets.sheets import draw_gloss_number
from ui.widgets.words import Run, draw_runs, runs_height, without_ruby

_SHEET: Final = 716
_SHEET_BESIDE_LARGEST: Final = 620
"""Breadth of the page; beside the largest text the explanations need more of the screen."""
_LEADING: Final = 1.32
_LARGER: Final = mark("大きくする")
_SMALLER: Final = mark("元の大きさにする")
_NEXT: Final = mark("読みました・次のページ")
_LAST: Final = mark("読みました・サインへ")
_NEXT_AGAIN: Final = mark("次のページ")
_LAST_AGAIN: Final = mark("閉じる")


def _said(look: Look, value: Said) -> tuple[Run, ...]:
    """A value as the sheet beside it has it: Chinese and Korean types give a place other shapes."""
    if value.name:
        return (Run(value.text, name=True),)
    return (Run(value.text, True),) if value.japanese else look.runs(value.text, bold=True)


class GlossRow(Painted, QAbstractButton):
    """Number, title and explanation; pressed, it shows the field on the page."""

    focus_inside = True

    def __init__(self, look: Look, item: GlossItem) -> None:
        super().__init__()
        self.item = item
        self._look = look
        title = look.runs(item.title, bold=True)
        self._runs = (*title, Run("\n"), *look.runs(item.text)) if item.text else title
        for value in item.values:
            self._runs += (Run("\n"), *_said(look, value))
        self.setText(str(item.number))
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        spoken = f"{item.number} {without_ruby(item.title)} {without_ruby(item.text)}"
        spoken += "".join(f" {without_ruby(value.text)}" for value in item.values)
        self.setAccessibleName(spoken.replace("**", "").strip())
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def natural_size(self) -> QSizeF:
        return QSizeF(300, self._height(500))

    def _height(self, width: float) -> float:
        words = runs_height(self._runs, width - 68, self._look.sizes.body, _LEADING)
        return max(18 + words, TARGET)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        at = self.factor
        return round(self._height(width / at) * at)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        whole = QRectF(0, 0, size.width(), size.height())
        if self.isChecked():
            painter.fillRect(whole, colour(theme.TINT))
            painter.fillRect(QRectF(0, 0, 5, size.height()), colour(theme.PRIMARY))
        painter.fillRect(QRectF(0, 0, size.width(), 1), colour(theme.LINE))
        sizes = self._look.sizes
        draw_gloss_number(painter, QPointF(27, 26), str(self.item.number))
        place = QRectF(58, 9, size.width() - 68, size.height())
        draw_runs(painter, place, self._runs, sizes.body, theme.INK_STRONG, _LEADING)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class _SheetSide(QWidget):
    """The page with the button that makes it larger over its lower right corner."""

    def __init__(self, look: Look, view: ReadView) -> None:
        super().__init__()
        self._look = look
        large = look.size is TextSize.LARGEST
        self.setFixedWidth(look.px(_SHEET_BESIDE_LARGEST if large else _SHEET))
        name = look.tongue.say("書類の画面 {title}", title=view.japanese)
        self.page = PageView(look, view.image, view.items, without_ruby(name))
        self.page.setParent(self)
        self.larger = TabletButton(look, "", Icon.SEARCH, second=False, height=TARGET)
        self.larger.setParent(self)
        self.larger.set_text_px(22)
        self.larger.set_least(102)
        self.larger.clicked.connect(self.page.magnify)
        self.page.zoomed.connect(self.say)
        self.say()

    def say(self) -> None:
        """What the button would do next."""
        largest = self.page.largest
        words = self._look.tongue.say(_SMALLER if largest else _LARGER)
        self.larger.show_runs((Run("−" if largest else "＋"),), without_ruby(words))
        self.larger.update()
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.page.setGeometry(0, 0, self.width(), self.height())
        self._place()

    def _place(self) -> None:
        """The button in its corner, beside the bars."""
        px, bar, size = self._look.px, self.page.bar_width, self.larger.sizeHint()
        below = bar if self.page.zoom > ZOOMS[0] else 0
        x = self.width() - px(15) - bar - size.width()
        y = self.height() - px(16) - below - size.height()
        self.larger.setGeometry(x, y, size.width(), size.height())
        self.larger.raise_()


class ReadPage(Page):
    """`read` (読みました・次のページ), `back` (もどる).

    A page made anew in other text begins where its reader was; `place` comes from outside.
    """

    read = Signal()
    back = Signal()

    def __init__(self, look: Look, view: ReadView, place: Place | None = None) -> None:
        super().__init__(look, 5 if view.again else 3, END if view.again else READ)
        tongue = look.tongue
        back = TabletButton(look, "もどる", Icon.LEFT, least=180)
        back.clicked.connect(self.back)
        words = _NEXT_AGAIN if view.again else _NEXT
        if view.number == view.total:
            words = _LAST_AGAIN if view.again else _LAST
        forward = TabletButton(look, words, Icon.RIGHT, primary=True, icon_after=True, least=320)
        forward.clicked.connect(self.read)
        self.left, self.right = (back,), (forward,)
        self.note = tongue.say("{n} / {total} ページ", n=view.number, total=view.total)
        self.sheet = _SheetSide(look, view)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sheet)
        self._beside = TabletScroll(look, self._gloss(view))
        row.addWidget(self._beside, 1)
        self.rows.addLayout(row)
        self._reader = place or Place()
        self.sheet.page.begin_at(self._reader)
        self.sheet.say()
        for item in self.items:
            if item.item.number == self._reader.item:
                self.show_item(item)

    def _gloss(self, view: ReadView) -> Stack:
        look = self.look
        runs = look.runs(view.title, bold=True, size=look.sizes.section)
        if not look.tongue.is_japanese and view.title != view.japanese:
            behind = Run(view.japanese, ink=theme.INK_2_RESIDENT, size=look.sizes.japanese)
            runs += (Run("\u3000"), behind)
        title = Paragraph(runs, look.sizes.section, ink=theme.INK_STRONG, leading=1.3)
        self.items = tuple(GlossRow(look, item) for item in view.items)
        for row in self.items:
            row.clicked.connect(lambda _=False, chosen=row: self.show_item(chosen))
        head = Stack(title, margins=(0, 0, 0, 10))
        gloss = Stack(head, *self.items, gap=0, margins=(22, 14, 24, 14))
        if not self.items:
            words = look.tongue.say("分からないところは、職員に聞いてください。")
            gloss.add(look.text(words))
        gloss.push()
        return gloss

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Only now it is known how long the explanations are."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._scroll_on)

    def _scroll_on(self) -> None:
        bar = self._beside.verticalScrollBar()
        bar.setValue(round(self._reader.far * bar.maximum()))
        for row in self.items:
            if row.isChecked():
                self._beside.ensureWidgetVisible(row)

    def let_go(self) -> None:
        """Put down where the reader was."""
        bar = self._beside.verticalScrollBar()
        self._reader.far = bar.value() / max(bar.maximum(), 1)
        self._reader.item = next((r.item.number for r in self.items if r.isChecked()), 0)
        self.sheet.page.remember(self._reader)

    def show_item(self, row: GlossRow) -> None:
        """Light the field of one explanation, and no other."""
        for other in self.items:
            other.setChecked(other is row)
        self.sheet.page.light(row.item)
