"""Puts sheets on paper (印刷): a printer that speaks IPP, or a folder where there is none.

A print is asked for once. If the printer stops, the job is taken back before the clerk is told,
so that no sheet comes out later and none stays in a spool.
"""

import errno
import http.client
import os
import re
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from counter_app.failures import CounterError, FailureCode
from counter_app.ports import PrintOutcome
from forms.ipp import PRINTER_STOPPED, Answer, IppError, IppPrinter, JobState
from forms.overlay import carries_number

_USER = "counter"
_FIRST_PAUSE, _LONGEST_PAUSE = 0.02, 0.5
_SILENT = (OSError, http.client.HTTPException, IppError)
_JOB_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{0,40}")

_REASONS = {
    "media-jam": "紙づまり",
    "media-empty": "用紙切れ",
    "media-needed": "用紙切れ",
    "toner-empty": "トナー切れ",
    "marker-supply-empty": "トナー切れ",
    "cover-open": "カバーが開いている",
    "door-open": "扉が開いている",
    "interlock-open": "カバーが開いている",
    "input-tray-missing": "給紙トレイが外れている",
    "output-area-full": "排紙トレイがいっぱい",
    "offline": "電源か通信が切れている",
    "connecting-to-device": "プリンター本体につながらない",
    "timed-out": "プリンター本体から返事がない",
}
"""Keywords of `printer-state-reasons` (RFC 8011 §5.4.12, PWG 5100.9) in the clerk's words."""


def _sheet_name(job_name: str) -> str:
    """A job is named by its sheet number, which says nothing about a person. Raises ValueError."""
    if not _JOB_NAME.fullmatch(job_name):
        raise ValueError("a print job is named by a sheet number")
    return job_name


