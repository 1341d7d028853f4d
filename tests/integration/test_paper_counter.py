"""The printed pile at the counter by keys alone: 06 and 07, jams, corrections, scans, the end."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image
from PySide6.QtTest import QTest

from counter_app.documents import Documents
from counter_app.intake import Terminal
from counter_app.model.document import DocumentState
from counter_app.model.numbers import new_document_reference, new_id
from counter_app.model.paper import PaperSheet, PaperState
from counter_app.model.reception import (
    Consent,
    IdentityCheck,
    LinkedMember,
    Protection,
    Reception,
    ReceptionState,
    Step,
)
from counter_app.paperwork.sheets import needed_sheets
from counter_app.ports import AuditEntry, PrintOutcome
from counter_app.procedures.household_file import read_household_file
from counter_app.sandbox.town_story import TAKASHI_CODE
from resources.loader import data_file
from tests.paper_scans import saved
from tests.staff_presenter_kit import ALT, CLERK, Counter, Key, sandbox_counter, shown_words
from ui.staff.pile_views import PileState, PileView
from ui.staff.steps.printed_pile import PrintedPile

OTHER = Terminal("三浦", "窓口1")


class Printer:
    """A printer that prints, and after so many sheets does as told."""

    keeps_files = True

    def __init__(self) -> None:
        self.jam_after = 99
        self.does = "failed"

    def print(self, pdf: bytes, job_name: str) -> PrintOutcome:
        self.jam_after -= 1
        return PrintOutcome("7", self.does if self.jam_after < 0 else "printed", "office")


@pytest.fixture
def printer() -> Printer:
    return Printer()


def asked(counter: Counter) -> Reception:
    """Household H2 with everything answered, ready for its sheets."""
    file = read_household_file(data_file("examples", "h2.json"))
    filer = file.household.members[0].id
    now = counter.clock()
    made = Reception(
        id=new_id(),
        reference=new_document_reference(),
        opened_at=now,
        clerk=CLERK.clerk,
        counter=CLERK.counter,
        filed_on=now.date(),
        step=Step.DOCUMENTS,
        protection=Protection.NO,
        identity=IdentityCheck("head", ("individual_number_card",), True, CLERK.clerk, now),
        household=file.household,
        filer_id=filer,
        answers=tuple(a for a in file.answers if a.fact != "protected"),
        links=(LinkedMember(filer, TAKASHI_CODE),),
        phone="090-0000-0000",
        consents=tuple(Consent(o.id, True) for o in counter.place.town.organisations),
    )
    with counter.place.store.unit() as unit:
        unit.add_reception(made)
    return made


@pytest.fixture
def counter(tmp_path: Path, printer: Printer) -> Iterator[Counter]:
    with sandbox_counter(tmp_path) as made:
        made.place.printer = printer
        made.session.take(asked(made))
        made.session.go_to(Step.DOCUMENTS)
        made.rendered()
        made.sign()
        yield made


# --- what there is --------------------------------------------------------------------------------


def papers(counter: Counter) -> dict[str, PaperSheet]:
    with counter.place.store.view() as unit:
        return {paper.number: paper for paper in unit.papers(counter.reception.id)}


def state_of(counter: Counter, number: str) -> PaperState:
    return papers(counter)[number].state


def lines(counter: Counter, what: str) -> list[AuditEntry]:
    with counter.place.store.view() as unit:
        return [e for e in unit.audit_entries(case=counter.reception.id) if e.what == what]


def pile(counter: Counter) -> PrintedPile:
    return counter.staff.documents.pile


def shown(counter: Counter) -> PileView:
    view = pile(counter).view()
    assert view is not None
    return view


def rows(counter: Counter) -> dict[str, PileState]:
    return {row.number: row.state for row in shown(counter).rows}


def numbers(counter: Counter, state: PaperState = PaperState.PRINTED) -> list[str]:
    return [number for number, paper in papers(counter).items() if paper.state is state]


# --- what the clerk does --------------------------------------------------------------------------


def read(counter: Counter, *texts: str) -> None:
    """The reader types each number, wherever the focus is."""
    for text in texts:
        QTest.keyClicks(counter.window.focusWidget() or counter.window, text)
        counter.press(Key.Key_Return)


def print_all(counter: Counter) -> None:
    counter.press(Key.Key_P, ALT)
    counter.wait(lambda: counter.staff.documents.idle, "not printed")
    counter.settled()


def correct(counter: Counter) -> str:
    """The clerk postpones what has a sheet that is printed, which the correction takes away."""
    documents = counter.staff.documents
    gone = next(d for d in documents.stored if d.form_id == "E5")
    session = counter.session
    procedure = gone.procedure_ids[0]
    session.apply(lambda r: session.intake.postpone(r, procedure, False), "今日は出さない")
    documents.prepare()
    counter.wait(lambda: documents.idle, "not made again")
    counter.settled()
    return gone.number


def other_household(counter: Counter) -> tuple[Reception, str]:
    """A reception at the other window and the number of its first printed sheet."""
    place = counter.place
    intake = place.intake(OTHER)
    opened = intake.open()
    documents: Documents = place.documents(OTHER.clerk, OTHER.counter)
    case = counter.session.case
    assert case is not None
    sheet = next(s for s in needed_sheets(case, place.renderer.forms()) if s.form_id == "A1")
    (made,) = documents.prepare(opened, (sheet,))
    documents.print(made, place.printer)
    return opened, made.number


# --- 06 -------------------------------------------------------------------------------------------


def test_a_pile_is_read_sheet_by_sheet_and_handed_over(counter: Counter) -> None:
    print_all(counter)
    whole = numbers(counter)
    assert set(rows(counter).values()) == {PileState.WAITS}
    read(counter, whole[0], whole[2])
    assert rows(counter)[whole[1][9:]] is PileState.MISSING
    assert rows(counter)[whole[3][9:]] is PileState.WAITS
    counter.press(Key.Key_H, ALT)
    assert not lines(counter, "pile.handed_over"), "a pile that is not whole was handed over"
    assert set(numbers(counter)) == set(whole)
    read(counter, *whole[3:], whole[1])
    assert f"そろいました　{len(whole)}枚をお渡し" in shown_words(counter.window).replace(" ", "　")
    counter.press(Key.Key_H, ALT)
    assert set(numbers(counter, PaperState.HANDED_OVER)) == set(whole)
    assert set(rows(counter).values()) == {PileState.GIVEN}
    (line,) = lines(counter, "pile.handed_over")
    assert set(line.fields) == set(whole)


def test_what_does_not_belong_stands_in_red_until_it_is_out(counter: Counter) -> None:
    print_all(counter)
    whole = numbers(counter)
    other, stray = other_household(counter)
    read(counter, whole[0], stray, whole[0], "4912345678904", *whole[1:])
    opened = f"{other.opened_at:%H:%M} 窓口1"
    assert [row.words for row in shown(counter).wrong] == [
        f"別の受付（{opened}）の紙です。抜いてください",
        "二度目です。同じ紙が2枚ないか見てください",
        "書類番号ではありません。抜いてください",
    ]
    assert f"別の受付（{opened}）の紙です。抜いてください" in shown_words(counter.window)
    counter.press(Key.Key_H, ALT)
    assert not lines(counter, "pile.handed_over")
    for left in (2, 1, 0):
        counter.press(Key.Key_X, ALT)
        assert len(shown(counter).wrong) == left
    out = lines(counter, "pile.taken_out")
    assert [(e.reason, e.fields) for e in out] == [
        ("foreign", (stray,)),
        ("repeated", (whole[0],)),
        ("unreadable", ("",)),
    ]
    counter.press(Key.Key_H, ALT)
    assert set(numbers(counter, PaperState.HANDED_OVER)) == set(whole)


def test_a_correction_after_printing_leaves_old_paper_to_be_destroyed(counter: Counter) -> None:
    print_all(counter)
    old = correct(counter)
    assert state_of(counter, old) is PaperState.STALE
    assert [row.number for row in shown(counter).old] == [old[9:]]
    assert "古い紙　回収して廃棄" in shown_words(counter.window).replace(" ", "　")
    read(counter, old)
    assert [row.words for row in shown(counter).wrong] == ["訂正前の古い紙です。抜いてください"]
    assert shown(counter).old == ()
    counter.press(Key.Key_X, ALT)
    assert state_of(counter, old) is PaperState.DESTROYED
    assert shown(counter).wrong == ()
    assert [e.what for e in lines(counter, "paper.destroyed")] == ["paper.destroyed"]


def test_old_paper_that_never_lay_in_the_pile_is_destroyed_too(counter: Counter) -> None:
    print_all(counter)
    old = correct(counter)
    counter.press(Key.Key_X, ALT)
    assert state_of(counter, old) is PaperState.DESTROYED
    assert not lines(counter, "pile.taken_out")
    assert shown(counter).act == ""


def test_a_jam_is_settled_by_what_is_read_and_the_rest_is_printed_again(
    counter: Counter, printer: Printer
) -> None:
    printer.jam_after = 3
    print_all(counter)
    held = numbers(counter, PaperState.SPOOLED)
    assert len(held) > 2
    assert {rows(counter)[n[9:]] for n in held} == {PileState.UNSURE}
    assert counter.staff.documents.screen._panel.print_button is None, "it would come out twice"
    read(counter, held[0])
    assert state_of(counter, held[0]) is PaperState.PRINTED
    assert rows(counter)[held[0][9:]] is PileState.THERE
    counter.press(Key.Key_N, ALT)
    assert {state_of(counter, n) for n in held[1:]} == {PaperState.RENDERED}
    printer.jam_after = 99
    print_all(counter)
    assert not numbers(counter, PaperState.RENDERED)
    read(counter, *(n for n in numbers(counter) if n != held[0]))
    counter.press(Key.Key_H, ALT)
    assert len(numbers(counter, PaperState.HANDED_OVER)) == len(papers(counter))
    again = [papers(counter)[number].sent for number in held]
    assert again == [1, *[2] * (len(held) - 1)]


def test_readings_are_gone_when_the_reception_was_left_and_the_paper_is_not(
    counter: Counter,
) -> None:
    print_all(counter)
    whole = numbers(counter)
    read(counter, *whole[:3], "ZZZZZZZZ-01-1")
    assert len(pile(counter).numbers) == 3
    stored = papers(counter)
    at_hand = counter.reception
    counter.press(Key.Key_F2)
    counter.session.take(at_hand)
    counter.session.go_to(Step.DOCUMENTS)
    counter.rendered()
    assert pile(counter).numbers == ()
    assert shown(counter).wrong == ()
    assert papers(counter) == stored
    assert set(rows(counter).values()) == {PileState.WAITS}


def test_a_pile_is_read_again_from_its_first_sheet(counter: Counter) -> None:
    print_all(counter)
    whole = numbers(counter)
    read(counter, whole[0], whole[0], "ZZZZZZZZ-01-1")
    counter.press(Key.Key_U, ALT)
    assert pile(counter).numbers == ()
    assert [row.number for row in shown(counter).wrong] == ["ZZZZZZZZ-01-1"]


# --- the scanner's folder -------------------------------------------------------------------------


def scans(counter: Counter) -> Path:
    folder = counter.place.settings.scan_folder
    assert folder is not None
    return folder


def laid(counter: Counter, name: str, data: bytes) -> None:
    path = scans(counter) / name
    path.write_bytes(data)
    os.utime(path, (time.time() - 60, time.time() - 60))


def pictures(counter: Counter) -> list[Image.Image]:
    """Every printed sheet as the scanner sees it: 200 dpi, grey."""
    found = []
    for stored in counter.staff.documents.stored:
        file = pdfium.PdfDocument(stored.sealed or stored.pdf)
        for at in range(len(file)):
            found.append(file[at].render(scale=200 / 72, grayscale=True).to_pil())
        file.close()
    return found


def test_a_scanned_pile_is_read_from_the_folder_and_its_pictures_are_gone(
    counter: Counter,
) -> None:
    print_all(counter)
    sheets = pictures(counter)
    laid(counter, "1.tif", saved(sheets[:4], "TIFF"))
    laid(counter, "2.pdf", saved(sheets[4:], "PDF"))
    counter.press(Key.Key_B, ALT)
    counter.settled()
    assert list(scans(counter).iterdir()) == []
    assert set(pile(counter).numbers) == set(numbers(counter))
    counter.press(Key.Key_H, ALT)
    assert not numbers(counter)
    assert not counter.problem


def test_a_picture_that_cannot_be_read_is_told_and_the_others_count(counter: Counter) -> None:
    print_all(counter)
    laid(counter, "1.png", b"torn")
    laid(counter, "2.tif", saved(pictures(counter)[:2], "TIFF"))
    counter.press(Key.Key_B, ALT)
    counter.settled()
    assert counter.problem == "SCAN_UNREADABLE"
    assert len(pile(counter).numbers) == 2
    assert list(scans(counter).iterdir()) == []
    read(counter, numbers(counter)[-1])
    assert not counter.problem


def test_an_empty_folder_is_told_beside_the_box(counter: Counter) -> None:
    print_all(counter)
    counter.press(Key.Key_B, ALT)
    counter.settled()
    scan = shown(counter).scan
    assert scan is not None
    assert (scan.words, scan.fault) == ("スキャンはまだありません", True)


def ended(counter: Counter) -> bool:
    """Whether the visit is over."""
    return counter.reception.state is ReceptionState.CLOSED


# --- 07 -------------------------------------------------------------------------------------------


def committed(counter: Counter) -> None:
    """F8, and the slip is on paper."""
    counter.commit()
    counter.wait(
        lambda: any(e.fields for e in lines(counter, "document.issue")), "no slip was made"
    )
    counter.settled()


def test_the_visit_ends_with_one_pile_of_both_screens(counter: Counter) -> None:
    print_all(counter)
    first = numbers(counter)
    read(counter, *first[:2])
    committed(counter)
    assert len(pile(counter).numbers) == 2, "what was read on 06 counts on 07"
    counter.press(Key.Key_P, ALT)
    counter.settled()
    whole = numbers(counter)
    with counter.place.store.view() as unit:
        stored = unit.documents(counter.reception.id)
    pages = {d.form_id: d.pages for d in stored}
    assert len(whole) == len(first) + pages["slip"] + pages["next-steps"]
    read(counter, *(n for n in whole if n not in first[:2]))
    counter.press(Key.Key_H, ALT)
    assert set(numbers(counter, PaperState.HANDED_OVER)) == set(whole)
    counter.press(Key.Key_F8)
    counter.settled()
    assert ended(counter)
    assert not lines(counter, "pile.left_over")


def test_a_visit_with_paper_left_says_so_once_and_then_ends(counter: Counter) -> None:
    print_all(counter)
    old = correct(counter)
    counter.sign()
    print_all(counter)
    committed(counter)
    left = [*numbers(counter), old]
    counter.press(Key.Key_F8)
    counter.settled()
    words = f"お渡ししていない紙 {len(left) - 1}枚、廃棄していない古い紙 1枚があります。"
    assert words in shown_words(counter.window)
    assert not ended(counter)
    assert not lines(counter, "pile.left_over")
    counter.press(Key.Key_F8)
    counter.settled()
    assert ended(counter)
    (line,) = lines(counter, "pile.left_over")
    assert set(line.fields) == set(left)


def test_the_warning_goes_when_the_pile_has_changed(counter: Counter) -> None:
    print_all(counter)
    committed(counter)
    counter.press(Key.Key_F8)
    assert "お渡ししていない紙" in shown_words(counter.window)
    read(counter, *numbers(counter))
    counter.press(Key.Key_H, ALT)
    counter.settled()
    assert "お渡ししていない紙" not in shown_words(counter.window)
    counter.press(Key.Key_F8)
    counter.settled()
    assert ended(counter)


def test_a_jam_on_07_is_settled_there(counter: Counter, printer: Printer) -> None:
    print_all(counter)
    printer.jam_after = 0
    committed(counter)
    (held,) = numbers(counter, PaperState.SPOOLED)
    assert "未確認" in shown_words(counter.window)
    counter.press(Key.Key_N, ALT)
    assert state_of(counter, held) is PaperState.RENDERED
    printer.jam_after = 99
    counter.press(Key.Key_P, ALT)
    counter.settled()
    assert state_of(counter, held) is PaperState.PRINTED
    with counter.place.store.view() as unit:
        slip = next(d for d in unit.documents(counter.reception.id) if d.number == held)
    assert slip.state is DocumentState.PRINTED
