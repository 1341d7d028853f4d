"""What the clerk's side asks of the resident's tablet, and what the resident answers.

`TabletPresenter` is the `ResidentTablet` of `ui.workplace`: it connects pages to the callbacks
it is given and holds nothing longer than the page that needs it.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from counter_app.model.document import Stroke
from counter_app.model.reception import Protection
from counter_app.paperwork.papers import NextStep
from counter_app.ports import Clock, PinEntry, PinKind
from counter_app.signing import SigningSession
from ui.tablet.done_page import DonePage
from ui.tablet.look import Look
from ui.tablet.notice_page import NoticePage
from ui.tablet.page import CARD, Page
from ui.tablet.page_view import Place
from ui.tablet.pin_page import DIGITS, PinPage
from ui.tablet.question_page import QuestionPage
from ui.tablet.read_page import ReadPage
from ui.tablet.reading_page import ReadingPage
from ui.tablet.signing_flow import Papers, SigningFlow
from ui.tablet.steps import step_rows
from ui.tablet.texts import mark
from ui.tablet.views import DoneView, PinView, QuestionView
from ui.tablet.window import PageMaker, TabletWindow

_THANKS: Final = mark("ありがとうございます")
_WAIT: Final = mark("このまま お待ちください。職員が続けています。")
_LOCKED: Final = mark("この番号は 使えなくなりました")
_CARD_GONE: Final = mark("カードが離れました")
_NO_PIN: Final = mark("番号が分からなくても大丈夫です")
_NO_PIN_LINE: Final = mark("手続きは できます。職員が ほかの方法で確かめます。")

PROTECTION: Final = QuestionView(
    mark("住所を 知られたくない人は いますか"),
    (
        mark("どなたにも お聞きしています。"),
        mark("答えは この画面だけに 入れてください。声に出さなくて大丈夫です。"),
    ),
    (mark("いる"), mark("いない"), mark("今は答えない")),
    2,
    mark("はじめに"),
)
_PROTECTION_ANSWERS: Final = (Protection.YES, Protection.NO, Protection.NOT_NOW)

LAST_TRY: Final = QuestionView(
    mark("これが 最後の1回です"),
    (
        mark("番号が ちがうと、カードの この番号は 使えなくなります。"),
        mark("使えなくなったときは、この窓口で 決め直せます。"),
    ),
    (mark("入れ直す"), mark("この番号で 決定する"), mark("やめる")),
    2,
    CARD,
)


def card_gone(look: Look) -> NoticePage:
    """The page in place of the PIN pad when the card was taken up."""
    return NoticePage(look, _CARD_GONE, _WAIT, 2, CARD)


def card_locked(look: Look) -> NoticePage:
    """The page in place of the PIN pad when the PIN does not work any more."""
    return NoticePage(look, _LOCKED, _NO_PIN_LINE, 2, CARD)


class TabletPresenter:
    """The resident's tablet, as the clerk's side uses it. Everything happens on the GUI thread.

    `clock` gives the time of signing on the last page. `allow_mouse` lets a mouse sign where
    there is no pen (sandbox, demo).
    """

    def __init__(
        self, window: TabletWindow, clock: Clock | None = None, *, allow_mouse: bool = False
    ) -> None:
        self.window = window
        self._clock, self._allow_mouse = clock, allow_mouse
        self._entry: PinEntry | None = None
        self.flow: SigningFlow | None = None
        self._papers: Papers | None = None
        self._signed_at: datetime | None = None
        self._signer = ""

    # --- whose turn it is ------------------------------------------------------------------------

    def new_person(self) -> None:
        """Another person sits down: language and size are chosen anew, no paper is seen again."""
        self._signer = ""
        self._papers = self._signed_at = None
        self.window.forget_person()

    def on_help(self, called: Callable[[bool], None]) -> None:
        """Have 「職員に聞く」 told, and that the resident or the clerk went on."""
        self.window.help_wanted.connect(called)

    def on_language(self, chosen: Callable[[str], None]) -> None:
        """Have every language the resident chooses told (BCP 47)."""
        self.window.language_chosen.connect(chosen)

    def speak(self, tag: str) -> None:
        """The language the clerk chose for the resident; it is not asked for any more."""
        if tag != self.window.language:
            self.window.set_language(tag)

    def blank(self) -> None:
        """Nothing on the screen, whatever was shown; digits that were not sent are wiped.

        The pages that were signed stay at hand for the last page, until another person sits down.
        """
        self._leave()
        self.window.blank()

    def _leave(self) -> None:
        if self._entry is not None:
            self._entry.clear()
            self._entry = None
        if self.flow is not None:
            self.flow.end()
            self.flow = None

    def _show(self, make: PageMaker) -> None:
        """Language first: the page waits until one is chosen."""
        if self.window.language:
            self.window.show_page(make)
        else:
            self.window.ask_language(lambda: self.window.show_page(make))

    def _wait(self, heading: str = _THANKS, line: str = _WAIT, step: int = 2) -> None:
        self.window.show_page(lambda look: NoticePage(look, heading, line, step))

    def _stop(
        self,
        tell: Callable[[], None],
        heading: str = _THANKS,
        line: str = _WAIT,
        step: int = 2,
    ) -> None:
        """The resident went no further: the clerk's side is told and clears what it had asked.

        Who pressed is not left before a white screen: the words stay until something else comes.
        """
        self._wait(heading, line, step)
        tell()
        if self.window.is_blank:
            self._wait(heading, line, step)

    # --- 支援措置 --------------------------------------------------------------------------------

    def ask_protection(self, on_answer: Callable[[Protection], None]) -> None:
        """The first question of a reception, on the resident's own screen."""
        self._leave()
        self.new_person()

        def answered(at: int) -> None:
            self._wait()
            on_answer(_PROTECTION_ANSWERS[at])

        def make(look: Look) -> Page:
            page = QuestionPage(look, PROTECTION)
            page.answered.connect(answered)
            return page

        self._show(make)

    # --- PIN -------------------------------------------------------------------------------------

    def ask_pin(
        self,
        kind: PinKind,
        entry: PinEntry,
        tries: int,
        on_entered: Callable[[], None],
        on_given_up: Callable[[], None],
        *,
        wrong: bool = False,
        last_try: bool = False,
    ) -> None:
        """The PIN pad; digits go into `entry` alone. With `last_try` it asks once more first."""
        self._leave()
        self._entry = entry
        view = PinView(kind, tries, wrong)

        def sent() -> None:
            self._entry = None  # from here on the digits are the vault's to wipe
            self.show_reading()
            on_entered()

        def given_up() -> None:
            self._leave()
            self._stop(on_given_up)

        def unknown() -> None:
            self._leave()
            self._stop(on_given_up, _NO_PIN, _NO_PIN_LINE)

        def asked_again(at: int) -> None:
            if at == 1 and entry.length == DIGITS:
                sent()
            elif at in (0, 1):  # anew; also when the vault has wiped digits that lay too long
                entry.clear()
                self.window.show_page(make)
            else:
                given_up()

        def confirm(look: Look) -> Page:
            page = QuestionPage(look, LAST_TRY)
            page.answered.connect(asked_again)
            return page

        def entered() -> None:
            if last_try:
                self.window.show_page(confirm)
            else:
                sent()

        def make(look: Look) -> Page:
            page = PinPage(look, view, entry)
            page.entered.connect(entered)
            page.given_up.connect(given_up)
            page.unknown.connect(unknown)
            return page

        self._show(make)

    def show_reading(self) -> None:
        """「カードを読んでいます」 while nothing is asked."""
        self._leave()
        self._show(ReadingPage)

    def show_card_gone(self) -> None:
        """The card was taken up while its PIN was asked for; the staff goes on."""
        self._leave()
        self._show(card_gone)

    def show_card_locked(self) -> None:
        """The PIN was wrong too often, now or before; the staff goes on."""
        self._leave()
        self._show(card_locked)

    # --- signing ---------------------------------------------------------------------------------

    def sign(
        self,
        session: SigningSession,
        on_page: Callable[[int], None],
        on_signed: Callable[[tuple[Stroke, ...]], None],
        on_stopped: Callable[[], None],
    ) -> None:
        """Read the pages, then sign; another signer than the last chooses a language first."""
        self._leave()
        if self._signer not in ("", session.signer_id):
            self.new_person()
        self._signer = session.signer_id

        def signed(strokes: tuple[Stroke, ...]) -> None:
            self._papers, self._signed_at = flow.papers, self._now()
            self._end_flow()
            self._wait(step=4)
            on_signed(strokes)

        def stopped() -> None:
            self._end_flow()
            self._stop(on_stopped, step=3)

        flow = SigningFlow(
            self.window,
            session,
            on_page=on_page,
            on_signed=signed,
            on_stopped=stopped,
            allow_mouse=self._allow_mouse,
        )
        self.flow = flow
        if self.window.language:
            flow.start()
        else:
            self.window.ask_language(flow.start)

    def _end_flow(self) -> None:
        if self.flow is not None:
            self._wait(step=4)  # the page lets the pad go before the pad ends
            self.flow.end()
            self.flow = None

    # --- the end ---------------------------------------------------------------------------------

    def show_done(self, signed: int, steps: tuple[NextStep, ...]) -> None:
        """What was signed and what comes next; blank when the resident closes it."""
        self._leave()
        now = self._now()
        then = (self._signed_at or now) if signed else None
        at = "" if then is None else f"{then.hour}:{then.minute:02d}"
        today = None if now is None else now.date()
        again = signed > 0 and self._papers is not None

        def make(look: Look) -> Page:
            rows = step_rows(look.tongue, steps, today)
            page = DonePage(look, DoneView(signed, at, rows, again))
            page.closed.connect(self._closed)
            page.papers.connect(lambda: self._show_again(0, make))
            return page

        self._show(make)

    def _now(self) -> datetime | None:
        return None if self._clock is None else self._clock()

    def _closed(self) -> None:
        self.blank()
        self.new_person()

    def _show_again(self, index: int, done: PageMaker) -> None:
        """The signed pages once more; behind the last and before the first lies the done page."""
        papers = self._papers
        if papers is None or not 0 <= index < len(papers.pages):
            self.window.show_page(done)
            return
        place = Place()

        def make(look: Look) -> Page:
            page = ReadPage(look, papers.view(index, look.tongue.tag, again=True), place)
            page.read.connect(lambda: self._show_again(index + 1, done))
            page.back.connect(lambda: self._show_again(index - 1, done))
            return page

        self.window.show_page(make)
