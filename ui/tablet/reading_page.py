"""The card is being read (カードの読取り): what to do meanwhile is nothing."""

from ui.tablet.look import Look
from ui.tablet.notice_page import NoticePage
from ui.tablet.page import CARD
from ui.tablet.texts import mark
from ui.widgets.card import CardAndReader, CardState
from ui.widgets.words import without_ruby

HEADING = mark("カードを読んでいます")
LINE = mark("カードは そのままに してください。終わると、次の画面になります。")


class ReadingPage(NoticePage):
    """Card on its reader, and words that ask for patience alone."""

    def __init__(self, look: Look) -> None:
        picture = CardAndReader(CardState.READING)
        picture.setAccessibleName(without_ruby(look.tongue.say(HEADING)))
        super().__init__(look, HEADING, LINE, 2, CARD, picture=picture)
