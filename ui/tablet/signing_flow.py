"""Reading, then signing (閲覧と署名): page after page, back and forth, and at the end the pen."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

from PySide6.QtGui import QImage

from counter_app.model.document import Stroke
from counter_app.model.writing import Hand
from counter_app.ports import Written
from counter_app.signing import PageToRead, SigningSession
from ui.tablet.gloss import form_title, gloss
from ui.tablet.look import Look
from ui.tablet.page import READ, SIGN, Page
from ui.tablet.page_view import Place
from ui.tablet.question_page import QuestionPage
from ui.tablet.read_page import ReadPage
from ui.tablet.sign_page import WRITERS, SignPage
from ui.tablet.strokes import signature_of
from ui.tablet.texts import mark
from ui.tablet.views import Covered, QuestionView, ReadView, SignView
from ui.tablet.window import TabletWindow
from ui.widgets.arrange import put_away
from ui.widgets.signature import SignaturePad

_STOP: Final = QuestionView(
    mark("サインを やめますか"),
    (mark("やめても、書類は なくなりません。職員と 相談できます。"),),
    (mark("続けて 読む"), mark("やめて 職員と話す")),
    3,
    READ,
)


AGREE: Final = QuestionView(
    mark("読み上げた内容に まちがいは ありませんか"),
    (mark("まちがいが あれば、名前を書く前に 直せます。"),),
    (mark("まちがい ありません"), mark("もう一度読む"), mark("やめて 職員と話す")),
    4,
    SIGN,
)
"""Before the pen, when another writes: the signer has heard every page and says it is right."""


def may_write(hand: Hand) -> QuestionView:
    """Before anything is read out: does the signer want another to write?"""
    return QuestionView(
        WRITERS[hand],
        (mark("書類は ぜんぶ 読み上げます。分からないことは 聞いてください。"),),
        (mark("お願いします"), mark("やめて 職員と話す")),
        3,
        READ,
    )


_UNKNOWN: Final = Written({})
"""Of a page of which nobody knows what stands where, the place to sign alone is explained."""


class Papers:
    """The pages of a session as they are shown: pictures, titles, explanations."""

    def __init__(
        self, pages: tuple[PageToRead, ...], town: str, written: Mapping[str, Written]
    ) -> None:
        self.pages = pages
        self._town, self._written = town, written
        self._picture = lru_cache(maxsize=3)(self._draw)

    def _draw(self, index: int) -> QImage:
        return QImage.fromData(self.pages[index].image.png)

    def view(self, index: int, tag: str, *, again: bool = False) -> ReadView:
        """The page at `index` (from 0) in a language."""
        page = self.pages[index]
        document = page.document
        return ReadView(
            form_title(document.form_id, tag) or document.title,
            document.title,
            self._picture(index),
            gloss(
                document.form_id,
                page.image.page,
                tag,
                self._written.get(document.id, _UNKNOWN),
                document.signature_boxes,
                self._town,
            ),
            index + 1,
            len(self.pages),
            again,
        )

    def covered(self, tag: str) -> tuple[Covered, ...]:
        """The documents, each once, in reading order."""
        documents = {page.document.id: page.document for page in self.pages}.values()
        return tuple(
            Covered(form_title(d.form_id, tag) or d.title, d.title, d.pages) for d in documents
        )


class SigningFlow:
    """One signer: read pages in order; the pad comes when every page was read, not before.

    When another writes, the signer is asked first whether that is wanted, and before the pad
    whether what was read out is right.
    """

    def __init__(
        self,
        window: TabletWindow,
        session: SigningSession,
        *,
        on_page: Callable[[int], None],
        on_signed: Callable[[tuple[Stroke, ...]], None],
        on_stopped: Callable[[], None],
        allow_mouse: bool = False,
    ) -> None:
        self._window, self._session = window, session
        self._on_page, self._on_signed, self._on_stopped = on_page, on_signed, on_stopped
        self.papers = Papers(session.pages, window.town, session.written)
        by = f"代筆　{session.writing.writer}" if session.writing.by_other else ""
        self.pad = SignaturePad("", session.signer_name, by=by, allow_mouse=allow_mouse)
        self._at = 0

    def start(self) -> None:
        """The first page; before it the question whether another may write."""
        if self._session.writing.by_other:
            self._ask(may_write(self._session.writing.hand), (self._first, self._on_stopped))
        else:
            self._first()

    def _first(self) -> None:
        self._read(0)

    def end(self) -> None:
        """Nothing of the ink is kept."""
        self.pad.clear()
        put_away(self.pad)

    def _read(self, index: int) -> None:
        self._at = index
        place = Place()

        def make(look: Look) -> Page:
            page = ReadPage(look, self.papers.view(index, look.tongue.tag), place)
            page.read.connect(self._was_read)
            page.back.connect(self._back)
            return page

        self._window.show_page(make)

    def _was_read(self) -> None:
        index = self._at
        self._session.mark_read(index)
        self._on_page(index)
        if index + 1 < len(self._session.pages):
            self._read(index + 1)
        elif self._session.all_read:
            self._before_the_pen()
        else:
            missing = set(range(len(self._session.pages))) - self._session.read
            self._read(min(missing))

    def _back(self) -> None:
        if self._at:
            self._read(self._at - 1)
        else:
            self._ask_to_stop()

    def _ask_to_stop(self) -> None:
        self._ask(_STOP, (self._first, self._on_stopped))

    def _before_the_pen(self) -> None:
        if self._session.writing.by_other:
            self._ask(AGREE, (self._agreed, self._first, self._on_stopped))
        else:
            self._sign()

    def _agreed(self) -> None:
        self._session.agree()
        self._sign()

    def _ask(self, view: QuestionView, answers: tuple[Callable[[], None], ...]) -> None:
        """A question, and what each of its answers does."""

        def make(look: Look) -> Page:
            page = QuestionPage(look, view)
            page.answered.connect(lambda at: answers[at]())
            return page

        self._window.show_page(make)

    def _sign(self) -> None:
        def make(look: Look) -> Page:
            covered = self.papers.covered(look.tongue.tag)
            view = SignView(self._session.signer_name, covered, self._session.writing.hand)
            page = SignPage(look, view, self.pad)
            page.again.connect(lambda: self._read(0))
            page.signed.connect(self._signed)
            return page

        self._window.show_page(make)

    def _signed(self) -> None:
        self._on_signed(signature_of(self.pad.strokes()))
