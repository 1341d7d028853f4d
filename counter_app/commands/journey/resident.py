"""The resident at the tablet: a PIN on the pad, pages read one by one, one signature."""

from PySide6.QtCore import Qt

from counter_app.commands.journey.hands import Hands
from ui.tablet.done_page import DonePage
from ui.tablet.language_page import LanguagePage
from ui.tablet.pin_page import PinPage
from ui.tablet.read_page import ReadPage
from ui.tablet.sign_page import SignPage
from ui.tablet.window import TabletWindow

_INK = (
    tuple((0.08 + 0.012 * n, 0.35 + 0.02 * (n % 5)) for n in range(24)),
    tuple((0.12 + 0.004 * n, 0.25 + 0.018 * n) for n in range(22)),
    tuple((0.40 + 0.010 * n, 0.55 - 0.012 * (n % 9)) for n in range(26)),
    tuple((0.52 + 0.003 * n, 0.28 + 0.016 * n) for n in range(24)),
)
"""A signature, in shares of the pad: four strokes of a hand that writes its name."""


class Resident:
    """Works the tablet with finger and pen."""

    def __init__(self, hands: Hands, tablet: TabletWindow) -> None:
        self.hands = hands
        self.tablet = tablet
        self.signatures = 0

    def choose_language(self) -> None:
        """Japanese, when the tablet asks."""
        page = self.tablet.page
        if isinstance(page, LanguagePage):
            self.hands.shot(self.tablet, "tablet-language")
            self.hands.click(page.cards["ja"], counts=False)

    def enter_pin(self, digits: str, name: str) -> None:
        """Four digits on the pad, then 決定."""
        self._await(PinPage, "the tablet does not ask for the PIN")
        page = self.tablet.page
        assert isinstance(page, PinPage)
        for digit in digits:
            self.hands.press(self.tablet, Qt.Key(Qt.Key.Key_0 + int(digit)), counts=False)
        self.hands.shot(self.tablet, name)
        self.hands.click(page.accept, counts=False)

    def read_and_sign(self, name: str) -> None:
        """Every page, then the pen, then サインを終わる."""
        self._await(ReadPage, "the tablet shows no page to read")
        first = True
        while isinstance(self.tablet.page, ReadPage):
            if first:
                self.hands.shot(self.tablet, f"{name}-read")
                first = False
            self._turn(self.tablet.page)
        self._await(SignPage, "the tablet does not ask for the signature")
        page = self.tablet.page
        assert isinstance(page, SignPage)
        self.hands.draw(page.pad, _INK)
        self.hands.shot(self.tablet, f"{name}-sign")
        self.hands.click(page.done, counts=False)
        self.signatures += 1

    def _turn(self, page: ReadPage) -> None:
        self.hands.click(page.right[-1], counts=False)
        self.hands.wait(lambda: self.tablet.page is not page, "the page stays")

    def see_the_end(self) -> None:
        """What was signed and what comes next; then the screen is closed."""
        self._await(DonePage, "the tablet does not show the end")
        self.hands.shot(self.tablet, "tablet-done")
        page = self.tablet.page
        assert isinstance(page, DonePage)
        self.hands.click(page.right[-1], counts=False)

    def _await(self, kind: type, what: str) -> None:
        def there() -> bool:
            self.choose_language()
            return isinstance(self.tablet.page, kind)

        self.hands.wait(there, what)
