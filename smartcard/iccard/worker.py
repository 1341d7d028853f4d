"""One owned thread for calls that may hang, so that the caller never waits longer than it said."""

import queue
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")

_SLICES = 10
"""A wait is counted in slices: a machine that stood still meanwhile has waited for one of them."""


class OverdueError(Exception):
    """The call did not come back in time; its thread was given up."""


class _Job(Generic[T]):
    """A call and what became of it."""

    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self._done = threading.Event()
        self._result: T | None = None
        self._error: BaseException | None = None

    def run(self) -> None:
        try:
            self._result = self._work()
        except BaseException as error:
            self._error = error
        finally:
            self._done.set()

    def result(self, seconds: float) -> T:
        if not any(self._done.wait(seconds / _SLICES) for _ in range(_SLICES)):
            raise OverdueError
        if self._error is not None:
            raise self._error
        return self._result  # type: ignore[return-value]  # None only where T allows it


class Worker:
    """Runs calls one after the other on its own thread.

    PC/SC calls such as SCardConnect may block without limit and cannot be interrupted. When one
    is overdue, its thread is given up: it ends by itself, after `farewell`, as soon as the call
    comes back, and nobody waits for it. A given-up worker takes no more calls.
    """

    def __init__(self, name: str, farewell: Callable[[], None]) -> None:
        self._jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._farewell = farewell
        self._thread = threading.Thread(target=self._serve, name=name, daemon=True)
        self._thread.start()

    def call(self, work: Callable[[], T], seconds: float) -> T:
        """The result of `work`, run on the thread. Raises OverdueError, or what `work` raises."""
        job = _Job(work)
        self._jobs.put(job.run)
        try:
            return job.result(seconds)
        except OverdueError:
            self._jobs.put(None)
            raise

    def end(self) -> None:
        """Let the thread say farewell and stop, without waiting for it."""
        self._jobs.put(None)

    def ended(self, seconds: float) -> bool:
        """Whether the thread is done within `seconds`."""
        for _ in range(_SLICES):
            self._thread.join(seconds / _SLICES)
            if not self._thread.is_alive():
                return True
        return False

    def _serve(self) -> None:
        while (run := self._jobs.get()) is not None:
            run()
        self._farewell()
