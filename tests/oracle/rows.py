"""The columns of the sheet that do not depend on the household: who files, 個人番号, days in force.

Deadlines are here as a day count each; `due` reckons them for one household.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from tests.oracle.days import DAY, month_end, next_open, open_before

NEVER, BY_LAW, BLANK, TOWN = "never", "by_law", "may_be_blank", "town"
FILER, HEAD, SELF, MEMBERS, GUARDIAN = "filer", "head", "self", "members", "guardian"


def _rows(text: str, value: str) -> dict[str, str]:
    return dict.fromkeys(text.split(), value)


NUMBER: dict[str, str] = {
    **_rows("A1 A2 A3 A5 A6 A8 A9 A10-1 A11 A12-1 A12-2 A13 A14 A15", NEVER),
    **_rows("A4 A7 A10-2", BY_LAW),
    **_rows("B4 B6 B13", NEVER),
    **_rows("B1 B2 B5 B7 B8 B9 B10 B11 B12 B14 B20", BY_LAW),
    **_rows("B15 B16 B17 B18 B19", BLANK),
    **_rows("B3", TOWN),
    **_rows("C1 C2 C3 C6-1 C6-2 C7 C9 C10 C12 C13 C14 C15", BY_LAW),
    **_rows("C4 C5 C8 C20", TOWN),
    **_rows("C11 C16 C17 C18 C19 C21", NEVER),
    **_rows("D1 D3 D4 D5 D6 D7 D9 D11 D12", BY_LAW),
    **_rows("D2 D8 D10 D15", TOWN),
    **_rows("D13 D14", NEVER),
    **_rows("E1 E2 E4 E5 E6 E7 E8 E9 E10 E11 E13 E15", NEVER),
    **_rows("E3 E12 E14", TOWN),
    **_rows("F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 F12 F13", NEVER),
    **_rows("F11", BY_LAW),
}

APPLICANT: dict[str, str] = {
    **_rows("A1 A2 A3 A9 A11 A13 A14 A15 B20 E10 E15", FILER),
    **_rows("A4 A5 A6 A7 A8 A10-1 A10-2 A12-1 A12-2", SELF),
    **_rows("B1 B2 B3 B5", HEAD),
    **_rows("B4 B6 B7 B8 B9 B10 B11 B12 B13 B14 B15 B16 B17 B18 B19", SELF),
    **_rows("C1 C2 C3", MEMBERS),
    **_rows("C8 C9 C10", SELF),
    **_rows("C4 C5 C6-1 C6-2 C7 C11 C12 C13 C14 C15 C16 C17 C18 C19 C20 C21 D7", GUARDIAN),
    **_rows("D1 D2 D3 D4 D5 D6 D8 D9 D10 D11 D12 D13 D14 D15 E13 F4 F11", SELF),
    **_rows("E1 E2 E3 E4 E5 E6 E7 E8 E9 E11 E12 E14", HEAD),
    **_rows("F1 F2 F3 F5 F6 F7 F8 F9 F10 F12 F13", HEAD),
}

IN_FORCE: dict[str, tuple[date, date]] = {
    "C10": (date(2025, 4, 1), date.max),
    "A10-2": (date(2026, 6, 14), date.max),
    "A12-1": (date.min, date(2026, 5, 25)),
    "A12-2": (date(2026, 5, 26), date.max),
    "F12": (date(2026, 4, 1), date.max),
}


def in_force(row: str, on: date) -> bool:
    first, last = IN_FORCE.get(row, (date.min, date.max))
    return first <= on <= last


def returns_word(row: str, on: date) -> str:
    """後期高齢者医療: from August 2026 the 資格確認書 is no longer for everybody."""
    return "マイナ保険証を持たない" if row in {"B11", "B12"} and on >= date(2026, 8, 1) else ""


@dataclass(frozen=True, slots=True)
class Days:
    """What a deadline is reckoned from, in one household."""

    moved: date
    planned: date | None
    """None from abroad: no town was told."""
    filed: date
    first_use: date | None  # of a nursery
    child_medical: int  # the town's days
    moped: int
    nursery_cut_off: int
    closed: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """The day that is told, the day the law counts to, and whether it cannot be made good."""

    day: date
    law: date
    hard: bool = False


FOURTEEN_DAYS = (
    *("A3", "A10-1", "B1", "B2", "B7", "B8", "B11", "B12", "B13"),
    *("B15", "B19", "C6-1", "C7"),
)
THIRTY_DAYS = ("D1", "E5", "E8")
FIFTEEN_DAYS_UNROLLED = ("E2", "F6", "F7", "F8")


WITH_A_DEADLINE = frozenset(
    (
        *FOURTEEN_DAYS,
        *THIRTY_DAYS,
        *FIFTEEN_DAYS_UNROLLED,
        *["A1", "A2", "A4", "A12-1", "B16", "C1", "C4", "C13", "C14", "C15", "E1", "F12"],
    )
)


def due(row: str, days: Days) -> Due | None:
    """The deadline of a row that applies or is guided to; None where the sheet has none."""

    def rolling(start: date, count: int, *, hard: bool = False) -> Due:
        law = start + timedelta(days=count)
        return Due(next_open(law, days.closed), law, hard)

    def standing(law: date, *, hard: bool = False) -> Due:
        return Due(law, law, hard)

    if row in FOURTEEN_DAYS:
        return rolling(days.moved, 14)
    if row in THIRTY_DAYS:
        return rolling(days.moved, 30)
    if row in FIFTEEN_DAYS_UNROLLED:
        return standing(days.moved + 15 * DAY)
    match row:
        case "A1":
            return rolling(days.moved, 14, hard=True)
        case "A2":  # the earlier of the two
            fourteen = rolling(days.moved, 14, hard=True)
            if days.planned is None:
                return fourteen
            thirty = rolling(days.planned, 30, hard=True)
            return min(fourteen, thirty, key=lambda d: d.law)
        case "A4":  # 届出日から起算: the notice day is day 1
            return rolling(days.filed, 89)
        case "A12-1":
            return standing(date(2026, 5, 25))
        case "B16":  # the right ends on the day itself; the counter is open before it
            law = days.moved + 14 * DAY
            return Due(open_before(law, days.closed), law, hard=True)
        case "C1":
            return standing((days.planned or days.moved) + 15 * DAY, hard=True)
        case "C4":
            return standing(days.moved + timedelta(days=days.child_medical))
        case "C13":  # the town's day of every month
            law = days.filed
            while law.day != min(days.nursery_cut_off, month_end(law).day):
                law += DAY
            return Due(open_before(law, days.closed), law)
        case "C14":
            return standing(days.first_use or days.moved, hard=True)
        case "C15":
            law = month_end(days.moved)
            return Due(open_before(law, days.closed), law)
        case "E1":
            return rolling(days.moved, days.moped)
        case "F12":  # the duty began on 2026-04-01, for earlier moves too
            first = max(days.moved, date(2026, 3, 31)) + DAY
            return standing(first.replace(year=first.year + 2) - DAY)
    return None
