"""The individual number on paper: from the card through the vault to a printer, nowhere else."""

from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from counter_app.bootstrap import Counter, open_sandbox_counter
from counter_app.intake import Terminal
from counter_app.model.document import DocumentState
from counter_app.paperwork.sheets import needed_sheets
from counter_app.ports import PrintOutcome, StoredDocument
from counter_app.sandbox.card_holder import derive_number
from counter_app.sandbox.print_server import PrintServer, cupsd_path
from counter_app.settings import Settings
from forms.overlay import carries_number
from forms.printing import IppQueue
from tests.number_search import dresses, parts_of_folder, search
from tests.reception_kit import CLERK, COUNTER, HOLDER, TickingClock, interviewed, taken_in

needs_cups = pytest.mark.skipif(cupsd_path() is None, reason="CUPS is not installed")
CLAIM = "C1"


@dataclass
class Watched:
    """A printer that keeps nothing, with a look at what passes on the way there."""

    queue: IppQueue
    passed: list[bytes] = field(default_factory=list)

    @property
    def keeps_files(self) -> bool:
        return self.queue.keeps_files

    def print(self, pdf: bytes, job_name: str) -> PrintOutcome:
        self.passed.append(pdf)
        return self.queue.print(pdf, job_name)


def text_of(pdf: bytes) -> str:
    page = pdfium.PdfDocument(pdf)[0]
    return "".join(page.get_textpage().get_text_range().split())


def printed_claim(
    counter: Counter, queue: Watched, *, holder: str
) -> tuple[StoredDocument, StoredDocument]:
    """The claim for child allowance as it was stored, and as it stands after printing."""
    with counter.store.view() as unit:
        reception = unit.receptions()[-1]
    sheets = needed_sheets(counter.case(reception), counter.renderer.forms())
    documents = counter.documents(CLERK, COUNTER)
    stored = documents.prepare(reception, tuple(s for s in sheets if s.form_id == CLAIM))[0]
    return stored, documents.print(stored, queue, counter.vault, holder)


@needs_cups
def test_the_number_goes_from_the_card_to_the_paper_and_stays_nowhere(tmp_path: Path) -> None:
    digits = derive_number(HOLDER.id).decode()
    folder = tmp_path / "counter"
    settings = Settings(basedir=folder, counter=COUNTER, clerk=CLERK)
    with (
        PrintServer(tmp_path / "tray") as server,
        open_sandbox_counter(settings, clock=TickingClock(), in_process_card=True) as sandbox,
    ):
        counter = sandbox.counter
        sandbox.town.tell(pushed=True, known=False)
        intake = counter.intake(Terminal(CLERK, COUNTER))
        reception = taken_in(sandbox, intake, keep_number=True)
        reception, _ = interviewed(sandbox, intake, reception)
        queue = Watched(IppQueue(server.paper_url, wait=120, timeout=60))
        stored, printed = printed_claim(counter, queue, holder=reception.filer_id)

        assert printed.state is DocumentState.PRINTED
        assert server.on_paper() == (stored.number,)
        (paper,) = queue.passed
        assert carries_number(paper)
        assert digits not in text_of(stored.pdf)
        assert not carries_number(printed.pdf)
        # The spouse's box stays masked: her card was not read now.
        assert len(stored.number_boxes) == 2
        assert text_of(paper).count(digits) == 1

        counter.vault.release()
        again = Watched(IppQueue(server.tray_url, keeps_files=True, wait=120, timeout=60))
        _, kept = printed_claim(counter, again, holder=reception.filer_id)
        assert kept.state is DocumentState.PRINTED
        assert not carries_number(again.passed[0])
        parts = [*parts_of_folder(folder), *parts_of_folder(server.tray)]
        parts += list(parts_of_folder(server.folder))
        hits, looked = search(parts, dresses(digits))
    assert hits == []
    assert looked > 100_000
