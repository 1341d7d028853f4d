"""The printed pile at work: what was read is compared, taken out, settled, handed over."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from counter_app.documents import REPRINTED
from counter_app.failures import CounterError, FailureCode
from counter_app.model.paper import Finding, PaperSheet, PaperState, check_pile, scanned_number
from counter_app.pile import Pile
from counter_app.ports import ScanTray
from ui.background import Failure
from ui.staff.pile_panel import PilePanel
from ui.staff.pile_views import PileView, ScanView
from ui.staff.session import Session
from ui.staff.words.common import clock_time
from ui.staff.words.pile import PileAtHand, foreign_words, pile_view, scan_view, titles

_OURS = frozenset(
    {
        FailureCode.PAPER_STATE_NOT_ALLOWED.value,
        FailureCode.PILE_NOT_COMPLETE.value,
        FailureCode.SCAN_UNREADABLE.value,
        FailureCode.SCAN_FOLDER_UNUSABLE.value,
    }
)
"""Failures that the next thing done with the pile settles."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """A number that was read, and how often its sheet had been sent to a printer by then."""

    number: str
    sent: int


@dataclass(frozen=True, slots=True)
class _Scanned:
    """What the scanner's files held, and the failure of one that could not be read."""

    texts: tuple[str, ...]
    failure: CounterError | None


