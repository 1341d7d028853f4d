"""Another hand signs on the tablet (代筆): asked first, read out, agreed to, named at the pad."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QWidget

from counter_app.model.writing import Hand, Inability, Writing
from counter_app.signing import SigningSession
from tests.tablet_kit import (
    Heard,
    button,
    primary,
    read_all,
    session,
    settle,
    shown,
    tablet_window,
    tap,
)
from ui.tablet.pen_events import SIGNATURE, write
from ui.tablet.presenter import TabletPresenter
from ui.tablet.question_page import QuestionPage
from ui.tablet.read_page import ReadPage
from ui.tablet.sign_page import SignPage
from ui.tablet.window import TabletWindow
from ui.widgets.signature import SignaturePad

CLERK = Writing(Hand.BY_CLERK, "佐伯", "", Inability.HANDS, "", "大塚")
WIFE = Writing(Hand.BY_ATTENDANT, "渡邉\U000e010f\u3000美咲", "妻", Inability.SIGHT)


@pytest.fixture
def window() -> Iterator[TabletWindow]:
    yield from tablet_window()


@pytest.fixture
def tablet(window: TabletWindow) -> TabletPresenter:
    window.set_language("ja")
    return TabletPresenter(window)


def started(tablet: TabletPresenter, heard: Heard, writing: Writing) -> SigningSession:
    base = session("consent")
    made = SigningSession(base.signer_id, base.signer_name, base.pages, writing)
    tablet.sign(made, heard.pages.append, heard.signed.append, heard.stop)
    settle()
    return made


def words(window: TabletWindow) -> str:
    return "\n".join(part.accessibleName() for part in shown(window, QWidget))


@pytest.mark.parametrize(
    ("writing", "said"),
    [
        (CLERK, "職員が 代わりに 名前を 書きます"),
        (WIFE, "いっしょに来た人が 代わりに 名前を 書きます"),
    ],
)
def test_the_signer_is_asked_first_and_agrees_before_the_pen(
    tablet: TabletPresenter, window: TabletWindow, writing: Writing, said: str
) -> None:
    heard = Heard()
    made = started(tablet, heard, writing)
    assert isinstance(window.page, QuestionPage)
    assert said in words(window)
    tap(button(window, "お願いします"))
    read_all(window)
    assert heard.pages == list(range(len(made.pages)))
    assert isinstance(window.page, QuestionPage)
    assert not made.writing.read_out
    tap(button(window, "まちがい ありません"))
    assert made.writing == replace(writing, read_out=True)
    page = window.page
    assert isinstance(page, SignPage)
    assert said in words(window)
    write(page.pad)
    settle()
    tap(primary(window))
    assert len(heard.signed) == 1
    assert len(heard.signed[0]) == len(SIGNATURE)


def test_a_signer_who_does_not_want_it_reads_and_signs_nothing(
    tablet: TabletPresenter, window: TabletWindow
) -> None:
    heard = Heard()
    started(tablet, heard, CLERK)
    tap(button(window, "やめて 職員と話す"))
    assert (heard.stopped, heard.pages, heard.signed) == (1, [], [])


def test_what_was_read_out_wrongly_is_read_again_or_left(
    tablet: TabletPresenter, window: TabletWindow
) -> None:
    heard = Heard()
    made = started(tablet, heard, CLERK)
    tap(button(window, "お願いします"))
    read_all(window)
    tap(button(window, "もう一度読む"))
    assert isinstance(window.page, ReadPage)
    assert not made.writing.read_out
    read_all(window)
    tap(button(window, "やめて 職員と話す"))
    assert (heard.stopped, heard.signed, made.writing.read_out) == (1, [], False)


def test_who_signs_with_their_own_hand_is_not_asked(
    tablet: TabletPresenter, window: TabletWindow
) -> None:
    heard = Heard()
    started(tablet, heard, Writing())
    assert isinstance(window.page, ReadPage)
    read_all(window)
    assert isinstance(window.page, SignPage)
    assert "代わりに" not in words(window)


def test_the_language_is_chosen_before_the_question(window: TabletWindow) -> None:
    tablet = TabletPresenter(window)
    started(tablet, Heard(), CLERK)
    tap(button(window, "Tiếng Việt"))
    assert isinstance(window.page, QuestionPage)
    assert "Nhân viên viết tên thay cho bạn" in words(window)


def test_the_pad_names_who_writes(tablet: TabletPresenter, window: TabletWindow) -> None:
    plain, by = (
        SignaturePad("", "𠮷﨑\u3000シヅ"),
        SignaturePad("", "𠮷﨑\u3000シヅ", by="代筆　佐伯"),
    )
    assert plain.grab().toImage() != by.grab().toImage()
    assert "代筆　佐伯" in by.accessibleName()
