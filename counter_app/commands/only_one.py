"""Keeps a second clerk's window, or a second sandbox hub, off a base directory in use."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from counter_app.failures import CounterError, FailureCode

LOCK_FILE = "open.lock"


@contextmanager
def only_one(basedir: Path, lock_file: str = LOCK_FILE) -> Iterator[None]:
    """Hold the base directory while something runs on it alone. Raises COUNTER_ALREADY_OPEN.

    The system lets go of it when the process ends in whatever way, so nothing is left to tidy up.
    """
    basedir.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (basedir / lock_file).open("ab") as file:
        try:
            _lock(file)
        except OSError as error:
            raise CounterError(FailureCode.COUNTER_ALREADY_OPEN, str(basedir)) from error
        yield


if sys.platform == "win32":

    def _lock(file: IO[bytes]) -> None:
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:

    def _lock(file: IO[bytes]) -> None:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
