"""Papers the resident takes home after commit: 受付票 and これからの手続き.

Both are filled from what names nobody; names are added where the case is not under 支援措置.
"""

import re
from math import ceil

from counter_app.model.commitment import Commitment, ExecutorKind
from counter_app.model.facts import FieldValue
from counter_app.paperwork.case_view import outline, received_words
from counter_app.paperwork.coming import things_coming
from counter_app.paperwork.resident_words import Gloss, gloss_of, resident_words
from counter_app.paperwork.slip_rows import (
    covered_by_others,
    covered_rows,
    outside_row,
    task_row,
    titled,
)
from counter_app.paperwork.steps_ahead import ARRANGING, UNTIL, NextStep, steps_ahead
from counter_app.paperwork.values import Case, NeededSheet

__all__ = ["NEXT_STEPS", "SLIP", "NextStep", "next_steps", "slip", "steps_ahead"]

SLIP = "slip"
NEXT_STEPS = "next-steps"

_SLIP_ROWS = 19
"""Rows that one page of 受付票 takes in its three lists."""


def slip(case: Case, commitments: tuple[Commitment, ...]) -> NeededSheet:
    """受付票: the number, what was taken in, what needs no filing, what was sent outside."""
    view = _headed(case)
    view["case.received_at"] = received_words(case.reception)
    inside = [
        c
        for c in commitments
        if c.executor_kind is ExecutorKind.DEPARTMENT and not resident_words(c.procedure_id).silent
    ]
    outside = [c for c in commitments if c.executor_kind is ExecutorKind.ORGANISATION]
    full = len(inside) + len(covered_by_others(case)) + len(outside) > _SLIP_ROWS
    _put_rows(view, "tasks", [task_row(case, title, c) for title, c in titled(inside, full=full)])
    _put_rows(view, "covered", covered_rows(case, full=full))
    _put_rows(view, "outside", [outside_row(case, c) for c in outside])
    return NeededSheet(SLIP, (), "", "", view)


def _headed(case: Case) -> dict[str, FieldValue]:
    view = outline(case)
    view["reception.number"] = case.reception.number
    if not case.reception.protected:
        view["reception.addressee"] = f"{case.filer.name.text}　様"
    return view


def _put_rows(view: dict[str, FieldValue], name: str, rows: list[dict[str, FieldValue]]) -> None:
    view[f"{name}.count"] = len(rows)
    for number, row in enumerate(rows, start=1):
        view.update({f"{name}.{number}.{key}": value for key, value in row.items() if value != ""})


# --- これからの手続き -------------------------------------------------------------------------

_ROOM = 225.7  # mm of the page for the steps and the lines of 届くもの
_STEP, _DETAIL, _LINE = 12.9, 5.9, 10.0  # mm: a step's title, each line under it, 届くもの
_LEAST_STEP = 27.5  # mm
_ACROSS, _ACROSS_WITH_GLOSS = 29.0, 15.0  # full-width characters in a line under a step
_MOST_LINES = 6
_SOON = "早めに"


def next_steps(case: Case, commitments: tuple[Commitment, ...]) -> NeededSheet:
    """これからの手続き: what the household does itself by date, and what will come to it."""
    view = _headed(case)
    gloss = gloss_of(case.reception.language)
    steps = steps_ahead(case, commitments)
    _put_rows(view, "next", [_step_row(step, gloss) for step in steps])
    coming = things_coming(case, commitments, _lines_left(steps, glossed=gloss is not None))
    rows: list[dict[str, FieldValue]] = []
    for line in coming:
        row: dict[str, FieldValue] = {"when": line.when, "what": line.words}
        if gloss is not None:
            said = [gloss.coming[p] for p in line.procedures if p in gloss.coming]
            row["gloss"] = gloss.listed(said)
        rows.append(row)
    _put_rows(view, "coming", rows)
    if gloss is not None:
        view["next.language"] = case.reception.language
        view["next.gloss_title"] = gloss.title
        view["next.gloss_head"] = gloss.head if steps else gloss.nothing
        view["next.gloss_coming"] = gloss.coming_head
    return NeededSheet(NEXT_STEPS, (), "", "", view)


def _lines_left(steps: tuple[NextStep, ...], *, glossed: bool) -> int:
    """Lines of 届くもの that stay on the page; where not even one does, as many as there may be.

    Only an estimate, so that one page is not missed by little: the form itself never cuts.
    """
    across = _ACROSS_WITH_GLOSS if glossed else _ACROSS
    taken = 0.0
    for step in steps:
        details = (step.first, step.bring, step.place, step.partner)
        lines = sum(ceil(_width(words) / across) for words in details)
        taken += max(_LEAST_STEP, _STEP + _DETAIL * lines)
    room = int((_ROOM - taken) / _LINE)
    return min(room, _MOST_LINES) if room > 0 else _MOST_LINES


def _width(words: str) -> float:
    """In full-width characters."""
    return sum(0.5 if character.isascii() else 1.0 for character in words)


def _step_row(step: NextStep, gloss: Gloss | None) -> dict[str, FieldValue]:
    row: dict[str, FieldValue] = {
        "task": step.task,
        "first": step.first,
        "bring": step.bring,
        "place": step.place,
        "partner": step.partner,
    }
    if step.day is None:
        row["undated"] = step.time or _SOON
    else:
        row["date"] = step.day
        row["time"] = _clock_words(step.time)
    if gloss is not None:
        row["gloss"] = _glossed(step, gloss)
    return row


_SPAN = re.compile(r"(\d+)〜(\d+)時")


def _clock_words(time: str) -> str:
    """「13〜15時」 as 「午後1時〜3時」; over noon 「午前11時〜午後1時」."""
    span = _SPAN.fullmatch(time)
    if span is None:
        return time
    first, last = (int(part) for part in span.groups())
    names = ["午前" if hour < 12 else "午後" for hour in (first, last)]
    hours = [hour if hour <= 12 else hour - 12 for hour in (first, last)]
    second = "" if names[0] == names[1] else names[1]
    return f"{names[0]}{hours[0]}時〜{second}{hours[1]}時"


def _glossed(step: NextStep, gloss: Gloss) -> str:
    """Its day on the first line, then what to do; blank where the language lacks the words."""
    body = _said(step, gloss)
    if not body:
        return ""
    if step.day is None:
        return f"{gloss.arranging if step.time == ARRANGING else gloss.soon}\n{body}"
    day = gloss.said_day(step.day)
    span = _SPAN.fullmatch(step.time)
    if step.time == UNTIL:
        day = gloss.by.format(day=day)
    elif span is not None:
        day = gloss.timed.format(day=day, time=f"{span[1]}:00–{span[2]}:00")
    return f"{day}\n{body}"


def _said(step: NextStep, gloss: Gloss) -> str:
    if step.advised:
        return ""
    if len(step.procedures) > 1:
        papers = [gloss.paper.get(p, "") for p in step.procedures]
        return gloss.errand.format(papers=gloss.listed(papers)) if all(papers) else ""
    if _SPAN.fullmatch(step.time) or step.time == ARRANGING:
        return gloss.appointment
    return gloss.task.get(step.procedures[0], "") if step.procedures else ""
