"""Name label (氏名): a registered name in its true glyphs, never elided; also for delegates."""

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from counter_app.model.names import without_last_character
from ui import theme
from ui.widgets import glyphs
from ui.widgets.drawing import LEFT, Painted


def name_width(text: str, px: float) -> float:
    """Width of a name at `px`, in the units of the painter it will be drawn with."""
    return glyphs.layout(text, px).width


def shortened(text: str, room: float, px: float) -> str:
    """As much of a name as fits `room` with 「…」, which says that it goes on."""
    while text and name_width(f"{text}…", px) > room:
        text = without_last_character(text)
    return f"{text}…"


def paint_name(
    painter: QPainter,
    rect: QRectF,
    text: str,
    px: float,
    ink: str = theme.INK_STRONG,
    align: Qt.AlignmentFlag = LEFT,
) -> float:
    """Draw a name in `rect`; never elides. Answers the width used."""
    laid = glyphs.layout(text, px)
    x = rect.left()
    if align & Qt.AlignmentFlag.AlignRight:
        x = rect.right() - laid.width
    elif align & Qt.AlignmentFlag.AlignHCenter:
        x = rect.center().x() - laid.width / 2
    if align & Qt.AlignmentFlag.AlignTop:
        baseline = rect.top() + laid.ascent
    else:
        baseline = rect.center().y() + (laid.ascent - laid.descent) / 2
    glyphs.draw_glyphs(painter, x, baseline, text, px, ink)
    return laid.width


class NameLabel(Painted, QLabel):
    """A name as a label: 18 in rows, 24 in the member table, 28 on the plate, 112 for one glyph."""

    def __init__(
        self,
        text: str,
        px: float = 18,
        parent: QWidget | None = None,
        *,
        ink: str = theme.INK_STRONG,
    ) -> None:
        super().__init__(parent)
        self._px, self._ink = px, ink
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.set_name(text)

    @property
    def name(self) -> str:
        return self._text

    def set_name(self, text: str) -> None:
        self._text = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def natural_size(self) -> QSizeF:
        return QSizeF(name_width(self._text, self._px), round(self._px * 1.25))

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        paint_name(
            painter, QRectF(0, 0, size.width(), size.height()), self._text, self._px, self._ink
        )
