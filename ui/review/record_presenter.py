"""受付を探す and 記録の点検 at work."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject

from counter_app.failures import CounterError
from counter_app.looks import SearchTrail, sought
from counter_app.model.calendar import short_day
from counter_app.model.commitment import Commitment
from counter_app.model.message import QueuedMessage
from counter_app.model.reception import Reception
from counter_app.ports import AuditEntry
from counter_app.review import NOT_ARRIVED, Review
from counter_app.staff_proof import card_of
from ui.background import Background, Failure, Task
from ui.desk.reading import Reading
from ui.review.find_screen import FindScreen
from ui.review.log_screen import LogScreen
from ui.review.story_words import StoryWords, card_words, deed_words
from ui.review.views import FindView, LogRowView, LogView, StoryTabView
from ui.staff.frame_views import ProblemView, Text, text
from ui.staff.start_views import ReceptionRowView
from ui.staff.words.common import bug_problem, clock_time, problem
from ui.staff.words.start import ReceptionList
from ui.widgets.words import Run
from ui.workplace import Workplace

_LATEST = 200
"""How many lines of the record are listed; all are verified."""
MOST_FOUND = 60
"""How many receptions are listed; more words narrow a search down."""
_GROUPS = ("対応が必要", "進行中", "返事待ち", "今日終わった受付", "今日やめた受付")


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gave: rows in the order shown, and how many there are in all."""

    rows: tuple[tuple[ReceptionRowView, Reception], ...]
    total: int


