"""The supervisor at work: connects the window to review, store and the notices of decisions."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QTimer

from counter_app.failures import CounterError
from counter_app.model.commitment import Commitment
from counter_app.model.people import Household
from counter_app.ports import Proposal, StoredDocument
from counter_app.review import ItemKind, Queue, ReviewItem, Verdict
from ui.background import Background, Failure, Task
from ui.desk.notice_pages import NO_NOTICE, NoticePages, issue, preview
from ui.desk.reading import Reading
from ui.review.day_presenter import DayPresenter, SaveTable
from ui.review.handbook_pages import PAGES
from ui.review.record_presenter import FindPresenter, LogPresenter
from ui.review.review_screen import ReviewScreen
from ui.review.story_words import StoryWords
from ui.review.views import CaseView, NoticeView, StoryTabView
from ui.review.window import ReviewWindow
from ui.review.words import Entry, ReviewWords, entries, filters, hidden_kinds
from ui.staff.frame_views import ActionView, PlacesView, ProblemView
from ui.staff.handbook_drawer import HandbookDrawer
from ui.staff.handbook_words import handbook_view
from ui.staff.words.common import bug_problem, clock_time, problem
from ui.widgets.bars import Lamp
from ui.widgets.rail import Place
from ui.workplace import Workplace

REFRESH_MS = 15_000
"""How often the queue is read again while nobody does anything."""

MOST_ROWS = 300
"""How many rows of the queue are shown; nobody looks through more before some are decided."""

_TITLES = ("確認待ち", "今日のようす", "受付を探す", "記録の点検")
_QUEUE, _DAY, _FIND, _RECORD = range(4)
_AGAIN = ActionView("again", "もう一度作る", "Enter", primary=True)
_CLOSE = ActionView("close", "閉じる", "Alt C", primary=True)

_NOTHING = Queue()


@dataclass(frozen=True, slots=True)
class Seen:
    """What was read at one moment; the window shows it until the next reading."""

    queue: Queue = _NOTHING
    proposals: tuple[Proposal, ...] = ()
    read: bool = True  # False before the first reading has ended


class ReviewPresenter(QObject):
    """One supervisor's window.

    `verify_log` verifies the record: words such as 「16,204件」 when it is intact, AUDIT_TAMPERED
    when not. `save_table` takes name and bytes of the day's CSV; without it a dialog asks where.
    """

    def __init__(
        self,
        place: Workplace,
        supervisor: str,
        *,
        verify_log: Callable[[], str] | None = None,
        save_table: SaveTable | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._place = place
        self._supervisor = supervisor
        self._review = place.review(supervisor)
        self._off: frozenset[str] = frozenset()
        self._selected = ""
        self._at = 0
        self._current = ""
        self._open: Entry | None = None
        self._item: ReviewItem | None = None  # what a key would decide now
        self._moving = False  # the person has let go of it
        self._seen = Seen(read=False)
        self._decided: list[tuple[ReviewItem, str]] = []
        self._revealed: dict[str, Household] = {}
        self._stories: dict[str, tuple[StoryTabView, ...]] = {}
        self._notices: dict[str, NoticePages] = {}
        self._drawing: set[str] = set()
        self._problem: ProblemView | None = None
        self._retry: Callable[[], None] | None = None
        self._here = _QUEUE
        self.background = Background(self)
        self._reading: Reading[Seen] = Reading(
            self.background, place.store, self._arrived, self._unread
        )
        self.window = ReviewWindow(place.town.name, f"監督者　{supervisor}")
        self.screen = ReviewScreen()
        self.screen.row_selected.connect(self._select)
        self.screen.decision_chosen.connect(self._choose)
        self.screen.decided.connect(self._decide)
        self.screen.reveal_asked.connect(self._reveal)
        self.screen.problem_action.connect(self._problem_action)
        self.window.filters.changed.connect(self._filter)
        self.window.place_chosen.connect(self._go)
        self.handbook = HandbookDrawer(self.window)
        self.window.handbook_asked.connect(self._handbook)
        self.window.refresh_asked.connect(self._refresh_all)
        background, fail = self.background, self._unread
        self.day = DayPresenter(place, self._review, supervisor, save_table, background, fail, self)
        self.find = FindPresenter(place, self._review, supervisor, background, fail, self)
        self.log = LogPresenter(place, verify_log, background, self._log_changed, fail, self)
        self.day.screen.concern_opened.connect(self._open_concern)
        self._show()
        self.refresh()
        self.window.show_screen(self.screen)
        self.log.verify()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._beat)
        self._timer.start(REFRESH_MS)

    def close(self) -> None:
        """End timer, background work and window."""
        self._timer.stop()
        self.background.shut_down()
        self.window.allow_close()
        self.window.close()

    # --- showing ----------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the place that is shown anew; what is shown meanwhile stays and can be decided."""
        if self._here == _DAY:
            self.day.refresh()
        elif self._here == _FIND:
            self.find.refresh()
        elif self._here == _RECORD:
            self.log.refresh()
        off = hidden_kinds(self._off)
        self._reading.begin(lambda: self._read(off))

    def _read(self, off: frozenset[ItemKind]) -> Seen:
        """In the background: the first rows of the queue, and what the refusals propose."""
        queue = self._review.queue(MOST_ROWS, off)
        with self._place.store.view() as unit:
            return Seen(queue, unit.proposals())

    def _arrived(self, seen: Seen) -> None:
        self._seen = seen
        self._show()

    def _unread(self, failure: Failure) -> None:
        """A reading failed: what was read before stays in view under the banner."""
        self._tell(failure, (_CLOSE,))
        self._show()

    def _show(self) -> None:
        """Show what was read last."""
        queue = self._seen.queue
        now = self._place.clock()
        rows = self._rows()
        entry = self._entry(rows) if self._here == _QUEUE else None
        receptions = {r.id: r for r in queue.receptions}
        words = ReviewWords(self._place.town, receptions, now, self._supervisor)
        case = None
        if entry is not None:
            case = self._case(words, entry, self._seen.proposals)
        if self._here == _QUEUE:
            off = hidden_kinds(self._off)
            hidden = sum(count for kind, count in queue.counts if kind in off)
            more = max(queue.rows - hidden - len(entries(queue.items)), 0)
            view = words.view(rows, self._selected, case, hidden, more=more)
            if not self._seen.read:
                view = replace(view, sub="読んでいます", empty="")
            self.screen.show_view(view)
            self.screen.show_problem(self._problem)
        self._show_frame()
        self._moving = False

    def _rows(self) -> tuple[Entry, ...]:
        """The rows that wait, and in its place what a key would decide now if it is gone.

        Somebody else may have decided it, or it arrived after all: until the person moves on, no
        other thing slips under the key; the store then says that it is gone.
        """
        rows = entries(self._seen.queue.items)
        held, open_entry = self._item, self._open
        if held is None or open_entry is None or self._moving or self._here != _QUEUE:
            return rows
        row = next((row for row in rows if row.key == open_entry.key), None)
        if row is None:
            at = min(self._at, len(rows))
            return (*rows[:at], Entry(open_entry.key, (held,)), *rows[at:])
        if any(item.id == held.id for item in row.items):
            return rows
        again = entries((*row.items, held))[0]
        return tuple(again if each is row else each for each in rows)

    def _entry(self, rows: tuple[Entry, ...]) -> Entry | None:
        """The row that is selected; the next one when it was decided to its end."""
        found = next((row for row in rows if row.key == self._selected), None)
        if found is None and rows:
            self._forget()
            found = rows[min(self._at, len(rows) - 1)]
        if found is None:
            self._forget()
            self._selected, self._open, self._item = "", None, None
            return None
        self._selected, self._open = found.key, found
        self._at = rows.index(found)
        ids = [item.id for item in found.items]
        if self._current not in ids:
            waiting = [item.id for item in found.items if not item.on_hold]
            self._current = (waiting or ids)[0]
        self._item = next(item for item in found.items if item.id == self._current)
        return found

    def _case(
        self,
        words: ReviewWords,
        entry: Entry,
        proposals: tuple[Proposal, ...],
    ) -> CaseView:
        first = entry.first
        revealed = self._revealed.get(first.reception_id)
        return words.case(
            entry,
            tuple(self._decided),
            self._current,
            revealed=revealed,
            notice=self._notice(entry, proposals, hidden=first.protected and revealed is None),
            story=self._story(first, hidden=first.protected and revealed is None),
        )

    def _story(self, item: ReviewItem, *, hidden: bool) -> tuple[StoryTabView, ...]:
        """The story of a case: read (and recorded) once for each time the case is opened."""
        if not item.reception_id:
            return ()
        found = self._stories.get(item.reception_id)
        if found is None:
            lines = self._review.story(item.reception_id)
            with self._place.store.view() as unit:
                papers = unit.documents(item.reception_id, with_files=False)
            words = StoryWords(self._place.town, self._place.clock())
            found = words.tabs(lines, papers, hidden=hidden)
            self._stories = {item.reception_id: found}
        return found

    def _show_frame(self) -> None:
        queue = self._seen.queue
        counts = (queue.rows if self._seen.read else None, None, None, None)
        places = tuple(
            Place(title, count, f"Alt {number}")
            for number, (title, count) in enumerate(zip(_TITLES, counts, strict=True), start=1)
        )
        now = self._place.clock()
        saved, second = "", f"{clock_time(now)} に更新"
        if self.log.result:
            saved = "記録のつながり 正常" if self.log.good else ""
            words = self.log.result if self.log.good else "記録の点検を見てください"
            second = f"{self.log.verified_at} に点検・{words}"
        self.window.set_places(PlacesView("監督者", places, self._here, saved=saved, second=second))
        self.window.show_filters(filters(queue.counts, self._off) if self._here == _QUEUE else None)
        reachable = self._place.hub_reachable()
        hub = "連携基盤 届きません" if reachable is False else "連携基盤 稼働中"
        self.window.set_bar((Lamp(hub, well=reachable is not False),), now)

    # --- the notice of a refusal -------------------------------------------------------------

    def _notice(
        self, entry: Entry, proposals: tuple[Proposal, ...], *, hidden: bool
    ) -> NoticeView | None:
        if entry.first.kind is not ItemKind.REFUSAL:
            return None
        proposal_id = entry.first.id.partition(":")[2]
        proposal = next((p for p in proposals if p.id == proposal_id), None)
        if proposal is None:
            return None
        if hidden:
            note = "氏名と住所が入っています。氏名を見ると（Alt V）、ここに出ます。"
            return NoticeView("却下の通知書", note, page_key="hidden")
        found = self._notices.get(proposal.id)
        if found is None:
            self._draw_notice(proposal)
            return NoticeView("却下の通知書", "通知書を作っています。", page_key="drawing")
        if not found.pages:
            return NoticeView("却下の通知書", "この手続の通知書は、担当課の様式で出します。")
        note = "この形で出ます。理由・根拠・教示（審査請求と訴え）を確かめてください。"
        return NoticeView(found.title, note, found.pages, proposal.id)

    def _draw_notice(self, proposal: Proposal) -> None:
        if proposal.id in self._drawing:
            return
        self._drawing.add(proposal.id)
        place = self._place

        def draw(_: Task[NoticePages]) -> NoticePages:
            with place.store.view() as unit:
                commitment = unit.commitment(proposal.commitment_id)
            return preview(place, commitment, proposal.content)

        def drawn(pages: NoticePages) -> None:
            self._drawing.discard(proposal.id)
            self._notices[proposal.id] = pages
            self._show()

        def failed(failure: Failure) -> None:
            self._drawing.discard(proposal.id)
            self._notices[proposal.id] = NO_NOTICE
            self._fail(failure)

        self.background.run(draw, drawn, failed)

    def _issue(self, commitment: Commitment) -> None:
        """The notice of a refusal that was allowed; made again when it failed."""
        place, who = self._place, self._supervisor

        def make(_: Task[StoredDocument | None]) -> StoredDocument | None:
            return issue(place, commitment, who, "review")

        def made(_: StoredDocument | None) -> None:
            self._stories.clear()
            self.refresh()

        def failed(failure: Failure) -> None:
            self._retry = lambda: self._issue(commitment)
            self._fail(failure, (_AGAIN,))

        self.background.run(make, made, failed)

    # --- what the supervisor does -------------------------------------------------------------

    def _go(self, place: int) -> None:
        self._here = place
        self.handbook.close()
        self._let_go()
        self._show()
        self.refresh()
        screens = (self.screen, self.day.screen, self.find.screen, self.log.screen)
        self.window.show_screen(screens[place])

    def _open_concern(self, key: str) -> None:
        """From the day to the row of the queue it speaks of."""
        self._off = frozenset()
        self._select(key)
        self._go(_QUEUE)

    def _beat(self) -> None:
        """Nobody did anything for a while; the record is read again only when asked for."""
        if self._here != _RECORD:
            self.refresh()

    def _log_changed(self) -> None:
        """The verification began or ended: its result stands in the frame and in its place."""
        if self._here == _RECORD:
            self.log.refresh()
        self._show()

    def _refresh_all(self) -> None:
        self._stories.clear()
        self._let_go()
        self.refresh()

    def _let_go(self) -> None:
        """The person turns to something else: what is gone need not stay in view."""
        self._item = None
        self._moving = True

    def _filter(self, kind: str, on: bool) -> None:
        self._off = self._off - {kind} if on else self._off | {kind}
        off = hidden_kinds(self._off)
        left = tuple(item for item in self._seen.queue.items if item.kind not in off)
        self._seen = replace(self._seen, queue=replace(self._seen.queue, items=left))
        self._let_go()
        self._show()
        self.refresh()

    def _select(self, key: str) -> None:
        if key != self._selected:
            self._forget()
            self._let_go()
            self._problem = None
            self._selected = key
            self._show()

    def _choose(self, item_id: str) -> None:
        self._current = item_id
        self._show()

    def _forget(self) -> None:
        """Another item: what was decided of the one before and the name that was seen are gone."""
        self._decided.clear()
        self._revealed.clear()
        self._stories.clear()
        self._current = ""

    def _decide(self, verdict: str, reason: str) -> None:
        entry = self._open
        item = next((i for i in entry.items if i.id == self._current), None) if entry else None
        if item is None:
            return
        chosen = Verdict(verdict)
        try:
            self._review.decide(item, chosen, reason)
        except CounterError as failure:
            self._renew(item.reception_id)
            self._fail(Failure(failure, None))
            return
        self._problem = None
        self._stories.clear()
        self._renew(item.reception_id)
        several = entry is not None and len(entry.items) > 1
        if chosen is Verdict.HOLD:
            self._current = self._next_open(item.id)
        else:
            self._decided.append((item, verdict))
            self._current = ""
        if chosen is Verdict.ALLOW:
            self._after_allowing(item)
        self._show()
        self.refresh()
        if several:
            self.screen.focus_decision()
        else:
            self.screen.to_queue()

    def _renew(self, reception_id: str) -> None:
        """What was just acted on is read at once; the next key finds the queue as it is now."""
        off = hidden_kinds(self._off)
        fresh = self._review.waiting(reception_id)
        queue = self._seen.queue.renewed(
            reception_id, tuple(item for item in fresh if item.kind not in off)
        )
        with self._place.store.view() as unit:
            self._seen = replace(self._seen, queue=queue, proposals=unit.proposals())
        self._let_go()

    def _next_open(self, after: str) -> str:
        """The thing to decide that follows one put on hold."""
        ids = [item.id for item in self._open.items] if self._open is not None else []
        at = ids.index(after) if after in ids else -1
        return ids[(at + 1) % len(ids)] if ids else ""

    def _after_allowing(self, item: ReviewItem) -> None:
        if item.kind in (ItemKind.RELEASE, ItemKind.DELIVERY):
            self._place.deliver_now()
        elif item.kind is ItemKind.REFUSAL:
            with self._place.store.view() as unit:
                commitment = unit.commitment(item.commitment_id)
            self._issue(commitment)

    def _reveal(self) -> None:
        """The name of a protected reception; the record of it is written before it is shown."""
        if self._open is None:
            return
        reception_id = self._open.first.reception_id
        try:
            household = self._review.reveal(reception_id)
        except CounterError as failure:
            self._fail(Failure(failure, None))
            return
        if household is not None:
            self._revealed = {reception_id: household}
        self._stories.clear()
        self._show()

    def _handbook(self, at: str) -> None:
        """F1: the page of this place or of the failure that is shown."""
        if self.handbook.is_open:
            self.handbook.close()
            return
        page = PAGES.get(at)
        self.handbook.open(page or handbook_view(at, self._place.catalogue, self._place.town))

    # --- failing ------------------------------------------------------------------------------

    def _fail(self, failure: Failure, actions: tuple[ActionView, ...] = (_CLOSE,)) -> None:
        self._tell(failure, actions)
        self._show()
        self.refresh()

    def _tell(self, failure: Failure, actions: tuple[ActionView, ...]) -> None:
        if failure.error is None:
            self._problem = bug_problem(actions)
        else:
            self._problem = problem(failure.error.code, failure.error.detail, actions)

    def _problem_action(self, action: str) -> None:
        retry, self._retry = self._retry, None
        self._problem = None
        self._show()
        if action == "again" and retry is not None:
            retry()
