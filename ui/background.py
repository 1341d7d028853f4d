"""The one way off the GUI thread: run work elsewhere, get its result or its failure back here.

`on_done` and `on_failed` are always called on the GUI thread, in the order the work ended, and
never after `cancel` or `shut_down`.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal, Slot

from counter_app.failures import CounterError
from ui.collector import collect_on_gui_thread

T = TypeVar("T")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Failure:
    """Why work ended without a result: a `CounterError` the clerk can act on, or our bug."""

    error: CounterError | None
    bug: BaseException | None

    @property
    def code(self) -> str:
        """The failure code, or `BUG`."""
        return self.error.code.value if self.error is not None else "BUG"


class Task(Generic[T]):
    """Work under way. The work itself looks at `cancelled` between its steps."""

    def __init__(self, on_done: Callable[[T], None], on_failed: Callable[[Failure], None]) -> None:
        self._on_done, self._on_failed = on_done, on_failed
        self._cancelled = Event()
        self._ended = Event()

    @property
    def cancelled(self) -> bool:
        return self._cancelled.is_set()

    @property
    def ended(self) -> bool:
        """The work has returned (its result may not have been delivered yet)."""
        return self._ended.is_set()

    def cancel(self) -> None:
        """Ask the work to stop; whatever it still brings is dropped."""
        self._cancelled.set()

    def deliver(self, result: T) -> None:
        if not self.cancelled:
            self._on_done(result)

    def report(self, failure: Failure) -> None:
        if not self.cancelled:
            self._on_failed(failure)

    def perform(self, work: "Callable[[Task[T]], T]") -> Callable[[], None]:
        """Run the work here; answers what is to be called on the GUI thread."""
        try:
            result = work(self)
        except CounterError as error:
            failure = Failure(error, None)
        except Exception as bug:
            _log.exception("background work ended with a bug")
            failure = Failure(None, bug)
        else:
            return lambda: self.deliver(result)
        finally:
            self._ended.set()
        return lambda: self.report(failure)


class _Job(QRunnable, Generic[T]):
    def __init__(
        self,
        task: Task[T],
        work: Callable[[Task[T]], T],
        come_back: Callable[[Callable[[], None]], None],
    ) -> None:
        super().__init__()
        self._task, self._work, self._come_back = task, work, come_back

    def run(self) -> None:
        deliver = _nothing if self._task.cancelled else self._task.perform(self._work)
        self._come_back(deliver)


def _nothing() -> None:
    """What comes back of work that was cancelled before it began."""


class Background(QObject):
    """A few threads of its own. One for each window; shut down before the window goes."""

    _ended = Signal(object)

    def __init__(self, parent: QObject | None = None, *, threads: int = 3) -> None:
        super().__init__(parent)
        collect_on_gui_thread()
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(threads)
        self._tasks: set[Task[object]] = set()
        self._open = True
        self._ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> int:
        """How many pieces of work have not been delivered yet."""
        return len(self._tasks)

    def run(
        self,
        work: Callable[[Task[T]], T],
        on_done: Callable[[T], None],
        on_failed: Callable[[Failure], None],
    ) -> Task[T]:
        """Run `work(task)` off the GUI thread; call from the GUI thread only."""
        task: Task[T] = Task(on_done, on_failed)
        if not self._open:
            task.cancel()
            return task
        self._tasks.add(task)  # type: ignore[arg-type]
        self._pool.start(_Job(task, work, lambda deliver: self._ended.emit((task, deliver))))
        return task

    @Slot(object)
    def _on_ended(self, ended: "tuple[Task[object], Callable[[], None]]") -> None:
        task, deliver = ended
        self._tasks.discard(task)
        if self._open:
            deliver()

    def shut_down(self, seconds: float = 10) -> bool:
        """Cancel everything, wait for the threads; False when one did not end in time."""
        self._open = False
        for task in self._tasks:
            task.cancel()
        self._pool.clear()
        joined = self._pool.waitForDone(round(seconds * 1000))
        self._tasks.clear()
        return joined
