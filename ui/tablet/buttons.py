"""Buttons of the tablet (押す所): at least 56 high, two lines, and the size of text chosen."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QPoint, QRectF, QSizeF, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QSizePolicy

from ui import theme
from ui.tablet.look import Look, TextSize
from ui.tablet.texts import Language
from ui.widgets.drawing import CENTRE, Icon, Painted, draw_box, draw_icon, draw_text
from ui.widgets.steady import Steady
from ui.widgets.words import Run, draw_runs, rubied, runs_height, runs_width, without_ruby

FOOTER: Final = 72.0
TARGET: Final = 56.0
_PADDING: Final = 20.0
_GAP: Final = 12.0
_ICON: Final = 28.0
_FIRST, _SECOND = 1.15, 1.2
"""Line heights of the two lines of a button."""
_LEAST_JAPANESE: Final = 18.0


class _Pressed(Painted, Steady):
    """What the tablet's buttons have in common: Enter presses, a slip does too, a bounce does not,
    the cursor is a hand.
    """

    slip = 20
    bounce_ms = 300

    def __init__(self, spoken: str) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(spoken)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter presses once, however long it is held."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.click()


class TabletButton(_Pressed):
    """A message of the catalogue on a button, with its Japanese below.

    `icon_after` puts the icon behind the words. A button that is not ready is dashed, stays in
    the tab order, and says what is missing behind its words, or below them with `missing_below`;
    pressing it does nothing.
    """

    def __init__(
        self,
        look: Look,
        message: str,
        icon: Icon | None = None,
        *,
        primary: bool = False,
        icon_after: bool = False,
        second: bool = True,
        least: float = 0,
        height: float = FOOTER,
        missing_below: bool = False,
    ) -> None:
        own = look.tongue.say(message) if message else ""
        japanese = second and not look.tongue.is_japanese
        super().__init__(without_ruby(own) + (f" {message}" if japanese else ""))
        self._look, self._icon, self._primary, self._after = look, icon, primary, icon_after
        self._runs = look.runs(own, bold=primary)
        self._second = message if japanese else ""
        self._least, self._height = least, height
        self._text = look.sizes.primary if primary else look.sizes.button
        self._ready, self._missing, self._missing_below = True, "", missing_below
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_runs(self, runs: tuple[Run, ...], spoken: str) -> None:
        """Other words than the message's (the name of a language)."""
        self._runs = runs
        self.setAccessibleName(spoken)

    @property
    def text_px(self) -> float:
        return self._text

    def set_text_px(self, px: float) -> None:
        """Smaller text, when the footer has no room."""
        self._text = px
        self.updateGeometry()
        self.update()

    def set_least(self, width: float) -> None:
        """Least width, px at 1280 × 800."""
        self._least = width
        self.updateGeometry()

    @property
    def ready(self) -> bool:
        return self._ready

    def set_ready(self, ready: bool, missing: str = "") -> None:
        """Allow or withhold the press; `missing` is shown on the button meanwhile."""
        if (ready, "" if ready else missing) == (self._ready, self._missing):
            return  # asked at every move of the pen, and a button measured anew moves its bar
        self._ready, self._missing = ready, "" if ready else missing
        self.setAccessibleDescription(self._missing)
        self.updateGeometry()
        self.update()

    def click(self) -> None:
        """Press the button; nothing happens while it is not ready."""
        if self._ready:
            super().click()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """A button that waits swallows the keys that would press it."""
        pressing = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Select)
        if self._ready or event.key() not in pressing:
            super().keyPressEvent(event)

    def hitButton(self, position: QPoint) -> bool:  # noqa: N802
        """A button that waits is pressed by nothing."""
        return self._ready and super().hitButton(position)

    def natural_size(self) -> QSizeF:
        return QSizeF(max(self._content() + 2 * _PADDING, self._least), self._height)

    def _missing_runs(self) -> tuple[Run, ...]:
        return self._look.runs(self._missing) if self._missing else ()

    def _below(self) -> tuple[Run, ...]:
        """The second line: Japanese, or what is missing (a line of readings has no room there)."""
        if self._missing and self._missing_below:
            return tuple(
                replace(run, text=run.ruby or run.text, ruby="") for run in self._missing_runs()
            )
        return (Run(self._second),) if self._second else ()

    def _behind(self) -> tuple[Run, ...]:
        return () if self._missing_below else self._missing_runs()

    def _sizes(self) -> tuple[float, float]:
        """Of the two lines; smaller than asked for where the button is too low for both."""
        first = self._text
        second = min(self._look.sizes.button_japanese, max(0.8 * first, _LEAST_JAPANESE))
        if self._below():
            high = runs_height(self._runs, 1e4, first, _FIRST)
            high += runs_height(self._below(), 1e4, second, _SECOND)
            fit = min((self._height - 8) / high, 1.0)
            return first * fit, second * fit
        return first, second

    def _words(self) -> float:
        first, second = self._sizes()
        return max(runs_width(self._runs, first), runs_width(self._below(), second))

    def _icon_shown(self) -> bool:
        """Behind the words stands either the icon or what is missing."""
        return self._icon is not None and not (self._after and bool(self._behind()))

    def _content(self) -> float:
        width = self._words() + (_ICON + _GAP if self._icon_shown() else 0)
        if self._behind():
            width += 16 + runs_width(self._behind(), self._look.sizes.button)
        return width

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        box = QRectF(0, 0, size.width(), size.height())
        ink = theme.INK_STRONG
        if not self._ready:
            ink = theme.INK_2_RESIDENT
            draw_box(painter, box, fill=theme.WHITE, line=ink, width=2, dashed=True)
        elif self._primary:
            ink = theme.WHITE
            fill = theme.NAVY if self.isDown() else theme.PRIMARY
            draw_box(painter, box, fill=fill, line=fill, width=2)
        else:
            fill = theme.TINT if self.isDown() else theme.WHITE
            draw_box(painter, box, fill=fill, line=theme.INK_2_RESIDENT, width=2)
        x = (size.width() - self._content()) / 2
        middle = size.height() / 2
        if self._icon is not None and not self._after:
            draw_icon(painter, QRectF(x, middle - _ICON / 2, _ICON, _ICON), self._icon, ink)
            x += _ICON + _GAP
        words = self._words()
        self._draw_words(painter, x, middle, words, ink)
        x += words
        if self._icon is not None and self._after and self._icon_shown():
            x += _GAP
            draw_icon(painter, QRectF(x, middle - _ICON / 2, _ICON, _ICON), self._icon, ink)
        if self._behind():
            px, runs = self._look.sizes.button, self._behind()
            high = runs_height(runs, 1e4, px, _FIRST)
            top = middle - high / 2
            if any(run.ruby for run in self._runs) and not any(run.ruby for run in runs):
                top += self._text / 4  # on the base line of words that have readings above
            draw_runs(painter, QRectF(x + 16, top, 1e4, high), runs, px, ink, _FIRST)

    def _draw_words(
        self, painter: QPainter, x: float, middle: float, width: float, ink: str
    ) -> None:
        px, small = self._sizes()
        own = runs_width(self._runs, px)
        first = runs_height(self._runs, 1e4, px, _FIRST)
        second = self._below()
        below = runs_height(second, 1e4, small, _SECOND) if second else 0
        top = middle - (first + below) / 2
        place = QRectF(x + (width - own) / 2, top, 1e4, first)
        draw_runs(painter, place, self._runs, px, ink, _FIRST)
        if second:
            under = runs_width(second, small)
            place = QRectF(x + (width - under) / 2, top + first, 1e4, below)
            draw_runs(painter, place, second, small, ink, _SECOND)


