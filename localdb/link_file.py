"""Reads a file of numbers and link codes (個人番号,リンクコード) and lets no number out.

Each number lives in a buffer that is overwritten, from the file to its blind index. What comes
out is the line number, the index and the code, or the line number and what is wrong with it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, NoReturn

from counter_app.failures import CounterError, FailureCode
from counter_app.model.numbers import IndividualNumber, LinkCode, is_individual_number

_CHUNK = 1 << 18
"""Bytes read at a time; a longer line is not a line of such a file."""

_AROUND = b' \t\r"'
_UTF8_BOM = b"\xef\xbb\xbf"
_DIGIT = re.compile(rb"[0-9]|\xef\xbc[\x90-\x99]|\x82[\x4f-\x58]")
"""A digit: ASCII, or full width in UTF-8 or CP932."""


class LineFault(StrEnum):
    """What is wrong with a line. The value is the reason shown; it never quotes the line."""

    FIELDS = "「個人番号,リンクコード」の2列ではありません"
    DIGITS = "個人番号が半角数字12桁ではありません"
    CHECK_DIGIT = "個人番号の検査用数字が合いません"
    CODE = "リンクコードの形が違います"
    NUMBER_TWICE = "同じ個人番号が前の行にもあります"
    CODE_TWICE = "同じリンクコードが前の行にもあります"
    NUMBER_LINKED = "この人には別のリンクコードが登録されています"
    CODE_LINKED = "このリンクコードは別の人に登録されています"


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that cannot be taken, counted from 1 in the file."""

    line: int
    fault: LineFault


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A good line: its number in the file, the blind index (32 bytes) and the code."""

    line: int
    blind_index: bytes
    code: str


class LinkFile:
    """A link file while it is read: UTF-8 (with its mark or without) or CP932, data in ASCII."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self._key = key
        self.lines = 0
        """Lines read so far, with the heading and empty ones."""
        self.share = 0.0
        """How much of the file was read, 0 to 1; of a pipe nobody knows, and it stays 0."""

    def __iter__(self) -> Iterator[LinkLine | BadLine]:
        """Raises LINK_FILE_UNREADABLE."""
        try:
            size = self._path.stat().st_size
            with self._path.open("rb", buffering=0) as file:
                yield from self._read(file, size)
        except OSError as error:
            self._unreadable("開けません", error)

    def _read(self, file: BinaryIO, size: int) -> Iterator[LinkLine | BadLine]:
        buffer = bytearray(_CHUNK)
        view = memoryview(buffer)
        filled = consumed = 0
        try:
            while True:
                got = file.readinto(view[filled:])  # type: ignore[attr-defined]
                filled += got
                if self.lines == 0 and 0 in view[: min(filled, 1024)]:
                    self._unreadable("文字コードが UTF-8 でも CP932 でもありません")
                start = 0
                while (stop := buffer.find(b"\n", start, filled)) >= 0:
                    yield from self._line(buffer, start, stop)
                    start = stop + 1
                if not got:
                    if start < filled:
                        yield from self._line(buffer, start, filled)
                    return
                if start == 0 and filled == _CHUNK:
                    self._unreadable(f"{self.lines + 1}行目が長すぎます")
                view[: filled - start] = view[start:filled]
                filled -= start
                consumed += got
                self.share = min(consumed / size, 1.0) if size else 0.0
        finally:
            view[:] = bytes(_CHUNK)

    def _line(self, buffer: bytearray, start: int, stop: int) -> Iterator[LinkLine | BadLine]:
        self.lines += 1
        if self.lines == 1 and buffer.startswith(_UTF8_BOM, start, stop):
            start += len(_UTF8_BOM)
        comma = buffer.find(b",", start, stop)
        first, last = _trimmed(buffer, start, stop if comma < 0 else comma)
        if comma < 0 and first == last:
            return  # an empty line
        digits = buffer[first:last]
        try:
            code_first, code_last = _trimmed(buffer, comma + 1, stop)
            if self.lines == 1 and _is_heading(digits, buffer[code_first:code_last]):
                return
            if comma < 0 or buffer.find(b",", comma + 1, stop) >= 0:
                yield BadLine(self.lines, LineFault.FIELDS)
            elif len(digits) != 12 or not digits.isdigit():
                yield BadLine(self.lines, LineFault.DIGITS)
            elif not is_individual_number(digits):
                yield BadLine(self.lines, LineFault.CHECK_DIGIT)
            elif (code := _code(buffer[code_first:code_last])) is None:
                yield BadLine(self.lines, LineFault.CODE)
            else:
                number = IndividualNumber(digits)
                index = number.blind_index(self._key)
                number.wipe()
                yield LinkLine(self.lines, index, code)
        finally:
            digits[:] = bytes(len(digits))

    def _unreadable(self, why: str, error: OSError | None = None) -> NoReturn:
        raise CounterError(FailureCode.LINK_FILE_UNREADABLE, f"{self._path.name}: {why}") from error


def _is_heading(first: bytearray, second: bytearray) -> bool:
    """A first line with a digit or a code is somebody's, whatever became of the number."""
    return bool(first) and _DIGIT.search(first) is None and _code(second) is None


def _trimmed(buffer: bytearray, start: int, stop: int) -> tuple[int, int]:
    """The bounds of a field without the blanks and quotation marks around it."""
    while start < stop and buffer[start] in _AROUND:
        start += 1
    while stop > start and buffer[stop - 1] in _AROUND:
        stop -= 1
    return start, stop


def _code(text: bytearray) -> str | None:
    try:
        return LinkCode.parse(text.decode("ascii")).value
    except ValueError:
        return None
