"""Pages as Qt draws them: one picture of a page, or a sheet's pages one under the other."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtGui import QImage, QPainter

from counter_app.ports import PageImage
from ui import theme

_GAP: Final = 0.02
"""Grey between two pages, as a share of a page's width."""


def page_image(page: PageImage | None) -> QImage | None:
    """The picture of a page; None while it is still being made."""
    return None if page is None else QImage.fromData(page.png)


def sheet_image(page: PageImage | None, more: Sequence[PageImage]) -> QImage | None:
    """All pages of a sheet in one picture, as they lie under each other on the desk."""
    first = page_image(page)
    if first is None or not more:
        return first
    pages = [first, *(QImage.fromData(other.png) for other in more)]
    gap = round(first.width() * _GAP)
    width = max(image.width() for image in pages)
    height = sum(image.height() for image in pages) + gap * len(more)
    whole = QImage(width, height, QImage.Format.Format_RGB32)
    whole.fill(theme.colour(theme.LINE_SOFT))
    painter = QPainter(whole)
    y = 0
    for image in pages:
        painter.drawImage(0, y, image)
        y += image.height() + gap
    painter.end()
    return whole