class SizeButton(_Pressed):
    """One size of text: the same letter, larger; the one in use has a thick blue edge."""

    def __init__(self, look: Look, size: TextSize, spoken: str) -> None:
        super().__init__(spoken)
        self._letter = "あ" if look.tongue.is_japanese else "A"
        self._family, self._size = look.tongue.family, size
        self.setCheckable(True)
        self.setChecked(look.size is size)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def nextCheckState(self) -> None:  # noqa: N802
        """The bar is made anew with the size; the press itself toggles nothing."""

    def natural_size(self) -> QSizeF:
        return QSizeF(TARGET, TARGET)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        box = QRectF(0, 0, size.width(), size.height())
        on = self.isChecked()
        ink = theme.PRIMARY if on else theme.INK_STRONG
        line = theme.PRIMARY if on else theme.INK_2_RESIDENT
        draw_box(painter, box, fill=theme.WHITE, line=line, width=3 if on else 2)
        px = self._size.value.mark
        draw_text(painter, box, self._letter, px, ink, bold=on, family=self._family, align=CENTRE)


class LanguageButton(_Pressed):
    """A language by its own name, its Japanese name below."""

    def __init__(self, look: Look, language: Language) -> None:
        super().__init__(f"{without_ruby(language.name)} {language.japanese}")
        self._look, self._language = look, language
        self._runs: tuple[Run, ...] = (Run(language.name, True, family=language.family),)
        if language.is_japanese:
            self._runs = rubied(language.name, bold=True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def natural_size(self) -> QSizeF:
        sizes = self._look.sizes
        height = max(106.0, sizes.section * 1.6 + sizes.japanese * 1.3 + 24)
        return QSizeF(runs_width(self._runs, sizes.section) + 48, height)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        sizes = self._look.sizes
        box = QRectF(0, 0, size.width(), size.height())
        fill = theme.TINT if self.isDown() else theme.WHITE
        draw_box(painter, box, fill=fill, line=theme.INK_2_RESIDENT, width=2)
        first, second = sizes.section * 1.6, sizes.japanese * 1.3
        top = (size.height() - first - second - 6) / 2
        high = runs_height(self._runs, 1e4, sizes.section, 1.6)
        lift = 2 if any(run.ruby for run in self._runs) else 0
        place = QRectF(24, top + first / 2 - high / 2 - lift, 1e4, high)
        draw_runs(painter, place, self._runs, sizes.section, theme.INK_STRONG, 1.6)
        below = QRectF(24, top + first + 6, size.width() - 24, second)
        draw_text(painter, below, self._language.japanese, sizes.japanese, theme.INK_2_RESIDENT)


class AnswerButton(_Pressed):
    """An answer to a question, the width of the page; every answer looks the same."""

    def __init__(self, look: Look, message: str) -> None:
        own = look.tongue.say(message)
        super().__init__(without_ruby(own))
        self._look = look
        self._runs = look.runs(own, bold=True)
        self._second = look.japanese(message)
        self._text: float = look.sizes.section
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def natural_size(self) -> QSizeF:
        return QSizeF(320, self.height_at(320))

    def set_text_px(self, px: float) -> None:
        """Smaller text, where there is little room."""
        self._text = px
        self.updateGeometry()
        self.update()

    def height_at(self, width: float) -> float:
        """What the words need in a button so wide, px at 1280 × 800."""
        return max(96.0, self._first(width) + self._below(width) + 36)

    def _first(self, width: float) -> float:
        return runs_height(self._runs, width - 56, self._text, 1.3)

    def _below(self, width: float) -> float:
        if not self._second:
            return 0.0
        return runs_height(self._second, width - 56, self._look.sizes.japanese, 1.4)

    def draw(self, painter: QPainter, size: QSizeF) -> None:
        sizes = self._look.sizes
        box = QRectF(0, 0, size.width(), size.height())
        fill = theme.TINT if self.isDown() else theme.WHITE
        draw_box(painter, box, fill=fill, line=theme.INK_2_RESIDENT, width=2)
        first, second = self._first(size.width()), self._below(size.width())
        width = size.width() - 56
        top = (size.height() - first - second) / 2
        place = QRectF(28, top, width, first)
        draw_runs(painter, place, self._runs, self._text, theme.INK_STRONG, 1.3)
        if self._second:
            place = QRectF(28, top + first, width, second)
            draw_runs(painter, place, self._second, sizes.japanese, leading=1.4)