class PrintedPile(QObject):
    """The pile of the reception at hand, the same on 06 and on 07.

    What was read is kept here alone and gone when the reception is left; what became of each sheet
    is stored. `papers_changed` tells that it was.
    """

    papers_changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._readings: list[_Reading] = []
        self._owners: dict[str, str] = {}
        self._scan: ScanView | None = None
        self._printing: list[str] = []  # receptions a printer is at work on; any thread
        self._from_tray = False
        self._told: tuple[PaperSheet, ...] = ()  # the sheets that these two tell of
        self._titles: dict[str, str] = {}
        self._reprints: Counter[str] = Counter()
        session.left.connect(self.forget)

    def work_with(self, panel: PilePanel) -> None:
        """Do what is asked for at one of its two places."""
        panel.scanned.connect(self.take)
        panel.out_said.connect(self.take_out)
        panel.not_out_said.connect(self.none_came_out)
        panel.handed_over.connect(self.hand_over)
        panel.tray_asked.connect(self.read_tray)
        panel.anew_asked.connect(self.begin_anew)

    def forget(self) -> None:
        """Another reception: nothing that was read stays."""
        self._readings = []
        self._owners = {}
        self._scan = None
        self._from_tray = False

    # --- what there is ----------------------------------------------------------------------------

    @property
    def _core(self) -> Pile:
        return self._session.place.pile(self._session.terminal)

    def sheets(self) -> tuple[PaperSheet, ...]:
        """The counter's sheets of the reception at hand as they are stored."""
        return self._core.sheets(self._session.open_reception)

    @property
    def numbers(self) -> tuple[str, ...]:
        """What was read and lies in the pile, in the order read."""
        return self._at_hand().report.there

    @contextmanager
    def at_the_printer(self, reception_id: str) -> Iterator[None]:
        """While a printer works nobody can say that paper did not come out. Any thread."""
        self._printing.append(reception_id)
        try:
            yield
        finally:
            self._printing.remove(reception_id)

    def view(self) -> PileView | None:
        """The pile in words; None while no paper was ever printed."""
        return pile_view(self._at_hand())

    def _at_hand(self) -> PileAtHand:
        session = self._session
        reception = session.open_reception
        sheets = self.sheets()
        sent = {sheet.number: sheet.sent for sheet in sheets}
        # A sheet that was sent again since is another paper, which nobody has read yet.
        self._readings = [r for r in self._readings if sent.get(r.number, r.sent) == r.sent]
        if sheets != self._told:
            self._told = sheets
            self._tell()
        return PileAtHand(
            sheets,
            check_pile(sheets, (reading.number for reading in self._readings)),
            self._titles,
            dict(self._owners),
            self._reprints,
            self._scan,
            reception.id in self._printing,
            session.place.scan_tray is not None,
            self._from_tray,
        )

    def _tell(self) -> None:
        """What the sheets are called, and which were printed again for a reason."""
        place, at = self._session.place, self._session.open_reception.id
        with place.store.view() as unit:
            documents = unit.documents(at, with_files=False)
            entries = unit.audit_entries(case=at)
        self._titles = titles(documents, {f.id: f.short for f in place.renderer.forms()})
        again = (entry for entry in entries if entry.what == REPRINTED)
        self._reprints = Counter(number for entry in again for number in entry.fields)

    # --- reading ----------------------------------------------------------------------------------

    def take(self, text: str) -> None:
        """A sheet was read, as the reader typed it."""
        self._try(lambda: self._read(text))

    def _read(self, text: str) -> None:
        number = scanned_number(text)
        sheets = self.sheets()
        sent = {sheet.number: sheet.sent for sheet in sheets}
        readings = [*(reading.number for reading in self._readings), number]
        number, finding = check_pile(sheets, readings).readings[-1]
        if finding is Finding.UNREADABLE:
            number = ""  # whatever it was, a person's number perhaps, it is not kept
        if finding is Finding.FOREIGN:
            owner = self._core.owner(number)
            self._owners[number] = foreign_words(owner, self._session.open_reception)
        self._readings.append(_Reading(number, sent.get(number, 0)))
        self._prove()
        now = self._at_hand()
        self._scan = scan_view(*now.report.readings[-1], clock_time(self._session.now()))

    def prove(self) -> None:
        """What was read while its printer was at work has come out."""
        self._try(self._prove)

    def _prove(self) -> None:
        reception = self._session.open_reception
        if reception.id in self._printing:
            return
        read = {reading.number for reading in self._readings}
        found = False
        for sheet in self.sheets():
            if sheet.state is PaperState.SPOOLED and sheet.number in read:
                found |= self._core.found(reception, sheet.number)
        if found:
            self.papers_changed.emit()

    def read_tray(self) -> None:
        """スキャンから読む: every file of the scanner's folder, off this thread."""
        session, tray = self._session, self._session.place.scan_tray
        if tray is None or self._from_tray:
            return
        self._from_tray = True

        def done(scanned: _Scanned) -> None:
            self._from_tray = False
            self._try(lambda: self._read_all(scanned.texts))
            if scanned.failure is not None:
                session.fail(Failure(scanned.failure, None))

        def failed(failure: Failure) -> None:
            self._from_tray = False
            session.fail(failure)

        session.run(lambda _: _scanned(tray), done, failed)
        session.changed.emit()

    def _read_all(self, texts: tuple[str, ...]) -> None:
        for text in texts:
            self._read(text)
        at = clock_time(self._session.now())
        words = f"スキャン {len(texts)}枚" if texts else "スキャンはまだありません"
        self._scan = ScanView("", at, words, fault=not texts)

    def begin_anew(self) -> None:
        """読み直す: the pile is read from its first sheet; what must be taken out stays to be."""
        wrong = {at for at, _, finding in self._at_hand().wrong if finding is not Finding.REPEATED}
        self._readings = [r for at, r in enumerate(self._readings) if at in wrong]
        self._scan = None
        self._session.changed.emit()

    # --- deciding ---------------------------------------------------------------------------------

    def take_out(self) -> None:
        """The first wrong sheet is out of the pile; else the first old one is destroyed."""
        self._try(self._take_out)

    def _take_out(self) -> None:
        now, reception = self._at_hand(), self._session.open_reception
        if not now.wrong:
            if now.old:
                self._core.destroy(reception, now.old[0].number)
                self.papers_changed.emit()
            return
        at, number, finding = now.wrong[0]
        self._core.take_out(reception, number, finding)
        del self._readings[at]
        if now.state_of(number) is PaperState.STALE:
            self._core.destroy(reception, number)
            self.papers_changed.emit()

    def none_came_out(self) -> None:
        """残りは出ていません: what a printer left open and nobody read is no paper."""
        self._try(self._settle)

    def _settle(self) -> None:
        reception = self._session.open_reception
        if reception.id not in self._printing:
            self._core.settle(reception, ())
            self.papers_changed.emit()

    def hand_over(self) -> None:
        """お渡し: the whole pile and nothing else."""
        self._try(self._hand_over)

    def _hand_over(self) -> None:
        now = self._at_hand()
        if now.report.complete:
            self._core.hand_over(self._session.open_reception, now.report.there)
            self._readings = []
            self._scan = None
            self.papers_changed.emit()

    def _try(self, work: Callable[[], None]) -> None:
        """A small change here and now; a failure is shown and nothing is lost."""
        try:
            work()
        except CounterError as failure:
            self._session.fail(Failure(failure, None))
        else:
            shown = self._session.problem
            if shown is not None and shown.code in _OURS:
                self._session.problem = None
            self._session.changed.emit()


def _scanned(tray: ScanTray) -> _Scanned:
    """Every file that waits. One that cannot be read does not keep the others from being read."""
    texts: list[str] = []
    failure = None
    for _ in range(tray.waiting()):
        try:
            texts += tray.take()
        except CounterError as unreadable:
            failure = unreadable
    return _Scanned(tuple(texts), failure)
