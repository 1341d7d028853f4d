"""Reading what a window shows again and again, without ever letting the window wait for it."""

from collections.abc import Callable
from typing import Generic, TypeVar

from counter_app.failures import CounterError
from counter_app.ports import Store
from ui.background import Background, Failure, Task

T = TypeVar("T")

AT_ONCE = 100
"""A store with at most so many commitments is read within a frame."""


class Reading(Generic[T]):
    """One thing that is read anew; only the latest wish is ever shown.

    A small store is read at once. A larger one is read in the background, one reading at a time:
    what was wished for meanwhile is read after it, and the result that came too late is dropped,
    so that nothing shown is older than what was last done.
    """

    def __init__(
        self,
        background: Background,
        store: Store,
        show: Callable[[T], None],
        failed: Callable[[Failure], None],
    ) -> None:
        self._background, self._store = background, store
        self._show, self._failed = show, failed
        self._next: Callable[[], T] | None = None
        self._running = False
        self._large = False

    @property
    def running(self) -> bool:
        """Whether a result is still to come."""
        return self._running

    def begin(self, read: Callable[[], T]) -> None:
        """Read anew. `read` may run in another thread and touches no widget."""
        if self._running:
            self._next = read
            return
        try:
            if self._is_small():
                self._show(read())
                return
        except CounterError as error:
            self._failed(Failure(error, None))
            return
        self._start(read)

    def _is_small(self) -> bool:
        """Whether the store still is; commitments are only added, so a large one is asked once."""
        if not self._large:
            with self._store.view() as unit:
                self._large = len(unit.standings(limit=AT_ONCE + 1)) > AT_ONCE
        return not self._large

    def _start(self, read: Callable[[], T]) -> None:
        self._running = True

        def work(_: Task[T]) -> T:
            return read()

        def done(result: T) -> None:
            if not self._again():
                self._show(result)

        def failed(failure: Failure) -> None:
            if not self._again():
                self._failed(failure)

        self._background.run(work, done, failed)

    def _again(self) -> bool:
        """Begin what was wished for meanwhile; False when nothing was."""
        self._running = False
        wish, self._next = self._next, None
        if wish is None:
            return False
        self._start(wish)
        return True
