"""05 書類・署名 (06): sheets as they will print, who signs them, the pile that is checked in."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from counter_app.documents import ReprintReason
from counter_app.model.writing import Writing
from ui.staff.consent_panel import consent_open
from ui.staff.pile_panel import bind_pile_keys
from ui.staff.reprint_panel import ReprintPanel
from ui.staff.scan_box import is_typed
from ui.staff.screen import StaffScreen, right_only
from ui.staff.sheet_list import SheetList
from ui.staff.sheet_toolbar import SheetTitle, SheetToolbar
from ui.staff.sheets_awaited import SheetsAwaited
from ui.staff.side_form import SideForm
from ui.staff.sign_for_panel import SignForPanel
from ui.staff.signers_panel import SignersPanel
from ui.staff.work_pages import sheet_image
from ui.staff.work_views import DocumentsView, PrintedView, SheetView
from ui.theme import Width
from ui.widgets.arrange import Stack
from ui.widgets.bars import Key
from ui.widgets.button import Button, Kind, Size
from ui.widgets.drawing import Icon
from ui.widgets.sheets import SheetPreview


class DocumentsScreen(StaffScreen):
    """Step 5 (06)."""

    place = "staff.documents"
    drawer = "署名"

    sheet_selected = Signal(str)
    edit_asked = Signal(str)
    consent_decided = Signal(str, bool)
    signer_selected = Signal(str)
    stop_tablet_asked = Signal()
    sign_for_asked = Signal(str, object)
    """Member id and the `Writing` that was asked for."""
    print_asked = Signal()
    print_again_asked = Signal(str, object)
    """Document id and the `ReprintReason`."""
    zoomed = Signal(int)

    def __init__(self) -> None:
        super().__init__("5　書類・署名", scrolls=False)
        self._view: DocumentsView | None = None
        self._page: SheetView | None = None
        self._sheets = SheetList()
        self._sheets.chosen.connect(self._on_sheet)
        self._title = SheetTitle()
        self._edit = Button("項目を直す", size=Size.TINY, key="Alt E", icon=Icon.PEN)
        self._edit.clicked.connect(self._on_edit)
        self._preview = SheetPreview()
        desk = Stack(SheetToolbar(self._title, self._edit), gap=0)
        desk.add(self._preview, 1)
        self._awaited = SheetsAwaited()
        self._awaited.hide()
        desk.add(self._awaited, 1)
        halves = Stack(self._sheets, across=True, gap=0)
        halves.add(desk, 1)
        self.body.add(halves, 1)
        self._panel = SignersPanel()
        self._panel.decided.connect(self.consent_decided)
        self._panel.signer_chosen.connect(self.signer_selected)
        self._panel.send_asked.connect(self.to_tablet)
        self._panel.stop_asked.connect(self.stop_tablet_asked)
        self._panel.sign_for_wanted.connect(self.open_sign_for)
        self._panel.print_asked.connect(self.print_asked)
        self._panel.print_again_wanted.connect(self.open_reprint)
        self.pile = self._panel.pile
        self.side = self._panel
        self._back = Button("戻る", key="Alt ←")
        self._next = Button("次へ　依頼", Kind.PRIMARY, key="F8")
        self._back.clicked.connect(self.back_asked)
        self._next.clicked.connect(self.next_asked)
        for keys, act in (
            ("PgDown", lambda: self._sheets.move_by(1)),
            ("PgUp", lambda: self._sheets.move_by(-1)),
            ("Alt+E", self._edit.click),
            ("Alt+T", self._stop_tablet),
            ("Alt+K", lambda: _press(self._panel.sign_for)),
            ("Alt+P", lambda: _press(self._panel.print_button)),
            ("Alt+R", lambda: _press(self._panel.again_button)),
            ("Ctrl++", lambda: self._zoom(1)),
            ("Ctrl+;", lambda: self._zoom(1)),
            ("Ctrl+-", lambda: self._zoom(-1)),
        ):
            self._bind(keys, act)
        bind_pile_keys(self.pile, self._bind)

    def _bind(self, keys: str, act: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.activated.connect(act)

    # --- what the frame asks ----------------------------------------------------------------------

    def keys(self) -> tuple[Key, ...]:
        if self._awaits:
            return (Key("F1", "手引"), Key("F6", "枠を移る", optional=True))
        return (
            Key("F1", "手引"),
            Key("PgUp PgDn", "書類"),
            Key("F6", "枠を移る", optional=True),
            Key("Ctrl +", "大きく", optional=True),
            Key("F9", "同意を聞く" if self._asks_consent else "タブレットへ送る"),
        )

    @property
    def _asks_consent(self) -> bool:
        return self._view is not None and consent_open(self._view)

    @property
    def _awaits(self) -> bool:
        """Whether there is no sheet yet."""
        return self._view is not None and bool(self._view.awaited)

    def buttons(self) -> tuple[Button, ...]:
        return (self._back, self._next)

    def note(self) -> str:
        return self._view.missing if self._view is not None else ""

    def enter_button(self) -> Button | None:
        form = self._panel.form
        return form.go if form is not None and form.has_focus() else super().enter_button()

    def to_tablet(self) -> None:
        """F9: to the consent sheet while 送る or 送らない is open there, then to the tablet."""
        view = self._view
        sheet = next((s for s in view.sheets if s.consent), None) if view is not None else None
        if sheet is None or not self._asks_consent:
            super().to_tablet()
            return
        self._sheets.choose(sheet.id)
        consent = self._panel.consent
        if consent is not None and consent.first is not None:
            self.side_wanted.emit(True)
            consent.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def stop(self) -> bool:
        if self._panel.form is None:
            return False
        self._close_form()
        return True

    def first_focus(self) -> QWidget | None:
        view = self._view
        if self._panel.form is not None:
            return self._panel.form.first()
        if view is not None and view.problem is not None:
            return super().first_focus()
        consent = self._panel.consent
        wanted: QWidget | None = (
            consent.first if consent is not None else None
        ) or self._panel.tablet
        if wanted is None and self.pile.takes_keys:
            wanted = self.pile.scan
        if self.room is Width.SMALL:  # the panel is a drawer there
            wanted = None
        return wanted or self._sheets.sheet()

    def take_key(self, event: QKeyEvent) -> bool:
        """Digits decide on the consent sheet; the other characters are the reader's."""
        if not is_typed(event):
            return False
        consent = self._panel.consent
        digit = event.text()
        if self._panel.form is not None:
            self.side_wanted.emit(True)  # nothing is chosen out of sight
            return digit.isdigit() and self._panel.form.press_digit(int(digit))
        if consent is not None and digit.isdigit() and self._deciding():
            return consent.press_digit(int(digit))
        if not self.pile.takes_keys:
            return False
        if self.room is Width.SMALL:
            self.side_wanted.emit(True)
        self.pile.scan.setFocus(Qt.FocusReason.OtherFocusReason)
        return self.pile.scan.type_key(event)

    def _deciding(self) -> bool:
        """Digits mean the consent while the focus is in its panel, or no bar code can come yet."""
        view, focused = self._view, QApplication.focusWidget()
        consent = self._panel.consent
        if view is None or consent is None or view.consent_locked:
            return False
        inside = focused is not None and consent.isAncestorOf(focused)
        return inside or not self.pile.takes_keys

    def _measure(self) -> None:
        """The sheets and the page fill the main part; there is no head and no padding."""
        super()._measure()
        self._top.hide()
        self._box.setContentsMargins(0, 0, 0, 0)
        right_only(self._whole, 0)
        self._slots.set_margins((16, 12, 16, 0))

    # --- what is shown ----------------------------------------------------------------------------

    def show_view(self, view: DocumentsView) -> None:
        awaited = self._awaits
        before, self._view = self._view, view
        if before is None or before.problem != view.problem:
            self.show_problem(view.problem)
        count = view.sheet_count or len(view.sheets)
        self._sheets.show_sheets(view.sheets, view.selected, count, view.signed, view.making)
        self._show_awaited(view)
        self._show_page()
        if before != view:
            self._keep_form(view)
            self._show_panel()
        self._next.set_ready(view.can_go_on, view.missing)
        self.bar_changed.emit()
        if awaited and not self._awaits and self.window().focusWidget() in (None, self.window()):
            self.to_problem()  # nothing could take the focus before

    def _show_awaited(self, view: DocumentsView) -> None:
        """Words in place of the page, until there is one."""
        below = "できしだい、ここに出ます" if view.making else ""
        self._awaited.show_words(view.awaited, below)
        self._awaited.setVisible(bool(view.awaited))
        self._preview.setHidden(bool(view.awaited))

    def _show_page(self) -> None:
        sheet = self._sheets.current
        if sheet is None:
            # Nothing of a sheet that was shown before, which may be another household's.
            self._page = None
            self._preview.show_page(None)
            self._title.show_sheet("", False)
            self._edit.set_ready(False, self._awaited.accessibleName())
            return
        before = self._page
        if before is None or _pages(before) != _pages(sheet):
            self._preview.show_page(sheet_image(sheet.page, sheet.more), sheet.title)
        self._page = sheet
        self._title.show_sheet(sheet.title, sheet.same_as_seen)
        self._edit.set_ready(sheet.can_edit, "署名のあとは直せません")

    def _show_panel(self) -> None:
        sheet = self._sheets.current
        if self._view is None:
            return
        inside = self._panel.isAncestorOf(self.window().focusWidget() or self)
        self._panel.show_view(self._view, sheet)
        if inside and not self._panel.isAncestorOf(self.window().focusWidget() or self):
            # What had the focus is gone: it must not fall on 戻る, which Enter would press.
            self._sheets.focus_selected()

    # --- forms in the side panel ------------------------------------------------------------------

    @property
    def form(self) -> SideForm | None:
        """The form that is open in the side panel."""
        return self._panel.form

    def open_sign_for(self) -> None:
        """代わりに記名: ask why and who writes."""
        view = self._view
        if view is None or view.sign_for is None or self._panel.form is not None:
            return
        form = SignForPanel(view.sign_for)
        form.asked.connect(self._on_sign_for)
        self._open(form)

    def open_reprint(self) -> None:
        """もう一度印刷: ask why the sheet that is shown is printed once more."""
        sheet = self._sheets.current
        if sheet is None or not sheet.printed or self._panel.form is not None:
            return
        form = ReprintPanel((PrintedView(sheet.id, sheet.title),))
        form.asked.connect(self._on_reprint)
        self._open(form)

    def _open(self, form: SideForm) -> None:
        form.left.connect(self._close_form)
        self._panel.open_form(form)
        self.side_wanted.emit(True)
        form.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def _close_form(self) -> None:
        """Back to the button that opened it, or to the tablet's."""
        again = isinstance(self._panel.form, ReprintPanel)
        self._panel.close_form()
        self.side_wanted.emit(False)
        back = self._panel.again_button if again else self._panel.sign_for
        if back is not None and self.room is not Width.SMALL:
            back.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._sheets.focus_selected()

    def _keep_form(self, view: DocumentsView) -> None:
        """A form stays while it is about what it was opened for."""
        form = self._panel.form
        stale = isinstance(form, SignForPanel) and form.view != view.sign_for
        if stale:
            self._close_form()

    def _on_sign_for(self, member: str, writing: Writing) -> None:
        self._close_form()
        self.sign_for_asked.emit(member, writing)

    def _on_reprint(self, document: str, reason: ReprintReason) -> None:
        self._close_form()
        self.print_again_asked.emit(document, reason)

    def _on_sheet(self, key: str) -> None:
        """The page turns at once; the presenter hears of it."""
        was = self._panel.consent is not None or self._panel.again_button is not None
        if isinstance(self._panel.form, ReprintPanel):
            self._close_form()
        self._show_page()
        sheet = self._sheets.current
        if was or (sheet is not None and (sheet.consent or sheet.printed)):
            self._show_panel()
            self.bar_changed.emit()
        self.sheet_selected.emit(key)

    def _on_edit(self) -> None:
        if self._page is not None:
            self.edit_asked.emit(self._page.id)

    def _stop_tablet(self) -> None:
        if self._view is not None and self._view.tablet_busy:
            self.stop_tablet_asked.emit()

    def _zoom(self, by: int) -> None:
        self._preview.zoom(by)
        self.zoomed.emit(self._preview.page_width)


def _pages(sheet: SheetView) -> tuple[object, ...]:
    return (sheet.id, sheet.page, sheet.more)


def _press(button: Button | None) -> None:
    if button is not None:
        button.click()
