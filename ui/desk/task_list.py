"""The department's list as it was read last, and the task at hand in it."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from counter_app.desk import Desk, DeskTask
from counter_app.ports import Clock, Store
from ui.background import Background, Failure
from ui.desk import grouping
from ui.desk.reading import Reading
from ui.desk.row_words import groups
from ui.desk.views import TaskGroupView

MOST_TASKS = 300
"""How many tasks are listed; more urgent ones stand first, a search finds the others."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was read at one moment: the tasks listed, how many there are, the rail's figures.

    `guest` is the task at hand when it is listed though it stands elsewhere by now.
    """

    tasks: tuple[DeskTask, ...] = ()
    groups: tuple[TaskGroupView, ...] = ()
    guest: str = ""
    total: int = 0
    counts: tuple[int | None, ...] = (None,) * len(grouping.PLACES)
    read: bool = True  # False before the first reading has ended
    totals: Mapping[int, int] = field(default_factory=dict)  # by group, listed or not

    def sub(self) -> str:
        """What stands beside the title: how many, and in which order."""
        if not self.read:
            return "読んでいます"
        shown = sum(len(group.rows) for group in self.groups)
        words = f"{max(self.total, shown):,}件・おくれと期限の順"
        return f"{words}・はじめの {shown}件" if self.total > MOST_TASKS else words


class TaskList:
    """Reads the tasks again and again; what is at hand never slips away under a key."""

    def __init__(
        self,
        desk: Desk,
        clock: Clock,
        background: Background,
        store: Store,
        changed: Callable[[], None],
        failed: Callable[[Failure], None],
    ) -> None:
        self._desk, self._clock, self._changed = desk, clock, changed
        self.here = grouping.ALL
        self.search = ""
        self.selected = ""
        self.seen = Seen(read=False)
        self._kept = ""  # stays in view after its act until the officer turns to another
        self._moving = False  # to another place or search: the first row is next
        self._tasks: dict[str, DeskTask] = {}
        self._reading: Reading[Seen] = Reading(background, store, self._arrived, failed)

    def task(self, key: str) -> DeskTask | None:
        return self._tasks.get(key)

    @property
    def at_hand(self) -> DeskTask | None:
        """The task that is selected."""
        return self._tasks.get(self.selected)

    # --- turning to something -----------------------------------------------------------------

    def go(self, place: int) -> None:
        """To a place of the rail. The rows of before stay until the new ones are read."""
        self.here, self.search, self._moving = place, "", True

    def look_for(self, words: str) -> None:
        self.search, self._moving = words, True

    def select(self, key: str) -> bool:
        """Turn to a task; True when the list has to be read anew because a guest may leave it."""
        self.selected, self._kept = key, ""
        return bool(self.seen.guest)

    def settle(self) -> None:
        """Select the first row when what was selected is listed no more."""
        shown = [row.key for group in self.seen.groups for row in group.rows]
        if self.selected not in shown:
            self.selected = shown[0] if shown else ""

    def acted(self) -> None:
        """An act was done on the task at hand: it is read at once and stays in view."""
        self._kept = self.selected
        for task in self._desk.tasks([self._kept]):
            self._tasks[self._kept] = task
        self.seen = self._with_tasks(self.seen)

    # --- reading ------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the tasks anew; those shown meanwhile stay and can be acted on."""
        here, search = self.here, self.search
        kept = "" if self._moving else self._kept or self.selected
        self._reading.begin(lambda: self._read(here, search, kept))

    def _read(self, here: int, search: str, kept: str) -> Seen:
        """In the background: how all that is open stands, and the tasks listed, in full."""
        heads = self._desk.heads()
        searching = bool(search.strip())
        listed = grouping.listed(
            self._desk.search(search, MOST_TASKS) if searching else heads,
            here,
            searching=searching,
        )
        ids = [head.id for head in listed[:MOST_TASKS]]
        tasks = self._desk.tasks([*ids, kept] if kept and kept not in ids else ids)
        here_now = {task.commitment.id for task in grouping.found(tasks, here, search)}
        shown = tuple(t for t in tasks if t.commitment.id in here_now | {kept})
        totals = Counter(grouping.group_of(head) for head in listed)
        return Seen(
            shown,
            groups(shown, self._clock(), totals),
            kept if kept not in here_now else "",
            len(listed),
            grouping.counts(heads),
            totals=totals,
        )

    def _arrived(self, seen: Seen) -> None:
        """Take it over, with the task at hand wherever it stands by now."""
        at_hand = None if self._moving else self.at_hand
        if self._moving:
            self.selected = self._kept = ""
            self._moving = False
        self._tasks = {task.commitment.id: task for task in seen.tasks}
        if at_hand is not None and self.selected not in self._tasks:
            self._tasks[self.selected] = at_hand
            seen = self._with_tasks(replace(seen, guest=self.selected))
        self.seen = seen
        self._changed()

    def _with_tasks(self, seen: Seen) -> Seen:
        """The rows of the tasks as they are now at hand."""
        tasks = tuple(self._tasks.values())
        return replace(seen, tasks=tasks, groups=groups(tasks, self._clock(), seen.totals))
