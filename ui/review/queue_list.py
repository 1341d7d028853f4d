"""The queue as it was read last, and what is at hand in it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from counter_app.ports import Proposal, Store
from counter_app.review import ItemKind, Queue, Review, ReviewItem, Verdict
from ui.background import Background, Failure
from ui.desk.reading import Reading
from ui.review.queue_words import Entry, entries, hidden_kinds

MOST_ROWS = 300
"""How many rows of the queue are shown; nobody looks through more before some are decided."""

_NOTHING = Queue()


@dataclass(frozen=True, slots=True)
class Seen:
    """What was read at one moment; the window shows it until the next reading."""

    queue: Queue = _NOTHING
    proposals: tuple[Proposal, ...] = ()
    read: bool = True  # False before the first reading has ended


class QueueList:
    """Reads the queue again and again; no other thing slips under a key meanwhile.

    `turned` is called when another row is at hand than before.
    """

    def __init__(
        self,
        review: Review,
        store: Store,
        background: Background,
        changed: Callable[[], None],
        failed: Callable[[Failure], None],
        turned: Callable[[], None],
    ) -> None:
        self._review, self._store = review, store
        self._changed, self._turned = changed, turned
        self.off: frozenset[str] = frozenset()  # filters that are switched off
        self.selected = ""
        self.current = ""  # the thing of the row that is decided next
        self.seen = Seen(read=False)
        self.decided: list[tuple[ReviewItem, str]] = []  # of the row at hand, while it stood open
        self.open: Entry | None = None
        self._item: ReviewItem | None = None  # what a key would decide now
        self._at = 0
        self._moving = False  # the person has let go of it
        self._reading: Reading[Seen] = Reading(background, store, self._arrived, failed)

    # --- reading ------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the queue anew; what is shown meanwhile stays and can be decided."""
        off = hidden_kinds(self.off)
        self._reading.begin(lambda: self._read(off))

    def _read(self, off: frozenset[ItemKind]) -> Seen:
        """In the background: the first rows of the queue, and what the refusals propose."""
        queue = self._review.queue(MOST_ROWS, off)
        with self._store.view() as unit:
            return Seen(queue, unit.proposals())

    def _arrived(self, seen: Seen) -> None:
        self.seen = seen
        self._changed()

    def renew(self, reception_id: str) -> None:
        """What was just acted on is read at once; the next key finds the queue as it is now."""
        off = hidden_kinds(self.off)
        fresh = self._review.waiting(reception_id)
        queue = self.seen.queue.renewed(
            reception_id, tuple(item for item in fresh if item.kind not in off)
        )
        with self._store.view() as unit:
            self.seen = replace(self.seen, queue=queue, proposals=unit.proposals())
        self.let_go()

    def filter(self, kind: str, *, on: bool) -> None:
        """Show or hide a kind of row; what is hidden leaves at once."""
        self.off = self.off - {kind} if on else self.off | {kind}
        off = hidden_kinds(self.off)
        left = tuple(item for item in self.seen.queue.items if item.kind not in off)
        self.seen = replace(self.seen, queue=replace(self.seen.queue, items=left))
        self.let_go()

    @property
    def hidden(self) -> int:
        """How many rows the filters hide."""
        off = hidden_kinds(self.off)
        return sum(count for kind, count in self.seen.queue.counts if kind in off)

    @property
    def more(self) -> int:
        """How many rows stand after the last one shown."""
        queue = self.seen.queue
        return max(queue.rows - self.hidden - len(entries(queue.items)), 0)

    # --- what is at hand ----------------------------------------------------------------------

    def rows(self) -> tuple[Entry, ...]:
        """The rows that wait, and in its place what a key would decide now if it is gone.

        Somebody else may have decided it, or it arrived after all: until the person moves on, no
        other thing slips under the key; the store then says that it is gone.
        """
        rows = entries(self.seen.queue.items)
        held, open_entry = self._item, self.open
        if held is None or open_entry is None or self._moving:
            return rows
        row = next((row for row in rows if row.key == open_entry.key), None)
        if row is None:
            at = min(self._at, len(rows))
            return (*rows[:at], Entry(open_entry.key, (held,)), *rows[at:])
        if any(item.id == held.id for item in row.items):
            return rows
        again = entries((*row.items, held))[0]
        return tuple(again if each is row else each for each in rows)

    def entry(self, rows: tuple[Entry, ...]) -> Entry | None:
        """The row that is selected; the next one when it was decided to its end."""
        found = next((row for row in rows if row.key == self.selected), None)
        if found is None:
            self.forget()
            if not rows:
                self.selected, self.open, self._item = "", None, None
                return None
            found = rows[min(self._at, len(rows) - 1)]
        self.selected, self.open = found.key, found
        self._at = rows.index(found)
        ids = [item.id for item in found.items]
        if self.current not in ids:
            waiting = [item.id for item in found.items if not item.on_hold]
            self.current = (waiting or ids)[0]
        self._item = next(item for item in found.items if item.id == self.current)
        return found

    @property
    def at_hand(self) -> ReviewItem | None:
        """The thing of the open row that a verdict is about."""
        items = self.open.items if self.open is not None else ()
        return next((item for item in items if item.id == self.current), None)

    def select(self, key: str) -> bool:
        """Turn to a row; False when it is the one at hand."""
        if key == self.selected:
            return False
        self.forget()
        self.let_go()
        self.selected = key
        return True

    def forget(self) -> None:
        """Another row: what was decided of the one before is told no more."""
        self.decided.clear()
        self.current = ""
        self._turned()

    def let_go(self) -> None:
        """The person turns to something else: what is gone need not stay in view."""
        self._item = None
        self._moving = True

    def come_to_rest(self) -> None:
        """Everything is shown: from here on the row at hand stays."""
        self._moving = False

    def after(self, item: ReviewItem, verdict: Verdict) -> None:
        """The thing to decide next, once this one was decided or put on hold."""
        if verdict is Verdict.HOLD:
            self.current = self._next_open(item.id)
        else:
            self.decided.append((item, verdict.value))
            self.current = ""

    def _next_open(self, after: str) -> str:
        """The thing to decide that follows one put on hold."""
        ids = [item.id for item in self.open.items] if self.open is not None else []
        at = ids.index(after) if after in ids else -1
        return ids[(at + 1) % len(ids)] if ids else ""
