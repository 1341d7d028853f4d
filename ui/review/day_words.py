"""The day in figures and words (日計): receptions, time at the counter, what is open where."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from counter_app.model.calendar import era_text, weekday_name
from counter_app.model.commitment import Phase
from counter_app.model.reception import Reception, ReceptionState
from counter_app.model.town import Town
from counter_app.paperwork.day_view import (
    DayConcern,
    DayFigure,
    DayHour,
    DayOpen,
    DayReport,
)
from counter_app.paperwork.tasks import DEPARTMENT_PREFIX
from counter_app.ports import OpenFigures, Standing
from counter_app.review import ItemKind
from ui import theme
from ui.review.queue_words import Entry
from ui.review.views import (
    ConcernView,
    DayView,
    HourView,
    OpenBarView,
    QueueRowView,
    TileView,
)
from ui.staff.words.common import clock_time
from ui.widgets.chip import Mark
from ui.widgets.drawing import Icon

TARGET_MINUTES = 60
"""What one visit should take at most (目標)."""
OUTSIDE = "町の外"
CONCERNS = frozenset({ItemKind.CUT_OFF, ItemKind.DELIVERY, ItemKind.DECLINED})
MOST_CONCERNS = 3
_ENDED = (Phase.ACCEPTED, Phase.QUIT, Phase.STOPPED, Phase.INITIAL)


@dataclass(frozen=True, slots=True)
class DayFacts:
    """Everything the figures of one day are made of."""

    day: date
    now: datetime
    receptions: tuple[Reception, ...]  # begun on that day, without those that were given up
    asked: tuple[Standing, ...]  # the commitments of these receptions
    signed: Mapping[str, tuple[datetime, ...]]  # when was signed, earliest first
    open: tuple[OpenFigures, ...]  # of all days
    town: Town

    @property
    def committed(self) -> tuple[Reception, ...]:
        return tuple(r for r in self.receptions if r.committed_at is not None)


def begun_on(receptions: tuple[Reception, ...], day: date) -> tuple[Reception, ...]:
    """Receptions of a day, in the order they were begun."""
    found = [
        r
        for r in receptions
        if r.opened_at.date() == day and r.state is not ReceptionState.ABANDONED
    ]
    return tuple(sorted(found, key=lambda r: r.opened_at))


def day_view(
    facts: DayFacts, rows: tuple[tuple[Entry, QueueRowView], ...], *, later: bool
) -> DayView:
    until = f"{clock_time(facts.now)} 現在" if facts.day == facts.now.date() else "1日分"
    return DayView(
        "今日のようす" if facts.day == facts.now.date() else "この日のようす",
        f"{day_words(facts.day)}　{until}",
        day_words(facts.day),
        tiles(facts),
        hours(facts),
        open_bars(facts),
        concerns(rows),
        later,
    )


def tiles(facts: DayFacts) -> tuple[TileView, ...]:
    """Six figures. A figure nobody could measure is a dash, never a guess."""
    asked = facts.asked
    open_ones = {c.reception_id for c in asked if c.phase not in _ENDED}
    waiting = sum(1 for r in facts.committed if r.id in open_ones)
    done = len(facts.committed) - waiting
    minutes = [_minutes(r) for r in facts.committed]
    signing = [
        (times[0] - r.opened_at).total_seconds() / 60
        for r in facts.receptions
        if (times := facts.signed.get(r.id))
    ]
    promised = sum(1 for c in asked if c.promised)
    share = f"{round(100 * promised / len(asked))}" if asked else "—"
    strokes = [len(times) for times in facts.signed.values() if times]
    late = sum(1 for c in asked if _late(c, facts.now.date()))
    dated = sum(1 for c in asked if c.due is not None)
    return (
        TileView("受付", f"{len(facts.receptions)}", "件", _standing(done, waiting)),
        TileView("署名まで", _mean(signing), "分", "はじめの署名まで"),
        TileView("対応時間", _mean(minutes), "分", _by_size(facts.committed)),
        TileView("約束まで", share, "%", f"{len(asked):,}件のうち {promised:,}件"),
        TileView("署名", _mean_exact(strokes), "回", "受付1件・目標 3回"),
        TileView(
            "期限切れ",
            f"{late}",
            "件",
            f"{dated:,}件のうち" if late else _in_time(dated),
        ),
    )


def hours(facts: DayFacts) -> tuple[HourView, ...]:
    """By the hour in which the reception was begun."""
    begun = [r.opened_at.hour for r in facts.receptions]
    first, last = min((8, *begun)), max((16, *begun))
    made = []
    for hour in range(first, last + 1):
        here = [r for r in facts.receptions if r.opened_at.hour == hour]
        signed = [
            (times[0] - r.opened_at).total_seconds() / 60
            for r in here
            if (times := facts.signed.get(r.id))
        ]
        whole = [_minutes(r) for r in here if r.committed_at is not None]
        made.append(HourView(hour, len(here), _average(signed), _average(whole), len(whole)))
    return tuple(made)


def open_bars(facts: DayFacts) -> tuple[OpenBarView, ...]:
    """What is still open with each department, and with everybody outside the town together."""
    bars: dict[str, OpenBarView] = {}
    names = {d.id: d.name for d in facts.town.departments}
    for figures in facts.open:
        party = names.get(figures.executor, OUTSIDE)
        bar = bars.get(party, OpenBarView(party, 0, 0, 0))
        bars[party] = OpenBarView(
            party,
            bar.late + figures.late,
            bar.waiting + figures.waiting,
            bar.working + figures.working,
        )
    return tuple(bars[name] for name in (*names.values(), OUTSIDE) if name in bars)


def concerns(rows: tuple[tuple[Entry, QueueRowView], ...]) -> tuple[ConcernView, ...]:
    """The first rows of the queue that tell of something late."""
    made = []
    for entry, row in rows:
        if entry.first.kind in CONCERNS:
            late = entry.first.kind is ItemKind.DELIVERY
            icon = Icon.MAIL_FAILED if late else Icon.ALERT
            number, *parts = row.sub
            if entry.first.party.startswith(DEPARTMENT_PREFIX):
                parts.reverse()  # the department first, as in the chart above
            rest = "　".join(parts)
            made.append(
                ConcernView(entry.key, number, rest, Mark(icon, row.title, theme.ERROR_INK, True))
            )
    return tuple(made[:MOST_CONCERNS])


def day_report(view: DayView, counted_at: datetime, record: str) -> DayReport:
    """What the printed sheet says: the figures as they stand on the screen."""
    return DayReport(
        title=view.day,
        counted_at=f"{day_words(counted_at.date())}　{clock_time(counted_at)}",
        record=record,
        figures=tuple(DayFigure(t.title, t.figure, t.unit, t.note) for t in view.tiles),
        hours=tuple(
            DayHour(f"{h.hour}時台", h.count, h.committed, h.before, h.whole) for h in view.hours
        ),
        open=tuple(DayOpen(p.party, p.late, p.waiting, p.working) for p in view.parties),
        concerns=tuple(DayConcern(c.number, c.title, c.mark.text) for c in view.concerns),
    )


def day_table(facts: DayFacts) -> bytes:
    """The day as CSV (日計): one line for each reception, UTF-8 with a byte order mark for 表計算.

    Names and addresses are not in it.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(
        (
            "日付",
            "受付番号",
            "始めた時刻",
            "確定した時刻",
            "対応（分）",
            "人数",
            "担当",
            "窓口",
            "支援措置",
            "依頼",
            "約束",
            "終わり",
            "署名",
        )
    )
    every: dict[str, list[Standing]] = {}
    for standing in facts.asked:
        every.setdefault(standing.reception_id, []).append(standing)
    for reception in facts.receptions:
        asked = every.get(reception.id, [])
        promised = sum(1 for c in asked if c.promised)
        committed = reception.committed_at
        writer.writerow(
            (
                facts.day.isoformat(),
                reception.number,
                clock_time(reception.opened_at),
                clock_time(committed) if committed is not None else "",
                round(_minutes(reception)) if committed is not None else "",
                len(reception.household.members) if reception.household is not None else "",
                reception.clerk,
                reception.counter,
                "あり" if reception.protected else "",
                len(asked),
                promised,
                sum(1 for c in asked if c.ended),
                len(facts.signed.get(reception.id, ())),
            )
        )
    return out.getvalue().encode("utf-8-sig")


