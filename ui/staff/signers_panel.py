"""The side panel of 06: consent decisions, who signs, printing, the pile that is checked in."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui import theme
from ui.staff.long_names import FittedName, fit_name, paint_fitted
from ui.staff.side_parts import Line, side_title
from ui.staff.work_parts import Wrapped
from ui.staff.work_views import (
    ConsentView,
    DocumentsView,
    PileRowView,
    PileState,
    ScanView,
    SignerView,
)
from ui.theme import Family
from ui.widgets.arrange import Rule, Stack
from ui.widgets.button import Button, Kind, Size
from ui.widgets.chip import (
    Chip,
    ChipKind,
    Mark,
    StatusChip,
    Tint,
    chip_width,
    draw_chip,
    draw_mark,
    mark_width,
)
from ui.widgets.drawing import Icon, Painted, draw_box, draw_icon, draw_line, draw_text, text_width
from ui.widgets.keyhint import draw_key, key_width
from ui.widgets.names import name_width
from ui.widgets.options import draw_radio
from ui.widgets.panels import Panel
from ui.widgets.words import Run, Words, draw_runs, runs_height

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SEND: Final = Chip(Tint.DONE, Icon.CHECK, "送る")
_KEEP: Final = Chip(Tint.GREY, Icon.BAR, "送らない")
_PILE: Final = {
    PileState.THERE: Mark(Icon.CHECK, "束にあり", theme.OK_INK),
    PileState.MISSING: Mark(Icon.ALERT, "足りない", theme.ERROR_INK, bold=True),
    PileState.WAITS: Mark(Icon.CLOCK, "これから", theme.INK_2),
}


class SignerCard(Painted, QAbstractButton):
    """One who signs: the name, where the signing stands, how many sheets with one signature."""

    def __init__(self, view: SignerView, chosen: bool) -> None:
        super().__init__()
        self._view = view
        self.setText(view.name)
        self.setCheckable(True)
        self.setChecked(chosen)
        self.setObjectName(f"signer {view.id}")
        self.setAccessibleName(f"{view.name} {view.chip.text} {view.words}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def natural_size(self) -> QSizeF:
        return QSizeF(240, 65)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        name, beside = self._name(width / self.factor)
        return round((9 + max(27, name.height) + (0 if beside else 32) + 29) * self.factor)

    def _name(self, width: float) -> tuple[FittedName, bool]:
        """The name in its room, and whether the chip stands beside it or below."""
        name, chip = self._view.name, chip_width(self._view.chip)
        beside = name_width(name, 18) + chip + 34 <= width
        return fit_name(name, width - 26, 18), beside

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        view, on = self._view, self.isChecked()
        box = QRectF(0, 0, size.width(), size.height())
        line, wide = (theme.PRIMARY, 2.0) if on else (theme.LINE, 1.0)
        draw_box(painter, box, fill=theme.WHITE, line=line, width=wide)
        name, beside = self._name(size.width())
        high = max(27, name.height)
        paint_fitted(painter, QRectF(13, 9, size.width() - 26, high), name)
        chip = chip_width(view.chip)
        left = size.width() - 13 - chip if beside else 13
        draw_chip(painter, left, 22 if beside else 9 + high + 16, view.chip)
        words = QRectF(13, size.height() - 30, size.width() - 26, 21)
        draw_text(painter, words, view.words, 14, theme.INK_2, elide=True)

    def nextCheckState(self) -> None:  # noqa: N802
        """Who is chosen is the view's to say."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in _ENTER:
            self.click()
        else:
            super().keyPressEvent(event)