class IppQueue:
    """A printer or a CUPS queue by its IPP address.

    `wait` is how long, in seconds, a job may take before it is reported as pending; a printer that
    has stopped is given `patience`, and `timeout` bounds each of its answers. `keeps_files` is set
    for queues that make files (PDF writers): they never get a sheet with an individual number.
    """

    def __init__(
        self,
        url: str,
        *,
        wait: float = 20.0,
        patience: float = 3.0,
        timeout: float = 5.0,
        keeps_files: bool = False,
        monotonic: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._printer = IppPrinter.at(url, timeout)
        self._wait = wait
        self._patience = min(patience, wait)
        self._keeps_files = keeps_files
        self._monotonic = monotonic
        self._pause = pause

    @property
    def keeps_files(self) -> bool:
        return self._keeps_files

    def print(self, pdf: bytes, job_name: str) -> PrintOutcome:
        """Print once and wait until the printer says that it is done.

        Raises CounterError PRINTER_UNREACHABLE, PRINTER_REFUSED, PRINTER_STOPPED (the job has
        been taken back) or NUMBER_NEEDS_PRINTER. A job still running after `wait` is "pending",
        one that the printer gave up is "failed".
        """
        name = _sheet_name(job_name)
        if self._keeps_files:
            _refuse_number(pdf)
        answer = self._asked(lambda: self._printer.print_job(pdf, name, _USER))
        if not answer.successful:
            raise CounterError(
                FailureCode.PRINTER_REFUSED, f"プリンターの返事 0x{answer.status:04X}"
            )
        return self._outcome(answer.number("job-id"))

    def cancel(self, job: str) -> bool:
        """Take back a job that was reported as pending; False when it is too late."""
        number = int(job)
        return self._asked(lambda: self._printer.cancel(number, _USER)).successful

    def _outcome(self, number: int) -> PrintOutcome:
        """Follow an accepted job. A printer that falls silent now may still print: pending."""
        where = self._printer.url.geturl()
        begun = self._monotonic()
        pause = _FIRST_PAUSE
        try:
            while True:
                state = self._printer.job(number, _USER).number("job-state")
                if state == JobState.COMPLETED:
                    self._clear_spool(number)
                    return PrintOutcome(str(number), "printed", where)
                if state in (JobState.CANCELED, JobState.ABORTED):
                    self._clear_spool(number)
                    return PrintOutcome(str(number), "failed", where)
                waited = self._monotonic() - begun
                if waited >= self._patience:
                    self._take_back_if_stopped(number, late=waited >= self._wait)
                if waited >= self._wait:
                    return PrintOutcome(str(number), "pending", where)
                self._pause(pause)
                pause = min(pause * 1.5, _LONGEST_PAUSE)
        except _SILENT:
            return PrintOutcome(str(number), "pending", where)

    def _clear_spool(self, number: int) -> None:
        """Have the pages of an ended job deleted: a number may stand on them.

        A printer that keeps none refuses, and one that falls silent now has printed all the same.
        """
        with suppress(*_SILENT):
            self._printer.cancel(number, _USER)

    def _take_back_if_stopped(self, number: int, *, late: bool) -> None:
        """Cancel the job of a printer that waits for a person; when `late`, at an error too.

        Running printers report errors that pass by themselves, so those are given the whole wait.
        """
        printer = self._printer.printer()
        errors = [_words(reason) for reason in printer.words("printer-state-reasons")]
        known = list(dict.fromkeys(error for error in errors if error))
        if printer.number("printer-state") != PRINTER_STOPPED and not (late and known):
            return
        taken_back = self._printer.cancel(number, _USER).successful
        detail = "、".join(known) or "一時停止中"
        if not taken_back:
            detail += "（印刷を取り消せませんでした）"
        raise CounterError(FailureCode.PRINTER_STOPPED, detail)

    def _asked(self, ask: Callable[[], Answer]) -> Answer:
        try:
            return ask()
        except _SILENT as error:
            host = self._printer.url.hostname
            raise CounterError(
                FailureCode.PRINTER_UNREACHABLE, f"{host} から返事がありません"
            ) from error


def _words(reason: str) -> str:
    """A printer's reason in the clerk's words; "" for what is no hindrance."""
    keyword = re.sub(r"-(report|warning|error)$", "", reason)
    if reason.endswith(("-report", "-warning")):
        return ""
    return _REASONS.get(keyword, "")


class FolderQueue:
    """A folder instead of a printer: one PDF per sheet, 0600, whole or not at all.

    The same sheet printed again gets a further number, so a reprint is seen as one.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def keeps_files(self) -> bool:
        return True

    def print(self, pdf: bytes, job_name: str) -> PrintOutcome:
        """Keep the sheet. Raises CounterError PRINT_FOLDER_UNWRITABLE, NUMBER_NEEDS_PRINTER."""
        name = _sheet_name(job_name)
        _refuse_number(pdf)
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            place = self._kept(pdf, name)
        except OSError as error:
            raise CounterError(
                FailureCode.PRINT_FOLDER_UNWRITABLE, os.strerror(error.errno or errno.EIO)
            ) from error
        return PrintOutcome(place.stem, "printed", str(place))

    def _kept(self, pdf: bytes, name: str) -> Path:
        descriptor, temporary = tempfile.mkstemp(prefix=".printing-", dir=self._folder)  # 0600
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(pdf)
                file.flush()
                os.fsync(file.fileno())
            return self._named(Path(temporary), name)
        finally:
            Path(temporary).unlink(missing_ok=True)

    def _named(self, temporary: Path, name: str) -> Path:
        """Give the finished file its name; linking fails, unlike renaming, where one exists."""
        count = 1
        while True:
            place = self._folder / (f"{name}.pdf" if count == 1 else f"{name}_{count}.pdf")
            try:
                os.link(temporary, place)
            except FileExistsError:
                count += 1
            else:
                return place


def _refuse_number(pdf: bytes) -> None:
    if carries_number(pdf):
        raise CounterError(FailureCode.NUMBER_NEEDS_PRINTER)
