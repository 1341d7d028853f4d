"""The resident's window (住民の画面): bars, one page, language and text size, kiosk, blank."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui import theme
from ui.kiosk import Kiosk
from ui.tablet.blank_page import BlankPage
from ui.tablet.frame import Footer, Header
from ui.tablet.language_page import LanguagePage
from ui.tablet.look import Look, TextSize
from ui.tablet.notice_page import NoticePage
from ui.tablet.page import Page
from ui.tablet.rest import Rest
from ui.tablet.texts import JAPANESE, mark, tongue
from ui.widgets.arrange import put_away
from ui.widgets.focus import FocusFrame

WIDTH: Final = 1280
HEIGHT: Final = 800

PageMaker = Callable[[Look], Page]
"""Makes a page in the language and size it is given; asked again when either changes."""

_HELP: Final = mark("となりの職員に 声をかけてください")
_HELP_LINE: Final = mark("この画面は そのままで大丈夫です。消えません。")


class TabletWindow(QWidget):
    """One page at a time between two bars; blank until something is shown.

    Designed at 1280 × 800; a larger window draws everything larger. Language and text size
    belong to the person: `forget_person` sets them back.
    """

    help_wanted = Signal(bool)
    """「職員に聞く」 was pressed; False when the resident went back, or the clerk went on."""
    language_chosen = Signal(str)
    """The resident chose a language."""

    def __init__(self, town: str) -> None:
        super().__init__()
        self.setWindowTitle(f"ワンストップ窓口 {town} 住民の画面")
        self.setAutoFillBackground(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._town = town
        self._tag, self._size = "", TextSize.NORMAL
        self._make: PageMaker | None = None
        self._page: Page | None = None
        self._parts: list[QWidget] = []
        self._interlude: PageMaker | None = None
        self._then: Callable[[], None] | None = None
        self._helping = False
        self._kiosk = Kiosk(self, on_top=True)
        self.setMinimumSize(WIDTH, HEIGHT)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self._rows.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        self._blank = BlankPage()
        self._rows.addWidget(self._blank)
        theme.set_text_scale(100, self)
        self._frame = FocusFrame(self)
        self._rest = Rest(self)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(WIDTH, HEIGHT)

    # --- what is shown ------------------------------------------------------------------------

    @property
    def page(self) -> Page | None:
        """The page that is shown; None while the window is blank."""
        return self._page

    @property
    def town(self) -> str:
        """Whose counter this is."""
        return self._town

    @property
    def is_blank(self) -> bool:
        return self._page is None

    @property
    def language(self) -> str:
        """Tag of the language chosen; "" until somebody has chosen one."""
        return self._tag

    @property
    def text_size(self) -> TextSize:
        return self._size

    def set_language(self, tag: str) -> None:
        """Another language, for what is shown and for what comes; it is asked for no more."""
        self._tag = tag
        then, self._then = self._then, None
        if then is not None:
            then()
        else:
            self._remake()

    def set_text_size(self, size: TextSize) -> None:
        """Another text size, for what is shown and for what comes."""
        self._size = size
        self._remake()

    def forget_person(self) -> None:
        """The next person chooses anew."""
        self._tag, self._size = "", TextSize.NORMAL

    def show_page(self, make: PageMaker) -> None:
        """Show a page in the language chosen (in Japanese while none is)."""
        self._make, self._interlude, self._then = make, None, None
        self._remake()
        self._help_is_over()

    def blank(self) -> None:
        """White at once; nothing of the former page is kept."""
        self._make = self._interlude = self._then = None
        self._take_out()
        self._blank.show()
        self.repaint()
        self._help_is_over()

    def _look(self) -> Look:
        return Look(tongue(self._tag or JAPANESE), self._size, self)

    def _remake(self) -> None:
        make = self._interlude or self._make
        if make is None:
            return
        self._take_out()
        look = self._look()
        page = make(look)
        header = Header(look, self._town, page)
        header.size_chosen.connect(self.set_text_size)
        header.language_asked.connect(self._ask_language)
        footer = Footer(look, page)
        page.help.clicked.connect(self._help)
        self._blank.hide()
        self._parts = [header, page, footer]
        for part in self._parts:
            self._rows.addWidget(part, 1 if part is page else 0)
            part.show()
        self._page = page
        page.stands()
        self._rest.begin()
        focus = page.first_focus()
        if focus is not None:
            focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_out(self) -> None:
        if self._page is not None:
            self._page.let_go()
        for part in self._parts:
            self._rows.removeWidget(part)
            put_away(part)
        self._parts, self._page = [], None

    # --- language and help in between ----------------------------------------------------------

    def ask_language(self, on_chosen: Callable[[], None]) -> None:
        """Show the choice of languages; `on_chosen` follows when one was chosen."""

        def make(look: Look) -> Page:
            page = LanguagePage(look)
            page.chosen.connect(lambda tag: self._chosen(tag, on_chosen))
            return page

        self.show_page(make)
        self._then = on_chosen

    def _chosen(self, tag: str, then: Callable[[], None]) -> None:
        self._tag, self._then = tag, None
        self.language_chosen.emit(tag)
        then()

    def _ask_language(self) -> None:
        if isinstance(self._page, LanguagePage):
            return
        step = self._page.step if self._page is not None else 1

        def make(look: Look) -> Page:
            page = LanguagePage(look, current=self._tag or JAPANESE, step=step)
            page.chosen.connect(self._changed)
            page.left_again.connect(lambda: self._return(self._tag))
            return page

        self._interlude = make
        self._remake()

    def _changed(self, tag: str) -> None:
        self._return(tag)
        self.language_chosen.emit(tag)

    def _return(self, tag: str) -> None:
        self._tag, self._interlude = tag, None
        self._remake()
        self._help_is_over()

    def _help(self) -> None:
        self._helping = True
        self.help_wanted.emit(True)
        step = self._page.step if self._page is not None else 1

        def make(look: Look) -> Page:
            page = NoticePage(look, _HELP, _HELP_LINE, step, leave=True)
            page.back.connect(lambda: self._return(self._tag))
            return page

        self._interlude = make
        self._remake()

    def _help_is_over(self) -> None:
        if self._helping:
            self._helping = False
            self.help_wanted.emit(False)

    # --- kiosk ---------------------------------------------------------------------------------

    def set_kiosk(self, on: bool) -> None:
        """Frameless full screen that nobody passing by can close or leave."""
        self._kiosk.set(on)

    def allow_close(self) -> None:
        """Let the application itself end a kiosk."""
        self._kiosk.allow_close()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        self._kiosk.answer(event)

    # --- events --------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Keys nobody took go to the page (digits of the PIN); none of them leaves the window."""
        if self._page is not None:
            self._page.take_key(event)
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        fits = min(self.width() / WIDTH, self.height() / HEIGHT)
        percent = round(min(max(fits, 1.0), 2.0) * 100)
        if percent != round(theme.factor(self) * 100):
            theme.set_text_scale(percent, self)
            self._remake()
