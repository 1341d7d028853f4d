"""Printed sheets (紙): how far each piece of paper has come, and whether a pile is this case's.

A sheet is known by the number in its barcode (書類番号 with the page, `8F3KQ7T2-01-1`). A number
whose paper may exist is never given to other contents: a correction makes that paper stale.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final, Self

from counter_app.failures import CounterError, FailureCode
from counter_app.model.numbers import is_sheet_number


class PaperState(StrEnum):
    """How far one sheet has come (紙の状態)."""

    RESERVED = "reserved"  # 採番済: the number is set aside, nothing is drawn yet
    RENDERED = "rendered"  # 作成済: drawn, never sent to a printer
    SPOOLED = "spooled"  # 印刷中: sent to a printer; whether paper came out is not known yet
    PRINTED = "printed"  # 印刷済: the paper exists
    SEEN = "seen"  # 束で確認済: read in the pile of its own case
    HANDED_OVER = "handed_over"  # お渡し済
    STALE = "stale"  # 古い紙: the paper exists, or may, and a correction replaced it
    DESTROYED = "destroyed"  # 廃棄済: a stale paper that was taken back
    VOID = "void"  # 欠番: no paper of this number was ever made


class PaperEvent(StrEnum):
    """What can happen to a sheet."""

    RENDER = "render"  # 作成
    SPOOL = "spool"  # プリンターへ送る
    COME_OUT = "come_out"  # 紙が出た
    NOT_COME_OUT = "not_come_out"  # 紙が出なかった
    SEE = "see"  # 束の中で読んだ
    HAND_OVER = "hand_over"  # お渡しした
    REPLACE = "replace"  # 訂正などで新しい紙に替わった
    DESTROY = "destroy"  # 古い紙を回収して廃棄した


_S, _E = PaperState, PaperEvent

TRANSITIONS: Final[dict[tuple[PaperState, PaperEvent], PaperState]] = {
    (_S.RESERVED, _E.RENDER): _S.RENDERED,
    (_S.RESERVED, _E.REPLACE): _S.VOID,
    (_S.RENDERED, _E.RENDER): _S.RENDERED,
    (_S.RENDERED, _E.SPOOL): _S.SPOOLED,
    (_S.RENDERED, _E.REPLACE): _S.VOID,
    (_S.SPOOLED, _E.SPOOL): _S.SPOOLED,
    (_S.SPOOLED, _E.COME_OUT): _S.PRINTED,
    (_S.SPOOLED, _E.NOT_COME_OUT): _S.RENDERED,
    (_S.SPOOLED, _E.REPLACE): _S.STALE,
    (_S.PRINTED, _E.SPOOL): _S.SPOOLED,
    (_S.PRINTED, _E.SEE): _S.SEEN,
    (_S.PRINTED, _E.REPLACE): _S.STALE,
    (_S.SEEN, _E.SPOOL): _S.SPOOLED,
    (_S.SEEN, _E.SEE): _S.SEEN,
    (_S.SEEN, _E.HAND_OVER): _S.HANDED_OVER,
    (_S.SEEN, _E.REPLACE): _S.STALE,
    (_S.HANDED_OVER, _E.SPOOL): _S.SPOOLED,
    (_S.HANDED_OVER, _E.REPLACE): _S.STALE,
    (_S.STALE, _E.DESTROY): _S.DESTROYED,
    (_S.VOID, _E.RENDER): _S.RENDERED,  # a page the document lost has come back
}
"""(state, event) → next state. What is not here cannot happen to a sheet."""

ON_PAPER: Final = frozenset({_S.PRINTED, _S.SEEN, _S.HANDED_OVER})
"""States in which the paper exists and counts."""

MAY_EXIST: Final = ON_PAPER | {_S.SPOOLED}
"""States in which paper of this number may lie somewhere."""

IN_PILE: Final = frozenset({_S.PRINTED, _S.SEEN})
"""States in which the paper lies at the counter and waits to be handed over."""


@dataclass(frozen=True, slots=True)
class PaperSheet:
    """One sheet of paper: `number` is its barcode, `page` counts from 1 within its document.

    `sent` counts how often it went to a printer.
    """

    number: str
    reception_id: str
    document_id: str
    page: int
    state: PaperState
    changed_at: datetime
    sent: int = 0

    def after(self, event: PaperEvent, at: datetime) -> Self:
        """The sheet once `event` has happened. Raises PAPER_STATE_NOT_ALLOWED."""
        state = TRANSITIONS.get((self.state, event))
        if state is None:
            raise CounterError(
                FailureCode.PAPER_STATE_NOT_ALLOWED, f"{self.number}：{PAPER_WORDS[self.state]}"
            )
        sent = self.sent + 1 if event is PaperEvent.SPOOL else self.sent
        return replace(self, state=state, changed_at=at, sent=sent)

    def allows(self, event: PaperEvent) -> bool:
        """Whether `event` can happen to the sheet now."""
        return (self.state, event) in TRANSITIONS


PAPER_WORDS: Final[dict[PaperState, str]] = {
    PaperState.RESERVED: "番号だけ",
    PaperState.RENDERED: "まだ印刷していません",
    PaperState.SPOOLED: "印刷中（紙が出たか未確認）",
    PaperState.PRINTED: "印刷済み",
    PaperState.SEEN: "束で確認済み",
    PaperState.HANDED_OVER: "お渡し済み",
    PaperState.STALE: "古い紙（使わない）",
    PaperState.DESTROYED: "廃棄済み",
    PaperState.VOID: "欠番",
}
"""The state of a sheet in words, the same on every screen."""


# --- the pile -----------------------------------------------------------------------------------


class Finding(StrEnum):
    """What one reading of a barcode, or one sheet of the case, is in a pile check (束の確認)."""

    THERE = "there"  # 束にあり
    MISSING = "missing"  # 足りない
    REPEATED = "repeated"  # 同じ番号が二度
    STALE = "stale"  # 訂正前の古い紙
    UNPRINTED = "unprinted"  # この番号の紙は、まだ出ていないはず
    GIVEN = "given"  # もうお渡しした紙
    FOREIGN = "foreign"  # 別の受付の紙
    UNREADABLE = "unreadable"  # 書類番号ではない


@dataclass(frozen=True, slots=True)
class PileReport:
    """A pile against the sheets of one case. Only a `complete` pile may be handed over.

    Every reading appears once, in the order read. The others are numbers of the case: `missing`
    not in the pile, `unsettled` with a printer that has not said whether the paper came out,
    `unfinished` never printed while another page of the same document was.
    """

    readings: tuple[tuple[str, Finding], ...]
    missing: tuple[str, ...]
    unsettled: tuple[str, ...]
    unfinished: tuple[str, ...] = ()

    @property
    def there(self) -> tuple[str, ...]:
        return tuple(number for number, finding in self.readings if finding is Finding.THERE)

    @property
    def wrong(self) -> tuple[tuple[str, Finding], ...]:
        """What must not lie in this pile."""
        return tuple((n, finding) for n, finding in self.readings if finding is not Finding.THERE)

    @property
    def complete(self) -> bool:
        """Exactly this case's sheets: each once, none other, no document half on paper."""
        nothing_off = not (self.wrong or self.missing or self.unsettled or self.unfinished)
        return nothing_off and bool(self.readings)


