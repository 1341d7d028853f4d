"""Entering the PIN (暗証番号): digits go from the key straight into the vault's entry."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from counter_app.ports import PinEntry, PinKind
from ui import theme
from ui.tablet.buttons import TabletButton
from ui.tablet.look import Look, Paragraph, TextSize
from ui.tablet.page import CARD, Framed, Page
from ui.tablet.scrolling import TabletScroll
from ui.tablet.texts import mark
from ui.tablet.views import PinView
from ui.widgets.arrange import Stack
from ui.widgets.drawing import Icon, IconView
from ui.widgets.pin import PinBoxes, PinPad
from ui.widgets.words import Run, Words, without_ruby

DIGITS: Final = 4
_LOOK_AGAIN_MS: Final = 500
"""The vault wipes digits that lie too long; the boxes must not go on showing them."""
_WHICH: Final = {
    PinKind.AUTHENTICATION: mark("カードを受け取ったときに決めた、**利用者証明用**の番号です。"),
    PinKind.CARD_INFORMATION: mark(
        "カードを受け取ったときに決めた、**券面事項入力補助用**の番号です。"
    ),
}


class PinPage(Page):
    """`entered`, `unknown` (わからない・忘れた), `given_up` (やめる). It keeps no digit itself."""

    entered = Signal()
    unknown = Signal()
    given_up = Signal()

    def __init__(self, look: Look, view: PinView, entry: PinEntry) -> None:
        super().__init__(look, 2, CARD)
        self._entry = entry
        tongue = look.tongue
        stop = TabletButton(look, "やめる", Icon.LEFT, least=180)
        forgot = TabletButton(look, "わからない・忘れた")
        self.accept = TabletButton(look, "決定", primary=True, least=320)
        stop.clicked.connect(self.given_up)
        forgot.clicked.connect(self.unknown)
        self.accept.clicked.connect(self._accept)
        self.left, self.middle = (stop,), (forgot, self.help)
        self.right = (self.accept,)
        self.boxes = PinBoxes(lambda: entry.length, DIGITS)
        self.pad = PinPad(
            entry.press,
            entry.erase,
            entry.clear,
            erase_words=without_ruby(tongue.say("1つ消す")),
            clear_words=without_ruby(tongue.say("ぜんぶ消す")),
            family=tongue.family,
            words_px=min(look.sizes.body, 30),
        )
        self.pad.setAccessibleName(tongue.say("数字のキー"))
        self.pad.setFixedWidth(look.px(440))
        self.pad.setFixedHeight(look.px(506))
        self.pad.pressed.connect(self._count)
        words = self._words(view)
        row = QHBoxLayout()
        row.setContentsMargins(look.px(40), 0, look.px(40), 0)
        row.setSpacing(look.px(56))
        row.addWidget(TabletScroll(look, words), 1)
        keys = Stack(margins=(0, 16, 0, 0))
        keys.push()
        keys.add(self.pad)
        keys.push()
        row.addWidget(keys)
        row.setContentsMargins(look.px(40), look.px(12), look.px(40), 0)
        self.rows.addLayout(row)
        self._count()
        clock = QTimer(self)
        clock.setInterval(_LOOK_AGAIN_MS)
        clock.timeout.connect(self._count)
        clock.start()

    def _words(self, view: PinView) -> Stack:
        look, tongue = self.look, self.look.tongue
        title = look.text(
            tongue.say("暗証番号（数字4つ）を入れてください"),
            look.sizes.title,
            bold=True,
            leading=1.3,
        )
        which = look.text(tongue.say(_WHICH[view.kind]), look.sizes.body + 2)
        row = Stack(self.boxes, across=True, gap=0, margins=(0, 17, 0, 4))
        row.push()
        words = Stack(gap=10, margins=(0, 17, 0 if look.size is TextSize.NORMAL else 12, 16))
        if look.size is not TextSize.LARGEST:
            parts: tuple[QWidget, ...] = (title, which, row, _Left(look, view, warned=True))
        elif view.wrong:
            left = _Left(look, view, warned=False)
            parts = (left, self._kind(view), row, _warning(look), title, which)
        else:
            parts = (title, self._kind(view), row, _Left(look, view, warned=True), which)
        for part in parts:
            words.add(part)
        quiet = Stack(
            look.text(tongue.say("職員の画面には出ません。音も出ません。"), leading=1.45),
            look.text(tongue.say("ゆっくりで大丈夫です。時間の制限はありません。"), leading=1.45),
            gap=0,
        )
        words.add(_marked(Icon.EYE_OFF, quiet, (0, 14, 0, 0)))
        words.push()
        return words

    def _kind(self, view: PinView) -> Paragraph:
        """Which number it is, alone: in the largest text the sentence stands below what is typed,
        and a card asks for two numbers one after the other.
        """
        look = self.look
        runs = tuple(run for run in look.runs(look.tongue.say(_WHICH[view.kind])) if run.bold)
        return Paragraph(runs, look.sizes.section, ink=theme.INK_STRONG, leading=1.3)

    def _count(self) -> None:
        """Draw the boxes anew; say on the button how many digits are left."""
        self.boxes.update()
        left = DIGITS - self._entry.length
        words = self.look.tongue.say_many("あと{n}つ", "あと{n}つ", left)
        self.accept.set_ready(left <= 0, words)

    def _accept(self) -> None:
        """However the button was pressed (a screen reader presses, too), four digits it takes."""
        if self._entry.length == DIGITS:
            self.entered.emit()

    def first_focus(self) -> QWidget | None:
        return self.pad.findChildren(QWidget)[4]

    def take_key(self, event: QKeyEvent) -> None:
        """Digits typed while another button has the focus go to the pad all the same."""
        digit = 0 <= event.key() - Qt.Key.Key_0 <= 9
        if digit or event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.pad.keyPressEvent(event)


def _marked(icon: Icon, words: QWidget, margins: tuple[float, float, float, float]) -> Stack:
    sign = Stack(IconView(icon, 28, theme.INK_STRONG), margins=(0, 4, 0, 0))
    sign.push()
    row = Stack(sign, across=True, gap=14, margins=margins)
    row.add(words, 1)
    return row


def _bold_larger(runs: tuple[Run, ...], size: float) -> tuple[Run, ...]:
    """The same runs, the bold ones in another size."""
    return tuple(replace(run, size=size) if run.bold else run for run in runs)


def _warning(look: Look) -> Words:
    return look.text(
        look.tongue.say("ちがう番号を3回入れると、カードが使えなくなります。"), leading=1.45
    )


class _Left(Framed):
    """How often it may still be entered; after a wrong one with a triangle and a thick edge.

    `warned` adds what happens after the third wrong one.
    """

    def __init__(self, look: Look, view: PinView, *, warned: bool) -> None:
        line = theme.ERROR if view.wrong else theme.INK_2_RESIDENT
        super().__init__(line, 3 if view.wrong else 2)
        tongue = look.tongue
        lines: list[Words] = []
        if view.wrong:
            lines.append(
                look.text(
                    tongue.say("番号がちがいました。"),
                    look.sizes.section,
                    bold=True,
                    ink=theme.ERROR_INK,
                )
            )
        tries = tongue.say_many(
            "**あと{n}回** 入れられます。", "**あと{n}回** 入れられます。", view.tries
        )
        large = _bold_larger(look.runs(tries), look.sizes.section)
        lines.append(Paragraph(large, look.sizes.body, ink=theme.INK_STRONG, leading=1.45))
        if warned:
            lines.append(_warning(look))
        icon = Icon.ALERT if view.wrong else Icon.INFO
        self.add(_marked(icon, Stack(*lines, gap=0), (0, 0, 0, 0)))
