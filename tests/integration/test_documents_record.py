"""What the record says of sheets: those made and those not used any more, each on its own line."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from counter_app.documents import REPRINTED, ReprintReason, VoidReason
from counter_app.intake import Terminal
from counter_app.model.document import DocumentState, PenPoint, Stroke
from counter_app.model.reception import Reception
from counter_app.paperwork.papers import next_steps, slip
from counter_app.paperwork.sheets import needed_sheets
from counter_app.paperwork.values import NeededSheet
from counter_app.ports import AuditEntry, PrintOutcome, StoredDocument
from tests.desk_kit import CLERK, Office, office
from tests.paperwork_kit import a_case
from ui.review.story_words import deed_words

INK = (Stroke((PenPoint(500, 500, 0), PenPoint(3000, 700, 50))),)


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path) as made:
        yield made


@pytest.fixture
def reception(counter: Office) -> Reception:
    made = a_case("h2").reception
    with counter.store.unit() as unit:
        unit.add_reception(made)
    return made


def claims(counter: Office, reception: Reception) -> tuple[NeededSheet, ...]:
    """The claims for child allowance and for the child's medical care."""
    sheets = needed_sheets(counter.case(reception), counter.renderer.forms())
    found = tuple(sheet for sheet in sheets if sheet.form_id in ("C1", "C4"))
    assert len(found) == 2
    return found


def prepared(
    counter: Office, reception: Reception, sheets: tuple[NeededSheet, ...]
) -> tuple[StoredDocument, ...]:
    return counter.documents(CLERK, "窓口2").prepare(reception, sheets)


def sign_all(counter: Office, reception: Reception) -> None:
    signing = counter.signing("tablet")
    for signer in signing.signers(reception):
        session = signing.begin(reception, signer)
        for page in range(len(session.pages)):
            session.mark_read(page)
        signing.sign(reception, session, INK)


def lines(counter: Office, reception: Reception, what: str) -> list[AuditEntry]:
    with counter.store.view() as unit:
        return [e for e in unit.audit_entries(case=reception.id) if e.what == what]


def told(entries: list[AuditEntry]) -> list[tuple[str, tuple[str, ...]]]:
    return [(entry.reason, entry.fields) for entry in entries]


def test_a_corrected_signed_sheet_is_recorded_apart_from_the_one_in_its_place(
    counter: Office, reception: Reception
) -> None:
    first, second = claims(counter, reception)
    old, kept = prepared(counter, reception, (first, second))
    sign_all(counter, reception)
    data = {**first.data, "claimant.phone": "090-9999-9999", "filer.phone": "090-9999-9999"}
    current = prepared(counter, reception, (replace(first, data=data), second))
    fresh = next(d for d in current if d.id not in (old.id, kept.id))
    assert told(lines(counter, reception, "document.void")) == [
        (VoidReason.CORRECTED, (old.number,))
    ]
    assert told(lines(counter, reception, "document.render"))[-1] == ("", (fresh.number,))
    with counter.store.view() as unit:
        assert unit.document(old.id).state is DocumentState.VOID
        assert unit.document(kept.id).state is DocumentState.SEALED


def test_sheets_no_longer_needed_are_recorded_without_a_line_of_rendering(
    counter: Office, reception: Reception
) -> None:
    first, second = claims(counter, reception)
    _, needless = prepared(counter, reception, (first, second))
    prepared(counter, reception, (first,))
    assert told(lines(counter, reception, "document.void")) == [
        (VoidReason.NEEDLESS, (needless.number,))
    ]
    assert len(lines(counter, reception, "document.render")) == 1


def test_preparing_what_is_current_records_nothing(counter: Office, reception: Reception) -> None:
    sheets = claims(counter, reception)
    prepared(counter, reception, sheets)
    with counter.store.view() as unit:
        before = tuple(unit.audit_entries(case=reception.id))
    prepared(counter, reception, sheets)
    with counter.store.view() as unit:
        assert tuple(unit.audit_entries(case=reception.id)) == before


def test_a_slip_drawn_anew_is_recorded_apart_from_the_one_it_replaces(
    counter: Office, reception: Reception
) -> None:
    case = counter.case(reception)
    papers, pile = counter.documents(CLERK, "窓口2"), counter.pile(Terminal(CLERK, "窓口2"))
    sheets = (slip(case, ()), next_steps(case, ()))
    old = papers.issue(reception, sheets)
    papers.print(old[0], counter.printer)
    new = papers.issue(reception, sheets)
    replaced = (VoidReason.REPLACED, tuple(d.number for d in old))
    assert told(lines(counter, reception, "document.void")) == [replaced]
    issued = told(lines(counter, reception, "document.issue"))
    assert issued[-1] == ("", tuple(d.number for d in new))
    for document in new:
        papers.print(document, counter.printer)
    ids = {d.id for d in new}
    numbers = [paper.number for paper in pile.sheets(reception) if paper.document_id in ids]
    assert pile.check(reception, [*numbers, old[0].number]).wrong == ((old[0].number, "stale"),)
    pile.hand_over(reception, numbers)
    papers.issue(reception, sheets)
    assert told(lines(counter, reception, "document.void")) == [replaced]


@pytest.mark.parametrize("reason", list(ReprintReason))
def test_a_sheet_printed_again_is_recorded_with_its_reason(
    counter: Office, reception: Reception, reason: ReprintReason
) -> None:
    papers = counter.documents(CLERK, "窓口2")
    (issued,) = papers.issue(reception, (slip(counter.case(reception), ()),))
    printed = papers.print(issued, counter.printer)
    again = papers.reprint(printed, reason, counter.printer)
    assert again.state is DocumentState.PRINTED
    assert told(lines(counter, reception, REPRINTED)) == [(reason, (issued.number,))]
    assert len(lines(counter, reception, "document.print.printed")) == 2
    with counter.store.view() as unit:
        assert unit.document(issued.id) == again


class _Jammed:
    """A printer that holds every job back."""

    keeps_files = False

    def print(self, pdf: bytes, job_name: str) -> PrintOutcome:
        return PrintOutcome("7", "pending", "紙づまり")


def test_a_reprint_the_printer_holds_back_is_recorded_as_asked_and_as_pending(
    counter: Office, reception: Reception
) -> None:
    papers = counter.documents(CLERK, "窓口2")
    (issued,) = papers.issue(reception, (slip(counter.case(reception), ()),))
    printed = papers.print(issued, counter.printer)
    again = papers.reprint(printed, ReprintReason.MISPRINTED, _Jammed())
    assert again.state is DocumentState.PRINTED  # the former paper is there still
    assert len(lines(counter, reception, REPRINTED)) == 1
    assert len(lines(counter, reception, "document.print.pending")) == 1


def test_what_was_never_printed_is_not_printed_again(counter: Office, reception: Reception) -> None:
    papers = counter.documents(CLERK, "窓口2")
    (issued,) = papers.issue(reception, (slip(counter.case(reception), ()),))
    with pytest.raises(ValueError, match="printed"):
        papers.reprint(issued, ReprintReason.LOST, counter.printer)
    assert lines(counter, reception, REPRINTED) == []


def test_the_story_has_words_for_what_became_of_sheets() -> None:
    assert deed_words("document.void") == "書類を使わないことにした"
    assert deed_words(REPRINTED) == "もう一度印刷した"
