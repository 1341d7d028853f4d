"""The folder a scanner leaves its files in (スキャンの受け皿): each is read once and never kept.

A picture of a printed form can show an individual number, so a file is gone from the disk before
its barcodes are even looked for, readable or not.
"""

import errno
import os
import stat
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from counter_app.failures import CounterError, FailureCode
from counter_app.ports import ScanReading
from forms.scan_reading import read_scan

_KINDS: Final = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff", ".pdf"})
"""What is read and deleted; any other file is not a scanner's and is left alone."""

_STILL_WRITTEN: Final = 1.0
"""Seconds since the last change below which a scanner may still be writing."""


class FolderTray:
    """A folder as the tray. `now` gives seconds since the epoch, as the files' times do."""

    def __init__(
        self,
        folder: Path,
        read: ScanReading = read_scan,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._folder = folder
        self._read = read
        self._now = now

    def waiting(self) -> int:
        """How many files are there to be read. Raises SCAN_FOLDER_UNUSABLE."""
        try:
            return len(self._files())
        except OSError as error:
            raise _unusable(error) from error

    def take(self) -> tuple[str, ...]:
        """Read the oldest file and delete it; () when none waits, or it is written to meanwhile.

        Raises SCAN_UNREADABLE for a file that is no scan, SCAN_FOLDER_UNUSABLE.
        """
        try:
            files = self._files()
            data = _taken(files[0]) if files else None
        except OSError as error:
            raise _unusable(error) from error
        return () if data is None else self._read(data)

    def _files(self) -> list[Path]:
        """The scanner's files that nobody writes to any more, oldest first."""
        found = []
        for path in self._folder.iterdir():
            if path.suffix.lower() not in _KINDS or path.name.startswith("."):
                continue
            about = path.lstat()
            if stat.S_ISREG(about.st_mode) and self._now() - about.st_mtime >= _STILL_WRITTEN:
                found.append((about.st_mtime_ns, path.name, path))
        return [path for _, _, path in sorted(found)]


def _taken(path: Path) -> bytes | None:
    """The content of a file that is then gone; None while it is still written to."""
    with path.open("rb") as file:
        before = os.fstat(file.fileno())
        data = file.read()
        after = os.fstat(file.fileno())
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        return None
    path.unlink()
    return data


def _unusable(error: OSError) -> CounterError:
    return CounterError(FailureCode.SCAN_FOLDER_UNUSABLE, os.strerror(error.errno or errno.EIO))
