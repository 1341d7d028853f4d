"""受付を探す and 記録の点検 at work."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from counter_app.model.calendar import short_day
from counter_app.ports import AuditEntry
from counter_app.review import Review
from ui.background import Background, Failure, Task
from ui.review.find_screen import FindScreen
from ui.review.log_screen import LogScreen
from ui.review.story_words import StoryWords, deed_words
from ui.review.views import FindView, LogRowView, LogView, StoryTabView
from ui.staff.frame_views import ProblemView, Text, text
from ui.staff.start_views import ReceptionRowView
from ui.staff.words.common import bug_problem, clock_time, problem
from ui.staff.words.start import ANNOUNCED, ReceptionList
from ui.widgets.words import Run
from ui.workplace import Workplace

_LATEST = 500
"""How many lines of the record are listed; all are verified."""


class FindPresenter(QObject):
    """Any reception and its story. The story is read, and recorded, when it is asked for."""

    def __init__(self, place: Workplace, review: Review, supervisor: str, parent: QObject) -> None:
        super().__init__(parent)
        self._place, self._review, self._supervisor = place, review, supervisor
        self._selected = self._search = ""
        self._story: tuple[StoryTabView, ...] = ()
        self.screen = FindScreen()
        self.screen.row_selected.connect(self._select)
        self.screen.search_changed.connect(self._look_for)
        self.screen.story_asked.connect(self._tell)

    def refresh(self) -> None:
        place = self._place
        now = place.clock()
        with place.store.view() as unit:
            receptions = unit.receptions()
            commitments = unit.commitments()
            queue = unit.outbox()
        listed = ReceptionList(
            receptions, commitments, queue, (), place.town, self._supervisor, now.date()
        )
        groups = listed.view(0, "", self._search).groups
        rows: dict[str, ReceptionRowView] = {}
        for group in groups:
            for row in group.rows:
                if not row.id.startswith(ANNOUNCED):
                    rows.setdefault(row.id, row)
        if self._selected not in rows:
            self._selected, self._story = next(iter(rows), ""), ()
        chosen = next((r for r in receptions if r.id == self._selected), None)
        heading: Text = ()
        if chosen is not None:
            number = chosen.number or f"{clock_time(chosen.opened_at)} の受付"
            row = rows[chosen.id]
            name = Run("氏名を表示しません") if row.hidden else Run(row.name, name=True, size=20)
            heading = text(Run(f"{number}　", bold=True), name)
        sub = f"{len(rows)}件" if self._search else f"{len(rows)}件・新しい順"
        self.screen.show_view(
            FindView(sub, self._search, tuple(rows.values()), self._selected, heading, self._story)
        )

    def _select(self, key: str) -> None:
        if key != self._selected:
            self._selected, self._story = key, ()
            self.refresh()

    def _look_for(self, words: str) -> None:
        self._search = words
        self.refresh()

    def _tell(self) -> None:
        if not self._selected:
            return
        lines = self._review.story(self._selected)
        with self._place.store.view() as unit:
            papers = unit.documents(self._selected)
            reception = unit.reception(self._selected)
        words = StoryWords(self._place.town, self._place.clock())
        self._story = words.tabs(lines, papers, hidden=reception.protected)
        self.refresh()


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
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._place, self._verify, self._background = place, verify, background
        self._on_result = on_result
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
        with self._place.store.view() as unit:
            entries = unit.audit_entries()
            numbers = {r.id: r.number or clock_time(r.opened_at) for r in unit.receptions()}
        latest = list(enumerate(entries, start=1))[-_LATEST:]
        rows = tuple(self._row(at, entry, numbers) for at, entry in reversed(latest))
        result = ""
        if self.result:
            head = "記録のつながりは正常です。" if self.good else ""
            result = f"{head}{self.result}（{self.verified_at} に点検）"
        self.screen.show_problem(self._problem)
        self.screen.show_view(
            LogView(
                f"{len(entries):,}件・新しい順",
                result,
                self.good,
                self._running,
                self._verify is not None,
                rows,
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
        return LogRowView(str(at), when, who, what, numbers.get(entry.case, ""))


def _work(call: Callable[[], str]) -> Callable[[Task[str]], str]:
    return lambda _: call()
