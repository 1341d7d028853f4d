"""The notice of a refusal in the case: its pages as they will print."""

from ui import theme
from ui.review.views import NoticeView
from ui.widgets.arrange import Label
from ui.widgets.panels import Panel
from ui.widgets.sheets import SheetPreview


class NoticePanel(Panel):
    """The notice as it will print, with reason and 教示 on it; PgUp and PgDn turn the page."""

    def __init__(self) -> None:
        super().__init__(gap=6, margins=(14, 10, 14, 12))
        self._title = Label("", 16, bold=True)
        self._note = Label("", 14, ink=theme.INK_2, wrap=True)
        self._sheet = SheetPreview(margin=10)
        self._view: NoticeView | None = None
        self._page = 0
        for part in (self._title, self._note, self._sheet):
            self.add(part)

    def show_notice(self, view: NoticeView) -> None:
        if view == self._view:
            return
        self._view, self._page = view, 0
        self._note.setText(view.note)
        self.turn(0)

    def turn(self, by: int) -> None:
        if self._view is None:
            return
        pages = self._view.pages
        self._page = min(max(self._page + by, 0), max(len(pages) - 1, 0))
        count = f"　{self._page + 1}／{len(pages)}" if pages else ""
        self._title.setText(self._view.title + count)
        self._sheet.show_page(pages[self._page] if pages else None, self._view.title)
        self._sheet.setVisible(bool(pages))

    def _measure(self) -> None:
        super()._measure()
        if hasattr(self, "_sheet"):
            self._sheet.setFixedHeight(theme.scaled(470, self))
