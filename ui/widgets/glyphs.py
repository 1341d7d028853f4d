"""True glyphs of registered names: which glyph of IPAmj Mincho each character with its selector is.

Qt shapes text without variation selectors (異体字セレクタ), so names are laid out here: the
font's cmap format 14 gives the glyph of (base, selector), and Qt draws glyphs by number.
"""

from dataclasses import dataclass
from functools import cache, lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QGlyphRun, QPainter, QPen, QRawFont

from counter_app.model.names import characters
from resources.mj_characters import has_shape
from resources.variation_sequences import character_map
from ui import theme
from ui.theme import Family, colour, plain_font

_LARGEST_RUN = 60.0
_ASCENT, _DESCENT = 0.88, 0.12
"""Of the em, as the font's hhea table has them; Qt takes the wider ones of its OS/2 table, which
would set names too high beside Gothic."""
_SPACING = 0.02
"""Extra room after each character, in em: names are read character by character."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One character of a laid-out name: where it stands (px) and the glyph, or None for text."""

    text: str
    x: float
    width: float
    glyph: int | None
    lacking: bool = False
    """The font has no such shape: what is shown stands for it, and says so."""


@dataclass(frozen=True, slots=True)
class NameLayout:
    """A name laid out at one size: its pieces, its width and the font's ascent and descent (px)."""

    pieces: tuple[Piece, ...]
    width: float
    ascent: float
    descent: float

    def edge(self, index: int) -> float:
        """Left edge of character `index`; the right end when it is past the last."""
        return self.pieces[index].x if index < len(self.pieces) else self.width


@cache
def _raw(px: float) -> QRawFont:
    font = QFont(plain_font(20, family=Family.NAME))
    font.setFamilies([Family.NAME.value[0]])
    raw = QRawFont(QRawFont.fromFont(font))
    raw.setPixelSize(px)
    return raw


@lru_cache(maxsize=4096)
def layout(text: str, px: float) -> NameLayout:
    """Lay out a name at `px`; a character the name font lacks is set in the text families."""
    theme.load_fonts()
    raw = _raw(px)
    known = character_map("IPAmj Mincho")
    pieces = []
    x = 0.0
    for character in characters(text):
        base, selector = character[0], character[1:2]
        number: int | None = None
        if known is not None:
            # a sequence the font lacks is shown as its base (UTS #37), and marked
            number = (known.glyph(base, selector) if selector else None) or known.glyph(base)
        if number is None:
            width = theme.metrics(px, family=Family.TEXT).horizontalAdvance(base)
        else:
            width = raw.advancesForGlyphIndexes([number])[0].x()
        width += px * _SPACING
        pieces.append(Piece(character, x, width, number, not has_shape(character)))
        x += width
    return NameLayout(tuple(pieces), x, _ASCENT * px, _DESCENT * px)


@lru_cache(maxsize=1024)
def _run(text: str, px: float) -> QGlyphRun:
    pieces = [piece for piece in layout(text, px).pieces if piece.glyph is not None]
    run = QGlyphRun()
    run.setRawFont(_raw(px))
    run.setGlyphIndexes([piece.glyph for piece in pieces if piece.glyph is not None])
    run.setPositions([QPointF(piece.x, 0) for piece in pieces])
    return run


def _draw_outlines(
    painter: QPainter, x: float, baseline: float, text: str, px: float, ink: str
) -> None:
    """Large glyphs as filled outlines: Qt's glyph cache ends at 64 px."""
    raw = _raw(px)
    for piece in layout(text, px).pieces:
        if piece.glyph is not None:
            outline = raw.pathForGlyph(piece.glyph).translated(x + piece.x, baseline)
            painter.fillPath(outline, colour(ink))


def draw_glyphs(
    painter: QPainter, x: float, baseline: float, text: str, px: float, ink: str
) -> None:
    """Draw a laid-out name with its first character's origin at (`x`, `baseline`)."""
    painter.setPen(colour(ink))
    if px * painter.combinedTransform().m11() <= _LARGEST_RUN:
        painter.drawGlyphRun(QPointF(x, baseline), _run(text, px))
    else:
        _draw_outlines(painter, x, baseline, text, px, ink)
    for piece in layout(text, px).pieces:
        if piece.glyph is None:
            painter.setFont(plain_font(px, family=Family.TEXT))
            painter.drawText(QPointF(x + piece.x, baseline), piece.text)
        if piece.lacking:
            _mark(painter, QRectF(x + piece.x, baseline - _ASCENT * px, piece.width, px))


def _mark(painter: QPainter, box: QRectF) -> None:
    """A dashed frame round a character that is not drawn in its own shape."""
    painter.save()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour(theme.ERROR_INK), 1.0, Qt.PenStyle.DashLine))
    painter.drawRect(box)
    painter.restore()
