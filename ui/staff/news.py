"""The banners of a page that does not scroll by itself."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from ui.widgets.arrange import Content, Scroll, Stack


class News(Scroll):
    """As high as the banners in `slots` are, up to what the page can spare.

    Beyond that they scroll, so that none is squeezed until its words lie over each other.
    `width_changed`: the page is to `fit` them anew, as their words break elsewhere.
    """

    width_changed = Signal()

    def __init__(self, slots: Stack) -> None:
        super().__init__(Content(slots, gap=0))
        self._slots = slots
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hide()

    def fit(self, most: int) -> None:
        """Follow what is shown, in no more than `most` px."""
        shown = not self._slots.isHidden()
        self.setVisible(shown)
        if shown:
            width = max(self.viewport().width(), 1)
            wanted = self._slots.heightForWidth(width)
            if wanted < 0:
                wanted = self._slots.sizeHint().height()
            self.setFixedHeight(min(wanted, most))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.width_changed.emit()
