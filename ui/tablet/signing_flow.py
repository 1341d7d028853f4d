"""Reading, then signing (閲覧と署名): page after page, back and forth, and at the end the pen."""

from collections.abc import Callable
from functools import lru_cache

from PySide6.QtGui import QImage

from counter_app.model.document import Stroke
from counter_app.signing import PageToRead, SigningSession
from ui.tablet.gloss import form_title, gloss
from ui.tablet.look import Look
from ui.tablet.page import READ, Page
from ui.tablet.question_page import QuestionPage
from ui.tablet.read_page import ReadPage
from ui.tablet.sign_page import SignPage
from ui.tablet.strokes import signature_of
from ui.tablet.texts import mark
from ui.tablet.views import Covered, QuestionView, ReadView, SignView
from ui.tablet.window import TabletWindow
from ui.widgets.arrange import put_away
from ui.widgets.signature import SignaturePad

_STOP = QuestionView(
    mark("サインを やめますか"),
    (mark("やめても、書類は なくなりません。職員と 相談できます。"),),
    (mark("続けて 読む"), mark("やめて 職員と話す")),
    3,
    READ,
)


class Papers:
    """The pages of a session as they are shown: pictures, titles, explanations."""

    def __init__(self, pages: tuple[PageToRead, ...]) -> None:
        self.pages = pages
        self._picture = lru_cache(maxsize=3)(self._draw)

    def _draw(self, index: int) -> QImage:
        return QImage.fromData(self.pages[index].image.png)

    def view(self, index: int, tag: str, *, again: bool = False) -> ReadView:
        """The page at `index` (from 0) in a language."""
        page = self.pages[index]
        document = page.document
        signature = next((box.y for box in document.signature_boxes), 0.0)
        return ReadView(
            form_title(document.form_id, tag) or document.title,
            document.title,
            self._picture(index),
            gloss(document.form_id, page.image.page, tag, signature),
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
    """One signer: read pages in order; the pad comes when every page was read, not before."""

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
        self.papers = Papers(session.pages)
        self.pad = SignaturePad("", session.signer_name, allow_mouse=allow_mouse)
        self._at = 0

    def start(self) -> None:
        """The first page."""
        self._read(0)

    def end(self) -> None:
        """Nothing of the ink is kept."""
        self.pad.clear()
        put_away(self.pad)

    def _read(self, index: int) -> None:
        self._at = index

        def make(look: Look) -> Page:
            page = ReadPage(look, self.papers.view(index, look.tongue.tag))
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
            self._sign()
        else:
            missing = set(range(len(self._session.pages))) - self._session.read
            self._read(min(missing))

    def _back(self) -> None:
        if self._at:
            self._read(self._at - 1)
        else:
            self._ask_to_stop()

    def _ask_to_stop(self) -> None:
        def make(look: Look) -> Page:
            page = QuestionPage(look, _STOP)
            page.answered.connect(lambda at: self._read(0) if at == 0 else self._on_stopped())
            return page

        self._window.show_page(make)

    def _sign(self) -> None:
        def make(look: Look) -> Page:
            view = SignView(self._session.signer_name, self.papers.covered(look.tongue.tag))
            page = SignPage(look, view, self.pad)
            page.again.connect(lambda: self._read(0))
            page.signed.connect(self._signed)
            return page

        self._window.show_page(make)

    def _signed(self) -> None:
        self._on_signed(signature_of(self.pad.strokes()))
