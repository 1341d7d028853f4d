"""What was signed, and what comes next (おわり)."""

from typing import Final

from PySide6.QtCore import Qt, Signal

from ui import theme
from ui.tablet.buttons import TabletButton
from ui.tablet.look import Look, Paragraph, TextSize
from ui.tablet.page import END, Framed, Page
from ui.tablet.texts import EASY_JAPANESE, mark, mark_many
from ui.tablet.views import DoneView, StepRow
from ui.widgets.arrange import Rule, Stack
from ui.widgets.drawing import Icon, IconView
from ui.widgets.words import Run

_SIGNED: Final = mark_many("{n}件の書類に サインしました", "{n}件の書類に サインしました")
_NOTHING_SIGNED: Final = mark("手続きが おわりました")


class DonePage(Page):
    """`closed` (この画面を消す), `papers` (サインした書類を見る)."""

    closed = Signal()
    papers = Signal()

    def __init__(self, look: Look, view: DoneView) -> None:
        super().__init__(look, 5, END)
        if view.papers:
            papers = TabletButton(look, "サインした書類を見る", Icon.DOCUMENT, least=180)
            papers.clicked.connect(self.papers)
            self.left = (papers,)
        close = TabletButton(look, "この画面を消す", primary=True, least=320)
        close.clicked.connect(self.closed)
        self.right = (close,)
        rows = (self._row(row) for row in view.rows)
        self.fill(self._banner(view), self._heading(), *rows)

    def _banner(self, view: DoneView) -> Framed:
        look, tongue = self.look, self.look.tongue
        title, japanese = tongue.say(_NOTHING_SIGNED), _NOTHING_SIGNED
        if view.signed:
            title = tongue.say_many(_SIGNED, _SIGNED, view.signed)
            japanese = _SIGNED.format(n=view.signed)
        words = Stack(look.text(title, look.sizes.title, bold=True, leading=1.3), gap=0)
        below: tuple[Run, ...] = () if tongue.is_japanese else (Run(japanese),)
        if view.at:
            below += (Run("\u3000" if below else ""), Run(view.at))
        if below:
            ink = theme.INK_2_RESIDENT
            words.add(Paragraph(below, look.sizes.body, ink=ink, leading=1.4))
        framed = Framed(theme.OK, 3, theme.OK_GROUND)
        edge = 17 if look.size is TextSize.NORMAL else 13
        framed.set_margins((27, edge, 27, edge))
        row = Stack(IconView(Icon.OK_RING, 56, theme.OK_INK), across=True, gap=20)
        row.add(words, 1, Qt.AlignmentFlag.AlignVCenter)
        framed.add(row)
        return framed

    def _heading(self) -> Stack:
        look = self.look
        title = look.heading("これからのこと", look.sizes.section)
        above = 20 if look.size is TextSize.NORMAL else 14
        return Stack(title, margins=(0, above, 0, 4))

    def _row(self, row: StepRow) -> Stack:
        look = self.look
        leading = 1.2 if look.tongue.tag == EASY_JAPANESE else 1.35  # readings stand between lines
        when = Stack(look.text(row.when, bold=True, leading=leading), gap=0)
        if not look.tongue.is_japanese and row.when_japanese:
            below = (Run(row.when_japanese, ink=theme.INK_2_RESIDENT),)
            when.add(Paragraph(below, look.sizes.japanese, leading=1.5))
        when.push()
        when.setFixedWidth(look.px(330 if look.size is TextSize.NORMAL else 400))
        what = Stack(look.text(row.what, leading=leading), gap=0)
        for detail in row.details:
            size = max(look.sizes.japanese, look.sizes.body * 0.85)
            what.add(look.text(detail, size, ink=theme.INK_2_RESIDENT, leading=1.4))
        what.push()
        line = Stack(when, across=True, gap=20, margins=(0, 11, 0, 11))
        line.add(what, 1)
        return Stack(Rule(), line, gap=0)