class ScanBox(Painted, QWidget):
    """Waits for the bar code reader, which types the number and Enter; typing it works as well.

    `scanned` gives the text. No input method: a reader types plain characters.
    """

    scanned = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._typed = ""
        self._scan: ScanView | None = None
        self.setObjectName("scan")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._speak()

    def show_scan(self, scan: ScanView | None) -> None:
        self._scan = scan
        self._speak()
        self.update()

    def _last(self) -> str:
        scan = self._scan
        if scan is None:
            return ""
        return "　".join(filter(None, ("直前", scan.number, scan.time)))

    def _speak(self) -> None:
        words = self._scan.words if self._scan is not None else ""
        self.setAccessibleName("バーコードを読んでください")
        self.setAccessibleDescription(f"{self._last()} {words}".strip())

    def natural_size(self) -> QSizeF:
        return QSizeF(240, 62)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        box = QRectF(0, 0, size.width(), size.height())
        draw_box(painter, box, fill=theme.TINT, line=theme.PRIMARY, width=2, dashed=True)
        draw_icon(painter, QRectF(14, 21, 20, 20), Icon.BARCODE, theme.INK)
        first = QRectF(46, 9, size.width() - 58, 22)
        if self._typed:
            draw_text(painter, first, self._typed, 16, bold=True, family=Family.FIGURES)
        else:
            draw_text(painter, first, "バーコードを読んでください", 16, bold=True)
        scan = self._scan
        if scan is None:
            return
        below = QRectF(46, 32, size.width() - 58, 21)
        last = self._last()
        draw_text(painter, below, last, 14, theme.INK_2)
        mark = Mark(Icon.CHECK, scan.words, theme.INK_2)
        if scan.fault:
            mark = Mark(Icon.ALERT, scan.words, theme.ERROR_INK, bold=True)
        if scan.words:
            draw_mark(painter, 46 + text_width(last + "　", 14), below.center().y(), mark)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if not self.type_key(event):
            super().keyPressEvent(event)

    def type_key(self, event: QKeyEvent) -> bool:
        """Take a key of the reader; False when it is none."""
        if event.key() in _ENTER and self._typed:
            typed, self._typed = self._typed, ""
            self.scanned.emit(typed)
        elif event.key() == Qt.Key.Key_Backspace and self._typed:
            self._typed = self._typed[:-1]
        elif event.key() == Qt.Key.Key_Escape and self._typed:
            self._typed = ""
        elif is_typed(event):
            self._typed += event.text()
        else:
            return False
        self.update()
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusOutEvent(event)
        self._typed = ""
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self.setFocus(Qt.FocusReason.MouseFocusReason)


def is_typed(event: QKeyEvent) -> bool:
    """Whether a key is a character a bar code may hold (printable ASCII without the space)."""
    control = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    text = event.text()
    return len(text) == 1 and "!" <= text <= "~" and not event.modifiers() & control


class _PileRow(Painted, QWidget):
    """A printed sheet: its number, its title, and whether it is in the pile."""

    def __init__(self, view: PileRowView) -> None:
        super().__init__()
        self._view = view
        self.setAccessibleName(f"{view.number} {view.title} {_PILE[view.state].text}")
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def natural_size(self) -> QSizeF:
        return QSizeF(240, 30)

    def _title(self, width: float) -> tuple[float, float]:
        """Width and height of the title in a row of `width`."""
        room = width - 54 - 4 - mark_width(_PILE[self._view.state])
        return room, runs_height((Run(self._view.title),), room, 14, 1.35)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        return round(max(30.0, self._title(width / self.factor)[1] + 11) * self.factor)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        view, high = self._view, size.height()
        number = QRectF(4, 0, 40, high)
        draw_text(painter, number, view.number, 14, theme.INK_2, family=Family.FIGURES)
        mark = _PILE[view.state]
        left = size.width() - 4 - mark_width(mark)
        draw_mark(painter, left, high / 2, mark)
        room, tall = self._title(size.width())
        title = QRectF(48, (high - tall) / 2, room, tall)
        draw_runs(painter, title, (Run(view.title),), 14, leading=1.35)
        y = high - 0.5
        draw_line(painter, QPointF(0, y), QPointF(size.width(), y), theme.LINE_SOFT)


