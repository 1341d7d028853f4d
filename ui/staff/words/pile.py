"""The printed pile in words: where each sheet is, what is wrong, what to do about it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from counter_app.model.paper import IN_PILE, Finding, PaperSheet, PaperState, PileReport
from counter_app.model.reception import Reception
from counter_app.ports import StoredDocument
from ui.staff.pile_views import PileRowView, PileState, PileView, ScanView, WrongPaperView
from ui.staff.words.common import clock_time

_OUT = "抜いてください"
_FINDINGS = {
    Finding.REPEATED: "二度目です。同じ紙が2枚ないか見てください",
    Finding.STALE: f"訂正前の古い紙です。{_OUT}",
    Finding.UNPRINTED: f"まだ印刷していないはずの紙です。{_OUT}",
    Finding.GIVEN: f"お渡し済みの紙です。{_OUT}",
    Finding.FOREIGN: f"別の受付の紙です。{_OUT}",
    Finding.UNREADABLE: f"書類番号ではありません。{_OUT}",
}
_SHORT = {
    Finding.THERE: "束にあり",
    Finding.REPEATED: "二度目",
    Finding.STALE: "古い紙",
    Finding.UNPRINTED: "印刷前の紙",
    Finding.GIVEN: "お渡し済み",
    Finding.FOREIGN: "別の受付",
    Finding.UNREADABLE: "番号でない",
}
_SHOWN = IN_PILE | {PaperState.SPOOLED, PaperState.HANDED_OVER}
_STATES = {
    PaperState.PRINTED: PileState.WAITS,
    PaperState.SEEN: PileState.WAITS,
    PaperState.SPOOLED: PileState.UNSURE,
    PaperState.HANDED_OVER: PileState.GIVEN,
}
_REST = (
    (PileState.THERE, "束にあり"),
    (PileState.WAITS, "これから"),
    (PileState.GIVEN, "お渡し済み"),
)
"""States whose rows say nothing new where the room is small."""


@dataclass(frozen=True, slots=True)
class PileAtHand:
    """The sheets of a reception and what was read of them."""

    sheets: tuple[PaperSheet, ...]
    report: PileReport
    titles: Mapping[str, str] = field(default_factory=dict)  # document → title
    owners: Mapping[str, str] = field(default_factory=dict)  # number → what a foreign sheet is
    reprints: Mapping[str, int] = field(default_factory=dict)  # document's number → times
    scan: ScanView | None = None
    printing: bool = False  # a printer is at work on this reception
    tray: bool = False
    reading: bool = False

    def state_of(self, number: str) -> PaperState | None:
        return next((s.state for s in self.sheets if s.number == number), None)

    @property
    def wrong(self) -> tuple[tuple[int, str, Finding], ...]:
        """Readings that must not be in the pile, by their place in the order read.

        A sheet that a printer is just putting out may be read before the printer has said so.
        """
        return tuple(
            (at, number, finding)
            for at, (number, finding) in enumerate(self.report.readings)
            if finding is not Finding.THERE
            and not (self.printing and self.state_of(number) is PaperState.SPOOLED)
        )

    @property
    def old(self) -> tuple[PaperSheet, ...]:
        """Stale sheets that may exist and were not read."""
        read = {number for number, _ in self.report.readings}
        stale = (s for s in self.sheets if s.state is PaperState.STALE)
        return tuple(sorted((s for s in stale if s.number not in read), key=_place))


def pile_view(pile: PileAtHand) -> PileView | None:
    """The part as it stands; None while no paper was ever printed."""
    rows = _rows(pile)
    if not rows and not pile.old and not pile.wrong:
        return None
    expected = sum(1 for s in pile.sheets if s.state in IN_PILE or s.state is PaperState.SPOOLED)
    unsure = 0 if pile.printing else len(pile.report.unsettled)
    complete = pile.report.complete and not pile.printing
    counts = Counter(row.state for row in rows)
    return PileView(
        rows,
        f"{counts[PileState.THERE]}／{expected}" if expected else "",
        "　".join(f"{words} {counts[state]}枚" for state, words in _REST if counts[state]),
        tuple(_wrong(pile, number, finding) for _, number, finding in pile.wrong),
        tuple(_row(pile, sheet, PileState.OLD) for sheet in pile.old),
        _act(pile),
        not_out=unsure,
        ready=len(pile.report.there) if complete else 0,
        can_begin_anew=bool(pile.report.readings),
        tray=pile.tray,
        reading=pile.reading,
        scan=pile.scan,
    )


def scan_view(number: str, finding: Finding, at: str) -> ScanView:
    """The reading just made."""
    shown = "" if finding is Finding.UNREADABLE else short_number(number)
    return ScanView(shown, at, _SHORT[finding], fault=finding is not Finding.THERE)


def foreign_words(owner: Reception | None, at_hand: Reception) -> str:
    """Whose a sheet is, never by name; of a protected reception not even its number."""
    if owner is None or (owner.protected and owner.id != at_hand.id):
        return _FINDINGS[Finding.FOREIGN]
    if owner.id == at_hand.id:
        return f"担当課が渡す紙です。{_OUT}"
    whose = owner.number or f"{clock_time(owner.opened_at)} {owner.counter}"
    return f"別の受付（{whose}）の紙です。{_OUT}"


def titles(documents: tuple[StoredDocument, ...], short: Mapping[str, str]) -> dict[str, str]:
    """What each document is called in a row, and of how many pages it is."""
    return {
        d.id: (short.get(d.form_id) or d.title) + (f"（全{d.pages}枚）" if d.pages > 1 else "")
        for d in documents
    }


def short_number(number: str) -> str:
    """「03-1」: the sheet and the page, which is all that differs within a reception."""
    return number.partition("-")[2] or number


def _place(sheet: PaperSheet) -> tuple[int, ...]:
    return tuple(int(part) for part in sheet.number.split("-")[1:])


def _rows(pile: PileAtHand) -> tuple[PileRowView, ...]:
    shown = [s for s in pile.sheets if s.state in _SHOWN or s.number in pile.report.unfinished]
    there = set(pile.report.there)
    read = [_place(sheet) for sheet in shown if sheet.number in there]
    rows = []
    for sheet in sorted(shown, key=_place):
        state = _STATES.get(sheet.state, PileState.UNPRINTED)
        if sheet.state is PaperState.SPOOLED and pile.printing:
            state = PileState.PRINTING
        elif sheet.number in there:
            state = PileState.THERE
        elif state is PileState.WAITS and read and min(read) < _place(sheet) < max(read):
            state = PileState.MISSING
        rows.append(_row(pile, sheet, state))
    return tuple(rows)


def _row(pile: PileAtHand, sheet: PaperSheet, state: PileState) -> PileRowView:
    title = pile.titles.get(sheet.document_id, "")
    again = pile.reprints.get(sheet.number, 0)
    again_words = f"（再印刷 {again}回）" if again else ""
    return PileRowView(short_number(sheet.number), title + again_words, state)


def _wrong(pile: PileAtHand, number: str, finding: Finding) -> WrongPaperView:
    words = _FINDINGS[finding]
    if finding is Finding.FOREIGN:
        return WrongPaperView(number, pile.owners.get(number, words))
    if finding is Finding.UNREADABLE:
        return WrongPaperView("", words)
    return WrongPaperView(short_number(number), words)


def _act(pile: PileAtHand) -> str:
    """The words of the one button: the first wrong sheet is out, else the first old one."""
    if pile.wrong:
        _, number, finding = pile.wrong[0]
        if finding is Finding.FOREIGN:
            return "別の受付の紙を抜きました"
        if finding is Finding.UNREADABLE:
            return "番号のない紙を抜きました"
        if finding is Finding.REPEATED:
            return f"{short_number(number)} は1枚だけです"
        if pile.state_of(number) is PaperState.STALE:
            return f"{short_number(number)} を抜いて廃棄しました"
        return f"{short_number(number)} を抜きました"
    old = pile.old
    return f"{short_number(old[0].number)} を廃棄しました" if old else ""
