"""The supervisor at work: connects the window to review, store and the notices of decisions."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer

from counter_app.failures import CounterError, FailureCode
from counter_app.model.commitment import Commitment
from counter_app.ports import StaffProof
from counter_app.review import PROPOSED, ItemKind, ReviewItem, Verdict
from ui.background import Background, Failure
from ui.own_faults import OwnFaults
from ui.review.case_reader import CaseReader
from ui.review.case_words import CaseWords, verdict_words
from ui.review.day_presenter import DayPresenter, SaveTable
from ui.review.frame_words import DAY, FIND, QUEUE, RECORD, lamps, places
from ui.review.handbook_pages import PAGES
from ui.review.notice_reader import NoticeReader
from ui.review.queue_list import QueueList
from ui.review.queue_words import Entry, QueueWords, filters
from ui.review.record_presenter import FindPresenter, LogPresenter
from ui.review.review_screen import ReviewScreen
from ui.review.staff_card_dialogue import StaffCardDialogue, Wanted
from ui.review.views import CaseView
from ui.review.window import ReviewWindow
from ui.staff.frame_views import ActionView, ProblemView
from ui.staff.handbook_drawer import HandbookDrawer
from ui.staff.handbook_words import handbook_view
from ui.staff.words.common import bug_problem, problem
from ui.workplace import Workplace

REFRESH_MS = 15_000
"""How often the queue is read again while nobody does anything."""

_AGAIN = ActionView("again", "もう一度作る", "Enter", primary=True)
_CLOSE = ActionView("close", "閉じる", "Alt C", primary=True)


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
        self._cases = CaseReader(place, self._review)
        self._problem: ProblemView | None = None
        self._retry: Callable[[], None] | None = None
        self._here = QUEUE
        self.background = Background(self)
        background, fail = self.background, self._unread
        self._queue = QueueList(
            self._review, place.store, background, self._show, fail, self._cases.hide
        )
        self._notices = NoticeReader(place, supervisor, background, self._show, self._fail)
        self.card: StaffCardDialogue | None = None
        if place.staff_cards is not None:
            self.card = StaffCardDialogue(
                place.staff_cards, supervisor, self._record_proved, self._show_queue_here, self
            )
        self.window = ReviewWindow(place.town.name, f"監督者　{supervisor}")
        self.screen = ReviewScreen()
        self.screen.row_selected.connect(self._select)
        self.screen.decision_chosen.connect(self._choose)
        self.screen.decided.connect(self._decide)
        self.screen.reveal_asked.connect(self._reveal)
        if self.card is not None:
            self.screen.card_again.connect(self.card.again)
            self.screen.card_left.connect(self.card.leave)
            self.window.covered.connect(self._leave_card)
        self.screen.problem_action.connect(self._problem_action)
        self.window.filters.changed.connect(self._filter)
        self.window.place_chosen.connect(self._go)
        self.handbook = HandbookDrawer(self.window)
        self.window.handbook_asked.connect(self._handbook)
        self.window.refresh_asked.connect(self._refresh_all)
        self.log = log = LogPresenter(place, verify_log, background, self._log_changed, fail, self)
        self.day = DayPresenter(
            place, self._review, supervisor, save_table, log.told, background, fail, self
        )
        self.find = FindPresenter(place, self._review, supervisor, background, fail, self)
        self.day.screen.concern_opened.connect(self._open_concern)
        for screen in (self.day.screen, self.find.screen):
            screen.problem_action.connect(self._problem_action)
        self._show()
        self.refresh()
        self.window.show_screen(self.screen)
        self.log.verify()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._beat)
        self._timer.start(REFRESH_MS)
        self._faults = OwnFaults(self._unread)

    def close(self) -> None:
        """End timer, background work and window."""
        self._timer.stop()
        self._faults.end()
        if self.card is not None:
            self.card.close()
        self.background.shut_down()
        self.window.allow_close()
        self.window.close()

    # --- showing ----------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the place that is shown anew; what is shown meanwhile stays and can be decided."""
        if self._here == DAY:
            self.day.refresh()
        elif self._here == FIND:
            self.find.refresh()
        elif self._here == RECORD:
            self.log.refresh()
        self._queue.refresh()

    def _unread(self, failure: Failure) -> None:
        """A reading failed: what was read before stays in view under the banner."""
        self._tell(failure, (_CLOSE,))
        self._show()

    def _show(self) -> None:
        """Show what was read last."""
        if self._here == QUEUE:
            self._show_queue()
        elif self._here != RECORD:
            screen = self.day.screen if self._here == DAY else self.find.screen
            screen.show_problem(self._problem)
        self._show_frame()
        self._queue.come_to_rest()

    def _show_queue_here(self) -> None:
        """The staff card is at another stage; another place does not show it."""
        if self._here == QUEUE:
            self._show_queue()

    def _show_queue(self) -> None:
        waiting = self._queue
        before, (left, words_left) = waiting.open, self.screen.written
        rows = waiting.rows()
        entry = waiting.entry(rows)
        receptions = {r.id: r for r in waiting.seen.queue.receptions}
        case = None
        if entry is not None:
            words = CaseWords(self._place.town, receptions, self._supervisor)
            case = self._case(words, entry)
        queue_words = QueueWords(self._place.town, receptions, self._place.clock())
        view = queue_words.view(rows, waiting.selected, case, waiting.hidden, more=waiting.more)
        if not waiting.seen.read:
            view = replace(view, sub="読んでいます", empty="")
        self.screen.show_view(view)
        if words_left and self.screen.written[0] != left:
            self._tell_of_reason(before, left, words_left)
        self.screen.show_problem(self._problem)

    def _tell_of_reason(self, before: Entry | None, left: str, words: str) -> None:
        """What a reason was begun for went out of view: said, with the words, if it is gone."""
        items = before.items if before is not None else ()
        item = next((item for item in items if item.id == left), None)
        if item is None:
            return
        if all(item.id != still.id for still in self._review.waiting(item.reception_id)):
            self.screen.forget_reason(left)
            told = f"書いていた理由：「{words}」"
            self._problem = problem(FailureCode.REVIEW_ITEM_GONE, told, (_CLOSE,))

    def _case(self, words: CaseWords, entry: Entry) -> CaseView:
        first = entry.first
        revealed = self._cases.revealed(first.reception_id)
        hidden = first.protected and revealed is None
        try:
            story = self._cases.story(first.reception_id, hidden=hidden)
        except CounterError as failure:  # the look could not be recorded
            story = ()
            self._tell(Failure(failure, None), (_CLOSE,))
        return words.case(
            entry,
            tuple(self._queue.decided),
            self._queue.current,
            revealed=revealed,
            notice=self._notices.view(entry, self._queue.seen.proposals, hidden=hidden),
            story=story,
            card=self.card.view if self.card is not None else None,
        )

    def _show_frame(self) -> None:
        seen, now = self._queue.seen, self._place.clock()
        record = (self.log.result, self.log.verified_at, self.log.good)
        waiting = seen.queue.rows if seen.read else None
        self.window.set_places(places(self._here, waiting, record, now))
        shown = filters(seen.queue.counts, self._queue.off) if self._here == QUEUE else None
        self.window.show_filters(shown)
        self.window.set_bar(lamps(self._place), now)

    # --- what the supervisor does -------------------------------------------------------------

    def _go(self, place: int) -> None:
        self._leave_card()
        self._here = place
        self.handbook.close()
        self._queue.let_go()
        self._show()
        self.refresh()
        screens = (self.screen, self.day.screen, self.find.screen, self.log.screen)
        self.window.show_screen(screens[place])

    def _open_concern(self, key: str) -> None:
        """From the day to the row of the queue it speaks of."""
        self._queue.off = frozenset()
        self._select(key)
        self._go(QUEUE)

    def _beat(self) -> None:
        """Nobody did anything for a while; the record is read again only when asked for."""
        if self._here != RECORD:
            self.refresh()

    def _log_changed(self) -> None:
        """The verification began or ended: its result stands in the frame and in its place."""
        if self._here == RECORD:
            self.log.refresh()
        self._show()

    def _refresh_all(self) -> None:
        self._cases.renew()
        self._queue.let_go()
        self.refresh()

    def _filter(self, kind: str, on: bool) -> None:
        self._queue.filter(kind, on=on)
        self._show()
        self.refresh()

    def _select(self, key: str) -> None:
        if self._queue.select(key):
            self._leave_card()
            self._problem = None
            self._show()

    def _leave_card(self) -> None:
        """The person turns to something else: what waits for their card is given up."""
        if self.card is not None:
            self.card.leave()

    def _choose(self, item_id: str) -> None:
        self._leave_card()
        self._queue.current = item_id
        self._show()

    def _decide(self, verdict: str, reason: str) -> None:
        """A verdict with its reason: recorded at once, or once the staff card was laid down."""
        item = self._queue.at_hand
        if item is None:
            return
        chosen = Verdict(verdict)
        if self.card is not None:
            self.card.begin(Wanted(item, chosen, reason, verdict_words(item).of(chosen)))
            return
        failure = self._record(item, chosen, reason, None)
        if failure is not None:
            self._refused(item, failure)

    def _record_proved(self, wanted: Wanted, proof: StaffProof) -> Failure | None:
        """What was decided, with the card's proof; a refusal that is not the card's is told."""
        failure = self._record(wanted.item, wanted.verdict, wanted.reason, proof)
        if failure is None or failure.code.startswith("STAFF_"):
            return failure
        self._leave_card()
        self._refused(wanted.item, failure)
        return None

    def _refused(self, item: ReviewItem, failure: Failure) -> None:
        self._queue.renew(item.reception_id)
        self._fail(failure)

    def _record(
        self, item: ReviewItem, chosen: Verdict, reason: str, proof: StaffProof | None
    ) -> Failure | None:
        entry = self._queue.open
        try:
            self._review.decide(item, chosen, reason, proof)
        except CounterError as failure:
            return Failure(failure, None)
        self._problem = None
        self.screen.clear_reason()
        self._cases.renew()
        self._queue.renew(item.reception_id)
        self._queue.after(item, chosen)
        if chosen is Verdict.ALLOW:
            self._after_allowing(item)
        self._show()
        self.refresh()
        if entry is not None and len(entry.items) > 1:
            self.screen.focus_decision()
        else:
            self.screen.to_queue()
        return None

    def _after_allowing(self, item: ReviewItem) -> None:
        if item.kind in (ItemKind.RELEASE, ItemKind.DELIVERY):
            self._place.deliver_now()
        elif item.kind in PROPOSED:
            with self._place.store.view() as unit:
                commitment = unit.commitment(item.commitment_id)
            self._issue(commitment)

    def _issue(self, commitment: Commitment) -> None:
        """The notice of a refusal that was allowed; made again when it failed."""

        def done() -> None:
            self._cases.renew()
            self.refresh()

        def failed(failure: Failure) -> None:
            self._retry = lambda: self._issue(commitment)
            self._fail(failure, (_AGAIN,))

        self._notices.issue(commitment, done, failed)

    def _reveal(self) -> None:
        """The name of a protected reception; the record of it is written before it is shown."""
        if self._queue.open is None:
            return
        try:
            self._cases.reveal(self._queue.open.first.reception_id)
        except CounterError as failure:
            self._fail(Failure(failure, None))
            return
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
