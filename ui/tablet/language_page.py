"""Choosing the language (ことばを選ぶ): each by its own name; nothing else can be read before."""

from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from ui import theme
from ui.tablet.buttons import LanguageButton, TabletButton
from ui.tablet.look import Look, Paragraph
from ui.tablet.page import Page
from ui.tablet.texts import languages
from ui.theme import Family, family_of_language
from ui.widgets.arrange import Stack
from ui.widgets.drawing import Icon
from ui.widgets.focus import follow_focus
from ui.widgets.words import Run, rubied

_COLUMNS: Final = 4
_WORD_FOR_LANGUAGE: Final = (
    ("zh-Hans", "语言"),
    ("zh-Hant", "語言"),
    ("ko", "언어"),
    ("vi", "Ngôn ngữ"),
    ("pt-BR", "Idioma"),
    ("fil", "Wika"),
    ("id", "Bahasa"),
    ("ne", "भाषा"),
    ("th", "ภาษา"),
    ("my", "ဘာသာစကား"),
)


class LanguagePage(Page):
    """`chosen(tag)`. With `current` the page was asked for in between and can be left again."""

    chosen = Signal(str)
    left_again = Signal()

    def __init__(self, look: Look, *, current: str = "", step: int = 1) -> None:
        super().__init__(look, step)
        self.middle, self.right = (), (self.help,)
        if current:
            back = TabletButton(look, "もどる", Icon.LEFT, least=180)
            back.clicked.connect(self.left_again)
            self.left = (back,)
        sizes = look.sizes
        title = Paragraph(
            rubied("ことばを 選《えら》んでください", bold=True),
            sizes.title,
            ink=theme.INK_STRONG,
            leading=1.3,
        )
        runs = [Run("Language", True, family=Family.LATIN)]
        for tag, word in _WORD_FOR_LANGUAGE:
            runs += [Run("\u3000"), Run(word, family=family_of_language(tag))]
        below = Paragraph(runs, min(sizes.body, 28), ink=theme.INK_2_RESIDENT, leading=1.0)
        self.cards: dict[str, LanguageButton] = {}
        grid = QWidget()
        cells = QGridLayout(grid)
        cells.setContentsMargins(0, 0, 0, 0)
        cells.setHorizontalSpacing(look.px(16))
        cells.setVerticalSpacing(look.px(14))
        columns = _COLUMNS if sizes.section < 40 else 2
        for at in range(columns):
            cells.setColumnStretch(at, 1)
        for at, language in enumerate(languages()):
            card = LanguageButton(look, language)
            card.clicked.connect(lambda _=False, tag=language.tag: self.chosen.emit(tag))
            cells.addWidget(card, at // columns, at % columns)
            self.cards[language.tag] = card
        head = Stack(title, below, gap=6, margins=(0, 0, 0, 20))
        self._place = self.fill(head, grid, top=19)
        self._preferred = current or look.tongue.tag

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """The language in use is in view, also where the text is too large for all of them."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._scroll_to_chosen)

    def _scroll_to_chosen(self) -> None:
        chosen = self.first_focus()
        if chosen is not None:
            self._place.ensureWidgetVisible(chosen)
            follow_focus(chosen)

    def first_focus(self) -> QWidget | None:
        return self.cards.get(self._preferred) or next(iter(self.cards.values()))