class DecisionButton(Painted, QAbstractButton):
    """「送る」 or 「送らない」 for one receiver, with its digit."""

    def __init__(self, words: str, digit: int, receiver: str, on: bool) -> None:
        super().__init__()
        self._digit = str(digit % 10)
        self.setText(words)
        self.setCheckable(True)
        self.setChecked(on)
        self.setObjectName(f"decision {digit}")
        self.setAccessibleName(f"{receiver} {words}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def natural_size(self) -> QSizeF:
        words = text_width(self.text(), 14, True)
        return QSizeF(9 + 24 + 5 + key_width(self._digit) + 5 + words + 7, 44)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        on = self.isChecked()
        draw_box(
            painter,
            QRectF(0, 0, size.width(), size.height()),
            fill=theme.TINT if on else theme.WHITE,
            line=theme.PRIMARY if on else theme.LINE_STRONG,
            width=2 if on else 1,
        )
        middle = size.height() / 2
        draw_radio(painter, 9, middle, on)
        x = 38 + draw_key(painter, 38, middle, self._digit) + 5
        rect = QRectF(x, 0, size.width() - x, size.height())
        draw_text(painter, rect, self.text(), 14, bold=on)

    def nextCheckState(self) -> None:  # noqa: N802
        """The decision is the view's to say."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in _ENTER:
            self.click()
        else:
            super().keyPressEvent(event)


class ConsentPanel(Panel):
    """For each receiver: may this be sent or not. Nothing is chosen beforehand."""

    decided = Signal(str, bool)

    def __init__(self, views: Sequence[ConsentView], locked: bool) -> None:
        missing = sum(view.decided is None for view in views)
        super().__init__(gap=10, margins=(13, 11, 13, 13), here=missing > 0 and not locked)
        self._buttons: list[DecisionButton] = []
        self.first: QWidget | None = None  # the first answer that is still to be given
        self.add(side_title("外へ送る同意", f"まだ {missing}件" if missing else ""))
        if not locked:
            words = "送り先ごとに、本人に聞いて選びます。"
            self.add(Words(words, 14, ink=theme.INK_2, leading=1.45))
        for view in views:
            self.add(self._receiver(view, locked))

    def _receiver(self, view: ConsentView, locked: bool) -> QWidget:
        part = Stack(gap=4)
        head = Stack(Words(view.receiver, 16), across=True, gap=8)
        part.add(head)
        part.add(Words(view.items, 14, ink=theme.INK_2, leading=1.45))
        if locked:
            chip = _SEND if view.decided else _KEEP
            head.add(StatusChip(chip), align=Qt.AlignmentFlag.AlignVCenter)
            return part
        row = Stack(across=True, gap=8)
        for words, send in (("送る", True), ("送らない", False)):
            digit = len(self._buttons) + 1
            button = DecisionButton(words, digit, view.receiver, view.decided is send)
            button.clicked.connect(lambda _=False, at=view.id, yes=send: self._decide(at, yes))
            self._buttons.append(button)
            row.add(button, 1)
        if view.decided is None and self.first is None:
            self.first = self._buttons[-2]
        part.add(Stack(row, margins=(0, 3, 0, 0)))
        return part

    def _decide(self, receiver: str, send: bool) -> None:
        self.decided.emit(receiver, send)

    def press_digit(self, digit: int) -> bool:
        """Press the answer with this digit (0 is the tenth); False when there is none."""
        digit = digit or 10
        if not 1 <= digit <= len(self._buttons):
            return False
        button = self._buttons[digit - 1]
        button.setFocus(Qt.FocusReason.OtherFocusReason)
        button.click()
        return True


class SignersPanel(Stack):
    """Consent (with its sheet), signers, tablet, printing, pile."""

    decided = Signal(str, bool)
    signer_chosen = Signal(str)
    send_asked = Signal()
    stop_asked = Signal()
    sign_for_asked = Signal(str)
    print_asked = Signal()
    scanned = Signal(str)

    def __init__(self) -> None:
        super().__init__(gap=0)
        self.consent: ConsentPanel | None = None
        self.tablet: Button | None = None
        self.sign_for: Button | None = None
        self.print_button: Button | None = None
        self.scan = ScanBox()
        self.scan.scanned.connect(self.scanned)
        self._above, self._below = Stack(gap=0), Stack(gap=0)
        self.add(self._above)
        self.add(self.scan)
        self.add(self._below)

    def show_view(self, view: DocumentsView, consent: bool) -> None:
        """Show everything anew but the scan box, which may be in the middle of a number."""
        held = next((w.objectName() for w in self.findChildren(QWidget) if w.hasFocus()), "")
        self._above.clear()
        self._below.clear()
        self.consent = self.print_button = None
        if consent and view.consents:
            self.consent = ConsentPanel(view.consents, view.consent_locked)
            self.consent.decided.connect(self.decided)
            self._above.add(Stack(self.consent, margins=(0, 0, 0, 14)))
        self._add_signers(view)
        self._add_printing(view)
        self._add_pile(view)
        self.scan.setVisible(bool(view.pile))
        self.scan.show_scan(view.scan)
        again = self.findChild(QWidget, held) if held else None
        if again is not None and not again.hasFocus():
            for part in self._above.widgets():
                part.show()  # at once, so that the focus can come back to it
            again.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_signers(self, view: DocumentsView) -> None:
        add = self._above.add
        add(side_title("署名"))
        add(Words("1回の署名で、見た書類すべてに署名します。", 14, ink=theme.INK_2, leading=1.45))
        for signer in view.signers:
            card = SignerCard(signer, signer.id == view.signer)
            card.clicked.connect(lambda _=False, at=signer.id: self.signer_chosen.emit(at))
            add(Stack(card, margins=(0, 6, 0, 0)))
        words, key = ("タブレットの署名を止める", "Alt T") if view.tablet_busy else _TO_TABLET
        tablet = Button(words, Kind.SECOND, Size.SMALL, key=key, spread=True)
        tablet.setObjectName("tablet")
        tablet.clicked.connect(self.stop_asked if view.tablet_busy else self.send_asked)
        tablet.set_ready(view.tablet_busy or view.can_send, view.missing)
        instead = Button("書けない人の代わりに記名", size=Size.SMALL, key="Alt K", spread=True)
        instead.setObjectName("sign for")
        instead.clicked.connect(lambda: self.sign_for_asked.emit(view.signer))
        instead.set_ready(view.can_sign_for, "署名を待つ人がいません")
        self.tablet, self.sign_for = tablet, instead
        add(Stack(tablet, instead, gap=10, margins=(0, 12, 0, 12)))

    def _add_printing(self, view: DocumentsView) -> None:
        add = self._above.add
        add(Rule())
        chips = Wrapped(gap=10)
        if view.printed:
            chips.add(StatusChip(ChipKind.PRINTED.chip(f"印刷済み {view.printed}")))
        if view.print_waits:
            chips.add(StatusChip(ChipKind.AFTER_SIGNING.chip(f"署名のあと {view.print_waits}")))
        add(Stack(side_title("印刷"), margins=(0, 10, 0, 0)))
        if chips.widgets():
            add(Stack(chips, margins=(0, 6, 0, 0)))
        if view.print_ready:
            button = Button(
                f"{view.print_ready}枚を印刷", size=Size.SMALL, key="Alt P", spread=True
            )
            button.setObjectName("print")
            button.clicked.connect(self.print_asked)
            self.print_button = button
            add(Stack(button, margins=(0, 8, 0, 0)))
        note = Words("個人番号は印刷の中だけで記入します", 14, ink=theme.INK_2, leading=1.45)
        add(Stack(note, margins=(0, 5, 0, 10)))

    def _add_pile(self, view: DocumentsView) -> None:
        if not view.pile:
            return
        self._above.add(Rule())
        head = Stack(side_title("紙の束を照合"), across=True, margins=(0, 10, 0, 6))
        total = view.pile_total or len(view.pile)
        figures = Line(f"{view.pile_there}／{total}", 18, bold=True, family=Family.FIGURES)
        head.add(figures, align=Qt.AlignmentFlag.AlignVCenter)
        self._above.add(head)
        rows = Stack(gap=0, margins=(0, 4, 0, 0))
        for row in view.pile:
            rows.add(_PileRow(row))
        self._below.add(rows)


_TO_TABLET: Final = ("タブレットへ送る", "F9")
