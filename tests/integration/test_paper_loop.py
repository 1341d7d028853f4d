"""From number to hand: every sheet of a reception through printers that print, jam and vanish."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from counter_app.documents import Documents, ReprintReason
from counter_app.failures import CounterError, FailureCode
from counter_app.intake import Terminal
from counter_app.model.document import DocumentState
from counter_app.model.names import PersonName
from counter_app.model.paper import Finding, PaperSheet, PaperState
from counter_app.paperwork.sheets import needed_sheets
from counter_app.ports import PrintOutcome, PrintQueue, RenderedForm, StoredDocument
from forms.renderer import FormRenderer
from forms.scan_reading import read_scan
from tests.desk_kit import CLERK, Office, office

TERMINAL = Terminal(CLERK, "窓口2")


@dataclass
class Printer:
    """A printer that does as told: prints, holds the job back, or is lost on the way."""

    does: str = "printed"
    keeps_files: bool = False

    def print(self, pdf: bytes, job_name: str) -> PrintOutcome:
        if self.does == "lost":
            raise ConnectionResetError(job_name)
        return PrintOutcome("7", self.does, "office")


class Loop:
    """One reception of household H2 before commit, with the sheets nobody signs."""

    def __init__(self, place: Office) -> None:
        self.place = place
        committed = place.commit()
        self.reception = replace(committed, version=committed.version)
        self.pile = place.pile(TERMINAL)
        self.documents = place.documents(*_who())
        self.stored = self.prepare()

    def prepare(self) -> tuple[StoredDocument, ...]:
        sheets = needed_sheets(self.place.case(self.reception), self.place.renderer.forms())
        wanted = tuple(replace(s, signer="") for s in sheets if s.form_id in ("A1", "B1", "C1"))
        self.stored = self.documents.prepare(self.reception, wanted)
        return self.stored

    def rename_head(self) -> None:
        """A correction that changes every sheet."""
        household = self.reception.household
        assert household is not None
        head, *others = household.members
        name = PersonName(head.name.text + "改", head.name.kana, head.name.kana_status)
        changed = replace(household, members=(replace(head, name=name), *others))
        self.reception = replace(self.reception, household=changed)

    def grow(self) -> None:
        """Four more children: the notice of moving in needs a second page."""
        household = self.reception.household
        assert household is not None
        child = household.members[3]
        more = tuple(replace(child, id=f"child-{number}") for number in range(4))
        members = (*household.members, *more)
        self.reception = replace(self.reception, household=replace(household, members=members))

    def shrink(self) -> None:
        """They were a mistake: the notice fits its page again."""
        household = self.reception.household
        assert household is not None
        members = tuple(m for m in household.members if not m.id.startswith("child-"))
        self.reception = replace(self.reception, household=replace(household, members=members))

    def print_all(self, printer: PrintQueue) -> None:
        self.stored = tuple(self.documents.print(d, printer) for d in self.stored)

    @property
    def papers(self) -> tuple[PaperSheet, ...]:
        return self.pile.sheets(self.reception)

    def states(self) -> set[PaperState]:
        return {p.state for p in self.papers if p.document_id in {d.id for d in self.stored}}

    def numbers(self) -> list[str]:
        ours = {d.id for d in self.stored}
        return [p.number for p in self.papers if p.document_id in ours]

    def done(self) -> list[str]:
        with self.place.store.view() as unit:
            return [entry.what for entry in unit.audit_entries(case=self.reception.id)]


def _who() -> tuple[str, str]:
    return TERMINAL.clerk, TERMINAL.counter


@pytest.fixture
def loop(tmp_path: Path) -> Iterator[Loop]:
    with office(tmp_path / "counter") as place:
        yield Loop(place)


def test_every_page_of_every_document_has_its_sheet(loop: Loop) -> None:
    wanted = {
        (d.id, page, f"{d.number[:8]}-{d.sheet:02d}-{page}")
        for d in loop.stored
        for page in range(1, d.pages + 1)
    }
    assert {(p.document_id, p.page, p.number) for p in loop.papers} >= wanted
    assert loop.states() == {PaperState.RENDERED}


def test_the_bars_on_the_paper_are_the_numbers_of_the_sheets(loop: Loop) -> None:
    read = [number for document in loop.stored for number in read_scan(document.pdf)]
    assert read == loop.numbers()


def test_a_printed_pile_is_handed_over_once_it_is_whole(loop: Loop) -> None:
    loop.print_all(Printer())
    assert loop.states() == {PaperState.PRINTED}
    pile = loop.numbers()
    with pytest.raises(CounterError) as refused:
        loop.pile.hand_over(loop.reception, pile[:-1])
    assert refused.value.code is FailureCode.PILE_NOT_COMPLETE
    assert loop.states() == {PaperState.PRINTED}
    report = loop.pile.hand_over(loop.reception, pile[::-1])
    assert set(report.there) == set(pile)
    assert loop.states() == {PaperState.HANDED_OVER}
    assert loop.done()[-2:] == ["pile.seen", "pile.handed_over"]


def test_a_sheet_of_another_household_stops_the_pile_and_its_owner_is_found(loop: Loop) -> None:
    loop.print_all(Printer())
    other = Loop(loop.place)
    other.print_all(Printer())
    stray = other.numbers()[0]
    pile = [*loop.numbers(), stray]
    assert loop.pile.check(loop.reception, pile).wrong == ((stray, Finding.FOREIGN),)
    with pytest.raises(CounterError):
        loop.pile.hand_over(loop.reception, pile)
    owner = loop.pile.owner(stray.lower())
    assert owner is not None
    assert owner.id == other.reception.id
    loop.pile.take_out(loop.reception, stray, Finding.FOREIGN)
    loop.pile.hand_over(loop.reception, loop.numbers())
    with loop.place.store.view() as unit:
        out = [e for e in unit.audit_entries(case=loop.reception.id) if e.what == "pile.taken_out"]
    assert [(e.fields, e.reason) for e in out] == [((stray,), "foreign")]


def test_a_correction_after_printing_makes_the_old_paper_stale_everywhere(loop: Loop) -> None:
    loop.print_all(Printer())
    old = loop.numbers()
    loop.rename_head()
    loop.prepare()
    fresh = loop.numbers()
    assert not set(old) & set(fresh)
    assert {p.state for p in loop.papers if p.number in old} == {PaperState.STALE}
    assert loop.states() == {PaperState.RENDERED}
    loop.print_all(Printer())
    assert loop.pile.check(loop.reception, [*fresh[1:], old[0]]).wrong == ((old[0], Finding.STALE),)
    with pytest.raises(CounterError):
        loop.pile.hand_over(loop.reception, [*fresh, old[0]])
    loop.pile.destroy(loop.reception, old[0])
    assert {p.state for p in loop.papers if p.number == old[0]} == {PaperState.DESTROYED}
    loop.pile.hand_over(loop.reception, fresh)


def test_a_correction_before_printing_keeps_the_numbers(loop: Loop) -> None:
    before = loop.numbers()
    loop.rename_head()
    loop.prepare()
    assert loop.numbers() == before
    assert loop.states() == {PaperState.RENDERED}


def test_a_page_that_comes_and_goes_with_corrections_is_printed_or_not_there(loop: Loop) -> None:
    before = loop.numbers()
    for change in (loop.grow, loop.shrink, loop.rename_head, loop.grow):
        change()
        loop.prepare()
    assert len(loop.numbers()) > len(before)
    loop.shrink()
    loop.prepare()
    loop.print_all(Printer())
    assert {d.state for d in loop.stored} == {DocumentState.PRINTED}
    assert loop.numbers() == before
    loop.pile.hand_over(loop.reception, before)


def test_a_number_that_was_on_paper_once_gets_no_other_contents(loop: Loop) -> None:
    """Printed again because it was soiled, jammed, then corrected: the soiled one lies about."""
    first = loop.documents.print(loop.stored[0], Printer())
    soiled = [p.number for p in loop.papers if p.state is PaperState.PRINTED]
    loop.documents.reprint(first, ReprintReason.SOILED, Printer("failed"))
    loop.pile.settle(loop.reception, ())
    loop.rename_head()
    loop.prepare()
    assert not set(soiled) & set(loop.numbers())
    loop.print_all(Printer())
    pile = [*soiled, *loop.numbers()[len(soiled) :]]
    found = dict(loop.pile.check(loop.reception, pile).wrong)
    assert found == dict.fromkeys(soiled, Finding.STALE)


@pytest.mark.parametrize("does", ["pending", "failed", "lost"])
def test_what_a_printer_left_open_is_settled_by_what_the_clerk_found(loop: Loop, does: str) -> None:
    first, *others = loop.stored
    try:
        loop.documents.print(first, Printer(does))
    except ConnectionResetError:
        assert does == "lost"
    open_now = [p for p in loop.papers if p.state is PaperState.SPOOLED]
    assert {p.document_id for p in open_now} == {first.id}
    assert len(open_now) == first.pages
    for document in others:
        loop.documents.print(document, Printer())
    with pytest.raises(CounterError):
        loop.pile.hand_over(loop.reception, loop.numbers())
    came_out = {open_now[0].number}
    loop.pile.settle(loop.reception, came_out)
    found = {p.number: p.state for p in loop.papers if p.document_id == first.id}
    assert found == {
        p.number: PaperState.PRINTED if p.number in came_out else PaperState.RENDERED
        for p in open_now
    }
    with loop.place.store.view() as unit:
        whole = unit.document(first.id).state is DocumentState.PRINTED
    assert whole == (first.pages == 1)


def test_a_sheet_found_while_the_printer_was_at_work_stays_found(loop: Loop) -> None:
    """Another terminal reads the paper in before this one hears that the job is done."""

    class Read(Printer):
        def print(self, pdf: bytes, job_name: str) -> PrintOutcome:
            loop.pile.found(loop.reception, loop.numbers()[0])
            return super().print(pdf, job_name)

    loop.documents.print(loop.stored[0], Read())
    found = {p.state for p in loop.papers if p.document_id == loop.stored[0].id}
    assert found == {PaperState.PRINTED}


def test_paper_of_an_open_job_is_never_given_other_contents(loop: Loop) -> None:
    """The printer held the job back; the sheet is corrected; later the old paper comes out."""
    first = loop.stored[0]
    loop.documents.print(first, Printer("pending"))
    held = [p.number for p in loop.papers if p.state is PaperState.SPOOLED]
    loop.rename_head()
    loop.prepare()
    assert not set(held) & set(loop.numbers())
    assert {p.state for p in loop.papers if p.number in held} == {PaperState.STALE}


@pytest.mark.parametrize("does", ["pending", "failed"])
def test_a_sheet_that_is_read_after_a_jam_has_come_out(loop: Loop, does: str) -> None:
    first = loop.stored[0]
    loop.documents.print(first, Printer(does))
    held = [p.number for p in loop.papers if p.state is PaperState.SPOOLED]
    for number in held:
        assert loop.pile.found(loop.reception, number.lower())
        assert not loop.pile.found(loop.reception, number)
    with loop.place.store.view() as unit:
        assert unit.document(first.id).state is DocumentState.PRINTED
    assert loop.done().count("paper.came_out") == len(held)
    assert not any(loop.pile.found(loop.reception, other) for other in ("", "ZZZZZZZZ-01-1"))
    loop.pile.hand_over(loop.reception, held)


def test_a_document_half_on_paper_is_not_handed_over_and_is_printed_again_whole(
    loop: Loop,
) -> None:
    loop.grow()
    first = next(d for d in loop.prepare() if d.pages > 1)
    loop.documents.print(first, Printer("failed"))
    one, *others = (p.number for p in loop.papers if p.state is PaperState.SPOOLED)
    loop.pile.found(loop.reception, one)
    loop.pile.settle(loop.reception, ())
    assert loop.pile.check(loop.reception, [one]).unfinished == tuple(others)
    with pytest.raises(CounterError) as refused:
        loop.pile.hand_over(loop.reception, [one])
    assert refused.value.code is FailureCode.PILE_NOT_COMPLETE
    with loop.place.store.view() as unit:
        again = unit.document(first.id)
    assert again.state is DocumentState.RENDERED
    loop.documents.print(again, Printer())
    assert {p.sent for p in loop.papers if p.document_id == first.id} == {2}
    loop.pile.hand_over(loop.reception, [one, *others])


def test_what_is_handed_over_cannot_be_destroyed(loop: Loop) -> None:
    loop.print_all(Printer())
    loop.pile.hand_over(loop.reception, loop.numbers())
    with pytest.raises(CounterError) as refused:
        loop.pile.destroy(loop.reception, loop.numbers()[0])
    assert refused.value.code is FailureCode.PAPER_STATE_NOT_ALLOWED


def test_paper_left_at_the_counter_goes_on_record(loop: Loop) -> None:
    loop.print_all(Printer())
    pile = loop.numbers()
    assert [p.number for p in loop.pile.left_over(loop.reception)] == pile
    loop.pile.leave(loop.reception)
    with loop.place.store.view() as unit:
        (left,) = (e for e in unit.audit_entries(case=loop.reception.id) if "left" in e.what)
    assert (left.what, list(left.fields)) == ("pile.left_over", pile)
    loop.pile.hand_over(loop.reception, pile)
    loop.pile.leave(loop.reception)
    assert loop.done().count("pile.left_over") == 1


class NoInk(FormRenderer):
    """A renderer that meets a value it cannot draw."""

    def render(self, *_: object, **__: object) -> RenderedForm:
        raise CounterError(FailureCode.FORM_VALUE_TOO_LONG, "試験")


def test_numbers_set_aside_and_never_drawn_are_not_given_again(loop: Loop) -> None:
    place = loop.place
    highest = max(d.sheet for d in loop.stored)
    sheets = needed_sheets(place.case(loop.reception), place.renderer.forms())
    one_more = tuple(replace(s, signer="") for s in sheets if s.form_id == "E6")[:1]
    fails = Documents(place.store, place.clock, NoInk(), place.sealing, *_who())
    with pytest.raises(CounterError):
        fails.issue(loop.reception, one_more)
    (issued,) = loop.documents.issue(loop.reception, one_more)
    assert issued.sheet == highest + 2
    aside = [p.number for p in loop.papers if p.state is PaperState.RESERVED]
    assert aside == [f"{loop.reception.reference}-{highest + 1:02d}-1"]
