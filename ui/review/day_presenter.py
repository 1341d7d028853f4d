"""今日のようす at work: reads a day, moves through the days, prints it, gives it away as CSV."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from counter_app.paperwork.day_view import day_sheet, sheet_name
from counter_app.ports import PrintOutcome
from counter_app.review import ItemKind, Review
from ui.background import Background, Failure, Task
from ui.desk.reading import Reading
from ui.review.day_screen import DayScreen
from ui.review.day_words import (
    CONCERNS,
    MOST_CONCERNS,
    DayFacts,
    begun_on,
    day_report,
    day_table,
    day_view,
    file_name,
)
from ui.review.queue_words import QueueWords, entries
from ui.review.views import DayView
from ui.workplace import Workplace

SaveTable = Callable[[str, bytes], str]
"""Takes a file name and its bytes; answers where it went, "" when nobody wanted it after all."""


_PRINTED = {
    "printed": "日計表を印刷しました",
    "pending": "日計表は印刷を待っています",
    "failed": "日計表を印刷できませんでした",
}


class DayPresenter(QObject):
    """One day of the counter. `record` words the last verification of the audit log."""

    def __init__(
        self,
        place: Workplace,
        review: Review,
        supervisor: str,
        save: SaveTable | None,
        record: Callable[[], str],
        background: Background,
        failed: Callable[[Failure], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._place, self._review, self._supervisor = place, review, supervisor
        self._record, self._background, self._failed = record, background, failed
        self._printing = False
        self.screen = DayScreen()
        self._save = save or SaveDialog(self.screen)
        self._day = place.clock().date()
        store = place.store
        self._reading: Reading[DayView] = Reading(background, store, self._show, failed)
        self._table: Reading[tuple[str, bytes]] = Reading(background, store, self._save_it, failed)
        self.screen.day_moved.connect(self._move)
        self.screen.table_asked.connect(self._give_table)
        self.screen.sheet_asked.connect(self.print_sheet)

    def _facts(self, day: date) -> DayFacts:
        """The day's receptions, how their commitments stand, and what is open of all days."""
        place = self._place
        now = place.clock()
        with place.store.view() as unit:
            receptions = begun_on(unit.receptions(opened_on=day), day)
            ids = [r.id for r in receptions]
            return DayFacts(
                day,
                now,
                receptions,
                unit.standings(reception_ids=ids),
                unit.signing_times(ids),
                unit.open_figures(now.date()),
                place.town,
            )

    def refresh(self) -> None:
        """Read the day anew."""
        day = self._day
        self._reading.begin(lambda: self._read(day))

    def _read(self, day: date) -> DayView:
        place = self._place
        facts = self._facts(day)
        queue = self._review.queue(MOST_CONCERNS, frozenset(ItemKind) - CONCERNS)
        receptions = {r.id: r for r in queue.receptions}
        words = QueueWords(place.town, receptions, facts.now)
        rows = tuple((entry, words.row(entry)) for entry in entries(queue.items))
        return day_view(facts, rows, later=day < facts.now.date())

    def _show(self, view: DayView) -> None:
        self.shown = view
        self.screen.show_view(view)

    def _move(self, by: int) -> None:
        self._day = min(self._day + timedelta(days=by), self._place.clock().date())
        self.screen.say("")
        self.refresh()

    def _give_table(self) -> None:
        day = self._day
        self._table.begin(lambda: (file_name(day), day_table(self._facts(day))))

    def print_sheet(self) -> None:
        """Ctrl+P: the day as it stands now, on paper for the file."""
        if self._printing:
            return
        self._printing = True
        self.screen.set_printing(True)
        self.screen.say("印刷しています")
        place, day, record = self._place, self._day, self._record()

        def work(_: Task[PrintOutcome]) -> PrintOutcome:
            report = day_report(self._read(day), place.clock(), record)
            sheet = day_sheet(report, place.town)
            return self._review.print_day(sheet, sheet_name(day), place.renderer, place.printer)

        def done(outcome: PrintOutcome) -> None:
            self._printed(_PRINTED[outcome.state])

        def failed(failure: Failure) -> None:
            self._printed("")
            self._failed(failure)

        self._background.run(work, done, failed)

    def _printed(self, words: str) -> None:
        self._printing = False
        self.screen.set_printing(False)
        self.screen.say(words)

    def _save_it(self, table: tuple[str, bytes]) -> None:
        try:
            where = self._save(*table)
        except OSError:
            self.screen.say("書き込めませんでした。別の場所を選んでください")
            return
        self.screen.say(f"{where} に書き出しました" if where else "")


class SaveDialog:
    """Asks where the table goes and writes it there."""

    def __init__(self, over: QWidget) -> None:
        self._over = over

    def __call__(self, name: str, table: bytes) -> str:
        chosen, _ = QFileDialog.getSaveFileName(self._over, "日計表", name, "CSV (*.csv)")
        if not chosen:
            return ""
        Path(chosen).write_bytes(table)
        return Path(chosen).name
