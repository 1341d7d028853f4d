"""Signing (サイン): the pad for the pen, what the signature is for, and a way to begin again."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout

from counter_app.model.writing import Hand
from ui import theme
from ui.tablet.buttons import TabletButton
from ui.tablet.look import Look, Paragraph, TextSize
from ui.tablet.page import SIGN, Page
from ui.tablet.palm import Palm
from ui.tablet.scrolling import TabletScroll
from ui.tablet.strokes import has_line
from ui.tablet.texts import mark
from ui.tablet.views import Covered, SignView
from ui.widgets.arrange import Label, Rule, Stack, put_away
from ui.widgets.drawing import Icon, IconView
from ui.widgets.signature import SignaturePad
from ui.widgets.words import Run, Words, runs_height, runs_width, without_ruby

OWN_HAND: Final = mark("枠の中に サインしてください")
WRITERS: Final = {
    Hand.BY_CLERK: mark("職員が 代わりに 名前を 書きます"),
    Hand.BY_ATTENDANT: mark("いっしょに来た人が 代わりに 名前を 書きます"),
}
"""What the page says of a hand that is not the signer's."""
_PEN_LIFTED: Final = (
    QEvent.Type.TabletPress,
    QEvent.Type.TabletMove,
    QEvent.Type.TabletRelease,
    QEvent.Type.MouseMove,
    QEvent.Type.MouseButtonRelease,
)


_HINT: Final = 36
"""Largest text in the pad, so that there is room to write."""
_HINT_PLACE: Final = (61.0, 17.0, 680.0, 64.0)
"""Left, top, width and least height of that text."""
_NAME: Final = 40
"""Largest text of the signer's name below the line."""
_HEADING: Final = (1216.0, 76.0)
"""Room over the pad, which keeps its size whatever is said: ink never lies outside it."""
_LEAST_TITLE: Final = 30
_LEAST_JAPANESE: Final = 20


