"""A counter whose household's sheets are printed: what of them there is, and the clerk's hands."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from PySide6.QtTest import QTest

from counter_app.documents import Documents
from counter_app.intake import Terminal
from counter_app.model.numbers import new_document_reference, new_id
from counter_app.model.paper import PaperSheet, PaperState
from counter_app.model.reception import (
    Consent,
    IdentityCheck,
    LinkedMember,
    Protection,
    Reception,
    Step,
)
from counter_app.paperwork.sheets import needed_sheets
from counter_app.ports import AuditEntry, PrintOutcome
from counter_app.procedures.household_file import read_household_file
from counter_app.sandbox.town_story import TAKASHI_CODE
from resources.loader import data_file
from tests.staff_presenter_kit import ALT, CLERK, Counter, Key, sandbox_counter
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


@cache
def _signed(folder: Path) -> str:
    """Make and sign every sheet of 06 in a folder to be copied; the id of the reception."""
    with sandbox_counter(folder) as made:
        made.session.take(asked(made))
        made.session.go_to(Step.DOCUMENTS)
        made.rendered()
        made.sign()
        return made.reception.id


@contextmanager
def paper_counter(tmp_path: Path, printer: Printer) -> Iterator[Counter]:
    """A counter with this printer whose household has signed every sheet of 06."""
    folder = tmp_path.parent / "signed"
    reception = _signed(folder)
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    with sandbox_counter(tmp_path) as made:
        made.place.printer = printer
        made.session.take(made.session.stored(reception))
        made.session.go_to(Step.DOCUMENTS)
        made.rendered()
        yield made


def papers(counter: Counter) -> dict[str, PaperSheet]:
    """Every sheet that was printed or is to be, by its number."""
    with counter.place.store.view() as unit:
        return {paper.number: paper for paper in unit.papers(counter.reception.id)}


def state_of(counter: Counter, number: str) -> PaperState:
    """How one sheet stands."""
    return papers(counter)[number].state


def lines(counter: Counter, what: str) -> list[AuditEntry]:
    """The entries of the audit log of one kind."""
    with counter.place.store.view() as unit:
        return [e for e in unit.audit_entries(case=counter.reception.id) if e.what == what]


def pile(counter: Counter) -> PrintedPile:
    return counter.staff.documents.pile


def shown(counter: Counter) -> PileView:
    """The pile as the screen shows it."""
    view = pile(counter).view()
    assert view is not None
    return view


def rows(counter: Counter) -> dict[str, PileState]:
    """The mark of each row, by the end of its number."""
    return {row.number: row.state for row in shown(counter).rows}


def numbers(counter: Counter, state: PaperState = PaperState.PRINTED) -> list[str]:
    """The sheets that stand so."""
    return [number for number, paper in papers(counter).items() if paper.state is state]


def read(counter: Counter, *texts: str) -> None:
    """The reader types each number, wherever the focus is."""
    for text in texts:
        QTest.keyClicks(counter.window.focusWidget() or counter.window, text)
        counter.press(Key.Key_Return)


def print_all(counter: Counter) -> None:
    """Alt P, to its end."""
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
