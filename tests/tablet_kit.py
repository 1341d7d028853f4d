"""What the tests of the tablet share: a window, a session of real documents, a resident's hands."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from functools import cache
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEvent, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from counter_app.model.document import Stroke, document_digest
from counter_app.ports import PinKind, RenderedForm, StoredDocument, Written
from counter_app.signing import PageToRead, SigningSession
from forms.page_images import page_images
from forms.renderer import FormRenderer
from iccard.pin_entry import TypedPin
from tests.forms_household import household
from tests.qt_kit import running
from ui.tablet.buttons import TabletButton
from ui.tablet.pin_page import PinPage
from ui.tablet.presenter import TabletPresenter
from ui.tablet.read_page import ReadPage
from ui.tablet.window import TabletWindow
from ui.widgets.signature import SignaturePad

NOW = datetime(2026, 4, 3, 11, 5, tzinfo=timezone(timedelta(hours=9)))

W = TypeVar("W", bound=QWidget)


def tablet_window() -> Iterator[TabletWindow]:
    """A tablet that is shown at its own size, and goes afterwards."""
    application = running()
    made = TabletWindow("Y町")
    made.resize(1280, 800)
    made.show()
    assert QTest.qWaitForWindowExposed(made, 60_000)
    yield made
    made.allow_close()
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    application.processEvents()


@cache
def drawn(form_id: str, sheet: int) -> RenderedForm:
    """One form of the story."""
    return FormRenderer().render(form_id, household(), sheet=sheet, on=date(2026, 4, 3))


def rendered(form_id: str, sheet: int, width_px: int) -> tuple[PageToRead, ...]:
    """The pages of one form of the story."""
    form = drawn(form_id, sheet)
    document = StoredDocument(
        id=f"document-{sheet}",
        reception_id="reception",
        sheet=sheet,
        number=f"8F3KQ7T2-{sheet:02d}-1",
        form_id=form_id,
        title=form.title,
        procedure_ids=(form_id,),
        signer="1",
        pages=form.pages,
        digest=document_digest(form.pdf),
        pdf=form.pdf,
        signature_boxes=form.signature_boxes,
    )
    images = page_images(form.pdf, width_px=width_px)
    return tuple(PageToRead(document, image) for image in images)


def session(
    *form_ids: str, signer: str = "1", name: str = "渡邉\U000e010f　髙志"
) -> SigningSession:
    """A session over forms of the story; pictures are small, so that tests stay quick."""
    pages = [
        page
        for sheet, form_id in enumerate(form_ids, start=1)
        for page in rendered(form_id, sheet, 310)
    ]
    made = SigningSession(signer, "渡邉\U000e010f　髙志", tuple(pages))
    for sheet, form_id in enumerate(form_ids, start=1):
        form = drawn(form_id, sheet)
        said = Written(household(), form.fields, form.blanks)
        made.written = {**made.written, f"document-{sheet}": said}
    return made


@dataclass
class Heard:
    """What the clerk's side was told."""

    pages: list[int] = field(default_factory=list)
    signed: list[tuple[Stroke, ...]] = field(default_factory=list)
    stopped: int = 0
    entered: int = 0
    given_up: int = 0

    def stop(self) -> None:
        self.stopped += 1

    def enter(self) -> None:
        self.entered += 1

    def give_up(self) -> None:
        self.given_up += 1


def settle() -> None:
    """Let everything that was posted happen."""
    for _ in range(4):
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def wait_for(condition: Callable[[], bool], milliseconds: int) -> bool:
    """Let events happen until the condition holds; False when the time is over first."""
    limit = QDeadlineTimer(milliseconds)
    while not limit.hasExpired():
        if condition():
            return True
        QTest.qWait(10)
    return condition()


def tap(button: QWidget) -> None:
    """A press where the button is."""
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=button.rect().center())
    settle()


def button(window: TabletWindow, words: str) -> QAbstractButton:
    """The button on the window whose spoken name begins with these words."""
    found = [b for b in shown(window, QAbstractButton) if b.accessibleName().startswith(words)]
    assert len(found) == 1, (words, [b.accessibleName() for b in shown(window, QAbstractButton)])
    return found[0]


def shown(window: TabletWindow, kind: type[W]) -> list[W]:
    """Widgets of a kind that are on the screen."""
    return [widget for widget in window.findChildren(kind) if widget.isVisible()]


def primary(window: TabletWindow) -> TabletButton:
    """The button at the bottom right."""
    assert window.page is not None
    return window.page.right[-1]


def picture(window: TabletWindow) -> QImage:
    """What is on the screen."""
    return window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def is_white(image: QImage) -> bool:
    """Whether each pixel is white."""
    white = QImage(image.size(), QImage.Format.Format_RGB32)
    white.fill(Qt.GlobalColor.white)
    return image == white


def pin() -> TypedPin:
    """A vault that keeps what is typed longer than any test."""
    return TypedPin(600.0)


def ask_pin(
    tablet: TabletPresenter,
    entry: TypedPin,
    heard: Heard,
    tries: int = 3,
    *,
    wrong: bool = False,
    last_try: bool = False,
) -> None:
    """Have the tablet ask for the PIN of the certificate that proves who somebody is."""
    tablet.ask_pin(
        PinKind.AUTHENTICATION,
        entry,
        tries,
        heard.enter,
        heard.give_up,
        wrong=wrong,
        last_try=last_try,
    )
    settle()


def key(window: TabletWindow, digit: int) -> QWidget:
    """The key of the PIN pad that carries this digit."""
    page = window.page
    assert isinstance(page, PinPage)
    return next(k for k in page.pad.findChildren(QWidget) if k.accessibleName() == str(digit))


def start(tablet: TabletPresenter, heard: Heard, *forms: str) -> SignaturePad:
    """Begin to sign over these forms; answers the pad."""
    tablet.sign(session(*forms), heard.pages.append, heard.signed.append, heard.stop)
    settle()
    assert tablet.flow is not None
    return tablet.flow.pad


def read_all(window: TabletWindow) -> None:
    """Turn the pages until there is none left to read."""
    while isinstance(window.page, ReadPage):
        tap(primary(window))