class SignPage(Page):
    """`signed`, `again` (もう一度読む). The pad comes from outside: it outlives a change of
    language with the ink on it.
    """

    signed = Signal()
    again = Signal()

    def __init__(self, look: Look, view: SignView, pad: SignaturePad) -> None:
        super().__init__(look, 4, SIGN)
        tongue = look.tongue
        self.pad = pad
        again = TabletButton(look, "もう一度読む", Icon.LEFT, least=180)
        self.clear = TabletButton(look, "消して書き直す", Icon.UNDO, least=180)
        self.done = TabletButton(
            look,
            "サインを終わる",
            Icon.CHECK,
            primary=True,
            icon_after=True,
            least=320,
            missing_below=True,
        )
        again.clicked.connect(self.again)
        self.clear.clicked.connect(self._clear)
        self.done.clicked.connect(self._finish)
        self.left, self.middle, self.right = (again,), (self.clear, self.help), (self.done,)
        hint = tongue.say("ペンだけで書きます。手は画面に置いて大丈夫です。")
        frame = without_ruby(tongue.say("サインの枠 {name}", name=view.signer))
        pad.setAccessibleName(" ".join(filter(None, (frame, pad.by))))
        pad.setAccessibleDescription(without_ruby(hint))
        pad.set_name_px(min(look.sizes.body + 2, _NAME))
        small = min(look.sizes.body, _HINT)
        self._hint = look.text(hint, small, ink=theme.INK_2_RESIDENT)
        self._hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._hint.setParent(pad)
        high = max(_HINT_PLACE[3], self._hint.height_at(_HINT_PLACE[2]))
        self._hint.setGeometry(*map(look.px, (*_HINT_PLACE[:3], high)))
        self._hint.show()
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(24))
        row.addWidget(pad, 0, Qt.AlignmentFlag.AlignTop)
        documents = TabletScroll(look, self._documents(view))
        documents.setFixedHeight(look.px(504))
        row.addWidget(documents, 1, Qt.AlignmentFlag.AlignTop)
        title = self._title(WRITERS.get(view.hand, OWN_HAND))
        self.rows.setContentsMargins(look.px(32), look.px(20), look.px(32), 0)
        self.rows.addWidget(title)
        self.rows.addSpacing(look.px(14))
        self.rows.addLayout(row)
        self.rows.addStretch()
        pad.installEventFilter(self)
        self._palm = Palm(self, pad)
        self._look_at_pad()

    def stands(self) -> None:
        self._palm.keep_from(self.window().findChildren(QAbstractButton))

    def _title(self, message: str) -> Words:
        """The heading in one line, with its Japanese behind it where that has room."""
        look = self.look
        own = look.runs(look.tongue.say(message), bold=True)
        for size in range(int(look.sizes.title), _LEAST_TITLE - 1, -1):
            for small in range(int(look.sizes.body), _LEAST_JAPANESE - 1, -2):
                behind = look.japanese(message, size=small)
                runs = (*own, Run("\u3000"), *behind) if behind else own
                wide, high = _HEADING
                if runs_width(runs, size) <= wide and runs_height(runs, wide, size, 1.3) <= high:
                    return Paragraph(runs, size, ink=theme.INK_STRONG, leading=1.3)
        return Paragraph(own, _LEAST_TITLE, ink=theme.INK_STRONG, leading=1.3)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Look at the ink after the pen has moved; the pad itself tells only of its first point."""
        if event.type() in _PEN_LIFTED:
            QTimer.singleShot(0, self, self._look_at_pad)
        return super().eventFilter(watched, event)

    def _look_at_pad(self) -> None:
        missing = self.look.tongue.say("まだ書いていません")
        line = has_line(self.pad.strokes())
        self.done.set_ready(line, missing)
        self.clear.set_ready(not self.pad.is_empty())

    def _finish(self) -> None:
        """However the button was pressed (a screen reader presses, too), a line there must be."""
        if has_line(self.pad.strokes()):
            self.signed.emit()

    def _clear(self) -> None:
        self.pad.clear()
        self._look_at_pad()

    def let_go(self) -> None:
        """Give the pad back with its ink, for the page that is made in another language."""
        self.pad.removeEventFilter(self)
        self.pad.removeEventFilter(self._palm)
        put_away(self._hint)
        self.pad.setParent(None)

    def _documents(self, view: SignView) -> Stack:
        look, tongue = self.look, self.look.tongue
        count = len(view.documents)
        words = tongue.say_many(
            "このサインは {n}件の書類に使います", "このサインは {n}件の書類に使います", count
        )
        leading = 1.5 if look.size is TextSize.NORMAL else 1.3
        head = Stack(look.text(words, bold=True, leading=leading), margins=(0, 0, 0, 4))
        made = Stack(head, gap=0, margins=(0, 0, 8, 0))
        for document in view.documents:
            made.add(self._row(document))
        made.push()
        return made

    def _row(self, document: Covered) -> Stack:
        look = self.look
        sign = Stack(IconView(Icon.OK_RING, 28, theme.OK_INK), margins=(0, 4, 0, 0))
        sign.push()
        title = look.text(document.title, bold=True, leading=1.3)
        lines = Stack(title, gap=0)
        if not look.tongue.is_japanese and document.title != document.japanese:
            below = (Run(document.japanese, ink=theme.INK_2_RESIDENT),)
            lines.add(Paragraph(below, look.sizes.japanese, leading=1.4))
        pages = without_ruby(look.tongue.say_many("{n}ページ", "{n}ページ", document.pages))
        count = Label(pages, look.sizes.body, ink=theme.INK_STRONG, family=look.tongue.family)
        row = Stack(sign, across=True, gap=12, margins=(0, 9, 0, 9))
        row.add(lines, 1)
        if look.size is not TextSize.NORMAL:  # beside the title it would leave that no room
            lines.add(count)
        else:
            right = Stack(count)
            right.push()
            row.add(right)
        return Stack(Rule(), row, gap=0)
