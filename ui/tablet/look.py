"""How a page is set (見え方): the resident's language, text size, and the window it lies in."""

from dataclasses import dataclass, replace
from enum import Enum

from PySide6.QtCore import QSizeF
from PySide6.QtWidgets import QWidget

from ui import theme
from ui.tablet.texts import Tongue
from ui.widgets.words import Run, Words, rubied


@dataclass(frozen=True, slots=True)
class _Sizes:
    mark: float  # of the letter on the switch
    body: float
    section: float
    title: float
    japanese: float  # the Japanese line under a translation
    button: float
    button_japanese: float
    primary: float


class TextSize(Enum):
    """The three sizes of the switch; px at 1280 × 800. Bars keep their height."""

    NORMAL = _Sizes(20, 22, 26, 32, 20, 22, 18, 24)
    LARGE = _Sizes(28, 30, 32, 40, 24, 26, 19, 26)
    LARGEST = _Sizes(36, 44, 46, 52, 30, 32, 22, 34)


class Paragraph(Words):
    """Words that ask for one line until they are told their width.

    What they ask for before is a minimum in Qt's eyes, and would make pages scroll that fit.
    """

    def height_at(self, width: float) -> float:
        """What it needs in so much room, px at 1280 × 800."""
        return self._height(width)

    def natural_size(self) -> QSizeF:
        return QSizeF(min(super().natural_size().width(), 320), self._height(1e5))


@dataclass(frozen=True, slots=True)
class Look:
    """Given to each page when it is made; a change of language or size makes the page anew."""

    tongue: Tongue
    size: TextSize
    host: QWidget

    @property
    def sizes(self) -> _Sizes:
        return self.size.value

    def px(self, length: float) -> int:
        """A length at 1280 × 800 in px of this window."""
        return theme.scaled(length, self.host)

    def runs(
        self,
        text: str,
        *,
        bold: bool = False,
        ink: str = "",
        size: float = 0,
    ) -> tuple[Run, ...]:
        """Runs of a text of this language: readings above, words between two stars bold."""
        made: list[Run] = []
        for place, part in enumerate(text.split("**")):
            strong = bold or place % 2 == 1
            if part and self.tongue.is_japanese:
                made += rubied(part, bold=strong, ink=ink)
            elif part:
                made.append(Run(part, strong, ink=ink, family=self.tongue.family))
        return tuple(replace(run, size=size) for run in made) if size else tuple(made)

    def japanese(self, message: str, *, size: float = 0) -> tuple[Run, ...]:
        """The Japanese line under a translation; none when the language is Japanese."""
        if self.tongue.is_japanese:
            return ()
        return (Run(message, ink=theme.INK_2_RESIDENT, size=size or self.sizes.japanese),)

    def text(
        self,
        text: str,
        size: float = 0,
        *,
        bold: bool = False,
        ink: str = theme.INK_STRONG,
        leading: float = 1.4,
    ) -> Paragraph:
        """A paragraph in body size, or in `size`."""
        words = self.runs(text, bold=bold)
        return Paragraph(words, size or self.sizes.body, ink=ink, leading=leading)

    def heading(self, message: str, size: float = 0, **values: object) -> Words:
        """A heading with its Japanese behind it, smaller."""
        own = self.tongue.say(message, **values)
        runs = self.runs(own, bold=True)
        behind = self.japanese(message.format(**values), size=self.sizes.body)
        if behind:
            runs += (Run("\u3000"), *behind)
        return Paragraph(runs, size or self.sizes.title, ink=theme.INK_STRONG, leading=1.3)
