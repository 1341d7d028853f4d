"""The printed pile (06, 07): each finding in words, its buttons by key, a reader among digits."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QWidget

from counter_app.model.paper import Finding, PaperSheet, PaperState, check_pile
from counter_app.model.reception import Protection, Reception
from tests.paperwork_kit import a_case
from tests.staff_work_kit import ALT, Key, clerk_window, focused, heard, opened, press, shut, typed
from ui.staff import work_samples, work_samples_dispatch, work_samples_documents
from ui.staff.dispatch_screen import DispatchScreen
from ui.staff.documents_screen import DocumentsScreen
from ui.staff.pile_views import PileState, PileView, ScanView
from ui.staff.scan_box import ScanBox
from ui.staff.window import StaffWindow
from ui.staff.words.pile import PileAtHand, foreign_words, pile_view, scan_view

NOW = datetime(2026, 4, 3, 2, 0, tzinfo=UTC)
REFERENCE = "8F3KQ7T2"
AT_HAND = a_case("h2").reception
PRINTED, STALE, SPOOLED = PaperState.PRINTED, PaperState.STALE, PaperState.SPOOLED
RENDERED, GIVEN = PaperState.RENDERED, PaperState.HANDED_OVER


def number(sheet: int) -> str:
    return f"{REFERENCE}-{sheet:02d}-1"


def sheets(*states: PaperState) -> tuple[PaperSheet, ...]:
    """One sheet a document, numbered from 1."""
    return tuple(
        PaperSheet(number(at), AT_HAND.id, f"d{at}", 1, state, NOW)
        for at, state in enumerate(states, start=1)
    )


def view(papers: tuple[PaperSheet, ...], *read: str, printing: bool = False) -> PileView:
    titles = {paper.document_id: f"書類{paper.number[9:11]}" for paper in papers}
    shown = pile_view(PileAtHand(papers, check_pile(papers, read), titles, printing=printing))
    assert shown is not None
    return shown


def states(shown: PileView) -> list[PileState]:
    return [row.state for row in shown.rows]


# --- in words -------------------------------------------------------------------------------------


def test_no_pile_is_shown_before_anything_was_printed() -> None:
    nothing = sheets(RENDERED, PaperState.RESERVED, PaperState.VOID)
    assert pile_view(PileAtHand(nothing, check_pile(nothing, ()))) is None


def test_every_sheet_of_paper_has_its_row_in_the_order_of_the_numbers() -> None:
    papers = sheets(PRINTED, PRINTED)
    second_page = replace(papers[0], number=f"{REFERENCE}-01-2", page=2)
    hundredth = replace(papers[1], number=f"{REFERENCE}-100-1")
    shown = view((hundredth, papers[1], second_page, papers[0]))
    assert [row.number for row in shown.rows] == ["01-1", "01-2", "02-1", "100-1"]
    assert shown.figures == "0／4"


@pytest.mark.parametrize(
    ("read", "third"),
    [
        ((1, 2), PileState.WAITS),
        ((4, 5), PileState.WAITS),
        ((2, 4), PileState.MISSING),
        ((3,), PileState.THERE),
    ],
)
def test_a_sheet_is_missing_once_one_before_and_one_behind_it_were_read(
    read: tuple[int, ...], third: PileState
) -> None:
    shown = view(sheets(*[PRINTED] * 5), *map(number, read))
    assert states(shown)[2] is third


def test_each_state_of_paper_has_its_row() -> None:
    papers = sheets(PRINTED, SPOOLED, GIVEN, RENDERED, STALE)
    half = replace(papers[3], document_id=papers[0].document_id)
    shown = view((*papers[:3], half, papers[4]))
    wanted = [PileState.WAITS, PileState.UNSURE, PileState.GIVEN, PileState.UNPRINTED]
    assert states(shown) == wanted
    assert [row.number for row in shown.old] == ["05-1"]
    assert shown.act == "05-1 を廃棄しました"
    assert shown.not_out == 1
    assert shown.figures == "0／2"


@pytest.mark.parametrize(
    ("state", "read", "words", "act"),
    [
        (PRINTED, (1, 1), "二度目です。同じ紙が2枚ないか見てください", "01-1 は1枚だけです"),
        (STALE, (1,), "訂正前の古い紙です。抜いてください", "01-1 を抜いて廃棄しました"),
        (PaperState.DESTROYED, (1,), "訂正前の古い紙です。抜いてください", "01-1 を抜きました"),
        (RENDERED, (1,), "まだ印刷していないはずの紙です。抜いてください", "01-1 を抜きました"),
        (GIVEN, (1,), "お渡し済みの紙です。抜いてください", "01-1 を抜きました"),
    ],
)
def test_what_must_not_be_in_the_pile_says_why_and_what_to_do(
    state: PaperState, read: tuple[int, ...], words: str, act: str
) -> None:
    shown = view(sheets(state, PRINTED), *map(number, read))
    assert [(row.number, row.words) for row in shown.wrong] == [("01-1", words)]
    assert shown.act == act
    assert not shown.ready


def test_what_is_no_sheet_number_is_never_shown() -> None:
    shown = view(sheets(PRINTED), "123456789012")
    assert [(row.number, row.words) for row in shown.wrong] == [
        ("", "書類番号ではありません。抜いてください")
    ]
    assert "123456789012" not in repr(shown)
    assert scan_view("123456789012", Finding.UNREADABLE, "10:44").number == ""


def owner(**changes: object) -> Reception:
    return replace(AT_HAND, id="other", protection=Protection.NO, **changes)  # type: ignore[arg-type]


def test_a_foreign_sheet_says_whose_it_is_without_a_name() -> None:
    opened_at = NOW.replace(hour=10, minute=31)
    assert foreign_words(owner(number="0403-018"), AT_HAND) == (
        "別の受付（0403-018）の紙です。抜いてください"
    )
    unnumbered = owner(number="", opened_at=opened_at, counter="窓口1")
    assert foreign_words(unnumbered, AT_HAND) == "別の受付（10:31 窓口1）の紙です。抜いてください"
    assert foreign_words(replace(AT_HAND), AT_HAND) == "担当課が渡す紙です。抜いてください"


@pytest.mark.parametrize("protection", [Protection.YES, Protection.NOT_NOW])
def test_of_a_protected_reception_nothing_is_told(protection: Protection) -> None:
    protected = replace(owner(number="0403-018"), protection=protection)
    assert foreign_words(protected, AT_HAND) == foreign_words(None, AT_HAND)
    assert "0403-018" not in foreign_words(protected, AT_HAND)


def test_a_whole_pile_is_ready_and_nothing_less() -> None:
    papers = sheets(PRINTED, PRINTED, GIVEN)
    assert view(papers, number(1), number(2)).ready == 2
    assert not view(papers, number(1)).ready
    assert not view(papers, number(1), number(2), number(3)).ready
    assert not view(papers, number(1), number(2), printing=True).ready


def test_while_a_printer_works_nobody_can_say_that_nothing_came_out() -> None:
    papers = sheets(PRINTED, SPOOLED)
    shown = view(papers, number(2), printing=True)
    assert states(shown) == [PileState.WAITS, PileState.PRINTING]
    assert not shown.not_out
    assert shown.wrong == ()  # it came out before the printer said so
    assert view(papers, number(2)).wrong != ()


def test_small_rooms_count_what_needs_no_row() -> None:
    shown = view(sheets(PRINTED, PRINTED, GIVEN, SPOOLED), number(1))
    assert shown.rest == "束にあり 1枚　これから 1枚　お渡し済み 1枚"


# --- by key ---------------------------------------------------------------------------------------


@pytest.fixture
def window(application: QApplication) -> Iterator[StaffWindow]:
    made = clerk_window()
    yield made
    shut(made)


def documents(window: StaffWindow, pile: PileView | None) -> DocumentsScreen:
    screen = DocumentsScreen()
    screen.show_view(replace(work_samples_documents.documents(), pile=pile))
    opened(window, screen, work_samples.RAIL_DOCUMENTS)
    return screen


def dispatch(window: StaffWindow, pile: PileView | None) -> DispatchScreen:
    screen = DispatchScreen()
    screen.show_view(replace(work_samples_dispatch.DISPATCH, pile=pile))
    opened(window, screen, work_samples.RAIL_DISPATCH)
    return screen


WHOLE, WRONG = work_samples_documents.PILE_WHOLE, work_samples_documents.PILE_WRONG
JAMMED = work_samples_documents.PILE_JAMMED


@pytest.mark.parametrize(
    ("pile", "key", "signal"),
    [
        (WRONG, Key.Key_X, "out_said"),
        (JAMMED, Key.Key_N, "not_out_said"),
        (WHOLE, Key.Key_H, "handed_over"),
        (WHOLE, Key.Key_B, "tray_asked"),
        (WHOLE, Key.Key_U, "anew_asked"),
    ],
)
@pytest.mark.parametrize("make", [documents, dispatch])
def test_each_button_has_its_key_at_both_places_and_works_only_while_it_is_there(
    window: StaffWindow, make: type, pile: PileView, key: Key, signal: str
) -> None:
    screen = make(window, pile)
    told = QSignalSpy(getattr(screen.pile, signal))
    press(window, key, ALT)
    assert told.count() == 1
    bare = PileView(pile.rows, pile.figures)
    screen.show_view(replace(screen._view, pile=bare))
    press(window, key, ALT)
    assert told.count() == 1


def test_a_scanner_that_is_read_is_not_asked_twice(window: StaffWindow) -> None:
    screen = documents(window, replace(WHOLE, reading=True))
    asked = QSignalSpy(screen.pile.tray_asked)
    press(window, Key.Key_B, ALT)
    assert asked.count() == 0


def test_the_button_that_had_the_focus_keeps_it_or_gives_it_to_the_box(window: StaffWindow) -> None:
    screen = documents(window, WRONG)
    screen.pile._buttons["out"].setFocus()
    assert screen._view is not None
    screen.show_view(replace(screen._view, pile=replace(WRONG, wrong=WRONG.wrong[1:])))
    assert focused().objectName() == "pile out"
    screen.show_view(replace(screen._view, pile=replace(WRONG, wrong=(), act="", old=())))
    assert focused() is screen.pile.scan


def test_when_everybody_has_signed_the_box_waits_for_the_reader(window: StaffWindow) -> None:
    shown = work_samples_documents.documents()
    signers = tuple(replace(s, signed=True) for s in shown.signers)
    screen = DocumentsScreen()
    screen.show_view(replace(shown, signers=signers, tablet_busy=False, pile=WHOLE))
    opened(window, screen, work_samples.RAIL_DOCUMENTS)
    assert focused() is screen.pile.scan


@pytest.mark.parametrize(
    "characters", ["８Ｆ３ＫＱ７Ｔ２－０３－１", "8F3KQ7T2ー03ー1", "8f3kq7t2-03-1"]
)
def test_a_reader_behind_an_input_method_is_heard(window: StaffWindow, characters: str) -> None:
    screen = documents(window, WHOLE)
    scanned = QSignalSpy(screen.pile.scanned)
    for character in characters:
        press_character(window, character)
    press(window, Key.Key_Return)
    assert heard(scanned) == [[characters]]


def press_character(window: StaffWindow, character: str) -> None:
    """A key that brings a character no key of the keyboard has."""
    target = QApplication.focusWidget() or window
    event = QKeyEvent(
        QEvent.Type.KeyPress, Key.Key_unknown, Qt.KeyboardModifier.NoModifier, character
    )
    QCoreApplication.sendEvent(target, event)


def test_words_an_input_method_commits_are_taken_where_they_are_a_number(
    window: StaffWindow,
) -> None:
    screen = documents(window, WHOLE)
    scanned = QSignalSpy(screen.pile.scanned)
    screen.pile.scan.setFocus()
    for words in ("８Ｆ３ＫＱ７Ｔ２", "渡邉", "－０３－１"):
        commit = QInputMethodEvent()
        commit.setCommitString(words)
        QCoreApplication.sendEvent(screen.pile.scan, commit)
    press(window, Key.Key_Return)
    assert heard(scanned) == [["８Ｆ３ＫＱ７Ｔ２－０３－１"]]


# --- 07 -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("before", [0, -1])
def test_a_reader_on_07_asks_nothing_of_anybody(window: StaffWindow, before: int) -> None:
    """A decline has the focus: a number that begins with digits changes and sends nothing."""
    screen = dispatch(window, JAMMED)
    offer = screen._list.offer()
    assert offer is not None
    if before < 0:
        offer.choose_none()
        screen.to_problem()
    scanned, slots = QSignalSpy(screen.pile.scanned), QSignalSpy(screen.slot_chosen)
    asked = QSignalSpy(screen.asked_again)
    started = focused()
    typed(window, "23F8Q7T2-03-1")
    assert heard(scanned) == [["23F8Q7T2-03-1"]]
    assert [call[1] for call in heard(slots)] == [1, 2, before]  # chosen, and back as it was
    assert asked.count() == 0
    assert focused() is started


def test_a_person_s_digit_on_07_still_chooses_the_time(window: StaffWindow) -> None:
    screen = dispatch(window, JAMMED)
    scanned, asked = QSignalSpy(screen.pile.scanned), QSignalSpy(screen.asked_again)
    typed(window, "8F3KQ7T2-03-1")
    press(window, Key.Key_2)
    press(window, Key.Key_Return)
    assert scanned.count() == 1
    assert [call[1] for call in heard(asked)] == [1]


def test_a_reader_after_the_answer_was_given_is_heard_whole(window: StaffWindow) -> None:
    screen = dispatch(window, JAMMED)
    scanned = QSignalSpy(screen.pile.scanned)
    press(window, Key.Key_1)
    assert screen._view is not None
    answered = tuple(group for group in screen._view.groups if not group.alert)
    screen.show_view(replace(screen._view, groups=answered))
    typed(window, "2F3KQ7T2-03-1")
    assert heard(scanned) == [["2F3KQ7T2-03-1"]]


def test_characters_on_07_are_nobody_s_while_there_is_no_pile(window: StaffWindow) -> None:
    screen = dispatch(window, None)
    scanned = QSignalSpy(screen.pile.scanned)
    typed(window, "F8Q7T2-03-1")
    assert scanned.count() == 0


def test_a_compact_pile_shows_only_rows_that_say_something(window: StaffWindow) -> None:
    screen = dispatch(window, work_samples_dispatch.PILE)
    names = names_of(screen.pile)
    assert any("09-1" in name and "足りない" in name for name in names)
    assert not any("17-1" in name for name in names)
    assert "束にあり 7枚　これから 1枚" in names


def names_of(part: QWidget) -> list[str]:
    return [w.accessibleName() for w in part.findChildren(QWidget) if w.isVisibleTo(part)]


def test_paper_that_would_be_left_behind_is_said_over_the_list(window: StaffWindow) -> None:
    screen = dispatch(window, None)
    words = "お渡ししていない紙 2枚があります。"
    assert screen._view is not None
    screen.show_view(replace(screen._view, left_over=words))
    notice = screen._notice
    assert notice is not None
    assert notice.isVisibleTo(screen)
    assert words in names_of(notice)


def words_of(box: ScanBox) -> tuple[int, int]:
    """First and last row of the picture with ink of the words, which stand right of the icon."""
    image = box.grab().toImage()
    inked = [
        y
        for y in range(6, image.height() - 6)
        if any(image.pixelColor(x, y).lightness() < 110 for x in range(46, image.width() - 8))
    ]
    return inked[0], inked[-1]


def test_one_line_of_the_readers_box_stands_in_its_middle(application: QApplication) -> None:
    box = ScanBox()
    box.resize(300, 62)
    first, last = words_of(box)
    assert abs((first + last) / 2 - 31) <= 2
    box.show_scan(ScanView("03-1", "11:00", "束にあり"))
    above, below = words_of(box)
    assert above < first
    assert below > last
