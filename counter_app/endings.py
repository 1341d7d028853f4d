"""Being told to end (Ctrl-C, SIGTERM, a closed terminal), alike in every part of the program."""

import signal
import threading
import time
from collections.abc import Callable
from types import FrameType

_SAME_WISH = 2.0
"""Seconds in which a shell and its terminal both tell us, or somebody presses Ctrl-C twice."""


def on_ending(end: Callable[[int, FrameType | None], object]) -> None:
    """Have `end` called by each of them from now on, in the main thread.

    What was started with `nohup` outlives its terminal.
    """
    signal.signal(signal.SIGINT, end)
    signal.signal(signal.SIGTERM, end)
    hangup = getattr(signal, "SIGHUP", None)  # Windows has none
    if hangup is not None and signal.getsignal(hangup) != signal.SIG_IGN:
        signal.signal(hangup, end)


def interrupt() -> None:
    """Let each raise KeyboardInterrupt; one that follows at once must not stop the clearing up."""
    last = -_SAME_WISH

    def end(_number: int, _frame: FrameType | None) -> None:
        nonlocal last
        before, last = last, time.monotonic()
        if last - before >= _SAME_WISH:
            raise KeyboardInterrupt

    on_ending(end)


def interrupt_when_asked() -> Callable[[], None]:
    """Only note it; what is returned raises KeyboardInterrupt once we were told.

    For what runs inside windows: an exception raised while one of them is painted is lost.
    """
    told = threading.Event()
    on_ending(lambda *_: told.set())

    def ask() -> None:
        if told.is_set():
            told.clear()
            raise KeyboardInterrupt

    return ask
