"""Paper out and paper in: printers, and pictures of a scanned pile."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class PrintOutcome:
    """What the printer said: job id, state and where the sheet went."""

    job: str
    state: str  # "printed", "pending", "failed"
    where: str


class PrintQueue(Protocol):
    """A printer (IPP) or a folder. `job_name` is a sheet number, never personal data.

    `keeps_files` is True for a folder: what goes there never carries an individual number.
    """

    @property
    def keeps_files(self) -> bool: ...

    def print(self, pdf: bytes, job_name: str) -> PrintOutcome: ...


class ScanReading(Protocol):
    """Reads barcodes in a picture: a scanned pile (PNG, JPEG, TIFF) or a PDF of several pages."""

    def __call__(self, data: bytes) -> tuple[str, ...]:
        """The text of every barcode found, page by page. Raises SCAN_UNREADABLE."""
        ...


class ScanTray(Protocol):
    """Where a scanner leaves what it scanned (スキャンの受け皿). Nothing of it stays."""

    def waiting(self) -> int:
        """How many files are there to be read. Raises SCAN_FOLDER_UNUSABLE."""
        ...

    def take(self) -> tuple[str, ...]:
        """Read the oldest file and delete it, readable or not; () when none waits.

        Gives the text of every barcode, "" for a sheet without one that can be read. Raises
        SCAN_UNREADABLE for a file that is no scan, SCAN_FOLDER_UNUSABLE.
        """
        ...
