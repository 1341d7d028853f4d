"""The day report (日計表) as a sheet: the day's figures, by hour, what is still open where.

It names nobody: receptions stand there by their number, work by department.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from counter_app.model.facts import FieldValue
from counter_app.model.town import Town
from counter_app.paperwork.values import NeededSheet

DAY_SHEET = "day-sheet"
_NOTHING = "—"


@dataclass(frozen=True, slots=True)
class DayFigure:
    """One figure of the day: 「受付 38 件」 and what it is made of."""

    title: str
    value: str
    unit: str
    note: str


@dataclass(frozen=True, slots=True)
class DayHour:
    """Receptions begun in one hour; minutes on average, None when nobody measured."""

    title: str
    begun: int
    committed: int
    to_signature: float | None
    to_commit: float | None


@dataclass(frozen=True, slots=True)
class DayOpen:
    """What is still open with one party, of all days."""

    party: str
    late: int
    waiting: int
    working: int


@dataclass(frozen=True, slots=True)
class DayConcern:
    """One thing that is late: the reception's number, whose work it is, what is wrong."""

    number: str
    title: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayReport:
    """Everything the sheet says. `record` tells of the last verification of the audit log."""

    title: str  # 「令和8年4月3日（金）」
    counted_at: str
    record: str
    figures: tuple[DayFigure, ...]
    hours: tuple[DayHour, ...]
    open: tuple[DayOpen, ...]
    concerns: tuple[DayConcern, ...]


def day_sheet(report: DayReport, town: Town) -> NeededSheet:
    """日計表 of one day, to be printed for the file; nobody signs it."""
    view: dict[str, FieldValue] = {
        "town.name": town.name,
        "day.title": report.title,
        "day.counted_at": report.counted_at,
        "day.record": report.record or _NOTHING,
    }
    for place, figure in enumerate(report.figures, start=1):
        view[f"figure.{place}.title"] = figure.title
        view[f"figure.{place}.value"] = f"{figure.value} {figure.unit}"
        view[f"figure.{place}.note"] = figure.note.replace("・", "\n")
    _put(view, "hour", [_hour(hour) for hour in report.hours])
    _put(view, "open", [_open(row) for row in report.open])
    totals = DayOpen(
        "合計",
        sum(row.late for row in report.open),
        sum(row.waiting for row in report.open),
        sum(row.working for row in report.open),
    )
    view.update({f"total.{key}": value for key, value in _open(totals).items()})
    _put(
        view,
        "concern",
        [{"number": c.number, "title": c.title, "what": c.what} for c in report.concerns],
    )
    return NeededSheet(DAY_SHEET, (), "", "", view)


def sheet_name(day: date) -> str:
    """The name of its print job: 「day-2026-04-03」."""
    return f"day-{day.isoformat()}"


def _put(view: dict[str, FieldValue], name: str, rows: Sequence[Mapping[str, FieldValue]]) -> None:
    view[f"{name}.count"] = len(rows)
    for number, row in enumerate(rows, start=1):
        view.update({f"{name}.{number}.{key}": value for key, value in row.items()})


def _hour(hour: DayHour) -> dict[str, FieldValue]:
    return {
        "title": hour.title,
        "begun": f"{hour.begun}",
        "committed": f"{hour.committed}",
        "to_signature": _minutes(hour.to_signature),
        "to_commit": _minutes(hour.to_commit),
    }


def _open(row: DayOpen) -> dict[str, FieldValue]:
    return {
        "party": row.party,
        "late": f"{row.late}",
        "waiting": f"{row.waiting}",
        "working": f"{row.working}",
        "all": f"{row.late + row.waiting + row.working}",
    }


def _minutes(average: float | None) -> str:
    return _NOTHING if average is None else f"{round(average)}"
