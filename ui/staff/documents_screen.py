"""05 書類・署名 (06): sheets as they will print, who signs them, the pile that is checked in."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from ui import theme
from ui.staff.pile_panel import is_typed
from ui.staff.screen import StaffScreen, right_only
from ui.staff.sheet_list import SheetList
from ui.staff.signers_panel import SignersPanel
from ui.staff.work_pages import sheet_image
from ui.staff.work_views import DocumentsView, SheetView
from ui.theme import Width
from ui.widgets.arrange import Stack
from ui.widgets.bars import Key
from ui.widgets.button import Button, Kind, Size
from ui.widgets.chip import Chip, ChipKind, chip_width, draw_chip
from ui.widgets.drawing import Icon, Painted, draw_text, text_width
from ui.widgets.sheets import SheetPreview


class _Title(Painted, QWidget):
    """Title of the sheet (18 bold), and that it is the one that was seen."""

    def __init__(self) -> None:
        super().__init__()
        self._title, self._chip = "", ChipKind.SAME_AS_SEEN.chip()
        self._same = False
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_sheet(self, title: str, same: bool) -> None:
        self._title, self._same = title, same
        self.setAccessibleName(" ".join(filter(None, (title, self._chip.text if same else ""))))
        self.update()

    @property
    def chip(self) -> Chip:
        return self._chip

    def natural_size(self) -> QSizeF:
        return QSizeF(200, 30)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        chip = chip_width(self._chip) + 10 if self._same else 0
        title = text_width(self._title, 18, True)
        shown = self._same and title + chip <= size.width()
        room = size.width() - (chip if shown else 0)
        rect = QRectF(0, 0, room, size.height())
        draw_text(painter, rect, self._title, 18, bold=True, elide=True)
        if shown:
            draw_chip(painter, title + 10, size.height() / 2, self._chip)


class _Toolbar(Stack):
    """Over the page (56): which sheet it is, and the way to correct a field of it."""

    def __init__(self, title: QWidget, edit: Button) -> None:
        super().__init__(across=True, gap=8, margins=(16, 0, 16, 1))
        self.add(title, 1)
        self.add(edit)
        self._tall()

    def _tall(self) -> None:
        self.setFixedHeight(theme.scaled(56, self))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.ParentChange):
            self._tall()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour(theme.WHITE))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.colour(theme.LINE))
        painter.end()


class DocumentsScreen(StaffScreen):
    """Step 5 (06)."""

    place = "staff.documents"
    drawer = "署名"

    sheet_selected = Signal(str)
    edit_asked = Signal(str)
    consent_decided = Signal(str, bool)
    signer_selected = Signal(str)
    stop_tablet_asked = Signal()
    sign_for_asked = Signal(str)
    print_asked = Signal()
    barcode_scanned = Signal(str)
    zoomed = Signal(int)

    def __init__(self) -> None:
        super().__init__("5　書類・署名", scrolls=False)
        self._view: DocumentsView | None = None
        self._page: SheetView | None = None
        self._sheets = SheetList()
        self._sheets.chosen.connect(self._on_sheet)
        self._title = _Title()
        self._edit = Button("項目を直す", size=Size.TINY, key="Alt E", icon=Icon.PEN)
        self._edit.clicked.connect(self._on_edit)
        self._preview = SheetPreview()
        desk = Stack(_Toolbar(self._title, self._edit), gap=0)
        desk.add(self._preview, 1)
        halves = Stack(self._sheets, across=True, gap=0)
        halves.add(desk, 1)
        self.body.add(halves, 1)
        self._panel = SignersPanel()
        self._panel.decided.connect(self.consent_decided)
        self._panel.signer_chosen.connect(self.signer_selected)
        self._panel.send_asked.connect(self.tablet_asked)
        self._panel.stop_asked.connect(self.stop_tablet_asked)
        self._panel.sign_for_asked.connect(self.sign_for_asked)
        self._panel.print_asked.connect(self.print_asked)
        self._panel.scanned.connect(self.barcode_scanned)
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
            ("Ctrl++", lambda: self._zoom(1)),
            ("Ctrl+;", lambda: self._zoom(1)),
            ("Ctrl+-", lambda: self._zoom(-1)),
        ):
            self._bind(keys, act)

    def _bind(self, keys: str, act: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.activated.connect(act)

    # --- what the frame asks ----------------------------------------------------------------------

    def keys(self) -> tuple[Key, ...]:
        return (
            Key("F1", "手引"),
            Key("PgUp PgDn", "書類"),
            Key("F6", "枠を移る", optional=True),
            Key("Ctrl +", "大きく", optional=True),
            Key("F9", "タブレットへ送る"),
        )

    def buttons(self) -> tuple[Button, ...]:
        return (self._back, self._next)

    def note(self) -> str:
        return self._view.missing if self._view is not None else ""

    def first_focus(self) -> QWidget | None:
        view = self._view
        if view is not None and view.problem is not None:
            return super().first_focus()
        consent = self._panel.consent
        wanted = (consent.first if consent is not None else None) or self._panel.tablet
        if self.room is Width.SMALL:  # the panel is a drawer there
            wanted = None
        return wanted or self._sheets.sheet()

    def take_key(self, event: QKeyEvent) -> bool:
        """Digits decide on the consent sheet; the other characters are the reader's."""
        if not is_typed(event):
            return False
        consent = self._panel.consent
        digit = event.text()
        if consent is not None and digit.isdigit() and self._deciding():
            return consent.press_digit(int(digit))
        if not self._panel.scan.isVisibleTo(self._panel):
            return False
        self._panel.scan.setFocus(Qt.FocusReason.OtherFocusReason)
        return self._panel.scan.type_key(event)

    def _deciding(self) -> bool:
        """Digits mean the consent while the focus is in its panel, or no bar code can come yet."""
        view, focused = self._view, QApplication.focusWidget()
        consent = self._panel.consent
        if view is None or consent is None or view.consent_locked:
            return False
        inside = focused is not None and consent.isAncestorOf(focused)
        return inside or not view.pile

    def _measure(self) -> None:
        """The sheets and the page fill the main part; there is no head and no padding."""
        super()._measure()
        self._top.hide()
        self._box.setContentsMargins(0, 0, 0, 0)
        right_only(self._whole, 0)
        self._slots.set_margins((16, 12, 16, 0))

    # --- what is shown ----------------------------------------------------------------------------

    def show_view(self, view: DocumentsView) -> None:
        before, self._view = self._view, view
        if before is None or before.problem != view.problem:
            self.show_problem(view.problem)
        count = view.sheet_count or len(view.sheets)
        self._sheets.show_sheets(view.sheets, view.selected, count, view.signed)
        self._show_page()
        if before != view:
            self._show_panel()
        self._next.set_ready(view.can_go_on, view.missing)
        self.bar_changed.emit()

    def _show_page(self) -> None:
        sheet = self._sheets.current
        if sheet is None:
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
        self._panel.show_view(self._view, sheet is not None and sheet.consent)
        if inside and not self._panel.isAncestorOf(self.window().focusWidget() or self):
            # What had the focus is gone: it must not fall on 戻る, which Enter would press.
            self._sheets.focus_selected()

    def _on_sheet(self, key: str) -> None:
        """The page turns at once; the presenter hears of it."""
        was = self._panel.consent is not None
        self._show_page()
        sheet = self._sheets.current
        if was or (sheet is not None and sheet.consent):
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
