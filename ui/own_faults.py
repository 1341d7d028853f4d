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
        self._telling = self._ended = False
        self._former = sys.excepthook
        sys.excepthook = self._meet

    def end(self) -> None:
        """Faults are met as before. Windows end in any order: none that ended is brought back."""
        self._ended = True
        met = getattr(sys.excepthook, "__self__", None)
        while isinstance(met, OwnFaults) and met._ended:
            sys.excepthook = met._former
            met = getattr(sys.excepthook, "__self__", None)

    def _meet(
        self,
        kind: type[BaseException],
        fault: BaseException,
        trace: TracebackType | None,
    ) -> None:
        if self._ended or not isinstance(fault, Exception):
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
