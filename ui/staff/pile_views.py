"""What the part 紙の束を照合 shows on 06 and 07: each sheet of paper, what is wrong, what to do."""

from dataclasses import dataclass
from enum import StrEnum


class PileState(StrEnum):
    """Where a sheet of paper is on its way into the pile and out of it."""

    THERE = "there"
    MISSING = "missing"
    WAITS = "waits"
    PRINTING = "printing"
    UNSURE = "unsure"  # with a printer that has not said whether the paper came out
    UNPRINTED = "unprinted"  # another page of its document is on paper
    GIVEN = "given"
    OLD = "old"  # a correction replaced it


@dataclass(frozen=True, slots=True)
class PileRowView:
    """A sheet of paper: 「06-1」, its title, where it is."""

    number: str
    title: str
    state: PileState


@dataclass(frozen=True, slots=True)
class WrongPaperView:
    """A reading that must not be in the pile, and what to do about it."""

    number: str
    words: str


@dataclass(frozen=True, slots=True)
class ScanView:
    """The last sheet that was read, or why it was not taken (`fault`)."""

    number: str
    time: str = ""
    words: str = ""
    fault: bool = False


@dataclass(frozen=True, slots=True)
class PileView:
    """The pile as it stands. `old` are stale sheets that exist and were not read.

    `figures` is 「9／10」; `rest` counts the rows where they are not shown one by one. A button is
    there while its words are (`act`: the first wrong sheet, else the first old one, is out) or its
    count is not 0 (`not_out`, `ready`).
    """

    rows: tuple[PileRowView, ...]
    figures: str = ""
    rest: str = ""
    wrong: tuple[WrongPaperView, ...] = ()
    old: tuple[PileRowView, ...] = ()
    act: str = ""
    not_out: int = 0
    ready: int = 0
    can_begin_anew: bool = False
    tray: bool = False
    reading: bool = False
    scan: ScanView | None = None
