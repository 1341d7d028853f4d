"""Faults of our own on the GUI thread: logged whole, and said at the window instead of nothing.

Qt swallows what a slot raises: the key that was pressed would simply do nothing.
"""

import logging
import sys
from collections.abc import Callable
from types import TracebackType

from counter_app.failures import CounterError
from ui.background import Failure

_log = logging.getLogger(__name__)


class OwnFaults:
    """From now on, until `end`, what no slot handles is given to `tell`."""

    def __init__(self, tell: Callable[[Failure], None]) -> None:
        self._tell = tell
        self._telling = False
        self._former = sys.excepthook
        # Kept as one object: each look at a bound method makes another.
        self._hook = self._meet
        sys.excepthook = self._hook

    def end(self) -> None:
        """Faults are met as before, unless somebody else meets them by now."""
        if sys.excepthook is self._hook:
            sys.excepthook = self._former

    def _meet(
        self,
        kind: type[BaseException],
        fault: BaseException,
        trace: TracebackType | None,
    ) -> None:
        if not isinstance(fault, Exception):
            self._former(kind, fault, trace)
            return
        _log.error("a slot ended with a bug", exc_info=(kind, fault, trace))
        if self._telling:
            return  # telling it failed too: the log has both
        self._telling = True
        try:
            if isinstance(fault, CounterError):
                self._tell(Failure(fault, None))
            else:
                self._tell(Failure(None, fault))
        finally:
            self._telling = False