_HALF_WIDTH: Final = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_TYPED: Final = str.maketrans("ー−‐IOL", "---101")
"""What a Japanese input method makes of the hyphen, and letters our numbers do not have."""


def scanned_number(text: str) -> str:
    """A barcode as a reader types it, with the full-width letters of an input method folded back.

    The number is our own ASCII; folding it changes no name.
    """
    return text.translate(_HALF_WIDTH).strip().upper().translate(_TYPED)


def check_pile(sheets: Iterable[PaperSheet], scans: Iterable[str]) -> PileReport:
    """Compare what was read in a pile with the sheets of one case.

    `sheets` are those the pile must hold, and every other sheet the case ever had; a sheet that is
    handed over already is not expected again. `scans` are texts as the reader gave them.
    """
    known = {sheet.number: sheet for sheet in sheets}
    expected = {n for n, s in known.items() if s.state in IN_PILE}
    begun = {known[number].document_id for number in expected}
    readings: list[tuple[str, Finding]] = []
    count: Counter[str] = Counter()
    for text in scans:
        number = scanned_number(text)
        count[number] += 1
        readings.append((number, _finding(number, known.get(number), count[number])))
    return PileReport(
        readings=tuple(readings),
        missing=tuple(n for n in known if n in expected and not count[n]),
        unsettled=tuple(n for n, s in known.items() if s.state is PaperState.SPOOLED),
        unfinished=tuple(
            n for n, s in known.items() if s.state is PaperState.RENDERED and s.document_id in begun
        ),
    )


def _finding(number: str, sheet: PaperSheet | None, times: int) -> Finding:
    if sheet is None:
        return Finding.FOREIGN if is_sheet_number(number) else Finding.UNREADABLE
    if sheet.state in (PaperState.STALE, PaperState.DESTROYED, PaperState.VOID):
        return Finding.STALE
    if sheet.state is PaperState.HANDED_OVER:
        return Finding.GIVEN
    if sheet.state not in ON_PAPER:
        return Finding.UNPRINTED
    return Finding.THERE if times == 1 else Finding.REPEATED
