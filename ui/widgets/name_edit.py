"""Name field (氏名の入力): shows true glyphs while typing, and takes away whole characters.

Qt's own field shows the base glyph for every variation sequence, and Backspace there removes
the selector alone: the name becomes another character without any visible change.
"""

from bisect import bisect_right

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QStyle, QStyleOptionFrame, QWidget

from counter_app.model.names import characters
from ui import theme
from ui.theme import Family, colour
from ui.widgets import glyphs
from ui.widgets.drawing import text_width
from ui.widgets.input_line import InputLine


def _units(text: str) -> int:
    """Length in UTF-16 units, which is what Qt counts positions in."""
    return len(text.encode("utf-16-le")) // 2


class NameEdit(InputLine):
    """A field for registered names. `changed(str)` gives the text with its selectors."""

    changed = Signal(str)

    def __init__(
        self,
        text: str = "",
        px: float = 20,
        parent: QWidget | None = None,
        *,
        name: str = "氏名",
    ) -> None:
        super().__init__(text, parent)
        self._px = px
        self._preedit = ""
        self._scroll = 0.0
        self.setFont(theme.plain_font(px, family=Family.NAME))
        self.setAccessibleName(name)
        self.setDragEnabled(False)
        self.textChanged.connect(self.changed)
        self.cursorPositionChanged.connect(lambda *_: self.update())
        self.selectionChanged.connect(self.update)

    # --- positions: Qt counts UTF-16 units, we draw characters ---

    def _starts(self) -> list[int]:
        """UTF-16 position of every character, and of the end."""
        starts = [0]
        for character in characters(self.text()):
            starts.append(starts[-1] + _units(character))
        return starts

    def _character_at(self, position: int) -> int:
        return bisect_right(self._starts(), position) - 1

    def _size(self) -> float:
        return self._px * theme.factor(self)

    def _x(self, position: int) -> float:
        """Where a position stands in the text, px from its start."""
        return glyphs.layout(self.text(), self._size()).edge(self._character_at(position))

    def _text_rect(self) -> QRect:
        pad = theme.scaled(12, self)
        return self.rect().adjusted(pad, 1, -pad, -1)

    # --- editing ---

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        erase = event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
        if plain and erase and not self.hasSelectedText() and not self.isReadOnly():
            starts, at = self._starts(), self.cursorPosition()
            here = self._character_at(at)
            if event.key() == Qt.Key.Key_Backspace:
                first = here if at > starts[here] else here - 1
            else:
                first = here
            if 0 <= first < len(starts) - 1:
                self.setSelection(starts[first], starts[first + 1] - starts[first])
                self.del_()
            return
        super().keyPressEvent(event)
        self._settle()

    def _settle(self) -> None:
        """Never leave the cursor between a character and its selector."""
        starts, at = self._starts(), self.cursorPosition()
        if at not in starts and not self.hasSelectedText():
            self.setCursorPosition(starts[min(self._character_at(at) + 1, len(starts) - 1)])

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:  # noqa: N802
        self._preedit = event.preeditString()
        super().inputMethodEvent(event)
        self.update()

    def inputMethodQuery(  # type: ignore[override]  # noqa: N802
        self, query: Qt.InputMethodQuery
    ) -> object:
        if query == Qt.InputMethodQuery.ImCursorRectangle:
            return self._cursor_rect()
        return super().inputMethodQuery(query)

    def _cursor_rect(self) -> QRect:
        area = self._text_rect()
        x = area.left() + self._x(self.cursorPosition()) - self._scroll
        return QRect(round(x), area.top() + 6, 2, area.height() - 12)

    # --- mouse: by the glyphs that are seen ---

    def _position_at(self, point: QPoint) -> int:
        laid = glyphs.layout(self.text(), self._size())
        x = point.x() - self._text_rect().left() + self._scroll
        for at, piece in enumerate(laid.pieces):
            if x < piece.x + piece.width / 2:
                return self._starts()[at]
        return self._starts()[-1]

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() == Qt.MouseButton.LeftButton:
            self.setCursorPosition(self._position_at(event.position().toPoint()))
            self._anchor = self.cursorPosition()
        else:
            super().mousePressEvent(event)

    _anchor = 0

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.buttons() & Qt.MouseButton.LeftButton:
            at = self._position_at(event.position().toPoint())
            self.setSelection(self._anchor, at - self._anchor)

    # --- drawing ---

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_PanelLineEdit, option, painter, self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area, px = self._text_rect(), self._size()
        painter.setClipRect(area)
        laid = glyphs.layout(self.text(), px)
        cursor = self._x(self.cursorPosition())
        preedit = text_width(self._preedit, px, family=Family.NAME) if self._preedit else 0.0
        self._follow_cursor(cursor + preedit, area.width())
        left = area.left() - self._scroll
        baseline = area.center().y() + (laid.ascent - laid.descent) / 2
        if self.hasSelectedText():
            start, end = self._x(self.selectionStart()), self._x(self.selectionEnd())
            band = QRectF(left + start, area.top() + 4, end - start, area.height() - 8)
            painter.fillRect(band, colour(theme.TINT_3))
        head = self.text() if not self._preedit else self._before_cursor()
        glyphs.draw_glyphs(painter, left, baseline, head, px, theme.INK_STRONG)
        if self._preedit:
            painter.setFont(theme.plain_font(round(px), family=Family.NAME))
            painter.setPen(colour(theme.PRIMARY))
            painter.drawText(
                QRectF(left + cursor, 0, preedit, self.height()),
                int(Qt.AlignmentFlag.AlignVCenter.value),
                self._preedit,
            )
            y = baseline + 3
            painter.drawLine(
                round(left + cursor), round(y), round(left + cursor + preedit), round(y)
            )
            rest = self.text()[len(head) :]
            glyphs.draw_glyphs(
                painter, left + cursor + preedit, baseline, rest, px, theme.INK_STRONG
            )
        if self.hasFocus() and not self.isReadOnly():
            x = round(left + cursor + preedit)
            painter.fillRect(QRect(x, area.top() + 6, 2, area.height() - 12), colour(theme.INK))
        painter.end()

    def _before_cursor(self) -> str:
        return "".join(characters(self.text())[: self._character_at(self.cursorPosition())])

    def _follow_cursor(self, x: float, room: int) -> None:
        if x - self._scroll > room - 2:
            self._scroll = x - room + 2
        elif x < self._scroll:
            self._scroll = x
        if glyphs.layout(self.text(), self._size()).width < room:
            self._scroll = 0.0