def file_name(day: date) -> str:
    """「日計表_2026-04-03（金）.csv」 without what a file system refuses."""
    return f"日計表_{day.isoformat()}_{weekday_name(day)}.csv"


_MOST_WORDS = 15
"""Characters that the words under a figure of the day have room for."""


def _standing(done: int, waiting: int) -> str:
    words = f"終わり {done:,}・返事待ち {waiting:,}"
    return words if len(words) <= _MOST_WORDS else f"終わり {done:,}・待ち {waiting:,}"


def _in_time(dated: int) -> str:
    if not dated:
        return ""
    return f"{dated}件すべて間に合う" if dated < 1000 else "すべて間に合う"


def _late(standing: Standing, today: date) -> bool:
    """A promise whose day is over, or a request nobody promised before its legal day."""
    if standing.phase is Phase.PROMISED:
        return standing.promised_on is not None and standing.promised_on < today
    asked = standing.phase in (Phase.REQUESTED, Phase.DECLINED)
    return asked and standing.due is not None and standing.due < today


def _minutes(reception: Reception) -> float:
    assert reception.committed_at is not None
    return (reception.committed_at - reception.opened_at).total_seconds() / 60


def _average(values: list[float]) -> float | None:
    return sum(values) / len(values) if values else None


def _mean(values: list[float]) -> str:
    average = _average(values)
    return "—" if average is None else f"{round(average)}"


def _mean_exact(values: list[int]) -> str:
    return f"{sum(values) / len(values):.1f}" if values else "—"


def _by_size(receptions: tuple[Reception, ...]) -> str:
    """「1人 14分・5人〜 51分」, as far as there are such households."""
    parts = []
    for words, low, high in (("1人", 1, 1), ("2〜4人", 2, 4), ("5人〜", 5, 99)):
        minutes = [
            _minutes(r)
            for r in receptions
            if r.household is not None and low <= len(r.household.members) <= high
        ]
        if minutes:
            parts.append(f"{words} {_mean(minutes)}分")
    return "・".join(parts[:2])


def day_words(day: date) -> str:
    """「令和8年4月3日（金）」."""
    return f"{era_text(day)}（{weekday_name(day)}）"