class FindPresenter(QObject):
    """Any reception and its story. The story is read, and recorded, when it is asked for."""

    def __init__(
        self,
        place: Workplace,
        review: Review,
        supervisor: str,
        background: Background,
        failed: Callable[[Failure], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._place, self._review, self._supervisor = place, review, supervisor
        self._selected = self._search = ""
        self._trail, self._failed = SearchTrail(), failed
        self._story: tuple[StoryTabView, ...] = ()
        self._found = Found((), 0)
        self._reading: Reading[Found] = Reading(background, place.store, self._arrived, failed)
        self.screen = FindScreen()
        self.screen.row_selected.connect(self._select)
        self.screen.search_changed.connect(self._look_for)
        self.screen.story_asked.connect(self._tell)

    def refresh(self) -> None:
        """Search anew."""
        words = sought(self._search)
        self._reading.begin(lambda: self._read(words))

    def _read(self, words: str) -> Found:
        """In the background: the newest receptions that match, and their commitments."""
        with self._place.store.view() as unit:
            receptions = unit.find_receptions(words, MOST_FOUND)
            total = unit.count_receptions(words)
            standings = unit.standings(reception_ids=[r.id for r in receptions])
            commitments: dict[str, list[Commitment]] = {}
            for commitment in unit.commitments(ids=[s.commitment_id for s in standings]):
                commitments.setdefault(commitment.reception_id, []).append(commitment)
            late: dict[str, list[QueuedMessage]] = {}
            for queued in unit.outbox(states=NOT_ARRIVED):
                late.setdefault(queued.message.reception_id, []).append(queued)
        made = [
            row
            for r in receptions
            if (row := self._row(r, commitments.get(r.id, []), late.get(r.id, [])))
        ]
        made.sort(key=lambda row: row[0])
        return Found(tuple((view, reception) for _, view, reception in made), total)

    def _row(
        self, reception: Reception, commitments: list[Commitment], late: list[QueuedMessage]
    ) -> tuple[int, ReceptionRowView, Reception] | None:
        """A reception as the clerks' list shows it on the day it ended: found whenever it was."""
        ended = reception.committed_at or reception.abandoned_at or self._place.clock()
        one = ReceptionList(
            (reception,),
            tuple(commitments),
            tuple(late),
            (),
            self._place.town,
            self._supervisor,
            ended.date(),
        )
        for group in one.view(0, "", "").groups:
            return _GROUPS.index(group.title), group.rows[0], reception
        return None

    def _arrived(self, found: Found) -> None:
        self._found = found
        self._show()

    def _show(self) -> None:
        rows = {row.id: (row, reception) for row, reception in self._found.rows}
        if self._selected not in rows:
            self._selected, self._story = next(iter(rows), ""), ()
        heading: Text = ()
        if self._selected:
            row, chosen = rows[self._selected]
            number = chosen.number or f"{clock_time(chosen.opened_at)} の受付"
            name = Run("氏名を表示しません") if row.hidden else Run(row.name, name=True, size=20)
            heading = text(Run(f"{number}　", bold=True), name)
        total = self._found.total
        sub = f"{total:,}件" if self._search else f"{total:,}件・新しい順"
        if total > MOST_FOUND:
            sub = f"{sub}・はじめの {len(rows)}件"
        views = tuple(row for row, _ in self._found.rows)
        self.screen.show_view(
            FindView(sub, self._search, views, self._selected, heading, self._story)
        )

    def _select(self, key: str) -> None:
        if key != self._selected:
            self._selected, self._story = key, ()
            self._show()

    def _look_for(self, words: str) -> None:
        self._search = words
        if self._trail.begins(words.strip()):
            try:
                self._review.record_search(words)
            except CounterError as error:
                self._failed(Failure(error, None))
                return
        self.refresh()

    def _tell(self) -> None:
        if not self._selected:
            return
        try:
            lines = self._review.story(self._selected)
        except CounterError as error:  # the look could not be recorded: nothing is shown
            self._failed(Failure(error, None))
            return
        with self._place.store.view() as unit:
            papers = unit.documents(self._selected, with_files=False)
            on_paper = unit.papers(self._selected)
            reception = unit.reception(self._selected)
        words = StoryWords(self._place.town, self._place.clock())
        self._story = words.tabs(lines, papers, on_paper, hidden=reception.protected)
        self._show()


class LogPresenter(QObject):
    """The record: its latest lines, and the verification of its chain.

    `verify` gives the result in words when the chain holds and raises AUDIT_TAMPERED when not.
    """

    def __init__(
        self,
        place: Workplace,
        verify: Callable[[], str] | None,
        background: Background,
        on_result: Callable[[], None],
        failed: Callable[[Failure], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._place, self._verify, self._background = place, verify, background
        self._on_result = on_result
        self._count = 0
        self._rows: tuple[LogRowView, ...] = ()
        self._reading: Reading[tuple[int, tuple[LogRowView, ...]]] = Reading(
            background, place.store, self._arrived, failed
        )
        self._running = False
        self._problem: ProblemView | None = None
        self.result = ""
        self.good: bool | None = None
        self.verified_at = ""
        self.screen = LogScreen()
        self.screen.verify_asked.connect(self.verify)

    def verify(self) -> None:
        """Verify in the background; the result stands at the foot of the rail too."""
        call = self._verify
        if call is None or self._running:
            return
        self._running = True
        self._problem = None
        self._background.run(_work(call), self._verified, self._failed)
        self._on_result()

    def _verified(self, words: str) -> None:
        self._ended(words, good=True)

    def _failed(self, failure: Failure) -> None:
        if failure.error is None:
            self._problem = bug_problem()
            self._ended("点検が終わりませんでした。", good=None)
            return
        self._problem = problem(failure.error.code, failure.error.detail)
        self._ended(f"記録のつながりが切れています。{failure.error.detail}", good=False)

    def _ended(self, words: str, *, good: bool | None) -> None:
        self._running = False
        self.result, self.good = words, good
        self.verified_at = clock_time(self._place.clock())
        self._on_result()

    def refresh(self) -> None:
        """Show the state of the verification, and read the latest lines anew."""
        self._show()
        self._reading.begin(self._read)

    def _read(self) -> tuple[int, tuple[LogRowView, ...]]:
        """In the background: how many lines there are, the latest of them, newest first."""
        with self._place.store.view() as unit:
            count = unit.audit_count()
            entries = unit.audit_entries(latest=_LATEST)
            cases = unit.receptions(ids={entry.case for entry in entries if entry.case})
        numbers = {r.id: r.number or clock_time(r.opened_at) for r in cases}
        latest = enumerate(reversed(entries))
        return count, tuple(self._row(count - back, entry, numbers) for back, entry in latest)

    def _arrived(self, read: tuple[int, tuple[LogRowView, ...]]) -> None:
        self._count, self._rows = read
        self._show()

    def told(self) -> str:
        """The last verification in a line, for the sheet of the day."""
        if not self.result:
            return "まだ点検していません"
        head = "正常　" if self.good else ""
        return f"{head}{self.result}（{self.verified_at} に点検）"

    def _show(self) -> None:
        result = ""
        if self.result:
            head = "記録のつながりは正常です。" if self.good else ""
            result = f"{head}{self.result}（{self.verified_at} に点検）"
        self.screen.show_problem(self._problem)
        self.screen.show_view(
            LogView(
                f"{self._count:,}件・新しい順",
                result,
                self.good,
                self._running,
                self._verify is not None,
                self._rows,
            )
        )

    def _row(self, at: int, entry: AuditEntry, numbers: dict[str, str]) -> LogRowView:
        today = self._place.clock().date()
        when = clock_time(entry.at)
        if entry.at.date() != today:
            when = f"{short_day(entry.at.date()).partition('（')[0]} {when}"
        where = "監督者" if entry.terminal == "review" else entry.terminal
        town = self._place.town
        who = "・".join(filter(None, (town.executor_name(entry.who), town.executor_name(where))))
        what = deed_words(entry.what)
        if entry.reason:
            what = f"{what}：{entry.reason}"
        what += card_words(card_of(entry))
        return LogRowView(str(at), when, who, what, numbers.get(entry.case, ""))


def _work(call: Callable[[], str]) -> Callable[[Task[str]], str]:
    return lambda _: call()
