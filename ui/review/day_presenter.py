"""今日のようす at work: reads a day, moves through the days, gives its table away as CSV."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from counter_app.review import Review, ReviewItem
from ui.review.day_screen import DayScreen
from ui.review.day_words import DayFacts, begun_on, day_table, day_view, file_name
from ui.review.words import ReviewWords, entries
from ui.workplace import Workplace

SaveTable = Callable[[str, bytes], str]
"""Takes a file name and its bytes; answers where it went, "" when nobody wanted it after all."""


class DayPresenter(QObject):
    """One day of the counter."""

    def __init__(
        self,
        place: Workplace,
        review: Review,
        supervisor: str,
        save: SaveTable | None,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._place, self._review, self._supervisor = place, review, supervisor
        self.screen = DayScreen()
        self._save = save or SaveDialog(self.screen)
        self._day = place.clock().date()
        self.screen.day_moved.connect(self._move)
        self.screen.table_asked.connect(self._give_table)

    def _facts(self, day: date) -> DayFacts:
        place = self._place
        with place.store.view() as unit:
            receptions = begun_on(unit.receptions(), day)
            return DayFacts(
                day,
                place.clock(),
                receptions,
                unit.commitments(),
                {r.id: unit.signatures(r.id) for r in receptions},
                place.town,
            )

    def refresh(self, items: tuple[ReviewItem, ...] | None = None) -> None:
        """Read the day anew; `items` is what waits when the caller knows it already."""
        place = self._place
        now = place.clock()
        with place.store.view() as unit:
            receptions = {r.id: r for r in unit.receptions()}
        words = ReviewWords(place.town, receptions, now, self._supervisor)
        rows = tuple(
            (entry, words.row(entry))
            for entry in entries(self._review.waiting() if items is None else items)
        )
        facts = self._facts(self._day)
        self.shown = day_view(facts, rows, later=self._day < now.date())
        self.screen.show_view(self.shown)

    def _move(self, by: int) -> None:
        self._day = min(self._day + timedelta(days=by), self._place.clock().date())
        self.screen.say("")
        self.refresh()

    def _give_table(self) -> None:
        try:
            where = self._save(file_name(self._day), day_table(self._facts(self._day)))
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
