"""Glyph comparison (文字の見比べ): one character of a name beside those it is taken for."""

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLabel, QSizePolicy

from ui import theme
from ui.staff.household_views import GlyphView
from ui.theme import Family
from ui.widgets.chip import Mark, draw_mark
from ui.widgets.drawing import CENTRE, Icon, Painted, draw_box, draw_text, text_width
from ui.widgets.names import paint_name

_BOX, _HEAD, _TILE, _GAP = 134.0, 32.0, 72.0, 8.0


class GlyphPanel(Painted, QLabel):
    """The character at 112 px with its number and code points; similar ones at 36 below."""

    def __init__(self, view: GlyphView) -> None:
        super().__init__()
        self._view = view
        prints = "印刷できます" if view.prints else "印刷できません"
        similar = "、".join(f"{s.character} {s.code}" for s in view.similar)
        self.setAccessibleName(f"この人の字 {view.character} {view.code} {view.points} {prints}")
        self.setAccessibleDescription(f"似た字 {similar}" if similar else "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def natural_size(self) -> QSizeF:
        return QSizeF(276, _BOX + (_HEAD + _TILE if self._view.similar else 0))

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        view = self._view
        draw_box(painter, QRectF(0, 0, size.width(), _BOX), line=theme.LINE)
        paint_name(painter, QRectF(15, 11, 114, 112), view.character, 112)
        x, y = 145.0, 20.0
        words = QRectF(x, y, size.width() - x, 26)
        draw_text(painter, words, "この人の字", 16, bold=True)
        for line in (view.code, view.points):
            y += 24
            words = QRectF(x, y, size.width() - x, 24)
            draw_text(painter, words, line, 14, family=Family.FIGURES)
        if view.prints:
            mark = Mark(Icon.CHECK, "印刷できます", theme.OK_INK)
        else:
            mark = Mark(Icon.ALERT, "印刷できません", theme.ERROR_INK, bold=True)
        draw_mark(painter, x, y + 34, mark, 4)
        if view.similar:
            self._draw_similar(painter, size)

    def _draw_similar(self, painter: QPainter, size: QSizeF) -> None:
        view = self._view
        head = QRectF(0, _BOX + 8, size.width(), 20)
        draw_text(painter, head, "似た字（間違えやすいもの）", 14, theme.INK_2)
        shown = view.similar[:4]
        width = min(70.0, (size.width() - (len(shown) - 1) * _GAP) / len(shown))
        top = _BOX + _HEAD
        for index, other in enumerate(shown):
            same = other.character == view.character
            tile = QRectF(index * (width + _GAP), top, width, _TILE)
            draw_box(
                painter,
                tile,
                fill=theme.TINT if same else theme.WHITE,
                line=theme.PRIMARY if same else theme.LINE,
                width=2 if same else 1,
                radius=6,
            )
            glyph = QRectF(tile.left(), tile.top() + 4, width, 42)
            paint_name(painter, glyph, other.character, 36, align=CENTRE)
            code = QRectF(tile.left(), tile.top() + 46, width, 21)
            self._draw_code(painter, code, other.code)

    @staticmethod
    def _draw_code(painter: QPainter, rect: QRectF, code: str) -> None:
        """A code set a little closer where the tile is narrow, never cut."""
        wide = text_width(code, 14, family=Family.FIGURES)
        painter.save()
        if wide > rect.width() - 4:
            painter.translate(rect.center().x(), 0)
            painter.scale((rect.width() - 4) / wide, 1)
            painter.translate(-rect.center().x(), 0)
            rect = rect.adjusted(-8, 0, 8, 0)
        draw_text(painter, rect, code, 14, family=Family.FIGURES, align=CENTRE)
        painter.restore()
