"""The side panel of 06: consent decisions, who signs, printing, the pile that is checked in."""

from typing import Final

from PySide6.QtCore import QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui import theme
from ui.staff.consent_panel import ConsentPanel, consent_open
from ui.staff.long_names import FittedName, fit_name, paint_fitted
from ui.staff.pile_panel import PilePanel
from ui.staff.screen import into_view
from ui.staff.side_form import FormSide
from ui.staff.side_parts import side_title
from ui.staff.work_parts import Wrapped
from ui.staff.work_views import DocumentsView, SheetView, SignerView
from ui.widgets.arrange import Rule, Stack
from ui.widgets.button import Button, Kind, Size
from ui.widgets.chip import ChipKind, StatusChip, chip_width, draw_chip
from ui.widgets.drawing import Painted, draw_box, draw_text
from ui.widgets.names import name_width
from ui.widgets.words import Words

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TO_TABLET: Final = ("タブレットへ送る", "F9")


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


class SignersPanel(FormSide):
    """Consent (with its sheet), signers, tablet, printing, pile; or a form in place of them."""

    decided = Signal(str, bool)
    signer_chosen = Signal(str)
    send_asked = Signal()
    stop_asked = Signal()
    sign_for_wanted = Signal()
    print_asked = Signal()
    print_again_wanted = Signal()

    def __init__(self) -> None:
        self._above, self.pile = Stack(gap=0), PilePanel()
        super().__init__(self._above, self.pile)
        self.consent: ConsentPanel | None = None
        self.tablet: Button | None = None
        self.sign_for: Button | None = None
        self.print_button: Button | None = None
        self.again_button: Button | None = None

    def show_view(self, view: DocumentsView, sheet: SheetView | None) -> None:
        """Show everything anew but the pile, which keeps a number that is half read."""
        held = next((w.objectName() for w in self._above.findChildren(QWidget) if w.hasFocus()), "")
        self._above.clear()
        self.consent = self.print_button = self.again_button = None
        if sheet is not None and sheet.consent and view.consents:
            self.consent = ConsentPanel(view.consents, view.consent_locked)
            self.consent.decided.connect(self.decided)
            self._above.add(Stack(self.consent, margins=(0, 0, 0, 14)))
        self._add_signers(view)
        self._add_printing(view, sheet is not None and sheet.printed)
        self.pile.show_pile(view.pile)
        again = self.findChild(QWidget, held) if held else None
        if again is not None and not again.hasFocus():
            for part in self._above.widgets():
                part.show()  # at once, so that the focus can come back to it
            again.setFocus(Qt.FocusReason.OtherFocusReason)
            into_view(again)

    def _add_signers(self, view: DocumentsView) -> None:
        add = self._above.add
        add(side_title("署名"))
        add(Words("1回の署名で、見た書類すべてに署名します。", 14, ink=theme.INK_2, leading=1.45))
        for signer in view.signers:
            card = SignerCard(signer, signer.id == view.signer)
            card.clicked.connect(lambda _=False, at=signer.id: self.signer_chosen.emit(at))
            add(Stack(card, margins=(0, 6, 0, 0)))
        self.tablet = self.sign_for = None
        if view.pile is not None and all(signer.signed for signer in view.signers):
            add(Stack(margins=(0, 0, 0, 12)))
            return  # nobody is left to sign: the pile is what is at hand
        words, key = ("タブレットの署名を止める", "Alt T") if view.tablet_busy else _TO_TABLET
        asks = consent_open(view)
        if asks and not view.tablet_busy:
            words = "同意を聞く"  # the sheets cannot be signed before; the consent sheet opens
        tablet = Button(words, Kind.SECOND, Size.SMALL, key=key, spread=True)
        tablet.setObjectName("tablet")
        tablet.clicked.connect(self.stop_asked if view.tablet_busy else self.send_asked)
        tablet.set_ready(view.tablet_busy or view.can_send or asks, view.missing)
        instead = Button("書けない人の代わりに記名", size=Size.SMALL, key="Alt K", spread=True)
        instead.setObjectName("sign for")
        instead.clicked.connect(self.sign_for_wanted)
        instead.set_ready(view.sign_for is not None, view.missing or "署名はすべて済んでいます")
        self.tablet, self.sign_for = tablet, instead
        add(Stack(tablet, instead, gap=10, margins=(0, 12, 0, 12)))

    def _add_printing(self, view: DocumentsView, again: bool) -> None:
        add = self._above.add
        add(Rule())
        chips = Wrapped(gap=10)
        if view.printed:
            chips.add(StatusChip(ChipKind.PRINTED.chip(f"印刷済み {view.printed}")))
        if view.print_waits:
            chips.add(StatusChip(ChipKind.AFTER_SIGNING.chip(f"署名のあと {view.print_waits}")))
        head = Stack(side_title("印刷"), across=True, margins=(0, 5 if again else 10, 0, 0))
        if again:
            head.add(self._print_again(), align=Qt.AlignmentFlag.AlignVCenter)
        add(head)
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
        if view.print_note:
            told = Words(view.print_note, 14, ink=theme.WARN_INK, leading=1.45)
            add(Stack(told, margins=(0, 8, 0, 0)))
        note = Words("個人番号は印刷の中だけで記入します", 14, ink=theme.INK_2, leading=1.45)
        add(Stack(note, margins=(0, 5, 0, 10)))

    def _print_again(self) -> Button:
        button = Button("もう一度印刷", size=Size.TINY, key="Alt R")
        button.setObjectName("print again")
        button.clicked.connect(self.print_again_wanted)
        self.again_button = button
        return button
